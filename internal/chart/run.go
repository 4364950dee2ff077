package chart

import (
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/print"
)

func fields(s string) []string { return strings.Fields(s) }

// label is words at the end of a line.
type label struct {
	lines  []string
	y      float64 // where it stands
	of     float64 // what it belongs to
	series int     // -1 for a limit
}

// run draws figures in time: Run and XmR.
func (c *canvas) run(ch Chart) {
	limits := ch.lines(c.l)
	f := field{scale: scaleOf(5, ch.values(limits)...), places: len(ch.Axis), top: c.height}
	direct := !c.narrow && (len(ch.Series) > 1 || len(limits) > 0) && len(ch.Series)+len(limits) <= 14
	f.left, f.right = c.gutter(f.scale, textSize), c.width-4
	if direct {
		f.right = c.width - c.beside(ch, limits)
	}
	if ch.Unit != "" {
		f.top += c.block(c.wrap(ch.Unit, smallSize, c.width, 2, false), 0, f.top, smallSize, soft, after, false) + 6
	}
	if len(ch.Marks) > 0 {
		f.top += 20
	}
	f.top += 6
	f.bottom = f.top + 300
	if c.narrow {
		f.bottom = f.top + 210
	}
	c.rules(f, textSize, true)
	c.moments(f, ch.Marks)
	for k, l := range limits {
		c.limit(f, l, k)
	}
	for i, s := range ch.Series {
		c.line(f, s, i)
	}
	c.rings(ch, f, limits)
	if direct {
		c.labels(f, ch, limits)
	}
	y := f.bottom + 4
	for i, s := range ch.Series {
		y += c.notShown(f, s.Figures, i, len(ch.Series) > 1, y)
	}
	c.height = y + c.names(f, ch.Axis, y, textSize)
	if !f.any {
		c.nothing(f)
	}
	c.below(ch, limits, direct)
}

// beside is the room that the names of series and limits take at the right of a field.
func (c *canvas) beside(ch Chart, limits []Limit) float64 {
	wide := 0.0
	for _, l := range limits {
		wide = max(wide, c.wide(l.label(c.l), smallSize, false)+14)
	}
	if len(ch.Series) > 1 {
		for _, s := range ch.Series {
			wide = max(wide, c.wide(print.Tidy(s.Name), smallSize, false)+28)
		}
	}
	return min(wide, 0.26*c.width)
}

// nothing says in the middle of an empty field that no figure can be shown.
func (c *canvas) nothing(f field) {
	lines := c.wrap(c.l.T("chart.nothing"), textSize, f.right-f.left-20, 4, false)
	c.block(lines, (f.left+f.right)/2, (f.top+f.bottom)/2-float64(len(lines))*textSize*.7, textSize, ink, middle, false)
}

// below puts under a picture what its marks mean, and the names of series and limits where they stand nowhere else.
func (c *canvas) below(ch Chart, limits []Limit, direct bool) {
	c.height += 6
	if len(ch.Series) > 1 {
		for i, s := range ch.Series {
			if !direct || !slices.ContainsFunc(s.Figures, disclosure.Protected.Shown) {
				c.key(s.Name, i)
			}
		}
	}
	if !direct {
		for k, l := range limits {
			c.limitKey(l.label(c.l), k)
		}
	}
	for i, m := range ch.Marks {
		words := c.l.T("chart.mark_key", "number", strconv.Itoa(i+1), "what", m.Text, "when", name(ch.Axis, m.At))
		c.height += c.paragraph(words, c.height, textSize, ink, false, 6) + 3
	}
}

// key is a series' marker with its name.
func (c *canvas) key(words string, i int) {
	x, side := c.start(34)
	sample := 0.0
	if c.rtl {
		sample = c.width - 28
	}
	lines := c.wrap(words, textSize, c.width-40, 3, false)
	y := c.height + textSize*.75
	c.segment(sample, y, sample+28, y, seriesPaint(i), 2, dashOf(i)...)
	c.mark(i, sample+14, y, 4.5)
	c.height += max(textSize*lineRatio, c.block(lines, x, c.height, textSize, ink, side, false)) + 4
}

func (c *canvas) limitKey(words string, k int) {
	x, side := c.start(34)
	sample := 0.0
	if c.rtl {
		sample = c.width - 28
	}
	y := c.height + textSize*.75
	c.segment(sample, y, sample+28, y, ink, 1.5, limitDash(k)...)
	c.height += max(textSize*lineRatio, c.block(c.wrap(words, textSize, c.width-40, 3, false), x, c.height, textSize, ink, side, false)) + 4
}

// limitDash is the pattern of a limit, other than those of series beside it.
func limitDash(k int) []float64 { return [][]float64{{5, 4}, {1.5, 3}, {10, 3, 1.5, 3}, {12, 5}}[k%4] }

// moments draws what happened as lines with their numbers; below says what each is.
func (c *canvas) moments(f field, marks []Mark) {
	for i, m := range marks {
		if m.At < 0 || m.At >= f.places {
			continue
		}
		x := f.x(m.At) - min(f.apart()/2, 14)
		if m.At == 0 {
			x = f.left + 2
		}
		c.segment(x, f.top-4, x, f.bottom, ink, 1.25, 1, 3)
		words := strconv.Itoa(i + 1)
		wide := c.wide(words, smallSize, true) + 10
		top := f.top - 20
		x = min(x, c.width-wide/2-1)
		c.add(stroke{path: box(x-wide/2, top, wide, 17), fill: ground, line: ink, thick: 1})
		c.say(words, x, top+13, smallSize, ink, middle, true)
	}
}

// limit draws a limit over all places; a place without a figure of its own leaves a gap.
func (c *canvas) limit(f field, l Limit, k int) {
	var path []print.Step
	open := false
	for i := range f.places {
		v := l.at(i).Number()
		if !finite(v) {
			open = false
			continue
		}
		x := f.x(i)
		if len(l.Figures) == 1 {
			c.segment(f.left, f.y(v), f.right, f.y(v), ink, 1.5, limitDash(k)...)
			return
		}
		if open {
			path = append(path, line(x, f.y(v)))
		} else {
			path = append(path, move(x, f.y(v)))
		}
		open = true
	}
	if len(path) > 1 {
		c.add(stroke{path: path, line: ink, thick: 1.5, dash: limitDash(k)})
	}
}

// line draws a series: lines between neighbours that are both shown, intervals, markers.
func (c *canvas) line(f field, s Series, i int) {
	r := max(1.6, min(4.5, f.apart()*.32))
	var path []print.Step
	for k := range f.places {
		v, w := at(s.Figures, k).Number(), at(s.Figures, k+1).Number()
		if low, high := at(s.Low, k).Number(), at(s.High, k).Number(); finite(v) && finite(low) && finite(high) {
			x := f.x(k)
			c.segment(x, f.y(low), x, f.y(high), seriesPaint(i), 1.25)
			c.segment(x-r*.8, f.y(low), x+r*.8, f.y(low), seriesPaint(i), 1.25)
			c.segment(x-r*.8, f.y(high), x+r*.8, f.y(high), seriesPaint(i), 1.25)
		}
		if k+1 < f.places && finite(v) && finite(w) {
			if n := len(path); n == 0 || path[n-1].At[0] != f.x(k) {
				path = append(path, move(f.x(k), f.y(v)))
			}
			path = append(path, line(f.x(k+1), f.y(w)))
		}
	}
	if len(path) > 0 {
		c.add(stroke{path: path, line: seriesPaint(i), thick: 2, dash: dashOf(i)})
	}
	for k := range f.places {
		if v := at(s.Figures, k).Number(); finite(v) {
			c.mark(i, f.x(k), f.y(v), r)
		}
	}
}

// rings goes around figures beyond the limits of a chart of individuals: a form, and no colour.
func (c *canvas) rings(ch Chart, f field, limits []Limit) {
	if ch.Kind != XmR || len(ch.Series) != 1 {
		return
	}
	for i := range ch.Axis {
		if p := at(ch.Series[0].Figures, i); beyond(p, limits, i) {
			c.add(stroke{path: circle(f.x(i), f.y(p.Number()), min(9, c.width-f.x(i))), line: ink, thick: 1.5})
		}
	}
}

// labels puts the names of series and limits beside the field, near where each ends.
func (c *canvas) labels(f field, ch Chart, limits []Limit) {
	var all []label
	x := f.right + 10
	for k, l := range limits {
		if v := lastShown(l.Figures).Number(); finite(v) {
			all = append(all, label{lines: c.wrap(l.label(c.l), smallSize, c.width-x, 2, false), y: f.y(v), series: -1 - k})
		}
	}
	if len(ch.Series) > 1 {
		for i, s := range ch.Series {
			if v := lastShown(s.Figures).Number(); finite(v) {
				all = append(all, label{lines: c.wrap(s.Name, smallSize, c.width-x-14, 2, false), y: f.y(v), series: i})
			}
		}
	}
	spread(all, f.top, f.bottom+30)
	for _, l := range all {
		tall := float64(len(l.lines)) * smallSize * lineRatio
		if l.series >= 0 {
			c.mark(l.series, x+4, l.y, 4)
			c.block(l.lines, x+14, l.y-tall/2, smallSize, ink, after, false)
			continue
		}
		c.block(l.lines, x, l.y-tall/2, smallSize, ink, after, false)
	}
}

func lastShown(figures []disclosure.Protected) (p disclosure.Protected) {
	for _, q := range figures {
		if q.Shown() {
			p = q
		}
	}
	return p
}

// spread moves labels up and down until none lies on another; their order stays.
func spread(all []label, top, bottom float64) {
	slices.SortStableFunc(all, func(a, b label) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	half := func(l label) float64 { return float64(len(l.lines))*smallSize*lineRatio/2 + 1 }
	edge := top - 10
	for i := range all {
		all[i].y = max(all[i].y, edge+half(all[i]))
		edge = all[i].y + half(all[i])
	}
	edge = bottom
	for i := len(all) - 1; i >= 0; i-- {
		all[i].y = min(all[i].y, edge-half(all[i]))
		edge = all[i].y - half(all[i])
	}
}

// values are all figures that a scale must take.
func (ch Chart) values(limits []Limit) [][]disclosure.Protected {
	var all [][]disclosure.Protected
	for _, s := range ch.Series {
		all = append(all, s.Figures, s.Low, s.High)
	}
	for _, l := range limits {
		all = append(all, l.Figures)
	}
	return all
}
