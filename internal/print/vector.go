package print

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// ErrPicture says that a picture has something this room cannot draw; the error
// that wraps it names what.
var ErrPicture = errors.New("print picture: not one of our drawings")

// pictureBox is the square every drawing stands in, and pictureStroke the width
// of its one line (docs/identity.md, Drawings).
const (
	pictureBox    = 48.0
	pictureStroke = 2.5
)

// vector is a drawing read: shapes in a 48 × 48 box, y downwards.
type vector []shape

// shape is one path: commands of PDF ("m", "l", "c", "h") with their points.
type shape struct {
	path   []step
	fill   float64 // opacity of the fill, 0 for none
	stroke float64 // width of the line, 0 for none
}

type step struct {
	op  byte // m, l, c, h
	pts [6]float64
}

// readVector reads the strokes of a drawing: the elements inside its <svg>, from
// the small part of SVG that our drawings are made of. Whatever else is refused,
// rather than left out.
func readVector(body string) (vector, error) {
	d := xml.NewDecoder(strings.NewReader(body))
	var v vector
	for {
		token, err := d.Token()
		if err == io.EOF {
			if len(v) == 0 {
				return nil, fmt.Errorf("%w: there is nothing in it", ErrPicture)
			}
			return v, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPicture, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			if text, isText := token.(xml.CharData); isText && len(bytes.TrimSpace(text)) > 0 {
				return nil, fmt.Errorf("%w: writing in it", ErrPicture)
			}
			continue
		}
		s, err := readShape(start)
		if err != nil {
			return nil, fmt.Errorf("%w: <%s>: %w", ErrPicture, start.Name.Local, err)
		}
		v = append(v, s)
	}
}

// geometry are the attributes that give each kind of element its form.
var geometry = map[string]string{"path": "d", "circle": "cx cy r", "ellipse": "cx cy rx ry", "rect": "x y width height rx ry",
	"line": "x1 y1 x2 y2", "polyline": "points", "polygon": "points"}

func readShape(e xml.StartElement) (shape, error) {
	form, known := geometry[e.Name.Local]
	if !known {
		return shape{}, errors.New("an element we do not draw")
	}
	s := shape{stroke: pictureStroke}
	text, n := map[string]string{}, map[string]float64{}
	filled, opacity := false, 1.0
	for _, a := range e.Attr {
		name := a.Name.Local
		var err error
		switch {
		case name == "d" || name == "points":
			text[name] = a.Value
		case name == "fill" || name == "stroke":
			if a.Value != "none" && a.Value != "currentColor" {
				return s, fmt.Errorf("%s %q", name, a.Value)
			}
			if name == "fill" {
				filled = a.Value != "none"
			} else if a.Value == "none" {
				s.stroke = 0
			}
		case name == "fill-opacity":
			opacity, err = strconv.ParseFloat(a.Value, 64)
		case name == "stroke-width":
			s.stroke, err = strconv.ParseFloat(a.Value, 64)
		default:
			n[name], err = strconv.ParseFloat(a.Value, 64)
		}
		if err != nil || !strings.Contains(" "+form+" fill stroke fill-opacity stroke-width ", " "+name+" ") {
			return s, fmt.Errorf("attribute %s=%q", name, a.Value)
		}
	}
	if filled {
		s.fill = min(1, max(0, opacity))
	}
	return s, s.form(e.Name.Local, text, n)
}

// form makes the path of one element.
func (s *shape) form(kind string, text map[string]string, n map[string]float64) error {
	switch kind {
	case "path":
		return s.data(text["d"])
	case "circle":
		s.ellipse(n["cx"], n["cy"], n["r"], n["r"])
	case "ellipse":
		s.ellipse(n["cx"], n["cy"], n["rx"], n["ry"])
	case "rect":
		s.rect(n)
	case "line":
		s.move(n["x1"], n["y1"])
		s.line(n["x2"], n["y2"])
	case "polyline", "polygon":
		r := pathReader{text: text["points"]}
		for i := 0; !r.done(); i++ {
			x, y := r.number(), r.number()
			if i == 0 {
				s.move(x, y)
			} else {
				s.line(x, y)
			}
		}
		if kind == "polygon" {
			s.shut()
		}
		return r.err
	}
	return nil
}

func (s *shape) move(x, y float64) { s.path = append(s.path, step{'m', [6]float64{x, y}}) }
func (s *shape) line(x, y float64) { s.path = append(s.path, step{'l', [6]float64{x, y}}) }
func (s *shape) shut()             { s.path = append(s.path, step{op: 'h'}) }
func (s *shape) curve(x1, y1, x2, y2, x, y float64) {
	s.path = append(s.path, step{'c', [6]float64{x1, y1, x2, y2, x, y}})
}

// quarter is how far the handles of a quarter circle reach.
const quarter = 0.5522847498

func (s *shape) ellipse(cx, cy, rx, ry float64) {
	kx, ky := rx*quarter, ry*quarter
	s.move(cx+rx, cy)
	s.curve(cx+rx, cy+ky, cx+kx, cy+ry, cx, cy+ry)
	s.curve(cx-kx, cy+ry, cx-rx, cy+ky, cx-rx, cy)
	s.curve(cx-rx, cy-ky, cx-kx, cy-ry, cx, cy-ry)
	s.curve(cx+kx, cy-ry, cx+rx, cy-ky, cx+rx, cy)
	s.shut()
}

func (s *shape) rect(n map[string]float64) {
	x, y, w, h, r := n["x"], n["y"], n["width"], n["height"], max(n["rx"], n["ry"])
	r = min(r, w/2, h/2)
	k := r * (1 - quarter)
	s.move(x+r, y)
	s.line(x+w-r, y)
	s.curve(x+w-k, y, x+w, y+k, x+w, y+r)
	s.line(x+w, y+h-r)
	s.curve(x+w, y+h-k, x+w-k, y+h, x+w-r, y+h)
	s.line(x+r, y+h)
	s.curve(x+k, y+h, x, y+h-k, x, y+h-r)
	s.line(x, y+r)
	s.curve(x, y+k, x+k, y, x+r, y)
	s.shut()
}

// draw writes the shapes with their box's top left corner at x, y, size points
// wide, in one colour. A soft fill is mixed with the white of the paper.
func (v vector) draw(b *bytes.Buffer, x, y, size float64, ink colour, flip bool) {
	k := size / pictureBox
	at := func(px, py float64) {
		if flip {
			px = pictureBox - px
		}
		number(b, x+px*k)
		number(b, y-py*k)
	}
	b.WriteString("q 1 J 1 j ")
	for _, c := range ink {
		number(b, c)
	}
	b.WriteString("RG\n")
	for _, s := range v {
		paint := "n"
		if s.fill > 0 {
			for _, c := range ink {
				number(b, 1-(1-c)*s.fill)
			}
			b.WriteString("rg ")
			paint = "f"
		}
		if s.stroke > 0 {
			number(b, s.stroke*k)
			b.WriteString("w ")
			if paint = "S"; s.fill > 0 {
				paint = "B"
			}
		}
		for _, st := range s.path {
			for i := 0; i < map[byte]int{'m': 1, 'l': 1, 'c': 3}[st.op]; i++ {
				at(st.pts[2*i], st.pts[2*i+1])
			}
			b.WriteByte(st.op)
			b.WriteByte(' ')
		}
		b.WriteString(paint + "\n")
	}
	b.WriteString("Q\n")
}

// bounds says how far the shapes reach: left, top, right, bottom.
func (v vector) bounds() (l, t, r, b float64) {
	l, t, r, b = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range v {
		for _, st := range s.path {
			for i := 0; i < map[byte]int{'m': 1, 'l': 1, 'c': 3}[st.op]; i++ {
				l, r = min(l, st.pts[2*i]), max(r, st.pts[2*i])
				t, b = min(t, st.pts[2*i+1]), max(b, st.pts[2*i+1])
			}
		}
	}
	return l, t, r, b
}

// DrawingBounds reads a drawing as the PDF will, and says how far it reaches in
// its 48 × 48 box: left, top, right, bottom. Errors wrap ErrPicture.
func DrawingBounds(strokes string) (l, t, r, b float64, err error) {
	v, err := readVector(strokes)
	if err != nil {
		return 0, 0, 0, 0, err
	}
	l, t, r, b = v.bounds()
	return l, t, r, b, nil
}
