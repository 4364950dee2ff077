package caseaudit_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// TestHeld_givesWhatTheYoungPersonSaid holds that what a young person said for an audit is theirs to have once everybody has read,
// that what a carer said is not, and that it goes with their record.
func TestHeld_givesWhatTheYoungPersonSaid(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(1)
		p, cases := x.accepted()
		c := cases[x.kept[0]]
		for from, said := range map[string]string{"young": "Nobody asked me when", "carer": "I was rung too late"} {
			w.must(w.audits.Hear(t.Context(), w.second, p.ID, c.ID, db.NewID(), caseaudit.HeardWords{From: from, Said: said, On: db.Day(testkit.Now()), Asked: "At home", Use: "case"}))
		}
		told := func() []caseaudit.HeldWords {
			t.Helper()
			var list []caseaudit.HeldAudit
			w.must(w.door.Read(t.Context(), x.boss, permit.AnswerRequest, access.Record(c.Record), func(work *access.Work) (err error) {
				list, err = w.audits.AuditsOf(t.Context(), work, c.Record)
				return err
			}))
			if len(list) != 1 {
				t.Fatalf("%+v", list)
			}
			return list[0].Told
		}
		if got := told(); len(got) != 0 {
			t.Errorf("while somebody reads: %+v", got)
		}
		w.lock(w.second, c.ID)
		if got := told(); len(got) != 1 || got[0].Text != "Nobody asked me when" {
			t.Errorf("once all have read: %+v", got)
		}
		w.must(w.records.Erase(t.Context(), x.boss, c.Record, "request"))
		if n := w.rowsOf("caseaudit_notes"); n != 0 {
			t.Errorf("%d notes are left", n)
		}
	})
}
