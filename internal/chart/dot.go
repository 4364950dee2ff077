package chart

import "stablefutures/internal/print"

// dot draws a line for each place, in the order given: each figure as its series' marker, its interval as a stroke.
func (c *canvas) dot(ch Chart) {
	s := scaleOf(5, ch.values(ch.Limits)...)
	rows, n := len(ch.Axis), max(1, len(ch.Series))
	names := make([][]string, rows)
	left, deep := 0.0, 0.0
	if !c.narrow {
		for _, a := range ch.Axis {
			left = max(left, c.wide(print.Tidy(a), textSize, false))
		}
		left = min(left, 250) + 14
	}
	for i, a := range ch.Axis {
		if c.narrow {
			names[i] = c.wrap(a, textSize, c.width, 3, false)
		} else {
			names[i] = c.wrap(a, textSize, left-14, 3, false)
		}
	}
	value := 0.0
	if n == 1 {
		for _, p := range ch.one().Figures {
			value = max(value, c.wide(Figure(c.l, p), textSize, false)+10)
		}
	}
	x := func(v float64) float64 {
		return left + 8 + (c.width-value-12-left-8)*(v-s.low)/(s.high-s.low)
	}
	if ch.Unit != "" {
		deep = c.block(c.wrap(ch.Unit, smallSize, c.width, 2, false), 0, c.height, smallSize, soft, after, false) + 6
	}
	top := c.height + deep
	y := top
	for i := range rows {
		y = c.dotRow(ch, i, names[i], y, left, x)
	}
	c.dotScale(s, top, y, x, ch.Limits)
	c.height = y + 8 + textSize*1.6
	if !s.any {
		c.height += c.paragraph(c.l.T("chart.nothing"), c.height, textSize, ink, false, 4)
	}
	c.height += 6
	if len(ch.Series) > 1 {
		for i, series := range ch.Series {
			c.key(series.Name, i)
		}
	}
	for k, l := range ch.Limits {
		c.limitKey(l.label(c.l), k)
	}
}

// one is the only series, or none.
func (ch Chart) one() Series {
	if len(ch.Series) == 0 {
		return Series{}
	}
	return ch.Series[0]
}

// dotRow draws one line and gives where it ends.
func (c *canvas) dotRow(ch Chart, i int, lines []string, y, left float64, x func(float64) float64) float64 {
	n := max(1, len(ch.Series))
	wordsTall := float64(len(lines)) * textSize * lineRatio
	each := 17.0
	if n == 1 {
		each = 24
	}
	tall := float64(n)*each + 6
	var middleY float64
	if c.narrow {
		for k, words := range lines { // the scale goes on behind
			c.add(stroke{path: box(0, y+float64(k)*textSize*lineRatio+2, min(c.width, c.wide(words, textSize, false)), textSize*lineRatio), fill: ground})
		}
		c.block(lines, 0, y, textSize, ink, after, false)
		middleY, tall = y+wordsTall+2+float64(n)*each/2, wordsTall+float64(n)*each+8
	} else {
		tall = max(tall, wordsTall+6)
		middleY = y + tall/2
		c.block(lines, left-14, middleY-wordsTall/2, textSize, ink, before, false)
	}
	for k, s := range ch.Series {
		at0 := middleY + (float64(k)-float64(n-1)/2)*each
		p := at(s.Figures, i)
		c.segment(x(0), at0, c.width-4, at0, grid, 1, 1, 3)
		if !p.Shown() {
			c.hiddenDot(string(p.Symbol()), x(0), at0)
			continue
		}
		if low, high := at(s.Low, i).Number(), at(s.High, i).Number(); finite(low) && finite(high) {
			c.segment(x(low), at0, x(high), at0, seriesPaint(k), 2)
			c.segment(x(low), at0-5, x(low), at0+5, seriesPaint(k), 1.5)
			c.segment(x(high), at0-5, x(high), at0+5, seriesPaint(k), 1.5)
		}
		c.mark(k, x(p.Number()), at0, 5)
		if n == 1 {
			words := Figure(c.l, p)
			wide := c.wide(words, textSize, false)
			c.add(stroke{path: box(c.width-wide-6, at0-textSize*.7, wide+6, textSize*1.3), fill: ground})
			c.say(words, c.width-2, at0+textSize*.35, textSize, ink, before, false)
		}
	}
	return y + tall
}

// hiddenDot puts a symbol on the axis, where no figure is shown.
func (c *canvas) hiddenDot(symbol string, x, y float64) {
	wide := c.wide(symbol, smallSize, true)
	x = min(x, c.width-wide-10) // where all figures lie below 0, the axis is at the edge
	c.add(stroke{path: box(x+1.5, y-8, wide+8, 16), fill: ground})
	c.say(symbol, x+5, y+smallSize*.33, smallSize, ink, after, true)
}

// dotScale draws the values below the lines, the axis at 0, and limits over all lines.
func (c *canvas) dotScale(s scale, top, bottom float64, x func(float64) float64, limits []Limit) {
	var under []stroke
	own := c.strokes
	c.strokes = nil
	if s.any {
		every := 1
		ticks := s.ticks()
		for every < len(ticks) && c.wide(tick(c.l, s.high, s.step), smallSize, false)+8 > x(s.step*float64(every))-x(0) {
			every++
		}
		for i, v := range ticks {
			c.segment(x(v), top, x(v), bottom, grid, 1)
			if i%every == 0 {
				words := tick(c.l, v, s.step)
				half := c.wide(words, smallSize, false) / 2
				c.say(words, min(max(x(v), half), c.width-half), bottom+6+smallSize, smallSize, soft, middle, false)
			}
		}
	}
	c.segment(x(0), top, x(0), bottom, axisInk, 1.5)
	for k, l := range limits {
		if v := l.at(0).Number(); finite(v) && len(l.Figures) == 1 {
			c.segment(x(v), top, x(v), bottom, ink, 1.5, limitDash(k)...)
		}
	}
	under = c.strokes
	c.strokes = append(under, own...)
}
