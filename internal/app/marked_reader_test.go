package app

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// What reads files for the walk finds a number wherever somebody could come upon it, and in no id, day, size or address of a drawing.
func TestFigures_theReaderFindsThemEverywhere(t *testing.T) {
	chunk := func(kind, content string) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
		b = append(b, kind+content...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(kind+content)))
	}
	pack := func(name, content string) []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for name, body := range map[string][]byte{
		"a cell": []byte("<td>137</td>"), "a tooltip": []byte(`<td title="137 young people">c</td>`), "a label": []byte(`<g aria-label="true: 137"></g>`),
		"an attribute for a script": []byte(`<i data-n="137"></i>`), "a picture's title": []byte("<svg><title>Housing, 137</title></svg>"), "an alternative": []byte(`<img alt="137">`),
		"what a link asks": []byte(`<a href="/x?n=137">x</a>`), "other digits": []byte("<p>۱۳۷</p>"), "other digits yet": []byte("<p>١٣٧</p>"), "a fraction of nothing": []byte("<p>137.0</p>"),
		"a hidden field":           []byte(`<input type="hidden" name="n" value="137">`),
		"a workbook's properties":  pack("docProps/core.xml", "<cp:coreProperties><dc:description>137 in all</dc:description></cp:coreProperties>"),
		"a workbook's cell":        pack("xl/worksheets/sheet1.xml", `<c r="B2" s="4"><v>137</v></c>`),
		"a document's alternative": pack("word/document.xml", `<wp:docPr id="1" name="figure" descr="137 said so"/>`),
		"a name in an archive":     pack("of 137.csv", "c"),
		"a picture's text":         append([]byte("\x89PNG\r\n\x1a\n"), chunk("tEXt", "Comment\x00137 in all")...),
	} {
		kind := "text/html"
		if bytes.HasPrefix(body, []byte("PK")) || bytes.HasPrefix(body, []byte("\x89PNG")) {
			kind = ""
		}
		if text := everythingIn(t, "", kind, body); !numbersIn(text)[137] {
			t.Errorf("%s: not found in %q", name, text)
		}
	}
	if text := `{"some": "1,137", "more": "2` + "\u00a0" + `137"}`; !numbersIn(text)[1137] || !numbersIn(text)[2137] {
		t.Error("a number is not read with its thousands")
	}
	for _, nothing := range []string{`<rect x="137" width="137">`, "0199f137-0137-7137-8137-013701370137", "2026-11-29T13:37:13.137Z", "a137b", "13.137", "1137", "137.5", `<a href="#figure-5">x</a>`} {
		if numbersIn(saidInMarkup(nothing))[137] {
			t.Errorf("found in %s", nothing)
		}
	}
	if got := ofPDF("<FEFF0031003300370020007300610069006400>"); got != "137 said" {
		t.Errorf("a string of a PDF is %q", got)
	}
}
