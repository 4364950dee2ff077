package print

import (
	"errors"
	"fmt"
	"io"
)

// Paper is the size of a sheet in points. The zero Paper is A4 with margins for
// reading; the named ones have narrower margins, for cards and posters.
type Paper struct{ Width, Height float64 }

// The sheets that copiers here hold, upright.
var (
	A3 = Paper{841.89, 1190.55}
	A4 = Paper{595.28, 841.89}
	A5 = Paper{419.53, 595.28}
)

// Landscape is the sheet turned on its side.
func (p Paper) Landscape() Paper { return Paper{p.Height, p.Width} }

// ErrOverflow says that something does not fit its box at the least size allowed.
// The error that wraps it names the box by number, never by its words.
var ErrOverflow = errors.New("print board: more than its box can hold")

// sheetOf is the sheet with its margins.
func sheetOf(doc Doc) sheet {
	if doc.Paper == (Paper{}) {
		s := sheet{width: A4.Width, height: A4.Height, side: 65, top: 54, bottom: 66, foot: 38}
		if doc.Stamp != nil {
			s.top += stampHeight + stampAir
		}
		return s
	}
	// About 12 mm on A4: more than printers leave white, less than a letter's.
	m := max(32, 36*min(doc.Paper.Width, doc.Paper.Height)/A4.Width)
	s := sheet{width: doc.Paper.Width, height: doc.Paper.Height, side: m, top: m, bottom: m + 14, foot: m * 0.66}
	if doc.Header != "" {
		s.top += 14
	}
	if doc.Stamp != nil {
		s.top += stampHeight + stampAir
	}
	return s
}

// Drawing is one of our own pictures: the elements inside the <svg> of a file in
// the page kit's drawings, in its 48 × 48 box.
type Drawing struct {
	Strokes string
	// Alt says what the picture tells, in the document's language. Required.
	Alt string
	// Size is its width and height in points; it shrinks with its panel.
	Size float64
	// Flip mirrors it, for pictures that point onward on a mirrored page.
	Flip  bool
	Above float64 // as of Words

	vector vector
}

// Words is text at a size of its own, centred unless Start is set.
type Words struct {
	Text  Text
	Size  float64 // points, at full size
	Level int     // 1 to 3 makes it a heading; 0 a paragraph
	Start bool    // lines begin where reading starts
	Soft  bool    // softer ink
	Fixed bool    // does not shrink with its panel: sources and notes
	Above float64 // space before it, in points; shrinks with its panel
}

// Room is room to write by hand: ruled lines, Gap points apart (26 when 0).
type Room struct {
	Lines int
	Gap   float64
}

// Beside is a picture with words beside it.
type Beside struct {
	Drawing Drawing
	Words   []Words
	Box     float64 // side of an empty square to mark before the picture, in points; 0 for none. With one the picture may be left out
}

// Tiles are pictures with their words, in columns: a list to whoever listens.
type Tiles struct {
	Columns int
	Gap     float64 // between rows
	Above   float64 // as of Words
	Items   []Beside
}

// Part is one of Drawing, Words, Room, Beside, Tiles.
type Part interface{ part() }

func (Drawing) part() {}
func (Words) part()   {}
func (Room) part()    {}
func (Beside) part()  {}
func (Tiles) part()   {}

// Edge is what a panel is drawn on.
type Edge uint8

// The edges: nothing, a frame, a soft tint, a warm tint.
const (
	NoEdge Edge = iota
	Framed
	Tinted
	Warm
)

// Panel is one box of a board: parts below one another, in its middle unless Top.
type Panel struct {
	Parts []Part
	Edge  Edge
	Top   bool
}

// Group sets parts one below another across the page, never parted.
type Group struct {
	Parts []Part
	Edge  Edge
}

// Board fills pages of their own with equal boxes, row by row from where reading
// starts. All panels shrink together until each fits, pictures to half and words
// to Least; what does not fit then is ErrOverflow, never cut off.
type Board struct {
	Columns, Rows int
	Panels        []Panel
	Head, Foot    []Part  // across the top of the first page and the foot of the last
	Cut           bool    // hairlines to cut along, and no gap
	Gap, Pad      float64 // between boxes, and inside them; points
	Least         float64 // of words that are not Fixed, however small they were asked for; 9 when 0
}

// Fitted begins a page and takes the largest size, from the document's own down
// to its Least, at which it fits on one; at that least size it may take more. Dir
// is the direction of its pages where that is not the document's.
type Fitted struct {
	Blocks []Block
	Dir    Direction
}

func (Group) block()  {}
func (Board) block()  {}
func (Fitted) block() {}

// boxed reports whether a document has anything that may overflow.
func boxed(doc Doc) bool {
	for _, b := range doc.Blocks {
		switch b.(type) {
		case Board, Group:
			return true
		case Fitted:
			return true
		}
	}
	return false
}

// panels prepares the blocks that are made of parts.
func (p *preparer) panels(b Block) (Block, error) {
	var err error
	switch b := b.(type) {
	case Group:
		if b.Parts, err = p.parts(b.Parts); err != nil {
			return nil, err
		}
		return b, p.tooLong()
	case Fitted:
		blocks := make([]Block, len(b.Blocks))
		for i, inner := range b.Blocks {
			if blocks[i], err = p.block(inner); err != nil {
				return nil, err
			}
		}
		b.Blocks = blocks
		return b, p.tooLong()
	case Board:
		return p.board(b)
	}
	return nil, fmt.Errorf("print document: a block of kind %T is not known", b)
}

func (p *preparer) board(b Board) (Block, error) {
	if b.Columns < 1 || b.Rows < 1 || b.Columns > 8 || b.Rows > 12 || len(b.Panels) == 0 {
		return nil, errors.New("print board: it needs panels, 1 to 8 columns and 1 to 12 rows")
	}
	if b.Least == 0 {
		b.Least = 9
	}
	var err error
	if b.Head, err = p.parts(b.Head); err != nil {
		return nil, err
	}
	panels := make([]Panel, len(b.Panels))
	for i, panel := range b.Panels {
		if panel.Parts, err = p.parts(panel.Parts); err != nil {
			return nil, fmt.Errorf("panel %d: %w", i+1, err)
		}
		panels[i] = panel
	}
	b.Panels = panels
	if b.Foot, err = p.parts(b.Foot); err != nil {
		return nil, err
	}
	return b, p.tooLong()
}

func (p *preparer) parts(in []Part) ([]Part, error) {
	out := make([]Part, len(in))
	for i, part := range in {
		var err error
		switch part := part.(type) {
		case Drawing:
			out[i], err = p.drawing(part)
		case Words:
			out[i] = p.words(part)
		case Room:
			part.Lines = min(40, max(0, part.Lines))
			if part.Gap == 0 {
				part.Gap = 26
			}
			out[i] = part
		case Beside:
			out[i], err = p.beside(part)
		case Tiles:
			items := make([]Beside, len(part.Items))
			for k, it := range part.Items {
				if items[k], err = p.beside(it); err != nil {
					return nil, err
				}
			}
			part.Items, part.Columns = items, max(1, min(4, part.Columns))
			out[i] = part
		default:
			err = fmt.Errorf("print document: a part of kind %T is not known", part)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p *preparer) beside(b Beside) (Beside, error) {
	words := make([]Words, len(b.Words))
	for i, w := range b.Words {
		words[i] = p.words(w)
	}
	b.Words = words
	if b.Box > 0 && b.Drawing.Strokes == "" {
		b.Drawing = Drawing{}
		return b, nil
	}
	var err error
	b.Drawing, err = p.drawing(b.Drawing)
	return b, err
}

func (p *preparer) words(w Words) Words {
	if w.Size < 6 {
		w.Size = 12
	}
	if w.Level > 0 {
		w.Level = min(w.Level, 3, p.level+1)
		p.level = w.Level
	}
	w.Text = p.text(w.Text)
	return w
}

func (p *preparer) drawing(d Drawing) (Drawing, error) {
	if d.Alt = clean(d.Alt); d.Alt == "" {
		return d, fmt.Errorf("%w: it has no words for those who cannot see it", ErrPicture)
	}
	v, known := p.vectors[d.Strokes]
	if !known {
		var err error
		if v, err = readVector(d.Strokes); err != nil {
			return d, err
		}
		p.vectors[d.Strokes] = v
	}
	d.vector = v
	if d.Size <= 0 {
		d.Size = pictureBox
	}
	return d, nil
}

// Fits reports whether everything in a document fits its box; false also for a
// document that cannot be printed at all.
func Fits(doc Doc) bool { return WritePDF(io.Discard, doc) == nil }
