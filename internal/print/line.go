package print

import "slices"

// line is one laid out line: its atoms in logical order, blanks at its end cut to
// one, and its width in thousandths of the type size.
type line struct {
	atoms []atom
	width int
	rtl   bool
}

// paragraph lays a text out in lines of at most width (thousandths of the type
// size) and hands them over one by one. A text without runs has no lines.
func (p *press) paragraph(t Text, width int, emit func(line)) {
	if t.empty() {
		return
	}
	rtl := t.Dir == RTL
	var s stretch
	flush := func() {
		atoms := p.atoms(s, t.Runs, rtl)
		fill(atoms, width, rtl, emit)
		s = stretch{}
	}
	for k, r := range t.Runs {
		apart := r.Lang != t.Lang && len(t.Runs) > 1
		if apart {
			s.put(fsi, -1)
		}
		for _, c := range r.Text {
			if c == '\n' {
				flush()
				continue
			}
			s.put(c, int32(k))
			if len(s.runes) < maxStretch {
				continue
			}
			cut := s.cut()
			rest := stretch{slices.Clone(s.runes[cut:]), slices.Clone(s.span[cut:])}
			s.runes, s.span = s.runes[:cut], s.span[:cut]
			flush()
			s = rest
		}
		if apart {
			s.put(pdi, -1)
		}
	}
	flush()
}

func (s *stretch) put(r rune, span int32) {
	s.runes, s.span = append(s.runes, r), append(s.span, span)
}

// cut finds the last blank in the second half of a full stretch.
func (s *stretch) cut() int {
	for i := len(s.runes) - 1; i > len(s.runes)/2; i-- {
		if s.runes[i] == ' ' || s.runes[i] == '\u1361' {
			return i + 1
		}
	}
	return len(s.runes)
}

// fill breaks atoms into lines, greedily, at the last opportunity that fits; a
// word wider than the line is cut between clusters.
func fill(atoms []atom, width int, rtl bool, emit func(line)) {
	if len(atoms) == 0 {
		emit(line{rtl: rtl})
		return
	}
	start, last, total, inked := 0, -1, 0, 0
	for i := 0; i < len(atoms); i++ {
		total += atoms[i].adv
		if !atoms[i].blank {
			inked = total
		}
		if inked > width && i > start {
			end := i
			if last >= start {
				end = last + 1
			}
			emit(trimmed(atoms[start:end], rtl))
			start, last, total, inked = end, -1, 0, 0
			i = end - 1
			continue
		}
		if atoms[i].brk {
			last = i
		}
	}
	if start < len(atoms) {
		emit(trimmed(atoms[start:], rtl))
	}
}

// trimmed keeps at most one of the blanks at the end of a line: it is not seen,
// but tells those who copy the text that a word has ended.
func trimmed(atoms []atom, rtl bool) line {
	end := len(atoms)
	for end > 0 && atoms[end-1].blank {
		end--
	}
	l := line{rtl: rtl}
	for _, a := range atoms[:end] {
		l.width += a.adv
	}
	l.atoms = atoms[:min(end+1, len(atoms))]
	return l
}

// blanksAfter says how far the kept blank reaches past the width.
func (l line) blanksAfter() int {
	if n := len(l.atoms); n > 0 && l.atoms[n-1].blank {
		return l.atoms[n-1].adv
	}
	return 0
}

// visual returns the atoms from left to right: rules L1 and L2 of UAX 9.
func (l line) visual() []atom {
	base := uint8(0)
	if l.rtl {
		base = 1
	}
	end := len(l.atoms)
	for end > 0 && isBlankClass(l.atoms[end-1].text) {
		end--
	}
	highest, mixed := base, base == 1
	for _, a := range l.atoms[:end] {
		highest = max(highest, a.level)
		mixed = mixed || a.level != base
	}
	if !mixed {
		return l.atoms
	}
	out := slices.Clone(l.atoms)
	for i := end; i < len(out); i++ {
		out[i].level = base
	}
	for level := highest; level >= 1; level-- {
		for i := 0; i < len(out); i++ {
			if out[i].level < level {
				continue
			}
			j := i
			for j < len(out) && out[j].level >= level {
				j++
			}
			slices.Reverse(out[i:j])
			i = j
		}
	}
	return out
}
