package print

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Direction is the base direction of a block of text.
type Direction uint8

// The directions. Auto takes the first strong letter of the block, or the
// document's direction where there is none (a block of digits, say).
const (
	Auto Direction = iota
	LTR
	RTL
)

// MaxText is the most text, in bytes, that one document may hold. Beyond it the
// writers return ErrTooLong before the first byte, rather than a truncated page.
const MaxText = 8 << 20

// Errors of a document that cannot be printed. They never quote its text.
var (
	ErrNoTitle = errors.New("print document: it needs a title and a language")
	ErrTooLong = errors.New("print document: more text than one document may hold")
	ErrTable   = errors.New("print document: a table row does not have as many cells as the others")
)

// Doc is a document on its way to paper.
type Doc struct {
	// Title is what a window or a file list shows. It is metadata, never drawn,
	// and must be neutral: no names, nothing that tells who this is about.
	Title string
	// Lang is the BCP 47 tag of the document ("en", "ar", "ti"). Required.
	Lang string
	// Dir is the direction of the page: margins, table columns, list markers.
	// Auto follows the language's script.
	Dir Direction
	// Date is written as the creation date, in UTC. Zero leaves dates out.
	Date time.Time
	// Footer is a neutral line at the foot of every page, beside the page number.
	Footer string
	// PageLabel is the page number in words, with {page} and {pages} in it;
	// empty means "{page} / {pages}".
	PageLabel string
	// Size is the body size in points, between 12 and 24; 0 means 12. Copies for
	// young people use 14.
	Size float64
	// Least is the smallest body size in points that OnePage and Fitted may go
	// down to, between 9.5 and Size; 0 means 12. Below 12 is for staff's own sheets.
	Least float64
	// Paper is the sheet; zero means A4 with margins for reading.
	Paper Paper
	// Header is a neutral line at the head of every page.
	Header string
	// Stamp is a picture, a word and a code at the head of every page; nil for none.
	Stamp *Stamp
	// OnePage asks the PDF to try smaller sizes, down to Least, when that brings it
	// onto a single page; where it does not, Size stands.
	OnePage bool
	// Blocks are drawn in order.
	Blocks []Block
}

// Block is one of Heading, Para, Quote, List, Table, Notice, Rule, Spacer, Picture,
// Group, Board, Fitted.
type Block interface{ block() }

// Text is a stretch of writing with a language and a direction of its own.
type Text struct {
	// Lang is a BCP 47 tag; empty means the document's.
	Lang string
	// Dir is the base direction; Auto finds it from the words.
	Dir Direction
	// Runs are drawn one after another; "\n" in them starts a new line.
	Runs []Run
}

// Run is a part of a Text in one weight and one language. A run with a language
// of its own is isolated, so that its direction cannot disturb its neighbours.
type Run struct {
	Text string
	Bold bool
	Lang string
}

// Say is plain text in the document's language.
func Say(s string) Text { return Text{Runs: []Run{{Text: s}}} }

// SayIn is plain text in the language with the given tag.
func SayIn(lang, s string) Text { return Text{Lang: lang, Runs: []Run{{Text: s}}} }

// Strong is bold text in the document's language.
func Strong(s string) Text { return Text{Runs: []Run{{Text: s, Bold: true}}} }

// Heading is a title within the document. Level 1, 2 or 3; a level that skips
// one is drawn and tagged one below the heading before it, and the first
// heading is always level 1, because reading software navigates by them.
type Heading struct {
	Level int
	Text  Text
}

// Para is a paragraph. Small draws it a little smaller and softer, for sources
// and notes.
type Para struct {
	Text  Text
	Small bool
}

// Quote is what somebody said, as they said it: drawn large, in a warm box,
// with the translation beside the original and never instead of it.
type Quote struct {
	Words Text
	// Translation follows the words, introduced by TranslationLabel
	// ("In English:"). No runs means there is none.
	Translation      Text
	TranslationLabel string
	// Source is a small line below: when, where, who wrote it down.
	Source Text
}

// List is a list of items, with bullets or, when Ordered, with numbers.
type List struct {
	Ordered bool
	Items   []Item
}

// Item is one item of a list: its text, and smaller lines below it.
type Item struct {
	Text  Text
	Notes []Text
}

// Table is a table with column headings and, when RowHead is set, a heading in
// the first cell of every row. Every row has as many cells as Head, or, without
// Head, as the first row. Head is repeated on every page the table reaches.
type Table struct {
	Head    []Text
	Rows    [][]Text
	RowHead bool
}

// Notice is a tinted box for what must not be missed. Title may be empty.
type Notice struct {
	Title Text
	Paras []Text
}

// Rule is a thin line across the page.
type Rule struct{}

// Spacer is empty space, in lines of body text.
type Spacer struct{ Lines float64 }

func (Heading) block() {}
func (Para) block()    {}
func (Quote) block()   {}
func (List) block()    {}
func (Table) block()   {}
func (Notice) block()  {}
func (Rule) block()    {}
func (Spacer) block()  {}

// prepared returns a copy of doc that every writer can rely on: clean text, a
// language and a direction on each Text, sensible sizes and heading levels,
// tables with even rows.
func prepared(doc Doc) (Doc, error) {
	doc.Title = clean(strings.Join(strings.Fields(doc.Title), " "))
	if doc.Title == "" || !validLang(doc.Lang) {
		return doc, ErrNoTitle
	}
	doc.Footer, doc.Header = clean(doc.Footer), clean(doc.Header)
	if doc.PageLabel = clean(doc.PageLabel); doc.PageLabel == "" {
		doc.PageLabel = "{page} / {pages}"
	}
	if doc.Dir == Auto {
		doc.Dir = LTR
		if rtlLang(doc.Lang) {
			doc.Dir = RTL
		}
	}
	switch {
	case !(doc.Size >= 12): // also NaN
		doc.Size = 12
	case doc.Size > 24:
		doc.Size = 24
	}
	if doc.Least == 0 {
		doc.Least = 12
	}
	doc.Least = min(doc.Size, max(9.5, doc.Least))
	p := preparer{lang: doc.Lang, dir: doc.Dir, vectors: map[string]vector{}}
	var err error
	if doc.Stamp, err = p.stamp(doc.Stamp); err != nil {
		return doc, err
	}
	blocks := make([]Block, 0, len(doc.Blocks))
	for _, b := range doc.Blocks {
		b, err := p.block(b)
		if err != nil {
			return doc, err
		}
		blocks = append(blocks, b)
	}
	doc.Blocks = blocks
	return doc, nil
}

type preparer struct {
	lang  string
	dir   Direction
	level int
	bytes int
	// vectors are the pictures read so far: one may stand in many places.
	vectors map[string]vector
}

func (p *preparer) block(b Block) (Block, error) {
	switch b := b.(type) {
	case Heading:
		b.Level = max(1, min(b.Level, 3, p.level+1))
		p.level = b.Level
		b.Text = p.text(b.Text)
		return b, p.tooLong()
	case Para:
		b.Text = p.text(b.Text)
		return b, p.tooLong()
	case Quote:
		b.Words, b.Translation, b.Source = p.text(b.Words), p.text(b.Translation), p.text(b.Source)
		b.TranslationLabel = clean(b.TranslationLabel)
		return b, p.tooLong()
	case List:
		items := make([]Item, len(b.Items))
		for i, it := range b.Items {
			items[i] = Item{Text: p.text(it.Text), Notes: p.texts(it.Notes)}
		}
		b.Items = items
		return b, p.tooLong()
	case Table:
		return p.table(b)
	case Notice:
		b.Title, b.Paras = p.text(b.Title), p.texts(b.Paras)
		return b, p.tooLong()
	case Rule:
		return b, nil
	case Spacer:
		if !(b.Lines > 0) {
			b.Lines = 0
		}
		b.Lines = min(b.Lines, 20)
		return b, nil
	case Picture:
		return p.picture(b)
	case Group, Board, Fitted:
		return p.panels(b)
	}
	return nil, fmt.Errorf("print document: a block of kind %T is not known", b)
}

func (p *preparer) table(b Table) (Block, error) {
	columns := len(b.Head)
	if columns == 0 && len(b.Rows) > 0 {
		columns = len(b.Rows[0])
	}
	rows := make([][]Text, len(b.Rows))
	for i, row := range b.Rows {
		if len(row) != columns || columns > 12 {
			return nil, ErrTable
		}
		rows[i] = p.texts(row)
	}
	b.Head, b.Rows = p.texts(b.Head), rows
	return b, p.tooLong()
}

func (p *preparer) texts(ts []Text) []Text {
	out := make([]Text, len(ts))
	for i, t := range ts {
		out[i] = p.text(t)
	}
	return out
}

// text cleans one text and settles its language and direction.
func (p *preparer) text(t Text) Text {
	if !validLang(t.Lang) {
		t.Lang = p.lang
	}
	runs := make([]Run, 0, len(t.Runs))
	for _, r := range t.Runs {
		if p.bytes += len(r.Text); p.bytes > MaxText {
			break // tooLong reports it; cleaning the rest would be wasted work
		}
		if r.Text = clean(r.Text); r.Text == "" {
			continue
		}
		if !validLang(r.Lang) {
			r.Lang = t.Lang
		}
		runs = append(runs, r)
	}
	t.Runs = runs
	if t.Dir == Auto {
		t.Dir = firstStrong(t.Runs, t.Lang, p.dir)
	}
	return t
}

func (p *preparer) tooLong() error {
	if p.bytes > MaxText {
		return ErrTooLong
	}
	return nil
}

// empty reports whether there is nothing to draw.
func (t Text) empty() bool { return len(t.Runs) == 0 }

// plain is the words alone.
func (t Text) plain() string {
	if len(t.Runs) == 1 {
		return t.Runs[0].Text
	}
	var b strings.Builder
	for _, r := range t.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// bold returns the text with every run in bold.
func (t Text) bold() Text {
	runs := make([]Run, len(t.Runs))
	for i, r := range t.Runs {
		r.Bold = true
		runs[i] = r
	}
	t.Runs = runs
	return t
}
