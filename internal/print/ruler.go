package print

import (
	"strings"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// Step is one command of a path: Op is 'm' (move), 'l' (line), 'c' (curve, two handles and an end) or 'h' (close), as in PDF; At
// are its points, y downwards.
type Step struct {
	Op byte
	At [6]float64
}

// Ruler measures single lines of writing and gives their outlines, for rooms that place words in a picture of their own. It is
// not safe for concurrent use; Close gives back what it borrowed. Where the fonts are missing it guesses widths and has no outlines.
type Ruler struct {
	press *press
	lang  string
	wide  map[measured]float64
}

// measured is a line whose width is known: a picture asks for the same ones again and again.
type measured struct {
	words string
	bold  bool
}

// NewRuler borrows what it needs for words in a language.
func NewRuler(lang string) *Ruler {
	r := &Ruler{lang: lang, wide: map[measured]float64{}}
	if !validLang(lang) {
		r.lang = "en"
	}
	if Ready() == nil {
		r.press = borrowPress()
	}
	return r
}

// Close gives back what was borrowed; the ruler only guesses afterwards.
func (r *Ruler) Close() {
	if r.press != nil {
		r.press.giveBack()
		r.press = nil
	}
}

// Tidy makes any text fit for one line: what is no writing is made harmless as in every document, and blanks become one.
func Tidy(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// Leans is the direction that a text's first strong letter gives it; rtl decides where there is none.
func Leans(s string, rtl bool) Direction {
	if d := strongIn(s); d != Auto {
		return d
	}
	if rtl {
		return RTL
	}
	return LTR
}

func (r *Ruler) text(s string, bold bool) Text {
	return Text{Lang: r.lang, Dir: Leans(s, rtlLang(r.lang)), Runs: []Run{{Text: s, Lang: r.lang, Bold: bold}}}
}

// Lines breaks a text into lines of at most width (in parts of the type size), where its script lets a line end; a word that is
// wider is cut.
func (r *Ruler) Lines(s string, bold bool, width float64) []string {
	var out []string
	if r.press == nil {
		return guessedLines(s, width)
	}
	r.press.paragraph(r.text(s, bold), int(max(0.5, width)*1000), func(l line) {
		var b strings.Builder
		for _, a := range l.atoms {
			b.WriteString(a.text)
		}
		if t := strings.TrimSpace(b.String()); t != "" {
			out = append(out, t)
		}
	})
	return out
}

// Width is how wide a line is, in parts of the type size.
func (r *Ruler) Width(s string, bold bool) float64 {
	if r.press == nil {
		return guessed(s)
	}
	key := measured{s, bold}
	if known, ok := r.wide[key]; ok {
		return known
	}
	wide := 0
	r.press.paragraph(r.text(s, bold), 1<<30, func(l line) { wide += l.width })
	r.wide[key] = float64(wide) / 1000
	return r.wide[key]
}

// Outline is the letters of a line as closed paths, to be filled by the nonzero rule, in parts of the type size: its left end on the
// baseline is 0, 0. Without fonts it is empty.
func (r *Ruler) Outline(s string, bold bool) []Step {
	var out []Step
	if r.press == nil {
		return nil
	}
	r.press.paragraph(r.text(s, bold), 1<<30, func(l line) {
		x := 0.0
		if l.rtl {
			x -= float64(l.blanksAfter()) / 1000
		}
		for _, a := range l.visual() {
			at := x
			for _, g := range a.glyphs {
				out = r.glyph(out, a.face, g, at)
				at += float64(g.adv) / 1000
			}
			x += float64(a.adv) / 1000
		}
	})
	return out
}

// glyph adds one glyph's outline; a face reads curves of two kinds, and paths know one.
func (r *Ruler) glyph(out []Step, t *typeface, g glyph, x float64) []Step {
	shape, ok := r.press.faces[t.index].GlyphData(font.GID(g.gid)).(font.GlyphOutline)
	if !ok {
		return out
	}
	k := 1 / float64(t.upem)
	dx, dy := x+float64(g.dx)/1000, -float64(g.dy)/1000
	at := func(p ot.SegmentPoint) (float64, float64) { return dx + float64(p.X)*k, dy - float64(p.Y)*k }
	var px, py float64
	for i, s := range shape.Segments {
		switch s.Op {
		case ot.SegmentOpMoveTo:
			if i > 0 {
				out = append(out, Step{Op: 'h'})
			}
			px, py = at(s.Args[0])
			out = append(out, Step{'m', [6]float64{px, py}})
		case ot.SegmentOpLineTo:
			px, py = at(s.Args[0])
			out = append(out, Step{'l', [6]float64{px, py}})
		case ot.SegmentOpQuadTo:
			qx, qy := at(s.Args[0])
			x, y := at(s.Args[1])
			out = append(out, Step{'c', [6]float64{px + (qx-px)*2/3, py + (qy-py)*2/3, x + (qx-x)*2/3, y + (qy-y)*2/3, x, y}})
			px, py = x, y
		case ot.SegmentOpCubeTo:
			ax, ay := at(s.Args[0])
			bx, by := at(s.Args[1])
			px, py = at(s.Args[2])
			out = append(out, Step{'c', [6]float64{ax, ay, bx, by, px, py}})
		}
	}
	if len(shape.Segments) > 0 {
		out = append(out, Step{Op: 'h'})
	}
	return out
}

// guessed is a width without fonts: wide enough for most writing.
func guessed(s string) float64 {
	wide := 0.0
	for _, c := range s {
		switch home(c) {
		case famHan:
			wide++
		case famEthiopic:
			wide += 0.75
		default:
			wide += 0.58
		}
	}
	return wide
}

func guessedLines(s string, width float64) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(s) {
		for guessed(word) > width && len([]rune(word)) > 1 {
			n := max(1, int(width/0.58))
			letters := []rune(word)
			if n >= len(letters) {
				break
			}
			if line != "" {
				out, line = append(out, line), ""
			}
			out, word = append(out, string(letters[:n])), string(letters[n:])
		}
		if line != "" && guessed(line+" "+word) > width {
			out, line = append(out, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}
