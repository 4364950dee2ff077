package account

import (
	"context"
	"strings"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// gate is the one place where this room holds the database itself: to find out who is asking, which comes before any
// decision about them. It reads sessions (with the roles and teams they stand for), known browsers and an
// organisation's mode, and writes when a session was last used. No name, no secret is in what it reads.
type gate struct{ db *db.DB }

// sessionRow is a session with what it stands for at this moment.
type sessionRow struct {
	id, account, invitation, challenge string
	stage                              Stage
	tries                              int
	madeAt, seenAt, provedAt, endsAt   time.Time

	state                               State
	accountEnds                         string // "" where it does not end by itself
	organisation, nation, language      string
	revision, organisationRevision      string
	roles                               []permit.Role
	teams                               []string
	madeText, seenText, proved, endText string
	link, sid                           string // of single sign-on, see account_single_links; written, not read
}

// actor is the person alone, without roles: enough for what they do to their own account.
func (r sessionRow) actor() permit.Actor {
	return permit.Actor{ID: r.account, Organisation: r.organisation}
}

func (g gate) session(ctx context.Context, tokenHash string, now time.Time) (sessionRow, error) {
	var row sessionRow
	err := g.db.Read(ctx, func(tx *db.Tx) (err error) {
		if row, err = findSession(ctx, tx, tokenHash); err != nil || row.stage != StageFull {
			return err
		}
		return row.readHolding(ctx, tx, db.Time(now))
	})
	return row, err
}

func findSession(ctx context.Context, tx *db.Tx, tokenHash string) (r sessionRow, err error) {
	err = tx.QueryRow(ctx, `select s.id, s.account_id, s.stage, s.invitation_id, s.challenge, s.tries,
			s.made_at, s.seen_at, s.proved_at, s.ends_at, p.state, p.ends_at, p.organisation_id, p.language, p.revision, o.nation, o.revision
		from account_sessions s
		join account_people p on p.id = s.account_id
		join account_organisations o on o.id = p.organisation_id
		where s.token_hash = $1`, tokenHash).Scan(&r.id, &r.account, &r.stage, &r.invitation, &r.challenge, &r.tries,
		&r.madeText, &r.seenText, &r.proved, &r.endText, &r.state, &r.accountEnds, &r.organisation, &r.language, &r.revision, &r.nation, &r.organisationRevision)
	if err != nil {
		return r, err
	}
	for _, t := range []struct {
		text string
		into *time.Time
	}{{r.madeText, &r.madeAt}, {r.seenText, &r.seenAt}, {r.proved, &r.provedAt}, {r.endText, &r.endsAt}} {
		if *t.into, err = db.ParseTime(t.text); err != nil {
			return r, err
		}
	}
	return r, nil
}

// readHolding reads the roles and the teams of the session's account.
func (r *sessionRow) readHolding(ctx context.Context, tx *db.Tx, at string) error {
	return tx.Each(ctx, func(rows *db.Rows) error {
		var held string
		if err := rows.Scan(&held); err != nil {
			return err
		}
		if role, ok := strings.CutPrefix(held, "role "); ok {
			r.roles = append(r.roles, permit.Role(role))
		} else {
			r.teams = append(r.teams, strings.TrimPrefix(held, "team "))
		}
		return nil
	}, `select 'role ' || role from account_roles where account_id = $1
		union all select 'team ' || team_id from account_memberships where account_id = $1 and starts_at <= $2 and ends_at > $2
			and confirmed_by <> ''`,
		r.account, at)
}

func (g gate) touch(ctx context.Context, id string, at time.Time) error {
	return g.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `update account_sessions set seen_at = $1 where id = $2 and seen_at < $1`, db.Time(at), id)
		return err
	})
}

// device gives the account for which a browser was known; NotFound when for none.
func (g gate) device(ctx context.Context, tokenHash string) (account string, err error) {
	err = g.db.Read(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `select account_id from account_devices where token_hash = $1`, tokenHash).Scan(&account)
	})
	return account, err
}

// factorKinds says which second factors, and how many unused recovery codes, an account has.
func (g gate) factorKinds(ctx context.Context, account string) (kinds []FactorKind, err error) {
	err = g.db.Read(ctx, func(tx *db.Tx) error {
		kinds = kinds[:0]
		return tx.Each(ctx, func(r *db.Rows) error {
			var k FactorKind
			err := r.Scan(&k)
			kinds = append(kinds, k)
			return err
		}, `select distinct kind from account_factors where account_id = $1 and state = 'active' order by kind`, account)
	})
	return kinds, err
}

// mode gives an organisation's mode, trial when nothing was ever said.
func (g gate) mode(ctx context.Context, organisation string) (mode Mode, err error) {
	mode = Trial
	err = g.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(r *db.Rows) error { return r.Scan(&mode) },
			`select mode from account_service where organisation_id = $1 order by changed_at desc, id desc limit 1`, organisation)
	})
	return mode, err
}

func insertSession(ctx context.Context, tx *db.Tx, r sessionRow, tokenHash, agent string) error {
	_, err := tx.Exec(ctx, `insert into account_sessions (id, token_hash, account_id, stage, invitation_id, agent, challenge,
			made_at, seen_at, proved_at, ends_at, link_id, sid_index)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.id, tokenHash, r.account, string(r.stage), r.invitation, agent, r.challenge,
		db.Time(r.madeAt), db.Time(r.madeAt), db.Time(r.provedAt), db.Time(r.endsAt), r.link, r.sid)
	return err
}

func listSessions(ctx context.Context, tx *db.Tx, account, now, idle string) ([]OwnSession, error) {
	var own []OwnSession
	err := tx.Each(ctx, func(r *db.Rows) (err error) {
		var o OwnSession
		var made, seen string
		if err := r.Scan(&o.ID, &o.Agent, &made, &seen); err != nil {
			return err
		}
		if o.Began, err = db.ParseTime(made); err != nil {
			return err
		}
		o.LastSeen, err = db.ParseTime(seen)
		own = append(own, o)
		return err
	}, `select id, agent, made_at, seen_at from account_sessions
		where account_id = $1 and stage = 'full' and ends_at > $2 and seen_at > $3 order by made_at desc, id desc`, account, now, idle)
	return own, err
}

func deleteSession(ctx context.Context, tx *db.Tx, account, id string) (int64, error) {
	return tx.Exec(ctx, `delete from account_sessions where account_id = $1 and id = $2`, account, id)
}

// deleteSessionsOf ends every session of an account but one ("" for none).
func deleteSessionsOf(ctx context.Context, tx *db.Tx, account, but string) error {
	_, err := tx.Exec(ctx, `delete from account_sessions where account_id = $1 and id <> $2`, account, but)
	return err
}

// setChallenge gives a session a new challenge and one try more.
func setChallenge(ctx context.Context, tx *db.Tx, id, challenge string, tries int) error {
	return tx.ExecOne(ctx, `update account_sessions set challenge = $1, tries = $2 where id = $3`, challenge, tries, id)
}

func setProved(ctx context.Context, tx *db.Tx, id, at string) error {
	return tx.ExecOne(ctx, `update account_sessions set proved_at = $1 where id = $2`, at, id)
}

func deleteDevices(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `delete from account_devices where account_id = $1`, account)
	return err
}

func insertDevice(ctx context.Context, tx *db.Tx, id, account, tokenHash, at string) error {
	_, err := tx.Exec(ctx, `insert into account_devices (id, account_id, token_hash, made_at, seen_at)
		values ($1, $2, $3, $4, $4)`, id, account, tokenHash, at)
	return err
}

func touchDevice(ctx context.Context, tx *db.Tx, account, tokenHash, at string) (int64, error) {
	return tx.Exec(ctx, `update account_devices set seen_at = $1 where account_id = $2 and token_hash = $3`, at, account, tokenHash)
}

func sweepGate(ctx context.Context, tx *db.Tx, now, idle, old string) error {
	if _, err := tx.Exec(ctx, `delete from account_sessions where ends_at <= $1 or seen_at <= $2`, now, idle); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from account_single_used where ends_at <= $1`, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from account_invitations where ends_at <= $1 or (used_at <> '' and used_at <= $1)`, old)
	return err
}
