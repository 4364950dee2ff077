package togetherweb

import (
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
	"stablefutures/internal/together"
)

func (web *Web) showHome(r *page.Request) (*page.Answer, error) {
	rounds, err := web.Together.Rounds(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := view{Title: t("together.title"), Lead: t("together.lead")}
	var open, closed []kit.Content
	for _, one := range rounds {
		line := kit.Join(linkTo("/together/rounds/"+one.ID, one.Asked.Question), kit.T(" · "+t("together.begun", "day", r.L.Day(one.BegunOn))))
		if one.Closed {
			line = kit.Join(linkTo("/together/rounds/"+one.ID, one.Asked.Question), kit.T(" · "+t("together.closed_on", "day", r.L.Day(one.ClosedOn))))
			closed = append(closed, line)
		} else {
			open = append(open, line)
		}
	}
	asking := part{ID: "rounds", Heading: t("together.rounds"), Text: t("together.rounds_text")}
	if len(open) > 0 {
		asking.Body = append(asking.Body, lines(open))
	}
	if may(r, permit.HoldTogether) {
		asking.Body = append(asking.Body, way(t("together.new_round"), "/together/rounds/new", kit.Primary))
	}
	v.Parts = append(v.Parts, asking)
	if len(closed) > 0 {
		v.Parts = append(v.Parts, part{ID: "closed", Heading: t("together.answered"), Body: []kit.Content{lines(closed)}})
	}
	v.Parts = append(v.Parts, part{ID: "board", Heading: t("together.board"), Text: t("together.board_text"), Body: []kit.Content{
		paragraph(linkTo("/together/board", t("together.board_open")))}})
	groups, err := web.groupsPart(r)
	if err != nil {
		return nil, err
	}
	v.Parts = append(v.Parts, groups, part{ID: "works", Heading: t("together.works"), Text: t("together.works_text"), Body: []kit.Content{
		paragraph(linkTo("/together/works", t("together.works_open")))}})
	if may(r, permit.ReadReleases) {
		v.Parts = append(v.Parts, part{ID: "releases", Heading: t("together.releases"), Text: t("together.releases_text"), Body: []kit.Content{
			paragraph(linkTo("/together/releases", t("together.releases_open")))}})
	}
	return answer(v, nil, "/"), nil
}

func (web *Web) showNewRound(r *page.Request) (*page.Answer, error) { return web.newRound(r, nil) }

func (web *Web) newRound(r *page.Request, wrong error) (*page.Answer, error) {
	t, problems := r.L.T, r.Problems(wrong)
	v := view{Title: t("together.new_round"), Lead: t("together.new_round_lead"), Problems: problems.Summary()}
	f := form{Action: "/together/rounds/new", Hidden: [][2]string{{"id", formID(r, "id")}, {"helps", r.Form.Raw("helps")}}, Fields: []kit.Content{
		web.languageField(r, problems, "lang", t("together.language")),
		input(r, problems, "question", t("together.question"), t("together.question_hint")),
		area(r, problems, "options", t("together.options"), t("together.options_hint"), 5),
		kit.Checkboxes{Name: "words", Items: []kit.Choice{{Value: "yes", Text: kit.T(t("together.words_too")), Hint: kit.T(t("together.words_too_hint"))}}, Values: r.Form.All("words"),
			Legend: kit.Legend{Text: kit.T(t("together.words")), Size: "s"}},
		input(r, problems, "why", t("together.why"), t("together.why_hint")),
		input(r, problems, "reader", t("together.reader"), t("together.reader_hint")),
		dayField(r, problems, "tell_by", t("together.tell_by"), t("together.tell_by_hint"))},
		Buttons: []kit.Content{button(t("together.begin"), kit.Primary)}}
	v.Parts = []part{{Form: &f}}
	return answer(v, wrong, "/together"), nil
}

func (web *Web) saveNewRound(r *page.Request) (*page.Answer, error) {
	f := r.Form
	id, helps := f.ID("id"), f.ID("helps")
	asked := together.Asked{Question: f.Required("question", 300), Lang: f.Choice("lang", tags(web.languages(r.Context()))...), Words: f.Flag("words"),
		Why: f.Required("why", 300), Reader: f.Required("reader", 300), TellBy: f.Day("tell_by")}
	for line := range strings.SplitSeq(f.Words("options", 1000), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			asked.Options = append(asked.Options, line)
		}
	}
	err := f.Err()
	if err == nil {
		err = web.Together.Begin(r.Context(), r.Who, id, asked)
	}
	if err == nil && helps != "" {
		err = web.Together.AskWhetherHelped(r.Context(), r.Who, helps, id)
	}
	if page.IsInvalid(err) {
		return web.newRound(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/rounds/" + id), nil
}

func tags(list []i18n.YoungLanguage) (tags []string) {
	for _, y := range list {
		tags = append(tags, y.Tag)
	}
	return tags
}

func (web *Web) round(r *page.Request) (together.Result, error) {
	id, err := r.PathID("round")
	if err != nil {
		return together.Result{}, err
	}
	return web.Together.Round(r.Context(), r.Who, id)
}

func (web *Web) showRound(r *page.Request) (*page.Answer, error) { return web.roundPage(r, nil) }

func (web *Web) roundPage(r *page.Request, wrong error) (*page.Answer, error) {
	res, err := web.round(r)
	if err != nil {
		return nil, err
	}
	t, at := r.L.T, "/together/rounds/"+res.ID
	v := view{Title: t("together.round"), Caption: t("together.begun", "day", r.L.Day(res.BegunOn)), Problems: r.Problems(wrong).Summary()}
	_, language := i18n.LanguageName(res.Asked.Lang)
	v.Parts = append(v.Parts, part{Body: []kit.Content{kit.SummaryList{Rows: []kit.Row{
		{Key: kit.T(t("together.question")), Value: spoken(res.Asked.Lang, res.Asked.Question)},
		{Key: kit.T(t("together.language")), Value: kit.T(language)},
		{Key: kit.T(t("together.why")), Value: kit.Name(res.Asked.Why)},
		{Key: kit.T(t("together.reader")), Value: kit.Name(res.Asked.Reader)},
		{Key: kit.T(t("together.tell_by")), Value: kit.T(r.L.Day(res.Asked.TellBy))}}}}})
	if res.Closed {
		v.Parts = append(v.Parts, web.resultParts(r, res)...)
		return answer(v, wrong, "/together"), nil
	}
	if may(r, permit.HoldTogether) {
		v.Parts = append(v.Parts, part{ID: "device", Heading: t("together.on_device"), Text: t("together.on_device_text"), Body: []kit.Content{
			way(t("together.to_answer"), at+"/answer", kit.Primary)}},
			part{ID: "paper", Heading: t("together.on_paper"), Text: t("together.on_paper_text"), Body: []kit.Content{lines([]kit.Content{
				linkTo(at+"/sheet", t("together.to_sheet")), linkTo(at+"/paper", t("together.to_paper"))})}})
	}
	end := part{ID: "end", Heading: t("together.end"), Text: t("together.end_text")}
	if may(r, permit.MakeRelease) {
		end.Form = &form{Action: at + "/close", Buttons: []kit.Content{button(t("together.close"), kit.Secondary)}}
	} else {
		end.Text = t("together.end_manager")
	}
	v.Parts = append(v.Parts, end)
	return answer(v, wrong, "/together"), nil
}

// resultParts are what a closed round says, and the words that wait for somebody to look at them.
func (web *Web) resultParts(r *page.Request, res together.Result) []part {
	t := r.L.T
	parts := []part{{ID: "result", Heading: t("together.result"), Body: web.figures(r, res)}}
	if res.Hidden {
		return parts
	}
	if len(res.Kept) > 0 {
		words := part{ID: "words", Heading: t("together.said"), Text: t("together.said_text")}
		for _, s := range res.Kept {
			words.Body = append(words.Body, kit.Quote{Words: s.Words, Lang: s.Lang, Dir: i18n.Dir(s.Lang)})
		}
		parts = append(parts, words)
	}
	for i, s := range res.Waiting {
		p := part{Body: []kit.Content{kit.Quote{Words: s.Words, Lang: s.Lang, Dir: i18n.Dir(s.Lang)}}}
		if i == 0 {
			p.ID, p.Heading, p.Text = "waiting", t("together.waiting"), t("together.waiting_text")
		}
		p.Form = &form{Action: "/together/rounds/" + res.ID + "/words", Hidden: [][2]string{{"words", s.ID}}, Fields: []kit.Content{checklist(r, "looked-"+s.ID)},
			Buttons: []kit.Content{kit.Button{Text: kit.T(t("together.keep")), Name: "go", Value: "keep", Once: true},
				kit.Button{Text: kit.T(t("together.leave_out")), Name: "go", Value: "out", Kind: kit.Secondary, Once: true}}}
		parts = append(parts, p)
	}
	return parts
}

// checklist is what a person looks for before words or art are shown.
func checklist(r *page.Request, id string) kit.Content {
	c := kit.Checkboxes{Name: "looked", ID: id, Legend: kit.Legend{Text: kit.T(r.L.T("together.look")), Size: "s"}, Hint: kit.T(r.L.T("together.look_hint"))}
	for _, point := range together.Checklist {
		c.Items = append(c.Items, kit.Choice{Value: point, Text: kit.T(r.L.T("together.look_" + point))}) // i18n: prefix together.look_
	}
	return c
}

// figures are a round's result: its table, or why there is none and what to do instead.
func (web *Web) figures(r *page.Request, res together.Result) []kit.Content {
	t := r.L.T
	if res.Hidden {
		return []kit.Content{kit.InsetText{Text: kit.T(t("together.too_few"))}, paragraph(kit.T(t("together.too_few_talk")))}
	}
	list := []kit.Content{web.table(r, res.Figures, func(code string) kit.Content { return optionName(r, res.Asked, code) })}
	return append(list, web.explained(r, release.Release{Table: res.Figures})...)
}

// optionName is what an answer's code stands for.
func optionName(r *page.Request, a together.Asked, code string) kit.Content {
	for i, c := range a.Codes() {
		if c == code && i < len(a.Options) {
			return spoken(a.Lang, a.Options[i])
		}
	}
	return kit.T(r.L.T("together.skip"))
}

// table shows a released table of one direction: every figure as it passed disclosure control.
func (web *Web) table(r *page.Request, rel disclosure.Released, name func(code string) kit.Content) kit.Content {
	t := r.L.T
	table := kit.Table{Caption: t("together.table"), CaptionClass: "govuk-table__caption--s", RowHeaders: true,
		Head: []kit.Cell{{Text: kit.T(t("together.answer"))}, {Text: kit.T(t("together.people")), Numeric: true}}}
	for j, code := range rel.Columns {
		table.Rows = append(table.Rows, []kit.Cell{{Text: name(code)}, {Text: kit.T(figure(r, rel.Cell(0, j))), Numeric: true}})
	}
	table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(t("together.total"))}, {Text: kit.T(figure(r, rel.Total())), Numeric: true}})
	return table
}

// figure is a protected figure as it is read here: its value, or its symbol.
func figure(r *page.Request, p disclosure.Protected) string {
	if v, decimals, ok := p.Value(); ok && decimals == 0 {
		return r.L.Number(int(v))
	}
	return p.String()
}

// explained says what the symbols mean, and how figures were protected.
func (web *Web) explained(r *page.Request, rel release.Release) []kit.Content {
	t, rules := r.L.T, rel.Pack()
	var list []kit.Content
	if why := rel.Withheld(); why != "" {
		return []kit.Content{kit.InsetText{Text: kit.T(t("together.reason_" + string(why)))}} // i18n: prefix together.reason_
	}
	var notes []kit.Content
	if rel.Hides() {
		notes = append(notes, kit.T(t("together.symbol_c")))
	}
	if rules.Round > 1 {
		notes = append(notes, kit.T(rounded(r, rules)))
	}
	notes = append(notes, kit.T(t("together.only_those")))
	return append(list, lines(notes))
}

// rounded says how figures are rounded.
func rounded(r *page.Request, rules disclosure.Pack) string {
	way := map[string]string{disclosure.Controlled: "adds", disclosure.Random: "lot"}[rules.Rounding]
	if way == "" {
		return r.L.T("together.rounded", "to", int(rules.Round))
	}
	return r.L.T("release.rounded_"+way, "to", int(rules.Round)) // i18n: prefix release.rounded_
}

func (web *Web) saveClose(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("round")
	if err != nil {
		return nil, err
	}
	if _, err := web.Together.Close(r.Context(), r.Who, id); err != nil && !problem.Is(err, problem.Conflict) {
		return nil, err
	}
	return page.Redirect("/together/rounds/" + id), nil
}

func (web *Web) saveWords(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("round")
	if err != nil {
		return nil, err
	}
	words, looked, keep := r.Form.ID("words"), r.Form.Choices("looked", together.Checklist...), r.Form.Choice("go", "keep", "out")
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	err = web.Together.CheckWords(r.Context(), r.Who, id, words, keep == "keep", looked)
	if problem.KeyOf(err) == "together.look_at_all" {
		var c problem.Check
		c.Add("looked-"+words, "together.look_at_all")
		return web.roundPage(r, c.Err())
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/rounds/" + id), nil
}
