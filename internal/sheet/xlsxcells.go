package sheet

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
)

// sheetXML reads one sheet of an Excel workbook, cell by cell.
type sheetXML struct {
	book    *workbookXML
	table   *table
	row     int  // the row being read, from 1
	column  int  // the column last read
	hidden  bool // the row being read is hidden
	columns [][2]int
	masters map[string]string // formulas that further cells share, by their number
	merged  int               // cells marked as merged so far
}

func (s *sheetXML) read(part string) error {
	s.masters = map[string]string{}
	return s.book.archive.each(part, func(m *Markup, e xml.StartElement) error {
		switch e.Name.Local {
		case "col":
			if truth(Attr(e, "hidden")) && len(s.columns) < MaxWidth {
				from, _ := strconv.Atoi(Attr(e, "min"))
				to, _ := strconv.Atoi(Attr(e, "max"))
				s.columns = append(s.columns, [2]int{from, to})
			}
		case "row":
			s.row, s.column = s.row+1, 0
			if r := Attr(e, "r"); r != "" {
				n, err := strconv.Atoi(r)
				if err != nil || n < s.row {
					return s.table.wrong("sheet.order", s.row, 1)
				}
				s.row = n
			}
			s.hidden = truth(Attr(e, "hidden"))
		case "c":
			return s.cell(m, e)
		case "mergeCell":
			return s.merge(Attr(e, "ref"))
		}
		return nil
	})
}

// cell reads one c element and puts what it holds.
func (s *sheetXML) cell(m *Markup, e xml.StartElement) error {
	s.column++
	if r := Attr(e, "r"); r != "" {
		row, column, ok := parsePlace(r)
		if !ok || row != s.row || column < s.column {
			return s.table.wrong("sheet.order", max(s.row, 1), s.column)
		}
		s.column = column
	}
	c := Cell{Hidden: s.hidden || s.hiddenColumn(s.column)}
	kind, value, filled := Attr(e, "t"), "", false
	for {
		t, err := m.Next()
		if err != nil {
			return damaged(err)
		}
		if _, end := t.(xml.EndElement); end {
			break
		}
		child, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch child.Name.Local {
		case "v":
			value, err = m.Text()
			filled = true
		case "is":
			c.Text, err = richText(m)
			filled = true
		case "f":
			c.Formula, err = s.formula(m, child)
		default:
			err = m.Skip()
		}
		if err != nil {
			return err
		}
	}
	if !filled && c.Formula == "" {
		return nil // only a style
	}
	if err := s.fill(&c, kind, value, Attr(e, "s")); err != nil {
		return err
	}
	return s.table.put(s.row, s.column, c)
}

// fill makes the text of a cell from its value.
func (s *sheetXML) fill(c *Cell, kind, value, style string) error {
	switch kind {
	case "inlineStr":
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n >= len(s.book.shared) {
			return s.table.wrong("sheet.pointer", s.row, s.column)
		}
		c.Text = s.book.shared[n]
	case "str":
		text, err := unescapeX(value)
		if err != nil {
			return s.table.wrong("sheet.pointer", s.row, s.column)
		}
		c.Text = text
	case "e":
		c.Text = value
	case "b":
		c.Text, c.Number = map[bool]string{true: "TRUE", false: "FALSE"}[truth(value)], true
	case "d":
		c.Text, c.Number = value, true
	default:
		format := ""
		if n, err := strconv.Atoi(style); err == nil && n >= 0 && n < len(s.book.formats) {
			format = s.book.formats[n]
		}
		c.Text, c.Number = formatNumber(value, format, s.book.from1904), value != ""
	}
	return nil
}

// formula reads an f element. A formula that further cells share is written once; they get the same text.
func (s *sheetXML) formula(m *Markup, e xml.StartElement) (string, error) {
	text, err := m.Text()
	if err != nil {
		return "", err
	}
	if id := Attr(e, "si"); id != "" && Attr(e, "t") == "shared" {
		if text == "" {
			text = s.masters[id]
		} else if len(s.masters) < MaxRows {
			s.masters[id] = text
		}
	}
	if text == "" {
		text = "?" // part of an array or a table of data: computed, but not said how
	}
	return text, nil
}

func (s *sheetXML) hiddenColumn(n int) bool {
	for _, c := range s.columns {
		if n >= c[0] && n <= c[1] {
			return true
		}
	}
	return false
}

// merge marks the cells of a range as one. Ranges that overlap without end are refused.
func (s *sheetXML) merge(ref string) error {
	from, to, _ := strings.Cut(ref, ":")
	r1, c1, ok1 := parsePlace(from)
	r2, c2, ok2 := parsePlace(to)
	if !ok1 || !ok2 {
		return damaged(errors.New("a merged range has no place"))
	}
	rows := s.table.sheet.Rows
	for r := r1; r <= min(r2, len(rows)); r++ {
		for c := c1; c <= min(c2, len(rows[r-1])); c++ {
			rows[r-1][c-1].Merged = true
			s.merged++
		}
		if s.merged++; s.merged > 4*MaxCells {
			return s.table.wrong("sheet.merged", r1, c1)
		}
	}
	return nil
}

// parsePlace reads "B4" as row 4, column 2.
func parsePlace(s string) (row, column int, ok bool) {
	s = strings.ReplaceAll(s, "$", "")
	i := 0
	for i < len(s) && s[i] >= 'A' && s[i] <= 'Z' && column < 1<<20 {
		column = column*26 + int(s[i]-'A') + 1
		i++
	}
	row, err := strconv.Atoi(s[i:])
	return row, column, err == nil && row > 0 && column > 0
}
