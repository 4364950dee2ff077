package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func insertPilot(ctx context.Context, w *access.Work, id string, plan PilotPlan) error {
	document, err := w.SealDocument("caseaudit_pilots", id, plan)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_pilots (id, organisation_id, set_up_at, set_up_by, begun_at, begun_by, plan_hash, before_id, after_id, counted_at, closed_at, document)
		values ($1, $2, $3, $4, '', '', '', '', '', '', '', $5)`, id, w.Who.Organisation, db.Time(w.At), w.Who.ID, document)
	return err
}

func updatePilotPlan(ctx context.Context, w *access.Work, id string, plan PilotPlan) error {
	document, err := w.SealDocument("caseaudit_pilots", id, plan)
	if err != nil {
		return err
	}
	return w.Tx.ExecOne(ctx, `update caseaudit_pilots set document = $1 where id = $2 and organisation_id = $3 and begun_at = ''`, document, id, w.Who.Organisation)
}

func beginPilot(ctx context.Context, w *access.Work, id, hash string) error {
	err := w.Tx.ExecOne(ctx, `update caseaudit_pilots set begun_at = $1, begun_by = $2, plan_hash = $3 where id = $4 and organisation_id = $5 and begun_at = ''`,
		db.Time(w.At), w.Who.ID, hash, id, w.Who.Organisation)
	if err != nil {
		return err
	}
	document, err := w.SealDocument("caseaudit_pilot_tallies", id, pilotTally{})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_pilot_tallies (pilot_id, document) values ($1, $2)`, id, document)
	return err
}

func linkPilotReview(ctx context.Context, w *access.Work, id, end, review string) error {
	if end == "after" {
		return w.Tx.ExecOne(ctx, `update caseaudit_pilots set after_id = $1 where id = $2 and organisation_id = $3`, review, id, w.Who.Organisation)
	}
	return w.Tx.ExecOne(ctx, `update caseaudit_pilots set before_id = $1 where id = $2 and organisation_id = $3`, review, id, w.Who.Organisation)
}

const pilotColumns = `id, set_up_at, begun_at, plan_hash, before_id, after_id, counted_at, closed_at, document`

func scanPilot(w *access.Work, row interface{ Scan(...any) error }) (p Pilot, err error) {
	var times [4]string
	var document []byte
	if err := row.Scan(&p.ID, &times[0], &times[1], &p.Hash, &p.Before, &p.After, &times[2], &times[3], &document); err != nil {
		return Pilot{}, err
	}
	for i, to := range []*time.Time{&p.SetUpAt, &p.BegunAt, &p.CountedAt, &p.ClosedAt} {
		if times[i] != "" {
			if *to, err = db.ParseTime(times[i]); err != nil {
				return Pilot{}, err
			}
		}
	}
	if err := w.OpenDocument("caseaudit_pilots", p.ID, document, &p.Plan); err != nil {
		return Pilot{}, err
	}
	if p.State() == PilotPlanned {
		return p, nil
	}
	if hash, err := p.Plan.hash(); err != nil || hash != p.Hash {
		return Pilot{}, fmt.Errorf("the plan of pilot %s is not the one that was locked", p.ID)
	}
	return p, nil
}

// findPilot reads a pilot of the actor's organisation with its lines.
func findPilot(ctx context.Context, w *access.Work, id string) (Pilot, error) {
	if !db.IsID(id) {
		return Pilot{}, problem.New(problem.NotFound, "problem.not_found")
	}
	p, err := scanPilot(w, w.Tx.QueryRow(ctx, `select `+pilotColumns+` from caseaudit_pilots where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
	if err != nil {
		return Pilot{}, err
	}
	return p, pilotLines(ctx, w, &p)
}

func listPilots(ctx context.Context, w *access.Work) (list []Pilot, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		p, err := scanPilot(w, row)
		list = append(list, p)
		return err
	}, `select `+pilotColumns+` from caseaudit_pilots where organisation_id = $1 order by set_up_at desc, id desc`, w.Who.Organisation)
	return list, err
}

// waitingStops counts, by pilot, the stops of an organisation that nobody answered.
func waitingStops(ctx context.Context, w *access.Work, organisation string) (map[string]int, error) {
	waiting := map[string]int{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var pilot string
		var n int
		err := row.Scan(&pilot, &n)
		waiting[pilot] = n
		return err
	}, `select s.pilot_id, count(*) from caseaudit_pilot_lines s join caseaudit_pilots p on p.id = s.pilot_id
		where p.organisation_id = $1 and p.closed_at = '' and s.kind = 'stop' and not exists (select 1 from caseaudit_pilot_lines a where a.pilot_id = s.pilot_id and a.of_id = s.id and a.kind = 'answer')
		group by s.pilot_id`, organisation)
	return waiting, err
}

func insertPilotLine(ctx context.Context, w *access.Work, pilot, id, kind, of string, says any) error {
	document, err := w.SealDocument("caseaudit_pilot_lines", id, says)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_pilot_lines (id, pilot_id, kind, of_id, added_at, added_by, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		id, pilot, kind, of, db.Time(w.At), w.Who.ID, document)
	return err
}

// pilotLines reads a pilot's lines into their places, in their order.
func pilotLines(ctx context.Context, w *access.Work, p *Pilot) error {
	answers := map[string][]PilotAnswer{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var id, kind, of, added, by string
		var document []byte
		if err := row.Scan(&id, &kind, &of, &added, &by, &document); err != nil {
			return err
		}
		at, err := db.ParseTime(added)
		if err != nil {
			return err
		}
		open := func(says any) error { return w.OpenDocument("caseaudit_pilot_lines", id, document, says) }
		switch kind {
		case "added":
			l := PilotLine{ID: id, At: at, By: by}
			err = open(&l)
			p.Added = append(p.Added, l)
		case "stop":
			s := PilotStop{ID: id, At: at, By: by}
			err = open(&s)
			p.Stops = append(p.Stops, s)
		case "answer":
			a := PilotAnswer{ID: id, At: at, By: by}
			err = open(&a)
			answers[of] = append(answers[of], a)
		case "counted":
			p.counted = &pilotCounted{}
			err = open(p.counted)
		case "closed":
			p.Report = &PilotReport{ID: id, At: at, By: by}
			err = open(p.Report)
		}
		return err
	}, `select id, kind, of_id, added_at, added_by, document from caseaudit_pilot_lines where pilot_id = $1 order by added_at, id`, p.ID)
	for i, stop := range p.Stops {
		p.Stops[i].Answers = answers[stop.ID]
	}
	return err
}

func insertWorkNote(ctx context.Context, w *access.Work, pilot string, n WorkNote) error {
	document, err := w.SealDocument("caseaudit_pilot_notes", n.ID, n)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_pilot_notes (id, pilot_id, worker_id, kind, document) values ($1, $2, $3, $4, $5)`,
		n.ID, pilot, w.Who.ID, string(n.Kind), document)
	return err
}

// workNotes gives one worker's notes, in the order of their weeks.
func workNotes(ctx context.Context, w *access.Work, pilot, worker string) (list []WorkNote, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var n WorkNote
		var document []byte
		if err := row.Scan(&n.ID, &n.Kind, &document); err != nil {
			return err
		}
		err := w.OpenDocument("caseaudit_pilot_notes", n.ID, document, &n)
		list = append(list, n)
		return err
	}, `select id, kind, document from caseaudit_pilot_notes where pilot_id = $1 and worker_id = $2 order by id`, pilot, worker)
	slices.SortStableFunc(list, func(a, b WorkNote) int { return a.Week - b.Week })
	return list, err
}

// begunPilot tells which workers noted anything, and nothing else of them.
func begunPilot(ctx context.Context, w *access.Work, pilot string) (map[string]bool, error) {
	begun := map[string]bool{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var worker string
		err := row.Scan(&worker)
		begun[worker] = true
		return err
	}, `select distinct worker_id from caseaudit_pilot_notes where pilot_id = $1`, pilot)
	return begun, err
}

// forgetWork destroys what workers noted for themselves.
func forgetWork(ctx context.Context, w *access.Work, pilot string) error {
	_, err := w.Tx.Exec(ctx, `delete from caseaudit_pilot_notes where pilot_id = $1`, pilot)
	return err
}
