package print

import (
	"errors"
	"fmt"

	"github.com/boombuler/barcode/qr"
)

// Stamp stands at the head of every page of a document that must find its way back: a picture and a word to know it by,
// and a code as squares to scan and as signs to type. It is drawn and not read aloud: a document that needs it read says
// it once in its blocks.
type Stamp struct {
	Picture Drawing
	Word    Text
	Scan    Squares
	Code    string // drawn from left to right, whatever the page's direction
}

// Squares is a code to scan: rows of dark and light modules.
type Squares struct {
	Side int
	Dark []bool // row by row from the top
}

// SquaresOf makes a text into a QR code (ISO/IEC 18004, error correction M).
func SquaresOf(text string) (Squares, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return Squares{}, errors.New("print squares: this text is none that can be scanned")
	}
	n := code.Bounds().Dx()
	s := Squares{Side: n, Dark: make([]bool, 0, n*n)}
	for y := range n {
		for x := range n {
			r, _, _, _ := code.At(x, y).RGBA()
			s.Dark = append(s.Dark, r < 0x8000)
		}
	}
	return s, nil
}

const (
	stampHeight = 58.0 // of the squares, without the light border that readers need
	stampAir    = 14.0 // between the stamp and the page's first line
	stampBorder = 4    // modules of light around the squares
)

// stamp prepares a document's stamp.
func (p *preparer) stamp(s *Stamp) (*Stamp, error) {
	if s == nil {
		return nil, nil
	}
	out := *s
	if out.Scan.Side < 1 || len(out.Scan.Dark) != out.Scan.Side*out.Scan.Side {
		return nil, errors.New("print stamp: its squares are not whole")
	}
	var err error
	if out.Picture, err = p.drawing(out.Picture); err != nil {
		return nil, fmt.Errorf("print stamp: %w", err)
	}
	out.Word, out.Code = p.text(out.Word), clean(out.Code)
	return &out, p.tooLong()
}

// stamped draws the stamp at the head of one page: what people know it by where reading starts, the code where it ends.
func (c *composer) stamped(s *setter, p *page, st *Stamp) {
	all := s.full()
	top := c.sheet.height - c.sheet.top + stampAir + stampHeight
	size := stampHeight * 0.8
	at := all.inset(0, all.width-size, s.rtl)
	p.disown()
	p.over.WriteString(header)
	st.Picture.vector.draw(&p.over, at.x, top-(stampHeight-size)/2, size, ink, st.Picture.Flip)
	p.over.WriteString("EMC\n")
	scan := all.inset(all.width-stampHeight, 0, s.rtl)
	st.Scan.draw(p, scan.x, top, stampHeight)

	border := stampBorder * stampHeight / float64(st.Scan.Side)
	between := all.inset(size*1.25, stampHeight+border, s.rtl)
	code := Text{Lang: "en", Dir: LTR, Runs: []Run{{Text: st.Code, Bold: true, Lang: "en"}}}
	room := between.width
	if l, wide := s.stampLine(code, 13, room*0.6); wide > 0 {
		f := between.inset(between.width-wide, 0, s.rtl)
		p.text(piece{line: l, frame: f, size: 13, colour: ink}, top-stampHeight/2-4)
		room -= wide + 12
	}
	word := st.Word.bold()
	if l, wide := s.stampLine(word, 16, room); wide > 0 {
		f := between.inset(0, between.width-wide, s.rtl)
		p.text(piece{line: l, frame: f, size: 16, colour: ink}, top-stampHeight/2-5)
	}
}

// stampLine shapes one line of the stamp and says how wide it is; 0 when there is none.
func (s *setter) stampLine(t Text, size, room float64) (first line, wide float64) {
	n := 0
	if !t.empty() {
		s.press.paragraph(t, int(room/size*1000), func(l line) {
			if n == 0 {
				first = l
			}
			n++
		})
	}
	return first, float64(first.width) * size / 1000
}

// draw fills the dark modules, each row's neighbours together, with the top left corner at x, y.
func (q Squares) draw(p *page, x, y, size float64) {
	module := size / float64(q.Side)
	b := &p.over
	b.WriteString(header + "0 0 0 rg\n")
	for row := range q.Side {
		for column := 0; column < q.Side; column++ {
			run := 0
			for column+run < q.Side && q.Dark[row*q.Side+column+run] {
				run++
			}
			if run == 0 {
				continue
			}
			for _, v := range []float64{x + float64(column)*module, y - float64(row+1)*module, float64(run) * module, module} {
				fmt.Fprintf(b, "%.3f ", v)
			}
			b.WriteString("re ")
			column += run
		}
		b.WriteByte('\n')
	}
	b.WriteString("f\nEMC\n")
}
