package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) showReview(r *page.Request) (*page.Answer, error) { return web.reviewPage(r, nil) }

func (web *Web) reviewPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.audits.Review(r.Context(), r.Who, r.Path("review"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("review.one"), Problems: desk.ProblemsOf(r, wrong, "outcomes").Summary(), Before: []kit.Content{facts(r, one)}, Wide: true}
	mayHold := permit.Could(r.Who, permit.HoldReviews)
	v.Before = append(v.Before, toDo(r, one, mayHold && one.Review.Open()), said(r, one))
	if len(one.Review.Answers) > 0 {
		v.Before = append(v.Before, missing(r, one)...)
		v.Before = append(v.Before, young(r, one), changed(r, one))
	}
	switch {
	case mayHold && one.Review.Open() && len(one.Review.Answers) > 0:
		v.Action = at(one.Review.ID, "/finish")
		v.Fields = []kit.Content{desk.Para(kit.T(t("review.finish_lead")))}
		v.Buttons = []kit.Content{desk.Button(r, "review.finish")}
	case mayHold && !one.Review.Open():
		v.After = []kit.Content{kit.Button{Text: kit.T(t("review.repeat")), Href: at(one.Review.ID, "/again"), Kind: kit.Secondary}}
	}
	var parts []kit.Content
	for _, c := range v.Before {
		if c != nil {
			parts = append(parts, c)
		}
	}
	v.Before = parts
	return v.Answer(wrong).Back("/reviews"), nil
}

func (web *Web) finish(r *page.Request) (*page.Answer, error) {
	id := r.Path("review")
	err := web.audits.Finish(r.Context(), r.Who, id)
	if desk.ToMend(err) {
		return web.reviewPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "")), nil
}

func facts(r *page.Request, one caseaudit.Page) kit.Content {
	t, s := r.L.T, one.Review.Scope
	row := func(key string, value kit.Content) kit.Row { return kit.Row{Key: kit.T(t(key)), Value: value} }
	rows := []kit.Row{row("review.service", kit.Name(s.Service)), row("review.together", desk.Words(s.Together)),
		row("review.edition", worded(one.Edition, one.Edition.Name)), row("review.begun_on", kit.T(r.L.Day(one.Review.BegunAt.Format("2006-01-02"))))}
	if !one.Review.Open() {
		rows = append(rows, row("review.finished_on", kit.T(r.L.Day(one.Review.FinishedAt.Format("2006-01-02")))))
	}
	if s.Again != "" {
		rows = append(rows, row("review.again", kit.T(r.L.Day(s.Again))))
	}
	if one.Before != nil {
		rows = append(rows, row("review.before", desk.Link(r.L.Day(one.Before.BegunAt.Format("2006-01-02")), at(one.Before.ID, ""))))
	}
	return kit.SummaryList{Rows: rows}
}

// toDo lists the outcomes of a self-review that is open, each leading to its questions; nil where there is nothing to do.
func toDo(r *page.Request, one caseaudit.Page, mayAnswer bool) kit.Content {
	if !mayAnswer {
		return nil
	}
	list := kit.TaskList{IDPrefix: "outcome"}
	for _, code := range one.Review.Scope.Outcomes {
		o, _ := one.Edition.Outcome(code)
		status := kit.Content(kit.T(r.L.T("review.answered")))
		if _, answered := one.Review.Answers[code]; !answered {
			status = kit.Tag{Text: kit.T(r.L.T("review.not_yet"))}
		}
		list.Items = append(list.Items, kit.Task{Title: worded(one.Edition, o.Text), Status: status, Href: at(one.Review.ID, "/outcomes/"+code)})
	}
	return desk.Part("outcomes", r.L.T("review.outcomes"), list)
}

// said is what was answered, outcome by outcome, and which outcomes are not.
func said(r *page.Request, one caseaudit.Page) kit.Content {
	var parts, left []kit.Content
	for _, code := range one.Review.Scope.Outcomes {
		o, _ := one.Edition.Outcome(code)
		if a, answered := one.Review.Answers[code]; answered {
			parts = append(parts, kit.Details{Summary: worded(one.Edition, o.Text), Body: answerBody(r, one.Edition, o, a)})
		} else {
			left = append(left, worded(one.Edition, o.Text))
		}
	}
	if len(left) > 0 && !one.Review.Open() {
		parts = append(parts, desk.Para(kit.T(r.L.T("review.left"))), desk.Bullets(left...))
	}
	if len(parts) == 0 {
		return nil
	}
	return desk.Part("said", r.L.T("review.said"), parts...)
}

// answerBody is one answer to read.
func answerBody(r *page.Request, ed *framework.Edition, o framework.Outcome, a caseaudit.Answer) kit.Content {
	t := r.L.T
	table := kit.Table{Head: []kit.Cell{{Text: kit.T(t("review.item"))}, {Text: kit.T(t("review.finding"))}, {Text: kit.T(t("review.evidence"))}, {Text: kit.T(t("review.act"))}}, RowHeaders: true,
		Caption: t("review.said_caption"), CaptionClass: "govuk-visually-hidden"}
	for _, code := range caseaudit.ItemsOf(o) {
		said := a.Items[code]
		table.Rows = append(table.Rows, []kit.Cell{{Text: worded(ed, textOf(ed, code))}, {Text: kit.T(t("review.finding_" + string(said.Finding)))}, // i18n: prefix review.finding_
			{Text: orNothing(r, said.Evidence)}, {Text: act(r, said)}})
	}
	parts := []kit.Content{kit.Scroll{Body: table}}
	if a.Young == caseaudit.Heard {
		parts = append(parts, desk.Para(kit.T(t("review.young_said")+" "), desk.Words(a.Words)))
	} else {
		parts = append(parts, desk.Para(kit.T(t("review.young_not_asked_here"))))
	}
	return kit.Join(parts...)
}

func orNothing(r *page.Request, text string) kit.Content {
	if text == "" {
		return kit.T(r.L.T("review.nothing_named"))
	}
	return desk.Words(text)
}

// act says who can put something right.
func act(r *page.Request, said caseaudit.Said) kit.Content {
	if said.Act == "" {
		return kit.T(r.L.T("review.act_none"))
	}
	text := kit.T(r.L.T("review.act_" + said.Act)) // i18n: prefix review.act_
	if said.Who == "" {
		return text
	}
	return kit.Join(text, kit.T(colon), kit.Name(said.Who))
}

// missing lists what is not in place by who can put it right, what nobody knows, and what is said to be in place without
// evidence.
func missing(r *page.Request, one caseaudit.Page) (parts []kit.Content) {
	t := r.L.T
	byAct, unknown, bare := map[string][]kit.Content{}, []kit.Content{}, []kit.Content{}
	for _, outcome := range one.Review.Scope.Outcomes {
		o, _ := one.Edition.Outcome(outcome)
		for _, code := range caseaudit.ItemsOf(o) {
			said, answered := one.Review.Answers[outcome].Items[code]
			line := worded(one.Edition, textOf(one.Edition, code))
			switch {
			case !answered:
			case said.Finding == caseaudit.NotKnown:
				unknown = append(unknown, line)
			case said.Missing():
				whole := []kit.Content{line, kit.T(" · " + t("review.finding_"+string(said.Finding)))} // i18n: prefix review.finding_
				if said.Who != "" {
					whole = append(whole, kit.T(dot), kit.Name(said.Who))
				}
				byAct[said.Act] = append(byAct[said.Act], kit.Join(whole...))
			case said.Evidence == "":
				bare = append(bare, line)
			}
		}
	}
	for _, act := range append(caseaudit.Acts, "") {
		if list := byAct[act]; len(list) > 0 {
			key := act
			if key == "" {
				key = "open"
			}
			parts = append(parts, desk.Part("act-"+key, t("review.right_"+key), desk.Bullets(list...))) // i18n: prefix review.right_
		}
	}
	if len(unknown) > 0 {
		parts = append(parts, desk.Part("unknown", t("review.unknown"), desk.Para(kit.T(t("review.unknown_lead"))), desk.Bullets(unknown...)))
	}
	if len(bare) > 0 {
		parts = append(parts, desk.Part("bare", t("review.bare"), desk.Para(kit.T(t("review.bare_lead"))), desk.Bullets(bare...)))
	}
	return parts
}

// young sets what young people say beside the service's own view.
func young(r *page.Request, one caseaudit.Page) kit.Content {
	t := r.L.T
	var apart, same, unasked []kit.Content
	for _, code := range one.Review.Scope.Outcomes {
		a, answered := one.Review.Answers[code]
		if !answered {
			continue
		}
		o, _ := one.Edition.Outcome(code)
		line := worded(one.Edition, o.Text)
		switch {
		case a.Young == caseaudit.NotAsked:
			unasked = append(unasked, line)
		case a.Apart:
			apart = append(apart, kit.Join(line, kit.T(dot), desk.Words(a.Words)))
		default:
			same = append(same, kit.Join(line, kit.T(dot), desk.Words(a.Words)))
		}
	}
	var parts []kit.Content
	for _, one := range []struct {
		key  string
		list []kit.Content
	}{{"review.young_apart", apart}, {"review.young_same", same}, {"review.young_unasked", unasked}} {
		if len(one.list) > 0 {
			parts = append(parts, kit.Join(desk.Para(kit.T(t(one.key))), desk.Bullets(one.list...))) // i18n: prefix review.young_
		}
	}
	return desk.Part("young", t("review.young_title"), parts...)
}

// changed says of what something else is found than the time before; nil on a first self-review.
func changed(r *page.Request, one caseaudit.Page) kit.Content {
	if one.Before == nil {
		return nil
	}
	t, day := r.L.T, r.L.Day(one.Before.BegunAt.Format("2006-01-02"))
	list := one.Changed()
	if len(list) == 0 {
		return desk.Part("changed", t("review.changed"), desk.Para(kit.T(t("review.changed_nothing", "day", day))))
	}
	table := kit.Table{Caption: t("review.changed_caption", "day", day), CaptionClass: "govuk-visually-hidden", RowHeaders: true,
		Head: []kit.Cell{{Text: kit.T(t("review.item"))}, {Text: kit.T(t("review.then", "day", day))}, {Text: kit.T(t("review.now"))}}}
	for _, c := range list {
		table.Rows = append(table.Rows, []kit.Cell{{Text: worded(one.Edition, textOf(one.Edition, c.Item))},
			{Text: kit.T(t("review.finding_" + string(c.Before.Finding)))}, {Text: kit.T(t("review.finding_" + string(c.Now.Finding)))}}) // i18n: prefix review.finding_
	}
	return desk.Part("changed", t("review.changed"), kit.Scroll{Body: table})
}
