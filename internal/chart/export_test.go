package chart

import (
	"fmt"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// The widths that pictures are drawn in, for tests.
const (
	WideWidth   = wideWidth
	NarrowWidth = narrowWidth
	PaperWidth  = paperWidth
)

// Outside lists what of a picture lies outside its box, or is no number.
func Outside(ch Chart, l i18n.L, width float64, whole bool) (out []string) {
	p := ch.draw(l, width, whole)
	p.ruler = print.NewRuler(l.Tag())
	defer p.ruler.Close()
	const slack = 2
	for _, s := range p.strokes {
		bad := ""
		in := func(x, y float64) {
			if !finite(x) || !finite(y) || x < -p.edge-slack || y < -p.edge-slack || x > p.width+p.edge+slack || y > p.height+p.edge+slack {
				bad = fmt.Sprintf("%.1f, %.1f of %.0f, %.0f: %.60q", x, y, p.width, p.height, s.words)
			}
		}
		for _, st := range s.path {
			for i := 0; i < map[byte]int{'m': 1, 'l': 1, 'c': 3}[st.Op]; i++ {
				in(st.At[2*i], st.At[2*i+1])
			}
		}
		if s.words != "" {
			wide := p.ruler.Width(s.words, s.bold) * s.size
			in(s.x-wide*float64(s.side)/2, s.y-s.size*.7)
			in(s.x-wide*float64(s.side)/2+wide, s.y)
		}
		if bad != "" {
			out = append(out, bad)
		}
	}
	return out
}
