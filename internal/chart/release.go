package chart

import (
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
)

// Options says how a released table is drawn.
type Options struct {
	Kind   Kind
	Title  string
	About  string
	Unit   string
	Notes  []string
	Source string
	Marks  []Mark
	// Words are the words of a row's or column's code, in the reader's language; nil leaves the codes.
	Words func(code string) string
	// Turned takes the table's columns for series and its rows for places; otherwise rows are series and columns places.
	Turned bool
	// Percent draws each figure as its part of its row's total, worked out from what is shown.
	Percent bool
	// Total adds the totals of columns as a series of their own, named so; "" leaves them out.
	Total string
}

// FromRelease makes a chart of a table that was let out. A table of one direction is one series. With Kind Flow, rows are where
// people came from and columns where they went. What is hidden in the table is hidden in the chart.
func FromRelease(t disclosure.Released, o Options) Chart {
	word := o.Words
	if word == nil {
		word = func(code string) string { return code }
	}
	ch := Chart{Kind: o.Kind, Title: o.Title, About: o.About, Unit: o.Unit, Notes: o.Notes, Source: o.Source, Marks: o.Marks, Rules: t.Rules()}
	rows, columns := t.Rows, t.Columns
	cell := t.Cell
	if o.Percent {
		cell = t.Percent
	}
	if ch.Kind == Flow {
		for i, from := range rows {
			for j, to := range columns {
				ch.Flows = append(ch.Flows, Passage{From: word(from), To: word(to), Figure: t.Cell(i, j)})
			}
		}
		return ch
	}
	if o.Turned {
		for j, code := range columns {
			s := Series{Name: word(code)}
			for i := range max(len(rows), 1) {
				s.Figures = append(s.Figures, cell(i, j))
			}
			ch.Series = append(ch.Series, s)
		}
		for _, code := range rows {
			ch.Axis = append(ch.Axis, word(code))
		}
		if len(rows) == 0 {
			ch.Axis = []string{o.Title}
		}
		return ch
	}
	for _, code := range columns {
		ch.Axis = append(ch.Axis, word(code))
	}
	for i := range max(len(rows), 1) {
		s := Series{}
		if len(rows) > 0 {
			s.Name = word(rows[i])
		}
		for j := range columns {
			s.Figures = append(s.Figures, cell(i, j))
		}
		ch.Series = append(ch.Series, s)
	}
	if o.Total != "" && len(rows) > 0 && !o.Percent {
		s := Series{Name: o.Total}
		for j := range columns {
			s.Figures = append(s.Figures, t.ColumnTotal(j))
		}
		ch.Series = append(ch.Series, s)
	}
	return ch
}

// lines are the lines over all places: those that were given, or what the kind asks for.
func (ch Chart) lines(l i18n.L) []Limit {
	if len(ch.Limits) > 0 || len(ch.Series) != 1 {
		return ch.Limits
	}
	if ch.kind() == XmR {
		return ch.natural(l)
	}
	if ch.kind() != Run {
		return nil
	}
	if m, ok := median(ch.Series[0].Figures); ok {
		return []Limit{{Name: l.T("chart.median"), Figures: []disclosure.Protected{m}}}
	}
	return nil
}
