package framework

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"stablefutures/internal/i18n"
)

// TextFault is one thing that is wrong with a text, said in a message key with its values.
type TextFault struct {
	Key  string
	Args []any // name, value pairs
}

// Slots finds {who} and {{.name}}.
var Slots = regexp.MustCompile(`\{\{\s*\.[a-z][a-z0-9_]*\s*\}\}|\{[a-z_]+\}`)

// Placeholders lists a text's placeholders in order of the alphabet, each as often as it stands there.
func Placeholders(s string) []string {
	found := Slots.FindAllString(s, -1)
	for i := range found {
		found[i] = strings.ReplaceAll(found[i], " ", "")
	}
	sort.Strings(found)
	return found
}

// TextRule is what bounds a text that somebody says anew or in another language.
type TextRule struct {
	Source string // what it stands for
	Max    int    // most characters
	Form   string // plural form of a staff message, "" where there is none
}

// CheckText says what is wrong with a text in a language; nil when nothing is.
func CheckText(t TextRule, lang, text string) []TextFault {
	var faults []TextFault
	say := func(key string, args ...any) { faults = append(faults, TextFault{key, args}) }
	if !utf8.ValidString(text) {
		say("translation.fault.not_text")
		return faults
	}
	if strings.TrimSpace(text) == "" {
		say("translation.fault.empty")
	}
	if n := utf8.RuneCountInString(text); n > t.Max {
		say("translation.fault.too_long", "have", n, "max", t.Max)
	}
	missing, extra := compareSlots(Placeholders(t.Source), Placeholders(text))
	if t.Form == "zero" || t.Form == "one" || t.Form == "two" {
		missing = slices.DeleteFunc(missing, func(p string) bool { return p == "{{.count}}" }) // "one child" needs no 1
	}
	if len(missing) > 0 {
		say("translation.fault.placeholder_missing", "list", strings.Join(missing, " "))
	}
	if len(extra) > 0 {
		say("translation.fault.placeholder_extra", "list", strings.Join(extra, " "))
	}
	if rest := Slots.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") && !strings.ContainsAny(Slots.ReplaceAllString(t.Source, ""), "{}") {
		say("translation.fault.braces")
	}
	if at, r, ok := Strange(text, strings.Contains(t.Source, "\n")); ok && !(r == '\ufffd' && strings.ContainsRune(t.Source, r)) {
		say("translation.fault.character", "at", at, "code", RuneCode(r))
	}
	if at, word, ok := foreign(text, lang); ok && !strings.Contains(t.Source, word) {
		say("translation.fault.script", "at", at, "word", word)
	}
	return faults
}

// compareSlots gives what is in want and not in have, and the other way round, counting repeats. Both are sorted.
func compareSlots(want, have []string) (missing, extra []string) {
	rest := slices.Clone(have)
	for _, w := range want {
		if i := slices.Index(rest, w); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			missing = append(missing, w)
		}
	}
	return missing, rest
}

// Strange finds the first character that is no part of writing, or that turns the text around it: a name could be made
// to read as another. The joiners and direction marks that scripts need are writing. at counts from 1.
func Strange(s string, lines bool) (at int, r rune, found bool) {
	for _, r := range s {
		at++
		switch {
		case r == '\n' && lines:
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff', r == '\u2028', r == '\u2029',
			r >= 0xE000 && r <= 0xF8FF, r >= 0xF0000, r >= 0xE0000 && r <= 0xE007F, r >= 0xFFF9 && r <= 0xFFFF:
			return at, r, true
		}
	}
	return 0, 0, false
}

// scripts maps a language's script to the letters it is written in.
var scripts = map[string]*unicode.RangeTable{"Latn": unicode.Latin, "Arab": unicode.Arabic, "Ethi": unicode.Ethiopic, "Beng": unicode.Bengali, "Hans": unicode.Han, "Hant": unicode.Han}

// foreign finds the first word with letters of a script that the language is not written in. Latin words may stand in
// any text as words of their own (a name, an abbreviation), never mixed with other letters inside one: that is how a
// false name is made to look like a true one.
func foreign(s, lang string) (at int, word string, found bool) {
	info, ok := i18n.Young(lang)
	if !ok {
		return 0, "", false
	}
	own := scripts[info.Script]
	s = norm.NFC.String(Slots.ReplaceAllStringFunc(s, func(p string) string { return strings.Repeat(" ", utf8.RuneCountInString(p)) }))
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if !unicode.IsLetter(runes[i]) || isCommon(runes[i]) {
			i++
			continue
		}
		from, latin, ours, other := i, false, false, false
		for i < len(runes) && (unicode.IsLetter(runes[i]) && !isCommon(runes[i]) || unicode.IsMark(runes[i])) {
			switch r := runes[i]; {
			case unicode.Is(unicode.Inherited, r):
			case unicode.Is(own, r):
				ours = true
				latin = latin || own == unicode.Latin
			case unicode.Is(unicode.Latin, r):
				latin = true
			default:
				other = true
			}
			i++
		}
		if other || latin && ours && own != unicode.Latin {
			return from + 1, string(runes[from:i]), true
		}
	}
	return 0, "", false
}

// isCommon reports letters that belong to no one script, such as the Arabic tatweel that ties a prefix to a Latin word.
func isCommon(r rune) bool { return unicode.Is(unicode.Common, r) }

// RuneCode is a character as it is named: U+202E.
func RuneCode(r rune) string {
	s := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	for len(s) < 4 {
		s = "0" + s
	}
	return "U+" + s
}

// FoldText is a text as it is compared: composed the same way, whatever tool saved it.
func FoldText(s string) string { return norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n")) }
