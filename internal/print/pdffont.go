package print

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// A code in the page's text stands for one cluster: the letters and the shape
// that draws them here. A cluster of several glyphs (an Arabic letter and its
// dots, a letter and its accent) becomes one composite glyph, added behind the
// font's own, whose numbers all stay. The same shape drawn for other letters
// gets another code. So every reader that asks ToUnicode is told every letter,
// once and in order.

const (
	maxCodes    = 60000 // of 65,535; past it, letters are told by ActualText alone
	maxCodeText = 48    // bytes of letters that one code may stand for
	maxParts    = 16    // glyphs in one composite
)

// fontSet is the fonts one document uses, in order of first use.
type fontSet struct {
	byFace [2 * familyCount]*fontUse
	inUse  []*fontUse
}

type fontUse struct {
	face       *typeface
	name       string // as the page calls it, "/F1"
	number     int
	codes      map[codeKey]code
	list       []codeKey
	composites [][]glyph
	byParts    map[string]uint16
}

// codeKey is what makes a code: a glyph and the letters it stands for.
type codeKey struct {
	gid  uint16
	text string
}

// code is a number in the page's text, the width the file gives it, and how far
// its glyph is moved.
type code struct {
	number uint16
	width  int
	shift  glyph
}

func (s *fontSet) use(t *typeface) *fontUse {
	if u := s.byFace[t.index]; u != nil {
		return u
	}
	u := &fontUse{face: t, name: fmt.Sprintf("/F%d", len(s.inUse)+1), codes: map[codeKey]code{}, byParts: map[string]uint16{}, list: []codeKey{{}}}
	s.byFace[t.index] = u
	s.inUse = append(s.inUse, u)
	return u
}

// code gives the code of a cluster. Programs that take text out of a PDF turn
// right-to-left words around letter by letter, so there a code stands for the
// cluster's first letter alone, and the others (marks, joiners) have blank codes
// without width that go before it, last letter first. When there is no code to
// give (a monstrous cluster, or too many kinds in one document), ok is false:
// the page then draws glyph by glyph and tells the letters by ActualText.
func (u *fontUse) code(a atom) (c code, blanks []uint16, ok bool) {
	if len(a.text) > maxCodeText || len(a.glyphs) == 0 || len(u.list) >= maxCodes {
		return code{}, nil, false
	}
	text := a.text
	if _, size := utf8.DecodeRuneInString(text); a.level%2 == 1 && size < len(text) {
		nothing, _ := u.composite(nil)
		for _, r := range text[size:] {
			blanks = append(blanks, u.assign(codeKey{nothing, string(r)}, 0).number)
		}
		slices.Reverse(blanks)
		text = text[:size]
	}
	if len(a.glyphs) == 1 && a.glyphs[0].gid != 0 {
		c = u.assign(codeKey{a.glyphs[0].gid, text}, u.width(a.glyphs[0].gid))
		c.shift = glyph{dx: a.glyphs[0].dx, dy: a.glyphs[0].dy}
		return c, blanks, true
	}
	// The box for letters no font has is glyph 0, which PDF/UA forbids in a text:
	// as a composite it has a number of its own.
	gid, ok := u.composite(a.glyphs)
	if !ok {
		return code{}, nil, false
	}
	return u.assign(codeKey{gid, text}, a.adv), blanks, true
}

// silent gives a glyph a code that stands for a zero-width space.
func (u *fontUse) silent(g glyph) code {
	gid := g.gid
	if gid == 0 {
		gid, _ = u.composite([]glyph{{adv: clamp16(u.width(0))}})
	}
	return u.assign(codeKey{gid, "\u200b"}, u.width(g.gid))
}

func (u *fontUse) width(gid uint16) int { return u.face.advance(gid) * 1000 / u.face.upem }

func (u *fontUse) assign(key codeKey, width int) code {
	c, found := u.codes[key]
	if !found {
		c = code{number: uint16(len(u.list)), width: width}
		u.codes[key] = c
		u.list = append(u.list, key)
	}
	return c
}

// composite gives the number of the glyph that draws all of parts.
func (u *fontUse) composite(parts []glyph) (uint16, bool) {
	if len(parts) > maxParts {
		return 0, false
	}
	key := make([]byte, 0, 8*maxParts)
	for _, g := range parts {
		key = binary.BigEndian.AppendUint16(key, g.gid)
		key = binary.BigEndian.AppendUint16(key, uint16(g.adv))
		key = binary.BigEndian.AppendUint16(key, uint16(g.dx))
		key = binary.BigEndian.AppendUint16(key, uint16(g.dy))
	}
	if gid, ok := u.byParts[string(key)]; ok {
		return gid, true
	}
	gid := u.face.glyphs + len(u.composites)
	if gid >= 65000 {
		return 0, false
	}
	u.composites = append(u.composites, parts)
	u.byParts[string(key)] = uint16(gid)
	return uint16(gid), true
}

// write puts the font into the file.
func (u *fontUse) write(f *pdfFile) {
	used := make([]bool, u.face.glyphs)
	used[0] = true
	mapping := make([]byte, 2*len(u.list))
	var widths bytes.Buffer
	for cid, c := range u.list {
		if int(c.gid) < len(used) {
			used[c.gid] = true
		}
		binary.BigEndian.PutUint16(mapping[2*cid:], c.gid)
		width := u.width(0)
		if cid > 0 {
			width = u.codes[c].width
		}
		integer(&widths, width)
		widths.WriteByte(' ')
	}
	program := subset(u.face, used, u.composites)
	name := subsetTag(program) + "+" + u.face.ps

	file, toGID, toUnicode, descriptor, child := f.reserve(), f.reserve(), f.reserve(), f.reserve(), f.reserve()
	f.stream(file, fmt.Sprintf("/Length1 %d", len(program)), program)
	f.stream(toGID, "", mapping)
	f.stream(toUnicode, "", u.toUnicode())
	head, hhea := u.face.tables["head"], u.face.tables["hhea"]
	at := func(b []byte, o int) int { return int(int16(binary.BigEndian.Uint16(b[o:]))) * 1000 / u.face.upem }
	f.object(descriptor, fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight 714/StemV %d/FontFile2 %d 0 R>>",
		name, at(head, 36), at(head, 38), at(head, 40), at(head, 42), at(hhea, 4), at(hhea, 6), 80+60*(u.face.index%2), file))
	f.object(child, fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[0[%s]]/CIDToGIDMap %d 0 R>>",
		name, descriptor, widths.Bytes(), toGID))
	f.object(u.number, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		name, child, toUnicode))
}

// subsetTag is the six letters that mark a cut-down font, made from its bytes.
func subsetTag(program []byte) string {
	sum := sha256.Sum256(program)
	for i := range 6 {
		sum[i] = 'A' + sum[i]%26
	}
	return string(sum[:6])
}

func (u *fontUse) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	cid := 1
	for part := range slices.Chunk(u.list[1:], 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, c := range part {
			fmt.Fprintf(&b, "<%04X><", cid)
			for _, unit := range utf16.Encode([]rune(c.text)) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
			cid++
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
