package framework

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// Translated is the edition's document with what was translated here, and whether anything was. It is a copy to read and
// pass on, no longer the bytes that were published: so it has no id and no signature, while its wording, and with it its
// checksum, are the same. A text that nobody translated is left out rather than lent, and a language says of all its texts
// the least status of them, never a higher one.
func (s *Service) Translated(ctx context.Context, e *Edition) (Document, bool) {
	d := e.Document()
	languages := map[string]DocumentLanguage{}
	for _, l := range d.Languages {
		languages[l.Lang] = l
	}
	d.Principles = slices.Clone(d.Principles)
	changed := false
	for _, p := range s.Packs(ctx, e) {
		if s.overlay == nil || s.overlay(ctx, e, p.Lang()) == nil {
			continue
		}
		l, ok := p.translated(e)
		if !ok {
			continue
		}
		languages[l.Lang], changed = l, true
		for i := range d.Principles {
			names := maps.Clone(d.Principles[i].ChildName)
			name, own := p.wording["principle/"+d.Principles[i].Code+"/name"]
			if len(l.Cards) > 0 && !own {
				name, own = p.PrincipleName(e.Principles[i]), true // every language with cards names its principles
			}
			if own {
				put(&names, l.Lang, name)
			}
			d.Principles[i].ChildName = names
		}
	}
	if !changed {
		return d, false
	}
	d.ID, d.Signatures, d.Languages = "", nil, nil
	for _, lang := range sortedKeys(languages) {
		d.Languages = append(d.Languages, languages[lang])
	}
	return d, true
}

// translated is what a pack says with translations laid over it; false where it holds nothing that a file could bring.
func (p *Pack) translated(e *Edition) (DocumentLanguage, bool) {
	l := DocumentLanguage{Lang: p.common.Lang, Items: p.items()}
	spoken := len(p.cards) > 0
	for code := range p.cards {
		for _, part := range cardParts {
			spoken = spoken && p.StatusOf("card/"+code+"/"+part) != StatusNone
		}
	}
	if spoken && !p.saysWhatOutcomesSay(e) {
		l.Cards = p.cards
	}
	if p.own || slices.ContainsFunc(sortedKeys(p.statuses), isScreen) {
		screen := p.common
		screen.Status = p.lowest()
		if screen.Status == StatusNone { // half a language of screens is none: the borrowed ones stand
			return l, !p.untranslated && len(l.Items)+len(l.Cards) > 0
		}
		l.Screen = &screen
	}
	return l, l.Screen != nil || !p.untranslated && len(l.Items)+len(l.Cards) > 0
}

// isScreen reports whether a key is of a screen's text, and not of one outcome's card or wording.
func isScreen(key string) bool {
	kind, rest, _ := strings.Cut(key, "/")
	return kind == "ui" || kind == "explain" || kind == "anchor" || kind == "answer" ||
		strings.HasPrefix(rest, "something_else/") || strings.HasPrefix(rest, "matters_most/")
}

// items are the translated texts of outcomes, indicators and what can be asked for; nil when there are none.
func (p *Pack) items() map[string]string {
	var items map[string]string
	for key, text := range p.wording {
		if !strings.HasPrefix(key, "principle/") {
			put(&items, key, text)
		}
	}
	return items
}
