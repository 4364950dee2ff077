package print

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relsNS  = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	officeR = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	wordML  = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
)

const docxTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordML + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordML + `styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="` + wordML + `numbering+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordML + `settings+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordML + `footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const docxRels = xmlHead + `<Relationships ` + relsNS + `>` +
	`<Relationship Id="rId1" Type="` + officeR + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const docxDocumentRels = xmlHead + `<Relationships ` + relsNS + `>` +
	`<Relationship Id="rId1" Type="` + officeR + `styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + officeR + `numbering" Target="numbering.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeR + `settings" Target="settings.xml"/>` +
	`<Relationship Id="rId4" Type="` + officeR + `footer" Target="footer1.xml"/></Relationships>`

const docxSettings = xmlHead + `<w:settings ` + wordNS + `><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

func (d *docx) core() string {
	date := ""
	if !d.doc.Date.IsZero() {
		at := d.doc.Date.UTC().Format(time.RFC3339)
		date = `<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>`
	}
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(d.doc.Title) + `</dc:title><dc:language>` + d.doc.Lang + `</dc:language>` + date + `</cp:coreProperties>`
}

// styles writes the same look the PDF has, as styles a worker can change.
func (d *docx) styles() string {
	half := func(factor float64) int { return int(d.doc.Size*factor*2 + 0.5) }
	var b strings.Builder
	fmt.Fprintf(&b, xmlHead+`<w:styles `+wordNS+`><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:color w:val="211F1C"/><w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="%s" w:bidi="%s"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="324" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
		half(1), half(1.08), d.doc.Lang, d.doc.Lang)
	style := func(id, name, based, paragraph, run string) {
		kind := ""
		if id == "Normal" {
			kind = ` w:default="1"`
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, kind, id, name)
		if based != "" {
			fmt.Fprintf(&b, `<w:basedOn w:val="%s"/>`, based)
		}
		if strings.HasPrefix(id, "Heading") {
			b.WriteString(`<w:next w:val="Normal"/>`)
		}
		fmt.Fprintf(&b, `<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, paragraph, run)
	}
	size := func(f float64) string {
		return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half(f), half(f*1.08))
	}
	style("Normal", "Normal", "", "", "")
	style("Small", "Small", "Normal", "", `<w:color w:val="4D4742"/>`+size(0.9))
	for i, f := range []float64{1.85, 1.3, 1.1} {
		style(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), "Normal",
			fmt.Sprintf(`<w:keepNext/><w:keepLines/><w:spacing w:before="%d" w:after="120" w:line="288" w:lineRule="auto"/><w:outlineLvl w:val="%d"/>`, 320-40*i, i),
			`<w:b/><w:bCs/><w:color w:val="0F474F"/>`+size(f))
	}
	const sandy = `<w:keepLines/><w:shd w:val="clear" w:color="auto" w:fill="FCF4E6"/>`
	style("Quote", "Quote", "Normal", `<w:keepNext/>`+sandy+`<w:spacing w:before="160" w:after="0"/><w:ind w:left="284" w:right="284"/>`, size(1.15))
	style("QuoteTranslation", "Quote Translation", "Quote", `<w:spacing w:before="0" w:after="0"/>`, size(1))
	style("QuoteNote", "Quote Note", "Quote", `<w:keepNext w:val="0"/><w:spacing w:before="80" w:after="0"/>`, `<w:color w:val="4D4742"/>`+size(0.9))
	style("ListBullet", "List Bullet", "Normal", `<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>`, "")
	style("ListNumber", "List Number", "Normal", `<w:spacing w:after="60"/>`, "")
	style("ListNote", "List Note", "Small", `<w:spacing w:after="100"/><w:ind w:left="454"/>`, "")
	const misty = `<w:keepLines/><w:shd w:val="clear" w:color="auto" w:fill="EAF3F3"/>`
	style("Notice", "Notice", "Normal", misty+`<w:spacing w:before="0" w:after="0"/><w:ind w:left="284" w:right="284"/>`, "")
	style("NoticeTitle", "Notice Title", "Notice", `<w:keepNext/><w:spacing w:before="200" w:after="0"/>`, `<w:b/><w:bCs/><w:color w:val="0F474F"/>`)
	style("TableText", "Table Text", "Normal", `<w:spacing w:before="60" w:after="60"/>`, "")
	style("Footer", "footer", "Normal", `<w:tabs><w:tab w:val="right" w:pos="9300"/></w:tabs><w:spacing w:after="0"/>`, `<w:color w:val="4D4742"/><w:sz w:val="19"/><w:szCs w:val="20"/>`)
	b.WriteString(`<w:style w:type="table" w:customStyle="1" w:styleId="PlainTable"><w:name w:val="Plain Lines"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="CCC7BF"/><w:insideH w:val="single" w:sz="6" w:space="0" w:color="CCC7BF"/></w:tblBorders><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return b.String()
}

func (d *docx) numbering() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering ` + wordNS + `>`)
	for i, level := range []string{`<w:numFmt w:val="bullet"/><w:lvlText w:val="` + "\u2022" + `"/>`, `<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>`} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>%s<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr><w:rPr><w:b/><w:bCs/><w:color w:val="0F474F"/></w:rPr></w:lvl></w:abstractNum>`, i, level)
	}
	b.WriteString(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	for i := range d.lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+2)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}

func (d *docx) direction() string {
	if d.doc.Dir == RTL {
		return `<w:bidi/>`
	}
	return ""
}

func (d *docx) footer() string {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<w:ftr ` + wordNS + `><w:p><w:pPr><w:pStyle w:val="Footer"/>` + d.direction() + `</w:pPr>`)
	words := func(s string) {
		if s != "" {
			d.runs(&b, Text{Dir: d.doc.Dir, Runs: []Run{{Text: s, Lang: d.doc.Lang}}})
		}
	}
	words(strings.ReplaceAll(d.doc.Footer, "\n", " "))
	b.WriteString(`<w:r><w:tab/></w:r>`)
	rest := strings.ReplaceAll(d.doc.PageLabel, "\n", " ")
	for rest != "" {
		page, pages := strings.Index(rest, "{page}"), strings.Index(rest, "{pages}")
		switch {
		case page >= 0 && (pages < 0 || page < pages):
			words(rest[:page])
			b.WriteString(`<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>`)
			rest = rest[page+len("{page}"):]
		case pages >= 0:
			words(rest[:pages])
			b.WriteString(`<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>`)
			rest = rest[pages+len("{pages}"):]
		default:
			words(rest)
			rest = ""
		}
	}
	b.WriteString(`</w:p></w:ftr>`)
	return b.String()
}

func (d *docx) document() string {
	return xmlHead + `<w:document ` + wordNS + `><w:body>` + d.body.String() +
		`<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1080" w:right="1300" w:bottom="1320" w:left="1300" w:header="560" w:footer="560" w:gutter="0"/>` +
		d.direction() + `</w:sectPr></w:body></w:document>`
}
