package print

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// pathReader reads the numbers and letters of SVG path data, in which signs,
// points and commas all part one number from the next.
type pathReader struct {
	text string
	at   int
	err  error
}

func (r *pathReader) done() bool {
	for r.at < len(r.text) && strings.IndexByte(" ,\t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
	return r.err != nil || r.at >= len(r.text)
}

// command is the letter that stands here, or 0 when a number does.
func (r *pathReader) command() byte {
	if r.done() {
		return 0
	}
	if c := r.text[r.at]; c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
		r.at++
		return c
	}
	return 0
}

func (r *pathReader) number() float64 {
	if r.done() {
		r.fail("a number is missing")
		return 0
	}
	from, points := r.at, 0
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c >= '0' && c <= '9':
		case c == '.' && points == 0:
			points++
		case (c == '-' || c == '+') && r.at == from:
		default:
			return r.value(from)
		}
	}
	return r.value(from)
}

func (r *pathReader) value(from int) float64 {
	v, err := strconv.ParseFloat(r.text[from:r.at], 64)
	if err != nil {
		r.fail(fmt.Sprintf("%q is no number", r.text[from:min(len(r.text), r.at+1)]))
	}
	return v
}

// flag is one digit, 0 or 1, which needs no gap after it.
func (r *pathReader) flag() bool {
	if r.done() || r.text[r.at] != '0' && r.text[r.at] != '1' {
		r.fail("a flag is 0 or 1")
		return false
	}
	r.at++
	return r.text[r.at-1] == '1'
}

func (r *pathReader) fail(why string) {
	if r.err == nil {
		r.err = errors.New(why)
	}
}

// pathPen follows path data: where it stands, where the subpath began, and the
// last handle of a curve, which S mirrors.
type pathPen struct {
	shape          *shape
	x, y, x0, y0   float64
	handleX, handY float64
	curved         bool
}

// data makes the path from SVG path data: M L H V C S Q A Z, both cases.
func (s *shape) data(d string) error {
	r := &pathReader{text: d}
	p := &pathPen{shape: s}
	var c byte
	for !r.done() {
		switch next := r.command(); {
		case next != 0:
			c = next
		case c == 0 || c == 'Z' || c == 'z':
			return errors.New("a path begins with a command")
		case c == 'M':
			c = 'L'
		case c == 'm':
			c = 'l'
		}
		if len(s.path) == 0 && c != 'M' && c != 'm' {
			return errors.New("a path begins with M")
		}
		p.step(c, r)
		if r.err != nil {
			return r.err
		}
	}
	if len(s.path) == 0 {
		return errors.New("an empty path")
	}
	return nil
}

func (p *pathPen) step(c byte, r *pathReader) {
	dx, dy := 0.0, 0.0
	if c >= 'a' {
		dx, dy = p.x, p.y
	}
	point := func() (float64, float64) { x := r.number() + dx; return x, r.number() + dy }
	curved := false
	switch c {
	case 'M', 'm':
		p.x, p.y = point()
		p.x0, p.y0 = p.x, p.y
		p.shape.move(p.x, p.y)
	case 'L', 'l':
		p.x, p.y = point()
		p.shape.line(p.x, p.y)
	case 'H', 'h':
		p.x = r.number() + dx
		p.shape.line(p.x, p.y)
	case 'V', 'v':
		p.y = r.number() + dy
		p.shape.line(p.x, p.y)
	case 'C', 'c', 'S', 's':
		x1, y1 := p.x, p.y
		if p.curved {
			x1, y1 = 2*p.x-p.handleX, 2*p.y-p.handY
		}
		if c == 'C' || c == 'c' {
			x1, y1 = point()
		}
		x2, y2 := point()
		p.x, p.y = point()
		p.shape.curve(x1, y1, x2, y2, p.x, p.y)
		p.handleX, p.handY, curved = x2, y2, true
	case 'Q', 'q':
		qx, qy := point()
		x0, y0 := p.x, p.y
		p.x, p.y = point()
		p.shape.curve(x0+(qx-x0)*2/3, y0+(qy-y0)*2/3, p.x+(qx-p.x)*2/3, p.y+(qy-p.y)*2/3, p.x, p.y)
	case 'A', 'a':
		rx, ry, turn := r.number(), r.number(), r.number()
		large, sweep := r.flag(), r.flag()
		x, y := point()
		if r.err == nil {
			p.arc(rx, ry, turn, large, sweep, x, y)
		}
		p.x, p.y = x, y
	case 'Z', 'z':
		p.shape.shut()
		p.x, p.y = p.x0, p.y0
	default:
		r.fail(fmt.Sprintf("path command %q", c))
	}
	p.curved = curved
}

// arc draws an elliptical arc as curves of at most a quarter turn: the conversion
// of SVG 1.1, appendix F.6.5.
func (p *pathPen) arc(rx, ry, turn float64, large, sweep bool, x, y float64) {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || p.x == x && p.y == y {
		p.shape.line(x, y)
		return
	}
	sin, cos := math.Sincos(turn * math.Pi / 180)
	hx, hy := (p.x-x)/2, (p.y-y)/2
	ax, ay := cos*hx+sin*hy, -sin*hx+cos*hy
	if over := ax*ax/(rx*rx) + ay*ay/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	under := rx*rx*ay*ay + ry*ry*ax*ax
	k := math.Sqrt(math.Max(0, (rx*rx*ry*ry-under)/under))
	if large == sweep {
		k = -k
	}
	bx, by := k*rx*ay/ry, -k*ry*ax/rx
	cx, cy := cos*bx-sin*by+(p.x+x)/2, sin*bx+cos*by+(p.y+y)/2
	from := math.Atan2((ay-by)/ry, (ax-bx)/rx)
	sweepBy := math.Atan2((-ay-by)/ry, (-ax-bx)/rx) - from
	if sweep && sweepBy < 0 {
		sweepBy += 2 * math.Pi
	} else if !sweep && sweepBy > 0 {
		sweepBy -= 2 * math.Pi
	}
	parts := int(math.Ceil(math.Abs(sweepBy)/(math.Pi/2) - 1e-9))
	each := sweepBy / float64(max(1, parts))
	reach := 4.0 / 3 * math.Tan(each/4)
	at := func(px, py float64) (float64, float64) {
		return cx + cos*rx*px - sin*ry*py, cy + sin*rx*px + cos*ry*py
	}
	for i := range max(1, parts) {
		a := from + each*float64(i)
		s1, c1 := math.Sincos(a)
		s2, c2 := math.Sincos(a + each)
		x1, y1 := at(c1-reach*s1, s1+reach*c1)
		x2, y2 := at(c2+reach*s2, s2-reach*c2)
		ex, ey := at(c2, s2)
		p.shape.curve(x1, y1, x2, y2, ex, ey)
	}
}
