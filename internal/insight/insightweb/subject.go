package insightweb

import (
	"fmt"
	"time"

	"stablefutures/internal/chart"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Web) subject(r *page.Request) (insight.Subject, error) {
	s, ok := insight.SubjectByCode(r.Path("subject"))
	if !ok {
		return s, problem.New(problem.NotFound, "problem.not_found")
	}
	return s, nil
}

func (web *Web) showSubject(r *page.Request) (*page.Answer, error) {
	s, err := web.subject(r)
	if err != nil {
		return nil, err
	}
	return web.aboutSubject(r, s, nil)
}

func (web *Web) aboutSubject(r *page.Request, s insight.Subject, wrong error) (*page.Answer, error) {
	lasts, err := web.insight.Lasts(r.Context(), r.Who, r.L, s.Questions())
	if err != nil {
		return nil, err
	}
	notes, err := web.insight.Notes(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, at := r.L.T, "/insight/"+s.Code
	v := desk.Page{Title: subjectName(r, s), Lead: t("seeing.subject_" + s.Code + "_lead"), Wide: true, // i18n: prefix seeing.subject_
		Before: present([]kit.Content{desk.Done(r, "seeing.done_", "asked")})}
	if wrong != nil {
		v.Problems = desk.ProblemsOf(r, wrong, "ask").Summary()
	}
	v.Before = append(v.Before, desk.Para(kit.T(t("seeing.no_survey"))))
	small := false
	for i, l := range lasts {
		v.Before = append(v.Before, underTitle(r, i+1, l, notes))
		small = small || l.Any() && l.Now.Withheld() != ""
	}
	if small {
		v.Before = append(v.Before, otherWays(r))
	}
	var ask []kit.Content
	if may(r, permit.MakeRelease) {
		ask = append(ask, desk.Para(kit.T(t("seeing.ask_all_what"))), desk.Post(at, nil, kit.Button{Text: kit.T(t("seeing.ask_all")), ID: "ask", Once: true}))
		ask = append(ask, desk.Para(desk.Link(t("seeing.ask_otherwise"), "/insight/ask?"+address(insight.Asking{Measure: s.Measures[0].Code}))))
	}
	ask = append(ask, desk.Para(desk.Link(t("seeing.as_pdf"), "/insight/subjects/"+s.Code+"/pdf")))
	v.After = []kit.Content{notOnPaper(ask...)}
	return v.Answer(wrong).Back("/insight").Style(sheet).Style(page.ChartStyle), nil
}

// askSubject asks every question of a subject again. What cannot be asked any more stops the rest from nothing.
func (web *Web) askSubject(r *page.Request) (*page.Answer, error) {
	s, err := web.subject(r)
	if err != nil {
		return nil, err
	}
	var wrong error
	for _, q := range s.Questions() {
		if _, err := web.insight.Ask(r.Context(), r.Who, q); desk.ToMend(err) {
			wrong = err
		} else if err != nil {
			return nil, err
		}
	}
	if wrong != nil {
		return web.aboutSubject(r, s, wrong)
	}
	return page.Redirect("/insight/" + s.Code + "?done=asked"), nil
}

// underTitle is an answer with what was asked above it: a picture has that for its title.
func underTitle(r *page.Request, n int, l insight.Last, notes []insight.Note) kit.Content {
	id := fmt.Sprintf("figure-%d", n)
	if l.Any() && l.Now.Withheld() == "" {
		return kit.Join(answeredAt(r, id, 2, l, notes)...)
	}
	return desk.Part(fmt.Sprintf("question-%d", n), l.Question.Title(r.L), answered(r, id, l, notes)...)
}

func day(a insight.Asked) string { return a.At.UTC().Format(time.DateOnly) }

// answered is an answer on a page: picture and table, or why there is none; how it is covered; what it rests on.
func answered(r *page.Request, id string, l insight.Last, notes []insight.Note) []kit.Content {
	return answeredAt(r, id, 0, l, notes)
}

// answeredAt is answered with the level of the picture's title as a heading, 0 for none.
func answeredAt(r *page.Request, id string, level int, l insight.Last, notes []insight.Note) []kit.Content {
	t := r.L.T
	if !l.Any() {
		return []kit.Content{desk.Para(kit.T(t("seeing.never_asked")))}
	}
	var list []kit.Content
	if why := l.Now.Withheld(); why != "" {
		list = append(list, kit.InsetText{Text: kit.T(whyIn(r.L, why, l.Now))})
		if l.Before != nil {
			list = append(list, desk.Para(kit.T(t("seeing.shown_before", "day", r.L.Day(day(*l.Before))))))
		}
	}
	a := l.Shown()
	if a.Withheld() != "" {
		for _, line := range append(a.Covered(r.L), a.Rules(r.L)) {
			list = append(list, desk.Small(line))
		}
		return append(list, sources(r, a))
	}
	list = append(list, picture(r, id, level, a.Picture(r.L, notes), files(r, a)))
	if reached, ok := a.Reached(r.L); ok {
		list = append(list, picture(r, id+"-reached", level, reached, nil))
	}
	return append(list, sources(r, a))
}

// mostDrawn is how many figures a picture that is not in time can have and still be read; beyond it the table stands alone.
const mostDrawn = 120

// picture is a chart with its table, or the table alone where a picture would have too much in it.
func picture(r *page.Request, id string, level int, c chart.Chart, files []kit.Link) kit.Content {
	f := page.Figure(r.L, id, level, c, files...)
	if tooMuch(c) {
		f.Wide, f.Narrow, f.Open = "", "", true
	}
	return f
}

func tooMuch(c chart.Chart) bool { return c.Kind == chart.Dot && len(c.Axis)*len(c.Series) > mostDrawn }

// formats are the files in which an answer can be taken away.
var formats = []string{"csv", "xlsx", "svg", "png", "pdf"}

// files lead to an answer in other forms; a part of a report has its own.
func files(r *page.Request, a insight.Asked) (list []kit.Link) {
	if a.By == "" {
		return nil
	}
	for _, as := range formats {
		list = append(list, kit.Link{Text: kit.T(r.L.T("seeing.as_" + as)), Href: "/insight/answers/" + a.ID + "/file?as=" + as}) // i18n: prefix seeing.as_
	}
	return list
}

// between stands between two links on a line.
const between = " \u00b7 "

// sources say what an answer is cited by, and lead to it.
func sources(r *page.Request, a insight.Asked) kit.Content {
	t := r.L.T
	parts := []kit.Content{kit.T(t("seeing.answered_on", "day", r.L.Day(day(a))) + " ")}
	if a.By != "" && r.HTTP.URL.Path != "/insight/answers/"+a.ID {
		parts = append(parts, desk.Link(t("seeing.to_answer"), "/insight/answers/"+a.ID), kit.T(between))
	}
	return desk.Para(append(parts, desk.Link(t("seeing.cited_by", "hash", a.Table.Hash[:12]), "/together/releases/"+a.Table.ID))...)
}

// otherWays are what else there is where numbers are too small.
func otherWays(r *page.Request) kit.Content {
	t := r.L.T
	items := []kit.Content{}
	if may(r, permit.ReadTogether) {
		items = append(items, kit.Join(desk.Link(t("seeing.way_together"), "/together"), kit.T(" "+t("seeing.way_together_what"))))
	}
	items = append(items, kit.Join(desk.Link(t("seeing.way_pool"), poolsAt), kit.T(" "+t("seeing.way_pool_what"))))
	if may(r, permit.ReadAudits) {
		items = append(items, kit.Join(desk.Link(t("seeing.way_audits"), "/audits"), kit.T(" "+t("seeing.way_audits_what"))))
	}
	return desk.Part("other-ways", t("seeing.other_ways"), desk.Para(kit.T(t("seeing.other_ways_lead"))), desk.Bullets(items...))
}
