package conversation_test

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit/tablet"
)

// halfSaid is a sitting of Mina's in which something was written and which nobody ended.
func (w *world) halfSaid() string {
	w.t.Helper()
	sitting := w.open()
	w.say(sitting, func(c *conversation.Content) { answer(c, w.codes[0], "some_of_it", "half of it was said") })
	return sitting
}

func TestTakeOver_nothingIsLostAndItIsSaid(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, sitting, later := t.Context(), w.halfSaid(), w.later(conversation.TakeOverAfter)
		refused(t, w.service.TakeOver(ctx, w.max, w.selam, sitting, "ill"), problem.Conflict, "conversation.being_held")
		demands(t, later.TakeOver(ctx, w.max, w.selam, sitting, "because"), "why", "problem.required_choice")
		for name, who := range map[string]permit.Actor{"a colleague": w.omar, "a guardian": w.gail, "whoever opened it": w.mina} {
			if err := later.TakeOver(ctx, who, w.selam, sitting, "ill"); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s takes it over: %v", name, err)
			}
		}
		refused(t, later.TakeOver(ctx, w.max, w.dawit, sitting, "ill"), problem.NotFound, "problem.not_found")
		refused(t, later.TakeOver(ctx, w.max, w.selam, db.NewID(), "ill"), problem.NotFound, "problem.not_found")
		left, err := later.LeftOpen(ctx, w.max, w.selam, sitting)
		must(t, err)
		if left.Written.IsZero() || left.Sitting.OpenedBy != w.mina.ID {
			t.Errorf("left open: %+v", left)
		}
		must(t, later.TakeOver(ctx, w.max, w.selam, sitting, "ill"))
		at, err := later.Sitting(ctx, w.max, w.selam, sitting, conversation.YoungPerson)
		must(t, err)
		if at.Draft.Answers[w.codes[0]].Words.Text != "half of it was said" {
			t.Errorf("what was written is lost: %+v", at.Draft)
		}
		if o := at.Sitting.Setup.TakenOver; len(o) != 1 || o[0].From != w.mina.ID || o[0].By != w.max.ID || o[0].Reason != "ill" || o[0].Ended {
			t.Errorf("taken over: %+v", o)
		}
		if n := w.count("conversation_drafts"); n != 1 {
			t.Errorf("%d drafts are left", n)
		}
		refused(t, w.draft(w.mina, sitting, conversation.YoungPerson, func(*conversation.Content) {}), problem.Conflict, "conversation.opened_by_other")
		refused(t, later.TakeOver(ctx, w.max, w.selam, sitting, "ill"), problem.Conflict, "conversation.take_over_own")
		must(t, later.Finish(ctx, w.max, w.selam, sitting, db.NewID()))
		if c := w.kept(sitting).Contributions; len(c) != 1 || c[0].Author != w.max.ID || c[0].Content.Answers[w.codes[0]].Choice != "some_of_it" {
			t.Errorf("kept: %+v", c)
		}
		refused(t, later.TakeOver(ctx, w.max, w.selam, sitting, "ill"), problem.Conflict, "conversation.ended")
	})
}

func TestEndLeft_keepsWhatWasWrittenAsItWasWritten(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, sitting, id, later := t.Context(), w.halfSaid(), db.NewID(), w.later(conversation.TakeOverAfter)
		refused(t, w.service.EndLeft(ctx, w.max, w.selam, sitting, id, "left"), problem.Conflict, "conversation.being_held")
		refused(t, later.EndLeft(ctx, w.omar, w.selam, sitting, id, "left"), problem.Forbidden, "access.refused")
		refused(t, later.EndLeft(ctx, w.max, w.selam, sitting, "x", "left"), problem.Invalid, "problem.stale_form")
		for range 2 { // pressed twice
			must(t, later.EndLeft(ctx, w.max, w.selam, sitting, id, "left"))
		}
		s := w.kept(sitting)
		c := s.Contributions
		if len(c) != 1 || c[0].ID != id || c[0].Author != w.mina.ID || c[0].Content.Answers[w.codes[0]].Words.Text != "half of it was said" {
			t.Fatalf("kept: %+v", c)
		}
		if s.Open() || s.Setup.ReadBack != "no" || len(s.Setup.TakenOver) != 1 || !s.Setup.TakenOver[0].Ended {
			t.Errorf("ended: %+v", s.Sitting)
		}
		if n := w.count("conversation_drafts"); n != 0 {
			t.Errorf("%d drafts are left", n)
		}
		refused(t, w.draft(w.mina, sitting, conversation.YoungPerson, func(*conversation.Content) {}), problem.Conflict, "conversation.ended")
		empty := w.open()
		must(t, later.EndLeft(ctx, w.max, w.selam, empty, db.NewID(), "mistake"))
		if s := w.kept(empty); s.Open() || len(s.Contributions) != 0 {
			t.Errorf("with nothing said it is %+v", s)
		}
	})
}

// TestTakeOver_whatTheColleaguesDeviceSendsLater waits and is settled like anything else from a device: it is a sitting of
// its own, and nothing a device says puts it among those that were taken over.
func TestTakeOver_whatTheColleaguesDeviceSendsLater(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		k := w.takeOut(dev)
		sitting, later := w.halfSaid(), w.later(conversation.TakeOverAfter)
		must(t, later.EndLeft(ctx, w.max, w.selam, sitting, db.NewID(), "ill"))
		doc := dev.Sitting(k, w.said("from the device"))
		doc["setup"].(map[string]any)["taken_over"] = []any{map[string]any{"from": w.mina.ID, "by": w.max.ID, "at": "2026-03-02T10:00:00Z", "reason": "ill"}}
		p := dev.Seal(k, doc, 7, true)
		states(t, w.arrive(permit.Nobody, dev.Delivery(p)), "waiting")
		taken, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		words, all := w.heard(w.mina, w.selam)
		if taken == sitting || len(all) != 2 || !strings.Contains(words, "from the device") || !strings.Contains(words, "half of it was said") {
			t.Errorf("heard %q in %d sittings", words, len(all))
		}
		i := slices.IndexFunc(all, func(s conversation.Summary) bool { return s.ID == taken })
		if o := all[i].Setup.TakenOver; len(o) != 0 {
			t.Errorf("a device says who took over: %+v", o)
		}
	})
}
