package caseaudit_test

import (
	"slices"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// differing locks both readings of a case so that they differ in one grade and one finding of the first outcome. It gives the case, both
// readers, and the code of the indicator.
func (w *world) differing(p caseaudit.Programme) (id string, a, b permit.Actor, item string) {
	w.Helper()
	id, first, second := w.pairOf(p)
	a, b = w.whoIs(first.Rater), w.whoIs(second.Rater)
	code := p.Plan.Outcomes[0]
	o, _ := w.edition.Outcome(code)
	item = caseaudit.ItemsOf(o)[0]
	other := w.finds(p, caseaudit.FoundInPlace, "good", "Rowan")
	changed := other.Outcomes[code]
	changed.Grade = "inadequate"
	changed.Items[item] = caseaudit.ItemFound{Found: caseaudit.FoundNotEvidenced}
	other.Outcomes[code] = changed
	w.must(w.audits.WriteReading(w.Context(), a, first.ID, w.finds(p, caseaudit.FoundInPlace, "good", "Aspen"), true))
	w.must(w.audits.WriteReading(w.Context(), b, second.ID, other, true))
	return id, a, b, item
}

func TestSettle_keepsAllThreeAndTheReasons(t *testing.T) {
	each(t, func(w *world) {
		moderator := w.person(w.lead.Organisation, "Moderator", permit.Manager)
		p := w.twice(3, 1, w.second, w.third)
		id, a, _, item := w.differing(p)
		code := p.Plan.Outcomes[0]
		m, err := w.audits.Talk(t.Context(), moderator, p.ID, id)
		w.must(err)
		if got := m.Talks[0].Left(); !slices.Equal(got, []caseaudit.Matter{{Outcome: code, Item: item}, {Outcome: code}}) {
			t.Fatalf("to settle: %v", got)
		}
		settle := func(who permit.Actor, item, value, last string) error {
			return w.audits.Settle(t.Context(), who, p.ID, id, code, []caseaudit.Settlement{{Item: item, Value: value, Why: "The plan says so on page 3", Last: last}}, true)
		}
		w.must(settle(moderator, "", "requires_improvement", ""))
		w.refused(settle(moderator, "", "good", ""), problem.Conflict, "twice.settled_meanwhile")
		m, err = w.audits.Talk(t.Context(), a, p.ID, id)
		w.must(err)
		one := m.Talks[0]
		grade := caseaudit.Matter{Outcome: code}
		stands := one.Settled(grade)
		w.must(w.audits.AnswerSettled(t.Context(), a, p.ID, id, stands.ID, "I had not seen page 3"))
		w.must(w.audits.AnswerSettled(t.Context(), a, p.ID, id, stands.ID, "I had not seen page 3")) // sent twice
		w.must(settle(moderator, "", "good", stands.ID))
		w.must(settle(moderator, item, string(caseaudit.FoundInPlace), ""))
		m, err = w.audits.Talk(t.Context(), a, p.ID, id)
		w.must(err)
		one = m.Talks[0]
		if value, ok := one.Holds(grade); !ok || value != "good" || len(one.Left()) != 0 || len(one.Said) != 4 {
			t.Errorf("holds %q, left %v, said %+v", value, one.Left(), one.Said)
		}
		if s := one.Settled(grade); s.Before != stands.ID || one.Said[0].Text.Value != "requires_improvement" || one.Said[0].Text.Why == "" {
			t.Errorf("the earlier settlement is gone, or the later one does not name it: %+v", one.Said)
		}
		grades := []string{one.Readings[0].Reading.Value(grade), one.Readings[1].Reading.Value(grade)}
		if slices.Sort(grades); !slices.Equal(grades, []string{"good", "inadequate"}) {
			t.Errorf("a reading was changed: %v", grades)
		}
	})
}

func TestSettle_refusesWhoReadItOrIsTied(t *testing.T) {
	each(t, func(w *world) {
		moderator := w.person(w.lead.Organisation, "Moderator", permit.Manager)
		p := w.twice(2, 100, w.second, w.third)
		id, a, b, item := w.differing(p)
		code := p.Plan.Outcomes[0]
		try := func(who permit.Actor, outcome string, s caseaudit.Settlement, free bool) error {
			return w.audits.Settle(t.Context(), who, p.ID, id, outcome, []caseaudit.Settlement{s}, free)
		}
		good := caseaudit.Settlement{Item: item, Value: "in_place", Why: "Seen"}
		for name, who := range map[string]permit.Actor{"the first": a, "the second": b} {
			if err := try(who, code, good, true); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s settles: %v", name, err)
			}
		}
		w.refused(try(w.reader, code, good, true), problem.Forbidden, "")
		w.refused(try(w.stranger, code, good, true), problem.NotFound, "")
		w.refused(try(moderator, code, good, false), problem.Invalid, "")
		w.refused(try(moderator, code, caseaudit.Settlement{Item: item, Value: "in_place"}, true), problem.Invalid, "")
		w.refused(try(moderator, code, caseaudit.Settlement{Item: item, Value: "good", Why: "x"}, true), problem.Invalid, "")
		w.refused(try(moderator, code, caseaudit.Settlement{Value: "splendid", Why: "x"}, true), problem.Invalid, "")
		w.refused(try(moderator, code, caseaudit.Settlement{Item: "Z9.9", Value: "in_place", Why: "x"}, true), problem.NotFound, "")
		w.refused(w.audits.AnswerSettled(t.Context(), moderator, p.ID, id, "x", "x"), problem.Forbidden, "")
		w.refused(w.audits.AskTalk(t.Context(), moderator, p.ID, id, "x"), problem.Forbidden, "")
		w.must(w.audits.AskTalk(t.Context(), a, p.ID, id, "I was not sure"))
		m, err := w.audits.Talks(t.Context(), moderator, p.ID)
		w.must(err)
		if len(m.Talks) != 1 || !m.Talks[0].Asked() {
			t.Errorf("%d cases, asked %v", len(m.Talks), m.Talks)
		}
		w.must(try(moderator, code, good, true))
	})
}

// A case that one person read can be settled as well, where it is asked for.
func TestSettle_takesACaseReadOnce(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(1, 0, w.second)
		for id, list := range w.given(p, w.second) {
			w.must(w.audits.WriteReading(t.Context(), w.second, list[0].ID, w.finds(p, caseaudit.FoundInPlace, "good", "x"), true))
			code := p.Plan.Outcomes[0]
			w.must(w.audits.Settle(t.Context(), w.third, p.ID, id, code, []caseaudit.Settlement{{Value: "", Why: "Nothing in the file allows a grade"}}, true))
			m, err := w.audits.Talk(t.Context(), w.second, p.ID, id)
			w.must(err)
			if value, ok := m.Talks[0].Holds(caseaudit.Matter{Outcome: code}); !ok || value != "" || m.Talks[0].Twice() {
				t.Errorf("holds %q %v", value, ok)
			}
		}
	})
}

func TestAgreement_isRefusedForFewAndNeverOneNumberAlone(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(6, 100, w.second, w.third)
		for _, list := range w.given(p, w.second, w.third) {
			for i, r := range list {
				w.must(w.audits.WriteReading(t.Context(), w.whoIs(r.Rater), r.ID, w.finds(p, caseaudit.Founds[i%2], []string{"good", "inadequate"}[i%2], "x"), true))
			}
		}
		_, err := w.audits.Agreement(t.Context(), w.reader, p.ID)
		w.refused(err, problem.Forbidden, "")
		a, err := w.audits.Agreement(t.Context(), w.lead, p.ID)
		w.must(err)
		for _, part := range a.Parts {
			if part.Pairs < caseaudit.FewestPairs != (len(part.Results) == 0) || len(part.Results) == 1 {
				t.Errorf("%s: %d pairs, %d coefficients", part.Code(), part.Pairs, len(part.Results))
			}
			if len(part.Shares) == 0 {
				t.Errorf("%s: no table of what was used", part.Code())
			}
		}
		if all := a.Parts[1]; !all.Grades || all.Pairs != 12 || all.Cases != 6 || *all.Results[0].Estimate != 0 {
			t.Errorf("of all grades: %+v", all)
		}
	})
}

// A case that was left out is settled no more: what holds of it is in no report.
func TestSettle_takesNoCaseThatWasLeftOut(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(3, 1, w.lead, w.second)
		id, _, _, item := w.differing(p)
		code := p.Plan.Outcomes[0]
		w.must(w.audits.Leave(t.Context(), w.lead, p.ID, id, "The file was closed by mistake"))
		w.conflict(w.audits.Settle(t.Context(), w.third, p.ID, id, code, []caseaudit.Settlement{{Item: item, Value: string(caseaudit.FoundInPlace), Why: "Page 3"}}, true), "audit.left_out_already")
	})
}
