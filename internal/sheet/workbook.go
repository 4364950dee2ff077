package sheet

import (
	"strconv"

	"stablefutures/internal/problem"
)

// The bounds of a file, the same for every format. A set of outcomes needs a thousandth of them; a file beyond them is
// refused with the place where it went too far.
const (
	MaxBytes  = 50 << 20  // of the file as it was sent
	MaxSheets = 200       // in one workbook
	MaxRows   = 100_000   // in one sheet, counted to the last cell with something in it
	MaxWidth  = 1_024     // cells in one row
	MaxCells  = 1_000_000 // in one workbook, empty ones between others included
	MaxText   = 64 << 20  // bytes of text in one workbook
	MaxCell   = 100_000   // bytes of text in one cell
)

// The kinds of file this room reads and writes.
const (
	CSV  = "csv"
	XLSX = "xlsx"
	ODS  = "ods"
)

// Workbook is what a file holds. Kind is CSV, XLSX or ODS.
type Workbook struct {
	Kind   string
	Sheets []Sheet

	// Encoding says how the bytes of a CSV file were understood: "utf-8", "utf-16le", "utf-16be" or "windows-1252".
	// The last is a finding, not a fact, and a page must say so. Empty for the other kinds.
	Encoding string
	// Comma is what stands between the cells of a CSV file: ',', ';' or '\t'. Zero for the other kinds.
	Comma rune
}

// Sheet is one table. Rows may differ in length; rows and cells after the last with something in it are not kept. A CSV
// file has one sheet, named "CSV".
type Sheet struct {
	Name   string
	Rows   [][]Cell
	Hidden bool // a reader of the file would not see this sheet
}

// Cell is one place in a sheet. Text is what stands there, to the character.
type Cell struct {
	Text    string
	Formula string // the formula whose last result is Text, without "=" in front; "" when there is none
	Ref     string // the place as a spreadsheet says it: "B4"
	Hidden  bool   // its row or column is hidden
	Merged  bool   // it is part of cells made into one; all but the first of them are empty
	Guarded bool   // one apostrophe stood before Text in the CSV file, to keep a spreadsheet from computing it
	Number  bool   // the file holds a number, date or truth value: Text was formatted from it and may look otherwise there
}

// Column names a column as a spreadsheet does: 1 is "A", 27 is "AA".
func Column(n int) string {
	if n < 1 {
		return ""
	}
	var b []byte
	for ; n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b)
}

// place names a cell: row and column count from 1.
func place(row, column int) string { return Column(column) + strconv.Itoa(row) }

// table collects one sheet within the bounds. Rows and columns count from 1.
type table struct {
	book  *tally
	sheet Sheet
}

// tally counts what all sheets of a workbook hold together.
type tally struct{ cells, text int }

// put sets one cell, filling what lies before it with empty cells.
func (t *table) put(row, column int, c Cell) error {
	switch {
	case row < 1 || column < 1: // a cell outside every row
		return t.wrong("sheet.order", max(row, 1), max(column, 1))
	case row > MaxRows:
		return t.wrong("sheet.rows", row, column, "max", MaxRows)
	case column > MaxWidth:
		return t.wrong("sheet.width", row, column, "max", MaxWidth)
	case len(c.Text) > MaxCell || len(c.Formula) > MaxCell:
		return t.wrong("sheet.cell", row, column, "max", MaxCell)
	}
	for len(t.sheet.Rows) < row {
		t.sheet.Rows = append(t.sheet.Rows, nil)
	}
	line := t.sheet.Rows[row-1]
	if len(line) >= column {
		return t.wrong("sheet.order", row, column)
	}
	t.book.cells += column - len(line)
	t.book.text += len(c.Text) + len(c.Formula)
	if t.book.cells > MaxCells {
		return t.wrong("sheet.cells", row, column, "max", MaxCells)
	}
	if t.book.text > MaxText {
		return t.wrong("sheet.text", row, column, "max", MaxText>>20)
	}
	for len(line) < column-1 {
		line = append(line, Cell{Ref: place(row, len(line)+1)})
	}
	c.Ref = place(row, column)
	t.sheet.Rows[row-1] = append(line, c)
	return nil
}

// wrong makes an Invalid error that names the place.
func (t *table) wrong(key string, row, column int, more ...any) error {
	return problem.New(problem.Invalid, key, append([]any{"sheet", t.sheet.Name, "row", row, "column", Column(column)}, more...)...)
}
