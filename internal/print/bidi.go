package print

import "golang.org/x/text/unicode/bidi"

// levels gives each rune its embedding level by the Unicode bidirectional
// algorithm (UAX 9), on a text of one line whose overrides and embeddings clean
// has taken out: only isolates nest. Rule L1 is left to line layout. It is our
// own because the libraries at hand report directions, not levels.
func levels(text []rune, rtl bool) []uint8 {
	base := uint8(0)
	if rtl {
		base = 1
	}
	out := make([]uint8, len(text))
	if !rtl && allLeft(text) {
		return out
	}
	b := bidiText{text: text, class: make([]bidi.Class, len(text)), level: out}
	for i, r := range text {
		p, _ := bidi.LookupRune(r)
		b.class[i] = p.Class()
	}
	b.isolate(base)
	return out
}

func allLeft(text []rune) bool {
	for _, r := range text {
		if r >= 0x590 && !(r >= 0x1200 && r < 0x1400) && !(r >= 0x1E00 && r < 0x2000) {
			return false
		}
	}
	return true
}

type bidiText struct {
	text  []rune
	class []bidi.Class
	level []uint8
}

// sequence is an isolating run sequence. Without embeddings it is simply all
// the text directly within one isolate.
type sequence struct {
	level uint8
	at    []int
}

// isolate applies rules X1 to X10 and resolves each sequence.
func (b *bidiText) isolate(base uint8) {
	stack := []*sequence{{level: base}}
	var done []*sequence
	overflow := 0
	for i, c := range b.class {
		top := stack[len(stack)-1]
		switch c {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			top.at = append(top.at, i)
			b.level[i] = top.level
			right := c == bidi.RLI || c == bidi.FSI && b.fsiRight(i)
			next := top.level + 1
			if right == (next%2 == 0) {
				next++
			}
			if overflow > 0 || next > 125 {
				overflow++
				continue
			}
			stack = append(stack, &sequence{level: next})
		case bidi.PDI:
			if overflow > 0 {
				overflow--
			} else if len(stack) > 1 {
				done = append(done, top)
				stack = stack[:len(stack)-1]
				top = stack[len(stack)-1]
			}
			top.at = append(top.at, i)
			b.level[i] = top.level
		case bidi.BN, bidi.Control:
			b.level[i] = top.level // X9: takes no part in what follows
		default:
			top.at = append(top.at, i)
			b.level[i] = top.level
		}
	}
	for _, s := range append(done, stack...) {
		b.resolve(s)
	}
	// What rule X9 set aside goes with whatever stands before it.
	for i, c := range b.class {
		if i > 0 && (c == bidi.BN || c == bidi.Control) {
			b.level[i] = b.level[i-1]
		}
	}
}

// fsiRight looks from a first-strong isolate at i to its end.
func (b *bidiText) fsiRight(i int) bool {
	depth := 0
	for j := i + 1; j < len(b.class); j++ {
		switch c := b.class[j]; c {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			depth++
		case bidi.PDI:
			if depth == 0 {
				return false
			}
			depth--
		case bidi.L, bidi.R, bidi.AL:
			if depth == 0 {
				return c != bidi.L
			}
		}
	}
	return false
}

func neutral(c bidi.Class) bool {
	switch c {
	case bidi.B, bidi.S, bidi.WS, bidi.ON, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
		return true
	}
	return false
}

func (b *bidiText) resolve(s *sequence) {
	n := len(s.at)
	if n == 0 {
		return
	}
	edge := bidi.L
	if s.level%2 == 1 {
		edge = bidi.R
	}
	c := make([]bidi.Class, n)
	for k, i := range s.at {
		c[k] = b.class[i]
	}
	weak(c, edge)
	b.brackets(s, c, edge)
	neutrals(c, edge)
	for k, i := range s.at {
		switch {
		case s.level%2 == 0 && c[k] == bidi.R:
			b.level[i] = s.level + 1
		case s.level%2 == 0 && (c[k] == bidi.AN || c[k] == bidi.EN):
			b.level[i] = s.level + 2
		case s.level%2 == 1 && c[k] != bidi.R:
			b.level[i] = s.level + 1
		}
	}
}

// weak applies W1 to W7.
func weak(c []bidi.Class, edge bidi.Class) {
	prev, strong := edge, edge
	for k := range c {
		if c[k] == bidi.NSM { // W1
			c[k] = prev
			if prev == bidi.LRI || prev == bidi.RLI || prev == bidi.FSI || prev == bidi.PDI {
				c[k] = bidi.ON
			}
		}
		prev = c[k]
		switch c[k] {
		case bidi.L, bidi.R:
			strong = c[k]
		case bidi.AL:
			strong, c[k] = bidi.AL, bidi.R // W3; W2 still sees AL in strong
		case bidi.EN:
			if strong == bidi.AL { // W2
				c[k] = bidi.AN
			}
		}
	}
	for k := 1; k+1 < len(c); k++ { // W4
		a, z := c[k-1], c[k+1]
		if a == z && (c[k] == bidi.CS && (a == bidi.EN || a == bidi.AN) || c[k] == bidi.ES && a == bidi.EN) {
			c[k] = a
		}
	}
	for k := 0; k < len(c); k++ { // W5, W6
		if c[k] != bidi.ET {
			if c[k] == bidi.ES || c[k] == bidi.CS {
				c[k] = bidi.ON
			}
			continue
		}
		end := k
		for end < len(c) && c[end] == bidi.ET {
			end++
		}
		to := bidi.ON
		if k > 0 && c[k-1] == bidi.EN || end < len(c) && c[end] == bidi.EN {
			to = bidi.EN
		}
		for ; k < end; k++ {
			c[k] = to
		}
		k--
	}
	strong = edge
	for k := range c { // W7
		switch c[k] {
		case bidi.L, bidi.R:
			strong = c[k]
		case bidi.EN:
			if strong == bidi.L {
				c[k] = bidi.L
			}
		}
	}
}

// side is the direction a resolved class counts as among neutrals.
func side(c bidi.Class) (bidi.Class, bool) {
	switch c {
	case bidi.L:
		return bidi.L, true
	case bidi.R, bidi.AL, bidi.EN, bidi.AN:
		return bidi.R, true
	}
	return 0, false
}

// neutrals applies N1 and N2.
func neutrals(c []bidi.Class, edge bidi.Class) {
	before := edge
	for k := 0; k < len(c); k++ {
		if !neutral(c[k]) {
			before, _ = side(c[k])
			continue
		}
		end := k
		for end < len(c) && neutral(c[end]) {
			end++
		}
		after := edge
		if end < len(c) {
			after, _ = side(c[end])
		}
		to := edge
		if before == after {
			to = before
		}
		for ; k < end; k++ {
			c[k] = to
		}
		k--
	}
}
