package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/vector"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// sharp is how many pixels one unit of a picture has.
const sharp = 2.0

// PNG gives the chart as pixels, twice as many as its size says, with title, notes and source in it. There is no name and no time
// in the file; the same chart gives the same bytes. The error is print.ErrNoFonts, or that of a picture too large to hold.
func (ch Chart) PNG(l i18n.L) ([]byte, error) {
	p := ch.draw(l, wideWidth, true)
	return p.pixels()
}

// mostPixels bounds a picture: far more than any chart within the bounds takes.
const mostPixels = 40_000_000

func (p picture) pixels() ([]byte, error) {
	if err := print.Ready(); err != nil {
		return nil, fmt.Errorf("draw chart: %w", err)
	}
	w, h := int(math.Ceil((p.width+2*p.edge)*sharp)), int(math.Ceil((p.height+2*p.edge)*sharp))
	if w < 1 || h < 1 || w*h > mostPixels {
		return nil, fmt.Errorf("draw chart: %d by %d pixels", w, h)
	}
	ruler := print.NewRuler(p.l.Tag())
	defer ruler.Close()
	board := &pixels{to: image.NewRGBA(image.Rect(0, 0, w, h)), edge: p.edge}
	for _, s := range p.strokes {
		if s.words != "" {
			board.words(s, ruler)
			continue
		}
		if s.fill != none {
			c := day[s.fill]
			if s.tint {
				c = c.mixed()
			}
			board.fill(board.flat(s.path, true), c)
		}
		if s.line != none {
			board.stroke(s)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, board.to); err != nil {
		return nil, fmt.Errorf("draw chart: %w", err)
	}
	return out.Bytes(), nil
}

// pixels is a picture being painted.
type pixels struct {
	to   *image.RGBA
	edge float64
	r    vector.Rasterizer
}

type spot struct{ x, y float64 }

// flat turns a path into pieces of straight lines, in pixels.
func (b *pixels) flat(path []print.Step, closed bool) [][]spot {
	var out [][]spot
	var piece []spot
	at := func(x, y float64) spot { return spot{(x + b.edge) * sharp, (y + b.edge) * sharp} }
	end := func() {
		if len(piece) > 1 {
			out = append(out, piece)
		}
		piece = nil
	}
	for _, s := range path {
		switch s.Op {
		case 'm':
			end()
			piece = []spot{at(s.At[0], s.At[1])}
		case 'l':
			piece = append(piece, at(s.At[0], s.At[1]))
		case 'c':
			if len(piece) == 0 {
				continue
			}
			p0, p1, p2, p3 := piece[len(piece)-1], at(s.At[0], s.At[1]), at(s.At[2], s.At[3]), at(s.At[4], s.At[5])
			n := max(4, min(48, int(math.Hypot(p3.x-p0.x, p3.y-p0.y)/3)))
			for i := 1; i <= n; i++ {
				t := float64(i) / float64(n)
				u := 1 - t
				piece = append(piece, spot{u*u*u*p0.x + 3*u*u*t*p1.x + 3*u*t*t*p2.x + t*t*t*p3.x, u*u*u*p0.y + 3*u*u*t*p1.y + 3*u*t*t*p2.y + t*t*t*p3.y})
			}
		case 'h':
			if !closed && len(piece) > 0 {
				piece = append(piece, piece[0])
			}
			end()
		}
	}
	end()
	return out
}

// fill paints closed pieces by the nonzero rule.
func (b *pixels) fill(pieces [][]spot, c colour) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, piece := range pieces {
		for _, p := range piece {
			x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
		}
	}
	area := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))).Intersect(b.to.Bounds())
	if len(pieces) == 0 || area.Empty() {
		return
	}
	b.r.Reset(area.Dx(), area.Dy())
	b.r.DrawOp = draw.Over
	for _, piece := range pieces {
		for i, p := range piece {
			x, y := float32(p.x-float64(area.Min.X)), float32(p.y-float64(area.Min.Y))
			if i == 0 {
				b.r.MoveTo(x, y)
			} else {
				b.r.LineTo(x, y)
			}
		}
		b.r.ClosePath()
	}
	b.r.Draw(b.to, area, image.NewUniform(color.RGBA{c[0], c[1], c[2], 255}), image.Point{})
}

// stroke paints a path's line: a box for each straight part, a disc where two meet, all turning the same way round.
func (b *pixels) stroke(s stroke) {
	half := s.thick * sharp / 2
	var pieces [][]spot
	for _, whole := range b.flat(s.path, false) {
		for _, piece := range dashed(whole, s.dash) {
			for i := 1; i < len(piece); i++ {
				p, q := piece[i-1], piece[i]
				long := math.Hypot(q.x-p.x, q.y-p.y)
				if long == 0 {
					continue
				}
				dx, dy := (q.y-p.y)/long*half, -(q.x-p.x)/long*half
				pieces = append(pieces, []spot{{p.x + dx, p.y + dy}, {q.x + dx, q.y + dy}, {q.x - dx, q.y - dy}, {p.x - dx, p.y - dy}})
				if i > 1 {
					pieces = append(pieces, disc(p, half))
				}
			}
		}
	}
	b.fill(pieces, day[s.line])
}

func disc(p spot, r float64) []spot {
	const n = 16
	out := make([]spot, n)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		out[i] = spot{p.x + r*cos, p.y + r*sin}
	}
	return out
}

// dashed cuts a piece into its dashes.
func dashed(piece []spot, pattern []float64) [][]spot {
	if len(pattern) == 0 {
		return [][]spot{piece}
	}
	var out [][]spot
	k, left := 0, pattern[0]*sharp
	on := []spot{piece[0]}
	for i := 1; i < len(piece); i++ {
		p, q := piece[i-1], piece[i]
		long := math.Hypot(q.x-p.x, q.y-p.y)
		for long > left && left > 0 {
			p = spot{p.x + (q.x-p.x)*left/long, p.y + (q.y-p.y)*left/long}
			long -= left
			if k%2 == 0 {
				out = append(out, append(on, p))
			}
			k++
			left, on = pattern[k%len(pattern)]*sharp, []spot{p}
		}
		left -= long
		on = append(on, q)
	}
	if k%2 == 0 && len(on) > 1 {
		out = append(out, on)
	}
	return out
}

// words paints a line of words from the outlines of its letters.
func (b *pixels) words(s stroke, ruler *print.Ruler) {
	x := s.x - ruler.Width(s.words, s.bold)*s.size*float64(s.side)/2
	path := ruler.Outline(s.words, s.bold)
	for i, st := range path {
		for k := 0; k < 6; k += 2 {
			st.At[k], st.At[k+1] = x+st.At[k]*s.size, s.y+st.At[k+1]*s.size
		}
		path[i] = st
	}
	b.fill(b.flat(path, true), day[s.fillOf])
}
