package chart

import (
	"strings"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// paperWidth is how wide a picture for a document is drawn: its words stay readable when it shrinks to a page's frame.
const paperWidth = 560

// Blocks gives the chart for a document: its title, what is drawn, the picture with its words, the table, what the symbols mean,
// and the notes. The title is a heading of this level, 1 to 3.
func (ch Chart) Blocks(l i18n.L, level int) []print.Block {
	out := []print.Block{print.Heading{Level: level, Text: print.Say(ch.Title)}}
	if ch.About != "" {
		out = append(out, print.Para{Text: print.Say(ch.About)})
	}
	out = append(out, ch.Picture(l))
	t := ch.Table(l)
	out = append(out, t.blocks()...)
	for _, note := range append(append([]string{}, t.Symbols...), t.Notes...) {
		out = append(out, print.Para{Text: print.Say(note), Small: true})
	}
	return out
}

// Picture gives the chart as a block without title, table and notes, for documents that have them beside it already. In Word it
// stands as pixels, as long as the fonts are there.
func (ch Chart) Picture(l i18n.L) print.Picture {
	p := ch.draw(l, paperWidth, false)
	out := print.Picture{Width: p.width, Height: p.height, Alt: strings.TrimSpace(p.title + ". " + p.about), SVG: p.file(l)}
	out.Wide, out.Narrow = ch.Inline(l, "chart-"+p.mark())
	for _, s := range p.strokes {
		one := print.Stroke{Path: s.path, Thick: s.thick, Dash: s.dash, Words: s.words, X: s.x, Y: s.y, Size: s.size, Side: int(s.side), Bold: s.bold}
		if s.words != "" {
			one.Fill = day[s.fillOf].paper()
		}
		if s.fill != none {
			one.Filled, one.Fill = true, day[s.fill].paper()
			if s.tint {
				one.Fill = day[s.fill].mixed().paper()
			}
		}
		if s.line != none {
			one.Lined, one.Line = true, day[s.line].paper()
		}
		out.Strokes = append(out.Strokes, one)
	}
	if pixels, err := p.pixels(); err == nil { // without fonts no document is made at all, or Word gets the words
		out.PNG = pixels
	}
	return out
}

func (c colour) paper() print.Colour {
	return print.Colour{float64(c[0]) / 255, float64(c[1]) / 255, float64(c[2]) / 255}
}

// mostColumns is how many columns of a table paper has room for.
const mostColumns = 6

// blocks gives the table for paper. One with more columns than there is room for becomes several, each with the first column.
func (t Table) blocks() []print.Block {
	if len(t.Rows) == 0 {
		return nil
	}
	var out []print.Block
	for from := 1; from < max(2, len(t.Head)); from += mostColumns - 1 {
		to := min(len(t.Head), from+mostColumns-1)
		one := print.Table{RowHead: true, Head: []print.Text{print.Say(t.Head[0])}}
		for _, h := range t.Head[from:to] {
			one.Head = append(one.Head, print.Say(h))
		}
		for _, row := range t.Rows {
			cells := []print.Text{print.Say(row[0].Text)}
			for _, c := range row[from:to] {
				cells = append(cells, print.Say(c.Text))
			}
			one.Rows = append(one.Rows, cells)
		}
		out = append(out, one)
	}
	return out
}
