package together_test

import (
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
	"stablefutures/internal/together"
)

// The group's no keeps a draft out of use, and its yes is about exactly the words that it was shown.
func TestGroup_nothingComesIntoUseWithoutItsYes(t *testing.T) {
	each(t, func(w *world) {
		ctx := w.Context()
		shelf := framework.New(w.door)
		shelf.UseGroups(together.MayUse)
		steward := permit.Actor{ID: db.NewID(), Organisation: w.worker.Organisation, Roles: []permit.Role{permit.Steward}}
		checklist, _ := framework.BySet(framework.SetChecklist)
		say := func(words string) framework.Version {
			v, err := shelf.ChangeDraft(ctx, steward, checklist, "en", func(c *framework.Changes) { c.Say("card/B2/ask", words) })
			w.must(err)
			w.must(shelf.Decide(ctx, steward, v.ID, v.Digest(), "Warmer words", framework.Decision{Group: "Some group", Decision: framework.GroupYes, On: db.Day(testkit.Now())}))
			return v
		}
		group := db.NewID()
		w.must(w.together.BeginGroup(ctx, w.worker, group, together.GroupText{Name: "Thursdays", Deal: "Words and pictures."}))
		v := say("Do you feel at home there?")
		w.refused(shelf.Use(ctx, steward, v.ID, v.Digest()), problem.Invalid, "together.group_first")

		sp, err := w.together.Space(ctx, w.worker, group)
		w.must(err)
		if len(sp.Drafts) != 1 || sp.Drafts[0].ID != v.ID {
			t.Fatalf("the draft is not before the group: %v", sp.Drafts)
		}
		said := func(decision string, v framework.Version) error {
			return w.together.Decide(ctx, w.worker, group, together.Decision{Version: v.ID, Digest: v.Digest(), Decision: decision, Said: "So we said.", On: db.Day(testkit.Now())})
		}
		w.must(said(framework.GroupYes, v))
		w.must(said(framework.GroupNotYet, v))
		w.refused(shelf.Use(ctx, steward, v.ID, v.Digest()), problem.Invalid, "together.group_first")
		w.must(said(framework.GroupYes, v))
		changed := say("Do you like it there?")
		w.refused(shelf.Use(ctx, steward, changed.ID, changed.Digest()), problem.Invalid, "together.group_first")
		w.refused(said(framework.GroupYes, v), problem.Conflict, "framework.wording.changed_since")
		w.must(said(framework.GroupYes, changed))
		w.must(shelf.Use(ctx, steward, changed.ID, changed.Digest()))
	})
}

func TestGroup_meetsProposesAndIsAnswered(t *testing.T) {
	each(t, func(w *world) {
		ctx, group, proposal := w.Context(), db.NewID(), db.NewID()
		w.must(w.together.BeginGroup(ctx, w.worker, group, together.GroupText{Name: "Thursdays", Deal: "Words."}))
		w.must(w.together.Meet(ctx, w.worker, group, db.NewID(), db.Day(testkit.Now()), together.MeetingText{Explained: "Rights.", Talked: "Cards."}))
		w.must(w.together.Propose(ctx, w.worker, group, proposal, "rule", together.ProposalText{About: "Cards", Wish: "Three at most."}))
		w.must(w.together.Reply(ctx, w.manager, group, proposal, together.Reply{State: "taken_up", Said: "We are at it."}))
		w.must(w.together.Reply(ctx, w.manager, group, proposal, together.Reply{State: "cannot", Said: "It cannot be, and this is why."}))
		sp, err := w.together.Space(ctx, w.manager, group)
		w.must(err)
		if len(sp.Meetings) != 1 || len(sp.Proposals) != 1 || len(sp.Proposals[0].Answers) != 2 || sp.Proposals[0].Answers[0].State != "cannot" {
			t.Errorf("%+v", sp)
		}
		w.refused(w.together.Meet(ctx, w.worker, group, db.NewID(), "2999-01-01", together.MeetingText{Explained: "a", Talked: "b"}), problem.Invalid, "")
		w.refused(w.together.Propose(ctx, w.worker, group, db.NewID(), "colour", together.ProposalText{About: "a", Wish: "b"}), problem.Invalid, "")
		w.refused(w.together.Reply(ctx, w.manager, group, db.NewID(), together.Reply{State: "done", Said: "x"}), problem.NotFound, "")
		_, err = w.together.Space(ctx, w.stranger, group)
		w.refused(err, problem.NotFound, "")
		w.refused(w.together.Propose(ctx, w.stranger, group, db.NewID(), "rule", together.ProposalText{About: "a", Wish: "b"}), problem.NotFound, "")
		w.refused(w.together.Decide(ctx, w.worker, group, together.Decision{Version: db.NewID(), Digest: "x", Decision: "yes", On: db.Day(testkit.Now())}), problem.NotFound, "")
	})
}
