package custody_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// The basis for holding, agreement to take part and permission for words are three things, and none of them is another.
func TestKeeping_threeThingsApart(t *testing.T) {
	eachHouse(t, func(h *house) {
		id := h.full()
		k := h.keeping(id)
		if k.Basis != nil || len(k.Words) != 0 || len(k.Talks) != 1 || k.Ground.Source.Title == "" {
			h.Errorf("%+v", k)
		}
		sittings, err := h.talks.Sittings(h.Context(), h.first, id)
		h.must(err)
		said := sittings[0].Contributions[0]
		for _, yes := range []bool{true, false} {
			h.must(h.door.Do(h.Context(), h.first, permit.HoldConversation, access.Record(id), func(w *access.Work) error {
				return conversation.Permit(h.Context(), w, id, conversation.Permission{ID: db.NewID(), Contribution: said.ID, Item: said.Content.Chosen[0],
					Recipient: conversation.Publication, Yes: yes, Given: conversation.Beside, Text: conversation.PermissionText{Language: "en"}})
			}))
		}
		if k = h.keeping(id); len(k.Words) != 2 || !k.Words[0].Publication || k.Basis != nil {
			h.Errorf("%+v", k.Words)
		}
	})
}
