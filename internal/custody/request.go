package custody

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Asked is a request as it was made.
type Asked struct {
	Version  int    `json:"v"`
	By       string `json:"by"`                 // of Askers
	Name     string `json:"name,omitempty"`     // of who asks, where it is not the young person
	Received string `json:"received"`           // the day it came
	Language string `json:"language,omitempty"` // of the letter and the headings: en, cy
	Scope    string `json:"scope"`              // where was looked, and for what
}

// Askers are those who can ask.
var Askers = []string{"young_person", "parent", "representative"}

// StepKind is what was done about a request.
type StepKind string

// The kinds of step.
const (
	Identity  StepKind = "identity"  // who asks is who they say
	Authority StepKind = "authority" // and may ask for the young person
	Extended  StepKind = "extended"
	Paused    StepKind = "paused"
	Resumed   StepKind = "resumed"
	NamesOf   StepKind = "names"  // of other people, to look out for
	Read      StepKind = "read"   // a section, to its end
	Hidden    StepKind = "hidden" // a passage
	Unhidden  StepKind = "shown"  // about a hidden one: it is shown after all
	FileStep  StepKind = "file"   // about a file: it goes in, or not
	Harm      StepKind = "harm"   // the review for serious harm
	Made      StepKind = "made"   // about a bundle
	Handed    StepKind = "handed"
	Closed    StepKind = "closed"
)

// Step is one thing that was done about a request. It never changes; the newest of a kind holds.
type Step struct {
	ID     string
	Kind   StepKind
	About  string
	At     time.Time
	Author string
	Text   StepText
}

// StepText is the sealed part of a step. Each kind fills its own fields.
type StepText struct {
	Version int      `json:"v"`
	How     string   `json:"how,omitempty"`    // how identity or authority was shown; how it was handed over
	Wish    string   `json:"wish,omitempty"`   // of the young person, where somebody asks for them
	Reason  string   `json:"reason,omitempty"` // of a hidden passage, an extension, a pause, an end
	Names   []string `json:"names,omitempty"`
	Items   []string `json:"items,omitempty"` // what was read, each with the print of its text
	Item    string   `json:"item,omitempty"`  // where a hidden passage stands, with the print of its text
	From    int      `json:"from,omitempty"`  // its first character
	To      int      `json:"to,omitempty"`    // the one after its last; both 0 for the whole text
	Who     string   `json:"who,omitempty"`   // the professional who judged serious harm, by name and role
	Day     string   `json:"day,omitempty"`
	Include bool     `json:"include,omitempty"` // of a file
	Offered bool     `json:"offered,omitempty"` // reading it together was offered
	Note    string   `json:"note,omitempty"`
}

// The choices of steps.
var (
	IdentityWays   = []string{"known", "document", "questions"}
	AuthorityWays  = []string{"birth_certificate", "court_order", "signed", "solicitor"}
	Wishes         = []string{"agrees", "does_not", "not_able"}
	ExtendReasons  = []string{"complex", "several"}
	PauseReasons   = []string{"identity", "authority", "unclear"}
	CoverReasons   = []string{"third_party", "harm", "privilege", "crime"}
	HarmFindings   = []string{"none", "parts", "all"}
	HandWays       = []string{"in_person", "read_together", "post", "secure"}
	ClosingReasons = []string{"withdrawn", "refused", "not_them"}
)

// Request is a request with everything that was done about it.
type Request struct {
	ID     string
	At     time.Time
	Author string
	Asked  Asked
	Steps  []Step // the oldest first
	Bundle *Bundle
	DueOn  string // the last day for an answer, as it stands now
}

// Bundle says that something was made to be given out.
type Bundle struct {
	ID     string
	At     time.Time
	SHA256 string
}

const (
	longestLine  = 200
	mostNames    = 100
	longestScope = 2000
)

func (a Asked) check(today string) error {
	var c problem.Check
	c.Require(slices.Contains(Askers, a.By), "by", "custody.needs_asker")
	c.Require(a.By == "young_person" || a.Name != "", "name", "custody.needs_asker_name")
	c.Require(utf8.RuneCountInString(a.Name) <= longestLine, "name", "problem.too_long", "max", longestLine)
	c.Require(isDay(a.Received) && a.Received <= today, "received", "custody.needs_received")
	c.Require(a.Scope != "", "scope", "custody.needs_scope")
	c.Require(utf8.RuneCountInString(a.Scope) <= longestScope, "scope", "problem.too_long", "max", longestScope)
	c.Require(slices.Contains([]string{"en", "cy"}, a.Language), "language", "problem.not_a_choice")
	return c.Err()
}

func (s Step) check(today string) error {
	var c problem.Check
	t := s.Text
	one := func(value string, of []string, field, key string) { c.Require(slices.Contains(of, value), field, key) }
	switch s.Kind {
	case Identity:
		one(t.How, IdentityWays, "how", "custody.needs_how")
	case Authority:
		one(t.How, AuthorityWays, "how", "custody.needs_how")
		one(t.Wish, Wishes, "wish", "custody.needs_wish")
	case Extended:
		one(t.Reason, ExtendReasons, "reason", "custody.needs_reason")
	case Paused:
		one(t.Reason, PauseReasons, "reason", "custody.needs_reason")
	case Hidden:
		one(t.Reason, CoverReasons, "reason", "custody.needs_cover_reason")
		c.Require(t.Item != "" && t.From >= 0 && t.To >= t.From, "passage", "custody.passage_not_found")
	case NamesOf:
		c.Require(len(t.Names) <= mostNames, "names", "problem.too_many", "max", mostNames)
	case FileStep:
		c.Require(db.IsID(s.About), "file", "problem.not_a_choice")
		c.Require(t.Include || slices.Contains(CoverReasons, t.Reason), "reason", "custody.needs_cover_reason")
	case Harm:
		one(t.Reason, HarmFindings, "finding", "custody.needs_finding")
		c.Require(t.Who != "", "who", "custody.needs_professional")
		c.Require(t.Reason == "none" || t.Note != "", "note", "custody.needs_why")
		c.Require(isDay(t.Day) && t.Day <= today, "day", "custody.not_in_future")
	case Handed:
		one(t.How, HandWays, "how", "custody.needs_how")
		c.Require(isDay(t.Day) && t.Day <= today, "day", "custody.not_in_future")
		c.Require(t.Offered, "offered", "custody.needs_offer")
	case Closed:
		one(t.Reason, ClosingReasons, "reason", "custody.needs_reason")
		c.Require(t.Note != "", "note", "custody.needs_why")
	case Resumed, Read, Unhidden, Made:
	default:
		c.Add("kind", "problem.not_a_choice")
	}
	for field, text := range map[string]string{"note": t.Note, "who": t.Who} {
		c.Require(utf8.ValidString(text) && utf8.RuneCountInString(text) <= longestNote, field, "custody.note_too_long")
	}
	return c.Err()
}

// Last gives the newest step of a kind, nil when there is none.
func (r Request) Last(kind StepKind) *Step {
	for i := len(r.Steps) - 1; i >= 0; i-- {
		if r.Steps[i].Kind == kind {
			return &r.Steps[i]
		}
	}
	return nil
}

// Over reports whether there is nothing more to do: it was handed over, or ended without.
func (r Request) Over() bool { return r.Last(Handed) != nil || r.Last(Closed) != nil }

// Waits reports whether the clock stands still, because something is waited for.
func (r Request) Waits() bool {
	paused, resumed := r.Last(Paused), r.Last(Resumed)
	return paused != nil && (resumed == nil || resumed.At.Before(paused.At))
}

// Due gives the last day for an answer: one month after the request came, three when it was extended, and later by as
// many days as it waited for who asks (UK GDPR, Article 12(3)).
func (r Request) Due(now time.Time) string {
	months := 1
	if r.Last(Extended) != nil {
		months = 3
	}
	day := monthsAfter(r.Asked.Received, months)
	waited, since := 0, time.Time{}
	for _, s := range r.Steps {
		switch s.Kind {
		case Paused:
			if since.IsZero() {
				since = s.At
			}
		case Resumed:
			if !since.IsZero() {
				waited += daysBetween(since, s.At)
			}
			since = time.Time{}
		}
	}
	if !since.IsZero() {
		waited += daysBetween(since, now)
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, waited).Format(time.DateOnly)
}

func daysBetween(from, to time.Time) int {
	a, err1 := time.Parse(time.DateOnly, promise.Day(from))
	b, err2 := time.Parse(time.DateOnly, promise.Day(to))
	if err1 != nil || err2 != nil || b.Before(a) {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

// monthsAfter gives the same day of a later month, or that month's last where it has none: 31 January and one month is 28
// or 29 February.
func monthsAfter(day string, months int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	later := t.AddDate(0, months, 0)
	if later.Day() != t.Day() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later.Format(time.DateOnly)
}

// Case is a request with the record it is about.
type Case struct {
	Request
	Person     record.Person
	Sections   []Section
	Files      []record.File
	Understood bool // Scotland: at 12 a child is presumed to understand what asking means
	Names      map[string]account.Person
	Looks      []Look // every line of the ledger, where the bundle is made

	lookers map[string]account.Person
}

// Unread lists the sections with something that nobody has read to its end, or whose text has changed since.
func (c Case) Unread() []Section {
	read := map[string]bool{}
	for _, s := range c.Steps {
		if s.Kind == Read {
			for _, id := range s.Text.Items {
				read[id] = true
			}
		}
	}
	var left []Section
	for _, s := range c.Sections {
		if slices.ContainsFunc(s.Items, func(i Item) bool { return !read[i.Mark()] }) {
			left = append(left, s)
		}
	}
	return left
}

// FileOf gives what was decided of a file, nil while nothing was.
func (c Case) FileOf(id string) *Step {
	for i := len(c.Steps) - 1; i >= 0; i-- {
		if c.Steps[i].Kind == FileStep && c.Steps[i].About == id {
			return &c.Steps[i]
		}
	}
	return nil
}

// Lacks lists what has to be done before the bundle can be made, as codes in the order of the work.
func (c Case) Lacks() []string {
	var list []string
	need := func(done bool, code string) {
		if !done {
			list = append(list, code)
		}
	}
	need(c.Last(Identity) != nil, "identity")
	need(c.Asked.By == "young_person" || c.Last(Authority) != nil, "authority")
	need(!c.Waits(), "paused")
	need(len(c.Unread()) == 0, "unread")
	need(!slices.ContainsFunc(c.Files, func(f record.File) bool { return c.FileOf(f.ID) == nil }), "files")
	harm := c.Last(Harm)
	need(harm != nil, "harm")
	need(harm == nil || harm.Text.Reason != "all", "harm_all")
	return list
}

// Covers gives the passages of one text that are hidden now, by where they begin.
func (r Request) Covers(i Item) []Step {
	var list []Step
	for _, s := range r.Steps {
		back := slices.ContainsFunc(r.Steps, func(o Step) bool { return o.Kind == Unhidden && o.About == s.ID })
		if s.Kind == Hidden && s.Text.Item == i.Mark() && !back {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b Step) int { return a.Text.From - b.Text.From })
	return list
}

// LooksOut lists the names of other people that somebody wrote down to look out for.
func (r Request) LooksOut() []string {
	if s := r.Last(NamesOf); s != nil {
		return s.Text.Names
	}
	return nil
}

func requestPlace(id string) seal.Place {
	return seal.Place{Table: "custody_requests", Row: id, Column: "document"}
}

func stepPlace(id string) seal.Place {
	return seal.Place{Table: "custody_steps", Row: id, Column: "document"}
}

func bundlePlace(id string) seal.Place {
	return seal.Place{Table: "custody_bundles", Row: id, Column: "content"}
}

// openRequest reads a request and its steps with the record's key.
func openRequest(w *access.Work, row requestRow, steps []stepRow) (r Request, err error) {
	r = Request{ID: row.id, Author: row.author}
	if r.At, err = db.ParseTime(row.at); err != nil {
		return r, err
	}
	if err := openInto(w, row.document, requestPlace(row.id), &r.Asked); err != nil {
		return r, err
	}
	for _, s := range steps {
		if s.request != row.id {
			continue
		}
		step := Step{ID: s.id, Kind: StepKind(s.kind), About: s.about, Author: s.author}
		if step.At, err = db.ParseTime(s.at); err != nil {
			return r, err
		}
		if err := openInto(w, s.document, stepPlace(s.id), &step.Text); err != nil {
			return r, err
		}
		r.Steps = append(r.Steps, step)
	}
	return r, nil
}

func openInto(w *access.Work, sealed []byte, at seal.Place, into any) error {
	plain, err := w.Key.Open(sealed, at)
	if err != nil {
		return fmt.Errorf("open a request: %w", err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("read a request: %w", err)
	}
	return nil
}
