package caseaudit_test

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// begunCase is a programme of four cases shared out, and the first case of the second auditor, whose reading is begun.
func (w *world) begunCase(scale string) (p caseaudit.Programme, c caseaudit.Case, rating string) {
	w.Helper()
	one := plan("census", 0)
	s, _ := caseaudit.ShippedScale(scale)
	one.Scale = &s
	p = w.drawn(one, frame(4))
	w.must(w.audits.Share(w.Context(), w.lead, p.ID, []string{w.second.ID, w.third.ID}, db.Day(w.clock().AddDate(0, 1, 0))))
	c = w.load(p.ID, w.second.ID)[0]
	_, err := w.audits.BeginReading(w.Context(), w.second, p.ID, c.ID)
	w.refused(err, problem.Conflict, "audit.not_yours") // before it is accepted
	w.must(w.audits.Declare(w.Context(), w.second, p.ID, c.ID, "", ""))
	rating, err = w.audits.BeginReading(w.Context(), w.second, p.ID, c.ID)
	w.must(err)
	return w.programme(p.ID), c, rating
}

func (w *world) putStep(rating, step string, said caseaudit.Reading) error {
	return w.audits.Write(w.Context(), w.second, rating, step, said)
}

func ofOutcome(code string, o caseaudit.OutcomeFound) caseaudit.Reading {
	return caseaudit.Reading{Outcomes: map[string]caseaudit.OutcomeFound{code: o}}
}

// foundAll is what is found of every indicator of an outcome, with evidence where something is in place.
func (w *world) foundAll(code string, f caseaudit.Found, grade string) caseaudit.Reading {
	o, _ := w.edition.Outcome(code)
	said := caseaudit.OutcomeFound{Items: map[string]caseaudit.ItemFound{}, Grade: grade, NoGrade: grade == "", Why: "It was done."}
	for _, item := range caseaudit.ItemsOf(o) {
		said.Items[item] = caseaudit.ItemFound{Found: f}
		if f == caseaudit.FoundInPlace {
			said.Items[item] = caseaudit.ItemFound{Found: f, Evidence: []caseaudit.Evidence{{Place: "file", Where: "Plan of 3 March, page 2"}}}
		}
	}
	return ofOutcome(code, said)
}

// cameFirst writes what comes first: what the young person said, and what life is like.
func (w *world) cameFirst(p caseaudit.Programme, rating string) {
	w.Helper()
	for _, code := range p.Plan.Outcomes {
		w.must(w.putStep(rating, "words-"+code, ofOutcome(code, caseaudit.OutcomeFound{Heard: "heard", Words: "I said it three times"})))
	}
	w.must(w.putStep(rating, "life", caseaudit.Reading{Life: "They share a room", Know: "They said so"}))
}

func (w *world) ratingPage(who permit.Actor, rating string) caseaudit.RatingPage {
	w.Helper()
	p, err := w.audits.Reading(w.Context(), who, rating)
	w.must(err)
	return p
}

func TestReading_theYoungPersonComesFirst(t *testing.T) {
	each(t, func(w *world) {
		p, _, rating := w.begunCase("england-4")
		code := p.Plan.Outcomes[0]
		w.refused(w.putStep(rating, "found-"+code, w.foundAll(code, caseaudit.FoundInPlace, "good")), problem.Conflict, "reading.words_first")
		if err := w.putStep(rating, "words-"+code, ofOutcome(code, caseaudit.OutcomeFound{Heard: "heard"})); !problem.Is(err, problem.Invalid) {
			t.Errorf("heard without a word: %v", err)
		}
		w.must(w.putStep(rating, "words-"+code, ofOutcome(code, caseaudit.OutcomeFound{Heard: "not_recorded"})))
		w.must(w.putStep(rating, "words-"+p.Plan.Outcomes[1], ofOutcome(p.Plan.Outcomes[1], caseaudit.OutcomeFound{Heard: "not_asked"})))
		if err := w.putStep(rating, "life", caseaudit.Reading{Life: "They share a room", Know: " "}); !problem.Is(err, problem.Invalid) {
			t.Errorf("nobody knows how: %v", err)
		}
		if got := w.ratingPage(w.second, rating).Reading.Life; got != "They share a room" {
			t.Errorf("what was typed is lost when something is missing: %q", got)
		}
		w.refused(w.putStep(rating, "found-"+code, w.foundAll(code, caseaudit.FoundInPlace, "good")), problem.Conflict, "reading.words_first")
		w.must(w.putStep(rating, "life", caseaudit.Reading{Life: "They share a room", Know: "They said so"}))
		w.must(w.putStep(rating, "found-"+code, w.foundAll(code, caseaudit.FoundInPlace, "good")))
		if o := w.ratingPage(w.second, rating).Reading.Outcomes[code]; o.Heard != "not_recorded" || o.Grade != "good" {
			t.Errorf("one step writes over another: %+v", o)
		}
	})
}

func TestReading_notEvidencedIsNoLowGrade(t *testing.T) {
	each(t, func(w *world) {
		p, _, rating := w.begunCase("england-4")
		w.cameFirst(p, rating)
		code := p.Plan.Outcomes[0]
		err := w.putStep(rating, "found-"+code, w.foundAll(code, caseaudit.FoundNotEvidenced, "inadequate"))
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("a grade rests on nothing: %v", err)
		}
		w.must(w.putStep(rating, "found-"+code, w.foundAll(code, caseaudit.FoundNotEvidenced, "")))
		for name, bad := range map[string]func(*caseaudit.OutcomeFound, string){
			"no evidence": func(o *caseaudit.OutcomeFound, item string) {
				o.Items[item] = caseaudit.ItemFound{Found: caseaudit.FoundContradicted}
			},
			"nothing found":     func(o *caseaudit.OutcomeFound, item string) { delete(o.Items, item) },
			"a finding of none": func(o *caseaudit.OutcomeFound, item string) { o.Items[item] = caseaudit.ItemFound{Found: "bad"} },
			"an item of none": func(o *caseaudit.OutcomeFound, _ string) {
				o.Items["ZZ"] = caseaudit.ItemFound{Found: caseaudit.FoundInPlace}
			},
			"a grade of another": func(o *caseaudit.OutcomeFound, _ string) { o.Grade = "6" },
			"no reason":          func(o *caseaudit.OutcomeFound, _ string) { o.Why = " " },
			"no grade":           func(o *caseaudit.OutcomeFound, _ string) { o.Grade, o.NoGrade = "", false },
			"a place of none": func(o *caseaudit.OutcomeFound, item string) {
				o.Items[item] = caseaudit.ItemFound{Found: caseaudit.FoundInPlace, Evidence: []caseaudit.Evidence{{Place: "pub", Where: "x"}}}
			},
			"a place by no id": func(o *caseaudit.OutcomeFound, item string) {
				o.Items[item] = caseaudit.ItemFound{Found: caseaudit.FoundInPlace, Evidence: []caseaudit.Evidence{{Place: "promise", Ref: "../../x"}}}
			},
			"a book": func(o *caseaudit.OutcomeFound, _ string) { o.Why = strings.Repeat("a", 5001) },
		} {
			said := w.foundAll(code, caseaudit.FoundInPlace, "good")
			o, _ := w.edition.Outcome(code)
			one := said.Outcomes[code]
			bad(&one, caseaudit.ItemsOf(o)[0])
			said.Outcomes[code] = one
			if err := w.putStep(rating, "found-"+code, said); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestLock_isForGood(t *testing.T) {
	each(t, func(w *world) {
		p, c, rating := w.begunCase("none")
		w.cameFirst(p, rating)
		w.refused(w.audits.Lock(t.Context(), w.second, rating, 90), problem.Conflict, "reading.not_whole")
		for _, code := range p.Plan.Outcomes {
			w.must(w.putStep(rating, "found-"+code, w.foundAll(code, caseaudit.FoundNotApplicable, "")))
		}
		if err := w.audits.Lock(t.Context(), w.second, rating, 0); !problem.Is(err, problem.Invalid) {
			t.Errorf("no time: %v", err)
		}
		w.must(w.audits.Lock(t.Context(), w.second, rating, 90))
		before := w.ratingPage(w.second, rating)
		for what, err := range map[string]error{
			"written":      w.putStep(rating, "life", caseaudit.Reading{Life: "x", Know: "y"}),
			"locked again": w.audits.Lock(t.Context(), w.second, rating, 10),
		} {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s after it was locked: %v", what, err)
			}
		}
		after := w.ratingPage(w.second, rating)
		if after.LockedAt.IsZero() || after.Reading.Life != before.Reading.Life || after.Reading.Minutes != 90 {
			t.Errorf("%+v", after.Reading)
		}
		again, err := w.audits.BeginReading(t.Context(), w.second, p.ID, c.ID)
		w.must(err)
		if again != rating {
			t.Error("a locked case is begun anew")
		}
	})
}

func TestReading_isItsRatersAlone(t *testing.T) {
	each(t, func(w *world) {
		p, c, rating := w.begunCase("scotland-6")
		w.cameFirst(p, rating)
		for name, who := range map[string]permit.Actor{"another auditor": w.third, "who planned": w.lead, "of elsewhere": w.stranger, "an analyst": w.reader, "an administrator": w.admin} {
			if _, err := w.audits.Reading(t.Context(), who, rating); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s reads it: %v", name, err)
			}
			if err := w.audits.Draft(t.Context(), who, rating, "life", caseaudit.Reading{Life: "x"}); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s writes it: %v", name, err)
			}
		}
		if _, err := w.audits.Reading(t.Context(), w.second, db.NewID()); !problem.Is(err, problem.NotFound) {
			t.Errorf("one that is not there: %v", err)
		}
		w.must(w.audits.Leave(t.Context(), w.lead, p.ID, c.ID, "The young person asked not to be part of it"))
		if err := w.putStep(rating, "life", caseaudit.Reading{Life: "x", Know: "y"}); !problem.Is(err, problem.NotFound) {
			t.Errorf("written after the case was left out: %v", err)
		}
	})
}

func TestPlan_readsForOutcomes(t *testing.T) {
	each(t, func(w *world) {
		var codes []string
		for _, p := range w.edition.Principles {
			for _, o := range p.Outcomes() {
				codes = append(codes, o.Code)
			}
		}
		graded := caseaudit.Scale{ID: "england-4", Version: 1, Points: []caseaudit.Point{{Code: "good"}, {Code: "bad"}}}
		for name, bad := range map[string]func(*caseaudit.Plan){
			"of nothing":         func(p *caseaudit.Plan) { p.Outcomes = nil },
			"of six":             func(p *caseaudit.Plan) { p.Outcomes = codes[:6] },
			"of one twice":       func(p *caseaudit.Plan) { p.Outcomes = []string{codes[0], codes[0]} },
			"of what is none":    func(p *caseaudit.Plan) { p.Outcomes = []string{"ZZ"} },
			"in no time":         func(p *caseaudit.Plan) { p.Minutes = 3 },
			"all twice and more": func(p *caseaudit.Plan) { p.Twice = 101 },
			"by a scale changed": func(p *caseaudit.Plan) { p.Scale = &graded },
			"by a scale of none": func(p *caseaudit.Plan) {
				p.Scale = &caseaudit.Scale{ID: db.NewID(), Version: 1, Name: "Ours", Level: "ordinal", Points: []caseaudit.Point{{Code: "a", Name: "A", Descriptor: "x"}, {Code: "b", Name: "B", Descriptor: "y"}}}
			},
			"by a template of none": func(p *caseaudit.Plan) { p.Template = db.NewID() },
		} {
			p := plan("census", 0)
			bad(&p)
			if err := w.audits.Plan(t.Context(), w.lead, db.NewID(), p, frame(4)); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		p := plan("census", 0)
		p.Outcomes = []string{codes[3], codes[1]}
		got := w.programme(w.planned(p, frame(4))).Plan
		if !slices.Equal(got.Outcomes, []string{codes[1], codes[3]}) || got.Edition != w.edition.ID || got.Scale.ID != caseaudit.NoScale || got.Minutes != caseaudit.UsualMinutes {
			t.Errorf("%+v", got)
		}
	})
}

func TestQuietWords_suggestsAndChangesNothing(t *testing.T) {
	text := "She CLAIMS he absconded and decided to leave; he claimed it again."
	var words []string
	for _, one := range caseaudit.QuietWords(text) {
		words = append(words, one.Word)
	}
	if !slices.Equal(words, []string{"CLAIMS", "absconded", "decided to"}) {
		t.Errorf("%v", words)
	}
	for _, plain := range []string{"", "They told us in May, and said more in June.", "a reclaimed room", "the disco closed"} {
		if got := caseaudit.QuietWords(plain); len(got) > 0 {
			t.Errorf("%q: %v", plain, got)
		}
	}
}
