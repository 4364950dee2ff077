package conversationweb

import (
	"slices"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// showCard asks how things are about one topic: a few words with pictures, and answers that are as good as any.
func (t *table) showCard() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	return t.card(code, nil), nil
}

func (t *table) card(code string, problems kit.Content) *page.Answer {
	top, a := t.topic(code), t.Draft.Answers[code]
	v := childView{Drawing: top.Picture, Title: top.Name, Plain: t.voice.text("card.how_is_it"), Problems: problems}
	t.back(&v, t.base+"/topics")
	t.form(&v, "/card/"+code, "card/"+code)
	differently, pictures := t.r.Form.Has("differently"), t.shows("pictures_only")
	t.ask(&v, top, differently, pictures)
	choices := kit.Cards{Name: "choice", Legend: t.legend("card.how_is_it")}
	if pictures {
		choices.Class = "sf-cards--pictures"
	}
	for _, c := range slices.Concat(t.voice.pack.Anchors(), t.voice.pack.Answers()) {
		choices.Items = append(choices.Items, kit.CardChoice{Drawing: c.Picture, Word: t.voice.choice(c.Key), Value: c.Key,
			Checked: a.Choice == c.Key && !(differently && c.Key == "ask_differently")})
	}
	v.Fields = []kit.Content{t.listen("card.how_is_it", t.answers()), choices}
	if !a.Words.Empty() {
		v.Fields = append(v.Fields, t.quote(a.Words))
	}
	v.Staff = t.staffCard(code, slices.Concat(t.asked(top, differently), t.answers()))
	v.Buttons = []kit.Content{t.button("card.next", "next", kit.Primary), t.button("card.say_more", "words", kit.Secondary),
		t.button("card.skip", "skip", kit.Secondary)}
	v.More = []kit.Content{t.button("change.title", "change", kit.Secondary)}
	if len(t.others(code)) > 0 {
		v.More = append(v.More, t.button("link.title", "link", kit.Secondary))
	}
	v.More = append(v.More, t.button("else.title", "else", kit.Secondary)) // always there, on every card
	return t.show(v)
}

// ask puts the question, and the other ways of asking it: simpler, with an example, with pictures only.
func (t *table) ask(v *childView, top topic, differently, pictures bool) {
	say := func(text func(framework.Card) string) kit.Content { return t.voice.card(top.Code, text) }
	simpler := func() kit.Content { return say(func(c framework.Card) string { return c.Simpler }) }
	example := func() kit.Content { return say(func(c framework.Card) string { return c.Example }) }
	v.Above = []kit.Content{t.listen("", t.asked(top, differently))}
	switch {
	case top.Own || pictures:
	case differently:
		v.Lead = []kit.Content{simpler(), example()}
	default:
		v.Lead = []kit.Content{say(func(c framework.Card) string { return c.Ask })}
		v.Above = append(v.Above, kit.Details{Summary: t.voice.say("card.simpler"), Body: simpler()},
			kit.Details{Summary: t.voice.say("card.example"), Body: example()})
	}
	key := "card.pictures"
	if pictures {
		key = "card.words_again"
	}
	v.Above = append(v.Above, touch(touchView{Text: t.voice.say(key), URL: t.base + "/shown", Name: "shown", Value: "pictures_only", Form: formID}))
}

// staffCard shows the worker and the interpreter the card in the language it was written in.
func (t *table) staffCard(code string, shown []spoken) kit.Content {
	original := originalPack(t.ed)
	texts := []string{t.r.L.T("conversation.card_staff")}
	outcome, ok := t.ed.Outcome(code)
	if !ok {
		return t.staff(false, texts, t.better(shown)...)
	}
	in := func(s string) kit.Content { return kit.In(original.Lang(), original.Dir(), s) }
	card, _ := original.Card(code)
	items := []kit.Content{in(card.Name), in(card.Ask), in(card.Simpler), in(card.Example)}
	body := []kit.Content{bullets(items), kit.InsetText{Text: kit.Join(kit.T(code+" "), kit.In("en", "ltr", outcome.Text))}}
	return t.staff(false, texts, append(body, t.better(shown)...)...)
}

// quote is what was said, as it was said, with the translation beside it.
func (t *table) quote(w conversation.Words) kit.Content {
	q := quote(w)
	q.OriginalLabel, q.TranslatedBy = t.voice.text("check.said"), t.voice.text("words.translation")
	if w.WrittenBy == "worker" {
		q.By = t.voice.say("words.by_worker")
	}
	return q
}

func quote(w conversation.Words) kit.Quote {
	q := kit.Quote{Words: w.Text, Lang: w.Language, Dir: "auto", Translation: w.Translation, TranslationLang: w.TranslatedTo}
	if w.Language != "" {
		q.Dir = i18n.Dir(w.Language)
	}
	if w.TranslatedTo != "" {
		q.TranslationDir = i18n.Dir(w.TranslatedTo)
	}
	return q
}

func (t *table) saveCard() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	act, change := t.r.Form.Raw("go"), t.takeCard(code)
	if err := t.r.Form.Err(); err != nil {
		return t.card(code, t.r.Problems(err).Summary()), nil
	}
	if act == "skip" {
		change = func(*conversation.Content) {}
	}
	if err := t.change("card/"+code, change); err != nil {
		return nil, err
	}
	switch act {
	case "words", "change", "link":
		return page.Redirect(t.base + "/" + act + "/" + code), nil
	case "else":
		return page.Redirect(t.base + "/else"), nil
	case "skip":
		return page.Redirect(t.after(code)), nil
	}
	if t.r.Form.Raw("choice") == "ask_differently" {
		return page.Redirect(t.base + "/card/" + code + "?differently=1"), nil
	}
	return page.Redirect(t.after(code)), nil
}

// showWords is where the young person's own words go, as they say them.
func (t *table) showWords() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	return t.words(code, t.Draft.Answers[code].Words, page.Problems{}), nil
}

func (t *table) words(code string, w conversation.Words, problems page.Problems) *page.Answer {
	top := t.topic(code)
	v := t.page(top.Picture, "words.title")
	v.Lead = []kit.Content{top.Name}
	v.Problems = problems.Summary()
	t.back(&v, t.base+"/card/"+code)
	t.form(&v, "/words/"+code, "words/"+code)
	lang := w.Language
	if lang == "" {
		lang = t.spokenTag()
	}
	v.Fields = []kit.Content{
		kit.Textarea{Name: "words", Label: kit.Label{Text: t.voice.say("words.hint")}, Hint: t.voice.say("words.only_what"),
			Error: problems.Of("words"), Value: w.Text, Rows: 6, Attrs: map[string]any{"lang": lang, "dir": "auto"}},
		t.whoWrites(w),
	}
	v.More = []kit.Content{t.button("else.title", "else", kit.Secondary)}
	v.Staff = t.staffWords(w, problems)
	v.Buttons = []kit.Content{t.button("words.keep", "keep", kit.Primary), t.button("words.not_written", "nothing", kit.Secondary)}
	return t.show(v)
}

// whoWrites asks whose hand it is.
func (t *table) whoWrites(w conversation.Words) kit.Content {
	return kit.Radios{Name: "written_by", Legend: kit.Legend{Text: t.voice.say("words.who_writes")}, Value: w.WrittenBy,
		Class: "govuk-radios--inline", Items: []kit.Choice{
			{Value: "young_person", Text: t.voice.say("start.how_i_write")},
			{Value: "worker", Text: t.voice.say("start.how_you_write")}}}
}

// staffWords are the fields beside somebody's words: their language, the translation and who made it, and the worker's
// own summary, which never takes the words' place.
func (t *table) staffWords(w conversation.Words, problems page.Problems) kit.Content {
	l, lang := t.r.L, w.Language
	if lang == "" {
		lang = t.spokenTag()
	}
	languages := kit.Select{Name: "language", Label: kit.Label{Text: kit.T(l.T("conversation.words_language"))}, Value: lang,
		Items: languageOptions(l)}
	translator := kit.Select{Name: "translated_by", Label: kit.Label{Text: kit.T(l.T("conversation.translated_by"))},
		Value: w.TranslatedBy, Items: options(l, "conversation.translated_by_", conversation.Translators)}
	body := []kit.Content{languages,
		kit.Textarea{Name: "translation", Label: kit.Label{Text: kit.T(l.T("conversation.translation"))},
			Hint: kit.T(l.T("conversation.translation_hint")), Error: problems.Of("translation"), Value: w.Translation, Rows: 3},
		translator,
		kit.Textarea{Name: "paraphrase", Label: kit.Label{Text: kit.T(l.T("conversation.paraphrase"))},
			Hint: kit.T(l.T("conversation.paraphrase_hint")), Error: problems.Of("paraphrase"), Value: w.Paraphrase, Rows: 2}}
	open := t.Sitting.Setup.Interpreter.Used == "yes" || w.Translation != "" || w.Paraphrase != "" || problems.Any()
	return t.staff(open, []string{l.T("conversation.least"), l.T("conversation.typing_lost")}, body...)
}

// choices makes a list of choices whose texts are messages under one prefix.
func choices(l i18n.L, prefix string, values []string) []kit.Choice {
	list := make([]kit.Choice, len(values))
	for i, v := range values {
		list[i] = kit.Choice{Value: v, Text: kit.T(l.T(prefix + v))}
	}
	return list
}

// options is choices for a Select, with an empty one first.
func options(l i18n.L, prefix string, values []string) []kit.Option {
	list := []kit.Option{{Value: "", Text: l.T("conversation.not_said")}}
	for _, v := range values {
		list = append(list, kit.Option{Value: v, Text: l.T(prefix + v)})
	}
	return list
}

func languageOptions(l i18n.L) []kit.Option {
	var list []kit.Option
	for _, k := range i18n.Known() {
		text := k.Own
		if k.English != k.Own {
			text += " – " + k.English
		}
		list = append(list, kit.Option{Value: k.Tag, Text: text})
	}
	return list
}

func (t *table) saveWords() (*page.Answer, error) {
	code, err := t.code()
	if err != nil {
		return nil, err
	}
	change := t.takeWords(code)
	if t.r.Form.Raw("go") == "nothing" {
		return page.Redirect(t.after(code)), nil
	}
	if err := t.r.Form.Err(); err != nil {
		return t.words(code, typed(t.r.Form, "words"), t.r.Problems(err)), nil
	}
	if err := t.change("words/"+code, change); err != nil {
		return nil, err
	}
	if t.r.Form.Raw("go") == "else" {
		return page.Redirect(t.base + "/else"), nil
	}
	if t.Draft.Answers[code].Choice == "" {
		return page.Redirect(t.base + "/card/" + code), nil
	}
	return page.Redirect(t.after(code)), nil
}

// typed gives words as they were typed, to show a form again.
func typed(f *page.Form, field string) conversation.Words {
	raw := func(name string) string { return strings.ToValidUTF8(f.Raw(name), "\ufffd") }
	return conversation.Words{Text: raw(field), Language: raw("language"), WrittenBy: raw("written_by"),
		Translation: raw("translation"), TranslatedBy: raw("translated_by"), Paraphrase: raw("paraphrase")}
}
