package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// The bounds of a file. A poster needs a hundredth of them.
const (
	MaxBytes  = sheet.MaxBytes
	MaxPages  = 200     // in one file
	MaxPieces = 20_000  // in one file
	MaxText   = 4 << 20 // bytes of text in one file
	patience  = 2 * time.Minute
)

// The kinds of file that Read tells apart, by their bytes.
const (
	PDF   = "pdf"
	DOCX  = "docx"
	XLSX  = sheet.XLSX
	ODS   = sheet.ODS
	CSV   = sheet.CSV
	Plain = "text"
)

// Extract is what one file gave.
type Extract struct {
	Kind  string // PDF, DOCX, XLSX, ODS, CSV or Plain
	Pages []Page // a table has a page per sheet; a DOCX file and plain text have one

	// Notes are message keys of what a reader should know of the whole file, in a fixed order:
	// "extract.note.windows_1252" (letters were understood as Windows-1252), "extract.note.guards" (apostrophes that kept a
	// spreadsheet from computing were taken away), "extract.note.deletions" (recorded deletions were left out),
	// "extract.note.notes" (footnotes, comments, headers or footers were left out), "extract.note.fields" (text that the
	// program makes itself, such as page numbers, was left out).
	Notes []string

	file []byte
}

// Page is one page of a PDF file, or one sheet of a table. Lengths are points, the origin is top left; both are 0 where
// there is no layout.
type Page struct {
	Number        int // from 1
	Width, Height float64
	Pieces        []Piece // in reading order
	Outlined      bool    // letters are drawn as shapes, or the page has no text for another reason: type what it says
	Scanned       bool    // the page is a picture; Outlined is true as well
	Unreadable    int     // characters that the file does not say the letter of; each stands as U+FFFD in its piece
}

// Piece is one paragraph, cell or line. Text is what is printed: Lines, joined by one blank, or by nothing after a hyphen
// or dash at a line's end and between characters of scripts that put no blanks between words.
type Piece struct {
	ID         string // unique in the file and the same each time it is read: "p1-12"
	Page       int
	X, Y, W, H float64 // of the box around it
	Angle      float64 // degrees clockwise; 0 is upright
	Size       float64 // of the letters in points; for a DOCX heading without a size, what Word would show
	Bold       bool
	Text       string
	Lines      []string // what Text was joined from, one per printed line
	Hyphen     bool     // a line ends in a hyphen or dash: only a reader can say whether it belongs to the word
	Row        int      // in a table, from 1; 0 outside
	Column     int      // in a table, from 1; 0 outside
	Sheet      string   // the name of the sheet; in a DOCX file the number of the table
	Hidden     bool     // a reader of the file would not see it: hidden rows, columns and sheets, letters without ink
	Merged     bool     // part of cells made into one
	Formula    bool     // the text is the saved result of a formula
	Number     bool     // the text was formatted from a number; it may look otherwise in the file
	Heading    int      // outline level of a DOCX heading, from 1; 0 when it is none
	Bullet     string   // what a DOCX list prints in front of it, which is no part of Text: "1.2." or "•"
}

// Read takes the text out of a file. The bytes decide what kind of file it is; the name is only looked at to tell plain
// text from a table without one, and may be empty.
//
// Errors are Invalid: keys extract.* (with "page", "pages", "max" or "line" where there is a place) and, for tables and
// for archives, sheet.* with theirs. It stops when ctx ends, and after two minutes (extract.slow).
func Read(ctx context.Context, name string, b []byte) (*Extract, error) {
	if len(b) > MaxBytes {
		return nil, problem.New(problem.Invalid, "extract.bytes", "max", MaxBytes>>20)
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, problem.New(problem.Invalid, "extract.empty")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	x, err := read(ctx, name, b)
	if err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, problem.Wrap(err, problem.Invalid, "extract.slow")
		}
		return nil, err
	}
	x.file = b
	return x, x.number()
}

func read(ctx context.Context, name string, b []byte) (*Extract, error) {
	switch {
	case isPDF(b):
		return readPDF(ctx, b)
	case bytes.HasPrefix(b, []byte("\xD0\xCF\x11\xE0")):
		return nil, sheet.Compound(b)
	case bytes.HasPrefix(b, []byte("PK")):
		a, err := sheet.OpenArchive(b)
		if err != nil {
			return nil, err
		}
		if a.Has("word/document.xml") || strings.Contains(a.Mention("[Content_Types].xml", 1<<20), "wordprocessingml.document.main+xml") {
			return readDOCX(a)
		}
	}
	kind, err := sheet.Kind(b)
	if problem.KeyOf(err) == "sheet.kind" {
		return nil, problem.New(problem.Invalid, "extract.kind")
	}
	if err != nil {
		return nil, err
	}
	if kind == CSV && !isTable(name, b) {
		return ReadText(b)
	}
	return readTable(name, b)
}

// isPDF reports whether a PDF header stands near the beginning, where readers look for it.
func isPDF(b []byte) bool { return bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) }

// number gives every piece its id and page, and holds the whole to its bounds.
func (x *Extract) number() error {
	pieces, text := 0, 0
	for i := range x.Pages {
		p := &x.Pages[i]
		p.Number = i + 1
		for j := range p.Pieces {
			p.Pieces[j].ID = fmt.Sprintf("p%d-%d", i+1, j+1)
			p.Pieces[j].Page = i + 1
			text += len(p.Pieces[j].Text)
		}
		pieces += len(p.Pieces)
		if pieces > MaxPieces {
			return problem.New(problem.Invalid, "extract.pieces", "page", i+1, "max", MaxPieces)
		}
		if text > MaxText {
			return problem.New(problem.Invalid, "extract.text", "page", i+1, "max", MaxText>>20)
		}
	}
	return nil
}

// Pieces lists all pieces of all pages in reading order.
func (x *Extract) Pieces() []Piece {
	var all []Piece
	for _, p := range x.Pages {
		all = append(all, p.Pieces...)
	}
	return all
}
