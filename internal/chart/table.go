package chart

import (
	"strconv"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// Table is a chart's figures as rows: what the picture shows, and what it is understood from without the picture.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]Cell // the first of each row is its heading
	Symbols []string // what each symbol that stands in it means
	Notes   []string // coverage, where it comes from, what it is cited by
}

// Cell is one place of a table.
type Cell struct {
	Text    string
	Figure  bool   // it stands with figures, one below another
	Said    string // of a symbol: in two words, for whoever listens
	figures []disclosure.Protected
}

// builder gathers a table and the figures in it.
type builder struct {
	l    i18n.L
	t    Table
	seen []disclosure.Protected
}

func (b *builder) figure(p disclosure.Protected) Cell {
	b.seen = append(b.seen, p)
	return Cell{Text: Figure(b.l, p), Figure: true, Said: said(b.l, p), figures: []disclosure.Protected{p}}
}

// interval is two figures in one cell.
func (b *builder) interval(low, high disclosure.Protected) Cell {
	if !low.Shown() {
		return b.figure(low)
	}
	if !high.Shown() {
		return b.figure(high)
	}
	return Cell{Text: b.l.T("chart.interval", "low", Figure(b.l, low), "high", Figure(b.l, high)), Figure: true, figures: []disclosure.Protected{low, high}}
}

func words(s string) Cell { return Cell{Text: print.Tidy(s)} }

// Table gives the chart's figures, each with its symbol where it is hidden, and what the symbols mean.
func (ch Chart) Table(l i18n.L) Table {
	b := &builder{l: l, t: Table{Caption: ch.Title}}
	switch ch.Kind {
	case Flow:
		ch.passages(b)
	case Funnel:
		ch.shares(b)
	case Slope:
		ch.sides(b)
	default:
		ch.places(b)
	}
	b.t.Symbols = symbols(l, b.seen)
	b.t.Notes = append(b.t.Notes, ch.Notes...)
	if ch.Source != "" {
		b.t.Notes = append(b.t.Notes, l.T("chart.source", "source", ch.Source))
	}
	return b.t.tidy()
}

// tidy makes every text that somebody gave fit for one line.
func (t Table) tidy() Table {
	t.Caption = print.Tidy(t.Caption)
	for _, list := range [][]string{t.Head, t.Symbols, t.Notes} {
		for i := range list {
			list[i] = print.Tidy(list[i])
		}
	}
	return t
}

// places has a row for each place of the axis: its figures, their intervals, the limits, and what happened there.
func (ch Chart) places(b *builder) {
	limits := ch.lines(b.l)
	b.t.Head = []string{b.l.T("chart.place")}
	if ch.timed() {
		b.t.Head[0] = b.l.T("chart.period")
	}
	for _, s := range ch.Series {
		head := ch.heading(s)
		b.t.Head = append(b.t.Head, head)
		if s.Low != nil || s.High != nil {
			b.t.Head = append(b.t.Head, b.l.T("chart.interval_of", "what", head))
		}
		if s.Whole != nil {
			b.t.Head = append(b.t.Head, b.l.T("chart.whole_of", "what", head))
		}
	}
	for _, limit := range limits {
		if len(limit.Figures) == 1 { // the same everywhere: said once
			b.seen = append(b.seen, limit.Figures[0])
			b.t.Notes = append(b.t.Notes, limit.label(b.l)+".")
			continue
		}
		b.t.Head = append(b.t.Head, limit.Name)
	}
	if len(ch.Marks) > 0 {
		b.t.Head = append(b.t.Head, b.l.T("chart.happened"))
	}
	ch.medians(b)
	for i, place := range ch.Axis {
		row := []Cell{words(place)}
		for _, s := range ch.Series {
			row = append(row, b.figure(at(s.Figures, i)))
			if s.Low != nil || s.High != nil {
				row = append(row, b.interval(at(s.Low, i), at(s.High, i)))
			}
			if s.Whole != nil {
				row = append(row, b.figure(at(s.Whole, i)))
			}
		}
		for _, limit := range limits {
			if len(limit.Figures) != 1 {
				row = append(row, b.figure(limit.at(i)))
			}
		}
		if len(ch.Marks) > 0 {
			var there []string
			for k, m := range ch.Marks {
				if m.At == i { // with its number in the picture
					there = append(there, strconv.Itoa(k+1)+". "+m.Text)
				}
			}
			row = append(row, words(b.l.List(there)))
		}
		b.t.Rows = append(b.t.Rows, row)
	}
}

// medians notes those that small multiples draw.
func (ch Chart) medians(b *builder) {
	if ch.Kind != Small || len(ch.Limits) > 0 {
		return
	}
	for _, s := range ch.Series {
		if m, ok := median(s.Figures); ok {
			b.seen = append(b.seen, m)
			b.t.Notes = append(b.t.Notes, b.l.T("chart.median_of", "what", ch.heading(s), "figure", Figure(b.l, m)))
		}
	}
}

// heading is what a series' figures are called in a table.
func (ch Chart) heading(s Series) string {
	switch {
	case s.Name != "":
		return s.Name
	case ch.Unit != "":
		return ch.Unit
	}
	return ch.Title
}

// timed reports whether the places of the axis follow one another in time.
func (ch Chart) timed() bool { return ch.Kind == Run || ch.Kind == XmR || ch.Kind == Small }
