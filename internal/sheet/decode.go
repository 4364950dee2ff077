package sheet

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"stablefutures/internal/problem"
)

// The encodings that Decode tells apart.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

// Decode turns the bytes of a text file into text and says how it understood them. A byte order mark decides and is not
// part of the text; without one, valid UTF-8 is UTF-8, and what cannot be UTF-8 is taken for Windows-1252. What is
// neither for certain is refused (sheet.encoding, with the row): half a guess would change letters in silence.
func Decode(b []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		b = b[3:]
		if at := badUTF8(b); at >= 0 {
			return "", "", badEncoding(b[:at])
		}
		encoding, text = UTF8, string(b)
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		encoding = UTF16LE
		text, err = wide(b[2:], func(p []byte) uint16 { return uint16(p[0]) | uint16(p[1])<<8 })
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		encoding = UTF16BE
		text, err = wide(b[2:], func(p []byte) uint16 { return uint16(p[1]) | uint16(p[0])<<8 })
	case utf8.Valid(b):
		encoding, text = UTF8, string(b)
	default:
		encoding = Windows1252
		text, err = western(b)
	}
	if err != nil {
		return "", "", err
	}
	if at := strings.IndexByte(text, 0); at >= 0 {
		return "", "", badEncoding([]byte(text[:at]))
	}
	return text, encoding, nil
}

// badUTF8 finds the first byte that is not UTF-8; -1 when all of it is.
func badUTF8(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// wide decodes UTF-16. Half a pair is refused.
func wide(b []byte, unit func([]byte) uint16) (string, error) {
	var s strings.Builder
	for len(b) >= 2 {
		r := rune(unit(b))
		b = b[2:]
		if utf16.IsSurrogate(r) {
			if len(b) < 2 || utf16.DecodeRune(r, rune(unit(b))) == utf8.RuneError {
				return "", badEncoding([]byte(s.String()))
			}
			r = utf16.DecodeRune(r, rune(unit(b)))
			b = b[2:]
		}
		s.WriteRune(r)
	}
	if len(b) > 0 {
		return "", badEncoding([]byte(s.String()))
	}
	return s.String(), nil
}

// western decodes Windows-1252, unless the bytes hold letters of UTF-8 beside what is not UTF-8, or one of the five
// bytes that Windows-1252 leaves free.
func western(b []byte) (string, error) {
	var s strings.Builder
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if n > 1 {
			return "", badEncoding(b[:i])
		}
		if r == utf8.RuneError {
			if r = charmap.Windows1252.DecodeByte(b[i]); r >= 0x80 && r < 0xA0 || r == utf8.RuneError {
				return "", badEncoding(b[:i])
			}
		}
		s.WriteRune(r)
		i += n
	}
	return s.String(), nil
}

func badEncoding(before []byte) error {
	return problem.New(problem.Invalid, "sheet.encoding", "row", 1+bytes.Count(before, []byte("\n")))
}
