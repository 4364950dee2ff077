package caseaudit_test

import (
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

// verdict is n young people who answer every question alike.
func verdict(code string, n int64) caseaudit.PilotGiven {
	g := caseaudit.PilotGiven{Form: db.NewID(), Sheets: n, Lang: "en", Counts: map[string]map[string]int64{}}
	for _, q := range caseaudit.Questions {
		g.Counts[q] = map[string]int64{code: n}
	}
	return g
}

func report() caseaudit.PilotReport {
	return caseaudit.PilotReport{Recommend: caseaudit.Continue, Reasons: "It helped.", Young: "In the group they said that it was fine."}
}

// repeated holds the self-reviews at both ends.
func (p *trial) repeated() {
	p.Helper()
	ctx, code := p.Context(), p.some(1)[0]
	before := p.begun(code)
	p.must(p.audits.LinkBaseline(ctx, p.third, p.id, before))
	p.must(p.audits.LinkBaseline(ctx, p.third, p.id, before))
	p.refused(p.audits.LinkBaseline(ctx, p.third, p.id, p.begun(code)), problem.Conflict, "pilot.baseline_already")
	_, err := p.audits.RepeatBaseline(ctx, p.third, p.id, db.NewID())
	p.refused(err, problem.Conflict, "pilot.baseline_open")
	p.must(p.audits.Say(ctx, p.lead, before, code, "", p.says(code, caseaudit.Partly)))
	p.must(p.audits.Finish(ctx, p.lead, before))
	after, err := p.audits.RepeatBaseline(ctx, p.third, p.id, db.NewID())
	p.must(err)
	again, err := p.audits.RepeatBaseline(ctx, p.third, p.id, db.NewID())
	if p.must(err); again != after {
		p.Error("pressed twice, the self-review is repeated twice")
	}
	p.must(p.audits.Say(ctx, p.lead, after, code, "", p.says(code, caseaudit.InPlace)))
	p.must(p.audits.Finish(ctx, p.lead, after))
}

func TestPilot_isCountedAndCloses(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx := t.Context()
		p.runs()
		p.repeated()
		for _, worker := range p.workers[:3] {
			p.must(p.audits.NoteWork(ctx, worker, p.id, held(30)))
			p.must(p.audits.NoteWork(ctx, worker, p.id, caseaudit.WorkNote{ID: db.NewID(), Kind: caseaudit.NoteWeek, Quote: "It was calm."}))
		}
		g := verdict("yes", 22)
		g.Words = []string{"I liked the pictures."}
		p.must(p.audits.GiveVerdict(ctx, p.workers[0], p.id, g))
		p.must(p.audits.GiveVerdict(ctx, p.workers[0], p.id, g)) // sent twice
		p.must(p.audits.GiveVerdict(ctx, p.workers[1], p.id, verdict("no", 18)))
		p.refused(p.audits.ClosePilot(ctx, p.third, p.id, db.NewID(), report()), problem.Conflict, "pilot.not_counted")
		if p.led().Counted != nil {
			t.Fatal("figures are shown while young people answer")
		}
		p.refused(p.audits.CountPilot(ctx, p.lead, p.id), problem.Forbidden, "") // an auditor lets no figures out
		p.must(p.audits.CountPilot(ctx, p.third, p.id))
		p.must(p.audits.CountPilot(ctx, p.third, p.id))
		p.refused(p.audits.GiveVerdict(ctx, p.workers[1], p.id, verdict("no", 1)), problem.Conflict, "pilot.over")
		p.refused(p.audits.NoteWork(ctx, p.workers[3], p.id, held(1)), problem.Conflict, "pilot.over")
		v := p.led()
		if got := v.Counted.Answers["again"].Cell(0, 0).String(); got != "20" || v.Counted.Few() {
			t.Errorf("22 of 40 would do it again, shown as %s", got)
		}
		if half, known := v.Counted.Would(); !half || !known {
			t.Errorf("half: %v, known: %v", half, known)
		}
		if got := v.Counted.Time.Cell(0, 1).String(); got != "180" {
			t.Errorf("three times 60 minutes are shown as %s", got)
		}
		if got := v.Again.Changed(); len(got) == 0 || got[0].Now.Finding != caseaudit.InPlace {
			t.Errorf("changed: %+v", got)
		}
		if len(v.Counted.Quotes) != 3 || len(v.Counted.Waiting) != 1 {
			t.Fatalf("quotes %v, waiting %v", v.Counted.Quotes, v.Counted.Waiting)
		}
		p.refused(p.audits.ClosePilot(ctx, p.third, p.id, db.NewID(), report()), problem.Conflict, "pilot.words_wait")
		words := v.Counted.Waiting[0].ID
		p.refused(p.audits.CheckPilotWords(ctx, p.third, p.id, words, true, []string{"names"}), problem.Invalid, "")
		p.must(p.audits.CheckPilotWords(ctx, p.third, p.id, words, true, caseaudit.PilotChecklist))
		id := db.NewID()
		p.must(p.audits.ClosePilot(ctx, p.third, p.id, id, report()))
		p.must(p.audits.ClosePilot(ctx, p.third, p.id, id, report()))
		p.refused(p.audits.ClosePilot(ctx, p.third, p.id, db.NewID(), report()), problem.Conflict, "pilot.closed_already")
		v = p.led()
		if v.State() != caseaudit.PilotClosed || v.Report.Recommend != caseaudit.Continue || len(v.Counted.Kept) != 1 || len(v.ToDo) != 0 {
			t.Errorf("closed: %+v", v.Report)
		}
		if mine := p.part(p.workers[0]); len(mine.Notes) != 0 {
			t.Error("what a worker noted for herself outlives the pilot")
		}
		p.refused(p.audits.SayStop(ctx, p.workers[0], p.id, db.NewID(), caseaudit.RuleHarm, "x"), problem.Conflict, "pilot.closed_already")
		p.refused(p.audits.AddToPilot(ctx, p.third, p.id, db.NewID(), "x", "y"), problem.Conflict, "pilot.closed_already")
	})
}

func TestPilot_saysNothingOfFew(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx := t.Context()
		p.runs()
		for _, worker := range p.workers[:2] {
			p.must(p.audits.NoteWork(ctx, worker, p.id, held(30)))
		}
		g := verdict("yes", 4)
		g.Words = []string{"It was long."}
		p.must(p.audits.GiveVerdict(ctx, p.workers[0], p.id, g))
		p.must(p.audits.CountPilot(ctx, p.third, p.id))
		v := p.led()
		if !v.Counted.Few() || len(v.Counted.Waiting) != 0 {
			t.Error("four young people are shown, or what they wrote")
		}
		if _, known := v.Counted.Would(); known {
			t.Error("it is told what most of four would do")
		}
		for i := range 3 {
			if v.Counted.Time.Cell(0, i).Shown() {
				t.Error("the time of two workers is shown: each could work out the other’s")
			}
		}
		p.must(p.audits.ClosePilot(ctx, p.third, p.id, db.NewID(), report()))
		n := 0
		p.must(p.db.Read(ctx, func(tx *db.Tx) error {
			return tx.QueryRow(ctx, `select (select count(*) from caseaudit_pilot_words) + (select count(*) from caseaudit_pilot_tallies) + (select count(*) from caseaudit_pilot_notes)`).Scan(&n)
		}))
		if n != 0 {
			t.Errorf("%d rows outlive the pilot that nobody may read", n)
		}
	})
}

// The questions are put to the same people, so a total that one table hides could be read off another.
func TestPilot_theQuestionsTellNoMoreTogether(t *testing.T) {
	rules, ok := disclosure.Rules(disclosure.StrictDefault)
	if !ok {
		t.Fatal("no rules")
	}
	made := 0
	look := func(columns []string, counts ...int64) {
		r, err := disclosure.Protect(rules, disclosure.Table{Key: "k", Data: "d", Columns: columns, Counts: [][]int64{counts}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Withheld() != "" {
			return
		}
		if made++; !r.Total().Shown() {
			t.Errorf("of %v something is shown, and its total is not", counts)
		}
	}
	for a := int64(0); a < 46; a += 3 {
		for b := int64(0); b < 30; b += 3 {
			look([]string{caseaudit.AnswerYes, caseaudit.NotYes}, a, b)
			for c := int64(0); c < 20; c += 4 {
				for d := int64(0); d < 12; d += 4 {
					look(caseaudit.AnswerCodes, a, b, c, d)
				}
			}
		}
	}
	if made < 100 {
		t.Errorf("only %d tables showed anything: nothing was looked at", made)
	}
}

func TestPilot_canSayThatWeShouldNotContinue(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx := t.Context()
		p.runs()
		p.must(p.audits.GiveVerdict(ctx, p.workers[0], p.id, verdict("no", 30)))
		p.must(p.audits.GiveVerdict(ctx, p.workers[0], p.id, verdict("yes", 12)))
		stop := db.NewID()
		p.must(p.audits.SayStop(ctx, p.workers[0], p.id, stop, caseaudit.RuleTime, "It takes the whole evening."))
		p.must(p.audits.CountPilot(ctx, p.third, p.id))
		if got := strings.Join(p.led().Met(), " "); got != "time again" {
			t.Errorf("rules met: %s", got)
		}
		p.refused(p.audits.ClosePilot(ctx, p.third, p.id, db.NewID(), report()), problem.Conflict, "pilot.stop_unanswered")
		p.must(p.audits.AnswerStop(ctx, p.third, p.id, stop, db.NewID(), caseaudit.StopHere, "Yes."))
		if err := p.audits.ClosePilot(ctx, p.third, p.id, db.NewID(), report()); !problem.Is(err, problem.Invalid) {
			t.Errorf("it goes on against two stop rules without a word: %v", err)
		}
		r := report()
		r.Recommend = caseaudit.NotContinue
		p.must(p.audits.ClosePilot(ctx, p.third, p.id, db.NewID(), r))
		if v := p.led(); v.Report.Recommend != caseaudit.NotContinue {
			t.Errorf("%+v", v.Report)
		}
	})
}

func TestPilot_refusesWhatIsNoVerdict(t *testing.T) {
	eachTrial(t, func(p *trial) {
		p.runs()
		for name, bad := range map[string]func(*caseaudit.PilotGiven){
			"nobody's":            func(g *caseaudit.PilotGiven) { g.Sheets = 0 },
			"more than there are": func(g *caseaudit.PilotGiven) { g.Counts["again"]["yes"] = 7 },
			"fewer than none":     func(g *caseaudit.PilotGiven) { g.Counts["again"] = map[string]int64{"yes": 4, "no": -1} },
			"another question":    func(g *caseaudit.PilotGiven) { g.Counts["secret"] = g.Counts["again"] },
			"another answer":      func(g *caseaudit.PilotGiven) { g.Counts["again"] = map[string]int64{"maybe": 3} },
			"more words":          func(g *caseaudit.PilotGiven) { g.Words = []string{"a", "b", "c", "d"} },
			"of a form of none":   func(g *caseaudit.PilotGiven) { g.Form = "x" },
			"a crowd":             func(g *caseaudit.PilotGiven) { *g = verdict("yes", 501) },
		} {
			g := verdict("yes", 3)
			bad(&g)
			if err := p.audits.GiveVerdict(t.Context(), p.workers[0], p.id, g); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestPilot_liesSealed(t *testing.T) {
	eachTrial(t, func(p *trial) {
		ctx := t.Context()
		p.runs()
		g := verdict("yes", 1)
		g.Words = []string{"I liked the pictures."}
		p.must(p.audits.GiveVerdict(ctx, p.workers[0], p.id, g))
		p.must(p.audits.NoteWork(ctx, p.workers[0], p.id, caseaudit.WorkNote{ID: db.NewID(), Kind: caseaudit.NoteWeek, Helped: "the pictures"}))
		p.must(p.audits.SayStop(ctx, p.workers[0], p.id, db.NewID(), caseaudit.RuleHarm, "the pictures"))
		for _, table := range []string{"caseaudit_pilots", "caseaudit_pilot_lines", "caseaudit_pilot_notes", "caseaudit_pilot_tallies", "caseaudit_pilot_words"} {
			n := 0
			p.must(p.db.Read(ctx, func(tx *db.Tx) error {
				return tx.Each(ctx, func(row *db.Rows) error {
					var document []byte
					err := row.Scan(&document)
					if n++; strings.Contains(string(document), "pictures") || strings.Contains(string(document), "leaflet") {
						t.Errorf("%s lies open", table)
					}
					return err
				}, `select document from `+table)
			}))
			if n == 0 {
				t.Errorf("%s is empty: nothing was looked at", table)
			}
		}
	})
}
