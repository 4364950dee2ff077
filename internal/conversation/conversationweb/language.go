package conversationweb

import (
	"net/url"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// languageField offers all the languages young people speak here, each by its own name in its own script, and says what
// is ready in it. Whatever is not ready can still be chosen: the talk is in that language, with pictures, plain English
// and the interpreter's sheet.
func (web *Web) languageField(r *page.Request, person record.Person, ed *framework.Edition, s conversation.Setup, problems page.Problems) kit.Content {
	l := r.L
	field := kit.Radios{Name: "language", Legend: legend(l.T("conversation.language")), Hint: kit.T(l.T("conversation.language_spoken_hint")),
		Value: s.Language, Error: problems.Of("language"), Class: "sf-languages-grid"}
	offered := map[string]bool{}
	for _, y := range i18n.YoungLanguages() {
		offered[y.Tag] = true
		c := kit.Choice{Value: y.Tag, Text: kit.In(y.Tag, y.Dir, y.Own)}
		if y.Tag == originalPack(ed).Lang() {
			field.Items = append(field.Items, c)
			continue
		}
		c.Hint = kit.T(web.readyText(r, ed, y.Tag, y.English))
		field.Items = append(field.Items, c)
	}
	for _, lang := range ed.Languages { // a set somebody loaded may speak more
		if p, ok := ed.Pack(lang); ok && !offered[lang] && web.mayShow(p) {
			field.Items = append(field.Items, kit.Choice{Value: lang, Text: kit.In(lang, p.Dir(), p.Name())})
		}
	}
	first := person.Profile.FirstLanguage()
	if _, ok := i18n.Young(first); !ok && first != "" {
		_, english := i18n.LanguageName(first)
		field.Hint = kit.T(l.T("conversation.language_missing", "language", english))
	}
	sheet := links([]linkView{{l.T("conversation.sheet"), sheetURL(ed, "", person.Nation)}})
	return kit.Join(field, sheet)
}

// readyText says in the staff's language what is ready in one language.
func (web *Web) readyText(r *page.Request, ed *framework.Edition, lang, english string) string {
	p, ok := web.Framework.Pack(r.Context(), ed, lang)
	switch {
	case !ok || !web.mayShow(p):
		return r.L.T("conversation.language_sheet", "language", english)
	case p.Trusted():
		return r.L.T("conversation.language_ready", "language", english)
	}
	return r.L.T("conversation.language_is_draft", "language", english)
}

// spoken reports a language that a sitting can be held in: one of those offered.
func (web *Web) spoken(r *page.Request, ed *framework.Edition, lang string) bool {
	if y, ok := i18n.Young(lang); ok && y.Tag == lang {
		return true
	}
	p, ok := web.Framework.Pack(r.Context(), ed, lang)
	return ok && web.mayShow(p)
}

// spokenTag is the language the young person speaks here, by the tag that records use: what they say is in it, whatever
// language the cards are in.
func (t *table) spokenTag() string {
	if y, ok := i18n.Young(t.Sitting.Setup.Language); ok {
		return y.Stored
	}
	return t.voice.pack.Lang()
}

// sheetURL is the interpreter's sheet. The address names a set, a language and a nation, and no record.
func sheetURL(ed *framework.Edition, lang, nation string) string {
	q := url.Values{"edition": {ed.ID}, "nation": {nation}}
	if lang != "" {
		q.Set("lang", lang)
	}
	return "/translations/sheet?" + q.Encode()
}

// spoken is one text on a young person's page as it is read aloud and as somebody may say it better.
type spoken struct {
	key  string // in its edition: "card/F1/ask"
	text string
	pack *framework.Pack
}

// explainKey is the key of a point of the explanation.
func explainKey(point, nation string) string {
	if short, own := strings.CutPrefix(point, "nation."); own {
		return "explain/" + nation + "/" + short
	}
	return "explain/" + point
}

// asked are the texts of a card as it stands on the page.
func (t *table) asked(top topic, differently bool) []spoken {
	in := func(part, text string) spoken { return spoken{"card/" + top.Code + "/" + part, text, t.voice.pack} }
	switch {
	case top.Own:
		return nil
	case differently:
		return []spoken{in("name", top.Card.Name), in("simpler", top.Card.Simpler), in("example", top.Card.Example)}
	}
	return []spoken{in("name", top.Card.Name), in("ask", top.Card.Ask)}
}

// answers are the choices under a card.
func (t *table) answers() []spoken {
	var list []spoken
	for _, c := range t.voice.pack.Anchors() {
		list = append(list, spoken{"anchor/" + c.Key + "/word", c.Word, t.voice.pack}, spoken{"anchor/" + c.Key + "/more", c.More, t.voice.pack})
	}
	for _, c := range t.voice.pack.Answers() {
		list = append(list, spoken{"answer/" + c.Key + "/word", c.Word, t.voice.pack})
	}
	return list
}

// better leads the worker to the page where one of these texts can be said better, in the language spoken here, and to
// the interpreter's sheet. The addresses carry no record's id; they open beside, so that the sitting stays where it is.
func (t *table) better(texts []spoken) []kit.Content {
	y, ok := i18n.Young(t.Sitting.Setup.Language)
	if !ok || y.Tag == originalPack(t.ed).Lang() {
		return nil
	}
	l := t.r.L
	list := []linkView{{l.T("conversation.sheet"), sheetURL(t.ed, y.Tag, t.Nation)}}
	if permit.Could(t.r.Who, permit.SuggestWording) {
		english := map[string]string{}
		for _, e := range t.ed.Entries(originalPack(t.ed)) {
			english[e.Key] = e.Text
		}
		for _, s := range texts {
			q := url.Values{"edition": {t.ed.ID}, "lang": {y.Tag}, "key": {s.key}}
			list = append(list, linkView{l.T("conversation.say_better", "text", english[s.key]), "/translations/suggest?" + q.Encode()})
		}
	}
	return []kit.Content{kit.Details{Summary: kit.T(l.T("conversation.better")), Body: beside(list)}}
}

// listen reads texts aloud: a recording where somebody has lent their voice, else the device's own voice, else it says
// that there is none. about is the screen text that tells one button from another, "" for the page's first. Without
// script there are plain players for what was recorded, and nothing else.
func (t *table) listen(about string, texts []spoken) kit.Content {
	if len(texts) == 0 {
		return kit.Join()
	}
	lang := texts[0].pack.Lang()
	v := kit.Listen{Lang: lang, Dir: texts[0].pack.Dir(), Label: t.voice.text("card.listen"), Stop: t.voice.text("listen.stop"),
		Person: t.voice.text("listen.person"), Device: t.voice.text("listen.device"), None: t.voice.text("listen.none"), Voices: lang}
	if y, ok := i18n.Young(lang); ok {
		v.Voices = strings.Join(y.Voices, " ")
	}
	if about != "" {
		v.About = t.voice.text(about)
	}
	for _, s := range texts {
		one := kit.ListenText{Text: s.text}
		if t.web.Translations != nil {
			if id, ok := t.web.Translations.Voice(t.ed.ID, lang, s.key, s.text); ok {
				one.Sound = "/translations/voice/" + id
				v.Recorded = true
			}
		}
		v.Texts = append(v.Texts, one)
	}
	return v
}
