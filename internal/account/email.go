package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"stablefutures/internal/problem"
)

// lower folds case in every script ("ß" and "SS" are one), as finding needs it.
func lower(s string) string { return cases.Fold().String(s) }

// foldEmail brings the spellings of one address together: case, compatibility forms, and a domain in its letters or in
// its ASCII form. The result is for the blind index only, never shown.
func foldEmail(s string) string {
	s = lower(norm.NFKC.String(strings.TrimSpace(s)))
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return s
	}
	if ascii, err := idna.Lookup.ToASCII(s[at+1:]); err == nil {
		return norm.NFKC.String(s[:at+1] + ascii)
	}
	return norm.NFKC.String(s)
}

// checkEmail accepts what could be an address: something, an @, a domain with a dot; nothing invisible in it. Whether
// it is one, the person who gave it knows.
func checkEmail(s string) (string, bool) {
	s = norm.NFC.String(strings.TrimSpace(s))
	at := strings.LastIndexByte(s, '@')
	if at < 1 || len(s) > 254 || !cleanLine(s) || strings.ContainsFunc(s, unicode.IsSpace) || strings.Count(s, "@") != 1 {
		return "", false
	}
	domain := s[at+1:]
	dot := strings.LastIndexByte(domain, '.')
	return s, dot > 0 && dot < len(domain)-1 && !strings.Contains(domain, "..")
}

// checkName tidies a name of a person, team or organisation: any script, one line, at most max characters.
func checkName(c *problem.Check, field, name string, max int) string {
	name = norm.NFC.String(strings.Join(strings.Fields(name), " "))
	switch {
	case !cleanLine(name):
		c.Add(field, "problem.not_text")
	case name == "":
		c.Add(field, "problem.required")
	case utf8.RuneCountInString(name) > max:
		c.Add(field, "problem.too_long", "max", max)
	}
	return name
}

// cleanLine refuses what can be no part of a line of text: broken UTF-8, control characters, and the marks that turn
// text around so that one name reads as another.
func cleanLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufffe' || r == '\uffff'
	})
}
