package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// changeDrawings are the pictures of those who can change something.
var changeDrawings = map[string]string{"me_with_help": "open-hand", "person": "guardian", "service": "door", "rule": "document",
	"not_known": "question"}

// showChange asks who can change what stands in the way. Which system holds it is for the worker, folded.
func (t *table) showChange() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	b := conversation.Barrier{ID: conversation.NewID()}
	if i := slices.IndexFunc(t.Draft.Barriers, func(b conversation.Barrier) bool { return b.Item == code }); i >= 0 {
		b = t.Draft.Barriers[i]
	}
	return t.barrier(code, b, page.Problems{}), nil
}

func (t *table) barrier(code string, b conversation.Barrier, problems page.Problems) *page.Answer {
	top, l := t.topic(code), t.r.L
	v := t.page(top.Picture, "change.title")
	v.Lead = []kit.Content{top.Name, t.voice.say("change.hint")}
	v.Problems = problems.Summary()
	t.back(&v, t.base+"/card/"+code)
	t.form(&v, "/change/"+code, "change/"+code)
	v.Hidden = append(v.Hidden, hidden{"barrier", b.ID})
	who := kit.Cards{Name: "who", Wide: true, Legend: kit.Legend{Text: t.voice.say("change.title"), Class: "govuk-visually-hidden"}}
	for _, w := range conversation.WhoCanChange {
		who.Items = append(who.Items, kit.CardChoice{Drawing: changeDrawings[w], Word: t.voice.changer(w), Value: w,
			Checked: b.WhoCanChange == w})
	}
	v.Fields = []kit.Content{who}
	v.Staff = t.staff(b.System != "" || b.Kind != "" || b.Words != "" || problems.Any(), []string{l.T("conversation.barrier_staff")},
		kit.Select{Name: "system", Label: kit.Label{Text: kit.T(l.T("conversation.system"))}, Value: b.System,
			Items: options(l, "conversation.system_", conversation.Systems)}, // i18n: prefix conversation.system_
		kit.Select{Name: "kind", Label: kit.Label{Text: kit.T(l.T("conversation.kind"))}, Value: b.Kind,
			Items: options(l, "conversation.kind_", conversation.BarrierKinds)}, // i18n: prefix conversation.kind_
		kit.Textarea{Name: "words", Label: kit.Label{Text: kit.T(l.T("conversation.barrier_words"))}, Error: problems.Of("words"),
			Value: b.Words, Rows: 2})
	v.Buttons = []kit.Content{t.button("card.next", "next", kit.Primary), t.way("card.skip", t.base+"/card/"+code, kit.Secondary)}
	v.More = []kit.Content{t.button("else.title", "else", kit.Secondary)}
	return t.show(v)
}

func (t *table) saveChange() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	change := t.takeChange(code)
	if err := t.r.Form.Err(); err != nil {
		f := t.r.Form
		b := conversation.Barrier{ID: conversation.NewID(), WhoCanChange: f.Raw("who"), System: f.Raw("system"),
			Kind: f.Raw("kind"), Words: typed(f, "words").Text}
		return t.barrier(code, b, t.r.Problems(err)), nil
	}
	if err := t.change("change/"+code, change); err != nil {
		return nil, err
	}
	return t.onward(code), nil
}

// onward goes back to the card when nothing was answered there yet, else on to the next one.
func (t *table) onward(code string) *page.Answer {
	if t.r.Form.Raw("go") == "else" {
		return page.Redirect(t.base + "/else")
	}
	if a := t.Draft.Answers[code]; a.Choice == "" && a.Words.Empty() {
		return page.Redirect(t.base + "/card/" + code)
	}
	return page.Redirect(t.after(code))
}

// others lists the topics that another one could belong together with.
func (t *table) others(code string) []string {
	list := slices.Clone(t.Draft.Chosen)
	for _, c := range t.touched() {
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return slices.DeleteFunc(list, func(c string) bool { return c == code || !t.knows(c) })
}

func (t *table) showLink() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	top := t.topic(code)
	v := t.page(top.Picture, "link.title")
	v.Lead = []kit.Content{top.Name, t.voice.say("link.hint")}
	t.back(&v, t.base+"/card/"+code)
	t.form(&v, "/link/"+code, "link/"+code)
	cards := kit.Cards{Name: "with", Multiple: true, Legend: kit.Legend{Text: t.voice.say("link.with", "topic", top.Plain), Size: "m"}}
	for _, other := range t.others(code) {
		o := t.topic(other)
		cards.Items = append(cards.Items, kit.CardChoice{Drawing: o.Picture, Word: o.Name, Value: other, Checked: t.linked(code, other)})
	}
	v.Fields = []kit.Content{cards}
	v.Buttons = []kit.Content{t.button("card.next", "next", kit.Primary), t.way("link.none", t.base+"/card/"+code, kit.Secondary)}
	v.More = []kit.Content{t.button("else.title", "else", kit.Secondary)}
	return t.show(v), nil
}

func (t *table) linked(a, b string) bool {
	return slices.Contains(t.Draft.Links, [2]string{min(a, b), max(a, b)})
}

func (t *table) saveLink() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	if err := t.change("link/"+code, t.takeLink(code)); err != nil {
		return nil, err
	}
	return t.onward(code), nil
}

// showElse lets the young person name what no card is about. ?topic=ID changes a name given before.
func (t *table) showElse() (*page.Answer, error) {
	id := t.r.Form.ID("topic")
	own, ok := t.Draft.Topic(id)
	if !ok {
		own.ID = conversation.NewID()
	}
	return t.other(own.ID, own.Name, page.Problems{}), nil
}

func (t *table) other(id string, name conversation.Words, problems page.Problems) *page.Answer {
	v := t.page(t.voice.pack.SomethingElse().Picture, "else.title")
	v.Lead = []kit.Content{t.voice.both(t.voice.pack, func(p *framework.Pack) string { return p.SomethingElse().Ask }),
		t.voice.both(t.voice.pack, func(p *framework.Pack) string { return p.SomethingElse().Example })}
	v.Problems = problems.Summary()
	t.back(&v, t.base+"/topics")
	t.form(&v, "/else", "else")
	v.Hidden = append(v.Hidden, hidden{"topic", id})
	lang := name.Language
	if lang == "" {
		lang = t.voice.pack.Lang()
	}
	v.Fields = []kit.Content{kit.Input{Name: "name", Label: kit.Label{Text: t.voice.say("else.name_it"), Size: "m"},
		Hint: kit.Join(t.voice.say("else.hint"), kit.Text{Value: " "}, t.voice.say("words.only_what")), Error: problems.Of("name"), Value: name.Text, Autocomplete: "off",
		Attrs: map[string]any{"lang": lang, "dir": "auto"}}}
	v.Staff = t.staffWords(name, problems)
	v.Buttons = []kit.Content{t.button("card.next", "next", kit.Primary)}
	return t.show(v)
}

func (t *table) saveElse() (*page.Answer, error) {
	change := t.takeElse()
	id := t.r.Form.ID("topic")
	if err := t.r.Form.Err(); err != nil {
		if id == "" {
			id = conversation.NewID()
		}
		return t.other(id, typed(t.r.Form, "name"), t.r.Problems(err)), nil
	}
	if err := t.change("else", change); err != nil {
		return nil, err
	}
	if _, named := t.Draft.Topic(id); !named {
		return page.Redirect(t.base + "/topics"), nil
	}
	return page.Redirect(t.base + "/card/" + id), nil
}

// showMatters asks what matters most now, of what was talked about. No order, no rank.
func (t *table) showMatters() (*page.Answer, error) {
	v := t.page(t.voice.pack.MattersMost().Picture, "matters.title")
	v.Lead = []kit.Content{t.voice.say("matters.hint")}
	t.back(&v, t.base+"/topics")
	t.form(&v, "/matters", "matters")
	cards := kit.Cards{Name: "matters", Multiple: true, Legend: kit.Legend{Text: t.voice.say("matters.title"), Class: "govuk-visually-hidden"}}
	for _, code := range t.others("") {
		top := t.topic(code)
		cards.Items = append(cards.Items, kit.CardChoice{Drawing: top.Picture, Word: top.Name, Value: code,
			Checked: slices.Contains(t.Draft.Matters, code)})
	}
	if len(cards.Items) > 0 {
		v.Fields = []kit.Content{cards}
	}
	v.Buttons = []kit.Content{t.button("card.next", "next", kit.Primary), t.button("matters.none", "none", kit.Secondary)}
	v.More = []kit.Content{t.button("else.title", "else", kit.Secondary)}
	return t.show(v), nil
}

func (t *table) saveMatters() (*page.Answer, error) {
	change := t.takeMatters()
	if t.r.Form.Raw("go") == "none" {
		change = func(c *conversation.Content) { c.Matters = nil }
	}
	if err := t.change("matters", change); err != nil {
		return nil, err
	}
	if t.r.Form.Raw("go") == "else" {
		return page.Redirect(t.base + "/else"), nil
	}
	return page.Redirect(t.base + "/check"), nil
}
