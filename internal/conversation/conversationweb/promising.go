package conversationweb

import (
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// What adults will do now is agreed at the same table, before the two part. The worker types it; the young person hears
// it and says whether it is right.

// promising is where the check leads: to promises, where any can be made.
func (t *table) promising() string {
	if t.web.Promises == nil || !t.web.mayOpen(t.r, t.Sitting.Record, permit.MakePromise) {
		return t.base + "/end"
	}
	return t.base + "/promise"
}

// soon are the days offered, from today; another can be named.
var soon = []int{1, 7, 14, 28}

func (t *table) showPromise() (*page.Answer, error) {
	if t.promising() == t.base+"/end" {
		return page.Redirect(t.base + "/end"), nil
	}
	return t.promise(promise.Promise{ID: conversation.NewID()}, page.Problems{})
}

// promise shows the page with what was typed into it.
func (t *table) promise(p promise.Promise, problems page.Problems) (*page.Answer, error) {
	l := t.r.L
	v := t.page("promise", "promise.title")
	v.Lead = []kit.Content{t.voice.say("promise.hint")}
	v.Problems = problems.Summary()
	made, err := t.made()
	if err != nil {
		return nil, err
	}
	if len(made) > 0 {
		v.Above = append(v.Above, section(t.voice.say("copy.promised"), made))
	}
	t.form(&v, "/promise", "")
	v.DraftURL = ""
	v.Hidden = append(v.Hidden, hidden{"promise", p.ID})
	own := t.spokenTag()
	what := kit.Textarea{Name: "what", Label: kit.Label{Text: t.voice.say("promise.what"), Size: "m"}, Value: p.Text.What, Rows: 2,
		Error: problems.Of("what"), Attrs: map[string]any{"dir": "auto"}}
	if own != "en" {
		what.Hint = kit.In(l.Tag(), l.Dir(), l.T("conversation.promise_english"))
	}
	v.Fields = []kit.Content{what}
	if own != "en" {
		_, english := i18n.LanguageName(own)
		v.Fields = append(v.Fields, kit.Textarea{Name: "what_for_young", Label: kit.Label{Text: kit.In(l.Tag(), l.Dir(), l.T("promise.what_for_young", "language", english))},
			Hint: kit.In(l.Tag(), l.Dir(), l.T("promise.what_for_young_hint")), Value: p.Text.WhatForYoung, Rows: 2, Error: problems.Of("what_for_young"),
			Attrs: map[string]any{"lang": own, "dir": i18n.Dir(own)}})
	}
	v.Fields = append(v.Fields, t.promiseWho(p, problems), t.promiseDay(problems), kit.Radios{Name: "agreed", Legend: t.legend("promise.agree"),
		Class: "govuk-radios--inline", Value: t.r.Form.Raw("agreed"), Items: []kit.Choice{
			{Value: "yes", Text: t.voice.say("promise.agree_yes")}, {Value: "no", Text: t.voice.say("promise.agree_no")}}})
	v.Buttons = []kit.Content{t.button("promise.more", "more", kit.Secondary), t.button("end.finish", "done", kit.Primary)}
	if len(made) == 0 {
		v.More = []kit.Content{t.way("promise.none", t.base+"/end", kit.Secondary)}
	}
	v.Staff = t.staff(false, []string{l.T("conversation.promise_staff"), l.T("conversation.promise_cannot", "words", t.voice.text("promise.cannot"))})
	return t.show(v), nil
}

// made are the promises that this sitting has brought so far.
func (t *table) made() (list []kit.Content, err error) {
	all, err := t.web.Promises.Promises(t.r.Context(), t.r.Who, t.Sitting.Record)
	for _, p := range all {
		if p.Sitting == t.Sitting.ID {
			list = append(list, told(t.toldOf(p)))
		}
	}
	return list, err
}

func (t *table) promiseWho(p promise.Promise, problems page.Problems) kit.Content {
	f := kit.Radios{Name: "who", Legend: t.legend("promise.who"), Value: t.r.Form.Raw("who"), Error: problems.Of("owner")}
	if t.r.Session.Name != "" {
		f.Items = append(f.Items, kit.Choice{Value: "worker", Text: kit.Name(t.r.Session.Name)})
	}
	other := kit.Input{Name: "owner", Label: kit.Label{Text: t.voice.say("promise.who"), Class: "govuk-visually-hidden"}, Value: t.r.Form.Raw("owner"),
		Autocomplete: "off", Attrs: map[string]any{"dir": "auto"}}
	f.Items = append(f.Items, kit.Choice{Value: "other", Text: t.voice.say("promise.other_person"), Conditional: other})
	return f
}

func (t *table) promiseDay(problems page.Problems) kit.Content {
	f := kit.Radios{Name: "day", Legend: t.legend("promise.when"), Value: t.r.Form.Raw("day"), Error: problems.Of("due")}
	words := i18n.For(t.voice.pack.Lang())
	for _, day := range t.soon() {
		f.Items = append(f.Items, kit.Choice{Value: day, Text: kit.T(words.Day(day))})
	}
	raw := t.r.Form.Raw
	f.Items = append(f.Items, kit.Choice{Value: "other", Text: t.voice.say("promise.other_day"), Conditional: kit.DateInput{ID: "due", NamePrefix: "due",
		Legend: kit.Legend{Text: t.voice.say("promise.when"), Class: "govuk-visually-hidden"},
		Day:    kit.DatePart{Value: raw("due-day")}, Month: kit.DatePart{Value: raw("due-month")}, Year: kit.DatePart{Value: raw("due-year")}}})
	return f
}

func (t *table) soon() []string {
	today, err := time.Parse(time.DateOnly, t.web.Promises.Today())
	if err != nil {
		return nil
	}
	var days []string
	for _, n := range soon {
		days = append(days, today.AddDate(0, 0, n).Format(time.DateOnly))
	}
	return days
}

// savePromise writes one promise down. With nothing typed there is none, which is an end too.
func (t *table) savePromise() (*page.Answer, error) {
	if t.promising() == t.base+"/end" {
		return page.Redirect(t.base + "/end"), nil
	}
	f := t.r.Form
	p := promise.Promise{ID: f.ID("promise"), Record: t.Sitting.Record, Sitting: t.Sitting.ID, EditionID: t.Sitting.EditionID,
		Agreed: f.Choice("agreed", "yes", "no"), Text: promise.Text{What: f.Words("what", 4000), WhatForYoung: f.Words("what_for_young", 4000), Language: t.spokenTag()}}
	if p.Text.What == "" && p.Text.WhatForYoung == "" && f.Raw("who") == "" && f.Raw("day") == "" {
		return page.Redirect(t.base + "/end"), nil
	}
	if p.Agreed == "" {
		p.Agreed = "not_asked"
	}
	if p.Text.Owner = f.Line("owner", 200); f.Raw("who") == "worker" {
		p.Text.Owner, p.OwnerID = t.r.Session.Name, t.r.Who.ID
	}
	if p.DueOn = f.Raw("day"); p.DueOn == "other" {
		p.DueOn = f.Day("due")
	}
	if p.ID == "" {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	err := f.Err()
	if err == nil {
		_, err = t.web.Promises.Make(t.r.Context(), t.r.Who, p)
	}
	if page.IsInvalid(err) {
		return t.promise(p, t.r.Problems(err))
	}
	if err != nil {
		return nil, err
	}
	if f.Raw("go") == "more" {
		return page.Redirect(t.base + "/promise"), nil
	}
	return page.Redirect(t.base + "/end"), nil
}
