package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// sheet is a blank reading to print and write on by hand: the same questions in the same order, to be typed in later.
type sheet struct {
	Plan  caseaudit.Plan
	Parts []sheetPart
	T     func(key string, args ...any) string
}

// sheetPart is one question of the sheet, with what can be ticked and room for as many lines.
type sheetPart struct {
	Heading string // "" where it goes on under the one before
	About   kit.Content
	Hint    string
	Ticks   []string
	Lines   int
}

// showSheet gives the blank sheet of a programme.
func (web *Web) showSheet(r *page.Request) (*page.Answer, error) {
	p, err := web.audits.Programme(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	if len(p.Plan.Outcomes) == 0 {
		return page.Redirect(audit(p.ID, "")), nil
	}
	ed, err := web.framework.Edition(r.Context(), p.Plan.Edition)
	if err != nil {
		return nil, err
	}
	var questions []caseaudit.TemplateQuestion
	if p.Plan.Template != "" {
		t, err := web.audits.Template(r.Context(), r.Who, p.Plan.Template)
		if err != nil {
			return nil, err
		}
		questions = t.Questions
	}
	return page.Show(r.L.T("reading.sheet"), sheetPage(sheetOf(r, p.Plan, ed, questions))).In(page.Document).Style("reading.css").Back(audit(p.ID, "")), nil
}

func sheetOf(r *page.Request, plan caseaudit.Plan, ed *framework.Edition, questions []caseaudit.TemplateQuestion) sheet {
	t := r.L.T
	s := sheet{Plan: plan, T: t}
	for _, code := range plan.Outcomes {
		s.Parts = append(s.Parts, sheetPart{Heading: t("reading.step_words"), About: worded(ed, textOf(ed, code)), Hint: t("reading.words_lead"), Ticks: ticks(r, "reading.heard_", caseaudit.HeardOf), Lines: 4}) // i18n: prefix reading.heard_
	}
	s.Parts = append(s.Parts, sheetPart{Heading: t("reading.life"), Hint: t("reading.life_hint"), Lines: 8}, sheetPart{Heading: t("reading.know"), Hint: t("reading.know_hint"), Lines: 5})
	for _, code := range plan.Outcomes {
		o, _ := ed.Outcome(code)
		s.Parts = append(s.Parts, sheetPart{Heading: t("reading.title_found"), About: worded(ed, o.Text), Hint: t("reading.how_practice")})
		for _, item := range caseaudit.ItemsOf(o) {
			s.Parts = append(s.Parts, sheetPart{About: worded(ed, textOf(ed, item)), Hint: t("reading.where_hint"), Ticks: ticks(r, "reading.found_", caseaudit.Founds), Lines: 3}) // i18n: prefix reading.found_
		}
		if plan.Scale != nil && plan.Scale.Graded() {
			one := sheetPart{Heading: t("reading.grade"), Hint: t("reading.grade_hint"), Lines: 3}
			for _, point := range plan.Scale.Points {
				name, descriptor := gradeText(r, *plan.Scale, point)
				if descriptor != "" {
					name += colon + descriptor
				}
				one.Ticks = append(one.Ticks, name)
			}
			one.Ticks = append(one.Ticks, t("reading.no_grade"))
			s.Parts = append(s.Parts, one)
		}
		s.Parts = append(s.Parts, sheetPart{Heading: t("reading.barriers"), Hint: t("reading.barriers_hint"), Lines: 3})
	}
	for i, q := range questions {
		one := sheetPart{About: kit.T(q.Text), Lines: 4}
		if i == 0 {
			one.Heading = t("reading.step_extra")
		}
		s.Parts = append(s.Parts, one)
	}
	return s
}

func ticks[C ~string](r *page.Request, prefix string, codes []C) (list []string) {
	for _, code := range codes {
		list = append(list, r.L.T(prefix+string(code))) // i18n: prefix reading.
	}
	return list
}
