package sheet

import (
	"encoding/xml"
	"errors"
	"path"
	"strings"

	"stablefutures/internal/problem"
)

// ReadXLSX reads an Excel workbook: every sheet in its order, hidden ones marked. The text of a cell that holds a number
// is formatted as far as that is certain (Cell.Number); of one with a formula it is the result the file was saved with.
func ReadXLSX(b []byte) (Workbook, error) {
	a, err := OpenArchive(b)
	if err != nil {
		return Workbook{}, err
	}
	x := &workbookXML{archive: a, book: &tally{}}
	if err := x.outline(); err != nil {
		return Workbook{}, err
	}
	out := Workbook{Kind: XLSX}
	for _, s := range x.sheets {
		t := &table{book: x.book, sheet: Sheet{Name: s.name, Hidden: s.hidden}}
		if s.part == "" || !a.Has(s.part) {
			return Workbook{}, damaged(errors.New("a sheet is missing"))
		}
		if strings.Contains(s.kind, "/worksheet") { // charts and dialogs hold no cells
			if err := (&sheetXML{book: x, table: t}).read(s.part); err != nil {
				return Workbook{}, err
			}
		}
		out.Sheets = append(out.Sheets, t.sheet)
	}
	return out, nil
}

// workbookXML is what the sheets of one workbook have in common.
type workbookXML struct {
	archive *Archive
	book    *tally
	sheets  []struct {
		name, part, kind string
		hidden           bool
	}
	shared   []string // the texts that cells point to
	formats  []string // the number format of each cell style
	from1904 bool
}

// relation is one row of a .rels entry.
type relation struct{ kind, part string }

// relations reads which parts a part points to, by their ids and by the ends of their kinds.
func (x *workbookXML) relations(part string) (map[string]relation, error) {
	dir, file := path.Split(part)
	out := map[string]relation{}
	err := x.archive.each(dir+"_rels/"+file+".rels", func(_ *Markup, e xml.StartElement) error {
		if e.Name.Local != "Relationship" || Attr(e, "TargetMode") == "External" {
			return nil
		}
		target := Attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		kind := Attr(e, "Type")
		r := relation{kind: kind, part: strings.TrimPrefix(path.Clean(target), "/")}
		out[Attr(e, "Id")] = r
		out[path.Base(kind)] = r
		return nil
	})
	return out, err
}

// outline reads the list of sheets, the shared texts and the number formats.
func (x *workbookXML) outline() error {
	main := "xl/workbook.xml"
	if top, err := x.relations(""); err == nil && top["officeDocument"].part != "" {
		main = top["officeDocument"].part
	}
	parts, err := x.relations(main)
	if err != nil {
		return err
	}
	err = x.archive.each(main, func(_ *Markup, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			x.from1904 = truth(Attr(e, "date1904"))
		case "sheet":
			if len(x.sheets) == MaxSheets {
				return problem.New(problem.Invalid, "sheet.sheets", "max", MaxSheets)
			}
			var id string
			for _, at := range e.Attr {
				if at.Name.Local == "id" && strings.Contains(at.Name.Space, "relationships") {
					id = at.Value
				}
			}
			state := Attr(e, "state")
			x.sheets = append(x.sheets, struct {
				name, part, kind string
				hidden           bool
			}{Attr(e, "name"), parts[id].part, parts[id].kind, state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if p := parts["sharedStrings"].part; p != "" && x.archive.Has(p) {
		if err := x.readShared(p); err != nil {
			return err
		}
	}
	if p := parts["styles"].part; p != "" && x.archive.Has(p) {
		return x.readFormats(p)
	}
	return nil
}

// readShared reads the table of texts.
func (x *workbookXML) readShared(part string) error {
	size := 0
	return x.archive.each(part, func(m *Markup, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(m)
		if err != nil {
			return err
		}
		size += len(s)
		if len(x.shared) >= MaxCells || size > MaxText {
			return problem.New(problem.Invalid, "sheet.bomb", "max", MaxText>>20)
		}
		x.shared = append(x.shared, s)
		return nil
	})
}

// richText reads what stands in an element of type CT_Rst: its t, or those of its runs, without reading aids (rPh).
func richText(m *Markup) (string, error) {
	var s strings.Builder
	for depth := 1; depth > 0; {
		t, err := m.Next()
		if err != nil {
			return "", damaged(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				one, err := m.Text()
				if err != nil {
					return "", err
				}
				if s.Len()+len(one) > MaxText {
					return "", bomb()
				}
				s.WriteString(one)
			case "rPh":
				if err := m.Skip(); err != nil {
					return "", err
				}
			default:
				depth++
			}
		}
	}
	return unescapeX(s.String())
}

// readFormats reads the number format of every cell style.
func (x *workbookXML) readFormats(part string) error {
	custom := map[string]string{}
	inCells := false
	return x.archive.each(part, func(_ *Markup, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			custom[Attr(e, "numFmtId")] = Attr(e, "formatCode")
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if !inCells {
				return nil
			}
			id := Attr(e, "numFmtId")
			code, ok := custom[id]
			if !ok {
				code = builtin[id]
			}
			x.formats = append(x.formats, code)
		}
		return nil
	})
}

func truth(s string) bool { return s == "1" || s == "true" }
