package paper

import (
	"stablefutures/internal/framework"
	"stablefutures/internal/print"
)

// poster hangs on a wall: the principles in a child's words, and under each what
// it holds, picture and name. In large print, or where the names are long, each
// principle has a sheet of its own.
func (w *work) poster() print.Doc {
	doc := print.Doc{Title: w.plainTitle("paper.poster_title"), Lang: w.pack.Lang(), Paper: w.order.paper(), Header: w.header(), PageLabel: " "}
	whole := w.principles()
	board := print.Board{Columns: 2, Rows: (len(whole) + 1) / 2, Gap: 12 * w.order.scale(), Pad: 14 * w.order.scale(),
		Least: 9 * w.order.scale(), Head: w.posterHead(), Foot: w.made(7 * w.order.scale())}
	for i, p := range whole {
		board.Panels = append(board.Panels, w.posterPanel(p, i, 2, 1))
	}
	doc.Blocks = []print.Block{board}
	if !w.large && print.Fits(doc) {
		return doc
	}
	// A sheet for each: the first has the title, the last the source.
	k := w.order.scale()
	doc.Blocks, doc.PageLabel = nil, w.pageLabel()
	for i, p := range whole {
		columns := 2
		if len(p.Outcomes()) < 5 {
			columns = 1
		}
		one := print.Board{Columns: 1, Rows: 1, Gap: board.Gap, Pad: 20 * k, Least: w.least(10), Panels: []print.Panel{w.posterPanel(p, i, columns, 1.8)}}
		if i == 0 {
			one.Head = board.Head
		}
		if i == len(whole)-1 {
			one.Foot = board.Foot
		}
		doc.Blocks = append(doc.Blocks, one)
	}
	return doc
}

// principles are those with something under them.
func (w *work) principles() []framework.Principle {
	var out []framework.Principle
	for _, p := range w.edition.Principles {
		if len(p.Outcomes()) > 0 {
			out = append(out, p)
		}
	}
	return out
}

func (w *work) posterHead() []print.Part {
	return []print.Part{print.Words{Text: strong(w.title("paper.poster_title")), Size: 27 * w.order.scale(), Level: 1}}
}

func (w *work) posterPanel(p framework.Principle, n, columns int, grow float64) print.Panel {
	k := w.order.scale() * grow
	edge := print.Tinted
	if n%4 == 1 || n%4 == 2 { // a chequer of two soft colours, which mean nothing
		edge = print.Warm
	}
	tiles := print.Tiles{Columns: columns, Gap: 9 * k, Above: 12 * k}
	for _, o := range p.Outcomes() {
		t := w.topic(p, o)
		tiles.Items = append(tiles.Items, print.Beside{Drawing: w.picture(t.picture, t.name, 36*k),
			Words: []print.Words{{Text: w.in(t.name), Size: 14 * k}}})
	}
	return print.Panel{Edge: edge, Top: true, Parts: []print.Part{
		print.Words{Text: strong(w.in(w.pack.PrincipleName(p))), Size: 20 * k, Level: 2},
		tiles,
	}}
}
