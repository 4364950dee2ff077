package print

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"
)

func samplePicture(t *testing.T) Picture {
	t.Helper()
	var pixels bytes.Buffer
	if err := png.Encode(&pixels, image.NewGray(image.Rect(0, 0, 4, 2))); err != nil {
		t.Fatal(err)
	}
	return Picture{Width: 400, Height: 200, Alt: "Told back: 40, then 65.", PNG: pixels.Bytes(), SVG: `<svg role="img"></svg>`, Strokes: []Stroke{
		{Path: []Step{{'m', [6]float64{10, 10}}, {'l', [6]float64{100, 20}}}, Lined: true, Thick: 2, Dash: []float64{4, 2}},
		{Path: []Step{{'m', [6]float64{10, 10}}, {'c', [6]float64{10, 20, 30, 40, 50, 60}}, {Op: 'h'}}, Filled: true},
		{Words: "2024 Q1", X: 50, Y: 100, Size: 12, Side: 1},
		{Words: "اسم \u202eطويل", X: 390, Y: 120, Size: 12, Side: 2},
	}}
}

func TestPicture_isAFigureWithWordsInAPDF(t *testing.T) {
	doc := Doc{Title: "Figures", Lang: "en", Blocks: []Block{Para{Text: Say("before")}, samplePicture(t), Para{Text: Say("after")}}}
	r := parsePDF(t, pdfOf(t, doc))
	root := r.tags()
	if len(root.kids) != 3 || root.kids[1].role != "Figure" {
		t.Fatalf("the picture does not stand between the paragraphs: %v", root.kids)
	}
	if f := root.kids[1]; f.alt != "Told back: 40, then 65." || f.marked == 0 || f.attributes["BBox"] == nil {
		t.Errorf("figure %+v", f)
	}
	page := r.contents(r.pages()[0])
	if !strings.Contains(page, "[4.00 2.00 ]0 d") || strings.Contains(page, "NaN") {
		t.Errorf("the dashes are not drawn: %s", page)
	}
}

func TestPicture_neverLeavesItsPage(t *testing.T) {
	tall := samplePicture(t)
	tall.Height = 9000
	doc := Doc{Title: "Figures", Lang: "en", Blocks: []Block{Para{Text: Say("before")}, tall}}
	r := parsePDF(t, pdfOf(t, doc))
	if n := len(r.pages()); n != 2 {
		t.Errorf("%d pages", n)
	}
	box := r.tags().kids[1].attributes["BBox"].([]any)
	if bottom, ok := box[1].(float64); !ok || bottom < 60 {
		t.Errorf("it reaches to %v", box)
	}
}

func TestPicture_inWordAndAsText(t *testing.T) {
	one := samplePicture(t)
	files := parts(t, Doc{Title: "Figures", Lang: "en", Blocks: []Block{one, one}})
	if files["word/media/image1.png"] != string(one.PNG) || files["word/media/image2.png"] == "" {
		t.Error("the pixels are not in the file")
	}
	for name, want := range map[string]string{"word/document.xml": `descr="Told back: 40, then 65."`, "[Content_Types].xml": `Extension="png"`,
		"word/_rels/document.xml.rels": `Target="media/image2.png"`} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s has no %s", name, want)
		}
	}
	one.PNG = []byte("no picture")
	if files := parts(t, Doc{Title: "Figures", Lang: "en", Blocks: []Block{one}}); !strings.Contains(files["word/document.xml"], "Told back: 40") {
		t.Error("without pixels its words are gone too")
	}
	var text bytes.Buffer
	if err := WriteText(&text, Doc{Title: "Figures", Lang: "en", Blocks: []Block{one}}); err != nil || text.String() != "[Told back: 40, then 65.]\n" {
		t.Errorf("%q, %v", text.String(), err)
	}
}

func TestPicture_whatCannotBeDrawnIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Picture){
		"no words": func(p *Picture) { p.Alt = " \u202e" }, "no size": func(p *Picture) { p.Width = 0 }, "no number": func(p *Picture) { p.Height = math.NaN() },
		"a place that is none": func(p *Picture) { p.Strokes[0].Path[1].At[0] = math.Inf(1) },
	} {
		one := samplePicture(t)
		spoil(&one)
		if err := WritePDF(io.Discard, Doc{Title: "Figures", Lang: "en", Blocks: []Block{one}}); !errors.Is(err, ErrPicture) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRuler_measuresBreaksAndOutlines(t *testing.T) {
	r := NewRuler("en")
	defer r.Close()
	for _, s := range []string{"Accommodation", "ሰላም ዓለም", "سلام عليكم", "住所和学校", "Thưa ông"} {
		wide := r.Width(s, false)
		if wide <= 1 || wide > 12 {
			t.Errorf("%s is %v wide", s, wide)
		}
		left, right := math.Inf(1), math.Inf(-1)
		for _, st := range r.Outline(s, false) {
			if st.Op != 'h' {
				left, right = min(left, st.At[0]), max(right, st.At[0])
			}
		}
		if left < -0.3 || right > wide+0.3 || right < wide*0.7 {
			t.Errorf("%s: letters from %v to %v of %v", s, left, right, wide)
		}
		for _, l := range r.Lines(s+" "+s+" "+s, false, wide*1.1) {
			if r.Width(l, false) > wide*1.1+0.01 {
				t.Errorf("%q is too wide", l)
			}
		}
	}
	if got := r.Lines("one two three", false, 100); len(got) != 1 || got[0] != "one two three" {
		t.Errorf("%q", got)
	}
}
