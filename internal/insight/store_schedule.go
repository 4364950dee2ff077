package insight

import (
	"context"
	"encoding/json"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

const scheduleColumns = `id, organisation_id, every, first_day, language, holder_id, begun_at, ended_at, document`

func scanSchedule(w *access.Work, row scanner) (c Schedule, err error) {
	var at, ended string
	var document []byte
	if err = row.Scan(&c.ID, &c.organisation, &c.Every, &c.First, &c.Lang, &c.Holder, &at, &ended, &document); err != nil {
		return c, err
	}
	var text scheduleText
	if err = w.OpenDocument("insight_schedules", c.ID, document, &text); err != nil {
		return c, err
	}
	c.Title, c.For, c.Questions, c.Ended = text.Title, text.For, text.Questions, ended != ""
	c.At, err = db.ParseTime(at)
	return c, err
}

func insertSchedule(ctx context.Context, w *access.Work, c Schedule) error {
	document, err := w.SealDocument("insight_schedules", c.ID, scheduleText{c.Title, c.For, c.Questions})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_schedules (id, organisation_id, every, first_day, language, holder_id, begun_at, ended_at, document)
		values ($1, $2, $3, $4, $5, $6, $7, '', $8)`, c.ID, w.Who.Organisation, c.Every, c.First, c.Lang, w.Who.ID, db.Time(w.At), document)
	return err
}

func endSchedule(ctx context.Context, w *access.Work, id string) error {
	_, err := w.Tx.Exec(ctx, `update insight_schedules set ended_at = $1 where id = $2 and organisation_id = $3 and ended_at = ''`, db.Time(w.At), id, w.Who.Organisation)
	return err
}

func findSchedule(ctx context.Context, w *access.Work, id string) (Schedule, error) {
	if !db.IsID(id) {
		return Schedule{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanSchedule(w, w.Tx.QueryRow(ctx, `select `+scheduleColumns+` from insight_schedules where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

// listSchedules gives those of an organisation, or of all where it is "".
func listSchedules(ctx context.Context, w *access.Work, organisation string) (list []Schedule, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		c, err := scanSchedule(w, row)
		list = append(list, c)
		return err
	}, `select `+scheduleColumns+` from insight_schedules where ($1 = '' or organisation_id = $1) order by begun_at, id`, organisation)
	return list, err
}

// listMade gives, by schedule, the day that its last report was made for.
func listMade(ctx context.Context, w *access.Work, organisation string) (map[string]string, error) {
	made := map[string]string{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var schedule, due string
		err := row.Scan(&schedule, &due)
		made[schedule] = due
		return err
	}, `select schedule_id, max(due_on) from insight_reports where ($1 = '' or organisation_id = $1) group by schedule_id`, organisation)
	return made, err
}

const reportColumns = `id, schedule_id, due_on, made_at, made_by, hash, document`

// scanReport takes no row's word for it: a document that is not its hash's is refused.
func scanReport(w *access.Work, row scanner) (r Report, err error) {
	var at string
	var document []byte
	if err = row.Scan(&r.ID, &r.Schedule, &r.Due, &at, &r.By, &r.Hash, &document); err != nil {
		return r, err
	}
	var plain json.RawMessage
	if err = w.OpenDocument("insight_reports", r.ID, document, &plain); err != nil {
		return r, err
	}
	if disclosure.Hash(plain) != r.Hash {
		return r, fmt.Errorf("read report %s: %w", r.ID, errReportChanged)
	}
	if err = json.Unmarshal(plain, &r.Kept); err != nil {
		return r, err
	}
	r.At, err = db.ParseTime(at)
	return r, err
}

func insertReport(ctx context.Context, w *access.Work, r Report, plain []byte) error {
	document, err := w.SealDocument("insight_reports", r.ID, json.RawMessage(plain))
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_reports (id, schedule_id, organisation_id, due_on, made_at, made_by, hash, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, r.ID, r.Schedule, w.Who.Organisation, r.Due, db.Time(w.At), w.Who.ID, r.Hash, document)
	return err
}

func findReport(ctx context.Context, w *access.Work, id string) (Report, error) {
	if !db.IsID(id) {
		return Report{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanReport(w, w.Tx.QueryRow(ctx, `select `+reportColumns+` from insight_reports where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func lastReport(ctx context.Context, w *access.Work, schedule string) (Report, error) {
	return scanReport(w, w.Tx.QueryRow(ctx, `select `+reportColumns+` from insight_reports where schedule_id = $1 and organisation_id = $2
		order by due_on desc limit 1`, schedule, w.Who.Organisation))
}

func listReports(ctx context.Context, w *access.Work) (list []Report, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		r, err := scanReport(w, row)
		list = append(list, r)
		return err
	}, `select `+reportColumns+` from insight_reports where organisation_id = $1 order by made_at desc, id desc limit 200`, w.Who.Organisation)
	return list, err
}
