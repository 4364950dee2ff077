package conversation_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (w *world) statements() []conversation.Statement {
	w.t.Helper()
	list, err := w.service.Statements(w.t.Context(), w.mina, w.selam)
	must(w.t, err)
	return list
}

func TestPermission_nothingSaidIsNoYesAndTheNewestHolds(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, school, police := t.Context(), db.NewID(), db.NewID()
		_, said := w.finished(w.codes[0])
		list := w.statements()
		if len(list) != 1 || list[0].Contribution != said || list[0].Item != w.codes[0] || len(list[0].Permissions) != 0 {
			t.Fatalf("statements: %+v", list)
		}
		may := func(recipient string) bool {
			return conversation.Permitted(w.statements()[0].Permissions, said, w.codes[0], recipient)
		}
		if may(school) {
			t.Error("nobody asked, and it is taken for a yes")
		}
		p := conversation.Permission{ID: db.NewID(), Contribution: said, Item: w.codes[0], Recipient: school, Yes: true,
			Text: conversation.PermissionText{Language: "ti", Note: "they may know"}}
		for range 2 {
			must(t, w.service.SayPermission(ctx, w.mina, w.selam, p))
		}
		if !may(school) || may(police) || may(conversation.Publication) {
			t.Error("a yes to one recipient is a yes to another, or to none")
		}
		p.Yes = false
		refused(t, w.service.SayPermission(ctx, w.mina, w.selam, p), problem.Conflict, "problem.duplicate")
		p.ID = db.NewID()
		must(t, w.service.SayPermission(ctx, w.omar, w.selam, p))
		if may(school) {
			t.Error("what was taken back still holds")
		}
		history := w.statements()[0].Permissions
		if len(history) != 2 || !history[0].Yes || history[0].By != w.mina.ID || history[1].By != w.omar.ID || history[0].Text.Note != "they may know" || history[0].Given != conversation.Beside {
			t.Errorf("history: %+v", history)
		}
		p.ID, p.Contribution = db.NewID(), db.NewID()
		refused(t, w.service.SayPermission(ctx, w.mina, w.selam, p), problem.NotFound, "problem.not_found")
		p.Contribution, p.Item = said, w.codes[1]
		refused(t, w.service.SayPermission(ctx, w.mina, w.selam, p), problem.NotFound, "problem.not_found")
		refused(t, w.service.SayPermission(ctx, w.stranger, w.selam, p), problem.NotFound, "problem.not_found")
		p.Recipient = "everybody"
		demands(t, w.service.SayPermission(ctx, w.mina, w.selam, p), "recipient", "problem.not_a_choice")
	})
}

// TestPermission_isForTheWordsAsTheyWere: nobody said yes to what was set right later, and a permission goes with its record.
func TestPermission_isForTheWordsAsTheyWere(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, school := t.Context(), db.NewID()
		_, said := w.finished(w.codes[0])
		p := conversation.Permission{ID: db.NewID(), Contribution: said, Item: w.codes[0], Recipient: school, Yes: true}
		must(t, w.service.SayPermission(ctx, w.mina, w.selam, p))
		right, later := conversation.Content{}, db.NewID()
		answer(&right, w.codes[0], "not_there", "this is what I said")
		must(t, w.service.Correct(ctx, w.mina, conversation.Correction{Record: w.selam, Corrects: said, ID: later, Content: right, Why: "I misheard"}))
		list := w.statements()
		if len(list) != 1 || list[0].Contribution != later || conversation.Permitted(list[0].Permissions, later, w.codes[0], school) {
			t.Errorf("a yes to other words: %+v", list)
		}
		p.ID = db.NewID()
		refused(t, w.service.SayPermission(ctx, w.mina, w.selam, p), problem.Conflict, "conversation.corrected")
		must(t, w.records.Erase(ctx, w.max, w.selam, "mistake"))
		if n := w.count("conversation_permissions"); n != 0 {
			t.Errorf("%d permissions outlive their record", n)
		}
	})
}

// TestPermit_isKeptUnderTheActThatWasDecided: the room that calls it decides, and the ledger names ids and the answer.
func TestPermit_isKeptUnderTheActThatWasDecided(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, said := w.finished(w.codes[0])
		err := w.door.Do(t.Context(), w.mina, permit.OpenOwnPlace, access.Record(w.selam), func(work *access.Work) error {
			return conversation.Permit(t.Context(), work, w.selam, conversation.Permission{ID: db.NewID(), Contribution: said, Item: w.codes[0],
				Recipient: conversation.Publication, Yes: true, Given: conversation.InOwnPlace})
		})
		must(t, err)
		if p := w.statements()[0].Permissions; len(p) != 1 || p[0].Given != conversation.InOwnPlace {
			t.Errorf("%+v", p)
		}
	})
}
