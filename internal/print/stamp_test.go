package print

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"
)

func stamped(lang, word, code, scan string) Doc {
	squares, err := SquaresOf(scan)
	if err != nil {
		panic(err)
	}
	return Doc{Title: "Cards", Lang: lang, Paper: A4, Header: "Draft", Stamp: &Stamp{Picture: house("House"), Word: SayIn(lang, word), Scan: squares, Code: code},
		Blocks: []Block{Heading{Level: 1, Text: Say("One")}, Fitted{Blocks: []Block{Para{Text: Say("Two")}}},
			Group{Parts: []Part{Beside{Box: 20, Drawing: house("There"), Words: []Words{{Text: Say("I have this"), Size: 14}}}, Tiles{Columns: 2, Items: []Beside{
				{Box: 16, Words: []Words{{Text: Say("A service"), Size: 12}}}, {Box: 16, Words: []Words{{Text: Say("A rule"), Size: 12}}}}}}}}}
}

var filled = regexp.MustCompile(`([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re`)

// scanned reads the squares back from the page they were drawn on, cell by cell.
func scanned(t *testing.T, content string, side int) []bool {
	t.Helper()
	_, after, ok := strings.Cut(content, "0 0 0 rg\n")
	if !ok {
		t.Fatal("no squares on the page")
	}
	drawn, _, _ := strings.Cut(after, "f\nEMC")
	var rects [][4]float64
	left, top := math.Inf(1), math.Inf(-1)
	for _, m := range filled.FindAllStringSubmatch(drawn, -1) {
		var r [4]float64
		for i := range r {
			r[i], _ = strconv.ParseFloat(m[i+1], 64)
		}
		rects = append(rects, r)
		left, top = min(left, r[0]), max(top, r[1]+r[3])
	}
	module := stampHeight / float64(side)
	cells := make([]bool, side*side)
	for _, r := range rects {
		x, y := int(math.Round((r[0]-left)/module)), int(math.Round((top-r[1]-r[3])/module))
		if math.Abs(r[3]-module) > 0.01 {
			t.Fatalf("a module is %v high, not %v", r[3], module)
		}
		for i := range int(math.Round(r[2] / module)) {
			cells[y*side+x+i] = true
		}
	}
	return cells
}

// The squares on every page are the code's own, cell by cell, and stand where reading ends.
func TestStamp_squaresAreTheCode(t *testing.T) {
	const text = "https://records.example.org/conversations/paper/enter/K7M3P9RT2"
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ar"} {
		doc := stamped(lang, "River", "K7M3-P9RT-2", text)
		r := parsePDF(t, pdfOf(t, doc))
		if len(r.pages()) < 2 {
			t.Fatalf("%d pages, want more than one to look at", len(r.pages()))
		}
		for n, page := range r.pages() {
			content := r.contents(page)
			side := code.Bounds().Dx()
			for i, dark := range scanned(t, content, side) {
				if c, _, _, _ := code.At(i%side, i/side).RGBA(); dark != (c < 0x8000) {
					t.Fatalf("%s page %d: module %d,%d is dark: %v", lang, n+1, i%side, i/side, dark)
				}
			}
			first := filled.FindStringSubmatch(content[strings.Index(content, "0 0 0 rg\n"):])
			if x, _ := strconv.ParseFloat(first[1], 64); (x > 300) != (lang == "en") {
				t.Errorf("%s: the squares stand at %v", lang, x)
			}
		}
	}
}

// The stamp and the boxes to mark are drawn, and nobody is read them; what stands beside a box is.
func TestStamp_isNotRead(t *testing.T) {
	r := parsePDF(t, pdfOf(t, stamped("en", "River", "K7M3-P9RT-2", "x")))
	var got strings.Builder
	r.tags().outline(&got, 0)
	want := `Document
  H1: One
  P: Two
  Div
    Figure
    P: I have this
    L
      LI
        LBody
          P: A service
      LI
        LBody
          P: A rule
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	for _, lang := range []string{"en", "ar", "ti"} {
		out := extracted(t, stamped(lang, "River", "K7M3-P9RT-2", "x"))
		if n := strings.Count(letters(out), "K7M3-P9RT-2"); n < 2 {
			t.Errorf("%s: the code stands on %d pages: %s", lang, n, out)
		}
		if !strings.Contains(out, "River") {
			t.Errorf("%s: the word is not there", lang)
		}
	}
}

func TestStamp_refuses(t *testing.T) {
	if _, err := SquaresOf(strings.Repeat("x", 5000)); err == nil {
		t.Error("a text that no code can hold was taken")
	}
	doc := stamped("en", "River", "K7M3-P9RT-2", "x")
	doc.Stamp.Scan.Dark = doc.Stamp.Scan.Dark[1:]
	if Fits(doc) {
		t.Error("squares that are not whole were drawn")
	}
	doc = stamped("en", "River", "K7M3-P9RT-2", "x")
	doc.Stamp.Picture.Alt = ""
	if Fits(doc) {
		t.Error("a picture without words was drawn")
	}
}
