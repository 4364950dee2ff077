package sheet

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const odsType = "application/vnd.oasis.opendocument.spreadsheet"

// WriteODS writes an OpenDocument spreadsheet. Every cell is stored as text, so nothing is computed and no guard is
// needed; ReadODS gives back the same texts, exactly. Control characters other than tab and line feed have no place in
// the format: a text with one is refused with its place (sheet.unwritable), as is one that is no UTF-8. Sheet names are
// held to the same rule as in WriteXLSX.
func WriteODS(w io.Writer, sheets []Sheet) error {
	if err := checkNames(sheets); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	// The type comes first and unpacked, so that a program can tell the file by its bytes.
	out, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store, Modified: written})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, odsType); err != nil {
		return err
	}
	err = addPart(z, "META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="`+odsType+`"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(`<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.3"><office:automatic-styles><style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>`)
	for _, s := range sheets {
		if err := odsTable(&b, s); err != nil {
			return err
		}
	}
	b.WriteString(`</office:spreadsheet></office:body></office:document-content>`)
	if err := addPart(z, "content.xml", b.String()); err != nil {
		return err
	}
	return z.Close()
}

func odsTable(b *strings.Builder, s Sheet) error {
	style := ""
	if s.Hidden {
		style = ` table:style-name="hidden"`
	}
	fmt.Fprintf(b, `<table:table table:name="%s"%s>`, markupText(s.Name), style)
	if len(s.Rows) == 0 {
		b.WriteString(`<table:table-row><table:table-cell/></table:table-row>`)
	}
	for r, row := range s.Rows {
		b.WriteString(`<table:table-row>`)
		if len(row) == 0 {
			b.WriteString(`<table:table-cell/>`)
		}
		for c, cell := range row {
			if len(cell.Text) >= MaxCell || !utf8.ValidString(cell.Text) || strings.ContainsFunc(cell.Text, unfit) {
				return unwritable(s.Name, r+1, c+1)
			}
			b.WriteString(`<table:table-cell office:value-type="string">`)
			for _, line := range strings.Split(cell.Text, "\n") {
				odsLine(b, line)
			}
			b.WriteString(`</table:table-cell>`)
		}
		b.WriteString(`</table:table-row>`)
	}
	b.WriteString(`</table:table>`)
	return nil
}

// odsLine writes one paragraph. Every blank that the reader would fold becomes an element.
func odsLine(b *strings.Builder, line string) {
	b.WriteString(`<text:p>`)
	for i, r := range line {
		switch {
		case r == '\t':
			b.WriteString(`<text:tab/>`)
		case r == ' ' && (i == 0 || i == len(line)-1 || line[i-1] == ' ' || line[i-1] == '\t'):
			b.WriteString(`<text:s/>`)
		default:
			b.WriteString(markupText(string(r)))
		}
	}
	b.WriteString(`</text:p>`)
}

// unfit reports a character that an OpenDocument text cannot hold.
func unfit(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}
