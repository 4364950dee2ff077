package print

import (
	"bytes"
	"fmt"
	"strconv"
)

// The marks of what is drawn but not read.
const (
	repeated = "/Artifact BMC\n"
	header   = "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"
	footer   = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"
)

// page gathers what is drawn on one page: tints below, writing above, the foot
// last, when the number of pages is known.
type page struct {
	number   int // index, from 0; the object number once finished
	out      *composer
	under    bytes.Buffer
	over     bytes.Buffer
	owners   []*element // by marked-content number
	open     *element
	artifact string // the mark for writing that belongs to no tag; empty for tagged
	contents []int
}

// bar fills a rectangle. It means nothing to a reader, so it is an artifact.
func (p *page) bar(x, y, w, h float64, c colour) {
	b := &p.under
	b.WriteString(repeated)
	number(b, c[0])
	number(b, c[1])
	number(b, c[2])
	b.WriteString("rg ")
	number(b, x)
	number(b, y)
	number(b, w)
	number(b, h)
	b.WriteString("re f\nEMC\n")
}

// edge draws the tint, the frame or the cutting line of a panel; artifacts all.
func (p *page) edge(e panelEdge, top float64) {
	b := &p.under
	y := top - e.down - e.height
	b.WriteString(repeated)
	if e.filled {
		for _, c := range e.fill {
			number(b, c)
		}
		b.WriteString("rg ")
		for _, v := range []float64{e.x, y, e.width, e.height} {
			number(b, v)
		}
		b.WriteString("re f\n")
	}
	if e.lined || e.cut {
		b.WriteString("q ")
		for _, c := range e.line {
			number(b, c)
		}
		b.WriteString("RG ")
		if e.cut {
			b.WriteString("0.4 w ")
		} else {
			b.WriteString("1.25 w 1 j ")
		}
		for _, v := range []float64{e.x, y, e.width, e.height} {
			number(b, v)
		}
		b.WriteString("re S Q\n")
	}
	b.WriteString("EMC\n")
}

// picture draws a figure, which belongs to its tag; one without is not read.
func (p *page) picture(t piece, top float64) {
	f := t.figure
	y := top - f.down
	if f.tag == nil {
		p.disown()
		p.over.WriteString(repeated)
		f.vector.draw(&p.over, t.x, y, f.size, t.colour, f.flip)
		p.over.WriteString("EMC\n")
		return
	}
	p.own(f.tag)
	f.vector.draw(&p.over, t.x, y, f.size, t.colour, f.flip)
	p.disown()
	f.tag.attributes = fmt.Sprintf("<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", t.x, y-f.size, t.x+f.size, y)
}

func number(b *bytes.Buffer, v float64) {
	b.Write(strconv.AppendFloat(b.AvailableBuffer(), v, 'f', places(v), 64))
	b.WriteByte(' ')
}

func places(v float64) int {
	if v > -2 && v < 2 {
		return 3
	}
	return 2
}

func integer(b *bytes.Buffer, v int) {
	b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(v), 10))
}

// own makes what follows belong to an element.
func (p *page) own(e *element) {
	if p.open == e {
		return
	}
	p.disown()
	p.over.WriteByte('/')
	p.over.WriteString(e.role)
	p.over.WriteString("<</MCID ")
	integer(&p.over, len(p.owners))
	p.over.WriteString(">>BDC\n")
	e.kids = append(e.kids, kid{page: p.number, mcid: len(p.owners)})
	p.owners = append(p.owners, e)
	p.open = e
}

// disown ends the open marked stretch.
func (p *page) disown() {
	if p.open != nil {
		p.over.WriteString("EMC\n")
		p.open = nil
	}
}

// text draws one line with its baseline at y.
func (p *page) text(t piece, y float64) {
	if len(t.atoms) == 0 {
		return
	}
	x := t.x
	if t.toRight {
		x += t.frame.width - float64(t.line.width)*t.size/1000
	}
	if t.rtl {
		x -= float64(t.blanksAfter()) * t.size / 1000
	}
	atoms := t.visual()
	if p.artifact != "" {
		p.disown()
		p.over.WriteString(p.artifact)
		p.run(atoms, x, y, t)
		p.over.WriteString("EMC\n")
		return
	}
	for i := 0; i < len(atoms); {
		e := t.owner(atoms[i].span)
		j, w := i, 0
		for j < len(atoms) && t.owner(atoms[j].span) == e {
			w += atoms[j].adv
			j++
		}
		p.own(e)
		p.run(atoms[i:j], x, y, t)
		x += float64(w) * t.size / 1000
		i = j
	}
}

// run draws atoms from left to right. Positions are kept in thousandths of the
// type size: pen is where the next glyph belongs, pdf where the reader's is.
func (p *page) run(atoms []atom, x, y float64, t piece) {
	w := pen{b: &p.over, size: t.size, ink: t.colour}
	p.over.WriteString("BT ")
	number(&p.over, t.colour[0])
	number(&p.over, t.colour[1])
	number(&p.over, t.colour[2])
	p.over.WriteString("rg 1 0 0 1 ")
	number(&p.over, x)
	number(&p.over, y)
	p.over.WriteString("Tm\n")
	for _, a := range atoms {
		use := p.out.fonts.use(a.face)
		w.font(use)
		cid, after, ok := use.code(a)
		if ok {
			for _, blank := range after {
				w.glyph(blank, glyph{}, 0, 0)
			}
			w.glyph(cid.number, cid.shift, a.adv, cid.width)
			continue
		}
		w.stop()
		p.over.WriteString("/Span<</ActualText")
		pdfString(&p.over, a.text)
		p.over.WriteString(">>BDC\n")
		for _, g := range a.glyphs {
			cid := use.silent(g)
			w.glyph(cid.number, g, int(g.adv), cid.width)
		}
		w.stop()
		p.over.WriteString("EMC\n")
	}
	w.stop()
	w.thicken(false)
	p.over.WriteString("ET\n")
}

// pen writes glyphs with as few operators as it can.
type pen struct {
	b        *bytes.Buffer
	size     float64
	use      *fontUse
	at, pdf  int
	rise     int16
	open     bool // inside [ ... ]TJ
	inString bool
	ink      colour
	thick    bool
}

// thicken draws an edge around letters, for the face that has no bold of its own.
func (w *pen) thicken(on bool) {
	if on == w.thick {
		return
	}
	if w.thick = on; !on {
		w.b.WriteString("0 Tr\n")
		return
	}
	for _, v := range w.ink {
		number(w.b, v)
	}
	w.b.WriteString("RG ")
	number(w.b, w.size*0.028)
	w.b.WriteString("w 2 Tr\n")
}

func (w *pen) font(u *fontUse) {
	if w.use == u {
		return
	}
	w.stop()
	w.thicken(u.face.index == 2*famHan+1)
	w.use = u
	w.b.WriteString(u.name)
	w.b.WriteByte(' ')
	number(w.b, w.size)
	w.b.WriteString("Tf\n")
}

// glyph draws one code, moved by g's offsets; adv is how far the line goes on,
// width how far the reader of the file will think it goes.
func (w *pen) glyph(cid uint16, g glyph, adv, width int) {
	if g.dy != w.rise {
		w.stop()
		w.rise = g.dy
		number(w.b, float64(g.dy)*w.size/1000)
		w.b.WriteString("Ts\n")
	}
	if !w.open {
		w.b.WriteByte('[')
		w.open = true
	}
	if target := w.at + int(g.dx); target != w.pdf {
		w.endString()
		integer(w.b, w.pdf-target)
		w.pdf = target
	}
	if !w.inString {
		w.b.WriteByte('<')
		w.inString = true
	}
	const hex = "0123456789ABCDEF"
	w.b.Write([]byte{hex[cid>>12], hex[cid>>8&15], hex[cid>>4&15], hex[cid&15]})
	w.at += adv
	w.pdf += width
}

func (w *pen) endString() {
	if w.inString {
		w.b.WriteByte('>')
		w.inString = false
	}
}

func (w *pen) stop() {
	w.endString()
	if w.open {
		w.b.WriteString("]TJ\n")
		w.open = false
	}
}
