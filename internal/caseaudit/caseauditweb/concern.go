package caseauditweb

import (
	"slices"

	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func notFound() error { return problem.New(problem.NotFound, "problem.not_found") }

// callNow says whom to ring, before anything is asked.
func (web *Web) callNow(r *page.Request) (kit.Content, error) {
	c, err := web.audits.Contact(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	parts := []kit.Content{kit.WarningText{Text: kit.T(t("auditway.call_999"))}}
	if c.Phone == "" && c.OutOfHours == "" {
		return kit.Join(append(parts, kit.InsetText{Text: kit.T(t("auditway.call_nobody"))})...), nil
	}
	rows := []kit.Row{{Key: kit.T(t("auditway.call_name")), Value: kit.Name(c.Name)}}
	for key, number := range map[string]string{"auditway.call_phone": c.Phone} {
		if number != "" {
			rows = append(rows, kit.Row{Key: kit.T(t(key)), Value: kit.In("", "ltr", number)})
		}
	}
	if c.OutOfHours != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("auditway.call_night")), Value: kit.In("", "ltr", c.OutOfHours)})
	}
	return kit.Join(append(parts, kit.SummaryList{Rows: rows})...), nil
}

func concernFields(r *page.Request, p page.Problems, what bool) []kit.Content {
	fields := []kit.Content{desk.Note(r, p, "told", "auditway.concern_told"), desk.Line(r, p, "when", "auditway.concern_when", r.Form.Raw("when")), desk.Note(r, p, "response", "auditway.concern_response")}
	if what {
		return append([]kit.Content{desk.Note(r, p, "what", "auditway.concern_what")}, fields...)
	}
	return append(fields, desk.Note(r, p, "what", "auditway.concern_what_more"))
}

func readConcern(r *page.Request) (caseaudit.ConcernWords, error) {
	f := r.Form
	return caseaudit.ConcernWords{What: f.Words("what", 2000), Told: f.Words("told", 2000), When: f.Line("when", 200), Response: f.Words("response", 2000), Done: f.Words("done", 2000)}, f.Err()
}

func (web *Web) showConcerns(r *page.Request) (*page.Answer, error) { return web.concernsPage(r, nil) }

// concernsPage says first whom to ring, then takes down what is known, none of which has to be.
func (web *Web) concernsPage(r *page.Request, wrong error) (*page.Answer, error) {
	call, err := web.callNow(r)
	if err != nil {
		return nil, err
	}
	list, err := web.audits.Concerns(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "what")
	v := desk.Page{Title: t("auditway.concern"), Problems: p.Summary(), Before: []kit.Content{call}, Hidden: []desk.Hidden{desk.FormID(r)}}
	v.Fields = append([]kit.Content{desk.Part("write", t("auditway.concern_write"), desk.Para(kit.T(t("auditway.concern_lead"))))}, concernFields(r, p, true)...)
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("auditway.concern_keep")), Kind: kit.Warning, Once: true}, desk.Cancel(r, ofCase(r, ""))}
	var lines []kit.Content
	for _, c := range list {
		state := "auditway.concern_open"
		if !c.ClosedAt.IsZero() {
			state = "auditway.concern_settled"
		}
		line := kit.T(t("auditway.concern_raised", "at", r.L.Moment(c.RaisedAt)) + dot + t(state))
		if c.Shown {
			lines = append(lines, kit.Join(desk.Link(t("auditway.concern_raised", "at", r.L.Moment(c.RaisedAt)), ofCase(r, "/concern/"+c.ID)), kit.T(dot+t(state))))
		} else {
			lines = append(lines, kit.Join(line, kit.T(dot+t("auditway.concern_not_shown"))))
		}
	}
	if len(lines) > 0 {
		v.Before = append(v.Before, desk.Part("concerns", t("auditway.concerns"), desk.Bullets(lines...)))
	}
	return v.Answer(wrong).Back(ofCase(r, "")), nil
}

func (web *Web) saveConcern(r *page.Request) (*page.Answer, error) {
	id := r.Form.ID("as")
	words, err := readConcern(r)
	if err == nil {
		err = web.audits.Raise(r.Context(), r.Who, r.Path("programme"), r.Path("case"), id, words)
	}
	return settled(r, err, web.concernsPage, ofCase(r, "/concern/"+id+"?done=raised"))
}

func (web *Web) showConcern(r *page.Request) (*page.Answer, error) { return web.concernPage(r, nil) }

func (web *Web) concernPage(r *page.Request, wrong error) (*page.Answer, error) {
	call, err := web.callNow(r)
	if err != nil {
		return nil, err
	}
	list, err := web.audits.Concerns(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(c caseaudit.Concern) bool { return c.ID == r.Path("concern") && c.Shown })
	if i < 0 {
		return nil, notFound()
	}
	c := list[i]
	ids := []string{}
	for _, l := range c.Lines {
		ids = append(ids, l.By)
	}
	people, err := web.audits.People(r.Context(), r.Who, ids)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "told")
	v := desk.Page{Title: t("auditway.concern"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}}
	if done := desk.Done(r, "auditway.done_", "raised", "added"); done != nil { // i18n: prefix auditway.done_
		v.Before = append(v.Before, done)
	}
	if c.ClosedAt.IsZero() {
		v.Before = append(v.Before, call)
	} else {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.concern_closed_on", "at", r.L.Moment(c.ClosedAt)))})
	}
	for _, l := range c.Lines {
		v.Before = append(v.Before, concernLine(r, l, people))
	}
	if !c.ClosedAt.IsZero() {
		return v.Answer(wrong).Back(ofCase(r, "/concern")), nil
	}
	v.Fields = append([]kit.Content{desk.Part("add", t("auditway.concern_add"))}, concernFields(r, p, false)...)
	v.Buttons = []kit.Content{desk.Button(r, "auditway.concern_add_keep")}
	if c.MayClose {
		v.Fields = append(v.Fields, desk.Note(r, p, "done", "auditway.concern_done"))
		v.Buttons = append(v.Buttons, kit.Button{Text: kit.T(t("auditway.concern_close")), Name: "close", Value: "yes", Kind: kit.Secondary, Once: true})
	} else {
		v.After = append(v.After, kit.InsetText{Text: kit.T(t("auditway.concern_not_alone"))})
	}
	return v.Answer(wrong).Back(ofCase(r, "/concern")), nil
}

// concernLine is what somebody wrote about a concern at one moment.
func concernLine(r *page.Request, l caseaudit.ConcernLine, people map[string]account.Person) kit.Content {
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(r.L.Moment(l.At)), Value: who(r, people, l.By)}}
	for _, row := range []struct{ key, text string }{{"auditway.concern_what", l.Words.What}, {"auditway.concern_told", l.Words.Told}, {"auditway.concern_when", l.Words.When},
		{"auditway.concern_response", l.Words.Response}, {"auditway.concern_done", l.Words.Done}} {
		if row.text != "" {
			rows = append(rows, kit.Row{Key: kit.T(t(row.key)), Value: desk.Words(row.text)}) // i18n: prefix auditway.concern_
		}
	}
	return kit.SummaryList{Rows: rows}
}

func who(r *page.Request, people map[string]account.Person, id string) kit.Content {
	if p, ok := people[id]; ok {
		return kit.Name(p.Name)
	}
	return kit.T(r.L.T("audit.somebody"))
}

func (web *Web) saveConcernLine(r *page.Request) (*page.Answer, error) {
	id, note := r.Path("concern"), r.Form.ID("as")
	words, err := readConcern(r)
	if err == nil && r.Form.Has("close") {
		err = web.audits.CloseConcern(r.Context(), r.Who, r.Path("programme"), r.Path("case"), id, note, words)
	} else if err == nil {
		words.Done = ""
		err = web.audits.AddToConcern(r.Context(), r.Who, r.Path("programme"), r.Path("case"), id, note, words)
	}
	return settled(r, err, web.concernPage, ofCase(r, "/concern/"+id+"?done=added"))
}

func (web *Web) showPartConcern(r *page.Request) (*page.Answer, error) {
	return web.partConcernPage(r, nil)
}

// partConcernPage is the same for the worker of a case.
func (web *Web) partConcernPage(r *page.Request, wrong error) (*page.Answer, error) {
	if _, err := web.audits.Part(r.Context(), r.Who, r.Path("case")); err != nil {
		return nil, err
	}
	call, err := web.callNow(r)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "what")
	v := desk.Page{Title: t("auditway.concern"), Problems: p.Summary(), Before: []kit.Content{call}, Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  append([]kit.Content{desk.Part("write", t("auditway.concern_write"), desk.Para(kit.T(t("auditway.concern_lead"))))}, concernFields(r, p, true)...),
		Buttons: []kit.Content{kit.Button{Text: kit.T(t("auditway.concern_keep")), Kind: kit.Warning, Once: true}, desk.Cancel(r, taking(r, ""))}}
	return v.Answer(wrong).Back(taking(r, "")), nil
}

func (web *Web) savePartConcern(r *page.Request) (*page.Answer, error) {
	id := r.Form.ID("as")
	words, err := readConcern(r)
	if err == nil {
		err = web.audits.RaiseAsWorker(r.Context(), r.Who, r.Path("case"), id, words)
	}
	return settled(r, err, web.partConcernPage, taking(r, "?done=raised"))
}

// mayOpenCase reports whether somebody may see the pages of programmes.
func mayOpenCase(who permit.Actor) bool { return permit.Could(who, permit.ReadAudits) }
