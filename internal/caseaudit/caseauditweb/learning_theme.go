package caseauditweb

import (
	"slices"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

func (web *Web) showTheme(r *page.Request) (*page.Answer, error) { return web.themePage(r, nil) }

// themePage is writing a theme, a new one or one that stands.
func (web *Web) themePage(r *page.Request, wrong error) (*page.Answer, error) {
	l, err := web.audits.Learning(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	ed, err := web.editionOf(r, l.Programme.Plan.Edition)
	if err != nil {
		return nil, err
	}
	id, seen := r.Path("theme"), r.Form.Raw("seen")
	if id != "" {
		i := slices.IndexFunc(l.Themes, func(t caseaudit.Theme) bool { return t.ID == id })
		if i < 0 {
			return nil, notThere()
		}
		if wrong == nil {
			one := l.Themes[i]
			seen = one.Row
			r.Form = page.NewForm(map[string][]string{"kind": {one.Kind}, "title": {one.Title}, "words": {one.Seen}, "system": {one.System}, "outcomes": one.Outcomes, "cases": one.Cases})
		}
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "title"), r.Form
	v := desk.Page{Title: t("auditreport.theme"), Lead: t("auditreport.theme_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r), {Name: "seen", Value: seen}}, Fields: []kit.Content{
		kit.Radios{Name: "kind", Legend: desk.Legend(r, "auditreport.kind"), Items: desk.Choices(r, "auditreport.kind_", caseaudit.ThemeKinds), Value: f.Raw("kind"), Error: p.Of("kind")}, // i18n: prefix auditreport.kind_
		desk.Line(r, p, "title", "auditreport.theme_title", f.Raw("title")),
		kit.Textarea{Name: "words", Label: desk.Label(r, "auditreport.seen"), Hint: kit.T(t("auditreport.seen_hint")), Rows: 4, Value: f.Raw("words"), Error: p.Of("words")},
	}}
	if ed != nil && len(l.Programme.Plan.Outcomes) > 0 {
		boxes := kit.Checkboxes{Name: "outcomes", Legend: desk.Legend(r, "auditreport.outcomes"), Values: f.All("outcomes"), Error: p.Of("outcomes")}
		for _, code := range l.Programme.Plan.Outcomes {
			boxes.Items = append(boxes.Items, kit.Choice{Value: code, Text: worded(ed, textOf(ed, code))})
		}
		v.Fields = append(v.Fields, boxes)
	}
	systems := []kit.Option{{Value: "", Text: t("auditreport.system_none")}}
	for _, s := range caseaudit.Systems {
		systems = append(systems, kit.Option{Value: s, Text: t("auditreport.system_" + s)}) // i18n: prefix auditreport.system_
	}
	v.Fields = append(v.Fields, kit.Select{Name: "system", Label: desk.Label(r, "auditreport.system"), Hint: kit.T(t("auditreport.system_hint")), Items: systems, Value: f.Raw("system"), Error: p.Of("system")}, caseBoxes(r, p, l.Programme))
	v.Buttons = []kit.Content{desk.Button(r, "auditreport.keep")}
	if id != "" {
		v.Buttons = append(v.Buttons, kit.Button{Text: kit.T(t("auditreport.drop")), Kind: kit.Secondary, Name: "drop", Value: "yes"})
	}
	v.Buttons = append(v.Buttons, desk.Cancel(r, audit(l.Programme.ID, "/learning")))
	return v.Answer(wrong).Back(audit(l.Programme.ID, "/learning")), nil
}

// caseBoxes asks from which cases a theme came.
func caseBoxes(r *page.Request, p page.Problems, programme caseaudit.Programme) kit.Content {
	boxes := kit.Checkboxes{Name: "cases", Legend: desk.Legend(r, "auditreport.cases"), Hint: kit.T(r.L.T("auditreport.cases_hint")), Values: r.Form.All("cases"), Error: p.Of("cases"), Class: "govuk-checkboxes--small"}
	for _, c := range programme.Cases {
		if c.In() {
			boxes.Items = append(boxes.Items, kit.Choice{Value: c.ID, Text: kit.In("", "ltr", c.Unit.ID)})
		}
	}
	return boxes
}

func (web *Web) saveTheme(r *page.Request) (*page.Answer, error) {
	programme, id, f := r.Path("programme"), r.Path("theme"), r.Form
	l, err := web.audits.Learning(r.Context(), r.Who, programme)
	if err != nil {
		return nil, err
	}
	done := "theme"
	one := caseaudit.Theme{Kind: f.Choice("kind", caseaudit.ThemeKinds...), Title: f.Line("title", 200), Seen: f.Words("words", 2000),
		Outcomes: f.Choices("outcomes", l.Programme.Plan.Outcomes...), System: f.Choice("system", caseaudit.Systems...), Cases: f.IDs("cases")}
	if f.Flag("drop") && id != "" {
		one.Dropped, done = true, "dropped"
	}
	if id == "" {
		id = f.ID("as")
	}
	err = f.Err()
	if err == nil {
		err = web.audits.WriteTheme(r.Context(), r.Who, programme, id, f.Raw("seen"), one)
	}
	if desk.ToMend(err) {
		return web.themePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "/learning?done="+done)), nil
}
