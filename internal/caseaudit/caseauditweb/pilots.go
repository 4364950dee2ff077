package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// Pilots is the pages of a service that tries the framework for some weeks.
type Pilots struct {
	audits    *caseaudit.Service
	framework *framework.Service
	draftsOK  bool // a young person may meet machine-drafted text
	demo      bool // everybody here is invented
}

// NewPilots makes the pages.
func NewPilots(audits *caseaudit.Service, f *framework.Service, draftsOK, demo bool) *Pilots {
	return &Pilots{audits, f, draftsOK, demo}
}

const pilotStyle = "pilot.css"

// Routes are the pages' rows of the route table.
func (web *Pilots) Routes() []page.Route {
	const one = "/pilots/{pilot}"
	return []page.Route{
		page.Get("/pilots", permit.JoinPilot, web.showPilots),
		page.Get("/pilots/new", permit.HoldPilot, web.showSetUp),
		page.Post("/pilots/new", permit.HoldPilot, web.saveSetUp),
		page.Get(one, permit.HoldPilot, web.showPilot),
		page.Get(one+"/change", permit.HoldPilot, web.showChange),
		page.Post(one+"/change", permit.HoldPilot, web.saveSetUp),
		page.Post(one+"/begin", permit.HoldPilot, web.saveBegin),
		page.Get(one+"/add", permit.HoldPilot, web.showAdd),
		page.Post(one+"/add", permit.HoldPilot, web.saveAdd),
		page.Get(one+"/baseline", permit.HoldPilot, web.showBaseline),
		page.Post(one+"/baseline", permit.HoldPilot, web.saveBaseline),
		page.Post(one+"/again", permit.HoldPilot, web.saveAgain),
		page.Get(one+"/stops/{stop}", permit.HoldPilot, web.showStop),
		page.Post(one+"/stops/{stop}", permit.HoldPilot, web.saveStop),
		page.Post(one+"/count", permit.MakeRelease, web.saveCount),
		page.Post(one+"/words", permit.HoldPilot, web.saveWords),
		page.Get(one+"/close", permit.HoldPilot, web.showClose),
		page.Post(one+"/close", permit.HoldPilot, web.saveClose),
		page.Get(one+"/report", permit.JoinPilot, web.showReport),
		page.Get(one+"/report/file", permit.JoinPilot, web.showReportFile),
		page.Get(one+"/mine", permit.JoinPilot, web.showMine),
		page.Post(one+"/ready", permit.JoinPilot, web.saveReady),
		page.Get(one+"/held", permit.JoinPilot, web.showHeld),
		page.Post(one+"/held", permit.JoinPilot, web.saveHeld),
		page.Get(one+"/week", permit.JoinPilot, web.showWeek),
		page.Post(one+"/week", permit.JoinPilot, web.saveWeek),
		page.Get(one+"/stop", permit.JoinPilot, web.showSayStop),
		page.Post(one+"/stop", permit.JoinPilot, web.saveSayStop),
		page.Get(one+"/young", permit.JoinPilot, web.showYoung).ForChild(),
		page.Post(one+"/young", permit.JoinPilot, web.saveYoung).ForChild(),
		page.Get(one+"/thanks", permit.JoinPilot, web.showThanks).ForChild(),
		page.Get(one+"/sheet", permit.JoinPilot, web.showSheet).ForChild(),
		page.Get(one+"/paper", permit.JoinPilot, web.showPaper),
		page.Post(one+"/paper", permit.JoinPilot, web.savePaper),
	}
}

func pilotAt(id, rest string) string { return "/pilots/" + id + rest }

// pilotState says how far a pilot is, in words.
func pilotState(r *page.Request, p caseaudit.Pilot) string {
	return r.L.T("pilot.state_" + string(p.State())) // i18n: prefix pilot.state_
}

func (web *Pilots) showPilots(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.Pilots(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, holds := r.L.T, permit.Could(r.Who, permit.HoldPilot)
	v := desk.Page{Title: t("pilot.title"), Lead: t("pilot.lead")}
	if holds {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("pilot.set_up")), Href: "/pilots/new"})
	}
	var led, own []kit.Content
	for _, p := range list {
		when := kit.T(dot + t("pilot.from", "day", r.L.Day(p.Plan.First)) + dot + pilotState(r, p))
		if holds {
			line := kit.Join(desk.NameLink(p.Plan.Question, pilotAt(p.ID, "")), when)
			if p.Waiting > 0 {
				line = kit.Join(line, kit.T(space), kit.Tag{Text: kit.T(r.L.N("pilot.stops_wait", p.Waiting))})
			}
			led = append(led, line)
		}
		if p.Has(r.Who.ID) && p.State() != caseaudit.PilotPlanned {
			own = append(own, kit.Join(desk.NameLink(p.Plan.Question, pilotAt(p.ID, "/mine")), when))
		}
	}
	if len(own) > 0 {
		v.Before = append(v.Before, desk.Part("own", t("pilot.own"), desk.Bullets(own...)))
	}
	if len(led) > 0 {
		v.Before = append(v.Before, desk.Part("all", t("pilot.all"), desk.Bullets(led...)))
	}
	if len(led)+len(own) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("pilot.none"))))
	}
	return v.Answer(nil).Back("/reviews"), nil
}

// pilotPlanRows are a plan to read, without its rules. names are those of colleagues; nil leaves people out.
func pilotPlanRows(r *page.Request, p caseaudit.Pilot, names map[string]string) (rows []kit.Row) {
	t := r.L.T
	row := func(key string, value kit.Content) { rows = append(rows, kit.Row{Key: kit.T(t(key)), Value: value}) }
	row("pilot.question", desk.Words(p.Plan.Question))
	if names != nil {
		row("pilot.leads", kit.Name(names[p.Plan.Lead]))
		var workers []kit.Content
		for _, id := range p.Plan.Workers {
			workers = append(workers, kit.Name(names[id]))
		}
		row("pilot.workers", desk.Bullets(workers...))
	}
	row("pilot.when", kit.T(t("pilot.days", "first", r.L.Day(p.Plan.First), "last", r.L.Day(p.Last()), "weeks", r.L.N("pilot.weeks_n", p.Plan.Weeks))))
	row("pilot.each", kit.T(r.L.N("pilot.each_n", p.Plan.Each)))
	row("pilot.told", desk.Words(p.Plan.Told))
	row("pilot.say_no", desk.Words(p.Plan.SayNo))
	return rows
}

func pilotRule(r *page.Request, code string) string {
	return r.L.T("pilot.rule_" + code) // i18n: prefix pilot.rule_
}

// pilotRuleRows are the stop rules of a plan to read.
func pilotRuleRows(r *page.Request, p caseaudit.Pilot) (rows []kit.Row) {
	for _, rule := range p.Plan.Rules {
		more := r.L.T("pilot.decides_in", "who", rule.Decides, "days", r.L.N("pilot.days_n", rule.Days))
		if rule.Minutes > 0 {
			more += space + r.L.N("pilot.minutes_n", rule.Minutes)
		}
		if rule.Pause {
			more += space + r.L.T("pilot.pauses")
		}
		rows = append(rows, kit.Row{Key: kit.T(pilotRule(r, rule.Code)), Value: kit.Join(desk.Para(desk.Words(rule.Words)), desk.Small(more))})
	}
	return rows
}

func pilotMoment(r *page.Request, p caseaudit.PilotLine, names map[string]string) kit.Content {
	return kit.Join(kit.T(r.L.Moment(p.At)+dot), kit.Name(names[p.By]))
}

// pilotAddedPart is what was added to a plan since it was locked; nil where there is nothing.
func pilotAddedPart(r *page.Request, p caseaudit.Pilot, names map[string]string) kit.Content {
	if len(p.Added) == 0 {
		return nil
	}
	var list []kit.Content
	for _, l := range p.Added {
		list = append(list, kit.Join(desk.Words(l.Words), desk.Para(kit.T(r.L.T("pilot.why")+colon), desk.Words(l.Why)), desk.Para(pilotMoment(r, l, names))))
	}
	return desk.Part("added", r.L.T("pilot.added"), desk.Bullets(list...))
}

// pilotStopCard is one stop with what was answered. names is nil where nobody is named.
func pilotStopCard(r *page.Request, p caseaudit.Pilot, s caseaudit.PilotStop, names map[string]string, actions ...kit.Action) kit.Content {
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("pilot.happened")), Value: desk.Words(s.Words)}, {Key: kit.T(t("pilot.said_on")), Value: kit.T(r.L.Day(s.At.Format("2006-01-02")))}}
	if names != nil {
		rows = append(rows, kit.Row{Key: kit.T(t("pilot.said_by")), Value: kit.Name(names[s.By])})
	}
	if len(s.Answers) == 0 {
		rows = append(rows, kit.Row{Key: kit.T(t("pilot.answer")), Value: kit.T(t("pilot.answer_due", "day", r.L.Day(p.Due(s))))})
	}
	for _, a := range s.Answers {
		what := kit.T(t("pilot.decide_"+a.Decide) + dot + r.L.Day(a.At.Format("2006-01-02"))) // i18n: prefix pilot.decide_
		rows = append(rows, kit.Row{Key: kit.T(t("pilot.answer")), Value: kit.Join(what, desk.Para(desk.Words(a.Why)))})
	}
	return kit.SummaryList{Card: &kit.Card{Title: kit.T(pilotRule(r, s.Rule)), HeadingLevel: 3, Actions: actions}, Rows: rows}
}
