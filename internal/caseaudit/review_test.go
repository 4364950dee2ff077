package caseaudit_test

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(err error, kind problem.Kind, key string) {
	w.Helper()
	if !problem.Is(err, kind) || key != "" && problem.KeyOf(err) != key {
		w.Errorf("want %v %s, got %v", kind, key, err)
	}
}

// some gives the codes of n outcomes.
func (w *world) some(n int) (codes []string) {
	for _, p := range w.edition.Principles {
		for _, o := range p.Outcomes() {
			codes = append(codes, o.Code)
		}
	}
	return codes[:n]
}

func (w *world) begun(outcomes ...string) string {
	w.Helper()
	id := db.NewID()
	w.must(w.audits.Begin(w.Context(), w.lead, id, caseaudit.Scope{Service: "The team", Together: "Three workers", Outcomes: outcomes}))
	return id
}

// says answers every item of an outcome alike.
func (w *world) says(outcome string, f caseaudit.Finding) caseaudit.Answer {
	o, _ := w.edition.Outcome(outcome)
	a := caseaudit.Answer{Items: map[string]caseaudit.Said{}, Young: caseaudit.NotAsked}
	for _, code := range caseaudit.ItemsOf(o) {
		a.Items[code] = caseaudit.Said{Finding: f}
	}
	return a
}

func (w *world) page(id string) caseaudit.Page {
	w.Helper()
	p, err := w.audits.Review(w.Context(), w.reader, id)
	w.must(err)
	return p
}

func TestReview_isAnsweredFinishedAndRepeated(t *testing.T) {
	each(t, func(w *world) {
		codes := w.some(3)
		id := w.begun(codes[2], codes[0])
		if got := w.page(id).Review.Scope.Outcomes; !slices.Equal(got, []string{codes[0], codes[2]}) {
			t.Fatalf("outcomes stand as %v, not in the order of the edition", got)
		}
		w.refused(w.audits.Finish(t.Context(), w.lead, id), problem.Invalid, "review.nothing_answered")
		w.must(w.audits.Say(t.Context(), w.lead, id, codes[0], "", w.says(codes[0], caseaudit.Partly)))
		w.must(w.audits.Say(t.Context(), w.lead, id, codes[2], "", w.says(codes[2], caseaudit.InPlace)))
		again := db.NewID()
		scope := caseaudit.Scope{Service: "The team", Together: "Three workers"}
		w.refused(w.audits.Repeat(t.Context(), w.lead, again, id, scope), problem.Conflict, "review.still_open")
		w.must(w.audits.Finish(t.Context(), w.lead, id))
		w.must(w.audits.Finish(t.Context(), w.lead, id)) // pressed twice
		stands := w.page(id).Review.Answers[codes[0]].ID
		w.refused(w.audits.Say(t.Context(), w.lead, id, codes[0], stands, w.says(codes[0], caseaudit.InPlace)), problem.Conflict, "review.finished_already")

		w.must(w.audits.Repeat(t.Context(), w.lead, again, id, scope))
		w.must(w.audits.Say(t.Context(), w.lead, again, codes[0], "", w.says(codes[0], caseaudit.InPlace)))
		p := w.page(again)
		o, _ := w.edition.Outcome(codes[0])
		items := caseaudit.ItemsOf(o)
		if got := p.Changed(); len(got) != len(items) || got[0].Item != items[0] || got[0].Before.Finding != caseaudit.Partly || got[0].Now.Finding != caseaudit.InPlace {
			t.Errorf("changed: %+v", got)
		}
		list, err := w.audits.Reviews(t.Context(), w.reader)
		w.must(err)
		if len(list) != 2 {
			t.Errorf("%d self-reviews", len(list))
		}
	})
}

func TestBegin_aFormSentTwiceBeginsOne(t *testing.T) {
	each(t, func(w *world) {
		id, scope := db.NewID(), caseaudit.Scope{Service: "The team", Together: "Us", Outcomes: w.some(1)}
		w.must(w.audits.Begin(t.Context(), w.lead, id, scope))
		w.must(w.audits.Begin(t.Context(), w.lead, id, scope))
		list, err := w.audits.Reviews(t.Context(), w.lead)
		w.must(err)
		if len(list) != 1 {
			t.Errorf("%d self-reviews", len(list))
		}
		if err := w.audits.Begin(t.Context(), w.stranger, id, scope); err == nil {
			t.Error("another organisation begins a self-review under the same id")
		}
	})
}

func TestBegin_refusesWhatIsNone(t *testing.T) {
	each(t, func(w *world) {
		good := caseaudit.Scope{Service: "The team", Together: "Us", Outcomes: w.some(1)}
		for name, bad := range map[string]func(*caseaudit.Scope){
			"nobody's":          func(s *caseaudit.Scope) { s.Service = " " },
			"a book":            func(s *caseaudit.Scope) { s.Together = strings.Repeat("a", 2001) },
			"of nothing":        func(s *caseaudit.Scope) { s.Outcomes = nil },
			"of what is none":   func(s *caseaudit.Scope) { s.Outcomes = []string{"Z99"} },
			"to repeat in past": func(s *caseaudit.Scope) { s.Again = "2001-01-01" },
			"to repeat never":   func(s *caseaudit.Scope) { s.Again = "soon" },
		} {
			scope := good
			bad(&scope)
			if err := w.audits.Begin(t.Context(), w.lead, db.NewID(), scope); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.refused(w.audits.Begin(t.Context(), w.lead, "x", good), problem.Invalid, "problem.stale_form")
	})
}

func TestSay_whoeverComesSecondLosesNothing(t *testing.T) {
	each(t, func(w *world) {
		code := w.some(1)[0]
		id := w.begun(code)
		w.must(w.audits.Say(t.Context(), w.lead, id, code, "", w.says(code, caseaudit.Partly)))
		w.refused(w.audits.Say(t.Context(), w.lead, id, code, "", w.says(code, caseaudit.InPlace)), problem.Conflict, "review.answered_meanwhile")
		stands := w.page(id).Review.Answers[code]
		w.must(w.audits.Say(t.Context(), w.lead, id, code, stands.ID, w.says(code, caseaudit.InPlace)))
		o, _ := w.edition.Outcome(code)
		if got := w.page(id).Review.Answers[code].Items[caseaudit.ItemsOf(o)[0]].Finding; got != caseaudit.InPlace {
			t.Errorf("what stands is %s", got)
		}
	})
}

func TestSay_refusesWhatIsNoAnswer(t *testing.T) {
	each(t, func(w *world) {
		codes := w.some(2)
		id, o := w.begun(codes[0]), w.edition.Principles[0].Outcomes()[0]
		item := caseaudit.ItemsOf(o)[0]
		for name, bad := range map[string]func(*caseaudit.Answer){
			"nothing found":         func(a *caseaudit.Answer) { a.Items[item] = caseaudit.Said{} },
			"a finding of its own":  func(a *caseaudit.Answer) { a.Items[item] = caseaudit.Said{Finding: "excellent"} },
			"nobody named":          func(a *caseaudit.Answer) { a.Items[item] = caseaudit.Said{Finding: caseaudit.Partly, Act: "others"} },
			"who is none":           func(a *caseaudit.Answer) { a.Items[item] = caseaudit.Said{Finding: caseaudit.Partly, Act: "the child"} },
			"an item of nowhere":    func(a *caseaudit.Answer) { a.Items["Z9"] = caseaudit.Said{Finding: caseaudit.InPlace} },
			"an item too few":       func(a *caseaudit.Answer) { delete(a.Items, item) },
			"heard, no words":       func(a *caseaudit.Answer) { a.Young = caseaudit.Heard },
			"neither heard nor not": func(a *caseaudit.Answer) { a.Young = "" },
		} {
			a := w.says(codes[0], caseaudit.InPlace)
			bad(&a)
			if err := w.audits.Say(t.Context(), w.lead, id, codes[0], "", a); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.refused(w.audits.Say(t.Context(), w.lead, id, codes[1], "", w.says(codes[1], caseaudit.InPlace)), problem.NotFound, "")
	})
}

func TestReview_isTheOrganisationsOwn(t *testing.T) {
	each(t, func(w *world) {
		code := w.some(1)[0]
		id := w.begun(code)
		_, err := w.audits.Review(t.Context(), w.stranger, id)
		w.refused(err, problem.NotFound, "")
		_, err = w.audits.Review(t.Context(), w.lead, "../x")
		w.refused(err, problem.NotFound, "")
		w.refused(w.audits.Say(t.Context(), w.stranger, id, code, "", w.says(code, caseaudit.InPlace)), problem.NotFound, "")
		w.refused(w.audits.Finish(t.Context(), w.stranger, id), problem.NotFound, "")
		w.refused(w.audits.Repeat(t.Context(), w.stranger, db.NewID(), id, caseaudit.Scope{Service: "x", Together: "y"}), problem.NotFound, "")
		if err := w.audits.Say(t.Context(), w.reader, id, code, "", w.says(code, caseaudit.InPlace)); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an analyst answers: %v", err)
		}
	})
}

func TestReview_liesSealed(t *testing.T) {
	each(t, func(w *world) {
		id := w.begun(w.some(1)[0])
		var document []byte
		w.must(w.db.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `select document from caseaudit_reviews where id = $1`, id).Scan(&document)
		}))
		if strings.Contains(string(document), "Three workers") {
			t.Error("what a service says of itself lies open")
		}
	})
}
