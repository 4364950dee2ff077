package caseauditweb

import (
	"net/http"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Web) readingRoutes() []page.Route {
	return []page.Route{
		page.Get("/audits/words", permit.ReadAudits, web.showQuiet),
		page.Get("/audits/{programme}/sheet", permit.ReadAudits, web.showSheet),
		page.Post("/audits/{programme}/cases/{case}/read", permit.ReadCases, web.beginReading),
		page.Get("/readings/{rating}", permit.ReadRating, web.showReading),
		page.Get("/readings/{rating}/{step}", permit.RateCase, web.showStep),
		page.Post("/readings/{rating}/{step}", permit.RateCase, web.saveStep),
		page.Post("/readings/{rating}/{step}/draft", permit.RateCase, web.draftStep),
	}
}

func reading(rating, rest string) string { return "/readings/" + rating + rest }

func (web *Web) beginReading(r *page.Request) (*page.Answer, error) {
	rating, err := web.audits.BeginReading(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	if desk.ToMend(err) {
		return web.casePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(reading(rating, "")), nil
}

// readLink leads whoever accepted a case to reading it, to going on, or to what they found; nil for anybody else. From what is
// shown, nobody learns how far somebody else is.
func (web *Web) readLink(r *page.Request, p caseaudit.Programme, c caseaudit.Case) (kit.Content, error) {
	head, found, err := web.audits.MyRating(r.Context(), r.Who, p.ID, c.ID)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	if found && !head.LockedAt.IsZero() {
		return desk.Para(kit.T(t("reading.you_locked")+space), desk.Link(t("reading.to_found"), reading(head.ID, ""))), nil
	}
	mine := false
	for _, one := range c.Readers() {
		mine = mine || one.Account == r.Who.ID
	}
	switch {
	case !mine || !c.In():
		return nil, nil
	case len(p.Plan.Outcomes) == 0:
		return desk.Para(kit.T(t("reading.no_outcomes"))), nil
	}
	return desk.Post(audit(p.ID, "/cases/"+c.ID+"/read"), nil, desk.Button(r, "reading.read")), nil
}

// showReading is the reading as a list of its steps while it is written, and what was found once it is locked.
func (web *Web) showReading(r *page.Request) (*page.Answer, error) {
	p, err := web.audits.Reading(r.Context(), r.Who, r.Path("rating"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("reading.title"), Before: []kit.Content{aboutCase(r, p)}}
	if !p.LockedAt.IsZero() || p.Rater != r.Who.ID {
		v.Wide = true
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("reading.locked_on", "day", r.L.Day(p.LockedAt.Format("2006-01-02"))))})
		v.Before = append(v.Before, foundParts(r, p, false)...)
		v.After = []kit.Content{concernLink(r, p.Programme.ID, p.Case.ID)}
		return v.Answer(nil).Back(caseURL(p)), nil
	}
	if p.WithdrawnAt.IsZero() {
		list := kit.TaskList{IDPrefix: "step"}
		for _, st := range p.Steps() {
			task := kit.Task{Title: kit.T(t("reading.step_" + st.Kind)), Href: reading(p.ID, "/"+st.Code()), Status: kit.T(t("reading.step_done"))} // i18n: prefix reading.step_
			if st.Outcome != "" {
				task.Hint = worded(p.Edition, textOf(p.Edition, st.Outcome))
			}
			switch {
			case !p.May(st):
				task.Href, task.Status, task.Waiting = "", kit.T(t("reading.step_later")), true
			case st.Kind == caseaudit.StepCheck || p.Missing(st) != nil:
				task.Status = kit.Tag{Text: kit.T(t("reading.step_open"))}
			}
			list.Items = append(list.Items, task)
		}
		v.Before = append(v.Before, guidance(r, p), desk.Part("steps", t("reading.steps"), list), desk.Group(kit.Button{Text: kit.T(t("reading.go_on")), Href: reading(p.ID, "/"+p.First().Code())}))
	} else {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("reading.withdrawn"))})
	}
	v.After = []kit.Content{concernLink(r, p.Programme.ID, p.Case.ID)}
	return v.Answer(nil).Back(caseURL(p)), nil
}

func caseURL(p caseaudit.RatingPage) string { return audit(p.Programme.ID, "/cases/"+p.Case.ID) }

// aboutCase says which case is read, for what, and how long it is meant to take.
func aboutCase(r *page.Request, p caseaudit.RatingPage) kit.Content {
	t := r.L.T
	return kit.SummaryList{Rows: []kit.Row{
		{Key: kit.T(t("audit.case")), Value: kit.In("", "ltr", p.Case.Unit.ID)},
		{Key: kit.T(t("audit.purpose")), Value: desk.Words(p.Programme.Plan.Purpose)},
		{Key: kit.T(t("audit.period")), Value: kit.T(t("audit.from_to", "from", r.L.Day(p.Programme.Plan.From), "to", r.L.Day(p.Programme.Plan.To)))},
		{Key: kit.T(t("reading.budget")), Value: kit.T(r.L.N("reading.minutes_count", p.Programme.Plan.Minutes))},
	}}
}

// guidance is how to read, as the house and the organisation say it.
func guidance(r *page.Request, p caseaudit.RatingPage) kit.Content {
	t := r.L.T
	parts := []kit.Content{desk.Para(kit.T(t("reading.how_practice"))), desk.Para(kit.T(t("reading.how_instalments"))),
		desk.Para(kit.T(t("reading.how_words")+space), desk.Link(t("reading.to_words"), "/audits/words"))}
	if p.Template != nil && p.Template.Guidance != "" {
		parts = append(parts, desk.Para(desk.Words(p.Template.Guidance)))
	}
	return kit.Details{Summary: kit.T(t("reading.how")), Body: kit.Join(parts...)}
}

func (web *Web) showStep(r *page.Request) (*page.Answer, error) { return web.stepPage(r, nil) }

// stepPage is one page of a reading. What was typed is shown again after a mistake; a step that cannot be written yet leads to
// the one that must be written first.
func (web *Web) stepPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.Reading(r.Context(), r.Who, r.Path("rating"))
	if err != nil {
		return nil, err
	}
	st, ok := p.Step(r.Path("step"))
	if !ok || p.Rater != r.Who.ID {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if !p.Waits() {
		return page.Redirect(reading(p.ID, "")), nil
	}
	if !p.May(st) {
		return page.Redirect(reading(p.ID, "/"+p.First().Code())), nil
	}
	if wrong == nil {
		r.Form = typed(p, st)
	}
	t := r.L.T
	v := desk.Page{Title: t("reading.title_" + st.Kind), Draft: reading(p.ID, "/"+st.Code()+"/draft"), Saved: t("page.saved"), NotSaved: t("conversation.not_saved_yet"), // i18n: prefix reading.title_
		Buttons: []kit.Content{desk.Button(r, "reading.next"), desk.Link(t("reading.to_steps"), reading(p.ID, ""))}}
	var field string
	switch st.Kind {
	case caseaudit.StepWords:
		field = "heard"
		if err := web.wordsStep(r, &v, p, st, desk.ProblemsOf(r, wrong, field)); err != nil {
			return nil, err
		}
	case caseaudit.StepLife:
		field = "life"
		lifeStep(r, &v, desk.ProblemsOf(r, wrong, field))
	case caseaudit.StepFound:
		field = "found_" + itemsOf(p, st.Outcome)[0]
		if err := web.foundStep(r, &v, p, st, desk.ProblemsOf(r, wrong, field)); err != nil {
			return nil, err
		}
	case caseaudit.StepExtra:
		field = "extra_" + p.Template.Questions[0].Code
		extraStep(r, &v, p, desk.ProblemsOf(r, wrong, field))
	default:
		field = "minutes"
		checkStep(r, &v, p, desk.ProblemsOf(r, wrong, field))
	}
	v.Problems = desk.ProblemsOf(r, wrong, field).Summary()
	v.After = append(v.After, concernLink(r, p.Programme.ID, p.Case.ID))
	return v.Answer(wrong).Back(reading(p.ID, "")), nil
}

func (web *Web) saveStep(r *page.Request) (*page.Answer, error) {
	rating, code := r.Path("rating"), r.Path("step")
	if code == caseaudit.StepCheck {
		return web.lock(r)
	}
	p, st, said, err := web.written(r)
	if err == nil {
		err = web.audits.Write(r.Context(), r.Who, rating, code, said)
	}
	if desk.ToMend(err) {
		return web.stepPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(reading(rating, "/"+p.Next(st).Code())), nil
}

// written reads what stands in the form of a step.
func (web *Web) written(r *page.Request) (p caseaudit.RatingPage, st caseaudit.ReadingStep, said caseaudit.Reading, err error) {
	if p, err = web.audits.Reading(r.Context(), r.Who, r.Path("rating")); err != nil {
		return p, st, said, err
	}
	st, ok := p.Step(r.Path("step"))
	if !ok {
		return p, st, said, problem.New(problem.NotFound, "problem.not_found")
	}
	said, err = readStep(r, p, st)
	return p, st, said, err
}

// draftStep keeps what is being typed.
func (web *Web) draftStep(r *page.Request) (*page.Answer, error) {
	rating, code := r.Path("rating"), r.Path("step")
	_, _, said, err := web.written(r)
	if err == nil {
		err = web.audits.Draft(r.Context(), r.Who, rating, code, said)
	}
	if err != nil {
		return nil, err
	}
	return page.File("", "text/plain; charset=utf-8", nil).Status(http.StatusNoContent), nil
}

func (web *Web) lock(r *page.Request) (*page.Answer, error) {
	rating := r.Path("rating")
	minutes := r.Form.Number("minutes", 1, caseaudit.MaxMinutes)
	err := r.Form.Err()
	if err == nil {
		err = web.audits.Lock(r.Context(), r.Who, rating, minutes)
	}
	switch {
	case desk.ToMend(err):
		return web.stepPage(r, err)
	case problem.Is(err, problem.NotFound):
		if p, again := web.audits.Reading(r.Context(), r.Who, rating); again != nil || p.Rater != r.Who.ID || p.LockedAt.IsZero() {
			return nil, err
		} // pressed twice
	case err != nil:
		return nil, err
	}
	return page.Redirect(reading(rating, "")), nil
}
