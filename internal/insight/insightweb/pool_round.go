package insightweb

import (
	"encoding/hex"
	"slices"
	"strings"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/release"
)

const roundsAt = "/insight/rounds"

func (web *Web) roundRoutes() []page.Route {
	const one = roundsAt + "/{masked}"
	return []page.Route{
		page.Get(roundsAt+"/new", permit.PoolFigures, web.showNewRound),
		page.Post(roundsAt+"/new", permit.PoolFigures, web.saveNewRound),
		page.Get(roundsAt+"/take", permit.PoolFigures, web.showTake),
		page.Post(roundsAt+"/take", permit.PoolFigures, web.saveTake).WithLimit(mostUpload),
		page.Get(one, permit.PoolFigures, web.showRound),
		page.Post(one+"/roster", permit.PoolFigures, web.saveRoster),
		page.Post(one+"/contribute", permit.PoolFigures, web.saveContribute),
		page.Post(one+"/open", permit.PoolFigures, web.saveOpen),
		page.Post(one+"/combine", permit.MakeRelease, web.saveCombine),
		page.Get(one+"/files/{sent}", permit.PoolFigures, web.roundFile),
	}
}

// roundsPart is the rounds that the organisation is in.
func (web *Web) roundsPart(r *page.Request) (kit.Content, error) {
	rounds, err := web.insight.Rounds(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	body := []kit.Content{desk.Para(kit.T(t("pool.masked_lead")))}
	var lines []kit.Content
	for _, one := range rounds {
		state := "pool.round_open"
		switch {
		case one.ReleaseID != "":
			state = "pool.round_done"
		case one.OpeningID != "":
			state = "pool.round_opened"
		}
		lines = append(lines, kit.Join(desk.NameLink(one.About.About, roundsAt+"/"+one.ID), kit.T(dot+t(state)+dot+t("pool.until", "day", r.L.Day(one.About.Until)))))
	}
	if len(lines) > 0 {
		body = append(body, desk.Bullets(lines...))
	}
	body = append(body, desk.Group(kit.Button{Text: kit.T(t("pool.round_new")), Href: roundsAt + "/new"}, kit.Button{Text: kit.T(t("pool.take")), Href: roundsAt + "/take", Kind: kit.Secondary}))
	return desk.Part("masked", t("pool.masked"), body...), nil
}

func (web *Web) showNewRound(r *page.Request) (*page.Answer, error) {
	return web.newRoundPage(r, nil)
}

// questions are the measures with each way of asking them, as one choice.
func questions(r *page.Request) (items []kit.Option) {
	items = append(items, kit.Option{Text: r.L.T("pool.choose")})
	for _, m := range insight.Measures() {
		for _, by := range m.Ways() {
			names := make([]string, len(by))
			codes := []string{m.Code}
			for i, a := range by {
				names[i] = a.Title(r.L)
				codes = append(codes, string(a))
			}
			value := strings.Join(codes, " ")
			items = append(items, kit.Option{Value: value, Text: m.Title(r.L) + dot + r.L.List(names), Selected: r.Form.Raw("question") == value})
		}
	}
	return items
}

func (web *Web) newRoundPage(r *page.Request, wrong error) (*page.Answer, error) {
	partners, err := web.insight.PossibleContributors(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "about")
	v := desk.Page{Title: t("pool.round_new"), Lead: t("pool.round_new_lead"), Problems: p.Summary()}
	if len(partners) < insight.LeastContributors-1 {
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(t("pool.too_few_partners", "least", insight.LeastContributors-1))}}
		if permit.Could(r.Who, permit.ManagePartners) {
			v.After = []kit.Content{desk.Para(desk.Link(t("pool.to_partners"), "/partners"))}
		}
		return v.Answer(wrong).Back(poolsAt), nil
	}
	var with, rules []kit.Choice
	for _, one := range partners {
		key := hex.EncodeToString(one.Key)
		with = append(with, kit.Choice{Value: key, Text: kit.Name(one.Name), Checked: slices.Contains(r.Form.All("with"), key)})
	}
	for _, name := range disclosure.Names() {
		pack, _ := disclosure.Rules(name)
		rules = append(rules, kit.Choice{Value: name, Text: kit.T(insight.PackTitle(r.L, pack)), Checked: first(r.Form.Raw("rules"), disclosure.StrictDefault) == name})
	}
	v.Hidden = []desk.Hidden{desk.FormID(r)}
	v.Fields = []kit.Content{desk.Line(r, p, "about", "pool.name", r.Form.Raw("about")),
		kit.Select{Name: "question", Label: desk.Label(r, "pool.question"), Items: questions(r), Error: firstOf(p, "question", "measure")},
		kit.Checkboxes{Name: "with", Legend: desk.Legend(r, "pool.with"), Hint: kit.T(t("pool.with_hint")), Items: with, Error: p.Of("with")},
		kit.Radios{Name: "rules", Legend: desk.Legend(r, "pool.rules"), Items: rules, Error: p.Of("rules")},
		kit.Input{Name: "least", Label: desk.Label(r, "pool.least"), Hint: kit.T(t("pool.least_hint")), Value: first(r.Form.Raw("least"), "3"), InputMode: "numeric", Class: "govuk-input--width-3", Error: p.Of("least")},
		desk.Day(r, p, "until", "pool.until_day")}
	v.Buttons = []kit.Content{desk.Button(r, "pool.begin"), desk.Cancel(r, poolsAt)}
	return v.Answer(wrong).Back(poolsAt), nil
}

func firstOf(p page.Problems, names ...string) kit.Content {
	for _, n := range names {
		if c := p.Of(n); c != nil {
			return c
		}
	}
	return nil
}

func (web *Web) saveNewRound(r *page.Request) (*page.Answer, error) {
	f := r.Form
	n := insight.NewRound{ID: f.ID("as"), About: f.Required("about", 120), Rules: f.Choice("rules", disclosure.Names()...), Least: f.Number("least", insight.LeastContributors, insight.MostContributors), Until: f.Day("until")}
	question := strings.Fields(f.Raw("question"))
	if len(question) < 2 {
		f.Add("question", "problem.not_a_choice")
	} else {
		n.Measure = question[0]
		for _, a := range question[1:] {
			n.By = append(n.By, insight.Axis(a))
		}
	}
	for _, k := range f.All("with") {
		if key, err := hex.DecodeString(k); err == nil {
			n.With = append(n.With, key)
		}
	}
	if n.Until == "" {
		f.Add("until", "pool.past_day")
	}
	err := f.Err()
	if err == nil {
		err = web.insight.BeginRound(r.Context(), r.Who, n)
	}
	switch {
	case desk.ToMend(err):
		return web.newRoundPage(r, err)
	case err != nil:
		return nil, err
	}
	return page.Redirect(roundsAt + "/" + n.ID), nil
}

func (web *Web) showTake(r *page.Request) (*page.Answer, error) { return web.takePage(r, nil) }

func (web *Web) takePage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "file")
	v := desk.Page{Title: t("pool.take"), Lead: t("pool.take_lead"), Problems: p.Summary(), Files: true,
		Fields:  []kit.Content{kit.FileUpload{Name: "file", Label: desk.Label(r, "pool.round_file"), Accept: ".json,application/json", Error: p.Of("file")}},
		Buttons: []kit.Content{desk.Button(r, "pool.take_go"), desk.Cancel(r, poolsAt)}}
	return v.Answer(wrong).Back(poolsAt), nil
}

func (web *Web) saveTake(r *page.Request) (*page.Answer, error) {
	data, err := uploaded(r)
	if err != nil {
		return nil, err
	}
	id := ""
	if err = r.Form.Err(); err == nil {
		id, err = web.insight.TakeInPoolFile(r.Context(), r.Who, data)
	}
	switch {
	case desk.ToMend(err):
		return web.takePage(r, err)
	case err != nil:
		return nil, err
	}
	return page.Redirect(roundsAt + "/" + id), nil
}

func (web *Web) round(r *page.Request) (insight.Round, error) {
	id, err := r.PathID("masked")
	if err != nil {
		return insight.Round{}, err
	}
	return web.insight.Round(r.Context(), r.Who, id)
}

func (web *Web) showRound(r *page.Request) (*page.Answer, error) {
	one, err := web.round(r)
	if err != nil {
		return nil, err
	}
	return web.roundPage(r, one, nil)
}

func (web *Web) roundPage(r *page.Request, one insight.Round, wrong error) (*page.Answer, error) {
	t, mend := r.L.T, desk.ProblemsOf(r, wrong, "next")
	v := desk.Page{Title: one.About.About, Lead: t("pool.round_lead"), Problems: mend.Summary(), Wide: true}
	if one.ReleaseID != "" {
		figures, covered, err := web.insight.Result(r.Context(), r.Who, one.ID)
		if err != nil {
			return nil, err
		}
		v.Before = append(v.Before, web.roundFigures(r, one, figures, covered))
	}
	if one.ReleaseID == "" {
		v.Before = append(v.Before, desk.Small(t("pool.not_seen")))
	}
	v.Before = append(v.Before, web.next(r, one), web.standing(r, one), web.described(r, one))
	return v.Answer(wrong).Back(poolsAt).Style(page.ChartStyle), nil
}

// described is what the round asks.
func (web *Web) described(r *page.Request, one insight.Round) kit.Content {
	t, d := r.L.T, one.About
	measure := d.Measure
	for _, m := range insight.Measures() {
		if m.Code == d.Measure {
			measure = m.Title(r.L)
		}
	}
	var by []string
	for _, a := range d.By {
		by = append(by, a.Title(r.L))
	}
	rules, _ := disclosure.Rules(d.Rules)
	rows := []kit.Row{{Key: kit.T(t("pool.question")), Value: kit.T(measure + dot + r.L.List(by))}, {Key: kit.T(t("pool.rules")), Value: kit.T(insight.PackTitle(r.L, rules))},
		{Key: kit.T(t("pool.least")), Value: kit.T(r.L.Number(d.Least))}, {Key: kit.T(t("pool.until_day")), Value: kit.T(r.L.Day(d.Until))},
		{Key: kit.T(t("pool.caller")), Value: kit.Name(one.From(one.Caller))}, {Key: kit.T(t("pool.round_hash")), Value: kit.T(one.Hash[:16])}}
	return desk.Part("asked", t("pool.asked"), kit.SummaryList{Rows: rows}, kit.Details{Summary: kit.T(t("pool.who_learns")),
		Body: desk.Lines([]string{t("pool.learns_total"), t("pool.learns_contributors"), t("pool.learns_collusion"), t("pool.learns_own"), t("pool.learns_lies")})})
}

// standing is how far each organisation is, as far as its files are here.
func (web *Web) standing(r *page.Request, one insight.Round) kit.Content {
	t := r.L.T
	a, listed := one.Attempt()
	table := kit.Table{Caption: t("pool.standing"), CaptionClass: "govuk-visually-hidden", RowHeaders: true, Head: []kit.Cell{{Text: kit.T(t("pool.organisation"))},
		{Text: kit.T(t("pool.step_announcement"))}, {Text: kit.T(t("pool.step_roster"))}, {Text: kit.T(t("pool.step_contribution"))}, {Text: kit.T(t("pool.step_opening"))}}}
	has := func(yes bool) kit.Cell {
		if yes {
			return kit.Cell{Text: kit.T(t("pool.here"))}
		}
		return kit.Cell{Text: kit.T(t("pool.not_here"))}
	}
	in := func(list []insight.RoundFile, key []byte) bool {
		return slices.ContainsFunc(list, func(f insight.RoundFile) bool { return string(f.From) == string(key) })
	}
	for _, p := range one.About.Contributors {
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.Name(p.Name)}, has(in(one.Announced(), p.Key)), has(listed && a.Has(p.Key)), has(in(a.Contributions, p.Key)), has(in(a.Openings, p.Key))})
	}
	return desk.Part("standing", t("pool.standing"), kit.Scroll{Label: t("pool.table_of", "what", t("pool.standing")), Body: table})
}

// roundFigures is what came of a round.
func (web *Web) roundFigures(r *page.Request, one insight.Round, figures, covered release.Release) kit.Content {
	t, source := r.L.T, r.L.T("pool.cited_as_release", "hash", figures.Hash[:12])
	if why := figures.Table.Withheld(); why != "" {
		return desk.Part("figures", t("pool.figures"), kit.InsetText{Text: kit.T(t("pool.withheld_" + string(why)))}, desk.Small(source)) // i18n: prefix pool.withheld_
	}
	o := chart.Options{Kind: chart.Dot, Title: one.About.About, About: t("pool.chart_about", "n", len(covering(one))), Unit: t("pool.people"), Source: source,
		Words: func(code string) string { return word(r, figures.Table.Key, code) }}
	if len(figures.Table.Rows) > 0 {
		o.Kind = chart.Small
	}
	o.Notes = []string{t("pool.note_contributors", "least", one.About.Least), t("pool.note_shown_by")}
	cover := chart.Options{Kind: chart.Dot, Title: t("pool.coverage"), About: t("pool.coverage_about"), Unit: t("pool.people"),
		Words: func(code string) string { return word(r, covered.Table.Key, code) }, Source: t("pool.cited_as_release", "hash", covered.Hash[:12])}
	body := []kit.Content{page.Figure(r.L, "figures-of", 3, chart.FromRelease(figures.Table, o))}
	if covered.Table.Withheld() == "" {
		body = append(body, page.Figure(r.L, "coverage-of", 3, chart.FromRelease(covered.Table, cover)))
	} else {
		body = append(body, kit.InsetText{Text: kit.T(t("seeing.covered_withheld"))})
	}
	return desk.Part("figures", t("pool.figures"), append(body, desk.Para(desk.Link(t("pool.in_register"), "/together/releases/"+figures.ID)))...)
}

// covering are the organisations whose numbers are in the sum.
func covering(one insight.Round) [][]byte {
	a, _ := one.Attempt()
	return a.Keys()
}
