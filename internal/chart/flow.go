package chart

import (
	"slices"

	"stablefutures/internal/print"
)

// state is one end of flows: where people came from, or where they went.
type state struct {
	name   string
	flows  []int // indexes of the chart's flows
	lines  []string
	y, end float64
	at     float64 // where the next flow joins
}

// hiddenTall is the room of a flow whose size is not shown: the same for each, so that it says nothing.
const hiddenTall = 16.0

// flow draws how many went from one state to another: a band for each flow that is shown, as thick as its figure, and a dashed line
// with its symbol for each that is not.
func (c *canvas) flow(ch Chart) {
	froms, tos := ends(ch.Flows, func(p Passage) string { return p.From }), ends(ch.Flows, func(p Passage) string { return p.To })
	column := 190.0
	if c.narrow {
		column = 102
	}
	left, right := column, c.width-column
	sum, largest := 0.0, 0
	for _, list := range [][]state{froms, tos} {
		largest = max(largest, len(list))
	}
	for _, f := range ch.Flows {
		if v := f.Figure.Number(); finite(v) && v > 0 {
			sum += v
		}
	}
	unit := 0.0
	if sum > 0 {
		unit = max(220, float64(largest)*44) / sum
	}
	if ch.Unit != "" {
		c.height += c.block(c.wrap(ch.Unit, smallSize, c.width, 2, false), 0, c.height, smallSize, soft, after, false) + 8
	}
	if len(ch.Axis) == 2 {
		c.height += max(c.block(c.wrap(ch.Axis[0], smallSize, left, 3, true), left, c.height, smallSize, ink, before, true),
			c.block(c.wrap(ch.Axis[1], smallSize, column, 3, true), right, c.height, smallSize, ink, after, true)) + 8
	}
	top := c.height
	bottom := max(c.place(froms, ch, unit, top, column-14), c.place(tos, ch, unit, top, column-14))
	c.bands(ch, froms, tos, unit, left, right)
	for side, list := range [][]state{froms, tos} {
		for i, s := range list {
			x := left - 8
			if side == 1 {
				x = right
			}
			c.add(stroke{path: box(x, s.y, 8, s.end-s.y), fill: ink})
			tall := float64(len(s.lines)) * smallSize * lineRatio
			if side == 0 {
				c.block(s.lines, x-6, (s.y+s.end-tall)/2, smallSize, ink, before, false)
			} else {
				c.block(s.lines, x+14, (s.y+s.end-tall)/2, smallSize, ink, after, false)
			}
			_ = i
		}
	}
	c.height = bottom + 6
	if sum == 0 {
		c.height += c.paragraph(c.l.T("chart.nothing"), c.height, textSize, ink, false, 4)
	}
}

// ends lists the states at one side, in the order they come.
func ends(flows []Passage, of func(Passage) string) []state {
	var out []state
	for i, f := range flows {
		k := slices.IndexFunc(out, func(s state) bool { return s.name == of(f) })
		if k < 0 {
			out, k = append(out, state{name: of(f)}), len(out)
		}
		out[k].flows = append(out[k].flows, i)
	}
	return out
}

// thick is how thick a flow is drawn.
func thick(f Passage, unit float64) float64 {
	if !f.Figure.Shown() {
		return hiddenTall
	}
	return max(0, f.Figure.Number()) * unit
}

// place gives each state its place, with room for its words, and gives where the last ends.
func (c *canvas) place(list []state, ch Chart, unit, top, width float64) float64 {
	y := top
	for i := range list {
		s := &list[i]
		s.lines = c.wrap(s.name, smallSize, width, 4, false)
		need := 0.0
		for _, k := range s.flows {
			need += thick(ch.Flows[k], unit)
		}
		words := float64(len(s.lines)) * smallSize * lineRatio
		room := max(need, words, 6)
		s.y = y + (room-max(need, 4))/2
		s.end, s.at = s.y+max(need, 4), s.y
		y += room + 12
	}
	return y - 12
}

// bands draws the flows, the thickest first so that none is covered whole.
func (c *canvas) bands(ch Chart, froms, tos []state, unit, left, right float64) {
	type band struct {
		flow, from int
		y1, y2, t  float64
	}
	var all []band
	seat := map[int]float64{}
	for _, s := range tos { // flows arrive in the order of where they come from
		order := slices.Clone(s.flows)
		slices.SortStableFunc(order, func(a, b int) int { return rank(froms, a) - rank(froms, b) })
		for _, k := range order {
			seat[k] = s.at
			s.at += thick(ch.Flows[k], unit)
		}
	}
	for i, s := range froms {
		for _, k := range s.flows {
			t := thick(ch.Flows[k], unit)
			all = append(all, band{k, i, s.at, seat[k], t})
			s.at += t
		}
	}
	slices.SortStableFunc(all, func(a, b band) int {
		switch {
		case a.t > b.t:
			return -1
		case a.t < b.t:
			return 1
		}
		return 0
	})
	bend := (right - left) / 2
	for _, b := range all {
		f := ch.Flows[b.flow]
		switch {
		case !f.Figure.Shown():
			y1, y2 := b.y1+b.t/2, b.y2+b.t/2
			c.add(stroke{path: []print.Step{move(left, y1), curve(left+bend, y1, right-bend, y2, right, y2)}, line: seriesPaint(b.from), thick: 1.5, dash: []float64{3, 4}})
		case b.t > 0:
			c.add(stroke{path: []print.Step{move(left, b.y1), curve(left+bend, b.y1, right-bend, b.y2, right, b.y2), line(right, b.y2+b.t),
				curve(right-bend, b.y2+b.t, left+bend, b.y1+b.t, left, b.y1+b.t), shut}, fill: seriesPaint(b.from), tint: true, line: seriesPaint(b.from), thick: 1})
		}
	}
	for _, b := range all { // at both ends, so that no band must be followed by its colour
		c.bandWords(ch.Flows[b.flow], left+5, b.y1, b.t, after)
		c.bandWords(ch.Flows[b.flow], right-13, b.y2, b.t, before)
	}
}

// bandWords puts a flow's figure or symbol into one of its ends.
func (c *canvas) bandWords(f Passage, x, y, t float64, at side) {
	if f.Figure.Shown() && t < smallSize {
		return // too thin for its figure, which stands in the table
	}
	words, size := Figure(c.l, f.Figure), smallSize
	if !f.Figure.Shown() {
		wide := c.wide(words, size, true) + 6
		from := x - 3
		if at == before {
			from = x - wide + 3
		}
		c.add(stroke{path: box(from, y+1, wide, t-2), fill: ground})
	}
	c.say(words, x, y+t/2+size*.35, size, ink, at, !f.Figure.Shown())
}

// rank is the place of the state that a flow belongs to.
func rank(list []state, flow int) int {
	return slices.IndexFunc(list, func(s state) bool { return slices.Contains(s.flows, flow) })
}
