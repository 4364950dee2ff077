package policyweb

import (
	"slices"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

func (web *Web) appraisalRoutes() []page.Route {
	return []page.Route{
		page.Get(appraisals, permit.ReadPolicy, web.showAppraisals),
		page.Get(appraisals+"/new", permit.MakePolicy, web.showBegin),
		page.Post(appraisals+"/new", permit.MakePolicy, web.saveBegin),
		page.Get(appraisals+"/{appraisal}", permit.ReadPolicy, web.showAppraisal),
		page.Get(appraisals+"/{appraisal}/side", permit.ReadPolicy, web.showSide),
		page.Get(appraisals+"/{appraisal}/sections/{stage}/{questions}", permit.MakePolicy, web.showSection),
		page.Post(appraisals+"/{appraisal}/sections/{stage}/{questions}", permit.MakePolicy, web.saveSection),
		page.Get(appraisals+"/{appraisal}/screening", permit.MakePolicy, web.showScreening),
		page.Post(appraisals+"/{appraisal}/screening", permit.MakePolicy, web.saveScreening),
		page.Get(appraisals+"/{appraisal}/options", permit.MakePolicy, web.showOptions),
		page.Post(appraisals+"/{appraisal}/options", permit.MakePolicy, web.saveOptions),
		page.Get(appraisals+"/{appraisal}/lenses", permit.MakePolicy, web.showLenses),
		page.Post(appraisals+"/{appraisal}/lenses", permit.MakePolicy, web.saveUntouched),
		page.Get(appraisals+"/{appraisal}/lenses/{lens}", permit.MakePolicy, web.showLens),
		page.Post(appraisals+"/{appraisal}/lenses/{lens}", permit.MakePolicy, web.saveLens).WithLimit(256 << 10),
		page.Get(appraisals+"/{appraisal}/child", permit.MakePolicy, web.showChild),
		page.Post(appraisals+"/{appraisal}/child", permit.MakePolicy, web.saveChild),
		page.Get(appraisals+"/{appraisal}/easy", permit.MakePolicy, web.showEasy),
		page.Post(appraisals+"/{appraisal}/easy", permit.MakePolicy, web.saveEasy),
		page.Get(appraisals+"/{appraisal}/read/{output}", permit.ReadPolicy, web.showOutput),
		page.Get(appraisals+"/{appraisal}/read/{output}/file", permit.ReadPolicy, web.takeOutput),
		page.Post(appraisals+"/{appraisal}/send", permit.MakePolicy, web.saveSend),
		page.Get(appraisals+"/{appraisal}/sign", permit.SignPolicy, web.showSign),
		page.Post(appraisals+"/{appraisal}/sign", permit.SignPolicy, web.saveSign),
		page.Get(appraisals+"/{appraisal}/publish", permit.SignPolicy, web.showPublish),
		page.Post(appraisals+"/{appraisal}/publish", permit.SignPolicy, web.savePublish),
		page.Get(appraisals+"/{appraisal}/look", permit.MakePolicy, web.showLook),
		page.Post(appraisals+"/{appraisal}/look", permit.MakePolicy, web.saveLook),
		page.Get(templates, permit.ReadPolicy, web.showTemplates),
		page.Get(templates+"/load", permit.MakePolicy, web.showLoad),
		page.Post(templates+"/load", permit.MakePolicy, web.saveLoad).WithLimit(1 << 20),
		page.Get(templates+"/{form}", permit.ReadPolicy, web.showTemplate),
		page.Get(templates+"/{form}/file", permit.ReadPolicy, web.takeTemplate),
	}
}

const appraisals, templates = "/policy/appraisals", "/policy/templates"

func at(appraisal, rest string) string { return appraisals + "/" + appraisal + rest }

func notThere() error { return problem.New(problem.NotFound, "problem.not_found") }

func (web *Web) showAppraisals(r *page.Request) (*page.Answer, error) {
	list, err := web.policy.Appraisals(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("appraisal.title"), Lead: t("appraisal.lead")}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("appraisal.begin")), Href: appraisals + "/new"})
	}
	var lines []kit.Content
	for _, one := range list {
		said := t("appraisal.is_" + string(one.State())) // i18n: prefix appraisal.is_
		if due := one.Due(); due != "" {
			said += dot + t("appraisal.due_on", "day", r.L.Day(due))
		}
		lines = append(lines, kit.Join(desk.NameLink(one.Title, at(one.ID, "")), kit.T(dot+said)))
	}
	if len(lines) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("appraisal.none"))))
	} else {
		v.Before = append(v.Before, desk.Bullets(lines...))
	}
	v.After = []kit.Content{desk.Para(desk.Link(t("appraisal.to_templates"), templates)), desk.Para(desk.Link(t("appraisal.ini_title"), initiatives))}
	return v.Answer(nil).Back("/policy"), nil
}

func (web *Web) showBegin(r *page.Request) (*page.Answer, error) { return web.beginPage(r, nil) }

func (web *Web) beginPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p, where := r.L.T, desk.ProblemsOf(r, wrong, "title"), r.Form.Raw("nation")
	if where == "" && wrong == nil {
		where = r.Session.Nation
	}
	list, err := web.policy.Templates(r.Context(), r.Who, where)
	if err != nil {
		return nil, err
	}
	changes, err := web.policy.Initiatives(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	title, of := r.Form.Raw("title"), []kit.Option{{Value: "", Text: t("appraisal.of_none")}}
	for _, one := range changes {
		of = append(of, kit.Option{Value: one.ID, Text: one.Title})
		if wrong == nil && title == "" && one.ID == r.Form.Raw("initiative") {
			title = one.Title
		}
	}
	with := kit.Radios{Name: "template", Legend: desk.Legend(r, "appraisal.with"), Hint: kit.T(t("appraisal.with_hint")), Value: r.Form.Raw("template"), Error: p.Of("template")}
	for _, one := range list {
		with.Items = append(with.Items, kit.Choice{Value: one.Name, Text: kit.T(one.Title.In(r.L.Tag())), Hint: kit.T(one.About.In(r.L.Tag()))})
	}
	nations := kit.Radios{Name: "nation", Legend: desk.Legend(r, "appraisal.ini_nation"), Value: where, Error: p.Of("nation"), Class: "govuk-radios--small"}
	for _, code := range nation.Codes() {
		nations.Items = append(nations.Items, kit.Choice{Value: code, Text: kit.T(nation.Name(code, r.L.Tag()))})
	}
	v := desk.Page{Title: t("appraisal.begin"), Lead: t("appraisal.begin_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}, Fields: []kit.Content{
		desk.Line(r, p, "title", "appraisal.called", title),
		kit.Select{Name: "initiative", Label: desk.Label(r, "appraisal.of"), Hint: kit.T(t("appraisal.of_hint")), Items: of, Value: r.Form.Raw("initiative"), Error: p.Of("initiative")},
		nations, with}, Buttons: []kit.Content{desk.Button(r, "appraisal.begin_go"), desk.Cancel(r, appraisals)}}
	return v.Answer(wrong).Back(appraisals), nil
}

func (web *Web) saveBegin(r *page.Request) (*page.Answer, error) {
	f := r.Form
	id, b := f.ID("as"), policy.Beginning{Title: f.Line("title", maxLine), Nation: f.Choice("nation", nation.Codes()...), Initiative: f.ID("initiative"), Template: f.Line("template", maxLine)}
	err := f.Err()
	if err == nil {
		err = web.policy.BeginAppraisal(r.Context(), r.Who, id, b)
	}
	if desk.ToMend(err) {
		return web.beginPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "")), nil
}

func (web *Web) showAppraisal(r *page.Request) (*page.Answer, error) {
	return web.appraisalPage(r, nil)
}

// appraisalPage is where somebody sees how far an appraisal is, and what can be done with it.
func (web *Web) appraisalPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.policy.Appraisal(r.Context(), r.Who, r.Path("appraisal"))
	if err != nil {
		return nil, err
	}
	t, writes, signs := r.L.T, permit.Could(r.Who, permit.MakePolicy), permit.Could(r.Who, permit.SignPolicy)
	v := desk.Page{Title: t("appraisal.one"), Problems: desk.ProblemsOf(r, wrong, "main").Summary(), Before: []kit.Content{desk.Done(r, "appraisal.done_", "sent", "signed", "back", "published", "looked"), headRows(r, a)}} // i18n: prefix appraisal.done_
	if v.Before[0] == nil {
		v.Before = v.Before[1:]
	}
	if back := lastBack(a); back != nil {
		v.Before = append(v.Before, kit.InsetText{Text: kit.Join(kit.T(t("appraisal.came_back")+space), desk.Words(back.Words))})
	}
	switch {
	case a.State() == policy.Writing && writes:
		v.Before = append(v.Before, tasks(r, a)...)
		v.Action, v.Buttons = at(a.ID, "/send"), []kit.Content{desk.Button(r, "appraisal.send")}
		v.Fields = []kit.Content{desk.Para(kit.T(t("appraisal.send_lead")))}
	case a.State() == policy.Sent && signs:
		v.Before = append(v.Before, desk.Group(kit.Button{Text: kit.T(t("appraisal.to_sign")), Href: at(a.ID, "/sign")}))
	case a.State() == policy.Sent:
		v.Before = append(v.Before, desk.Para(kit.T(t("appraisal.waits"))))
	case a.State() == policy.Signed:
		v.Before = append(v.Before, afterSigned(r, a, writes, signs)...)
	}
	v.After = append(v.After, readPart(r, a))
	return v.Answer(wrong).Back(appraisals), nil
}

// lastBack is the step by which the appraisal came back, where nothing happened since.
func lastBack(a policy.Appraisal) *policy.AppraisalStep {
	if n := len(a.Steps); n > 0 && a.Steps[n-1].Kind == policy.StepBack {
		return &a.Steps[n-1]
	}
	return nil
}

func headRows(r *page.Request, a policy.Appraisal) kit.Content {
	t, n := r.L.T, a.Counts()
	row := func(key string, value kit.Content) kit.Row { return kit.Row{Key: kit.T(t(key)), Value: value} }
	rows := []kit.Row{row("appraisal.called", desk.Words(a.Title)), row("appraisal.with", templateLink(r, a.Template)), row("appraisal.ini_nation", kit.T(nation.Name(a.Nation, r.L.Tag()))),
		row("appraisal.state", kit.T(t("appraisal.is_"+string(a.State()))))} // i18n: prefix appraisal.is_
	if a.Initiative != "" {
		rows = append(rows, row("appraisal.of", desk.Link(t("appraisal.ini_one"), initiatives+"/"+a.Initiative)))
	}
	if a.Narrow() {
		return kit.SummaryList{Rows: append(rows, row("appraisal.full", kit.T(t("appraisal.full_no"))))}
	}
	rows = append(rows, row("appraisal.far", kit.Join(kit.T(r.L.N("appraisal.unknown_of", n.Unknown, "of", r.L.Number(n.Pairs))), kit.T(space), kit.T(r.L.N("appraisal.not_asked_of", n.NotAsked, "of", r.L.Number(n.Lenses))))))
	if due := a.Due(); due != "" {
		rows = append(rows, row("appraisal.due", kit.T(r.L.Day(due))))
	}
	return kit.SummaryList{Rows: rows}
}

// templateLink leads to a template inside the program; one of the organisation's own is only named, since the appraisal keeps its own copy.
func templateLink(r *page.Request, t nation.AppraisalTemplate) kit.Content {
	title := t.Title.In(r.L.Tag())
	if slices.ContainsFunc(nation.AppraisalTemplates(), func(one nation.AppraisalTemplate) bool { return one.Code == t.Code }) {
		return desk.Link(title, templates+"/"+t.Code)
	}
	return kit.T(title)
}

// progressOf says in words how far something is; a tag where there is something to do.
func progressOf(r *page.Request, p policy.Progress) kit.Content {
	text := kit.T(r.L.T("appraisal." + string(p))) // i18n: prefix appraisal.
	if p == policy.Whole {
		return text
	}
	return kit.Tag{Text: text}
}

// tasks lists what is to be said, stage by stage.
func tasks(r *page.Request, a policy.Appraisal) (parts []kit.Content) {
	for _, stage := range a.Stages() {
		list := kit.TaskList{IDPrefix: stage.Code}
		for _, s := range stage.Sections {
			title, status := kit.T(s.Title.In(r.L.Tag())), progressOf(r, a.Progress(stage, s))
			if s.Part == nation.PartSummaries {
				list.Items = append(list.Items, kit.Task{Title: kit.T(r.L.T("appraisal.child_write")), Status: status, Href: at(a.ID, "/child")}, kit.Task{Title: kit.T(r.L.T("appraisal.easy_write")), Status: status, Href: at(a.ID, "/easy")})
				continue
			}
			rest := map[string]string{nation.PartScreening: "/screening", nation.PartOptions: "/options", nation.PartLenses: "/lenses"}[s.Part]
			if rest == "" {
				rest = "/sections/" + stage.Code + "/" + s.Code
			}
			list.Items = append(list.Items, kit.Task{Title: title, Status: status, Href: at(a.ID, rest)})
		}
		parts = append(parts, desk.Part("stage-"+stage.Code, stage.Title.In(r.L.Tag()), desk.Para(kit.T(stage.Guidance.In(r.L.Tag()))), list))
	}
	return parts
}

// afterSigned is what can be done with an appraisal that was signed.
func afterSigned(r *page.Request, a policy.Appraisal, writes, signs bool) (parts []kit.Content) {
	t := r.L.T
	var lines, buttons []kit.Content
	for _, s := range a.Steps {
		if s.Kind == policy.StepPublished {
			lines = append(lines, kit.T(policy.PublishedLine(r.L, s)))
		}
	}
	if len(lines) == 0 {
		lines = []kit.Content{kit.T(t("appraisal.log_none"))}
	}
	parts = append(parts, desk.Part("log", t("appraisal.log"), desk.Bullets(lines...)))
	if signs {
		buttons = append(buttons, kit.Button{Text: kit.T(t("appraisal.to_publish")), Href: at(a.ID, "/publish")})
	}
	if writes {
		buttons = append(buttons, kit.Button{Text: kit.T(t("appraisal.to_look")), Href: at(a.ID, "/look"), Kind: kit.Secondary},
			kit.Button{Text: kit.T(t("briefing.begin_with")), Href: citing(policy.PieceAppraisal, a.ID, ""), Kind: kit.Secondary})
	}
	if len(buttons) > 0 {
		parts = append(parts, desk.Group(buttons...))
	}
	return parts
}

// readPart leads to what can be read of an appraisal.
func readPart(r *page.Request, a policy.Appraisal) kit.Content {
	var lines []kit.Content
	if !a.Narrow() {
		lines = append(lines, desk.Link(r.L.T("appraisal.side"), at(a.ID, "/side")))
	}
	for _, one := range policy.Outputs {
		if one == "full" || one == "child" && len(a.Child.Texts) > 0 || one == "easy" && len(a.Easy.Lines) > 0 {
			lines = append(lines, desk.Link(r.L.T("appraisal.output_"+one), at(a.ID, "/read/"+one))) // i18n: prefix appraisal.output_
		}
	}
	return desk.Part("read", r.L.T("appraisal.read"), desk.Bullets(lines...))
}
