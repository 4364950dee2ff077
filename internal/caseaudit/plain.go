package caseaudit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longWord and longSentence bound what reads easily: the child texts of the house stay within a reading age of nine, and
// these two are what lifts it.
const (
	longWord     = 11
	longSentence = 14
)

// HardToRead gives what somebody of nine may stumble over in a text in Latin letters: sentences of many words, and long words,
// each once. It is a hint for whoever writes, and never refuses anything.
func HardToRead(text string) (sentences, words []string) {
	seen := map[string]bool{}
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".!?\n", r) }) {
		list := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' && !unicode.IsDigit(r) })
		if len(list) > longSentence {
			sentences = append(sentences, strings.TrimSpace(s))
		}
		for _, w := range list {
			if utf8.RuneCountInString(w) >= longWord && !seen[strings.ToLower(w)] {
				seen[strings.ToLower(w)] = true
				words = append(words, w)
			}
		}
	}
	return sentences, words
}
