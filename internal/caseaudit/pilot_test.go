package caseaudit_test

import (
	"strings"
	"testing"
	"time"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// trial is a service that tries the framework: a manager who leads, four workers, and somebody who is not in it.
type trial struct {
	*world
	id      string
	plan    caseaudit.PilotPlan
	workers []permit.Actor
	outside permit.Actor
}

func eachTrial(t *testing.T, f func(*trial)) {
	each(t, func(w *world) {
		p := &trial{world: w, id: db.NewID()}
		here := w.third.Organisation
		for _, name := range []string{"Ada", "Bo", "Cy", "Di"} {
			p.workers = append(p.workers, w.person(here, name, permit.Practitioner))
		}
		p.outside = w.person(here, "Outside", permit.Practitioner)
		p.plan = caseaudit.PilotPlan{Question: "Does it help to plan?", Lead: w.third.ID, First: db.Day(testkit.Now()), Weeks: 12, Each: 3, Told: "With a leaflet", SayNo: "At any time",
			Rules: []caseaudit.StopRule{{Code: caseaudit.RuleHarm, Words: "Somebody was frightened", Decides: "The head of service", Days: 2, Pause: true},
				{Code: caseaudit.RuleTime, Words: "Too long", Decides: "The lead", Days: 5, Minutes: 120}, {Code: caseaudit.RuleAgain, Words: "Fewer than half", Decides: "The lead", Days: 10}}}
		for _, who := range p.workers {
			p.plan.Workers = append(p.plan.Workers, who.ID)
		}
		f(p)
	})
}

// runs sets a pilot up and begins it.
func (p *trial) runs() {
	p.Helper()
	p.must(p.audits.SetUpPilot(p.Context(), p.third, p.id, p.plan))
	p.must(p.audits.BeginPilot(p.Context(), p.third, p.id))
}

func (p *trial) led() caseaudit.PilotPage {
	p.Helper()
	v, err := p.audits.Pilot(p.Context(), p.third, p.id)
	p.must(err)
	return v
}

func (p *trial) part(who permit.Actor) caseaudit.PilotPart {
	p.Helper()
	v, err := p.audits.PilotPart(p.Context(), who, p.id)
	p.must(err)
	return v
}

func held(minutes int) caseaudit.WorkNote {
	return caseaudit.WorkNote{ID: db.NewID(), Kind: caseaudit.NoteHeld, Preparing: minutes, Holding: 2 * minutes, Writing: minutes}
}

func (p *trial) passes(days int) { p.time.Add(int64(time.Duration(days) * 24 * time.Hour)) }

func TestPilot_isLockedWhenItBegins(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx := t.Context()
		p.must(p.audits.SetUpPilot(ctx, p.third, p.id, p.plan))
		changed := p.plan
		changed.Weeks = 8
		p.must(p.audits.SetUpPilot(ctx, p.third, p.id, changed)) // until then it can be changed
		p.refused(p.audits.AddToPilot(ctx, p.third, p.id, db.NewID(), "More", "Why"), problem.Conflict, "pilot.not_begun")
		p.must(p.audits.BeginPilot(ctx, p.third, p.id))
		p.must(p.audits.BeginPilot(ctx, p.third, p.id)) // pressed twice
		v := p.led()
		if v.State() != caseaudit.PilotRunning || v.Plan.Weeks != 8 || len(v.Hash) != 64 {
			t.Fatalf("%s, %d weeks, locked as %q", v.State(), v.Plan.Weeks, v.Hash)
		}
		p.refused(p.audits.SetUpPilot(ctx, p.third, p.id, p.plan), problem.Conflict, "pilot.locked")
		line := db.NewID()
		p.must(p.audits.AddToPilot(ctx, p.third, p.id, line, "Two more weeks", "Nobody could interpret"))
		p.must(p.audits.AddToPilot(ctx, p.third, p.id, line, "Two more weeks", "Nobody could interpret"))
		if v := p.led(); len(v.Added) != 1 || v.Added[0].Why == "" || v.Plan.Weeks != 8 {
			t.Errorf("added: %+v", v.Added)
		}
		p.must(p.db.Write(ctx, func(tx *db.Tx) error { // somebody with the database open
			_, err := tx.Exec(ctx, `update caseaudit_pilots set plan_hash = 'x' where id = $1`, p.id)
			return err
		}))
		if _, err := p.audits.Pilot(ctx, p.third, p.id); err == nil {
			t.Error("a plan that is not the one locked is shown")
		}
	})
}

func TestPilot_refusesWhatIsNoPlan(t *testing.T) {
	eachTrial(t, func(p *trial) {
		for name, bad := range map[string]func(*caseaudit.PilotPlan){
			"asks nothing":       func(a *caseaudit.PilotPlan) { a.Question = " " },
			"one worker":         func(a *caseaudit.PilotPlan) { a.Workers = a.Workers[:1] },
			"a worker twice":     func(a *caseaudit.PilotPlan) { a.Workers = append(a.Workers[:3:3], a.Workers[0]) },
			"a worker elsewhere": func(a *caseaudit.PilotPlan) { a.Workers = append(a.Workers[:3:3], p.stranger.ID) },
			"a worker may not":   func(a *caseaudit.PilotPlan) { a.Workers = append(a.Workers[:3:3], p.reader.ID) },
			"a lead who may not": func(a *caseaudit.PilotPlan) { a.Lead = p.workers[0].ID },
			"never ends":         func(a *caseaudit.PilotPlan) { a.Weeks = 530 },
			"begins at no time":  func(a *caseaudit.PilotPlan) { a.First = "soon" },
			"nobody can say no":  func(a *caseaudit.PilotPlan) { a.SayNo = "" },
			"harm stops nothing": func(a *caseaudit.PilotPlan) { a.Rules = a.Rules[1:] },
			"a rule twice":       func(a *caseaudit.PilotPlan) { a.Rules = append(a.Rules[:3:3], a.Rules[0]) },
			"nobody decides": func(a *caseaudit.PilotPlan) {
				a.Rules = []caseaudit.StopRule{{Code: caseaudit.RuleHarm, Words: "x", Days: 1}}
			},
			"a rule of no minutes": func(a *caseaudit.PilotPlan) {
				a.Rules = append(a.Rules[:1:1], caseaudit.StopRule{Code: caseaudit.RuleTime, Words: "x", Decides: "y"})
			},
			"a book": func(a *caseaudit.PilotPlan) { a.Told = strings.Repeat("a", 2001) },
		} {
			plan := p.plan
			bad(&plan)
			if err := p.audits.SetUpPilot(t.Context(), p.third, db.NewID(), plan); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		p.refused(p.audits.SetUpPilot(t.Context(), p.third, "x", p.plan), problem.Invalid, "problem.stale_form")
	})
}

func TestPilot_isThereForThoseInIt(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx := t.Context()
		p.must(p.audits.SetUpPilot(ctx, p.third, p.id, p.plan))
		_, err := p.audits.PilotPart(ctx, p.workers[0], p.id)
		p.refused(err, problem.NotFound, "") // not before it begins
		p.must(p.audits.BeginPilot(ctx, p.third, p.id))
		for name, who := range map[string]permit.Actor{"not in it": p.outside, "of another organisation": p.stranger} {
			_, err := p.audits.PilotPart(ctx, who, p.id)
			p.refused(err, problem.NotFound, "")
			p.refused(p.audits.NoteWork(ctx, who, p.id, held(10)), problem.NotFound, "")
			p.refused(p.audits.SayStop(ctx, who, p.id, db.NewID(), caseaudit.RuleHarm, "x"), problem.NotFound, "")
			p.refused(p.audits.GiveVerdict(ctx, who, p.id, verdict("yes", 1)), problem.NotFound, "")
			list, err := p.audits.Pilots(ctx, who)
			if p.must(err); len(list) != 0 {
				t.Errorf("somebody %s is told of the pilot", name)
			}
		}
		_, err = p.audits.Pilot(ctx, p.stranger, p.id)
		p.refused(err, problem.NotFound, "")
		p.refused(p.audits.BeginPilot(ctx, p.stranger, p.id), problem.NotFound, "")
		p.refused(p.audits.CountPilot(ctx, permit.Actor{ID: p.reader.ID, Organisation: p.reader.Organisation, Roles: p.reader.Roles}, p.id), problem.NotFound, "")
		_, err = p.audits.Pilot(ctx, p.workers[0], p.id)
		p.refused(err, problem.Forbidden, "")
		_, err = p.audits.PilotPart(ctx, p.workers[0], "../x")
		p.refused(err, problem.NotFound, "")
		list, err := p.audits.Pilots(ctx, p.workers[0])
		if p.must(err); len(list) != 1 {
			t.Errorf("a worker sees %d pilots", len(list))
		}
	})
}

func TestPilot_whatAWorkerNotesIsTheirs(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx, ada := t.Context(), p.workers[0]
		p.runs()
		one := held(17)
		p.must(p.audits.NoteWork(ctx, ada, p.id, one))
		p.must(p.audits.NoteWork(ctx, ada, p.id, one)) // sent twice
		week := caseaudit.WorkNote{ID: db.NewID(), Kind: caseaudit.NoteWeek, Helped: "The cards", Quote: "It was calm."}
		p.must(p.audits.NoteWork(ctx, ada, p.id, week))
		week.ID = db.NewID()
		p.refused(p.audits.NoteWork(ctx, ada, p.id, week), problem.Conflict, "pilot.noted_already")
		p.passes(8)
		p.must(p.audits.NoteWork(ctx, ada, p.id, held(5)))
		mine := p.part(ada)
		if len(mine.Held()) != 2 || mine.Minutes(1) != 68 || mine.Minutes(2) != 20 || !mine.Wrote(1) || mine.Wrote(2) {
			t.Errorf("her own part: %+v", mine.Notes)
		}
		if other := p.part(p.workers[1]); len(other.Notes) != 0 {
			t.Errorf("a colleague reads %+v", other.Notes)
		}
		if lead := p.part(p.third); len(lead.Notes) != 0 {
			t.Errorf("the lead reads %+v", lead.Notes)
		}
		v := p.led()
		var waiting []string
		for _, d := range v.ToDo {
			if d.Code == "not_begun" {
				waiting = append(waiting, d.Name)
			}
		}
		if strings.Join(waiting, " ") != "Bo Cy Di" || v.Counted != nil {
			t.Errorf("the lead is told %v", waiting)
		}
		for name, bad := range map[string]caseaudit.WorkNote{"no time at all": {ID: db.NewID(), Kind: caseaudit.NoteHeld}, "a day and a night": held(700), "nothing": {ID: db.NewID(), Kind: caseaudit.NoteWeek},
			"of no kind": {ID: db.NewID(), Kind: "x"}, "less than none": {ID: db.NewID(), Kind: caseaudit.NoteHeld, Holding: 5, Writing: -5}} {
			if err := p.audits.NoteWork(ctx, ada, p.id, bad); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// waiting holds how many stops whoever leads is told of before they open the pilot. Nobody else is told of any.
func (p *trial) waiting(want int) {
	p.Helper()
	list, err := p.audits.Pilots(p.Context(), p.third)
	p.must(err)
	n, err := p.audits.CountStops(p.Context(), p.third)
	p.must(err)
	if list[0].Waiting != want || n != want {
		p.Errorf("the lead is told of %d stops in the list and %d on the first page, not of %d", list[0].Waiting, n, want)
	}
	for _, who := range []permit.Actor{p.workers[0], p.stranger} {
		if n, err := p.audits.CountStops(p.Context(), who); err != nil || n != 0 {
			p.Errorf("somebody else is told of %d stops: %v", n, err)
		}
	}
}

func TestPilot_stops(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx, ada := t.Context(), p.workers[0]
		p.runs()
		stop := db.NewID()
		p.must(p.audits.SayStop(ctx, ada, p.id, stop, caseaudit.RuleHarm, "It went too far."))
		p.must(p.audits.SayStop(ctx, ada, p.id, stop, caseaudit.RuleHarm, "It went too far."))
		p.refused(p.audits.SayStop(ctx, ada, p.id, db.NewID(), "interpreter", "x"), problem.Invalid, "problem.stale_form")
		p.refused(p.audits.NoteWork(ctx, p.workers[1], p.id, held(5)), problem.Conflict, "pilot.waits")
		if theirs := p.part(p.workers[1]); len(theirs.Stops) != 0 || !theirs.Paused {
			t.Error("a colleague reads what she said, or is not told that conversations wait")
		}
		v := p.led()
		if len(v.Stops) != 1 || v.ToDo[0].Code != "answer" || v.ToDo[0].Late || v.Stops[0].Words != "It went too far." {
			t.Fatalf("the lead is told %+v", v.ToDo)
		}
		p.waiting(1)
		p.passes(3)
		if v := p.led(); !v.ToDo[0].Late {
			t.Error("a stop that waits longer than its rule is not late")
		}
		p.refused(p.audits.AnswerStop(ctx, p.workers[1], p.id, stop, db.NewID(), caseaudit.GoOn, "x"), problem.Forbidden, "")
		p.refused(p.audits.AnswerStop(ctx, p.third, p.id, stop, db.NewID(), "forget", "x"), problem.Invalid, "")
		p.refused(p.audits.AnswerStop(ctx, p.third, p.id, db.NewID(), db.NewID(), caseaudit.GoOn, "x"), problem.NotFound, "")
		pause := db.NewID()
		p.must(p.audits.AnswerStop(ctx, p.third, p.id, stop, pause, caseaudit.PauseHere, "We talk with her first."))
		p.must(p.audits.AnswerStop(ctx, p.third, p.id, stop, pause, caseaudit.PauseHere, "We talk with her first."))
		p.waiting(0)
		p.refused(p.audits.NoteWork(ctx, ada, p.id, held(5)), problem.Conflict, "pilot.waits")
		p.must(p.audits.AnswerStop(ctx, p.third, p.id, stop, db.NewID(), caseaudit.GoOn, "She is well."))
		p.must(p.audits.NoteWork(ctx, ada, p.id, held(5)))
		mine := p.part(ada)
		if len(mine.Stops) != 1 || len(mine.Stops[0].Answers) != 2 || mine.Stops[0].Stands().Why != "She is well." || !mine.Late(mine.Stops[0], mine.Now) {
			t.Errorf("who said it sees %+v", mine.Stops)
		}
		p.must(p.audits.AnswerStop(ctx, p.third, p.id, stop, db.NewID(), caseaudit.StopHere, "It happened again."))
		p.refused(p.audits.NoteWork(ctx, ada, p.id, held(5)), problem.Conflict, "pilot.stopped")
	})
}
