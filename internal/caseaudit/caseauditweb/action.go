package caseauditweb

import (
	"slices"

	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// showActions lists what is to be done after audits: overdue first, then what waits for somebody else to look, then the rest.
func (web *Web) showActions(r *page.Request) (*page.Answer, error) {
	list, people, err := web.audits.Actions(r.Context(), r.Who, "")
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("auditway.actions"), Lead: t("auditway.actions_lead")}
	for _, kind := range []string{"overdue", "done", "open", "confirmed", "dropped"} {
		var lines []kit.Content
		for _, a := range list {
			state := a.State()
			if a.Late {
				state = "overdue"
			}
			if state == kind {
				lines = append(lines, kit.Join(desk.NameLink(whatOf(r, a), "/audit-actions/"+a.ID), kit.T(dot), ownerOf(r, a, people), kit.T(dot+t("auditway.due", "day", r.L.Day(a.Due)))))
			}
		}
		if len(lines) > 0 {
			v.Before = append(v.Before, desk.Part(kind, t("auditway.actions_"+kind), desk.Bullets(lines...))) // i18n: prefix auditway.actions_
		}
	}
	if len(v.Before) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("auditway.actions_none"))))
	}
	return v.Answer(nil).Back("/reviews"), nil
}

func whatOf(r *page.Request, a caseaudit.Action) string {
	if a.Gone {
		return r.L.T("auditway.destroyed")
	}
	return a.Words.What
}

func ownerOf(r *page.Request, a caseaudit.Action, people map[string]account.Person) kit.Content {
	if a.Owner == "" {
		return kit.Name(a.Words.Body)
	}
	return who(r, people, a.Owner)
}

func (web *Web) showNewAction(r *page.Request) (*page.Answer, error) {
	return web.newActionPage(r, nil)
}

// newActionPage asks what is to be done, by whom, by when, and what would be seen if it worked.
func (web *Web) newActionPage(r *page.Request, wrong error) (*page.Answer, error) {
	programme, err := web.audits.Programme(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	back := audit(programme.ID, "")
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "what")
	v := desk.Page{Title: t("auditway.action_new"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}}
	if id := r.Path("case"); id != "" {
		i := slices.IndexFunc(programme.Cases, func(c caseaudit.Case) bool { return c.ID == id })
		if i < 0 {
			return nil, notFound()
		}
		back = ofCase(r, "")
		v.Before = append(v.Before, desk.Para(kit.T(t("audit.case_title", "case", programme.Cases[i].Unit.ID))))
	}
	list, err := web.audits.Actors(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	items := []kit.Option{{Value: "", Text: t("auditway.action_body_choose")}}
	for _, a := range list {
		items = append(items, kit.Option{Value: a.ID, Text: a.Name})
	}
	v.Fields = []kit.Content{desk.Note(r, p, "what", "auditway.action_what"), desk.Note(r, p, "effect", "auditway.action_effect"),
		kit.Select{Name: "owner", Label: desk.Label(r, "auditway.action_owner"), Items: items, Value: r.Form.Raw("owner"), Error: p.Of("owner")},
		desk.Line(r, p, "body", "auditway.action_body", r.Form.Raw("body")), desk.Day(r, p, "due", "auditway.action_due"),
		desk.Line(r, p, "about", "auditway.action_about", r.Form.Raw("about"))}
	v.Buttons = []kit.Content{desk.Button(r, "auditway.action_keep"), desk.Cancel(r, back)}
	return v.Answer(wrong).Back(back), nil
}

func (web *Web) saveNewAction(r *page.Request) (*page.Answer, error) {
	f := r.Form
	a := caseaudit.Action{ID: f.ID("as"), Programme: r.Path("programme"), Case: r.Path("case"), Due: f.Day("due"),
		Words: caseaudit.ActionWords{What: f.Words("what", 2000), Effect: f.Words("effect", 2000), Body: f.Line("body", 200), About: f.Line("about", 200)}}
	if f.Raw("owner") != "" {
		a.Owner = f.ID("owner")
		a.Words.Body = ""
	}
	err := f.Err()
	if err == nil {
		err = web.audits.Give(r.Context(), r.Who, a)
	}
	return settled(r, err, web.newActionPage, "/audit-actions/"+a.ID)
}

func (web *Web) showAction(r *page.Request) (*page.Answer, error) { return web.actionPage(r, nil) }

// actionPage is one action, what became of it, and what whoever reads can say about it.
func (web *Web) actionPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, people, err := web.audits.Action(r.Context(), r.Who, r.Path("action"))
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "words")
	v := desk.Page{Title: t("auditway.action"), Problems: p.Summary()}
	rows := []kit.Row{{Key: kit.T(t("auditway.action_what")), Value: desk.Words(whatOf(r, a))}, {Key: kit.T(t("auditway.action_effect")), Value: desk.Words(a.Words.Effect)},
		{Key: kit.T(t("auditway.action_owner")), Value: ownerOf(r, a, people)}, {Key: kit.T(t("auditway.action_due")), Value: kit.T(r.L.Day(a.Due))},
		{Key: kit.T(t("audit.state")), Value: kit.T(t("auditway.action_" + a.State()))}} // i18n: prefix auditway.action_
	if a.Words.About != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("auditway.action_about")), Value: kit.T(a.Words.About)})
	}
	if mayOpenCase(r.Who) && a.Case != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("audit.case")), Value: desk.Link(t("auditway.action_case"), audit(a.Programme, "/cases/"+a.Case))})
	}
	v.Before = append(v.Before, kit.SummaryList{Rows: rows})
	var steps []kit.Row
	for _, s := range a.Steps {
		steps = append(steps, kit.Row{Key: kit.Join(kit.T(t("auditway.said_"+s.Kind)+dot), who(r, people, s.By), kit.T(dot+r.L.Moment(s.At))), Value: desk.Words(s.Words)}) // i18n: prefix auditway.said_
	}
	if len(steps) > 0 {
		v.Before = append(v.Before, desk.Part("became", t("auditway.became"), kit.SummaryList{Rows: steps}))
	}
	may := mayOf(a, r.Who)
	switch {
	case len(may) > 0 && !a.Gone:
		v.Fields = []kit.Content{kit.Radios{Name: "verdict", Legend: desk.Legend(r, "auditway.verdict"), Items: desk.Choices(r, "auditway.verdict_", may), Value: r.Form.Raw("verdict"), Error: p.Of("verdict")}, // i18n: prefix auditway.verdict_
			desk.Note(r, p, "words", "auditway.verdict_words")}
		v.Buttons = []kit.Content{desk.Button(r, "auditway.verdict_keep")}
	case a.State() == caseaudit.ActionDone:
		v.After = append(v.After, kit.InsetText{Text: kit.T(t("auditway.action_not_own"))})
	}
	return v.Answer(wrong).Back("/audit-actions"), nil
}

// mayOf lists what somebody can say about an action as it stands.
func mayOf(a caseaudit.Action, who permit.Actor) (list []string) {
	if a.MayDo(who) {
		list = append(list, caseaudit.ActionDone)
	}
	if a.MayLook(who) {
		for _, verdict := range caseaudit.Verdicts {
			if verdict == caseaudit.ActionDropped || a.State() == caseaudit.ActionDone {
				list = append(list, verdict)
			}
		}
	}
	return list
}

func (web *Web) saveAction(r *page.Request) (*page.Answer, error) {
	id, words := r.Path("action"), r.Form.Words("words", 2000)
	verdict := r.Form.Choice("verdict", append([]string{caseaudit.ActionDone}, caseaudit.Verdicts...)...)
	if verdict == "" {
		r.Form.Add("verdict", "problem.required_choice")
	}
	err := r.Form.Err()
	switch {
	case err != nil:
	case verdict == caseaudit.ActionDone:
		err = web.audits.DoAction(r.Context(), r.Who, id, words)
	default:
		err = web.audits.LookAtAction(r.Context(), r.Who, id, verdict, words)
	}
	return settled(r, err, web.actionPage, "/audit-actions/"+id)
}
