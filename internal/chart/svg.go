package chart

import (
	"bytes"
	"encoding/xml"
	"math"
	"strconv"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// families are the letters a picture asks for; a file carries none of its own.
const families = `Noto Sans, Noto Sans Arabic, Noto Sans Ethiopic, Segoe UI, Arial, sans-serif`

// SVG gives the chart as a file that stands by itself: white, with title, notes and source in it, no script, no style sheet, and
// nothing fetched. The same chart gives the same bytes.
func (ch Chart) SVG(l i18n.L) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + ch.draw(l, wideWidth, true).file(l))
}

// file is the picture as an element that stands by itself.
func (p picture) file(l i18n.L) string {
	w := svgWriter{lang: l.Tag()}
	w.picture(p, "chart-"+p.mark(), ` xmlns="http://www.w3.org/2000/svg" font-family="`+families+`"`, true)
	return w.String()
}

// mark tells pictures in one document apart: what they show says it.
func (p picture) mark() string {
	var w svgWriter
	for _, s := range p.strokes {
		w.stroke(s)
	}
	sum := uint64(7)
	for _, b := range []byte(p.title + p.about + w.String()) {
		sum = sum*31 + uint64(b)
	}
	return strconv.FormatUint(sum, 36)
}

// Inline gives the chart as a picture inside a page, wide and narrow: its colours come from the classes of chart.css, its title and
// notes stand beside it. id is the start of its elements' ids. What it gives is markup, with every text escaped.
func (ch Chart) Inline(l i18n.L, id string) (wide, narrow string) {
	one := func(width float64, form string) string {
		p := ch.draw(l, width, false)
		w := svgWriter{lang: l.Tag(), classes: true}
		w.picture(p, id+"-"+form, ` class="sf-chart sf-chart--`+form+`"`, false)
		return w.String()
	}
	return one(wideWidth, "wide"), one(narrowWidth, "narrow")
}

// svgWriter writes strokes as SVG, painted by attributes or by classes.
type svgWriter struct {
	bytes.Buffer
	lang    string
	classes bool
}

func (w *svgWriter) picture(p picture, id, attributes string, sized bool) {
	id = escaped(id)
	w.WriteString(`<svg` + attributes + ` viewBox="` + num(-p.edge) + " " + num(-p.edge) + " " + num(p.width+2*p.edge) + " " + num(p.height+2*p.edge) + `" direction="ltr" role="img" aria-labelledby="` + id + `-t" aria-describedby="` + id + `-d" xml:lang="` + w.lang + `" lang="` + w.lang + `"`)
	if sized {
		w.WriteString(` width="` + num(p.width+2*p.edge) + `" height="` + num(p.height+2*p.edge) + `"`)
	}
	w.WriteString(`><title id="` + id + `-t">` + escaped(p.title) + `</title><desc id="` + id + `-d">` + escaped(p.about) + `</desc><g aria-hidden="true">`) // else some read its words one by one
	for _, s := range p.strokes {
		w.stroke(s)
	}
	w.WriteString("</g></svg>\n")
}

func (w *svgWriter) stroke(s stroke) {
	if s.words != "" {
		w.text(s)
		return
	}
	w.WriteString("<path")
	if w.classes {
		w.WriteString(` class="` + class(s) + `"`)
	} else {
		w.WriteString(` fill="` + w.colour(s) + `"`)
		if s.line != none {
			w.WriteString(` stroke="` + day[s.line].hex() + `"`)
		}
	}
	if s.line != none {
		w.WriteString(` stroke-width="` + num(s.thick) + `"`)
		if len(s.dash) > 0 {
			w.WriteString(` stroke-dasharray="`)
			for i, d := range s.dash {
				if i > 0 {
					w.WriteByte(' ')
				}
				w.WriteString(num(d))
			}
			w.WriteByte('"')
		}
		w.WriteString(` stroke-linejoin="round"`)
	}
	w.WriteString(` d="`)
	for _, st := range s.path {
		w.step(st)
	}
	w.WriteString(`"/>`)
}

func (w *svgWriter) colour(s stroke) string {
	switch {
	case s.fill == none:
		return "none"
	case s.tint:
		return day[s.fill].mixed().hex()
	}
	return day[s.fill].hex()
}

func (w *svgWriter) step(st print.Step) {
	letter, n := byte('Z'), 0
	switch st.Op {
	case 'm':
		letter, n = 'M', 2
	case 'l':
		letter, n = 'L', 2
	case 'c':
		letter, n = 'C', 6
	}
	w.WriteByte(letter)
	for i := range n {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.Write(appendNum(w.AvailableBuffer(), st.At[i]))
	}
}

// text writes words; where they are anchored depends on the direction they run in, where they stand does not.
func (w *svgWriter) text(s stroke) {
	anchor := [...]string{after: "start", middle: "middle", before: "end"}[s.side]
	w.WriteString(`<text x="` + num(s.x) + `" y="` + num(s.y) + `" font-size="` + num(s.size) + `"`)
	if s.rtl {
		w.WriteString(` direction="rtl"`)
		anchor = [...]string{after: "end", middle: "middle", before: "start"}[s.side]
	}
	if anchor != "start" {
		w.WriteString(` text-anchor="` + anchor + `"`)
	}
	if s.bold {
		w.WriteString(` font-weight="700"`)
	}
	if w.classes {
		w.WriteString(` class="` + classOf("f", s.fillOf) + `"`)
	} else {
		w.WriteString(` fill="` + day[s.fillOf].hex() + `"`)
	}
	w.WriteString(`>` + escaped(s.words) + `</text>`)
}

// class names how a path is painted: fN its fill, tN a fill that shines through, lN its line.
func class(s stroke) string {
	out := "f"
	if s.fill != none {
		if out = classOf("f", s.fill); s.tint {
			out = classOf("t", s.fill)
		}
	}
	if s.line != none {
		out += " " + classOf("l", s.line)
	}
	return out
}

var paintNames = [...]string{ground: "ground", ink: "ink", soft: "soft", grid: "grid", axisInk: "axis"}

func classOf(kind string, p paint) string {
	if int(p) < len(paintNames) {
		return kind + "-" + paintNames[p]
	}
	return kind + "-" + strconv.Itoa(int(p-firstSeries))
}

// num writes a number with two decimals at most; what is no number is 0, so that no picture breaks.
func num(v float64) string { return string(appendNum(nil, v)) }

// appendNum is num for a picture's many: it writes hundredths, which is what takes least of the time that a picture takes.
func appendNum(b []byte, v float64) []byte {
	if !finite(v) {
		v = 0
	}
	if math.Abs(v) > 1e12 {
		return strconv.AppendFloat(b, math.Round(v), 'f', -1, 64)
	}
	n := int64(math.Round(v * 100))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/100, 10)
	switch rest := byte(n % 100); {
	case rest == 0:
		return b
	case rest%10 == 0:
		return append(b, '.', '0'+rest/10)
	default:
		return append(b, '.', '0'+rest/10, '0'+rest%10)
	}
}

// escaped is text for markup; letters that XML has none of were made harmless before, and are again.
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // into memory: cannot fail
	return b.String()
}
