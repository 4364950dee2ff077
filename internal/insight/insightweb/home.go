package insightweb

import (
	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

type tile struct{ href, title, text, state string }

type fact struct{ name, value string }

// showHome is what is covered, then the subjects.
func (web *Web) showHome(r *page.Request) (*page.Answer, error) { return web.home(r, nil) }

func (web *Web) home(r *page.Request, wrong error) (*page.Answer, error) {
	t := r.L.T
	lasts, err := web.insight.Lasts(r.Context(), r.Who, r.L, []insight.Asking{insight.Reach})
	if err != nil {
		return nil, err
	}
	reports, err := web.insight.Reports(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	subjects, err := web.subjectTiles(r)
	if err != nil {
		return nil, err
	}
	v := desk.Page{Title: t("seeing.home"), Lead: t("seeing.home_lead"), Wide: true, Before: []kit.Content{desk.Done(r, "seeing.done_", "asked")}}
	v.Before = present(v.Before)
	if wrong != nil {
		v.Problems = desk.ProblemsOf(r, wrong, "covered").Summary()
	}
	v.Before = append(v.Before, desk.Part("covered", t("seeing.covered_head"), web.coveredPart(r, lasts[0])...),
		desk.Part("subjects", t("seeing.subjects"), append([]kit.Content{tiles(subjects)}, unasked(r)...)...),
		desk.Part("kept", t("seeing.kept"), web.keptPart(r, reports)...))
	return v.Answer(wrong).Style(sheet).Style(page.ChartStyle), nil
}

// present leaves out what is nil.
func present(list []kit.Content) (out []kit.Content) {
	for _, c := range list {
		if c != nil {
			out = append(out, c)
		}
	}
	return out
}

func (web *Web) coveredPart(r *page.Request, last insight.Last) []kit.Content {
	t := r.L.T
	var list []kit.Content
	if !last.Any() {
		list = append(list, desk.Para(kit.T(t("seeing.never_asked"))))
	} else {
		list = append(list, coverage(r, last)...)
	}
	if may(r, permit.MakeRelease) {
		list = append(list, notOnPaper(desk.Post("/insight", nil, desk.Button(r, "seeing.ask_covered"))))
	}
	return list
}

// coverage shows how many could have been asked, were asked, and answered.
func coverage(r *page.Request, last insight.Last) []kit.Content {
	t, at := r.L.T, last.Now.Coverage
	if why := at.Table.Withheld(); why != "" {
		return []kit.Content{kit.InsetText{Text: kit.T(whyIn(r.L, why, last.Now))}}
	}
	facts := []fact{{t("seeing.could"), chart.Figure(r.L, at.Table.Total())}}
	var hidden string
	for i, code := range at.Table.Columns { // one row: it is not asked by year
		p := at.Table.Cell(0, i)
		facts = append(facts, fact{t("seeing.covered_" + code), chart.Figure(r.L, p)}) // i18n: prefix seeing.covered_
		if !p.Shown() {
			hidden = t("chart.symbol", "symbol", string(p.Symbol()), "why", chart.Why(r.L, p))
		}
	}
	list := []kit.Content{covered(facts)}
	if hidden != "" {
		list = append(list, desk.Small(hidden))
	}
	return append(list, desk.Small(t("seeing.covered_note", "day", r.L.Day(day(last.Now))+"")), desk.Small(last.Now.Rules(r.L)))
}

// subjectTiles say of each subject whether it was asked, and whether anything of it can be shown.
func (web *Web) subjectTiles(r *page.Request) (list []tile, err error) {
	var all []insight.Asking
	for _, s := range insight.Subjects() {
		all = append(all, s.Questions()...)
	}
	lasts, err := web.insight.Lasts(r.Context(), r.Who, r.L, all)
	if err != nil {
		return nil, err
	}
	at := 0
	for _, s := range insight.Subjects() {
		n := len(s.Questions())
		list = append(list, tile{href: "/insight/" + s.Code, title: subjectName(r, s), text: r.L.T("seeing.subject_" + s.Code + "_lead"), // i18n: prefix seeing.subject_
			state: stateOf(r, lasts[at:at+n])})
		at += n
	}
	return list, nil
}

// unasked names what cannot be asked, so that nobody takes its absence for nought.
func unasked(r *page.Request) []kit.Content {
	var names []string
	for _, code := range insight.Unasked() {
		names = append(names, subjectName(r, insight.Subject{Code: code}))
	}
	if len(names) == 0 {
		return nil
	}
	return []kit.Content{desk.Para(kit.T(r.L.T("seeing.unasked", "list", r.L.List(names))))}
}

func subjectName(r *page.Request, s insight.Subject) string {
	return r.L.T("seeing.subject_" + s.Code) // i18n: prefix seeing.subject_
}

func stateOf(r *page.Request, lasts []insight.Last) string {
	asked, shows := "", false
	for _, l := range lasts {
		if l.Any() {
			asked = max(asked, day(l.Now))
			shows = shows || l.Shown().Withheld() == ""
		}
	}
	switch {
	case asked == "":
		return r.L.T("seeing.not_yet")
	case !shows:
		return r.L.T("seeing.asked_too_small", "day", r.L.Day(asked))
	}
	return r.L.T("seeing.asked_on", "day", r.L.Day(asked))
}

// keptPart leads to questions, reports and notes; reports that were made are named, since nobody is sent any.
func (web *Web) keptPart(r *page.Request, reports []insight.Report) []kit.Content {
	t := r.L.T
	var list []kit.Content
	for i, one := range reports {
		if i == 3 {
			break
		}
		list = append(list, desk.Para(desk.Link(t("seeing.report_there", "title", one.Kept.Title, "day", r.L.Day(one.Due)), "/insight/reports/"+one.ID)))
	}
	links := []kit.Content{desk.Link(t("seeing.to_ask"), "/insight/ask"), desk.Link(t("seeing.to_questions"), "/insight/questions"),
		desk.Link(t("seeing.to_reports"), "/insight/reports"), desk.Link(t("seeing.to_notes"), "/insight/notes"),
		desk.Link(t("pool.title"), poolsAt)}
	if may(r, permit.ReadReleases) {
		links = append(links, desk.Link(t("seeing.to_register"), "/together/releases"))
	}
	return append(list, desk.Bullets(links...))
}

// askCovered asks the first question, so that what is covered is as it stands today.
func (web *Web) askCovered(r *page.Request) (*page.Answer, error) {
	if _, err := web.insight.Ask(r.Context(), r.Who, insight.Reach); desk.ToMend(err) {
		return web.home(r, err)
	} else if err != nil {
		return nil, err
	}
	return page.Redirect("/insight?done=asked"), nil
}

// whyIn says plainly why nothing of an answer is shown, with the rule in words.
func whyIn(l i18n.L, why disclosure.Reason, a insight.Asked) string {
	rules := a.Table.Table.Rules()
	return l.T("seeing.withheld_"+string(why), "cohort", int(rules.MinCohort), "threshold", int(rules.Threshold)) // i18n: prefix seeing.withheld_
}
