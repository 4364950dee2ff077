package chart

import (
	"fmt"
	"io"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
	"stablefutures/internal/sheet"
)

// plain is a cell as a program reads it: figures in plain digits, a symbol where one is hidden.
func (c Cell) plain() sheet.Cell {
	if len(c.figures) == 1 {
		return sheet.Cell{Text: c.figures[0].String()}
	}
	return sheet.Cell{Text: c.Text}
}

// rows is the table with its headings.
func (t Table) rows() [][]sheet.Cell {
	line := func(texts ...string) (out []sheet.Cell) {
		for _, s := range texts {
			out = append(out, sheet.Cell{Text: s})
		}
		return out
	}
	out := [][]sheet.Cell{line(t.Head...)}
	for _, row := range t.Rows {
		var cells []sheet.Cell
		for _, c := range row {
			cells = append(cells, c.plain())
		}
		out = append(out, cells)
	}
	return out
}

// about is what stands beside the table, a line each: title, what is drawn, what the symbols mean, notes, where it comes from.
func (t Table) about(ch Chart) [][]sheet.Cell {
	var out [][]sheet.Cell
	for _, s := range append(append([]string{ch.Title, ch.About, ch.Unit}, t.Symbols...), t.Notes...) {
		if s = print.Tidy(s); s != "" {
			out = append(out, []sheet.Cell{{Text: s}})
		}
	}
	return out
}

// WriteCSV writes the chart's table, then an empty line, then what is noted. No cell is computed by a spreadsheet.
func (ch Chart) WriteCSV(w io.Writer, l i18n.L) error {
	t := ch.Table(l)
	rows := append(t.rows(), []sheet.Cell{{}})
	if err := sheet.WriteCSV(w, append(rows, t.about(ch)...)); err != nil {
		return fmt.Errorf("write chart as csv: %w", err)
	}
	return nil
}

// WriteXLSX writes a workbook of two sheets: the figures, and what is noted. The same chart gives the same bytes; there is no name
// and no time in it.
func (ch Chart) WriteXLSX(w io.Writer, l i18n.L) error {
	t := ch.Table(l)
	err := sheet.WriteXLSX(w, []sheet.Sheet{{Name: l.T("chart.sheet_figures"), Rows: t.rows()}, {Name: l.T("chart.sheet_notes"), Rows: t.about(ch)}})
	if err != nil {
		return fmt.Errorf("write chart as xlsx: %w", err)
	}
	return nil
}
