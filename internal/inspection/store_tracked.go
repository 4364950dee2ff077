package inspection

import (
	"context"
	"encoding/json"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

func choicesPlace(id string) seal.Place {
	return seal.Place{Table: "inspection_tracked", Row: id, Column: "choices"}
}

func insertTracked(ctx context.Context, w *access.Work, recordID string, place int, t Tracked, p Preparing) error {
	id := db.NewID()
	plain, err := json.Marshal(t)
	if err != nil {
		return err
	}
	document, err := access.SealDocument(w.Key, "inspection_tracked", id, json.RawMessage(plain))
	if err != nil {
		return err
	}
	choices, err := json.Marshal(p)
	if err != nil {
		return err
	}
	hash := disclosure.Hash(plain)
	w.Note(id, hash)
	_, err = w.Tx.Exec(ctx, `insert into inspection_tracked (id, record_id, organisation_id, place, made_at, made_by, hash, document, choices)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, recordID, w.Who.Organisation, place, db.Time(w.At), w.Who.ID, hash, document, w.Key.Seal(choices, choicesPlace(id)))
	return err
}

// findTracked gives what was made ready of a record last.
func findTracked(ctx context.Context, w *access.Work, recordID string) (p Prepared, found bool, err error) {
	var at string
	var document []byte
	err = w.Tx.QueryRow(ctx, `select id, place, made_at, made_by, hash, document from inspection_tracked where record_id = $1 order by place desc limit 1`, recordID).
		Scan(&p.ID, &p.Place, &at, &p.By, &p.Hash, &document)
	if problem.Is(err, problem.NotFound) {
		return Prepared{}, false, nil
	}
	if err != nil {
		return p, false, err
	}
	if p.At, err = db.ParseTime(at); err != nil {
		return p, false, err
	}
	return p, true, access.OpenDocument(w.Key, "inspection_tracked", p.ID, document, &p.Content)
}

// findChoices gives what was chosen when a version was made ready: covered words are in it, so no visitor's page reads it.
func findChoices(ctx context.Context, w *access.Work, id string) (p Preparing, err error) {
	var sealed []byte
	if err = w.Tx.QueryRow(ctx, `select choices from inspection_tracked where id = $1`, id).Scan(&sealed); err != nil {
		return p, err
	}
	plain, err := w.Key.Open(sealed, choicesPlace(id))
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(plain, &p)
}

func deleteTracked(ctx context.Context, tx *db.Tx, recordID string) error {
	for _, statement := range []string{`delete from inspection_tracked where record_id = $1`, `delete from inspection_visit_cases where record_id = $1`} {
		if _, err := tx.Exec(ctx, statement, recordID); err != nil {
			return err
		}
	}
	return nil
}

func insertVisit(ctx context.Context, w *access.Work, v Visit) error {
	document, err := w.SealDocument("inspection_visits", v.ID, v.Text)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into inspection_visits (id, organisation_id, account_id, first_on, last_on, begun_at, begun_by, ended_at, ended_by, document)
		values ($1, $2, $3, $4, $5, $6, $7, '', '', $8)`, v.ID, w.Who.Organisation, v.Account, v.First, v.Last, db.Time(w.At), w.Who.ID, document)
	return err
}

func endVisit(ctx context.Context, w *access.Work, id string) error {
	return w.Tx.ExecOne(ctx, `update inspection_visits set ended_at = $1, ended_by = $2 where id = $3 and organisation_id = $4 and ended_at = ''`,
		db.Time(w.At), w.Who.ID, id, w.Who.Organisation)
}

const visitColumns = `id, account_id, first_on, last_on, begun_at, ended_at, document`

func scanVisit(w *access.Work, row interface{ Scan(...any) error }) (v Visit, err error) {
	var begun, ended string
	var document []byte
	if err := row.Scan(&v.ID, &v.Account, &v.First, &v.Last, &begun, &ended, &document); err != nil {
		return Visit{}, err
	}
	for _, t := range []struct {
		text string
		into *time.Time
	}{{begun, &v.BegunAt}, {ended, &v.EndedAt}} {
		if t.text == "" {
			continue
		}
		if *t.into, err = db.ParseTime(t.text); err != nil {
			return Visit{}, err
		}
	}
	return v, w.OpenDocument("inspection_visits", v.ID, document, &v.Text)
}

// findVisit reads a visit of the actor's organisation.
func findVisit(ctx context.Context, w *access.Work, id string) (Visit, error) {
	if !db.IsID(id) {
		return Visit{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanVisit(w, w.Tx.QueryRow(ctx, `select `+visitColumns+` from inspection_visits where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

// findVisitOf reads the visit that an account was made for.
func findVisitOf(ctx context.Context, w *access.Work, account string) (Visit, error) {
	return scanVisit(w, w.Tx.QueryRow(ctx, `select `+visitColumns+` from inspection_visits where account_id = $1 and organisation_id = $2 order by begun_at desc limit 1`,
		account, w.Who.Organisation))
}

func listVisits(ctx context.Context, w *access.Work) (list []Visit, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		v, err := scanVisit(w, row)
		list = append(list, v)
		return err
	}, `select `+visitColumns+` from inspection_visits where organisation_id = $1 order by begun_at desc, id desc limit 200`, w.Who.Organisation)
	return list, err
}

// insertVisitCase notes that a visitor was let into a record; that they were before stays as it was noted first.
func insertVisitCase(ctx context.Context, w *access.Work, visit, recordID string) error {
	_, err := w.Tx.Exec(ctx, `insert into inspection_visit_cases (id, visit_id, record_id, let_in_at, let_in_by) values ($1, $2, $3, $4, $5)
		on conflict (visit_id, record_id) do nothing`, db.NewID(), visit, recordID, db.Time(w.At), w.Who.ID)
	return err
}

func listVisitCases(ctx context.Context, w *access.Work, recordID string) (list []LetIn, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var l LetIn
		var at string
		err := row.Scan(&l.Visit.ID, &at, &l.By)
		if err == nil {
			l.At, err = db.ParseTime(at)
		}
		list = append(list, l)
		return err
	}, `select visit_id, let_in_at, let_in_by from inspection_visit_cases where record_id = $1 order by let_in_at, id`, recordID)
	return list, err
}

func listCasesOf(ctx context.Context, w *access.Work, visit string) (ids []string, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var id string
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select record_id from inspection_visit_cases where visit_id = $1 order by let_in_at, id`, visit)
	return ids, err
}

// isLetIn reports whether who asks was let into the record by a visit of theirs that is not over.
func isLetIn(ctx context.Context, w *access.Work, recordID string) (bool, error) {
	v, err := findVisitOf(ctx, w, w.Who.ID)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil || !v.Open(db.Day(w.At)) {
		return false, err
	}
	n := 0
	err = w.Tx.QueryRow(ctx, `select count(*) from inspection_visit_cases where visit_id = $1 and record_id = $2`, v.ID, recordID).Scan(&n)
	return n > 0, err
}
