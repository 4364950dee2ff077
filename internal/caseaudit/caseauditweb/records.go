package caseauditweb

import (
	"maps"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) recordRoutes() []page.Route {
	return []page.Route{
		page.Get("/audits/records", permit.PlanAudits, web.showQuestions),
		page.Get("/audits/records/new", permit.PlanAudits, web.showAsk),
		page.Post("/audits/records/new", permit.PlanAudits, web.saveAsk),
		page.Get("/audits/let-in", permit.LetAuditorIn, web.showRequests),
		page.Get("/people/{id}/audit/{asked}", permit.LetAuditorIn, web.showRequest),
		page.Post("/people/{id}/audit/{asked}", permit.LetAuditorIn, web.saveRequest),
		page.Post("/audits/{programme}/cases/{case}/again", permit.PlanAudits, web.settle(web.audits.AskAgain)),
		page.Post("/audits/{programme}/cases/{case}/team", permit.PlanAudits, web.settle(web.audits.ThroughTeam)),
		page.Post("/audits/{programme}/cases/{case}/stand-in", permit.PlanAudits, web.saveStandIn),
	}
}

// showQuestions lists the questions that were asked of the records here, to be asked again.
func (web *Web) showQuestions(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.AskedBefore(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("auditrecord.questions"), Lead: t("auditrecord.questions_lead"),
		Before: []kit.Content{kit.Button{Text: kit.T(t("auditrecord.ask")), Href: "/audits/records/new"}}}
	var lines []kit.Content
	for _, p := range list {
		lines = append(lines, kit.Join(desk.NameLink(p.Plan.Question.Name, audit(p.ID, "")), kit.T(dot), kit.T(askedInWords(r, *p.Plan.Question)), kit.T(dot),
			desk.Link(t("auditrecord.again"), "/audits/records/new?again="+p.ID)))
	}
	if len(lines) > 0 {
		v.Before = append(v.Before, desk.Part("asked", t("auditrecord.asked"), desk.Bullets(lines...)))
	}
	return v.Answer(nil).Back("/audits"), nil
}

// askedInWords says what a question asks.
func askedInWords(r *page.Request, q caseaudit.Question) string {
	var parts []string
	for _, ask := range caseaudit.Asks {
		if want := q.Asked[ask]; want != caseaudit.Wanted[ask][0] {
			parts = append(parts, r.L.T("auditrecord."+ask+"_"+want)) // i18n: prefix auditrecord.
		}
	}
	if len(parts) == 0 {
		return r.L.T("auditrecord.all_kept")
	}
	return strings.Join(parts, "; ")
}

// groupName says in words which group of a programme a case is in.
func groupName(r *page.Request, p caseaudit.Programme, stratum string) string {
	switch q := p.Plan.Question; {
	case q == nil || stratum == "":
		return stratum
	case q.Group == "nation":
		return nation.Name(stratum, r.L.Tag())
	}
	return r.L.T("auditrecord.in_" + stratum) // i18n: prefix auditrecord.in_
}

func (web *Web) showAsk(r *page.Request) (*page.Answer, error) {
	var before caseaudit.Question
	if id := r.Form.Raw("again"); id != "" {
		p, err := web.audits.Programme(r.Context(), r.Who, id)
		if err != nil {
			return nil, err
		}
		if p.Plan.Question != nil {
			before = *p.Plan.Question
		}
	}
	return web.askPage(r, before, nil, nil)
}

// askPage is a question of the records here, how many it is about, and how cases are drawn from them.
func (web *Web) askPage(r *page.Request, before caseaudit.Question, counted *caseaudit.Counted, wrong error) (*page.Answer, error) {
	from, err := web.audits.Planning(r.Context(), r.Who)
	if a := noFramework(r, err); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "name"), r.Form
	chosen := func(name, usual string) string {
		switch {
		case f.Has(name):
			return f.Raw(name)
		case name == "group" && before.Group != "":
			return before.Group
		case before.Asked[name] != "":
			return before.Asked[name]
		}
		return usual
	}
	name := f.Raw("name")
	if name == "" {
		name = before.Name
	}
	v := desk.Page{Title: t("auditrecord.ask"), Lead: t("auditrecord.ask_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}}
	v.Fields = []kit.Content{desk.Note(r, p, "purpose", "audit.purpose"), desk.Day(r, p, "from", "audit.from"), desk.Day(r, p, "to", "audit.to"),
		desk.Line(r, p, "name", "auditrecord.name", name)}
	for _, ask := range caseaudit.Asks {
		v.Fields = append(v.Fields, kit.Radios{Name: ask, Legend: desk.Legend(r, "auditrecord."+ask), Items: desk.Choices(r, "auditrecord."+ask+"_", caseaudit.Wanted[ask]), // i18n: prefix auditrecord.
			Value: chosen(ask, caseaudit.Wanted[ask][0]), Error: p.Of(ask)})
	}
	v.Fields = append(v.Fields, kit.Radios{Name: "group", Legend: desk.Legend(r, "auditrecord.group"), Items: desk.Choices(r, "auditrecord.group_", caseaudit.Groups), // i18n: prefix auditrecord.group_
		Value: chosen("group", "none"), Error: p.Of("group")},
		desk.Group(kit.Button{Text: kit.T(t("auditrecord.count")), Name: "do", Value: "count", Kind: kit.Secondary}))
	if counted != nil {
		v.Fields = append(v.Fields, countedText(r, chosen("group", "none"), *counted))
	}
	methods := slices.DeleteFunc(slices.Clone(caseaudit.Methods), func(m string) bool { return m == caseaudit.Purposive })
	v.Fields = append(v.Fields,
		kit.Radios{Name: "method", Legend: desk.Legend(r, "audit.method"), Items: desk.Choices(r, "audit.method_", methods), Value: f.Raw("method"), Error: p.Of("method")}, // i18n: prefix audit.method_
		kit.Input{Name: "n", Label: desk.Label(r, "audit.n"), Hint: kit.T(t("audit.n_hint")), Value: f.Raw("n"), Error: p.Of("n"), InputMode: "numeric", Class: "govuk-input--width-5"},
		kit.Radios{Name: "allocation", Legend: kit.Legend{Text: kit.T(t("audit.allocation")), Size: "s"}, Items: desk.Choices(r, "audit.allocation_", []string{"proportional", "fixed"}), // i18n: prefix audit.allocation_
			Value: f.Raw("allocation"), Error: p.Of("allocation")})
	v.Fields = append(v.Fields, contentFields(r, p, from)...)
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("audit.plan_go")), Name: "do", Value: "plan", Once: true}, desk.Cancel(r, "/audits/records")}
	return v.Answer(wrong).Back("/audits/records"), nil
}

// countedText says how many records a question is about, by group where there are groups.
func countedText(r *page.Request, group string, n caseaudit.Counted) kit.Content {
	parts := []kit.Content{desk.Para(kit.T(r.L.N("auditrecord.counted", n.All)))}
	if group != "none" {
		var lines []kit.Content
		p := caseaudit.Programme{Plan: caseaudit.Plan{Question: &caseaudit.Question{Group: group}}}
		for _, code := range slices.Sorted(maps.Keys(n.Groups)) {
			lines = append(lines, kit.T(groupName(r, p, code)+colon+r.L.N("audit.cases_in_frame", n.Groups[code])))
		}
		parts = append(parts, desk.Bullets(lines...))
	}
	if n.All < 20 {
		parts = append(parts, desk.Para(kit.T(r.L.T("audit.few"))))
	}
	return kit.InsetText{ID: "counted", Text: kit.Join(parts...)}
}

func (web *Web) saveAsk(r *page.Request) (*page.Answer, error) {
	f := r.Form
	q := caseaudit.Question{Name: f.Line("name", 200), Asked: map[string]string{}, Group: f.Choice("group", caseaudit.Groups...)}
	for _, ask := range caseaudit.Asks {
		q.Asked[ask] = f.Choice(ask, caseaudit.Wanted[ask]...)
	}
	plan := caseaudit.Plan{From: f.Day("from"), To: f.Day("to"), Question: &q}
	if f.Choice("do", "count", "plan") == "count" {
		err := f.Err()
		var n caseaudit.Counted
		if err == nil {
			n, err = web.audits.CountRecords(r.Context(), r.Who, q, plan.From, plan.To)
		}
		switch {
		case desk.ToMend(err):
			return web.askPage(r, q, nil, err)
		case err != nil:
			return nil, err
		}
		return web.askPage(r, q, &n, nil)
	}
	plan.Purpose, plan.Method, plan.Allocation = f.Words("purpose", 2000), f.Choice("method", caseaudit.Methods...), f.Choice("allocation", "proportional", "fixed")
	if plan.Method != "census" && f.Raw("n") != "" {
		plan.N = f.Number("n", 1, 20_000)
	}
	from, err := web.audits.Planning(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	readContent(r, &plan, from)
	id := f.ID("as")
	if err = f.Err(); err == nil {
		err = web.audits.PlanFromRecords(r.Context(), r.Who, id, plan)
	}
	if desk.ToMend(err) {
		return web.askPage(r, q, nil, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(id, "")), nil
}

// dayOf writes a moment's day as the reader reads it; a grant that ends as a day begins was good until the day before.
func dayOf(r *page.Request, until time.Time) string {
	return r.L.Day(until.Add(-time.Second).Format(time.DateOnly))
}
