package caseauditweb

import (
	"encoding/csv"
	"slices"
	"strings"

	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) programmeRoutes() []page.Route {
	return append(web.recordRoutes(), []page.Route{
		page.Get("/audits", permit.ReadAudits, web.showProgrammes),
		page.Get("/audits/new", permit.PlanAudits, web.showPlan),
		page.Post("/audits/new", permit.PlanAudits, web.savePlan).WithLimit(2 << 20),
		page.Get("/audits/{programme}", permit.ReadAudits, web.showProgramme),
		page.Get("/audits/{programme}/frame", permit.ReadAudits, web.takeFrame),
		page.Post("/audits/{programme}/draw", permit.PlanAudits, web.saveDraw),
		page.Post("/audits/{programme}/share", permit.PlanAudits, web.saveShare),
		page.Get("/audits/{programme}/cases/{case}", permit.ReadAudits, web.showCase),
		page.Post("/audits/{programme}/cases/{case}/leave", permit.PlanAudits, web.saveLeave),
		page.Post("/audits/{programme}/cases/{case}/declare", permit.ReadCases, web.saveDeclare),
	}...)
}

func audit(programme, rest string) string { return "/audits/" + programme + rest }

func (web *Web) showProgrammes(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.Programmes(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	var lines []kit.Content
	for _, p := range list {
		state := "audit.planned_on"
		if p.Drawn {
			state = "audit.drawn_on"
		}
		lines = append(lines, kit.Join(desk.NameLink(p.Plan.Purpose, audit(p.ID, "")), kit.T(dot+t(state, "day", r.L.Day(p.PlannedAt.Format("2006-01-02"))))))
	}
	v := desk.Page{Title: t("audit.title"), Lead: t("audit.lead")}
	if permit.Could(r.Who, permit.PlanAudits) {
		v.Before = append(v.Before, desk.Group(kit.Button{Text: kit.T(t("audit.plan")), Href: "/audits/new"}, kit.Button{Text: kit.T(t("auditrecord.from_here")), Href: "/audits/records", Kind: kit.Secondary}))
	}
	if permit.Could(r.Who, permit.LetAuditorIn) {
		v.After = append(v.After, desk.Para(desk.Link(t("auditrecord.requests"), "/audits/let-in")))
	}
	if permit.Could(r.Who, permit.ReadCases) {
		v.After = append(v.After, desk.Para(desk.Link(t("audit.to_calibration"), "/calibration")))
	}
	if len(lines) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("audit.none"))))
	} else {
		v.Before = append(v.Before, desk.Part("programmes", t("audit.programmes"), desk.Bullets(lines...)))
	}
	v.After = append(v.After, desk.Para(desk.Link(t("reading.to_templates"), templates)))
	v.Before = append(v.Before, waitLinks(r))
	return v.Answer(nil).Back("/reviews"), nil
}

func (web *Web) showPlan(r *page.Request) (*page.Answer, error) { return web.planPage(r, nil) }

func (web *Web) planPage(r *page.Request, wrong error) (*page.Answer, error) {
	from, err := web.audits.Planning(r.Context(), r.Who)
	if a := noFramework(r, err); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "purpose"), r.Form
	long := func(name string, rows int) kit.Content {
		return kit.Textarea{Name: name, Label: desk.Label(r, "audit."+name), Hint: kit.T(t("audit." + name + "_hint")), Rows: rows, Value: f.Raw(name), Error: p.Of(name), Spellcheck: "false"} // i18n: prefix audit.
	}
	v := desk.Page{Title: t("audit.plan"), Lead: t("audit.plan_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}, Fields: []kit.Content{
		desk.Note(r, p, "purpose", "audit.purpose"),
		desk.Day(r, p, "from", "audit.from"), desk.Day(r, p, "to", "audit.to"),
		desk.Note(r, p, "population", "audit.population"), desk.Day(r, p, "on", "audit.on"),
		long("frame", 8), long("left_out", 3),
		kit.Radios{Name: "method", Legend: desk.Legend(r, "audit.method"), Items: desk.Choices(r, "audit.method_", caseaudit.Methods), Value: f.Raw("method"), Error: p.Of("method")}, // i18n: prefix audit.method_
		kit.Input{Name: "n", Label: desk.Label(r, "audit.n"), Hint: kit.T(t("audit.n_hint")), Value: f.Raw("n"), Error: p.Of("n"), InputMode: "numeric", Class: "govuk-input--width-5"},
		kit.Radios{Name: "allocation", Legend: kit.Legend{Text: kit.T(t("audit.allocation")), Size: "s"}, Items: desk.Choices(r, "audit.allocation_", []string{"proportional", "fixed"}), // i18n: prefix audit.allocation_
			Value: f.Raw("allocation"), Error: p.Of("allocation")},
		long("chosen", 3),
	}, Buttons: []kit.Content{desk.Button(r, "audit.plan_go"), desk.Cancel(r, "/audits")}}
	v.Fields = append(v.Fields, contentFields(r, p, from)...)
	return v.Answer(wrong).Back("/audits"), nil
}

// readPlan reads the form; what is said about a case that is not in the frame is refused with its line.
func readPlan(r *page.Request, from caseaudit.Planning) (id string, plan caseaudit.Plan, frame []caseaudit.Unit, err error) {
	f := r.Form
	plan = caseaudit.Plan{Purpose: f.Words("purpose", 2000), From: f.Day("from"), To: f.Day("to"), Population: f.Words("population", 2000), On: f.Day("on"),
		Method: f.Choice("method", caseaudit.Methods...), Allocation: f.Choice("allocation", "proportional", "fixed")}
	if plan.Method != "census" && plan.Method != caseaudit.Purposive && f.Raw("n") != "" {
		plan.N = f.Number("n", 1, 20_000)
	}
	frame = caseaudit.ReadFrame(f.Words("frame", 1<<20))
	if line := caseaudit.Mark(frame, f.Words("left_out", 1<<18), func(u *caseaudit.Unit, why string) { u.LeftOut = why }); line > 0 {
		f.Add("left_out", "audit.line_wrong", "line", line)
	}
	if line := caseaudit.Mark(frame, f.Words("chosen", 1<<18), func(u *caseaudit.Unit, why string) { u.Chosen = why }); line > 0 {
		f.Add("chosen", "audit.line_wrong", "line", line)
	}
	readContent(r, &plan, from)
	return f.ID("as"), plan, frame, f.Err()
}

func (web *Web) savePlan(r *page.Request) (*page.Answer, error) {
	from, err := web.audits.Planning(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	id, plan, frame, err := readPlan(r, from)
	if err == nil {
		err = web.audits.Plan(r.Context(), r.Who, id, plan, frame)
	}
	if desk.ToMend(err) {
		return web.planPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(id, "")), nil
}

func (web *Web) showProgramme(r *page.Request) (*page.Answer, error) {
	return web.programmePage(r, nil)
}

func (web *Web) programmePage(r *page.Request, wrong error) (*page.Answer, error) {
	p, ways, err := web.audits.Ways(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	auditors, err := web.audits.Auditors(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	read, err := web.outcomesRead(r, p)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "auditors")
	v := desk.Page{Title: t("audit.one"), Problems: problems.Summary(), Wide: true, Before: []kit.Content{kit.Join(concernsOn(r, p.ID, ways)), programmeFacts(r, p, read)}}
	if p.Few() {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("audit.few"))})
	}
	mayPlan := permit.Could(r.Who, permit.PlanAudits)
	settle, err := web.toSettle(r, p)
	if err != nil {
		return nil, err
	}
	if settle != nil {
		v.Before = append([]kit.Content{settle}, v.Before...)
	}
	switch {
	case !p.Drawn && mayPlan:
		v.Action, v.Fields, v.Buttons = audit(p.ID, "/draw"), []kit.Content{desk.Para(kit.T(t("audit.draw_lead")))}, []kit.Content{desk.Button(r, "audit.draw")}
	case p.Drawn:
		v.Before = append(v.Before, howDrawn(r, p), casesTable(r, p, auditors))
		if link := toModeration(r, p); link != nil {
			v.Before = append(v.Before, link)
		}
		if mayPlan && (p.Unread > 0 || anybodyLeft(p, auditors)) {
			v.Action, v.Fields, v.Buttons = audit(p.ID, "/share"), shareFields(r, problems, auditors), []kit.Content{desk.Button(r, "audit.share")}
		}
	}
	if links := learningLinks(r, p); links != nil {
		v.After = append(v.After, links)
	}
	v.After = append(v.After, wayLinks(r, p))
	return v.Answer(wrong).Back("/audits"), nil
}

func programmeFacts(r *page.Request, p caseaudit.Programme, read []kit.Content) kit.Content {
	t := r.L.T
	row := func(key string, value kit.Content) kit.Row { return kit.Row{Key: kit.T(t(key)), Value: value} }
	rows := []kit.Row{row("audit.purpose", desk.Words(p.Plan.Purpose)), row("audit.period", kit.T(t("audit.from_to", "from", r.L.Day(p.Plan.From), "to", r.L.Day(p.Plan.To)))),
		row("audit.population", desk.Words(p.Plan.Population)), row("audit.on", kit.T(r.L.Day(p.Plan.On))), row("audit.method", kit.T(t("audit.method_"+p.Plan.Method))), // i18n: prefix audit.method_
		row("audit.frame", kit.Join(kit.T(r.L.N("audit.cases_in_frame", len(p.MayDraw()))), kit.T(dot), desk.Link(t("audit.frame_take"), audit(p.ID, "/frame"))))}
	if p.Plan.N > 0 {
		rows = append(rows, row("audit.n", kit.T(r.L.Number(p.Plan.N))))
	}
	if q := p.Plan.Question; q != nil {
		said := kit.Content(kit.T(askedInWords(r, *q)))
		if permit.Could(r.Who, permit.PlanAudits) {
			said = kit.Join(said, kit.T(dot), desk.Link(t("auditrecord.again"), "/audits/records/new?again="+p.ID))
		}
		rows = append(rows, row("auditrecord.question", said))
	}
	if p.Plan.Method == "stratified" && p.Plan.Allocation != "" {
		rows = append(rows, row("audit.allocation", kit.T(t("audit.allocation_"+p.Plan.Allocation)))) // i18n: prefix audit.allocation_
	}
	rows = append(rows, contentRows(r, p, read)...)
	var out []kit.Content
	for _, u := range p.Frame {
		if u.LeftOut != "" {
			out = append(out, kit.Join(kit.T(u.ID+dot), desk.Words(u.LeftOut)))
		}
	}
	if len(out) > 0 {
		rows = append(rows, row("audit.left_out", desk.Bullets(out...)))
	}
	return kit.SummaryList{Rows: rows}
}

// howDrawn says what anybody needs to draw the same cases.
func howDrawn(r *page.Request, p caseaudit.Programme) kit.Content {
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("audit.drawn_at")), Value: kit.T(r.L.Moment(p.Draw.At))}, {Key: kit.T(t("audit.hash")), Value: kit.In("", "ltr", p.Draw.Hash)},
		{Key: kit.T(t("audit.algorithm")), Value: kit.In("en", "ltr", p.Draw.Algorithm)}}
	if p.Draw.Seed != "" {
		rows = append([]kit.Row{{Key: kit.T(t("audit.seed")), Value: kit.In("", "ltr", p.Draw.Seed)}}, rows...)
	}
	rows = append(rows, twiceRows(r, p)...)
	return desk.Part("drawn", t("audit.how"), desk.Para(kit.T(t("audit.how_lead"))), kit.SummaryList{Rows: rows, Class: "govuk-summary-list--no-border"})
}

func casesTable(r *page.Request, p caseaudit.Programme, auditors []account.Person) kit.Content {
	t := r.L.T
	table := kit.Table{Caption: t("audit.cases"), CaptionClass: "govuk-table__caption--m", RowHeaders: true,
		Head: []kit.Cell{{Text: kit.T(t("audit.case"))}, {Text: kit.T(t("audit.stratum"))}, {Text: kit.T(t("audit.auditor"))}, {Text: kit.T(t("audit.due"))}, {Text: kit.T(t("audit.state"))}}}
	stands := 0
	for _, c := range p.Cases {
		if !c.In() && c.Out() == nil {
			stands++
			continue
		}
		assigned, _ := c.Auditor()
		auditor, due := t("audit.nobody_yet"), ""
		if assigned != nil {
			auditor, due = nameOf(r, auditors, assigned.Auditor), r.L.Day(assigned.Text.Due)
		}
		table.Rows = append(table.Rows, []kit.Cell{{Text: desk.Link(c.Unit.ID, audit(p.ID, "/cases/"+c.ID))}, {Text: kit.Name(groupName(r, p, c.Unit.Stratum))}, {Text: kit.Name(auditor)},
			{Text: kit.T(due)}, {Text: kit.T(t("audit.state_" + stateOf(c)))}}) // i18n: prefix audit.state_
	}
	parts := []kit.Content{kit.Scroll{Label: t("audit.cases"), Body: table}}
	if stands > 0 {
		parts = append(parts, desk.Small(r.L.N("audit.stand_ins", stands)))
	}
	return kit.Join(parts...)
}

func stateOf(c caseaudit.Case) string {
	assigned, accepted := c.Auditor()
	switch {
	case c.Gone():
		return "destroyed"
	case c.Out() != nil:
		return "left_out"
	case c.Ended():
		return "closed"
	case assigned == nil:
		return "waiting"
	case accepted:
		return "accepted"
	}
	return "asked"
}

// anybodyLeft reports whether a case is nobody's, or of somebody who reads cases no more.
func anybodyLeft(p caseaudit.Programme, auditors []account.Person) bool {
	for _, c := range p.Cases {
		if a, _ := c.Auditor(); c.In() && (a == nil || !slices.ContainsFunc(auditors, func(p account.Person) bool { return p.ID == a.Auditor })) {
			return true
		}
	}
	return false
}

func nameOf(r *page.Request, people []account.Person, id string) string {
	for _, p := range people {
		if p.ID == id {
			return p.Name
		}
	}
	return r.L.T("audit.somebody")
}

func shareFields(r *page.Request, p page.Problems, auditors []account.Person) []kit.Content {
	boxes := kit.Checkboxes{Name: "auditors", Legend: desk.Legend(r, "audit.auditors"), Hint: kit.T(r.L.T("audit.auditors_hint")), Values: r.Form.All("auditors"), Error: p.Of("auditors")}
	for _, a := range auditors {
		boxes.Items = append(boxes.Items, kit.Choice{Value: a.ID, Text: kit.Name(a.Name)})
	}
	return []kit.Content{boxes, desk.Day(r, p, "due", "audit.due_by")}
}

func (web *Web) saveDraw(r *page.Request) (*page.Answer, error) {
	id := r.Path("programme")
	err := web.audits.Sample(r.Context(), r.Who, id)
	if desk.ToMend(err) {
		return web.programmePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(id, "")), nil
}

func (web *Web) saveShare(r *page.Request) (*page.Answer, error) {
	id, auditors, due := r.Path("programme"), r.Form.IDs("auditors"), r.Form.Day("due")
	err := r.Form.Err()
	if err == nil {
		err = web.audits.Share(r.Context(), r.Who, id, auditors, due)
	}
	if desk.ToMend(err) {
		return web.programmePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(id, "")), nil
}

// takeFrame gives the frame as it was drawn from, for whoever wants to draw again. Nothing in it can be taken for a formula:
// Plan takes no id and no stratum that does not begin with a letter or a number.
func (web *Web) takeFrame(r *page.Request) (*page.Answer, error) {
	p, err := web.audits.Programme(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	out := csv.NewWriter(&b)
	_ = out.Write([]string{"id", "stratum"}) // a Builder takes everything
	for _, u := range p.MayDraw() {
		_ = out.Write([]string{u.ID, u.Stratum})
	}
	out.Flush()
	return page.File("frame.csv", "text/csv; charset=utf-8", []byte(b.String())), nil
}
