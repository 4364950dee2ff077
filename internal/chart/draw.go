package chart

import (
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// The bounds of one picture. What is beyond them stands in the table alone, and the picture says so.
const (
	MostPlaces = 60
	MostSeries = 24
	MostFlows  = 64
	MostLimits = 6
	MostMarks  = 20
)

// The widths that pictures are drawn in: one for a window or a page, one for a telephone.
const (
	wideWidth   = 720
	narrowWidth = 300
)

// tooMuch reports whether a chart is more than one picture can hold.
func (ch Chart) tooMuch() bool {
	return len(ch.Axis) > MostPlaces || len(ch.Series) > MostSeries || len(ch.Flows) > MostFlows || len(ch.Limits) > MostLimits || len(ch.Marks) > MostMarks
}

// picture is a chart drawn, with the words that stand for it.
type picture struct {
	canvas
	title, about string
}

// draw draws a chart. A whole picture has its title, its notes and its source in it, for a file that stands by itself.
func (ch Chart) draw(l i18n.L, width float64, whole bool) picture {
	c := canvas{l: l, ruler: print.NewRuler(l.Tag()), rtl: l.Dir() == "rtl", width: width, narrow: width < 500}
	defer c.ruler.Close()
	p := picture{title: print.Tidy(ch.Title), about: ch.Description(l)}
	if whole {
		c.edge = 16
		c.height += c.paragraph(ch.Title, c.height, 20, ink, true, 4) + 4
		c.height += c.paragraph(ch.About, c.height, textSize, soft, false, 6) + 10
	}
	c.body(ch)
	if whole {
		c.foot(ch)
	}
	c.height += 2
	c.strokes = append([]stroke{{path: box(-c.edge, -c.edge, c.width+2*c.edge, c.height+2*c.edge), fill: ground}}, c.strokes...)
	p.canvas = c
	return p
}

func (c *canvas) body(ch Chart) {
	if ch.tooMuch() {
		c.height += c.paragraph(c.l.T("chart.too_much"), c.height, textSize, ink, false, 6)
		return
	}
	switch ch.Kind {
	case Small:
		c.small(ch)
	case Funnel:
		c.funnel(ch)
	case Flow:
		c.flow(ch)
	case Slope:
		c.slope(ch)
	case Dot:
		c.dot(ch)
	default:
		c.run(ch)
	}
}

// foot puts what a file must say by itself: the symbols, what is noted, and where it comes from.
func (c *canvas) foot(ch Chart) {
	c.height += 8
	notes := append(symbols(c.l, ch.all()), ch.Notes...)
	if ch.Kind == Funnel {
		notes = append(notes, c.l.T("chart.limits_what"))
	}
	if ch.Source != "" {
		notes = append(notes, c.l.T("chart.source", "source", ch.Source))
	}
	for _, words := range notes {
		c.height += c.paragraph(words, c.height, smallSize, soft, false, 8) + 3
	}
}
