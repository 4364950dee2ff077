package print

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// digits turns levels into a string, one digit each.
func digits(ls []uint8) string {
	var b strings.Builder
	for _, l := range ls {
		b.WriteByte('0' + l)
	}
	return b.String()
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		name, text string
		rtl        bool
		want       string
	}{
		{"plain Latin", "abc 123", false, "0000000"},
		{"Arabic in Latin", "ab ابج 12 cd", false, "000111122000"},
		{"Latin in Arabic", "ابج abc ابج", true, "1111" + "222" + "1111"},
		{"number in Arabic", "رقم 42.", true, "1111221"},
		{"brackets in Arabic keep together", "ا (ab) ب", true, "11122111"},
		{"brackets with right-to-left in Latin", "a (ب) c", false, "0001000"},
		{"brackets that hold the line's direction keep it", "ب (a) ب", false, "1000001"},
		{"brackets that hold both directions keep the line's", "ب(ب a)", false, "101000"},
		{"a number after Arabic letters lets go of its sign", "ا 5% ب", true, "112111"},
		{"isolate", "ab \u2067ابج 1\u2069 cd", false, "0000" + "111" + "12" + "0000"},
		{"first strong isolate", "ا\u2068ab\u2069ب", true, "1122" + "11"},
		{"accent follows its letter", "اَ", true, "11"},
		{"Arabic digits", "ا ١٢ ب", true, "112211"},
		{"Ethiopic is left to right", "ሀለ ا", false, "0001"},
	} {
		if got := digits(levels([]rune(c.text), c.rtl)); got != c.want {
			t.Errorf("%s: levels %s, want %s", c.name, got, c.want)
		}
	}
}

// TestLevelsConformance runs the Unicode Consortium's BidiCharacterTest.txt when
// its path is given. Lines with embeddings and overrides do not concern us: clean
// takes those characters out.
func TestLevelsConformance(t *testing.T) {
	path := os.Getenv("BIDI_CHARACTER_TEST")
	if path == "" {
		t.Skip("BIDI_CHARACTER_TEST does not name the file")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ran, wrong := 0, 0
	for in := bufio.NewScanner(f); in.Scan(); {
		fields := strings.Split(in.Text(), ";")
		if len(fields) != 5 || strings.HasPrefix(in.Text(), "#") {
			continue
		}
		var text []rune
		for _, h := range strings.Fields(fields[0]) {
			v, _ := strconv.ParseUint(h, 16, 32)
			text = append(text, rune(v))
		}
		if slices.ContainsFunc(text, func(r rune) bool { return r >= 0x202A && r <= 0x202E || r == 0x2029 || r == '\n' }) {
			continue
		}
		base := uint8(fields[2][0] - '0')
		got := levels(text, base == 1)
		for i, end := len(text)-1, true; i >= 0; i-- { // L1
			p, _ := bidi.LookupRune(text[i])
			c := p.Class()
			blank := c == bidi.WS || c == bidi.LRI || c == bidi.RLI || c == bidi.FSI || c == bidi.PDI || c == bidi.BN
			if c == bidi.S || c == bidi.B {
				end = true
			}
			if end && (blank || c == bidi.S || c == bidi.B) {
				got[i] = base
			} else {
				end = false
			}
		}
		ran++
		for i, want := range strings.Fields(fields[3]) {
			if want != "x" && want != strconv.Itoa(int(got[i])) {
				if wrong++; wrong < 20 {
					t.Errorf("%s base %d: levels %v, want %s", fields[0], base, got, fields[3])
				}
				break
			}
		}
	}
	t.Logf("%d lines, %d wrong", ran, wrong)
	if ran < 10000 {
		t.Errorf("only %d lines ran", ran)
	}
}
