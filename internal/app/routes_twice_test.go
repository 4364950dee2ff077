package app

import (
	"slices"
	"testing"

	"stablefutures/internal/caseaudit"
)

// findTwice names a programme whose cases two people read, a case of it that is to be talked about, and what was settled.
func (w *walker) findTwice(t *testing.T) {
	t.Helper()
	all, err := w.demo.Audits.Programmes(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	p := all[slices.IndexFunc(all, func(p caseaudit.Programme) bool { return p.Plan.Twice == 100 })]
	m, err := w.demo.Audits.Talks(t.Context(), w.actors["manager"], p.ID)
	if err != nil {
		t.Fatal(err)
	}
	settled := m.Talks[slices.IndexFunc(m.Talks, func(t caseaudit.Talk) bool { return len(t.Said) > 0 })]
	w.places["read"], w.places["talked"], w.places["matter"], w.places["figures"] = p.ID, settled.Case.ID, settled.Said[0].Outcome, "findings"
	w.places["settlement"] = settled.Said[0].ID
	rounds, err := w.demo.Audits.Rounds(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["common"] = rounds[slices.IndexFunc(rounds, caseaudit.Round.Open)].ID
}
