package framework

import (
	"errors"
	"fmt"
)

// Fact is what was said or found about one item, in one byte. The codes are
// permanent (FORMAT.md): stored records hold them for a century. They are names,
// not amounts; nothing may compare, add or draw them.
type Fact byte

// What a contribution can hold about an item.
const (
	Untouched Fact = 0 // not talked about; says nothing about the young person

	ThereForMe    Fact = 1
	SomeOfIt      Fact = 2
	NotThere      Fact = 3
	KeepsChanging Fact = 4

	NotSure        Fact = 16
	DontWantToSay  Fact = 17
	NotToday       Fact = 18
	AskDifferently Fact = 19
	WordsOnly      Fact = 20 // talked about in own words, no anchor chosen

	InPlace       Fact = 32
	Partly        Fact = 33
	NotInPlace    Fact = 34
	NotKnown      Fact = 35
	NotAsked      Fact = 36
	NotApplicable Fact = 37
)

// MaxOwnTopics bounds the young person's own topics in one contribution: far more
// than a sitting holds, few enough that a row stays small.
const MaxOwnTopics = 64

var factKeys = map[Fact]string{
	Untouched:  "untouched",
	ThereForMe: "there_for_me", SomeOfIt: "some_of_it", NotThere: "not_there", KeepsChanging: "keeps_changing",
	NotSure: "not_sure", DontWantToSay: "dont_want_to_say", NotToday: "not_today", AskDifferently: "ask_differently",
	WordsOnly: "words_only",
	InPlace:   "in_place", Partly: "partly", NotInPlace: "not_in_place", NotKnown: "not_known", NotAsked: "not_asked", NotApplicable: "not_applicable",
}

// Key is the fact's name in forms and files, the same as in the language packs.
func (f Fact) Key() string {
	if k, ok := factKeys[f]; ok {
		return k
	}
	return fmt.Sprintf("fact-%d", byte(f))
}

// FactByKey finds a fact by its name.
func FactByKey(key string) (Fact, bool) {
	for f, k := range factKeys {
		if k == key {
			return f, true
		}
	}
	return Untouched, false
}

// IsAnchor reports whether the fact says how things are.
func (f Fact) IsAnchor() bool { return f >= ThereForMe && f <= KeepsChanging }

// IsAnswer reports whether the fact is an answer that is not an anchor; it is as
// complete as one.
func (f Fact) IsAnswer() bool { return f >= NotSure && f <= WordsOnly }

// IsFinding reports whether the fact is a finding about an indicator.
func (f Fact) IsFinding() bool { return f >= InPlace && f <= NotApplicable }

// fits reports whether a fact may stand at an item of that kind.
func (f Fact) fits(kind ItemKind) bool {
	switch {
	case f == Untouched:
		return true
	case kind == OutcomeItem:
		return f.IsAnchor() || f.IsAnswer()
	default:
		return f.IsFinding()
	}
}

// Facts are the packed facts of one contribution: one byte per item in the
// edition's fixed order, then one byte per topic of the young person's own, in
// the order in which the contribution lists those topics.
type Facts struct {
	edition *Edition
	bytes   []byte
}

// NewFacts starts with everything untouched and no own topics.
func NewFacts(e *Edition) *Facts {
	return &Facts{edition: e, bytes: make([]byte, len(e.items))}
}

// ParseFacts reads packed facts made against the same edition. The slice is
// copied. Anything that could not have been written by Set and AddOwn is refused.
func ParseFacts(e *Edition, packed []byte) (*Facts, error) {
	own := len(packed) - len(e.items)
	if own < 0 || own > MaxOwnTopics {
		return nil, fmt.Errorf("parse facts: %d bytes do not fit edition %s with %d items", len(packed), e.ID, len(e.items))
	}
	for i, b := range packed {
		kind := OutcomeItem // an own topic takes what an outcome takes
		if i < len(e.items) {
			kind = e.items[i].Kind
		}
		if !Fact(b).fits(kind) {
			return nil, fmt.Errorf("parse facts: byte %d of %d cannot be %d", i, len(packed), b)
		}
	}
	return &Facts{edition: e, bytes: append([]byte{}, packed...)}, nil
}

// Set records a fact about an outcome or an indicator.
func (f *Facts) Set(code string, fact Fact) error {
	i, ok := f.edition.index[code]
	if !ok {
		return fmt.Errorf("set fact: edition %s has no item %q", f.edition.ID, code)
	}
	if !fact.fits(f.edition.items[i].Kind) {
		return fmt.Errorf("set fact: %s %s cannot be %s", f.edition.items[i].Kind, code, fact.Key())
	}
	f.bytes[i] = byte(fact)
	return nil
}

// At is the fact about an item; Untouched for an item the edition does not have.
func (f *Facts) At(code string) Fact {
	if i, ok := f.edition.index[code]; ok {
		return Fact(f.bytes[i])
	}
	return Untouched
}

// AddOwn adds a topic of the young person's own and returns its place among them,
// from 0.
func (f *Facts) AddOwn(fact Fact) (int, error) {
	n := len(f.bytes) - len(f.edition.items)
	if n >= MaxOwnTopics {
		return 0, errors.New("add own topic: too many in one contribution")
	}
	if !fact.fits(OutcomeItem) {
		return 0, fmt.Errorf("add own topic: it cannot be %s", fact.Key())
	}
	f.bytes = append(f.bytes, byte(fact))
	return n, nil
}

// Own are the facts about the young person's own topics, in order.
func (f *Facts) Own() []Fact {
	tail := f.bytes[len(f.edition.items):]
	own := make([]Fact, len(tail))
	for i, b := range tail {
		own[i] = Fact(b)
	}
	return own
}

// Touched lists the items that were talked about or found, in order.
func (f *Facts) Touched() []Item {
	var items []Item
	for i, it := range f.edition.items {
		if f.bytes[i] != byte(Untouched) {
			items = append(items, it)
		}
	}
	return items
}

// Bytes are the packed facts, ready to be stored; a copy.
func (f *Facts) Bytes() []byte { return append([]byte{}, f.bytes...) }
