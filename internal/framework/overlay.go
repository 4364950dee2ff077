package framework

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"stablefutures/internal/i18n"
)

// Translated is one text that was translated here, after the edition was published, and how far it can be trusted.
type Translated struct {
	Text, Status string
	At           time.Time // when it was accepted: the later of it and a wording that a group chose stands
}

// Translations are the texts that were translated here for one edition and language. They are laid over its pack once,
// and again when another wording came into use, for every screen asks for it.
type Translations struct {
	texts map[string]Translated // by key, see Entry
	mu    sync.Mutex
	from  *Pack // over which they were laid last
	pack  *Pack
}

// NewTranslations keeps texts by key (see Entry). Callers must not change the map afterwards.
func NewTranslations(texts map[string]Translated) *Translations { return &Translations{texts: texts} }

// over is the pack with the translations laid over it.
func (t *Translations) over(p *Pack) *Pack {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pack == nil || t.from != p && (p.standsFor == nil || t.from.standsFor != p.standsFor) {
		t.from, t.pack = p, p.with(t.texts)
	}
	return t.pack
}

// Overlay gives the translations made here for one edition and language; nil when there are none.
type Overlay func(ctx context.Context, e *Edition, lang string) *Translations

// UseOverlay lets Pack lay translations over what an edition brings. It is called once, before the service is used.
func (s *Service) UseOverlay(o Overlay) { s.overlay = o }

// Pack is what a young person sees in one language, with the translations made here laid over the edition's own; false
// when the edition does not speak it and nobody has translated it.
func (s *Service) Pack(ctx context.Context, e *Edition, lang string) (*Pack, bool) {
	e = s.worded(e)
	p, ok := e.packs[lang]
	if s.overlay == nil || e.withheld {
		return p, ok
	}
	laid := s.overlay(ctx, e, lang)
	if laid == nil {
		return p, ok
	}
	if !ok { // nothing of this language is in the program: the original's words stand in where nothing was translated
		first, has := e.packs[e.original()]
		if !has {
			return nil, false
		}
		p = first.standIn(lang)
	}
	return laid.over(p), true
}

// Packs are what Pack gives in every language that the edition speaks, and then in those that somebody translated it into
// here. They stay the same, one by one, until something is translated.
func (s *Service) Packs(ctx context.Context, e *Edition) []*Pack {
	var list []*Pack
	for _, lang := range e.Languages {
		if p, ok := s.Pack(ctx, e, lang); ok {
			list = append(list, p)
		}
	}
	for _, y := range i18n.YoungLanguages() {
		if _, own := e.packs[y.Tag]; own {
			continue
		}
		if p, ok := s.Pack(ctx, e, y.Tag); ok {
			list = append(list, p)
		}
	}
	return list
}

// Entry is one text of a pack. Keys are for ever:
//
//	card/<outcome>/<name|ask|simpler|example>, card/something_else/…, card/matters_most/…
//	anchor/<key>/<word|more>, answer/<key>/<word|more>
//	explain/<point>, explain/<nation>/<point>
//	ui/<key>
//	principle/<code>/name, outcome/<code>/text, indicator/<code>/text
//	ask/<outcome>/<nation>/<what|who_must_act|how>
type Entry struct{ Key, Text string }

// Entries lists every text of the pack and, in their own names for young people or else as they were published, those of
// the edition's principles, outcomes and indicators, and what can be asked for; in the order in which they are met. It is what a translator gets.
func (e *Edition) Entries(p *Pack) []Entry {
	var list []Entry
	say := func(key, text string) { list = append(list, Entry{key, text}) }
	card := func(code string, c Card) {
		say("card/"+code+"/name", c.Name)
		say("card/"+code+"/ask", c.Ask)
		say("card/"+code+"/simpler", c.Simpler)
		say("card/"+code+"/example", c.Example)
	}
	for _, pr := range e.Principles {
		say("principle/"+pr.Code+"/name", p.PrincipleName(pr))
		for _, o := range pr.outcomes {
			card(o.Code, p.cards[o.Code])
		}
	}
	card("something_else", p.common.SomethingElse)
	card("matters_most", p.common.MattersMost)
	for _, c := range p.Anchors() {
		say("anchor/"+c.Key+"/word", c.Word)
		say("anchor/"+c.Key+"/more", c.More)
	}
	for _, c := range p.Answers() {
		say("answer/"+c.Key+"/word", c.Word)
		say("answer/"+c.Key+"/more", c.More)
	}
	for _, k := range explainKeys {
		short, own := strings.CutPrefix(k, "nation.")
		if !own {
			say("explain/"+k, p.common.Explain.Points[k])
			continue
		}
		for _, n := range Nations {
			say("explain/"+n+"/"+short, p.common.Explain.Nations[n][short])
		}
	}
	for _, k := range p.Keys() {
		say("ui/"+k, p.common.UI[k])
	}
	for _, it := range e.items {
		key := string(it.Kind) + "/" + it.Code + "/text"
		text := it.Text
		if t, ok := p.wording[key]; ok {
			text = t
		}
		say(key, text)
	}
	for _, pr := range e.Principles {
		for _, o := range pr.outcomes {
			for _, n := range Nations {
				a, _ := p.AskText(o, n)
				for _, part := range a.parts(o.Code, n) {
					say(part.Key, part.Text)
				}
			}
		}
	}
	return list
}

// parts are the texts of what can be asked for, by key; none where there is nothing to ask for.
func (a Ask) parts(outcome, nation string) []Entry {
	if a == (Ask{}) {
		return nil
	}
	at := "ask/" + outcome + "/" + nation + "/"
	return []Entry{{at + "what", a.What}, {at + "who_must_act", a.WhoMustAct}, {at + "how", a.How}}
}

// AskTexts lists what can be asked for, as it was published, by key; outcome by outcome, nation by nation.
func (e *Edition) AskTexts() []Entry {
	var list []Entry
	for _, p := range e.Principles {
		for _, o := range p.outcomes {
			for _, n := range Nations {
				list = append(list, o.Ask[n].parts(o.Code, n)...)
			}
		}
	}
	return list
}

// AskText is what can be asked for in a nation, in this language, and whether all of it was translated: half of a sentence
// in another language helps nobody, so it is all or nothing.
func (p *Pack) AskText(o Outcome, nation string) (Ask, bool) {
	a := o.Ask[nation]
	said := map[string]string{}
	for _, part := range a.parts(o.Code, nation) {
		t, ok := p.wording[part.Key]
		if !ok {
			return a, false
		}
		said[part.Key] = t
	}
	at := "ask/" + o.Code + "/" + nation + "/"
	return Ask{said[at+"what"], said[at+"who_must_act"], said[at+"how"]}, len(said) > 0
}

// PrincipleName is what the principle is called for a young person in this language, or as it was published.
func (p *Pack) PrincipleName(pr Principle) string {
	if t := p.wording["principle/"+pr.Code+"/name"]; t != "" {
		return t
	}
	if t := pr.ChildName[p.common.Lang]; t != "" {
		return t
	}
	return pr.Name
}

// ItemText is the translated text of an outcome or indicator, and whether it was translated.
func (p *Pack) ItemText(it Item) (string, bool) {
	t, ok := p.wording[string(it.Kind)+"/"+it.Code+"/text"]
	return t, ok
}

// StatusOf says how far one text can be trusted, by its key (see Entry).
func (p *Pack) StatusOf(key string) string {
	if s, ok := p.statuses[key]; ok {
		return s
	}
	kind, rest, _ := strings.Cut(key, "/")
	switch kind {
	case "card":
		code, _, _ := strings.Cut(rest, "/")
		if p.lentCards && code != "something_else" && code != "matters_most" && p.common.Status != StatusOriginal {
			return StatusNone
		}
	case "outcome", "indicator", "principle", "ask":
		if _, ok := p.wording[key]; !ok && p.common.Status != StatusOriginal && (kind != "principle" || p.lentCards) {
			return StatusNone
		}
	}
	if p.untranslated {
		return StatusNone
	}
	return p.common.Status
}

// trust is the order of the statuses, from least to most.
var trust = []string{StatusNone, StatusSourceChanged, StatusMachineDraft, StatusHuman, StatusBackTranslated, StatusReviewed, StatusOriginal}

// AtLeast reports whether a status is as much to be trusted as another. A status that does not exist is below all.
func AtLeast(status, least string) bool {
	return slices.Index(trust, status) >= slices.Index(trust, least)
}

// lowest is the least status of all texts that a young person sees.
func (p *Pack) lowest() string {
	switch {
	case p.least != "":
		return p.least
	case p.untranslated, p.lentCards && len(p.cards) > 0 && p.common.Status != StatusOriginal:
		return StatusNone
	}
	return p.common.Status
}

var cardParts = []string{"name", "ask", "simpler", "example"}
