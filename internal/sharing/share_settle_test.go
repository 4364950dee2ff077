package sharing_test

import (
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/sharing"
)

// TestSettle_anAgencySettlesItsOwnPromiseAndNobodyElseDoes: those who hold the record read it and tell the young person.
func TestSettle_anAgencySettlesItsOwnPromiseAndNobodyElseDoes(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := w.decision(24 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		own := db.NewID()
		w.must(w.service.Pledge(ctx, w.pat, w.person, sharing.Reply{ID: own, Share: d.ID}, sharing.Pledge{What: "A chair by the window", Owner: "the school", Due: "2031-04-01"}))
		find := func(id string) promise.Promise {
			list, err := w.made.Promises(ctx, w.max, w.person)
			w.must(err)
			for _, p := range list {
				if p.ID == id {
					return p
				}
			}
			t.Fatal("the promise is not there")
			return promise.Promise{}
		}
		say := func(who permit.Actor, id, state, due string) error {
			return w.service.Settle(ctx, who, w.person, d.ID, id, sharing.Outcome{ID: db.NewID(), State: state, Why: "because", Due: due})
		}
		holder := func(kind promise.Kind) error {
			return w.made.Settle(ctx, w.max, w.person, own, promise.Settlement{EventID: db.NewID(), Kind: kind, DueOn: "2031-05-01",
				Text: promise.EventText{Evidence: "e", Reason: "r", Body: "b", How: "told"}})
		}
		for _, kind := range []promise.Kind{promise.WasKept, promise.WasBroken, promise.Changed, promise.WasHanded} {
			w.refused(holder(kind), problem.Conflict)
		}
		w.must(say(w.pat, own, sharing.StateChanged, "2031-04-08"))
		if p := find(own); p.State != promise.Open || p.DueOn != "2031-04-08" || p.Agency != w.school || p.Follows(promise.WasKept) {
			t.Errorf("moved to another day it is %+v", p)
		}
		w.must(say(w.pat, own, sharing.StateKept, ""))
		if p := find(own); p.State != promise.Kept || p.LastEvent().Author != w.pat.ID || p.LastEvent().Text.Evidence != "because" {
			t.Errorf("kept it is %+v", p)
		}
		w.must(holder(promise.WasToldBack))
		w.refused(say(w.pat, own, sharing.StateKept, ""), problem.Conflict)
		w.refused(say(w.pat, own, "handed_over", ""), problem.Invalid)
		w.refused(say(w.pat, own, sharing.StateChanged, "tomorrow"), problem.Invalid)

		// Nobody else's promise, and nobody else.
		for _, p := range func() []promise.Promise { l, err := w.made.Promises(ctx, w.max, w.person); w.must(err); return l }() {
			if p.ID != own {
				w.refused(say(w.pat, p.ID, sharing.StateKept, ""), problem.NotFound)
			}
		}
		third := permit.Actor{ID: db.NewID(), Organisation: w.other, Roles: []permit.Role{permit.Practitioner}}
		w.refused(say(third, own, sharing.StateBroken, ""), problem.NotFound)
		w.refused(say(w.max, own, sharing.StateBroken, ""), problem.Forbidden)
		w.wait(25 * time.Hour)
		w.refused(say(w.pat, own, sharing.StateBroken, ""), problem.NotFound)
	})
}
