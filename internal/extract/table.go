package extract

import (
	"path"
	"strings"

	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// isTable decides between a table and plain text: by the name where it says so, else by whether the first lines fall
// into the same number of cells, more than one.
func isTable(name string, b []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".tab":
		return true
	case ".txt", ".text", ".md":
		return false
	}
	book, err := sheet.ReadCSV(b)
	if err != nil || len(book.Sheets) == 0 {
		return false
	}
	rows := book.Sheets[0].Rows
	if len(rows) < 2 || len(rows[0]) < 2 {
		return false
	}
	for _, r := range rows[:min(len(rows), 20)] {
		if len(r) > 0 && len(r) != len(rows[0]) {
			return false
		}
	}
	return true
}

// readTable makes a page of every sheet and a piece of every cell with something in it.
func readTable(name string, b []byte) (*Extract, error) {
	book, err := sheet.Read(name, b)
	if err != nil {
		return nil, err
	}
	x := &Extract{Kind: book.Kind}
	if book.Encoding == sheet.Windows1252 {
		x.Notes = append(x.Notes, "extract.note.windows_1252")
	}
	guarded, cells := false, 0
	for _, s := range book.Sheets {
		var p Page
		for r, row := range s.Rows {
			for c, cell := range row {
				guarded = guarded || cell.Guarded
				if strings.TrimSpace(cell.Text) == "" && cell.Formula == "" {
					continue
				}
				if cells++; cells > MaxPieces {
					return nil, problem.New(problem.Invalid, "extract.cells", "sheet", s.Name, "row", r+1, "max", MaxPieces)
				}
				p.Pieces = append(p.Pieces, Piece{
					Text: cell.Text, Lines: strings.Split(cell.Text, "\n"), Row: r + 1, Column: c + 1, Sheet: s.Name,
					Hidden: cell.Hidden || s.Hidden, Merged: cell.Merged, Formula: cell.Formula != "", Number: cell.Number,
				})
			}
		}
		x.Pages = append(x.Pages, p)
	}
	if guarded {
		x.Notes = append(x.Notes, "extract.note.guards")
	}
	return x, nil
}

// ReadText takes pasted or plain text: every line that is not blank is a piece, with whatever number or bullet it
// begins with. Blanks at the ends of a line are not kept; everything between them is.
func ReadText(b []byte) (*Extract, error) {
	if len(b) > MaxBytes {
		return nil, problem.New(problem.Invalid, "extract.bytes", "max", MaxBytes>>20)
	}
	text, encoding, err := sheet.Decode(b)
	if err != nil {
		return nil, err
	}
	x := &Extract{Kind: Plain, Pages: []Page{{}}}
	if encoding == sheet.Windows1252 {
		x.Notes = append(x.Notes, "extract.note.windows_1252")
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if len(x.Pages[0].Pieces) == MaxPieces {
			return nil, problem.New(problem.Invalid, "extract.lines", "line", n+1, "max", MaxPieces)
		}
		x.Pages[0].Pieces = append(x.Pages[0].Pieces, Piece{Text: line, Lines: []string{line}})
	}
	return x, x.number()
}
