package chart

import (
	"math"
	"slices"
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/stats"
)

// at is the figure of a place; where the caller gave none there is none.
func at(figures []disclosure.Protected, i int) disclosure.Protected {
	if i < 0 || i >= len(figures) {
		return disclosure.Protected{}
	}
	return figures[i]
}

// at is a limit's figure at a place: its own, or the one it has for all.
func (l Limit) at(i int) disclosure.Protected {
	if len(l.Figures) == 1 {
		return l.Figures[0]
	}
	return at(l.Figures, i)
}

// label is a limit's name, with its figure where it has one for all places.
func (l Limit) label(words i18n.L) string {
	if len(l.Figures) == 1 {
		return strings.TrimSpace(l.Name + " " + Figure(words, l.Figures[0]))
	}
	return l.Name
}

// leastForMedian is how many figures must be shown before a median says something of them.
const leastForMedian = 6

// median is worked out from the figures that are shown, which anybody could do who reads them.
func median(figures []disclosure.Protected) (disclosure.Protected, bool) {
	var from []disclosure.Protected
	decimals := 0
	for _, p := range figures {
		if _, d, ok := p.Value(); ok {
			from, decimals = append(from, p), max(decimals, d)
		}
	}
	if len(from) < leastForMedian {
		return disclosure.Protected{}, false
	}
	m := disclosure.Worked(min(6, decimals+1), from, func(v []float64) float64 {
		v = slices.Clone(v)
		slices.Sort(v)
		if n := len(v); n%2 == 0 {
			return (v[n/2-1] + v[n/2]) / 2
		}
		return v[len(v)/2]
	})
	return m, m.Shown()
}

// leastForLimits is how many figures limits are worked out from: fewer give loose ones.
const leastForLimits = 12

// natural are the limits of a chart of individuals (stats.XmR). A hidden figure leaves two unknown ranges beside it, so with one
// there are none. Where nothing can lie below 0, no limit does.
func (ch Chart) natural(l i18n.L) []Limit {
	from, decimals, floor := []disclosure.Protected{}, 0, math.Inf(-1)
	for i := range ch.Axis {
		p := at(ch.Series[0].Figures, i)
		_, d, ok := p.Value()
		if !ok {
			return nil
		}
		from, decimals = append(from, p), max(decimals, d)
	}
	if len(from) < leastForLimits {
		return nil
	}
	if !slices.ContainsFunc(from, func(p disclosure.Protected) bool { return p.Number() < 0 }) {
		floor = 0
	}
	worked := func(pick func(stats.XmRChart) float64) []disclosure.Protected {
		return []disclosure.Protected{disclosure.Worked(min(6, decimals+1), from, func(v []float64) float64 {
			found, err := stats.XmR(ch.Axis, v, 0)
			if err != nil {
				return math.NaN()
			}
			return max(floor, pick(found))
		})}
	}
	return []Limit{{Name: l.T("chart.mean"), Figures: worked(func(x stats.XmRChart) float64 { return x.Mean })},
		{Name: l.T("chart.lower_limit"), Figures: worked(func(x stats.XmRChart) float64 { return x.Low })},
		{Name: l.T("chart.upper_limit"), Figures: worked(func(x stats.XmRChart) float64 { return x.High })}}
}

// Limited reports whether an XmR chart of its one series would have limits: enough figures, and none hidden.
func (ch Chart) Limited() bool {
	return len(ch.Series) == 1 && len(ch.Axis) >= leastForLimits && !slices.ContainsFunc(ch.all(), func(p disclosure.Protected) bool { return !p.Shown() })
}

// shiftLength is how many figures in a row on one side of the median are more than chance gives often.
const shiftLength = 8

// shift is a run of figures on one side of a line.
type shift struct {
	from, to int
	above    bool
}

// shifts finds runs of eight or more on one side of a line. A figure on the line neither ends nor lengthens a run; a hidden one
// ends it, since it could lie on either side.
func shifts(figures []disclosure.Protected, n int, middle float64) []shift {
	var out []shift
	run, count := shift{}, 0
	end := func() {
		if count >= shiftLength {
			out = append(out, run)
		}
		count = 0
	}
	for i := range n {
		v := at(figures, i).Number()
		switch {
		case math.IsNaN(v):
			end()
		case v == middle:
		case count > 0 && (v > middle) == run.above:
			run.to = i
			count++
		default:
			end()
			run, count = shift{i, i, v > middle}, 1
		}
	}
	end()
	return out
}
