package conversation

import (
	"strings"

	"stablefutures/internal/problem"
)

// A paper code finds the ticket of a sitting on paper: eight letters and digits and one to check them by, written
// "K7M3-P9RT-2". It is made from the ticket's id under the key ring, so that it is stored nowhere and can be printed
// again; the database has its blind index alone.
//
// Its alphabet has a prime number of signs, so that one wrong sign, and any two that changed places, are always found.
const (
	paperSigns  = "0123456789ABCDEFGHJKMNPRSTVWXYZ"
	paperLength = 8
)

// paperCheck is the sign that goes with the first eight.
func paperCheck(code string) byte {
	sum := 0
	for i := range paperLength {
		sum += (i + 2) * strings.IndexByte(paperSigns, code[i])
	}
	return paperSigns[sum%len(paperSigns)]
}

// paperCode writes a number as a code with its check sign.
func paperCode(n uint64) string {
	var code [paperLength]byte
	for i := range code {
		code[i] = paperSigns[n%uint64(len(paperSigns))]
		n /= uint64(len(paperSigns))
	}
	return string(code[:]) + string(paperCheck(string(code[:])))
}

// misread are signs that hands and eyes take for one another; none of the first of each pair is in the alphabet.
var misread = strings.NewReplacer("O", "0", "Q", "0", "I", "1", "L", "1", "U", "V")

// ReadPaperCode gives a code as it is stored from one as it was typed: in any case, with any blanks and strokes, with O
// for 0 and I for 1. What cannot be a code, or has a slip in it, is Invalid; nothing is looked up for it.
func ReadPaperCode(typed string) (string, error) {
	bare := strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		case r >= '０' && r <= '９': // as some keyboards write them
			return '0' + r - '０'
		case strings.ContainsRune(" \t\n\u00a0\u200e\u200f\u2066\u2067\u2068\u2069-–—_./·", r):
			return -1
		}
		return r
	}, typed)
	code := misread.Replace(strings.ToUpper(bare))
	if len(code) != paperLength+1 {
		return "", problem.New(problem.Invalid, "conversation.code_length")
	}
	for i := range code {
		if strings.IndexByte(paperSigns, code[i]) < 0 {
			return "", problem.New(problem.Invalid, "conversation.code_slip")
		}
	}
	if paperCheck(code) != code[paperLength] {
		return "", problem.New(problem.Invalid, "conversation.code_slip")
	}
	return code, nil
}

// ShowPaperCode writes a code in groups that a person can keep in mind.
func ShowPaperCode(code string) string {
	if len(code) != paperLength+1 {
		return code
	}
	return code[:4] + "-" + code[4:8] + "-" + code[8:]
}
