package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

// maxExcel is how many characters Excel takes in one cell.
const maxExcel = 32_767

// written is the time of every entry: the same cells give the same bytes.
var written = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	relNS     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	mainNS    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	packageNS = "http://schemas.openxmlformats.org/package/2006/"
)

// WriteXLSX writes a workbook for Excel. Every cell is stored as text in a cell formatted as text, so nothing is
// computed and no guard is needed; ReadXLSX gives back the same texts, exactly. Sheet names must be as checkNames wants
// them (sheet.name); a text that is no UTF-8 or longer than Excel takes is refused with its place (sheet.unwritable). Hidden sheets stay hidden;
// Cell.Formula is never written.
func WriteXLSX(w io.Writer, sheets []Sheet) error {
	if err := checkNames(sheets); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	var types, list, rels strings.Builder
	for i, s := range sheets {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		state := ""
		if s.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, markupText(s.Name), i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relNS, i+1)
	}
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="` + packageNS + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainNS + `" xmlns:r="` + relNS + `"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", fmt.Sprintf(`<Relationships xmlns="%srelationships">%s<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, packageNS, rels.String(), len(sheets)+1, relNS)},
		{"xl/styles.xml", `<styleSheet xmlns="` + mainNS + `"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs></styleSheet>`},
	}
	for _, p := range parts {
		if err := addPart(z, p.name, p.text); err != nil {
			return err
		}
	}
	for i, s := range sheets {
		out, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), Method: zip.Deflate, Modified: written})
		if err != nil {
			return err
		}
		if err := writeCells(out, s); err != nil {
			return err
		}
	}
	return z.Close()
}

// writeCells streams the rows of one sheet.
func writeCells(w io.Writer, s Sheet) error {
	if _, err := io.WriteString(w, xml.Header+`<worksheet xmlns="`+mainNS+`"><sheetData>`); err != nil {
		return err
	}
	var b strings.Builder
	for r, row := range s.Rows {
		fmt.Fprintf(&b, `<row r="%d">`, r+1)
		for c, cell := range row {
			if !utf8.ValidString(cell.Text) || utf8.RuneCountInString(cell.Text) > maxExcel {
				return unwritable(s.Name, r+1, c+1)
			}
			fmt.Fprintf(&b, `<c r="%s" s="1" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, place(r+1, c+1), markupText(escapeX(cell.Text)))
		}
		b.WriteString(`</row>`)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
		b.Reset()
	}
	_, err := io.WriteString(w, `</sheetData></worksheet>`)
	return err
}

func addPart(z *zip.Writer, name, text string) error {
	out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: written})
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, xml.Header+text)
	return err
}

// markupText escapes a text for XML. A line break becomes a reference, so that no reader normalises it.
func markupText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}

// checkNames holds sheet names to what Excel accepts: 1 to 31 characters, none of []:*?/\ and no apostrophe at an end,
// each different from the others whatever their case.
func checkNames(sheets []Sheet) error {
	if len(sheets) == 0 || len(sheets) > MaxSheets {
		return problem.Wrap(errors.New("no sheets, or too many"), problem.Invalid, "sheet.sheets", "max", MaxSheets)
	}
	seen := map[string]bool{}
	for _, s := range sheets {
		n := utf8.RuneCountInString(s.Name)
		fold := strings.ToLower(s.Name)
		plain := !strings.ContainsFunc(s.Name, func(r rune) bool { return r < 0x20 || strings.ContainsRune(`[]:*?/\`, r) })
		if n < 1 || n > 31 || seen[fold] || !plain || !utf8.ValidString(s.Name) || strings.HasPrefix(s.Name, "'") || strings.HasSuffix(s.Name, "'") {
			return problem.New(problem.Invalid, "sheet.name", "sheet", s.Name)
		}
		seen[fold] = true
	}
	return nil
}
