package framework

import (
	"slices"
)

// FormatEdition is what a document says it is. A later format has another number; docs/schemas/edition-1.json says what
// this one holds, and docs/formats.md tells it to people.
const FormatEdition = "stable-futures/edition/1"

// Document is one whole edition in the open format: a single JSON file with wording, sources and languages. It is what
// is published, signed, compared and passed on. See ReadDocument, Validate and Edition.Document.
type Document struct {
	Format     string              `json:"format"`       // FormatEdition
	ID         string              `json:"id,omitempty"` // for ever; "" lets publishing make one of set, version and content
	Set        string              `json:"set"`          // which framework it is an edition of: "csf-pof"
	Name       string              `json:"name"`
	Version    string              `json:"version"` // as its authors call it
	Date       string              `json:"date"`    // YYYY-MM-DD, when its authors published it
	Source     string              `json:"source"`  // who made it, and from what
	Follows    string              `json:"follows,omitempty"`
	Permission Permission          `json:"permission"`
	Ages       string              `json:"ages,omitempty"`
	Levels     Levels              `json:"levels"`
	Sourced    bool                `json:"sourced,omitempty"` // every item rests on citations
	Empty      string              `json:"empty,omitempty"`   // an empty slot says so here; it cannot be published
	Slots      []Slot              `json:"slots,omitempty"`
	CommonFrom string              `json:"common_from,omitempty"` // id of the edition whose screen texts it borrows; "" is the checklist's when it brings none
	Expected   Totals              `json:"expected"`
	Sources    map[string]Source   `json:"sources,omitempty"` // by id, for citations
	Principles []DocumentPrinciple `json:"principles"`
	Languages  []DocumentLanguage  `json:"languages,omitempty"` // none: the outcomes' own texts serve as cards
	Copy       *Copy               `json:"copy,omitempty"`      // about this copy alone: never signed
	Signatures []Signature         `json:"signatures,omitempty"`
}

// DocumentPrinciple is a principle with its outcomes and their indicators.
type DocumentPrinciple struct {
	Code      string            `json:"code"`
	Article   string            `json:"article"`
	Name      string            `json:"name"`
	Letter    string            `json:"letter,omitempty"`
	ChildName map[string]string `json:"child_name,omitempty"` // by language
	Outcomes  []Outcome         `json:"outcomes"`
}

// DocumentLanguage is what a young person sees in one language.
type DocumentLanguage struct {
	Lang   string          `json:"lang"`
	Screen *Screen         `json:"screen,omitempty"` // the screen texts; nil borrows them
	Cards  map[string]Card `json:"cards,omitempty"`  // by outcome
	// Items are translated wordings of outcomes, indicators and what can be asked for, by key (see Entry).
	Items map[string]string `json:"items,omitempty"`
}

// Document gives the edition in the open format: the exact inverse of publishing one. Callers must not change what it
// shares with the edition.
func (e *Edition) Document() Document {
	e = e.Published()
	d := Document{
		Format: FormatEdition, ID: e.ID, Set: e.Set, Name: e.Name, Version: e.Version, Date: e.Date, Source: e.Source,
		Follows: e.Follows, Permission: e.Permission, Ages: e.Ages, Levels: e.Levels, Sourced: e.Sourced, Empty: e.Empty,
		Slots: e.Slots, CommonFrom: e.CommonFrom, Expected: e.Expected, Principles: []DocumentPrinciple{},
		Signatures: e.Signatures,
	}
	if len(e.sources) > 0 {
		d.Sources = e.sources
	}
	if e.copied.Obtained != "" {
		copied := e.copied
		d.Copy = &copied
	}
	for _, p := range e.Principles {
		dp := DocumentPrinciple{Code: p.Code, Article: p.Article, Name: p.Name, Letter: p.Letter, Outcomes: []Outcome{}}
		for lang, name := range p.ChildName {
			if _, ok := e.packs[lang].document(e); ok || name != p.Name {
				put(&dp.ChildName, lang, name)
			}
		}
		for _, o := range p.outcomes {
			dp.Outcomes = append(dp.Outcomes, o.asWritten())
		}
		d.Principles = append(d.Principles, dp)
	}
	for _, lang := range e.Languages {
		if l, ok := e.packs[lang].document(e); ok {
			d.Languages = append(d.Languages, l)
		}
	}
	return d
}

// document gives what the edition itself says in a language; false when all of it is borrowed.
func (p *Pack) document(e *Edition) (DocumentLanguage, bool) {
	if p == nil {
		return DocumentLanguage{}, false
	}
	l := DocumentLanguage{Lang: p.common.Lang}
	if p.own {
		screen := p.common
		l.Screen = &screen
	}
	if !p.lentCards && !p.saysWhatOutcomesSay(e) {
		l.Cards = p.cards
	}
	l.Items = p.items()
	return l, l.Screen != nil || len(l.Cards) > 0 || len(l.Items) > 0
}

// saysWhatOutcomesSay reports whether every card only repeats its outcome's text, as lent cards do.
func (p *Pack) saysWhatOutcomesSay(e *Edition) bool {
	for code, c := range p.cards {
		i, ok := e.index[code]
		if t := e.items[i].Text; !ok || c != (Card{Name: t, Ask: t, Simpler: t, Example: t}) {
			return false
		}
	}
	return true
}

func put(m *map[string]string, key, value string) {
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[key] = value
}

// asWritten undoes what loading fills in, so that a document is the same after a round.
func (o Outcome) asWritten() Outcome {
	o.Principle = ""
	o.Citations = citationsAsWritten(o.Citations)
	if len(o.Ask) == 0 {
		o.Ask = nil
	}
	indicators := make([]Indicator, len(o.Indicators))
	for i, ind := range o.Indicators {
		ind.Outcome = ""
		ind.Citations = citationsAsWritten(ind.Citations)
		indicators[i] = ind
	}
	o.Indicators = indicators
	return o
}

func citationsAsWritten(byNation map[string][]Citation) map[string][]Citation {
	if len(byNation) == 0 {
		return nil
	}
	out := make(map[string][]Citation, len(byNation))
	for nation, list := range byNation {
		if len(list) == 0 { // a nation without citations says nothing, written or not
			continue
		}
		list = slices.Clone(list)
		for i := range list {
			list[i].Title = ""
			if list[i].borrowedURL {
				list[i].URL, list[i].borrowedURL = "", false
			}
		}
		out[nation] = list
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// whole makes what may be left out of a file look the same whether it was left out or empty, so that documents that say
// the same are equal.
func (d Document) whole() Document {
	d.Principles = append([]DocumentPrinciple{}, d.Principles...)
	for i := range d.Principles {
		p := &d.Principles[i]
		if len(p.ChildName) == 0 {
			p.ChildName = nil
		}
		p.Outcomes = append([]Outcome{}, p.Outcomes...)
		for j := range p.Outcomes {
			o := &p.Outcomes[j]
			if len(o.Systems) == 0 {
				o.Systems = nil
			}
			*o = o.asWritten()
		}
	}
	sources := d.Sources
	d.Sources = nil
	for id, source := range sources {
		if d.Sources == nil {
			d.Sources = make(map[string]Source, len(sources))
		}
		source.Nations = append([]string{}, source.Nations...)
		d.Sources[id] = source
	}
	d.Languages = slices.Clone(d.Languages)
	for i := range d.Languages {
		if len(d.Languages[i].Cards) == 0 {
			d.Languages[i].Cards = nil
		}
		if len(d.Languages[i].Items) == 0 {
			d.Languages[i].Items = nil
		}
	}
	if len(d.Slots) == 0 {
		d.Slots = nil
	}
	if len(d.Languages) == 0 {
		d.Languages = nil
	}
	if len(d.Signatures) == 0 {
		d.Signatures = nil
	}
	return d
}

// JSON writes the document as a file for people to look at too: two blanks a level, letters as they are.
func (d Document) JSON() ([]byte, error) { return indented(d) }
