package caseauditweb

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Web) templateRoutes() []page.Route {
	return []page.Route{
		page.Get("/audit-templates", permit.ReadAudits, web.showTemplates),
		page.Get("/audit-templates/new", permit.PlanAudits, web.showNewTemplate),
		page.Post("/audit-templates/new", permit.PlanAudits, web.saveTemplate),
		page.Get("/audit-templates/load", permit.PlanAudits, web.showLoad),
		page.Post("/audit-templates/load", permit.PlanAudits, web.saveLoad).WithLimit(1 << 20),
		page.Get("/audit-templates/{template}", permit.ReadAudits, web.showTemplate),
		page.Get("/audit-templates/{template}/file", permit.ReadAudits, web.takeTemplate),
		page.Get("/audit-scales/new", permit.PlanAudits, web.showNewScale),
		page.Post("/audit-scales/new", permit.PlanAudits, web.saveScale),
	}
}

const templates = "/audit-templates"

// showTemplates lists what audits read for, and how they grade.
func (web *Web) showTemplates(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.Templates(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	own, err := web.audits.OwnScales(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, mayPlan := r.L.T, permit.Could(r.Who, permit.PlanAudits)
	v := desk.Page{Title: t("reading.templates"), Lead: t("reading.templates_lead")}
	if mayPlan {
		v.Before = append(v.Before, desk.Group(kit.Button{Text: kit.T(t("reading.template_new")), Href: templates + "/new"}, desk.Link(t("reading.template_load"), templates+"/load")))
	}
	var lines []kit.Content
	for _, one := range list {
		lines = append(lines, kit.Join(desk.NameLink(one.Name, templates+"/"+one.ID), kit.T(dot+t("reading.version", "version", one.Version)+dot+r.L.Day(one.MadeAt.Format("2006-01-02")))))
	}
	if len(lines) == 0 {
		lines = append(lines, kit.T(t("reading.template_none_yet")))
	}
	v.Before = append(v.Before, desk.Part("templates", t("reading.templates"), desk.Bullets(lines...)), scalesPart(r, own, mayPlan))
	return v.Answer(nil).Back("/audits"), nil
}

// scalesPart lists the scales with their grades: the shipped ones, and every version of the organisation's own.
func scalesPart(r *page.Request, own []caseaudit.OwnScale, mayPlan bool) kit.Content {
	t := r.L.T
	parts := []kit.Content{desk.Para(kit.T(t("reading.scale_hint")))}
	if mayPlan {
		parts = append(parts, desk.Para(desk.Link(t("reading.scale_new"), "/audit-scales/new")))
	}
	for _, s := range own {
		body := []kit.Content{desk.Para(kit.T(t("reading.version", "version", s.Version) + dot + r.L.Day(s.MadeAt.Format("2006-01-02")))), gradeList(r, s.Scale)}
		if mayPlan {
			body = append(body, desk.Para(desk.Link(t("reading.scale_next"), "/audit-scales/new?of="+s.ID)))
		}
		parts = append(parts, kit.Details{Summary: kit.Name(s.Name + dot + t("reading.version", "version", s.Version)), Body: kit.Join(body...)})
	}
	for _, s := range caseaudit.Scales() {
		if s.Graded() {
			parts = append(parts, kit.Details{Summary: kit.T(scaleName(r, s)), Body: kit.Join(desk.Para(kit.T(t("reading.source")+space), kit.In("en", "ltr", s.Source)), gradeList(r, s))})
		}
	}
	return desk.Part("scales", t("reading.scales"), parts...)
}

func gradeList(r *page.Request, s caseaudit.Scale) kit.Content {
	list := kit.SummaryList{Class: "govuk-summary-list--no-border"}
	for _, point := range s.Points {
		name, descriptor := gradeText(r, s, point)
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(name), Value: kit.T(descriptor)})
	}
	return list
}

func (web *Web) showNewTemplate(r *page.Request) (*page.Answer, error) {
	return web.templatePage(r, nil)
}

// templatePage writes a template, or its next version.
func (web *Web) templatePage(r *page.Request, wrong error) (*page.Answer, error) {
	from, err := web.audits.Planning(r.Context(), r.Who)
	if a := noFramework(r, err); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	if id := r.Form.Raw("from"); id != "" && wrong == nil {
		before, err := web.audits.Template(r.Context(), r.Who, id)
		if err != nil {
			return nil, err
		}
		r.Form = templateForm(before.Template)
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "name"), r.Form
	scale, minutes := f.Raw("scale"), f.Raw("minutes")
	if scale == "" {
		scale = caseaudit.UsualScale(r.Session.Nation) + " 1"
	}
	if minutes == "" {
		minutes = strconv.Itoa(caseaudit.UsualMinutes)
	}
	v := desk.Page{Title: t("reading.template_new"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r), {Name: "of", Value: f.Raw("of")}},
		Fields: []kit.Content{desk.Line(r, p, "name", "reading.template_name", f.Raw("name")), kit.InsetText{Text: kit.T(t("reading.outcomes_hint", "max", caseaudit.MostOutcomes))}}}
	v.Fields = append(v.Fields, planOutcomes(r, p, from)...)
	v.Fields = append(v.Fields, desk.Note(r, p, "questions", "reading.questions"), desk.Note(r, p, "guidance", "reading.guidance"), scaleField(r, p, from.Scales, scale),
		kit.Input{Name: "minutes", Label: desk.Label(r, "reading.budget"), Hint: kit.T(t("reading.budget_hint")), Value: minutes, Error: p.Of("minutes"), InputMode: "numeric", Class: "govuk-input--width-5"})
	v.Buttons = []kit.Content{desk.Button(r, "reading.template_keep"), desk.Cancel(r, templates)}
	return v.Answer(wrong).Back(templates), nil
}

// templateForm is the form with a version in it, to write the next one.
func templateForm(one caseaudit.Template) *page.Form {
	var questions []string
	for _, q := range one.Questions {
		line := q.Text
		if q.Required {
			line += " *"
		}
		questions = append(questions, line)
	}
	return page.NewForm(map[string][]string{"of": {one.Of}, "name": {one.Name}, "outcomes": one.Outcomes, "questions": {strings.Join(questions, "\n")}, "guidance": {one.Guidance},
		"scale": {one.Scale.ID + space + strconv.Itoa(one.Scale.Version)}, "minutes": {strconv.Itoa(one.Minutes)}})
}

func (web *Web) saveTemplate(r *page.Request) (*page.Answer, error) {
	from, err := web.audits.Planning(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	f := r.Form
	content := caseaudit.Content{Name: f.Line("name", 200), Outcomes: f.All("outcomes"), Guidance: f.Words("guidance", maxReading), Minutes: f.Number("minutes", 10, caseaudit.MaxMinutes)}
	for line := range strings.SplitSeq(f.Words("questions", 20_000), "\n") {
		if text, required := strings.CutSuffix(strings.TrimSpace(line), "*"); strings.TrimSpace(text) != "" {
			content.Questions = append(content.Questions, caseaudit.TemplateQuestion{Code: fmt.Sprintf("q%d", len(content.Questions)+1), Text: strings.TrimSpace(text), Required: required})
		}
	}
	if scale := readScale(f, from.Scales); scale != nil {
		content.Scale = *scale
	}
	id, of := f.ID("as"), f.ID("of")
	if err = f.Err(); err == nil {
		err = web.audits.KeepTemplate(r.Context(), r.Who, id, of, content)
	}
	if desk.ToMend(err) {
		return web.templatePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(templates + "/" + id), nil
}

func (web *Web) showTemplate(r *page.Request) (*page.Answer, error) {
	one, err := web.audits.Template(r.Context(), r.Who, r.Path("template"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	var outcomes, questions []kit.Content
	for _, code := range one.Outcomes {
		outcomes = append(outcomes, worded(one.Edition, textOf(one.Edition, code)))
	}
	for _, q := range one.Questions {
		text := kit.Content(desk.Words(q.Text))
		if q.Required {
			text = kit.Join(text, kit.T(dot+t("reading.question_required")))
		}
		questions = append(questions, text)
	}
	rows := []kit.Row{{Key: kit.T(t("reading.template_name")), Value: kit.Name(one.Name)}, {Key: kit.T(t("reading.version_of")), Value: kit.T(t("reading.version", "version", one.Version) + dot + r.L.Day(one.MadeAt.Format("2006-01-02")))},
		{Key: kit.T(t("reading.outcomes")), Value: desk.Bullets(outcomes...)}, {Key: kit.T(t("reading.scale")), Value: kit.T(scaleName(r, one.Scale))},
		{Key: kit.T(t("reading.budget")), Value: kit.T(r.L.N("reading.minutes_count", one.Minutes))}}
	if len(questions) > 0 {
		rows = append(rows, kit.Row{Key: kit.T(t("reading.step_extra")), Value: desk.Bullets(questions...)})
	}
	if one.Guidance != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("reading.guidance")), Value: desk.Words(one.Guidance)})
	}
	v := desk.Page{Title: t("reading.template_one"), Before: []kit.Content{kit.SummaryList{Rows: rows}, desk.Para(desk.Link(t("reading.template_take"), templates+"/"+one.ID+"/file"))}}
	if one.Latest && permit.Could(r.Who, permit.PlanAudits) {
		v.After = []kit.Content{kit.Button{Text: kit.T(t("reading.template_next")), Href: templates + "/new?from=" + one.ID, Kind: kit.Secondary}}
	}
	return v.Answer(nil).Back(templates), nil
}

func (web *Web) takeTemplate(r *page.Request) (*page.Answer, error) {
	one, err := web.audits.Template(r.Context(), r.Who, r.Path("template"))
	if err != nil {
		return nil, err
	}
	file, err := one.File()
	if err != nil {
		return nil, err
	}
	return page.File("audit-template.json", "application/json", file), nil
}

func (web *Web) showLoad(r *page.Request) (*page.Answer, error) { return web.loadPage(r, nil) }

func (web *Web) loadPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "file")
	v := desk.Page{Title: t("reading.template_load"), Lead: t("reading.template_load_lead"), Problems: p.Summary(), Files: true, Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  []kit.Content{kit.FileUpload{Name: "file", Label: desk.Label(r, "reading.template_file"), Accept: ".json,application/json", Error: p.Of("file")}},
		Buttons: []kit.Content{desk.Button(r, "reading.template_load_go"), desk.Cancel(r, templates)}}
	return v.Answer(wrong).Back(templates), nil
}

func (web *Web) saveLoad(r *page.Request) (*page.Answer, error) {
	id, err := r.Form.ID("as"), error(nil)
	var data []byte
	if head := r.Form.File("file"); head == nil || head.Size > caseaudit.MaxTemplateFile {
		r.Form.Add("file", "reading.no_template")
	} else {
		opened, wrong := head.Open()
		if wrong != nil {
			return nil, fmt.Errorf("open the file: %w", wrong)
		}
		defer opened.Close()
		if data, err = io.ReadAll(io.LimitReader(opened, caseaudit.MaxTemplateFile+1)); err != nil {
			return nil, fmt.Errorf("read the file: %w", err)
		}
	}
	if err = r.Form.Err(); err == nil {
		err = web.audits.LoadTemplate(r.Context(), r.Who, id, data)
	}
	if desk.ToMend(err) {
		if problem.KeyOf(err) == "problem.invalid" && r.Form.Err() == nil {
			err = problem.New(problem.Invalid, "reading.template_not_here") // which field of a file is wrong has no field on this page
		}
		return web.loadPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(templates + "/" + id), nil
}

func (web *Web) showNewScale(r *page.Request) (*page.Answer, error) { return web.scalePage(r, nil) }

// scalePage writes a scale of the organisation's own, or its next version.
func (web *Web) scalePage(r *page.Request, wrong error) (*page.Answer, error) {
	if of := r.Form.Raw("of"); of != "" && wrong == nil {
		all, err := web.audits.OwnScales(r.Context(), r.Who)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			if s.ID == of {
				r.Form = scaleForm(s.Scale)
				break
			}
		}
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "name"), r.Form
	v := desk.Page{Title: t("reading.scale_new"), Lead: t("reading.scale_hint"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r), {Name: "of", Value: f.Raw("of")}}, Fields: []kit.Content{
		desk.Line(r, p, "name", "reading.scale_called", f.Raw("name")), desk.Line(r, p, "source", "reading.scale_source", f.Raw("source")),
		kit.Textarea{Name: "points", Label: desk.Label(r, "reading.points"), Hint: kit.T(t("reading.points_hint")), Rows: 6, Value: f.Raw("points"), Error: p.Of("points")},
	}, Buttons: []kit.Content{desk.Button(r, "reading.scale_keep"), desk.Cancel(r, templates)}}
	return v.Answer(wrong).Back(templates), nil
}

func scaleForm(s caseaudit.Scale) *page.Form {
	var lines []string
	for _, p := range s.Points {
		lines = append(lines, p.Name+": "+p.Descriptor)
	}
	return page.NewForm(map[string][]string{"of": {s.ID}, "name": {s.Name}, "source": {s.Source}, "points": {strings.Join(lines, "\n")}})
}

func (web *Web) saveScale(r *page.Request) (*page.Answer, error) {
	f := r.Form
	scale := caseaudit.Scale{Name: f.Line("name", 200), Source: f.Line("source", 200)}
	for line := range strings.SplitSeq(f.Words("points", 30_000), "\n") {
		if name, is, _ := strings.Cut(line, ":"); strings.TrimSpace(line) != "" {
			scale.Points = append(scale.Points, caseaudit.Point{Code: fmt.Sprintf("g%d", len(scale.Points)+1), Name: strings.TrimSpace(name), Descriptor: strings.TrimSpace(is)})
		}
	}
	id, of := f.ID("as"), f.ID("of")
	err := f.Err()
	if err == nil {
		err = web.audits.KeepScale(r.Context(), r.Who, id, of, scale)
	}
	if desk.ToMend(err) {
		return web.scalePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(templates), nil
}
