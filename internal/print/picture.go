package print

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"math"
)

// Colour is red, green and blue from 0 to 1.
type Colour = colour

// Picture is a drawing with words in it that another room made: a chart. It is never parted, and shrinks to the page. In PDF it is
// drawn from its strokes, with real letters; in Word it is its PNG; as HTML its SVG. What is in it is said by Alt, and figures in it
// stand in a table beside it.
type Picture struct {
	Width, Height float64 // of the box that the strokes stand in; y runs downwards
	Strokes       []Stroke
	Alt           string // what the picture tells, in the document's language. Required.
	PNG           []byte // the same as pixels; needed for Word
	// SVG is the same as markup that stands by itself; Wide and Narrow are the same for pages with the style sheet chart.css.
	// Whoever makes them has escaped every text in them.
	SVG, Wide, Narrow string
}

// Stroke is one thing in a picture: a path that is filled, drawn or both, or a line of words.
type Stroke struct {
	Path          []Step
	Filled, Lined bool
	Fill, Line    Colour
	Thick         float64
	Dash          []float64

	Words      string
	X, Y, Size float64 // the baseline; X is at the left of the words, in their middle (Side 1) or at their right (Side 2)
	Side       int
	Bold       bool
}

func (Picture) block() {}

// art is a picture on its way to paper.
type art struct {
	Picture
	x, scale float64
	tag      *element
	lines    []line // of each stroke with words
	sides    []float64
}

// picture prepares one: what could break a file is refused.
func (p *preparer) picture(b Picture) (Block, error) {
	if b.Alt = Tidy(b.Alt); b.Alt == "" {
		return nil, fmt.Errorf("%w: it has no words for those who cannot see it", ErrPicture)
	}
	if !(b.Width > 0 && b.Height > 0 && b.Width < 1e5 && b.Height < 1e5) {
		return nil, fmt.Errorf("%w: it has no size", ErrPicture)
	}
	strokes := make([]Stroke, len(b.Strokes))
	for i, s := range b.Strokes {
		s.Words = Tidy(s.Words)
		p.bytes += len(s.Words)
		sum := s.X + s.Y + s.Size + s.Thick
		for _, st := range s.Path {
			for _, v := range st.At {
				sum += v
			}
		}
		if math.IsNaN(sum) || math.IsInf(sum, 0) {
			return nil, fmt.Errorf("%w: a place in it is no number", ErrPicture)
		}
		strokes[i] = s
	}
	b.Strokes = strokes
	p.bytes += len(b.Alt)
	return b, p.tooLong()
}

// art sets a picture: as wide as the page's frame and no wider than its own size, in the middle.
func (s *setter) art(b Picture) {
	in, sh := s.full(), s.flow.sheet
	room := sh.height - sh.top - sh.bottom - 2
	scale := min(in.width/b.Width, room/b.Height, 1)
	a := &art{Picture: b, scale: scale, x: in.x + (in.width-b.Width*scale)/2, tag: s.root.child("Figure", Text{}, s.lang)}
	a.tag.alt = b.Alt
	for _, st := range b.Strokes {
		var l line
		if st.Words != "" {
			t := Text{Lang: s.lang, Dir: Leans(st.Words, s.rtl), Runs: []Run{{Text: st.Words, Bold: st.Bold, Lang: s.lang}}}
			s.press.paragraph(t, 1<<30, func(one line) { l = one })
		}
		a.lines = append(a.lines, l)
		a.sides = append(a.sides, float64(l.width)*st.Size/1000*float64(st.Side)/2)
	}
	s.flow.add(strip{above: s.size * 0.7 * s.air(), height: b.Height * scale, art: a})
}

// draw puts the picture on a page with its top at y; all of it belongs to its Figure, whose words stand for it.
func (a *art) draw(p *page, top float64) {
	p.own(a.tag)
	b := &p.over
	b.WriteString("q 1 J 1 j\n")
	for i, s := range a.Strokes {
		if s.Words == "" {
			a.path(b, s, top)
			continue
		}
		l := a.lines[i]
		x := a.x + (s.X-a.sides[i])*a.scale
		if l.rtl {
			x -= float64(l.blanksAfter()) * s.Size * a.scale / 1000
		}
		p.run(l.visual(), x, top-s.Y*a.scale, piece{size: s.Size * a.scale, colour: s.Fill})
	}
	b.WriteString("Q\n")
	p.disown()
	a.tag.attributes = fmt.Sprintf("<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", a.x, top-a.Height*a.scale, a.x+a.Width*a.scale, top)
}

func (a *art) path(b *bytes.Buffer, s Stroke, top float64) {
	paint := ""
	if s.Filled {
		for _, c := range s.Fill {
			number(b, c)
		}
		b.WriteString("rg ")
		paint = "f"
	}
	if s.Lined {
		for _, c := range s.Line {
			number(b, c)
		}
		b.WriteString("RG ")
		number(b, s.Thick*a.scale)
		b.WriteString("w [")
		for _, d := range s.Dash {
			number(b, d*a.scale)
		}
		b.WriteString("]0 d ")
		if len(s.Dash) > 0 {
			b.WriteString("0 J ")
		} else {
			b.WriteString("1 J ")
		}
		paint += "S"
	}
	paint = map[string]string{"": "n", "f": "f", "S": "S", "fS": "B"}[paint]
	for _, st := range s.Path {
		for i := 0; i < map[byte]int{'m': 1, 'l': 1, 'c': 3}[st.Op]; i++ {
			number(b, a.x+st.At[2*i]*a.scale)
			number(b, top-st.At[2*i+1]*a.scale)
		}
		b.WriteByte(st.Op)
		b.WriteByte(' ')
	}
	b.WriteString(paint + "\n")
}

// picture writes a drawing that Word shows as an image with its words; one without pixels leaves its words.
func (d *docx) picture(b Picture) {
	config, err := png.DecodeConfig(bytes.NewReader(b.PNG))
	if err != nil || config.Width == 0 {
		d.paragraph(Text{Lang: d.doc.Lang, Dir: d.doc.Dir, Runs: []Run{{Text: b.Alt, Lang: d.doc.Lang}}}, format{style: "Small"})
		return
	}
	d.images = append(d.images, b.PNG)
	n := len(d.images)
	const emu, widest, highest = 12700, 465.0, 660.0
	scale := min(widest/b.Width, highest/b.Height, 1)
	w, h := int(b.Width*scale*emu), int(b.Height*scale*emu)
	name := fmt.Sprintf("Picture %d", n)
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="%s" descr="%s"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:nvPicPr><pic:cNvPr id="%d" name="%s" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdImage%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		w, h, n, name, escape(b.Alt), n, name, escape(b.Alt), n, w, h)
}

// types and relations name the images of a Word document; without any they are as ever.
func (d *docx) types() string {
	if len(d.images) == 0 {
		return docxTypes
	}
	return string(bytes.Replace([]byte(docxTypes), []byte(`<Default Extension="xml"`), []byte(`<Default Extension="png" ContentType="image/png"/><Default Extension="xml"`), 1))
}

func (d *docx) relations() string {
	var b bytes.Buffer
	b.WriteString(docxDocumentRels[:len(docxDocumentRels)-len("</Relationships>")])
	for i := range d.images {
		fmt.Fprintf(&b, `<Relationship Id="rIdImage%d" Type="%simage" Target="media/image%d.png"/>`, i+1, officeR, i+1)
	}
	b.WriteString("</Relationships>")
	return b.String()
}

// picture writes the markup that stands by itself, or the pixels, or the words.
func (t *htmlWriter) picture(b Picture) {
	t.put("<figure>")
	switch {
	case b.SVG != "":
		t.put(b.SVG)
	case len(b.PNG) > 0:
		t.put(`<img alt="`, attr(b.Alt), `" src="data:image/png;base64,`, base64.StdEncoding.EncodeToString(b.PNG), `">`)
	default:
		t.put("<p>", attr(b.Alt), "</p>")
	}
	t.put("</figure>\n")
}
