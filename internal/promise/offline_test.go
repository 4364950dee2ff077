package promise_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// TestTakeIn_aGapInAPromiseKeepsNobodysWordsOut: a device may have stopped between "what" and "by when".
func TestTakeIn_aGapInAPromiseKeepsNobodysWordsOut(t *testing.T) {
	eachWorld(t, func(w *world) {
		sitting, today := db.NewID(), testkit.Now().Format(time.DateOnly)
		w.must(w.talks.Hold(w.Context(), w.who, conversation.Whole{ContributionID: db.NewID(), Content: conversation.Content{},
			Sitting: conversation.NewSitting{ID: sitting, Record: w.personID, EditionID: w.edition.ID,
				Setup: conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}}}))
		whole, gap, empty := db.NewID(), db.NewID(), db.NewID()
		list := []conversation.OfflinePromise{
			{ID: whole, What: "Ring the college", Owner: "Tam", Due: "2027-04-01", Agreed: "yes"},
			{ID: gap, What: "Find the lilac door", Due: "next week"},
			{ID: empty},
		}
		for range 2 { // taking in again changes nothing
			w.must(w.door.Do(w.Context(), w.who, permit.HoldConversation, access.Record(w.personID), func(work *access.Work) error {
				return w.TakeIn(work, sitting, list)
			}))
		}
		all, err := w.Promises(w.Context(), w.who, w.personID)
		w.must(err)
		if len(all) != 2 {
			t.Fatalf("%d promises, want the whole one and the one with a gap", len(all))
		}
		if p := w.find(whole); p.DueOn != "2027-04-01" || p.Text.Owner != "Tam" || p.Agreed != "yes" {
			t.Errorf("the whole one became %+v", p)
		}
		if p := w.find(gap); p.DueOn != today || p.Text.Owner == "" || p.Agreed != "not_asked" {
			t.Errorf("the one with a gap became %+v, want it due today", p)
		}
	})
}
