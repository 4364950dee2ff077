package conversation_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit/tablet"
)

// TestTakeIn_ofARestrictedRecord: what somebody took out before a record was restricted to others waits for those it names,
// and tells whoever took it out nothing of whose it is any more.
func TestTakeIn_ofARestrictedRecord(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		k := tablet.Of(w.issue(w.mina, w.selam, dev))
		err := w.door.Do(ctx, w.max, permit.RestrictRecord, access.Record(w.selam), func(work *access.Work) error {
			return work.Restrict(ctx, "danger", []access.Holder{{Kind: access.HolderAccount, ID: w.max.ID}, {Kind: access.HolderAccount, ID: w.gail.ID}})
		})
		must(t, err)
		p := dev.Seal(k, dev.Sitting(k, w.said("before it was restricted")), 1, true)
		states(t, w.arrive(w.mina, dev.Delivery(p)), "waiting") // it arrives like any other, and tells nothing
		list, err := w.service.Arrived(ctx, w.mina)
		must(t, err)
		if len(list) != 1 || list[0].Names != nil || !list[0].NoGrant {
			t.Errorf("who is shut out sees %+v", list)
		}
		_, err = w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		refused(t, err, problem.NotFound, "problem.not_found")
		must(t, w.service.Quarantine(ctx, w.mina, p.Envelope.ID, conversation.NoGrant))
		if list, err = w.service.Arrived(ctx, w.omar); err != nil || len(list) != 0 {
			t.Errorf("a colleague who is shut out sees %+v, %v", list, err)
		}
		if list, err = w.service.Arrived(ctx, w.max); err != nil || len(list) != 1 || list[0].Reason != conversation.NoGrant || list[0].Names == nil {
			t.Fatalf("the manager who is named sees %+v, %v", list, err)
		}
		_, err = w.service.TakeIn(ctx, w.max, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		if _, all := w.heard(w.gail, w.selam); len(all) != 1 || all[0].OpenedBy != w.mina.ID {
			t.Errorf("what was said is kept as %+v", all)
		}
	})
}
