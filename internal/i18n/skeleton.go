package i18n

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// How a name is heard, not how it is spelt: each letter stands for one or more consonant sounds, written in Latin
// letters, "|" between alternatives. Vowels count only at the beginning of a word, where they are all "a".
// Arabic, Persian, Kurdish, Pashto and Urdu letters; "~" marks those that are vowels inside a word.
var arabicSounds = map[rune]string{
	'ا': "~a", 'ٱ': "~a", 'ء': "~a", 'ع': "~a", 'ى': "~a", 'ە': "~a", 'ۆ': "~a", 'ې': "~a", 'ێ': "~a", 'ے': "~a", 'و': "~w", 'ۇ': "~w", 'ي': "~y", 'ی': "~y", 'ۍ': "~y",
	'ب': "b", 'پ': "p", 'ت': "t", 'ٹ': "t", 'ث': "t|s", 'ج': "g", 'چ': "c", 'ح': "h", 'خ': "x", 'د': "d", 'ڈ': "d", 'ذ': "d|z",
	'ر': "r", 'ڕ': "r", 'ړ': "r", 'ڑ': "r", 'ز': "z", 'ژ': "z", 'س': "s", 'ش': "c", 'ښ': "c|x", 'ص': "s", 'ض': "d|z", 'ط': "t", 'ظ': "z|d", 'غ': "g",
	'ف': "f", 'ڤ': "v", 'ق': "k|g", 'ك': "k", 'ک': "k", 'گ': "g", 'ګ': "g", 'ل': "l", 'ڵ': "l", 'م': "m", 'ن': "n", 'ں': "n", 'ڼ': "n",
	'ه': "h", 'ہ': "h", 'ھ': "h", 'ة': "|t", 'ځ': "z", 'څ': "s", 'ډ': "d", 'ټ': "t", 'ږ': "z|g",
}

// ethiopicSounds gives the consonant of each row of eight syllables, from U+1200 on.
var ethiopicSounds = []string{
	"h", "l", "h", "m", "s", "r", "s", "c", "k", "k", "k", "k", "b", "v", "t", "c", "h", "h", "n", "n", "~a", "k", "k", "x|k", "x|k",
	"~w", "~a", "z", "z", "~y", "d", "d", "g", "g", "g", "g", "t", "c", "p", "s", "s", "f", "p",
}

// latinSounds are tried longest first. Beside English spelling they know how these names are written in Somali
// (x and c), Turkish and Kurdish (c, ş), Albanian (q, xh, gj) and French (ou, dj).
var latinSounds = map[string]string{
	"sch": "c", "sh": "c", "ch": "c|k|x", "kh": "x|k", "gh": "g", "th": "t|s", "dh": "d|z", "ph": "f", "ts": "s", "tz": "s", "dj": "g", "gj": "g", "xh": "g", "zh": "z", "ck": "k", "qu": "k",
	"b": "b", "c": "k|~a|g|s", "d": "d", "f": "f", "g": "g", "h": "h", "j": "g|y", "k": "k", "l": "l", "m": "m", "n": "n", "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "v": "v", "x": "x|h", "z": "z",
	"a": "~a", "e": "~a", "i": "~a", "o": "~a", "u": "~a", "w": "~w", "y": "~y",
}

// mostKeys bounds the alternatives of one word: letters that could be several sounds multiply.
const mostKeys = 24

// Transliterations gives the consonant skeletons of a name: keys by which spellings in Latin, Arabic and Ethiopic
// script meet (Mohammed, Muhammad and محمد are all "mhmd"). Two names may be the same when they have a key in common.
// There are keys for each word, for neighbouring words written together (Abd al-Rahman, Abdulrahman), and for all of
// it. It is simple on purpose and finds too much rather than too little; a person reads the list. Keys shorter than
// two letters are left out, and a name in another script has none.
func Transliterations(name string) []string {
	words := strings.FieldsFunc(norm.NFC.String(strings.ToValidUTF8(name, "")), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '፡' || r == '_' || r == ',' || r == '،'
	})
	var runs []string
	for i, w := range words {
		runs = append(runs, w)
		if i > 0 {
			runs = append(runs, words[i-1]+w)
		}
	}
	if len(words) > 2 && len(words) <= 8 {
		runs = append(runs, strings.Join(words, ""))
	}
	var keys []string
	for _, run := range runs {
		for _, key := range skeletons(run) {
			if len(key) > 1 && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// skeletons works through one word, with and without the Arabic article before it.
func skeletons(word string) []string {
	keys := spell(sounds(word))
	if rest, ok := strings.CutPrefix(word, "ال"); ok && len([]rune(rest)) > 2 {
		keys = append(keys, spell(sounds(rest))...)
	}
	return keys
}

// sounds reads a word letter by letter into the alternatives of each letter.
func sounds(word string) [][]string {
	var out [][]string
	letters := []rune(latinBase(word))
	for i := 0; i < len(letters); {
		alternatives, used := soundAt(letters[i:])
		i += used
		if alternatives == "" {
			continue
		}
		out = append(out, strings.Split(alternatives, "|"))
	}
	return silentEnd(out, letters)
}

// soundAt gives the alternatives of the letter or letters at the start, and how many it used.
func soundAt(letters []rune) (string, int) {
	for n := min(3, len(letters)); n > 0; n-- {
		if s, ok := latinSounds[string(letters[:n])]; ok {
			return s, n
		}
	}
	r := letters[0]
	if r >= ethiopicFirst && r <= ethiopicLast && int(r-ethiopicFirst)/8 < len(ethiopicSounds) {
		return ethiopicSounds[(r-ethiopicFirst)/8], 1
	}
	return arabicSounds[r], 1
}

// latinBase lowers case and strips marks from Latin letters, and vowel marks and hamza from Arabic ones.
func latinBase(word string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(word) {
		r = unicode.ToLower(r)
		if r == 'ş' || (r == 0x0327 && strings.HasSuffix(b.String(), "s")) { // s with cedilla is "sh"
			b.WriteByte('h')
			continue
		}
		if t, ok := foldLetters[r]; ok && r < 0x0590 {
			b.WriteString(t)
			continue
		}
		if !dropped(r) && r != 'ـ' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// silentEnd lets a final h after another sound go unheard (Sarah and Sara, Abdullah and عبد الله).
func silentEnd(out [][]string, letters []rune) [][]string {
	if len(out) < 2 || len(letters) < 2 {
		return out
	}
	switch letters[len(letters)-1] {
	case 'h', 'ه', 'ہ':
		if last := out[len(out)-1]; slices.Contains(last, "h") {
			out[len(out)-1] = append(slices.Clone(last), "")
		}
	}
	return out
}

// spell multiplies the alternatives out, drops vowels inside the word, and writes doubled consonants once.
func spell(alternatives [][]string) []string {
	keys := []string{""}
	for i, letter := range alternatives {
		var next []string
		for _, sound := range letter {
			vowel := strings.HasPrefix(sound, "~")
			sound = strings.TrimPrefix(sound, "~")
			for _, key := range keys {
				grown := key
				if !(vowel && i > 0) && !strings.HasSuffix(key, sound) {
					grown = key + sound
				}
				if !slices.Contains(next, grown) {
					next = append(next, grown)
				}
			}
		}
		keys = next[:min(len(next), mostKeys)]
	}
	return keys
}
