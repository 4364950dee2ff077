package custodyweb

import (
	"stablefutures/internal/custody"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// requestRoutes are the pages of a request for what is held.
func (web *Web) requestRoutes() []page.Route {
	const one = "/people/{id}/requests/{request}"
	return []page.Route{
		page.Get("/people/{id}/requests", permit.AnswerRequest, web.showRequests),
		page.Get("/people/{id}/requests/new", permit.AnswerRequest, web.showAsk),
		page.Post("/people/{id}/requests/new", permit.AnswerRequest, web.saveAsk),
		page.Get(one, permit.AnswerRequest, web.showRequest),
		page.Get(one+"/who", permit.AnswerRequest, web.showWho),
		page.Post(one+"/who", permit.AnswerRequest, web.saveWho),
		page.Get(one+"/clock", permit.AnswerRequest, web.showClock),
		page.Post(one+"/clock", permit.AnswerRequest, web.saveClock),
		page.Get(one+"/names", permit.AnswerRequest, web.showNames),
		page.Post(one+"/names", permit.AnswerRequest, web.saveNames),
		page.Get(one+"/read/{section}", permit.AnswerRequest, web.showSection),
		page.Post(one+"/read/{section}", permit.AnswerRequest, web.saveSection),
		page.Get(one+"/files", permit.AnswerRequest, web.showFiles),
		page.Post(one+"/files", permit.AnswerRequest, web.saveFiles),
		page.Get(one+"/harm", permit.AnswerRequest, web.showHarm),
		page.Post(one+"/harm", permit.AnswerRequest, web.saveHarm),
		page.Post(one+"/bundle", permit.AnswerRequest, web.makeBundle),
		page.Get(one+"/bundle", permit.AnswerRequest, web.takeBundle),
		page.Get(one+"/end", permit.AnswerRequest, web.showHand),
		page.Post(one+"/end", permit.AnswerRequest, web.saveHand),
	}
}

// showRequests lists a record's requests.
func (web *Web) showRequests(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	p, list, err := web.custody.Requests(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("custody.requests"), Whose: kit.Name(p.Profile.Names.Shown()), Lead: t("custody.requests_lead")}
	rows := kit.SummaryList{}
	for _, q := range list {
		rows.Rows = append(rows.Rows, kit.Row{Key: kit.T(r.L.Day(q.Asked.Received)), Value: kit.T(t("custody.asker_"+q.Asked.By) + ". " + stateOf(r, q)), // i18n: prefix custody.asker_
			Actions: []kit.Action{{Text: kit.T(t("page.show")), Href: at(id, "/requests/"+q.ID), Hidden: r.L.Day(q.Asked.Received)}}})
	}
	if len(list) == 0 {
		v.After = append(v.After, desk.Para(kit.T(t("custody.requests_none"))))
	} else {
		v.After = append(v.After, rows)
	}
	v.After = append(v.After, kit.Button{Text: kit.T(t("custody.request_new")), Href: at(id, "/requests/new"), Kind: kit.Secondary})
	return v.Answer(nil).Back(at(id, "")), nil
}

// stateOf says how far a request is.
func stateOf(r *page.Request, q custody.Request) string {
	t := r.L.T
	switch {
	case q.Last(custody.Handed) != nil:
		return t("custody.state_handed", "day", r.L.Day(q.Last(custody.Handed).Text.Day))
	case q.Last(custody.Closed) != nil:
		return t("custody.state_closed")
	case q.Waits():
		return t("custody.state_waits")
	}
	return t("custody.state_open", "day", r.L.Day(q.DueOn))
}

func (web *Web) showAsk(r *page.Request) (*page.Answer, error) { return web.askForm(r, nil) }

func (web *Web) askForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	p, _, err := web.custody.Requests(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "by")
	language := r.Form.Raw("language")
	if language == "" {
		language = "en"
	}
	scope := r.Form.Raw("scope")
	if !r.Form.Has("scope") {
		scope = t("custody.scope_usual")
	}
	v := desk.Page{Title: t("custody.request_new"), Whose: kit.Name(p.Profile.Names.Shown()), Lead: t("custody.request_new_lead"), Problems: problems.Summary(),
		Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: []kit.Content{
			kit.Radios{Name: "by", Legend: desk.Legend(r, "custody.asker"), Items: desk.Choices(r, "custody.asker_", custody.Askers), Value: r.Form.Raw("by"), Error: problems.Of("by")},
			desk.Line(r, problems, "name", "custody.asker_name", r.Form.Raw("name")),
			desk.Day(r, problems, "received", "custody.received"),
			kit.Radios{Name: "language", Legend: desk.Legend(r, "custody.letter_language"), Value: language, Error: problems.Of("language"),
				Items: []kit.Choice{{Value: "en", Text: kit.In("en", "ltr", "English")}, {Value: "cy", Text: kit.In("cy", "ltr", "Cymraeg")}}},
			kit.Textarea{Name: "scope", Label: desk.Label(r, "custody.scope"), Hint: kit.T(t("custody.scope_hint")), Rows: 5, Value: scope, Error: problems.Of("scope")},
		},
		Buttons: []kit.Content{desk.Button(r, "page.save_continue"), desk.Cancel(r, at(id, "/requests"))}}
	return v.Answer(wrong).Back(at(id, "/requests")), nil
}

func (web *Web) saveAsk(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	request := r.Form.ID("as")
	a := custody.Asked{By: r.Form.Raw("by"), Name: r.Form.Line("name", fieldLength), Received: r.Form.Day("received"), Language: r.Form.Raw("language"), Scope: r.Form.Words("scope", 2*noteLength)}
	err = r.Form.Err()
	if err == nil {
		err = web.custody.Ask(r.Context(), r.Who, id, request, a)
	}
	if desk.ToMend(err) {
		return web.askForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/requests/"+request)), nil
}

// opened is a request with the addresses of its pages.
type opened struct {
	custody.Case
	id, own string
}

func (web *Web) open(r *page.Request) (o opened, err error) {
	if o.id, err = r.PathID("id"); err != nil {
		return o, err
	}
	request, err := r.PathID("request")
	if err != nil {
		return o, err
	}
	o.own = at(o.id, "/requests/"+request)
	o.Case, err = web.custody.Case(r.Context(), r.Who, o.id, request)
	return o, err
}

func (o opened) whose() kit.Content { return kit.Name(o.Person.Profile.Names.Shown()) }

// showRequest is the path of one request, step by step.
func (web *Web) showRequest(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	return web.requestPage(r, o, nil), nil
}

func (web *Web) requestPage(r *page.Request, o opened, wrong error) *page.Answer {
	t := r.L.T
	v := desk.Page{Title: t("custody.request"), Whose: o.whose(), Problems: desk.ProblemsOf(r, wrong, "bundle").Summary()}
	v.Before = compact([]kit.Content{done(r, "step", "bundle", "handed", "closed"), requestFacts(r, o)})
	if o.Understood && o.Asked.By != "young_person" {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("custody.scotland_12"))})
	}
	v.After = []kit.Content{desk.Part("steps", t("custody.steps"), steps(r, o))}
	switch {
	case o.Over():
	case o.Bundle != nil:
		v.After = append(v.After, desk.Part("bundle", t("custody.bundle"), desk.Para(kit.T(t("custody.bundle_made_on", "day", r.L.Moment(o.Bundle.At)))),
			kit.Button{Text: kit.T(t("custody.bundle_take")), Href: o.own + "/bundle"}, desk.Small(t("custody.bundle_sum", "sum", o.Bundle.SHA256))))
	case len(o.Lacks()) > 0:
		var list []string
		for _, code := range o.Lacks() {
			list = append(list, t("custody.lacks_"+code)) // i18n: prefix custody.lacks_
		}
		v.After = append(v.After, desk.Part("bundle", t("custody.bundle"), desk.Para(kit.T(t("custody.bundle_lacks"))), desk.Lines(list)))
	default:
		v.After = append(v.After, desk.Part("bundle", t("custody.bundle"), desk.Para(kit.T(t("custody.bundle_ready"))), desk.Post(o.own+"/bundle", nil, desk.Button(r, "custody.bundle_make"))))
	}
	if o.Bundle != nil && o.Over() {
		v.After = append(v.After, desk.Para(desk.Link(t("custody.bundle_take"), o.own+"/bundle")))
	}
	a := v.Answer(wrong)
	return a.Back(at(o.id, "/requests"))
}

func requestFacts(r *page.Request, o opened) kit.Content {
	t := r.L.T
	asker := kit.Content(kit.T(t("custody.asker_" + o.Asked.By)))
	if o.Asked.Name != "" {
		asker = kit.Join(asker, kit.T(space), kit.Name(o.Asked.Name))
	}
	return kit.SummaryList{Rows: []kit.Row{
		{Key: kit.T(t("custody.asker")), Value: asker},
		{Key: kit.T(t("custody.received")), Value: kit.T(r.L.Day(o.Asked.Received))},
		{Key: kit.T(t("custody.answer_by")), Value: kit.T(stateOf(r, o.Request)), Actions: []kit.Action{{Text: kit.T(t("page.change")), Href: o.own + "/clock", Hidden: t("custody.answer_by")}}},
		{Key: kit.T(t("custody.scope")), Value: desk.Words(o.Asked.Scope)},
	}}
}

// steps is the task list of a request.
func steps(r *page.Request, o opened) kit.Content {
	t := r.L.T
	list := kit.TaskList{IDPrefix: "step"}
	add := func(title, hint, href string, ready bool) {
		status := kit.Content(kit.Tag{Text: kit.T(t("custody.to_do")), Kind: kit.TagWarm})
		if ready {
			status = kit.T(t("custody.is_done"))
		}
		list.Items = append(list.Items, kit.Task{Title: kit.T(title), Hint: kit.T(hint), Href: href, Status: status})
	}
	known := o.Last(custody.Identity) != nil && (o.Asked.By == "young_person" || o.Last(custody.Authority) != nil)
	add(t("custody.step_who"), t("custody.step_who_hint"), o.own+"/who", known)
	add(t("custody.step_names"), t("custody.step_names_hint"), o.own+"/names", o.Last(custody.NamesOf) != nil)
	unread := map[string]bool{}
	for _, s := range o.Unread() {
		unread[s.ID] = true
	}
	for _, s := range o.Sections {
		if len(s.Items) > 0 {
			add(t("custody.step_read", "what", s.Title), "", o.own+"/read/"+s.ID, !unread[s.ID])
		}
	}
	if len(o.Files) > 0 {
		decided := true
		for _, f := range o.Files {
			decided = decided && o.FileOf(f.ID) != nil
		}
		add(t("custody.step_files"), t("custody.step_files_hint"), o.own+"/files", decided)
	}
	add(t("custody.step_harm"), t("custody.step_harm_hint"), o.own+"/harm", o.Last(custody.Harm) != nil)
	add(t("custody.step_end"), t("custody.step_end_hint"), o.own+"/end", o.Over())
	return list
}
