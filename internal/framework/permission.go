package framework

import (
	"slices"

	"stablefutures/internal/permit"
)

// Who may read an edition's wording here.
const (
	UsesOrganisation = "organisation" // those of an organisation that holds a copy, and nobody else
	UsesPartners     = "partners"     // whoever is signed in to this service
	UsesPublic       = "public"       // everybody, signed in or not
)

// Uses lists what a permission can allow, from the fewest readers to the most.
var Uses = []string{UsesOrganisation, UsesPartners, UsesPublic}

// Permission says who lets whom use an edition's wording, and on what terms. All of it is part of what a rights-holder
// signs.
type Permission struct {
	Uses        string `json:"uses"`                  // one of Uses
	By          string `json:"by"`                    // who permits it, in their words or ours
	Licence     string `json:"licence,omitempty"`     // name or address of a licence
	Attribution string `json:"attribution,omitempty"` // what must stand wherever the wording is shown
	Recall      string `json:"recall,omitempty"`      // how the rights-holder would call the edition back
}

// Copy says where one organisation's copy of an edition came from. Two organisations may hold the same edition; this is
// all that differs, and no signature covers it.
type Copy struct {
	Obtained string `json:"obtained"`           // YYYY-MM-DD, the day the copy was obtained
	Original string `json:"original,omitempty"` // SHA-256, in hex, of the file it was read from; "" when it was typed in
}

// Readable reports whether this reader may see the edition's wording.
func (e *Edition) Readable(who permit.Actor) bool {
	switch e.Permission.Uses {
	case UsesPublic:
		return true
	case UsesPartners:
		return who.ID != ""
	}
	return who.Is(permit.Operator) || who.Organisation != "" && slices.Contains(e.holders, who.Organisation)
}

// Exportable reports whether the wording may go along when a record leaves this service: whoever opens the file is not
// of the organisation for sure.
func (e *Edition) Exportable() bool { return e.Permission.Uses != UsesOrganisation }

// For is the edition as this reader may see it: itself, or WithoutWording.
func (e *Edition) For(who permit.Actor) *Edition {
	if e.Readable(who) {
		return e
	}
	return e.WithoutWording()
}

// Withheld reports whether the wording was taken out: every text of an item is its code.
func (e *Edition) Withheld() bool { return e.withheld }

// WithoutWording is the edition with codes where its wording would stand, for those who may not read it. Order and codes
// are the same, so that facts packed against it can be read; screen texts stay, for they are ours.
func (e *Edition) WithoutWording() *Edition {
	if e.withheld {
		return e
	}
	c := *e
	c.withheld = true
	c.sources = nil
	c.Principles = make([]Principle, len(e.Principles))
	for i, p := range e.Principles {
		c.Principles[i] = p.withoutWording()
	}
	c.items, c.index = nil, nil
	c.order()
	c.packs = make(map[string]*Pack, len(e.packs))
	for lang, p := range e.packs {
		c.packs[lang] = p.withoutWording()
	}
	return &c
}

func (p Principle) withoutWording() Principle {
	bare := Principle{Code: p.Code, Article: p.Article, Name: p.Code, Letter: p.Letter, ChildName: map[string]string{}}
	for lang := range p.ChildName {
		bare.ChildName[lang] = p.Code
	}
	for _, o := range p.outcomes {
		b := Outcome{Code: o.Code, Text: o.Code, Picture: o.Picture, Systems: o.Systems, Principle: o.Principle}
		for _, ind := range o.Indicators {
			b.Indicators = append(b.Indicators, Indicator{Code: ind.Code, Text: ind.Code, Outcome: o.Code})
		}
		bare.outcomes = append(bare.outcomes, b)
	}
	return bare
}

func (p *Pack) withoutWording() *Pack {
	bare := &Pack{common: p.common, own: false, pictures: p.pictures, cards: make(map[string]Card, len(p.cards))}
	for code := range p.cards {
		bare.cards[code] = Card{Name: code, Ask: code, Simpler: code, Example: code}
	}
	return bare
}
