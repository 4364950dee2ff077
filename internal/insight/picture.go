package insight

import (
	"math"
	"slices"
	"strings"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/stats"
)

// Saying gives the words for a code.
type Saying func(code string) string

// Title is a question in words: its measure, and by what.
func (q Asking) Title(l i18n.L) string {
	list := make([]string, len(q.By))
	for i, a := range q.By {
		list[i] = a.Title(l)
	}
	return l.T("seeing.title", "measure", q.Of().Title(l), "by", l.List(list))
}

func (a Axis) isTime() bool { return a == ByYear || a == ByQuarter || a == ByPeriod }

// Covered says how an answer is covered: how many could have been asked, were asked, answered; for each year or group where it is
// asked by those. It stands beside every figure.
func (a Asked) Covered(l i18n.L) []string {
	t := a.Coverage.Table
	if why := t.Withheld(); why != "" {
		return []string{l.T("seeing.covered_withheld")}
	}
	line := func(key, of string, i int) string {
		at := func(code string) string {
			return chart.InLine(l, t.Cell(i, slices.Index(t.Columns, code)))
		}
		return l.T(key, "of", of, "all", chart.InLine(l, t.RowTotal(i)), "answered", at("answered"), "asked", at("asked"), "not_asked", at("not_asked"))
	}
	if len(t.Rows) == 0 {
		return []string{line("seeing.covered", "", 0)}
	}
	say := func(code string) string { return code }
	if a.Say != nil {
		say = a.Say
	}
	var list, hidden []string
	for i, code := range t.Rows {
		if t.RowTotal(i).Shown() || slices.ContainsFunc([]int{0, 1, 2}, func(j int) bool { return t.Cell(i, j).Shown() }) {
			list = append(list, line("seeing.covered_of", say(code), i))
		} else {
			hidden = append(hidden, say(code))
		}
	}
	if len(hidden) > 0 {
		list = append(list, l.T("seeing.covered_hidden", "of", l.List(hidden)))
	}
	return list
}

// Rules says in words what the rules of an answer hide.
func (a Asked) Rules(l i18n.L) string {
	p := a.Table.Table.Rules()
	return l.T("seeing.rules", "pack", PackTitle(l, p), "threshold", int(p.Threshold), "cohort", int(p.MinCohort), "round", int(p.Round))
}

// PackTitle names a rule pack in the reader's language; one that nobody has translated keeps its own name.
func PackTitle(l i18n.L, p disclosure.Pack) string {
	if key := "seeing.pack_" + strings.ReplaceAll(p.ID, "-", "_"); l.Has(key) {
		return l.T(key) // i18n: prefix seeing.pack_
	}
	return p.Title
}

// Picture draws an answer, in the words of a reader's language.
func (a Asked) Picture(l i18n.L, notes []Note) chart.Chart {
	t, by := a.Table.Table, a.Question.By
	o := chart.Options{Kind: chart.Dot, Title: a.Question.Title(l), About: l.T("seeing.about_people"), Unit: l.T("seeing.young_people"), Words: a.Say,
		Source: l.T("seeing.source", "id", a.Table.ID, "hash", a.Table.Hash), Notes: append(a.Covered(l), a.Rules(l), l.T("seeing.several_cells"))}
	last := by[len(by)-1]
	o.Turned = len(by) == 2 && !last.isTime() // time runs along the axis; else what was named first has a line each
	axis := t.Columns
	if o.Turned {
		axis, last = t.Rows, by[0]
	}
	if last.isTime() {
		o.Kind = chart.Run
		if len(by) == 2 {
			o.Kind = chart.Small
		}
		for _, n := range notes {
			if place, ok := n.On(axis); ok {
				o.Marks = append(o.Marks, chart.Mark{At: place, Text: l.Day(n.Day) + ": " + n.Text})
			}
		}
	}
	if len(by) == 2 && (by[0] == ByWas && by[1] == ByIs || by[0] == ByYoung && by[1] == ByWorker) {
		o.Kind, o.Turned = chart.Flow, false
	}
	c := chart.FromRelease(t, o)
	switch {
	case o.Kind == chart.Flow:
		c.Axis = []string{by[0].Title(l), by[1].Title(l)}
		a.leaveOutFlows(l, &c)
	case o.Kind == chart.Dot:
		a.leaveOut(l, &c)
	case o.Kind == chart.Small:
		if a.shares(l, &c, axis); len(c.Axis) == 2 && len(c.Marks) == 0 {
			c.Kind = chart.Slope // two moments are a line each, and no course
		}
	case last == ByQuarter && c.Limited():
		c.Kind = chart.XmR
	}
	return c
}

// Reached draws how many of each group answered, by how many could have been asked, with the limits of chance: whether groups are
// heard alike. ok is false where the answer is by no groups, or of fewer than two of them a part can be shown.
func (a Asked) Reached(l i18n.L) (c chart.Chart, ok bool) {
	by := slices.IndexFunc(a.Question.By, func(x Axis) bool { return groupAxis(x) })
	t := a.Coverage.Table
	answered := slices.Index(t.Columns, "answered")
	if by < 0 || answered < 0 || t.Withheld() != "" {
		return c, false
	}
	of := a.Question.By[by].Title(l)
	c = chart.Chart{Kind: chart.Funnel, Title: l.T("seeing.reached", "measure", a.Question.Of().Title(l), "by", of), About: l.T("seeing.reached_about"), Unit: l.T("seeing.young_people"), Rules: t.Rules(),
		Notes: []string{a.Rules(l), l.T("seeing.no_survey")}, Source: l.T("seeing.source", "id", a.Coverage.ID, "hash", a.Coverage.Hash), Series: []chart.Series{{Name: l.T("seeing.reached_answered")}}}
	shown := 0
	for i, code := range t.Rows {
		if t.Percent(i, answered).Shown() {
			shown++
		}
		if a.Say != nil {
			code = a.Say(code)
		}
		c.Axis = append(c.Axis, code)
		c.Series[0].Figures, c.Series[0].Whole = append(c.Series[0].Figures, t.Cell(i, answered)), append(c.Series[0].Whole, t.RowTotal(i))
	}
	return c, shown > 1
}

// groupAxis reports whether an axis tells apart groups of people.
func groupAxis(a Axis) bool { return a == GroupNation || a == GroupAge }

// leaveOutFlows takes states of which no flow is shown out of a picture, and names them beside it.
func (a Asked) leaveOutFlows(l i18n.L, c *chart.Chart) {
	shows := map[[2]string]bool{}
	for _, f := range c.Flows {
		for side, name := range []string{f.From, f.To} {
			at := [2]string{c.Axis[side], name}
			shows[at] = shows[at] || f.Figure.Shown()
		}
	}
	var gone []string
	c.Flows = slices.DeleteFunc(c.Flows, func(f chart.Passage) bool {
		hidden := false
		for side, name := range []string{f.From, f.To} {
			if !shows[[2]string{c.Axis[side], name}] {
				hidden = true
				if name += " (" + c.Axis[side] + ")"; !slices.Contains(gone, name) {
					gone = append(gone, name)
				}
			}
		}
		return hidden
	})
	if len(gone) > 0 {
		c.Notes = append(c.Notes, l.T("seeing.left_out", "list", l.List(gone)))
	}
}

// leaveOut takes places and series of which nothing is shown out of a picture that is not in time, and names them beside it.
func (a Asked) leaveOut(l i18n.L, c *chart.Chart) {
	shows := func(s chart.Series, i int) bool { return i < len(s.Figures) && s.Figures[i].Shown() }
	var gone []string
	c.Series = slices.DeleteFunc(c.Series, func(s chart.Series) bool {
		hidden := !slices.ContainsFunc(s.Figures, disclosure.Protected.Shown)
		if hidden && s.Name != "" {
			gone = append(gone, s.Name)
		}
		return hidden
	})
	for i := len(c.Axis) - 1; i >= 0; i-- {
		if slices.ContainsFunc(c.Series, func(s chart.Series) bool { return shows(s, i) }) {
			continue
		}
		gone = append(gone, c.Axis[i])
		c.Axis = slices.Delete(c.Axis, i, i+1)
		for k := range c.Series {
			c.Series[k].Figures = slices.Delete(c.Series[k].Figures, i, i+1)
		}
	}
	if len(gone) > 0 {
		c.Notes = append(c.Notes, l.T("seeing.left_out", "list", l.List(gone)))
	}
}

// shares makes figures in time parts of those who answered then, each with its interval, where it is known how many those are.
func (a Asked) shares(l i18n.L, c *chart.Chart, axis []string) {
	t := a.Coverage.Table
	answered := slices.Index(t.Columns, "answered")
	if m := a.Question.Of(); m.Kind != Outcome || m.Course != "" || t.Withheld() != "" || answered < 0 || !slices.Equal(t.Rows, axis) {
		return
	}
	made, any := make([]chart.Series, len(c.Series)), false
	for k, s := range c.Series {
		made[k] = chart.Series{Name: s.Name}
		for j, p := range s.Figures {
			whole := t.Cell(j, answered)
			share, low, high := Share(a.Table.Table.Rules(), p, whole)
			made[k].Figures, made[k].Low, made[k].High = append(made[k].Figures, share), append(made[k].Low, low), append(made[k].High, high)
			made[k].Whole = append(made[k].Whole, whole)
			any = any || share.Shown()
		}
	}
	if any {
		c.Series, c.Unit = made, l.T("seeing.per_cent")
		c.Notes = append(c.Notes, l.T("seeing.shares"))
	}
}

// confidence of every interval.
const confidence = 0.95

// Share is a part of a whole in per cent with its interval (Wilson), worked out from two figures that are shown. Of a whole that is
// smaller than the rules make percentages of, or of which it would say the same of everybody, there is none.
func Share(rules disclosure.Pack, part, whole disclosure.Protected) (share, low, high disclosure.Protected) {
	if p := rules.Part(part, whole); !p.Shown() {
		return p, p, p
	}
	from := []disclosure.Protected{part, whole}
	span := func(f func(stats.Span) float64) disclosure.Protected {
		return disclosure.Worked(0, from, func(v []float64) float64 {
			s, err := stats.Proportion(min(v[0], v[1]), v[1], "wilson", confidence)
			if err != nil {
				return math.NaN()
			}
			return 100 * f(s)
		})
	}
	return span(func(s stats.Span) float64 { return s.Estimate }), span(func(s stats.Span) float64 { return s.Low }), span(func(s stats.Span) float64 { return s.High })
}
