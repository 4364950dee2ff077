package chart

import (
	"stablefutures/internal/disclosure"
	"stablefutures/internal/print"
)

// slope draws two moments, or two ways of seeing, joined: the first and the last place of the axis.
func (c *canvas) slope(ch Chart) {
	two := ch
	if n := len(ch.Axis); n > 2 {
		two.Axis = []string{ch.Axis[0], ch.Axis[n-1]}
		two.Series = nil
		for _, s := range ch.Series {
			first := func(f []disclosure.Protected) []disclosure.Protected {
				if f == nil {
					return nil
				}
				return []disclosure.Protected{at(f, 0), at(f, n-1)}
			}
			two.Series = append(two.Series, Series{Name: s.Name, Figures: first(s.Figures), Low: first(s.Low), High: first(s.High)})
		}
	}
	right := 0.0
	for _, s := range two.Series {
		words := Figure(c.l, at(s.Figures, 1))
		right = max(right, c.wide(words, smallSize, false)+26)
		if unnamed(s) {
			right = max(right, min(c.wide(print.Tidy(s.Name)+" "+words, smallSize, false)+26, 0.3*c.width))
		}
	}
	f := field{scale: scaleOf(5, two.values(ch.Limits)...), places: len(two.Axis), left: 0.35 * c.width, right: c.width - max(right, 0.16*c.width)}
	if c.narrow {
		f.left = 118
	}
	if ch.Unit != "" {
		c.height += c.block(c.wrap(ch.Unit, smallSize, c.width, 2, false), 0, c.height, smallSize, soft, after, false) + 6
	}
	deep := 0.0
	for i := range two.Axis {
		deep = max(deep, c.slopeHead(f, two.Axis[i], i))
	}
	f.top = c.height + deep + 14
	need := 0.0
	for _, s := range two.Series {
		need += float64(len(c.slopeName(s, 0, f.x(0)-20)))*smallSize*lineRatio + 2
	}
	f.bottom = f.top + max(260, need)
	if f.any {
		for i := range two.Axis {
			c.segment(f.x(i), f.top, f.x(i), f.bottom, axisInk, 1)
		}
	}
	c.segment(f.left, f.bottom, f.right, f.bottom, axisInk, 1.5)
	for k, l := range ch.Limits {
		c.limit(f, l, k)
	}
	for i, s := range two.Series {
		c.line(f, s, i)
	}
	c.slopeEnds(f, two)
	y := f.bottom + 4
	for i, s := range two.Series {
		y += c.notShown(f, s.Figures, i, true, y)
	}
	c.height = max(y, f.bottom+26)
	if !f.any {
		c.nothing(f)
	}
	for i, s := range two.Series {
		if !at(s.Figures, 0).Shown() || !at(s.Figures, 1).Shown() { // its marker stands beside its symbol
			c.key(s.Name, i)
		}
	}
	c.below(Chart{Axis: two.Axis}, ch.Limits, false)
}

// slopeHead names a moment above its line; where lines are too near each other the names stand away from them.
func (c *canvas) slopeHead(f field, words string, i int) float64 {
	if !c.narrow || f.places != 2 {
		return c.block(c.wrap(words, textSize, (f.right-f.left)/2+40, 3, true), f.x(i), c.height, textSize, ink, middle, true)
	}
	half, side := (f.x(0)+f.x(1))/2, before
	x, room := half-5, half-5
	if i == 1 {
		x, room, side = half+5, c.width-half-5, after
	}
	return c.block(c.wrap(words, textSize, room, 3, true), x, c.height, textSize, ink, side, true)
}

// unnamed reports whether a line has its name at the right, since nothing is shown at the left.
func unnamed(s Series) bool { return !at(s.Figures, 0).Shown() && at(s.Figures, 1).Shown() }

// slopeName is the name of a series and one of its figures, in lines.
func (c *canvas) slopeName(s Series, place int, room float64) []string {
	figure := Figure(c.l, at(s.Figures, place))
	lines := c.wrap(s.Name, smallSize, room, 3, false)
	if n := len(lines); n > 0 && c.wide(lines[n-1]+" "+figure, smallSize, false) <= room {
		lines[n-1] += " " + figure
		return lines
	}
	return append(lines, c.wrap(figure, smallSize, room, 3, false)...)
}

// slopeEnds puts names and figures where lines begin, and figures where they end; names there too, of what begins nowhere.
func (c *canvas) slopeEnds(f field, ch Chart) {
	var first, last []label
	for i, s := range ch.Series {
		if p := at(s.Figures, 0); p.Shown() {
			first = append(first, label{lines: c.slopeName(s, 0, f.x(0)-20), y: f.y(p.Number()), of: f.y(p.Number()), series: i})
		}
		if p := at(s.Figures, 1); p.Shown() && f.places > 1 {
			lines := []string{Figure(c.l, p)}
			if unnamed(s) {
				lines = c.slopeName(s, 1, c.width-f.x(1)-20)
			}
			last = append(last, label{lines: lines, y: f.y(p.Number()), of: f.y(p.Number()), series: i})
		}
	}
	spread(first, f.top, f.bottom+24)
	spread(last, f.top, f.bottom+24)
	put := func(all []label, x float64, at side, line, sign float64) {
		for _, l := range all {
			c.segment(line+sign*6, l.of, line+sign*15, l.y, soft, .75)
			tall := float64(len(l.lines)) * smallSize * lineRatio
			c.block(l.lines, x, l.y-tall/2, smallSize, ink, at, false)
		}
	}
	put(first, f.x(0)-18, before, f.x(0), -1)
	put(last, f.x(f.places-1)+18, after, f.x(f.places-1), 1)
}
