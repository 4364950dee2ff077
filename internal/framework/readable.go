package framework

import (
	"strings"
	"unicode"
)

// ReadingAge is about how old somebody must be to read an English text with ease: the school grade of Flesch and Kincaid, and five
// years. It is rough on short texts, and means nothing in another language.
func ReadingAge(english string) float64 { return max(5, grade(english)+5) }

// grade is the Flesch-Kincaid school grade of an English text; a reading age is
// about five years more. It is rough on short texts, so only gross cases fail.
func grade(text string) float64 {
	sentences, words, syllables := 0, 0, 0
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '?' || r == '!' || r == ':' }) {
		n := 0
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' }) {
			n++
			syllables += syllablesIn(strings.ToLower(w))
		}
		if n > 0 {
			sentences++
			words += n
		}
	}
	if words == 0 {
		return 0
	}
	return 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
}

func syllablesIn(w string) int {
	n, vowel := 0, false
	for _, r := range w {
		is := strings.ContainsRune("aeiouy", r)
		if is && !vowel {
			n++
		}
		vowel = is
	}
	if strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "le") && n > 1 {
		n--
	}
	return max(n, 1)
}
