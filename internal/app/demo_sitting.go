package app

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// planSitting plans one conversation with everything that follows from it: the worker's own view, promises, and what
// became of them.
func (l *demoLife) planSitting(at time.Time, nth, of int) {
	sitting, said := db.NewID(), db.NewID()
	content := l.content(nth)
	setup := l.setup()
	held := l.when(at, func(ctx context.Context) error {
		return l.app.Conversation.Hold(ctx, l.who, conversation.Whole{ContributionID: said, Content: content,
			Sitting: conversation.NewSitting{ID: sitting, Record: l.id, EditionID: l.edition.ID, Setup: setup}})
	})
	if !held {
		return
	}
	if nth == 2 {
		l.planMark(at.Add(20*time.Minute), sitting)
	}
	if nth == of-1 && of%2 == 0 {
		l.planRemarks(at.Add(3*time.Hour), said)
	}
	for _, say := range l.talkDue { // the last time's view is talked through now
		say(at.Add(30 * time.Minute))
	}
	l.talkDue = nil
	if l.rng.IntN(10) < 6 && len(content.Answers) > 0 {
		l.planView(at.Add(2*time.Hour), sitting, content)
	}
	for range l.rng.IntN(3) {
		l.planPromise(at.Add(time.Hour), sitting, content, nth == of-1)
	}
}

// demoReaders is what the young person was told about who reads this.
var demoReaders = map[string]string{
	"en": "Those who work with me, and a court if it asks.",
	"ar": "من يعملون معي، والمحكمة إن طلبت ذلك.",
	"ti": "ምሳይ ዝሰርሑ ሰባት፡ ቤት ፍርዲ ከኣ እንተሓቲቱ።",
}

func (l *demoLife) setup() conversation.Setup {
	settings := []string{"home", "office", "outside", "school", "phone"}
	s := conversation.Setup{Language: l.cardLanguage(), Present: []string{"social_worker"}, Setting: settings[l.rng.IntN(len(settings))],
		Mode: []string{"talk", "pictures"}, Readers: demoReaders[l.cardLanguage()]}
	if l.who.Is(permit.Guardian) {
		s.Present = []string{"guardian"}
	}
	if pack, ok := l.edition.Pack(s.Language); ok {
		if sum, err := l.app.Framework.KeepWording(context.Background(), l.edition, pack); err == nil {
			s.Wording = []string{sum}
		}
		for _, p := range pack.Explanation(l.nation) {
			s.Explained = append(s.Explained, p.Key)
		}
	}
	s.Interpreter.Used = "not_needed"
	if l.young.Interpreter.Needed == "yes" {
		first := l.young.Languages[0]
		s.Present = append(s.Present, "interpreter")
		s.Interpreter = conversation.Interpreter{Used: "yes", Language: first.Tag, Dialect: first.Dialect,
			How: []string{"in_person", "phone", "video"}[l.rng.IntN(3)], GenderMet: "yes", Independent: "yes",
			Reference: "INT-" + l.young.Reference, Quality: []string{"ok", "ok", "other"}[l.rng.IntN(3)]}
	}
	return s
}

// content is what the young person says this time: a few things, often ones they said before and see otherwise now.
func (l *demoLife) content(nth int) conversation.Content {
	c := conversation.Content{Language: l.cardLanguage(), Answers: map[string]conversation.Answer{}}
	if len(l.edition.Items()) > 0 {
		for range 1 + l.rng.IntN(4) {
			code := l.young.Cares[l.rng.IntN(len(l.young.Cares))]
			if _, twice := c.Answers[code]; !twice {
				c.Answers[code] = l.answer(code)
				c.Chosen = append(c.Chosen, code)
			}
		}
	}
	if l.topic != "" && l.rng.IntN(3) == 0 || nth == 1 || len(c.Chosen) == 0 {
		l.ownTopic(&c)
	}
	if l.rng.IntN(2) == 0 {
		c.Matters = []string{c.Chosen[l.rng.IntN(len(c.Chosen))]}
	}
	if len(c.Chosen) > 1 && l.rng.IntN(4) == 0 {
		c.Links = [][2]string{{c.Chosen[0], c.Chosen[1]}}
	}
	for _, code := range c.Chosen {
		if b, ok := l.barrier(code, c.Answers[code].Choice); ok {
			c.Barriers = append(c.Barriers, b)
		}
	}
	return c
}

var (
	demoAnchors = []string{"there_for_me", "some_of_it", "not_there", "keeps_changing", "some_of_it", "not_there"}
	demoAnswers = []string{"not_sure", "dont_want_to_say", "not_today", "ask_differently"}
)

// answer is how something is this time. There is no line that it follows: things get better and worse again.
func (l *demoLife) answer(code string) conversation.Answer {
	if l.rng.IntN(9) == 0 {
		return conversation.Answer{Choice: demoAnswers[l.rng.IntN(len(demoAnswers))]}
	}
	var fit []demoQuote
	for _, q := range l.data.words.Words {
		if q.Code == code && l.speaks(q.Language) {
			fit = append(fit, q)
		}
	}
	if len(fit) == 0 || l.rng.IntN(4) == 0 {
		return conversation.Answer{Choice: demoAnchors[l.rng.IntN(len(demoAnchors))]}
	}
	q := fit[l.rng.IntN(len(fit))]
	return conversation.Answer{Choice: q.Choices[l.rng.IntN(len(q.Choices))], Words: l.words(q)}
}

// speaks reports whether the young person would say something in a language: their first, or English if they use it.
func (l *demoLife) speaks(tag string) bool {
	return slices.ContainsFunc(l.young.Languages, func(have struct {
		Tag     string `json:"tag"`
		Dialect string `json:"dialect"`
		Reads   string `json:"reads"`
	}) bool {
		return have.Tag == tag && (have.Reads == "yes" || tag == l.young.Languages[0].Tag)
	})
}

func (l *demoLife) words(q demoQuote) conversation.Words {
	w := conversation.Words{Text: q.Text, Language: q.Language, WrittenBy: "worker"}
	if l.rng.IntN(3) == 0 {
		w.WrittenBy = "young_person"
	}
	if q.English != "" {
		w.Translation, w.TranslatedTo, w.TranslatedBy = q.English, "en", "worker"
		if l.young.Interpreter.Needed == "yes" {
			w.TranslatedBy, w.WrittenBy = "interpreter", "interpreter"
		}
	}
	return w
}

// ownTopic is something else: named by the young person, and theirs from then on.
func (l *demoLife) ownTopic(c *conversation.Content) {
	var fit []demoQuote
	for _, q := range l.data.words.Topics {
		if l.speaks(q.Language) {
			fit = append(fit, q)
		}
	}
	if len(fit) == 0 {
		fit = l.data.words.Topics[len(l.data.words.Topics)-1:]
	}
	name := fit[len(l.young.Given)%len(fit)]
	if l.topic == "" {
		l.topic = db.NewID()
	}
	c.Topics = append(c.Topics, conversation.Topic{ID: l.topic, Name: l.words(name)})
	c.Chosen = append(c.Chosen, l.topic)
	a := conversation.Answer{Choice: demoAnchors[l.rng.IntN(4)]}
	if pair, ok := l.data.words.TopicWords[name.Language]; ok {
		a.Words = l.words(demoQuote{Language: name.Language, Text: pair[0], English: pair[1]})
	}
	c.Answers[l.topic] = a
}

// barrier is what stands in the way, where something does: it belongs to the system that holds it.
func (l *demoLife) barrier(code, choice string) (conversation.Barrier, bool) {
	if choice == "there_for_me" || l.rng.IntN(5) < 2 {
		return conversation.Barrier{}, false
	}
	for _, b := range l.data.words.Barriers {
		if slices.Contains(b.Codes, code) {
			return conversation.Barrier{ID: db.NewID(), Item: code, WhoCanChange: b.Who, System: b.System, Kind: b.Kind, Words: b.Words}, true
		}
	}
	return conversation.Barrier{}, false
}

// planView plans the worker's own view of what was talked about, with findings; sometimes it differs. It is talked
// through the next time, or withheld with its reason, or still waits for that.
func (l *demoLife) planView(at time.Time, sitting string, said conversation.Content) {
	view, perspective := db.NewID(), conversation.OwnPerspective(l.who)
	own := map[string]conversation.Answer{}
	findings := map[string]conversation.Finding{}
	words := l.data.words
	for _, code := range said.Chosen {
		choice := said.Answers[code].Choice
		if l.rng.IntN(2) == 0 || !slices.Contains(demoAnchors, choice) {
			choice = demoAnchors[l.rng.IntN(3)]
		}
		o, ok := l.edition.Outcome(code)
		sees := words.Views
		if !ok {
			sees = words.TopicViews
		}
		own[code] = conversation.Answer{Choice: choice, Words: conversation.Words{Language: "en",
			Text: sees[l.rng.IntN(len(sees))], WrittenBy: "worker"}}
		if !ok {
			continue
		}
		ind := o.Indicators[l.rng.IntN(len(o.Indicators))].Code
		findings[ind] = conversation.Finding{State: conversation.FindingStates[l.rng.IntN(4)],
			Evidence: words.Evidence[l.rng.IntN(len(words.Evidence))]}
	}
	planned := l.when(at, func(ctx context.Context) error {
		err := l.app.Conversation.ChangeDraft(ctx, l.who, l.id, sitting, perspective, func(c *conversation.Content) error {
			c.Answers, c.Findings = own, findings
			return nil
		})
		if err != nil {
			return err
		}
		return l.app.Conversation.AddView(ctx, l.who, l.id, sitting, view)
	})
	if !planned {
		return
	}
	outcome, why := "talked_through", ""
	if l.rng.IntN(8) == 0 {
		outcome, why = "withheld", words.Withheld[0]
	}
	l.talkDue = append(l.talkDue, func(at time.Time) {
		l.when(at, func(ctx context.Context) error {
			return l.app.Conversation.TalkThrough(ctx, l.who, l.id, view, outcome, why)
		})
	})
}

// planMark notes that something was said which belongs elsewhere, and the next day where it was recorded.
func (l *demoLife) planMark(at time.Time, sitting string) {
	mark := db.NewID()
	noted := l.when(at, func(ctx context.Context) error {
		return l.app.Conversation.MarkSitting(ctx, l.who, l.id, sitting, mark, conversation.Elsewhere)
	})
	if noted {
		l.when(l.workday(at.AddDate(0, 0, 1), 10), func(ctx context.Context) error {
			return l.app.Conversation.SettleMark(ctx, l.who, l.id, mark, db.NewID(), conversation.MarkText{Reference: "Case system, note of the day"})
		})
	}
}

// planUnfinished leaves a conversation paused, as one that goes on tomorrow.
func (l *demoLife) planUnfinished() {
	yesterday := l.now.AddDate(0, 0, -1)
	for yesterday.Weekday() == time.Saturday || yesterday.Weekday() == time.Sunday {
		yesterday = yesterday.AddDate(0, 0, -1)
	}
	l.when(l.workday(yesterday, 15), func(ctx context.Context) error {
		id, err := l.app.Conversation.OpenSitting(ctx, l.who, conversation.NewSitting{Record: l.id, EditionID: l.edition.ID, Setup: l.setup()})
		if err != nil {
			return err
		}
		code := l.young.Cares[0]
		return l.app.Conversation.ChangeDraft(ctx, l.who, l.id, id, conversation.YoungPerson, func(c *conversation.Content) error {
			c.Language, c.Chosen, c.Place = l.cardLanguage(), []string{code}, ""
			c.Answers = map[string]conversation.Answer{code: {Choice: "some_of_it"}}
			return nil
		})
	})
}
