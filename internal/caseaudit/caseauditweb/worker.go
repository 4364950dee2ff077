package caseauditweb

import (
	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

func taking(r *page.Request, rest string) string { return "/taking-part/" + r.Path("case") + rest }

func (web *Web) showWorker(r *page.Request) (*page.Answer, error) { return web.workerPage(r, nil) }

// workerPage asks who works with the young person, so that they know that the case is read.
func (web *Web) workerPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, people, err := web.audits.WorkerOf(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	if err != nil {
		return nil, err
	}
	list, err := web.audits.Workers(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "worker")
	v := desk.Page{Title: t("auditway.worker"), Lead: t("auditway.worker_lead"), Problems: p.Summary()}
	switch {
	case one.Outside:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.worker_outside"))})
	case one.Left:
		v.Before = append(v.Before, kit.InsetText{Text: kit.Join(kit.T(t("auditway.worker_left")+space), names(people, one.Now))})
	case one.Told:
		v.Before = append(v.Before, desk.Para(kit.T(t("auditway.worker_is")+colon), who(r, people, one.Named)))
	}
	value := r.Form.Raw("worker")
	if value == "" && !one.Told && len(one.Now) > 0 {
		value = one.Now[0]
		v.Before = append(v.Before, desk.Para(kit.T(t("auditway.worker_now")+colon), names(people, one.Now)))
	}
	items := []kit.Option{{Value: "", Text: t("auditway.worker_choose")}}
	for _, a := range list {
		items = append(items, kit.Option{Value: a.ID, Text: a.Name})
	}
	items = append(items, kit.Option{Value: "outside", Text: t("auditway.worker_elsewhere")})
	v.Fields = []kit.Content{kit.Select{Name: "worker", Label: desk.Label(r, "auditway.worker_who"), Hint: kit.T(t("auditway.worker_who_hint")), Items: items, Value: value, Error: p.Of("worker")}}
	v.Buttons = []kit.Content{desk.Button(r, "auditway.worker_tell"), desk.Cancel(r, ofCase(r, ""))}
	return v.Answer(wrong).Back(ofCase(r, "")), nil
}

func names(people map[string]account.Person, ids []string) kit.Content {
	var parts []kit.Content
	for i, id := range ids {
		if i > 0 {
			parts = append(parts, kit.T(dot))
		}
		parts = append(parts, kit.Name(people[id].Name))
	}
	return kit.Join(parts...)
}

func (web *Web) saveWorker(r *page.Request) (*page.Answer, error) {
	worker := r.Form.Raw("worker")
	switch worker {
	case "":
		r.Form.Add("worker", "problem.required_choice")
	case "outside":
		worker = ""
	default:
		worker = r.Form.ID("worker")
	}
	err := r.Form.Err()
	if err == nil {
		err = web.audits.Tell(r.Context(), r.Who, r.Path("programme"), r.Path("case"), worker)
	}
	return settled(r, err, web.workerPage, ofCase(r, ""))
}

func talkFields(r *page.Request, p page.Problems) []kit.Content {
	return []kit.Content{desk.Note(r, p, "well", "auditway.talk_well"), desk.Note(r, p, "hard", "auditway.talk_hard"), desk.Note(r, p, "help", "auditway.talk_help"), desk.Note(r, p, "fact", "auditway.talk_fact")}
}

func readTalk(r *page.Request) (caseaudit.TalkWords, error) {
	f := r.Form
	return caseaudit.TalkWords{Well: f.Words("well", 2000), Hard: f.Words("hard", 2000), Help: f.Words("help", 2000), Fact: f.Words("fact", 2000)}, f.Err()
}

func talkLines(r *page.Request, talks []caseaudit.TalkNote, people map[string]account.Person) kit.Content {
	t := r.L.T
	var parts []kit.Content
	for _, one := range talks {
		rows := []kit.Row{{Key: kit.T(r.L.Moment(one.At)), Value: who(r, people, one.By)}}
		for _, row := range []struct{ key, text string }{{"auditway.talk_well", one.Words.Well}, {"auditway.talk_hard", one.Words.Hard}, {"auditway.talk_help", one.Words.Help}, {"auditway.talk_fact", one.Words.Fact}} {
			if row.text != "" {
				rows = append(rows, kit.Row{Key: kit.T(t(row.key)), Value: desk.Words(row.text)}) // i18n: prefix auditway.talk_
			}
		}
		parts = append(parts, kit.SummaryList{Rows: rows})
	}
	if len(parts) == 0 {
		return desk.Para(kit.T(t("auditway.talk_nothing")))
	}
	return kit.Join(parts...)
}

func (web *Web) showSitting(r *page.Request) (*page.Answer, error) { return web.sittingPage(r, nil) }

// sittingPage is the talk of auditor and worker, as the auditor sees it.
func (web *Web) sittingPage(r *page.Request, wrong error) (*page.Answer, error) {
	m, err := web.audits.Meeting(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "well")
	v := desk.Page{Title: t("auditway.talk"), Lead: t("auditway.talk_lead"), Problems: p.Summary(), Before: []kit.Content{concernLink(r, m.Programme.ID, m.Way.Case.ID)}}
	switch {
	case !m.Worker.Told:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.not_told"))})
	case m.Worker.Outside:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.worker_outside"))})
	default:
		v.Before = append(v.Before, desk.Para(kit.T(t("auditway.talk_with")+colon), names(m.People, m.Worker.Now)))
	}
	if !m.Writes && m.Way.At("completed").IsZero() {
		v.Before = append(v.Before, desk.Para(kit.T(t("auditway.talk_later"))))
	} else {
		v.Before = append(v.Before, talkLines(r, m.Talks, m.People))
	}
	if m.Writes && m.Way.Case.In() && m.Way.At("closed").IsZero() {
		v.Hidden, v.Fields, v.Buttons = []desk.Hidden{desk.FormID(r)}, talkFields(r, p), []kit.Content{desk.Button(r, "auditway.talk_keep")}
		if m.Worker.Told && m.Way.At("met").IsZero() {
			v.After = append(v.After, desk.Part("met", t("auditway.met"), desk.Post(ofCase(r, "/met"), nil, desk.Day(r, p, "day", "auditway.met_day"), desk.Button(r, "auditway.met_keep"))))
		}
	}
	if day := m.Way.At("met"); !day.IsZero() {
		v.After = append(v.After, desk.Para(kit.T(t("auditway.met_noted", "day", r.L.Day(day.Format("2006-01-02"))))))
	}
	return v.Answer(wrong).Back(ofCase(r, "")), nil
}

func (web *Web) saveTalk(r *page.Request) (*page.Answer, error) {
	id := r.Form.ID("as")
	words, err := readTalk(r)
	if err == nil {
		err = web.audits.WriteTalk(r.Context(), r.Who, r.Path("programme"), r.Path("case"), id, words)
	}
	return settled(r, err, web.sittingPage, ofCase(r, "/meeting"))
}

func (web *Web) saveMet(r *page.Request) (*page.Answer, error) {
	day := r.Form.Day("day")
	err := r.Form.Err()
	if err == nil {
		err = web.audits.HaveMet(r.Context(), r.Who, r.Path("programme"), r.Path("case"), day)
	}
	return settled(r, err, web.sittingPage, ofCase(r, "/meeting"))
}

// showTakingPart lists the cases whose worker somebody is.
func (web *Web) showTakingPart(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.TakingPart(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	var lines []kit.Content
	for _, one := range list {
		state := "auditway.part_goes_on"
		switch {
		case one.Ended:
			state = "auditway.part_ended"
		case one.Asks():
			state = "auditway.part_asks"
		}
		lines = append(lines, kit.Join(desk.NameLink(one.Way.Case.Unit.ID, "/taking-part/"+one.Way.Case.ID), kit.T(dot+t(state)+dot), desk.Words(one.Programme.Plan.Purpose)))
	}
	v := desk.Page{Title: t("auditway.taking"), Lead: t("auditway.taking_lead")}
	if len(lines) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("auditway.taking_none"))))
	} else {
		v.Before = append(v.Before, desk.Bullets(lines...))
	}
	v.After = append(v.After, desk.Para(desk.Link(t("auditway.actions"), "/audit-actions")))
	return v.Answer(nil).Back("/reviews"), nil
}

func (web *Web) showPart(r *page.Request) (*page.Answer, error) { return web.partPage(r, nil) }

// partPage is a case as its worker sees it: what is asked, what they and the auditor wrote, what was found.
func (web *Web) partPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.audits.Part(r.Context(), r.Who, r.Path("case"))
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, x := range one.Talks {
		ids = append(ids, x.By)
	}
	for _, x := range one.Feedback {
		ids = append(ids, x.By)
	}
	people, err := web.audits.People(r.Context(), r.Who, ids)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "well")
	v := desk.Page{Title: t("audit.case_title", "case", one.Way.Case.Unit.ID), Lead: t("auditway.part_lead"), Problems: p.Summary()}
	if done := desk.Done(r, "auditway.done_", "raised", "added"); done != nil { // i18n: prefix auditway.done_
		v.Before = append(v.Before, done)
	}
	open := !one.Ended && one.Way.At("closed").IsZero()
	if open {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("auditway.concern_press")), Href: taking(r, "/concern"), Kind: kit.Warning})
	} else if one.Ended {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.part_ended_why"))})
	}
	rows := []kit.Row{{Key: kit.T(t("audit.purpose")), Value: desk.Words(one.Programme.Plan.Purpose)},
		{Key: kit.T(t("audit.period")), Value: kit.T(t("audit.from_to", "from", r.L.Day(one.Programme.Plan.From), "to", r.L.Day(one.Programme.Plan.To)))},
		{Key: kit.T(t("audit.auditor")), Value: kit.Name(one.Auditor.Name)}}
	for _, wait := range one.Way.Waits {
		if wait.For == caseaudit.WaitTalk || wait.For == caseaudit.WaitFeedback {
			rows = append(rows, kit.Row{Key: kit.T(t("auditway.next")), Value: kit.T(waitText(r, wait))})
		}
	}
	v.Before = append(v.Before, kit.SummaryList{Rows: rows})
	if len(one.Feedback) > 0 {
		v.Before = append(v.Before, desk.Part("feedback", t("auditway.feedback_yours"), remarks(r, one.Feedback, people)))
		if open {
			v.Before = append(v.Before, desk.Post(taking(r, "/answer"), []desk.Hidden{{Name: "as", Value: page.NewID()}}, desk.Note(r, p, "answer", "auditway.answer"), desk.Button(r, "auditway.answer_keep")))
		}
	}
	v.Before = append(v.Before, desk.Part("talk", t("auditway.talk"), desk.Para(kit.T(t("auditway.talk_worker"))), talkLines(r, one.Talks, people)))
	if open {
		v.Hidden, v.Fields, v.Buttons = []desk.Hidden{desk.FormID(r)}, talkFields(r, p), []kit.Content{desk.Button(r, "auditway.talk_keep")}
	}
	return v.Answer(wrong).Back("/taking-part"), nil
}

func remarks(r *page.Request, list []caseaudit.Remark, people map[string]account.Person) kit.Content {
	var rows []kit.Row
	for _, one := range list {
		rows = append(rows, kit.Row{Key: kit.Join(who(r, people, one.By), kit.T(dot+r.L.Moment(one.At))), Value: desk.Words(one.Words)})
	}
	return kit.SummaryList{Rows: rows}
}

func (web *Web) savePart(r *page.Request) (*page.Answer, error) {
	id := r.Form.ID("as")
	words, err := readTalk(r)
	if err == nil {
		err = web.audits.SayInTalk(r.Context(), r.Who, r.Path("case"), id, words)
	}
	return settled(r, err, web.partPage, taking(r, "?done=added"))
}

func (web *Web) saveFedBackAnswer(r *page.Request) (*page.Answer, error) {
	id, words := r.Form.ID("as"), r.Form.Words("answer", 2000)
	err := r.Form.Err()
	if err == nil {
		err = web.audits.AnswerFeedback(r.Context(), r.Who, r.Path("case"), id, words)
	}
	return settled(r, err, web.partPage, taking(r, "?done=added"))
}
