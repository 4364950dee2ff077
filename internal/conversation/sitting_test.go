package conversation_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

func TestChangeDraft_twoTabsOnDifferentCardsBothHold(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sitting := w.open()
		var tabs sync.WaitGroup
		for _, code := range w.codes[:16] {
			tabs.Go(func() {
				if err := w.draft(w.mina, sitting, conversation.YoungPerson, func(c *conversation.Content) { answer(c, code, "not_sure", "of "+code) }); err != nil {
					t.Error(err)
				}
			})
		}
		tabs.Wait()
		table, err := w.service.Sitting(t.Context(), w.mina, w.selam, sitting, conversation.YoungPerson)
		must(t, err)
		for _, code := range w.codes[:16] {
			if table.Draft.Answers[code].Words.Text != "of "+code {
				t.Errorf("what was said of %s is lost", code)
			}
		}
		if table.Nation != "wales" {
			t.Errorf("the table stands in %q", table.Nation)
		}
	})
}

func TestDrafts_areSeenByTheirAuthorAlone(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sitting := w.open()
		w.say(sitting, func(c *conversation.Content) { answer(c, w.codes[0], "not_there", "unfinished") })
		_, err := w.service.Sitting(t.Context(), w.omar, w.selam, sitting, conversation.YoungPerson)
		refused(t, err, problem.Conflict, "conversation.opened_by_other")
		refused(t, w.draft(w.omar, sitting, conversation.YoungPerson, func(*conversation.Content) {}), problem.Conflict, "conversation.opened_by_other")
		refused(t, w.service.Finish(t.Context(), w.omar, w.selam, sitting, db.NewID()), problem.Conflict, "conversation.opened_by_other")
		refused(t, w.service.Stop(t.Context(), w.omar, w.selam, sitting, db.NewID(), false), problem.Conflict, "conversation.opened_by_other")
		list, err := w.service.Sittings(t.Context(), w.omar, w.selam)
		must(t, err)
		if len(list) != 1 || list[0].Draft != "" || len(list[0].Contributions) != 0 {
			t.Errorf("a colleague sees %+v", list)
		}
		own, err := w.service.Sittings(t.Context(), w.mina, w.selam)
		must(t, err)
		if own[0].Draft != conversation.YoungPerson {
			t.Errorf("its author sees %+v", own)
		}
	})
}

func TestEnding_keepsForgetsAndDestroysTheDraft(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			name  string
			said  bool
			end   func(sitting, contribution string) error
			kept  int
			ended string
		}{
			{"finished", true, func(s, c string) error { return w.service.Finish(t.Context(), w.mina, w.selam, s, c) }, 1, "finished"},
			{"finished with nothing said", false, func(s, c string) error { return w.service.Finish(t.Context(), w.mina, w.selam, s, c) }, 0, "finished"},
			{"stopped, keep", true, func(s, c string) error { return w.service.Stop(t.Context(), w.mina, w.selam, s, c, true) }, 1, "stopped"},
			{"stopped, forget", true, func(s, c string) error { return w.service.Stop(t.Context(), w.mina, w.selam, s, c, false) }, 0, "stopped"},
			{"stopped with nothing said", false, func(s, c string) error { return w.service.Stop(t.Context(), w.mina, w.selam, s, c, true) }, 0, "stopped"},
		} {
			sitting, contribution := w.open(), db.NewID()
			if c.said {
				w.say(sitting, func(c *conversation.Content) { answer(c, w.codes[0], "", "one word") })
			} else {
				w.say(sitting, func(c *conversation.Content) { c.Chosen = w.codes[:3] })
			}
			must(t, c.end(sitting, contribution))
			sum := w.kept(sitting)
			if len(sum.Contributions) != c.kept || sum.Ending != c.ended || sum.Open() || sum.Draft != "" {
				t.Errorf("%s: got %d kept, %q, draft %q", c.name, len(sum.Contributions), sum.Ending, sum.Draft)
			}
			if n := w.count("conversation_drafts"); n != 0 {
				t.Errorf("%s: %d drafts are left", c.name, n)
			}
		}
		if n := w.count("conversation_contributions"); n != 2 {
			t.Errorf("%d contributions are stored, want 2", n)
		}
	})
}

func TestRepeats_changeNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		n := conversation.NewSitting{ID: db.NewID(), Record: w.selam, EditionID: w.ed.ID, Setup: setup()}
		for range 2 {
			_, err := w.service.OpenSitting(ctx, w.mina, n)
			must(t, err)
		}
		contribution := db.NewID()
		w.say(n.ID, func(c *conversation.Content) { answer(c, w.codes[0], "not_today", "") })
		for range 3 {
			must(t, w.service.Finish(ctx, w.mina, w.selam, n.ID, contribution))
		}
		refused(t, w.service.Stop(ctx, w.mina, w.selam, n.ID, contribution, false), problem.Conflict, "conversation.ended")
		refused(t, w.service.Stop(ctx, w.mina, w.selam, n.ID, db.NewID(), true), problem.Conflict, "conversation.ended")
		refused(t, w.draft(w.mina, n.ID, conversation.YoungPerson, func(*conversation.Content) {}), problem.Conflict, "conversation.ended")

		forgotten, id := w.open(), db.NewID()
		w.say(forgotten, func(c *conversation.Content) { answer(c, w.codes[0], "not_today", "") })
		for range 2 {
			must(t, w.service.Stop(ctx, w.mina, w.selam, forgotten, id, false))
		}
		refused(t, w.service.Stop(ctx, w.mina, w.selam, forgotten, id, true), problem.Conflict, "conversation.ended")

		for _, said := range []conversation.Content{{}, {Matters: w.codes[:1]}} {
			h := conversation.Whole{Sitting: conversation.NewSitting{ID: db.NewID(), Record: w.selam, EditionID: w.ed.ID, Setup: setup()},
				ContributionID: db.NewID(), Content: said}
			for range 2 {
				must(t, w.service.Hold(ctx, w.mina, h))
			}
			if said.Complete() {
				h.ContributionID = db.NewID()
				refused(t, w.service.Hold(ctx, w.mina, h), problem.Conflict, "problem.duplicate")
			}
		}
		if s, c := w.count("conversation_sittings"), w.count("conversation_contributions"); s != 4 || c != 2 {
			t.Errorf("%d sittings and %d contributions, want 4 and 2", s, c)
		}
	})
}

func TestSittings_ofAnotherRecordAreNotFound(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		sitting, contribution := w.finished(w.codes[0])
		open := w.open()
		_, err := w.service.Sitting(ctx, w.stranger, w.dawit, open, conversation.YoungPerson)
		refused(t, err, problem.NotFound, "problem.not_found")
		_, err = w.service.Kept(ctx, w.stranger, w.dawit, sitting)
		refused(t, err, problem.NotFound, "problem.not_found")
		for name, err := range map[string]error{
			"draft": w.service.ChangeDraft(ctx, w.stranger, w.dawit, open, conversation.YoungPerson, func(*conversation.Content) error { return nil }),
			"setup": w.service.ChangeSetup(ctx, w.stranger, w.dawit, open, func(*conversation.Setup) error { return nil }),
			"stop":  w.service.Stop(ctx, w.stranger, w.dawit, open, db.NewID(), true),
			"view":  w.service.AddView(ctx, w.stranger, w.dawit, sitting, db.NewID()),
			"talk":  w.service.TalkThrough(ctx, w.stranger, w.dawit, contribution, "talked_through", ""),
			"right": w.service.Correct(ctx, w.stranger, conversation.Correction{Record: w.dawit, Corrects: contribution, ID: db.NewID(), Why: "x"}),
		} {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		// Without a grant the record itself cannot be found, whatever the role.
		_, err = w.service.Sittings(ctx, w.stranger, w.selam)
		refused(t, err, problem.NotFound, "problem.not_found")
		administrator := w.mina
		administrator.Roles = []permit.Role{permit.Administrator}
		_, err = w.service.Sittings(ctx, administrator, w.selam)
		refused(t, err, problem.Forbidden, "access.refused")
		// An id that is taken elsewhere opens nothing here.
		_, err = w.service.OpenSitting(ctx, w.stranger, conversation.NewSitting{ID: open, Record: w.dawit, EditionID: w.ed.ID, Setup: setup()})
		refused(t, err, problem.Conflict, "problem.duplicate")
	})
}

func TestChangeSetup_recordsWhatWasExplainedWhileTheSittingGoesOn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sitting := w.open()
		told := func(s *conversation.Setup) error { s.Explained = []string{"what", "stop"}; return nil }
		must(t, w.service.ChangeSetup(t.Context(), w.mina, w.selam, sitting, told))
		if sum := w.kept(sitting); !slices.Equal(sum.Setup.Explained, []string{"what", "stop"}) || sum.Setup.Language != "en" {
			t.Errorf("got %+v", sum.Setup)
		}
		bad := func(s *conversation.Setup) error { s.Interpreter.Used = "perhaps"; return nil }
		demands(t, w.service.ChangeSetup(t.Context(), w.mina, w.selam, sitting, bad), "interpreter", "problem.required_choice")
		refused(t, w.service.ChangeSetup(t.Context(), w.omar, w.selam, sitting, told), problem.Conflict, "conversation.opened_by_other")
		must(t, w.service.Finish(t.Context(), w.mina, w.selam, sitting, db.NewID()))
		refused(t, w.service.ChangeSetup(t.Context(), w.mina, w.selam, sitting, told), problem.Conflict, "conversation.ended")
	})
}

func TestHold_fiftyAtOnceAreAllThere(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var callers sync.WaitGroup
		want := make([]string, 50)
		for i := range want {
			want[i] = db.NewID()
			callers.Go(func() {
				c := conversation.Content{}
				answer(&c, w.codes[i%len(w.codes)], "there_for_me", fmt.Sprintf("caller %d", i))
				if err := w.service.Hold(t.Context(), w.mina, conversation.Whole{ContributionID: want[i], Content: c,
					Sitting: conversation.NewSitting{ID: db.NewID(), Record: w.selam, EditionID: w.ed.ID, Setup: setup()}}); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		var have []string
		for _, c := range w.picture().Contributions {
			have = append(have, c.ID)
		}
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%d of 50 are in the picture", len(have))
		}
	})
}

// An edition for adults alone is never used with a child, nor with whoever is presumed to be one, on a screen or from paper.
func TestSitting_withAnEditionForAdults(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		adults, _ := framework.BySet(framework.SetMSCOS)
		born := func(b record.Birth) string {
			id, err := w.records.Create(t.Context(), w.mina, record.NewPerson{Nation: "wales",
				Profile: record.Profile{Names: record.Names{Given: "Kidane"}, Birth: b}})
			must(t, err)
			return id
		}
		for name, b := range map[string]record.Birth{
			"no date": {}, "a child": {Day: "2015-01-01", Accuracy: record.Documented}, "disputed": {Day: "1990-01-01", Accuracy: record.Disputed},
			"estimated": {Day: "1990-01-01", Accuracy: record.Estimated},
		} {
			id := born(b)
			_, err := w.service.OpenSitting(t.Context(), w.mina, conversation.NewSitting{Record: id, EditionID: adults.ID, Setup: setup()})
			if problem.KeyOf(err) != "conversation.adults_only" {
				t.Errorf("%s: %v", name, err)
			}
			err = w.service.Hold(t.Context(), w.mina, conversation.Whole{ContributionID: db.NewID(),
				Sitting: conversation.NewSitting{ID: db.NewID(), Record: id, EditionID: adults.ID, Setup: setup()}})
			if problem.KeyOf(err) != "conversation.adults_only" {
				t.Errorf("%s, from paper: %v", name, err)
			}
		}
		_, err := w.service.OpenSitting(t.Context(), w.mina, conversation.NewSitting{EditionID: adults.ID, Setup: setup(),
			Record: born(record.Birth{Day: "1990-01-01", Accuracy: record.Documented})})
		must(t, err)
	})
}
