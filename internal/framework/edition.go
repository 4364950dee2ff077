package framework

// Nations are the four nations an edition speaks for, in the order shown.
var Nations = []string{"england", "scotland", "wales", "northern-ireland"}

// Edition is one immutable published version of a set. Everything in it is
// read-only after loading; callers must not change its slices or maps.
type Edition struct {
	ID         string      `json:"id"`
	Set        string      `json:"set"`
	Name       string      `json:"name"`
	Version    string      `json:"version"`
	Date       string      `json:"date"` // YYYY-MM-DD
	Released   bool        `json:"released"`
	Source     string      `json:"source"`
	Follows    string      `json:"follows,omitempty"` // id of the edition this one comes after; "" for the first
	Permission Permission  `json:"permission"`
	Ages       string      `json:"ages"`
	Levels     Levels      `json:"levels"`
	Sourced    bool        `json:"sourced"`     // every item must rest on citations
	Empty      string      `json:"empty"`       // what to say when nothing is loaded yet; "" when something is
	CommonFrom string      `json:"common_from"` // the edition whose screen texts this one uses; "" for its own
	Principles []Principle `json:"principles"`
	Languages  []string    `json:"languages"`
	Expected   Totals      `json:"expected"`
	Slots      []Slot      `json:"slots,omitempty"` // parts that are known of and not here; most editions have none

	// What publishing adds; all empty for an edition in the program.
	Owner      string      `json:"-"` // id of the organisation that published it first; "" for what is built in
	Signatures []Signature `json:"-"`
	Recall     *Recall     `json:"-"` // nil unless it was called back

	sources   map[string]Source
	packs     map[string]*Pack
	items     []Item
	index     map[string]int
	checksum  func() string
	copied    Copy
	holders   []string // ids of the organisations that hold a copy
	published *Edition // as it was published, where words and pictures chosen here lie over it

	withheld bool
}

// Copy says where the copy came from that was published first.
func (e *Edition) Copy() Copy { return e.copied }

// BuiltIn reports whether the edition is in the program, rather than published here.
func (e *Edition) BuiltIn() bool { return e.Owner == "" }

// Sources are what the citations point at, by id. Callers must not change it.
func (e *Edition) Sources() map[string]Source { return e.sources }

// Levels are an edition's own names for its levels on screen, so that our
// checklist never borrows the study's words.
type Levels struct {
	Principle string `json:"principle"`
	Outcome   string `json:"outcome"`
	Indicator string `json:"indicator"`
}

// Totals counts the three levels of an edition.
type Totals struct {
	Principles int `json:"principles"`
	Outcomes   int `json:"outcomes"`
	Indicators int `json:"indicators"`
}

// Principle is one of the general principles of the UN Convention on the Rights
// of the Child, with the outcomes that stand under it.
type Principle struct {
	Code      string            `json:"code"` // "art2"
	Article   string            `json:"article"`
	Name      string            `json:"name"`
	Letter    string            `json:"letter,omitempty"` // begins every code of the principle; "" when the edition has codes of its own
	ChildName map[string]string `json:"child_name"`       // by language

	outcomes []Outcome
}

// Outcomes are the principle's outcomes, in the edition's order.
func (p Principle) Outcomes() []Outcome { return p.outcomes }

// Outcome is what should come true for a young person.
type Outcome struct {
	Code       string                `json:"code"` // "F1"
	Text       string                `json:"text"`
	Picture    string                `json:"picture,omitempty"`   // name of a drawing, kebab-case
	Systems    []string              `json:"systems,omitempty"`   // who holds it: of Systems; to find by, never to judge by
	Citations  map[string][]Citation `json:"citations,omitempty"` // by nation
	Ask        map[string]Ask        `json:"ask,omitempty"`       // by nation
	Indicators []Indicator           `json:"indicators"`

	Principle string `json:"-"`
}

// Systems are the names an outcome's systems are taken from, in the order shown. They are the systems that barriers are
// recorded against, so that the two can be read together.
var Systems = []string{"social_care", "housing", "asylum", "age_assessment", "school", "health", "police", "court", "interpreter", "money"}

// Indicator is what services must have in place for an outcome.
type Indicator struct {
	Code      string                `json:"code"` // "F1.2"
	Text      string                `json:"text"`
	Citations map[string][]Citation `json:"citations,omitempty"` // by nation

	Outcome string `json:"-"`
}

// Ask says what can be asked for in one nation, who must act, and how to ask.
type Ask struct {
	What       string `json:"what"`
	WhoMustAct string `json:"who_must_act"`
	How        string `json:"how"`
}

// Source is a law, guidance or treaty that citations point at.
type Source struct {
	Title     string   `json:"title"`
	Publisher string   `json:"publisher"`
	URL       string   `json:"url"`
	Kind      string   `json:"kind"` // law, statutory guidance, guidance, treaty, own
	Nations   []string `json:"nations"`
}

// The forces a citation can have. The words are shown as they are: a reader
// must never take a treaty article or our opinion for an enforceable duty.
const (
	ForceLaw      = "law"
	ForceGuidance = "statutory guidance"
	ForceTreaty   = "treaty, not directly enforceable"
	ForceOurView  = "our view"
)

// Citation says what an item rests on in one nation, where exactly, with what
// force, and whether we read it there.
type Citation struct {
	Source   string `json:"source"`
	Pinpoint string `json:"pinpoint"`
	Force    string `json:"force"`
	URL      string `json:"url,omitempty"` // of the pinpoint; filled from the source when the file gives none
	ReadOn   string `json:"read_on"`       // YYYY-MM-DD; "" when not read
	Read     string `json:"read"`          // full, excerpt, not read
	Note     string `json:"note,omitempty"`

	Title string `json:"-"` // of the source, filled on loading

	borrowedURL bool // the address is the source's, filled on loading
}

// ItemKind tells outcomes and indicators apart in the fixed order of items.
type ItemKind string

// The two kinds of item.
const (
	OutcomeItem   ItemKind = "outcome"
	IndicatorItem ItemKind = "indicator"
)

// Item is one outcome or indicator in the edition's fixed order.
type Item struct {
	Code      string
	Kind      ItemKind
	Principle string
	Outcome   string // the outcome an indicator stands under; an outcome's own code
	Text      string
}

// Items is the edition's fixed order: all outcomes, principle by principle, then
// all indicators likewise. Packed facts follow this order for ever.
func (e *Edition) Items() []Item { return e.items }

// Index is the place of a code in Items, and whether the edition has it.
func (e *Edition) Index(code string) (int, bool) {
	i, ok := e.index[code]
	return i, ok
}

// Loaded counts what the edition really holds, which for an empty slot is less
// than Expected.
func (e *Edition) Loaded() Totals {
	t := Totals{Principles: len(e.Principles)}
	for _, it := range e.items {
		if it.Kind == OutcomeItem {
			t.Outcomes++
		} else {
			t.Indicators++
		}
	}
	return t
}

// Outcome finds an outcome by its code.
func (e *Edition) Outcome(code string) (Outcome, bool) {
	for _, p := range e.Principles {
		for _, o := range p.outcomes {
			if o.Code == code {
				return o, true
			}
		}
	}
	return Outcome{}, false
}

// Indicator finds an indicator by its code.
func (e *Edition) Indicator(code string) (Indicator, bool) {
	i, ok := e.index[code]
	if !ok || e.items[i].Kind != IndicatorItem {
		return Indicator{}, false
	}
	o, _ := e.Outcome(e.items[i].Outcome)
	for _, ind := range o.Indicators {
		if ind.Code == code {
			return ind, true
		}
	}
	return Indicator{}, false
}

// Principle finds a principle by its code.
func (e *Edition) Principle(code string) (Principle, bool) {
	for _, p := range e.Principles {
		if p.Code == code {
			return p, true
		}
	}
	return Principle{}, false
}

// Pictures names the drawings the edition needs, outcomes first, then anchors
// and answers; each once.
func (e *Edition) Pictures() []string {
	var names []string
	seen := map[string]bool{}
	add := func(n string) {
		if n != "" && !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	for _, p := range e.Principles {
		for _, o := range p.outcomes {
			add(o.Picture)
		}
	}
	if len(e.Languages) > 0 {
		pack := e.packs[e.Languages[0]]
		for _, c := range append(pack.Anchors(), pack.Answers()...) {
			add(c.Picture)
		}
		add(pack.SomethingElse().Picture)
		add(pack.MattersMost().Picture)
	}
	return names
}

// Checksum is the SHA-256, in hex, of the edition's wording: its head, sources and items, and the cards in the language
// they were first written in. A translation does not change it (each Pack has a checksum of its own), nor do the screen
// texts that every edition shares. See Document.Wording.
func (e *Edition) Checksum() string { return e.checksum() }

// Pack is what a young person sees in one language, and whether the edition
// speaks it.
func (e *Edition) Pack(lang string) (*Pack, bool) {
	p, ok := e.packs[lang]
	return p, ok
}

// Citations are what an outcome or indicator rests on in one nation.
func (e *Edition) Citations(code, nation string) []Citation {
	if o, ok := e.Outcome(code); ok {
		return o.Citations[nation]
	}
	if i, ok := e.Indicator(code); ok {
		return i.Citations[nation]
	}
	return nil
}
