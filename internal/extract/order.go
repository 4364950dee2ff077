package extract

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// keys lists the keys of a map.
func keys[K comparable, V any](m map[K]V) iter.Seq[K] {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// plain writes the shapes that letters take in print (ﬁ, ﻻ, ﺑ) as the letters they are. Nothing else is normalised.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= 0xFB00 && r <= 0xFB06 || r >= 0xFB50 && r <= 0xFDFF && r != 0xFDFD || r >= 0xFE70 && r <= 0xFEFC {
			b.WriteString(norm.NFKC.String(string(r)))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// direction is what one printed letter says about where reading goes.
type direction uint8

const (
	neutral direction = iota
	toRight
	toLeft
	number
)

func directionOf(s string) direction {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L:
			return toRight
		case bidi.R, bidi.AL:
			return toLeft
		case bidi.EN, bidi.AN:
			return number
		}
	}
	return neutral
}

// logical turns letters as printed from left to right into the order they are read in: the inverse of the Unicode
// bidirectional algorithm, as far as a printed line tells.
func logical(visual []string) string {
	kinds := make([]direction, len(visual))
	left, right := 0, 0
	for i, s := range visual {
		switch kinds[i] = directionOf(s); kinds[i] {
		case toLeft:
			left++
		case toRight:
			right++
		}
	}
	if left == 0 {
		return strings.Join(visual, "")
	}
	levels := levelsOf(visual, kinds, readsLeft(visual, kinds, left, right))
	out := slices.Clone(visual)
	for i, s := range out {
		if levels[i]%2 == 1 {
			out[i] = mirror(s)
		}
	}
	// Unicode reverses from the highest level down; the way back goes up.
	for k := 1; k <= 2; k++ {
		for i := 0; i < len(out); i++ {
			j := i
			for j < len(out) && levels[j] >= k {
				j++
			}
			if j > i {
				slices.Reverse(out[i:j])
				slices.Reverse(levels[i:j])
				i = j
			}
		}
	}
	return strings.Join(out, "")
}

// readsLeft decides which end of the line is its beginning: the end that has no full stop, the end with a number or
// bullet, or else the direction of most letters.
func readsLeft(visual []string, kinds []direction, left, right int) bool {
	first, last := strings.TrimSpace(visual[0]), strings.TrimSpace(visual[len(visual)-1])
	const stops = ".؟!،؛:…۔?"
	switch startsStop, endsStop := strings.ContainsAny(first, stops), strings.ContainsAny(last, stops); {
	case first == "" || last == "":
	case startsStop && !endsStop:
		return true
	case endsStop && !startsStop:
		return false
	}
	a, b := kinds[0], kinds[len(kinds)-1]
	switch {
	case a == number && b == toLeft, a == toRight && b == toLeft && right > left:
		return false
	case b == number && a == toLeft:
		return true
	}
	return left >= right
}

// levelsOf gives every letter its embedding level, from the line as printed.
func levelsOf(visual []string, kinds []direction, rtl bool) []int {
	levels := make([]int, len(kinds))
	strongBefore, strongAfter := neighbours(kinds)
	base := 0
	if rtl {
		base = 1
	}
	for i, k := range kinds {
		switch k {
		case toRight:
			levels[i] = 2 * base
		case toLeft:
			levels[i] = 1
		case number:
			switch {
			case rtl, strongBefore[i] == toLeft && strongAfter[i] == toLeft:
				levels[i] = 2
			}
		default:
			levels[i] = base
			a, b := strongBefore[i], strongAfter[i]
			inNumber := i > 0 && i+1 < len(kinds) && kinds[i-1] == number && kinds[i+1] == number && strings.ContainsAny(visual[i], ".,:/-")
			switch {
			case inNumber && (rtl || a == toLeft && b == toLeft):
				levels[i] = 2
			case a == toLeft && b == toLeft:
				levels[i] = 1
			case rtl && a == toRight && b == toRight:
				levels[i] = 2
			}
		}
	}
	return levels
}

// neighbours finds the nearest letter with a direction on either side of each.
func neighbours(kinds []direction) (before, after []direction) {
	before, after = make([]direction, len(kinds)), make([]direction, len(kinds))
	last := neutral
	for i, k := range kinds {
		before[i] = last
		if k == toLeft || k == toRight {
			last = k
		}
	}
	last = neutral
	for i := len(kinds) - 1; i >= 0; i-- {
		after[i] = last
		if kinds[i] == toLeft || kinds[i] == toRight {
			last = kinds[i]
		}
	}
	return before, after
}

// mirror gives the bracket that is written where its mirror image is printed.
func mirror(s string) string {
	const pairs = "()[]{}<>«»‹›"
	r := []rune(s)
	if len(r) != 1 || !unicode.In(r[0], unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf, unicode.Sm) {
		return s
	}
	all := []rune(pairs)
	if i := slices.Index(all, r[0]); i >= 0 {
		return string(all[i^1])
	}
	return s
}
