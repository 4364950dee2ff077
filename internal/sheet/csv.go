package sheet

import (
	"strings"

	"stablefutures/internal/problem"
)

// ReadCSV reads a table of comma, semicolon or tab separated text. It keeps every character between the separators, line
// breaks in quotes as they stand, and takes away only quotes and guards. An empty line is a row without cells. Excel's
// first line "sep=;" decides the separator and is not a row.
func ReadCSV(b []byte) (Workbook, error) {
	if len(b) > MaxBytes {
		return Workbook{}, tooLarge()
	}
	text, encoding, err := Decode(b)
	if err != nil {
		return Workbook{}, err
	}
	comma, text := separator(text)
	t := &table{book: &tally{}, sheet: Sheet{Name: "CSV"}}
	err = records(text, comma, func(row, column int, cell string) error {
		if column == 0 { // an empty line: the next cell fills it in
			return nil
		}
		plain, guarded := Unguard(cell)
		return t.put(row, column, Cell{Text: plain, Guarded: guarded})
	})
	if err != nil {
		return Workbook{}, err
	}
	return Workbook{Kind: CSV, Sheets: []Sheet{t.sheet}, Encoding: encoding, Comma: comma}, nil
}

// separator finds what stands between the cells, and returns the text without a line that only says it.
func separator(text string) (rune, string) {
	for _, comma := range ",;\t" {
		for _, end := range []string{"\r\n", "\n", "\r"} {
			if rest, ok := strings.CutPrefix(text, "sep="+string(comma)+end); ok {
				return comma, rest
			}
		}
	}
	best, most := ',', 0
	for _, comma := range ",;\t" {
		if n := likeness(text, comma); n > most {
			best, most = comma, n
		}
	}
	return best, text
}

// sampled is how many records decide the separator.
const sampled = 50

// likeness counts the records among the first that have as many cells as the first one, if that has more than one; a
// separator that makes quotes senseless, or one cell of every record, counts nothing.
func likeness(text string, comma rune) int {
	var widths []int
	stop := problem.New(problem.Internal, "sheet.sampled")
	err := records(text, comma, func(row, column int, _ string) error {
		if row > sampled {
			return stop
		}
		for len(widths) < row {
			widths = append(widths, 0)
		}
		widths[row-1] = column
		return nil
	})
	if err != nil && err != error(stop) || len(widths) == 0 || widths[0] < 2 {
		return 0
	}
	n := 0
	for _, w := range widths {
		if w == widths[0] {
			n++
		}
	}
	return n
}

// records tells every cell of the text in turn; column 0 tells an empty line. Rows count from 1.
func records(text string, comma rune, tell func(row, column int, cell string) error) error {
	sep := byte(comma)
	for row := 1; text != ""; row++ {
		if end := lineEnd(text); end > 0 {
			if err := tell(row, 0, ""); err != nil {
				return err
			}
			text = text[end:]
			continue
		}
		for column := 1; ; column++ {
			cell, rest, err := field(text, sep, row, column)
			if err != nil {
				return err
			}
			if err := tell(row, column, cell); err != nil {
				return err
			}
			if rest == "" || rest[0] != sep {
				text = rest[lineEnd(rest):]
				break
			}
			text = rest[1:]
		}
	}
	return nil
}

// lineEnd is the length of the line end that the text begins with: 2, 1 or 0.
func lineEnd(text string) int {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case strings.HasPrefix(text, "\n"), strings.HasPrefix(text, "\r"):
		return 1
	}
	return 0
}

// field reads one cell and returns what follows it: a separator, a line end or nothing. A quote opens only as the first
// character; after its end nothing else may stand in the cell.
func field(text string, sep byte, row, column int) (cell, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		i := 0
		for i < len(text) && text[i] != sep && text[i] != '\n' && text[i] != '\r' {
			i++
		}
		return text[:i], text[i:], nil
	}
	var b strings.Builder
	for text = text[1:]; ; {
		i := strings.IndexByte(text, '"')
		if i < 0 {
			return "", "", badQuote("sheet.quote_open", row, column)
		}
		b.WriteString(text[:i])
		text = text[i+1:]
		if !strings.HasPrefix(text, `"`) {
			break
		}
		b.WriteByte('"')
		text = text[1:]
	}
	if text != "" && text[0] != sep && lineEnd(text) == 0 {
		return "", "", badQuote("sheet.quote_after", row, column)
	}
	return b.String(), text, nil
}

func badQuote(key string, row, column int) error {
	return problem.New(problem.Invalid, key, "sheet", "CSV", "row", row, "column", Column(column))
}

func tooLarge() error {
	return problem.New(problem.Invalid, "sheet.bytes", "max", MaxBytes>>20)
}
