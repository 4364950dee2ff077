package policyweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

func (web *Web) showWrite(r *page.Request) (*page.Answer, error) { return web.writePage(r, nil) }

func (web *Web) writePage(r *page.Request, wrong error) (*page.Answer, error) {
	b, f, err := web.policy.Briefing(r.Context(), r.Who, r.Path("briefing"), r.L)
	if err != nil {
		return nil, err
	}
	d, revision := b.Draft, strconv.Itoa(b.Revision)
	if wrong != nil || r.Form.Has("revision") {
		revision = r.Form.Raw("revision")
	} else {
		r.Form = page.NewForm(url.Values{"title": {d.Title}, "reader": {d.Reader}, "lang": {d.Lang}, "initiative": {d.Initiative}, "question": {d.Question}, "short": {d.Short},
			"ask": {d.Ask}, "unknown": {d.Unknown}, "by-day": {pieceOf(d.By, 2)}, "by-month": {pieceOf(d.By, 1)}, "by-year": {pieceOf(d.By, 0)}})
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "title")
	about, err := web.initiativeField(r, p, r.Form.Raw("initiative"))
	if err != nil {
		return nil, err
	}
	fields := []kit.Content{desk.Line(r, p, "title", "briefing.name", r.Form.Raw("title")), desk.Line(r, p, "reader", "briefing.reader", r.Form.Raw("reader")),
		desk.Note(r, p, "question", "briefing.question"), desk.Note(r, p, "short", "briefing.short"), desk.Note(r, p, "unknown", "briefing.unknown"), desk.Note(r, p, "ask", "briefing.ask"),
		desk.Day(r, p, "by", "briefing.by"), languageField(r, p, r.Form.Raw("lang"))}
	v := desk.Page{Title: t("briefing.edit"), Problems: p.Summary(), Before: []kit.Content{notGiven(r, f.Template)}, Hidden: []desk.Hidden{{Name: "revision", Value: revision}},
		Fields: append(fields, about...), Buttons: []kit.Content{desk.Button(r, "briefing.save"), desk.Cancel(r, briefingAt(b.ID, ""))}}
	return v.Answer(wrong).Back(briefingAt(b.ID, "")), nil
}

// pieceOf is a part of a day without leading noughts: 0 the year, 1 the month, 2 the day of the month.
func pieceOf(day string, i int) string {
	if list := strings.Split(day, "-"); len(list) == 3 {
		return strings.TrimLeft(list[i], "0")
	}
	return ""
}

func (web *Web) saveWrite(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("briefing")
	d := policy.BriefingDraft{Title: f.Line("title", maxLine), Reader: f.Line("reader", maxLine), Lang: f.Choice("lang", policy.BriefingLanguages...), Initiative: f.ID("initiative"),
		Question: f.Words("question", maxText), Short: f.Words("short", maxText), Ask: f.Words("ask", maxText), Unknown: f.Words("unknown", maxText), By: f.Day("by")}
	revision := f.Number("revision", 1, 1<<30)
	err := f.Err()
	if err == nil {
		err = web.policy.WriteBriefing(r.Context(), r.Who, id, revision, d)
	}
	if desk.ToMend(err) {
		return web.writePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(briefingAt(id, "?done=words")), nil
}

func (web *Web) showPiece(r *page.Request) (*page.Answer, error) { return web.piecePage(r, nil) }

// piecePage asks for one piece: first of which kind, then what that kind needs.
func (web *Web) piecePage(r *page.Request, wrong error) (*page.Answer, error) {
	b, f, err := web.policy.Briefing(r.Context(), r.Who, r.Path("briefing"), r.L)
	if err != nil {
		return nil, err
	}
	kind, section, id := policy.PieceKind(r.Form.Raw("kind")), r.Form.Raw("section"), r.Form.Raw("piece")
	revision := strconv.Itoa(b.Revision)
	if r.Form.Has("revision") {
		revision = r.Form.Raw("revision")
	}
	if have, ok := b.Draft.Piece(id); ok && wrong == nil {
		kind, section = have.Kind, have.Section
		r.Form = pieceForm(have)
	}
	s, ok := f.Template.Section(section)
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	from, err := web.policy.MaterialForBriefing(r.Context(), r.Who, r.L)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "kind")
	heading, _ := s.Heading.In(r.L.Tag())
	v := desk.Page{Title: t("briefing.piece", "section", heading), Problems: p.Summary()}
	if !slices.Contains(s.Takes, kind) {
		v.Lead = t("briefing.piece_lead")
		v.Before = []kit.Content{desk.Para(inLanguage(r, s.About)), desk.Bullets(kindLinks(r, b, s, from)...)}
		return v.Answer(wrong).Back(briefingAt(b.ID, "")), nil
	}
	if id == "" {
		id = page.NewID()
	}
	v.Lead = t("briefing.kind_" + string(kind)) // i18n: prefix briefing.kind_
	v.Hidden = []desk.Hidden{{Name: "piece", Value: id}, {Name: "kind", Value: string(kind)}, {Name: "section", Value: section}, {Name: "revision", Value: revision}}
	v.Fields = web.pieceFields(r, p, kind, from)
	v.Buttons = []kit.Content{desk.Button(r, "briefing.put"), desk.Cancel(r, briefingAt(b.ID, ""))}
	return v.Answer(wrong).Back(briefingAt(b.ID, "")), nil
}

// pieceForm fills the form with a piece that is there.
func pieceForm(p policy.Piece) *page.Form {
	return page.NewForm(url.Values{"text": {p.Text}, "of": {p.Of}, "chart": {p.Chart}, "coverage": {p.Coverage}, "coverage_of": {p.CoverageOf}, "publisher": {p.Publisher}, "source": {p.Source},
		"url": {p.URL}, "on-day": {pieceOf(p.On, 2)}, "on-month": {pieceOf(p.On, 1)}, "on-year": {pieceOf(p.On, 0)}})
}

// kindLinks offers the kinds that a section takes. One of which there is nothing says so, and what to do.
func kindLinks(r *page.Request, b policy.Briefing, s policy.BriefingSection, from policy.BriefingMaterial) (links []kit.Content) {
	for _, k := range policy.PieceKinds {
		if !slices.Contains(s.Takes, k) {
			continue
		}
		name := r.L.T("briefing.kind_" + string(k)) // i18n: prefix briefing.kind_
		if from.Has(k) {
			links = append(links, desk.Link(name, briefingAt(b.ID, "/piece?"+url.Values{"section": {s.Code}, "kind": {string(k)}}.Encode())))
		} else {
			links = append(links, kit.T(name+colon+r.L.T("briefing.none_of_"+string(k)))) // i18n: prefix briefing.none_of_
		}
	}
	return links
}

func (web *Web) pieceFields(r *page.Request, p page.Problems, kind policy.PieceKind, from policy.BriefingMaterial) []kit.Content {
	text := desk.Note(r, p, "text", "briefing.text_"+string(kind)) // i18n: prefix briefing.text_
	switch kind {
	case policy.PieceWords:
		return []kit.Content{text}
	case policy.PiecePublished:
		return []kit.Content{text, desk.Line(r, p, "publisher", "briefing.publisher", r.Form.Raw("publisher")), desk.Line(r, p, "source", "briefing.source", r.Form.Raw("source")),
			desk.Line(r, p, "url", "briefing.url", r.Form.Raw("url")), desk.Day(r, p, "on", "briefing.on"), desk.Note(r, p, "coverage", "briefing.coverage_field")}
	}
	of := kit.Radios{Name: "of", Legend: desk.Legend(r, "briefing.which"), Value: r.Form.Raw("of"), Error: p.Of("of"), Items: choices(r, kind, from)}
	switch kind {
	case policy.PieceRelease:
		return []kit.Content{of, text, drawField(r, p), desk.Note(r, p, "coverage", "briefing.coverage_field"), coverageField(r, p, from)}
	case policy.PieceSaved:
		return []kit.Content{of, text, drawField(r, p), desk.Note(r, p, "coverage", "briefing.coverage_more")}
	}
	return []kit.Content{of, text}
}

// choices are what can be cited of a kind.
func choices(r *page.Request, kind policy.PieceKind, from policy.BriefingMaterial) (list []kit.Choice) {
	switch kind {
	case policy.PieceRelease:
		for _, one := range from.Releases {
			list = append(list, kit.Choice{Value: one.ID, Text: kit.T(releaseName(r, from, one)), Hint: kit.T(r.L.T("briefing.release_hint", "rules", one.Rules, "hash", one.Hash[:12]))})
		}
	case policy.PieceSaved:
		for _, q := range from.Saved {
			list = append(list, kit.Choice{Value: q.ID, Text: desk.Words(q.Title)})
		}
	case policy.PieceQuote:
		for _, q := range from.Quotes {
			list = append(list, kit.Choice{Value: q.ID, Text: saidIn(r, q.Lang, q.Words), Hint: kit.T(r.L.T("briefing.until", "day", r.L.Day(q.Until)))})
		}
	case policy.PieceTheme:
		for _, o := range from.Themes {
			list = append(list, kit.Choice{Value: o.ID, Text: desk.Words(o.Title), Hint: kit.Join(desk.Words(o.Seen), kit.T(space+o.Source))})
		}
	case policy.PieceAppraisal:
		return madeChoices(r, from.Appraisals)
	case policy.PieceEvaluation:
		return madeChoices(r, from.Evaluations)
	}
	return list
}

func madeChoices(r *page.Request, made []policy.MadeHere) (list []kit.Choice) {
	for _, one := range made {
		list = append(list, kit.Choice{Value: one.ID, Text: desk.Words(one.Title), Hint: kit.T(r.L.T("briefing.made_hint", "day", dayOf(r, one.At), "hash", one.Hash[:12]))})
	}
	return list
}

// releaseName is a release by its day and the words of its first rows and columns.
func releaseName(r *page.Request, from policy.BriefingMaterial, one release.Release) string {
	const few = 4
	var names []string
	for _, code := range slices.Concat(one.Table.Rows, one.Table.Columns) {
		if len(names) == few {
			break
		}
		names = append(names, from.Word(one.ID, code))
	}
	return dayOf(r, one.At) + colon + strings.Join(names, comma)
}

func drawField(r *page.Request, p page.Problems) kit.Content {
	items := append([]kit.Choice{{Value: "", Text: kit.T(r.L.T("briefing.chart_none"))}}, desk.Choices(r, "briefing.chart_", policy.BriefingCharts)...) // i18n: prefix briefing.chart_
	return kit.Radios{Name: "chart", Legend: desk.Legend(r, "briefing.draw"), Value: r.Form.Raw("chart"), Error: p.Of("chart"), Items: items, Class: "govuk-radios--small"}
}

// coverageField asks for the release that says of whom figures are.
func coverageField(r *page.Request, p page.Problems, from policy.BriefingMaterial) kit.Content {
	s := kit.Select{Name: "coverage_of", Label: desk.Label(r, "briefing.coverage_of"), Value: r.Form.Raw("coverage_of"), Error: p.Of("coverage_of"),
		Items: []kit.Option{{Value: "", Text: r.L.T("briefing.coverage_none")}}}
	for _, one := range from.Releases {
		s.Items = append(s.Items, kit.Option{Value: one.ID, Text: releaseName(r, from, one)})
	}
	return s
}

func (web *Web) savePiece(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("briefing")
	p := policy.Piece{ID: f.ID("piece"), Section: f.Line("section", 40), Kind: policy.PieceKind(f.Line("kind", 40)), Text: f.Words("text", maxText), Of: f.Line("of", 80), Chart: f.Line("chart", 40),
		Coverage: f.Words("coverage", maxText), CoverageOf: f.ID("coverage_of"), Publisher: f.Line("publisher", maxLine), Source: f.Line("source", maxLine), URL: f.Line("url", 500), On: f.Day("on")}
	revision := f.Number("revision", 1, 1<<30)
	err := f.Err()
	if err == nil {
		err = web.policy.PutPiece(r.Context(), r.Who, id, revision, p)
	}
	if desk.ToMend(err) {
		return web.piecePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(briefingAt(id, "?done=piece#section-"+p.Section)), nil
}

// movePiece moves a piece up or takes it out.
func (web *Web) movePiece(r *page.Request) (*page.Answer, error) {
	f, id, done := r.Form, r.Path("briefing"), "moved"
	piece, revision, do := f.ID("piece"), f.Number("revision", 1, 1<<30), f.Choice("do", "up", "take")
	err := f.Err()
	switch {
	case err != nil:
	case do == "take":
		done, err = "taken", web.policy.TakePiece(r.Context(), r.Who, id, revision, piece)
	default:
		err = web.policy.MovePiece(r.Context(), r.Who, id, revision, piece)
	}
	if desk.ToMend(err) {
		return web.briefingPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(briefingAt(id, "?done="+done)), nil
}

func (web *Web) makeVersion(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("briefing")
	version, revision := f.ID("as"), f.Number("revision", 1, 1<<30)
	err := f.Err()
	if err == nil {
		err = web.policy.MakeVersion(r.Context(), r.Who, id, version, revision)
	}
	if desk.ToMend(err) {
		return web.briefingPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(briefingAt(id, "?done=version")), nil
}
