package framework

import (
	"math"
	"strconv"
	"strings"
)

// pathNumbers says how many numbers follow each command of a path. T is not among them: the paper does not draw it.
var pathNumbers = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'A': 7, 'Z': 0}

// path judges the data of a path: commands and numbers alone, each with as many as it needs, every line within the box.
func (r *drawingReader) path(d string) error {
	if len(d) > maxPath {
		return refused("long", "max", maxPath)
	}
	p := pathScan{text: d}
	var c byte
	for first := true; !p.done(); first = false {
		next := p.command()
		switch {
		case first && next != 'M' && next != 'm':
			return refused("path")
		case next != 0:
			c = next
		case c == 'Z' || c == 'z':
			return refused("path")
		case c == 'M':
			c = 'L'
		case c == 'm':
			c = 'l'
		}
		n, known := pathNumbers[c&^0x20]
		if !known {
			return refused("path")
		}
		numbers := make([]float64, n)
		for i := range numbers {
			var ok bool
			if numbers[i], ok = p.number(c&^0x20 == 'A' && (i == 3 || i == 4)); !ok {
				return refused("path")
			}
		}
		for _, at := range p.move(c, numbers) {
			if err := r.within(at[0], at[1], at[0], at[1]); err != nil {
				return err
			}
		}
	}
	if c == 0 {
		return refused("path")
	}
	return nil
}

// points judges the points of a polyline or polygon.
func (r *drawingReader) points(s string) error {
	if len(s) > maxPath {
		return refused("long", "max", maxPath)
	}
	p, n := pathScan{text: s}, 0
	for ; !p.done(); n++ {
		x, ok := p.number(false)
		y, both := p.number(false)
		if !ok || !both {
			return refused("path")
		}
		if err := r.within(x, y, x, y); err != nil {
			return err
		}
	}
	if n < 2 {
		return refused("path")
	}
	return nil
}

// pathScan follows path data and knows where the pen is.
type pathScan struct {
	text         string
	at           int
	x, y, x0, y0 float64
	handle       [2]float64 // of the last curve, which S mirrors; else where the pen is
}

func (p *pathScan) done() bool {
	for p.at < len(p.text) && strings.IndexByte(" ,\t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
	return p.at >= len(p.text)
}

// command is the letter that stands here; 0 when a number does.
func (p *pathScan) command() byte {
	c := p.text[p.at]
	if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
		p.at++
		return c
	}
	return 0
}

// number reads the next number; a flag is one digit, 0 or 1.
func (p *pathScan) number(flag bool) (float64, bool) {
	if p.done() {
		return 0, false
	}
	from := p.at
	if flag {
		p.at++
		return float64(p.text[from] - '0'), p.text[from] == '0' || p.text[from] == '1'
	}
	points := 0
	for ; p.at < len(p.text); p.at++ {
		c := p.text[p.at]
		if c == '.' && points == 0 {
			points++
		} else if !(c >= '0' && c <= '9' || (c == '-' || c == '+') && p.at == from) {
			break
		}
	}
	n, err := strconv.ParseFloat(p.text[from:p.at], 64)
	return n, err == nil && n > -200 && n < 200 && p.at-from <= 12
}

// move takes the pen where a command with its numbers ends, and gives points of the way there: the ends of lines, and
// enough of a curve to know how far it reaches.
func (p *pathScan) move(c byte, n []float64) (way [][2]float64) {
	from := [2]float64{p.x, p.y}
	if c >= 'a' { // numbers from where the pen is
		for i := range n {
			switch {
			case c == 'a' && i < 5, c == 'h':
			case c == 'v', (i+len(n))%2 == 1:
				n[i] += p.y
			default:
				n[i] += p.x
			}
		}
		if c == 'h' {
			n[0] += p.x
		}
	}
	c &^= 0x20
	switch c {
	case 'H':
		p.x = n[0]
	case 'V':
		p.y = n[0]
	case 'Z':
		p.x, p.y = p.x0, p.y0
	default:
		p.x, p.y = n[len(n)-2], n[len(n)-1]
	}
	to, handle := [2]float64{p.x, p.y}, p.handle
	p.handle = to
	switch c {
	case 'M':
		p.x0, p.y0 = p.x, p.y
	case 'C':
		way, p.handle = curve(from, [2]float64{n[0], n[1]}, [2]float64{n[2], n[3]}, to), [2]float64{n[2], n[3]}
	case 'S':
		first := [2]float64{2*from[0] - handle[0], 2*from[1] - handle[1]}
		way, p.handle = curve(from, first, [2]float64{n[0], n[1]}, to), [2]float64{n[0], n[1]}
	case 'Q':
		third := func(end [2]float64) [2]float64 {
			return [2]float64{end[0] + (n[0]-end[0])*2/3, end[1] + (n[1]-end[1])*2/3}
		}
		way = curve(from, third(from), third(to), to)
	case 'A':
		way = arc(from, to, n)
	}
	return append(way, to)
}

// curve gives points of a cubic curve.
func curve(a, b, c, d [2]float64) (way [][2]float64) {
	for i := 1; i < 16; i++ {
		t := float64(i) / 16
		u := 1 - t
		var at [2]float64
		for k := range at {
			at[k] = u*u*u*a[k] + 3*u*u*t*b[k] + 3*u*t*t*c[k] + t*t*t*d[k]
		}
		way = append(way, at)
	}
	return way
}

// arc gives points of an elliptical arc, as SVG 1.1 works it out in appendix F.6.5: n is rx, ry, turn, large, sweep.
func arc(from, to [2]float64, n []float64) (way [][2]float64) {
	rx, ry := math.Abs(n[0]), math.Abs(n[1])
	if rx == 0 || ry == 0 || from == to {
		return nil
	}
	sin, cos := math.Sincos(n[2] * math.Pi / 180)
	hx, hy := (from[0]-to[0])/2, (from[1]-to[1])/2
	ax, ay := cos*hx+sin*hy, cos*hy-sin*hx
	if over := math.Sqrt(ax*ax/(rx*rx) + ay*ay/(ry*ry)); over > 1 {
		rx, ry = rx*over, ry*over
	}
	under := rx*rx*ay*ay + ry*ry*ax*ax
	k := math.Sqrt(math.Max(0, (rx*rx*ry*ry-under)/under))
	if n[3] == n[4] {
		k = -k
	}
	bx, by := k*rx*ay/ry, -k*ry*ax/rx
	begin := math.Atan2((ay-by)/ry, (ax-bx)/rx)
	turn := math.Atan2((-ay-by)/ry, (-ax-bx)/rx) - begin
	if n[4] == 1 && turn < 0 {
		turn += 2 * math.Pi
	} else if n[4] == 0 && turn > 0 {
		turn -= 2 * math.Pi
	}
	for i := 1; i < 32; i++ {
		s, c := math.Sincos(begin + turn*float64(i)/32)
		way = append(way, [2]float64{(from[0]+to[0])/2 + cos*(bx+rx*c) - sin*(by+ry*s), (from[1]+to[1])/2 + sin*(bx+rx*c) + cos*(by+ry*s)})
	}
	return way
}
