package chart

import (
	"strconv"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
)

// passages has a row for each flow.
func (ch Chart) passages(b *builder) {
	unit := ch.Unit
	if unit == "" {
		unit = ch.Title
	}
	from, to := ch.between(b.l)
	b.t.Head = []string{from, to, unit}
	for _, f := range ch.Flows {
		b.t.Rows = append(b.t.Rows, []Cell{words(f.From), words(f.To), b.figure(f.Figure)})
	}
}

// between is what the two sides of flows are called.
func (ch Chart) between(l i18n.L) (from, to string) {
	if len(ch.Axis) == 2 {
		return ch.Axis[0], ch.Axis[1]
	}
	return l.T("chart.from"), l.T("chart.to")
}

// shares has a row for each place of a funnel, with its number in the picture: its part, its whole, the one of the other, and the
// limits for its size.
func (ch Chart) shares(b *builder) {
	s := ch.one()
	k, limited := ch.around()
	b.t.Head = []string{b.l.T("chart.place"), ch.heading(s), b.l.T("chart.of_how_many"), b.l.T("chart.per_cent")}
	if limited {
		b.t.Head = append(b.t.Head, b.l.T("chart.limits_95"), b.l.T("chart.limits_998"))
	}
	for i, place := range ch.Axis {
		whole := at(s.Whole, i)
		row := []Cell{words(strconv.Itoa(i+1) + ". " + place), b.figure(at(s.Figures, i)), b.figure(whole), b.figure(ch.share(i))}
		if limited {
			limits := k.around(ch.share(i), whole)
			row = append(row, b.interval(limits[0], limits[1]), b.interval(limits[2], limits[3]))
		}
		b.t.Rows = append(b.t.Rows, row)
	}
	if limited {
		b.t.Notes = append(b.t.Notes, b.l.T("chart.all_together", "figure", Figure(b.l, k.target)), b.l.T("chart.limits_what"))
	} else {
		b.t.Notes = append(b.t.Notes, b.l.T("chart.no_limits"))
	}
}

// around are the limits beside a place's share, hidden where that is.
func (k curves) around(share, whole disclosure.Protected) [4]disclosure.Protected {
	if !share.Shown() {
		return [4]disclosure.Protected{share, share, share, share}
	}
	return k.limits(whole.Number())
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
