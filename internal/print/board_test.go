package print

import (
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"
)

const houseStrokes = `<path d="M7 23 24 8l17 15"/><path d="M12 19v21h24V19"/><circle cx="24" cy="30" r="3" fill="currentColor" fill-opacity=".28" stroke="none"/>`

func house(alt string) Drawing { return Drawing{Strokes: houseStrokes, Alt: alt, Size: 60} }

func card(lang, name, ask string) Panel {
	return Panel{Parts: []Part{house(name), Words{Text: SayIn(lang, name).bold(), Size: 18, Level: 1}, Words{Text: SayIn(lang, ask), Size: 13, Above: 4}}}
}

func sampleBoard() Doc {
	return Doc{Title: "Cards", Lang: "ar", Paper: A5, Header: "Draft", Footer: "Checklist", Blocks: []Block{
		Board{Columns: 2, Rows: 2, Cut: true, Pad: 10, Foot: []Part{Words{Text: SayIn("en", "Made from a list"), Size: 7, Fixed: true}},
			Panels: []Panel{card("ar", "بيت آمن", "هل لديك مكان آمن؟"), card("ar", "لغتي", "هل يفهمك الناس؟"),
				card("bn", "নিরাপদ ঘর", "তোমার কি নিরাপদ জায়গা আছে?"), card("zh-Hans", "安全的家", "你有安全的地方住吗？"),
				{Parts: []Part{Words{Text: Say("بطاقتي"), Size: 14}, Room{Lines: 3}}}}}}}
}

func TestBoard(t *testing.T) {
	r := parsePDF(t, pdfOf(t, sampleBoard()))
	if n := len(r.pages()); n != 2 {
		t.Fatalf("%d pages, want 2: five cards, four to a page", n)
	}
	var got strings.Builder
	r.tags().outline(&got, 0)
	want := `Document
  Div
    Figure
    H1: بيت آمن
    P: هل لديك مكان آمن؟
  Div
    Figure
    H1: لغتي
    P: هل يفهمك الناس؟
  Div
    Figure
    H1 (bn): নিরাপদ ঘর
    P (bn): তোমার কি নিরাপদ জায়গা আছে?
  Div
    Figure
    H1 (zh-Hans): 安全的家
    P (zh-Hans): 你有安全的地方住吗？
  Div
    P: بطاقتي
  P (en): Made from a list
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	pages := r.dict(r.dict(r.trailer["Root"])["Pages"])
	if box := pages["MediaBox"].([]any); math.Abs(box[2].(float64)-419.53) > 0.01 {
		t.Errorf("sheet %v", box)
	}
	// The first card of a right-to-left sheet stands at the right.
	place := regexp.MustCompile(`1 0 0 1 ([\d.]+) ([\d.]+) Tm`).FindStringSubmatch(r.contents(r.pages()[0]))
	if place == nil || len(place[1]) < 6 || place[1] < "209" {
		t.Errorf("the first words stand at %v", place)
	}
	if n := strings.Count(r.contents(r.pages()[0]), "/Subtype/Header"); n != 1 {
		t.Errorf("%d headers", n)
	}
}

// What does not fit is an error, before the first byte, and names no words.
func TestOverflow(t *testing.T) {
	board := func(p Panel, least float64) Doc {
		return Doc{Title: "t", Lang: "en", Paper: A5, Blocks: []Block{Board{Columns: 2, Rows: 3, Panels: []Panel{card("en", "a", "b"), p}, Pad: 10, Least: least}}}
	}
	long := Panel{Parts: []Part{Words{Text: Say(strings.Repeat("garden bicycle ", 60)), Size: 14}}}
	word := Panel{Parts: []Part{Words{Text: Say(strings.Repeat("x", 60)), Size: 14}}}
	for name, doc := range map[string]Doc{"too many words": board(long, 12), "a word that would be cut": board(word, 12), "large print": board(card("en", "Something of some length", "and a question"), 40),
		"room to write": board(Panel{Parts: []Part{Room{Lines: 30}}}, 9)} {
		var b strings.Builder
		err := WritePDF(&b, doc)
		if !errors.Is(err, ErrOverflow) || b.Len() > 0 {
			t.Errorf("%s: %v after %d bytes", name, err, b.Len())
		} else if strings.Contains(err.Error(), "garden") || !strings.Contains(err.Error(), "panel 2") && name != "large print" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !Fits(board(long, 3)) {
		t.Error("small words do not fit")
	}
}

// A picture without words, or that is none of ours, is refused.
func TestPicturesNeedWords(t *testing.T) {
	for _, d := range []Drawing{{Strokes: houseStrokes}, {Strokes: "<g/>", Alt: "x"}} {
		err := WritePDF(new(strings.Builder), Doc{Title: "t", Lang: "en", Blocks: []Block{Group{Parts: []Part{d}}}})
		if !errors.Is(err, ErrPicture) {
			t.Errorf("%q: %v", d.Strokes, err)
		}
	}
}

// A Fitted page shrinks as far as it must and no further, and goes on when it cannot.
func TestFitted(t *testing.T) {
	lines := func(n int) Block { return Fitted{Blocks: []Block{Para{Text: Say(strings.Repeat("x\n", n))}}} }
	doc := Doc{Title: "t", Lang: "en", Size: 14, Least: 10, Paper: A4, Blocks: []Block{lines(20), lines(48), lines(120)}}
	r := parsePDF(t, pdfOf(t, doc))
	if n := len(r.pages()); n != 5 {
		t.Fatalf("%d pages: want one, one, and three", n)
	}
	for i, want := range []string{" 14.00 Tf", " 11.", " 10.00 Tf"} {
		if !strings.Contains(r.contents(r.pages()[i]), want) {
			t.Errorf("page %d is not set in %q", i+1, want)
		}
	}
}

// Arcs are where SVG puts them: half circles reach as far as the circle.
func TestArcs(t *testing.T) {
	for _, c := range []struct {
		d          string
		l, t, r, b float64
	}{
		{"M14 24a10 10 0 0 1 20 0", 14, 14, 34, 24},
		{"M14 24a10 10 0 0 0 20 0", 14, 24, 34, 34},
		{"M34 24A10 10 0 1 0 24 34", 14, 14, 34, 34},
		{"M14 24a5 5 0 01 20 0", 14, 14, 34, 24}, // radii too small grow
		{"M10 10h8v8H10zM5 5l2-2.5.5-.5", 5, 2, 18, 18},
		{"M10 20C10 10 30 10 30 20S40 40 40 20", 10, 10, 40, 40},
		{"M10 20q10-10 20 0", 10, 13.33, 30, 20},
	} {
		l, top, r, b, err := DrawingBounds(`<path d="` + c.d + `"/>`)
		if err != nil {
			t.Errorf("%s: %v", c.d, err)
		}
		for i, v := range [][2]float64{{l, c.l}, {top, c.t}, {r, c.r}, {b, c.b}} {
			if math.Abs(v[0]-v[1]) > 0.01 {
				t.Errorf("%s: side %d at %.2f, want %.2f", c.d, i, v[0], v[1])
			}
		}
	}
}

// The other writers leave no word of a board out.
func TestBoardInOtherForms(t *testing.T) {
	var text strings.Builder
	if err := WriteText(&text, sampleBoard()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"هل لديك مكان آمن؟", "安全的家", "Made from a list"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("plain text lacks %s", want)
		}
	}
	if missing, err := Missing(sampleBoard()); err != nil || len(missing) > 0 {
		t.Errorf("missing %q %v", string(missing), err)
	}
	doc := sampleBoard()
	doc.Blocks = append(doc.Blocks, Group{Parts: []Part{Words{Text: Say("ꓡ"), Size: 12}}})
	if missing, _ := Missing(doc); string(missing) != "ꓡ" {
		t.Errorf("missing %q", string(missing))
	}
	if err := WriteDOCX(new(strings.Builder), sampleBoard()); err != nil {
		t.Error(err)
	}
}
