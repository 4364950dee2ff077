package paper

import (
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
)

// Every drawing can be put on paper, stays in its box, and every picture that a
// built-in edition names exists.
func TestDrawingsOnPaper(t *testing.T) {
	files := drawings(t)
	if len(files) < 50 {
		t.Fatalf("%d drawings found", len(files))
	}
	for name, strokes := range files {
		l, top, r, b, err := print.DrawingBounds(strokes)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		// Curves' handles may reach a little further than their lines.
		if l < 1 || top < 1 || r > 47 || b > 47 {
			t.Errorf("%s reaches from %.1f %.1f to %.1f %.1f", name, l, top, r, b)
		}
	}
	for _, e := range framework.Editions() {
		if e.Set == framework.SetPlaceholder { // shapes alone; an open book stands in
			continue
		}
		for _, name := range e.Pictures() {
			if files[name] == "" {
				t.Errorf("%s: there is no drawing %q", e.ID, name)
			}
		}
	}
}

// What is not one of our drawings is refused, and the error says what it was.
func TestStrangePicturesAreRefused(t *testing.T) {
	for _, bad := range []string{"", "   ", `<g><path d="M1 1h2"/></g>`, `<path d="M1 1h2" transform="scale(2)"/>`, `<path d="h4"/>`, `<path d="M1"/>`,
		`<path d="M1 1 X3"/>`, `<path d="M1 1a2 2 0 2 0 4 4"/>`, `<text>hello</text>`, `hello`, `<path d="M1 1h2" fill="red"/>`, `<image href="x"/>`,
		`<path d="M1 1h2"`, `<rect x="one" width="2" height="2"/>`, `<script/>`} {
		if _, _, _, _, err := print.DrawingBounds(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// Whatever somebody may bring as a picture can be put on paper, and stays in its box there.
func FuzzBroughtDrawing(f *testing.F) {
	for _, strokes := range drawings(f) {
		f.Add([]byte(`<svg viewBox="0 0 48 48">` + strokes + `</svg>`))
	}
	f.Add([]byte(`<svg viewBox="0 0 48 48"><path d="M8 24a16 16 0 1 1 1 1zM20 20q4-8 8 0t1 1"/></svg>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := framework.ReadDrawing(file)
		if err != nil {
			return
		}
		if _, _, _, _, err := print.DrawingBounds(d.Strokes); err != nil {
			t.Errorf("%s: %v", d.Strokes, err)
		}
	})
}
