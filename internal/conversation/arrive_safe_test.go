package conversation_test

import (
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit/tablet"
)

func TestSettle_whoHoldsNoGrantReadsNothingByWayOfARecordOfTheirOwn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		outside := w.max // a manager of the same organisation who is not in Selam's team
		outside.ID, outside.Teams = w.stranger.ID, nil
		k := w.takeOut(dev)
		p := dev.Seal(k, dev.Sitting(k, w.said("hers")), 1, true)
		p.Envelope.Sig = dev.Seal(k, dev.Sitting(k, w.said("other")), 1, true).Envelope.Sig
		states(t, w.arrive(w.mina, dev.Delivery(p)), "quarantined other_device")
		id := p.Envelope.ID
		_, err := w.service.Waits(ctx, outside, id)
		refused(t, err, problem.NotFound, "problem.not_found")
		_, err = w.service.Waits(ctx, w.max, id)
		must(t, err)
		for _, who := range []permit.Actor{outside, w.max} {
			_, err = w.service.Look(ctx, who, id, w.dawit)
			if err == nil {
				t.Error("looked into by way of another record")
			}
			if _, err = w.service.TakeIn(ctx, who, conversation.Take{Arrival: id, Record: w.dawit}); err == nil {
				t.Error("taken in to another record")
			}
		}
		_, err = w.service.TakeIn(ctx, outside, conversation.Take{Arrival: id, Record: w.dawit})
		refused(t, err, problem.Conflict, "conversation.arrival_of_another")
		_, err = w.service.TakeIn(ctx, w.max, conversation.Take{Arrival: id, Record: w.selam})
		must(t, err)
	})
}

func TestArrive_anEnvelopeThatOnlyNamesATicketDoesNothingToIt(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev, thief := t.Context(), tablet.New(t), tablet.New(t)
		k := w.takeOut(dev)
		forged := thief.Seal(k, thief.Sitting(k, w.said("forged")), 1, true)
		forged.Token = "no token of ours"
		states(t, w.arrive(w.stranger, thief.Delivery(forged)), "quarantined unknown")
		_, err := w.service.TakeIn(ctx, w.stranger, conversation.Take{Arrival: forged.Envelope.ID, Record: w.dawit})
		must(t, err)
		p := dev.Seal(k, dev.Sitting(k, w.said("hers")), 1, true)
		states(t, w.arrive(w.mina, dev.Delivery(p)), "waiting")
		_, err = w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		if words, _ := w.heard(w.mina, w.selam); words != "hers" {
			t.Errorf("heard %q", words)
		}
	})
}

func TestArrive_noFloodKeepsTheTicketsOwnDeviceOut(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		dev := tablet.New(t)
		k := w.takeOut(dev)
		for range 4 {
			other := tablet.New(t)
			states(t, w.arrive(permit.Nobody, other.Delivery(other.Seal(k, other.Sitting(k, w.said("junk")), 1, true))), "waiting")
		}
		other := tablet.New(t)
		states(t, w.arrive(permit.Nobody, other.Delivery(other.Seal(k, other.Sitting(k, w.said("junk")), 1, true))), "refused too_many")
		must(t, w.service.Withdraw(t.Context(), w.mina, k.ID))
		states(t, w.arrive(w.mina, dev.Delivery(dev.Seal(k, dev.Sitting(k, w.said("hers")), 1, true))), "quarantined withdrawn")
	})
}

func TestArrive_aDeviceThatBeganAgainLosesNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		k := w.takeOut(dev)
		first := dev.Seal(k, dev.Sitting(k, w.said("first")), 9, true)
		states(t, w.arrive(w.mina, dev.Delivery(first)), "waiting")
		time.Sleep(5 * time.Millisecond) // the device's clock has milliseconds
		again := dev.Seal(k, dev.Sitting(k, w.said("again")), 2, true)
		states(t, w.arrive(w.mina, dev.Delivery(again)), "waiting")
		states(t, w.arrive(w.mina, dev.Delivery(first, again)), "already", "already")
		for _, p := range []conversation.Parcel{first, again} {
			_, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
			must(t, err)
		}
		if words, all := w.heard(w.mina, w.selam); len(all) != 2 || len(words) != len("first")+len("again") {
			t.Errorf("heard %q in %d sittings", words, len(all))
		}
	})
}
