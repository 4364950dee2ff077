package voiceweb

import (
	"slices"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// remark is one thing they said, with when it was read and what was answered.
func (t *table) remark(r conversation.Remark) kit.Content {
	v := remarkView{Title: t.say("place.you_said"), Kind: t.say("place." + string(r.Kind))}
	if r.Kind == conversation.AskFor {
		v.Title, v.Kind = t.say("place.asked", "who", t.text("place.ask_"+r.Whom)), nil
	}
	if !r.Words.Empty() {
		v.Words = t.quote(r.Words)
	}
	if t.Spoken {
		t.toldSpoken(&v, r)
		return remarkBody(v)
	}
	told := t.Names[r.Adult].Name
	if len(r.Replies) == 0 {
		v.Told = t.say("place.not_read", "who", told)
	} else {
		first := r.Replies[0]
		v.Told = t.say("place.read", "who", t.Names[first.Author].Name, "date", t.day(first.At.Format(time.DateOnly)))
	}
	for _, a := range r.Answers() {
		title := t.say("place.answer", "who", t.Names[a.Author].Name, "date", t.day(a.At.Format(time.DateOnly)))
		v.Answers = append(v.Answers, answerView{title, t.answered(a.Text.Text, a.Text.ForYoung, a.Text.Language)})
	}
	return remarkBody(v)
}

// answered is what somebody answered: in their language, where somebody wrote that, beside the English.
func (t *table) answered(text, forYoung, language string) kit.Content {
	lang := "en"
	q := kit.Quote{}
	if forYoung != "" {
		q.Translation, q.TranslationLang, q.TranslationDir = text, "en", "ltr"
		q.TranslatedBy, _ = i18n.LanguageName("en")
		text, lang = forYoung, language
	}
	q.Words, q.Lang, q.Dir = text, lang, i18n.Dir(lang)
	q.OriginalLabel, _ = i18n.LanguageName(lang)
	return kit.Join(q, t.listenTo(lang, firstWords(text), text))
}

// toldSpoken says what became of a remark to whoever came in by spoken words: that it was read and answered, by nobody's name
// and in nobody else's words.
func (t *table) toldSpoken(v *remarkView, r conversation.Remark) {
	switch {
	case len(r.Answers()) > 0:
		v.Told = t.say("everyday.answered")
	case len(r.Replies) > 0:
		v.Told = t.say("everyday.was_read", "date", t.day(r.Replies[0].At.Format(time.DateOnly)))
	default:
		v.Told = t.say("everyday.told")
	}
}

type remarkView struct {
	Title, Kind, Told kit.Content
	Words             []kit.Content
	Answers           []answerView
}

type answerView struct{ Title, Body kit.Content }

// showNews is everything they said about what is written and whom they asked for, with the answers, newest first.
func (t *table) showNews() (*page.Answer, error) {
	v := t.begin("letter", "place.news")
	if t.r.Form.Raw("done") == "yes" {
		v.Lead = append(v.Lead, t.say("place.thanks"))
		v.Above = append(v.Above, t.listen("", "place.thanks"))
	}
	for _, r := range t.Remarks {
		v.Above = append(v.Above, part(kit.T(t.day(r.At.Format(time.DateOnly))), []kit.Content{t.remark(r)}))
	}
	t.nothing(&v, len(t.Remarks))
	v.Below = []kit.Content{t.way("place.ask", "/ask", kit.Secondary)}
	return t.show(v), nil
}

// showSay lets them disagree, correct or add, about one passage or about everything.
func (t *table) showSay() (*page.Answer, error) {
	about := t.r.Form.ID("about")
	if err := t.r.Form.Err(); err != nil {
		return nil, err
	}
	return t.sayForm(about, page.Problems{}), nil
}

func (t *table) sayForm(about string, problems page.Problems) *page.Answer {
	v := t.begin("megaphone", "place.say_title")
	v.Problems = problems.Summary()
	v.Lead = []kit.Content{t.say("place.stays")}
	v.Above = []kit.Content{t.listen("", "place.say_title", "place.stays", "place.disagree", "place.correct", "place.add")}
	v.Action = t.base + "/say"
	v.Hidden = [][2]string{{"id", t.formID()}, {"about", about}}
	kinds := kit.Radios{Name: "kind", Legend: kit.Legend{Text: t.say("place.say_title"), Class: "govuk-visually-hidden"}, Value: t.r.Form.Raw("kind"), Error: problems.Of("kind")}
	for _, k := range conversation.RemarkKinds {
		kinds.Items = append(kinds.Items, kit.Choice{Value: string(k), Text: t.say("place." + string(k))})
	}
	v.Fields = append([]kit.Content{kinds}, t.wordFields("words.hint", problems)...)
	v.Fields = append(v.Fields, t.whoIsTold(problems))
	v.Buttons = []kit.Content{t.button("place.send", "send", kit.Primary)}
	return t.show(v)
}

// formID keeps the id of a form that is shown again.
func (t *table) formID() string {
	if id := t.r.Form.ID("id"); id != "" {
		return id
	}
	return conversation.NewID()
}

// wordFields are their words, and beside somebody who works with them the translation.
func (t *table) wordFields(hint string, problems page.Problems) []kit.Content {
	f, l := t.r.Form, t.r.L
	fields := []kit.Content{kit.Textarea{Name: "words", Label: kit.Label{Text: t.say("words.title")}, Hint: t.say(hint), Error: problems.Of("words"),
		Value: f.Raw("words"), Rows: 4, Autocomplete: "off", Spellcheck: "false", Attrs: map[string]any{"lang": t.pack.Lang(), "dir": "auto"}}}
	if t.Own {
		return fields
	}
	fields = append(fields, kit.Radios{Name: "written_by", Legend: kit.Legend{Text: t.say("words.who_writes")}, Value: f.Raw("written_by"),
		Class: "govuk-radios--inline", Items: []kit.Choice{{Value: "young_person", Text: t.say("start.how_i_write")}, {Value: "worker", Text: t.say("start.how_you_write")}}})
	if t.tag == "en" {
		return fields
	}
	return append(fields, kit.Details{Summary: kit.In(l.Tag(), l.Dir(), l.T("voice.for_worker")), Open: f.Raw("translation") != "", Body: staffNote(l.Tag(), l.Dir(), []kit.Content{
		kit.Textarea{Name: "translation", Label: kit.Label{Text: kit.T(l.T("voice.translation"))}, Hint: kit.T(l.T("voice.translation_hint")), Value: f.Raw("translation"), Rows: 3},
		kit.Select{Name: "translated_by", Label: kit.Label{Text: kit.T(l.T("voice.translated_by"))}, Value: f.Raw("translated_by"), Items: t.translators()},
	})})
}

func (t *table) translators() []kit.Option {
	list := []kit.Option{{}}
	for _, who := range conversation.Translators {
		list = append(list, kit.Option{Value: who, Text: t.r.L.T("conversation.translated_by_" + who)}) // i18n: prefix conversation.translated_by_
	}
	return list
}

// whoIsTold lets them choose the adult, where there is a choice.
func (t *table) whoIsTold(problems page.Problems) kit.Content {
	if len(t.Adults) < 2 {
		return kit.Join()
	}
	value := t.r.Form.Raw("adult")
	if value == "" {
		value = t.Adults[0].ID
	}
	told := kit.Radios{Name: "adult", Legend: kit.Legend{Text: t.say("place.who_is_told")}, Value: value, Error: problems.Of("adult")}
	for _, a := range t.Adults {
		told.Items = append(told.Items, kit.Choice{Value: a.ID, Text: kit.Name(a.Name)})
	}
	return told
}

// words reads the fields.
func (t *table) words() conversation.Words {
	f := t.r.Form
	w := conversation.Words{Text: f.Words("words", conversation.MaxWords), Language: t.tag, WrittenBy: "young_person"}
	if !t.Own {
		w.WrittenBy = f.Choice("written_by", conversation.Writers...)
		if w.Translation = f.Words("translation", conversation.MaxWords); w.Translation != "" {
			w.TranslatedTo, w.TranslatedBy = t.r.L.Tag(), f.Choice("translated_by", conversation.Translators...)
		}
	}
	if w.Empty() {
		return conversation.Words{}
	}
	return w
}

func (t *table) saveSay() (*page.Answer, error) {
	f := t.r.Form
	about := f.ID("about")
	r := conversation.Remark{ID: f.ID("id"), About: about, Kind: conversation.RemarkKind(f.Raw("kind")), Adult: f.ID("adult"), Words: t.words()}
	if !slices.Contains(conversation.RemarkKinds, r.Kind) {
		f.Add("kind", "problem.required_choice")
	}
	return t.save(r, func(p page.Problems) *page.Answer { return t.sayForm(about, p) })
}

// showAsk lets them ask for a person.
func (t *table) showAsk() (*page.Answer, error) { return t.askForm(page.Problems{}), nil }

func (t *table) askForm(problems page.Problems) *page.Answer {
	v := t.begin("friends", "place.ask_title")
	v.Problems = problems.Summary()
	v.Action = t.base + "/ask"
	v.Hidden = [][2]string{{"id", t.formID()}}
	keys := []string{"place.ask_title"}
	whom := kit.Radios{Name: "whom", Legend: kit.Legend{Text: t.say("place.ask_title"), Class: "govuk-visually-hidden"}, Value: t.r.Form.Raw("whom"), Error: problems.Of("whom")}
	for _, w := range conversation.AskedFor {
		whom.Items = append(whom.Items, kit.Choice{Value: w, Text: t.say("place.ask_" + w)})
		keys = append(keys, "place.ask_"+w)
	}
	v.Above = []kit.Content{t.listen("", keys...)}
	v.Fields = append([]kit.Content{whom}, t.wordFields("place.ask_words", problems)...)
	v.Fields = append(v.Fields, t.whoIsTold(problems))
	v.Buttons = []kit.Content{t.button("place.send", "send", kit.Primary)}
	return t.show(v)
}

func (t *table) saveAsk() (*page.Answer, error) {
	f := t.r.Form
	r := conversation.Remark{ID: f.ID("id"), Kind: conversation.AskFor, Whom: f.Choice("whom", conversation.AskedFor...), Adult: f.ID("adult"), Words: t.words()}
	return t.save(r, t.askForm)
}

// save keeps a remark, or shows its form again with what is wrong.
func (t *table) save(r conversation.Remark, again func(page.Problems) *page.Answer) (*page.Answer, error) {
	err := t.r.Form.Err()
	if err == nil {
		err = t.web.Voice.Say(t.r.Context(), t.r.Who, t.record, r)
	}
	if page.IsInvalid(err) && r.ID != "" {
		if t.Own {
			return again(t.problems(err)), nil
		}
		return again(page.ProblemsOf(err, i18n.For(t.r.L.Tag()))), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/news?done=yes"), nil
}
