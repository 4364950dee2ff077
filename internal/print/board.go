package print

import (
	"fmt"
	"io"
)

func (e Edge) of(in frame, down, height float64) (panelEdge, bool) {
	p := panelEdge{frame: in, down: down, height: height, line: deep}
	switch e {
	case Framed:
		p.lined = true
	case Tinted:
		p.filled, p.fill = true, mist
	case Warm:
		p.filled, p.fill = true, sand
	}
	return p, e != NoEdge
}

func (s *setter) group(g Group) {
	in := s.full()
	pad := 0.0
	if g.Edge != NoEdge {
		pad = s.size * 0.8
	}
	scale := s.size / 12
	inner := in.inset(pad, pad, s.rtl)
	st := s.lay(g.Parts, inner, scale, s.root.child("Div", Text{}, s.lang))
	all := stack{}
	all.join(st, pad)
	out := strip{above: s.size * 0.5, height: st.height + 2*pad, pieces: all.pieces, lines: all.lines, heads: all.heads}
	if edge, drawn := g.Edge.of(in, 0, out.height); drawn {
		out.edges = append(out.edges, edge)
	}
	if out.height > s.flow.sheet.height-s.flow.sheet.top-s.flow.sheet.bottom {
		s.overflow("group", 0)
	}
	s.flow.add(out)
}

func (s *setter) overflow(what string, n int) {
	if s.err == nil {
		s.err = fmt.Errorf("%w: %s %d", ErrOverflow, what, n)
	}
}

// fitted sets blocks on one page, if they fit one.
func (s *setter) fitted(b Fitted) {
	doc := s.doc
	doc.Blocks = b.Blocks
	own, rtl := s.size, s.rtl
	defer func() { s.size, s.rtl = own, rtl }()
	if b.Dir != Auto {
		doc.Dir, s.rtl = b.Dir, b.Dir == RTL
	}
	for ; s.size > s.least; s.size = max(s.least, s.size-0.5) {
		doc.Size = s.size
		c, err := compose(newPDFFile(io.Discard), s.press, doc)
		if err == nil && len(c.pages) == 1 {
			break
		}
	}
	s.flow.add(strip{turn: true})
	for _, inner := range b.Blocks {
		s.block(inner)
	}
	s.flow.add(strip{turn: true})
}

// board sets panels in equal boxes on pages of their own.
func (s *setter) board(b Board) {
	s.flow.add(strip{turn: true})
	grid := s.grid(b)
	if s.err != nil {
		return
	}
	s.floor = b.Least
	defer func() { s.floor = 0 }()
	each := b.Columns * b.Rows
	for from := 0; from < len(b.Panels); from += each {
		to := min(len(b.Panels), from+each)
		if from == 0 {
			s.across(b.Head, 0)
		}
		for row := 0; row < b.Rows && from+row*b.Columns < to; row++ {
			out := strip{height: grid.height}
			if row > 0 || from == 0 && len(b.Head) > 0 {
				out.above = grid.gap
			}
			for k := 0; k < b.Columns && from+row*b.Columns+k < to; k++ {
				n := from + row*b.Columns + k
				s.panel(&out, b.Panels[n], grid.cell(s, k), grid, b.Cut)
			}
			s.flow.add(out)
		}
		if to == len(b.Panels) {
			s.across(b.Foot, grid.gap)
		}
		s.flow.add(strip{turn: true})
	}
}

// across sets the head or the foot of a board.
func (s *setter) across(parts []Part, above float64) {
	if len(parts) == 0 {
		return
	}
	floor := s.floor
	s.floor = 0 // its sizes are as they are asked for
	st := s.lay(parts, s.full(), 1, s.root)
	s.floor = floor
	s.flow.add(strip{above: above, height: st.height, pieces: st.pieces, lines: st.lines, heads: st.heads})
}

// grid is the boxes of a board and the scale at which every panel fits its own.
type grid struct {
	width, height, gap, pad, scale float64
}

func (g grid) cell(s *setter, column int) frame {
	all := s.full()
	start := (g.width + g.gap) * float64(column)
	return all.inset(start, all.width-start-g.width, s.rtl)
}

// smallest is the scale at which we stop trying, when all words are at their
// least; smallestPicture the one at which pictures stop shrinking.
const (
	smallest        = 0.3
	smallestPicture = 0.5
	closest         = 0.8 // lines to write on stay far enough apart to write
)

func (s *setter) grid(b Board) grid {
	all, sh := s.full(), s.flow.sheet
	g := grid{gap: b.Gap, pad: b.Pad, scale: 1}
	if b.Cut {
		g.gap = 0
	}
	room := sh.height - sh.top - sh.bottom - 1
	for _, parts := range [][]Part{b.Head, b.Foot} {
		if len(parts) > 0 {
			room -= s.lay(parts, all, 1, nil).height + g.gap
		}
	}
	g.width = (all.width - g.gap*float64(b.Columns-1)) / float64(b.Columns)
	g.height = (room - g.gap*float64(b.Rows-1)) / float64(b.Rows)
	inner := frame{0, g.width - 2*g.pad}
	if inner.width < 20 || g.height < 20 {
		s.overflow("board", 0)
		return g
	}
	s.floor = b.Least
	defer func() { s.floor = 0 }()
	for i, p := range b.Panels {
		for {
			st := s.lay(p.Parts, inner, g.scale, nil)
			if st.height <= g.height-2*g.pad && !st.cut {
				break
			}
			if g.scale *= 0.97; g.scale < smallest {
				s.overflow("panel", i+1)
				return g
			}
		}
	}
	return g
}

// panel adds one box to a strip.
func (s *setter) panel(out *strip, p Panel, cell frame, g grid, cut bool) {
	if edge, drawn := p.Edge.of(cell, 0, g.height); drawn {
		out.edges = append(out.edges, edge)
	}
	if cut {
		out.edges = append(out.edges, panelEdge{frame: cell, height: g.height, line: tableRule, cut: true})
	}
	st := s.lay(p.Parts, cell.inset(g.pad, g.pad, s.rtl), g.scale, s.root.child("Div", Text{}, s.lang))
	down := g.pad
	if !p.Top {
		down = (g.height - st.height) / 2
	}
	var placed stack
	placed.join(st, down)
	out.pieces, out.lines = append(out.pieces, placed.pieces...), append(out.lines, placed.lines...)
	out.heads = append(out.heads, placed.heads...)
}
