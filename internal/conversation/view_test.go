package conversation_test

import (
	"strings"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func TestViews_areWrittenAfterAndAboutNothingElse(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.codes[0], w.codes[1]
		open := w.open()
		refused(t, w.draft(w.mina, open, conversation.Practitioner, func(*conversation.Content) {}), problem.Conflict, "conversation.still_open")
		sitting, _ := w.finished(a)
		refused(t, w.service.AddView(ctx, w.mina, w.selam, sitting, db.NewID()), problem.Invalid, "conversation.nothing_to_keep")
		for name, say := range map[string]func(*conversation.Content){
			"an answer": func(c *conversation.Content) { answer(c, b, "not_there", "") },
			"a finding": func(c *conversation.Content) {
				c.Findings = map[string]conversation.Finding{b + ".1": {State: "in_place"}}
			},
			"a barrier": func(c *conversation.Content) {
				c.Barriers = []conversation.Barrier{{ID: "b", Item: b, WhoCanChange: "rule"}}
			},
			"what counts": func(c *conversation.Content) { c.Matters = []string{b} },
		} {
			must(t, w.draft(w.omar, sitting, conversation.Practitioner, func(c *conversation.Content) { *c = conversation.Content{}; say(c) }))
			demands(t, w.service.AddView(ctx, w.omar, w.selam, sitting, db.NewID()), "content", "conversation.not_talked_about")
			if t.Failed() {
				t.Fatalf("%s about another topic was kept", name)
			}
		}
		must(t, w.draft(w.gail, sitting, conversation.Guardian, func(c *conversation.Content) {
			answer(c, a, "there_for_me", "I see it otherwise")
			c.Findings = map[string]conversation.Finding{a + ".1": {State: "partly", Evidence: "a letter"}}
		}))
		view := db.NewID()
		for range 2 {
			must(t, w.service.AddView(ctx, w.gail, w.selam, sitting, view))
		}
		sum := w.kept(sitting)
		if len(sum.Contributions) != 2 || sum.Contributions[1].Perspective != conversation.Guardian || sum.Contributions[1].Author != w.gail.ID {
			t.Fatalf("got %+v", sum.Contributions)
		}
		if sum.Contributions[0].Content.Answers[a].Choice != "some_of_it" {
			t.Error("the young person's answer was touched")
		}
		o := w.picture().Outcomes(w.ed, false)[a]
		if o == nil || !o.Differ || len(o.Others) != 1 || len(o.Findings[a+".1"]) != 1 || o.Findings[a+".1"][0].State != "partly" || len(o.Path) != 2 {
			t.Errorf("got %+v", o)
		}
	})
}

func TestViews_ofATopicOfTheirOwnPointAtIt(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sitting, topic := w.open(), db.NewID()
		w.say(sitting, func(c *conversation.Content) {
			c.Topics = []conversation.Topic{{ID: topic, Name: conversation.Words{Text: "ኩዕሶ", Language: "ti"}}}
			answer(c, topic, "not_there", "")
		})
		must(t, w.service.Finish(t.Context(), w.mina, w.selam, sitting, db.NewID()))
		must(t, w.draft(w.mina, sitting, conversation.Practitioner, func(c *conversation.Content) { answer(c, topic, "some_of_it", "there is a club") }))
		must(t, w.service.AddView(t.Context(), w.mina, w.selam, sitting, db.NewID()))
		for _, c := range w.kept(sitting).Contributions {
			if c.Perspective == conversation.Practitioner && (len(c.Content.Topics) != 1 || !c.Content.Topics[0].Name.Empty()) {
				t.Errorf("the view holds the young person's words: %+v", c.Content.Topics)
			}
		}
		o := w.picture().Outcomes(w.ed, false)[topic]
		if o == nil || o.Topic == nil || o.Topic.Name.Text != "ኩዕሶ" || o.Young.Answer.Choice != "not_there" || len(o.Others) != 1 || !o.Differ {
			t.Errorf("got %+v", o)
		}
	})
}

func TestTalkThrough_opensAViewToTheYoungReading(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, a := t.Context(), w.codes[0]
		sitting, said := w.finished(a)
		must(t, w.draft(w.mina, sitting, conversation.Practitioner, func(c *conversation.Content) { answer(c, a, "not_sure", "mine") }))
		view := db.NewID()
		must(t, w.service.AddView(ctx, w.mina, w.selam, sitting, view))
		others := func() []conversation.Said { return w.picture().Outcomes(w.ed, true)[a].Others }
		if len(others()) != 0 {
			t.Error("a view is in the young reading before it was talked through")
		}
		demands(t, w.service.TalkThrough(ctx, w.mina, w.selam, view, "withheld", ""), "why", "problem.reason_required")
		demands(t, w.service.TalkThrough(ctx, w.mina, w.selam, view, "shown", ""), "outcome", "problem.not_a_choice")
		refused(t, w.service.TalkThrough(ctx, w.mina, w.selam, said, "talked_through", ""), problem.Invalid, "conversation.their_own_words")
		for range 2 {
			must(t, w.service.TalkThrough(ctx, w.mina, w.selam, view, "withheld", "it would put somebody in danger"))
		}
		if len(others()) != 0 {
			t.Error("a withheld view is in the young reading")
		}
		if talk := w.kept(sitting).Contributions[1].Talk; talk.Outcome != "withheld" || talk.Why != "it would put somebody in danger" || talk.By != w.mina.ID {
			t.Errorf("the record says %+v", talk)
		}
		refused(t, w.service.TalkThrough(ctx, w.omar, w.selam, view, "talked_through", ""), problem.Forbidden, "conversation.withheld_by_another")
		if len(others()) != 0 {
			t.Error("a colleague undid what was withheld because of serious harm")
		}
		must(t, w.service.TalkThrough(ctx, w.mina, w.selam, view, "talked_through", ""))
		if o := others(); len(o) != 1 || o[0].Answer.Words.Text != "mine" || o[0].Talk.Outcome != "talked_through" {
			t.Errorf("got %+v", o)
		}
		if n := w.count("conversation_talks"); n != 2 {
			t.Errorf("%d talks are stored, want 2", n)
		}
	})
}

func TestCorrect_keepsTheEarlierOneAndShowsTheLater(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, a := t.Context(), w.codes[0]
		sitting, said := w.finished(a)
		right := conversation.Content{}
		answer(&right, a, "not_there", "this is what I said")
		later := db.NewID()
		for range 2 {
			must(t, w.service.Correct(ctx, w.omar, conversation.Correction{Record: w.selam, Corrects: said, ID: later, Content: right, Why: "I misheard"}))
		}
		refused(t, w.service.Correct(ctx, w.mina, conversation.Correction{Record: w.selam, Corrects: said, ID: db.NewID(), Content: right, Why: "I misheard"}), problem.Conflict, "conversation.corrected")
		list := w.kept(sitting).Contributions
		if len(list) != 2 || list[0].Content.Answers[a].Words.Text != "said of "+a || list[1].Corrects != said {
			t.Errorf("got %+v", list)
		}
		if list[1].Why != "I misheard" || list[0].Why != "" {
			t.Errorf("it was set right because %q", list[1].Why)
		}
		if young := w.picture().Outcomes(w.ed, true)[a].Young; young.Contribution != later || young.Answer.Choice != "not_there" {
			t.Errorf("the picture shows %+v", young)
		}
		next := conversation.Correction{Record: w.selam, Corrects: later, ID: db.NewID(), Content: right, Why: "again"}
		demands(t, w.service.Correct(ctx, w.mina, next), "why", "conversation.same_as_before")
		next.Content, next.Why = conversation.Content{}, " \n"
		demands(t, w.service.Correct(ctx, w.mina, next), "why", "problem.reason_required")
		next.Why = strings.Repeat("x", conversation.MaxWords+1)
		demands(t, w.service.Correct(ctx, w.mina, next), "why", "problem.too_long")
		refused(t, w.service.MayCorrect(ctx, w.mina, w.selam, said), problem.Conflict, "conversation.corrected")
		refused(t, w.service.MayCorrect(ctx, w.mina, w.dawit, later), problem.NotFound, "problem.not_found")
		refused(t, w.service.MayCorrect(ctx, w.stranger, w.selam, later), problem.NotFound, "problem.not_found")
		must(t, w.service.MayCorrect(ctx, w.mina, w.selam, later))
		must(t, w.draft(w.mina, sitting, conversation.Practitioner, func(c *conversation.Content) { answer(c, a, "not_sure", "") }))
		view := db.NewID()
		must(t, w.service.AddView(ctx, w.mina, w.selam, sitting, view))
		refused(t, w.service.Correct(ctx, w.omar, conversation.Correction{Record: w.selam, Corrects: view, ID: db.NewID(), Content: right, Why: "I misheard"}), problem.Forbidden, "conversation.not_your_view")
		must(t, w.service.Correct(ctx, w.mina, conversation.Correction{Record: w.selam, Corrects: view, ID: db.NewID(), Content: right, Why: "I misheard"}))
	})
}
