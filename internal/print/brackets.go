package print

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// closer gives the closing bracket of an opening one, in canonical form.
func closer(r rune) rune {
	switch r {
	case '[', '{', 0xFF3B, 0xFF5B:
		return r + 2
	case 0x298D:
		return 0x2990
	case 0x298F:
		return 0x298E
	case 0x2329:
		return 0x3009
	}
	return r + 1
}

// brackets applies N0: a pair of brackets takes the direction of what it holds.
func (b *bidiText) brackets(s *sequence, c []bidi.Class, edge bidi.Class) {
	type opening struct {
		want rune
		k    int
	}
	var stack []opening
	var pairs [][2]int
scan:
	for k, i := range s.at {
		if c[k] != bidi.ON {
			continue
		}
		r := b.text[i]
		p, _ := bidi.LookupRune(r)
		if !p.IsBracket() {
			continue
		}
		if p.IsOpeningBracket() {
			if len(stack) == 63 {
				break scan // the rule says: stop looking
			}
			stack = append(stack, opening{closer(r), k})
			continue
		}
		if r == 0x232A {
			r = 0x3009
		}
		for j := len(stack) - 1; j >= 0; j-- {
			if stack[j].want == r {
				pairs = append(pairs, [2]int{stack[j].k, k})
				stack = stack[:j]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(x, y [2]int) int { return x[0] - y[0] })
	for _, p := range pairs {
		b.pair(s, c, edge, p[0], p[1])
	}
}

func (b *bidiText) pair(s *sequence, c []bidi.Class, edge bidi.Class, from, to int) {
	found, opposite := false, false
	for k := from + 1; k < to; k++ {
		if d, ok := side(c[k]); ok {
			if d == edge {
				found = true
				break
			}
			opposite = true
		}
	}
	dir := edge
	if !found {
		if !opposite {
			return
		}
		before := edge
		for k := from - 1; k >= 0; k-- {
			if d, ok := side(c[k]); ok {
				before = d
				break
			}
		}
		if before != edge {
			dir = before
		}
	}
	for _, k := range []int{from, to} {
		c[k] = dir
		// Marks that stood on a bracket follow it.
		for m := k + 1; m < len(c) && b.class[s.at[m]] == bidi.NSM; m++ {
			c[m] = dir
		}
	}
}
