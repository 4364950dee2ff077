package chart

import "math"

// small draws one small run chart for each series, all on one scale, in the order they were given.
func (c *canvas) small(ch Chart) {
	all := scaleOf(3, ch.values(ch.Limits)...)
	columns := min(3, max(1, len(ch.Series)))
	if c.narrow {
		columns = 1
		if len(ch.Series) > 4 && c.gutter(all, smallSize) < c.width/5 {
			columns = 2
		}
	}
	if ch.Unit != "" {
		c.height += c.block(c.wrap(ch.Unit, smallSize, c.width, 2, false), 0, c.height, smallSize, soft, after, false) + 6
	}
	const gap = 18.0
	each := (c.width - gap*float64(columns-1)) / float64(columns)
	medians := false
	for from := 0; from < len(ch.Series); from += columns {
		to := min(len(ch.Series), from+columns)
		top, deep := c.height, 0.0
		for i := from; i < to; i++ {
			deep = max(deep, float64(len(c.wrap(ch.Series[i].Name, smallSize, each, 3, true)))*smallSize*lineRatio)
		}
		bottom := top
		for i := from; i < to; i++ {
			left := (each + gap) * float64(i-from)
			c.block(c.wrap(ch.Series[i].Name, smallSize, each, 3, true), left, top, smallSize, ink, after, true)
			b, drawn := c.panel(ch, i, all, left, left+each, top+deep+10)
			bottom, medians = max(bottom, b), medians || drawn
		}
		c.height = bottom + 12
	}
	if medians {
		c.limitKey(c.l.T("chart.median_each"), 0)
	}
	for k, l := range ch.Limits {
		c.limitKey(l.label(c.l), k)
	}
}

// panel draws one of small multiples and gives where it ends, and whether it has a median.
func (c *canvas) panel(ch Chart, i int, s scale, left, right, top float64) (bottom float64, medians bool) {
	series := ch.Series[i]
	f := field{scale: s, places: len(ch.Axis), top: top, bottom: top + 110, left: left + c.gutter(s, smallSize), right: right}
	if c.narrow {
		f.bottom = top + 90
	}
	c.rules(f, smallSize, true)
	limits := ch.Limits
	if len(limits) == 0 {
		one := Chart{Kind: Run, Series: []Series{series}}
		limits = one.lines(c.l)
		medians = len(limits) > 0
	}
	for k, l := range limits {
		c.limit(f, l, k)
	}
	c.line(f, series, 0) // names tell panels apart: all are drawn alike
	y := f.bottom + 4
	y += c.notShown(f, series.Figures, i, false, y)
	return y + c.ends(f, ch.Axis, y), medians
}

// ends names the first and the last place below a small field.
func (c *canvas) ends(f field, names []string, y float64) float64 {
	if f.places == 0 {
		return 0
	}
	c.segment(f.x(0), y, f.x(0), y+5, axisInk, 1)
	if f.places == 1 {
		return 7 + c.block(c.wrap(name(names, 0), smallSize, f.right-f.left, 2, false), (f.left+f.right)/2, y+5, smallSize, soft, middle, false)
	}
	c.segment(f.x(f.places-1), y, f.x(f.places-1), y+5, axisInk, 1)
	half := (f.right - f.left - 8) / 2
	first := c.block(c.wrap(name(names, 0), smallSize, half, 2, false), f.left, y+5, smallSize, soft, after, false)
	last := c.block(c.wrap(name(names, f.places-1), smallSize, half, 2, false), f.right, y+5, smallSize, soft, before, false)
	return 7 + math.Max(first, last)
}
