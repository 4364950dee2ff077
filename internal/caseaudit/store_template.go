package caseaudit

import (
	"context"
	"errors"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func insertTemplate(ctx context.Context, w *access.Work, t Template) error {
	document, err := w.SealDocument("caseaudit_templates", t.ID, t.Content)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_templates (id, organisation_id, template_id, version, made_at, made_by, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		t.ID, w.Who.Organisation, t.Of, t.Version, db.Time(w.At), w.Who.ID, document)
	return err
}

const templateColumns = `id, template_id, version, made_at, document`

func scanTemplate(w *access.Work, row interface{ Scan(...any) error }) (t Template, err error) {
	var made string
	var document []byte
	err = row.Scan(&t.ID, &t.Of, &t.Version, &made, &document)
	if err == nil {
		t.MadeAt, err = db.ParseTime(made)
	}
	if err == nil {
		err = w.OpenDocument("caseaudit_templates", t.ID, document, &t.Content)
	}
	return t, err
}

// findTemplate reads one version of a template of an organisation.
func findTemplate(ctx context.Context, w *access.Work, organisation, id string) (Template, error) {
	if !db.IsID(id) {
		return Template{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanTemplate(w, w.Tx.QueryRow(ctx, `select `+templateColumns+` from caseaudit_templates where id = $1 and organisation_id = $2`, id, organisation))
}

// listTemplates gives every version of every template of the organisation, the latest first.
func listTemplates(ctx context.Context, w *access.Work) (list []Template, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		t, err := scanTemplate(w, row)
		list = append(list, t)
		return err
	}, `select `+templateColumns+` from caseaudit_templates where organisation_id = $1 order by made_at desc, id desc`, w.Who.Organisation)
	return list, err
}

func insertScale(ctx context.Context, w *access.Work, id string, s Scale) error {
	document, err := w.SealDocument("caseaudit_scales", id, s)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_scales (id, organisation_id, scale_id, version, made_at, made_by, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		id, w.Who.Organisation, s.ID, s.Version, db.Time(w.At), w.Who.ID, document)
	return err
}

// listScales gives every version of every scale that the organisation made, the latest first.
func listScales(ctx context.Context, w *access.Work) (list []OwnScale, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var id, made string
		var document []byte
		var s OwnScale
		err := row.Scan(&id, &made, &document)
		if err == nil {
			err = w.OpenDocument("caseaudit_scales", id, document, &s.Scale)
		}
		at, wrong := db.ParseTime(made)
		s.MadeAt, s.row = at, id
		list = append(list, s)
		return errors.Join(err, wrong)
	}, `select id, made_at, document from caseaudit_scales where organisation_id = $1 order by made_at desc, id desc`, w.Who.Organisation)
	return list, err
}
