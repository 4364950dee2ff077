package caseauditweb

import (
	"slices"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

func (web *Web) showOutcome(r *page.Request) (*page.Answer, error) { return web.outcomePage(r, nil) }

// outcomePage asks about one outcome. What was typed is shown again after a mistake; and where somebody else answered in
// between, what they said stands beside it, so that nothing is lost.
func (web *Web) outcomePage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.audits.Review(r.Context(), r.Who, r.Path("review"))
	if err != nil {
		return nil, err
	}
	o, ok := one.Edition.Outcome(r.Path("outcome"))
	if !ok || !slices.Contains(one.Review.Scope.Outcomes, o.Code) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if !one.Review.Open() && wrong == nil {
		return page.Redirect(at(one.Review.ID, "")), nil
	}
	stands := one.Review.Answers[o.Code]
	last := r.Form.Raw("last")
	if wrong == nil {
		r.Form, last = filled(stands), stands.ID
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "finding_"+caseaudit.ItemsOf(o)[0])
	v := desk.Page{Title: t("review.outcome"), Problems: p.Summary(), Before: []kit.Content{kit.InsetText{Text: worded(one.Edition, o.Text)}}}
	if problem.KeyOf(wrong) == "review.answered_meanwhile" {
		last = stands.ID
		v.Before = append(v.Before, desk.Part("meanwhile", t("review.meanwhile"), desk.Para(kit.T(t("review.meanwhile_lead"))), answerBody(r, one.Edition, o, stands)))
	}
	v.Hidden = []desk.Hidden{{Name: "last", Value: last}}
	for _, code := range caseaudit.ItemsOf(o) {
		v.Fields = append(v.Fields, itemFields(r, p, one.Edition, code)...)
	}
	v.Fields = append(v.Fields, youngFields(r, p)...)
	v.Buttons = []kit.Content{desk.Button(r, "review.save"), desk.Cancel(r, at(one.Review.ID, ""))}
	return v.Answer(wrong).Back(at(one.Review.ID, "")), nil
}

// itemFields ask about one indicator.
func itemFields(r *page.Request, p page.Problems, ed *framework.Edition, code string) []kit.Content {
	finding := kit.Radios{Name: "finding_" + code, Legend: kit.Legend{Text: worded(ed, textOf(ed, code)), Size: "m"}, Class: "govuk-radios--small",
		Items: desk.Choices(r, "review.finding_", caseaudit.Findings), Value: r.Form.Raw("finding_" + code), Error: p.Of("finding_" + code)} // i18n: prefix review.finding_
	items := []kit.Option{{Value: "", Text: r.L.T("review.act_none")}}
	for _, act := range caseaudit.Acts {
		items = append(items, kit.Option{Value: act, Text: r.L.T("review.act_" + act)}) // i18n: prefix review.act_
	}
	evidence := kit.Textarea{Name: "evidence_" + code, Label: desk.Label(r, "review.evidence"), Hint: kit.T(r.L.T("review.evidence_hint")), Rows: 2,
		Value: r.Form.Raw("evidence_" + code), Error: p.Of("evidence_" + code)}
	return []kit.Content{finding, evidence,
		kit.Select{Name: "act_" + code, Label: desk.Label(r, "review.act"), Hint: kit.T(r.L.T("review.act_hint")), Items: items, Value: r.Form.Raw("act_" + code), Error: p.Of("act_" + code)},
		desk.Line(r, p, "who_"+code, "review.who", r.Form.Raw("who_"+code))}
}

// youngFields ask what young people say about the outcome.
func youngFields(r *page.Request, p page.Problems) []kit.Content {
	return []kit.Content{
		kit.Radios{Name: "young", Legend: desk.Legend(r, "review.young"), Items: desk.Choices(r, "review.young_", []string{caseaudit.Heard, caseaudit.NotAsked}), // i18n: prefix review.young_
			Value: r.Form.Raw("young"), Error: p.Of("young")},
		desk.Note(r, p, "words", "review.words"),
		kit.Checkboxes{Name: "apart", Legend: kit.Legend{Text: kit.T(r.L.T("review.apart_legend")), Size: "s"}, Items: []kit.Choice{{Value: "yes", Text: kit.T(r.L.T("review.apart"))}}, Values: r.Form.All("apart")},
	}
}

// filled is the form with an answer in it.
func filled(a caseaudit.Answer) *page.Form {
	values := map[string][]string{"young": {a.Young}, "words": {a.Words}}
	if a.Apart {
		values["apart"] = []string{"yes"}
	}
	for code, said := range a.Items {
		values["finding_"+code], values["evidence_"+code], values["act_"+code], values["who_"+code] = []string{string(said.Finding)}, []string{said.Evidence}, []string{said.Act}, []string{said.Who}
	}
	return page.NewForm(values)
}

func (web *Web) saveOutcome(r *page.Request) (*page.Answer, error) {
	review, outcome, f := r.Path("review"), r.Path("outcome"), r.Form
	one, err := web.audits.Review(r.Context(), r.Who, review)
	if err != nil {
		return nil, err
	}
	o, ok := one.Edition.Outcome(outcome)
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	a := caseaudit.Answer{Items: map[string]caseaudit.Said{}, Young: f.Choice("young", caseaudit.Heard, caseaudit.NotAsked), Words: f.Words("words", 2000), Apart: f.Flag("apart")}
	for _, code := range caseaudit.ItemsOf(o) {
		a.Items[code] = caseaudit.Said{Finding: caseaudit.Finding(f.Choice("finding_"+code, desk.Codes(caseaudit.Findings)...)), Evidence: f.Words("evidence_"+code, 2000),
			Act: f.Choice("act_"+code, caseaudit.Acts...), Who: f.Line("who_"+code, 200)}
	}
	if err = f.Err(); err == nil {
		err = web.audits.Say(r.Context(), r.Who, review, outcome, f.Raw("last"), a)
	}
	if desk.ToMend(err) {
		return web.outcomePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(next(one.Review, outcome)), nil
}

// next is the first outcome after this one that is not answered yet; or the self-review itself.
func next(r caseaudit.Review, outcome string) string {
	at0 := slices.Index(r.Scope.Outcomes, outcome) + 1
	for i := range r.Scope.Outcomes {
		code := r.Scope.Outcomes[(at0+i)%len(r.Scope.Outcomes)]
		if _, answered := r.Answers[code]; !answered && code != outcome {
			return at(r.ID, "/outcomes/"+code)
		}
	}
	return at(r.ID, "")
}
