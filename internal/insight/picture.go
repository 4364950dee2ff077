package insight

import (
	"math"
	"slices"

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

// Covered says how an answer is covered: how many could have been asked, were asked, answered. It stands beside every figure.
func (a Asked) Covered(l i18n.L) string {
	t := a.Coverage.Table
	if why := t.Withheld(); why != "" {
		return l.T("seeing.covered_withheld")
	}
	of := func(code string) string {
		if i := slices.Index(t.Columns, code); i >= 0 {
			return chart.Figure(l, t.Cell(0, i))
		}
		return chart.Figure(l, disclosure.Protected{})
	}
	return l.T("seeing.covered", "all", chart.Figure(l, t.Total()), "answered", of("answered"), "asked", of("asked"), "not_asked", of("not_asked"))
}

// Rules says in words what the rules of an answer hide.
func (a Asked) Rules(l i18n.L) string {
	p := a.Table.Table.Rules()
	return l.T("seeing.rules", "pack", p.Title, "threshold", int(p.Threshold), "cohort", int(p.MinCohort), "round", int(p.Round))
}

// Picture draws an answer, in the words of a reader's language.
func (a Asked) Picture(l i18n.L, notes []Note) chart.Chart {
	t, by := a.Table.Table, a.Question.By
	o := chart.Options{Kind: chart.Dot, Title: a.Question.Title(l), About: l.T("seeing.about_people"), Unit: l.T("seeing.young_people"), Words: a.Say,
		Source: l.T("seeing.source", "id", a.Table.ID, "hash", a.Table.Hash), Notes: []string{a.Covered(l), a.Rules(l), l.T("seeing.several_cells")}}
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
	if len(by) == 2 && by[0] == ByWas && by[1] == ByIs {
		o.Kind, o.Turned = chart.Flow, false
	}
	return chart.FromRelease(t, o)
}

// confidence of every interval.
const confidence = 0.95

// Share is a part of a whole in per cent with its interval (Wilson), worked out from two figures that are shown. Of a whole that is
// smaller than the rules make percentages of, there is none.
func Share(rules disclosure.Pack, part, whole disclosure.Protected) (share, low, high disclosure.Protected) {
	from := []disclosure.Protected{part, whole}
	span := func(f func(stats.Span) float64) disclosure.Protected {
		return disclosure.Worked(0, from, func(v []float64) float64 {
			if v[1] < float64(rules.MinDenominator) {
				return math.NaN()
			}
			s, err := stats.Proportion(min(v[0], v[1]), v[1], "wilson", confidence)
			if err != nil {
				return math.NaN()
			}
			return 100 * f(s)
		})
	}
	return span(func(s stats.Span) float64 { return s.Estimate }), span(func(s stats.Span) float64 { return s.Low }), span(func(s stats.Span) float64 { return s.High })
}
