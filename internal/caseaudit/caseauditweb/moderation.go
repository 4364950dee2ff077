package caseauditweb

import (
	"slices"
	"strings"

	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) twiceRoutes() []page.Route {
	return []page.Route{
		page.Get("/audits/{read}/moderation", permit.ModerateCases, web.showModeration),
		page.Get("/audits/{read}/agreement", permit.ModerateCases, web.showAgreement),
		page.Get("/audits/{read}/agreement/{figures}", permit.ModerateCases, web.takeRatings),
		page.Get("/audits/{read}/cases/{talked}/talk", permit.ReadCases, web.showTalk),
		page.Post("/audits/{read}/cases/{talked}/talk", permit.ReadCases, web.saveAskTalk),
		page.Get("/audits/{read}/cases/{talked}/talk/{matter}", permit.ModerateCases, web.showSettle),
		page.Post("/audits/{read}/cases/{talked}/talk/{matter}", permit.ModerateCases, web.saveSettle),
		page.Post("/audits/{read}/cases/{talked}/answer/{settlement}", permit.ReadCases, web.saveAnswer),
	}
}

// looking is what the pages about readings need beside each other.
type looking struct {
	r      *page.Request
	m      caseaudit.Moderated
	people []account.Person
}

func (web *Web) showModeration(r *page.Request) (*page.Answer, error) {
	m, err := web.audits.Talks(r.Context(), r.Who, r.Path("read"))
	if err != nil {
		return nil, err
	}
	people, err := web.audits.Auditors(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, l := r.L.T, looking{r, m, people}
	v := desk.Page{Title: t("twice.title"), Lead: t("twice.lead"), Wide: true, Before: []kit.Content{desk.Para(desk.Words(m.Programme.Plan.Purpose))}}
	var settled, same, once, gone []kit.Content
	talk := 0
	for _, one := range m.Talks {
		line := desk.Link(t("audit.case_title", "case", one.Case.Unit.ID), l.at(one))
		switch {
		case one.Gone:
			gone = append(gone, kit.T(one.Case.Unit.ID))
		case len(one.Left()) > 0 || one.Asked():
			talk++
			v.Before = append(v.Before, l.toTalk(one))
		case len(one.Differing()) > 0:
			settled = append(settled, line)
		case one.Twice():
			same = append(same, line)
		default:
			once = append(once, line)
		}
	}
	if talk == 0 {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("twice.none_to_talk"))})
	}
	for _, part := range []struct {
		key  string
		list []kit.Content
	}{{"settled", settled}, {"same", same}, {"once", once}, {"destroyed", gone}} {
		if len(part.list) > 0 {
			v.Before = append(v.Before, desk.Part(part.key, t("twice.part_"+part.key), desk.Para(kit.T(t("twice.part_"+part.key+"_lead"))), desk.Bullets(part.list...))) // i18n: prefix twice.part_
		}
	}
	v.After = []kit.Content{desk.Part("statistics", t("twice.statistics"), desk.Para(kit.T(t("twice.statistics_lead")+space), desk.Link(t("twice.statistics_go"), audit(m.Programme.ID, "/agreement"))))}
	return v.Answer(nil).Back(audit(m.Programme.ID, "")), nil
}

func (l looking) at(t caseaudit.Talk) string {
	return audit(l.m.Programme.ID, "/cases/"+t.Case.ID+"/talk")
}

// toTalk is one case to talk about: each outcome on which its two readings differ, side by side.
func (l looking) toTalk(one caseaudit.Talk) kit.Content {
	var parts []kit.Content
	if one.Asked() {
		parts = append(parts, desk.Para(kit.T(l.r.L.T("twice.asked"))))
	}
	for _, outcome := range outcomesOf(one.Left()) {
		parts = append(parts, l.outcome(one, outcome, one.Left()))
	}
	parts = append(parts, desk.Para(desk.Link(l.r.L.T("twice.open", "case", one.Case.Unit.ID), l.at(one))))
	return desk.Part("case-"+one.Case.ID, l.r.L.T("audit.case_title", "case", one.Case.Unit.ID), parts...)
}

// outcomesOf lists the outcomes of some matters, in their order.
func outcomesOf(list []caseaudit.Matter) (codes []string) {
	for _, m := range list {
		if !slices.Contains(codes, m.Outcome) {
			codes = append(codes, m.Outcome)
		}
	}
	return codes
}

func (l looking) text(code string) kit.Content {
	if l.m.Edition == nil {
		return kit.T(code)
	}
	if text := textOf(l.m.Edition, code); text != "" {
		return worded(l.m.Edition, text)
	}
	return kit.T(code)
}

// outcome sets beside each other what was found of one outcome: what the young person said first, then those matters that are
// asked for.
func (l looking) outcome(one caseaudit.Talk, code string, matters []caseaudit.Matter) kit.Content {
	t := l.r.L.T
	var words []kit.Content
	for _, r := range one.Readings {
		if said := r.Reading.Outcomes[code].Words; said != "" {
			words = append(words, kit.Quote{Words: said, By: kit.T(t("twice.said_by"))})
		}
	}
	if len(words) == 0 {
		words = append(words, desk.Para(kit.T(t("twice.no_words"))))
	}
	head := []kit.Cell{{Text: kit.T(t("twice.what"))}}
	for i := range one.Readings {
		head = append(head, kit.Cell{Text: kit.T(t("twice.reading_" + []string{"one", "other"}[min(i, 1)]))}) // i18n: prefix twice.reading_
	}
	table := kit.Table{Caption: t("twice.side_by_side"), CaptionClass: "govuk-visually-hidden", Head: append(head, kit.Cell{Text: kit.T(t("twice.holds"))}), RowHeaders: true}
	for _, m := range matters {
		if m.Outcome != code {
			continue
		}
		row := []kit.Cell{{Text: l.matter(m)}}
		for _, r := range one.Readings {
			row = append(row, kit.Cell{Text: l.said(r.Reading, m)})
		}
		table.Rows = append(table.Rows, append(row, kit.Cell{Text: l.holds(one, m)}))
	}
	return kit.Join(append(append([]kit.Content{third(l.text(code))}, words...), kit.Scroll{Label: t("twice.side_by_side") + dot + one.Case.Unit.ID + dot + code, Body: table})...)
}

func (l looking) matter(m caseaudit.Matter) kit.Content {
	if m.Item == "" {
		return kit.T(l.r.L.T("twice.grade"))
	}
	return l.text(m.Item)
}

// said is what one reading says of one matter: what was found, why, and on what that rests.
func (l looking) said(reading caseaudit.Reading, m caseaudit.Matter) kit.Content {
	o := reading.Outcomes[m.Outcome]
	parts := []kit.Content{desk.Para(l.value(m, reading.Value(m)))}
	note, evidence := o.Why, []caseaudit.Evidence(nil)
	if m.Item != "" {
		note, evidence = o.Items[m.Item].Note, o.Items[m.Item].Evidence
	}
	if note != "" {
		parts = append(parts, desk.Para(desk.Words(note)))
	}
	var rests []kit.Content
	for _, e := range evidence {
		rests = append(rests, kit.Join(kit.T(l.r.L.T("twice.place_"+e.Place)), kit.T(colon), desk.Words(e.Where))) // i18n: prefix twice.place_
	}
	if len(rests) > 0 {
		parts = append(parts, desk.Bullets(rests...))
	}
	return kit.Join(parts...)
}

// value is a finding or a grade in words.
func (l looking) value(m caseaudit.Matter, value string) kit.Content {
	switch {
	case value == "":
		return kit.T(l.r.L.T("twice.nothing"))
	case m.Item != "":
		return kit.T(l.r.L.T("twice.found_" + value)) // i18n: prefix twice.found_
	}
	return gradeName(l.r, l.m.Programme.Plan.Scale, value)
}

// gradeName is what a grade is called: by the organisation that made the scale, or in the messages for one that is shipped.
func gradeName(r *page.Request, scale *caseaudit.Scale, code string) kit.Content {
	if scale != nil {
		if at := scale.Place(code); at > 0 && scale.Points[at-1].Name != "" {
			return kit.Name(scale.Points[at-1].Name)
		}
		if key := "twice.grade_" + strings.ReplaceAll(scale.ID, "-", "_") + "_" + code; r.L.Has(key) { // i18n: prefix twice.grade_
			return kit.T(r.L.T(key))
		}
	}
	return kit.In("", "", code)
}

// holds is what was settled of a matter, or that it waits.
func (l looking) holds(one caseaudit.Talk, m caseaudit.Matter) kit.Content {
	if s := one.Settled(m); s != nil {
		return kit.Join(desk.Para(l.value(m, s.Text.Value)), desk.Para(desk.Words(s.Text.Why)))
	}
	if value, ok := one.Holds(m); ok {
		return desk.Para(l.value(m, value))
	}
	return desk.Para(kit.Tag{Text: kit.T(l.r.L.T("twice.to_settle"))})
}

func (web *Web) showTalk(r *page.Request) (*page.Answer, error) { return web.talkPage(r, nil) }

// talkPage is one case that was read: both readings whole, what was settled with its reasons, and what its readers say to that.
func (web *Web) talkPage(r *page.Request, wrong error) (*page.Answer, error) {
	m, err := web.audits.Talk(r.Context(), r.Who, r.Path("read"), r.Path("talked"))
	if err != nil {
		return nil, err
	}
	people, err := web.audits.Auditors(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, l, one := r.L.T, looking{r, m, people}, m.Talks[0]
	problems := desk.ProblemsOf(r, wrong, "words")
	v := desk.Page{Title: t("twice.talk_title", "case", one.Case.Unit.ID), Lead: t("twice.talk_lead"), Problems: problems.Summary(), Wide: true}
	if one.Gone {
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(t("twice.gone"))}}
		return v.Answer(wrong).Back(audit(m.Programme.ID, "/cases/"+one.Case.ID)), nil
	}
	v.After = []kit.Content{concernLink(r, m.Programme.ID, one.Case.ID)}
	v.Before = append(v.Before, l.lives(one))
	var parts []kit.Content
	for _, code := range outcomesOf(one.Matters) {
		parts = append(parts, l.outcome(one, code, one.Matters))
		if one.MayModerate(r.Who) {
			parts = append(parts, desk.Para(desk.Link(t("twice.settle_this", "outcome", code), l.at(one)+"/"+code)))
		}
	}
	v.Before = append(v.Before, desk.Part("outcomes", t("twice.outcomes"), parts...))
	if len(one.Said) > 0 {
		v.Before = append(v.Before, l.log(one, problems))
	}
	if one.Reader(r.Who.ID) {
		v.Fields = []kit.Content{desk.Note(r, problems, "words", "twice.ask")}
		v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("twice.ask_go")), Kind: kit.Secondary, Once: true}}
	}
	back := audit(m.Programme.ID, "/cases/"+one.Case.ID)
	if permit.Could(r.Who, permit.ModerateCases) {
		back = audit(m.Programme.ID, "/moderation")
	}
	return v.Answer(wrong).Back(back), nil
}

// lives is what life is like for the young person, and how the readers know.
func (l looking) lives(one caseaudit.Talk) kit.Content {
	t := l.r.L.T
	var parts []kit.Content
	for i, r := range one.Readings {
		parts = append(parts, third(kit.T(t("twice.reading_"+[]string{"one", "other"}[min(i, 1)]))), // i18n: prefix twice.reading_
			desk.Para(desk.Words(r.Reading.Life)), desk.Para(desk.Words(r.Reading.Know)))
	}
	return desk.Part("life", t("twice.life"), parts...)
}

// log is everything that was said of the case since it was read, the earlier settlements too; whoever read it may answer.
func (l looking) log(one caseaudit.Talk, p page.Problems) kit.Content {
	t := l.r.L.T
	var parts []kit.Content
	for _, m := range one.Said {
		at := caseaudit.Matter{Outcome: m.Outcome, Item: m.Item}
		line := []kit.Content{kit.T(l.r.L.Moment(m.At) + dot + t("twice.log_"+string(m.Kind)) + colon), kit.Name(nameOf(l.r, l.people, m.By))} // i18n: prefix twice.log_
		if m.Kind != caseaudit.ModerationAsked {
			line = append(line, kit.T(dot), l.text(m.Outcome), kit.T(dot), l.matter(at))
		}
		if m.Kind == caseaudit.ModerationSettled {
			line = append(line, kit.T(colon), l.value(at, m.Text.Value))
		}
		parts = append(parts, desk.Para(line...), desk.Para(desk.Words(m.Text.Why)))
		if m.Kind == caseaudit.ModerationSettled && one.Reader(l.r.Who.ID) {
			name := "answer-" + m.ID
			parts = append(parts, kit.Details{Summary: kit.T(t("twice.answer")), Open: p.Of(name) != nil, Body: desk.Post(audit(l.m.Programme.ID, "/cases/"+one.Case.ID+"/answer/"+m.ID), nil,
				kit.Textarea{Name: name, Label: desk.Label(l.r, "twice.answer_words"), Rows: 2, Value: l.r.Form.Raw(name), Error: p.Of(name)}, kit.Button{Text: kit.T(t("twice.answer_go")), Kind: kit.Secondary, Once: true})})
		}
	}
	return desk.Part("log", t("twice.log"), parts...)
}

func (web *Web) saveAskTalk(r *page.Request) (*page.Answer, error) {
	words := r.Form.Words("words", 2000)
	err := r.Form.Err()
	if err == nil {
		err = web.audits.AskTalk(r.Context(), r.Who, r.Path("read"), r.Path("talked"), words)
	}
	return web.afterTalk(r, err)
}

func (web *Web) saveAnswer(r *page.Request) (*page.Answer, error) {
	name := "answer-" + r.Path("settlement")
	words := r.Form.Words(name, 2000)
	if words == "" {
		r.Form.Add(name, "problem.required")
	}
	err := r.Form.Err()
	if err == nil {
		err = web.audits.AnswerSettled(r.Context(), r.Who, r.Path("read"), r.Path("talked"), r.Path("settlement"), words)
	}
	return web.afterTalk(r, err)
}

func (web *Web) afterTalk(r *page.Request, err error) (*page.Answer, error) {
	if desk.ToMend(err) {
		return web.talkPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(r.Path("read"), "/cases/"+r.Path("talked")+"/talk")), nil
}
