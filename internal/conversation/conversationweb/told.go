package conversationweb

import (
	"slices"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// A sitting opens with what was promised before and what became of it (R-5-5): whoever made promises answers first.

// firstPage is where a new sitting begins: with what was promised, where there is something to tell, else with the
// explanation.
func (web *Web) firstPage(r *page.Request, record string) string {
	if list, err := web.toTell(r, record); err != nil || len(list) == 0 {
		return "/explain" // the promises stand in the record; a talk does not wait for them
	}
	return "/told"
}

// toTell are the promises a young person is told of now: those still open, and those of which they were not told yet.
func (web *Web) toTell(r *page.Request, record string) ([]promise.Promise, error) {
	if web.Promises == nil || !web.mayOpen(r, record, permit.ReadPromises) {
		return nil, nil
	}
	list, err := web.Promises.Promises(r.Context(), r.Who, record)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(p promise.Promise) bool { return p.State != promise.Open && !p.Untold() }), nil
}

// toldKeys are the texts for what became of a promise.
var toldKeys = map[promise.Kind]string{promise.WasKept: "told.kept", promise.Changed: "told.changed", promise.WasHanded: "told.passed_on",
	promise.WasBroken: "told.broken", promise.Made: "told.waiting"}

// toldDrawings stand beside them.
var toldDrawings = map[promise.Kind]string{promise.WasKept: "have-it", promise.Changed: "keeps-changing", promise.WasHanded: "path",
	promise.WasBroken: "not-there", promise.Made: "time"}

type toldView struct {
	What, Also kit.Content
	Facts      []kit.Fact
	Drawing    string
	State      kit.Content
}

// showTold says promise by promise what was promised and what happened, before anything is asked.
func (t *table) showTold() (*page.Answer, error) {
	list, err := t.web.toTell(t.r, t.Sitting.Record)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return page.Redirect(t.base + "/explain"), nil
	}
	v := t.page("promise", "told.title")
	v.Lead = []kit.Content{t.voice.say("told.hint")}
	t.form(&v, "/told", "")
	v.DraftURL = ""
	var heard []spoken
	for _, p := range list {
		v.Fields = append(v.Fields, told(t.toldOf(p)))
		if p.Text.WhatForYoung != "" && p.Text.Language == t.voice.pack.Lang() { // no voice reads what is in another language
			heard = append(heard, spoken{"", p.Text.WhatForYoung, t.voice.pack})
		}
		if p.Untold() {
			v.Hidden = append(v.Hidden, hidden{"told", p.ID + "|" + conversation.NewID() + "|" + p.Seen()})
		}
	}
	v.Fields = append(v.Fields, kit.Radios{Name: "clear", Legend: t.legend("told.ok"), Class: "govuk-radios--inline",
		Items: []kit.Choice{{Value: "yes", Text: t.voice.say("nav.yes")}, {Value: "no", Text: t.voice.say("nav.no")}}})
	v.Above = []kit.Content{t.listen("", heard)}
	v.Buttons = []kit.Content{t.button("nav.continue", "on", kit.Primary), t.button("told.skip", "skip", kit.Secondary)}
	v.Staff = t.staff(false, []string{t.r.L.T("conversation.told_staff")})
	return t.show(v), nil
}

func (t *table) toldOf(p promise.Promise) toldView {
	last := p.LastEvent()
	v := toldView{What: kit.Sentence("en", "ltr", p.Text.What), Drawing: toldDrawings[last.Kind], State: t.voice.say(toldKeys[last.Kind]),
		Facts: []kit.Fact{{Name: t.voice.say("promise.who"), Value: kit.Name(p.Text.Owner)},
			{Name: t.voice.say("promise.when"), Value: kit.T(i18n.For(t.voice.pack.Lang()).Day(p.DueOn))}}}
	if own := p.Text.WhatForYoung; own != "" {
		v.What, v.Also = kit.In(p.Text.Language, i18n.Dir(p.Text.Language), own), kit.In("en", "ltr", p.Text.What)
	}
	why := last.Text.Reason
	if last.Kind == promise.WasHanded {
		why = strings.TrimSpace(last.Text.Body + "\n" + last.Text.Reason)
	}
	if why != "" {
		v.Facts = append(v.Facts, kit.Fact{Name: t.voice.say("told.why"), Value: kit.Name(why)})
	}
	return v
}

// saveTold notes that the young person was told, and whether it was clear. Skipped, nothing is noted, and they are told
// another time.
func (t *table) saveTold() (*page.Answer, error) {
	f := t.r.Form
	answer := f.Choice("clear", "yes", "no")
	if f.Raw("go") != "on" || t.web.Promises == nil {
		return page.Redirect(t.base + "/explain"), nil
	}
	l := t.r.L
	_, language := i18n.LanguageName(t.Sitting.Setup.Language)
	how := l.T("conversation.told_how", "language", language)
	if answer != "" {
		how += " " + l.T("conversation.told_clear_"+answer) // i18n: prefix conversation.told_clear_
	}
	for _, sent := range f.All("told") {
		part := strings.Split(sent, "|")
		if len(part) != 3 {
			return nil, problem.New(problem.Invalid, "problem.stale_form")
		}
		err := t.web.Promises.Settle(t.r.Context(), t.r.Who, t.Sitting.Record, part[0],
			promise.Settlement{EventID: part[1], Seen: part[2], Kind: promise.WasToldBack, Text: promise.EventText{How: how}})
		if err != nil && !problem.Is(err, problem.Conflict) { // somebody told them, or settled it, in this very minute
			return nil, err
		}
	}
	return page.Redirect(t.base + "/explain"), nil
}
