package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Guard makes a text safe in a CSV file: one that a spreadsheet might compute gets an apostrophe in front. A text is
// guarded when, after any apostrophes, it begins with a tab, a line break or a carriage return, or when its first
// character that can be seen is = + - @ or the full-width form of one. Unguard is the exact inverse for every string.
//
// The rule follows OWASP's "CSV Injection"; apostrophes are looked through so that a text which already looks guarded
// gets one more, and loses only that one.
func Guard(s string) string {
	if computed(s) {
		return "'" + s
	}
	return s
}

// Unguard takes away what Guard put in front, and says whether there was anything to take.
func Unguard(s string) (string, bool) {
	if strings.HasPrefix(s, "'") && computed(s) {
		return s[1:], true
	}
	return s, false
}

// computed reports whether a spreadsheet might take the text, without its leading apostrophes, for a formula.
func computed(s string) bool {
	s = strings.TrimLeft(s, "'")
	if s == "" {
		return false
	}
	switch s[0] {
	case '\t', '\r', '\n':
		return true
	}
	seen := strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
	})
	r, _ := utf8.DecodeRuneInString(seen)
	return strings.ContainsRune("=+-@＝＋－＠", r) && seen != ""
}
