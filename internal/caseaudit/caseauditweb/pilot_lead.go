package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Pilots) showPilot(r *page.Request) (*page.Answer, error) { return web.pilotPage(r, nil) }

// pilotPage is a pilot as whoever leads it sees it: what waits first.
func (web *Pilots) pilotPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.Pilot(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("pilot.one"), Problems: desk.ProblemsOf(r, wrong, "todo").Summary(), Lead: pilotState(r, p.Pilot)}
	add := func(parts ...kit.Content) {
		for _, c := range parts {
			if c != nil {
				v.Before = append(v.Before, c)
			}
		}
	}
	add(desk.Done(r, "pilot.done_", "begun", "added", "answered", "counted")) // i18n: prefix pilot.done_
	if p.State() == caseaudit.PilotRunning {
		add(desk.Para(kit.T(t("pilot.week_of", "week", min(p.Week(p.Now), p.Plan.Weeks), "weeks", p.Plan.Weeks)+space), kit.T(t("pilot.lead_sees"))))
	}
	add(web.toDoPart(r, p), web.beginPart(r, p), pilotStopsPart(r, p), web.youngPart(r, p), pilotWaysPart(r, p), pilotReviewsPart(r, p))
	add(web.countPart(r, p))
	if p.Counted != nil {
		add(pilotResultParts(r, p)...)
		add(pilotWordsParts(r, p)...)
	}
	add(pilotPlanPart(r, p), pilotAddedPart(r, p.Pilot, p.Names))
	return v.Answer(wrong).Back("/pilots"), nil
}

// toDoPart lists what waits, each leading to where it is done.
func (web *Pilots) toDoPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	if len(p.ToDo) == 0 {
		return nil
	}
	t, list := r.L.T, kit.TaskList{IDPrefix: "todo"}
	ways := map[string]string{"answer": "/stops/", "baseline": "/baseline", "begin": "#begin", "again": "#reviews", "count": "#count", "words": "#words", "close": "/close"}
	for _, d := range p.ToDo {
		task := kit.Task{Title: kit.T(t("pilot.todo_" + d.Code))} // i18n: prefix pilot.todo_
		switch d.Code {
		case "answer":
			task.Href = pilotAt(p.ID, ways[d.Code]+d.Stop)
			task.Hint = kit.T(t("pilot.answer_due", "day", r.L.Day(d.Day)))
			if d.Late {
				task.Status = kit.Tag{Text: kit.T(t("pilot.late"))}
			}
		case "not_begun":
			task.Title = kit.Join(kit.Name(d.Name), kit.T(colon+t("pilot.todo_not_begun")))
		case "baseline_open":
			task.Href = at(p.Before, "")
		case "again_open":
			task.Href = at(p.After, "")
		default:
			if to := ways[d.Code]; to[0] == '#' {
				task.Href = to
			} else {
				task.Href = pilotAt(p.ID, to)
			}
		}
		list.Items = append(list.Items, task)
	}
	return desk.Part("todo", t("pilot.todo"), list)
}

func (web *Pilots) beginPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	if p.State() != caseaudit.PilotPlanned {
		return nil
	}
	t := r.L.T
	return desk.Part("begin", t("pilot.begin"), desk.Para(kit.T(t("pilot.begin_lead"))), desk.Post(pilotAt(p.ID, "/begin"), nil,
		desk.Group(desk.Button(r, "pilot.begin_go"), desk.Link(t("pilot.change"), pilotAt(p.ID, "/change")))))
}

func pilotStopsPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	if len(p.Stops) == 0 {
		return nil
	}
	t := r.L.T
	var cards []kit.Content
	if p.Waits() {
		cards = append(cards, kit.InsetText{Text: kit.T(t("pilot.waits_now"))})
	}
	for _, s := range p.Stops {
		var actions []kit.Action
		if p.State() != caseaudit.PilotClosed {
			actions = []kit.Action{{Text: kit.T(t("pilot.to_answer")), Href: pilotAt(p.ID, "/stops/"+s.ID)}}
		}
		cards = append(cards, pilotStopCard(r, p.Pilot, s, p.Names, actions...))
	}
	return desk.Part("stops", t("pilot.stops"), cards...)
}

// youngPart leads to where young people answer, while they can.
func (web *Pilots) youngPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	if p.State() != caseaudit.PilotRunning {
		return nil
	}
	return desk.Part("young", r.L.T("pilot.young"), desk.Para(kit.T(r.L.T("pilot.young_lead"))), web.youngWays(r, p.Pilot))
}

// youngWays are the links to a young person's page, in each language that it speaks, to the sheet and to typing sheets in.
func (web *Pilots) youngWays(r *page.Request, p caseaudit.Pilot) kit.Content {
	t := r.L.T
	return desk.Bullets(desk.Link(t("pilot.to_young"), pilotAt(p.ID, "/young")), desk.Link(t("pilot.to_sheet"), pilotAt(p.ID, "/sheet")),
		desk.Link(t("pilot.to_paper"), pilotAt(p.ID, "/paper")))
}

// pilotWaysPart is what whoever leads can do themself in the pilot.
func pilotWaysPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	t := r.L.T
	var ways []kit.Content
	if p.Has(r.Who.ID) && p.State() != caseaudit.PilotPlanned {
		ways = append(ways, desk.Link(t("pilot.your_part"), pilotAt(p.ID, "/mine")))
	}
	if p.State() == caseaudit.PilotRunning || p.State() == caseaudit.PilotCounted {
		ways = append(ways, desk.Link(t("pilot.say_stop"), pilotAt(p.ID, "/stop")))
	}
	if p.State() == caseaudit.PilotClosed {
		ways = append(ways, desk.Link(t("pilot.to_report"), pilotAt(p.ID, "/report")))
	}
	if len(ways) == 0 {
		return nil
	}
	return desk.Part("ways", t("pilot.ways"), desk.Bullets(ways...))
}

// pilotReviewsPart is the self-reviews at both ends.
func pilotReviewsPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	t := r.L.T
	parts := []kit.Content{desk.Para(kit.T(t("pilot.reviews_lead")))}
	day := func(one *caseaudit.Page) string { return r.L.Day(one.Review.BegunAt.Format("2006-01-02")) }
	switch {
	case p.Baseline == nil && p.State() != caseaudit.PilotCounted && p.State() != caseaudit.PilotClosed:
		parts = append(parts, desk.Para(desk.Link(t("pilot.to_baseline"), pilotAt(p.ID, "/baseline"))))
	case p.Baseline == nil:
		parts = append(parts, desk.Para(kit.T(t("pilot.no_baseline"))))
	default:
		parts = append(parts, desk.Para(kit.T(t("pilot.at_start")+colon), desk.Link(day(p.Baseline), at(p.Before, ""))))
	}
	switch {
	case p.Again != nil:
		parts = append(parts, desk.Para(kit.T(t("pilot.at_end")+colon), desk.Link(day(p.Again), at(p.After, ""))))
	case p.Baseline != nil && !p.Baseline.Review.Open() && (p.State() == caseaudit.PilotRunning || p.State() == caseaudit.PilotCounted):
		parts = append(parts, desk.Post(pilotAt(p.ID, "/again"), []desk.Hidden{{Name: "as", Value: page.NewID()}}, kit.Button{Text: kit.T(t("pilot.again_go")), Kind: kit.Secondary, Once: true}))
	}
	return desk.Part("reviews", t("pilot.reviews"), parts...)
}

// countPart ends the pilot's work; it takes somebody who may let figures out.
func (web *Pilots) countPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	if p.State() != caseaudit.PilotRunning {
		return nil
	}
	t := r.L.T
	if !permit.Could(r.Who, permit.MakeRelease) {
		return desk.Part("count", t("pilot.count"), desk.Para(kit.T(t("pilot.count_manager"))))
	}
	return desk.Part("count", t("pilot.count"), desk.Para(kit.T(t("pilot.count_lead"))),
		desk.Post(pilotAt(p.ID, "/count"), nil, kit.Button{Text: kit.T(t("pilot.count_go")), Kind: kit.Secondary, Once: true}))
}

func pilotPlanPart(r *page.Request, p caseaudit.PilotPage) kit.Content {
	t := r.L.T
	parts := []kit.Content{kit.SummaryList{Rows: pilotPlanRows(r, p.Pilot, p.Names)},
		kit.SummaryList{Card: &kit.Card{Title: kit.T(t("pilot.rules")), HeadingLevel: 3}, Rows: pilotRuleRows(r, p.Pilot)}}
	if p.State() != caseaudit.PilotPlanned {
		parts = append(parts, desk.Para(kit.T(t("pilot.locked_as", "day", r.L.Moment(p.BegunAt))+colon), kit.Name(p.Hash)))
	}
	if p.State() == caseaudit.PilotRunning || p.State() == caseaudit.PilotCounted {
		parts = append(parts, desk.Para(desk.Link(t("pilot.add"), pilotAt(p.ID, "/add"))))
	}
	return desk.Part("plan", t("pilot.plan"), parts...)
}

func (web *Pilots) showBaseline(r *page.Request) (*page.Answer, error) {
	return web.baselinePage(r, nil)
}

// baselinePage begins the self-review that a pilot starts from, or takes one that is there.
func (web *Pilots) baselinePage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.Pilot(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	list, err := web.audits.Reviews(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	ed, err := web.framework.Chosen(r.Context(), r.Who, framework.Children)
	if err != nil && problem.KeyOf(err) != "framework.not_chosen" {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "which")
	which := kit.Radios{Name: "which", Legend: pilotLegend(r, "pilot.which"), Value: r.Form.Raw("which"), Error: problems.Of("which")}
	if ed != nil {
		which.Items = append(which.Items, kit.Choice{Value: "new", Text: kit.T(t("pilot.which_new")), Conditional: kit.Join(append(scopeFields(r, problems), outcomeBoxes(r, ed, problems)...)...)})
	}
	for _, one := range list {
		when := t("review.begun", "day", r.L.Day(one.BegunAt.Format("2006-01-02")))
		if !one.Open() {
			when = t("review.finished", "day", r.L.Day(one.FinishedAt.Format("2006-01-02")))
		}
		which.Items = append(which.Items, kit.Choice{Value: one.ID, Text: kit.Join(kit.Name(one.Scope.Service), kit.T(dot+when))})
	}
	v := desk.Page{Title: t("pilot.todo_baseline"), Lead: t("pilot.baseline_lead"), Problems: problems.Summary()}
	if len(which.Items) == 0 {
		v.Before = []kit.Content{desk.Para(kit.T(t("review.no_framework")+space), desk.Link(t("review.to_frameworks"), "/frameworks"))}
		return v.Answer(nil).Back(pilotAt(p.ID, "")), nil
	}
	v.Hidden, v.Fields = []desk.Hidden{desk.FormID(r)}, []kit.Content{which}
	v.Buttons = []kit.Content{desk.Button(r, "pilot.baseline_go"), desk.Cancel(r, pilotAt(p.ID, ""))}
	return v.Answer(wrong).Back(pilotAt(p.ID, "")), nil
}

func (web *Pilots) saveBaseline(r *page.Request) (*page.Answer, error) {
	pilot, which := r.Path("pilot"), r.Form.Raw("which")
	if _, err := web.audits.Pilot(r.Context(), r.Who, pilot); err != nil {
		return nil, err
	}
	var err error
	switch which {
	case "":
		var c problem.Check
		c.Add("which", "problem.required_choice")
		err = c.Err()
	case "new":
		id, scope := readScope(r)
		if err = r.Form.Err(); err == nil {
			err = web.audits.Begin(r.Context(), r.Who, id, scope)
		}
		which = id
	}
	if err == nil {
		err = web.audits.LinkBaseline(r.Context(), r.Who, pilot, which)
	}
	if desk.ToMend(err) {
		return web.baselinePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(which, "")), nil
}

func (web *Pilots) saveAgain(r *page.Request) (*page.Answer, error) {
	id, err := web.audits.RepeatBaseline(r.Context(), r.Who, r.Path("pilot"), r.Form.ID("as"))
	if desk.ToMend(err) {
		return web.pilotPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "")), nil
}
