// Package caseauditweb is the pages on which a service looks at its own practice.
//
// What it is for: a self-review is begun in one form, answered outcome by outcome in any order by several people, and read
// on one page: what is missing and who can put it right, what young people say beside it, what changed since the last time.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: caseaudit, framework (texts of outcomes and indicators), i18n, page (desk, kit), permit, problem.
//
// What it never does: it shows no total, no share and no colour, and it asks for nobody's name.
package caseauditweb

import (
	"slices"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// Web is the pages of the room.
type Web struct {
	audits    *caseaudit.Service
	framework *framework.Service
}

// New makes the pages.
func New(audits *caseaudit.Service, f *framework.Service) *Web { return &Web{audits, f} }

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return slices.Concat(web.programmeRoutes(), web.readingRoutes(), web.templateRoutes(), web.learningRoutes(), web.twiceRoutes(), web.calibrationRoutes(), web.wayRoutes(), []page.Route{
		page.Get("/reviews", permit.ReadReviews, web.showReviews),
		page.Get("/reviews/new", permit.HoldReviews, web.showNew),
		page.Post("/reviews/new", permit.HoldReviews, web.saveNew),
		page.Get("/reviews/{review}", permit.ReadReviews, web.showReview),
		page.Get("/reviews/{review}/outcomes/{outcome}", permit.HoldReviews, web.showOutcome),
		page.Post("/reviews/{review}/outcomes/{outcome}", permit.HoldReviews, web.saveOutcome),
		page.Post("/reviews/{review}/finish", permit.HoldReviews, web.finish),
		page.Get("/reviews/{review}/again", permit.HoldReviews, web.showAgain),
		page.Post("/reviews/{review}/again", permit.HoldReviews, web.saveAgain),
	})
}

func at(review, rest string) string { return "/reviews/" + review + rest }

// worded is a text of an edition, in the language that it was written in.
func worded(ed *framework.Edition, text string) kit.Content {
	lang := "en"
	if pack := ed.OriginalPack(); pack != nil {
		lang = pack.Lang()
	}
	return kit.In(lang, i18n.Dir(lang), text)
}

// textOf is what an indicator or an outcome says.
func textOf(ed *framework.Edition, code string) string {
	if i, ok := ed.Indicator(code); ok {
		return i.Text
	}
	o, _ := ed.Outcome(code)
	return o.Text
}

func (web *Web) showReviews(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.Reviews(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	var open, finished []kit.Content
	for _, one := range list {
		day, lines := t("review.begun", "day", r.L.Day(one.BegunAt.Format("2006-01-02"))), &open
		if !one.Open() {
			day, lines = t("review.finished", "day", r.L.Day(one.FinishedAt.Format("2006-01-02"))), &finished
		}
		*lines = append(*lines, kit.Join(desk.NameLink(one.Scope.Service, at(one.ID, "")), kit.T(" · "+day)))
	}
	v := desk.Page{Title: t("review.title"), Lead: t("review.lead")}
	if permit.Could(r.Who, permit.HoldReviews) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("review.begin")), Href: "/reviews/new"})
	}
	if permit.Could(r.Who, permit.ReadAudits) {
		v.After = append(v.After, desk.Part("audits", t("audit.title"), desk.Para(kit.T(t("audit.lead")+space), desk.Link(t("audit.to_audits"), "/audits"))))
	}
	if permit.Could(r.Who, permit.ReadInspection) {
		v.After = append(v.After, desk.Part("inspection", t("inspection.title"), desk.Para(desk.Link(t("inspection.to_inspection"), "/inspection"))))
	}
	if permit.Could(r.Who, permit.JoinPilot) {
		v.After = append(v.After, desk.Part("pilots", t("pilot.title"), desk.Para(kit.T(t("pilot.lead")+space), desk.Link(t("pilot.to_pilots"), "/pilots"))))
	}
	if permit.Could(r.Who, permit.TakePart) {
		v.After = append(v.After, desk.Para(desk.Link(t("auditway.taking"), "/taking-part")))
	}
	if len(open) > 0 {
		v.Before = append(v.Before, desk.Part("open", t("review.open"), desk.Bullets(open...)))
	}
	if len(finished) > 0 {
		v.Before = append(v.Before, desk.Part("finished", t("review.done"), desk.Bullets(finished...)))
	}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("review.none"))))
	}
	return v.Answer(nil), nil
}

// What stands between two parts of one line.
const dot, colon, space = " · ", ": ", " "
