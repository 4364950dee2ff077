package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/print"
)

// reportWriter writes an appraisal as blocks, from which its page, its PDF and its Word document are all made.
type reportWriter struct {
	l      i18n.L
	a      Appraisal
	blocks []print.Block
}

// Blocks is the full report: everything that is said, and what became of it. Nothing is added up.
func (a Appraisal) Blocks(l i18n.L) []print.Block {
	w := &reportWriter{l: l, a: a}
	w.add(print.Heading{Level: 1, Text: print.Say(a.Title)})
	w.small(w.text(a.Template.Title) + " · " + nation.Name(a.Nation, l.Tag()) + " · " + l.T("appraisal.begun_on", "day", l.Day(a.BegunAt.Format(time.DateOnly))))
	w.stands()
	w.effects(2)
	for _, stage := range a.Stages() {
		for _, s := range stage.Sections {
			w.section(stage, s)
		}
	}
	w.published()
	w.looked()
	w.sources()
	return w.blocks
}

func (w *reportWriter) add(b ...print.Block) { w.blocks = append(w.blocks, b...) }

func (w *reportWriter) text(t nation.Text) string { return t.In(w.l.Tag()) }

func (w *reportWriter) head(level int, text string) {
	w.add(print.Heading{Level: level, Text: print.Say(text)})
}

func (w *reportWriter) say(text string) {
	if text != "" {
		w.add(print.Para{Text: print.Say(text)})
	}
}

func (w *reportWriter) small(text string) {
	w.add(print.Para{Small: true, Text: print.Say(text)})
}

// facts is a table of two columns without a heading; what has no value is left out.
func (w *reportWriter) facts(rows ...[2]string) {
	table := print.Table{RowHead: true}
	for _, row := range rows {
		if row[1] != "" {
			table.Rows = append(table.Rows, []print.Text{print.Strong(row[0]), print.Say(row[1])})
		}
	}
	if len(table.Rows) > 0 {
		w.add(table)
	}
}

// stands says how the appraisal stands, and how far it knows.
func (w *reportWriter) stands() {
	t, n := w.l.T, w.a.Counts()
	lines := []print.Text{print.Say(t("appraisal.report_draft"))}
	if s := w.a.signed(); s != nil {
		lines = []print.Text{print.Say(t("appraisal.report_signed", "as", s.As, "day", w.l.Day(s.At.Format(time.DateOnly)))), print.Say(t("appraisal.report_hash", "hash", s.Hash))}
		if due := w.a.Due(); due != "" {
			lines = append(lines, print.Say(t("appraisal.report_due", "day", w.l.Day(due))))
		}
	}
	if !w.a.Narrow() {
		lines = append(lines, print.Say(w.l.N("appraisal.unknown_of", n.Unknown, "of", w.l.Number(n.Pairs))), print.Say(w.l.N("appraisal.not_asked_of", n.NotAsked, "of", w.l.Number(n.Lenses))), print.Say(t("appraisal.no_sum")))
	}
	w.add(print.Notice{Paras: lines})
}

// OptionName is the name of an option, in words.
func (o Option) OptionName(l i18n.L) string {
	if o.Code == ChangeNothing {
		return l.T("appraisal.option_nothing")
	}
	return o.Name
}

// Words is what a lens is called: of a principle in our own words, of an outcome what the edition says.
func (lens Lens) Words(l i18n.L) print.Text {
	if lens.Outcome {
		return print.SayIn(lens.Lang, lens.Text)
	}
	return print.Say(l.T("appraisal.lens_" + lens.Code)) // i18n: prefix appraisal.lens_
}

// EffectWord is an effect in words; what nobody has looked at says so.
func EffectWord(l i18n.L, e Effect) string {
	if e == "" {
		return l.T("appraisal.effect_open")
	}
	return l.T("appraisal.effect_" + string(e)) // i18n: prefix appraisal.effect_
}

// effects is a table of words: what each option would likely do to each right and outcome. Lenses that no option touches are left
// to their list, and a first look has none.
func (w *reportWriter) effects(level int) {
	if w.a.Narrow() {
		return
	}
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(w.l.T("appraisal.lens"))}}
	for _, o := range w.a.Options {
		table.Head = append(table.Head, print.Say(o.OptionName(w.l)))
	}
	for _, lens := range w.a.AllLenses() {
		if w.a.LeftUntouched(lens) {
			continue
		}
		row := []print.Text{lens.Words(w.l)}
		for _, o := range w.a.Options {
			row = append(row, print.Say(EffectWord(w.l, w.a.Lenses[lens.Code].Cells[o.Code].Effect)))
		}
		table.Rows = append(table.Rows, row)
	}
	if len(table.Rows) > 0 {
		w.head(level, w.l.T("appraisal.glance"))
		w.add(table)
	}
}

// LeftUntouched reports whether it was said of an outcome that no option touches it, with one reason for all options.
func (a Appraisal) LeftUntouched(lens Lens) bool {
	said, why := a.Lenses[lens.Code], ""
	for i, o := range a.Options {
		cell := said.Cells[o.Code]
		if cell.Effect != NoEffect || i > 0 && cell.Evidence != why {
			return false
		}
		why = cell.Evidence
	}
	return lens.Outcome && said.Young == NobodyAsked && said.Why == why
}

func (w *reportWriter) section(stage nation.AppraisalStage, s nation.AppraisalSection) {
	w.head(2, w.text(s.Title))
	switch s.Part {
	case nation.PartScreening:
		if w.a.Screening.Full != "" {
			w.add(print.Para{Text: print.Strong(w.l.T("appraisal.full_" + w.a.Screening.Full))}) // i18n: prefix appraisal.full_
		}
		w.say(w.a.Screening.Why)
	case nation.PartOptions:
		for _, o := range w.a.Options {
			w.add(print.Para{Text: print.Strong(o.OptionName(w.l))})
			w.say(o.What)
		}
	case nation.PartLenses:
		w.lenses()
	case nation.PartSummaries:
		w.say(w.l.T("appraisal.summaries_apart"))
	default:
		said := w.a.Sections[SectionPart(stage.Code, s.Code)].Answers
		for _, q := range s.Questions {
			w.add(print.Para{Text: print.Strong(w.text(q.Ask))})
			w.say(orOpen(w.l, said[q.Code]))
		}
	}
}

func orOpen(l i18n.L, text string) string {
	if text == "" {
		return l.T("appraisal.nothing_said")
	}
	return text
}

func (w *reportWriter) lenses() {
	t := w.l.T
	untouched := map[string][]print.Item{}
	var reasons []string
	for _, lens := range w.a.AllLenses() {
		said := w.a.Lenses[lens.Code]
		if w.a.LeftUntouched(lens) {
			if untouched[said.Why] == nil {
				reasons = append(reasons, said.Why)
			}
			untouched[said.Why] = append(untouched[said.Why], print.Item{Text: lens.Words(w.l)})
			continue
		}
		w.add(print.Heading{Level: 3, Text: lens.Words(w.l)})
		for _, o := range w.a.Options {
			w.add(print.Para{Text: print.Strong(o.OptionName(w.l) + ": " + EffectWord(w.l, said.Cells[o.Code].Effect))})
			w.facts(w.a.CellFacts(w.l, said.Cells[o.Code])...)
		}
		w.facts([2]string{t("appraisal.young"), YoungWords(w.l, said)})
	}
	for _, why := range reasons {
		w.head(3, t("appraisal.untouched"))
		w.say(why)
		w.add(print.List{Items: untouched[why]})
	}
}

// YoungWords is what is said of young people's views of one right or outcome.
func YoungWords(l i18n.L, said LensWords) string {
	switch said.Young {
	case "":
		return l.T("appraisal.nothing_said")
	case NobodyAsked:
		return l.T("appraisal.young_not_asked") + ": " + orOpen(l, said.Why)
	}
	return l.T("appraisal.young_"+said.Young) + ": " + orOpen(l, said.Words) // i18n: prefix appraisal.young_
}

// CellFacts are what is said of one option and one right or outcome, named; what is not said is "".
func (a Appraisal) CellFacts(l i18n.L, c Cell) [][2]string {
	word := func(prefix, code string) string {
		if code == "" {
			return ""
		}
		return l.T(prefix + code)
	}
	var groups []string
	for _, g := range c.Groups {
		groups = append(groups, l.T("appraisal.group_"+g)) // i18n: prefix appraisal.group_
	}
	cited := ""
	if r, ok := a.Cited[c.Release]; ok {
		cited = ReleaseName(l, r)
	}
	return [][2]string{{l.T("appraisal.for_whom"), l.List(groups)}, {l.T("appraisal.evidence"), c.Evidence}, {l.T("appraisal.kind"), word("appraisal.kind_", c.Kind)}, // i18n: prefix appraisal.kind_
		{l.T("appraisal.source"), c.Source}, {l.T("appraisal.release"), cited}, {l.T("appraisal.confidence"), word("appraisal.confidence_", c.Confidence)}, // i18n: prefix appraisal.confidence_
		{l.T("appraisal.mitigation"), c.Mitigation}}
}

func (w *reportWriter) published() {
	var items []print.Item
	for _, s := range w.a.Steps {
		if s.Kind == StepPublished {
			items = append(items, print.Item{Text: print.Say(PublishedLine(w.l, s))})
		}
	}
	if len(items) > 0 {
		w.head(2, w.l.T("appraisal.log"))
		w.add(print.List{Items: items})
	}
}

// PublishedLine says in one line what was published, where, when, and who said yes.
func PublishedLine(l i18n.L, s AppraisalStep) string {
	var what []string
	for _, one := range s.What {
		what = append(what, l.T("appraisal.output_"+one)) // i18n: prefix appraisal.output_
	}
	return l.T("appraisal.published_line", "what", l.List(what), "where", s.Where, "day", l.Day(s.Day), "yes", s.Yes)
}

// looked says what came true, each time that somebody looked again.
func (w *reportWriter) looked() {
	for _, s := range w.a.Steps {
		if s.Kind != StepReviewed || s.Look == nil {
			continue
		}
		t, look := w.l.T, s.Look
		w.head(2, t("appraisal.looked_on", "day", w.l.Day(s.At.Format(time.DateOnly))))
		option := ""
		if i := slices.IndexFunc(w.a.Options, func(o Option) bool { return o.Code == look.Option }); i >= 0 {
			option = w.a.Options[i].OptionName(w.l)
		}
		w.facts([2]string{t("appraisal.look_option"), option}, [2]string{t("appraisal.look_came"), look.Came}, [2]string{t("appraisal.look_unexpected"), look.Unexpected},
			[2]string{t("appraisal.look_young"), look.Young}, [2]string{t("appraisal.look_next"), look.Next})
		table := print.Table{RowHead: true, Head: []print.Text{print.Say(t("appraisal.lens")), print.Say(t("appraisal.look_thought")), print.Say(t("appraisal.look_lens"))}}
		for _, lens := range w.a.AllLenses() {
			if came := look.Lenses[lens.Code]; came != "" {
				table.Rows = append(table.Rows, []print.Text{lens.Words(w.l), print.Say(EffectWord(w.l, w.a.Lenses[lens.Code].Cells[look.Option].Effect)), print.Say(t("appraisal.came_" + came))}) // i18n: prefix appraisal.came_
			}
		}
		if len(table.Rows) > 0 {
			w.add(table)
		}
	}
}

// sources says where the questions come from, and how far that was read.
func (w *reportWriter) sources() {
	w.head(2, w.l.T("appraisal.sources"))
	w.say(w.text(w.a.Template.About))
	var items []print.Item
	for _, s := range w.a.Template.InOrder() {
		notes := []print.Text{}
		if s.URL != "" {
			notes = append(notes, print.Say(s.URL))
		}
		read := w.l.T("appraisal.read_" + strings.ReplaceAll(s.Read, " ", "_")) // i18n: prefix appraisal.read_
		if s.ReadOn != nation.NotRead {
			read += ", " + w.l.Day(s.ReadOn)
		}
		items = append(items, print.Item{Text: print.Say(fmt.Sprintf("%s. %s, %s", s.Title, s.Publisher, s.Published)), Notes: append(notes, print.Say(read))})
	}
	w.add(print.List{Items: items})
}
