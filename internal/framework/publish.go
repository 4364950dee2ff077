package framework

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// editionOf makes an edition of a document that Validate found nothing wrong with.
func editionOf(d Document) (*Edition, error) {
	e := &Edition{
		ID: d.ID, Set: d.Set, Name: d.Name, Version: d.Version, Date: d.Date, Released: true, Source: d.Source,
		Follows: d.Follows, Permission: d.Permission, Ages: d.Ages, Levels: d.Levels, Sourced: d.Sourced, Empty: d.Empty,
		Slots: d.Slots, CommonFrom: d.CommonFrom, Expected: d.Expected, Signatures: d.Signatures, sources: d.Sources,
	}
	if d.Copy != nil {
		e.copied = *d.Copy
	}
	for _, dp := range d.Principles {
		p := Principle{Code: dp.Code, Article: dp.Article, Name: dp.Name, Letter: dp.Letter, ChildName: map[string]string{}}
		maps.Copy(p.ChildName, dp.ChildName)
		for _, o := range dp.Outcomes {
			p.outcomes = append(p.outcomes, o.inPlace(dp.Code))
		}
		e.fillCitations(p.outcomes)
		e.Principles = append(e.Principles, p)
	}
	e.order()
	if err := e.lendPacks(d); err != nil {
		return nil, err
	}
	e.finish()
	return e, nil
}

// inPlace copies the outcome, so that filling it in changes no document, and says where it stands.
func (o Outcome) inPlace(principle string) Outcome {
	o.Principle = principle
	o.Citations = cloneCitations(o.Citations)
	o.Indicators = slices.Clone(o.Indicators)
	for i := range o.Indicators {
		o.Indicators[i].Outcome = o.Code
		o.Indicators[i].Citations = cloneCitations(o.Indicators[i].Citations)
	}
	return o
}

func cloneCitations(byNation map[string][]Citation) map[string][]Citation {
	out := maps.Clone(byNation)
	for nation, list := range out {
		out[nation] = slices.Clone(list)
	}
	return out
}

// lendPacks gives the edition its languages: its own first, then those of the edition it borrows screen texts from,
// where its outcomes' own texts serve as cards until somebody translates them.
func (e *Edition) lendPacks(d Document) error {
	e.packs = map[string]*Pack{}
	lender := lenderOf(d)
	for _, l := range d.Languages {
		p := &Pack{cards: l.Cards, own: l.Screen != nil, wording: l.Items}
		switch {
		case p.own:
			p.common = *l.Screen
		case lender != nil && lender.packs[l.Lang] != nil:
			p.common = lender.packs[l.Lang].common
		default:
			return fmt.Errorf("no screen texts in %q: bring them, or leave the language out", l.Lang)
		}
		e.Languages = append(e.Languages, l.Lang)
		e.packs[l.Lang] = p
	}
	if lender != nil {
		for _, lang := range lender.Languages {
			if e.packs[lang] == nil {
				e.Languages = append(e.Languages, lang)
				e.packs[lang] = &Pack{common: lender.packs[lang].common}
			}
		}
	}
	for lang, p := range e.packs {
		if len(p.cards) == 0 {
			p.lendCards(e)
			e.packs[lang] = p.speakingItems()
		}
	}
	return nil
}

// lenderOf finds whose screen texts the document borrows: the edition it names, or the checklist when that one is no
// longer in the program; nil when every language brings its own.
func lenderOf(d Document) *Edition {
	needs := d.CommonFrom != "" || len(d.Languages) == 0
	for _, l := range d.Languages {
		needs = needs || l.Screen == nil
	}
	if !needs {
		return nil
	}
	if e, ok := ByID(d.CommonFrom); ok && e.CommonFrom == "" {
		return e
	}
	e, _ := BySet(SetChecklist)
	return e
}

// speakingItems lets lent cards say the outcomes' texts in their language, where the document brings them.
func (p *Pack) speakingItems() *Pack {
	if len(p.wording) == 0 {
		return p
	}
	texts := map[string]Translated{}
	for key, text := range p.wording {
		texts[key] = Translated{Text: text, Status: p.common.Status}
	}
	return p.with(texts)
}

// lendCards lets the outcomes' own texts serve as cards.
func (p *Pack) lendCards(e *Edition) {
	p.lentCards = true
	p.cards = map[string]Card{}
	for _, it := range e.items {
		if it.Kind == OutcomeItem {
			p.cards[it.Code] = Card{Name: it.Text, Ask: it.Text, Simpler: it.Text, Example: it.Text}
		}
	}
}

// Publish puts a document on the shelf as an edition that never changes again, on behalf of the organisation of whoever
// acts. The document must be whole (Validate) and say when the copy was obtained. Publishing the same document again
// gives the edition that is there; another organisation that publishes it holds a copy of the same edition. Another
// document under an id that is taken is a Conflict.
func (s *Service) Publish(ctx context.Context, who permit.Actor, d Document) (*Edition, error) {
	return s.PublishFor(ctx, who, who.Organisation, d)
}

// PublishFor is Publish for an organisation that the command line names.
func (s *Service) PublishFor(ctx context.Context, who permit.Actor, organisation string, d Document) (*Edition, error) {
	var e *Edition
	err := s.door.Do(ctx, who, permit.LoadFramework, access.Organisation(organisation), func(w *access.Work) (err error) {
		e, err = PublishWithin(ctx, w, organisation, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("publish edition: %w", err)
	}
	s.forget()
	return e, nil
}

// PublishWithin is Publish within the work of another room's use case, so that a draft and its edition are one save.
func PublishWithin(ctx context.Context, w *access.Work, organisation string, d Document) (*Edition, error) {
	d = d.whole()
	if err := publishable(d, organisation); err != nil {
		return nil, err
	}
	if d.ID == "" && len(d.Signatures) > 0 { // an id made here would not be signed
		return nil, problem.New(problem.Invalid, "framework.signature.no_id")
	}
	if d.ID == "" {
		sum, err := d.Digest()
		if err != nil {
			return nil, err
		}
		d.ID = madeID(d, sum)
	}
	b, err := d.Canonical()
	if err != nil {
		return nil, err
	}
	if err := checkSignatures(b, d.Signatures); err != nil {
		return nil, err
	}
	e, err := editionOf(d)
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "framework.not_whole")
	}
	e.Owner = organisation
	have, err := findEdition(ctx, w.Tx, d.ID)
	switch {
	case problem.Is(err, problem.NotFound):
		err = insertEdition(ctx, w, e, digest(b), b)
	case err == nil && have.digest != digest(b) && have.checksum == e.Checksum():
		return nil, problem.New(problem.Conflict, "framework.only_languages_differ", "edition", d.ID)
	case err == nil && have.digest != digest(b):
		return nil, problem.New(problem.Conflict, "framework.id_taken", "edition", d.ID)
	}
	if err != nil {
		return nil, err
	}
	return keepCopy(ctx, w, organisation, d)
}

// keepCopy notes whose copy it is and who signed it, and gives the edition as the shelf now has it.
func keepCopy(ctx context.Context, w *access.Work, organisation string, d Document) (*Edition, error) {
	if err := insertCopy(ctx, w, d.ID, organisation, *d.Copy); err != nil {
		return nil, err
	}
	for _, s := range d.Signatures {
		if err := insertSignature(ctx, w, d.ID, s); err != nil {
			return nil, err
		}
	}
	w.Note(d.ID)
	return published(ctx, w.Tx, d.ID)
}

// publishable refuses what Validate refuses, and what cannot be on the shelf for other reasons.
func publishable(d Document, organisation string) error {
	var c problem.Check
	for _, f := range Validate(d) {
		c.Add(f.Place, f.Key, f.Values...)
	}
	c.Require(organisation != "", "organisation", "framework.fault.no_organisation")
	c.Require(d.Copy != nil && isDay(d.Copy.Obtained), "/copy/obtained", "framework.fault.obtained")
	c.Require(d.Empty == "", "/empty", "framework.fault.slot")
	_, taken := ByID(d.ID)
	c.Require(!taken, "/id", "framework.fault.built_in")
	if set, ok := BySet(d.Set); ok {
		c.Require(set.Empty != "" || len(set.Slots) > 0, "/set", "framework.fault.our_set") // a slot waits to be filled; our own wording is ours
	}
	return c.Err()
}

// madeID names an edition by set, version and content: the same file has the same id in every service.
func madeID(d Document, digest string) string {
	return plain(d.Set) + "-" + plain(d.Version) + "-" + digest[:8]
}

// plain keeps small letters, digits and single dashes, at most 24 of them.
func plain(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if n := b.Len(); n > 0 && b.String()[n-1] != '-' {
			b.WriteByte('-')
		}
		if b.Len() >= 24 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}

// Preview is the edition that a document would be, without publishing it: to compare, print or look at. Run Validate
// first; what that refuses may give an error here.
func Preview(d Document) (*Edition, error) { return editionOf(d.whole()) }
