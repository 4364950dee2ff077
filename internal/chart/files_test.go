package chart_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"stablefutures/internal/chart"
	"stablefutures/internal/print"
	"stablefutures/internal/sheet"
)

func TestPNG_sameBytesAndNothingButPixels(t *testing.T) {
	ch := runChart(t)
	one, err := ch.PNG(en)
	if err != nil {
		t.Fatal(err)
	}
	look(t, "run-file.png", one)
	two, _ := ch.PNG(en)
	if !bytes.Equal(one, two) {
		t.Error("the same chart gives other bytes")
	}
	for at := 8; at < len(one); { // chunks: length, name, data, sum
		long := int(one[at])<<24 | int(one[at+1])<<16 | int(one[at+2])<<8 | int(one[at+3])
		if name := string(one[at+4 : at+8]); name != "IHDR" && name != "IDAT" && name != "IEND" {
			t.Errorf("the file has a part %s", name)
		}
		at += long + 12
	}
	picture, err := png.Decode(bytes.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	dark := 0
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			if r, g, b, _ := picture.At(x, y).RGBA(); r+g+b < 0x10000 {
				dark++
			}
		}
	}
	if dark < 2000 { // the words alone are more
		t.Errorf("%d dark pixels: the words are missing", dark)
	}
}

func documentOf(charts ...chart.Chart) print.Doc {
	doc := print.Doc{Title: "Figures", Lang: "en"}
	for _, ch := range charts {
		doc.Blocks = append(doc.Blocks, ch.Blocks(en, 1)...)
	}
	return doc
}

func TestBlocks_goIntoEveryKindOfDocument(t *testing.T) {
	doc := documentOf(runChart(t))
	var pdf, docx, html bytes.Buffer
	for _, err := range []error{print.WritePDF(&pdf, doc), print.WriteDOCX(&docx, doc), print.WriteHTML(&html, doc)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	look(t, "run.pdf", pdf.Bytes())
	look(t, "run.docx", docx.Bytes())
	look(t, "run.html", html.Bytes())
	if !bytes.Contains(html.Bytes(), []byte("<svg")) {
		t.Error("the picture is not in the HTML")
	}
}

func TestSheets_symbolsStandWhereFiguresAreHiddenAndNothingIsComputed(t *testing.T) {
	for name, ch := range each(t) {
		ch = spoilt(ch, `=HYPERLINK("http://evil")`)
		var csv, again, xlsx bytes.Buffer
		for _, err := range []error{ch.WriteCSV(&csv, en), ch.WriteCSV(&again, en), ch.WriteXLSX(&xlsx, en)} {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		look(t, name+".csv", csv.Bytes())
		if !bytes.Equal(csv.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same chart gives other bytes", name)
		}
		for _, line := range strings.Split(strings.TrimPrefix(csv.String(), "\uFEFF"), "\r\n") {
			if strings.HasPrefix(line, "=") || strings.HasPrefix(line, `"=`) || strings.Contains(line, ",=") || strings.Contains(line, `,"=`) {
				t.Errorf("%s: a spreadsheet computes %s", name, line)
			}
		}
		book, err := sheet.ReadXLSX(xlsx.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := ch.Table(en)
		got := book.Sheets[0].Rows
		if len(got) != len(want.Rows)+1 {
			t.Fatalf("%s: %d rows of %d", name, len(got), len(want.Rows)+1)
		}
		symbols := 0
		for _, row := range got {
			for _, c := range row {
				if c.Text == "c" {
					symbols++
				}
			}
		}
		if hides := name != "xmr"; hides != (symbols > 0) {
			t.Errorf("%s: %d symbols", name, symbols)
		}
		if len(book.Sheets) != 2 || len(book.Sheets[1].Rows) == 0 {
			t.Errorf("%s: nothing is noted", name)
		}
	}
}
