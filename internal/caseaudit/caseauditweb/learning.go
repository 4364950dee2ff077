package caseauditweb

import (
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Web) learningRoutes() []page.Route {
	return []page.Route{
		page.Get("/audits/{programme}/learning", permit.ModerateCases, web.showLearning),
		page.Get("/audits/{programme}/learning/themes/new", permit.ModerateCases, web.showTheme),
		page.Post("/audits/{programme}/learning/themes/new", permit.ModerateCases, web.saveTheme),
		page.Get("/audits/{programme}/learning/themes/{theme}", permit.ModerateCases, web.showTheme),
		page.Post("/audits/{programme}/learning/themes/{theme}", permit.ModerateCases, web.saveTheme),
		page.Get("/audits/{programme}/learning/words", permit.ModerateCases, web.showWords),
		page.Post("/audits/{programme}/learning/words", permit.ModerateCases, web.saveWords),
		page.Get("/audits/{programme}/learning/told/new", permit.ModerateCases, web.showTold),
		page.Post("/audits/{programme}/learning/told/new", permit.ModerateCases, web.saveTold),
		page.Get("/audits/{programme}/learning/told/{told}", permit.ModerateCases, web.showTold),
		page.Post("/audits/{programme}/learning/told/{told}", permit.ModerateCases, web.saveTold),
		page.Post("/audits/{programme}/learning/told/{told}/publish", permit.ModerateCases, web.savePublish),
		page.Get("/audits/{programme}/learning/told/{told}/sheet", permit.ModerateCases, web.takeSheet),
		page.Post("/audits/{programme}/learning/report", permit.MakeRelease, web.saveReport),
		page.Get("/audits/{programme}/reports", permit.ReadAudits, web.showReports),
		page.Get("/audits/{programme}/reports/{report}", permit.ReadAudits, web.showReport),
		page.Get("/audits/{programme}/reports/{report}/team", permit.ReadAudits, web.showTeam),
		page.Get("/audits/{programme}/reports/{report}/file", permit.ReadAudits, web.takeReport),
	}
}

// learningLinks are what a programme's page says of learning and of its report; nil before anything is drawn.
func learningLinks(r *page.Request, p caseaudit.Programme) kit.Content {
	if !p.Drawn {
		return nil
	}
	t := r.L.T
	links := []kit.Content{desk.Link(t("auditreport.reports"), audit(p.ID, "/reports"))}
	if permit.Could(r.Who, permit.ModerateCases) {
		links = append([]kit.Content{desk.Link(t("auditreport.learning"), audit(p.ID, "/learning"))}, links...)
	}
	return desk.Part("learn", t("auditreport.after"), desk.Bullets(links...))
}

func (web *Web) showLearning(r *page.Request) (*page.Answer, error) { return web.learningPage(r, nil) }

// learningPage is all that was learnt from a programme, and making its report.
func (web *Web) learningPage(r *page.Request, wrong error) (*page.Answer, error) {
	l, err := web.audits.Learning(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	ed, err := web.editionOf(r, l.Programme.Plan.Edition)
	if err != nil {
		return nil, err
	}
	t, id := r.L.T, l.Programme.ID
	v := desk.Page{Title: t("auditreport.learning"), Lead: t("auditreport.learning_lead"), Problems: desk.ProblemsOf(r, wrong, "report").Summary(), Before: []kit.Content{desk.Para(desk.Words(l.Programme.Plan.Purpose))}}
	if l.Before != "" {
		v.Before = append(v.Before, desk.Para(kit.T(t("auditreport.follows")+space), desk.NameLink(l.Before, audit(l.Programme.Plan.Before, ""))))
	}
	if d := desk.Done(r, "auditreport.done_", "theme", "words", "told", "published", "dropped"); d != nil { // i18n: prefix auditreport.done_
		v.Before = append(v.Before, d)
	}
	v.Before = append(v.Before, themesPart(r, l, ed), wordsPart(r, l), toldPart(r, l), makePart(r, l))
	return v.Answer(wrong).Back(audit(id, "")), nil
}

func (web *Web) editionOf(r *page.Request, id string) (*framework.Edition, error) {
	if id == "" {
		return nil, nil
	}
	ed, err := web.framework.Edition(r.Context(), id)
	if err != nil {
		return nil, err
	}
	return ed.For(r.Who), nil
}

func themesPart(r *page.Request, l caseaudit.Learning, ed *framework.Edition) kit.Content {
	t := r.L.T
	var body []kit.Content
	for _, one := range l.Themes {
		rows := []kit.Row{{Key: kit.T(t("auditreport.kind")), Value: kit.T(t("auditreport.kind_" + one.Kind))}, {Key: kit.T(t("auditreport.seen")), Value: desk.Words(one.Seen)}} // i18n: prefix auditreport.kind_
		if one.System != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("auditreport.system")), Value: kit.T(t("auditreport.system_" + one.System))}) // i18n: prefix auditreport.system_
		}
		if len(one.Outcomes) > 0 && ed != nil {
			var list []kit.Content
			for _, code := range one.Outcomes {
				list = append(list, worded(ed, textOf(ed, code)))
			}
			rows = append(rows, kit.Row{Key: kit.T(t("auditreport.outcomes")), Value: desk.Bullets(list...)})
		}
		if numbers := numbersOf(l.Programme, one.Cases); len(numbers) > 0 {
			rows = append(rows, kit.Row{Key: kit.T(t("auditreport.cases")), Value: kit.In("", "ltr", strings.Join(numbers, ", "))})
		}
		body = append(body, kit.SummaryList{Rows: rows, Card: &kit.Card{Title: kit.Name(one.Title), HeadingLevel: 3, Actions: []kit.Action{{Text: kit.T(t("auditreport.change")), Href: audit(l.Programme.ID, "/learning/themes/"+one.ID), Hidden: one.Title}}}})
	}
	if len(body) == 0 {
		body = append(body, desk.Para(kit.T(t("auditreport.no_themes"))))
	}
	body = append(body, kit.Button{Text: kit.T(t("auditreport.new_theme")), Href: audit(l.Programme.ID, "/learning/themes/new"), Kind: kit.Secondary})
	return desk.Part("themes", t("auditreport.themes"), body...)
}

func numbersOf(p caseaudit.Programme, ids []string) (list []string) {
	for _, c := range p.Cases {
		if slices.Contains(ids, c.ID) {
			list = append(list, c.Unit.ID)
		}
	}
	return list
}

func wordsPart(r *page.Request, l caseaudit.Learning) kit.Content {
	t, say := r.L.T, "auditreport.words_write"
	var body []kit.Content
	if l.Words.Row == "" {
		body = append(body, desk.Para(kit.T(t("auditreport.no_words"))))
	} else {
		say = "auditreport.words_change"
		body = append(body, desk.Para(desk.Words(l.Words.Found)))
		if !l.Words.Team.Complete() {
			body = append(body, desk.Small(t("auditreport.team_missing")))
		}
	}
	body = append(body, kit.Button{Text: kit.T(t(say)), Href: audit(l.Programme.ID, "/learning/words"), Kind: kit.Secondary})
	return desk.Part("words", t("auditreport.words"), body...)
}

func toldPart(r *page.Request, l caseaudit.Learning) kit.Content {
	t := r.L.T
	body := []kit.Content{desk.Para(kit.T(t("auditreport.told_lead")))}
	var list []kit.Content
	for _, one := range l.Told {
		state := "auditreport.not_on_board"
		if one.OnBoard {
			state = "auditreport.on_board"
		}
		list = append(list, kit.Join(desk.NameLink(one.Did, audit(l.Programme.ID, "/learning/told/"+one.ID)), kit.T(dot+t("auditreport.for_"+one.For)+dot+t(state)))) // i18n: prefix auditreport.for_
	}
	if len(list) > 0 {
		body = append(body, desk.Bullets(list...))
	}
	body = append(body, kit.Button{Text: kit.T(t("auditreport.new_told")), Href: audit(l.Programme.ID, "/learning/told/new"), Kind: kit.Secondary})
	return desk.Part("told", t("auditreport.told"), body...)
}

func makePart(r *page.Request, l caseaudit.Learning) kit.Content {
	t := r.L.T
	var body []kit.Content
	if len(l.Reports) > 0 {
		body = append(body, reportList(r, l.Programme.ID, l.Reports))
	}
	switch {
	case l.Words.Row == "":
		body = append(body, desk.Para(kit.T(t("auditreport.needs_words"))))
	case permit.Could(r.Who, permit.MakeRelease):
		body = append(body, desk.Para(kit.T(t("auditreport.make_lead"))),
			desk.Post(audit(l.Programme.ID, "/learning/report"), []desk.Hidden{desk.FormID(r), {Name: "seen", Value: l.Words.Row}}, desk.Button(r, "auditreport.make")))
	default:
		body = append(body, desk.Para(kit.T(t("auditreport.manager_makes"))))
	}
	return desk.Part("report", t("auditreport.report"), body...)
}

func reportList(r *page.Request, programme string, reports []caseaudit.ReportHead) kit.Content {
	var list []kit.Content
	for _, one := range reports {
		list = append(list, kit.Join(desk.Link(r.L.T("auditreport.version", "number", fmt.Sprint(one.Version)), audit(programme, "/reports/"+one.ID)), kit.T(dot+r.L.Moment(one.At))))
	}
	return desk.Bullets(list...)
}

func (web *Web) saveReport(r *page.Request) (*page.Answer, error) {
	programme, id := r.Path("programme"), r.Form.ID("as")
	err := r.Form.Err()
	if err == nil {
		err = web.audits.MakeReport(r.Context(), r.Who, programme, id, r.Form.Raw("seen"))
	}
	if desk.ToMend(err) {
		return web.learningPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "/reports/"+id)), nil
}

func notThere() error { return problem.New(problem.NotFound, "problem.not_found") }
