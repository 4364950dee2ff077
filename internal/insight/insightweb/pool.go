package insightweb

import (
	"fmt"
	"io"
	"slices"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

const (
	poolsAt = "/insight/pool"
	// mostUpload is what a form with a file of a pool may weigh.
	mostUpload = 2 << 20
)

func (web *Web) poolRoutes() []page.Route {
	const one = poolsAt + "/{pool}"
	return append(web.roundRoutes(), []page.Route{
		page.Get(poolsAt, permit.PoolFigures, web.showPools),
		page.Get(poolsAt+"/new", permit.PoolFigures, web.showNewPool),
		page.Post(poolsAt+"/new", permit.PoolFigures, web.saveNewPool),
		page.Get(one, permit.PoolFigures, web.showPool),
		page.Get(one+"/add", permit.PoolFigures, web.showAddPart),
		page.Post(one+"/add", permit.PoolFigures, web.saveAddPart).WithLimit(mostUpload),
		page.Get(one+"/own", permit.PoolFigures, web.showOwnPart),
		page.Post(one+"/own", permit.PoolFigures, web.saveOwnPart),
		page.Post(one+"/remove", permit.PoolFigures, web.saveRemovePart),
		page.Post(one+"/settle", permit.PoolFigures, web.saveSettle),
		page.Get(one+"/file", permit.PoolFigures, web.poolFile),
		page.Get(one+"/table.csv", permit.PoolFigures, web.poolCSV),
	}...)
}

// showPools is where figures are put together with other organisations: the ways in which it is done, and what was begun.
func (web *Web) showPools(r *page.Request) (*page.Answer, error) {
	pools, err := web.insight.Pools(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("pool.title"), Lead: t("pool.lead")}
	var lines []kit.Content
	for _, p := range pools {
		state := "pool.state_open"
		if p.Settled() {
			state = "pool.state_settled"
		}
		lines = append(lines, kit.Join(desk.NameLink(p.Title, poolsAt+"/"+p.ID), kit.T(dot+t(state)+dot+r.L.Moment(p.MadeAt))))
	}
	released := []kit.Content{desk.Para(kit.T(t("pool.released_lead")))}
	if len(lines) > 0 {
		released = append(released, desk.Bullets(lines...))
	}
	rounds, err := web.roundsPart(r)
	if err != nil {
		return nil, err
	}
	v.Before = append(v.Before, rounds, desk.Part("released", t("pool.released"), append(released, kit.Button{Text: kit.T(t("pool.new")), Href: poolsAt + "/new"})...))
	return v.Answer(nil).Back("/insight"), nil
}

const dot = " · "

func (web *Web) showNewPool(r *page.Request) (*page.Answer, error) { return web.newPoolPage(r, nil) }

func (web *Web) newPoolPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "title")
	v := desk.Page{Title: t("pool.new"), Lead: t("pool.new_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  []kit.Content{desk.Line(r, p, "title", "pool.name", r.Form.Raw("title"))},
		Buttons: []kit.Content{desk.Button(r, "pool.begin"), desk.Cancel(r, poolsAt)}}
	return v.Answer(wrong).Back(poolsAt), nil
}

func (web *Web) saveNewPool(r *page.Request) (*page.Answer, error) {
	id, title := r.Form.ID("as"), r.Form.Required("title", 120)
	err := r.Form.Err()
	if err == nil {
		err = web.insight.BeginPool(r.Context(), r.Who, id, title)
	}
	switch {
	case desk.ToMend(err):
		return web.newPoolPage(r, err)
	case err != nil:
		return nil, err
	}
	return page.Redirect(poolsAt + "/" + id), nil
}

func (web *Web) pool(r *page.Request) (insight.Pool, error) {
	id, err := r.PathID("pool")
	if err != nil {
		return insight.Pool{}, err
	}
	return web.insight.Pool(r.Context(), r.Who, id)
}

func (web *Web) showPool(r *page.Request) (*page.Answer, error) {
	p, err := web.pool(r)
	if err != nil {
		return nil, err
	}
	return web.poolPage(r, p, nil)
}

func (web *Web) poolPage(r *page.Request, p insight.Pool, wrong error) (*page.Answer, error) {
	t, mend := r.L.T, desk.ProblemsOf(r, wrong, "contributors")
	v := desk.Page{Title: p.Title, Problems: mend.Summary(), Wide: true}
	if p.Settled() {
		v.Lead = t("pool.settled_lead", "n", len(p.Parts))
		v.Before = append(v.Before, web.poolFigures(r, p)...)
	} else {
		v.Lead = t("pool.open_lead", "least", insight.LeastContributors)
	}
	v.Before = append(v.Before, web.contributors(r, p))
	if !p.Settled() {
		at := poolsAt + "/" + p.ID
		v.After = append(v.After, desk.Group(kit.Button{Text: kit.T(t("pool.add")), Href: at + "/add", Kind: kit.Secondary}, kit.Button{Text: kit.T(t("pool.own")), Href: at + "/own", Kind: kit.Secondary}))
		if len(p.Parts) >= insight.LeastContributors {
			v.After = append(v.After, desk.Post(at+"/settle", nil, kit.WarningText{Text: kit.T(t("pool.settle_warning"))}, desk.Button(r, "pool.settle")))
		}
	}
	return v.Answer(wrong).Back(poolsAt).Style(page.ChartStyle), nil
}

// contributors is whose releases are in the pool.
func (web *Web) contributors(r *page.Request, p insight.Pool) kit.Content {
	t := r.L.T
	if len(p.Parts) == 0 {
		return desk.Part("contributors", t("pool.contributors"), desk.Para(kit.T(t("pool.nobody_yet"))))
	}
	table := kit.Table{Caption: t("pool.contributors"), CaptionClass: "govuk-visually-hidden", RowHeaders: true,
		Head: []kit.Cell{{Text: kit.T(t("pool.organisation"))}, {Text: kit.T(t("pool.own_total")), Numeric: true}, {Text: kit.T(t("pool.hides"))}, {Text: kit.T(t("pool.release_hash"))}}}
	if !p.Settled() {
		table.Head = append(table.Head, kit.Cell{Text: kit.T(t("pool.change"))})
	}
	for _, part := range p.Parts {
		hides := "pool.hides_none"
		if part.Release.Hides() {
			hides = "pool.hides_some"
		}
		row := []kit.Cell{{Text: kit.Name(part.Name)}, {Text: kit.T(figure(r, part.Release.Total())), Numeric: true}, {Text: kit.T(t(hides))}, {Text: kit.T(part.Hash()[:12])}}
		if !p.Settled() {
			row = append(row, kit.Cell{Text: desk.Post(poolsAt+"/"+p.ID+"/remove", []desk.Hidden{{Name: "part", Value: part.ID}},
				kit.Button{Text: kit.Join(kit.T(t("pool.remove")+" "), kit.Name(part.Name)), Kind: kit.Secondary, Class: "govuk-!-margin-bottom-0"})})
		}
		table.Rows = append(table.Rows, row)
	}
	return desk.Part("contributors", t("pool.contributors"), kit.Scroll{Label: t("pool.table_of", "what", t("pool.contributors")), Body: table})
}

// poolFigures is what a settled pool gives: the table, what covers it, what it means, and its files.
func (web *Web) poolFigures(r *page.Request, p insight.Pool) []kit.Content {
	t, at := r.L.T, poolsAt+"/"+p.ID
	notes := []kit.Content{kit.T(t("pool.note_shown_by")), kit.T(t("pool.note_hidden"))}
	if off := p.Off(); off > 0 {
		notes = append(notes, kit.T(t("pool.note_rounded", "off", int(off))))
	}
	notes = append(notes, kit.T(t("pool.note_twice")), kit.T(t("pool.note_cite", "hash", p.Hash[:12])))
	return []kit.Content{desk.Part("figures", t("pool.figures"), page.Figure(r.L, "pool", 3, poolChart(r, p)), kit.Scroll{Label: t("pool.table_of", "what", t("pool.figures")), Body: web.poolTable(r, p)}, desk.Bullets(notes...),
		desk.Para(desk.Link(t("pool.as_csv"), at+"/table.csv"), kit.T(dot), desk.Link(t("pool.as_file"), at+"/file")))}
}

func (web *Web) poolTable(r *page.Request, p insight.Pool) kit.Content {
	t := r.L.T
	table := kit.Table{Caption: t("pool.figures"), CaptionClass: "govuk-visually-hidden", RowHeaders: true, Head: []kit.Cell{{Text: kit.T(t("pool.what"))}}}
	for _, c := range p.Columns() {
		table.Head = append(table.Head, kit.Cell{Text: kit.T(word(r, p.Key(), c)), Numeric: true})
	}
	table.Head = append(table.Head, kit.Cell{Text: kit.T(t("pool.total")), Numeric: true})
	number := func(f disclosure.Protected, shown int) kit.Cell {
		text := figure(r, f)
		if !f.Shown() && shown >= 0 {
			text += " (" + t("pool.shown_by", "n", shown, "of", len(p.Parts)) + ")"
		}
		return kit.Cell{Text: kit.T(text), Numeric: true}
	}
	for i, code := range p.Rows() {
		row := []kit.Cell{{Text: kit.T(word(r, p.Key(), code))}}
		for j := range p.Columns() {
			row = append(row, number(p.Cell(i, j), p.ShownBy(i, j)))
		}
		table.Rows = append(table.Rows, append(row, number(p.RowTotal(i), -1)))
	}
	row := []kit.Cell{{Text: kit.T(t("pool.total"))}}
	for j := range p.Columns() {
		row = append(row, number(p.ColumnTotal(j), -1))
	}
	table.Rows = append(table.Rows, append(row, number(p.Total(), -1)))
	return table
}

func figure(r *page.Request, p disclosure.Protected) string { return chart.Figure(r.L, p) }

func (web *Web) showAddPart(r *page.Request) (*page.Answer, error) { return web.addPartPage(r, nil) }

func (web *Web) addPartPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.pool(r)
	if err != nil {
		return nil, err
	}
	t, p, back := r.L.T, desk.ProblemsOf(r, wrong, "file"), poolsAt+"/"+one.ID
	v := desk.Page{Title: t("pool.add"), Lead: t("pool.add_lead"), Problems: p.Summary(), Files: true, Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: []kit.Content{desk.Line(r, p, "name", "pool.organisation", r.Form.Raw("name")),
			kit.FileUpload{Name: "file", Label: desk.Label(r, "pool.release_file"), Hint: kit.T(t("pool.release_file_hint")), Accept: ".json,application/json", Error: p.Of("file")}},
		Buttons: []kit.Content{desk.Button(r, "pool.add_go"), desk.Cancel(r, back)}}
	return v.Answer(wrong).Back(back), nil
}

// uploaded reads the file that a form brings.
func uploaded(r *page.Request) (data []byte, err error) {
	head := r.Form.File("file")
	if head == nil || head.Size > mostUpload {
		r.Form.Add("file", "pool.no_file")
		return nil, nil
	}
	opened, err := head.Open()
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	defer opened.Close()
	if data, err = io.ReadAll(io.LimitReader(opened, mostUpload+1)); err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	return data, nil
}

func (web *Web) saveAddPart(r *page.Request) (*page.Answer, error) {
	pool, err := r.PathID("pool")
	if err != nil {
		return nil, err
	}
	id, name := r.Form.ID("as"), r.Form.Required("name", 120)
	data, err := uploaded(r)
	if err != nil {
		return nil, err
	}
	if err = r.Form.Err(); err == nil {
		err = web.insight.AddPart(r.Context(), r.Who, pool, id, name, data)
	}
	switch {
	case desk.ToMend(err):
		return web.addPartPage(r, err)
	case err != nil:
		return nil, err
	}
	return page.Redirect(poolsAt + "/" + pool), nil
}

func (web *Web) showOwnPart(r *page.Request) (*page.Answer, error) { return web.ownPartPage(r, nil) }

func (web *Web) ownPartPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.pool(r)
	if err != nil {
		return nil, err
	}
	list, err := web.insight.OwnReleases(r.Context(), r.Who, one.ID)
	if err != nil {
		return nil, err
	}
	t, p, back := r.L.T, desk.ProblemsOf(r, wrong, "release"), poolsAt+"/"+one.ID
	v := desk.Page{Title: t("pool.own"), Lead: t("pool.own_lead"), Problems: p.Summary()}
	if len(list) == 0 {
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(t("pool.own_none"))}}
		return v.Answer(wrong).Back(back), nil
	}
	var choices []kit.Choice
	for _, rel := range list {
		choices = append(choices, kit.Choice{Value: rel.ID, Text: kit.T(rel.Table.Key), Hint: kit.T(r.L.Moment(rel.At) + dot + rel.Rules + dot + rel.Hash[:12]), Checked: r.Form.Raw("release") == rel.ID})
	}
	v.Hidden = []desk.Hidden{desk.FormID(r)}
	v.Fields = []kit.Content{desk.Line(r, p, "name", "pool.organisation", first(r.Form.Raw("name"), r.Session.Organisation)),
		kit.Radios{Name: "release", Legend: desk.Legend(r, "pool.own_which"), Items: choices, Error: p.Of("release")}}
	v.Buttons = []kit.Content{desk.Button(r, "pool.add_go"), desk.Cancel(r, back)}
	return v.Answer(wrong).Back(back), nil
}

func first(choices ...string) string {
	i := slices.IndexFunc(choices, func(s string) bool { return s != "" })
	if i < 0 {
		return ""
	}
	return choices[i]
}

func (web *Web) saveOwnPart(r *page.Request) (*page.Answer, error) {
	pool, err := r.PathID("pool")
	if err != nil {
		return nil, err
	}
	id, name, released := r.Form.ID("as"), r.Form.Required("name", 120), r.Form.ID("release")
	if err = r.Form.Err(); err == nil {
		err = web.insight.AddOwn(r.Context(), r.Who, pool, id, name, released)
	}
	switch {
	case desk.ToMend(err):
		return web.ownPartPage(r, err)
	case err != nil:
		return nil, err
	}
	return page.Redirect(poolsAt + "/" + pool), nil
}

func (web *Web) saveRemovePart(r *page.Request) (*page.Answer, error) {
	return web.changePool(r, func(pool string) error {
		return web.insight.RemovePart(r.Context(), r.Who, pool, r.Form.ID("part"))
	})
}

func (web *Web) saveSettle(r *page.Request) (*page.Answer, error) {
	return web.changePool(r, func(pool string) error { return web.insight.SettlePool(r.Context(), r.Who, pool) })
}

func (web *Web) changePool(r *page.Request, change func(pool string) error) (*page.Answer, error) {
	p, err := web.pool(r)
	if err != nil {
		return nil, err
	}
	err = change(p.ID)
	switch {
	case desk.ToMend(err):
		return web.poolPage(r, p, err)
	case err != nil && !problem.Is(err, problem.NotFound):
		return nil, err
	}
	return page.Redirect(poolsAt + "/" + p.ID), nil
}

func (web *Web) settledPool(r *page.Request) (insight.Pool, error) {
	p, err := web.pool(r)
	if err == nil && !p.Settled() {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	return p, err
}

func (web *Web) poolFile(r *page.Request) (*page.Answer, error) {
	p, err := web.settledPool(r)
	if err != nil {
		return nil, err
	}
	file, err := p.Document()
	if err != nil {
		return nil, err
	}
	return page.File("pool-"+p.Hash[:12]+".json", "application/json", file), nil
}

func (web *Web) poolCSV(r *page.Request) (*page.Answer, error) {
	p, err := web.settledPool(r)
	if err != nil {
		return nil, err
	}
	csv, err := p.CSV()
	if err != nil {
		return nil, err
	}
	return page.File("pool-"+p.Hash[:12]+".csv", "text/csv; charset=utf-8", csv), nil
}

// poolChart draws the sums: the columns of each row, or one dot for each column.
func poolChart(r *page.Request, p insight.Pool) chart.Chart {
	ch := chart.Chart{Kind: chart.Dot, Title: p.Title, About: r.L.T("pool.chart_about", "n", len(p.Parts)), Unit: r.L.T("pool.people"), Source: r.L.T("pool.cited_as", "hash", p.Hash[:12])}
	for _, c := range p.Columns() {
		ch.Axis = append(ch.Axis, word(r, p.Key(), c))
	}
	for i := range max(len(p.Rows()), 1) {
		var s chart.Series
		if len(p.Rows()) > 0 {
			ch.Kind, s.Name = chart.Small, word(r, p.Key(), p.Rows()[i])
		}
		for j := range p.Columns() {
			s.Figures = append(s.Figures, p.Cell(i, j))
		}
		ch.Series = append(ch.Series, s)
	}
	return ch
}

// word is what a code of a pooled table is called. Outcomes of an edition of the organisation's own have their codes.
func word(r *page.Request, key, code string) string { return insight.Words(r.L, "", key, code) }
