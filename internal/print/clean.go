package print

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// maxIsolates is how deep one run may nest direction isolates; deeper ones are
// ignored, controls only, never words.
const maxIsolates = 50

const (
	lri = '\u2066'
	rli = '\u2067'
	fsi = '\u2068'
	pdi = '\u2069'
)

// clean makes any bytes fit to print. Words are never dropped; what is not
// writing is made harmless: broken UTF-8 and control characters become the
// visible U+FFFD, every kind of line break becomes "\n", direction overrides
// and embeddings go (they can make a sentence read as another), isolates are
// balanced so that none reaches past its run. The rest is put in normal form C,
// which lets one font serve a letter and its accents.
func clean(s string) string {
	if plainASCII(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	open, skipped := 0, 0
	for _, r := range s {
		switch {
		case r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			b.WriteByte('\n')
		case r == '\n':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte(' ')
		case r >= lri && r <= fsi:
			if open == maxIsolates {
				skipped++
				continue
			}
			open++
			b.WriteRune(r)
		case r == pdi:
			if skipped > 0 {
				skipped--
				continue
			}
			if open > 0 {
				open--
				b.WriteRune(r)
			}
		case r >= 0x202A && r <= 0x202E, r >= 0x206A && r <= 0x206F, r == 0xFEFF:
			// overrides, embeddings, deprecated format controls, byte order mark
		case unicode.IsControl(r), r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	for ; open > 0; open-- {
		b.WriteRune(pdi)
	}
	return norm.NFC.String(b.String())
}

func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// firstStrong finds the base direction as rules P2 and P3 of UAX 9 do: the first
// strong letter outside isolates. A run in another language is an isolate of
// its own, so it has no say.
func firstStrong(runs []Run, lang string, fallback Direction) Direction {
	for _, r := range runs {
		if r.Lang != lang {
			continue
		}
		if d := strongIn(r.Text); d != Auto {
			return d
		}
	}
	if len(runs) == 1 {
		if d := strongIn(runs[0].Text); d != Auto {
			return d
		}
	}
	return fallback
}

func strongIn(s string) Direction {
	depth := 0
	for _, r := range s {
		if r < 0x80 {
			if depth == 0 && (r|0x20 >= 'a' && r|0x20 <= 'z') {
				return LTR
			}
			continue
		}
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			depth++
		case bidi.PDI:
			depth = max(0, depth-1)
		case bidi.L:
			if depth == 0 {
				return LTR
			}
		case bidi.R, bidi.AL:
			if depth == 0 {
				return RTL
			}
		}
	}
	return Auto
}

// validLang reports whether s has the shape of a BCP 47 tag; it does not ask
// whether anybody speaks it.
func validLang(s string) bool {
	if len(s) < 2 || len(s) > 35 {
		return false
	}
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 || (i == 0 && (len(part) < 2 || len(part) > 3)) {
			return false
		}
		for _, c := range part {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// rtlLang reports whether a language is usually written from right to left. A
// script named in the tag decides.
func rtlLang(tag string) bool {
	parts := strings.Split(strings.ToLower(tag), "-")
	for _, p := range parts[1:] {
		if len(p) == 4 {
			return p == "arab" || p == "hebr" || p == "thaa" || p == "syrc" || p == "nkoo" || p == "adlm"
		}
	}
	switch parts[0] {
	case "ar", "fa", "prs", "ur", "ps", "ckb", "he", "yi", "dv", "syr", "sd", "ug", "arc", "aeb", "apc", "arz", "ary", "apd", "pbt", "lrc":
		return true
	}
	return false
}
