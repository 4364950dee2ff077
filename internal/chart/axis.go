package chart

import (
	"math"

	"stablefutures/internal/disclosure"
)

// scale is the values of an axis: round steps from low to high, 0 always among them.
type scale struct {
	low, high, step float64
	any             bool // there is a figure to be drawn at all
}

// scaleOf makes a scale that takes all figures that are shown. It begins at 0, or below where a figure lies below.
func scaleOf(wanted int, all ...[]disclosure.Protected) scale {
	low, high, any := 0.0, 0.0, false
	for _, figures := range all {
		for _, p := range figures {
			if v := p.Number(); finite(v) {
				low, high, any = min(low, v), max(high, v), true
			}
		}
	}
	if high == low {
		high = low + 1
	}
	rough := (high - low) / float64(wanted)
	unit := math.Pow(10, math.Floor(math.Log10(rough)))
	step := 10 * unit
	for _, k := range []float64{1, 2, 5} {
		if rough <= k*unit*(1+1e-9) {
			step = k * unit
			break
		}
	}
	return scale{low: math.Floor(low/step+1e-9) * step, high: math.Ceil(high/step-1e-9) * step, step: step, any: any}
}

// ticks are the values of a scale's lines.
func (s scale) ticks() []float64 {
	var out []float64
	n := int(math.Round((s.high - s.low) / s.step))
	for i := range n + 1 {
		out = append(out, s.low+float64(i)*s.step)
	}
	return out
}

// field is where figures stand: places from left to right, values upwards.
type field struct {
	scale
	left, right, top, bottom float64
	places                   int
}

// x is a place's middle. Time runs from left to right in every language (decision record 41).
func (f field) x(i int) float64 {
	if f.places < 2 {
		return (f.left + f.right) / 2
	}
	pad := min(16, (f.right-f.left)/float64(f.places)/2)
	return f.left + pad + (f.right-f.left-2*pad)*float64(i)/float64(f.places-1)
}

func (f field) y(v float64) float64 {
	return f.bottom - (f.bottom-f.top)*(v-f.low)/(f.high-f.low)
}

// step is how far places are apart.
func (f field) apart() float64 {
	if f.places < 2 {
		return f.right - f.left
	}
	return f.x(1) - f.x(0)
}

// gutter is the room that the words of a scale take.
func (c *canvas) gutter(s scale, size float64) float64 {
	wide := 0.0
	for _, v := range s.ticks() {
		wide = max(wide, c.wide(tick(c.l, v, s.step), size, false))
	}
	return wide + 8
}

// rules draws the lines of a scale with their values, and the axis at 0.
func (c *canvas) rules(f field, size float64, values bool) {
	if f.any {
		for _, v := range f.ticks() {
			y := f.y(v)
			c.segment(f.left, y, f.right, y, grid, 1)
			if values {
				c.say(tick(c.l, v, f.step), f.left-6, y+size*.35, size, soft, before, false)
			}
		}
	}
	y := f.bottom
	if f.any {
		y = f.y(0)
	}
	c.segment(f.left, y, f.right, y, axisInk, 1.5)
}

// names puts the names of places below y, as many as there is room for, the first and the last among them, and gives the height.
func (c *canvas) names(f field, names []string, y, size float64) float64 {
	n := f.places
	if n == 0 {
		return 0
	}
	every, lines := 1, 3
	for ; every < n; every++ {
		if c.roomFor(f, names, every, size, lines) {
			break
		}
	}
	deep := 0.0
	for i := range n {
		x := f.x(i)
		shown := i%every == 0 && (i == n-1 || n-1-i >= every) || i == n-1
		tall := 4.0
		if shown {
			tall = 7
		}
		c.segment(x, y, x, y+tall, axisInk, 1)
		if !shown {
			continue
		}
		room := c.room(f, i, every)
		wrapped := c.wrap(name(names, i), size, room, lines, false)
		anchor := middle
		half := 0.0
		for _, l := range wrapped {
			half = max(half, c.wide(l, size, false)/2)
		}
		if x+half > c.width { // words at the ends stay in the picture
			x = c.width - half
		} else if x-half < 0 {
			x = half
		}
		deep = max(deep, c.block(wrapped, x, y+7, size, soft, anchor, false))
	}
	return 7 + deep + 4
}

// room is how wide the name of a place may be.
func (c *canvas) room(f field, i, every int) float64 {
	r := f.apart()*float64(every) - 6
	if f.places == 1 {
		return f.right - f.left
	}
	if f.places == 2 {
		return r
	}
	return max(r, 8)
}

func (c *canvas) roomFor(f field, names []string, every int, size float64, lines int) bool {
	for i := 0; i < f.places; i += every {
		room := c.room(f, i, every)
		text := name(names, i)
		if room < size {
			return false
		}
		for _, l := range c.wrap(text, size, room, 1000, false) {
			lines--
			_ = l
		}
		if lines < 0 || c.cuts(text, size, room) {
			return false
		}
		lines = 3
	}
	return true
}

// cuts reports whether a word of a text is wider than the room.
func (c *canvas) cuts(text string, size, room float64) bool {
	for _, w := range fields(text) {
		if c.wide(w, size, false) > room {
			return true
		}
	}
	return false
}

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return ""
	}
	return names[i]
}

// notShown draws a row with the symbols of hidden figures under the axis: each at its place, several in a row as one, and a gap
// above them. It gives the height it took, 0 when there is none.
func (c *canvas) notShown(f field, figures []disclosure.Protected, series int, marked bool, y float64) float64 {
	const tall = 16.0
	any := false
	for i := 0; i < f.places; {
		p := at(figures, i)
		if p.Shown() {
			i++
			continue
		}
		j := i
		for j+1 < f.places && !at(figures, j+1).Shown() && at(figures, j+1).Symbol() == p.Symbol() {
			j++
		}
		any = true
		from, to := f.x(i), f.x(j)
		if to > from {
			c.segment(from, y+tall*.55, to, y+tall*.55, soft, 1.25)
			c.segment(from, y+tall*.3, from, y+tall*.8, soft, 1.25)
			c.segment(to, y+tall*.3, to, y+tall*.8, soft, 1.25)
		}
		wide := c.wide(string(p.Symbol()), smallSize, true)
		x := min(max((from+to)/2, wide/2+2), c.width-wide/2-2)
		c.add(stroke{path: box(x-wide/2-2, y+1, wide+4, tall-2), fill: ground})
		c.say(string(p.Symbol()), x, y+tall*.55+smallSize*.3, smallSize, ink, middle, true)
		i = j + 1
	}
	if !any {
		return 0
	}
	if marked {
		c.mark(series, f.left-12, y+tall*.55, 4)
	}
	return tall
}
