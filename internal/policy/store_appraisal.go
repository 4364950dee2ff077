package policy

import (
	"context"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/problem"
)

func insertAppraisal(ctx context.Context, w *access.Work, h AppraisalHead) error {
	document, err := w.SealDocument("policy_appraisals", h.ID, h.AppraisalText)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_appraisals (id, organisation_id, initiative_id, nation, edition_id, begun_at, begun_by, document) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		h.ID, w.Who.Organisation, h.Initiative, h.Nation, h.edition, db.Time(w.At), w.Who.ID, document)
	return err
}

const appraisalColumns = `id, initiative_id, nation, edition_id, begun_at, begun_by, document`

func scanAppraisal(w *access.Work, row interface{ Scan(...any) error }) (h AppraisalHead, err error) {
	var begun string
	var document []byte
	if err := row.Scan(&h.ID, &h.Initiative, &h.Nation, &h.edition, &begun, &h.BegunBy, &document); err != nil {
		return AppraisalHead{}, err
	}
	if h.BegunAt, err = db.ParseTime(begun); err != nil {
		return AppraisalHead{}, err
	}
	return h, w.OpenDocument("policy_appraisals", h.ID, document, &h.AppraisalText)
}

func findAppraisalHead(ctx context.Context, w *access.Work, id string) (AppraisalHead, error) {
	if !db.IsID(id) {
		return AppraisalHead{}, problem.New(problem.NotFound, "problem.not_found")
	}
	h, err := scanAppraisal(w, w.Tx.QueryRow(ctx, `select `+appraisalColumns+` from policy_appraisals where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
	if err != nil {
		return AppraisalHead{}, err
	}
	return h, readAppraisalSteps(ctx, w, &h)
}

func listAppraisals(ctx context.Context, w *access.Work) (list []AppraisalHead, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		h, err := scanAppraisal(w, row)
		list = append(list, h)
		return err
	}, `select `+appraisalColumns+` from policy_appraisals where organisation_id = $1 order by begun_at desc, id desc`, w.Who.Organisation)
	for n := range list {
		if err == nil {
			err = readAppraisalSteps(ctx, w, &list[n])
		}
	}
	return list, err
}

func insertPart(ctx context.Context, w *access.Work, appraisal, part string, said Words) error {
	id := db.NewID()
	document, err := w.SealDocument("policy_appraisal_parts", id, said)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_appraisal_parts (id, appraisal_id, part, said_at, said_by, document) values ($1, $2, $3, $4, $5, $6)`,
		id, appraisal, part, db.Time(w.At), w.Who.ID, document)
	return err
}

// readParts reads what stands in each part: of a part the last row.
func readParts(ctx context.Context, w *access.Work, a *Appraisal) error {
	last := map[string][]byte{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var one Saying
		var part, at string
		var document []byte
		err := row.Scan(&one.ID, &part, &at, &one.By, &document)
		if err == nil {
			one.At, err = db.ParseTime(at)
		}
		a.Said[part], last[part] = one, document
		return err
	}, `select id, part, said_at, said_by, document from policy_appraisal_parts where appraisal_id = $1 order by said_at, id`, a.ID)
	if err != nil {
		return err
	}
	for part, document := range last {
		if err := a.openPart(w, part, document); err != nil {
			return err
		}
	}
	return nil
}

func (a *Appraisal) openPart(w *access.Work, part string, document []byte) error {
	open := func(into any) error {
		return w.OpenDocument("policy_appraisal_parts", a.Said[part].ID, document, into)
	}
	switch part {
	case PartOptions:
		var o OptionWords
		err := open(&o)
		a.Options = o.Options
		return err
	case PartScreening:
		return open(&a.Screening)
	case PartChild:
		return open(&a.Child)
	case PartEasy:
		return open(&a.Easy)
	}
	if code, ok := strings.CutPrefix(part, partLensPrefix); ok {
		var l LensWords
		err := open(&l)
		a.Lenses[code] = l
		return err
	}
	var s SectionWords
	err := open(&s)
	a.Sections[part] = s
	return err
}

// writersOf gives the ids of everybody who ever wrote in an appraisal.
func writersOf(ctx context.Context, w *access.Work, appraisal string) (list []string, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var by string
		err := row.Scan(&by)
		list = append(list, by)
		return err
	}, `select distinct said_by from policy_appraisal_parts where appraisal_id = $1`, appraisal)
	return list, err
}

func insertAppraisalStep(ctx context.Context, w *access.Work, appraisal, kind, due string, text StepText) error {
	id := db.NewID()
	document, err := w.SealDocument("policy_appraisal_steps", id, text)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_appraisal_steps (id, appraisal_id, kind, step_at, step_by, due_on, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		id, appraisal, kind, db.Time(w.At), w.Who.ID, due, document)
	return err
}

func readAppraisalSteps(ctx context.Context, w *access.Work, h *AppraisalHead) error {
	return w.Tx.Each(ctx, func(row *db.Rows) error {
		var one AppraisalStep
		var at string
		var document []byte
		err := row.Scan(&one.ID, &one.Kind, &at, &one.By, &one.Due, &document)
		if err == nil {
			one.At, err = db.ParseTime(at)
		}
		if err == nil {
			err = w.OpenDocument("policy_appraisal_steps", one.ID, document, &one.StepText)
		}
		h.Steps = append(h.Steps, one)
		return err
	}, `select id, kind, step_at, step_by, due_on, document from policy_appraisal_steps where appraisal_id = $1 order by step_at, id`, h.ID)
}

func insertTemplate(ctx context.Context, w *access.Work, id string, t nation.AppraisalTemplate) error {
	document, err := w.SealDocument("policy_templates", id, t)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_templates (id, organisation_id, loaded_at, loaded_by, document) values ($1, $2, $3, $4, $5)`,
		id, w.Who.Organisation, db.Time(w.At), w.Who.ID, document)
	return err
}

func listTemplates(ctx context.Context, w *access.Work) (list []Template, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		t := Template{Own: true}
		var document []byte
		err := row.Scan(&t.Name, &document)
		if err == nil {
			err = w.OpenDocument("policy_templates", t.Name, document, &t.AppraisalTemplate)
		}
		list = append(list, t)
		return err
	}, `select id, document from policy_templates where organisation_id = $1 order by loaded_at desc, id desc`, w.Who.Organisation)
	return list, err
}
