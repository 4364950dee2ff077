package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// kept is how a programme's document is written.
type kept struct {
	Plan  Plan   `json:"plan"`
	Frame []Unit `json:"frame"`
	Draw  *Draw  `json:"draw,omitempty"`
}

func insertProgramme(ctx context.Context, w *access.Work, p Programme) error {
	document, err := w.SealDocument("caseaudit_programmes", p.ID, kept{Plan: p.Plan, Frame: p.Frame})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_programmes (id, organisation_id, state, planned_at, planned_by, document) values ($1, $2, 'planned', $3, $4, $5)`,
		p.ID, w.Who.Organisation, db.Time(w.At), w.Who.ID, document)
	return err
}

func drawProgramme(ctx context.Context, w *access.Work, p Programme) error {
	document, err := w.SealDocument("caseaudit_programmes", p.ID, kept{Plan: p.Plan, Frame: p.Frame, Draw: &p.Draw})
	if err != nil {
		return err
	}
	return w.Tx.ExecOne(ctx, `update caseaudit_programmes set state = 'drawn', document = $1 where id = $2 and organisation_id = $3 and state = 'planned'`,
		document, p.ID, w.Who.Organisation)
}

const programmeColumns = `id, state, planned_at, document`

func scanProgramme(w *access.Work, row interface{ Scan(...any) error }) (p Programme, err error) {
	var state, planned string
	var document []byte
	if err := row.Scan(&p.ID, &state, &planned, &document); err != nil {
		return Programme{}, err
	}
	var k kept
	if err := w.OpenDocument("caseaudit_programmes", p.ID, document, &k); err != nil {
		return Programme{}, err
	}
	p.Drawn, p.Plan, p.Frame = state == "drawn", k.Plan, k.Frame
	if k.Draw != nil {
		p.Draw = *k.Draw
	}
	p.PlannedAt, err = db.ParseTime(planned)
	return p, err
}

// findProgramme reads a programme of the actor's organisation with its cases and their steps.
func findProgramme(ctx context.Context, w *access.Work, id string) (Programme, error) {
	return findProgrammeOf(ctx, w, w.Who.Organisation, id)
}

// findProgrammeOf reads a programme of an organisation: for whoever rates a case of it, wherever they work.
func findProgrammeOf(ctx context.Context, w *access.Work, organisation, id string) (Programme, error) {
	if !db.IsID(id) {
		return Programme{}, problem.New(problem.NotFound, "problem.not_found")
	}
	p, err := scanProgramme(w, w.Tx.QueryRow(ctx, `select `+programmeColumns+` from caseaudit_programmes where id = $1 and organisation_id = $2`, id, organisation))
	if err == nil {
		p.Cases, err = casesOf(ctx, w, id)
	}
	return p, err
}

func listProgrammes(ctx context.Context, w *access.Work) (list []Programme, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		p, err := scanProgramme(w, row)
		list = append(list, p)
		return err
	}, `select `+programmeColumns+` from caseaudit_programmes where organisation_id = $1 order by planned_at desc, id desc`, w.Who.Organisation)
	return list, err
}

func insertCase(ctx context.Context, w *access.Work, programme string, place int, drawn bool, u Unit) (id string, err error) {
	id = db.NewID()
	in := 0
	if drawn {
		in = 1
	}
	document, err := w.SealDocument("caseaudit_cases", id, u)
	if err != nil {
		return "", err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_cases (id, programme_id, place, drawn, document) values ($1, $2, $3, $4, $5)`, id, programme, place, in, document)
	return id, err
}

func insertStep(ctx context.Context, w *access.Work, id string, s Step) error {
	step := db.NewID()
	document, err := w.SealDocument("caseaudit_steps", step, s.Text)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_steps (id, case_id, kind, taken_at, taken_by, auditor_id, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		step, id, string(s.Kind), db.Time(w.At), w.Who.ID, s.Auditor, document)
	return err
}

func casesOf(ctx context.Context, w *access.Work, programme string) (list []Case, err error) {
	at := map[string]int{}
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var c Case
		var drawn int
		var document []byte
		err := row.Scan(&c.ID, &c.Place, &drawn, &document)
		if err == nil {
			err = w.OpenDocument("caseaudit_cases", c.ID, document, &c.Unit)
		}
		c.Drawn = drawn == 1
		at[c.ID] = len(list)
		list = append(list, c)
		return err
	}, `select id, place, drawn, document from caseaudit_cases where programme_id = $1 order by place`, programme)
	if err != nil {
		return nil, err
	}
	links, err := linksOf(ctx, w, programme)
	if err != nil {
		return nil, err
	}
	for id, record := range links {
		list[at[id]].Record = record
	}
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var s Step
		var id, of, kind, taken string
		var document []byte
		err := row.Scan(&id, &of, &kind, &taken, &s.By, &s.Auditor, &document)
		if err == nil {
			err = w.OpenDocument("caseaudit_steps", id, document, &s.Text)
		}
		if err == nil {
			s.At, err = db.ParseTime(taken)
		}
		s.Kind = StepKind(kind)
		if i, ok := at[of]; ok {
			list[i].Steps = append(list[i].Steps, s)
		}
		return err
	}, `select s.id, s.case_id, s.kind, s.taken_at, s.taken_by, s.auditor_id, s.document from caseaudit_steps s
		join caseaudit_cases c on c.id = s.case_id where c.programme_id = $1 order by s.taken_at, s.id`, programme)
	return list, err
}
