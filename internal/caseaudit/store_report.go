package caseaudit

import (
	"context"
	"encoding/json"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

const reportsTable = "caseaudit_reports"

func insertReport(ctx context.Context, w *access.Work, r ReportHead, kept KeptReport) error {
	document, err := w.SealDocument(reportsTable, r.ID, kept)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_reports (id, programme_id, version, made_at, made_by, hash, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		r.ID, r.Programme, r.Version, db.Time(w.At), w.Who.ID, r.Hash, document)
	return err
}

func listReports(ctx context.Context, w *access.Work, programme string) (list []ReportHead, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		r := ReportHead{Programme: programme}
		var at string
		err := row.Scan(&r.ID, &r.Version, &at, &r.By, &r.Hash)
		if err == nil {
			r.At, err = db.ParseTime(at)
		}
		list = append(list, r)
		return err
	}, `select id, version, made_at, made_by, hash from caseaudit_reports where programme_id = $1 order by version desc`, programme)
	return list, err
}

// findReport reads a version of the report of a programme that the caller has seen to be the organisation's own. One whose
// document is not that of its hash is refused.
func findReport(ctx context.Context, w *access.Work, programme, id string) (r Report, err error) {
	if !db.IsID(id) {
		return Report{}, problem.New(problem.NotFound, "problem.not_found")
	}
	var at string
	var document []byte
	r.ReportHead = ReportHead{ID: id, Programme: programme}
	err = w.Tx.QueryRow(ctx, `select version, made_at, made_by, hash, document from caseaudit_reports where id = $1 and programme_id = $2`, id, programme).
		Scan(&r.Version, &at, &r.By, &r.Hash, &document)
	if err != nil {
		return Report{}, err
	}
	var raw json.RawMessage
	if err := w.OpenDocument(reportsTable, id, document, &raw); err != nil {
		return Report{}, err
	}
	if disclosure.Hash(raw) != r.Hash {
		return Report{}, problem.New(problem.Internal, "problem.internal")
	}
	if err := json.Unmarshal(raw, &r.Kept); err != nil {
		return Report{}, err
	}
	r.At, err = db.ParseTime(at)
	return r, err
}
