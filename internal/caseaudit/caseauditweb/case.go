package caseauditweb

import (
	"slices"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Web) showCase(r *page.Request) (*page.Answer, error) { return web.casePage(r, nil) }

// casePage is one case of a programme: what happened to it, what its auditor has to say about it first, and leaving it out.
func (web *Web) casePage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.Programme(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(p.Cases, func(c caseaudit.Case) bool { return c.ID == r.Path("case") })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	auditors, err := web.audits.Auditors(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	c, t, problems := p.Cases[i], r.L.T, desk.ProblemsOf(r, wrong, "why")
	v := desk.Page{Title: t("audit.case_title", "case", c.Unit.ID), Problems: problems.Summary(), Before: []kit.Content{desk.Para(desk.Words(p.Plan.Purpose))}}
	if c.Unit.Chosen != "" {
		v.Before = append(v.Before, desk.Para(kit.T(t("audit.chosen_because")+" "), desk.Words(c.Unit.Chosen)))
	}
	reads := slices.ContainsFunc(c.Readers(), func(one caseaudit.Reader) bool { return one.Account == r.Who.ID })
	way, err := web.caseWayParts(r)
	if err != nil {
		return nil, err
	}
	v.Before = append(v.Before, way...)
	var steps []kit.Content
	for _, s := range c.Steps {
		if s.Kind == caseaudit.ReadOver && s.Auditor != r.Who.ID && reads {
			continue // whether somebody else has read it is nothing for whoever reads it apart from them
		}
		text := r.L.Moment(s.At) + dot + t("audit.step_"+string(s.Kind)) // i18n: prefix audit.step_
		parts := []kit.Content{kit.T(text)}
		if s.Auditor != "" && s.Kind != caseaudit.WorkerTold { // who that is stands on the worker's own page
			parts = append(parts, kit.T(colon), kit.Name(nameOf(r, auditors, s.Auditor)))
		}
		if s.Text.Tie != "" {
			parts = append(parts, kit.T(dot+t("audit.tie_"+s.Text.Tie))) // i18n: prefix audit.tie_
		}
		if s.Text.Why != "" {
			parts = append(parts, kit.T(dot), desk.Words(s.Text.Why))
		}
		steps = append(steps, kit.Join(parts...))
	}
	if len(steps) > 0 {
		v.Before = append(v.Before, desk.Part("steps", t("audit.steps"), desk.Bullets(steps...)))
	}
	ways, err := web.wayParts(r, p, c, auditors)
	if err != nil {
		return nil, err
	}
	v.Before = append(v.Before, ways...)
	read, err := web.readLink(r, p, c)
	if err != nil {
		return nil, err
	}
	if link := toTalk(r, p.ID, c); link != nil {
		v.Before = append(v.Before, link)
	}
	assigned, accepted := c.Auditor()
	if c.In() && assigned != nil && assigned.Auditor == r.Who.ID && permit.Could(r.Who, permit.ReadCases) {
		v.Before = append(v.Before, declare(r, problems, p.ID, c.ID, accepted))
	}
	if read != nil {
		v.Before = append(v.Before, read)
	}
	if c.In() && !c.Ended() && permit.Could(r.Who, permit.PlanAudits) {
		v.Action = audit(p.ID, "/cases/"+c.ID+"/leave")
		v.Fields = []kit.Content{kit.Textarea{Name: "why", Label: kit.Label{Text: kit.T(t("audit.leave_why")), Size: "s"}, Hint: kit.T(t("audit.leave_hint")), Rows: 3, Value: r.Form.Raw("why"), Error: problems.Of("why")}}
		v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("audit.leave")), Kind: kit.Secondary, Once: true}}
	}
	return v.Answer(wrong).Back(audit(p.ID, "")), nil
}

// declare asks an auditor what stands between them and the case, before they read it.
func declare(r *page.Request, p page.Problems, programme, id string, accepted bool) kit.Content {
	t := r.L.T
	if accepted {
		return desk.Para(kit.T(t("audit.accepted")))
	}
	radios := kit.Radios{Name: "tie", Legend: desk.Legend(r, "audit.tie"), Hint: kit.T(t("audit.tie_hint")), Items: desk.Choices(r, "audit.tie_", append([]string{"none"}, caseaudit.Ties...)), // i18n: prefix audit.tie_
		Value: r.Form.Raw("tie"), Error: p.Of("tie")}
	words := kit.Textarea{Name: "tie_why", Label: desk.Label(r, "audit.tie_why"), Rows: 2, Value: r.Form.Raw("tie_why"), Error: p.Of("tie_why")}
	return desk.Post(audit(programme, "/cases/"+id+"/declare"), nil, radios, words, desk.Button(r, "audit.declare"))
}

func (web *Web) saveLeave(r *page.Request) (*page.Answer, error) {
	programme, why := r.Path("programme"), r.Form.Words("why", 2000)
	err := r.Form.Err()
	if err == nil {
		err = web.audits.Leave(r.Context(), r.Who, programme, r.Path("case"), why)
	}
	if desk.ToMend(err) {
		return web.casePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "")), nil
}

func (web *Web) saveDeclare(r *page.Request) (*page.Answer, error) {
	programme, id := r.Path("programme"), r.Path("case")
	tie, why := r.Form.Choice("tie", append([]string{"none"}, caseaudit.Ties...)...), r.Form.Words("tie_why", 2000)
	if tie == "" {
		r.Form.Add("tie", "problem.required_choice")
	}
	if tie == "interest" && why == "" {
		r.Form.Add("tie_why", "problem.required")
	}
	err := r.Form.Err()
	if tie == "none" {
		tie = ""
	}
	if err == nil {
		err = web.audits.Declare(r.Context(), r.Who, programme, id, tie, why)
	}
	if desk.ToMend(err) {
		return web.casePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "/cases/"+id)), nil
}
