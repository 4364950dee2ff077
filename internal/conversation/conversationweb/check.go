package conversationweb

import (
	"slices"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type pieceView struct {
	Show                         []kit.Content
	Action, What, TakeOut, About string
}

// showCheck reads everything back. Each piece can be changed or taken out, and is said to whom it goes, before any of
// it is kept.
func (t *table) showCheck() (*page.Answer, error) {
	v := t.page(t.voice.pack.ScreenPicture("check"), "check.title")
	v.Lead = []kit.Content{t.voice.say("check.hint")}
	t.back(&v, t.base+"/topics")
	v.Above = t.readBack()
	if len(v.Above) == 0 {
		v.Lead = []kit.Content{t.voice.say("mine.nothing_yet")}
	}
	v.Above = append(v.Above, notes([]kit.Content{t.voice.say("check.kept"), t.voice.say("check.left_out")}))
	if readers := t.Sitting.Setup.Readers; readers != "" {
		v.Above = append(v.Above, section(t.voice.say("check.readers"), []kit.Content{kit.InsetText{Text: t.voice.sentence(readers)}}))
	}
	t.form(&v, "/check", "check")
	v.DraftURL = ""
	v.Hidden = append(v.Hidden, hidden{"contribution", conversation.NewID()})
	if t.Sitting.Setup.Interpreter.Used == "yes" {
		v.Fields = []kit.Content{kit.Radios{Name: "quality", Legend: t.legend("interpreter.after"), Class: "govuk-radios--inline",
			Hint: t.voice.say("interpreter.ok"), Value: t.Sitting.Setup.Interpreter.Quality, Items: []kit.Choice{
				{Value: "ok", Text: t.voice.say("nav.yes")}, {Value: "other", Text: t.voice.say("interpreter.other")}}}}
	}
	v.Buttons = []kit.Content{t.button(t.finishKey(), "keep", kit.Primary), t.way("topics.choose_other", t.base+"/topics", kit.Secondary)}
	v.Staff = t.staff(false, []string{t.r.L.T("conversation.check_staff")})
	return t.show(v), nil
}

func (t *table) finishKey() string {
	if t.Draft.Complete() {
		return "check.right"
	}
	return "end.finish"
}

func (t *table) readBack() []kit.Content {
	var parts []kit.Content
	for _, code := range t.touched() {
		top := t.topic(code)
		if pieces := t.pieces(code, top); len(pieces) > 0 {
			pieces = append(pieces, kit.Button{Text: t.voice.say("check.change"), Href: t.base + "/card/" + code, Kind: kit.Secondary})
			parts = append(parts, section(top.Name, pieces))
		}
	}
	var matters []kit.Content
	for _, code := range t.Draft.Matters {
		top := t.topic(code)
		matters = append(matters, t.piece("matters/"+code, top.Plain, said(top.Picture, top.Name)))
	}
	if len(matters) > 0 {
		parts = append(parts, section(t.voice.say("matters.title"), matters))
	}
	return parts
}

// pieces is what was said about one topic, piece by piece.
func (t *table) pieces(code string, top topic) []kit.Content {
	var list []kit.Content
	a := t.Draft.Answers[code]
	if own, ok := t.Draft.Topic(code); ok {
		show := []kit.Content{t.quote(own.Name)}
		list = append(list, t.piece("topic/"+code, top.Plain, show...))
	}
	if c, ok := t.voice.pack.Choice(a.Choice); ok {
		list = append(list, t.piece("choice/"+code, top.Plain, said(c.Picture, t.voice.choice(c.Key))))
	}
	if !a.Words.Empty() {
		list = append(list, t.piece("words/"+code, top.Plain, t.quote(a.Words)))
	}
	for _, b := range t.Draft.Barriers {
		if b.Item == code {
			list = append(list, t.piece("barrier/"+b.ID, top.Plain,
				said("in-the-way", kit.Join(t.voice.say("change.title"), kit.Text{Value: " – "}, t.voice.changer(b.WhoCanChange)))))
		}
	}
	for _, l := range t.Draft.Links {
		if l[0] == code {
			list = append(list, t.piece("link/"+l[0]+"/"+l[1], top.Plain, said("path", t.voice.say("link.with", "topic", t.topic(l[1]).Plain))))
		}
	}
	return list
}

func (t *table) piece(what, about string, show ...kit.Content) kit.Content {
	return piece(pieceView{Show: show, Action: t.base + "/take-out", What: what, TakeOut: t.voice.text("check.take_out"), About: about})
}

// takeOut removes one piece from the draft. What is not there any more is out already.
func (t *table) takeOut() (*page.Answer, error) {
	kind, code, _ := strings.Cut(t.r.Form.Line("what", 200), "/")
	err := t.change("check", func(c *conversation.Content) {
		a, answered := c.Answers[code]
		switch kind {
		case "choice":
			a.Choice = ""
		case "words":
			a.Words = conversation.Words{}
		case "matters":
			c.Matters = without(c.Matters, code)
		case "barrier":
			c.Barriers = slices.DeleteFunc(c.Barriers, func(b conversation.Barrier) bool { return b.ID == code })
		case "link":
			c.Links = slices.DeleteFunc(c.Links, func(l [2]string) bool { return l[0]+"/"+l[1] == code })
		case "topic":
			removeTopic(c, code)
			return
		}
		if answered {
			c.Answers[code] = a
		}
	})
	if err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/check"), nil
}

func without(list []string, code string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == code })
}

// removeTopic takes out a topic of the young person's own with everything said about it.
func removeTopic(c *conversation.Content, id string) {
	c.Topics = slices.DeleteFunc(c.Topics, func(t conversation.Topic) bool { return t.ID == id })
	if _, outcome := c.Topic(id); !outcome {
		delete(c.Answers, id)
		c.Chosen, c.Matters = without(c.Chosen, id), without(c.Matters, id)
		c.Barriers = slices.DeleteFunc(c.Barriers, func(b conversation.Barrier) bool { return b.Item == id })
		c.Links = slices.DeleteFunc(c.Links, func(l [2]string) bool { return l[0] == id || l[1] == id })
	}
}

// saveCheck keeps what was read back. Pressed twice, it keeps it once.
func (t *table) saveCheck() (*page.Answer, error) {
	f := t.r.Form
	quality, contribution := f.Choice("quality", conversation.Qualities...), f.ID("contribution")
	if err := f.Err(); err != nil || contribution == "" {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	ctx := t.r.Context()
	if t.Sitting.Open() && quality != "" && quality != t.Sitting.Setup.Interpreter.Quality {
		err := t.web.Conversation.ChangeSetup(ctx, t.r.Who, t.Sitting.Record, t.Sitting.ID,
			func(s *conversation.Setup) error { s.Interpreter.Quality = quality; return nil })
		if err != nil && !t.alreadyEnded(err) { // the other of two presses was here first: Finish knows whether it kept the same
			return nil, err
		}
	}
	if err := t.noteWording(); err != nil && !t.alreadyEnded(err) {
		return nil, err
	}
	err := t.web.Conversation.Finish(ctx, t.r.Who, t.Sitting.Record, t.Sitting.ID, contribution)
	if err != nil && !t.alreadyEnded(err) {
		return nil, err
	}
	if err != nil || !t.Draft.Complete() && t.Sitting.Open() { // ended another way, or with nothing said: no question follows
		return page.Redirect(t.base + "/end"), nil
	}
	return page.Redirect(t.promising()), nil
}

// alreadyEnded reports whether an ending came after another one. The page of the end says what is true.
func (t *table) alreadyEnded(err error) bool {
	return problem.Is(err, problem.Conflict) && problem.KeyOf(err) == "conversation.ended"
}
