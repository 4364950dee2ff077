package voice

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
)

type allowedRow struct {
	id, organisation, state, since, by, at string
	body                                   []byte
}

func insertAllowed(ctx context.Context, tx *db.Tx, a allowedRow) error {
	_, err := tx.Exec(ctx, `insert into voice_allowed (id, organisation_id, state, since, body, changed_by, changed_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, a.id, a.organisation, a.state, a.since, a.body, a.by, a.at)
	return err
}

func findAllowed(ctx context.Context, tx *db.Tx, organisation string) (a allowedRow, err error) {
	err = tx.QueryRow(ctx, `select id, organisation_id, state, since, body, changed_by, changed_at from voice_allowed
		where organisation_id = $1 order by changed_at desc, id desc limit 1`, organisation).
		Scan(&a.id, &a.organisation, &a.state, &a.since, &a.body, &a.by, &a.at)
	return a, err
}

// placeRow is a young person's own place on a device.
type placeRow struct {
	id, record, organisation, grant, way, openedBy, second, endedBy, endedHow string
	openedAt, endsAt, endedAt                                                 time.Time // endedAt is zero while nobody ended it
	passkey                                                                   []byte
}

// actor is the place itself, as who acts in it.
func (p placeRow) actor(spoken bool) permit.Actor {
	a := permit.Actor{ID: p.id, Roles: []permit.Role{permit.YoungPerson}}
	if spoken {
		a.Roles = append(a.Roles, permit.Spoken)
	}
	return a
}

// over reports whether its time has passed or somebody ended it.
func (p placeRow) over(at time.Time) bool { return !p.endedAt.IsZero() || !at.Before(p.endsAt) }

// end writes that the place is over, and puts out whoever is in it. The grant is ended by who decides.
func (p placeRow) end(ctx context.Context, w *access.Work, how string) error {
	for _, statement := range []string{`delete from voice_sessions where place_id = $1`, `delete from voice_codes where place_id = $1`} {
		if _, err := w.Tx.Exec(ctx, statement, p.id); err != nil {
			return err
		}
	}
	return w.Tx.ExecOne(ctx, `update voice_places set ended_at = $1, ended_by = $2, ended_how = $3, second_index = '' where id = $4 and ended_at = ''`,
		db.Time(w.At), w.Who.ID, how, p.id)
}

const placeColumns = `p.id, p.record_id, p.organisation_id, p.grant_id, p.way, p.opened_by, p.opened_at, p.ends_at, p.ended_at,
	p.ended_by, p.ended_how, p.second_index, p.passkey`

// into gives where the columns of a place go, and what reads its times once they are there.
func (p *placeRow) into() (columns []any, times func() error) {
	var opened, ends, ended string
	columns = []any{&p.id, &p.record, &p.organisation, &p.grant, &p.way, &p.openedBy, &opened, &ends, &ended, &p.endedBy, &p.endedHow, &p.second, &p.passkey}
	return columns, func() (err error) {
		if p.openedAt, err = db.ParseTime(opened); err != nil {
			return err
		}
		if p.endsAt, err = db.ParseTime(ends); err != nil || ended == "" {
			return err
		}
		p.endedAt, err = db.ParseTime(ended)
		return err
	}
}

func (p *placeRow) scan(r interface{ Scan(...any) error }) error {
	columns, times := p.into()
	if err := r.Scan(columns...); err != nil {
		return err
	}
	return times()
}

func insertPlace(ctx context.Context, tx *db.Tx, p placeRow) error {
	_, err := tx.Exec(ctx, `insert into voice_places (id, record_id, organisation_id, grant_id, way, opened_by, opened_at, ends_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.id, p.record, p.organisation, p.grant, p.way, p.openedBy, db.Time(p.openedAt), db.Time(p.endsAt))
	return err
}

func findPlace(ctx context.Context, tx *db.Tx, id string) (p placeRow, err error) {
	err = p.scan(tx.QueryRow(ctx, `select `+placeColumns+` from voice_places p where p.id = $1`, id))
	return p, err
}

// findBySecond finds the place whose second word it is, while it is open.
func findBySecond(ctx context.Context, tx *db.Tx, index, at string) (p placeRow, err error) {
	err = p.scan(tx.QueryRow(ctx, `select `+placeColumns+` from voice_places p
		where p.second_index = $1 and p.second_index <> '' and p.ended_at = '' and p.ends_at > $2 limit 1`, index, at))
	return p, err
}

func scanPlaces(ctx context.Context, tx *db.Tx, query string, args ...any) (list []placeRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var p placeRow
		err := p.scan(r)
		list = append(list, p)
		return err
	}, query, args...)
	return list, err
}

func listPlaces(ctx context.Context, tx *db.Tx, record string) ([]placeRow, error) {
	return scanPlaces(ctx, tx, `select `+placeColumns+` from voice_places p where p.record_id = $1 order by p.opened_at desc, p.id desc`, record)
}

func listOpenPlaces(ctx context.Context, tx *db.Tx, organisation, at string) ([]placeRow, error) {
	return scanPlaces(ctx, tx, `select `+placeColumns+` from voice_places p
		where p.organisation_id = $1 and p.ended_at = '' and p.ends_at > $2 order by p.opened_at, p.id`, organisation, at)
}

func updateSecond(ctx context.Context, tx *db.Tx, place, index string) error {
	return tx.ExecOne(ctx, `update voice_places set second_index = $1 where id = $2 and ended_at = ''`, index, place)
}

func updatePasskey(ctx context.Context, tx *db.Tx, place string, sealed []byte) error {
	return tx.ExecOne(ctx, `update voice_places set passkey = $1 where id = $2 and ended_at = ''`, sealed, place)
}

func passkeyPlace(id string) seal.Place {
	return seal.Place{Table: "voice_places", Row: id, Column: "passkey"}
}

type codeRow struct {
	id, place, record, opens, first, by string
	madeAt, endsAt                      time.Time
	secret                              []byte
	tries                               int
}

func codePlace(id string) seal.Place {
	return seal.Place{Table: "voice_codes", Row: id, Column: "secret"}
}

func insertCode(ctx context.Context, tx *db.Tx, c codeRow) error {
	_, err := tx.Exec(ctx, `insert into voice_codes (id, place_id, record_id, opens, first_index, secret, made_by, made_at, ends_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.id, c.place, c.record, c.opens, c.first, c.secret, c.by, db.Time(c.madeAt), db.Time(c.endsAt))
	return err
}

// findCode finds words that are still good by what they are found by.
func findCode(ctx context.Context, tx *db.Tx, first, at string) (c codeRow, err error) {
	err = tx.QueryRow(ctx, `select id, place_id, record_id, opens, first_index, secret, made_by, tries from voice_codes
		where first_index = $1 and ends_at > $2`, first, at).
		Scan(&c.id, &c.place, &c.record, &c.opens, &c.first, &c.secret, &c.by, &c.tries)
	return c, err
}

// deleteCode uses words up: of two at once, one gets NotFound.
func deleteCode(ctx context.Context, tx *db.Tx, id string) error {
	return tx.ExecOne(ctx, `delete from voice_codes where id = $1`, id)
}

// countTry counts a wrong try of words that were found, and deletes them at the last.
func countTry(ctx context.Context, tx *db.Tx, id string, most int) error {
	if _, err := tx.Exec(ctx, `update voice_codes set tries = tries + 1 where id = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from voice_codes where id = $1 and tries >= $2`, id, most)
	return err
}

func deleteCodesOf(ctx context.Context, tx *db.Tx, place string) error {
	_, err := tx.Exec(ctx, `delete from voice_codes where place_id = $1`, place)
	return err
}
