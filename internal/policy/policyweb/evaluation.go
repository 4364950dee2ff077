package policyweb

import (
	"bytes"
	"slices"

	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

func (web *Web) showAmend(r *page.Request) (*page.Answer, error) { return web.amendPage(r, nil) }

func (web *Web) amendPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p, at := r.L.T, desk.ProblemsOf(r, wrong, "why"), evaluations+"/"+r.Path("plan")
	if _, err := web.policy.Plan(r.Context(), r.Who, r.Path("plan")); err != nil {
		return nil, err
	}
	v := desk.Page{Title: t("evaluation.amend"), Lead: t("evaluation.amend_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  []kit.Content{desk.Note(r, p, "why", "evaluation.amend_why"), desk.Note(r, p, "seen", "evaluation.amend_seen")},
		Buttons: []kit.Content{desk.Button(r, "evaluation.amend_go"), desk.Cancel(r, at)}}
	return v.Answer(wrong).Back(at), nil
}

func (web *Web) saveAmend(r *page.Request) (*page.Answer, error) {
	next, a := r.Form.ID("as"), policy.Amendment{Why: r.Form.Words("why", maxText), Seen: r.Form.Words("seen", maxText)}
	err := r.Form.Err()
	if err == nil {
		err = web.policy.Amend(r.Context(), r.Who, r.Path("plan"), next, a)
	}
	if desk.ToMend(err) {
		return web.amendPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(evaluations + "/" + next + "/edit"), nil
}

func (web *Web) showCarry(r *page.Request) (*page.Answer, error) { return web.carryPage(r, nil) }

// carryPage shows what the locked model makes of the figures as they stand, and asks what is to be said of it.
func (web *Web) carryPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.policy.Plan(r.Context(), r.Who, r.Path("plan"))
	if err != nil {
		return nil, err
	}
	if !one.Plan.Locked() {
		return nil, problem.New(problem.Conflict, "evaluation.not_locked")
	}
	t, p, at := r.L.T, desk.ProblemsOf(r, wrong, "found"), evaluations+"/"+one.Plan.ID
	seen := policy.Evaluation{Plan: one.Plan, Figures: one.Now}
	v := desk.Page{Title: t("evaluation.carry"), Lead: t("evaluation.carry_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}}
	v.Before = append(v.Before, page.Figure(r.L, "figures", 2, seen.Chart(r.L)))
	v.Before = append(v.Before, blocks.OnScreen(r.L, seen.ResultBlocks(r.L))...)
	if r.Form.Raw("model") == "" {
		r.Form = page.NewForm(map[string][]string{"model": {one.Plan.Content.Design.Model}, "family": {"ols"}, "errors": {"hac"}, "lag": {"0"}, "gradual": {"0"}})
	}
	other := kit.Radios{Name: "model", Legend: desk.Legend(r, "evaluation.model"), Items: desk.Choices(r, "evaluation.model_", policy.Models), Value: r.Form.Raw("model"), Error: p.Of("model")} // i18n: prefix evaluation.model_
	v.Fields = append([]kit.Content{desk.Note(r, p, "found", "evaluation.found"), heading(r, "other", "evaluation.not_planned"), desk.Para(kit.T(t("evaluation.other_lead"))),
		desk.Note(r, p, "other_why", "evaluation.other_why"), other, lineSelect(r, p, "control", "evaluation.control", one.Now, true)}, designFields(r, p)...)
	v.Buttons = []kit.Content{desk.Button(r, "evaluation.carry_go"), desk.Cancel(r, at)}
	return v.Answer(wrong).Back(at).Style(page.ChartStyle), nil
}

func (web *Web) saveCarry(r *page.Request) (*page.Answer, error) {
	plan, f := r.Path("plan"), r.Form
	c := policy.Carrying{ID: f.ID("as"), Found: f.Words("found", maxText)}
	if why := f.Words("other_why", maxText); why != "" {
		c.Other = []policy.Another{{Why: why, Design: readDesign(f), Control: f.Raw("control")}}
	}
	err := f.Err()
	if err == nil {
		err = web.policy.Evaluate(r.Context(), r.Who, plan, c)
	}
	if desk.ToMend(err) {
		return web.carryPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(evaluations + "/" + plan + "/results/" + c.ID), nil
}

// theEvaluation finds the one in the address; one of another plan is not there.
func (web *Web) theEvaluation(r *page.Request) (policy.Evaluation, error) {
	e, err := web.policy.Evaluation(r.Context(), r.Who, r.Path("evaluation"))
	if err == nil && e.Plan.ID != r.Path("plan") {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	return e, err
}

func (web *Web) showEvaluation(r *page.Request) (*page.Answer, error) {
	e, err := web.theEvaluation(r)
	if err != nil {
		return nil, err
	}
	t, at := r.L.T, resultAt(e)
	v := desk.Page{Title: t("evaluation.one"), Lead: t("evaluation.one_lead")}
	above := e.Above(r.L)
	v.Before = slices.Insert(blocks.OnScreen(r.L, slices.Concat(above, e.Below(r.L))), len(blocks.OnScreen(r.L, above)), kit.Content(page.Figure(r.L, "figures", 2, e.Chart(r.L))))
	v.After = []kit.Content{desk.Part("files", t("evaluation.files"), desk.Bullets(desk.Link(t("evaluation.pdf"), at+"/pdf"), desk.Link(t("evaluation.docx"), at+"/docx"), desk.Link(t("evaluation.zip"), at+"/zip")))}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.After = append(v.After, desk.Para(desk.Link(t("briefing.begin_with"), citing(policy.PieceEvaluation, e.ID, ""))))
	}
	return v.Answer(nil).Back(evaluations + "/" + e.Plan.ID).Style(page.ChartStyle), nil
}

// evaluationDoc is an evaluation for paper.
func evaluationDoc(r *page.Request, e policy.Evaluation) print.Doc {
	t := r.L.T
	list := append([]print.Block{print.Heading{Level: 1, Text: print.Say(t("evaluation.one"))}, print.Para{Text: print.Say(t("evaluation.one_lead"))}}, e.Blocks(r.L)...)
	return print.Doc{Title: t("evaluation.one"), Lang: r.L.Tag(), Date: e.At, Footer: t("evaluation.one"), Blocks: list}
}

func (web *Web) evaluationPDF(r *page.Request) (*page.Answer, error) {
	e, err := web.theEvaluation(r)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := print.WritePDF(&b, evaluationDoc(r, e)); err != nil {
		return nil, err
	}
	return page.File("page.pdf", "application/pdf", b.Bytes()), nil
}

func (web *Web) evaluationDOCX(r *page.Request) (*page.Answer, error) {
	e, err := web.theEvaluation(r)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := print.WriteDOCX(&b, evaluationDoc(r, e)); err != nil {
		return nil, err
	}
	return page.File("page.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
}

func (web *Web) evaluationZip(r *page.Request) (*page.Answer, error) {
	e, err := web.theEvaluation(r)
	if err != nil {
		return nil, err
	}
	file, err := e.Bundle()
	if err != nil {
		return nil, err
	}
	return page.File("evaluation.zip", "application/zip", file), nil
}
