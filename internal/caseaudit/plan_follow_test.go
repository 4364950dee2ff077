package caseaudit_test

import (
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/stats"
)

// A plan follows an audit of its own organisation, in whichever way its cases come, and its clocks can be kept.
func TestPlan_followsItsOwnOrganisationsAuditsAndKeepsItsClocks(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.team(3), t.Context()
		theirs, ours := db.NewID(), w.sampled(ofRecords("census", 0)).ID
		w.must(w.audits.Plan(ctx, w.stranger, theirs, plan(stats.Census, 0), []caseaudit.Unit{{ID: "A-1"}}))
		both := map[string]func(who permit.Actor, p caseaudit.Plan) error{
			"pasted": func(who permit.Actor, p caseaudit.Plan) error {
				return w.audits.Plan(ctx, who, db.NewID(), p, []caseaudit.Unit{{ID: "A-1"}})
			},
			"records": func(who permit.Actor, p caseaudit.Plan) error {
				from := ofRecords("census", 0)
				from.Before, from.Clocks = p.Before, p.Clocks
				return w.audits.PlanFromRecords(ctx, who, db.NewID(), from)
			},
		}
		for name, keep := range both {
			p := plan(stats.Census, 0)
			p.Before = theirs
			if err := keep(x.lead, p); err == nil {
				t.Errorf("%s: it follows another organisation’s audit", name)
			}
			p.Before, p.Clocks = ours, &caseaudit.Clocks{Reflect: 5, Feedback: 61, Escalate: 5}
			if err := keep(x.lead, p); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: a clock of 61 days: %v", name, err)
			}
			p.Clocks.Feedback = 20
			w.must(keep(x.lead, p))
		}
		from, err := w.audits.Planning(ctx, w.lead)
		w.must(err)
		if len(from.Earlier) != 1 || from.Earlier[0].ID != ours {
			t.Errorf("can be followed: %d", len(from.Earlier))
		}
	})
}
