package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

func (web *Pilots) showMine(r *page.Request) (*page.Answer, error) { return web.minePage(r, nil) }

// minePage is a worker's own part: what is next, in plain words, and what they noted.
func (web *Pilots) minePage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.PilotPart(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("pilot.your_part"), Lead: t("pilot.mine_lead"), Problems: desk.ProblemsOf(r, wrong, "next").Summary()}
	if d := desk.Done(r, "pilot.done_", "ready", "held", "week", "stop"); d != nil { // i18n: prefix pilot.done_
		v.Before = append(v.Before, d)
	}
	switch {
	case p.State() == caseaudit.PilotClosed:
		v.Before = append(v.Before, desk.Para(kit.T(t("pilot.mine_closed")+space), desk.Link(t("pilot.to_report"), pilotAt(p.ID, "/report"))))
	case p.State() == caseaudit.PilotCounted:
		v.Before = append(v.Before, desk.Para(kit.T(t("pilot.mine_over"))))
	case p.Stopping:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("pilot.stopped_now"))})
	case p.Paused:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("pilot.waits_now"))})
	}
	if p.State() == caseaudit.PilotRunning {
		v.Before = append(v.Before, web.nextPart(r, p), desk.Part("young", t("pilot.young"), desk.Para(kit.T(t("pilot.young_lead"))), web.youngWays(r, p.Pilot)))
	}
	if p.State() != caseaudit.PilotClosed {
		v.Before = append(v.Before, desk.Part("stop", t("pilot.say_stop"), desk.Para(kit.T(t("pilot.say_stop_lead"))),
			kit.Button{Text: kit.T(t("pilot.say_stop")), Href: pilotAt(p.ID, "/stop"), Kind: kit.Warning}))
	}
	if len(p.Stops) > 0 {
		var cards []kit.Content
		for _, s := range p.Stops {
			cards = append(cards, pilotStopCard(r, p.Pilot, s, nil))
		}
		v.Before = append(v.Before, desk.Part("stops", t("pilot.your_stops"), cards...))
	}
	v.Before = append(v.Before, pilotNotesPart(r, p)...)
	rows := append([]kit.Row{{Key: kit.T(t("pilot.leads")), Value: kit.Name(p.Lead)}}, pilotPlanRows(r, p.Pilot, nil)...)
	v.Before = append(v.Before, desk.Part("plan", t("pilot.plan"), kit.SummaryList{Rows: rows}, kit.SummaryList{Card: &kit.Card{Title: kit.T(t("pilot.rules")), HeadingLevel: 3}, Rows: pilotRuleRows(r, p.Pilot)}))
	return v.Answer(wrong).Back("/pilots"), nil
}

// nextPart is what comes next for one worker. It counts nobody else.
func (web *Pilots) nextPart(r *page.Request, p caseaudit.PilotPart) kit.Content {
	if !p.Has(r.Who.ID) {
		return desk.Para(kit.T(r.L.T("pilot.not_worker")))
	}
	t, week := r.L.T, p.Week(p.Now)
	parts := []kit.Content{desk.Para(kit.T(t("pilot.week_of", "week", min(week, p.Plan.Weeks), "weeks", p.Plan.Weeks)))}
	list := kit.TaskList{IDPrefix: "next"}
	done := kit.Content(kit.T(t("pilot.is_done")))
	if p.Ready() {
		list.Items = append(list.Items, kit.Task{Title: kit.T(t("pilot.next_ready")), Status: done})
	}
	held := len(p.Held())
	for i := range max(p.Plan.Each, held) {
		task := kit.Task{Title: kit.T(t("pilot.next_talk", "number", i+1))}
		switch {
		case i < held:
			task.Status = done
		case i == held && !p.Paused && !p.Stopping:
			task.Href, task.Hint = pilotAt(p.ID, "/held"), kit.T(t("pilot.next_talk_hint"))
		}
		list.Items = append(list.Items, task)
	}
	weekly := kit.Task{Title: kit.T(t("pilot.next_week")), Hint: kit.T(t("pilot.next_week_hint")), Href: pilotAt(p.ID, "/week")}
	if p.Wrote(week) {
		weekly.Href, weekly.Status = "", done
	}
	list.Items = append(list.Items, weekly)
	if !p.Ready() {
		parts = append(parts, desk.Para(kit.T(t("pilot.ready_lead"))), desk.Lines([]string{t("pilot.ready_1"), t("pilot.ready_2"), t("pilot.ready_3"), t("pilot.ready_4")}),
			desk.Post(pilotAt(p.ID, "/ready"), []desk.Hidden{desk.FormID(r)}, desk.Button(r, "pilot.ready_go")))
	}
	parts = append(parts, list)
	if held >= p.Plan.Each && !p.Paused && !p.Stopping {
		parts = append(parts, desk.Para(kit.T(t("pilot.all_held")+space), desk.Link(t("pilot.one_more"), pilotAt(p.ID, "/held"))))
	}
	if rule, ok := p.Rule(caseaudit.RuleTime); ok && p.Minutes(week) > rule.Minutes {
		parts = append(parts, kit.InsetText{Text: kit.T(t("pilot.over_time"))})
	}
	return desk.Part("next", t("pilot.next"), parts...)
}

// pilotNotesPart is what a worker noted, for themself.
func pilotNotesPart(r *page.Request, p caseaudit.PilotPart) []kit.Content {
	if len(p.Notes) == 0 {
		return nil
	}
	t := r.L.T
	var lines []kit.Content
	for _, n := range p.Notes {
		week := t("pilot.in_week", "week", n.Week)
		switch n.Kind {
		case caseaudit.NoteHeld:
			key := "pilot.noted_talk"
			if n.Interpreter {
				key = "pilot.noted_interpreted"
			}
			lines = append(lines, kit.T(week+colon+t(key, "preparing", n.Preparing, "holding", n.Holding, "writing", n.Writing)))
		case caseaudit.NoteWeek:
			parts := []kit.Content{kit.T(week)}
			for _, one := range [][2]string{{"pilot.helped", n.Helped}, {"pilot.in_the_way", n.InWay}, {"pilot.quote", n.Quote}} {
				if one[1] != "" {
					parts = append(parts, desk.Para(kit.T(t(one[0])+dot), desk.Words(one[1])))
				}
			}
			lines = append(lines, kit.Join(parts...))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []kit.Content{desk.Part("notes", t("pilot.your_notes"), desk.Para(kit.T(t("pilot.your_notes_lead"))), desk.Bullets(lines...))}
}

// note keeps a worker's note and leads back to their part.
func (web *Pilots) note(r *page.Request, n caseaudit.WorkNote, again func(*page.Request, error) (*page.Answer, error)) (*page.Answer, error) {
	err := r.Form.Err()
	if err == nil {
		err = web.audits.NoteWork(r.Context(), r.Who, r.Path("pilot"), n)
	}
	if desk.ToMend(err) {
		return again(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(r.Path("pilot"), "/mine?done="+string(n.Kind))), nil
}

func (web *Pilots) saveReady(r *page.Request) (*page.Answer, error) {
	return web.note(r, caseaudit.WorkNote{ID: r.Form.ID("as"), Kind: caseaudit.NoteReady}, web.minePage)
}

// noting is a form of a worker's own part. Who is not in the pilot finds none.
func (web *Pilots) noting(r *page.Request, wrong error, title, lead, first string, fields func(page.Problems) []kit.Content) (*page.Answer, error) {
	p, err := web.audits.PilotPart(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	if !p.Has(r.Who.ID) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	problems := desk.ProblemsOf(r, wrong, first)
	v := desk.Page{Title: r.L.T(title), Lead: r.L.T(lead), Problems: problems.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}, Fields: fields(problems),
		Buttons: []kit.Content{desk.Button(r, "pilot.keep"), desk.Cancel(r, pilotAt(p.ID, "/mine"))},
		After:   []kit.Content{desk.Para(desk.Link(r.L.T("pilot.say_stop"), pilotAt(p.ID, "/stop")))}}
	return v.Answer(wrong).Back(pilotAt(p.ID, "/mine")), nil
}

func (web *Pilots) showHeld(r *page.Request) (*page.Answer, error) { return web.heldPage(r, nil) }

func (web *Pilots) heldPage(r *page.Request, wrong error) (*page.Answer, error) {
	return web.noting(r, wrong, "pilot.held", "pilot.held_lead", "holding", func(p page.Problems) []kit.Content { // i18n: prefix pilot.held
		t := r.L.T
		return []kit.Content{pilotNumber(r, p, "preparing", "pilot.preparing"), pilotNumber(r, p, "holding", "pilot.holding"), pilotNumber(r, p, "writing", "pilot.writing"),
			kit.Radios{Name: "interpreter", Legend: pilotLegend(r, "pilot.interpreter"), Value: r.Form.Raw("interpreter"), Error: p.Of("interpreter"),
				Items: []kit.Choice{{Value: "yes", Text: kit.T(t("pilot.yes"))}, {Value: "no", Text: kit.T(t("pilot.no"))}}}}
	})
}

func (web *Pilots) saveHeld(r *page.Request) (*page.Answer, error) {
	f := r.Form
	n := caseaudit.WorkNote{ID: f.ID("as"), Kind: caseaudit.NoteHeld, Preparing: f.Number("preparing", 0, 600), Holding: f.Number("holding", 0, 600), Writing: f.Number("writing", 0, 600)}
	switch f.Choice("interpreter", "yes", "no") {
	case "yes":
		n.Interpreter = true
	case "":
		f.Add("interpreter", "problem.required_choice")
	}
	return web.note(r, n, web.heldPage)
}

func (web *Pilots) showWeek(r *page.Request) (*page.Answer, error) { return web.weekPage(r, nil) }

func (web *Pilots) weekPage(r *page.Request, wrong error) (*page.Answer, error) {
	return web.noting(r, wrong, "pilot.week_note", "pilot.week_note_lead", "helped", func(p page.Problems) []kit.Content { // i18n: prefix pilot.week_note
		return []kit.Content{desk.Note(r, p, "helped", "pilot.helped"), desk.Note(r, p, "in_the_way", "pilot.in_the_way"), desk.Line(r, p, "quote", "pilot.quote", r.Form.Raw("quote"))}
	})
}

func (web *Pilots) saveWeek(r *page.Request) (*page.Answer, error) {
	f := r.Form
	return web.note(r, caseaudit.WorkNote{ID: f.ID("as"), Kind: caseaudit.NoteWeek, Helped: f.Words("helped", 2000), InWay: f.Words("in_the_way", 2000), Quote: f.Line("quote", 200)}, web.weekPage)
}

func (web *Pilots) showSayStop(r *page.Request) (*page.Answer, error) {
	return web.sayStopPage(r, nil)
}

// sayStopPage is where anybody in a pilot says that it should stop.
func (web *Pilots) sayStopPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.PilotPart(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "words")
	rules := kit.Radios{Name: "rule", Legend: pilotLegend(r, "pilot.which_rule"), Value: r.Form.Raw("rule"), Error: problems.Of("rule")}
	for _, rule := range p.Plan.Rules {
		rules.Items = append(rules.Items, kit.Choice{Value: rule.Code, Text: kit.T(pilotRule(r, rule.Code)), Hint: kit.Name(rule.Words)})
	}
	v := desk.Page{Title: t("pilot.say_stop"), Lead: t("pilot.say_stop_page"), Problems: problems.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Before:  []kit.Content{kit.WarningText{Text: kit.T(t("pilot.danger_first"))}},
		Fields:  []kit.Content{rules, desk.Note(r, problems, "words", "pilot.happened")},
		Buttons: []kit.Content{kit.Button{Text: kit.T(t("pilot.say_stop_go")), Kind: kit.Warning, Once: true}, desk.Cancel(r, pilotAt(p.ID, "/mine"))}}
	return v.Answer(wrong).Back(pilotAt(p.ID, "/mine")), nil
}

func (web *Pilots) saveSayStop(r *page.Request) (*page.Answer, error) {
	pilot, f := r.Path("pilot"), r.Form
	id, rule, words := f.ID("as"), f.Raw("rule"), f.Words("words", 2000)
	err := f.Err()
	if err == nil {
		err = web.audits.SayStop(r.Context(), r.Who, pilot, id, rule, words)
	}
	if desk.ToMend(err) {
		return web.sayStopPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(pilot, "/mine?done=stop")), nil
}

func (web *Pilots) showStop(r *page.Request) (*page.Answer, error) { return web.stopPage(r, nil) }

// stopPage is where a stop is answered.
func (web *Pilots) stopPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.Pilot(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "decision")
	for _, s := range p.Stops {
		if s.ID != r.Path("stop") {
			continue
		}
		rule, _ := p.Rule(s.Rule)
		v := desk.Page{Title: t("pilot.answer_stop"), Lead: t("pilot.decides_in", "who", rule.Decides, "days", r.L.N("pilot.days_n", rule.Days)), Problems: problems.Summary(),
			Before: []kit.Content{desk.Part("said", t("pilot.happened"), pilotStopCard(r, p.Pilot, s, p.Names)), kit.InsetText{Text: kit.Name(rule.Words)}}}
		if p.State() != caseaudit.PilotClosed {
			v.Hidden = []desk.Hidden{desk.FormID(r)}
			v.Fields = []kit.Content{kit.Radios{Name: "decision", Legend: pilotLegend(r, "pilot.decision"), Items: desk.Choices(r, "pilot.decide_", caseaudit.Decisions), Value: r.Form.Raw("decision"), Error: problems.Of("decision")}, // i18n: prefix pilot.decide_
				desk.Note(r, problems, "why", "pilot.why_decided")}
			v.Buttons = []kit.Content{desk.Button(r, "pilot.answer_go"), desk.Cancel(r, pilotAt(p.ID, ""))}
		}
		return v.Answer(wrong).Back(pilotAt(p.ID, "")), nil
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

func (web *Pilots) saveStop(r *page.Request) (*page.Answer, error) {
	pilot, f := r.Path("pilot"), r.Form
	id, decide, why := f.ID("as"), f.Raw("decision"), f.Words("why", 2000)
	err := f.Err()
	if err == nil {
		err = web.audits.AnswerStop(r.Context(), r.Who, pilot, r.Path("stop"), id, decide, why)
	}
	if desk.ToMend(err) {
		return web.stopPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(pilot, "?done=answered")), nil
}
