package chart

import (
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// Description says in words what the picture shows: from figures that may be shown, and from nothing else. The highest and the
// lowest are told of one series over time alone; places are never set in an order.
func (ch Chart) Description(l i18n.L) string {
	d := describer{l: l}
	d.say(l.T("chart.kind_" + string(ch.kind()))) // i18n: prefix chart.kind_
	d.say(ch.About)
	if ch.Unit != "" {
		d.say(l.T("chart.counted", "unit", ch.Unit))
	}
	d.span(ch)
	d.trends(ch)
	d.pairs(ch)
	d.hidden(ch)
	d.say(l.T("chart.in_table"))
	return print.Tidy(strings.Join(d.parts, " "))
}

// kind is the chart's kind, or Run for one that there is not.
func (ch Chart) kind() Kind {
	switch ch.Kind {
	case Run, XmR, Funnel, Small, Flow, Slope, Dot:
		return ch.Kind
	}
	return Run
}

type describer struct {
	l     i18n.L
	parts []string
}

func (d *describer) say(words string) {
	if words = strings.TrimSpace(words); words != "" {
		d.parts = append(d.parts, words)
	}
}

// span says how many places there are, and of time where they begin and end.
func (d *describer) span(ch Chart) {
	n := len(ch.Axis)
	if n == 0 || ch.Kind == Flow || ch.Kind == Slope {
		return
	}
	if ch.timed() {
		d.say(d.l.T("chart.periods", "count", n, "from", ch.Axis[0], "to", ch.Axis[n-1]))
		return
	}
	d.say(d.l.T("chart.places", "count", n))
}

// mostTold is of how many series the description tells each; the table has all.
const mostTold = 4

// trends tells of each series over time its lowest, highest and last figure, its median, and runs on one side of it.
func (d *describer) trends(ch Chart) {
	if !ch.timed() || len(ch.Series) > mostTold {
		return
	}
	limits := ch.lines(d.l)
	for _, s := range ch.Series {
		low, high, last := extremes(s.Figures, len(ch.Axis))
		if low < 0 {
			continue
		}
		what := ch.heading(s)
		if at(s.Figures, low).Number() == at(s.Figures, high).Number() {
			d.say(d.l.T("chart.level", "what", what, "figure", Figure(d.l, at(s.Figures, low))))
		} else {
			d.say(d.l.T("chart.extremes", "what", what, "low", Figure(d.l, at(s.Figures, low)), "low_when", ch.Axis[low],
				"high", Figure(d.l, at(s.Figures, high)), "high_when", ch.Axis[high],
				"last", Figure(d.l, at(s.Figures, last)), "last_when", ch.Axis[last]))
		}
		d.middle(ch, s)
	}
	if ch.Kind == XmR && len(ch.Series) == 1 {
		d.outside(ch, limits)
	}
}

// pairs tells of each line of a slope chart where it begins and ends, in the order they were given.
func (d *describer) pairs(ch Chart) {
	if ch.Kind != Slope || len(ch.Axis) < 2 || len(ch.Series) > 2*mostTold {
		return
	}
	for _, s := range ch.Series {
		d.say(d.l.T("chart.pair", "what", s.Name, "first", ch.Axis[0], "figure", Figure(d.l, at(s.Figures, 0)),
			"last", ch.Axis[len(ch.Axis)-1], "then", Figure(d.l, at(s.Figures, len(ch.Axis)-1))))
	}
}

// middle tells the median of a series and what runs on one side of it.
func (d *describer) middle(ch Chart, s Series) {
	if ch.Kind == XmR || len(ch.Limits) > 0 {
		return
	}
	m, ok := median(s.Figures)
	if !ok {
		return
	}
	d.say(d.l.T("chart.median_is", "figure", Figure(d.l, m)))
	for _, run := range shifts(s.Figures, len(ch.Axis), m.Number()) {
		key := "chart.shift_below"
		if run.above {
			key = "chart.shift_above"
		}
		d.say(d.l.T(key, "count", shiftLength, "from", ch.Axis[run.from], "to", ch.Axis[run.to])) // i18n: prefix chart.shift_
	}
}

// outside tells which figures of a chart of individuals lie beyond its limits.
func (d *describer) outside(ch Chart, limits []Limit) {
	var when []string
	for i := range ch.Axis {
		if beyond(at(ch.Series[0].Figures, i), limits, i) {
			when = append(when, ch.Axis[i])
		}
	}
	switch {
	case len(limits) == 0:
		d.say(d.l.T("chart.no_limits"))
	case len(when) > 0:
		d.say(d.l.T("chart.outside", "when", d.l.List(when)))
	default:
		d.say(d.l.T("chart.within"))
	}
}

// beyond reports whether a figure lies above all limits or below all of them.
func beyond(p disclosure.Protected, limits []Limit, i int) bool {
	if !p.Shown() || len(limits) < 2 {
		return false
	}
	above, below := 0, 0
	for _, l := range limits {
		if v := l.at(i).Number(); p.Number() > v {
			above++
		} else if p.Number() < v {
			below++
		}
	}
	return above == len(limits) || below == len(limits)
}

// extremes gives the places of the lowest, the highest and the last figure that are shown; -1 where none is.
func extremes(figures []disclosure.Protected, n int) (low, high, last int) {
	low, high, last = -1, -1, -1
	for i := range n {
		p := at(figures, i)
		if !p.Shown() {
			continue
		}
		if last = i; low < 0 || p.Number() < at(figures, low).Number() {
			low = i
		}
		if high < 0 || p.Number() > at(figures, high).Number() {
			high = i
		}
	}
	return low, high, last
}

// hidden says how many figures are not shown.
func (d *describer) hidden(ch Chart) {
	all, hidden := 0, 0
	for _, p := range ch.all() {
		if all++; !p.Shown() {
			hidden++
		}
	}
	switch {
	case hidden == all:
		d.say(d.l.T("chart.nothing"))
	case hidden > 0:
		d.say(d.l.T("chart.hidden", "hidden", hidden, "all", all))
	}
}
