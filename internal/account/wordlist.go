package account

import (
	"crypto/sha256"
	_ "embed"
	"sort"

	"golang.org/x/text/unicode/norm"
)

// commonHashes is made by tools/passwords from MIT-licensed lists: 114,958 passwords found in published breaches and
// words and names that people build them from, each as the first five bytes of its SHA-256, sorted.
//
//go:embed common.bin
var commonHashes string

// commonWidth is the bytes kept of each hash. With 2^40 values and about 115,000 entries, something on no list is taken
// for common about once in ten million look-ups: somebody is asked for another password, which harms nobody.
const commonWidth = 5

// isCommon reports whether the text, folded as foldPassword does, is on one of the lists.
func isCommon(folded string) bool {
	sum := sha256.Sum256([]byte(folded))
	want := string(sum[:commonWidth])
	n := len(commonHashes) / commonWidth
	at := func(i int) string { return commonHashes[i*commonWidth : (i+1)*commonWidth] }
	i := sort.Search(n, func(i int) bool { return at(i) >= want })
	return i < n && at(i) == want
}

// foldPassword brings spellings together that a guesser would try together: compatibility forms and case.
func foldPassword(s string) string { return lower(norm.NFKC.String(s)) }
