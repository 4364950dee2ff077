package inspectionweb

import (
	"strconv"

	"stablefutures/internal/account"
	"stablefutures/internal/inspection"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) showVisits(r *page.Request) (*page.Answer, error) {
	list, err := web.inspection.Visits(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("inspection.visits"), Lead: t("inspection.visits_lead")}
	mayMake := permit.Could(r.Who, permit.MakeInspection)
	if mayMake {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("inspection.plan_visit")), Href: "/inspection/visits/new"})
	}
	today := web.inspection.Today()
	for _, one := range list {
		rows := []kit.Row{{Key: kit.T(t("inspection.inspectorate")), Value: kit.Name(one.Text.Inspectorate)},
			{Key: kit.T(t("inspection.days")), Value: kit.T(t("inspection.force_span", "from", r.L.Day(one.First), "to", r.L.Day(one.Last)))},
			{Key: kit.T(t("inspection.ask")), Value: kit.Name(one.Text.Ask)}, {Key: kit.T(t("inspection.state")), Value: kit.T(visitState(r, one, today))}}
		body := []kit.Content{kit.SummaryList{Rows: rows}}
		if mayMake && !one.Over(today) {
			hidden := []desk.Hidden{{Name: "visit", Value: one.ID}}
			if one.Waits {
				body = append(body, desk.Post("/inspection/visits/code", hidden, kit.Button{Text: kit.T(t("inspection.code_again")), Kind: kit.Secondary, Once: true}))
			}
			body = append(body, desk.Post("/inspection/visits/end", hidden, kit.Button{Text: kit.T(t("inspection.end_visit")), Kind: kit.Warning, Once: true}))
		}
		v.After = append(v.After, desk.Part("visit-"+one.ID, one.Name, body...))
	}
	if len(list) == 0 {
		v.After = append(v.After, desk.Para(kit.T(t("inspection.no_visits"))))
	}
	return v.Answer(nil).Back("/inspection"), nil
}

func visitState(r *page.Request, v inspection.Visit, today string) string {
	t := r.L.T
	switch {
	case !v.EndedAt.IsZero():
		return t("inspection.visit_ended", "day", r.L.Moment(v.EndedAt))
	case v.Over(today):
		return t("inspection.visit_is_over")
	case v.Waits:
		return t("inspection.visit_waits")
	case !v.Open(today):
		return t("inspection.visit_to_come")
	}
	return t("inspection.visit_open")
}

func (web *Web) showNewVisit(r *page.Request) (*page.Answer, error) { return web.newVisitPage(r, nil) }

func (web *Web) newVisitPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "name")
	v := desk.Page{Title: t("inspection.plan_visit"), Lead: t("inspection.plan_lead", "max", strconv.Itoa(inspection.MostDays)), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: []kit.Content{desk.Line(r, p, "name", "inspection.visitor", r.Form.Raw("name")), desk.Line(r, p, "email", "inspection.visitor_email", r.Form.Raw("email")),
			desk.Line(r, p, "inspectorate", "inspection.inspectorate", r.Form.Raw("inspectorate")), desk.Day(r, p, "first", "inspection.first"), desk.Day(r, p, "last", "inspection.last"),
			desk.Line(r, p, "ask", "inspection.ask", r.Form.Raw("ask"))},
		Buttons: []kit.Content{desk.Button(r, "inspection.plan_go"), desk.Cancel(r, "/inspection/visits")}}
	return v.Answer(wrong).Back("/inspection/visits"), nil
}

func (web *Web) saveNewVisit(r *page.Request) (*page.Answer, error) {
	f := r.Form
	n := inspection.NewVisit{ID: f.ID("as"), Name: f.Line("name", 200), Email: f.Line("email", 300), Inspectorate: f.Line("inspectorate", 300), Ask: f.Line("ask", 300), First: f.Day("first"), Last: f.Day("last")}
	err := f.Err()
	var code account.Invitation
	if err == nil {
		code, err = web.inspection.Plan(r.Context(), r.Who, n)
	}
	if desk.ToMend(err) {
		return web.newVisitPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return web.codePage(r, code)
}

// codePage shows a one-time code, once.
func (web *Web) codePage(r *page.Request, i account.Invitation) (*page.Answer, error) {
	if i.Code == "" {
		return page.Redirect("/inspection/visits"), nil
	}
	t := r.L.T
	v := desk.Page{Title: t("inspection.code"), Before: []kit.Content{kit.Panel{Title: kit.T(t("inspection.code")), Body: kit.T(i.Code)},
		desk.Para(kit.T(t("inspection.code_lead", "day", r.L.Moment(i.Until)))), desk.Para(desk.Link(t("inspection.visits"), "/inspection/visits"))}}
	return v.Answer(nil).Back("/inspection/visits"), nil
}

func (web *Web) codeAgain(r *page.Request) (*page.Answer, error) {
	visit := r.Form.ID("visit")
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	i, err := web.inspection.CodeAgain(r.Context(), r.Who, visit)
	if err != nil {
		return nil, err
	}
	return web.codePage(r, i)
}

func (web *Web) endVisit(r *page.Request) (*page.Answer, error) {
	visit := r.Form.ID("visit")
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	if err := web.inspection.End(r.Context(), r.Who, visit); err != nil {
		return nil, err
	}
	return page.Redirect("/inspection/visits"), nil
}

// showMine is a visitor's first page: what they may see, that every look is kept, until when, and whom to ask.
func (web *Web) showMine(r *page.Request) (*page.Answer, error) {
	m, err := web.inspection.Mine(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("inspection.mine"), Lead: t("inspection.mine_lead"), Before: []kit.Content{
		desk.Bullets(kit.T(t("inspection.mine_see")), kit.T(t("inspection.mine_log")), kit.T(t("inspection.mine_until", "from", r.L.Day(m.Visit.First), "to", r.L.Day(m.Visit.Last))),
			kit.Join(kit.T(t("inspection.mine_ask")+" "), kit.Name(m.Visit.Text.Ask)), kit.T(t("inspection.mine_danger")))}}
	var cases []kit.Content
	for i, id := range m.Cases {
		cases = append(cases, desk.Link(t("inspection.mine_case", "n", strconv.Itoa(i+1)), trackedAt(id, "")))
	}
	if len(cases) == 0 {
		v.After = append(v.After, desk.Part("cases", t("inspection.mine_cases"), desk.Para(kit.T(t("inspection.mine_none")))))
	} else {
		v.After = append(v.After, desk.Part("cases", t("inspection.mine_cases"), desk.Bullets(cases...)))
	}
	return v.Answer(nil), nil
}

// showKit leads an inspectorate that wants to try the framework to its sheets.
func (web *Web) showKit(r *page.Request) (*page.Answer, error) {
	t := r.L.T
	v := desk.Page{Title: t("inspection.kit"), Lead: t("inspection.kit_lead"), Before: []kit.Content{desk.Para(kit.T(t("inspection.sheet_nobody")))}}
	var lines []kit.Content
	for _, name := range inspection.Sheets {
		lines = append(lines, kit.Join(desk.Link(t("inspection.sheet_"+name), "/inspection/kit/"+name), kit.T(dot), desk.Link(t("inspection.as_pdf"), "/inspection/kit/"+name+"/pdf"))) // i18n: prefix inspection.sheet_
	}
	v.Before = append(v.Before, desk.Bullets(lines...))
	return v.Answer(nil).Back("/inspection"), nil
}

func (web *Web) showSheet(r *page.Request) (*page.Answer, error) {
	d, err := web.inspection.Sheet(r.Context(), r.Who, r.Path("sheet"), r.L)
	if err != nil {
		return nil, err
	}
	v := desk.Page{Title: d.Title, Before: []kit.Content{kit.Button{Text: kit.T(r.L.T("inspection.as_pdf")), Href: "/inspection/kit/" + r.Path("sheet") + "/pdf", Kind: kit.Secondary}, sheet(d)}}
	return v.Answer(nil).Back("/inspection/kit"), nil
}

func (web *Web) sheetPDF(r *page.Request) (*page.Answer, error) {
	d, err := web.inspection.Sheet(r.Context(), r.Who, r.Path("sheet"), r.L)
	if err != nil {
		return nil, err
	}
	return onPaper(d)
}
