package caseauditweb

import (
	"strconv"
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// contentFields ask what is read for: outcomes beside what young people say of them, how it is graded, and how long it may take.
func contentFields(r *page.Request, p page.Problems, from caseaudit.Planning) []kit.Content {
	t, f := r.L.T, r.Form
	fields := []kit.Content{}
	if len(from.Templates) > 0 {
		items := []kit.Option{{Value: "", Text: t("reading.template_none")}}
		for _, one := range from.Templates {
			items = append(items, kit.Option{Value: one.ID, Text: t("reading.template_version", "name", one.Name, "version", one.Version)})
		}
		fields = append(fields, kit.Select{Name: "template", Label: desk.Label(r, "reading.template"), Hint: kit.T(t("reading.template_hint")), Items: items, Value: f.Raw("template"), Error: p.Of("template")})
	}
	fields = append(fields, kit.InsetText{Text: kit.T(t("reading.outcomes_hint", "max", caseaudit.MostOutcomes))})
	fields = append(fields, planOutcomes(r, p, from)...)
	usual := func(name string, n int) string {
		if f.Has(name) {
			return f.Raw(name)
		}
		return strconv.Itoa(n)
	}
	scale := f.Raw("scale")
	if scale == "" {
		scale = caseaudit.UsualScale(r.Session.Nation) + " 1"
	}
	fields = append(fields, scaleField(r, p, from.Scales, scale),
		kit.Input{Name: "minutes", Label: desk.Label(r, "reading.budget"), Hint: kit.T(t("reading.budget_hint")), Value: usual("minutes", caseaudit.UsualMinutes), Error: p.Of("minutes"), InputMode: "numeric", Class: "govuk-input--width-5"},
		kit.Input{Name: "twice", Label: desk.Label(r, "reading.twice"), Hint: kit.T(t("reading.twice_hint")), Value: usual("twice", caseaudit.UsualTwice), Error: p.Of("twice"), InputMode: "numeric", Class: "govuk-input--width-5"})
	if len(from.Earlier) > 0 {
		items := []kit.Option{{Value: "", Text: t("reading.follows_none")}}
		for _, one := range from.Earlier {
			items = append(items, kit.Option{Value: one.ID, Text: one.Plan.Purpose + dot + r.L.Day(one.Plan.To)})
		}
		fields = append(fields, kit.Select{Name: "before", Label: desk.Label(r, "reading.follows"), Hint: kit.T(t("reading.follows_hint")), Items: items, Value: f.Raw("before"), Error: p.Of("before")})
	}
	for _, clock := range []struct {
		name string
		days int
	}{{"reflect", caseaudit.UsualClocks.Reflect}, {"feedback", caseaudit.UsualClocks.Feedback}, {"escalate", caseaudit.UsualClocks.Escalate}} {
		fields = append(fields, kit.Input{Name: clock.name, Label: desk.Label(r, "reading.clock_"+clock.name), Value: usual(clock.name, clock.days), // i18n: prefix reading.clock_
			Error: p.Of(clock.name), InputMode: "numeric", Class: "govuk-input--width-5"})
	}
	return fields
}

func planOutcomes(r *page.Request, p page.Problems, from caseaudit.Planning) (fields []kit.Content) {
	for i, principle := range from.Edition.Principles {
		boxes := kit.Checkboxes{Name: "outcomes", ID: "outcomes", Legend: kit.Legend{Text: worded(from.Edition, principle.Name), Size: "s"}, Values: r.Form.All("outcomes"), Class: "govuk-checkboxes--small"}
		if i > 0 {
			boxes.ID = "outcomes-" + principle.Code
		} else {
			boxes.Error = p.Of("outcomes")
		}
		for _, o := range principle.Outcomes() {
			one := kit.Choice{Value: o.Code, Text: worded(from.Edition, o.Text)}
			if said := from.Raised[o.Code]; said != "" {
				one.Hint = kit.Join(kit.T(r.L.T("reading.raised")+space), desk.Words(said))
			}
			boxes.Items = append(boxes.Items, one)
		}
		fields = append(fields, boxes)
	}
	return fields
}

func scaleField(r *page.Request, p page.Problems, scales []caseaudit.Scale, value string) kit.Content {
	radios := kit.Radios{Name: "scale", Legend: desk.Legend(r, "reading.scale"), Hint: kit.T(r.L.T("reading.scale_hint")), Value: value, Error: p.Of("scale")}
	for _, s := range scales {
		one := kit.Choice{Value: s.ID + space + strconv.Itoa(s.Version), Text: kit.T(scaleName(r, s))}
		if s.Source != "" {
			one.Hint = kit.Join(kit.T(r.L.T("reading.source")+space), kit.In("en", "ltr", s.Source))
		}
		radios.Items = append(radios.Items, one)
	}
	return radios
}

// readContent reads what is read for into a plan.
func readContent(r *page.Request, plan *caseaudit.Plan, from caseaudit.Planning) {
	f := r.Form
	if plan.Template = f.ID("template"); plan.Template == "" {
		plan.Outcomes, plan.Scale, plan.Minutes = f.All("outcomes"), readScale(f, from.Scales), f.Number("minutes", 10, caseaudit.MaxMinutes)
	}
	plan.Twice, plan.Before = f.Number("twice", 0, 100), f.ID("before")
	clocks := caseaudit.Clocks{Reflect: f.Number("reflect", 1, caseaudit.MostClock), Feedback: f.Number("feedback", 1, caseaudit.MostClock), Escalate: f.Number("escalate", 1, caseaudit.MostClock)}
	if clocks != caseaudit.UsualClocks && clocks != (caseaudit.Clocks{}) {
		plan.Clocks = &clocks
	}
}

// readScale is the scale that was chosen, as it stands today; nil with a problem noted where none was.
func readScale(f *page.Form, scales []caseaudit.Scale) *caseaudit.Scale {
	id, version, _ := strings.Cut(f.Raw("scale"), space)
	for _, s := range scales {
		if s.ID == id && strconv.Itoa(s.Version) == version {
			return &s
		}
	}
	f.Add("scale", "problem.required_choice")
	return nil
}

// noFramework is shown to whoever plans before their organisation chose a framework.
func noFramework(r *page.Request, err error) *page.Answer {
	if problem.KeyOf(err) != "framework.not_chosen" {
		return nil
	}
	v := desk.Page{Title: r.L.T("audit.plan"), Before: []kit.Content{desk.Para(kit.T(r.L.T("review.no_framework")+space), desk.Link(r.L.T("review.to_frameworks"), "/frameworks"))}}
	return v.Answer(nil).Back("/audits")
}

// contentRows say what a programme reads for.
func contentRows(r *page.Request, p caseaudit.Programme, outcomes []kit.Content) []kit.Row {
	t := r.L.T
	if len(p.Plan.Outcomes) == 0 {
		return []kit.Row{{Key: kit.T(t("reading.outcomes")), Value: kit.T(t("reading.no_outcomes"))}}
	}
	rows := []kit.Row{{Key: kit.T(t("reading.outcomes")), Value: kit.Join(desk.Bullets(outcomes...), desk.Para(desk.Link(t("reading.to_sheet"), audit(p.ID, "/sheet"))))}}
	if p.Plan.Scale != nil {
		rows = append(rows, kit.Row{Key: kit.T(t("reading.scale")), Value: kit.T(scaleName(r, *p.Plan.Scale))})
	}
	return append(rows, kit.Row{Key: kit.T(t("reading.budget")), Value: kit.T(r.L.N("reading.minutes_count", p.Plan.Minutes))},
		kit.Row{Key: kit.T(t("reading.twice")), Value: kit.T(t("reading.percent", "n", p.Plan.Twice))})
}

// outcomesRead are the texts of the outcomes that a programme reads for.
func (web *Web) outcomesRead(r *page.Request, p caseaudit.Programme) (list []kit.Content, err error) {
	if len(p.Plan.Outcomes) == 0 {
		return nil, nil
	}
	ed, err := web.framework.Edition(r.Context(), p.Plan.Edition)
	if err != nil {
		return nil, err
	}
	for _, code := range p.Plan.Outcomes {
		list = append(list, worded(ed, textOf(ed, code)))
	}
	return list, nil
}
