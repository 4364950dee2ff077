package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// codeLetters are Crockford's base 32: no I, L, O or U, so that a code read aloud or from paper comes out right.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Lengths of codes in letters; a letter carries five bits.
const (
	invitationLetters = 20 // 100 bits: open for 72 hours
	recoveryLetters   = 12 // 60 bits, one of ten, tried at most a few times a minute
)

// newCode makes a random code of n letters, unspaced.
func newCode(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	for i := range b {
		b[i] = codeLetters[b[i]&31]
	}
	return string(b)
}

// spaced shows a code in groups of four.
func spaced(code string) string {
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.Join(append(groups, code), "-")
}

// readCode brings what somebody typed to the form of newCode: any case, with or without spaces and dashes, O for 0, I
// or L for 1. It gives "" when that is no code of n letters.
func readCode(typed string, n int) string {
	if len(typed) > 8*n {
		return ""
	}
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '\u00a0', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(codeLetters, r) {
			return ""
		}
		b.WriteRune(r)
	}
	if b.Len() != n {
		return ""
	}
	return b.String()
}

// newToken makes the 32 random bytes of a session or device cookie as 43 characters.
func newToken() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashToken gives what is stored of a token, or "" when it has not the shape of one.
func hashToken(token string) string {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) != 32 || base64.RawURLEncoding.EncodeToString(b) != token {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
