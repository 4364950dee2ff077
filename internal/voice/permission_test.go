package voice_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// A no holds from the moment it is said: whoever asks next, inside any use case, is told no.
func TestDecide_aNoHoldsAtOnce(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		p, err := w.Open(ctx, w.tam, w.selam)
		w.must(err)
		item := ""
		for code := range p.Sittings[0].Said.Content.Answers {
			item = code
		}
		to := w.tam.Organisation
		yes := conversation.Permission{ID: db.NewID(), Contribution: w.said, Item: item, Recipient: to, Yes: true}
		w.refused(w.Decide(ctx, w.tam, w.selam, yes), problem.NotFound) // nobody asked for it yet
		w.must(w.talks.SayPermission(ctx, w.tam, w.selam, yes))
		may := func() (yes bool) {
			w.must(w.door.Read(ctx, w.tam, permit.ReadConversation, access.Record(w.selam), func(work *access.Work) error {
				list, err := conversation.Permissions(ctx, work, w.selam)
				yes = conversation.Permitted(list, w.said, item, to)
				return err
			}))
			return yes
		}
		if !may() {
			t.Fatal("their yes is not kept")
		}
		no := conversation.Permission{ID: db.NewID(), Contribution: w.said, Item: item, Recipient: to}
		w.refused(w.Decide(ctx, w.noor, w.selam, no), problem.NotFound)
		w.must(w.Decide(ctx, w.tam, w.selam, no))
		w.must(w.Decide(ctx, w.tam, w.selam, no)) // pressed twice
		if may() {
			t.Error("their no does not hold")
		}
		asked, err := w.Permissions(ctx, w.tam, w.selam)
		w.must(err)
		if len(asked) != 1 || len(asked[0].Last) != 1 || asked[0].Last[0].Yes || asked[0].Recipients[to] != "Wendmoor Council" {
			t.Errorf("shown: %+v", asked)
		}
	})
}
