package handover_test

import (
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/testkit"
)

func answers(code string, a conversation.Answer) conversation.Content {
	return conversation.Content{Answers: map[string]conversation.Answer{code: a}}
}

func TestPicture_ofARecordWithNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		if p := w.picture(true); len(p.Principles)+len(p.Topics)+len(p.Loose)+len(p.Matters()) != 0 {
			w.Errorf("the young reading draws blanks: %+v", p.Principles)
		}
		staff := w.picture(false)
		for _, pr := range staff.Principles {
			for _, o := range pr.Outcomes {
				if o.Young != nil || o.Others != nil || o.Path != nil {
					w.Errorf("%s says something", o.Code)
				}
			}
		}
		if _, err := w.Picture(w.Context(), permit.Actor{ID: db.NewID(), Roles: w.tam.Roles}, w.selam, "", false); !problem.Is(err, problem.NotFound) {
			w.Errorf("a stranger: %v", err)
		}
	})
}

// Two perspectives stand apart; the young reading has another's view only once it was talked through.
func TestPicture_twoReadings(t *testing.T) {
	eachWorld(t, func(w *world) {
		sitting := w.hold("ti", answers(w.home, said("not_there", "ቤት የለን")))
		mine := w.view(w.tam, sitting, func(c *conversation.Content) {
			c.Answers = map[string]conversation.Answer{w.home: {Choice: "some_of_it"}}
			c.Barriers = []conversation.Barrier{{ID: db.NewID(), Item: w.home, WhoCanChange: "service", System: "housing"}}
			c.Findings = map[string]conversation.Finding{w.ed.Principles[0].Outcomes()[0].Indicators[0].Code: {State: "partly", Evidence: "the tenancy"}}
		})
		hers := w.view(w.iona, sitting, func(c *conversation.Content) {
			c.Answers = map[string]conversation.Answer{w.home: {Choice: "not_there"}}
			c.Findings = map[string]conversation.Finding{w.ed.Principles[0].Outcomes()[0].Indicators[0].Code: {State: "not_in_place"}}
		})
		o := find(w.picture(false), w.home)
		if o.Young.Answer.Choice != "not_there" || len(o.Others) != 2 || !o.Differ || len(o.Path) != 3 {
			w.Fatalf("staff: %+v", o)
		}
		if by := o.Findings[w.ed.Principles[0].Outcomes()[0].Indicators[0].Code]; len(by) != 2 || by[0].Author == by[1].Author {
			w.Errorf("one finding hides another: %+v", by)
		}
		if len(o.Barriers) != 1 || o.Barriers[0].Perspective != conversation.Practitioner || w.picture(false).Names[w.tam.ID].Name != "Tam Ashdown" {
			w.Errorf("whose barrier it is: %+v", o.Barriers)
		}
		if o := find(w.picture(true), w.home); len(o.Others)+len(o.Barriers)+len(o.Findings) != 0 || o.Differ || len(o.Path) != 1 {
			w.Errorf("the young reading has what was not talked through: %+v", o)
		}
		w.must(w.talks.TalkThrough(w.Context(), w.tam, w.selam, mine, "talked_through", ""))
		w.must(w.talks.TalkThrough(w.Context(), w.iona, w.selam, hers, "withheld", "somebody would be hurt"))
		young := find(w.picture(true), w.home)
		if len(young.Others) != 1 || young.Others[0].Contribution != mine || !young.Differ {
			w.Errorf("after talking: %+v", young.Others)
		}
		p := w.picture(true)
		n := 0
		for _, pr := range p.Principles {
			n += len(pr.Outcomes)
		}
		if n != 1 {
			w.Errorf("%d outcomes in a reading of one", n)
		}
	})
}

func TestPicture_pathMattersAndTopics(t *testing.T) {
	eachWorld(t, func(w *world) {
		ball := db.NewID()
		first := answers(w.home, said("not_there", ""))
		first.Topics = []conversation.Topic{{ID: ball, Name: conversation.Words{Text: "ኩዕሶ", Language: "ti"}}}
		first.Matters = []string{ball, w.home}
		first.Barriers = []conversation.Barrier{{ID: db.NewID(), Item: w.home, WhoCanChange: "rule"}}
		w.hold("ti", first)
		if p := w.picture(true); len(p.Matters()) != 2 || len(p.Topics) != 1 || p.Topics[0].Topic.Name.Text != "ኩዕሶ" {
			w.Errorf("%+v", p.Topics)
		}
		w.pass(200)
		second := answers(w.home, said("there_for_me", ""))
		second.Answers[w.college] = said("", "ትምህርቲ")
		second.Matters = []string{w.college}
		w.hold("ti", second)
		w.pass(30)
		w.hold("ti", answers(w.home, said("keeps_changing", "")))
		p := w.picture(false)
		var path []string
		for _, token := range find(p, w.home).Path {
			path = append(path, token.Choice)
		}
		if len(path) != 3 || path[0] != "not_there" || path[1] != "there_for_me" || path[2] != "keeps_changing" {
			w.Errorf("the path is %v", path)
		}
		if m := p.Matters(); len(m) != 1 || m[0].Code != w.college {
			w.Errorf("what matters now: %v", m)
		}
		if b := find(p, w.home).Barriers; len(b) != 0 {
			w.Errorf("a barrier that was not named again: %+v", b)
		}
		if o := find(p, w.college); !o.Path[0].HasWords || o.Path[0].Choice != "" {
			w.Errorf("words alone: %+v", o.Path)
		}
	})
}

// Two that are saved at the same moment have one order and stay two.
func TestPicture_twoAtTheSameMoment(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.hold("ti", answers(w.home, said("not_there", "")))
		w.hold("ti", answers(w.home, said("some_of_it", "")))
		if o := find(w.picture(false), w.home); len(o.Path) != 2 {
			w.Errorf("%+v", o.Path)
		}
	})
}

func TestPicture_severalEditionsAndEveryPromise(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.hold("ti", answers(w.home, said("not_there", "")))
		shown, loose := w.promise("", "ring the landlord", "", w.home), w.promise("", "send a card", "")
		unspoken := w.promise("", "ask the school", "", w.college)
		w.pass(1)
		w.ed, _ = framework.BySet(framework.SetWhatMatters)
		topic := db.NewID()
		w.hold("ti", conversation.Content{Topics: []conversation.Topic{{ID: topic, Name: conversation.Words{Text: "ኩዕሶ", Language: "ti"}}}})
		w.promise("", "find a team", "", topic)

		latest := w.picture(false)
		if latest.Edition.ID != w.ed.ID || len(latest.Others) != 1 || len(find(latest, topic).Promises) != 1 || len(latest.Loose) != 3 {
			w.Errorf("latest: %s, others %v, loose %d", latest.Edition.ID, latest.Others, len(latest.Loose))
		}
		before, err := w.Picture(w.Context(), w.tam, w.selam, latest.Others[0].ID, true)
		w.must(err)
		if o := find(before, w.home); len(o.Promises) != 1 || o.Promises[0].ID != shown {
			w.Errorf("%+v", o)
		}
		have := map[string]bool{}
		for _, p := range before.Loose {
			have[p.ID] = true
		}
		if !have[loose] || !have[unspoken] || len(have) != 3 {
			w.Errorf("promises got lost: %v", have)
		}
		if p, err := w.Picture(w.Context(), w.tam, w.selam, "no/such", false); err != nil || p.Edition.ID != w.ed.ID {
			w.Errorf("an edition that is not: %v", err)
		}
	})
}

func TestPicture_openPromises(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.hold("ti", answers(w.home, said("not_there", "")))
	w.promise("", "one", "", w.home)
	w.settle(w.promise("", "two", "", w.home), promise.WasKept, promise.EventText{Evidence: "done"})
	if o := find(w.picture(false), w.home); len(o.Promises) != 2 || len(o.OpenPromises()) != 1 || o.OpenPromises()[0].Text.What != "one" {
		t.Errorf("%+v", o.Promises)
	}
}
