package sharing

import (
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// TestBetween_aPartnerSaysWhatBecameOfItsPromise in a later answer, of its own promise alone; here it stands as theirs.
func TestBetween_aPartnerSaysWhatBecameOfItsPromise(t *testing.T) {
	eachTwo(t, func(w *two) {
		ctx := w.Context()
		_, file := w.send()
		in := w.takeIn(file)
		bring := func(kind PackageKind) {
			t.Helper()
			_, err := w.council.TakeIn(ctx, w.council.boss, w.trust.newest(in, kind), "")
			must(t, err)
		}
		bring(PackageReceipt)
		said := answers()
		_, err := w.trust.Answer(ctx, w.trust.worker, in.Record, said)
		must(t, err)
		bring(PackageAnswer)
		theirs := func() promise.Promise {
			list, err := w.council.promises.Promises(ctx, w.council.boss, w.person)
			must(t, err)
			return list[len(list)-1]
		}
		if p := theirs(); p.Agency != w.partner.ID || p.Follows(promise.WasKept) {
			t.Errorf("it is not theirs: %+v", p)
		}
		kept := PackageElement{ID: db.NewID(), Kind: "promise", Mark: MarkFact, Text: "She came, lilac", State: StateKept, Settles: said[1].ID}
		_, err = w.trust.Answer(ctx, w.trust.worker, in.Record, []PackageElement{kept})
		must(t, err)
		bring(PackageAnswer)
		if p := theirs(); p.State != promise.Kept || p.LastEvent().Text.Evidence != kept.Text {
			t.Errorf("kept it is %+v", p)
		}
		err = w.council.promises.Settle(ctx, w.council.boss, w.person, theirs().ID, promise.Settlement{EventID: db.NewID(), Kind: promise.WasBroken, Text: promise.EventText{Reason: "r"}})
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("the council settles what is theirs: %v", err)
		}
		// The same outcome again, and one of a promise that was never made here, say nothing new and stop nothing.
		again := kept
		again.ID = db.NewID()
		_, err = w.trust.Answer(ctx, w.trust.worker, in.Record, []PackageElement{again})
		must(t, err)
		bring(PackageAnswer)
		for name, change := range map[string]func(*PackageElement){
			"of nobody":        func(e *PackageElement) { e.Settles = db.NewID() },
			"of a view":        func(e *PackageElement) { e.Settles = said[0].ID },
			"as something":     func(e *PackageElement) { e.State = "handed_over" },
			"moved to nowhere": func(e *PackageElement) { e.State = StateChanged },
		} {
			e := kept
			e.ID = db.NewID()
			change(&e)
			if _, err := w.trust.Answer(ctx, w.trust.worker, in.Record, []PackageElement{e}); err == nil {
				t.Errorf("settled %s", name)
			}
		}
		w.council.holds()
		w.trust.holds()
	})
}
