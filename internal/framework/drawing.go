package framework

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/problem"
)

// The bounds of a drawing that is brought here.
const (
	MaxDrawing    = 16 << 10 // bytes of the file
	maxShapes     = 60
	maxPath       = 2000 // characters of one shape's path
	drawingBox    = 48.0
	drawingMargin = 3.0 // docs/drawings.md says 4; a round end may come a little nearer
	drawingStroke = 2.5
)

// ownDrawing is what a drawing brought here is called: its strokes name it, so that the same name is the same drawing.
var ownDrawing = regexp.MustCompile(`^own-[0-9a-f]{20}$`)

// drawn are the elements a drawing may have and the attributes that give each its form. Nothing else is taken: no group,
// no writing, no style, no script, nothing that points anywhere.
var drawn = map[string][]string{"path": {"d"}, "circle": {"cx", "cy", "r"}, "ellipse": {"cx", "cy", "rx", "ry"},
	"rect": {"x", "y", "width", "height", "rx", "ry"}, "line": {"x1", "y1", "x2", "y2"}, "polyline": {"points"}, "polygon": {"points"}}

// rootSays are the attributes of the svg element itself and what each may say; width and height may be any number.
var rootSays = map[string][]string{"viewBox": {"0 0 48 48"}, "fill": {"none"}, "stroke": {"currentColor"}, "stroke-width": {"2.5"},
	"stroke-linecap": {"round"}, "stroke-linejoin": {"round"}, "version": {"1.1"}}

const svgSpace = "http://www.w3.org/2000/svg"

// Drawing is a drawing that was read and written anew from what is allowed.
type Drawing struct {
	Name    string
	Strokes string   // the shapes, in a box of 48 × 48, as the screens and the paper draw them
	Advice  []Advice // where it differs from our other drawings; it can be used all the same
}

// Advice is one thing that should be looked at, in a message key with its values. It keeps nobody from going on.
type Advice struct {
	Key  string
	Args []any
}

// ReadDrawing reads an SVG file that somebody brought. What is not on the list of what is allowed is refused by name, and
// nothing of the file itself is kept: the shapes are written anew.
func ReadDrawing(file []byte) (Drawing, error) {
	if len(file) > MaxDrawing {
		return Drawing{}, refused("size", "max", MaxDrawing>>10)
	}
	r := drawingReader{x: xml.NewDecoder(bytes.NewReader(file))}
	r.x.Strict = true
	r.x.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-8") {
			return in, nil
		}
		return nil, refused("not_svg")
	}
	if err := r.read(); err != nil {
		if problem.Is(err, problem.Invalid) {
			return Drawing{}, err
		}
		return Drawing{}, problem.Wrap(err, problem.Invalid, "framework.drawing.not_svg")
	}
	strokes := r.out.String()
	return Drawing{Name: "own-" + digest([]byte(strokes))[:20], Strokes: strokes, Advice: r.advice}, nil
}

// refused makes the error for one thing that no drawing may have.
func refused(why string, args ...any) error {
	return problem.New(problem.Invalid, "framework.drawing."+why, args...)
}

// ReadStrokes is ReadDrawing for strokes that were kept.
func ReadStrokes(strokes string) (Drawing, error) { return ReadDrawing(svg(strokes)) }

// svg is the strokes as a file of their own, as ReadDrawing takes it.
func svg(strokes string) []byte {
	return []byte(`<svg xmlns="` + svgSpace + `" viewBox="0 0 48 48">` + strokes + `</svg>`)
}

// DrawingAdvice says where a drawing that was brought here differs from our others.
func (s *Service) DrawingAdvice(name string) []Advice {
	if !ownDrawing.MatchString(name) {
		return nil
	}
	d, _ := ReadDrawing(svg(s.strokes(name)))
	return d.Advice
}

type drawingReader struct {
	x                  *xml.Decoder
	out                strings.Builder
	depth, shapes      int
	advice             []Advice
	reach, heavy, full bool // advice is given once
}

func (r *drawingReader) read() error {
	for {
		token, err := r.x.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = r.start(t)
		case xml.EndElement:
			if r.depth--; r.depth < 0 {
				err = refused("not_svg")
			}
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				err = refused("writing")
			}
		case xml.Directive:
			err = refused("doctype")
		case xml.ProcInst:
			if t.Target != "xml" {
				err = refused("instruction", "what", name(t.Target))
			}
		}
		if err != nil {
			return err
		}
	}
	if r.depth != 0 {
		return refused("not_svg")
	}
	if r.shapes == 0 {
		return refused("empty")
	}
	return nil
}

// name is a name out of a file that nobody has looked at, short enough to be shown.
func name(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40])
	}
	return s
}

func (r *drawingReader) start(e xml.StartElement) error {
	full := e.Name.Local
	if e.Name.Space != "" {
		full = e.Name.Space + ":" + full
	}
	r.depth++
	switch {
	case r.depth == 1 && full == "svg" && r.shapes == 0:
		return r.root(e)
	case r.depth == 2 && drawn[full] != nil:
		if r.shapes++; r.shapes > maxShapes {
			return refused("shapes", "max", maxShapes)
		}
		return r.shape(e)
	case drawn[full] != nil:
		return refused("inside", "what", full)
	}
	return refused("element", "what", name(full))
}

func (r *drawingReader) root(e xml.StartElement) error {
	box := false
	for _, a := range e.Attr {
		full := a.Name.Local
		if a.Name.Space != "" {
			full = a.Name.Space + ":" + full
		}
		says, known := rootSays[full]
		switch {
		case full == "xmlns" && a.Value == svgSpace:
		case full == "width" || full == "height":
			if _, err := number(a.Value, 0, 10_000); err != nil {
				return refused("attribute", "what", full, "value", name(a.Value))
			}
		case full == "viewBox" && a.Value == "0 0 48 48":
			box = true
		case full == "viewBox":
			return refused("box")
		case !known:
			return refused("attribute", "what", name(full), "value", name(a.Value))
		case full == "stroke-width" && a.Value != "2.5":
			return refused("stroke", "value", name(a.Value))
		case !slices.Contains(says, a.Value):
			return refused("attribute", "what", full, "value", name(a.Value))
		}
	}
	if !box {
		return refused("box")
	}
	return nil
}

// paints are the attributes that any shape may have.
var paints = []string{"fill", "stroke", "stroke-width", "fill-opacity"}

func (r *drawingReader) shape(e xml.StartElement) error {
	kind, says := e.Name.Local, map[string]string{}
	for _, a := range e.Attr {
		what, value := a.Name.Local, strings.TrimSpace(a.Value)
		if a.Name.Space != "" {
			what = a.Name.Space + ":" + what
		}
		ok := slices.Contains(drawn[kind], what) || slices.Contains(paints, what)
		if _, twice := says[what]; !ok || twice {
			return refused("attribute", "what", name(what), "value", name(value))
		}
		said, err := r.value(kind, what, value)
		if err != nil {
			return err
		}
		says[what] = said
	}
	if err := r.stays(kind, says); err != nil {
		return err
	}
	r.out.WriteString("<" + kind)
	for _, what := range slices.Concat(drawn[kind], paints) {
		if v, ok := says[what]; ok {
			r.out.WriteString(" " + what + `="` + v + `"`)
		}
	}
	r.out.WriteString("/>")
	return nil
}

// value reads one attribute and gives it as it is written anew.
func (r *drawingReader) value(kind, what, value string) (string, error) {
	wrong := refused("attribute", "what", what, "value", name(value))
	switch what {
	case "d":
		return value, r.path(value)
	case "points":
		return value, r.points(value)
	case "fill", "stroke":
		if value != "none" && value != "currentColor" {
			return "", wrong
		}
		return value, nil
	case "fill-opacity":
		n, err := number(value, 0, 1)
		if err != nil {
			return "", wrong
		}
		if n != 0.28 {
			r.say(&r.full, "framework.drawing.advice_fill")
		}
		return plainNumber(n), nil
	case "stroke-width":
		n, err := number(value, 0.5, 6)
		if err != nil {
			return "", wrong
		}
		if n != drawingStroke {
			r.say(&r.heavy, "framework.drawing.advice_stroke", "have", plainNumber(n))
		}
		return plainNumber(n), nil
	}
	n, err := number(value, 0, drawingBox)
	if err != nil {
		return "", wrong
	}
	return plainNumber(n), nil
}

func (r *drawingReader) say(said *bool, key string, args ...any) {
	if !*said {
		*said = true
		r.advice = append(r.advice, Advice{key, args})
	}
}

// stays refuses a shape without its form or beyond the box, and advises where lines come nearer to the edge than those of
// our own drawings.
func (r *drawingReader) stays(kind string, says map[string]string) error {
	n := map[string]float64{}
	for k, v := range says {
		n[k], _ = strconv.ParseFloat(v, 64)
	}
	must := drawn[kind]
	if kind == "rect" {
		must = []string{"width", "height"}
	}
	for _, what := range must {
		if _, ok := says[what]; !ok {
			return refused("missing", "what", what, "element", kind)
		}
	}
	var l, t, right, b float64
	switch kind {
	case "circle":
		l, t, right, b = n["cx"]-n["r"], n["cy"]-n["r"], n["cx"]+n["r"], n["cy"]+n["r"]
	case "ellipse":
		l, t, right, b = n["cx"]-n["rx"], n["cy"]-n["ry"], n["cx"]+n["rx"], n["cy"]+n["ry"]
	case "rect":
		l, t, right, b = n["x"], n["y"], n["x"]+n["width"], n["y"]+n["height"]
	case "line":
		l, t, right, b = min(n["x1"], n["x2"]), min(n["y1"], n["y2"]), max(n["x1"], n["x2"]), max(n["y1"], n["y2"])
	default:
		return nil // paths and points have looked for themselves
	}
	return r.within(l, t, right, b)
}

// within judges how far something reaches.
func (r *drawingReader) within(l, t, right, b float64) error {
	if l < 0 || t < 0 || right > drawingBox || b > drawingBox {
		return refused("outside")
	}
	if l < drawingMargin || t < drawingMargin || right > drawingBox-drawingMargin || b > drawingBox-drawingMargin {
		r.say(&r.reach, "framework.drawing.advice_edge")
	}
	return nil
}

var errNumber = errors.New("not a number that can stand here")

// number reads a plain decimal number within bounds: no exponent, no unit, no percent.
func number(s string, least, most float64) (float64, error) {
	if s == "" || len(s) > 12 || strings.Trim(s, "0123456789.-") != "" {
		return 0, errNumber
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < least || n > most {
		return 0, errNumber
	}
	return n, nil
}

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
