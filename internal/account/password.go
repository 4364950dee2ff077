package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"stablefutures/internal/problem"
)

// The bounds of a password, in characters after normalisation. There are no rules of composition: length and not being
// guessable are what counts (NCSC, NIST SP 800-63B).
const (
	MinPassword = 12
	MaxPassword = 256
)

// leastGuesses is what the cheapest reading of a password must cost; see guesses.
const leastGuesses = 8

// normalPassword gives the form that is hashed, so that the same keys pressed on another machine give the same
// password.
func normalPassword(s string) string { return norm.NFKC.String(s) }

// checkPassword says, as an Invalid problem on field "password", why a password cannot be taken; nil when it can.
// own are texts that people who know the person would try: name, address, organisation.
func checkPassword(password string, own ...string) error {
	if key := weakness(password, own); key != "" {
		var c problem.Check
		c.Add("password", key, "min", MinPassword, "max", MaxPassword)
		return c.Err()
	}
	return nil
}

// weakness gives the message key of what is wrong with a password, or "".
func weakness(password string, own []string) string {
	if !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl) {
		return "account.password_characters"
	}
	if len(password) > 8*MaxPassword {
		return "account.password_long"
	}
	n := utf8.RuneCountInString(normalPassword(password))
	switch folded := foldPassword(password); {
	case n < MinPassword:
		return "account.password_short"
	case n > MaxPassword:
		return "account.password_long"
	case isCommon(folded):
		return "account.password_common"
	case guesses(folded, nil) < leastGuesses:
		return "account.password_guessable"
	case guesses(folded, ownParts(own)) < leastGuesses:
		return "account.password_yours"
	}
	return ""
}

// ownParts cuts names and addresses into the parts of three letters or more that may not carry a password.
func ownParts(own []string) map[string]bool {
	parts := map[string]bool{}
	for _, text := range own {
		for _, p := range strings.FieldsFunc(foldPassword(text), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			if utf8.RuneCountInString(p) >= 3 {
				parts[p] = true
			}
		}
	}
	return parts
}

// What each thing in a password is worth to somebody guessing it.
const (
	costWord   = 3 // a word, name or password on the lists
	costOwn    = 1 // a part of the person's own name or address
	costYear   = 1 // 1900 to 2099
	costRepeat = 1 // a stretch that stood before
)

// guesses gives the cost of the cheapest reading of a folded password: single characters cost one; a known word, a
// year, a repeated stretch, a run like abcd, 1111 or qwer cost less than their letters. It is no measure of entropy,
// only a line that "Liverpool2026!" does not pass and three unrelated words do.
func guesses(folded string, own map[string]bool) int {
	s := []rune(folded)
	best := make([]int, len(s)+1)
	for i := range s {
		best[i+1] = best[i] + 1
		if i >= 2 && inRun(s[i-2], s[i-1]) && inRun(s[i-1], s[i]) {
			best[i+1] = best[i]
		}
		for from := max(0, i-31); from <= i-2; from++ {
			if c := stretchCost(s, from, i+1, own); best[from]+c < best[i+1] {
				best[i+1] = best[from] + c
			}
		}
	}
	return best[len(s)]
}

// stretchCost is what s[from:to], three characters or more, costs when it is taken as one thing.
func stretchCost(s []rune, from, to int, own map[string]bool) int {
	text := string(s[from:to])
	n := to - from
	switch {
	case own[text]:
		return costOwn
	case n == 4 && (strings.HasPrefix(text, "19") || strings.HasPrefix(text, "20")) && allDigits(text):
		return costYear
	case strings.Contains(string(s[:from]), text):
		return costRepeat
	case n >= 4 && (isCommon(text) || isCommon(plainLetters.Replace(text))):
		return costWord
	}
	return n
}

// plainLetters undoes the usual replacements of letters by figures.
var plainLetters = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

func allDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// keyboardRows are walked by fingers that make up a password.
var keyboardRows = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "azertyuiop", "qwertzuiop"}

// inRun reports whether b stands beside a: the same again, next in the alphabet or numbers, or next on a keyboard.
func inRun(a, b rune) bool {
	if d := b - a; d >= -1 && d <= 1 {
		return true
	}
	for _, row := range keyboardRows {
		i, j := strings.IndexRune(row, a), strings.IndexRune(row, b)
		if i >= 0 && j >= 0 && (i-j == 1 || j-i == 1) {
			return true
		}
	}
	return false
}
