package voice

import (
	"strings"
	"testing"
)

// Each list has the same sixty-four things, each spelt like no other of its language, and two that stand beside one another
// are read as those two.
func TestWords_sixtyFourInEachLanguageAndNoneLikeAnother(t *testing.T) {
	if got := strings.Join(WordLanguages(), " "); got != "am ar ckb cy en fa sq ti vi" {
		t.Errorf("languages: %s", got)
	}
	for _, lang := range WordLanguages() {
		l := lists[lang]
		if len(l.words) != 64 || len(l.at) != 64 {
			t.Errorf("%s: %d words, %d as folded", lang, len(l.words), len(l.at))
		}
		for a, one := range l.words {
			if strings.TrimSpace(one) != one || one == "" {
				t.Errorf("%s: %q", lang, one)
			}
			for b, two := range l.words {
				got, ok := l.read(foldTokens(strings.Join([]string{one, two, two, one}, " ")))
				if !ok || got != (Spoken{a, b, b, a}) {
					t.Errorf("%s: %s %s is read as %v", lang, one, two, got)
				}
			}
		}
	}
}

// What people write for the words of a code is read, in any of the languages, and as numbers; four of them and no other count.
func TestReadSpoken_asPeopleWrite(t *testing.T) {
	c := Spoken{0, 24, 42, 63} // sun, bread, maize, umbrella
	for _, lang := range WordLanguages() {
		if got, ok := readSpoken(strings.Join(c.In(lang), " "), "en"); !ok || got != c {
			t.Errorf("%s: %v %v", lang, got, ok)
		}
	}
	for _, typed := range []string{"sun bread maize umbrella", "  SUN,Bread. maize – umbrella\n", "11 35 53 74", "11355374", "١١ ٣٥ ٥٣ ٧٤", "۱۱۳۵۵۳۷۴",
		"mat troi banh mi ngo cai o", "diell buke miser cader", "ጸሃይ ባኒ ዕፉን ጽላል", "አ ፀሀይ"} {
		got, ok := readSpoken(typed, "vi")
		if typed == "አ ፀሀይ" {
			if ok {
				t.Errorf("two words are four: %v", got)
			}
			continue
		}
		if !ok || got != c {
			t.Errorf("%q: %v %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "sun", "sun bread maize", "sun bread maize umbrella sun", "sun bread maize roof", "sun خبز maize umbrella", "1135537", "00355374",
		"11355375", "sunbreadmaizeumbrella"} {
		if got, ok := readSpoken(typed, "en"); ok {
			t.Errorf("%q is read as %v", typed, got)
		}
	}
}

func TestDrawSpoken_drawsEachWord(t *testing.T) {
	var seen [CodeWords][64]bool
	for range 4000 {
		for i, at := range drawSpoken() {
			seen[i][at] = true
		}
	}
	for i, of := range seen {
		for at, drawn := range of {
			if !drawn {
				t.Errorf("word %d is never %s", i, lists["en"].words[at])
			}
		}
	}
}
