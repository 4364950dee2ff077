package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/problem"
)

// zipped makes an archive of entries given as name, text, name, text.
func zipped(entries ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(entries); i += 2 {
		w, _ := z.Create(entries[i])
		io.WriteString(w, entries[i+1])
	}
	z.Close()
	return b.Bytes()
}

// excel makes a workbook with one sheet "Garden", and further entries.
func excel(sheetXML string, more ...string) []byte {
	return zipped(append([]string{
		"_rels/.rels", `<Relationships><Relationship Id="a" Type="` + relNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="` + relNS + `"><sheets><sheet name="Garden" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="` + relNS + `/worksheet" Target="worksheets/s.xml"/>` +
			`<Relationship Id="r2" Type="` + relNS + `/sharedStrings" Target="strings.xml"/><Relationship Id="r3" Type="` + relNS + `/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/s.xml", sheetXML,
	}, more...)...)
}

// open makes an OpenDocument spreadsheet of one content.xml.
func openDocument(tables string) []byte {
	return zipped("mimetype", odsType, "content.xml", `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:body><office:spreadsheet>`+tables+`</office:spreadsheet></office:body></office:document-content>`)
}

// texts is one line for each row: cells by |, with what is to be known of a cell behind its text.
func texts(rows [][]Cell) string {
	var b strings.Builder
	for _, r := range rows {
		for i, c := range r {
			if i > 0 {
				b.WriteByte('|')
			}
			b.WriteString(strings.ReplaceAll(c.Text, "\n", "⏎"))
			if c.Formula != "" {
				fmt.Fprintf(&b, "{=%s}", c.Formula)
			}
			for _, flag := range []struct {
				on   bool
				name string
			}{{c.Hidden, "hidden"}, {c.Merged, "merged"}, {c.Number, "number"}, {c.Guarded, "guarded"}} {
				if flag.on {
					b.WriteString("[" + flag.name + "]")
				}
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestReadXLSX_saysWhatIsMergedComputedHiddenOrANumber(t *testing.T) {
	book, err := ReadXLSX(excel(`<worksheet><cols><col min="3" max="3" hidden="1"/></cols><sheetData>
		<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></is></c><c r="C1" t="str"><v>x</v></c></row>
		<row r="2" hidden="1"><c r="A2"><v>1.1000000000000001</v></c><c r="B2" s="1"><v>1.1</v></c></row>
		<row r="4"><c r="A4" t="str"><f>A1&amp;"!"</f><v>saved</v></c><c r="B4" t="b"><v>1</v></c><c r="D4" s="2"><v>46348</v></c><c r="E4" t="e"><v>#REF!</v></c><c r="F4"><f t="shared" si="0">A4+1</f><v>2</v></c><c r="G4"><f t="shared" si="0"/><v>3</v></c></row>
		<row r="5"><c r="A5" t="inlineStr"><is><t>a_x000D_b_x005F_c</t></is></c><c r="B5" s="1"/></row>
		</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`,
		"xl/strings.xml", `<sst><si><t xml:space="preserve"> “first” – office </t></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.00"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`))
	if err != nil {
		t.Fatal(err)
	}
	want := " “first” – office [merged]|rich text[merged]|x[hidden]\n" +
		"1.1[hidden][number]|1.10[hidden][number]\n" +
		"\n" +
		"saved{=A1&\"!\"}|TRUE[number]||2026-11-22[number]|#REF!|2{=A4+1}[number]|3{=A4+1}[number]\n" +
		"a\rb_c\n"
	if got := texts(book.Sheets[0].Rows); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestReadODS_saysWhatIsMergedComputedOrHidden(t *testing.T) {
	book, err := ReadODS(openDocument(`<table:tracked-changes><table:table table:name="Gone"><table:table-row><table:table-cell><text:p>gone</text:p></table:table-cell></table:table-row></table:table></table:tracked-changes>
		<table:table table:name="Garden"><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
		<table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>one<text:s text:c="3"/>two</text:p><text:p> three
		 four <text:span>five</text:span><text:note>six</text:note></text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table-header-rows>
		<table:table-row table:visibility="collapse"><table:table-cell office:value-type="float" office:value="1.1"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>1.10</text:p></table:table-cell></table:table-row>
		<table:table-row table:number-rows-repeated="2"><table:table-cell table:formula="of:=[.A1]" office:value-type="string"><text:p>saved</text:p></table:table-cell></table:table-row>
		<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`))
	if err != nil {
		t.Fatal(err)
	}
	want := "one   two⏎three four five[merged]||x[hidden]\n1.10[hidden][number]\nsaved{=[.A1]}\nsaved{=[.A1]}\n"
	if got := texts(book.Sheets[0].Rows); got != want || book.Sheets[0].Name != "Garden" || len(book.Sheets) != 1 {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestReadCSV_encodingsAndSeparators(t *testing.T) {
	for name, c := range map[string]struct {
		file, want, encoding string
		comma                rune
	}{
		"UTF-8":                   {"1.1,“first” – café\n", "1.1|“first” – café\n", UTF8, ','},
		"UTF-8 with mark":         {"\xEF\xBB\xBF1,é\r\n\r\n2,x", "1|é\n\n2|x\n", UTF8, ','},
		"UTF-16 little":           {"\xFF\xFE1\x00;\x00\xe9\x00\n\x00\x3d\xd8\x00\xde;\x00x\x00", "1|é\n😀|x\n", UTF16LE, ';'},
		"UTF-16 big":              {"\xFE\xFF\x001\x00\t\x00\xe9", "1|é\n", UTF16BE, '\t'},
		"Windows-1252":            {"1.1;\x93first\x94 \x96 caf\xe9\r\n", "1.1|“first” – café\n", Windows1252, ';'},
		"semicolons, commas too":  {"a;Eat, sleep, play\nb;Dig\n", "a|Eat, sleep, play\nb|Dig\n", UTF8, ';'},
		"Excel's line":            {"sep=;\r\na,b;c\r\n", "a,b|c\n", UTF8, ';'},
		"old Macintosh":           {"a,b\rc,d\r", "a|b\nc|d\n", UTF8, ','},
		"quotes and lines inside": {"\"say \"\"hi\"\"\r\nthere\",b\n", "say \"hi\"\r⏎there|b\n", UTF8, ','},
		"a quote inside a text":   {"5\" pot,b\n", "5\" pot|b\n", UTF8, ','},
		"guarded":                 {"'=1+1,'tis\n", "=1+1[guarded]|'tis\n", UTF8, ','},
		"one column":              {"a\nb; c\n", "a\nb; c\n", UTF8, ','},
	} {
		book, err := Read("x.csv", []byte(c.file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := texts(book.Sheets[0].Rows); got != c.want || book.Encoding != c.encoding || book.Comma != c.comma {
			t.Errorf("%s: %q %s %q, want %q", name, got, book.Encoding, book.Comma, c.want)
		}
	}
}

// A wrong file is refused with its reason and place, and quickly.
func TestRead_refusesWithThePlace(t *testing.T) {
	row := `<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>`
	var million strings.Builder
	for i := range 1_000_000 {
		fmt.Fprintf(&million, row, i+1, i+1)
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":                   {[]byte(" \r\n"), "sheet.empty"},
		"a PDF":                     {[]byte("%PDF-1.7"), "sheet.kind"},
		"a web page":                {[]byte("\n<HTML><table>"), "sheet.kind"},
		"a picture":                 {[]byte("\x89PNG\r\n"), "sheet.kind"},
		"a Word file":               {zipped("[Content_Types].xml", "", "word/document.xml", ""), "sheet.kind"},
		"old Excel":                 {[]byte("\xD0\xCF\x11\xE0 Workbook"), "sheet.old"},
		"a password":                {[]byte("\xD0\xCF\x11\xE0....E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "sheet.locked"},
		"binary Excel":              {zipped("xl/workbook.bin", ""), "sheet.old"},
		"half a zip":                {excel("<worksheet/>")[:200], "sheet.damaged"},
		"no sheet":                  {zipped("xl/workbook.xml", "<a/>"), "sheet.damaged"},
		"two encodings":             {[]byte("a\nb\ncafé caf\xe9\n"), "sheet.encoding 3"},
		"UTF-16 without mark":       {[]byte("a\x00,\x00b\x00"), "sheet.encoding 1"},
		"half a pair":               {[]byte("\xFF\xFEa\x00\n\x00\x3d\xd8"), "sheet.encoding 2"},
		"a quote that never ends":   {[]byte("a,b\nc,\"d\n"), "sheet.quote_open CSV B2"},
		"text after a quote":        {[]byte("a,b\nc,\"d\"e\n"), "sheet.quote_after CSV B2"},
		"a million rows, CSV":       {[]byte(strings.Repeat("x,y\n", 1_000_000)), "sheet.rows CSV A100001"},
		"a million rows, Excel":     {excel("<worksheet><sheetData>" + million.String() + "</sheetData></worksheet>"), "sheet.rows Garden A100001"},
		"a million rows, ODS":       {openDocument(`<table:table table:name="Garden"><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>`), "sheet.rows Garden A100001"},
		"a row without end, ODS":    {openDocument(`<table:table table:name="Garden"><table:table-row><table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`), "sheet.width Garden AMK1"},
		"too many cells, ODS":       {openDocument(`<table:table table:name="Garden"><table:table-row table:number-rows-repeated="90000"><table:table-cell table:number-columns-repeated="900"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`), "sheet.cells Garden CW1112"},
		"too much text, ODS":        {openDocument(`<table:table table:name="Garden"><table:table-row table:number-rows-repeated="90000"><table:table-cell><text:p>` + strings.Repeat("x", 50_000) + `</text:p></table:table-cell></table:table-row></table:table>`), "sheet.text Garden A1343"},
		"a cell too long":           {[]byte("a,b\nc," + strings.Repeat("d", MaxCell+1)), "sheet.cell CSV B2"},
		"a row too wide":            {[]byte(strings.Repeat(",", MaxWidth) + "\n"), "sheet.width CSV AMK1"},
		"a far row":                 {excel(`<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>`), "sheet.rows Garden A1048576"},
		"one cell twice":            {excel(`<worksheet><sheetData><row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row></sheetData></worksheet>`), "sheet.order Garden C2"},
		"a row twice":               {excel(`<worksheet><sheetData><row r="2"><c r="B2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row></sheetData></worksheet>`), "sheet.order Garden A3"},
		"a cell outside every row":  {excel(`<worksheet><c t="str"><v>1</v></c></worksheet>`), "sheet.order Garden A1"},
		"a text that is not there":  {excel(`<worksheet><sheetData><row r="2"><c r="B2" t="s"><v>7</v></c></row></sheetData></worksheet>`), "sheet.pointer Garden B2"},
		"entities (XXE)":            {excel(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>`), "sheet.doctype"},
		"entities (XXE), ODS":       {zipped("mimetype", odsType, "content.xml", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`), "sheet.doctype"},
		"an entity without a word":  {excel(`<worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>`), "sheet.damaged"},
		"elements without end":      {excel(strings.Repeat("<a>", 100_000)), "sheet.damaged"},
		"a bomb":                    {excel("<worksheet>" + strings.Repeat(" ", 300<<20) + "</worksheet>"), "sheet.bomb"},
		"a bomb that lies":          {lying(), "sheet.damaged"},
		"many entries":              {many(MaxParts + 1), "sheet.parts"},
		"one entry twice":           {zipped("xl/workbook.xml", "", "xl/workbook.xml", ""), "sheet.damaged"},
		"merged without end":        {excel(`<worksheet><sheetData>` + strings.Repeat(`<row><c><v>1</v></c></row>`, 5000) + `</sheetData>` + strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 5000) + `</worksheet>`), "sheet.merged Garden A1"},
		"sheets without end":        {zipped("xl/workbook.xml", "<a>"+strings.Repeat("<sheet/>", MaxSheets+1)+"</a>", "xl/_rels/workbook.xml.rels", "<a/>"), "sheet.sheets"},
		"a password, ODS":           {zipped("mimetype", odsType, "META-INF/manifest.xml", "<a><encryption-data/></a>"), "sheet.locked"},
		"more than it may be large": {make([]byte, MaxBytes+1), "sheet.bytes"},
	} {
		start := time.Now()
		_, err := Read("x.csv", c.file)
		if got := said(err); got != c.want || problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func many(n int) []byte {
	var entries []string
	for i := range n {
		entries = append(entries, fmt.Sprint(i), "")
	}
	return zipped(entries...)
}

// lying makes an archive whose sheet unpacks to more than its entry says.
func lying() []byte {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 9)
	io.WriteString(w, "<worksheet>"+strings.Repeat(" ", 3<<20)+"</worksheet>")
	w.Close()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range []struct{ name, text string }{
		{"xl/workbook.xml", `<workbook xmlns:r="` + relNS + `"><sheet name="Garden" r:id="r1"/></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<a><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></a>`},
	} {
		out, _ := z.Create(e.name)
		io.WriteString(out, e.text)
	}
	out, _ := z.CreateRaw(&zip.FileHeader{Name: "xl/s.xml", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 100})
	out.Write(packed.Bytes())
	z.Close()
	return b.Bytes()
}

func TestNumbers_areWrittenAsTheyAreShown(t *testing.T) {
	for _, c := range []struct{ value, format, want string }{
		{"1.1000000000000001", "", "1.1"}, {"1.1", "0.00", "1.10"}, {"7", "00", "07"}, {"1234567.5", "#,##0.00", "1,234,567.50"},
		{"0.285", "0.00", "0.29"}, {"0.25", "0%", "25%"}, {"46348", "dd/mm/yyyy", "2026-11-22"}, {"46348.5", "yyyy-mm-dd hh:mm", "2026-11-22 12:00:00"},
		{"0.5", "hh:mm", "12:00:00"}, {"1", "yyyy-mm-dd", "1900-01-01"}, {"1E+20", "", "1E+20"}, {"-3", "General", "-3"}, {"", "0", ""}, {"abc", "0", "abc"},
		{"12", `"Day "0`, "12"}, {"0", "", "0"}, {"1e999", "0", "1e999"},
	} {
		if got := formatNumber(c.value, c.format, false); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.value, c.format, got, c.want)
		}
	}
	if got := formatNumber("0", "yyyy-mm-dd", true); got != "00:00:00" {
		t.Errorf("1904: %q", got)
	}
	if got := formatNumber("44886", "yyyy-mm-dd", true); got != "2026-11-22" {
		t.Errorf("1904: %q", got)
	}
}

func TestColumn(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: "A", 26: "Z", 27: "AA", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if Column(n) != want {
			t.Errorf("column %d: %q", n, Column(n))
		}
	}
}
