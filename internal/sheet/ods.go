package sheet

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"

	"stablefutures/internal/problem"
)

// ReadODS reads an OpenDocument spreadsheet: every sheet in its order, hidden ones marked. The text of a cell is the one
// the file shows, whatever its value. Comments and recorded changes are passed over.
func ReadODS(b []byte) (Workbook, error) {
	a, err := OpenArchive(b)
	if err != nil {
		return Workbook{}, err
	}
	locked := false
	if a.Has("META-INF/manifest.xml") {
		err = a.each("META-INF/manifest.xml", func(_ *Markup, e xml.StartElement) error {
			locked = locked || e.Name.Local == "encryption-data"
			return nil
		})
		if err != nil {
			return Workbook{}, err
		}
	}
	if locked {
		return Workbook{}, problem.New(problem.Invalid, "sheet.locked")
	}
	o := &spreadsheetXML{hiddenStyles: map[string]bool{}, book: &tally{}}
	if err := a.each("content.xml", o.element); err != nil {
		return Workbook{}, err
	}
	return Workbook{Kind: ODS, Sheets: o.sheets}, nil
}

// spreadsheetXML reads content.xml.
type spreadsheetXML struct {
	hiddenStyles map[string]bool // table styles that are not displayed
	style        string          // the style whose properties are being read
	book         *tally
	sheets       []Sheet
}

func (o *spreadsheetXML) element(m *Markup, e xml.StartElement) error {
	switch e.Name.Local {
	case "style":
		o.style = Attr(e, "name")
	case "table-properties":
		if Attr(e, "display") == "false" {
			o.hiddenStyles[o.style] = true
		}
	case "tracked-changes":
		return m.Skip()
	case "table":
		if len(o.sheets) == MaxSheets {
			return problem.New(problem.Invalid, "sheet.sheets", "max", MaxSheets)
		}
		g := &gridXML{m: m, table: &table{book: o.book, sheet: Sheet{Name: Attr(e, "name"), Hidden: o.hiddenStyles[Attr(e, "style-name")]}}}
		if err := g.read(); err != nil {
			return err
		}
		o.sheets = append(o.sheets, g.table.sheet)
	}
	return nil
}

// gridXML reads one table:table. Repeated rows and columns are followed by counting, and only what holds something is
// written out, so that a few bytes cannot fill the memory.
type gridXML struct {
	m       *Markup
	table   *table
	row     int // rows before the one being read
	columns int // columns told of so far
	hidden  [][2]int
}

// read goes through the table to its end. Groups and headers of rows and columns are gone through as if not there.
func (g *gridXML) read() error {
	for depth := 1; depth > 0; {
		t, err := g.m.Next()
		if err != nil {
			return damaged(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			switch t.Name.Local {
			case "table-column":
				n := repeated(t, "number-columns-repeated")
				if v := Attr(t, "visibility"); (v == "collapse" || v == "filter") && len(g.hidden) < MaxWidth {
					g.hidden = append(g.hidden, [2]int{g.columns + 1, g.columns + n})
				}
				g.columns = min(g.columns+n, 1<<30)
				err = g.m.Skip()
			case "table-row":
				err = g.readRow(t)
			case "table-row-group", "table-header-rows", "table-rows", "table-column-group", "table-header-columns", "table-columns":
				depth++
			default: // shapes, forms, sources: no cells
				err = g.m.Skip()
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// placed is a cell with the column it begins at and how often it stands there.
type placed struct {
	column, times int
	cell          Cell
}

func (g *gridXML) readRow(e xml.StartElement) error {
	times := repeated(e, "number-rows-repeated")
	v := Attr(e, "visibility")
	hidden := v == "collapse" || v == "filter"
	var cells []placed
	column := 1
	for {
		t, err := g.m.Next()
		if err != nil {
			return damaged(err)
		}
		if _, end := t.(xml.EndElement); end {
			break
		}
		if t, ok := t.(xml.StartElement); ok {
			c, filled, err := g.readCell(t, column)
			if err != nil {
				return err
			}
			n := repeated(t, "number-columns-repeated")
			if filled {
				c.Hidden = hidden
				cells = append(cells, placed{column, n, c})
			}
			column = min(column+n, 1<<30)
		}
	}
	if len(cells) > 0 {
		for r := 1; r <= times; r++ {
			if err := g.putRow(g.row+r, cells); err != nil {
				return err
			}
		}
	}
	g.row = min(g.row+times, 1<<30)
	return nil
}

func (g *gridXML) putRow(row int, cells []placed) error {
	for _, p := range cells {
		for i := range p.times {
			c := p.cell
			for _, h := range g.hidden {
				c.Hidden = c.Hidden || p.column+i >= h[0] && p.column+i <= h[1]
			}
			if err := g.table.put(row, p.column+i, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// readCell reads one cell and says whether it holds anything.
func (g *gridXML) readCell(e xml.StartElement, column int) (Cell, bool, error) {
	formula := Attr(e, "formula")
	if _, rest, ok := strings.Cut(formula, "="); ok {
		formula = rest
	}
	kind := Attr(e, "value-type")
	c := Cell{
		Formula: formula,
		Merged:  e.Name.Local == "covered-table-cell" || repeated(e, "number-columns-spanned") > 1 || repeated(e, "number-rows-spanned") > 1,
		Number:  kind != "" && kind != "string",
	}
	lines := 0
	var text strings.Builder
	for {
		t, err := g.m.Next()
		if err != nil {
			return c, false, damaged(err)
		}
		if _, end := t.(xml.EndElement); end {
			break
		}
		child, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if child.Name.Local != "p" && child.Name.Local != "h" { // a comment or a shape
			if err := g.m.Skip(); err != nil {
				return c, false, err
			}
			continue
		}
		if lines++; lines > 1 {
			text.WriteByte('\n')
		}
		if err := paragraph(g.m, &text); err != nil {
			return c, false, err
		}
		if text.Len() > MaxCell {
			return c, false, g.table.wrong("sheet.cell", g.row+1, column, "max", MaxCell)
		}
	}
	if c.Text = text.String(); lines == 0 && kind == "string" {
		c.Text = Attr(e, "string-value")
	}
	return c, kind != "" || c.Text != "" || c.Formula != "", nil
}

// paragraph reads a text:p: white space in the markup counts as one blank, and none at the beginning, as the standard
// says (OpenDocument 1.3, part 3, 6.1.2); blanks, tabs and line breaks of the text have elements of their own.
func paragraph(m *Markup, out *strings.Builder) error {
	blank := true // the last character was a blank of the markup, or the paragraph begins
	from := out.Len()
	trailing := false
	for depth := 1; depth > 0; {
		t, err := m.Next()
		if err != nil {
			return damaged(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			depth--
		case xml.CharData:
			for _, r := range string(t) {
				if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
					if !blank {
						out.WriteByte(' ')
						trailing = true
					}
					blank = true
					continue
				}
				out.WriteRune(r)
				blank, trailing = false, false
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "s":
				n := 1
				if v := Attr(t, "c"); v != "" {
					n = repeated(t, "c")
				}
				out.WriteString(strings.Repeat(" ", min(n, MaxCell+1)))
				err, blank, trailing = m.Skip(), false, false
			case "tab":
				out.WriteByte('\t')
				err, blank, trailing = m.Skip(), false, false
			case "line-break":
				out.WriteByte('\n')
				err, blank, trailing = m.Skip(), false, false
			case "annotation", "note", "ruby-text":
				err = m.Skip()
			default:
				depth++
			}
			if err != nil {
				return err
			}
		}
		if out.Len()-from > 2*MaxCell {
			return damaged(errors.New("a paragraph is too long"))
		}
	}
	if trailing {
		s := out.String()
		out.Reset()
		out.WriteString(s[:len(s)-1])
	}
	return nil
}

// repeated reads a count of at least 1.
func repeated(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(Attr(e, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, 1<<30)
}
