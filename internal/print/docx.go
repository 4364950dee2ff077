package print

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// WriteDOCX writes doc as a Word document (Office Open XML) with real styles,
// headings, lists and table headings, languages and directions, so that it can
// be worked on. The same doc gives the same bytes. It needs no fonts here; it
// asks for Arial, and Ebrima for Ethiopic, which office machines have. Errors:
// ErrNoTitle, ErrTooLong, ErrTable, or w's own.
func WriteDOCX(w io.Writer, doc Doc) error {
	doc, err := prepared(doc)
	if err != nil {
		return err
	}
	d := docx{doc: doc}
	for _, b := range doc.Blocks {
		d.block(b)
	}
	z := zip.NewWriter(w)
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", d.types()},
		{"_rels/.rels", docxRels},
		{"docProps/core.xml", d.core()},
		{"word/_rels/document.xml.rels", d.relations()},
		{"word/styles.xml", d.styles()},
		{"word/numbering.xml", d.numbering()},
		{"word/settings.xml", docxSettings},
		{"word/footer1.xml", d.footer()},
		{"word/document.xml", d.document()},
	}
	for i, image := range d.images {
		parts = append(parts, struct{ name, content string }{fmt.Sprintf("word/media/image%d.png", i+1), string(image)})
	}
	for _, part := range parts {
		// One fixed date: the zip must not tell when it was made.
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = io.WriteString(f, part.content)
		}
		if err != nil {
			return fmt.Errorf("write docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write docx: %w", err)
	}
	return nil
}

// docx is a Word document in the making.
type docx struct {
	doc   Doc
	body  bytes.Buffer
	lists int // ordered lists so far: each counts from one
	// images are pictures' pixels, in the order they stand.
	images [][]byte
}

func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // into memory: cannot fail
	return b.String()
}

// format is the formatting of one paragraph beyond its style.
type format struct {
	style string
	list  int       // numbering, 0 for none
	bar   string    // colour of a bar where reading starts
	side  Direction // where lines begin; Auto is the text's own direction
}

func (d *docx) block(b Block) {
	switch b := b.(type) {
	case Heading:
		d.paragraph(b.Text, format{style: fmt.Sprintf("Heading%d", b.Level)})
	case Para:
		style := "Normal"
		if b.Small {
			style = "Small"
		}
		d.paragraph(b.Text, format{style: style})
	case Quote:
		d.quote(b)
	case List:
		d.list(b)
	case Table:
		d.table(b)
	case Notice:
		f := format{style: "NoticeTitle", bar: "0F474F", side: d.doc.Dir}
		d.paragraph(b.Title, f)
		f.style = "Notice"
		for _, p := range b.Paras {
			d.paragraph(p, f)
		}
		d.body.WriteString(docxGap)
	case Rule:
		d.body.WriteString(`<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="CCC7BF"/></w:pBdr></w:pPr></w:p>`)
	case Spacer:
		for i := 0.5; i <= b.Lines; i++ {
			d.body.WriteString(`<w:p/>`)
		}
	case Picture:
		d.picture(b)
	case Group:
		d.parts(b.Parts)
	case Board:
		d.parts(b.Head)
		for _, p := range b.Panels {
			d.parts(p.Parts)
			d.body.WriteString(docxGap)
		}
		d.parts(b.Foot)
	case Fitted:
		for _, inner := range b.Blocks {
			d.block(inner)
		}
	}
}

// parts writes the words of parts, to be worked on; the pictures and the places
// of a board are for paper alone.
func (d *docx) parts(parts []Part) {
	for _, w := range wordsOf(parts) {
		style := "Normal"
		if w.Level > 0 {
			style = fmt.Sprintf("Heading%d", w.Level)
		}
		d.paragraph(w.Text, format{style: style})
	}
}

func (d *docx) quote(q Quote) {
	f := format{style: "Quote", bar: "CC8724", side: q.Words.Dir}
	d.paragraph(q.Words, f)
	f.style = "QuoteNote"
	if q.TranslationLabel != "" && !q.Translation.empty() {
		d.paragraph(Text{Lang: d.doc.Lang, Dir: d.doc.Dir, Runs: []Run{{Text: q.TranslationLabel, Lang: d.doc.Lang}}}, f)
	}
	f.style = "QuoteTranslation"
	d.paragraph(q.Translation, f)
	f.style = "QuoteNote"
	d.paragraph(q.Source, f)
	d.body.WriteString(docxGap)
}

// docxGap keeps two boxes apart, which Word would draw as one.
const docxGap = `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>`

func (d *docx) list(l List) {
	f := format{style: "ListBullet", list: 1}
	if l.Ordered {
		d.lists++
		f = format{style: "ListNumber", list: 1 + d.lists}
	}
	for _, it := range l.Items {
		text := it.Text
		if text.empty() {
			text = Text{Lang: d.doc.Lang, Dir: text.Dir, Runs: []Run{{Text: "\u2013", Lang: d.doc.Lang}}}
		}
		d.paragraph(text, f)
		for _, n := range it.Notes {
			d.paragraph(n, format{style: "ListNote", side: it.Text.Dir})
		}
	}
}

func (d *docx) table(t Table) {
	columns := len(t.Head)
	if columns == 0 && len(t.Rows) > 0 {
		columns = len(t.Rows[0])
	}
	if columns == 0 {
		return
	}
	b := &d.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="PlainTable"/>`)
	if d.doc.Dir == RTL {
		b.WriteString(`<w:bidiVisual/>`)
	}
	fmt.Fprintf(b, `<w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0000" w:firstRow="%d" w:lastRow="0" w:firstColumn="%d" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`,
		bit(len(t.Head) > 0), bit(t.RowHead))
	for range columns {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, 9300/columns)
	}
	b.WriteString(`</w:tblGrid>`)
	if len(t.Head) > 0 {
		d.row(t.Head, `<w:cantSplit/><w:tblHeader/>`, func(int) bool { return true })
	}
	for _, r := range t.Rows {
		d.row(r, `<w:cantSplit/>`, func(i int) bool { return t.RowHead && i == 0 })
	}
	b.WriteString(`</w:tbl><w:p><w:pPr><w:pStyle w:val="Small"/></w:pPr></w:p>`)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (d *docx) row(cells []Text, properties string, head func(int) bool) {
	d.body.WriteString(`<w:tr><w:trPr>` + properties + `</w:trPr>`)
	for i, c := range cells {
		d.body.WriteString(`<w:tc>`)
		if head(i) {
			c = c.bold()
		}
		if c.empty() {
			d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>`)
		}
		d.paragraph(c, format{style: "TableText", side: d.doc.Dir})
		d.body.WriteString(`</w:tc>`)
	}
	d.body.WriteString(`</w:tr>`)
}

// paragraph writes one paragraph; an empty text writes none.
func (d *docx) paragraph(t Text, f format) {
	if t.empty() {
		return
	}
	b := &d.body
	fmt.Fprintf(b, `<w:p><w:pPr><w:pStyle w:val="%s"/>`, f.style)
	if f.list > 0 {
		fmt.Fprintf(b, `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, f.list)
	}
	if f.bar != "" {
		side := "left"
		if f.side == RTL {
			side = "right"
		}
		fmt.Fprintf(b, `<w:pBdr><w:%s w:val="single" w:sz="36" w:space="10" w:color="%s"/></w:pBdr>`, side, f.bar)
	}
	if t.Dir == RTL {
		b.WriteString(`<w:bidi/>`)
	}
	switch {
	case f.side == Auto || f.side == t.Dir || f.bar != "":
	case f.style == "ListNote":
		b.WriteString(`<w:ind w:left="0" w:right="454"/><w:jc w:val="right"/>`)
	default: // Word counts left and right from where the paragraph begins
		b.WriteString(`<w:jc w:val="right"/>`)
	}
	b.WriteString(`</w:pPr>`)
	d.runs(b, t)
	b.WriteString(`</w:p>`)
}

// runs writes the runs of a text, each cut where direction or script changes:
// Word needs to be told which letters run from right to left, and takes other
// fonts, weights and languages for them.
func (d *docx) runs(b *bytes.Buffer, t Text) {
	for _, r := range t.Runs {
		for n, text := range strings.Split(r.Text, "\n") {
			if n > 0 {
				b.WriteString(`<w:r><w:br/></w:r>`)
			}
			rs := []rune(text)
			level := levels(rs, t.Dir == RTL)
			for i := 0; i < len(rs); {
				j, script := i+1, ethiopic(rs[i])
				for j < len(rs) && level[j]%2 == level[i]%2 && (ethiopic(rs[j]) == script || rs[j] == ' ') {
					j++
				}
				d.run(b, r, string(rs[i:j]), level[i]%2 == 1, script)
				i = j
			}
		}
	}
}

func ethiopic(r rune) bool { return unicode.Is(unicode.Ethiopic, r) }

func (d *docx) run(b *bytes.Buffer, r Run, text string, rtl, ebrima bool) {
	b.WriteString(`<w:r><w:rPr>`)
	if ebrima {
		b.WriteString(`<w:rFonts w:ascii="Ebrima" w:hAnsi="Ebrima" w:eastAsia="Ebrima" w:cs="Ebrima"/>`)
	}
	if r.Bold {
		b.WriteString(`<w:b/><w:bCs/>`)
	}
	if rtl {
		fmt.Fprintf(b, `<w:rtl/><w:lang w:bidi="%s"/>`, r.Lang)
	} else {
		fmt.Fprintf(b, `<w:lang w:val="%s"/>`, r.Lang)
	}
	b.WriteString(`</w:rPr><w:t xml:space="preserve">`)
	b.WriteString(escape(text))
	b.WriteString(`</w:t></w:r>`)
}
