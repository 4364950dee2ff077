package print

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

const (
	// maxStretch is how many runes are analysed at once. A longer line of text is
	// cut at a space: nobody sees it, and time and memory stay in proportion.
	maxStretch = 8192
	// maxWord is how many runes are shaped at once when nothing lets a line break.
	maxWord = 256
	// maxCached bounds the words a press remembers within one document.
	maxCached = 20000
)

// glyph is one drawn shape; measures are thousandths of the type size.
type glyph struct {
	gid         uint16
	adv, dx, dy int16
}

// cluster is the smallest unit that a line may be cut between: some letters and
// the glyphs that draw them together, left to right.
type cluster struct {
	text   string
	glyphs []glyph
	adv    int
	blank  bool
}

// atom is a cluster in its place in a text.
type atom struct {
	*cluster
	face  *typeface
	span  int32
	level uint8
	brk   bool // a line may end after it
}

// press shapes text. It is not safe for concurrent use; documents borrow one
// from the pool and leave nothing of their words in it.
type press struct {
	shaper shaping.HarfbuzzShaper
	faces  [2 * familyCount]*font.Face
	seg    segmenter.Segmenter
	words  map[wordKey][]cluster
	langs  map[string]language.Language
	err    error
}

type wordKey struct {
	text string
	lang string
	face int8
	rtl  bool
}

var presses = sync.Pool{New: func() any { return &press{langs: map[string]language.Language{}} }}

func borrowPress() *press {
	p := presses.Get().(*press)
	p.words, p.err = make(map[wordKey][]cluster), nil
	return p
}

func (p *press) giveBack() {
	p.words = nil
	presses.Put(p)
}

// face returns a typeface; the first that cannot be read stops the document.
func (p *press) face(index int) *typeface {
	t, err := loadTypeface(index)
	if err != nil {
		p.err = err
		return nil
	}
	if p.faces[index] == nil {
		p.faces[index] = font.NewFace(t.font)
	}
	return t
}

func (p *press) has(family int, bold bool, r rune) (int, bool) {
	index := family * 2
	if bold {
		index++
	}
	if p.face(index) == nil {
		return index, false
	}
	_, ok := p.faces[index].NominalGlyph(r)
	return index, ok
}

// pick chooses the face for a rune: whoever drew the letter before it for marks
// and spaces, else the script's own font, else any that can; and where none
// can, the first, which spells its number out (see spelt). In Chinese words the
// signs that both scripts have are the wide ones.
func (p *press) pick(r rune, lang string, bold bool, before int) int {
	if before >= 0 && (unicode.Is(unicode.M, r) || r == ' ' || r == '\u00a0' || ignorable(r)) {
		if ignorable(r) {
			return before
		}
		if _, ok := p.has(before/2, bold, r); ok {
			return before
		}
	}
	first := home(r)
	if r >= 0x2010 && r < 0x2028 && (lang == "zh" || strings.HasPrefix(lang, "zh-")) {
		first = famHan
	}
	index, ok := p.has(first, bold, r)
	if ok {
		return index
	}
	for f := range families {
		if f == first {
			continue
		}
		if i, ok := p.has(f, bold, r); ok {
			return i
		}
	}
	index, _ = p.has(famLatin, bold, r)
	return index
}

// ignorable reports characters that are never drawn.
func ignorable(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x034F, r == 0x061C, r >= 0x200B && r <= 0x200F, r >= 0x2060 && r <= 0x206F,
		r >= 0x180B && r <= 0x180F, r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}

// stretch is up to maxStretch runes of one paragraph without a line break in it.
// span names the run of each rune; -1 marks an isolate that we put in ourselves.
type stretch struct {
	runes []rune
	span  []int32
}

// atoms analyses a stretch: levels, faces, break opportunities, glyphs.
func (p *press) atoms(s stretch, runs []Run, rtl bool) []atom {
	n := len(s.runes)
	if n == 0 {
		return nil
	}
	level := levels(s.runes, rtl)
	face := make([]int8, n)
	before, bold := -1, false
	for i, r := range s.runes {
		if s.span[i] < 0 {
			before = -1
			continue
		}
		b := runs[s.span[i]].Bold
		if b != bold {
			before = -1
		}
		bold = b
		before = p.pick(r, runs[s.span[i]].Lang, bold, before)
		face[i] = int8(before)
	}
	if p.err != nil {
		return nil
	}
	out := make([]atom, 0, n)
	p.seg.Init(s.runes)
	for lines := p.seg.LineIterator(); lines.Next(); {
		line := lines.Line()
		from, to := line.Offset, line.Offset+len(line.Text)
		for i := from; i < to; {
			j := i + 1
			for j < to && j-i < maxWord && face[j] == face[i] && level[j] == level[i] && s.span[j] == s.span[i] {
				j++
			}
			t := p.face(int(face[i]))
			if s.span[i] < 0 {
				i = j
				continue
			}
			word := p.word(s.runes[i:j], runs[s.span[i]].Lang, t, level[i]%2 == 1)
			for k := range word {
				out = append(out, atom{cluster: &word[k], face: t, span: s.span[i], level: level[i]})
			}
			i = j
		}
		if len(out) > 0 { // the segmenter ends a line where a line may end
			out[len(out)-1].brk = true
		}
	}
	return out
}

func (p *press) word(runes []rune, lang string, t *typeface, rtl bool) []cluster {
	key := wordKey{string(runes), lang, int8(t.index), rtl}
	if w, ok := p.words[key]; ok {
		return w
	}
	w := p.shapeWord(runes, lang, t, rtl)
	if len(p.words) < maxCached {
		p.words[key] = w
	}
	return w
}

func (p *press) shapeWord(runes []rune, lang string, t *typeface, rtl bool) []cluster {
	l, ok := p.langs[lang]
	if !ok {
		l = language.NewLanguage(lang)
		if len(p.langs) < 200 {
			p.langs[lang] = l
		}
	}
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: p.faces[t.index],
		Size: fixed.I(1000), Script: scriptOf(runes, t.index/2), Language: l}
	if rtl {
		in.Direction = di.DirectionRTL
	}
	glyphs := p.shaper.Shape(in).Glyphs
	var out []cluster
	for i := 0; i < len(glyphs); {
		j := i + 1
		for j < len(glyphs) && glyphs[j].ClusterIndex == glyphs[i].ClusterIndex {
			j++
		}
		from := glyphs[i].ClusterIndex
		to := min(len(runes), from+max(1, glyphs[i].RuneCount))
		c := cluster{text: string(runes[from:to]), blank: blank(runes[from:to])}
		if spelling := p.spelt(runes[from:to], t); spelling != nil {
			c.glyphs = spelling
			for _, g := range spelling {
				c.adv += int(g.adv)
			}
		} else if !hidden(runes[from:to]) {
			for _, g := range glyphs[i:j] {
				adv := int(g.XAdvance.Round())
				c.adv += adv
				c.glyphs = append(c.glyphs, glyph{uint16(g.GlyphID), clamp16(adv), reach(g.XOffset.Round(), 2*maxRise), reach(g.YOffset.Round(), maxRise)})
			}
		}
		out = append(out, c)
		i = j
	}
	if rtl {
		slices.Reverse(out)
	}
	return gather(out)
}

// gather gives the text of what is never drawn (joiners, direction marks) to the
// cluster before it, so that copying the words brings it along.
func gather(in []cluster) []cluster {
	out, waiting := in[:0], ""
	for _, c := range in {
		switch {
		case len(c.glyphs) > 0:
			c.text, waiting = waiting+c.text, ""
			out = append(out, c)
		case len(out) > 0:
			out[len(out)-1].text += c.text
		default:
			waiting += c.text
		}
	}
	return out
}

// maxRise is how far a mark may move from where the font draws it, in thousandths
// of the type size. Towers of marks, built to run over other people's words, pile
// up there instead.
const maxRise = 700

func reach(v, most int) int16 { return int16(max(-most, min(most, v))) }

func clamp16(v int) int16 { return int16(max(-32000, min(32000, v))) }

func hidden(rs []rune) bool {
	for _, r := range rs {
		if !ignorable(r) {
			return false
		}
	}
	return true
}

func blank(rs []rune) bool {
	for _, r := range rs {
		if r != ' ' && r != '\u3000' && r != '\u1680' && (r < '\u2000' || r > '\u200A' || r == '\u2007') {
			return false
		}
	}
	return true
}

// scriptOf is the script of the first letter that has one.
func scriptOf(rs []rune, family int) language.Script {
	for _, r := range rs {
		if s := language.LookupScript(r); s.Strong() {
			return s
		}
	}
	switch family {
	case famArabic:
		return language.Arabic
	case famEthiopic:
		return language.Ethiopic
	case famCyrillic:
		return language.Cyrillic
	case famBengali:
		return language.Bengali
	case famHan:
		return language.Han
	}
	return language.Latin
}

// isBlankClass reports what rule L1 of UAX 9 sets back at the end of a line.
func isBlankClass(text string) bool {
	for _, r := range text {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.WS, bidi.S, bidi.B, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI, bidi.BN, bidi.Control:
		default:
			return false
		}
	}
	return true
}
