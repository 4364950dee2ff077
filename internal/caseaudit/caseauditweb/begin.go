package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

func (web *Web) showNew(r *page.Request) (*page.Answer, error) { return web.newPage(r, nil) }

func (web *Web) newPage(r *page.Request, wrong error) (*page.Answer, error) {
	t := r.L.T
	ed, err := web.framework.Chosen(r.Context(), r.Who, framework.Children)
	if problem.KeyOf(err) == "framework.not_chosen" {
		v := desk.Page{Title: t("review.begin"), Before: []kit.Content{desk.Para(kit.T(t("review.no_framework")+" "), desk.Link(t("review.to_frameworks"), "/frameworks"))}}
		return v.Answer(nil).Back("/reviews"), nil
	}
	if err != nil {
		return nil, err
	}
	p := desk.ProblemsOf(r, wrong, "service")
	v := desk.Page{Title: t("review.begin"), Lead: t("review.begin_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: append(scopeFields(r, p), kit.InsetText{Text: kit.T(t("review.outcomes_hint"))})}
	v.Fields = append(v.Fields, outcomeBoxes(r, ed, p)...)
	v.Buttons = []kit.Content{desk.Button(r, "review.begin_go"), desk.Cancel(r, "/reviews")}
	return v.Answer(wrong).Back("/reviews"), nil
}

// outcomeBoxes ask for outcomes, principle by principle.
func outcomeBoxes(r *page.Request, ed *framework.Edition, p page.Problems) (list []kit.Content) {
	for i, principle := range ed.Principles {
		boxes := kit.Checkboxes{Name: "outcomes", ID: "outcomes", Legend: kit.Legend{Text: worded(ed, principle.Name), Size: "s"}, Values: r.Form.All("outcomes")}
		if i > 0 {
			boxes.ID = "outcomes-" + principle.Code
		} else {
			boxes.Error = p.Of("outcomes")
		}
		for _, o := range principle.Outcomes() {
			boxes.Items = append(boxes.Items, kit.Choice{Value: o.Code, Text: worded(ed, o.Text)})
		}
		list = append(list, boxes)
	}
	return list
}

// scopeFields ask whose practice it is, who answers, and when it is to be done again.
func scopeFields(r *page.Request, p page.Problems) []kit.Content {
	return []kit.Content{
		desk.Line(r, p, "service", "review.service", r.Form.Raw("service")),
		desk.Note(r, p, "together", "review.together"),
		desk.Day(r, p, "again", "review.again"),
	}
}

func readScope(r *page.Request) (id string, s caseaudit.Scope) {
	f := r.Form
	return f.ID("as"), caseaudit.Scope{Service: f.Line("service", 200), Together: f.Words("together", 2000), Again: f.Day("again"), Outcomes: f.All("outcomes")}
}

func (web *Web) saveNew(r *page.Request) (*page.Answer, error) {
	id, scope := readScope(r)
	err := r.Form.Err()
	if err == nil {
		err = web.audits.Begin(r.Context(), r.Who, id, scope)
	}
	if desk.ToMend(err) {
		return web.newPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "")), nil
}

func (web *Web) showAgain(r *page.Request) (*page.Answer, error) { return web.againPage(r, nil) }

func (web *Web) againPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.audits.Review(r.Context(), r.Who, r.Path("review"))
	if err != nil {
		return nil, err
	}
	if wrong == nil && r.HTTP.Method == "GET" {
		r.Form = page.NewForm(map[string][]string{"service": {one.Review.Scope.Service}, "together": {one.Review.Scope.Together}})
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "service")
	v := desk.Page{Title: t("review.repeat"), Lead: t("review.repeat_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: scopeFields(r, p), Buttons: []kit.Content{desk.Button(r, "review.begin_go"), desk.Cancel(r, at(one.Review.ID, ""))}}
	return v.Answer(wrong).Back(at(one.Review.ID, "")), nil
}

func (web *Web) saveAgain(r *page.Request) (*page.Answer, error) {
	id, scope := readScope(r)
	err := r.Form.Err()
	if err == nil {
		err = web.audits.Repeat(r.Context(), r.Who, id, r.Path("review"), scope)
	}
	if desk.ToMend(err) {
		return web.againPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "")), nil
}
