package access

import (
	"context"
	"errors"

	"stablefutures/internal/db"
)

func insertRating(ctx context.Context, tx *db.Tx, r RatingHead) error {
	_, err := tx.Exec(ctx, `insert into access_ratings (id, case_id, organisation_id, rater_id, kind, given_at, locked_at, withdrawn_at) values ($1, $2, $3, $4, $5, $6, '', '')`,
		r.ID, r.Case, r.Organisation, r.Rater, string(r.Kind), db.Time(r.GivenAt))
	return err
}

func lockRating(ctx context.Context, tx *db.Tx, id, at string) error {
	return tx.ExecOne(ctx, `update access_ratings set locked_at = $1 where id = $2 and locked_at = '' and withdrawn_at = ''`, at, id)
}

func withdrawRating(ctx context.Context, tx *db.Tx, id, at string) error {
	_, err := tx.Exec(ctx, `update access_ratings set withdrawn_at = $1 where id = $2 and locked_at = '' and withdrawn_at = ''`, at, id)
	return err
}

const ratingColumns = `id, case_id, organisation_id, rater_id, kind, given_at, locked_at, withdrawn_at`

func scanRating(row interface{ Scan(...any) error }) (r RatingHead, err error) {
	var kind, given, locked, withdrawn string
	if err := row.Scan(&r.ID, &r.Case, &r.Organisation, &r.Rater, &kind, &given, &locked, &withdrawn); err != nil {
		return RatingHead{}, err
	}
	r.Kind = RatingKind(kind)
	return r, errors.Join(parseTimes(stored{given, &r.GivenAt}, stored{locked, &r.LockedAt}, stored{withdrawn, &r.WithdrawnAt}))
}

func findRating(ctx context.Context, tx *db.Tx, id string) (RatingHead, error) {
	return scanRating(tx.QueryRow(ctx, `select `+ratingColumns+` from access_ratings where id = $1`, id))
}

func listRatings(ctx context.Context, tx *db.Tx, caseID string) ([]RatingHead, error) {
	return eachRating(ctx, tx, `select `+ratingColumns+` from access_ratings where case_id = $1 order by given_at, id`, caseID)
}

func listRatingsOf(ctx context.Context, tx *db.Tx, rater string) ([]RatingHead, error) {
	return eachRating(ctx, tx, `select `+ratingColumns+` from access_ratings where rater_id = $1 order by given_at desc, id desc`, rater)
}

func eachRating(ctx context.Context, tx *db.Tx, query string, args ...any) (list []RatingHead, err error) {
	err = tx.Each(ctx, func(row *db.Rows) error {
		r, err := scanRating(row)
		list = append(list, r)
		return err
	}, query, args...)
	return list, err
}
