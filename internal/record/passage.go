package record

import (
	"slices"
	"strings"
	"unicode"
)

// Passages gives where a passage stands in a text, every time, as characters from and to. Capitals make no difference.
func Passages(text, passage string) [][2]int {
	in, what := folded(text), folded(strings.TrimSpace(passage))
	if len(what) == 0 {
		return nil
	}
	var found [][2]int
	for i := 0; i+len(what) <= len(in); i++ {
		if slices.Equal(in[i:i+len(what)], what) {
			found = append(found, [2]int{i, i + len(what)})
			i += len(what) - 1
		}
	}
	return found
}

// folded gives small letters and one kind of blank, character by character, so that places stay what they were.
func folded(s string) []rune {
	runes := []rune(s)
	for i, r := range runes {
		if unicode.IsSpace(r) {
			r = ' '
		}
		runes[i] = unicode.ToLower(r)
	}
	return runes
}

// kin are words that often stand where somebody else is spoken of.
var kin = []string{"mother", "father", "mum", "dad", "brother", "sister", "uncle", "aunt", "cousin", "grandmother", "grandfather", "friend",
	"boyfriend", "girlfriend", "husband", "wife", "son", "daughter", "mam", "tad", "brawd", "chwaer", "ewythr", "modryb", "ffrind"}

// LookOut gives where names, and words that often stand beside one, are words of their own in a text: places to look at
// before it is given to somebody. It is a hint and finds not everything.
func LookOut(text string, names []string) [][2]int {
	var hits, list [][2]int
	for _, n := range slices.Concat(names, kin) {
		hits = append(hits, Passages(text, n)...)
	}
	slices.SortFunc(hits, func(a, b [2]int) int { return a[0] - b[0] })
	runes, at := []rune(text), 0
	for _, h := range hits {
		if h[0] >= at && alone(runes, h) {
			list, at = append(list, h), h[1]
		}
	}
	return list
}

// alone reports whether a hit is a word of its own and no part of a longer one.
func alone(runes []rune, h [2]int) bool {
	letter := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsLetter(runes[i]) }
	return !letter(h[0]-1) && !letter(h[1])
}
