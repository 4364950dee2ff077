package voice

import (
	"crypto/rand"
	"strings"

	"stablefutures/internal/problem"
)

// The code on a card is eleven letters and one to check them by, written "KRTM WHXB DCFG". There are no vowels, so that it
// makes no word, and none of the letters that eyes take for another. Their number is prime: one wrong letter, and any two
// that changed places, are always found.
const (
	cardLetters = "BCDFGHJKLMNPRSTVWXZ"
	cardLength  = 11
)

// newCardCode makes a code that nobody can guess: one of more than 10^14.
func newCardCode() string {
	var code [cardLength]byte
	for i := 0; i < cardLength; {
		var one [1]byte
		rand.Read(one[:])
		if n := int(one[0]); n < 256-256%len(cardLetters) { // each letter as likely as the others
			code[i] = cardLetters[n%len(cardLetters)]
			i++
		}
	}
	return string(code[:]) + string(cardCheck(string(code[:])))
}

// cardCheck is the letter that goes with the first eleven.
func cardCheck(code string) byte {
	sum := 0
	for i := range cardLength {
		sum += (i + 2) * strings.IndexByte(cardLetters, code[i])
	}
	return cardLetters[sum%len(cardLetters)]
}

// ReadCardCode gives a code as it is kept from one as it was typed: in any case, with any blanks and strokes. What cannot be
// a code, or has a slip in it, is Invalid; nothing is looked up for it, so that it tells of no card.
func ReadCardCode(typed string) (string, error) {
	code := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\u00a0\u200e\u200f\u2066\u2067\u2068\u2069-–—_./·,", r) {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
	wrong := len(code) != cardLength+1
	for i := 0; !wrong && i < len(code); i++ {
		wrong = strings.IndexByte(cardLetters, code[i]) < 0
	}
	if wrong || cardCheck(code) != code[cardLength] {
		var c problem.Check
		c.Add("code", "voice.code_slip")
		return "", c.Err()
	}
	return code, nil
}

// ShowCardCode writes a code in groups that a person can read out.
func ShowCardCode(code string) string {
	if len(code) != cardLength+1 {
		return code
	}
	return code[:4] + " " + code[4:8] + " " + code[8:]
}
