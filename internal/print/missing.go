package print

import (
	"fmt"
	"slices"
	"unicode"
)

// spelt draws letters that no font has as their numbers, "[U+1F600]": an empty
// box would hide that something was said. Reading and copying still give the
// letter itself. It returns nil when the face can draw them all.
func (p *press) spelt(rs []rune, t *typeface) []glyph {
	if t.index/2 != famLatin {
		return nil // pick sends here only what no font has
	}
	var out []glyph
	for _, r := range rs {
		if _, ok := p.faces[t.index].NominalGlyph(r); ok || ignorable(r) || unicode.IsSpace(r) {
			continue
		}
		for _, c := range fmt.Sprintf("[U+%04X]", r) {
			gid, _ := p.faces[t.index].NominalGlyph(c)
			out = append(out, glyph{gid: uint16(gid), adv: clamp16(t.advance(uint16(gid)) * 1000 / t.upem)})
		}
	}
	if len(out) == 0 {
		return nil
	}
	if len(rs) > 1 { // a letter the face has, under marks that it has not
		var base []glyph
		for _, r := range rs {
			if gid, ok := p.faces[t.index].NominalGlyph(r); ok && !ignorable(r) {
				base = append(base, glyph{gid: uint16(gid), adv: clamp16(t.advance(uint16(gid)) * 1000 / t.upem)})
			}
		}
		out = append(base, out...)
	}
	return out
}

// Missing lists the letters of a document that none of the fonts can draw, each
// once and in order, so that whoever makes it can say so beforehand. On the page
// they stand as their numbers, "[U+1F600]". Errors: as WritePDF's.
func Missing(doc Doc) ([]rune, error) {
	if _, err := prepared(doc); err != nil {
		return nil, err
	}
	if err := Ready(); err != nil {
		return nil, err
	}
	p := borrowPress()
	defer p.giveBack()
	var out []rune
	seen := map[rune]bool{}
	for _, s := range words(doc) {
		for _, r := range clean(s) {
			if seen[r] || r == '\n' || ignorable(r) {
				continue
			}
			seen[r] = true
			if !p.draws(r) {
				out = append(out, r)
			}
		}
	}
	slices.Sort(out)
	return out, p.err
}

// draws reports whether any font has the letter, in both weights.
func (p *press) draws(r rune) bool {
	for _, bold := range []bool{false, true} {
		if _, ok := p.has(p.pick(r, "", bold, -1)/2, bold, r); !ok {
			return false
		}
	}
	return true
}

// words are all the texts of a document, in the order they stand.
func words(doc Doc) []string {
	out := []string{doc.Footer, doc.PageLabel}
	out = append(out, doc.Header)
	if doc.Stamp != nil {
		out = append(out, doc.Stamp.Word.plain(), doc.Stamp.Code)
	}
	add := func(texts ...Text) {
		for _, t := range texts {
			for _, r := range t.Runs {
				out = append(out, r.Text)
			}
		}
	}
	parts := func(in []Part) {
		for _, w := range wordsOf(in) {
			add(w.Text)
		}
	}
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case Heading:
			add(b.Text)
		case Para:
			add(b.Text)
		case Quote:
			add(b.Words, b.Translation, b.Source)
			out = append(out, b.TranslationLabel)
		case List:
			for _, it := range b.Items {
				add(it.Text)
				add(it.Notes...)
			}
		case Table:
			add(b.Head...)
			for _, row := range b.Rows {
				add(row...)
			}
		case Notice:
			add(b.Title)
			add(b.Paras...)
		case Picture:
			out = append(out, b.Alt)
			for _, s := range b.Strokes {
				out = append(out, s.Words)
			}
		case Group:
			parts(b.Parts)
		case Board:
			parts(b.Head)
			for _, p := range b.Panels {
				parts(p.Parts)
			}
			parts(b.Foot)
		case Fitted:
			out = append(out, words(Doc{Blocks: b.Blocks})...)
		}
	}
	return out
}

// wordsOf are the words of parts, in the order they are read.
func wordsOf(parts []Part) []Words {
	var out []Words
	for _, part := range parts {
		switch part := part.(type) {
		case Words:
			out = append(out, part)
		case Beside:
			out = append(out, part.Words...)
		case Tiles:
			for _, it := range part.Items {
				out = append(out, it.Words...)
			}
		}
	}
	return out
}
