package conversationweb

import (
	"net/url"
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// The young person's own page of what keeps them safe. It is made with them, part by part, and can be carried as a card
// that has their words and no title. It stands under the key of sealed details: each look has a reason, and the ledger
// has it. The young person's own look has the reason "theirs".

// ownDrawings are the pictures of its parts.
var ownDrawings = map[string]string{"helps": "shield", "trust": "friends", "pressed": "door", "missing": "megaphone"}

// ownURL is an address of the page; with a sitting, it leads back to that sitting's end.
func ownURL(record, rest, sitting string) string {
	at := "/people/" + record + "/own-page" + rest
	if sitting != "" {
		at += "?" + url.Values{"sitting": {sitting}}.Encode()
	}
	return at
}

// own lets the two sit down over that page, within a sitting or apart from one.
func (web *Web) own(f func(*table) (*page.Answer, error)) page.Handler {
	return func(r *page.Request) (*page.Answer, error) {
		id, err := r.PathID("id")
		if err != nil {
			return nil, err
		}
		t := &table{web: web, r: r}
		if sitting := r.Form.ID("sitting"); sitting != "" {
			t.Table, err = web.Conversation.Sitting(r.Context(), r.Who, id, sitting, conversation.YoungPerson)
			t.base = listURL(id) + "/" + sitting
		} else {
			err = t.alone(id)
		}
		if err != nil {
			return nil, err
		}
		if t.ed, err = web.Framework.Chosen(r.Context(), r.Who, framework.Children); problem.Is(err, problem.NotFound) {
			t.ed, err = nil, nil
		}
		if err != nil {
			return nil, err
		}
		if t.ed == nil {
			t.ed, _ = framework.BySet(framework.SetChecklist)
		}
		t.voice = web.voice(r.Context(), t.ed, t.Sitting.Setup.Language)
		if t.shows("two_languages") || t.base == "" {
			t.voice.second = web.secondPack(r.Context(), t.ed, r.L.Tag(), t.voice.guard)
		}
		return f(t)
	}
}

// alone stands for a sitting where there is none: the young person's language, and their nation.
func (t *table) alone(id string) error {
	person, err := t.web.Record.Person(t.r.Context(), t.r.Who, id)
	t.Sitting.Record, t.Sitting.Setup.Language, t.Nation = id, "en", person.Nation
	if y, ok := i18n.Young(person.Profile.FirstLanguage()); ok {
		t.Sitting.Setup.Language = y.Tag
	}
	return err
}

func (t *table) ownURL(rest string) string {
	return ownURL(t.Sitting.Record, rest, t.r.Form.ID("sitting"))
}

// cardURL is the card's address. It leads back to the sitting that it was asked for in.
func (t *table) cardURL() string {
	at := "/people/" + t.Sitting.Record + "/card"
	if sitting := t.r.Form.ID("sitting"); sitting != "" {
		at += "?" + url.Values{"sitting": {sitting}}.Encode()
	}
	return at
}

// showOwn shows a page of these. Pause and Stop belong to a sitting; here every page has its way out.
func (t *table) showOwn(v childView) *page.Answer {
	if t.voice.drafted() {
		v.Drafted = t.voice.say("explain.draft")
	}
	a := page.Show(v.Plain, childBody(v))
	if v.Problems != nil {
		a = page.Invalid(v.Plain, childBody(v))
	}
	a.In(page.Child).Speaking(t.voice.pack.Lang()).Saying(page.WordsIn(t.r.L, t.voice.text))
	if t.base != "" {
		a.PauseStop(kit.Controls{SafeURL: t.base + "/unsafe", Safe: t.voice.text("safe.now"), Mark: conversation.NewID()})
	}
	return a
}

// quiet begins one of these pages. The title of the tab says nothing of what the page is.
func (t *table) quiet(drawing, key string) childView {
	return childView{Drawing: drawing, Title: t.voice.say(key), Plain: t.voice.text("mine.title")}
}

// showOwnPage is the whole page, as it holds.
func (t *table) showOwnPage() (*page.Answer, error) {
	p, err := t.web.Record.OpenSafety(t.r.Context(), t.r.Who, t.Sitting.Record, "theirs")
	if err != nil {
		return nil, err
	}
	v := t.quiet("shield", "own.title")
	v.Lead = []kit.Content{t.voice.say("own.hint"), t.voice.say("own.sealed")}
	if p.Empty() {
		v.Below = append(v.Below, t.way("own.make", t.ownURL("/"+record.SafetyParts[0]), kit.Primary))
	}
	for _, part := range record.SafetyParts {
		said := p.Now[part].Text
		if said.Empty() {
			continue
		}
		v.Above = append(v.Above, section(t.voice.say("own."+part), []kit.Content{t.quote(ownWords(said)),
			kit.Button{Text: kit.Join(t.voice.say("check.change"), hiddenWords(t.voice.text("own."+part))), Href: t.ownURL("/" + part), Kind: kit.Secondary}}))
	}
	if !p.Empty() {
		for _, part := range record.SafetyParts {
			if p.Now[part].Text.Empty() {
				v.Below = append(v.Below, t.way("own."+part, t.ownURL("/"+part), kit.Secondary))
			}
		}
		v.Below = append(v.Below, t.way("own.carry", t.ownURL("/"+record.SafetyCarry), kit.Secondary))
		if carry := p.Now[record.SafetyCarry].Text; carry.Card {
			v.Below = append(v.Below, t.way("own.print", t.cardURL(), kit.Secondary))
		}
	}
	back, key := "/people/"+t.Sitting.Record, "end.finish"
	if t.base != "" {
		back = t.base + "/end"
	}
	v.Below = append(v.Below, t.way(key, back, kit.Primary))
	return t.showOwn(v), nil
}

func ownWords(s record.SafetyText) conversation.Words {
	return conversation.Words{Text: s.Text, Language: s.Language, WrittenBy: s.WrittenBy, Translation: s.Translation,
		TranslatedTo: s.TranslatedTo, TranslatedBy: s.TranslatedBy}
}

// part gives the part that the address names.
func (t *table) part() (string, error) {
	part := t.r.Path("part")
	if part != record.SafetyCarry && !slices.Contains(record.SafetyParts, part) {
		return "", problem.New(problem.NotFound, "problem.not_found")
	}
	return part, nil
}

func (t *table) showOwnPart() (*page.Answer, error) {
	part, err := t.part()
	if err != nil {
		return nil, err
	}
	p, err := t.web.Record.OpenSafety(t.r.Context(), t.r.Who, t.Sitting.Record, "theirs")
	if err != nil {
		return nil, err
	}
	if part == record.SafetyCarry {
		return t.carry(p), nil
	}
	return t.ownPart(part, ownWords(p.Now[part].Text), page.Problems{}), nil
}

func (t *table) ownPart(part string, w conversation.Words, problems page.Problems) *page.Answer {
	v := t.quiet(ownDrawings[part], "own."+part)
	v.Problems = problems.Summary()
	t.back(&v, t.ownURL(""))
	v.Action = ownURL(t.Sitting.Record, "/"+part, "")
	v.Hidden = []hidden{{"version", conversation.NewID()}, {"sitting", t.r.Form.ID("sitting")}}
	lang := w.Language
	if lang == "" {
		lang = t.spokenTag()
	}
	v.Fields = []kit.Content{
		kit.Textarea{Name: "words", Label: kit.Label{Text: t.voice.say("words.hint")}, Hint: t.voice.say("words.only_what"),
			Error: problems.Of("words"), Value: w.Text, Rows: 5, Autocomplete: "off", Spellcheck: "false", Attrs: map[string]any{"lang": lang, "dir": "auto"}},
		t.whoWrites(w)}
	l := t.r.L
	v.Staff = t.staff(w.Translation != "" || problems.Any() || lang != "en", []string{l.T("conversation.own_staff")},
		kit.Select{Name: "language", Label: kit.Label{Text: kit.T(l.T("conversation.words_language"))}, Value: lang, Items: languageOptions(l)},
		kit.Textarea{Name: "translation", Label: kit.Label{Text: kit.T(l.T("conversation.translation"))},
			Hint: kit.T(l.T("conversation.translation_hint")), Error: problems.Of("translation"), Value: w.Translation, Rows: 3},
		kit.Select{Name: "translated_by", Label: kit.Label{Text: kit.T(l.T("conversation.translated_by"))},
			Value: w.TranslatedBy, Items: options(l, "conversation.translated_by_", conversation.Translators)})
	v.Buttons = []kit.Content{t.button("words.keep", "keep", kit.Primary), t.button("told.skip", "skip", kit.Secondary)}
	return t.showOwn(v)
}

// carry asks about the card, with what can go wrong with one said first.
func (t *table) carry(p record.SafetyPage) *page.Answer {
	v := t.quiet("papers", "own.carry")
	v.Lead = []kit.Content{t.voice.say("own.carry_hint")}
	t.back(&v, t.ownURL(""))
	v.Action = ownURL(t.Sitting.Record, "/"+record.SafetyCarry, "")
	v.Hidden = []hidden{{"version", conversation.NewID()}, {"sitting", t.r.Form.ID("sitting")}}
	on := kit.Checkboxes{Name: "on_card", Legend: t.legend("own.on_card"), Values: p.Now[record.SafetyCarry].Text.OnCard}
	for _, part := range record.SafetyParts {
		if said := p.Now[part].Text; !said.Empty() {
			on.Items = append(on.Items, kit.Choice{Value: part, Text: wordsIn(ownWords(said)), Hint: t.voice.say("own." + part)})
		}
	}
	if len(on.Items) > 0 {
		v.Fields = []kit.Content{on}
		v.Buttons = []kit.Content{t.button("own.carry_yes", "yes", kit.Secondary)}
	}
	v.Buttons = append(v.Buttons, t.button("own.carry_no", "no", kit.Secondary))
	return t.showOwn(v)
}

// saveOwnPart keeps one part and goes on to the next one that is empty; the last is the card.
func (t *table) saveOwnPart() (*page.Answer, error) {
	part, err := t.part()
	if err != nil {
		return nil, err
	}
	f := t.r.Form
	next, act := t.nextPart(part), f.Raw("go")
	if act == "skip" {
		return page.Redirect(next), nil
	}
	var text record.SafetyText
	var w conversation.Words
	if part == record.SafetyCarry && act == "yes" && len(f.All("on_card")) == 0 {
		return page.Redirect(t.ownURL("/" + part)), nil // a card with nothing on it is none: the question again
	}
	if part == record.SafetyCarry {
		if text.OnCard = f.Choices("on_card", record.SafetyParts...); act != "yes" || len(text.OnCard) == 0 {
			text.OnCard = nil
		}
		text.Card = len(text.OnCard) > 0
	} else {
		w = t.readWords("words")
		text = record.SafetyText{Text: w.Text, Language: w.Language, WrittenBy: w.WrittenBy, Translation: w.Translation,
			TranslatedTo: w.TranslatedTo, TranslatedBy: w.TranslatedBy}
	}
	if err = f.Err(); err == nil {
		err = t.web.Record.WriteSafety(t.r.Context(), t.r.Who, t.Sitting.Record, f.ID("version"), part, text)
	}
	if page.IsInvalid(err) && part != record.SafetyCarry && f.ID("version") != "" {
		return t.ownPart(part, typed(f, "words"), t.r.Problems(err)), nil
	}
	if err != nil {
		return nil, err
	}
	if part == record.SafetyCarry && text.Card {
		return page.Redirect(t.cardURL()), nil
	}
	return page.Redirect(next), nil
}

func (t *table) nextPart(part string) string {
	all := append(slices.Clone(record.SafetyParts), record.SafetyCarry)
	if i := slices.Index(all, part); i+1 < len(all) {
		return t.ownURL("/" + all[i+1])
	}
	return t.ownURL("")
}
