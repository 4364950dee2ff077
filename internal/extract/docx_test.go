package extract

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/problem"
)

// word makes a Word file of what stands in the body, and further entries.
func word(body string, more ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	entries := append([]string{"[Content_Types].xml", "<Types/>",
		"word/document.xml", `<w:document xmlns:w="w" xmlns:mc="m" xmlns:wps="p" xmlns:r="r"><w:body>` + body + `</w:body></w:document>`}, more...)
	for i := 0; i+1 < len(entries); i += 2 {
		w, _ := z.Create(entries[i])
		io.WriteString(w, entries[i+1])
	}
	z.Close()
	return b.Bytes()
}

// told writes every piece on a line: its text, and what is to be known of it.
func told(x *Extract) string {
	var b strings.Builder
	for _, p := range x.Pieces() {
		if p.Bullet != "" {
			b.WriteString(p.Bullet + "→")
		}
		b.WriteString(strings.ReplaceAll(p.Text, "\t", "⇥"))
		if p.Heading > 0 {
			fmt.Fprintf(&b, " h%d", p.Heading)
		}
		if p.Size > 0 {
			fmt.Fprintf(&b, " %vpt", p.Size)
		}
		for _, flag := range []struct {
			on   bool
			name string
		}{{p.Bold, "bold"}, {p.Hidden, "hidden"}, {p.Merged, "merged"}, {p.Formula, "formula"}, {p.Number, "number"}, {p.Hyphen, "hyphen"}} {
			if flag.on {
				b.WriteString(" " + flag.name)
			}
		}
		if p.Row > 0 {
			fmt.Fprintf(&b, " @%s:%d,%d", p.Sheet, p.Row, p.Column)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestDOCX_everyWayThatTextStandsInAWordFile(t *testing.T) {
	const p, end = `<w:p><w:r><w:t>`, `</w:t></w:r></w:p>`
	styles := `<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:sz w:val="28"/></w:rPr></w:style>
		<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="Base"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
		<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style><w:style w:type="character" w:styleId="C"><w:rPr><w:b/></w:rPr></w:style></w:styles>`
	numbering := `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
		<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>
		<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
		<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>`
	list := func(id, level int, text string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, id, text)
	}
	box := `<w:p><w:r><w:t>before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>` + p + `in a box` + end + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + p + `in a box` + end + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	body := `<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>A heading</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="Loop"/></w:pPr><w:r><w:t xml:space="preserve">two </w:t></w:r><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t> words“</w:t></w:r><w:hyperlink><w:r><w:t xml:space="preserve"> linked</w:t></w:r></w:hyperlink></w:p>` +
		`<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t xml:space="preserve"> and new</w:t></w:r></w:ins></w:p>` +
		`<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>one</w:t><w:br/><w:t>two-</w:t><w:cr/><w:t>three</w:t><w:tab/><w:t>four</w:t><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:char="F0FF"/></w:r></w:p>` +
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>` +
		list(1, 0, "first") + list(1, 1, "second") + list(1, 1, "third") + list(1, 2, "roman") + list(1, 0, "next") + list(1, 1, "again") + list(2, 0, "dot") + list(9, 0, "unknown") + box +
		`<mc:AlternateContent><mc:Fallback>` + p + `said twice` + end + `</mc:Fallback></mc:AlternateContent><w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + p + `wide` + end + `</w:tc><w:tc>` + p + `c` + end + p + `d` + end + `</w:tc></w:tr>` +
		`<w:tr><w:tc><w:p/></w:tc><w:sdt><w:sdtContent><w:tc><w:tbl><w:tr><w:tc>` + p + `nested` + end + `</w:tc></w:tr></w:tbl>` + p + `b` + end + `</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl><w:sectPr><w:headerReference/></w:sectPr>`
	x := mustRead(t, "garden.docx", word(body, "word/styles.xml", styles, "word/numbering.xml", numbering))
	want := "A heading h2 14pt bold\n" +
		"two words“ linked 10pt\n" +
		"kept and new\nseen\nunseen hidden\n" +
		"one two-three⇥four‑•\uFFFD hyphen\n" +
		"shown\n" +
		"1.→first\n1.1→second\n1.2→third\n(iii)→roman\n2.→next\n2.1→again\n•→dot\nunknown\nbefore\nin a box\n" +
		"wide merged @1:1,1\nc @1:1,3\nd @1:1,3\nnested @2:1,1\nb @1:2,2\n"
	if got := told(x); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !slices.Equal(x.Notes, []string{"extract.note.deletions", "extract.note.notes"}) || x.Kind != DOCX || x.Pages[0].Unreadable != 1 {
		t.Errorf("%v %s %d", x.Notes, x.Kind, x.Pages[0].Unreadable)
	}
}

func TestRead_badFilesOfOtherKinds(t *testing.T) {
	var many strings.Builder
	for i := range 600_000 {
		fmt.Fprint(&many, i*7919, " ")
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":             {nil, "extract.empty"},
		"a picture":           {[]byte("\x89PNG\r\n\x1a\n\x00"), "extract.kind"},
		"a presentation":      {zipOf("[Content_Types].xml", "<a/>", "ppt/presentation.xml", "<a/>"), "extract.kind"},
		"a password":          {[]byte("\xD0\xCF\x11\xE0 E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "sheet.locked"},
		"old Word":            {[]byte("\xD0\xCF\x11\xE0 W\x00o\x00r\x00d\x00"), "sheet.old"},
		"entities (XXE)":      {zipOf("word/document.xml", `<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w><p><r><t>&x;</t></r></p></w>`), "sheet.doctype"},
		"a bomb":              {word(strings.Repeat(" ", 300<<20)), "sheet.bomb max=400"},
		"half a Word file":    {word("<w:p/>")[:150], "sheet.damaged"},
		"unclosed":            {zipOf("word/document.xml", `<w><body><p><r><t>x`), "sheet.damaged"},
		"paragraphs no end":   {word(strings.Repeat("<w:p><w:r><w:t>x</w:t></w:r></w:p>", MaxPieces+1)), "extract.pieces page=1 max=20000"},
		"text without end":    {word("<w:p><w:r><w:t>" + many.String() + "</w:t></w:r></w:p>"), "extract.text page=1 max=4"},
		"a million rows":      {[]byte(strings.Repeat("x,y\n", 1_000_000)), "sheet.rows sheet=CSV row=100001 column=A max=100000"},
		"a million lines":     {[]byte(strings.Repeat("x\n", 1_000_000)), "extract.lines line=20001 max=20000"},
		"too many cells":      {[]byte(strings.Repeat("x,y\n", 10_001)), "extract.cells sheet=CSV row=10001 max=20000"},
		"letters in a muddle": {[]byte("caf\xe9\ncafé\n"), "sheet.encoding row=2"},
	} {
		fileName := "file"
		if strings.HasPrefix(name, "a million rows") {
			fileName = "file.csv"
		}
		_, err := Read(t.Context(), fileName, c.file)
		if says(err) != c.want || problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: %q, want %q", name, says(err), c.want)
		}
	}
}

func zipOf(entries ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(entries); i += 2 {
		w, _ := z.Create(entries[i])
		io.WriteString(w, entries[i+1])
	}
	z.Close()
	return b.Bytes()
}

// A reader keeps what a set must not have; to refuse 24 outcomes or a code that comes twice is for who knows the set.
func TestRead_keepsEverythingATableHolds(t *testing.T) {
	x := mustRead(t, "garden.csv", []byte("code;text\r\n1;\x93The soil\x94\r\n1;The soil again \x96 a code twice\r\n;a text without a code\r\n'=SUM(A1);\"two\nlines\"\r\n"))
	want := "code @CSV:1,1\ntext @CSV:1,2\n1 @CSV:2,1\n“The soil” @CSV:2,2\n1 @CSV:3,1\nThe soil again – a code twice @CSV:3,2\n" +
		"a text without a code @CSV:4,2\n=SUM(A1) @CSV:5,1\ntwo\nlines @CSV:5,2\n"
	if got := told(x); got != want || !slices.Equal(x.Notes, []string{"extract.note.windows_1252", "extract.note.guards"}) {
		t.Errorf("got %v\n%s\nwant\n%s", x.Notes, got, want)
	}
	if p := x.Pieces()[8]; !slices.Equal(p.Lines, []string{"two", "lines"}) || p.Text != "two\nlines" {
		t.Errorf("%+v", p)
	}
	for _, n := range []int{24, 26} {
		x := mustRead(t, "", []byte(strings.Repeat("1. An outcome\n", n)))
		if x.Kind != Plain || len(x.Pieces()) != n {
			t.Errorf("%d lines: %s, %d pieces", n, x.Kind, len(x.Pieces()))
		}
	}
	if x := mustRead(t, "", []byte(" • a bullet \r\n\r\n\t1.2 Dig, rake, sow\f\n")); told(x) != "• a bullet\n1.2 Dig, rake, sow\n" {
		t.Error(told(x))
	}
}
