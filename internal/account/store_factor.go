package account

import (
	"context"
	"time"

	"stablefutures/internal/db"
)

func insertFactor(ctx context.Context, tx *db.Tx, f factorRow, at string) error {
	_, err := tx.Exec(ctx, `insert into account_factors (id, account_id, kind, state, secret, made_at) values ($1, $2, $3, $4, $5, $6)`,
		f.id, f.account, string(f.kind), f.state, f.secret, at)
	return err
}

func listFactors(ctx context.Context, tx *db.Tx, account string) ([]factorRow, error) {
	var all []factorRow
	err := tx.Each(ctx, func(r *db.Rows) (err error) {
		f := factorRow{account: account}
		var made, used string
		if err := r.Scan(&f.id, &f.kind, &f.state, &f.secret, &made, &used); err != nil {
			return err
		}
		if f.made, err = db.ParseTime(made); err != nil {
			return err
		}
		if used != "" {
			f.used, err = db.ParseTime(used)
		}
		all = append(all, f)
		return err
	}, `select id, kind, state, secret, made_at, used_at from account_factors where account_id = $1 order by made_at, id`, account)
	return all, err
}

// useStep uses a one-time password's step up; 0 rows when it, or a later one, was used before.
func useStep(ctx context.Context, tx *db.Tx, id string, step int64, at string) (int64, error) {
	return tx.Exec(ctx, `update account_factors set last_step = $1, used_at = $2 where id = $3 and last_step < $1`, step, at, id)
}

func updateFactor(ctx context.Context, tx *db.Tx, id string, secret []byte, at string) error {
	return tx.ExecOne(ctx, `update account_factors set secret = $1, used_at = $2 where id = $3`, secret, at, id)
}

func activateFactor(ctx context.Context, tx *db.Tx, account, id string) error {
	return tx.ExecOne(ctx, `update account_factors set state = 'active' where account_id = $1 and id = $2 and state = 'fresh'`, account, id)
}

func deleteFactor(ctx context.Context, tx *db.Tx, account, id string) error {
	return tx.ExecOne(ctx, `delete from account_factors where account_id = $1 and id = $2`, account, id)
}

func deleteFreshFactors(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `delete from account_factors where account_id = $1 and state = 'fresh'`, account)
	return err
}

// deleteFactors takes every factor away, for a sign-in that is set up from the beginning.
func deleteFactors(ctx context.Context, tx *db.Tx, account string) error {
	if _, err := tx.Exec(ctx, `delete from account_factors where account_id = $1`, account); err != nil {
		return err
	}
	return deleteRecovery(ctx, tx, account)
}

func countFailure(ctx context.Context, tx *db.Tx, account, at string) error {
	return tx.ExecOne(ctx, `update account_people set factor_failures = factor_failures + 1, factor_failed_at = $1 where id = $2`, at, account)
}

func clearFailures(ctx context.Context, tx *db.Tx, account string) error {
	return tx.ExecOne(ctx, `update account_people set factor_failures = 0, factor_failed_at = '' where id = $1`, account)
}

func insertRecovery(ctx context.Context, tx *db.Tx, id, account string, place int, index string, shown []byte) error {
	_, err := tx.Exec(ctx, `insert into account_recovery (id, account_id, place, code_index, shown) values ($1, $2, $3, $4, $5)`,
		id, account, place, index, shown)
	return err
}

func deleteRecovery(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `delete from account_recovery where account_id = $1`, account)
	return err
}

// useRecovery uses a code up; 0 rows when it is none of the account's, or was used, or has not been kept yet.
func useRecovery(ctx context.Context, tx *db.Tx, account, index, at string) (int64, error) {
	return tx.Exec(ctx, `update account_recovery set used_at = $1
		where account_id = $2 and code_index = $3 and used_at = '' and shown is null`, at, account, index)
}

func countRecovery(ctx context.Context, tx *db.Tx, account string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from account_recovery where account_id = $1 and used_at = '' and shown is null`, account).Scan(&n)
	return n, err
}

// shownCode is a recovery code that its owner has not yet said is kept.
type shownCode struct {
	id     string
	sealed []byte
}

func listShown(ctx context.Context, tx *db.Tx, account string) ([]shownCode, error) {
	var all []shownCode
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c shownCode
		err := r.Scan(&c.id, &c.sealed)
		all = append(all, c)
		return err
	}, `select id, shown from account_recovery where account_id = $1 and shown is not null order by place`, account)
	return all, err
}

// keepRecovery makes the shown codes the account's only ones and forgets what they were.
func keepRecovery(ctx context.Context, tx *db.Tx, account string) (int64, error) {
	if _, err := tx.Exec(ctx, `delete from account_recovery where account_id = $1 and shown is null`, account); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, `update account_recovery set shown = null where account_id = $1`, account)
}

func deleteShown(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `delete from account_recovery where account_id = $1 and shown is not null`, account)
	return err
}

func insertInvitation(ctx context.Context, tx *db.Tx, id, account, index, by, at, until string) error {
	_, err := tx.Exec(ctx, `insert into account_invitations (id, account_id, code_index, made_by, made_at, ends_at)
		values ($1, $2, $3, $4, $5, $6)`, id, account, index, by, at, until)
	return err
}

// invitationRow is an open invitation.
type invitationRow struct{ id, account string }

func findInvitation(ctx context.Context, tx *db.Tx, index, at string) (i invitationRow, err error) {
	err = tx.QueryRow(ctx, `select id, account_id from account_invitations where code_index = $1 and used_at = '' and ends_at > $2`, index, at).
		Scan(&i.id, &i.account)
	return i, err
}

func useInvitation(ctx context.Context, tx *db.Tx, id, at string) error {
	return tx.ExecOne(ctx, `update account_invitations set used_at = $1 where id = $2 and used_at = '' and ends_at > $1`, at, id)
}

// voidInvitations makes every open code of the account worthless.
func voidInvitations(ctx context.Context, tx *db.Tx, account, at string) error {
	_, err := tx.Exec(ctx, `update account_invitations set used_at = $1 where account_id = $2 and used_at = ''`, at, account)
	return err
}

// listOpenInvitations gives, for each account of the organisation with an open code, when it runs out.
func listOpenInvitations(ctx context.Context, tx *db.Tx, organisation, at string) (map[string]time.Time, error) {
	open := map[string]time.Time{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var account, until string
		if err := r.Scan(&account, &until); err != nil {
			return err
		}
		t, err := db.ParseTime(until)
		open[account] = t
		return err
	}, `select i.account_id, i.ends_at from account_invitations i join account_people p on p.id = i.account_id
		where p.organisation_id = $1 and i.used_at = '' and i.ends_at > $2`, organisation, at)
	return open, err
}

// findSessionByID reads the part of a session that a step of signing in may have changed.
func findSessionByID(ctx context.Context, tx *db.Tx, id string) (r sessionRow, err error) {
	err = tx.QueryRow(ctx, `select id, account_id, stage, invitation_id, challenge, tries from account_sessions where id = $1`, id).
		Scan(&r.id, &r.account, &r.stage, &r.invitation, &r.challenge, &r.tries)
	return r, err
}
