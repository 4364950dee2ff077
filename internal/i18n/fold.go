package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foldLetters maps letters that people write in more than one way, and that normalisation leaves apart, to one of
// them. Arabic script: Persian, Kurdish and Urdu variants, forms of hamza and of the feminine ending. Latin: letters
// whose stroke is not a combining mark. Ethiopic homophones are rows, see foldEthiopic.
var foldLetters = map[rune]string{
	'ی': "ي", 'ى': "ي", 'ې': "ي", 'ۍ': "ي", 'ێ': "ي", 'ے': "ي", 'ک': "ك", 'ڪ': "ك", 'ة': "ه", 'ہ': "ه", 'ھ': "ه", 'ە': "ه", 'ۀ': "ه", 'ۃ': "ه",
	'ٱ': "ا", 'ء': "", 'ۆ': "و", 'ۇ': "و", 'ڕ': "ر", 'ڵ': "ل", 'ں': "ن", 'گ': "گ", 'ګ': "گ",
	'đ': "d", 'ð': "d", 'ł': "l", 'ø': "o", 'ħ': "h", 'ŧ': "t", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ə': "e", 'ơ': "o", 'ư': "u",
	'’': "", '‘': "", '\'': "", 'ʼ': "", 'ʻ': "", 'ʿ': "", 'ʾ': "", '`': "", '´': "", '.': "", 'ـ': "",
	'-': " ", '‐': " ", '‑': " ", '–': " ", '_': " ", ',': " ", '،': " ", '፡': " ",
}

// Fold makes a name comparable: two spellings that a reader would call the same name fold to the same text. It strips
// marks (Trần, tran), folds case, letters of one sound or shape (ي/ی, ك/ک, đ/d, ሐ/ሀ), hamza, tatweel and vowel marks,
// writes every script's digits as 0 to 9, and leaves one space between words. It folds more than any one language
// would: it is for finding, never for showing. The result is not reversible and holds no mark of the original.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	write := func(t string) {
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteString(t)
	}
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "")) {
		r = unicode.ToLower(r)
		if t, ok := foldLetters[r]; ok {
			if t == " " {
				space = true
			} else if t != "" {
				write(t)
			}
			continue
		}
		switch {
		case unicode.IsSpace(r):
			space = true
		case dropped(r):
		case unicode.IsDigit(r):
			write(string('0' + digitValue(r)))
		default:
			write(string(foldEthiopic(r)))
		}
	}
	return b.String()
}

// dropped says whether a rune carries nothing for comparison: controls, joiners and direction marks, and combining
// marks, save those of Indic scripts, where a mark is the vowel itself.
func dropped(r rune) bool {
	if unicode.Is(unicode.Mn, r) {
		return r < 0x0900 || r > 0x0DFF
	}
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || r == unicode.ReplacementChar
}

// digitValue gives a decimal digit's value: Unicode keeps the ten digits of every script together, zero first.
func digitValue(r rune) rune {
	zero := r
	for r-zero < 9 && unicode.IsDigit(zero-1) {
		zero--
	}
	return r - zero
}

// Ethiopic syllables stand in rows of eight, one row to a consonant and one place to a vowel order.
const (
	ethiopicFirst = 0x1200
	ethiopicLast  = 0x135A
)

// foldEthiopic brings the rows that sound alike in Amharic together (ሐ and ኀ to ሀ, ሠ to ሰ, ዐ to አ, ፀ to ጸ), and the
// first order of ሀ and አ to the fourth, as names travel between Amharic and Tigrinya spelling.
func foldEthiopic(r rune) rune {
	if r < ethiopicFirst || r > ethiopicLast {
		return r
	}
	row, order := r&^7, r&7
	switch row {
	case 'ሐ' &^ 7, 'ኀ' &^ 7:
		row = 'ሀ' &^ 7
	case 'ሠ' &^ 7:
		row = 'ሰ' &^ 7
	case 'ዐ' &^ 7:
		row = 'አ' &^ 7
	case 'ፀ' &^ 7:
		row = 'ጸ' &^ 7
	}
	if (row == 'ሀ'&^7 || row == 'አ'&^7) && order == 0 {
		order = 3
	}
	return row | order
}
