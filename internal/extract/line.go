package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// line is what stands on one printed line, in one direction. u runs along it, v across it, in a frame turned by its
// angle, so that for upright text they are x and y.
type line struct {
	glyphs    []glyph // from left to right as printed
	text      string
	angle     float64 // radians, clockwise
	u0, u1, v float64
	size      float64
	bold      bool
	hidden    bool
	first     int // the place in the file of its earliest letter
}

// turn gives a point in the frame of an angle.
func turn(x, y, angle float64) (u, v float64) {
	sin, cos := math.Sincos(angle)
	return x*cos + y*sin, y*cos - x*sin
}

// lines groups letters into printed lines: first into strokes that follow each other in the file, then strokes on one
// baseline into lines, which are cut where a column ends.
func lines(all []glyph) []line {
	var out []line
	straight := map[int][][]glyph{}
	for _, s := range strokes(all) {
		if curved(s) {
			out = append(out, bent(s))
			continue
		}
		straight[degrees(s)] = append(straight[degrees(s)], s)
	}
	for _, angle := range slices.Sorted(keys(straight)) {
		out = append(out, baselines(straight[angle], float64(angle)/2*math.Pi/180)...)
	}
	return out
}

// degrees is the direction of a stroke in half degrees, so that one spoke of a wheel is one bucket.
func degrees(s []glyph) int {
	a := math.Atan2(s[0].dy, s[0].dx) * 180 / math.Pi
	if n := int(math.Round(a * 2)); n != -360 {
		return n
	}
	return 360
}

// strokes cuts the letters, in the order of the file, where the next does not go on where the last ended.
func strokes(all []glyph) [][]glyph {
	var out [][]glyph
	from := 0
	for i := 1; i <= len(all); i++ {
		if i < len(all) && goesOn(&all[i-1], &all[i]) {
			continue
		}
		if i > from {
			out = append(out, all[from:i])
		}
		from = i
	}
	return out
}

// goesOn reports whether b stands behind a on the same line, which may bend by up to 25 degrees between letters.
func goesOn(a, b *glyph) bool {
	if a.hidden != b.hidden || b.size > 1.4*a.size || a.size > 1.4*b.size {
		return false
	}
	if a.dx*b.dx+a.dy*b.dy < math.Cos(25*math.Pi/180) {
		return false
	}
	x, y := b.x-a.x-a.w*a.dx, b.y-a.y-a.w*a.dy
	along, across := x*a.dx+y*a.dy, y*a.dx-x*a.dy
	return math.Abs(across) < 0.35*a.size && along > -0.6*a.size && along < a.size
}

// curved reports whether a stroke bends by more than 4 degrees from end to end.
func curved(s []glyph) bool {
	for i := range s {
		if s[0].dx*s[i].dx+s[0].dy*s[i].dy < math.Cos(4*math.Pi/180) {
			return true
		}
	}
	return false
}

// bent makes a line of a stroke along a curve. Its letters stay in the order of the file.
func bent(s []glyph) line {
	mid := s[len(s)/2]
	l := line{glyphs: s, angle: math.Atan2(mid.dy, mid.dx), hidden: s[0].hidden, first: s[0].order}
	var b strings.Builder
	for i, g := range s {
		if i > 0 {
			p := s[i-1]
			if gap := math.Hypot(g.x-p.x-p.w*p.dx, g.y-p.y-p.w*p.dy); gap > 0.3*g.size && p.text != " " && g.text != " " {
				b.WriteByte(' ')
			}
		}
		b.WriteString(plain(g.text))
	}
	l.text = strings.TrimSpace(b.String())
	l.frame()
	return l
}

// frame fills in what follows from the letters: extent, size and weight.
func (l *line) frame() {
	l.u0, l.u1 = math.Inf(1), math.Inf(-1)
	heavy, n := 0, 0
	var sizes []float64
	for _, g := range l.glyphs {
		u, v := turn(g.x, g.y, l.angle)
		l.u0, l.u1, l.v = min(l.u0, u), max(l.u1, u+g.w), v
		if strings.TrimSpace(g.text) != "" {
			sizes = append(sizes, g.size)
			if n++; g.bold {
				heavy++
			}
		}
	}
	if n > 0 {
		slices.Sort(sizes)
		l.size, l.bold = sizes[n/2], heavy*2 > n
	}
}

// stroke is a run of letters in the frame of its angle.
type stroke struct {
	glyphs []glyph
	u, v   float64
	size   float64
}

// baselines puts the strokes of one direction onto lines.
func baselines(runs [][]glyph, angle float64) []line {
	var all []stroke
	for _, r := range runs {
		if strings.TrimSpace(joined(r)) == "" {
			continue // blanks alone; gaps tell as much
		}
		s := stroke{glyphs: r, size: r[0].size}
		s.u, s.v = turn(r[0].x, r[0].y, angle)
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b stroke) int { return cmp.Or(cmp.Compare(a.v, b.v), cmp.Compare(a.u, b.u)) })
	var out []line
	for len(all) > 0 {
		// The line grows from its uppermost stroke by those whose baseline is close to it.
		row, rest := []stroke{all[0]}, []stroke{}
		i := 1
		for ; i < len(all) && all[i].v-row[0].v < 0.6*max(row[0].size, all[i].size); i++ {
			if all[i].v-row[0].v < 0.3*min(row[0].size, all[i].size) && all[i].glyphs[0].hidden == row[0].glyphs[0].hidden {
				row = append(row, all[i])
			} else {
				rest = append(rest, all[i])
			}
		}
		out = append(out, cut(row, angle)...)
		all = append(rest, all[i:]...)
	}
	return out
}

func joined(r []glyph) string {
	var b strings.Builder
	for _, g := range r {
		b.WriteString(g.text)
	}
	return b.String()
}

// unit is one letter with the marks that stand on it, and what separates it from the one to its left.
type unit struct {
	glyphs []glyph
	text   string
	u0, u1 float64
	size   float64
	order  int
	gap    float64 // from the unit to its left, blanks not counted, in its own size
	blanks string  // blanks that the file itself has in the gap
	spaced bool    // PDFium sees a blank in the gap
	next   bool    // it follows its left neighbour in the file, in either direction
}

// cut makes lines of the strokes on one baseline.
func cut(row []stroke, angle float64) []line {
	var letters []glyph
	for _, s := range row {
		letters = append(letters, s.glyphs...)
	}
	all := units(letters, angle)
	var out []line
	from := 0
	for i := 1; i <= len(all); i++ {
		if i < len(all) && !columnEnds(all[from:], i-from) {
			continue
		}
		l := line{angle: angle, first: math.MaxInt}
		for _, u := range all[from:i] {
			l.glyphs = append(l.glyphs, u.glyphs...)
			l.first = min(l.first, u.order)
		}
		l.hidden = l.glyphs[0].hidden
		l.frame()
		l.text = spell(all[from:i])
		out = append(out, l)
		from = i
	}
	return out
}

// units sorts letters from left to right, puts marks onto their letters and measures the gaps.
func units(letters []glyph, angle float64) []unit {
	var all, marks []unit
	var blanks []unit
	for _, g := range letters {
		u0, _ := turn(g.x, g.y, angle)
		one := unit{glyphs: []glyph{g}, text: plain(g.text), u0: u0, u1: u0 + g.w, size: g.size, order: g.order, spaced: g.spaced}
		switch r := []rune(one.text); {
		case strings.TrimSpace(one.text) == "":
			blanks = append(blanks, one)
		case len(r) == 1 && unicode.Is(unicode.Mn, r[0]):
			marks = append(marks, one)
		default:
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b unit) int { return cmp.Compare(a.u0+a.u1, b.u0+b.u1) })
	for _, m := range marks {
		if at := nearest(all, (m.u0+m.u1)/2); at >= 0 {
			all[at].text += m.text
			all[at].glyphs = append(all[at].glyphs, m.glyphs...)
		} else {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(blanks, func(a, b unit) int { return cmp.Compare(a.u0, b.u0) })
	for i := 1; i < len(all); i++ {
		a, b := &all[i-1], &all[i]
		b.gap = (b.u0 - a.u1) / max(min(a.size, b.size), 0.1)
		step := b.order - a.order
		b.next = step >= -4 && step <= 4
		b.spaced = b.next && (step > 0 && b.spaced || step < 0 && a.spaced)
		for len(blanks) > 0 && mid(blanks[0]) < mid(*b) {
			if mid(blanks[0]) > mid(*a) {
				b.blanks += blanks[0].text
			}
			blanks = blanks[1:]
		}
	}
	return all
}

func mid(u unit) float64 { return (u.u0 + u.u1) / 2 }

// nearest finds the unit whose middle is closest; -1 when there is none.
func nearest(all []unit, at float64) int {
	i, _ := slices.BinarySearchFunc(all, at, func(u unit, at float64) int { return cmp.Compare(mid(u), at) })
	if i == len(all) || i > 0 && at-mid(all[i-1]) < mid(all[i])-at {
		i--
	}
	return i
}

// columnEnds reports whether the line ends before unit i: a gap wider than the others, which is no justified line's, or
// letters that come from elsewhere in the file.
func columnEnds(all []unit, i int) bool {
	gap := all[i].gap
	switch {
	case gap < 0.7:
		return false
	case gap > 5:
		return true
	case marker.MatchString(spell(all[:i])):
		return false // a number or bullet stands apart from its text
	case !all[i].next && all[i].blanks == "":
		return true
	case all[i].blanks != "" && gap < 4:
		return false
	}
	var others []float64
	for j := max(1, i-12); j < min(len(all), i+12); j++ {
		if j != i && all[j].gap > 0.12 && all[j].gap < 5 {
			others = append(others, all[j].gap)
		}
	}
	if len(others) < 2 {
		return gap > 2.2
	}
	slices.Sort(others)
	return gap > 1 && gap > 2*others[len(others)/2]
}

// spell writes the units of one line as text in reading order, with a blank where there is one.
func spell(all []unit) string {
	threshold := tracking(all)
	var visual []string
	for i, u := range all {
		if i > 0 {
			switch {
			case u.blanks != "":
				visual = append(visual, u.blanks)
			case u.gap > threshold, u.spaced && u.gap > 0.12:
				visual = append(visual, " ")
			}
		}
		visual = append(visual, u.text)
	}
	return strings.TrimSpace(logical(visual))
}

// tracking is the gap, in sizes, from which on a blank is seen: more where all letters stand apart.
func tracking(all []unit) float64 {
	var gaps []float64
	for _, u := range all[min(1, len(all)):] {
		gaps = append(gaps, u.gap)
	}
	if len(gaps) < 4 {
		return 0.2
	}
	slices.Sort(gaps)
	return max(0.2, gaps[len(gaps)/2]+0.15)
}
