package conversationweb

import (
	"slices"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// table is where a young person and a worker sit together: one request within an open sitting.
type table struct {
	conversation.Table
	web   *Web
	r     *page.Request
	ed    *framework.Edition
	voice voice
	base  string // the sitting's address, without a slash at its end
}

// seated lets the request sit down at the table, whether or not the sitting still goes on.
func (web *Web) seated(f func(*table) (*page.Answer, error)) page.Handler {
	return func(r *page.Request) (*page.Answer, error) {
		t, err := web.table(r)
		if err != nil {
			return nil, err
		}
		return f(t)
	}
}

// open is seated for showing a page of a sitting that goes on; one that ended shows its end.
func (web *Web) open(f func(*table) (*page.Answer, error)) page.Handler {
	return web.seated(func(t *table) (*page.Answer, error) {
		if !t.Sitting.Open() {
			return page.Redirect(t.base + "/end"), nil
		}
		return f(t)
	})
}

// going is seated for saving into a sitting that goes on; after its end nothing can be added, and that is said.
func (web *Web) going(f func(*table) (*page.Answer, error)) page.Handler {
	return web.seated(func(t *table) (*page.Answer, error) {
		if !t.Sitting.Open() {
			return nil, problem.New(problem.Conflict, "conversation.ended")
		}
		return f(t)
	})
}

// paths gives the record's and the sitting's id from the address.
func paths(r *page.Request) (record, sitting string, err error) {
	if record, err = r.PathID("id"); err != nil {
		return "", "", err
	}
	sitting, err = r.PathID("sitting")
	return record, sitting, err
}

func listURL(record string) string { return "/people/" + record + "/conversations" }

func (web *Web) table(r *page.Request) (*table, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	t := &table{web: web, r: r, base: listURL(record) + "/" + sitting}
	t.Table, err = web.Conversation.Sitting(r.Context(), r.Who, record, sitting, conversation.YoungPerson)
	if err != nil {
		return nil, err
	}
	if t.ed, err = web.editionOf(r, t.Sitting); err != nil {
		return nil, err
	}
	t.voice = web.voice(r.Context(), t.ed, t.Sitting.Setup.Language)
	if t.shows("two_languages") {
		t.voice.second = web.secondPack(r.Context(), t.ed, r.L.Tag(), t.voice.pack)
	}
	return t, nil
}

// editionOf gives the edition a sitting is held with, as this reader may see it.
func (web *Web) editionOf(r *page.Request, s conversation.Sitting) (*framework.Edition, error) {
	return web.Framework.Shown(r.Context(), r.Who, s.EditionID)
}

// change applies a change to the draft and remembers where the young person was.
func (t *table) change(place string, f func(*conversation.Content)) error {
	return t.web.Conversation.ChangeDraft(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID, conversation.YoungPerson,
		func(c *conversation.Content) error {
			c.Language = t.voice.pack.Lang()
			f(c)
			c.Place = place
			t.Draft = *c
			return nil
		})
}

// code gives the outcome or own topic that the address names, or NotFound.
func (t *table) code() (string, error) {
	code := t.r.Path("code")
	if !t.knows(code) {
		return "", problem.New(problem.NotFound, "problem.not_found")
	}
	return code, nil
}

func (t *table) knows(code string) bool {
	_, outcome := t.ed.Outcome(code)
	_, own := t.Draft.Topic(code)
	return outcome || own
}

// topic is what the young person sees of an outcome or of a topic of their own.
type topic struct {
	Code    string
	Own     bool
	Name    kit.Content
	Plain   string // the name without markup
	Picture string
	Card    framework.Card
}

func (t *table) topic(code string) topic {
	if own, ok := t.Draft.Topic(code); ok {
		return topic{Code: code, Own: true, Name: t.ownName(own.Name), Plain: own.Name.Text, Picture: t.voice.pack.SomethingElse().Picture,
			Card: t.voice.pack.SomethingElse()}
	}
	outcome, _ := t.ed.Outcome(code)
	card, _ := t.voice.pack.Card(code)
	return topic{Code: code, Name: t.voice.card(code, func(c framework.Card) string { return c.Name }), Plain: card.Name, Picture: t.voice.pack.OutcomePicture(outcome), Card: card}
}

// ownName is the young person's name of a topic of their own, with its translation beside it where both are wanted.
func (t *table) ownName(w conversation.Words) kit.Content {
	if t.voice.second == nil || w.Text == "" || w.Translation == "" {
		return wordsIn(w)
	}
	return inBoth(wordsIn(w), kit.In(w.TranslatedTo, i18n.Dir(w.TranslatedTo), w.Translation))
}

// wordsIn shows somebody's words in their own language and direction.
func wordsIn(w conversation.Words) kit.Content {
	if w.Language == "" {
		return kit.Name(w.Text)
	}
	return kit.In(w.Language, i18n.Dir(w.Language), w.Text)
}

// touched lists what was talked about so far, in the order it was chosen, then whatever else there is.
func (t *table) touched() []string {
	about := t.Draft.TalkedAbout(t.ed)
	list := slices.DeleteFunc(slices.Clone(t.Draft.Chosen), func(code string) bool { return !slices.Contains(about, code) })
	for _, code := range about {
		if !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	return list
}

// after gives where to go once a card is left: the next chosen one that nothing was said about, then what matters most
// when there is more than one thing to choose from, then the check. A skipped card is not asked again.
func (t *table) after(code string) string {
	chosen := t.Draft.Chosen
	for _, next := range chosen[slices.Index(chosen, code)+1:] {
		if a := t.Draft.Answers[next]; a.Choice == "" && a.Words.Empty() {
			return t.base + "/card/" + next
		}
	}
	if len(t.touched()) > 1 && len(t.Draft.Matters) == 0 {
		return t.base + "/matters"
	}
	return t.base + "/check"
}

// resume gives where a draft goes on.
func resume(base string, s conversation.Sitting, c conversation.Content) string {
	kind, code, _ := strings.Cut(c.Place, "/")
	switch kind {
	case "topics", "matters", "check", "else":
		return base + "/" + kind
	case "card", "words", "change", "link":
		return base + "/" + kind + "/" + code
	}
	if len(s.Setup.Explained) > 0 {
		return base + "/topics"
	}
	return base + "/explain"
}
