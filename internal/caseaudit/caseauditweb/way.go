package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) wayRoutes() []page.Route {
	return []page.Route{
		page.Get("/audit-waits", permit.ReadAudits, web.showWaits),
		page.Get("/audits/{programme}/cases/{case}/concern", permit.ReadCases, web.showConcerns),
		page.Post("/audits/{programme}/cases/{case}/concern", permit.ReadCases, web.saveConcern),
		page.Get("/audits/{programme}/cases/{case}/concern/{concern}", permit.ReadCases, web.showConcern),
		page.Post("/audits/{programme}/cases/{case}/concern/{concern}", permit.ReadCases, web.saveConcernLine),
		page.Get("/audits/{programme}/cases/{case}/worker", permit.PlanAudits, web.showWorker),
		page.Post("/audits/{programme}/cases/{case}/worker", permit.PlanAudits, web.saveWorker),
		page.Get("/audits/{programme}/cases/{case}/meeting", permit.ReadCases, web.showSitting),
		page.Post("/audits/{programme}/cases/{case}/meeting", permit.ReadCases, web.saveTalk),
		page.Post("/audits/{programme}/cases/{case}/met", permit.ReadCases, web.saveMet),
		page.Get("/audits/{programme}/cases/{case}/heard", permit.ReadCases, web.showHeard),
		page.Post("/audits/{programme}/cases/{case}/heard", permit.ReadCases, web.saveHeard),
		page.Get("/audits/{programme}/cases/{case}/feedback", permit.ReadCases, web.showFeedback),
		page.Post("/audits/{programme}/cases/{case}/feedback", permit.ReadCases, web.saveFeedback),
		page.Get("/audits/{programme}/cases/{case}/action", permit.PlanAudits, web.showNewAction),
		page.Post("/audits/{programme}/cases/{case}/action", permit.PlanAudits, web.saveNewAction),
		page.Get("/audits/{programme}/action", permit.PlanAudits, web.showNewAction),
		page.Post("/audits/{programme}/action", permit.PlanAudits, web.saveNewAction),
		page.Post("/audits/{programme}/cases/{case}/close", permit.PlanAudits, web.saveClose),
		page.Get("/audit-actions", permit.ActOnAudits, web.showActions),
		page.Get("/audit-actions/{action}", permit.ActOnAudits, web.showAction),
		page.Post("/audit-actions/{action}", permit.ActOnAudits, web.saveAction),
		page.Get("/taking-part", permit.TakePart, web.showTakingPart),
		page.Get("/taking-part/{case}", permit.TakePart, web.showPart),
		page.Post("/taking-part/{case}", permit.TakePart, web.savePart),
		page.Post("/taking-part/{case}/answer", permit.TakePart, web.saveFedBackAnswer),
		page.Get("/taking-part/{case}/concern", permit.TakePart, web.showPartConcern),
		page.Post("/taking-part/{case}/concern", permit.TakePart, web.savePartConcern),
	}
}

// ofCase is the address of something about the case that a page is about.
func ofCase(r *page.Request, rest string) string {
	return audit(r.Path("programme"), "/cases/"+r.Path("case")+rest)
}

// settled shows the form again where something is to be mended, and else leads on.
func settled(r *page.Request, err error, again func(*page.Request, error) (*page.Answer, error), to string) (*page.Answer, error) {
	if desk.ToMend(err) {
		return again(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(to), nil
}

// caseWay finds how far the case that a page is about is.
func (web *Web) caseWay(r *page.Request) (caseaudit.Programme, caseaudit.Way, error) {
	p, ways, err := web.audits.Ways(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return caseaudit.Programme{}, caseaudit.Way{}, err
	}
	for _, w := range ways {
		if w.Case.ID == r.Path("case") {
			return p, w, nil
		}
	}
	return caseaudit.Programme{}, caseaudit.Way{}, notFound()
}

// caseWayParts says on the page of a case how far it is and what it waits for, and leads to each step.
func (web *Web) caseWayParts(r *page.Request) ([]kit.Content, error) {
	p, w, err := web.caseWay(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	parts := []kit.Content{kit.Join(concernLink(r, p.ID, w.Case.ID))}
	if w.Stopped {
		parts = append(parts, kit.InsetText{Text: kit.Join(kit.T(t("auditway.stopped")+space), web.concernOpen(r, p.ID, w.Case.ID))})
	}
	if !w.Case.In() {
		return parts, nil
	}
	list := kit.TaskList{IDPrefix: "way"}
	for _, stage := range w.Reached {
		if stage.Needs || !stage.At.IsZero() {
			list.Items = append(list.Items, stageTask(r, w, stage))
		}
	}
	part := desk.Part("way", t("auditway.title"), list, desk.Small(t("auditway.clocks", "reflect", p.ClocksOf().Reflect, "feedback", p.ClocksOf().Feedback, "escalate", p.ClocksOf().Escalate)))
	parts = append(parts, part)
	var more []kit.Content
	if permit.Could(r.Who, permit.ReadCases) {
		more = append(more, desk.Link(t("auditway.heard"), ofCase(r, "/heard")))
	}
	if permit.Could(r.Who, permit.PlanAudits) && !w.At("completed").IsZero() && w.At("closed").IsZero() {
		more = append(more, desk.Link(t("auditway.action_new"), ofCase(r, "/action")))
	}
	if len(more) > 0 {
		parts = append(parts, desk.Bullets(more...))
	}
	if w.MayClose() && permit.Could(r.Who, permit.PlanAudits) {
		parts = append(parts, desk.Post(ofCase(r, "/close"), nil, desk.Para(kit.T(t("auditway.close_lead"))), desk.Button(r, "auditway.close")))
	}
	return parts, nil
}

func (web *Web) concernOpen(r *page.Request, programme, id string) kit.Content {
	if !permit.Could(r.Who, permit.ReadCases) {
		return nil
	}
	return desk.Link(r.L.T("auditway.concern_see"), audit(programme, "/cases/"+id+"/concern"))
}

// waitsOf says which wait stands before which stage.
var waitsOf = map[caseaudit.Stage][]string{"told": {caseaudit.WaitAuditor, caseaudit.WaitAccept, caseaudit.WaitWorker}, "met": {caseaudit.WaitTalk}, "completed": {caseaudit.WaitReading},
	"moderated": {caseaudit.WaitModeration}, "fed_back": {caseaudit.WaitFeedback}, "actions": {caseaudit.WaitAction, caseaudit.WaitConfirm}, "closed": {caseaudit.WaitClosing}}

// pageOf is where each stage is done, and who can do it.
var pageOf = map[caseaudit.Stage]struct {
	path  string
	needs permit.Action
}{"told": {"/worker", permit.PlanAudits}, "met": {"/meeting", permit.ReadCases}, "fed_back": {"/feedback", permit.ReadCases}}

func stageTask(r *page.Request, w caseaudit.Way, stage caseaudit.Reached) kit.Task {
	t := r.L.T
	task := kit.Task{Title: kit.T(t("auditway.stage_" + string(stage.Stage)))} // i18n: prefix auditway.stage_
	if to, ok := pageOf[stage.Stage]; ok && permit.Could(r.Who, to.needs) {
		task.Href = ofCase(r, to.path)
	}
	for _, wait := range w.Waits {
		for _, name := range waitsOf[stage.Stage] {
			if wait.For == name {
				task.Hint = kit.T(waitText(r, wait))
				task.Status = kit.Tag{Text: kit.T(t("auditway.now"))}
				if stage.Stage == "actions" && permit.Could(r.Who, permit.ActOnAudits) {
					task.Href = "/audit-actions/" + wait.About
				}
				return task
			}
		}
	}
	if stage.At.IsZero() {
		task.Status, task.Waiting = kit.T(t("auditway.not_yet")), true
		return task
	}
	task.Status = kit.T(r.L.Day(stage.At.Format("2006-01-02")))
	return task
}

// waitText says what is waited for, and until when.
func waitText(r *page.Request, w caseaudit.Wait) string {
	text := r.L.T("auditway.wait_" + w.For) // i18n: prefix auditway.wait_
	switch {
	case w.Late:
		text += dot + r.L.T("auditway.late_since", "day", r.L.Day(w.Due))
	case w.Due != "":
		text += dot + r.L.T("auditway.due", "day", r.L.Day(w.Due))
	}
	return text
}

// concernsOn says on the page of a programme which cases have an open concern, before anything else.
func concernsOn(r *page.Request, programme string, ways []caseaudit.Way) kit.Content {
	var lines []kit.Content
	for _, w := range ways {
		if w.Stopped {
			lines = append(lines, desk.NameLink(w.Case.Unit.ID, audit(programme, "/cases/"+w.Case.ID)))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return kit.Join(kit.WarningText{Text: kit.T(r.L.T("auditway.concern_on"))}, desk.Bullets(lines...))
}

// showWaits lists what waits in all programmes: concerns and what managers are told of first, then what is late, then the rest.
func (web *Web) showWaits(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.Waiting(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("auditway.waits"), Lead: t("auditway.waits_lead")}
	for _, kind := range []string{"escalated", "late", "on_time"} {
		var lines []kit.Content
		for _, one := range list {
			for _, way := range one.Ways {
				for _, wait := range way.Waits {
					if waitKind(wait) == kind {
						to := audit(one.Programme.ID, "/cases/"+way.Case.ID)
						lines = append(lines, kit.Join(desk.NameLink(way.Case.Unit.ID, to), kit.T(dot+waitText(r, wait)+dot), desk.Words(one.Programme.Plan.Purpose)))
					}
				}
			}
			for _, wait := range one.Actions {
				if waitKind(wait) == kind {
					lines = append(lines, kit.Join(desk.NameLink(one.Programme.Plan.Purpose, audit(one.Programme.ID, "")), kit.T(dot+waitText(r, wait))))
				}
			}
		}
		if len(lines) > 0 {
			v.Before = append(v.Before, desk.Part(kind, t("auditway.waits_"+kind), desk.Small(t("auditway.waits_"+kind+"_hint")), desk.Bullets(lines...))) // i18n: prefix auditway.waits_
		}
	}
	if len(v.Before) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("auditway.waits_nothing"))))
	}
	if permit.Could(r.Who, permit.ActOnAudits) {
		v.After = append(v.After, desk.Para(desk.Link(t("auditway.actions"), "/audit-actions")))
	}
	return v.Answer(nil).Back("/audits"), nil
}

func waitKind(w caseaudit.Wait) string {
	switch {
	case w.Escalated:
		return "escalated"
	case w.Late:
		return "late"
	}
	return "on_time"
}

func (web *Web) saveClose(r *page.Request) (*page.Answer, error) {
	err := web.audits.Close(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	return settled(r, err, web.casePage, ofCase(r, ""))
}

// wayLinks leads from a programme to what it waits for and what came of it.
func wayLinks(r *page.Request, p caseaudit.Programme) kit.Content {
	if !p.Drawn {
		return kit.Join()
	}
	parts := []kit.Content{waitLinks(r)}
	if permit.Could(r.Who, permit.PlanAudits) {
		parts = append(parts, desk.Para(desk.Link(r.L.T("auditway.action_new"), audit(p.ID, "/action"))))
	}
	return kit.Join(parts...)
}

func waitLinks(r *page.Request) kit.Content {
	links := []kit.Content{desk.Link(r.L.T("auditway.waits"), "/audit-waits")}
	if permit.Could(r.Who, permit.ActOnAudits) {
		links = append(links, desk.Link(r.L.T("auditway.actions"), "/audit-actions"))
	}
	return desk.Bullets(links...)
}
