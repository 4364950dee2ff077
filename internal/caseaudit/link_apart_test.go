package caseaudit_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// TestShut_endsWhatItsOwnAuditGave holds that a record which two audits opened to the same auditor stays open to them for the one
// that goes on when the other is over.
func TestShut_endsWhatItsOwnAuditGave(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(1)
		p, cases := x.accepted()
		one := cases[x.kept[0]]
		x.letIn(one)
		q, again := x.accepted()
		other := again[x.kept[0]]
		x.letIn(other)
		open := func(programme string) access.Grant {
			t.Helper()
			if !x.opens(one.Record) {
				t.Fatal("the record is shut")
			}
			list, err := w.records.Team(t.Context(), x.boss, w.accounts, one.Record)
			w.must(err)
			n := 0
			var last access.Grant
			for _, g := range list {
				if g.Reason == access.ReasonAudit && g.EndedBy == "" && g.Part == permit.PartOutcomes {
					n, last = n+1, g.Grant
				}
			}
			if want := map[string]int{p.ID: 2, q.ID: 1}[programme]; n != want {
				t.Errorf("%d grants, not %d", n, want)
			}
			return last
		}
		open(p.ID)
		w.must(w.audits.LetOut(t.Context(), x.boss, one.Record, one.ID, w.second.ID, "They asked us to stop"))
		open(q.ID)
		w.must(w.audits.Leave(t.Context(), w.lead, p.ID, one.ID, "Left out"))
		open(q.ID)
		w.must(w.audits.Leave(t.Context(), w.lead, q.ID, other.ID, "Left out"))
		if x.opens(one.Record) {
			t.Error("both audits are over, and the record is open")
		}
	})
}
