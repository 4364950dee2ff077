package sheet

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

// WriteCSV writes one table as UTF-8 with a byte order mark (Excel needs it), commas and CRLF, every text guarded.
// ReadCSV gives back the same texts, exactly. A text that is no UTF-8, too long to be read
// again, or holds U+0000 is refused with its place
// (sheet.unwritable). Only Cell.Text is written: a formula is never.
func WriteCSV(w io.Writer, rows [][]Cell) error {
	b := bytes.NewBufferString("\uFEFF")
	for r, row := range rows {
		for c, cell := range row {
			if len(cell.Text) >= MaxCell || !utf8.ValidString(cell.Text) || strings.ContainsRune(cell.Text, 0) {
				return unwritable("CSV", r+1, c+1)
			}
			if c > 0 {
				b.WriteByte(',')
			}
			text := Guard(cell.Text)
			// Quotes also keep a first cell from being taken for Excel's "sep=," line.
			if text == "" && len(row) == 1 || r+c == 0 && strings.HasPrefix(text, "sep=") || strings.ContainsAny(text, "\",;\t\r\n") || strings.TrimSpace(text) != text {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			b.WriteString(text)
		}
		b.WriteString("\r\n")
		if b.Len() > 1<<16 || r == len(rows)-1 {
			if _, err := b.WriteTo(w); err != nil {
				return err
			}
		}
	}
	_, err := b.WriteTo(w)
	return err
}

func unwritable(sheet string, row, column int) error {
	return problem.New(problem.Invalid, "sheet.unwritable", "sheet", sheet, "row", row, "column", Column(column))
}
