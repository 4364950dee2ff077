package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/print"
	"stablefutures/internal/stats"
)

// share is a place's part of its whole in per cent, where the rules make one of so many.
func (ch Chart) share(i int) disclosure.Protected {
	rules := ch.Rules
	if rules.ID == "" {
		rules, _ = disclosure.Rules(disclosure.StrictDefault) // a file inside the binary
	}
	return rules.Part(at(ch.one().Figures, i), at(ch.one().Whole, i))
}

// curves are the limits of chance around what all places have together.
type curves struct {
	target disclosure.Protected
	from   []disclosure.Protected // part and whole of each place that has a share
	pooled float64                // all parts over all wholes
	sizes  []float64
	lines  [4][]disclosure.Protected // low and high at 95, low and high at 99.8 per cent
}

// around works out the target and the limits from the places that have a share; ok is false for fewer than two, or where there is no
// variation.
func (ch Chart) around() (k curves, ok bool) {
	s := ch.one()
	var sizes []float64
	for i := range ch.Axis {
		if ch.share(i).Shown() {
			k.from = append(k.from, at(s.Figures, i), at(s.Whole, i))
			sizes = append(sizes, at(s.Whole, i).Number())
		}
	}
	if len(sizes) < 2 {
		return k, false
	}
	k.target = disclosure.Worked(1, k.from, func(v []float64) float64 {
		k.pooled = pooled(v)
		return 100 * k.pooled
	})
	low, high := slices.Min(sizes), slices.Max(sizes)
	const steps = 40
	for i := range steps + 1 {
		of := low + (high-low)*float64(i)/steps
		k.sizes = append(k.sizes, of)
		for n, limit := range k.limits(of) {
			k.lines[n] = append(k.lines[n], limit)
		}
	}
	return k, k.target.Shown() && k.lines[0][0].Shown()
}

// limits are those of chance for a place of a size: low and high at 95, low and high at 99.8 per cent.
func (k curves) limits(of float64) (out [4]disclosure.Protected) {
	l95, h95, l998, h998, err := stats.FunnelLimits("proportion", k.pooled, of)
	for n, limit := range [4]float64{l95, h95, l998, h998} {
		out[n] = disclosure.Worked(1, k.from, func([]float64) float64 {
			if err != nil {
				return math.NaN()
			}
			return 100 * limit
		})
	}
	return out
}

// pooled is all parts over all wholes.
func pooled(v []float64) float64 {
	part, whole := 0.0, 0.0
	for i := 0; i+1 < len(v); i += 2 {
		part, whole = part+v[i], whole+v[i+1]
	}
	return part / whole
}

// funnel draws each place's part by the size of its whole. Places have numbers in the order they were given, which says nothing of
// how they do.
func (c *canvas) funnel(ch Chart) {
	s := ch.one()
	k, drawn := ch.around()
	var values []disclosure.Protected
	for i := range ch.Axis {
		values = append(values, ch.share(i))
	}
	across := scaleOf(5, s.Whole)
	f := field{scale: scaleOf(5, values, k.lines[1], k.lines[3], k.lines[0], k.lines[2]), top: c.height + 6, right: c.width - 6}
	f.left = c.gutter(f.scale, textSize)
	f.top += c.block(c.wrap(c.l.T("chart.part_of", "unit", ch.Unit), smallSize, c.width, 3, false), 0, c.height, smallSize, soft, after, false) + 6
	f.bottom = f.top + 320
	if c.narrow {
		f.bottom = f.top + 240
	}
	c.rules(f, textSize, true)
	x := func(v float64) float64 {
		return f.left + 6 + (f.right-f.left-20)*(v-across.low)/(across.high-across.low)
	}
	c.sizes(f, across, x)
	if drawn {
		c.segment(f.left, f.y(k.target.Number()), f.right, f.y(k.target.Number()), ink, 1.5)
		for i, line := range k.lines {
			c.curve(f, k.sizes, line, x, limitDash(i/2))
		}
	}
	c.places(ch, f, values, x)
	if !f.any {
		c.nothing(f)
	}
	c.height = f.bottom + 10 + textSize*1.3
	c.height += c.paragraph(c.l.T("chart.size_of_whole"), c.height, smallSize, soft, false, 3) + 6
	if drawn {
		c.limitKey(c.l.T("chart.limits_95"), 0)
		c.limitKey(c.l.T("chart.limits_998"), 1)
		c.height += c.paragraph(c.l.T("chart.all_together", "figure", Figure(c.l, k.target)), c.height, textSize, ink, false, 3) + 4
	}
	var names []string
	for i, place := range ch.Axis {
		names = append(names, strconv.Itoa(i+1)+" "+print.Tidy(place)+gone(values[i]))
	}
	c.height += c.paragraph(strings.Join(names, " · "), c.height, smallSize, soft, false, 30)
}

// gone is the symbol of a place that is not in the picture.
func gone(p disclosure.Protected) string {
	if p.Shown() {
		return ""
	}
	return " (" + string(p.Symbol()) + ")"
}

// sizes draws the axis of the wholes.
func (c *canvas) sizes(f field, across scale, x func(float64) float64) {
	if !across.any {
		return
	}
	for _, v := range across.ticks() {
		c.segment(x(v), f.bottom, x(v), f.bottom+5, axisInk, 1)
		words := tick(c.l, v, across.step)
		half := c.wide(words, smallSize, false) / 2
		c.say(words, min(max(x(v), half), c.width-half), f.bottom+7+smallSize, smallSize, soft, middle, false)
	}
}

func (c *canvas) curve(f field, sizes []float64, figures []disclosure.Protected, x func(float64) float64, dash []float64) {
	var path []print.Step
	for i, of := range sizes {
		if v := at(figures, i).Number(); finite(v) {
			if len(path) == 0 {
				path = append(path, move(x(of), f.y(v)))
			} else {
				path = append(path, line(x(of), f.y(v)))
			}
		}
	}
	if len(path) > 1 {
		c.add(stroke{path: path, line: ink, thick: 1.5, dash: dash})
	}
}

// places puts a dot and a number for each place; a number goes where it covers no other.
func (c *canvas) places(ch Chart, f field, values []disclosure.Protected, x func(float64) float64) {
	type rect struct{ x, y, w, h float64 }
	var taken []rect
	free := func(r rect) bool {
		return r.x >= f.left && r.x+r.w <= c.width && !slices.ContainsFunc(taken, func(o rect) bool {
			return r.x < o.x+o.w && o.x < r.x+r.w && r.y < o.y+o.h && o.y < r.y+r.h
		})
	}
	s := ch.one()
	for i := range ch.Axis {
		if v := values[i].Number(); finite(v) {
			px, py := x(at(s.Whole, i).Number()), f.y(v)
			taken = append(taken, rect{px - 5, py - 5, 10, 10})
			c.mark(0, px, py, 4.5)
		}
	}
	for i := range ch.Axis {
		v := values[i].Number()
		if !finite(v) {
			continue
		}
		words := strconv.Itoa(i + 1)
		px, py, wide := x(at(s.Whole, i).Number()), f.y(v), c.wide(words, smallSize, false)
		for _, try := range []spot{{px + 7, py - 6}, {px - 7 - wide, py - 6}, {px - wide/2, py - 19}, {px - wide/2, py + 6}, {px + 7, py - 16}, {px + 7, py + 4}} {
			if r := (rect{try.x, try.y, wide, 12}); free(r) {
				taken = append(taken, r)
				c.add(stroke{path: box(r.x-1, r.y, r.w+2, r.h), fill: ground})
				c.say(words, try.x, try.y+10.5, smallSize, ink, after, false)
				break
			}
		}
	}
}
