package policyweb

import (
	"fmt"
	"slices"
	"strconv"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/page"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
	"stablefutures/internal/release"
)

// briefingWriter writes a draft or a version of a briefing as a document, from which the page is made too.
type briefingWriter struct {
	r       *page.Request
	b       policy.Briefing
	f       policy.FilledBriefing
	v       *policy.BriefingVersion // nil of a draft
	blocks  []print.Block
	sources []string // what is cited, in the order of its numbers
	figures int
}

// briefingDoc gives a briefing as a document. v is nil for a draft, which says so.
func briefingDoc(r *page.Request, b policy.Briefing, v *policy.BriefingVersion, f policy.FilledBriefing) print.Doc {
	w := &briefingWriter{r: r, b: b, f: f, v: v}
	t, d := r.L.T, f.Draft
	at, foot := b.ChangedAt, t("briefing.foot_draft")
	if v != nil {
		at, foot = v.At, t("briefing.foot", "number", strconv.Itoa(v.Place))
	}
	w.add(print.Heading{Level: 1, Text: w.said(d.Title)})
	w.facts([2]string{t("briefing.to"), d.Reader}, [2]string{t("briefing.from"), r.Session.Organisation}, [2]string{t("briefing.day"), dayOf(r, at)})
	w.standing()
	w.part("briefing.question", d.Question)
	w.part("briefing.short", d.Short)
	for _, s := range f.Template.Sections {
		w.section(s)
	}
	w.part("briefing.unknown", d.Unknown)
	w.part("briefing.ask", d.Ask)
	if d.By != "" {
		w.add(print.Para{Text: print.Say(t("briefing.ask_by", "day", r.L.Day(d.By)))})
	}
	w.end()
	return print.Doc{Title: t("briefing.file"), Lang: r.L.Tag(), Date: at, Footer: foot, Blocks: w.blocks}
}

func (w *briefingWriter) add(blocks ...print.Block) { w.blocks = append(w.blocks, blocks...) }

func (w *briefingWriter) t(key string, args ...any) string { return w.r.L.T(key, args...) }

// said is what somebody wrote, in the language of the briefing.
func (w *briefingWriter) said(text string) print.Text {
	if lang := w.f.Draft.Lang; lang != w.r.L.Tag() {
		return print.SayIn(lang, text)
	}
	return print.Say(text)
}

// of is a text of the template, in the reader's language where it is there.
func (w *briefingWriter) of(s policy.InLanguages) print.Text {
	text, lang := s.In(w.r.L.Tag())
	if lang != w.r.L.Tag() {
		return print.SayIn(lang, text)
	}
	return print.Say(text)
}

func (w *briefingWriter) facts(rows ...[2]string) {
	table := print.Table{RowHead: true}
	for _, row := range rows {
		if row[1] != "" {
			table.Rows = append(table.Rows, []print.Text{print.Strong(row[0]), print.Say(row[1])})
		}
	}
	w.add(table)
}

// standing says how far it is: a draft, a version that waits, one that is signed, given, or taken back.
func (w *briefingWriter) standing() {
	if w.v == nil {
		w.add(print.Notice{Title: print.Say(w.t("briefing.is_draft")), Paras: []print.Text{print.Say(w.t("briefing.is_draft_about"))}})
		return
	}
	w.add(print.Para{Small: true, Text: print.Say(w.t("briefing.version_line", "number", strconv.Itoa(w.v.Place), "day", dayOf(w.r, w.v.At), "hash", w.v.Hash))})
	if back, ok := w.b.Step(w.v.ID, "taken_back"); ok {
		w.add(print.Notice{Title: print.Say(w.t("briefing.is_back", "day", dayOf(w.r, back.At))), Paras: []print.Text{w.said(back.Says.Why)}})
		return
	}
	if signed, ok := w.b.Step(w.v.ID, "signed"); ok {
		w.add(print.Para{Small: true, Text: print.Say(w.t("briefing.signed_line", "day", dayOf(w.r, signed.At)))})
		return
	}
	w.add(print.Notice{Title: print.Say(w.t("briefing.is_unsigned")), Paras: []print.Text{print.Say(w.t("briefing.is_unsigned_about"))}})
}

// part is one of the texts that every briefing has; where it is missing the draft says so.
func (w *briefingWriter) part(key, text string) {
	w.add(print.Heading{Level: 2, Text: print.Say(w.t(key))})
	if text == "" {
		w.add(print.Notice{Paras: []print.Text{print.Say(w.t("briefing.not_written"))}})
		return
	}
	w.add(print.Para{Text: w.said(text)})
}

// section shows the pieces of a section; one without any says that there is no evidence, and in a draft what would be.
func (w *briefingWriter) section(s policy.BriefingSection) {
	w.add(print.Heading{Level: 2, Text: w.of(s.Heading)})
	list := w.f.Draft.In(s.Code)
	if len(list) == 0 {
		paras := []print.Text{print.Say(w.t("briefing.no_evidence"))}
		if w.v == nil {
			paras = append(paras, w.of(s.Evidence))
		}
		w.add(print.Notice{Paras: paras})
	}
	for _, p := range list {
		w.piece(p)
	}
}

func (w *briefingWriter) piece(p policy.Piece) {
	if slices.Contains(w.f.Gone, p.ID) {
		w.gone(p)
		return
	}
	switch p.Kind {
	case policy.PieceWords:
		w.add(print.Para{Text: w.said(p.Text)})
	case policy.PieceRelease, policy.PieceSaved:
		w.release(p)
	case policy.PiecePublished:
		n := w.cite(w.t("briefing.source_published", "publisher", p.Publisher, "title", p.Source, "day", w.r.L.Day(p.On), "url", p.URL))
		w.add(print.Para{Text: w.marked(w.said(p.Text), n)}, print.Para{Small: true, Text: print.Say(w.t("briefing.coverage", "words", p.Coverage))})
	case policy.PieceQuote:
		w.quote(p)
	case policy.PieceTheme:
		theme := w.f.Themes[p.ID]
		if p.Text != "" {
			w.add(print.Para{Text: w.said(p.Text)})
		}
		w.add(print.List{Items: []print.Item{{Text: print.Strong(theme.Title), Notes: []print.Text{w.marked(print.Say(theme.Seen), w.cite(theme.Source))}}}})
	case policy.PieceAppraisal:
		w.made(p, "briefing.source_appraisal", w.f.Appraisals[p.ID].InShort(w.r.L))
	case policy.PieceEvaluation:
		w.made(p, "briefing.source_evaluation", w.f.Evaluations[p.ID].InShort(w.r.L))
	}
}

// made shows an appraisal or an evaluation in short, under what its writer says of it.
func (w *briefingWriter) made(p policy.Piece, source string, short []print.Block) {
	cited := w.f.Cites[p.ID]
	n := w.cite(w.t(source, "title", cited.Title, "hash", cited.Hash)) // i18n: prefix briefing.source_
	about := w.t("briefing.made_about", "number", strconv.Itoa(n))
	if p.Text != "" {
		w.add(print.Para{Text: w.marked(w.said(p.Text), n)})
	} else {
		w.add(print.Para{Small: true, Text: print.Say(about)})
	}
	w.add(short...)
}

// gone stands where something was that is not there any more. Of a young person's words not one is said.
func (w *briefingWriter) gone(p policy.Piece) {
	key := "briefing.gone_piece"
	switch {
	case p.Kind == policy.PieceQuote && w.v != nil && w.wasGiven():
		key = "briefing.gone_quote_given"
	case p.Kind == policy.PieceQuote:
		key = "briefing.gone_quote"
	}
	w.add(print.Notice{Paras: []print.Text{print.Say(w.t(key))}})
}

func (w *briefingWriter) wasGiven() bool {
	_, given := w.b.Step(w.v.ID, "published")
	return given
}

// cite gives the number of a source: the one it has, or the next.
func (w *briefingWriter) cite(source string) int {
	i := slices.Index(w.sources, source)
	if i < 0 {
		w.sources = append(w.sources, source)
		i = len(w.sources) - 1
	}
	return i + 1
}

// marked puts the number of a source behind a text.
func (w *briefingWriter) marked(t print.Text, n int) print.Text {
	t.Runs = append(slices.Clone(t.Runs), print.Run{Text: fmt.Sprintf(" [%d]", n), Lang: w.r.L.Tag()})
	return t
}

func (w *briefingWriter) quote(p policy.Piece) {
	q := w.f.Quotes[p.ID]
	if p.Text != "" {
		w.add(print.Para{Text: w.said(p.Text)})
	}
	n := w.cite(w.t("briefing.source_quote"))
	by := w.t("briefing.quote_by", "number", strconv.Itoa(n))
	if q.Name != "" {
		by = w.t("briefing.quote_by_name", "name", q.Name, "number", strconv.Itoa(n))
	}
	one := print.Quote{Words: print.SayIn(q.Lang, q.Words), Source: print.Say(by)}
	if q.Translation != "" {
		one.Translation, one.TranslationLabel = print.SayIn("en", q.Translation), w.t("briefing.in_english")
	}
	w.add(one)
}

// release shows figures as they were let out: drawn where somebody chose how, always as a table, and with what says of whom.
func (w *briefingWriter) release(p policy.Piece) {
	one, cited := w.f.Releases[p.ID], w.f.Cites[p.ID]
	n := w.cite(w.t("briefing.source_release", "day", dayOf(w.r, one.At), "rules", one.Rules, "hash", one.Hash))
	if why := one.Table.Withheld(); why != "" {
		w.add(print.Para{Text: w.marked(w.said(p.Text), n)}, print.Notice{Title: print.Say(w.t("briefing.too_small")),
			Paras: []print.Text{print.Say(w.t("chart.why_" + string(why))), print.Say(w.t("briefing.too_small_about"))}}) // i18n: prefix chart.why_
		return
	}
	w.figures++
	title := w.t("briefing.figure", "number", strconv.Itoa(w.figures))
	if cited.Title != "" {
		title += colon + cited.Title
	}
	kind := chart.Kind(p.Chart)
	if p.Chart == "" {
		kind = chart.Dot
	}
	o := chart.Options{Kind: kind, Title: title, Words: w.f.Words[p.ID], Turned: kind == chart.Dot && len(one.Table.Rows) > 0}
	for _, b := range chart.FromRelease(one.Table, o).Blocks(w.r.L, 3) {
		if _, drawn := b.(print.Picture); drawn && p.Chart == "" {
			continue
		}
		w.add(b)
		if _, ok := b.(print.Heading); ok {
			w.add(print.Para{Text: w.marked(w.said(p.Text), n)})
		}
	}
	w.coverage(p)
}

// coverage says of whom the figures are: in words, and as the figures that say how many could have been asked.
func (w *briefingWriter) coverage(p policy.Piece) {
	if p.Coverage != "" {
		w.add(print.Para{Small: true, Text: print.Say(w.t("briefing.coverage", "words", p.Coverage))})
	}
	of, ok := w.f.Coverage[p.ID]
	if !ok {
		return
	}
	w.add(print.Para{Small: true, Text: print.Say(w.t("briefing.coverage", "words", w.asked(of)))})
}

// asked is the line of figures that says how many could have been asked, were asked and answered.
func (w *briefingWriter) asked(of release.Release) string {
	if why := of.Table.Withheld(); why != "" {
		return w.t("chart.why_" + string(why)) // i18n: prefix chart.why_
	}
	n := w.cite(w.t("briefing.source_release", "day", dayOf(w.r, of.At), "rules", of.Rules, "hash", of.Hash))
	var parts []string
	word := func(code string) string { return code }
	for piece, one := range w.f.Coverage {
		if one.ID == of.ID && w.f.CoverageWords[piece] != nil {
			word = w.f.CoverageWords[piece]
		}
	}
	total := func(j int) disclosure.Protected {
		if len(of.Table.Rows) == 0 {
			return of.Table.Cell(0, j)
		}
		return of.Table.ColumnTotal(j)
	}
	for j, code := range of.Table.Columns {
		parts = append(parts, word(code)+colon+chart.InLine(w.r.L, total(j)))
	}
	return w.r.L.List(parts) + fmt.Sprintf(" [%d]", n)
}

// end lists what is cited, says what symbols mean, and what the paper is.
func (w *briefingWriter) end() {
	if len(w.sources) > 0 {
		w.add(print.Heading{Level: 2, Text: print.Say(w.t("briefing.sources"))})
		list := print.List{Ordered: true}
		for _, s := range w.sources {
			list.Items = append(list.Items, print.Item{Text: print.Say(s)})
		}
		w.add(list)
	}
	w.add(print.Heading{Level: 2, Text: print.Say(w.t("briefing.about"))})
	about := print.List{Items: []print.Item{{Text: print.Say(w.t("briefing.about_nobody"))}, {Text: print.Say(w.t("briefing.about_survey"))}, {Text: print.Say(w.t("briefing.about_words"))}}}
	if w.figures > 0 {
		about.Items = append(about.Items, print.Item{Text: print.Say(w.t("briefing.about_figures"))})
	}
	w.add(about)
}
