package nation

import (
	"errors"
	"fmt"
	"maps"
	"strings"
)

// Source is where a rule or a term comes from.
type Source struct {
	Title     string `json:"title"`
	URL       string `json:"url"` // where to read it; never opened by the product
	Publisher string `json:"publisher"`
	Published string `json:"published"` // a day, a year, or words such as "as amended to 2025-05-05"
}

// NotRead and NotChecked stand where a day would: nobody has, and we say so.
const (
	NotRead    = "not read"
	NotChecked = "not checked"
)

// Evidence says how far a statement was confirmed.
type Evidence string

// The marks of domain.md.
const (
	Primary     Evidence = "P" // primary or official text
	Secondary   Evidence = "S" // law firm, charity, council page, press
	Unconfirmed Evidence = "U" // not confirmed in any source: check before relying on it
	Decided     Evidence = "D" // our own decision, reasoned from the facts
)

// Term is one nation's word for a thing.
type Term struct {
	Text
	Evidence Evidence `json:"evidence"`
	Note     string   `json:"note,omitempty"`
}

// Rule is one value of one rule with everything that is known of where it comes from and when it holds.
type Rule struct {
	Key           RuleKey  `json:"key"`
	Value         Value    `json:"value"`
	Source        Source   `json:"-"`
	SourceID      string   `json:"source"`
	Pinpoint      string   `json:"pinpoint,omitempty"` // section, regulation, page
	ReadOn        string   `json:"read_on"`            // the day the source was read, or NotRead
	CheckedOn     string   `json:"checked_on"`         // the day somebody last checked that the rule still holds, or NotChecked
	Nations       []string `json:"nations"`            // where the source applies, this nation among them
	EffectiveFrom string   `json:"effective_from"`     // first day; "" when it holds from before anybody asks
	EffectiveTo   string   `json:"effective_to"`       // last day; "" while it holds
	Evidence      Evidence `json:"evidence"`
	Note          string   `json:"note,omitempty"`
}

// holds says whether the rule is in force on a day (YYYY-MM-DD, which sorts as text).
func (r Rule) holds(day string) bool {
	return (r.EffectiveFrom == "" || r.EffectiveFrom <= day) && (r.EffectiveTo == "" || day <= r.EffectiveTo)
}

// Pack is one nation's terms and rules. It does not change once loaded and is shared freely.
type Pack struct {
	nation  string
	version string
	title   Text
	terms   map[TermKey]Term
	rules   map[RuleKey][]Rule // by effective_from
	sources map[string]Source

	gateways []Gateway
}

// Nation is the pack's code; "" for a pack that is none.
func (p Pack) Nation() string { return p.nation }

// Version is the day of the pack, YYYY-MM-DD; a later one is newer.
func (p Pack) Version() string { return p.version }

// Title names the pack for people.
func (p Pack) Title(lang string) string { return p.title.In(lang) }

// Term gives the nation's word in a language (Welsh for "cy", English otherwise). Every loaded pack has every term;
// a key that is none comes back visibly marked.
func (p Pack) Term(key TermKey, lang string) string {
	t, ok := p.terms[key]
	if !ok {
		return "⟦nation term " + string(key) + "⟧"
	}
	return t.In(lang)
}

// TermSource gives a term with its evidence and note, for "where this comes from"; false when there is none.
func (p Pack) TermSource(key TermKey) (Term, bool) {
	t, ok := p.terms[key]
	return t, ok
}

// ErrNoRule says that a pack has no value of a rule on the day asked for.
var ErrNoRule = errors.New("no rule in force on that day")

// Rule gives the value of a rule in force on a day (YYYY-MM-DD). ErrNoRule when none is; another error when the day
// is not a day.
func (p Pack) Rule(key RuleKey, day string) (Rule, error) {
	if !isDay(day) {
		return Rule{}, fmt.Errorf("find rule %s: %q is not a day", key, day)
	}
	for _, r := range p.rules[key] {
		if r.holds(day) {
			return r, nil
		}
	}
	return Rule{}, fmt.Errorf("find rule %s of %s: %w", key, p.nation, ErrNoRule)
}

// History gives every period of a rule, earliest first.
func (p Pack) History(key RuleKey) []Rule { return append([]Rule(nil), p.rules[key]...) }

// Packs holds the pack of each nation. It does not change; With makes another.
type Packs struct{ byCode map[string]Pack }

// For gives a nation's pack. For a code that is none it gives an empty pack, whose terms are visibly marked and whose
// rules are ErrNoRule; check codes against Codes where they come in.
func (ps Packs) For(code string) Pack { return ps.byCode[code] }

// With puts an operator's pack in the place of the one it renews. An older version, or the same, is refused.
func (ps Packs) With(p Pack) (Packs, error) {
	old, ok := ps.byCode[p.nation]
	if !ok {
		return ps, fmt.Errorf("renew nation pack: %q is not a nation", p.nation)
	}
	if strings.Compare(p.version, old.version) <= 0 {
		return ps, fmt.Errorf("renew nation pack %s: version %s is not newer than %s", p.nation, p.version, old.version)
	}
	next := maps.Clone(ps.byCode)
	next[p.nation] = p
	return Packs{next}, nil
}
