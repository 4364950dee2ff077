package sharingweb

import (
	"net/url"
	"time"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// toldView is what was decided and promised, in the young person's language.
type toldView struct {
	Title, Met, Draft   string
	DecidedT, PromisedT string
	None, Ask           string
	Decided             []kit.Content
	Promised            []toldPromise
	StaffLang, StaffDir string
	Buttons             []kit.Content
	Languages           []kit.LanguageLink
}

type toldPromise struct {
	What      kit.Content
	Who, When string
}

// tale is what a meeting's telling needs: what it tells, and the screen texts that tell it.
type tale struct {
	sharing.Told
	pack *framework.Pack
	own  i18n.L
	id   string
	tags []string // the languages that it can be told in
}

// tell opens what a meeting decided, in the language asked for, or the young person's own, or plain English.
func (web *Web) tell(r *page.Request) (t tale, err error) {
	if t.id, err = r.PathID("id"); err != nil {
		return t, err
	}
	meeting, err := r.PathID("meeting")
	if err != nil {
		return t, err
	}
	if t.Told, err = web.sharing.TellOf(r.Context(), r.Who, t.id, meeting); err != nil {
		return t, err
	}
	edition, _ := framework.BySet(framework.SetChecklist)
	for _, y := range i18n.YoungLanguages() {
		if _, ok := web.packs(r.Context(), edition, y.Tag); ok {
			t.tags = append(t.tags, y.Tag)
		}
	}
	language := r.Form.Line("language", 35)
	if language == "" {
		language = t.Person.Profile.FirstLanguage()
	}
	var ok bool
	if t.pack, ok = web.packs(r.Context(), edition, language); !ok {
		if t.pack, ok = edition.Pack("en"); !ok {
			return t, problem.New(problem.NotFound, "problem.not_found")
		}
	}
	t.own = i18n.For(t.pack.Lang())
	return t, nil
}

// said is one thing that was decided: in plain words where somebody wrote them, else as it was taken down.
func plainly(text sharing.LineText) (language, s string) {
	if text.ForYoung != "" {
		return text.Language, text.ForYoung
	}
	return "en", text.Text
}

func (t tale) address(rest, language string) string {
	return with(meetingAt(t.id, t.Meeting.ID, "/told"+rest), url.Values{"language": {language}})
}

// showTold is for whoever tells the young person, on the worker's device.
func (web *Web) showTold(r *page.Request) (*page.Answer, error) {
	t, err := web.tell(r)
	if err != nil {
		return nil, err
	}
	say, lang := t.pack.Text, t.pack.Lang()
	v := toldView{Title: say("meeting.title"), Met: say("meeting.met", "day", t.own.Day(t.Meeting.Starts.Format(time.DateOnly))), DecidedT: say("meeting.decided"), PromisedT: say("copy.promised"),
		None: say("meeting.nothing"), Ask: say("copy.ask"), StaffLang: r.L.Tag(), StaffDir: r.L.Dir(),
		Buttons: []kit.Content{kit.Button{Text: kit.T(r.L.T("meeting.as_pdf")), Href: t.address("/pdf", lang), Kind: kit.Secondary}}}
	if !t.pack.Trusted() {
		v.Draft = say("copy.machine")
	}
	for _, l := range t.Decided {
		language, s := plainly(l.Text)
		v.Decided = append(v.Decided, talking(kit.In(language, i18n.Dir(language), s)))
	}
	for _, p := range t.Promised {
		language, s := plainly(sharing.LineText{Text: p.Text.What, ForYoung: p.Text.WhatForYoung, Language: p.Text.Language})
		v.Promised = append(v.Promised, toldPromise{talking(kit.In(language, i18n.Dir(language), s)), say("copy.by_whom") + ": " + p.Text.Owner, say("copy.by_when") + ": " + t.own.Day(p.DueOn)})
	}
	for _, tag := range t.tags {
		own, _ := i18n.LanguageName(tag)
		v.Languages = append(v.Languages, kit.LanguageLink{Name: own, Lang: tag, Dir: i18n.Dir(tag), Current: tag == lang, Href: t.address("", tag)})
	}
	return page.Show(r.L.T("meeting.tell"), told(v)).In(page.Document).Leaving().Speaking(lang).Saying(page.WordsIn(r.L, say)).Style(meetingStyle).Back(meetingAt(t.id, t.Meeting.ID, "")), nil
}

// showToldPDF is the same on paper. Its file's name says nothing.
func (web *Web) showToldPDF(r *page.Request) (*page.Answer, error) {
	t, err := web.tell(r)
	if err != nil {
		return nil, err
	}
	say := t.pack.Text
	d := print.Doc{Title: r.L.T("meeting.tell"), Lang: t.pack.Lang(), Size: 14, OnePage: true}
	add := func(b ...print.Block) { d.Blocks = append(d.Blocks, b...) }
	add(print.Heading{Level: 1, Text: print.Say(say("meeting.title"))}, print.Para{Text: print.Say(say("meeting.met", "day", t.own.Day(t.Meeting.Starts.Format(time.DateOnly))))})
	if len(t.Decided) > 0 {
		add(print.Heading{Level: 2, Text: print.Say(say("meeting.decided"))})
	}
	for _, l := range t.Decided {
		language, s := plainly(l.Text)
		add(print.Para{Text: print.SayIn(language, s)})
	}
	if len(t.Promised) > 0 {
		add(print.Heading{Level: 2, Text: print.Say(say("copy.promised"))})
	}
	for _, p := range t.Promised {
		language, s := plainly(sharing.LineText{Text: p.Text.What, ForYoung: p.Text.WhatForYoung, Language: p.Text.Language})
		add(print.Para{Text: print.SayIn(language, s)}, print.Para{Small: true, Text: print.Say(say("copy.by_whom") + ": " + p.Text.Owner + " · " + say("copy.by_when") + ": " + t.own.Day(p.DueOn))})
	}
	if len(t.Decided)+len(t.Promised) == 0 {
		add(print.Para{Text: print.Say(say("meeting.nothing"))})
	}
	add(print.Para{Text: print.Say(say("copy.ask"))})
	if !t.pack.Trusted() {
		add(print.Para{Small: true, Text: print.Say(say("copy.machine"))})
	}
	return reader{}.file(d, "pdf")
}
