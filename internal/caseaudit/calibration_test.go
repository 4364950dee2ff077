package caseaudit_test

import (
	"slices"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// The cases that ship ask for indicators that there are, all of them, answer each with a reason, and say it all in both languages.
func TestInventedCases_areWhole(t *testing.T) {
	ed := caseaudit.InventedEdition()
	cases := caseaudit.InventedCases()
	if len(cases) < 2 {
		t.Fatalf("%d cases", len(cases))
	}
	whole := func(name string, text caseaudit.Translated) {
		if len(text) != 2 || text["en"] == "" || text["cy"] == "" {
			t.Errorf("%s is not there in both languages: %v", name, text)
		}
	}
	for _, c := range cases {
		whole(c.ID, c.Title)
		for _, p := range c.Parts {
			whole(c.ID, p.Heading)
			whole(c.ID, p.Text)
		}
		if len(c.Items()) < caseaudit.FewestPairs {
			t.Errorf("%s: agreement could never be shown of %d indicators", c.ID, len(c.Items()))
		}
		for code, answers := range c.Answers {
			o, ok := ed.Outcome(code)
			if !ok {
				t.Fatalf("%s asks for %s", c.ID, code)
			}
			whole(code, answers.Discuss)
			for _, item := range caseaudit.ItemsOf(o) {
				a, there := answers.Items[item]
				if !there || !slices.Contains(caseaudit.Founds, a.Found) {
					t.Errorf("%s answers %s with %q", c.ID, item, a.Found)
				}
				whole(item, a.Why)
			}
			if len(answers.Items) != len(caseaudit.ItemsOf(o)) {
				t.Errorf("%s answers what %s does not ask", c.ID, code)
			}
		}
	}
}

// answered is an answer that finds the same of everything but what is named.
func answered(c caseaudit.InventedCase, found caseaudit.Found, but map[string]caseaudit.Found) caseaudit.RoundAnswer {
	a := caseaudit.RoundAnswer{Items: map[string]caseaudit.ItemFound{}}
	for _, m := range c.Items() {
		a.Items[m.Item] = caseaudit.ItemFound{Found: found, Note: "Juniper"}
		if other, ok := but[m.Item]; ok {
			a.Items[m.Item] = caseaudit.ItemFound{Found: other}
		}
	}
	return a
}

func TestRound_isBlindUntilItIsClosed(t *testing.T) {
	each(t, func(w *world) {
		c, id := caseaudit.InventedCases()[0], db.NewID()
		item := c.Items()[0].Item
		w.refused(w.audits.BeginRound(t.Context(), w.reader, id, c.ID), problem.Forbidden, "")
		w.refused(w.audits.BeginRound(t.Context(), w.lead, id, "of somebody"), problem.Invalid, "")
		w.must(w.audits.BeginRound(t.Context(), w.lead, id, c.ID))
		w.must(w.audits.BeginRound(t.Context(), w.lead, id, c.ID)) // sent twice
		fourth := w.person(w.lead.Organisation, "Fourth", permit.Auditor)
		w.must(w.audits.AnswerRound(t.Context(), w.second, id, answered(c, caseaudit.FoundInPlace, nil)))
		w.must(w.audits.AnswerRound(t.Context(), w.third, id, answered(c, caseaudit.FoundInPlace, map[string]caseaudit.Found{item: caseaudit.FoundContradicted})))
		w.refused(w.audits.AnswerRound(t.Context(), w.third, id, answered(c, caseaudit.FoundInPlace, nil)), problem.Conflict, "calibration.answered")
		w.refused(w.audits.AnswerRound(t.Context(), w.lead, id, caseaudit.RoundAnswer{}), problem.Invalid, "")
		w.refused(w.audits.AnswerRound(t.Context(), w.stranger, id, answered(c, caseaudit.FoundInPlace, nil)), problem.NotFound, "")
		p, err := w.audits.Round(t.Context(), w.second, id)
		w.must(err)
		if p.Mine == nil || p.Spread != nil || p.Readers != 0 || len(p.Results) != 0 {
			t.Errorf("before it is closed: %+v", p)
		}
		if p, err = w.audits.Round(t.Context(), w.lead, id); err != nil || p.Mine != nil || p.Readers != 0 {
			t.Errorf("whoever began it sees %+v, %v", p, err)
		}
		w.must(w.audits.AnswerRound(t.Context(), w.lead, id, answered(c, caseaudit.FoundInPlace, nil)))
		w.must(w.audits.CloseRound(t.Context(), w.lead, id))
		w.refused(w.audits.AnswerRound(t.Context(), fourth, id, answered(c, caseaudit.FoundInPlace, nil)), problem.Conflict, "calibration.closed")
		p, err = w.audits.Round(t.Context(), w.third, id)
		w.must(err)
		if p.Readers != 3 || p.Spread[item][caseaudit.FoundInPlace] != 2 || p.Spread[item][caseaudit.FoundContradicted] != 1 || p.Mine.Items[item].Found != caseaudit.FoundContradicted {
			t.Errorf("after it is closed: %+v", p)
		}
		if len(p.Results) < 3 || p.Results[0].Low == nil {
			t.Errorf("agreement: %+v", p.Results)
		}
		_, err = w.audits.Round(t.Context(), w.stranger, id)
		w.refused(err, problem.NotFound, "")
		list, err := w.audits.Rounds(t.Context(), w.second)
		w.must(err)
		if len(list) != 1 || list[0].Open() {
			t.Errorf("%+v", list)
		}
	})
}

// Of two readers nothing is shown: each would see the other's.
func TestRound_saysNothingOfTwo(t *testing.T) {
	each(t, func(w *world) {
		c, id := caseaudit.InventedCases()[1], db.NewID()
		w.must(w.audits.BeginRound(t.Context(), w.lead, id, c.ID))
		w.must(w.audits.AnswerRound(t.Context(), w.second, id, answered(c, caseaudit.FoundInPlace, nil)))
		w.must(w.audits.AnswerRound(t.Context(), w.third, id, answered(c, caseaudit.FoundInPlace, nil)))
		w.must(w.audits.CloseRound(t.Context(), w.lead, id))
		p, err := w.audits.Round(t.Context(), w.second, id)
		w.must(err)
		if p.Spread != nil || p.Too != "readers" || len(p.Results) != 0 {
			t.Errorf("%+v", p)
		}
	})
}
