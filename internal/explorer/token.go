package explorer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/i18n"
)

// token is one written word of a text: where it stands, and how it compares.
type token struct {
	from, to int
	fold     string // as i18n.Fold writes it
	bare     string // without the article and the particles that Arabic script writes onto a word
}

// tokens cuts a text into words. Marks, joiners and apostrophes belong to the word they stand in.
func tokens(text string) []token {
	var list []token
	start := -1
	end := func(at int) {
		if start < 0 {
			return
		}
		if fold := i18n.Fold(text[start:at]); fold != "" {
			list = append(list, token{start, at, fold, bare(fold)})
		}
		start = -1
	}
	for at, r := range text {
		if inWord(r) {
			if start < 0 {
				start = at
			}
			continue
		}
		end(at)
	}
	end(len(text))
	return list
}

func inWord(r rune) bool {
	switch r {
	case '’', '\'', 'ʼ', '\u200c', '\u200d':
		return true
	case '፡', '።', '፣', '፤', '፥', '፦', '፧', '፨':
		return false
	}
	return unicode.In(r, unicode.Letter, unicode.Mark, unicode.Number)
}

// bare takes off what Arabic writes onto the beginning of a word: "and", "for", "in", "the". At least three letters stay.
func bare(fold string) string {
	for _, prefix := range []string{"وال", "بال", "فال", "كال", "ولل", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(fold, prefix); ok && utf8.RuneCountInString(rest) > 2 {
			return rest
		}
	}
	return fold
}

// how a word can be met by a token, from nothing to the word itself.
const (
	notMet = iota
	inside
	begins
	exactly
)

// meets says how well a token of a text answers a word of the question.
func (t token) meets(word token) int {
	switch {
	case t.fold == word.fold, t.bare == word.bare:
		return exactly
	case strings.HasPrefix(t.fold, word.fold), strings.HasPrefix(t.bare, word.bare), plural(word.fold, t.fold):
		return begins
	case longEnough(word.fold) && strings.Contains(t.fold, word.fold):
		return inside
	}
	return notMet
}

// plural lets "houses" find "house", as "house" finds "houses" by its beginning.
func plural(word, have string) bool {
	one, ok := strings.CutSuffix(word, "s")
	return ok && len(one) > 2 && (have == one || have == strings.TrimSuffix(one, "e"))
}

// longEnough: a part of a word counts from three letters on; in Chinese, which puts no space between words, from one.
func longEnough(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.Is(unicode.Han, r) || utf8.RuneCountInString(word) > 2
}
