package insight

import (
	"context"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

func axesOf(directions string) (by []Axis) {
	for _, a := range strings.Fields(directions) {
		by = append(by, Axis(a))
	}
	return by
}

const askedColumns = `id, measure, directions, rules, release_id, coverage_id, withheld, asked_at, asked_by`

type scanner interface{ Scan(...any) error }

func scanAsked(row scanner) (a Asked, err error) {
	var directions, withheld, at string
	if err = row.Scan(&a.ID, &a.Question.Measure, &directions, &a.Question.Rules, &a.release, &a.coverage, &withheld, &at, &a.By); err != nil {
		return a, err
	}
	a.Question.By, a.withheld = axesOf(directions), disclosure.Reason(withheld)
	a.At, err = db.ParseTime(at)
	return a, err
}

func insertAsked(ctx context.Context, w *access.Work, a Asked) error {
	_, err := w.Tx.Exec(ctx, `insert into insight_asked (id, organisation_id, measure, directions, rules, release_id, coverage_id, withheld, asked_at, asked_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, a.ID, w.Who.Organisation, a.Question.Measure, a.Question.directions(), a.Question.Rules,
		a.release, a.coverage, string(a.withheld), db.Time(w.At), w.Who.ID)
	return err
}

func findAsked(ctx context.Context, w *access.Work, id string) (Asked, error) {
	return scanAsked(w.Tx.QueryRow(ctx, `select `+askedColumns+` from insight_asked where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

// findLast gives the last answer to a question; with figures, the last of which something is shown.
func findLast(ctx context.Context, w *access.Work, q Asking, figures bool) (Asked, error) {
	only := ""
	if figures {
		only = "figures"
	}
	return scanAsked(w.Tx.QueryRow(ctx, `select `+askedColumns+` from insight_asked where organisation_id = $1 and measure = $2 and directions = $3
		and rules = $4 and ($5 = '' or withheld = '') order by asked_at desc, id desc limit 1`, w.Who.Organisation, q.Measure, q.directions(), q.Rules, only))
}

func listAsked(ctx context.Context, w *access.Work, q Asking) (list []Asked, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		a, err := scanAsked(row)
		list = append(list, a)
		return err
	}, `select `+askedColumns+` from insight_asked where organisation_id = $1 and measure = $2 and directions = $3 and rules = $4
		order by asked_at desc, id desc limit 200`, w.Who.Organisation, q.Measure, q.directions(), q.Rules)
	return list, err
}

const savedColumns = `id, measure, directions, rules, kept_at, kept_by, taken_at, document`

func scanSaved(w *access.Work, row scanner) (q Saved, err error) {
	var directions, at, taken string
	var document []byte
	if err = row.Scan(&q.ID, &q.Question.Measure, &directions, &q.Question.Rules, &at, &q.By, &taken, &document); err != nil {
		return q, err
	}
	q.Question.By, q.Taken = axesOf(directions), taken != ""
	var text savedText
	if err = w.OpenDocument("insight_saved", q.ID, document, &text); err != nil {
		return q, err
	}
	q.Title, q.For = text.Title, text.For
	q.At, err = db.ParseTime(at)
	return q, err
}

func insertSaved(ctx context.Context, w *access.Work, q Saved) error {
	document, err := w.SealDocument("insight_saved", q.ID, savedText{q.Title, q.For})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_saved (id, organisation_id, measure, directions, rules, kept_at, kept_by, taken_at, document)
		values ($1, $2, $3, $4, $5, $6, $7, '', $8)`, q.ID, w.Who.Organisation, q.Question.Measure, q.Question.directions(), q.Question.Rules,
		db.Time(w.At), w.Who.ID, document)
	return err
}

func updateSaved(ctx context.Context, w *access.Work, q Saved) error {
	document, err := w.SealDocument("insight_saved", q.ID, savedText{q.Title, q.For})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `update insight_saved set measure = $1, directions = $2, rules = $3, document = $4 where id = $5 and organisation_id = $6`,
		q.Question.Measure, q.Question.directions(), q.Question.Rules, document, q.ID, w.Who.Organisation)
	return err
}

func takeSaved(ctx context.Context, w *access.Work, id string) error {
	_, err := w.Tx.Exec(ctx, `update insight_saved set taken_at = $1 where id = $2 and organisation_id = $3 and taken_at = ''`, db.Time(w.At), id, w.Who.Organisation)
	return err
}

func findSaved(ctx context.Context, w *access.Work, id string) (Saved, error) {
	if !db.IsID(id) {
		return Saved{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanSaved(w, w.Tx.QueryRow(ctx, `select `+savedColumns+` from insight_saved where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func listSaved(ctx context.Context, w *access.Work) (list []Saved, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		q, err := scanSaved(w, row)
		list = append(list, q)
		return err
	}, `select `+savedColumns+` from insight_saved where organisation_id = $1 and taken_at = '' order by kept_at, id`, w.Who.Organisation)
	return list, err
}

func insertNote(ctx context.Context, w *access.Work, n Note) error {
	document, err := w.SealDocument("insight_notes", n.ID, noteText{n.Text, n.Source})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_notes (id, organisation_id, day, written_at, written_by, taken_at, document) values ($1, $2, $3, $4, $5, '', $6)`,
		n.ID, w.Who.Organisation, n.Day, db.Time(w.At), w.Who.ID, document)
	return err
}

func hasNote(ctx context.Context, w *access.Work, id string) (bool, error) {
	var n int
	err := w.Tx.QueryRow(ctx, `select count(*) from insight_notes where id = $1 and organisation_id = $2`, id, w.Who.Organisation).Scan(&n)
	return n > 0, err
}

func takeNote(ctx context.Context, w *access.Work, id string) error {
	_, err := w.Tx.Exec(ctx, `update insight_notes set taken_at = $1 where id = $2 and organisation_id = $3 and taken_at = ''`, db.Time(w.At), id, w.Who.Organisation)
	return err
}

func listNotes(ctx context.Context, w *access.Work) (list []Note, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var n Note
		var at string
		var document []byte
		if err := row.Scan(&n.ID, &n.Day, &at, &n.By, &document); err != nil {
			return err
		}
		var text noteText
		if err := w.OpenDocument("insight_notes", n.ID, document, &text); err != nil {
			return err
		}
		var err error
		n.Text, n.Source = text.Text, text.Source
		n.At, err = db.ParseTime(at)
		list = append(list, n)
		return err
	}, `select id, day, written_at, written_by, document from insight_notes where organisation_id = $1 and taken_at = '' order by day, id`, w.Who.Organisation)
	return list, err
}
