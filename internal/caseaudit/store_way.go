package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

func insertNote(ctx context.Context, w *access.Work, caseID string, n Note) error {
	_, err := w.Tx.Exec(ctx, `insert into caseaudit_notes (id, case_id, about_id, kind, written_at, written_by, document) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (id) do nothing`, n.ID, caseID, n.About, n.kind, db.Time(w.At), w.Who.ID, n.document)
	return err
}

func listNotes(ctx context.Context, w *access.Work, caseID string, kinds ...string) (list []Note, err error) {
	args := []any{caseID}
	for _, k := range kinds {
		args = append(args, k)
	}
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var n Note
		var written string
		err := row.Scan(&n.ID, &n.About, &n.kind, &written, &n.By, &n.document)
		if err == nil {
			n.At, err = db.ParseTime(written)
		}
		list = append(list, n)
		return err
	}, `select id, about_id, kind, written_at, written_by, document from caseaudit_notes where case_id = $1 and kind in `+db.In(2, len(kinds))+` order by written_at, id`, args...)
	return list, err
}

// concernSpans gives how long the concerns about a programme's cases were open, by case, without opening one.
func concernSpans(ctx context.Context, w *access.Work, programme string) (map[string][]span, error) {
	spans := map[string][]span{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var id, of, about, kind, written string
		if err := row.Scan(&id, &of, &about, &kind, &written); err != nil {
			return err
		}
		at, err := db.ParseTime(written)
		if kind == noteConcern {
			spans[of] = append(spans[of], span{id: id, from: at})
		}
		for i := range spans[of] {
			if kind == noteSettled && spans[of][i].id == about && spans[of][i].to.IsZero() {
				spans[of][i].to = at
			}
		}
		return err
	}, `select n.id, n.case_id, n.about_id, n.kind, n.written_at from caseaudit_notes n join caseaudit_cases c on c.id = n.case_id
		where c.programme_id = $1 and n.kind in ('concern', 'concern_closed') order by n.written_at, n.id`, programme)
	return spans, err
}

// toldRow is that somebody was told, at some time, that a case of theirs is read.
type toldRow struct{ programme, caseID, worker string }

// workersTold lists who was told of which cases of the organisation: of one case, or of all.
func workersTold(ctx context.Context, w *access.Work, caseID string) (list []toldRow, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var one toldRow
		err := row.Scan(&one.programme, &one.caseID, &one.worker)
		list = append(list, one)
		return err
	}, `select distinct c.programme_id, s.case_id, s.auditor_id from caseaudit_steps s join caseaudit_cases c on c.id = s.case_id
		join caseaudit_programmes p on p.id = c.programme_id
		where p.organisation_id = $1 and s.kind = 'told' and ($2 = '' or s.case_id = $2) order by c.programme_id, s.case_id, s.auditor_id`, w.Who.Organisation, caseID)
	return list, err
}

func insertAction(ctx context.Context, w *access.Work, a Action, document []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into caseaudit_actions (id, programme_id, case_id, owner_id, due_on, given_at, given_by, document) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (id) do nothing`, a.ID, a.Programme, a.Case, a.Owner, a.Due, db.Time(w.At), w.Who.ID, document)
	return err
}

func insertActionStep(ctx context.Context, w *access.Work, action string, s ActionStep) error {
	_, err := w.Tx.Exec(ctx, `insert into caseaudit_action_steps (id, action_id, kind, taken_at, taken_by, document) values ($1, $2, $3, $4, $5, $6)`,
		s.id, action, s.Kind, db.Time(w.At), w.Who.ID, s.document)
	return err
}

// listActions lists actions of the actor's organisation in the order given, with what became of them, sealed: all, or those of a
// programme, or one.
func listActions(ctx context.Context, w *access.Work, programme, id string) (list []Action, err error) {
	at := map[string]int{}
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var a Action
		var given string
		err := row.Scan(&a.ID, &a.Programme, &a.Case, &a.Owner, &a.Due, &given, &a.GivenBy, &a.document)
		if err == nil {
			a.GivenAt, err = db.ParseTime(given)
		}
		at[a.ID] = len(list)
		list = append(list, a)
		return err
	}, `select a.id, a.programme_id, a.case_id, a.owner_id, a.due_on, a.given_at, a.given_by, a.document from caseaudit_actions a
		join caseaudit_programmes p on p.id = a.programme_id where p.organisation_id = $1 and ($2 = '' or a.programme_id = $2) and ($3 = '' or a.id = $3) order by a.given_at, a.id`, w.Who.Organisation, programme, id)
	if err != nil || len(list) == 0 {
		return list, err
	}
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var s ActionStep
		var of, taken string
		err := row.Scan(&s.id, &of, &s.Kind, &taken, &s.By, &s.document)
		if err == nil {
			s.At, err = db.ParseTime(taken)
		}
		if i, ok := at[of]; ok {
			list[i].Steps = append(list[i].Steps, s)
		}
		return err
	}, `select s.id, s.action_id, s.kind, s.taken_at, s.taken_by, s.document from caseaudit_action_steps s join caseaudit_actions a on a.id = s.action_id
		join caseaudit_programmes p on p.id = a.programme_id where p.organisation_id = $1 and ($2 = '' or a.programme_id = $2) and ($3 = '' or a.id = $3) order by s.taken_at, s.id`, w.Who.Organisation, programme, id)
	return list, err
}
