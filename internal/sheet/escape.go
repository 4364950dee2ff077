package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapeX writes a text for an Excel file: what XML cannot hold, and a carriage return, becomes _xHHHH_, and an
// underscore that begins such a group by chance becomes _x005F_ (ECMA-376, part 1, 22.9.2.19). unescapeX is its inverse.
func escapeX(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case escaped(r):
			fmt.Fprintf(&b, "_x%04X_", r)
		case r == '_' && seemsGroup(s[i:]):
			b.WriteString("_x005F_")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escaped reports a character that XML cannot hold, or not without changing it.
func escaped(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}

// seemsGroup reports whether the text would begin with _xHHHH_ once it is written: its last underscore may come from
// an escaped character.
func seemsGroup(s string) bool {
	if isGroup(s) {
		return true
	}
	if len(s) < 7 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[6:])
	return escaped(r) && isGroup(s[:6]+"_")
}

// isGroup reports whether the text begins with _xHHHH_.
func isGroup(s string) bool {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}

// unescapeX reads what escapeX wrote. Two groups may stand for one character beyond U+FFFF; half of one is an error.
func unescapeX(s string) (string, error) {
	if !strings.Contains(s, "_x") {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if !isGroup(s[i:]) {
			b.WriteByte(s[i])
			i++
			continue
		}
		n, _ := strconv.ParseUint(s[i+2:i+6], 16, 16)
		r := rune(n)
		i += 7
		if utf16.IsSurrogate(r) {
			if !isGroup(s[i:]) {
				return "", damaged(errors.New("half a character"))
			}
			n, _ = strconv.ParseUint(s[i+2:i+6], 16, 16)
			if r = utf16.DecodeRune(r, rune(n)); r == utf8.RuneError {
				return "", damaged(errors.New("half a character"))
			}
			i += 7
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}
