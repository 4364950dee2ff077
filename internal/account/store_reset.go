package account

import (
	"context"

	"stablefutures/internal/db"
)

const resetColumns = `id, account_id, organisation_id, asked_by, asked_as, asked_at, ends_at`

func (r *Reset) scan(scan func(...any) error) error {
	var asked, until string
	err := scan(&r.ID, &r.AccountID, &r.organisation, &r.AskedBy, &r.askedAs, &asked, &until)
	if err != nil {
		return err
	}
	if r.AskedAt, err = db.ParseTime(asked); err != nil {
		return err
	}
	r.Until, err = db.ParseTime(until)
	return err
}

func insertReset(ctx context.Context, tx *db.Tx, r Reset) error {
	_, err := tx.Exec(ctx, `insert into account_resets (id, account_id, organisation_id, asked_by, asked_as, asked_at, ends_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, r.ID, r.AccountID, r.organisation, r.AskedBy, r.askedAs, db.Time(r.AskedAt), db.Time(r.Until))
	return err
}

func listResets(ctx context.Context, tx *db.Tx, organisation, at string) ([]Reset, error) {
	var all []Reset
	err := tx.Each(ctx, func(rows *db.Rows) error {
		var r Reset
		err := r.scan(rows.Scan)
		all = append(all, r)
		return err
	}, `select `+resetColumns+` from account_resets where organisation_id = $1 and outcome = '' and ends_at > $2 order by asked_at, id`, organisation, at)
	return all, err
}

func findReset(ctx context.Context, tx *db.Tx, id, organisation, at string) (r Reset, err error) {
	err = r.scan(tx.QueryRow(ctx, `select `+resetColumns+` from account_resets
		where id = $1 and organisation_id = $2 and outcome = '' and ends_at > $3`, id, organisation, at).Scan)
	return r, err
}

// letIn reports whether one of the two set up their sign-in, since a moment, with a code that the other gave.
func letIn(ctx context.Context, tx *db.Tx, one, other, since string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `select count(*) from account_invitations
		where ((account_id = $1 and made_by = $2) or (account_id = $2 and made_by = $1)) and used_at > $3`, one, other, since).Scan(&n)
	return n > 0, err
}

func settleReset(ctx context.Context, tx *db.Tx, id, outcome, by, at string) error {
	return tx.ExecOne(ctx, `update account_resets set outcome = $1, settled_by = $2, settled_at = $3 where id = $4 and outcome = ''`,
		outcome, by, at, id)
}

func insertSettings(ctx context.Context, tx *db.Tx, id, organisation string, mode Mode, body []byte, by, at string) error {
	_, err := tx.Exec(ctx, `insert into account_service (id, organisation_id, mode, body, changed_by, changed_at)
		values ($1, $2, $3, $4, $5, $6)`, id, organisation, string(mode), body, by, at)
	return err
}

func findSettings(ctx context.Context, tx *db.Tx, organisation string) (id string, body []byte, err error) {
	err = tx.QueryRow(ctx, `select id, body from account_service where organisation_id = $1 order by changed_at desc, id desc limit 1`,
		organisation).Scan(&id, &body)
	return id, body, err
}
