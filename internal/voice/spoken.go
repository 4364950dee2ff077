package voice

import (
	"crypto/rand"
	"embed"
	"fmt"
	"io/fs"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A spoken code is four everyday words out of sixty-four. They are the same sixty-four things in each language, so that a
// worker can say them in English, an interpreter in another language, and a young person write them in whichever they
// like; each has a number of two digits too, for those whose language is not among these. The lists are public: what
// keeps a code is that it was drawn by lot, opens once, and lives for minutes.

//go:embed words/*.txt
var wordFiles embed.FS

// CodeWords is how many words a code has.
const CodeWords = 4

// firstNumber is the number of the first word, so that each has two digits.
const firstNumber = 11

var lists = readLists()

type wordList struct {
	words []string
	at    map[string]int // where each stands, as folded
	most  int            // the most words, as people space them, that one of the list has
}

func readLists() map[string]wordList {
	out := map[string]wordList{}
	names, err := fs.Glob(wordFiles, "words/*.txt")
	if err != nil {
		panic(err) // embedded: a test reads them before anybody can ship them
	}
	for _, name := range names {
		text, err := wordFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		l := wordList{words: strings.Split(strings.TrimSpace(string(text)), "\n"), at: map[string]int{}}
		for i, word := range l.words {
			l.at[foldWord(word)] = i
			l.most = max(l.most, len(strings.Fields(strings.ReplaceAll(word, "\u200c", " "))))
		}
		out[strings.TrimSuffix(strings.TrimPrefix(name, "words/"), ".txt")] = l
	}
	return out
}

// WordLanguages are the languages that have the words, in alphabetical order of their tags.
func WordLanguages() []string {
	var tags []string
	for tag := range lists {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// Words gives the sixty-four words in a language; in English where the language has none.
func Words(lang string) []string {
	l, ok := lists[lang]
	if !ok {
		l = lists["en"]
	}
	return slices.Clone(l.words)
}

// Spoken is a code: where its words stand in the lists.
type Spoken [CodeWords]int

func drawSpoken() (s Spoken) {
	for i := range s {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(lists["en"].words))))
		if err != nil {
			panic(err) // the program ends if the system has no randomness
		}
		s[i] = int(n.Int64())
	}
	return s
}

// In gives the code's words in a language.
func (s Spoken) In(lang string) []string {
	words := Words(lang)
	out := make([]string, len(s))
	for i, at := range s {
		out[i] = words[at]
	}
	return out
}

// Numbers gives the numbers of the code's words.
func (s Spoken) Numbers() []string {
	out := make([]string, len(s))
	for i, at := range s {
		out[i] = strconv.Itoa(at + firstNumber)
	}
	return out
}

// first is what a code is found by, and all what it is proved by.
func (s Spoken) first() string { return fmt.Sprintf("%d %d", s[0], s[1]) }
func (s Spoken) all() string   { return fmt.Sprintf("%d %d %d %d", s[0], s[1], s[2], s[3]) }

// maxTyped bounds what is read of a field: no four words and no second word are longer.
const maxTyped = 200

// readSpoken reads four words of one language, or their numbers, however they are spaced and spelt within reason. lang is
// tried first.
func readSpoken(typed, lang string) (s Spoken, ok bool) {
	if len(typed) > 4*maxTyped {
		return s, false
	}
	tokens := foldTokens(typed)
	if s, ok := readNumbers(strings.Join(tokens, "")); ok {
		return s, true
	}
	order := append([]string{lang, "en"}, WordLanguages()...)
	for _, tag := range order {
		if found, ok := lists[tag].read(tokens); ok {
			return found, true
		}
	}
	return s, false
}

func readNumbers(digits string) (s Spoken, ok bool) {
	if len(digits) != 2*CodeWords {
		return s, false
	}
	for i := range s {
		n, err := strconv.Atoi(digits[2*i : 2*i+2])
		if err != nil || n < firstNumber || n >= firstNumber+len(lists["en"].words) {
			return s, false
		}
		s[i] = n - firstNumber
	}
	return s, true
}

// read finds four words of the list in what was written, each as long as it can be.
func (l wordList) read(tokens []string) (s Spoken, ok bool) {
	n := 0
	for len(tokens) > 0 {
		if n == CodeWords {
			return s, false
		}
		taken := 0
		for length := min(l.most, len(tokens)); length > 0; length-- {
			if at, ok := l.at[strings.Join(tokens[:length], "")]; ok {
				s[n], taken = at, length
				break
			}
		}
		if taken == 0 {
			return s, false
		}
		tokens, n = tokens[taken:], n+1
	}
	return s, n == CodeWords
}

// foldTokens cuts what was written into folded words.
func foldTokens(typed string) []string {
	fields := strings.FieldsFunc(typed, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) || r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Cf, r)
	})
	var out []string
	for _, f := range fields {
		if f = foldWord(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// foldWord brings together the spellings of a word that people take for the same: case, marks, the forms of Arabic letters,
// digits of every script, the letters of Ethiopic that sound alike.
func foldWord(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if to, ok := alike[r]; ok {
			r = to
		}
		if r >= 0x1200 && r <= 0x1357 {
			r = ethiopic(r)
		}
		if unicode.IsDigit(r) {
			r = '0' + rune(digit(r))
		}
		b.WriteRune(r)
	}
	return b.String()
}

// alike are letters that are written for one another.
var alike = map[rune]rune{'đ': 'd', 'ı': 'i', 'ى': 'ی', 'ي': 'ی', 'ێ': 'ی', 'ئ': 'ی', 'ك': 'ک', 'ة': 'ه', 'ە': 'ه', 'ھ': 'ه', 'ۀ': 'ه',
	'ڕ': 'ر', 'ڵ': 'ل', 'ۆ': 'و', 'ؤ': 'و', 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا'}

// ethiopic writes the rows of letters that sound alike as one: ሐ and ኀ as ሀ, ሠ as ሰ, ዐ as አ, ፀ as ጸ.
func ethiopic(r rune) rune {
	row, vowel := r&^7, r&7
	to := map[rune]rune{0x1210: 0x1200, 0x1280: 0x1200, 0x1220: 0x1230, 0x12D0: 0x12A0, 0x1340: 0x1338}
	if want, ok := to[row]; ok {
		row = want
	}
	if (row == 0x1200 || row == 0x12A0) && vowel == 3 { // ሃ and ኣ are said as ሀ and አ
		vowel = 0
	}
	return row | vowel
}

// digit gives the value of a decimal digit of any script: they stand in rows of ten.
func digit(r rune) int {
	for d := range 10 {
		if !unicode.IsDigit(r - rune(d) - 1) {
			return d
		}
	}
	return 0
}
