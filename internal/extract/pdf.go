package extract

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"stablefutures/internal/problem"
)

// maxGlyphs bounds the letters of one file.
const maxGlyphs = 400_000

// glyph is one printed letter. Its place is that of its origin, in points from the top left of the page as it is shown.
type glyph struct {
	text     string
	x, y     float64
	dx, dy   float64 // the direction its line runs in, of length 1
	w        float64 // how far it moves the line on
	size     float64
	bold     bool
	hidden   bool
	order    int        // its place in the file
	spaced   bool       // PDFium sees a blank between the letter before it in the file and this one
	box      [4]float64 // left, top, right, bottom
	fontName string
}

// readPDF takes the text of every page.
func readPDF(ctx context.Context, b []byte) (*Extract, error) {
	x := &Extract{Kind: PDF}
	left := maxGlyphs
	err := withPDF(ctx, b, func(d *document) error {
		for n := range d.pages {
			p, err := d.page(n, &left)
			if err != nil {
				return err
			}
			x.Pages = append(x.Pages, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return x, nil
}

// page reads one page, counted from 0.
func (d *document) page(index int, left *int) (Page, error) {
	wrong := func(err error) error {
		return problem.Wrap(err, problem.Invalid, "extract.page", "page", index+1)
	}
	loaded, err := d.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: index})
	if err != nil {
		return Page{}, wrong(err)
	}
	defer d.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	ref := requests.Page{ByReference: &loaded.Page}
	size, err := d.GetPageSize(&requests.GetPageSize{Page: ref})
	if err != nil {
		return Page{}, wrong(err)
	}
	p := Page{Number: index + 1, Width: size.Width, Height: size.Height}
	show, err := d.shown(ref, p.Width, p.Height)
	if err != nil {
		return Page{}, wrong(err)
	}
	images, drawings, err := d.objects(ref)
	if err != nil {
		return Page{}, wrong(err)
	}
	t := &textPage{document: d, show: show, page: &p, layered: images > 0}
	glyphs, err := t.glyphs(ref, left)
	if err != nil {
		return Page{}, err
	}
	p.Pieces = compose(glyphs)
	printed := false
	for _, piece := range p.Pieces {
		printed = printed || !piece.Hidden
	}
	p.Scanned = !printed && images > 0 && drawings < 20
	p.Outlined = !printed
	return p, nil
}

// affine turns places in the page's own coordinates into places as it is shown: turned, cropped, from the top left.
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// shown asks PDFium where three places of the page are shown.
func (d *document) shown(ref requests.Page, width, height float64) (affine, error) {
	const fine = 100 // PDFium answers in whole dots
	at := func(x, y float64) (float64, float64, error) {
		to, err := d.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page: ref, SizeX: int(width * fine), SizeY: int(height * fine), PageX: x, PageY: y,
		})
		if err != nil {
			return 0, 0, err
		}
		return float64(to.DeviceX) / fine, float64(to.DeviceY) / fine, nil
	}
	e, f, err := at(0, 0)
	if err != nil {
		return affine{}, err
	}
	ax, ay, err := at(1000, 0)
	if err != nil {
		return affine{}, err
	}
	bx, by, err := at(0, 1000)
	if err != nil {
		return affine{}, err
	}
	return affine{(ax - e) / 1000, (ay - f) / 1000, (bx - e) / 1000, (by - f) / 1000, e, f}, nil
}

// objects counts the pictures and the drawn shapes of a page.
func (d *document) objects(ref requests.Page) (images, drawings int, err error) {
	count, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: ref})
	if err != nil {
		return 0, 0, err
	}
	for i := range min(count.Count, 2000) {
		o, err := d.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: ref, Index: i})
		if err != nil {
			return 0, 0, err
		}
		kind, err := d.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return 0, 0, err
		}
		switch kind.Type {
		case enums.FPDF_PAGEOBJ_IMAGE:
			images++
		case enums.FPDF_PAGEOBJ_PATH, enums.FPDF_PAGEOBJ_SHADING, enums.FPDF_PAGEOBJ_FORM:
			drawings++
		}
	}
	return images, drawings, nil
}

// textPage reads the letters of one page.
type textPage struct {
	*document
	ref     references.FPDF_TEXTPAGE
	show    affine
	page    *Page
	layered bool // there are pictures, so letters without ink may lie over them
}

func (t *textPage) glyphs(ref requests.Page, left *int) ([]glyph, error) {
	n := t.page.Number
	wrong := func(err error) error { return problem.Wrap(err, problem.Invalid, "extract.page", "page", n) }
	loaded, err := t.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: ref})
	if err != nil {
		return nil, wrong(err)
	}
	t.ref = loaded.TextPage
	defer t.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t.ref})
	count, err := t.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: t.ref})
	if err != nil {
		return nil, wrong(err)
	}
	if *left -= count.Count; *left < 0 {
		return nil, problem.New(problem.Invalid, "extract.glyphs", "max", maxGlyphs)
	}
	var all []glyph
	spaced := false
	for i := range count.Count {
		g, generated, err := t.glyph(i)
		if err != nil {
			return nil, wrong(err)
		}
		if generated {
			spaced = spaced || g.text == " " // a line end that PDFium sees may stand in the middle of a word
			continue
		}
		g.order, g.spaced = i, spaced
		spaced = false
		all = append(all, g)
	}
	all = gather(all)
	measure(all)
	return all, nil
}

// glyph reads one letter; generated ones (blanks and line ends that PDFium adds) have no place.
func (t *textPage) glyph(i int) (g glyph, generated bool, err error) {
	letter, err := t.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: t.ref, Index: i})
	if err != nil {
		return g, false, err
	}
	made, err := t.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: t.ref, Index: i})
	if err != nil || made.IsGenerated {
		return glyph{text: string(rune(letter.Unicode))}, true, err
	}
	origin, err := t.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: t.ref, Index: i})
	if err != nil {
		return glyph{}, true, nil // no place on the page: nothing is printed
	}
	box, err := t.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: t.ref, Index: i})
	if err != nil {
		return g, true, nil
	}
	m, err := t.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: t.ref, Index: i})
	if err != nil {
		return g, true, nil
	}
	size, err := t.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: t.ref, Index: i})
	if err != nil {
		return g, false, err
	}
	g.text = t.letter(rune(letter.Unicode), i)
	g.x, g.y = t.show.apply(origin.X, origin.Y)
	dx, dy := t.show.a*float64(m.Matrix.A)+t.show.c*float64(m.Matrix.B), t.show.b*float64(m.Matrix.A)+t.show.d*float64(m.Matrix.B)
	if long := math.Hypot(dx, dy); long > 0 {
		g.dx, g.dy = dx/long, dy/long
	} else {
		g.dx = 1
	}
	g.size = size.FontSize * math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))
	x1, y1 := t.show.apply(float64(box.Rect.Left), float64(box.Rect.Bottom))
	x2, y2 := t.show.apply(float64(box.Rect.Right), float64(box.Rect.Top))
	g.box = [4]float64{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}
	g.bold, g.fontName = t.weight(i)
	g.hidden = g.x < -1 || g.y < -1 || g.x > t.page.Width+1 || g.y > t.page.Height+1 || t.layered && t.inkless(i)
	return g, g.size <= 0 || math.IsNaN(g.x+g.y+g.size+g.box[0]+g.box[1]+g.box[2]+g.box[3]), nil
}

// letter is the text of one character. A hyphen at a line's end, which PDFium marks, is a hyphen; bullets of Symbol and
// Wingdings are the bullets they look like; what has no letter to it is U+FFFD and counted.
func (t *textPage) letter(r rune, i int) string {
	switch {
	case r == 2:
		if h, err := t.FPDFText_IsHyphen(&requests.FPDFText_IsHyphen{TextPage: t.ref, Index: i}); err == nil && h.IsHyphen {
			return "-"
		}
	case r == 0xF0B7:
		return "•"
	case r == 0xF0A7:
		return "▪"
	case r == '\t' || r == '\n' || r == '\r':
		return " "
	case r >= 0x20 && (r < 0xD800 || r > 0xF8FF) && r < 0xF0000 && r != 0xFFFE && r != 0xFFFF:
		return string(r)
	}
	t.page.Unreadable++
	return "\uFFFD"
}

// weight tells bold letters by the name of their font, and by its weight where the name says nothing.
func (t *textPage) weight(i int) (bold bool, name string) {
	info, err := t.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: t.ref, Index: i})
	if err != nil {
		return false, ""
	}
	name = info.FontName
	if _, style, ok := strings.Cut(strings.ToLower(name), "-"); ok && style != "" {
		for _, word := range []string{"bold", "black", "heavy", "demi"} {
			if strings.Contains(style, word) {
				return true, name
			}
		}
		return false, name
	}
	if strings.Contains(strings.ToLower(name), "bold") {
		return true, name
	}
	w, err := t.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: t.ref, Index: i})
	return err == nil && w.FontWeight >= 700, name
}

// inkless reports letters that are neither filled nor drawn: what a machine read in a picture and laid over it.
func (t *textPage) inkless(i int) bool {
	o, err := t.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: t.ref, Index: i})
	if err != nil {
		return false
	}
	mode, err := t.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: o.TextObject})
	return err == nil && (mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_CLIP)
}

// wide and high are the sides of the upright box around the letter.
func (g *glyph) wide() float64 { return g.box[2] - g.box[0] }
func (g *glyph) high() float64 { return g.box[3] - g.box[1] }

// gather puts together the letters that one drawn shape stands for: "ffi", "لا". PDFium gives them one origin.
func gather(all []glyph) []glyph {
	var out []glyph
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].x == all[i].x && all[j].y == all[i].y && all[j].order == all[j-1].order+1 && all[j].size == all[i].size {
			j++
		}
		g := all[i]
		if j > i+1 {
			backwards := i > 0 && goesBack(&all[i-1], &all[i])
			g.text = inOrder(slices.Clone(all[i:j]), backwards)
			for _, o := range all[i+1 : j] {
				g.box = [4]float64{min(g.box[0], o.box[0]), min(g.box[1], o.box[1]), max(g.box[2], o.box[2]), max(g.box[3], o.box[3])}
			}
			g.order = all[j-1].order
		}
		out = append(out, g)
		i = j
	}
	return out
}

// goesBack reports whether b stands before a on the line, as in Arabic that the file holds in reading order.
func goesBack(a, b *glyph) bool { return (b.x-a.x)*a.dx+(b.y-a.y)*a.dy < 0 }

// inOrder is the text of one drawn shape. PDFium turns its letters around when it turns their line around: where each
// has its own part of the shape, the parts tell; lam stands before alef in every shape of the two; else the line tells.
func inOrder(letters []glyph, backwards bool) string {
	rtl := directionOf(letters[0].text) == toLeft
	along := func(g glyph) float64 {
		u := (g.box[0]+g.box[2])*g.dx + (g.box[1]+g.box[3])*g.dy
		if rtl {
			return -u
		}
		return u
	}
	first, _ := utf8.DecodeRuneInString(letters[0].text)
	last, _ := utf8.DecodeRuneInString(letters[len(letters)-1].text)
	const alefs = "اأإآٱ"
	turned := backwards && rtl
	switch {
	case letters[0].box != letters[len(letters)-1].box:
		slices.SortStableFunc(letters, func(a, b glyph) int { return cmp.Compare(along(a), along(b)) })
		turned = false
	case unicode.Is(unicode.Mn, first) != unicode.Is(unicode.Mn, last):
		turned = unicode.Is(unicode.Mn, first) // a mark comes after its letter
	case len(letters) == 2 && first == 'ل' && strings.ContainsRune(alefs, last):
		turned = false
	case len(letters) == 2 && last == 'ل' && strings.ContainsRune(alefs, first):
		turned = true
	}
	if turned {
		slices.Reverse(letters)
	}
	return joined(letters)
}

// measure finds how wide every letter is along its line. PDFium gives the upright box around it, from which the width
// follows where the line is not near 45 degrees; there the height of the font, known from its other letters, decides.
func measure(all []glyph) {
	type sum struct{ ratio, n float64 }
	fonts := map[string]sum{}
	steep := func(g *glyph) (cos, sin, det float64) {
		cos, sin = math.Abs(g.dx), math.Abs(g.dy)
		return cos, sin, cos*cos - sin*sin
	}
	for i := range all {
		g := &all[i]
		if cos, sin, det := steep(g); math.Abs(det) > 0.5 {
			if h := (g.high()*cos - g.wide()*sin) / det; h > 0 && g.size > 0 {
				s := fonts[g.fontName]
				fonts[g.fontName] = sum{s.ratio + h/g.size, s.n + 1}
			}
		}
	}
	for i := range all {
		g := &all[i]
		cos, sin, det := steep(g)
		if math.Abs(det) > 0.5 {
			g.w = (g.wide()*cos - g.high()*sin) / det
		} else {
			h := 1.17 * g.size
			if s := fonts[g.fontName]; s.n > 0 {
				h = s.ratio / s.n * g.size
			}
			g.w = ((g.wide()-h*sin)/cos + (g.high()-h*cos)/sin) / 2
		}
		g.w = min(max(g.w, 0), 4*g.size)
	}
}
