package print

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	ot "github.com/go-text/typesetting/font/opentype"
)

// Letters must join. go-text v0.3.5 drops some substitutions (its filter stops
// adding ranges once one of its three masks is full), so that noon and yeh stand
// alone in the middle of a word; v0.3.0 does not. This is why go.mod names it.
func TestArabicLettersJoin(t *testing.T) {
	p := borrowPress()
	defer p.giveBack()
	for index := famArabic * 2; index <= famArabic*2+1; index++ {
		face := p.face(index)
		for _, letter := range "بتثنيسشصضطعغفقكلمهجحخ" {
			alone := p.word([]rune{letter}, "ar", face, true)
			joined := p.word([]rune{letter, letter, letter}, "ar", face, true)
			if len(alone) != 1 || len(joined) != 3 {
				t.Fatalf("%c: %d and %d clusters", letter, len(alone), len(joined))
			}
			forms := map[string]bool{}
			for _, c := range append(joined, alone...) {
				base := c.glyphs[len(c.glyphs)-1]
				forms[fmt.Sprint(base.gid, base.adv)] = true
			}
			if len(forms) < 3 {
				t.Errorf("%c has the same shape at the beginning, in the middle and alone: %v", letter, forms)
			}
		}
	}
}

// TestAgainstHarfBuzz holds our glyphs, clusters and positions against the
// reference shaper, where it is installed (libharfbuzz-bin).
func TestAgainstHarfBuzz(t *testing.T) {
	hb, err := exec.LookPath("hb-shape")
	if err != nil {
		t.Skip("hb-shape is not installed")
	}
	p := borrowPress()
	defer p.giveBack()
	for family, words := range map[int]string{
		famLatin:      "AVATAR office fjord Tamsin",
		famLatinExt:   "ŵŷẅ łżść şğı",
		famVietnamese: "ếựđ ộẫ",
		famArabic:     "نسأل الكلية بِسْمِ اللَّهِ الرَّحْمَٰنِ ھەڵۆ ژوورەوە چۆنی پښتو ٹھیک نِيَّة می\u200cخواهم مُحَمَّد لأنك ہے",
		famEthiopic:   "ኣብ ዝኾነ ግዜ ቋንቋ፧",
		famBengali:    "তুমি কি নিরাপদে স্কুল ক্ষমা প্রশ্ন কর্তৃপক্ষ র\u200d্যাব সাহায্য পৌঁছানো",
		famHan:        "你现在住的地方，适合你吗？",
	} {
		index := family*2 + 1
		face := p.face(index)
		file := filepath.Join(t.TempDir(), "font.ttf")
		if err := os.WriteFile(file, trueType(t, index), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Fields(words) {
			direction := "ltr"
			if family == famArabic {
				direction = "rtl"
			}
			out, err := exec.Command(hb, "--no-glyph-names", "--no-clusters", "--direction="+direction, "--language=xx", file, "--text="+word).Output()
			if err != nil {
				t.Fatal(err)
			}
			// Clusters come in logical order; the shaper's glyphs are visual.
			clusters := p.shapeWord([]rune(word), "xx", face, direction == "rtl")
			var got []string
			for i := range clusters {
				c := clusters[i]
				if direction == "rtl" {
					c = clusters[len(clusters)-1-i]
				}
				for _, g := range c.glyphs {
					s := fmt.Sprint(g.gid)
					if g.dx != 0 || g.dy != 0 {
						s += fmt.Sprintf("@%d,%d", g.dx, g.dy)
					}
					got = append(got, s+fmt.Sprintf("+%d", g.adv))
				}
			}
			want := strings.Trim(strings.TrimSpace(string(out)), "[]")
			if family == famArabic { // the joiner's empty glyph is not ours to draw
				want = strings.ReplaceAll(want, "|3+0", "")
			}
			if strings.Join(got, "|") != want {
				t.Errorf("%s: %s\nHarfBuzz says %s", word, strings.Join(got, "|"), want)
			}
		}
	}
}

// trueType unpacks an embedded font for programs that do not read WOFF.
func trueType(t *testing.T, index int) []byte {
	t.Helper()
	data, err := fontFiles.ReadFile(fontPath(index/2, index%2 == 1))
	if err != nil {
		t.Fatal(err)
	}
	return ot.WriteTTF(tablesOf(t, data))
}

func tablesOf(t *testing.T, data []byte) []ot.Table {
	t.Helper()
	loader, err := ot.NewLoader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var tables []ot.Table
	for _, tag := range loader.Tables() {
		raw, err := loader.RawTable(tag)
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, ot.Table{Content: raw, Tag: tag})
	}
	return tables
}
