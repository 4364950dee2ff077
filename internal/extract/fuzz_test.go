package extract

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

// sound fails when something was returned that must never be.
func sound(t *testing.T, x *Extract, err error) {
	t.Helper()
	if err != nil {
		if problem.KindOf(err) != problem.Invalid {
			t.Fatalf("not a problem of the file: %v", err)
		}
		return
	}
	ids := map[string]bool{}
	for _, p := range x.Pieces() {
		if ids[p.ID] || strings.TrimSpace(p.Text) == "" && !p.Formula || len(p.Lines) == 0 || !utf8.ValidString(p.Text) ||
			math.IsNaN(p.X+p.Y+p.W+p.H+p.Size+p.Angle) {
			t.Fatalf("%+v", p)
		}
		ids[p.ID] = true
	}
	for _, s := range Suggest(x.Pieces()) {
		if !ids[s.PieceID] || s.Parent != "" && !ids[s.Parent] {
			t.Fatalf("%+v", s)
		}
	}
	if len(x.Pieces()) > MaxPieces {
		t.Fatal("too many pieces")
	}
}

// FuzzCompose makes letters of bytes, six for each, and holds what comes out to what went in: no letter is lost.
func FuzzCompose(f *testing.F) {
	f.Add([]byte("\x41\x10\x10\x00\x10\x01\x42\x14\x10\x00\x10\x01"))
	f.Add([]byte("\xd9\x10\x10\x01\x10\x03\xda\x14\x10\x02\x10\x03\xdb\x18\x11\x80\x10\x03\x2e\x10\x20\x00\x40\x00"))
	alphabet := []rune("aA1.-•–fiلاأبه한あ字é\u0301 ()٣ሀ\u00ad\u200fﻻ")
	f.Fuzz(func(t *testing.T, b []byte) {
		var all []glyph
		want := map[rune]int{}
		for i := 0; i+6 <= len(b) && len(all) < 3000; i += 6 {
			angle := float64(b[i+3]) * 2 * math.Pi / 256
			sin, cos := math.Sincos(angle)
			r := alphabet[int(b[i])%len(alphabet)]
			g := glyph{text: string(r), x: float64(b[i+1]) * 3, y: float64(b[i+2]) * 2, dx: cos, dy: sin, size: float64(b[i+4]) / 2,
				order: i / 6, spaced: b[i+5]&1 == 1, bold: b[i+5]&2 == 2, hidden: b[i+5]&4 == 4, fontName: "F"}
			g.box = [4]float64{g.x, g.y - g.size, g.x + g.size/2, g.y + g.size/4}
			all = append(all, g)
			for _, r := range plain(string(r)) {
				want[r]++
			}
		}
		all = gather(all)
		measure(all)
		x := &Extract{Pages: []Page{{Pieces: compose(all)}}}
		if err := x.number(); err != nil {
			t.Fatal(err)
		}
		sound(t, x, nil)
		for _, p := range x.Pieces() {
			for _, r := range p.Text {
				want[r]--
			}
		}
		for r, n := range want {
			if r != ' ' && !strings.ContainsRune("()", r) && n != 0 {
				t.Fatalf("%q: %+d", r, n)
			}
		}
	})
}

func FuzzReadDOCX(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:pStyle w:val="H"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="3"/></w:rPr><w:t>x</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`,
		`<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="H"/></w:style>`, `<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>`)
	f.Add(`<w:p><w:r><mc:Choice><w:txbxContent><w:p><w:ins><w:r><w:t>y</w:t><w:br/></w:r></w:ins></w:p></w:txbxContent></mc:Choice></w:r></w:p>`, ``, ``)
	f.Fuzz(func(t *testing.T, body, styles, numbers string) {
		x, err := Read(context.Background(), "", word(body, "word/styles.xml", `<a xmlns:w="w">`+styles+`</a>`, "word/numbering.xml", `<a xmlns:w="w">`+numbers+`</a>`))
		sound(t, x, err)
	})
}

// FuzzRead changes whole files of every kind but PDF, which has its own.
func FuzzRead(f *testing.F) {
	f.Add("garden.csv", sample(f, "garden.csv"))
	f.Add("", sample(f, "garden-list.txt"))
	f.Add("", sample(f, "garden.docx"))
	f.Add("", sample(f, "garden.xlsx"))
	f.Add("", sample(f, "garden.ods"))
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		if isPDF(b) {
			return
		}
		x, err := Read(context.Background(), name, b)
		sound(t, x, err)
	})
}

// FuzzReadPDF changes small PDF files. Each takes a fifth of a second, so it finds little that PDFium's own fuzzers have
// not; it is there for the way in and out of the sandbox.
func FuzzReadPDF(f *testing.F) {
	// Compiling PDFium takes a while, and a fuzzer's worker has ten seconds for one input: so before any of them.
	if _, err := Read(context.Background(), "", manyPages(1)); err != nil {
		f.Fatal(err)
	}
	f.Add(onePage("0 0 595 842", "/Rotate 90", "BT 3 Tr /F 12 Tf 72 700 Td (gar-) Tj T* (den) Tj ET q 9 0 0 9 0 0 cm /I Do Q"))
	f.Add(manyPages(3))
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		x, err := Read(context.Background(), "", append([]byte("%PDF-1.7\n"), b...))
		sound(t, x, err)
		if err == nil {
			if _, err := x.Picture(context.Background(), 1, 20); err != nil && problem.KindOf(err) != problem.Invalid {
				t.Fatal(err)
			}
		}
		if time.Since(start) > patience {
			t.Fatal("too slow")
		}
	})
}
