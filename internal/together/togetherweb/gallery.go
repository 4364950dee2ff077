package togetherweb

import (
	"strings"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/together"
)

// shownRoutes are the rows for what is published. Nothing there leads to a record.
func (web *Web) shownRoutes() []page.Route {
	const one = "/together/works/{shown}"
	return []page.Route{
		page.Get("/together/works", permit.ReadTogether, web.showGallery),
		page.Get("/together/works/waiting", permit.ListWorks, web.showWaiting),
		page.Get(one, permit.ReadTogether, web.showShown),
		page.Get(one+"/content", permit.ReadTogether, web.shownContent),
		page.Post(one+"/print", permit.HoldTogether, web.savePrint),
		page.Get(one+"/sheet", permit.HoldTogether, web.showWorkSheet).ForChild(),
		page.Post(one+"/down", permit.PublishWorks, web.saveDown),
		page.Get("/together/pictures", permit.ReadTogether, web.showForChild).ForChild(),
		page.Get("/gallery", permit.Public, web.showPublic),
		page.Get("/gallery/{shown}", permit.Public, web.publicContent),
	}
}

// byName is under which name something is shown; nil for none.
func byName(r *page.Request, name string) kit.Content {
	if name == "" {
		return nil
	}
	return kit.Join(kit.T(r.L.T("together.shown_by")+" "), kit.Name(name))
}

// showGallery is what is shown to those who work here, and the way to what waits.
func (web *Web) showGallery(r *page.Request) (*page.Answer, error) {
	list, err := web.Together.Gallery(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := view{Title: t("together.works"), Lead: t("together.works_lead")}
	var ways []kit.Content
	if may(r, permit.ListWorks) {
		ways = append(ways, paragraph(linkTo("/together/works/waiting", t("together.waiting_works"))))
	}
	ways = append(ways, paragraph(linkTo("/together/pictures", t("together.works_child"))), paragraph(linkTo("/gallery", t("together.works_public"))))
	v.Parts = []part{{Body: ways}}
	var figures []workView
	for _, p := range list {
		if !p.To(r.Who) {
			continue
		}
		f := staffFigure(r, p.Says, p.Kind, "/together/works/"+p.ID+"/content")
		f.By, f.Act = byName(r, p.Name), linkTo("/together/works/"+p.ID, t("together.shown_open"))
		f.Where = kit.T(strings.Join(placeTexts(r, p.Places), " · "))
		figures = append(figures, f)
	}
	if len(figures) == 0 {
		v.Parts = append(v.Parts, part{Text: t("together.works_none")})
	} else {
		v.Parts = append(v.Parts, part{Body: []kit.Content{workWall(figures)}})
	}
	return answer(v, nil, "/together"), nil
}

func placeTexts(r *page.Request, places []string) []string {
	var list []string
	for _, p := range places {
		list = append(list, r.L.T("together.work_place_"+p)) // i18n: prefix together.work_place_
	}
	return list
}

// showWaiting lists the works of one's own young people that wait for somebody.
func (web *Web) showWaiting(r *page.Request) (*page.Answer, error) {
	list, err := web.Together.Waiting(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := view{Title: t("together.waiting_works"), Lead: t("together.waiting_works_lead")}
	tasks := kit.TaskList{IDPrefix: "waits"}
	for _, w := range list {
		tasks.Items = append(tasks.Items, kit.Task{Title: kit.Name(w.Names.Shown()), Href: "/people/" + w.Home.Record + "/given/" + w.ID,
			Hint: kit.T(kindName(r, w.Kind)), Status: kit.T(stateName(r, w.State(web.today())))})
	}
	if len(list) == 0 {
		v.Parts = []part{{Text: t("together.waiting_none")}}
	} else {
		v.Parts = []part{{Body: []kit.Content{tasks}}}
	}
	return answer(v, nil, "/together/works"), nil
}

func (web *Web) shown(r *page.Request) (together.Shown, error) {
	id, err := r.PathID("shown")
	if err != nil {
		return together.Shown{}, err
	}
	return web.Together.Show(r.Context(), r.Who, id)
}

func (web *Web) showShown(r *page.Request) (*page.Answer, error) { return web.shownPage(r, nil) }

// shownPage is one thing that is shown, with the ways to put it on paper and to take it down.
func (web *Web) shownPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.shown(r)
	if err == nil && !p.To(r.Who) {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	if err != nil {
		return nil, err
	}
	t, problems, at := r.L.T, problemsAt0(r, wrong), "/together/works/"+p.ID
	figure := staffFigure(r, p.Says, p.Kind, at+"/content")
	figure.By = byName(r, p.Name)
	v := view{Title: t("together.work"), Caption: kindName(r, p.Kind), Problems: problems.Summary(), Parts: []part{{ID: "state", Heading: t("together.work_state_shown"), Body: []kit.Content{workFigure(figure),
		kit.SummaryList{Rows: []kit.Row{{Key: kit.T(t("together.work_where")), Value: lines(placeNames(r, p.Places))}, {Key: kit.T(t("together.work_until")), Value: kit.T(r.L.Day(p.Until))},
			{Key: kit.T(t("together.shown_since")), Value: kit.T(r.L.Day(p.On))}}}}}}}
	switch {
	case !p.In("paper"):
		v.Parts = append(v.Parts, part{ID: "paper", Heading: t("together.print"), Text: t("together.not_on_paper")})
	case may(r, permit.HoldTogether):
		purpose := kit.Radios{Name: "purpose", Legend: kit.Legend{Text: kit.T(t("together.print_purpose")), Size: "s"}, Value: r.Form.Raw("purpose"), Error: problems.Of("purpose")}
		for _, one := range together.Purposes {
			purpose.Items = append(purpose.Items, kit.Choice{Value: one, Text: kit.T(t("together.purpose_" + one))}) // i18n: prefix together.purpose_
		}
		v.Parts = append(v.Parts, part{ID: "paper", Heading: t("together.print"), Text: t("together.print_text"), Form: &form{Action: at + "/print", Hidden: [][2]string{{"print", formID(r, "print")}},
			Fields:  []kit.Content{purpose, kit.Input{Name: "copies", Label: kit.Label{Text: kit.T(t("together.print_copies")), Size: "s"}, Value: r.Form.Raw("copies"), InputMode: "numeric", Class: "govuk-input--width-3", Error: problems.Of("copies"), Autocomplete: "off"}},
			Buttons: []kit.Content{button(t("together.print_go"), kit.Secondary)}}})
	}
	if may(r, permit.PublishWorks) {
		reason := kit.Radios{Name: "reason", Legend: kit.Legend{Text: kit.T(t("together.down_why")), Size: "s"}, Value: r.Form.Raw("reason"), Error: problems.Of("reason")}
		for _, one := range together.Reasons {
			reason.Items = append(reason.Items, kit.Choice{Value: one, Text: kit.T(t("together.reason_down_" + one))}) // i18n: prefix together.reason_down_
		}
		v.Parts = append(v.Parts, part{ID: "down", Heading: t("together.down"), Text: t("together.down_text"), Form: &form{Action: at + "/down", Fields: []kit.Content{reason},
			Buttons: []kit.Content{button(t("together.down_go"), kit.Warning)}}})
	}
	return answer(v, wrong, "/together/works"), nil
}

func (web *Web) shownContent(r *page.Request) (*page.Answer, error) {
	p, err := web.shown(r)
	if err != nil {
		return nil, err
	}
	return content(p.Says, p.Content)
}

func (web *Web) savePrint(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("shown")
	if err != nil {
		return nil, err
	}
	f := r.Form
	print, p := f.ID("print"), together.Printed{Purpose: f.Choice("purpose", together.Purposes...), Copies: f.Number("copies", 1, 1000)}
	if err = f.Err(); err == nil {
		err = web.Together.Print(r.Context(), r.Who, id, print, p)
	}
	if page.IsInvalid(err) {
		return web.shownPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/works/" + id + "/sheet"), nil
}

// showWorkSheet is a work on paper. It was written down before that it is printed.
func (web *Web) showWorkSheet(r *page.Request) (*page.Answer, error) {
	p, err := web.shown(r)
	if err != nil {
		return nil, err
	}
	if !p.In("paper") {
		return nil, problem.New(problem.Forbidden, "together.not_on_paper")
	}
	figure := figureOf(p.Says, p.Kind, "/together/works/"+p.ID+"/content", nil, nil)
	figure.By, figure.Loud = byName(r, p.Name), true
	return page.Show(r.L.T("together.work"), workSheet(figure, r.L.T("page.print"))).In(page.Document).Back("/together/works/" + p.ID).Style(sheet), nil
}

func (web *Web) saveDown(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("shown")
	if err != nil {
		return nil, err
	}
	reason := r.Form.Choice("reason", together.Reasons...)
	if err = r.Form.Err(); err == nil {
		err = web.Together.TakeDown(r.Context(), r.Who, id, reason)
	}
	if page.IsInvalid(err) {
		return web.shownPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/works"), nil
}

// showForChild is what other young people may see, on a screen for them.
func (web *Web) showForChild(r *page.Request) (*page.Answer, error) {
	list, err := web.Together.Gallery(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v, err := web.voice(r.Context(), r.Form.Line("lang", 35))
	if err != nil {
		return nil, err
	}
	c := childView{Drawing: "friends", Title: v.say("work.gallery"), Staff: forStaff(r.L.Tag(), r.L.Dir(), []kit.Content{way(r.L.T("together.back_to_works"), "/together/works", kit.Secondary)})}
	var figures []workView
	for _, p := range list {
		if !p.In("child") {
			continue
		}
		f := figureOf(p.Says, p.Kind, "/together/works/"+p.ID+"/content", nil, nil)
		if p.Name != "" {
			f.By = kit.Name(p.Name)
		}
		figures = append(figures, f)
	}
	if len(figures) > 0 {
		c.Below = []kit.Content{workWall(figures)}
	} else {
		c.Above = []kit.Content{v.say("work.gallery_none")}
	}
	return v.child(r, r.L.T("together.works"), c, false), nil
}

// showPublic is what everybody may see. It reads the published copies and nothing else.
func (web *Web) showPublic(r *page.Request) (*page.Answer, error) {
	list, err := web.Together.PublicGallery(r.Context())
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := view{Title: t("together.gallery"), Lead: t("together.gallery_lead")}
	var figures []workView
	for _, p := range list {
		f := staffFigure(r, p.Says, p.Kind, "/gallery/"+p.ID)
		f.By = byName(r, p.Name)
		figures = append(figures, f)
	}
	if len(figures) == 0 {
		v.Parts = []part{{Text: t("together.gallery_none")}}
	} else {
		v.Parts = []part{{Body: []kit.Content{workWall(figures)}}}
	}
	return page.Show(v.Title, body(v)).Style(sheet).Back("/explore"), nil
}

// publicContent sends a picture or a sound that everybody may see. Nothing keeps it: once it is taken down it is gone.
func (web *Web) publicContent(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("shown")
	if err != nil {
		return nil, err
	}
	p, err := web.Together.PublicShow(r.Context(), id)
	if err != nil {
		return nil, err
	}
	return content(p.Says, p.Content)
}
