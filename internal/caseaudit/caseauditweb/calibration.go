package caseauditweb

import (
	"slices"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) calibrationRoutes() []page.Route {
	return []page.Route{
		page.Get("/calibration", permit.ReadCases, web.showRounds),
		page.Post("/calibration", permit.ModerateCases, web.saveRound),
		page.Get("/calibration/{common}", permit.ReadCases, web.showRound),
		page.Post("/calibration/{common}", permit.ReadCases, web.saveRoundAnswer),
		page.Post("/calibration/{common}/close", permit.ModerateCases, web.saveRoundClosed),
	}
}

// inOwn is a text of an invented case in the reader's language, or in English and marked so.
func inOwn(r *page.Request, t caseaudit.Translated) kit.Content {
	text, lang := t.In(r.L.Tag())
	return kit.In(lang, i18n.Dir(lang), text)
}

func titleOf(r *page.Request, c caseaudit.InventedCase) string {
	text, _ := c.Title.In(r.L.Tag())
	return text
}

func (web *Web) showRounds(r *page.Request) (*page.Answer, error) { return web.roundsPage(r, nil) }

func (web *Web) roundsPage(r *page.Request, wrong error) (*page.Answer, error) {
	list, err := web.audits.Rounds(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "case")
	v := desk.Page{Title: t("calibration.title"), Lead: t("calibration.lead"), Problems: p.Summary()}
	var open, closed []kit.Content
	for _, one := range list {
		lines := &open
		if !one.Open() {
			lines = &closed
		}
		*lines = append(*lines, kit.Join(desk.Link(titleOf(r, one.Case), "/calibration/"+one.ID), kit.T(dot+t("calibration.begun", "day", r.L.Day(one.BegunAt.Format("2006-01-02"))))))
	}
	if len(open) > 0 {
		v.Before = append(v.Before, desk.Part("open", t("calibration.open"), desk.Bullets(open...)))
	}
	if len(closed) > 0 {
		v.Before = append(v.Before, desk.Part("closed", t("calibration.closed_title"), desk.Bullets(closed...)))
	}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("calibration.none"))))
	}
	if permit.Could(r.Who, permit.ModerateCases) {
		radios := kit.Radios{Name: "case", Legend: desk.Legend(r, "calibration.which"), Value: r.Form.Raw("case"), Error: p.Of("case")}
		for _, c := range caseaudit.InventedCases() {
			radios.Items = append(radios.Items, kit.Choice{Value: c.ID, Text: inOwn(r, c.Title), Hint: kit.T(r.L.N("calibration.indicators", len(c.Items())))})
		}
		v.Hidden, v.Fields, v.Buttons = []desk.Hidden{desk.FormID(r)}, []kit.Content{radios}, []kit.Content{desk.Button(r, "calibration.begin")}
	}
	return v.Answer(wrong).Back("/audits"), nil
}

func (web *Web) saveRound(r *page.Request) (*page.Answer, error) {
	var codes []string
	for _, c := range caseaudit.InventedCases() {
		codes = append(codes, c.ID)
	}
	id, invented := r.Form.ID("as"), r.Form.Choice("case", codes...)
	if invented == "" {
		r.Form.Add("case", "problem.required_choice")
	}
	err := r.Form.Err()
	if err == nil {
		err = web.audits.BeginRound(r.Context(), r.Who, id, invented)
	}
	if desk.ToMend(err) {
		return web.roundsPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/calibration/" + id), nil
}

func (web *Web) showRound(r *page.Request) (*page.Answer, error) { return web.roundPage(r, nil) }

// roundPage is one round: the invented case and what is asked of it; or, once it is closed, how the answers spread.
func (web *Web) roundPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.audits.Round(r.Context(), r.Who, r.Path("common"))
	if err != nil {
		return nil, err
	}
	t, c := r.L.T, one.Round.Case
	p := desk.ProblemsOf(r, wrong, "found-"+c.Items()[0].Item)
	v := desk.Page{Title: titleOf(r, c), Lead: t("calibration.invented"), Problems: p.Summary(), Wide: !one.Round.Open()}
	file := make([]kit.Content, 0, len(c.Parts))
	for _, part := range c.Parts {
		file = append(file, third(inOwn(r, part.Heading)), written(inOwn(r, part.Text)))
	}
	switch {
	case !one.Round.Open():
		v.Before = append(v.Before, spread(r, one)...)
		v.Before = append(v.Before, kit.Details{Summary: kit.T(t("calibration.file")), Body: kit.Join(file...)})
	case one.Mine != nil:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("calibration.answered"))}, desk.Part("file", t("calibration.file"), file...))
	default:
		v.Before = append(v.Before, desk.Part("file", t("calibration.file"), file...))
		v.Fields, v.Buttons = roundFields(r, p, c), []kit.Content{desk.Button(r, "calibration.keep")}
	}
	if one.Round.Open() && permit.Could(r.Who, permit.ModerateCases) {
		v.After = []kit.Content{desk.Part("close", t("calibration.close"), desk.Para(kit.T(t("calibration.close_lead"))),
			desk.Post("/calibration/"+one.Round.ID+"/close", nil, kit.Button{Text: kit.T(t("calibration.close_go")), Kind: kit.Secondary, Once: true}))}
	}
	return v.Answer(wrong).Back("/calibration"), nil
}

// roundFields ask what is found of each indicator of the case.
func roundFields(r *page.Request, p page.Problems, c caseaudit.InventedCase) (list []kit.Content) {
	ed := caseaudit.InventedEdition()
	list = append(list, desk.Para(kit.T(r.L.T("calibration.once"))))
	outcome := ""
	for _, m := range c.Items() {
		if m.Outcome != outcome {
			outcome = m.Outcome
			list = append(list, desk.Part("outcome-"+outcome, r.L.T("calibration.outcome")+space+outcome, desk.Para(worded(ed, textOf(ed, outcome)))))
		}
		found, note := "found-"+m.Item, "note-"+m.Item
		list = append(list, kit.Radios{Name: found, Legend: kit.Legend{Text: worded(ed, textOf(ed, m.Item)), Size: "s"}, Class: "govuk-radios--small", Items: desk.Choices(r, "twice.found_", caseaudit.Founds), // i18n: prefix twice.found_
			Value: r.Form.Raw(found), Error: p.Of(found)},
			kit.Input{Name: note, Label: kit.Label{Text: kit.T(r.L.T("calibration.note"))}, Value: r.Form.Raw(note), Error: p.Of(note), Autocomplete: "off"})
	}
	return list
}

func (web *Web) saveRoundAnswer(r *page.Request) (*page.Answer, error) {
	id := r.Path("common")
	one, err := web.audits.Round(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	a := caseaudit.RoundAnswer{Items: map[string]caseaudit.ItemFound{}}
	for _, m := range one.Round.Case.Items() {
		a.Items[m.Item] = caseaudit.ItemFound{Found: caseaudit.Found(r.Form.Choice("found-"+m.Item, desk.Codes(caseaudit.Founds)...)), Note: r.Form.Line("note-"+m.Item, 500)}
	}
	if err = r.Form.Err(); err == nil {
		err = web.audits.AnswerRound(r.Context(), r.Who, id, a)
	}
	return web.afterRound(r, err)
}

func (web *Web) saveRoundClosed(r *page.Request) (*page.Answer, error) {
	return web.afterRound(r, web.audits.CloseRound(r.Context(), r.Who, r.Path("common")))
}

func (web *Web) afterRound(r *page.Request, err error) (*page.Answer, error) {
	if desk.ToMend(err) {
		return web.roundPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/calibration/" + r.Path("common")), nil
}

// spread is what came of a closed round, outcome by outcome: the worked answer with its reason, what whoever asks found, how all
// answers spread, and what to talk about. Nobody is named, and nobody is told how many they got right.
func spread(r *page.Request, one caseaudit.RoundPage) (list []kit.Content) {
	t, c, ed := r.L.T, one.Round.Case, caseaudit.InventedEdition()
	list = append(list, desk.Para(kit.T(r.L.N("calibration.readers", one.Readers))))
	if one.Too == "readers" {
		list = append(list, kit.InsetText{Text: kit.T(t("calibration.too_few_readers", "fewest", caseaudit.FewestReaders))})
	}
	outcome := ""
	var table kit.Table
	flush := func() {
		if outcome != "" {
			list = append(list, desk.Part("outcome-"+outcome, t("calibration.outcome")+space+outcome, desk.Para(worded(ed, textOf(ed, outcome))), kit.Scroll{Label: t("calibration.answers") + dot + outcome, Body: table},
				desk.Para(kit.T(t("calibration.discuss")+colon), inOwn(r, c.Answers[outcome].Discuss))))
		}
	}
	for _, m := range c.Items() {
		if m.Outcome != outcome {
			flush()
			outcome = m.Outcome
			table = kit.Table{Caption: t("calibration.answers"), CaptionClass: "govuk-visually-hidden", RowHeaders: true,
				Head: []kit.Cell{{Text: kit.T(t("twice.what"))}, {Text: kit.T(t("calibration.mine"))}, {Text: kit.T(t("calibration.all"))}, {Text: kit.T(t("calibration.worked"))}}}
		}
		worked := c.Answers[m.Outcome].Items[m.Item]
		table.Rows = append(table.Rows, []kit.Cell{{Text: worded(ed, textOf(ed, m.Item))}, {Text: mine(r, one, m.Item)}, {Text: spreadOf(r, one, m.Item)},
			{Text: kit.Join(desk.Para(kit.T(t("twice.found_"+string(worked.Found)))), desk.Para(inOwn(r, worked.Why)))}}) // i18n: prefix twice.found_
	}
	flush()
	if len(one.Results) > 0 {
		part := caseaudit.AgreementPart{Results: one.Results}
		list = append(list, kit.Details{Summary: kit.T(t("twice.statistics")), Body: kit.Join(desk.Para(kit.T(t("calibration.statistics_lead"))), looking{r: r}.coefficients(part), desk.Bullets(kit.T(t("twice.read_none_alone")), kit.T(t("twice.read_paradox"))))})
	}
	return list
}

func mine(r *page.Request, one caseaudit.RoundPage, item string) kit.Content {
	if one.Mine == nil {
		return kit.T(r.L.T("calibration.not_read"))
	}
	a := one.Mine.Items[item]
	parts := []kit.Content{desk.Para(kit.T(r.L.T("twice.found_" + string(a.Found))))} // i18n: prefix twice.found_
	if a.Note != "" {
		parts = append(parts, desk.Para(desk.Words(a.Note)))
	}
	return kit.Join(parts...)
}

// spreadOf says how many gave which answer to one indicator, in the order that they are offered in.
func spreadOf(r *page.Request, one caseaudit.RoundPage, item string) kit.Content {
	if one.Spread == nil {
		return kit.T(r.L.T("calibration.not_shown"))
	}
	var lines []kit.Content
	for _, f := range slices.Clone(caseaudit.Founds) {
		if n := one.Spread[item][f]; n > 0 {
			lines = append(lines, kit.T(r.L.T("twice.found_"+string(f))+colon+r.L.Number(n))) // i18n: prefix twice.found_
		}
	}
	return desk.Bullets(lines...)
}
