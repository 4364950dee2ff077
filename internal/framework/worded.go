package framework

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"

	"stablefutures/internal/access"
)

// wordingPlace is one edition in one language.
type wordingPlace struct{ edition, lang string }

// inUse is the version that is in use for an edition and language.
type inUse struct {
	changes Changes
	number  int
	since   time.Time
}

// wordings are the versions in use, as this process knows them: child screens ask for each page, so it is memory.
type wordings struct {
	used map[wordingPlace]inUse
	laid sync.Map // edition id -> *laidEdition, made when first asked for
}

type laidEdition struct {
	principles []Principle
	packs      map[string]*Pack
}

// RefreshWordings reads which versions of words and pictures are in use, and the drawings that were brought here. It is
// called at the start, after every change here, and now and then, for another process may have put one into use.
func (s *Service) RefreshWordings(ctx context.Context) error {
	next := &wordings{used: map[wordingPlace]inUse{}}
	drawings := map[string]string{}
	err := s.door.Background(ctx, func(w *access.Work) (err error) {
		if drawings, err = listDrawings(ctx, w.Tx); err != nil {
			return err
		}
		return eachInUse(ctx, w.Tx, func(v Version) {
			next.used[wordingPlace{v.Edition, v.Lang}] = inUse{v.Changes, v.Number, v.UsedAt}
		})
	})
	if err != nil {
		return fmt.Errorf("read wordings: %w", err)
	}
	for name, strokes := range drawings {
		d, err := ReadDrawing(svg(strokes)) // somebody may have changed the table: nothing of it reaches a page unread
		if err != nil || d.Name != name || d.Strokes != strokes {
			return fmt.Errorf("read drawing %s: it is not the one that was brought", name)
		}
		if s.lend != nil {
			s.lend(name, strokes)
		}
	}
	s.words.Store(next)
	return nil
}

// worded is the edition with the words and pictures that are in use here laid over those it was published with. Its
// checksum, its items and what it is written as stay those of the edition.
func (s *Service) worded(e *Edition) *Edition {
	now := s.words.Load()
	if now == nil || len(now.used) == 0 || e == nil || e.withheld || e.published != nil {
		return e
	}
	made, ok := now.laid.Load(e.ID)
	if !ok {
		made, _ = now.laid.LoadOrStore(e.ID, now.lay(e))
	}
	laid := made.(*laidEdition)
	if laid == nil {
		return e
	}
	c := *e
	c.published, c.packs, c.Principles = e, laid.packs, laid.principles
	return &c
}

// lay lays what is in use over an edition; nil where nothing is.
func (now *wordings) lay(e *Edition) *laidEdition {
	any := false
	own := make(map[string]inUse, len(e.packs))
	for lang := range e.packs {
		used, ok := now.used[wordingPlace{e.ID, lang}]
		own[lang], any = used, any || ok
	}
	if !any {
		return nil
	}
	first := own[e.original()]
	laid := &laidEdition{packs: make(map[string]*Pack, len(e.packs))}
	for lang, p := range e.packs {
		laid.packs[lang] = e.wordedPack(p, first, own[lang])
	}
	for _, p := range e.Principles {
		outcomes := make([]Outcome, len(p.outcomes))
		for i, o := range p.outcomes {
			if name, ok := first.changes.Pictures["card/"+o.Code]; ok {
				o.Picture = name
			}
			outcomes[i] = o
		}
		p.outcomes = outcomes
		laid.principles = append(laid.principles, p)
	}
	return laid
}

// wordedPack is one language's pack with what is in use laid over it: first in the edition's own language, own in this.
// A picture chosen in the edition's own language stands in every language that has not chosen another. A text whose
// original says something else now falls back: somebody has to look at it again.
func (e *Edition) wordedPack(p *Pack, first, own inUse) *Pack {
	original, source := e.packs[e.original()], map[string]string{}
	if original != nil {
		for _, entry := range e.Entries(original) {
			source[entry.Key] = entry.Text
		}
	}
	inOriginal := original == p
	changed := map[string]bool{}
	for key, t := range first.changes.Texts {
		changed[key] = source[key] != t.Text
		source[key] = t.Text
	}
	texts := map[string]Translated{}
	for key, t := range own.changes.Texts {
		switch {
		case inOriginal:
			texts[key] = Translated{Text: t.Text, Status: StatusOriginal, At: own.since}
		case t.For == source[key]:
			texts[key] = Translated{Text: t.Text, Status: StatusHuman, At: own.since}
		}
	}
	q := p.with(texts)
	q.version, q.said = own.number, map[string]time.Time{}
	for key, t := range texts {
		q.said[key] = t.At
	}
	if !inOriginal {
		for key := range changed {
			if _, fresh := texts[key]; changed[key] && !fresh && AtLeast(q.StatusOf(key), StatusMachineDraft) {
				q.statuses[key] = StatusSourceChanged
			}
		}
		q.settle()
	}
	q.pictures = map[string]string{}
	maps.Copy(q.pictures, first.changes.Pictures)
	maps.Copy(q.pictures, own.changes.Pictures)
	q.hang()
	return q
}

// hang puts pictures where choices and the two cards without an outcome keep theirs.
func (p *Pack) hang() {
	for place, m := range map[string]map[string]Choice{"anchor/": p.common.Anchors, "answer/": p.common.Answers} {
		for key, c := range m {
			if name, ok := p.pictures[place+key]; ok {
				c.Picture = name
				m[key] = c
			}
		}
	}
	for place, c := range map[string]*Card{"card/something_else": &p.common.SomethingElse, "card/matters_most": &p.common.MattersMost} {
		if name, ok := p.pictures[place]; ok {
			c.Picture = name
		}
	}
}

// OriginalPack is what a young person sees in the language that the edition was written in; nil where it has none.
func (e *Edition) OriginalPack() *Pack { return e.packs[e.original()] }

// SaidAt is when a text was put into use with a wording here; zero where it was not.
func (p *Pack) SaidAt(key string) time.Time { return p.said[key] }

// Published is the edition as it was published, without the words and pictures chosen here.
func (e *Edition) Published() *Edition {
	if e.published != nil {
		return e.published
	}
	return e
}
