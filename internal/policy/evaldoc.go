package policy

import (
	"strconv"
	"strings"

	"stablefutures/internal/chart"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// LineName is what a line is called: a published series by its name, a release's line by its code.
func (f Figures) LineName(l i18n.L, line string) string {
	switch code := strings.NewReplacer(".", "_", "-", "_").Replace(line); {
	case line == "":
		return l.T("evaluation.whole")
	case f.Kind == FromRelease && l.Has("insight.code_"+code):
		return l.T("insight.code_" + code) // i18n: prefix insight.code_
	}
	return line
}

// Name is what figures are called on a page: a published table by its title, a release by what it counts.
func (f Figures) Name(l i18n.L) string {
	if f.Published != nil {
		return f.Published.Origin.Title
	}
	if parts := strings.Split(f.Key, ":"); len(parts) > 2 && parts[0] == "insight" && l.Has("insight.measure_"+parts[2]) {
		return l.T("insight.measure_" + parts[2]) // i18n: prefix insight.measure_
	}
	return f.Key
}

// Cited says where figures come from, in one line.
func (f Figures) Cited(l i18n.L) string {
	if f.Published != nil {
		o := f.Published.Origin
		return l.T("evaluation.cited_published", "title", o.Title, "publisher", o.Publisher, "address", o.Address, "day", l.Day(o.ReadOn))
	}
	return l.T("evaluation.cited_release", "key", f.Name(l), "day", l.Day(db.Day(f.At)), "hash", f.Hash[:min(16, len(f.Hash))])
}

// Chart draws figures in time: lines of them, from one period to another ("" for all), with the change marked.
func (f Figures) Chart(l i18n.L, lines []string, from, to, at string) chart.Chart {
	ch := chart.Chart{Kind: chart.Run, Title: l.T("evaluation.chart_title"), About: l.T("evaluation.chart_about"), Unit: f.unit(l), Source: f.Cited(l)}
	first, someFirst := disclosure.ParsePeriod(from)
	last, someLast := disclosure.ParsePeriod(to)
	change, marked := disclosure.ParsePeriod(at)
	var places []int
	for i, p := range f.Periods {
		if someFirst && p.Place < first.Place || someLast && p.Place > last.Place {
			continue
		}
		if marked && p.Place >= change.Place {
			ch.Marks, marked = []chart.Mark{{At: len(places), Text: l.T("evaluation.mark")}}, false
		}
		places, ch.Axis = append(places, i), append(ch.Axis, p.Code)
	}
	for _, line := range lines {
		s := chart.Series{Name: f.LineName(l, line)}
		for _, i := range places {
			s.Figures = append(s.Figures, f.Cell(i, f.Line(line)))
		}
		ch.Series = append(ch.Series, s)
	}
	if f.Kind == FromRelease {
		ch.Notes = append(ch.Notes, l.T("evaluation.no_survey"), l.T("evaluation.reach_own"))
	} else {
		ch.Notes = append(ch.Notes, l.T("evaluation.of_others"), l.T("evaluation.reach_published"))
		if f.Published.Below > 0 {
			ch.Notes = append(ch.Notes, l.T("evaluation.hidden_here"))
		}
	}
	if f.Rounded > 1 {
		ch.Notes = append(ch.Notes, l.T("evaluation.rounded_to", "n", f.Rounded))
	}
	return ch
}

// unit is what is counted.
func (f Figures) unit(l i18n.L) string {
	if f.Published != nil {
		return f.Published.Unit
	}
	return l.T("evaluation.unit_release")
}

// mostDrawn is how many places are drawn at most: beyond it a picture says nothing.
const mostDrawn = 8

// Drawn lists the lines that a plan's picture shows: the outcome first.
func (p PlanContent) Drawn(f Figures) []string {
	lines := []string{p.Line}
	switch p.Design.Model {
	case WithOther:
		lines = append(lines, p.Control)
	case Places:
		for _, line := range f.Lines {
			if line != p.Line && len(lines) < mostDrawn {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// Chart draws the figures that an evaluation rests on.
func (e Evaluation) Chart(l i18n.L) chart.Chart {
	p := e.Plan.Content
	return e.Figures.Chart(l, p.Drawn(e.Figures), p.From, p.To, p.At)
}

// writer writes blocks.
type writer struct {
	l      i18n.L
	blocks []print.Block
	other  int // which way that was not planned is written: its headings say so, and are no others
}

func (w *writer) add(b ...print.Block) { w.blocks = append(w.blocks, b...) }

func (w *writer) head(level int, key string) {
	text := w.l.T(key)
	if w.other > 0 {
		text = w.l.T("evaluation.not_planned_n", "n", w.other, "heading", text)
	}
	w.add(print.Heading{Level: level, Text: print.Say(text)})
}

func (w *writer) say(text string) {
	if text != "" {
		w.add(print.Para{Text: print.Say(text)})
	}
}

func (w *writer) small(text string) { w.add(print.Para{Text: print.Say(text), Small: true}) }

// inEnglish says a text in the reader's language whose parts are in English, and are marked so.
func (w *writer) inEnglish(key string, first, one, second, two string) {
	const here = "\x1f" // stands in no text
	text := print.Text{}
	parts := strings.Split(w.l.T(key, first, here, second, here), here) // i18n: prefix evaluation.method
	for i, part := range parts {
		text.Runs = append(text.Runs, print.Run{Text: part})
		if i < 2 {
			text.Runs = append(text.Runs, print.Run{Text: []string{one, two}[i], Lang: "en"})
		}
	}
	w.add(print.Para{Text: text, Small: true})
}

// rows is a table of names and what is said of them; what says nothing is left out.
func (w *writer) rows(pairs ...[2]string) {
	table := print.Table{RowHead: true}
	for _, p := range pairs {
		if p[1] != "" {
			table.Rows = append(table.Rows, []print.Text{print.Strong(p[0]), print.Say(p[1])})
		}
	}
	if len(table.Rows) > 0 {
		w.add(table)
	}
}

func (w *writer) list(texts ...string) {
	var list print.List
	for _, t := range texts {
		list.Items = append(list.Items, print.Item{Text: print.Say(t)})
	}
	w.add(list)
}

// Blocks is an evaluation for a page, for paper and for a briefing: the figures first, then what the locked plan makes of them,
// then what was not planned, then all that could be wrong with it.
func (e Evaluation) Blocks(l i18n.L) []print.Block {
	w := &writer{l: l, blocks: e.Above(l)}
	w.head(2, "evaluation.figures")
	w.figures(e)
	w.after(e, e.Result())
	return w.blocks
}

// Above and Below are the same for a page that shows the picture in its own way: what stands before the figures, and after.
func (e Evaluation) Above(l i18n.L) []print.Block {
	w := &writer{l: l}
	w.head(2, "evaluation.question")
	w.say(e.Plan.Content.Question)
	w.lockedLines(e.Plan)
	return w.blocks
}

// Below is what stands after the figures.
func (e Evaluation) Below(l i18n.L) []print.Block {
	w := &writer{l: l}
	w.after(e, e.Result())
	return w.blocks
}

func (w *writer) after(e Evaluation, r Result) {
	l := w.l
	w.head(2, "evaluation.result")
	w.result(e, r)
	if len(e.Other) > 0 {
		w.head(2, "evaluation.not_planned")
		w.say(l.T("evaluation.not_planned_lead"))
		for i, o := range e.Other {
			w.other = i + 1
			w.head(3, "evaluation.not_planned_one")
			w.say(l.T("evaluation.why", "why", o.Why))
			other := e.Plan.Content.Instead(o)
			w.rows(w.designRows(o.Design)...)
			if o.Design.Model == WithOther {
				w.rows([2]string{l.T("evaluation.control"), e.Figures.LineName(l, other.Control)})
			}
			w.effect(e, other.Carry(o.Design, e.Figures))
		}
		w.other = 0
	}
	w.careful(e.Plan.Content)
	w.head(2, "evaluation.again")
	w.say(l.T("evaluation.again_lead"))
	if r.Command != "" {
		w.small(r.Command)
		w.inEnglish("evaluation.method", "method", r.Method, "source", r.Source)
	}
	w.small(l.T("evaluation.hashes", "plan", e.Plan.Hash, "figures", e.Figures.Hash))
	w.head(2, "evaluation.plan")
	w.plan(e.Plan.Content)
}

// Blocks is a plan for a page and for paper.
func (p Plan) Blocks(l i18n.L) []print.Block {
	w := &writer{l: l}
	w.head(2, "evaluation.question")
	w.say(p.Content.Question)
	w.lockedLines(p)
	w.head(2, "evaluation.plan")
	w.plan(p.Content)
	w.careful(p.Content)
	return w.blocks
}

// lockedLines say when the plan was locked, and what could be seen by then.
func (w *writer) lockedLines(p Plan) {
	l := w.l
	if !p.Locked() {
		w.add(print.Notice{Paras: []print.Text{print.Say(l.T("evaluation.draft"))}})
		return
	}
	lines := []string{l.T("evaluation.locked_line", "day", l.Moment(p.LockedAt), "hash", p.Hash)}
	if s := p.Content.Seen; s != nil {
		switch {
		case s.Until == "":
			lines = append(lines, l.T("evaluation.seen_nothing"))
		case s.After == 0:
			lines = append(lines, l.T("evaluation.seen_before", "until", s.Until, "since", l.Day(s.Since)))
		default:
			lines = append(lines, l.T("evaluation.seen_after", "until", s.Until, "since", l.Day(s.Since)))
		}
	}
	lines = append(lines, l.T("evaluation.looked_line", "words", p.Content.Looked))
	if a := p.Content.Amends; a != nil {
		lines = append(lines, l.T("evaluation.amends_line", "place", p.Place, "why", a.Why, "seen", a.Seen))
	}
	var paras []print.Text
	for _, line := range lines {
		paras = append(paras, print.Say(line))
	}
	w.add(print.Notice{Title: print.Say(l.T("evaluation.locked")), Paras: paras})
}

// figures are the picture with its table.
func (w *writer) figures(e Evaluation) {
	w.say(e.Plan.Content.Outcome)
	w.add(e.Chart(w.l).Blocks(w.l, 3)...)
	w.small(e.Figures.Cited(w.l))
}

func (w *writer) plan(p PlanContent) {
	l := w.l
	w.rows([2]string{l.T("evaluation.hypothesis"), p.Hypothesis}, [2]string{l.T("evaluation.direction"), l.T("evaluation.direction_" + p.Direction)}, // i18n: prefix evaluation.direction_
		[2]string{l.T("evaluation.inputs"), p.Theory.Inputs}, [2]string{l.T("evaluation.changes"), p.Theory.Changes}, [2]string{l.T("evaluation.whom"), p.Theory.Whom},
		[2]string{l.T("evaluation.when"), p.Theory.When}, [2]string{l.T("evaluation.assumptions"), p.Theory.Assumptions}, [2]string{l.T("evaluation.outcome"), p.Outcome},
		[2]string{l.T("evaluation.line"), (Figures{}).LineName(l, p.Line)}, [2]string{l.T("evaluation.control"), p.Control}, [2]string{l.T("evaluation.treated"), p.treatedLine()}, [2]string{l.T("evaluation.compared"), p.Compared},
		[2]string{l.T("evaluation.at"), p.At}, [2]string{l.T("evaluation.window"), l.T("evaluation.window_span", "from", p.From, "to", p.To)}, [2]string{l.T("evaluation.no_effect"), p.NoEffect})
	w.rows(w.designRows(p.Design)...)
}

// TreatedLines writes the places with the change as a form has them: one a line, with its first period.
func (p PlanContent) TreatedLines() string { return p.treatedBy("\n") }

// treatedLine lists the places with the change, and from when.
func (p PlanContent) treatedLine() string { return p.treatedBy("; ") }

func (p PlanContent) treatedBy(between string) string {
	var parts []string
	for _, line := range sortedKeys(p.Treated) {
		parts = append(parts, line+": "+p.Treated[line])
	}
	return strings.Join(parts, between)
}

func (w *writer) designRows(d Design) [][2]string {
	l := w.l
	rows := [][2]string{{l.T("evaluation.model"), l.T("evaluation.model_" + d.Model)}} // i18n: prefix evaluation.model_
	if d.Model == RunOnly || d.Model == Places {
		return rows
	}
	rows = append(rows, [2]string{l.T("evaluation.family"), l.T("evaluation.family_" + d.Family)}, [2]string{l.T("evaluation.errors"), l.T("evaluation.errors_" + d.Errors)}) // i18n: prefix evaluation.family_, evaluation.errors_
	shape := "step"
	switch {
	case d.Gradual > 0:
		shape = "gradual"
	case d.Slope:
		shape = "slope"
	}
	rows = append(rows, [2]string{l.T("evaluation.shape"), l.T("evaluation.shape_"+shape, "n", d.Gradual)}) // i18n: prefix evaluation.shape_
	if d.Lag > 0 {
		rows = append(rows, [2]string{l.T("evaluation.lag"), strconv.Itoa(d.Lag)})
	}
	if d.Seasonal {
		rows = append(rows, [2]string{l.T("evaluation.seasonal"), l.T("page.yes")})
	}
	return rows
}
