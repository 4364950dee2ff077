package voiceweb

import (
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/voice"
)

// Where somebody new asks with a young person's card, and where whoever answers for the record decides.
const (
	asked  = "/carried"
	askNew = "/carried/new"
	given  = "/carried/{id}/{ask}"
	decide = "/people/{id}/carry"
	told   = "/people/{id}/told-before"
)

func (web *Web) carriedRoutes() []page.Route {
	return []page.Route{
		page.Get(asked, permit.ListCarried, web.showAsked),
		page.Get(askNew, permit.AskCarry, web.showAskNew),
		page.Post(askNew, permit.AskCarry, web.saveAskNew),
		page.Get(given, permit.ReadCarried, web.showGiven),
		page.Post(given, permit.SayCarried, web.savePassOn),
		page.Get(told, permit.HoldConversation, web.showTold),
		page.Get(decide, permit.DecideCarry, web.showDecide),
		page.Post(decide+"/{ask}", permit.DecideCarry, web.saveDecide),
	}
}

// showAsked lists what the reader asked for: when, for which record of theirs, and how it stands. A code on no card waits
// here like any other.
func (web *Web) showAsked(r *page.Request) (*page.Answer, error) {
	list, err := web.Voice.AskedByMe(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("voice.carried_title"), Lead: t("voice.carried_lead"), Before: []kit.Content{}}
	if done := desk.Done(r, "voice.done_", "asked", "not_asked"); done != nil {
		v.Before = append(v.Before, done)
	}
	v.Before = append(v.Before, desk.Group(kit.Button{Text: kit.T(t("voice.ask_new")), Href: askNew}))
	tasks := kit.TaskList{IDPrefix: "asked"}
	for _, h := range list {
		task := kit.Task{Title: kit.T(t("voice.asked_on", "moment", r.L.Moment(h.At))), Hint: kit.T(t("voice.ask_" + string(h.State)))} // i18n: prefix voice.ask_
		if h.State == voice.AskGiven {
			task.Href, task.Hint = "/carried/"+h.Record+"/"+h.ID, kit.T(t("voice.ask_given", "day", r.L.Day(h.Until.Format(time.DateOnly))))
		}
		if shown := h.Names.Shown(); shown != "" {
			task.Title = kit.Join(kit.Name(shown), kit.T(dot+t("voice.asked_on", "moment", r.L.Moment(h.At))))
		}
		tasks.Items = append(tasks.Items, task)
	}
	if len(tasks.Items) > 0 {
		v.After = append(v.After, tasks)
	} else {
		v.After = append(v.After, kit.EmptyState{Drawing: "path", Title: kit.T(t("voice.asked_none")), Body: kit.T(t("voice.asked_none_text"))})
	}
	return v.Answer(nil), nil
}

func (web *Web) showAskNew(r *page.Request) (*page.Answer, error) { return web.askNewForm(r, nil), nil }

// askNewForm asks for the letters on the card, who asks and why. record, where the address brings one, is the reader's own.
func (web *Web) askNewForm(r *page.Request, wrong error) *page.Answer {
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "code"), r.Form
	languages := kit.Select{Name: "language", Label: desk.Label(r, "voice.ask_language"), Hint: kit.T(t("voice.ask_language_hint")), Value: f.Raw("language"), Error: p.Of("language"), Items: []kit.Option{{}}}
	for _, y := range i18n.YoungLanguages() {
		languages.Items = append(languages.Items, kit.Option{Value: y.Tag, Text: y.English})
	}
	v := desk.Page{Title: t("voice.ask_new"), Lead: t("voice.ask_new_lead"), Problems: p.Summary(),
		Hidden: []desk.Hidden{desk.FormID(r), {Name: "record", Value: f.Raw("record")}},
		Fields: []kit.Content{
			kit.Input{Name: "code", Label: desk.Label(r, "voice.code"), Hint: kit.T(t("voice.code_hint")), Value: f.Raw("code"), Error: p.Of("code"), Autocomplete: "off", Spellcheck: "false", Class: "govuk-input--width-20"},
			desk.Line(r, p, "who", "voice.ask_who", f.Raw("who")),
			desk.Note(r, p, "why", "voice.ask_why"),
			languages,
			kit.Checkboxes{Name: "there", Items: []kit.Choice{{Value: "yes", Text: kit.T(t("voice.ask_there")), Checked: f.Raw("there") == "yes"}}, Error: p.Of("there")},
		},
		Buttons: []kit.Content{desk.Button(r, "voice.ask_next"), desk.Cancel(r, asked)}}
	return v.Answer(wrong).Back(asked)
}

// saveAskNew puts the question to the young person, in their language; their yes sends it. The two are one form, so that
// nothing is kept before they said yes.
func (web *Web) saveAskNew(r *page.Request) (*page.Answer, error) {
	f := r.Form
	n := voice.NewAsk{ID: f.ID("as"), Code: f.Line("code", 60), OwnRecord: f.Raw("record"),
		Text: voice.AskText{Who: f.Required("who", 200), Why: f.Words("why", 2000), Language: f.Raw("language")}}
	young, known := i18n.Young(n.Text.Language)
	if !known {
		f.Add("language", "problem.required_choice")
	}
	if f.Raw("there") != "yes" {
		f.Add("there", "voice.ask_needs_there")
	}
	err := f.Err()
	if err == nil {
		err = web.Voice.CheckAsk(n)
	}
	if err != nil {
		return web.askNewForm(r, err), nil
	}
	switch f.Choice("go", "yes", "no") {
	case "no":
		return page.Redirect(asked + "?done=not_asked"), nil
	case "yes":
		err := web.Voice.Ask(r.Context(), r.Who, n)
		if desk.ToMend(err) {
			return web.askNewForm(r, err), nil
		}
		if err != nil {
			return nil, err
		}
		return page.Redirect(asked + "?done=asked"), nil
	}
	return web.askYoung(r, n, young.Tag)
}

// askYoung is the question to the young person: who asks, what is asked of whom, and that they can say no.
func (web *Web) askYoung(r *page.Request, n voice.NewAsk, lang string) (*page.Answer, error) {
	t := &table{web: web, r: r, base: askNew}
	if err := t.speak(lang); err != nil {
		return nil, err
	}
	who, err := web.Voice.Name(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v := t.begin("path", "place.carry")
	v.Title = t.say("place.carry_ask_title", "who", who)
	v.Lead = []kit.Content{t.say("place.carry_ask_text", "who", who)}
	v.Above = []kit.Content{t.listenTo(t.of("place.carry_ask_text").Lang(), "", t.text("place.carry_ask_title", "who", who), t.text("place.carry_ask_text", "who", who)),
		kit.Quote{Words: n.Text.Who + dot + n.Text.Why, Lang: r.L.Tag(), Dir: r.L.Dir()}}
	v.Action = askNew
	for _, name := range []string{"as", "record", "code", "who", "why", "language", "there"} {
		value := r.Form.Raw(name)
		if name == "language" { // what is kept is the language they were really asked in
			value = t.of("place.carry_ask_text").Lang()
		}
		v.Hidden = append(v.Hidden, [2]string{name, value})
	}
	v.Buttons = []kit.Content{t.button("place.carry_ask_yes", "yes", kit.Primary), t.button("place.carry_ask_no", "no", kit.Secondary)}
	return t.show(v), nil
}

// showGiven is what the reader was let see: the words as they were said, until when, and the way to pass on what the young
// person says to them now.
func (web *Web) showGiven(r *page.Request) (*page.Answer, error) { return web.givenPage(r, nil) }

func (web *Web) givenPage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	ask, err := r.PathID("ask")
	if err != nil {
		return nil, err
	}
	got, err := web.Voice.Received(r.Context(), r.Who, id, ask)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "kind")
	v := desk.Page{Title: t("voice.given_title"), Lead: t("voice.given_lead"), Problems: p.Summary()}
	if done := desk.Done(r, "voice.done_", "passed_on"); done != nil {
		v.Before = append(v.Before, done)
	}
	v.Before = append(v.Before, desk.Para(kit.T(t("voice.given_from", "from", got.From, "who", got.Names[got.DecidedBy].Name, "day", r.L.Day(got.Until.Format(time.DateOnly))))))
	v.Before = append(v.Before, web.words(r, got)...)
	v.Before = append(v.Before, web.loop(r, got)...)
	v.Before = append(v.Before, desk.Part("pass-on", t("voice.pass_on"), desk.Para(kit.T(t("voice.pass_on_text")))))
	v.Hidden = []desk.Hidden{desk.FormID(r)}
	v.Fields = passOnFields(r, p, got)
	v.Buttons = []kit.Content{desk.Button(r, "voice.pass_on_send")}
	return v.Answer(wrong).Style("place.css").Leaving().Back(asked), nil
}

func passOnFields(r *page.Request, p page.Problems, got voice.Received) []kit.Content {
	f := r.Form
	kinds := kit.Radios{Name: "kind", Legend: kit.Legend{Text: kit.T(r.L.T("voice.pass_on_kind"))}, Value: f.Raw("kind"), Error: p.Of("kind")}
	for _, k := range conversation.RemarkKinds {
		kinds.Items = append(kinds.Items, kit.Choice{Value: string(k), Text: kit.T(r.L.T("voice.kind_" + string(k)))})
	}
	lang := got.Language
	return []kit.Content{kinds,
		kit.Textarea{Name: "words", Label: desk.Label(r, "voice.pass_on_words"), Hint: kit.T(r.L.T("voice.pass_on_words_hint")), Value: f.Raw("words"), Error: p.Of("words"), Rows: 3,
			Autocomplete: "off", Spellcheck: "false", Attrs: map[string]any{"lang": lang, "dir": "auto"}},
		kit.Textarea{Name: "translation", Label: desk.Label(r, "voice.translation"), Value: f.Raw("translation"), Error: p.Of("translation"), Rows: 2},
	}
}

// words are what was carried on, each as it was said beside its translation.
func (web *Web) words(r *page.Request, got voice.Received) []kit.Content {
	t := r.L.T
	var list []kit.Content
	for _, w := range got.Words {
		if w.Missing != "" {
			text := t("voice.words_gone")
			if w.Missing == "taken_back" && w.Day != "" {
				text = t("voice.words_back", "day", r.L.Day(w.Day))
			}
			list = append(list, kit.InsetText{Text: kit.T(text)})
			continue
		}
		name := topicOf(r, w)
		parts := []kit.Content{desk.Small(t("voice.words_on", "day", r.L.Day(w.At.Format(time.DateOnly))))}
		for _, one := range []conversation.Words{w.Name, w.Words} {
			if !one.Empty() {
				parts = append(parts, staffQuote(r, one))
			}
		}
		list = append(list, part(kit.T(name), parts))
	}
	return list
}

// topicOf is what words are about: the outcome in the reader's language, or a topic of their own.
func topicOf(r *page.Request, w voice.Told) string {
	if w.Edition != nil {
		if o, ok := w.Edition.Outcome(w.Item); ok {
			return o.Text
		}
	}
	return r.L.T("share.own_topic")
}

func staffQuote(r *page.Request, w conversation.Words) kit.Content {
	text, lang := w.Text, w.Language
	if text == "" {
		text, lang = w.Paraphrase, "en"
	}
	if text == "" {
		text, lang = w.Translation, w.TranslatedTo
	}
	q := kit.Quote{Words: text, Lang: lang, Dir: i18n.Dir(lang)}
	if y, ok := i18n.Young(lang); ok {
		q.OriginalLabel = y.English
	}
	if w.Text != "" && w.Translation != "" {
		q.Translation, q.TranslationLang, q.TranslationDir = w.Translation, w.TranslatedTo, i18n.Dir(w.TranslatedTo)
	}
	if w.Text == "" && w.Paraphrase != "" {
		q.By = kit.T(r.L.T("voice.by_worker"))
	}
	return q
}

// loop is what was passed on from here, when it was read and what was answered.
func (web *Web) loop(r *page.Request, got voice.Received) []kit.Content {
	t := r.L.T
	var list []kit.Content
	for _, m := range got.Remarks {
		parts := []kit.Content{line(kit.T(t("voice.kind_"+string(m.Kind)) + dot + r.L.Moment(m.At))), line(kit.T(t("voice.told", "who", got.Names[m.Adult].Name)))}
		if !m.Words.Empty() {
			parts = append(parts, staffQuote(r, m.Words))
		}
		if len(m.Replies) == 0 {
			parts = append(parts, line(kit.T(t("voice.unread"))))
		}
		for _, a := range m.Replies {
			key := "voice.was_read"
			if a.Answer {
				key = "voice.was_answered"
			}
			parts = append(parts, line(kit.T(t(key, "moment", r.L.Moment(a.At), "who", got.Names[a.Author].Name))))
			if a.Answer {
				parts = append(parts, kit.InsetText{Text: kit.Join(kit.Name(a.Text.Text), spaced(a.Text.ForYoung))})
			}
		}
		list = append(list, kit.Join(parts...))
	}
	if len(list) == 0 {
		return nil
	}
	return []kit.Content{desk.Part("loop", t("voice.loop"), list...)}
}

func (web *Web) savePassOn(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	ask, err := r.PathID("ask")
	if err != nil {
		return nil, err
	}
	f := r.Form
	if f.Raw("keep") != "" { // which record of the reader's own the words belong beside
		own := f.ID("keep")
		if err := f.Err(); err != nil {
			return nil, err
		}
		if err := web.Voice.KeepWith(r.Context(), r.Who, ask, own); err != nil {
			return nil, err
		}
		return page.Redirect("/people/" + own + "/told-before"), nil
	}
	m := conversation.Remark{ID: f.ID("as"), Kind: conversation.RemarkKind(f.Raw("kind")), Words: conversation.Words{Text: f.Words("words", conversation.MaxWords), WrittenBy: "worker"}}
	if m.Words.Translation = f.Words("translation", conversation.MaxWords); m.Words.Translation != "" {
		m.Words.TranslatedTo = r.L.Tag()
	}
	if m.Words.Text == "" && m.Words.Translation == "" {
		m.Words = conversation.Words{}
	}
	if err = f.Err(); err == nil {
		err = web.Voice.PassOn(r.Context(), r.Who, id, ask, m)
	}
	if desk.ToMend(err) {
		return web.givenPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/carried/" + id + "/" + ask + "?done=passed_on"), nil
}

// showTold is what was told before, beside a record of the reader's own: so that it need not be told again.
func (web *Web) showTold(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	list, err := web.Voice.ToldBefore(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("voice.told_before"), Lead: t("voice.told_before_lead")}
	for _, got := range list {
		v.Before = append(v.Before, desk.Para(kit.T(t("voice.given_from", "from", got.From, "who", got.Names[got.DecidedBy].Name, "day", r.L.Day(got.Until.Format(time.DateOnly))))))
		v.Before = append(v.Before, web.words(r, got)...)
		v.Before = append(v.Before, desk.Para(desk.Link(t("voice.given_open"), "/carried/"+got.Record+"/"+got.ID)))
	}
	if len(list) == 0 {
		v.Before = append(v.Before, kit.EmptyState{Drawing: "path", Title: kit.T(t("voice.told_before_none")), Body: kit.T(t("voice.told_before_none_text"))})
	}
	mine, err := web.Voice.AskedByMe(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	for _, h := range mine {
		if h.State == voice.AskGiven && h.Own == "" {
			v.After = append(v.After, desk.Post("/carried/"+h.Record+"/"+h.ID, []desk.Hidden{{Name: "keep", Value: id}},
				desk.Para(kit.T(t("voice.asked_on", "moment", r.L.Moment(h.At)))), kit.Button{Text: kit.T(t("voice.keep_here")), Kind: kit.Secondary, Once: true}))
		}
	}
	v.After = append(v.After, desk.Group(kit.Button{Text: kit.T(t("voice.ask_new")), Href: askNew + "?record=" + id, Kind: kit.Secondary}))
	return v.Answer(nil).Style("place.css").Leaving().Back("/people/" + id), nil
}
