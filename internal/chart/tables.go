package chart

import (
	"strconv"

	"stablefutures/internal/disclosure"
)

// passages has a row for each flow.
func (ch Chart) passages(b *builder) {
	unit := ch.Unit
	if unit == "" {
		unit = ch.Title
	}
	b.t.Head = []string{b.l.T("chart.from"), b.l.T("chart.to"), unit}
	for _, f := range ch.Flows {
		b.t.Rows = append(b.t.Rows, []Cell{words(f.From), words(f.To), b.figure(f.Figure)})
	}
}

// shares has a row for each place of a funnel, with its number in the picture: its part, its whole, and the one of the other.
func (ch Chart) shares(b *builder) {
	s := ch.one()
	b.t.Head = []string{b.l.T("chart.place"), ch.heading(s), b.l.T("chart.of_how_many"), b.l.T("chart.per_cent")}
	for i, place := range ch.Axis {
		part, whole := at(s.Figures, i), at(s.Whole, i)
		b.t.Rows = append(b.t.Rows, []Cell{words(strconv.Itoa(i+1) + ". " + place), b.figure(part), b.figure(whole), b.figure(share(part, whole))})
	}
	if k, ok := ch.around(); ok {
		b.t.Notes = append(b.t.Notes, b.l.T("chart.all_together", "figure", Figure(b.l, k.target)), b.l.T("chart.limits_what"))
	} else {
		b.t.Notes = append(b.t.Notes, b.l.T("chart.no_limits"))
	}
}

// sides has a row for each series, and a column for each moment or perspective.
func (ch Chart) sides(b *builder) {
	b.t.Head = append([]string{b.l.T("chart.what")}, ch.Axis...)
	intervals := false
	for _, s := range ch.Series {
		intervals = intervals || s.Low != nil || s.High != nil
	}
	if intervals {
		for _, a := range ch.Axis {
			b.t.Head = append(b.t.Head, b.l.T("chart.interval_of", "what", a))
		}
	}
	for _, s := range ch.Series {
		row := []Cell{words(s.Name)}
		for i := range ch.Axis {
			row = append(row, b.figure(at(s.Figures, i)))
		}
		for i := range ch.Axis {
			if intervals {
				row = append(row, b.interval(at(s.Low, i), at(s.High, i)))
			}
		}
		b.t.Rows = append(b.t.Rows, row)
	}
	for _, l := range ch.Limits {
		b.t.Notes = append(b.t.Notes, l.label(b.l)+".")
	}
}

// all are the figures that a chart was given.
func (ch Chart) all() (out []disclosure.Protected) {
	for _, f := range ch.Flows {
		out = append(out, f.Figure)
	}
	for _, s := range ch.Series {
		for i := range ch.Axis {
			out = append(out, at(s.Figures, i))
		}
	}
	return out
}
