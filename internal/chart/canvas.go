package chart

import (
	"math"
	"strings"
	"unicode"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// paint is what something is drawn with; a sheet of colours says how it looks by day, by night and on paper.
type paint int8

// The paints. Series follow from firstSeries on, hues of them, and come round again: their form tells them apart.
const (
	none paint = iota
	ground
	ink     // words and figures
	soft    // words beside
	grid    // lines to read by
	axisInk // the axis
	firstSeries
)

const hues = 8

func seriesPaint(i int) paint { return firstSeries + paint(i%hues) }

// stroke is one thing in a picture: a path, or a line of words.
type stroke struct {
	path       []print.Step
	fill, line paint
	tint       bool // the fill lets what is below shine through
	thick      float64
	dash       []float64

	words  string
	x, y   float64 // of the words' baseline, at their side
	size   float64
	bold   bool
	side   side
	rtl    bool // direction of the words
	fillOf paint
}

// side is where words stand, seen from their point.
type side int8

const (
	after  side = iota // the point is at their left
	middle             // in their middle
	before             // at their right
)

// canvas is a picture in the making: strokes in order, the later above the earlier.
type canvas struct {
	l       i18n.L
	ruler   *print.Ruler
	rtl     bool
	width   float64
	height  float64
	edge    float64 // white around it
	narrow  bool
	strokes []stroke
}

// The sizes of words.
const (
	textSize  = 14.0
	smallSize = 12.5
	lineRatio = 1.3
)

func (c *canvas) add(s stroke) { c.strokes = append(c.strokes, s) }

func (c *canvas) segment(x1, y1, x2, y2 float64, p paint, thick float64, dash ...float64) {
	c.add(stroke{path: []print.Step{move(x1, y1), line(x2, y2)}, line: p, thick: thick, dash: dash})
}

func move(x, y float64) print.Step { return print.Step{Op: 'm', At: [6]float64{x, y}} }
func line(x, y float64) print.Step { return print.Step{Op: 'l', At: [6]float64{x, y}} }
func curve(a, b, c, d, x, y float64) print.Step {
	return print.Step{Op: 'c', At: [6]float64{a, b, c, d, x, y}}
}

var shut = print.Step{Op: 'h'}

// say puts one line of words; what is empty is left out.
func (c *canvas) say(words string, x, y, size float64, p paint, at side, bold bool) {
	if words == "" {
		return
	}
	c.add(stroke{words: words, x: x, y: y, size: size, fillOf: p, side: at, bold: bold, rtl: print.Leans(words, c.rtl) == print.RTL})
}

// wide is how wide a line of words will be, with a little room for letters of other faces.
func (c *canvas) wide(words string, size float64, bold bool) float64 {
	return c.ruler.Width(words, bold) * size * roomy
}

// roomy is how much wider than ours the letters of another machine may be.
const roomy = 1.1

// most bounds how much of one text is measured: what is longer stands in the table whole.
const most = 600

// wrap breaks words into at most lines lines of a width; what does not fit ends in "…" and stands whole in the table.
func (c *canvas) wrap(words string, size, width float64, lines int, bold bool) []string {
	words = unpiled(print.Tidy(words))
	if letters := []rune(words); len(letters) > most {
		words = string(letters[:most]) + "…"
	}
	all := c.ruler.Lines(words, bold, width/size/roomy)
	cut := len(all) > lines
	if cut {
		all = all[:lines]
	}
	for i, line := range all {
		if cut && i == lines-1 || c.wide(line, size, bold) > width*1.02 { // a letter that the fonts lack is as wide as its number, and is not broken
			all[i] = c.short(line, size, width, bold)
		}
	}
	return all
}

// short ends words in "…" where a width ends.
func (c *canvas) short(words string, size, width float64, bold bool) string {
	letters := []rune(words)
	for len(letters) > 0 && c.wide(string(letters)+"…", size, bold) > width {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}

// mostMarks is how many marks stand on one letter: no script has more, and a pile of them covers the lines above and below.
const mostMarks = 4

// unpiled leaves out marks beyond those.
func unpiled(words string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		} else if marks++; marks > mostMarks {
			return -1
		}
		return r
	}, words)
}

// block puts lines below one another, the first baseline one line below y, and gives the height they take.
func (c *canvas) block(lines []string, x, y, size float64, p paint, at side, bold bool) float64 {
	for i, l := range lines {
		c.say(l, x, y+size+float64(i)*size*lineRatio, size, p, at, bold)
	}
	return float64(len(lines)) * size * lineRatio
}

// start is where lines of the page begin, and the side that words stand there.
func (c *canvas) start(indent float64) (float64, side) {
	if c.rtl {
		return c.width - indent, before
	}
	return indent, after
}

// paragraph puts words across the picture, from where reading starts, and gives their height.
func (c *canvas) paragraph(words string, y, size float64, p paint, bold bool, lines int) float64 {
	x, at := c.start(0)
	return c.block(c.wrap(words, size, c.width, lines, bold), x, y, size, p, at, bold)
}

// forms are the markers of series: each is told from the others without colour.
const forms = 8

// mark draws the marker of series i around a point.
func (c *canvas) mark(i int, x, y, r float64) {
	p := seriesPaint(i)
	fill := func(pts ...float64) {
		path := []print.Step{move(x+pts[0]*r, y+pts[1]*r)}
		for k := 2; k < len(pts); k += 2 {
			path = append(path, line(x+pts[k]*r, y+pts[k+1]*r))
		}
		c.add(stroke{path: append(path, shut), fill: p, line: ground, thick: 0.75})
	}
	switch i % forms {
	case 0:
		c.add(stroke{path: circle(x, y, r), fill: p, line: ground, thick: 0.75})
	case 1:
		fill(-.9, -.9, .9, -.9, .9, .9, -.9, .9)
	case 2:
		fill(0, -1.2, 1.1, .8, -1.1, .8)
	case 3:
		fill(0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0)
	case 4:
		c.add(stroke{path: []print.Step{move(x-r, y-r), line(x+r, y+r), move(x-r, y+r), line(x+r, y-r)}, line: p, thick: max(1.5, r*0.55)})
	case 5:
		fill(0, 1.2, 1.1, -.8, -1.1, -.8)
	case 6:
		c.add(stroke{path: []print.Step{move(x-1.2*r, y), line(x+1.2*r, y), move(x, y-1.2*r), line(x, y+1.2*r)}, line: p, thick: max(1.5, r*0.55)})
	case 7:
		c.add(stroke{path: circle(x, y, r), fill: ground, line: p, thick: max(1.5, r*0.5)})
	}
}

// dashes are the patterns of lines; with the forms they come together again only after 40 series.
var dashes = [][]float64{nil, {7, 3}, {2, 3}, {9, 3, 2, 3}, {14, 4}}

func dashOf(i int) []float64 { return dashes[i%len(dashes)] }

const quarter = 0.5522847498

func circle(x, y, r float64) []print.Step {
	k := r * quarter
	return []print.Step{move(x+r, y), curve(x+r, y+k, x+k, y+r, x, y+r), curve(x-k, y+r, x-r, y+k, x-r, y),
		curve(x-r, y-k, x-k, y-r, x, y-r), curve(x+k, y-r, x+r, y-k, x+r, y), shut}
}

func box(x, y, w, h float64) []print.Step {
	return []print.Step{move(x, y), line(x+w, y), line(x+w, y+h), line(x, y+h), shut}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
