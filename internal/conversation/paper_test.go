package conversation_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// printedWords is a checksum of words and pictures.
var printedWords = strings.Repeat("ab", 32)

// printed is a ticket on paper for a record ("" for nobody yet), printed by somebody.
func (w *world) printed(who permit.Actor, record string) conversation.Paper {
	w.t.Helper()
	p, err := w.service.IssuePaper(w.t.Context(), who, conversation.NewPaper{ID: db.NewID(), Record: record, EditionID: w.ed.ID, Language: "ti", Nation: "wales",
		Picture: "sun", Word: "River", Wording: []string{printedWords}})
	must(w.t, err)
	return p
}

// typed is what somebody typed in from a sheet: one thing said, one thing that belongs elsewhere.
func (w *world) typed(day string) conversation.Typing {
	s := setup()
	s.Language, s.OnPaper, s.ReadBack = "ti", day, "yes"
	t := conversation.Typing{Contribution: db.NewID(), Setup: s, Elsewhere: db.NewID(), Reference: "heron 77"}
	answer(&t.Content, w.codes[0], "some_of_it", "ንፋስ ብርቱዕ እዩ")
	return t
}

func today() string { return time.Now().UTC().Format(time.DateOnly) }

// What was said on paper stands in the record like anything else: on its day, with what belongs elsewhere, once.
func TestPaper_isTypedInOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, paper := t.Context(), w.printed(w.mina, w.selam)
		typing := w.typed(today())
		must(t, w.service.SaveTyping(ctx, w.mina, w.selam, paper.ID, typing))
		if n := w.count("conversation_sittings"); n != 0 {
			t.Fatalf("%d sittings before anything was kept", n)
		}
		_, back, begun, err := w.service.Typing(ctx, w.mina, w.selam, paper.ID)
		must(t, err)
		if !begun || back.Content.Answers[w.codes[0]].Words.Text != "ንፋስ ብርቱዕ እዩ" {
			t.Errorf("the draft came back as %+v", back)
		}
		if _, _, begun, err := w.service.Typing(ctx, w.omar, w.selam, paper.ID); err != nil || begun {
			t.Errorf("a colleague sees the draft: %v", err)
		}
		must(t, w.service.SaveTyping(ctx, w.omar, w.selam, paper.ID, w.typed(today())))
		for range 2 { // a fault may cut off what comes after: the same again completes it
			_, _, err = w.service.KeepPaper(ctx, w.mina, w.selam, paper.ID)
			must(t, err)
		}
		must(t, w.service.DropTyping(ctx, w.mina, w.selam, paper.ID))
		kept, err := w.service.Kept(ctx, w.omar, w.selam, paper.Sitting)
		must(t, err)
		if kept.Open() || kept.Setup.OnPaper != today() || kept.Setup.TypedIn != today() || kept.Setup.ReadBack != "yes" || !slices.Equal(kept.Setup.Wording, []string{printedWords}) || len(kept.Contributions) != 1 {
			t.Errorf("kept: %+v", kept)
		}
		if len(kept.Marks) != 1 || kept.Marks[0].Text.Reference != "heron 77" {
			t.Errorf("what belongs elsewhere: %+v", kept.Marks)
		}
		if n := w.count("conversation_paper_drafts"); n != 0 {
			t.Errorf("%d drafts are left", n)
		}
		_, _, err = w.service.KeepPaper(ctx, w.omar, w.selam, paper.ID)
		refused(t, err, problem.Conflict, "conversation.paper_used")
		refused(t, w.service.SaveTyping(ctx, w.omar, w.selam, paper.ID, w.typed(today())), problem.Conflict, "conversation.paper_used")
		found, err := w.service.FindPaper(ctx, w.omar, paper.Code)
		must(t, err)
		if !found.Used() || found.Sitting != paper.Sitting {
			t.Errorf("found: %+v", found)
		}
	})
}

// A sheet of last week is typed in today, after a conversation of yesterday: what was said last stands last.
func TestPaper_keepsItsDay(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, paper := t.Context(), w.printed(w.mina, w.selam)
		w.finished(w.codes[0]) // says there_for_me or so, now
		day := time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)
		must(t, w.service.SaveTyping(ctx, w.mina, w.selam, paper.ID, w.typed(day)))
		_, _, err := w.service.KeepPaper(ctx, w.mina, w.selam, paper.ID)
		must(t, err)
		list, err := w.service.Sittings(ctx, w.mina, w.selam)
		must(t, err)
		last := list[len(list)-1]
		if last.ID != paper.Sitting || last.OpenedAt.Format(time.DateOnly) != day || last.Contributions[0].At.Format(time.DateOnly) != day {
			t.Errorf("the sheet of %s stands as %v", day, last.OpenedAt)
		}
		said := w.picture().Outcomes(w.ed, true)[w.codes[0]]
		if said.Young.Sitting == paper.Sitting || len(said.Path) != 2 {
			t.Errorf("the older words stand last: %+v", said.Young)
		}
		must(t, w.service.RemakePicture(ctx, w.selam))
		if again := w.picture().Outcomes(w.ed, true)[w.codes[0]]; again.Young.Sitting != said.Young.Sitting {
			t.Error("the picture made anew says otherwise")
		}
	})
}

// The day is asked, is not to come, and not before the sheet was printed; that it was read back is asked too.
func TestPaper_asksItsDay(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, paper := t.Context(), w.printed(w.mina, w.selam)
		for day, key := range map[string]string{"": "conversation.needs_held", time.Now().AddDate(0, 0, 2).Format(time.DateOnly): "conversation.held_to_come",
			"2019-03-04": "conversation.held_before_printed"} {
			must(t, w.service.SaveTyping(ctx, w.mina, w.selam, paper.ID, w.typed(day)))
			_, _, err := w.service.KeepPaper(ctx, w.mina, w.selam, paper.ID)
			demands(t, err, "held", key)
		}
		unsaid := w.typed(today())
		unsaid.Setup.ReadBack = ""
		must(t, w.service.SaveTyping(ctx, w.mina, w.selam, paper.ID, unsaid))
		_, _, err := w.service.KeepPaper(ctx, w.mina, w.selam, paper.ID)
		demands(t, err, "read_back", "problem.required_choice")
		if n := w.count("conversation_sittings"); n != 0 {
			t.Errorf("%d sittings were kept", n)
		}
	})
}

// A sheet for nobody in particular becomes the record's that it is typed in to, and nobody else's.
func TestPaper_forNobodyYet(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, paper := t.Context(), w.printed(w.mina, "")
		list, err := w.service.Papers(ctx, w.mina, "")
		must(t, err)
		if len(list) != 1 || list[0].Code != paper.Code {
			t.Errorf("printed for nobody: %+v", list)
		}
		if list, err := w.service.Papers(ctx, w.omar, ""); err != nil || len(list) != 0 {
			t.Errorf("a colleague's list: %+v %v", list, err)
		}
		must(t, w.service.SaveTyping(ctx, w.mina, w.selam, paper.ID, w.typed(today())))
		must(t, w.service.DropTyping(ctx, w.mina, w.selam, paper.ID)) // the wrong young person
		if n := w.count("conversation_paper_drafts"); n != 0 {
			t.Errorf("%d drafts are left", n)
		}
		must(t, w.service.SaveTyping(ctx, w.mina, w.selam, paper.ID, w.typed(today())))
		_, _, err = w.service.KeepPaper(ctx, w.mina, w.selam, paper.ID)
		must(t, err)
		refused(t, w.service.SaveTyping(ctx, w.stranger, w.dawit, paper.ID, w.typed(today())), problem.NotFound, "problem.not_found")
		_, err = w.service.FindPaper(ctx, w.stranger, paper.Code)
		refused(t, err, problem.NotFound, "conversation.code_unknown")
		if list, err := w.service.Papers(ctx, w.mina, w.selam); err != nil || len(list) != 1 || !list[0].Used() {
			t.Errorf("the record's sheets: %+v %v", list, err)
		}
	})
}

// A code that belongs to nothing, to another organisation, or to a record that one may not open: one answer for all.
func TestPaper_aCodeTellsNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		theirs, loose := w.printed(w.mina, w.selam), w.printed(w.mina, "")
		elsewhere := w.stranger
		elsewhere.Organisation = db.NewID()
		unknown := "0000-0000-0"
		for name, ask := range map[string]struct {
			who  permit.Actor
			code string
		}{"nothing": {w.mina, unknown}, "no grant": {w.stranger, theirs.Code}, "another organisation": {elsewhere, loose.Code}} {
			_, err := w.service.FindPaper(ctx, ask.who, ask.code)
			if problem.KindOf(err) != problem.NotFound || problem.KeyOf(err) != "conversation.code_unknown" {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, who := range []permit.Actor{w.mina, w.omar, w.gail, w.max} {
			if p, err := w.service.FindPaper(ctx, who, strings.ToLower(conversation.ShowPaperCode(theirs.Code))); err != nil || p.ID != theirs.ID {
				t.Errorf("somebody with a grant: %v", err)
			}
		}
		if p, err := w.service.FindPaper(ctx, w.stranger, loose.Code); err != nil || p.Record != "" {
			t.Errorf("a colleague in the same organisation: %v", err)
		}
		refused(t, w.service.SaveTyping(ctx, w.stranger, w.dawit, theirs.ID, w.typed(today())), problem.NotFound, "problem.not_found")
		_, err := w.service.FindPaper(ctx, w.mina, theirs.Code[:8])
		refused(t, err, problem.Invalid, "conversation.code_length")
	})
}

// The same form again prints the same code; its id cannot be taken for another record or by somebody else.
func TestPaper_printedTwiceIsTheSame(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		n := conversation.NewPaper{ID: db.NewID(), Record: w.selam, EditionID: w.ed.ID, Language: "ti", Nation: "wales", Picture: "sun", Word: "River"}
		one, err := w.service.IssuePaper(t.Context(), w.mina, n)
		must(t, err)
		two, err := w.service.IssuePaper(t.Context(), w.mina, n)
		must(t, err)
		if !reflect.DeepEqual(one, two) || len(one.Code) != 9 {
			t.Errorf("%+v, then %+v", one, two)
		}
		_, err = w.service.IssuePaper(t.Context(), w.omar, n)
		refused(t, err, problem.Conflict, "problem.duplicate")
		n.Record = ""
		_, err = w.service.IssuePaper(t.Context(), w.mina, n)
		refused(t, err, problem.Conflict, "problem.duplicate")
		n.ID, n.EditionID = db.NewID(), "no-such"
		_, err = w.service.IssuePaper(t.Context(), w.mina, n)
		refused(t, err, problem.Invalid, "conversation.unknown_edition")
		n.EditionID, n.Word = w.ed.ID, ""
		_, err = w.service.IssuePaper(t.Context(), w.mina, n)
		demands(t, err, "label", "problem.required_choice")
	})
}
