package framework

import (
	"sort"
	"strings"
	"time"
)

// Choice is one anchor or answer a young person can pick: a word, a picture and
// a little more to read out. It has no number, no face and no colour.
type Choice struct {
	Key     string `json:"-"`
	Word    string `json:"word"`
	More    string `json:"more"`
	Picture string `json:"picture"`
}

// Card is what one outcome looks like to a young person.
type Card struct {
	Name    string `json:"name"`
	Ask     string `json:"ask"`
	Simpler string `json:"simpler"`
	Example string `json:"example"`
	Picture string `json:"picture,omitempty"` // only on the two cards that stand under no outcome
}

// Point is one sentence or two of the explanation before the first card.
type Point struct {
	Key  string
	Text string
}

// Translation statuses, from least to most trusted (R-5-9).
const (
	StatusNone           = "not translated" // the original's words stand in
	StatusSourceChanged  = "source changed" // what it was translated from says something else now
	StatusOriginal       = "original"
	StatusMachineDraft   = "machine draft"
	StatusHuman          = "human translated"
	StatusBackTranslated = "back-translated"
	StatusReviewed       = "reviewed by speaker with lived experience"
)

var anchorKeys = []string{"there_for_me", "some_of_it", "not_there", "keeps_changing"}
var answerKeys = []string{"not_sure", "dont_want_to_say", "not_today", "ask_differently"}

// explainKeys is the order of the explanation. A key that begins "nation." is
// told in the nation's own terms.
var explainKeys = []string{
	"what", "choice", "stop", "who_reads", "nation.helpers", "not_sent", "may_be_asked_for",
	"safety", "nation.solicitor", "see_it", "no_promise", "questions",
}

// Screen is what every screen of a young person says in one language, whatever the edition: anchors, answers, the
// explanation before the first card, and the texts around them. FORMAT.md lists the keys.
type Screen struct {
	Lang          string            `json:"lang"`
	Name          string            `json:"name"`
	Dir           string            `json:"dir"`
	Status        string            `json:"status"`
	Translator    string            `json:"translator"`
	Note          string            `json:"note"`
	Anchors       map[string]Choice `json:"anchors"`
	Answers       map[string]Choice `json:"answers"`
	SomethingElse Card              `json:"something_else"`
	MattersMost   Card              `json:"matters_most"`
	Explain       Explanation       `json:"explain"`
	UI            map[string]string `json:"ui"`
}

// Explanation is what is told before the first card: points that are the same everywhere, and those in a nation's terms.
type Explanation struct {
	Points  map[string]string            `json:"points"`
	Nations map[string]map[string]string `json:"nations"`
}

// Pack is everything a young person sees in one language: cards, anchors,
// answers, the explanation and the texts of their screens and their copy.
type Pack struct {
	common Screen
	cards  map[string]Card

	own       bool              // the screen texts are the edition's own, not borrowed
	lentCards bool              // no card was written: the outcomes' own texts serve
	wording   map[string]string // translated names and texts, by key: "outcome/B1/text"
	statuses  map[string]string // by key, where it is not the pack's

	pictures map[string]string    // by place, where it is not the edition's own
	version  int                  // of the wording in use; 0 for what was published
	said     map[string]time.Time // when a text came into use with it, by key

	standsFor    *Pack  // the original's, of which this is a copy for a language that has nothing yet
	untranslated bool   // nothing of the language was in the program
	least        string // of all statuses, once translations were laid over it
}

// Lang is the language tag ("ar"), Name its name in its own script.
func (p *Pack) Lang() string { return p.common.Lang }

// Name is the language's name in its own script.
func (p *Pack) Name() string { return p.common.Name }

// Dir is "ltr" or "rtl".
func (p *Pack) Dir() string { return p.common.Dir }

// Status says how far the translation can be trusted: the least of the Status values of all that a young person sees.
func (p *Pack) Status() string { return p.lowest() }

// Translator is the role of whoever made the translation, never a person's name.
func (p *Pack) Translator() string { return p.common.Translator }

// Trusted reports whether a young person may meet this text without somebody
// having allowed drafts: all of it is the original or at least human translated.
func (p *Pack) Trusted() bool { return AtLeast(p.lowest(), StatusHuman) }

// Showable is the policy on machine drafts (R-5-9): whether a young person may meet this text here. drafts says that
// drafts are let in; a pack with texts that nobody has translated is never shown.
func (p *Pack) Showable(drafts bool) bool {
	return p.Trusted() || drafts && AtLeast(p.lowest(), StatusSourceChanged)
}

// Anchors are the few words with pictures for how things are, in the order shown.
// The order means nothing.
func (p *Pack) Anchors() []Choice { return choices(p.common.Anchors, anchorKeys) }

// Answers are the full answers that are not anchors: not sure, I don't want to
// say, not today, ask me differently.
func (p *Pack) Answers() []Choice { return choices(p.common.Answers, answerKeys) }

// Choice finds an anchor or answer by its key.
func (p *Pack) Choice(key string) (Choice, bool) {
	c, ok := p.common.Anchors[key]
	if !ok {
		c, ok = p.common.Answers[key]
	}
	c.Key = key
	return c, ok
}

// Card is what an outcome looks like in this language.
func (p *Pack) Card(code string) (Card, bool) {
	c, ok := p.cards[code]
	return c, ok
}

// SomethingElse is the card for a topic in the young person's own words.
func (p *Pack) SomethingElse() Card { return p.common.SomethingElse }

// MattersMost is the card that asks what matters most now.
func (p *Pack) MattersMost() Card { return p.common.MattersMost }

// Explanation is what is told before the first card, in order, in the terms of
// one nation. An unknown nation gives nil.
func (p *Pack) Explanation(nation string) []Point {
	own, ok := p.common.Explain.Nations[nation]
	if !ok {
		return nil
	}
	points := make([]Point, 0, len(explainKeys))
	for _, k := range explainKeys {
		text := p.common.Explain.Points[k]
		if short, isNation := strings.CutPrefix(k, "nation."); isNation {
			text = own[short]
		}
		points = append(points, Point{Key: k, Text: text})
	}
	return points
}

// Text is a screen text, with its slots filled from pairs of name and value:
// Text("copy.for", "who", "Amina"). Every language has every key (checked when
// the edition is loaded); an unknown key gives the key itself, so that it is seen.
func (p *Pack) Text(key string, slots ...string) string {
	t, ok := p.common.UI[key]
	if !ok {
		return key
	}
	if len(slots) < 2 {
		return t
	}
	pairs := make([]string, 0, len(slots))
	for i := 0; i+1 < len(slots); i += 2 {
		pairs = append(pairs, "{"+slots[i]+"}", slots[i+1])
	}
	// One pass, so that a value which looks like a slot is never filled again.
	return strings.NewReplacer(pairs...).Replace(t)
}

// PrivacyNotice lists the sentences of the young person's privacy notice, by their keys and in the order they are read.
var PrivacyNotice = []string{"privacy.who", "privacy.what", "privacy.why", "privacy.who_sees", "privacy.not_sent", "privacy.asked_for", "privacy.where",
	"privacy.how_long", "privacy.see", "privacy.wrong", "privacy.take_out", "privacy.complain", "privacy.ask"}

// Changer is who can change something, as a whole phrase: the room that paper leaves for a name after "A person:" falls
// away, with the colon of whichever script.
func (p *Pack) Changer(who string) string {
	return strings.TrimRight(p.Text("change."+who, "who", ""), " :፦")
}

// guarded are the screen texts about agreement, safety, stopping and privacy.
var guarded = []string{"explain.", "stop.", "pause.", "safe.", "interpreter.", "words.only_what", "words.not_written", "check.readers", "copy.readers", "copy.paper_", "mine.who_", "privacy.", "check.kept", "check.left_out", "own.", "device.", "place.may", "place.carry", "together.secret", "pilot.may", "work.",
	"tool.not_kept", "tool.broke_off", "tool.locked"}

// Guarded reports whether a screen text is about agreement, safety, stopping or
// privacy. Outside a demonstration no setting may show one of these from a pack
// that is not Trusted; the explanation before the first card is guarded as a whole.
func Guarded(key string) bool {
	for _, prefix := range guarded {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// Keys are the screen texts' keys, sorted.
func (p *Pack) Keys() []string {
	keys := make([]string, 0, len(p.common.UI))
	for k := range p.common.UI {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func choices(m map[string]Choice, order []string) []Choice {
	out := make([]Choice, 0, len(order))
	for _, k := range order {
		c := m[k]
		c.Key = k
		out = append(out, c)
	}
	return out
}
