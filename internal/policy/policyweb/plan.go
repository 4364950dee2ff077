package policyweb

import (
	"net/url"
	"strconv"
	"strings"

	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

const evaluations = "/policy/evaluations"

func (web *Web) evaluationRoutes() []page.Route {
	const plan, result = evaluations + "/{plan}", evaluations + "/{plan}/results/{evaluation}"
	return append(web.figureRoutes(),
		page.Get(evaluations, permit.ReadPolicy, web.showPlans),
		page.Get(evaluations+"/new", permit.MakePolicy, web.showNewPlan),
		page.Post(evaluations+"/new", permit.MakePolicy, web.saveNewPlan),
		page.Get(plan, permit.ReadPolicy, web.showPlan),
		page.Get(plan+"/edit", permit.MakePolicy, web.showEditPlan),
		page.Post(plan+"/edit", permit.MakePolicy, web.saveEditPlan),
		page.Post(plan+"/lock", permit.LockPlan, web.lockPlan),
		page.Get(plan+"/amend", permit.MakePolicy, web.showAmend),
		page.Post(plan+"/amend", permit.MakePolicy, web.saveAmend),
		page.Get(plan+"/carry", permit.LockPlan, web.showCarry),
		page.Post(plan+"/carry", permit.LockPlan, web.saveCarry),
		page.Get(result, permit.ReadPolicy, web.showEvaluation),
		page.Get(result+"/pdf", permit.ReadPolicy, web.evaluationPDF),
		page.Get(result+"/docx", permit.ReadPolicy, web.evaluationDOCX),
		page.Get(result+"/zip", permit.ReadPolicy, web.evaluationZip),
	)
}

func (web *Web) showPlans(r *page.Request) (*page.Answer, error) {
	plans, err := web.policy.Plans(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	found, err := web.policy.Evaluations(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("evaluation.title"), Lead: t("evaluation.lead")}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("evaluation.new")), Href: evaluations + "/new"})
	}
	var lines []kit.Content
	for _, p := range plans {
		state := t("evaluation.state_draft")
		if p.Locked() {
			state = t("evaluation.state_locked", "day", dayOf(r, p.LockedAt))
		}
		if p.Place > 1 {
			state += dot + t("evaluation.version", "place", p.Place)
		}
		lines = append(lines, kit.Join(desk.NameLink(p.Content.Question, evaluations+"/"+p.ID), kit.T(dot+state)))
	}
	v.Before = append(v.Before, listPart("plans", t("evaluation.plans"), t("evaluation.plans_none"), lines))
	lines = nil
	for _, e := range found {
		lines = append(lines, kit.Join(desk.NameLink(e.Plan.Content.Question, resultAt(e)), kit.T(dot+t("evaluation.carried_on", "day", dayOf(r, e.At)))))
	}
	v.Before = append(v.Before, listPart("results", t("evaluation.results"), t("evaluation.results_none"), lines))
	v.After = append(v.After, desk.Para(desk.Link(t("evaluation.to_figures"), figures)))
	return v.Answer(nil).Back("/policy"), nil
}

func listPart(id, heading, none string, lines []kit.Content) kit.Content {
	if len(lines) == 0 {
		return desk.Part(id, heading, desk.Para(kit.T(none)))
	}
	return desk.Part(id, heading, desk.Bullets(lines...))
}

func resultAt(e policy.Evaluation) string { return evaluations + "/" + e.Plan.ID + "/results/" + e.ID }

// chosenFigures finds the figures that a form is over, by kind and id.
func (web *Web) chosenFigures(r *page.Request) (policy.Figures, bool, error) {
	list, err := web.policy.Sources(r.Context(), r.Who)
	if err != nil {
		return policy.Figures{}, false, err
	}
	for _, f := range list {
		if r.Form.Raw("figures") == f.Kind+":"+f.ID {
			return f, true, nil
		}
	}
	return policy.Figures{}, false, nil
}

func (web *Web) showNewPlan(r *page.Request) (*page.Answer, error) {
	f, chosen, err := web.chosenFigures(r)
	if err != nil {
		return nil, err
	}
	if !chosen {
		return web.chooseFigures(r)
	}
	if !r.Form.Has("from") {
		r.Form = page.NewForm(map[string][]string{"figures": {f.Kind + ":" + f.ID}, "initiative": {r.Form.Raw("initiative")}, "from": {f.Periods[0].Code}, "to": {f.Periods[len(f.Periods)-1].Code}, "model": {policy.OneSeries},
			"family": {"ols"}, "errors": {"hac"}, "lag": {"0"}, "gradual": {"0"}})
	}
	return web.planPage(r, f, nil, "", evaluations)
}

// chooseFigures asks over which figures. It shows none of them.
func (web *Web) chooseFigures(r *page.Request) (*page.Answer, error) {
	list, err := web.policy.Sources(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("evaluation.new"), Lead: t("evaluation.choose_lead")}
	var lines []kit.Content
	for _, f := range list {
		lines = append(lines, kit.Join(desk.NameLink(f.Name(r.L), evaluations+"/new?"+url.Values{"figures": {f.Kind + ":" + f.ID}, "initiative": {r.Form.Raw("initiative")}}.Encode()),
			kit.T(dot+t("evaluation.source_"+f.Kind)+dot+t("evaluation.series_span", "from", f.Periods[0].Code, "to", f.Periods[len(f.Periods)-1].Code)))) // i18n: prefix evaluation.source_
	}
	v.Before = append(v.Before, listPart("figures", t("evaluation.choose"), t("evaluation.choose_none"), lines))
	v.After = append(v.After, desk.Para(desk.Link(t("evaluation.bring"), figures+"/new")))
	return v.Answer(nil).Back(evaluations), nil
}

// planPage is the form of a plan. It shows no figure: a plan is made before one looks.
func (web *Web) planPage(r *page.Request, f policy.Figures, wrong error, changed, back string) (*page.Answer, error) {
	changes, err := web.policy.Initiatives(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "question")
	v := desk.Page{Title: t("evaluation.plan_form"), Lead: t("evaluation.plan_form_lead"), Problems: p.Summary(), Before: []kit.Content{kit.InsetText{Text: kit.T(f.Cited(r.L))}},
		Hidden: []desk.Hidden{desk.FormID(r), {Name: "figures", Value: r.Form.Raw("figures")}, {Name: "changed", Value: changed}}, Buttons: []kit.Content{desk.Button(r, "evaluation.save"), desk.Cancel(r, back)}}
	initiative := kit.Select{Name: "initiative", Label: desk.Label(r, "evaluation.initiative"), Value: r.Form.Raw("initiative"), Items: []kit.Option{{Value: "", Text: t("evaluation.initiative_none")}}}
	for _, one := range changes {
		initiative.Items = append(initiative.Items, kit.Option{Value: one.ID, Text: one.Title})
	}
	v.Fields = append(v.Fields, initiative)
	v.Fields = append(v.Fields, whyFields(r, p)...)
	v.Fields = append(v.Fields, whatFields(r, p, f)...)
	v.Fields = append(v.Fields, designFields(r, p)...)
	v.Fields = append(v.Fields, carefulFields(r, p)...)
	return v.Answer(wrong).Back(back), nil
}

func heading(r *page.Request, id, key string) kit.Content { return desk.Part(id, r.L.T(key)) }

func whyFields(r *page.Request, p page.Problems) []kit.Content {
	return []kit.Content{
		desk.Note(r, p, "question", "evaluation.question"), desk.Note(r, p, "hypothesis", "evaluation.hypothesis"),
		kit.Radios{Name: "direction", Legend: desk.Legend(r, "evaluation.direction"), Items: desk.Choices(r, "evaluation.direction_", policy.Directions), Value: r.Form.Raw("direction"), Error: p.Of("direction")}, // i18n: prefix evaluation.direction_
		heading(r, "theory", "evaluation.theory"),
		desk.Note(r, p, "inputs", "evaluation.inputs"), desk.Note(r, p, "changes", "evaluation.changes"), desk.Note(r, p, "whom", "evaluation.whom"), desk.Note(r, p, "when", "evaluation.when"),
		desk.Note(r, p, "assumptions", "evaluation.assumptions"),
	}
}

func lineSelect(r *page.Request, p page.Problems, name, key string, f policy.Figures, none bool) kit.Content {
	s := kit.Select{Name: name, Label: desk.Label(r, key), Value: r.Form.Raw(name), Error: p.Of(name)}
	if none {
		s.Items = append(s.Items, kit.Option{Value: "", Text: r.L.T("evaluation.no_line")})
	}
	for _, line := range f.Lines {
		s.Items = append(s.Items, kit.Option{Value: line, Text: f.LineName(r.L, line)})
	}
	return s
}

func whatFields(r *page.Request, p page.Problems, f policy.Figures) []kit.Content {
	return []kit.Content{
		heading(r, "what", "evaluation.what_is_looked_at"),
		lineSelect(r, p, "line", "evaluation.line", f, false), desk.Note(r, p, "outcome", "evaluation.outcome"),
		desk.Line(r, p, "at", "evaluation.at", r.Form.Raw("at")), desk.Line(r, p, "from", "evaluation.from", r.Form.Raw("from")), desk.Line(r, p, "to", "evaluation.to", r.Form.Raw("to")),
		kit.Radios{Name: "model", Legend: desk.Legend(r, "evaluation.model"), Items: desk.Choices(r, "evaluation.model_", policy.Models), Value: r.Form.Raw("model"), Error: p.Of("model")}, // i18n: prefix evaluation.model_
		lineSelect(r, p, "control", "evaluation.control", f, true), desk.Note(r, p, "treated", "evaluation.treated"), desk.Note(r, p, "compared", "evaluation.compared"),
	}
}

// designFields ask how a series is modelled.
func designFields(r *page.Request, p page.Problems) []kit.Content {
	return []kit.Content{
		kit.Radios{Name: "family", Legend: desk.Legend(r, "evaluation.family"), Items: desk.Choices(r, "evaluation.family_", policy.Families), Value: r.Form.Raw("family"), Error: p.Of("family")},                           // i18n: prefix evaluation.family_
		kit.Radios{Name: "errors", Legend: desk.Legend(r, "evaluation.errors"), Items: desk.Choices(r, "evaluation.errors_", policy.ErrorKinds), Value: r.Form.Raw("errors"), Error: p.Of("errors")},                         // i18n: prefix evaluation.errors_
		kit.Checkboxes{Name: "more_terms", Legend: desk.Legend(r, "evaluation.terms"), Items: desk.Choices(r, "evaluation.term_", []string{"slope", "seasonal"}), Values: r.Form.All("more_terms"), Error: p.Of("seasonal")}, // i18n: prefix evaluation.term_
		desk.Line(r, p, "lag", "evaluation.lag", r.Form.Raw("lag")), desk.Line(r, p, "gradual", "evaluation.gradual", r.Form.Raw("gradual")),
	}
}

func carefulFields(r *page.Request, p page.Problems) []kit.Content {
	fields := []kit.Content{heading(r, "careful", "evaluation.careful"), desk.Note(r, p, "no_effect", "evaluation.no_effect")}
	for _, threat := range policy.Threats {
		fields = append(fields, desk.Note(r, p, "threat_"+threat, "evaluation.threat_"+threat)) // i18n: prefix evaluation.threat_
	}
	return append(fields, desk.Note(r, p, "more", "evaluation.more"), desk.Note(r, p, "looked", "evaluation.looked"))
}

func readDesign(f *page.Form) policy.Design {
	terms := f.Choices("more_terms", "slope", "seasonal")
	d := policy.Design{Model: f.Choice("model", policy.Models...), Family: f.Choice("family", policy.Families...), Errors: f.Choice("errors", policy.ErrorKinds...), Lag: f.Number("lag", 0, 24), Gradual: f.Number("gradual", 0, 48)}
	for _, t := range terms {
		d.Slope, d.Seasonal = d.Slope || t == "slope", d.Seasonal || t == "seasonal"
	}
	return d
}

// readPlan reads the form. Whatever is not there is found by the service.
func readPlan(f *page.Form) policy.PlanContent {
	words := func(name string) string { return f.Words(name, maxText) }
	kind, source, _ := strings.Cut(f.Raw("figures"), ":")
	c := policy.PlanContent{Question: words("question"), Hypothesis: words("hypothesis"), Direction: f.Choice("direction", policy.Directions...),
		Theory: policy.Theory{Inputs: words("inputs"), Changes: words("changes"), Whom: words("whom"), When: words("when"), Assumptions: words("assumptions")},
		Kind:   kind, Source: source, Line: f.Raw("line"), Outcome: words("outcome"), Compared: words("compared"), At: f.Line("at", 20), From: f.Line("from", 20), To: f.Line("to", 20),
		NoEffect: words("no_effect"), More: words("more"), Looked: words("looked"), Threats: map[string]string{}, Design: readDesign(f)}
	for _, threat := range policy.Threats {
		c.Threats[threat] = words("threat_" + threat)
	}
	switch c.Design.Model {
	case policy.WithOther:
		c.Control = f.Raw("control")
	case policy.Places:
		c.Treated = treatedOf(words("treated"))
	}
	return c
}

// treatedOf reads a place and its first period from each line, between them the last colon.
func treatedOf(text string) map[string]string {
	places := map[string]string{}
	for line := range strings.Lines(text) {
		if i := strings.LastIndex(line, ":"); i > 0 {
			places[strings.TrimSpace(line[:i])] = strings.TrimSpace(line[i+1:])
		}
	}
	return places
}

func (web *Web) saveNewPlan(r *page.Request) (*page.Answer, error) {
	f, chosen, err := web.chosenFigures(r)
	if err != nil {
		return nil, err
	}
	if !chosen {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	id, content := r.Form.ID("as"), readPlan(r.Form)
	if err = r.Form.Err(); err == nil {
		err = web.policy.Draft(r.Context(), r.Who, id, r.Form.Raw("initiative"), "", content)
	}
	if desk.ToMend(err) {
		return web.planPage(r, f, err, "", evaluations)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(evaluations + "/" + id), nil
}

func (web *Web) showPlan(r *page.Request) (*page.Answer, error) { return web.onePlan(r, nil) }

func (web *Web) onePlan(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.policy.Plan(r.Context(), r.Who, r.Path("plan"))
	if err != nil {
		return nil, err
	}
	t, p, at := r.L.T, desk.ProblemsOf(r, wrong, "lock"), evaluations+"/"+one.Plan.ID
	v := desk.Page{Title: t("evaluation.plan_one"), Problems: p.Summary(), Before: blocks.OnScreen(r.L, one.Plan.Blocks(r.L))}
	v.Before = append(v.Before, kit.InsetText{Text: kit.T(one.Now.Cited(r.L))})
	switch {
	case one.Plan.Locked():
		v.After = append(v.After, web.afterLock(r, one, at)...)
	case permit.Could(r.Who, permit.MakePolicy):
		v.After = append(v.After, desk.Para(desk.Link(t("evaluation.edit"), at+"/edit")),
			desk.Part("lock", t("evaluation.lock"), desk.Para(kit.T(t("evaluation.lock_lead"))), desk.Post(at+"/lock", []desk.Hidden{{Name: "changed", Value: one.Plan.ChangedAt}}, desk.Button(r, "evaluation.lock_go"))))
	}
	var versions []kit.Content
	for _, o := range one.Versions {
		if o.ID != one.Plan.ID {
			versions = append(versions, desk.Link(t("evaluation.version", "place", o.Place), evaluations+"/"+o.ID))
		}
	}
	if len(versions) > 0 {
		v.After = append(v.After, desk.Part("versions", t("evaluation.versions"), desk.Bullets(versions...)))
	}
	return v.Answer(wrong).Back(evaluations), nil
}

// afterLock is what a locked plan leads to.
func (web *Web) afterLock(r *page.Request, one policy.Standing, at string) (parts []kit.Content) {
	t := r.L.T
	var lines []kit.Content
	for _, e := range one.Evaluations {
		lines = append(lines, desk.Link(t("evaluation.carried_on", "day", dayOf(r, e.At)), resultAt(e)))
	}
	parts = append(parts, listPart("results", t("evaluation.results"), t("evaluation.results_none"), lines))
	if permit.Could(r.Who, permit.LockPlan) {
		parts = append(parts, kit.Button{Text: kit.T(t("evaluation.carry")), Href: at + "/carry"}, desk.Para(desk.Link(t("evaluation.amend"), at+"/amend")))
	}
	return parts
}

func (web *Web) lockPlan(r *page.Request) (*page.Answer, error) {
	id := r.Path("plan")
	err := web.policy.Lock(r.Context(), r.Who, id, r.Form.Raw("changed"))
	if desk.ToMend(err) {
		return web.onePlan(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(evaluations + "/" + id), nil
}

// formOf fills a form with a plan.
func formOf(p policy.Plan) *page.Form {
	c := p.Content
	v := map[string][]string{"figures": {c.Kind + ":" + c.Source}, "initiative": {p.Initiative}, "question": {c.Question}, "hypothesis": {c.Hypothesis}, "direction": {c.Direction}, "inputs": {c.Theory.Inputs},
		"changes": {c.Theory.Changes}, "whom": {c.Theory.Whom}, "when": {c.Theory.When}, "assumptions": {c.Theory.Assumptions}, "line": {c.Line}, "outcome": {c.Outcome}, "control": {c.Control},
		"compared": {c.Compared}, "at": {c.At}, "from": {c.From}, "to": {c.To}, "model": {c.Design.Model}, "family": {c.Design.Family}, "errors": {c.Design.Errors},
		"lag": {strconv.Itoa(c.Design.Lag)}, "gradual": {strconv.Itoa(c.Design.Gradual)}, "no_effect": {c.NoEffect}, "more": {c.More}, "looked": {c.Looked}, "treated": {c.TreatedLines()}}
	if c.Design.Slope {
		v["more_terms"] = append(v["more_terms"], "slope")
	}
	if c.Design.Seasonal {
		v["more_terms"] = append(v["more_terms"], "seasonal")
	}
	for _, threat := range policy.Threats {
		v["threat_"+threat] = []string{c.Threats[threat]}
	}
	return page.NewForm(v)
}

func (web *Web) showEditPlan(r *page.Request) (*page.Answer, error) {
	one, err := web.policy.Plan(r.Context(), r.Who, r.Path("plan"))
	if err != nil {
		return nil, err
	}
	if one.Plan.Locked() {
		return page.Redirect(evaluations + "/" + one.Plan.ID), nil // there is nothing to write on any more
	}
	r.Form = formOf(one.Plan)
	return web.planPage(r, one.Now, nil, one.Plan.ChangedAt, evaluations+"/"+one.Plan.ID)
}

func (web *Web) saveEditPlan(r *page.Request) (*page.Answer, error) {
	id := r.Path("plan")
	one, err := web.policy.Plan(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	content := readPlan(r.Form)
	if err = r.Form.Err(); err == nil {
		err = web.policy.Draft(r.Context(), r.Who, id, r.Form.Raw("initiative"), r.Form.Required("changed", 40), content)
	}
	if desk.ToMend(err) {
		return web.planPage(r, one.Now, err, r.Form.Raw("changed"), evaluations+"/"+id)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(evaluations + "/" + id), nil
}
