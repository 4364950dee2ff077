package extract

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// readDOCX reads the paragraphs, tables and text boxes of a Word file in their order. Inserted text that was recorded is
// kept, deleted text is left out and a note says so.
func readDOCX(a *sheet.Archive) (*Extract, error) {
	d := &docx{archive: a, page: &Page{}, styles: map[string]style{}, lists: newLists()}
	main, err := d.mainPart()
	if err != nil {
		return nil, err
	}
	dir := path.Dir(main)
	for _, part := range []struct {
		name string
		read func(*sheet.Markup) error
	}{{dir + "/styles.xml", d.readStyles}, {dir + "/numbering.xml", d.lists.read}, {main, d.readBody}} {
		if part.name != main && !a.Has(part.name) {
			continue
		}
		if err := d.read(part.name, part.read); err != nil {
			return nil, err
		}
	}
	x := &Extract{Kind: DOCX, Pages: []Page{*d.page}}
	if d.deletions {
		x.Notes = append(x.Notes, "extract.note.deletions")
	}
	if d.notes {
		x.Notes = append(x.Notes, "extract.note.notes")
	}
	return x, nil
}

// docx is one Word file being read.
type docx struct {
	archive   *sheet.Archive
	page      *Page
	styles    map[string]style
	lists     *lists
	size      int // bytes of text so far
	tables    int
	deletions bool
	notes     bool
}

// style is what a paragraph style says about its letters, as far as it matters here.
type style struct {
	based   string
	heading int
	size    float64
	bold    bool
	list    string
	level   int
}

// cellPlace says in which cell of which table a paragraph stands.
type cellPlace struct {
	table       string
	row, column int
	merged      bool
}

func (d *docx) read(part string, do func(*sheet.Markup) error) error {
	r, err := d.archive.Open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	return do(sheet.NewMarkup(r))
}

// mainPart finds the document in the package; word/document.xml unless the package says otherwise.
func (d *docx) mainPart() (string, error) {
	main := "word/document.xml"
	if !d.archive.Has("_rels/.rels") {
		return main, nil
	}
	err := d.read("_rels/.rels", func(m *sheet.Markup) error {
		return m.Elements(func(e xml.StartElement) error {
			if strings.HasSuffix(sheet.Attr(e, "Type"), "/officeDocument") {
				main = strings.TrimPrefix(path.Clean("/"+sheet.Attr(e, "Target")), "/")
			}
			return nil
		})
	})
	return main, err
}

// children calls do for every element directly inside the one that was last begun; do reads each to its end.
func children(m *sheet.Markup, do func(xml.StartElement) error) error {
	for {
		t, err := m.Next()
		if err == io.EOF {
			return problem.Wrap(errors.New("the markup ends early"), problem.Invalid, "sheet.damaged")
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := do(t); err != nil {
				return err
			}
		}
	}
}

// on reads a switch such as <w:b/>, which is on unless it says otherwise.
func on(e xml.StartElement) bool {
	switch sheet.Attr(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

func whole(e xml.StartElement) int {
	n, _ := strconv.Atoi(sheet.Attr(e, "val"))
	return n
}

// readStyles reads the paragraph styles.
func (d *docx) readStyles(m *sheet.Markup) error {
	id, s, paragraph := "", style{}, false
	keep := func() {
		if id != "" && paragraph && len(d.styles) < 5000 {
			d.styles[id] = s
		}
	}
	err := m.Elements(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "style":
			keep()
			id, s, paragraph = sheet.Attr(e, "styleId"), style{}, sheet.Attr(e, "type") == "paragraph"
		case "basedOn":
			s.based = sheet.Attr(e, "val")
		case "outlineLvl":
			s.heading = whole(e) + 1
		case "sz":
			s.size = float64(whole(e)) / 2
		case "b":
			s.bold = on(e)
		case "numId":
			s.list = sheet.Attr(e, "val")
		case "ilvl":
			s.level = whole(e)
		}
		return nil
	})
	keep()
	return err
}

// styleOf adds up a style and those it is based on.
func (d *docx) styleOf(id string) style {
	out := style{}
	for range 20 { // a style based on itself ends here
		s, ok := d.styles[id]
		if !ok {
			break
		}
		if out.heading == 0 {
			out.heading = s.heading
		}
		if out.size == 0 {
			out.size = s.size
		}
		if out.list == "" {
			out.list, out.level = s.list, s.level
		}
		out.bold = out.bold || s.bold
		id = s.based
	}
	return out
}

// readBody reads the document.
func (d *docx) readBody(m *sheet.Markup) error {
	return m.Elements(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "headerReference", "footerReference":
			d.notes = true
		}
		return d.block(m, e, cellPlace{})
	})
}

// block reads a paragraph or a table to its end; anything else is left for its children to be seen.
func (d *docx) block(m *sheet.Markup, e xml.StartElement, at cellPlace) error {
	switch e.Name.Local {
	case "p":
		return d.paragraph(m, at)
	case "tbl":
		d.tables++
		return d.table(m, strconv.Itoa(d.tables))
	case "del", "moveFrom":
		d.deletions = true
		return m.Skip()
	case "Fallback":
		return m.Skip()
	}
	return nil
}

// table reads a table, row by row. Controls around rows and cells are looked through.
func (d *docx) table(m *sheet.Markup, name string) error {
	row := 0
	var rows func(xml.StartElement) error
	rows = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tr":
			row++
			return d.row(m, name, row)
		case "sdt", "sdtContent", "ins", "customXml":
			return children(m, rows)
		}
		return m.Skip()
	}
	return children(m, rows)
}

func (d *docx) row(m *sheet.Markup, name string, row int) error {
	column := 1
	var cells func(xml.StartElement) error
	cells = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tc":
			wide, err := d.cell(m, cellPlace{table: name, row: row, column: column})
			column += wide
			return err
		case "trPr":
			return children(m, func(e xml.StartElement) error {
				if e.Name.Local == "gridBefore" {
					column += min(max(whole(e), 0), sheet.MaxWidth)
				}
				return m.Skip()
			})
		case "sdt", "sdtContent", "ins", "customXml":
			return children(m, cells)
		}
		return m.Skip()
	}
	return children(m, cells)
}

// cell reads one cell and says how many columns wide it is.
func (d *docx) cell(m *sheet.Markup, at cellPlace) (int, error) {
	wide := 1
	var inside func(xml.StartElement) error
	inside = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tcPr":
			return children(m, func(e xml.StartElement) error {
				switch e.Name.Local {
				case "gridSpan":
					wide = min(max(whole(e), 1), sheet.MaxWidth)
					at.merged = at.merged || wide > 1
				case "vMerge":
					at.merged = true
				}
				return m.Skip()
			})
		case "p", "tbl", "del", "moveFrom", "Fallback":
			return d.block(m, e, at)
		}
		return children(m, inside)
	}
	return wide, children(m, inside)
}
