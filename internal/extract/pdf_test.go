package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/problem"
)

// says is the message key of an error with its values: "extract.pages pages=2000 max=200".
func says(err error) string {
	var e *problem.Error
	if !errors.As(err, &e) {
		if err == nil {
			return "no error"
		}
		return err.Error()
	}
	s := e.Key
	for i := 0; i+1 < len(e.Args); i += 2 {
		s += fmt.Sprintf(" %v=%v", e.Args[i], e.Args[i+1])
	}
	return s
}

func TestPDF_badFilesAreRefusedWithTheirReasonQuickly(t *testing.T) {
	poster := sample(t, "poster.pdf")
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"2,000 pages":       {manyPages(2000), "extract.pages pages=2000 max=200"},
		"a password":        {sample(t, "locked.pdf"), "extract.locked"},
		"only a header":     {[]byte("%PDF-1.7\nnothing else"), "extract.damaged"},
		"noise":             {append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte{0xff, 0, 7, 'o', 'b', 'j'}, 5000)...), "extract.damaged"},
		"no pages":          {pdfFile("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [] /Count 0>>"), "extract.damaged"},
		"pages in a circle": {pdfFile("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [2 0 R] /Count 1>>"), "extract.page page=1"},
		"too many letters":  {onePage("0 0 595 842", "", "BT /F 1 Tf 1 TL 10 800 Td "+strings.Repeat("("+strings.Repeat("ab", 600)+") '\n", 340)+" ET"), "extract.glyphs max=400000"},
	} {
		start := time.Now()
		_, err := Read(context.Background(), "file.pdf", c.file)
		if says(err) != c.want || problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: %q, want %q", name, says(err), c.want)
		}
		if took := time.Since(start); took > 45*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	// A file cut short still has what stands before the cut, or says that it is damaged; it never hangs or crashes.
	for _, part := range []int{2, 3, 10} {
		if _, err := Read(context.Background(), "", poster[:len(poster)*(part-1)/part]); err != nil && problem.KindOf(err) != problem.Invalid {
			t.Errorf("cut after %d/%d: %v", part-1, part, err)
		}
	}
}

func TestPDF_aBombIsStopped(t *testing.T) {
	bomb := pdfFile("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>>", deflated("", "q ", 700<<20))
	start := time.Now()
	_, err := Read(context.Background(), "", bomb)
	if says(err) != "extract.too_heavy" || time.Since(start) > patience {
		t.Errorf("%d bytes that unpack to 700 MB: %v after %v", len(bomb), says(err), time.Since(start))
	}
}

func TestPDF_stopsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := Read(ctx, "", sample(t, "wheel.pdf"))
	if err == nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) || time.Since(start) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	if x := mustRead(t, "", onePage("0 0 100 100", "", "BT /F 12 Tf 10 50 Td (again) Tj ET")); len(x.Pieces()) != 1 {
		t.Error("the next file is not read")
	}
}

func TestPDF_outlinedLettersFallToTypingBesideThePicture(t *testing.T) {
	for _, name := range []string{"poster-outlined.pdf", "list-outlined.pdf", "wheel-outlined.pdf"} {
		x := mustRead(t, name, sample(t, name))
		p := x.Pages[0]
		if len(p.Pieces) != 0 || !p.Outlined || p.Scanned {
			t.Errorf("%s: %d pieces, outlined %v, scanned %v", name, len(p.Pieces), p.Outlined, p.Scanned)
		}
		picture, err := x.Picture(context.Background(), 1, 60)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(picture))
		if err != nil {
			t.Fatal(err)
		}
		if w := float64(img.Bounds().Dx()); math.Abs(w-p.Width/72*60) > 2 {
			t.Errorf("%s: %v dots for %v points", name, w, p.Width)
		}
		dark := 0
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
					dark++
				}
			}
		}
		if dark < 1000 {
			t.Errorf("%s: the picture is empty (%d dark dots)", name, dark)
		}
	}
}

func TestPDF_aPictureHasNoLetters(t *testing.T) {
	draw := "q 500 0 0 700 40 40 cm /I Do Q"
	p := mustRead(t, "", onePage("0 0 595 842", "", draw)).Pages[0]
	if !p.Scanned || !p.Outlined || len(p.Pieces) != 0 {
		t.Errorf("a scan: %+v", p)
	}
	// Letters that a machine guessed and laid over the picture without ink are shown as hidden, never as printed.
	p = mustRead(t, "", onePage("0 0 595 842", "", draw+" BT 3 Tr /F 12 Tf 72 700 Td (guessed) Tj ET")).Pages[0]
	if !p.Scanned || !p.Outlined || len(p.Pieces) != 1 || !p.Pieces[0].Hidden || p.Pieces[0].Text != "guessed" {
		t.Errorf("a scan with guessed letters: %+v", p)
	}
}

func TestPDF_giantTurnedAndCroppedPages(t *testing.T) {
	const hello = "BT /F 12 Tf 100 100 Td (Every bed can be reached) Tj ET"
	for name, c := range map[string]struct {
		file []byte
		x, y float64
		turn float64
	}{
		"plain":   {onePage("0 0 595 842", "", hello), 100, 842 - 100, 0},
		"giant":   {onePage("0 0 14400 14400", "", hello), 100, 14300, 0},
		"cropped": {onePage("0 0 595 842", "/CropBox [50 50 500 500]", hello), 50, 400, 0},
		"turned":  {onePage("0 0 595 842", "/Rotate 90", hello), 100, 100, 90},
		"shifted": {onePage("-100 -100 495 742", "", hello), 200, 642, 0},
	} {
		x := mustRead(t, name, c.file)
		if len(x.Pieces()) != 1 {
			t.Fatalf("%s: %+v", name, x.Pages)
		}
		p := x.Pieces()[0]
		if p.Text != "Every bed can be reached" || p.Angle != c.turn || math.Abs(p.Size-12) > 0.1 {
			t.Errorf("%s: %+v", name, p)
		}
		if c.turn == 0 && (math.Abs(p.X-c.x) > 2 || math.Abs(p.Y+p.H-c.y) > 4) {
			t.Errorf("%s: at %v, %v; want %v, %v", name, p.X, p.Y+p.H, c.x, c.y)
		}
		picture, err := x.Picture(context.Background(), 1, 100)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		size, err := png.DecodeConfig(bytes.NewReader(picture))
		if err != nil || size.Width*size.Height > MaxPixels+20_000 || size.Width < 100 {
			t.Errorf("%s: a picture of %d by %d, %v", name, size.Width, size.Height, err)
		}
	}
}

func TestPDF_scriptsAndLinksAreNothing(t *testing.T) {
	b := onePage("0 0 595 842", "/AA <</O 7 0 R>>", "BT /F 12 Tf 72 700 Td (Nobody walks on a bed) Tj ET",
		"<</Type /Action /S /JavaScript /JS (app.alert\\('x'\\); this.submitForm\\('http://example.invalid'\\);)>>")
	x := mustRead(t, "", b)
	if len(x.Pieces()) != 1 || x.Pieces()[0].Text != "Nobody walks on a bed" {
		t.Errorf("%+v", x.Pieces())
	}
}

// What is printed is kept: a hyphen at a line's end is neither taken away nor hidden, letters that have no meaning in
// the file are counted.
func TestPDF_doubtIsSaid(t *testing.T) {
	x := mustRead(t, "", onePage("0 0 595 842", "", "BT /F 12 Tf 14 TL 72 700 Td (Seeds are kept for the next gar-) Tj T* (dener who comes) Tj ET"))
	p := x.Pieces()
	if len(p) != 1 || p[0].Text != "Seeds are kept for the next gar-dener who comes" || !p[0].Hyphen ||
		!slices.Equal(p[0].Lines, []string{"Seeds are kept for the next gar-", "dener who comes"}) {
		t.Errorf("%+v", p)
	}
}

func TestPicture_onlyForPagesThatAreThere(t *testing.T) {
	x := mustRead(t, "", []byte("one line"))
	if _, err := x.Picture(context.Background(), 1, 100); problem.KindOf(err) != problem.NotFound {
		t.Error(err)
	}
	two := manyPages(2)
	for _, n := range []int{0, 3} {
		if _, err := Picture(context.Background(), two, n, 100); problem.KindOf(err) != problem.NotFound {
			t.Error(n, err)
		}
	}
	var seen []int
	err := Pictures(context.Background(), two, 20, func(n int, b []byte) error { seen = append(seen, n); return nil })
	if err != nil || !slices.Equal(seen, []int{1, 2}) {
		t.Error(seen, err)
	}
	full := errors.New("no room")
	if err := Pictures(context.Background(), two, 20, func(int, []byte) error { return full }); !errors.Is(err, full) {
		t.Error(err)
	}
}
