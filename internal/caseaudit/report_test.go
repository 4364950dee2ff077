package caseaudit_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/stats"
)

// audited is a programme of n cases, all of them drawn and read for two outcomes; found says what of the i-th.
func (w *world) audited(n int, before string, found func(i int) caseaudit.Found) caseaudit.Programme {
	w.Helper()
	p := plan(stats.Census, 0)
	scale, _ := caseaudit.ShippedScale("england-4")
	p.Edition, p.Outcomes, p.Scale, p.Before = w.edition.ID, w.auditOutcomes(), &scale, before
	drawn := w.drawn(p, frame(n))
	w.must(w.audits.Share(w.Context(), w.lead, drawn.ID, []string{w.lead.ID, w.second.ID}, db.Day(w.clock().AddDate(0, 1, 0))))
	drawn = w.programme(drawn.ID)
	for i, c := range drawn.Cases {
		w.must(w.audits.ReadAndLock(w.Context(), w.readerOf(c), c.ID, w.foundReading(found(i))))
	}
	return w.programme(drawn.ID)
}

func (w *world) auditOutcomes() []string {
	var codes []string
	for _, p := range w.edition.Principles[:2] {
		codes = append(codes, p.Outcomes()[0].Code)
	}
	return codes
}

func (w *world) readerOf(c caseaudit.Case) permit.Actor {
	assigned, _ := c.Auditor()
	if assigned.Auditor == w.second.ID {
		return w.second
	}
	return w.lead
}

func (w *world) foundReading(found caseaudit.Found) caseaudit.Reading {
	r := caseaudit.Reading{Life: "She likes her school", Know: "It says so in the file", Outcomes: map[string]caseaudit.OutcomeFound{}}
	for _, code := range w.auditOutcomes() {
		o, _ := w.edition.Outcome(code)
		one := caseaudit.OutcomeFound{Heard: "heard", Words: "I said it three times", Items: map[string]caseaudit.ItemFound{}, Grade: "good", Why: "It was done"}
		for _, item := range caseaudit.ItemsOf(o) {
			one.Items[item] = caseaudit.ItemFound{Found: found, Evidence: []caseaudit.Evidence{{Place: "file", Where: "Visit notes"}}}
		}
		if found != caseaudit.FoundInPlace {
			one.Heard, one.Words, one.Grade, one.NoGrade = "not_asked", "", "", true
		}
		r.Outcomes[code] = one
	}
	return r
}

func mostly(in int) func(int) caseaudit.Found {
	return func(i int) caseaudit.Found {
		if i < in {
			return caseaudit.FoundInPlace
		}
		return caseaudit.FoundNotEvidenced
	}
}

// reported makes a version of a programme's report with a few words.
func (w *world) reported(programme string) caseaudit.Report {
	w.Helper()
	l, err := w.audits.Learning(w.Context(), w.third, programme)
	w.must(err)
	if l.Words.Row == "" {
		w.must(w.audits.WriteWords(w.Context(), w.lead, programme, "", caseaudit.ReportWords{Found: "Plans say what young people want more often than not."}))
		l, err = w.audits.Learning(w.Context(), w.third, programme)
		w.must(err)
	}
	id := db.NewID()
	w.must(w.audits.MakeReport(w.Context(), w.third, programme, id, l.Words.Row))
	w.must(w.audits.MakeReport(w.Context(), w.third, programme, id, l.Words.Row)) // the form sent twice
	r, err := w.audits.Report(w.Context(), w.reader, programme, id)
	w.must(err)
	return r
}

func TestReport_standsWithItsFigures(t *testing.T) {
	each(t, func(w *world) {
		p := w.audited(60, "", mostly(35))
		r := w.reported(p.ID)
		if r.Version != 1 || len(r.Figures) != 4 {
			w.Fatalf("version %d, %d tables", r.Version, len(r.Figures))
		}
		heard := r.Figures[caseaudit.FiguresHeard].Table
		if heard.Withheld() != "" || heard.Cell(0, 0).String() != "35" || heard.RowTotal(0).String() != "60" {
			w.Errorf("heard: %q %s %s", heard.Withheld(), heard.Cell(0, 0), heard.RowTotal(0))
		}
		if heard.Cell(0, 1).Shown() {
			w.Error("that nobody's words are missing from the file is shown as 0")
		}
		before := w.rowsOf("caseaudit_reports")
		again := w.reported(p.ID)
		if again.Version != 2 || w.rowsOf("caseaudit_reports") != before+1 || again.Kept.Figures[caseaudit.FiguresHeard] != r.Kept.Figures[caseaudit.FiguresHeard] {
			w.Error("a second version over the same data is another version with the same releases")
		}
		if old, err := w.audits.Report(w.Context(), w.reader, p.ID, r.ID); err != nil || old.Hash != r.Hash || old.Version != 1 {
			w.Errorf("the first version stands: %v", err)
		}
	})
}

func TestReport_smallProgrammeShowsNoNumber(t *testing.T) {
	each(t, func(w *world) {
		p := w.audited(6, "", mostly(4))
		r := w.reported(p.ID)
		for kind, one := range r.Figures {
			if one.Table.Withheld() == "" {
				w.Errorf("%s of six cases is shown", kind)
			}
		}
		drawn := r.Figures[caseaudit.FiguresDrawn].Table
		for n := range 100 { // six, too
			state, err := json.Marshal([]any{nil, drawn.Columns, [][]int{{n}}})
			w.must(err)
			if strings.Contains(drawn.Data, disclosure.Hash(state)[:16]) {
				w.Errorf("the name of the table's state is a plain digest of its numbers: whoever has it finds out that they are %d", n)
			}
		}
	})
}

// TestReport_oneMoreCaseTellsNothing makes a version, settles one more case, and makes another: the difference is what one
// young person's file held.
func TestReport_oneMoreCaseTellsNothing(t *testing.T) {
	each(t, func(w *world) {
		p := plan(stats.Census, 0)
		p.Edition, p.Outcomes = w.edition.ID, w.auditOutcomes()
		drawn := w.drawn(p, frame(33))
		w.must(w.audits.Share(w.Context(), w.lead, drawn.ID, []string{w.lead.ID}, db.Day(w.clock().AddDate(0, 1, 0))))
		drawn = w.programme(drawn.ID)
		for _, c := range drawn.Cases[:32] {
			w.must(w.audits.ReadAndLock(w.Context(), w.lead, c.ID, w.foundReading(caseaudit.FoundInPlace)))
		}
		first := w.reported(drawn.ID)
		w.must(w.audits.ReadAndLock(w.Context(), w.lead, drawn.Cases[32].ID, w.foundReading(caseaudit.FoundNotEvidenced)))
		second := w.reported(drawn.ID)
		a, b := first.Figures[caseaudit.FiguresHeard], second.Figures[caseaudit.FiguresHeard]
		if a.ID == b.ID || !slices.Contains(b.Compared, a.ID) {
			w.Error("the second is not held against the first")
		}
		for j := range b.Table.Columns {
			x, _, shownBefore := a.Table.Cell(0, j).Value()
			y, _, shownNow := b.Table.Cell(0, j).Value()
			if shownBefore && shownNow && x != y {
				w.Errorf("%s went from %d to %d with one case", b.Table.Columns[j], x, y)
			}
		}
	})
}

func TestReport_whatIsNotSettledIsNotCounted(t *testing.T) {
	each(t, func(w *world) {
		p := plan(stats.Census, 0)
		p.Edition, p.Outcomes, p.Twice = w.edition.ID, w.auditOutcomes(), 1
		drawn := w.drawn(p, frame(3))
		w.must(w.audits.Share(w.Context(), w.lead, drawn.ID, []string{w.lead.ID}, db.Day(w.clock().AddDate(0, 1, 0))))
		drawn = w.programme(drawn.ID)
		one := drawn.Cases[0]
		w.must(w.audits.GiveSecond(w.Context(), w.lead, one.ID, w.second.ID))
		w.must(w.audits.ReadAndLock(w.Context(), w.lead, one.ID, w.foundReading(caseaudit.FoundInPlace)))
		w.must(w.audits.WriteWords(w.Context(), w.lead, drawn.ID, "", caseaudit.ReportWords{Found: "Nothing yet."}))
		l, err := w.audits.Learning(w.Context(), w.third, drawn.ID)
		w.must(err)
		if err := w.audits.MakeReport(w.Context(), w.third, drawn.ID, db.NewID(), l.Words.Row); !problem.Is(err, problem.Conflict) {
			w.Errorf("a report of what one of two has locked: %v", err)
		}
		w.must(w.audits.ReadAndLock(w.Context(), w.second, one.ID, w.foundReading(caseaudit.FoundNotEvidenced)))
		if err := w.audits.MakeReport(w.Context(), w.third, drawn.ID, db.NewID(), l.Words.Row); !problem.Is(err, problem.Conflict) {
			w.Errorf("a report of two readings that differ: %v", err)
		}
		w.must(w.audits.ReadAndLock(w.Context(), w.lead, drawn.Cases[1].ID, w.foundReading(caseaudit.FoundInPlace)))
		if r := w.reported(drawn.ID); !r.Kept.Waiting || r.Kept.Draw.Apart != "" || r.Kept.Draw.ApartMark == "" {
			w.Errorf("the report does not say that something is not settled, or tells which cases are read twice: %+v", r.Kept.Draw)
		}
		w.settleAll(drawn.ID, one.ID)
		if r := w.reported(drawn.ID); r.Kept.Waiting {
			w.Error("what was settled still waits")
		}
	})
}

// settleAll settles everything on which the readings of a case differ as not evidenced, without a grade.
func (w *world) settleAll(programme, id string) {
	w.Helper()
	m, err := w.audits.Talk(w.Context(), w.third, programme, id)
	w.must(err)
	for _, matter := range m.Talks[0].Differing() {
		one := caseaudit.Settlement{Item: matter.Item, Why: "The file does not show it."}
		if matter.Item != "" {
			one.Value = string(caseaudit.FoundNotEvidenced)
		}
		w.must(w.audits.Settle(w.Context(), w.third, programme, id, matter.Outcome, []caseaudit.Settlement{one}, true))
	}
}

func TestReport_whoMayMakeAndRead(t *testing.T) {
	each(t, func(w *world) {
		p := w.audited(4, "", mostly(4))
		r := w.reported(p.ID)
		l, err := w.audits.Learning(w.Context(), w.third, p.ID)
		w.must(err)
		for name, who := range map[string]permit.Actor{"an auditor": w.lead, "an analyst": w.reader} {
			if err := w.audits.MakeReport(w.Context(), who, p.ID, db.NewID(), l.Words.Row); !problem.Is(err, problem.Forbidden) {
				w.Errorf("%s lets figures out: %v", name, err)
			}
		}
		if _, err := w.audits.Report(w.Context(), w.stranger, p.ID, r.ID); !problem.Is(err, problem.NotFound) {
			w.Errorf("a stranger reads it: %v", err)
		}
		if _, err := w.audits.Learning(w.Context(), w.stranger, p.ID); !problem.Is(err, problem.NotFound) {
			w.Errorf("a stranger reads what was learnt: %v", err)
		}
		other := w.planned(plan(stats.Census, 0), frame(4))
		if _, err := w.audits.Report(w.Context(), w.reader, other, r.ID); !problem.Is(err, problem.NotFound) {
			w.Errorf("it opens as another programme's: %v", err)
		}
		if err := w.audits.MakeReport(w.Context(), w.third, p.ID, db.NewID(), db.NewID()); !problem.Is(err, problem.Conflict) {
			w.Errorf("a report with words that somebody wrote since: %v", err)
		}
	})
}

func TestReport_saysNothingOfAnybody(t *testing.T) {
	each(t, func(w *world) {
		p := w.audited(4, "", mostly(2))
		theme := caseaudit.Theme{Kind: "improve", Title: "Plans are not asked about", Seen: "Plans were written before anybody asked.", Outcomes: w.auditOutcomes()[:1], Cases: []string{p.Cases[0].ID}}
		w.must(w.audits.WriteTheme(w.Context(), w.lead, p.ID, db.NewID(), "", theme))
		r := w.reported(p.ID)
		document, err := json.Marshal(r.Kept)
		w.must(err)
		for what, secret := range map[string]string{"a case": p.Cases[0].ID, "a case’s number": p.Cases[0].Unit.ID, "an auditor": w.lead.ID, "a word of the file": "three times", "what life is like": "likes her school"} {
			if strings.Contains(string(document), secret) {
				w.Errorf("the report names %s", what)
			}
		}
		if !strings.Contains(string(document), theme.Seen) || len(r.Kept.Themes) != 1 {
			w.Error("the theme is not in it")
		}
	})
}

func TestReport_besideTheProgrammeBefore(t *testing.T) {
	each(t, func(w *world) {
		first := w.audited(60, "", mostly(40))
		then := w.reported(first.ID)
		w.time.Add(int64(24 * time.Hour))
		next := w.audited(60, first.ID, mostly(50))
		now := w.reported(next.ID)
		if now.Kept.Before == nil || now.Kept.Before.Report != then.ID || len(now.Then) != len(then.Figures) {
			w.Fatalf("%+v", now.Kept.Before)
		}
		a, b := now.Then[caseaudit.FiguresHeard], now.Figures[caseaudit.FiguresHeard]
		if a.Table.Key != b.Table.Key || !slices.Contains(b.Compared, a.ID) {
			w.Error("the two programmes are not held against each other")
		}
		if a.Table.Cell(0, 0).String() != "40" || b.Table.Withheld() != "" || b.Table.Cell(0, 0).String() != "50" {
			w.Errorf("%s, then %s (%s)", a.Table.Cell(0, 0), b.Table.Cell(0, 0), b.Table.Withheld())
		}
		p := plan(stats.Census, 0)
		p.Before = db.NewID()
		if err := w.audits.Plan(w.Context(), w.lead, db.NewID(), p, frame(3)); !problem.Is(err, problem.Invalid) {
			w.Errorf("it follows a programme that is not there: %v", err)
		}
	})
}

// TestReport_totalsKeepNoSecret holds totals of one table against those of another: they are one number.
func TestReport_totalsKeepNoSecret(t *testing.T) {
	rules, _ := disclosure.Rules(disclosure.StrictDefault)
	release := func(rows [][]int64) disclosure.Released {
		names := []string{"a", "b"}[:len(rows)]
		table := disclosure.Table{Key: "k", Data: "d", Rows: names, Columns: []string{"x", "y", "z"}, Counts: rows}
		table.People = rows
		r, err := disclosure.Protect(rules, table, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	open := release([][]int64{{30, 30, 40}, {30, 40, 30}})
	if !open.RowTotal(0).Shown() {
		t.Fatal("the totals of a table without small numbers are hidden")
	}
	if kind := caseaudit.Tells(map[string]disclosure.Released{caseaudit.FiguresHeard: open, caseaudit.FiguresFound: open}); kind != "" {
		t.Errorf("%s is taken out without need", kind)
	}
	closed, err := disclosure.Protect(rules, disclosure.Table{Key: "k", Data: "d", Columns: []string{caseaudit.Read, caseaudit.NotRead}, Counts: [][]int64{{40, 3}}}, nil)
	if err != nil || closed.Withheld() != "" || closed.Cell(0, 0).Shown() {
		t.Fatalf("%v, withheld %q: how many were read is to be hidden beside the few that were not", err, closed.Withheld())
	}
	if kind := caseaudit.Tells(map[string]disclosure.Released{caseaudit.FiguresHeard: open, caseaudit.FiguresDrawn: closed}); kind != caseaudit.FiguresDrawn {
		t.Errorf("%q: a hidden total stands beside a table that shows it", kind)
	}
	if kind := caseaudit.Tells(map[string]disclosure.Released{caseaudit.FiguresDrawn: closed}); kind != "" {
		t.Errorf("%q: alone it may stand", kind)
	}
}

func TestTheme_isWrittenAnewAndNothingIsLost(t *testing.T) {
	each(t, func(w *world) {
		p, id := w.drawn(plan(stats.Census, 0), frame(3)), db.NewID()
		theme := caseaudit.Theme{Kind: "good", Title: "Time is taken", Seen: "Workers come back when it is quiet."}
		w.must(w.audits.WriteTheme(w.Context(), w.lead, p.ID, id, "", theme))
		w.must(w.audits.WriteTheme(w.Context(), w.lead, p.ID, id, "", theme)) // sent twice
		l, err := w.audits.Learning(w.Context(), w.second, p.ID)
		w.must(err)
		if len(l.Themes) != 1 || l.Themes[0].Title != theme.Title {
			w.Fatalf("%+v", l.Themes)
		}
		row := l.Themes[0].Row
		theme.Title = "Time is given"
		w.must(w.audits.WriteTheme(w.Context(), w.second, p.ID, id, row, theme))
		if err := w.audits.WriteTheme(w.Context(), w.lead, p.ID, id, row, theme); !problem.Is(err, problem.Conflict) {
			w.Errorf("somebody else's version is written over: %v", err)
		}
		l, err = w.audits.Learning(w.Context(), w.lead, p.ID)
		w.must(err)
		if l.Themes[0].Title != theme.Title || w.rowsOf("caseaudit_learnt") != 2 {
			w.Errorf("%+v, %d versions", l.Themes, w.rowsOf("caseaudit_learnt"))
		}
		theme.Dropped = true
		w.must(w.audits.WriteTheme(w.Context(), w.lead, p.ID, id, l.Themes[0].Row, theme))
		if l, err = w.audits.Learning(w.Context(), w.lead, p.ID); err != nil || len(l.Themes) != 0 {
			w.Errorf("a theme that was dropped stands: %v", err)
		}
		if err := w.audits.WriteTheme(w.Context(), w.reader, p.ID, db.NewID(), "", theme); !problem.Is(err, problem.Forbidden) {
			w.Errorf("an analyst writes themes: %v", err)
		}
	})
}

func TestTheme_refusesWhatDoesNotBelong(t *testing.T) {
	each(t, func(w *world) {
		p := w.drawn(plan(stats.Census, 0), frame(3))
		good := caseaudit.Theme{Kind: "good", Title: "Time is taken", Seen: "Workers come back."}
		for name, change := range map[string]func(*caseaudit.Theme){
			"no kind":              func(t *caseaudit.Theme) { t.Kind = "" },
			"no title":             func(t *caseaudit.Theme) { t.Title = "" },
			"too long":             func(t *caseaudit.Theme) { t.Seen = strings.Repeat("a", 2001) },
			"a barrier nobody has": func(t *caseaudit.Theme) { t.Kind = "barrier" },
			"a system of none":     func(t *caseaudit.Theme) { t.System = "weather" },
			"an outcome of none":   func(t *caseaudit.Theme) { t.Outcomes = []string{"ZZ"} },
			"a case of another":    func(t *caseaudit.Theme) { t.Cases = []string{db.NewID()} },
			"a case’s number":      func(t *caseaudit.Theme) { t.Seen = "As in CLA-001, where nobody came." },
		} {
			one := good
			change(&one)
			if err := w.audits.WriteTheme(w.Context(), w.lead, p.ID, db.NewID(), "", one); !problem.Is(err, problem.Invalid) {
				w.Errorf("%s: %v", name, err)
			}
		}
		good.Seen = "As in CLA-0012, which is no case of the list."
		w.must(w.audits.WriteTheme(w.Context(), w.lead, p.ID, db.NewID(), "", good))
		if err := w.audits.WriteWords(w.Context(), w.lead, p.ID, "", caseaudit.ReportWords{Found: "CLA-002 shows it."}); !problem.Is(err, problem.Invalid) {
			w.Errorf("the report's words name a case: %v", err)
		}
	})
}

func TestTold_goesToTheBoardOnce(t *testing.T) {
	each(t, func(w *world) {
		p, id := w.drawn(plan(stats.Census, 0), frame(3)), db.NewID()
		told := caseaudit.Told{For: "everybody", State: "done", Lang: "en", Heard: "Nobody asked before plans were changed.", Did: "We ask first now."}
		w.must(w.audits.WriteTold(w.Context(), w.third, p.ID, id, "", told))
		if err := w.audits.Publish(w.Context(), w.third, p.ID, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("there is no board, and it was put there: %v", err)
		}
		var put []string
		w.audits.UseBoard(func(_ context.Context, _ permit.Actor, id string, t caseaudit.Told) error {
			put = append(put, id+t.Did)
			return nil
		})
		w.must(w.audits.Publish(w.Context(), w.third, p.ID, id))
		w.must(w.audits.Publish(w.Context(), w.third, p.ID, id))
		if len(put) != 1 || put[0] != id+told.Did {
			w.Errorf("%v", put)
		}
		l, err := w.audits.Learning(w.Context(), w.third, p.ID)
		w.must(err)
		if !l.Told[0].OnBoard {
			w.Error("it does not say that it is on the board")
		}
		told.Did = "We ask first, and write down what you say."
		w.must(w.audits.WriteTold(w.Context(), w.third, p.ID, id, l.Told[0].Row, told))
		w.must(w.audits.Publish(w.Context(), w.third, p.ID, id))
		if len(put) != 2 {
			w.Error("what was written anew does not go to the board")
		}
		told.State = "will_do"
		if err := w.audits.WriteTold(w.Context(), w.third, p.ID, db.NewID(), "", told); !problem.Is(err, problem.Invalid) {
			w.Errorf("a promise without who and when: %v", err)
		}
	})
}
