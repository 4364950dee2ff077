package chart

import "stablefutures/internal/disclosure"

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
		right = max(right, c.wide(Figure(c.l, at(s.Figures, 1)), smallSize, false)+26)
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
		deep = max(deep, c.block(c.wrap(two.Axis[i], textSize, (f.right-f.left)/2+40, 3, true), f.x(i), c.height, textSize, ink, middle, true))
	}
	f.top = c.height + deep + 14
	need := 0.0
	for _, s := range two.Series {
		need += float64(len(c.slopeName(f, s)))*smallSize*lineRatio + 2
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
		if !at(s.Figures, 0).Shown() {
			c.key(s.Name, i)
		}
	}
	c.below(Chart{Axis: two.Axis}, ch.Limits, false)
}

// slopeName is the name of a series and where it begins, in lines.
func (c *canvas) slopeName(f field, s Series) []string {
	figure := Figure(c.l, at(s.Figures, 0))
	lines := c.wrap(s.Name, smallSize, f.x(0)-20, 3, false)
	if n := len(lines); n > 0 && c.wide(lines[n-1]+" "+figure, smallSize, false) <= f.x(0)-20 {
		lines[n-1] += " " + figure
		return lines
	}
	return append(lines, c.wrap(figure, smallSize, f.x(0)-20, 3, false)...)
}

// slopeEnds puts names and figures where lines begin, and figures where they end.
func (c *canvas) slopeEnds(f field, ch Chart) {
	var first, last []label
	for i, s := range ch.Series {
		if p := at(s.Figures, 0); p.Shown() {
			first = append(first, label{lines: c.slopeName(f, s), y: f.y(p.Number()), of: f.y(p.Number()), series: i})
		}
		if p := at(s.Figures, 1); p.Shown() && f.places > 1 {
			last = append(last, label{lines: []string{Figure(c.l, p)}, y: f.y(p.Number()), of: f.y(p.Number()), series: i})
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
