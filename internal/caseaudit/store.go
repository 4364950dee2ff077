package caseaudit

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func insertReview(ctx context.Context, w *access.Work, r Review) error {
	document, err := w.SealDocument("caseaudit_reviews", r.ID, r.Scope)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_reviews (id, organisation_id, edition_id, before_id, begun_at, begun_by, finished_at, finished_by, document)
		values ($1, $2, $3, $4, $5, $6, '', '', $7)`, r.ID, w.Who.Organisation, r.Edition, r.Before, db.Time(w.At), w.Who.ID, document)
	return err
}

func finishReview(ctx context.Context, w *access.Work, id string) error {
	return w.Tx.ExecOne(ctx, `update caseaudit_reviews set finished_at = $1, finished_by = $2 where id = $3 and organisation_id = $4 and finished_at = ''`,
		db.Time(w.At), w.Who.ID, id, w.Who.Organisation)
}

const reviewColumns = `id, edition_id, before_id, begun_at, finished_at, document`

func scanReview(w *access.Work, row interface{ Scan(...any) error }) (r Review, err error) {
	var begun, finished string
	var document []byte
	if err := row.Scan(&r.ID, &r.Edition, &r.Before, &begun, &finished, &document); err != nil {
		return Review{}, err
	}
	if r.BegunAt, err = db.ParseTime(begun); err != nil {
		return Review{}, err
	}
	if finished != "" {
		if r.FinishedAt, err = db.ParseTime(finished); err != nil {
			return Review{}, err
		}
	}
	return r, w.OpenDocument("caseaudit_reviews", r.ID, document, &r.Scope)
}

// findReview reads a self-review of the actor's organisation with the answers that stand.
func findReview(ctx context.Context, w *access.Work, id string) (Review, error) {
	if !db.IsID(id) {
		return Review{}, problem.New(problem.NotFound, "problem.not_found")
	}
	r, err := scanReview(w, w.Tx.QueryRow(ctx, `select `+reviewColumns+` from caseaudit_reviews where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
	if err != nil {
		return Review{}, err
	}
	r.Answers, err = answersOf(ctx, w, id)
	return r, err
}

func listReviews(ctx context.Context, w *access.Work) (list []Review, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		r, err := scanReview(w, row)
		list = append(list, r)
		return err
	}, `select `+reviewColumns+` from caseaudit_reviews where organisation_id = $1 order by begun_at desc, id desc`, w.Who.Organisation)
	return list, err
}

func insertAnswer(ctx context.Context, w *access.Work, review, outcome string, a Answer) error {
	id := db.NewID()
	document, err := w.SealDocument("caseaudit_answers", id, a)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_answers (id, review_id, outcome, said_at, said_by, document) values ($1, $2, $3, $4, $5, $6)`,
		id, review, outcome, db.Time(w.At), w.Who.ID, document)
	return err
}

// answersOf gives the last answer to each outcome.
func answersOf(ctx context.Context, w *access.Work, review string) (map[string]Answer, error) {
	answers := map[string]Answer{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var a Answer
		var outcome, at string
		var document []byte
		err := row.Scan(&a.ID, &outcome, &at, &a.By, &document)
		if err == nil {
			a.At, err = time.Time{}, w.OpenDocument("caseaudit_answers", a.ID, document, &a)
		}
		if err == nil {
			a.At, err = db.ParseTime(at)
		}
		answers[outcome] = a
		return err
	}, `select id, outcome, said_at, said_by, document from caseaudit_answers where review_id = $1 order by said_at, id`, review)
	return answers, err
}
