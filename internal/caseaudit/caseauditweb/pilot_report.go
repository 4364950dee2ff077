package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// pilotFigure is a protected pilotFigure as it is read here: its value, or its symbol.
func pilotFigure(r *page.Request, p disclosure.Protected) string {
	if v, decimals, ok := p.Value(); ok && decimals == 0 {
		return r.L.Number(int(v))
	}
	return p.String()
}

// pilotFigures is a table of figures: its heading, and each line's name and figure. Withheld says why there is none.
type pilotFigures struct {
	ID, Heading string
	Rows        [][2]string
	Withheld    string // why nothing of it is shown; "" where something is
	Notes       []string
}

// pilotTables are all figures of a counted pilot, in their order.
func pilotTables(r *page.Request, c caseaudit.PilotResult) (list []pilotFigures) {
	t := r.L.T
	for _, question := range caseaudit.Questions {
		list = append(list, pilotTable(r, "asked-"+question, t("pilot.asked_"+question), c.Answers[question], "given")) // i18n: prefix pilot.asked_
	}
	return append(list, pilotTable(r, "talks", t("pilot.talks"), c.Held, "talk"), pilotTable(r, "time", t("pilot.time"), c.Time, "time"))
}

func pilotTable(r *page.Request, id, heading string, rel disclosure.Released, of string) pilotFigures {
	t, f := r.L.T, pilotFigures{ID: id, Heading: heading}
	if why := rel.Withheld(); why != "" {
		f.Withheld = t("pilot.withheld_" + of) // i18n: prefix pilot.withheld_
		return f
	}
	for j, code := range rel.Columns {
		f.Rows = append(f.Rows, [2]string{t("pilot." + of + "_" + code), pilotFigure(r, rel.Cell(0, j))}) // i18n: prefix pilot.given_ // i18n: prefix pilot.talk_ // i18n: prefix pilot.time_
	}
	f.Rows = append(f.Rows, [2]string{t("pilot.together"), pilotFigure(r, rel.Total())})
	if rel.Hides() {
		f.Notes = append(f.Notes, t("pilot.symbol_c"))
	}
	f.Notes = append(f.Notes, t("pilot.rounded", "to", int(rel.Rules().Round)))
	return f
}

// pilotFigurePart is a table on a page.
func pilotFigurePart(r *page.Request, f pilotFigures) kit.Content {
	if f.Withheld != "" {
		return desk.Part(f.ID, f.Heading, kit.InsetText{Text: kit.T(f.Withheld)})
	}
	table := kit.Table{Caption: f.Heading, CaptionClass: "govuk-visually-hidden", RowHeaders: true, Head: []kit.Cell{{Text: kit.T(r.L.T("pilot.what"))}, {Text: kit.T(r.L.T("pilot.how_many")), Numeric: true}}}
	for _, row := range f.Rows {
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(row[0])}, {Text: kit.T(row[1]), Numeric: true}})
	}
	return desk.Part(f.ID, f.Heading, table, desk.Lines(f.Notes))
}

// pilotResultParts are what a counted pilot says.
func pilotResultParts(r *page.Request, p caseaudit.PilotPage) (parts []kit.Content) {
	for _, f := range pilotTables(r, *p.Counted) {
		parts = append(parts, pilotFigurePart(r, f))
	}
	return append(parts, pilotSaidParts(r, *p.Counted)...)
}

// pilotSaidParts are what young people wrote and somebody looked at, and what workers chose to say.
func pilotSaidParts(r *page.Request, c caseaudit.PilotResult) (parts []kit.Content) {
	t := r.L.T
	if len(c.Kept) > 0 {
		var quotes []kit.Content
		for _, w := range c.Kept {
			quotes = append(quotes, kit.Quote{Words: w.Words, Lang: w.Lang, Dir: i18n.Dir(w.Lang)})
		}
		parts = append(parts, desk.Part("wrote", t("pilot.young_wrote"), quotes...))
	}
	if len(c.Quotes) > 0 {
		var lines []kit.Content
		for _, q := range c.Quotes {
			lines = append(lines, kit.Name(q))
		}
		parts = append(parts, desk.Part("quotes", t("pilot.workers_said"), desk.Bullets(lines...)))
	}
	return parts
}

// pilotWordsParts are what young people wrote and nobody looked at yet, each with what to look for.
func pilotWordsParts(r *page.Request, p caseaudit.PilotPage) (parts []kit.Content) {
	if p.State() != caseaudit.PilotCounted {
		return nil
	}
	t := r.L.T
	for i, w := range p.Counted.Waiting {
		look := kit.Checkboxes{Name: "looked", ID: "looked-" + w.ID, Legend: kit.Legend{Text: kit.T(t("pilot.look")), Size: "s"}, Hint: kit.T(t("pilot.look_hint"))}
		for _, point := range caseaudit.PilotChecklist {
			look.Items = append(look.Items, kit.Choice{Value: point, Text: kit.T(t("pilot.look_" + point))}) // i18n: prefix pilot.look_
		}
		body := []kit.Content{kit.Quote{Words: w.Words, Lang: w.Lang, Dir: i18n.Dir(w.Lang)}, desk.Post(pilotAt(p.ID, "/words"), []desk.Hidden{{Name: "words", Value: w.ID}}, look,
			desk.Group(kit.Button{Text: kit.T(t("pilot.look_keep")), Name: "go", Value: "keep", Once: true}, kit.Button{Text: kit.T(t("pilot.look_out")), Name: "go", Value: "out", Kind: kit.Secondary, Once: true}))}
		if i == 0 {
			parts = append(parts, desk.Part("words", t("pilot.words"), append([]kit.Content{desk.Para(kit.T(t("pilot.words_lead")))}, body...)...))
		} else {
			parts = append(parts, body...)
		}
	}
	return parts
}

func (web *Pilots) saveWords(r *page.Request) (*page.Answer, error) {
	id, f := r.Path("pilot"), r.Form
	words, looked, keep := f.ID("words"), f.Choices("looked", caseaudit.PilotChecklist...), f.Choice("go", "keep", "out")
	if err := f.Err(); err != nil {
		return nil, err
	}
	err := web.audits.CheckPilotWords(r.Context(), r.Who, id, words, keep == "keep", looked)
	if desk.ToMend(err) {
		return web.pilotPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(id, "#words")), nil
}

func (web *Pilots) saveCount(r *page.Request) (*page.Answer, error) {
	id := r.Path("pilot")
	err := web.audits.CountPilot(r.Context(), r.Who, id)
	if desk.ToMend(err) {
		return web.pilotPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(id, "?done=counted")), nil
}

func (web *Pilots) showClose(r *page.Request) (*page.Answer, error) { return web.closePage(r, nil) }

// closePage is where the closing report is written: the rules that were met stand beside the choice.
func (web *Pilots) closePage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.Pilot(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	if p.State() == caseaudit.PilotClosed && wrong == nil {
		return page.Redirect(pilotAt(p.ID, "/report")), nil
	}
	if p.Counted == nil {
		return nil, problem.New(problem.Conflict, "pilot.not_counted")
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "recommend")
	v := desk.Page{Title: t("pilot.close"), Lead: t("pilot.close_lead"), Problems: problems.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}}
	v.Before = append(v.Before, pilotFigurePart(r, pilotTables(r, *p.Counted)[2]))
	met := p.Met()
	if len(met) > 0 {
		var rules []kit.Content
		for _, code := range met {
			rule, _ := p.Rule(code)
			rules = append(rules, kit.Join(kit.T(pilotRule(r, code)+colon), kit.Name(rule.Words)))
		}
		v.Before = append(v.Before, desk.Part("met", t("pilot.met"), desk.Para(kit.T(t("pilot.met_lead"))), desk.Bullets(rules...)))
	}
	if _, known := p.Counted.Would(); !known {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("pilot.not_told"))})
	}
	choice := kit.Radios{Name: "recommend", Legend: kit.Legend{Text: kit.T(t("pilot.recommend")), Size: "m"}, Value: r.Form.Raw("recommend"), Error: problems.Of("recommend")}
	for _, code := range caseaudit.Recommendations {
		one := kit.Choice{Value: code, Text: kit.T(t("pilot.recommend_" + code))} // i18n: prefix pilot.recommend_
		if code == caseaudit.WithChanges {
			one.Conditional = desk.Note(r, problems, "changes", "pilot.changes")
		}
		choice.Items = append(choice.Items, one)
	}
	v.Fields = []kit.Content{desk.Note(r, problems, "young", "pilot.young_say"), choice, desk.Note(r, problems, "reasons", "pilot.reasons")}
	if len(met) > 0 {
		v.Fields = append(v.Fields, desk.Note(r, problems, "against", "pilot.against"))
	}
	v.Buttons = []kit.Content{desk.Button(r, "pilot.close_go"), desk.Cancel(r, pilotAt(p.ID, ""))}
	return v.Answer(wrong).Back(pilotAt(p.ID, "")), nil
}

func (web *Pilots) saveClose(r *page.Request) (*page.Answer, error) {
	id, f := r.Path("pilot"), r.Form
	report := caseaudit.PilotReport{Recommend: f.Raw("recommend"), Reasons: f.Words("reasons", 2000), Changes: f.Words("changes", 2000), Against: f.Words("against", 2000), Young: f.Words("young", 2000)}
	as := f.ID("as")
	if report.Recommend != caseaudit.WithChanges {
		report.Changes = ""
	}
	err := f.Err()
	if err == nil {
		err = web.audits.ClosePilot(r.Context(), r.Who, id, as, report)
	}
	if desk.ToMend(err) {
		return web.closePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(id, "/report")), nil
}
