package access

import (
	"context"

	"stablefutures/internal/db"
)

func countTries(ctx context.Context, tx *db.Tx, account, since string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from access_emergency_tries where account_id = $1 and at > $2`, account, since).Scan(&n)
	return n, err
}

func insertTry(ctx context.Context, tx *db.Tx, id, account, at string) error {
	_, err := tx.Exec(ctx, `insert into access_emergency_tries (id, account_id, at) values ($1, $2, $3)`, id, account, at)
	return err
}

func insertEmergency(ctx context.Context, tx *db.Tx, e Emergency) error {
	_, err := tx.Exec(ctx, `insert into access_emergencies
		(id, record_id, account_id, organisation_id, reason, sealed_reason, opened_at, until_at, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, e.Record, e.Account, e.Organisation, e.Reason, e.SealedReason, db.Time(e.At), db.Time(e.Until), e.document)
	return err
}

func updateReview(ctx context.Context, tx *db.Tx, id, by, at, verdict string, review []byte) error {
	return tx.ExecOne(ctx, `update access_emergencies set reviewed_by = $1, reviewed_at = $2, verdict = $3, review = $4
		where id = $5 and verdict = ''`, by, at, verdict, review, id)
}

const emergencyColumns = `e.id, e.record_id, e.account_id, e.organisation_id, e.reason, e.sealed_reason, e.opened_at, e.until_at,
	e.document, e.reviewed_by, e.reviewed_at, e.verdict, e.review`

func eachEmergency(ctx context.Context, tx *db.Tx, query string, args ...any) ([]Emergency, error) {
	var list []Emergency
	err := tx.Each(ctx, func(r *db.Rows) error {
		var e Emergency
		var at, until, reviewed string
		if err := r.Scan(&e.ID, &e.Record, &e.Account, &e.Organisation, &e.Reason, &e.SealedReason, &at, &until,
			&e.document, &e.ReviewedBy, &reviewed, &e.Verdict, &e.review); err != nil {
			return err
		}
		err := parseTimes(stored{at, &e.At}, stored{until, &e.Until}, stored{reviewed, &e.ReviewedAt})
		list = append(list, e)
		return err
	}, query, args...)
	return list, err
}

func listEmergencies(ctx context.Context, tx *db.Tx, record string) ([]Emergency, error) {
	return eachEmergency(ctx, tx, `select `+emergencyColumns+` from access_emergencies e where e.record_id = $1
		order by e.opened_at desc, e.id desc`, record)
}

func listVisibleEmergencies(ctx context.Context, l *Listing, limit int) ([]Emergency, error) {
	v := l.Visible("e.record_id", 1)
	return eachEmergency(ctx, l.Tx, `select `+emergencyColumns+` from access_emergencies e where `+v.SQL+`
		order by case when e.verdict = '' then 0 else 1 end, e.opened_at desc, e.id desc limit `+db.In(v.Next, 1), append(v.Args, limit)...)
}

func listEmergenciesOf(ctx context.Context, tx *db.Tx, organisation string, limit int) ([]Emergency, error) {
	return eachEmergency(ctx, tx, `select `+emergencyColumns+` from access_emergencies e where e.organisation_id = $1
		order by case when e.verdict = '' then 0 else 1 end, e.opened_at desc, e.id desc limit $2`, organisation, limit)
}

func deleteEmergencies(ctx context.Context, tx *db.Tx, record string) error {
	_, err := tx.Exec(ctx, `delete from access_emergencies where record_id = $1`, record)
	return err
}

func countWaitingEmergencies(ctx context.Context, tx *db.Tx, v Fragment, not string) (n int, err error) {
	err = tx.QueryRow(ctx, "select count(*) from access_emergencies e where e.verdict = '' and e.account_id <> $1 and "+v.SQL,
		append([]any{not}, v.Args...)...).Scan(&n)
	return n, err
}
