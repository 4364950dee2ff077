package page

import (
	"stablefutures/internal/chart"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page/kit"
)

// ChartStyle is the style sheet of a page with a figure: Answer.Style(page.ChartStyle).
const ChartStyle = "chart.css"

// Figure gives a chart as a component: the picture, its table, what its symbols mean, its notes, and files to take away. id is the
// start of its elements' ids and must be the only one of its kind on the page; level is its title's, 0 for no heading.
func Figure(l i18n.L, id string, level int, ch chart.Chart, files ...kit.Link) kit.Figure {
	wide, narrow := ch.Inline(l, id)
	t := ch.Table(l)
	f := kit.Figure{ID: id, Title: ch.Title, HeadingLevel: level, Wide: wide, Narrow: narrow, TableLabel: l.T("chart.as_table"),
		Table: ChartTable(t), Notes: append(append([]string{}, t.Symbols...), t.Notes...), FilesLabel: l.T("chart.files"), Files: files}
	if ch.About != "" {
		f.About = kit.Name(ch.About)
	}
	return f
}

// ChartTable gives a chart's table as a component, for pages that show figures without a picture.
func ChartTable(t chart.Table) kit.Table {
	table := kit.Table{Caption: t.Caption, CaptionClass: "govuk-visually-hidden", RowHeaders: true}
	for i, head := range t.Head {
		numeric := len(t.Rows) > 0 && i < len(t.Rows[0]) && t.Rows[0][i].Figure
		table.Head = append(table.Head, kit.Cell{Text: kit.Name(head), Numeric: numeric})
	}
	for _, row := range t.Rows {
		var cells []kit.Cell
		for _, c := range row {
			var text kit.Content = kit.Name(c.Text)
			if c.Said != "" {
				text = kit.Join(text, kit.Unseen(c.Said))
			}
			cells = append(cells, kit.Cell{Text: text, Numeric: c.Figure})
		}
		table.Rows = append(table.Rows, cells)
	}
	return table
}
