package print

import (
	"bytes"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// The fonts come at build time (see fonts/README.txt); the folder itself always
// compiles.
//
//go:embed fonts
var fontFiles embed.FS

// ErrNoFonts says that the fonts were not there when the program was built.
var ErrNoFonts = errors.New("print: fonts are missing; build the assets, then the program")

// families in the order they are asked for a letter that no script decides.
var families = []string{
	"noto-sans-latin", "noto-sans-latin-ext", "noto-sans-vietnamese",
	"noto-sans-cyrillic", "noto-sans-arabic", "noto-sans-ethiopic",
	"noto-sans-bengali", "noto-sans-sc",
}

const (
	famLatin = iota
	famLatinExt
	famVietnamese
	famCyrillic
	famArabic
	famEthiopic
	famBengali
	famHan
	familyCount
)

// psNames are the names the fonts go by inside a PDF.
var psNames = []string{"NotoSans", "NotoSansLatinExt", "NotoSansVietnamese",
	"NotoSansCyrillic", "NotoSansArabic", "NotoSansEthiopic", "NotoSansBengali", "NotoSansSC"}

func fontPath(family int, bold bool) string {
	if bold && family != famHan { // Chinese has one weight; the page thickens its strokes
		return "fonts/" + families[family] + "-700-normal.woff"
	}
	return "fonts/" + families[family] + "-400-normal.woff"
}

// Ready reports whether every font is in the program; the error wraps
// ErrNoFonts and names what is missing.
func Ready() error { return ready() }

// ready looks once: the fonts are in the program, and reading one copies it.
var ready = sync.OnceValue(func() error {
	var missing []string
	for f := range families {
		for _, bold := range []bool{false, true} {
			if f == famHan && bold {
				continue
			}
			if _, err := fontFiles.ReadFile(fontPath(f, bold)); err != nil {
				missing = append(missing, strings.TrimPrefix(fontPath(f, bold), "fonts/"))
			}
		}
	}
	if missing != nil {
		return fmt.Errorf("%w (%s)", ErrNoFonts, strings.Join(missing, ", "))
	}
	return nil
})

// typeface is one font file, read once and then shared by every document.
type typeface struct {
	index  int // family*2, plus one when bold
	ps     string
	font   *font.Font
	tables map[string][]byte
	upem   int
	glyphs int
}

var typefaces [2 * familyCount]struct {
	once sync.Once
	face *typeface
	err  error
}

// loadTypeface reads a font at its first use.
func loadTypeface(index int) (*typeface, error) {
	slot := &typefaces[index]
	slot.once.Do(func() {
		slot.face, slot.err = readTypeface(index)
	})
	return slot.face, slot.err
}

func readTypeface(index int) (*typeface, error) {
	if index == 2*famHan+1 {
		regular, err := loadTypeface(index - 1)
		if err != nil {
			return nil, err
		}
		bold := *regular
		bold.index, bold.ps = index, psNames[famHan]+"-Bold"
		return &bold, nil
	}
	data, err := fontFiles.ReadFile(fontPath(index/2, index%2 == 1))
	if err != nil {
		return nil, Ready()
	}
	loader, err := ot.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", families[index/2], err)
	}
	f, err := font.NewFont(loader)
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", families[index/2], err)
	}
	t := &typeface{index: index, ps: psNames[index/2] + "-Regular", font: f, upem: int(f.Upem()), tables: map[string][]byte{}}
	if index%2 == 1 {
		t.ps = psNames[index/2] + "-Bold"
	}
	for _, tag := range []string{"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"} {
		if raw, err := loader.RawTable(ot.MustNewTag(tag)); err == nil {
			t.tables[tag] = raw
		}
	}
	for tag, least := range map[string]int{"glyf": 1, "loca": 4, "head": 54, "hhea": 36, "hmtx": 4, "maxp": 6} {
		if len(t.tables[tag]) < least {
			return nil, fmt.Errorf("read font %s: table %s is missing", families[index/2], tag)
		}
	}
	t.glyphs = int(binary.BigEndian.Uint16(t.tables["maxp"][4:]))
	if entries := len(t.tables["hmtx"]) / 4; entries < int(binary.BigEndian.Uint16(t.tables["hhea"][34:])) {
		return nil, fmt.Errorf("read font %s: widths are missing", families[index/2])
	}
	return t, nil
}

// advance is a glyph's own width, in font units.
func (t *typeface) advance(gid uint16) int {
	n := int(binary.BigEndian.Uint16(t.tables["hhea"][34:]))
	return int(binary.BigEndian.Uint16(t.tables["hmtx"][4*min(int(gid), n-1):]))
}

// home is the family to ask first for a letter.
func home(r rune) int {
	switch {
	case r < 0x0100, r >= 0x2000 && r < 0x2100:
		return famLatin
	case r >= 0x0600 && r < 0x0780, r >= 0x0870 && r < 0x0900, r >= 0xFB50 && r < 0xFE00, r >= 0xFE70 && r < 0xFEFF:
		return famArabic
	case r >= 0x1200 && r < 0x13A0, r >= 0x2D80 && r < 0x2DE0, r >= 0xAB01 && r < 0xAB30:
		return famEthiopic
	case r >= 0x0400 && r < 0x0530:
		return famCyrillic
	case r >= 0x1EA0 && r < 0x1EFA:
		return famVietnamese
	case r >= 0x0964 && r < 0x0966, r >= 0x0980 && r < 0x0A00:
		return famBengali
	case r >= 0x2E80 && r < 0xA000, r >= 0xF900 && r < 0xFB00, r >= 0xFE30 && r < 0xFE50, r >= 0xFF00 && r < 0xFFF0, r >= 0x20000 && r < 0x34000:
		return famHan
	}
	return famLatinExt
}
