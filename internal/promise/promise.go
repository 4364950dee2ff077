package promise

import (
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// State is what became of a promise.
type State string

// The states. A changed promise is open again, with its new day.
const (
	Open       State = "open"
	Kept       State = "kept"
	HandedOver State = "handed_over"
	Broken     State = "broken"
)

// Kind is what happened to a promise in one event.
type Kind string

// The kinds of event.
const (
	Made        Kind = "made"
	Changed     Kind = "changed" // with the young person's agreement
	WasKept     Kind = "kept"
	WasHanded   Kind = "handed_over"
	WasBroken   Kind = "broken"
	WasToldBack Kind = "told_back"
)

// Promise is what somebody will do, for which outcomes, by when.
type Promise struct {
	ID        string
	Record    string
	Sitting   string // the conversation it came from, or ""
	EditionID string
	MadeAt    time.Time
	MadeBy    string
	OwnerID   string   // an account here, or "" when the owner is named only in the words
	Agency    string   // whose it is when it is not of those who hold the record: they alone say what became of it
	Items     []string // outcome codes, or topic ids of the young person's own
	Agreed    string   // yes, no, not_asked: whether the young person agreed
	DueOn     string   // YYYY-MM-DD
	State     State
	StateAt   time.Time
	ToldAt    time.Time // when the young person was last told what happened; zero when not since the last event
	Text      Text
	Events    []Event // oldest first; filled when one promise is opened
}

// Text is the sealed part of a promise.
type Text struct {
	Version int    `json:"v"`
	What    string `json:"what"`
	Owner   string `json:"owner"` // the name or role of who will do it, as told to the young person
	// WhatForYoung is the same in the young person's language, where somebody wrote it.
	WhatForYoung string `json:"what_for_young,omitempty"`
	Language     string `json:"language,omitempty"`
}

// Event is one thing that happened to a promise.
type Event struct {
	ID     string
	At     time.Time
	Author string
	Kind   Kind
	DueOn  string
	Text   EventText
}

// EventText is the sealed part of an event.
type EventText struct {
	Version  int    `json:"v"`
	Evidence string `json:"evidence,omitempty"` // what shows that it was kept
	Reason   string `json:"reason,omitempty"`   // why it was changed, handed over or broken
	Body     string `json:"body,omitempty"`     // to whom it was handed over, and that they were told
	How      string `json:"how,omitempty"`      // how the young person was told, and what they said
}

// Overdue reports whether the promise is open and its day has passed.
func (p Promise) Overdue(today string) bool { return p.State == Open && p.DueOn < today }

// Settlements are the kinds of event that somebody says of a promise after it was made.
var Settlements = []Kind{Changed, WasKept, WasHanded, WasBroken, WasToldBack}

// Follows reports whether an event of this kind can be written by those who hold the record: of a promise of an agency's own
// they say that the young person was told, and nothing else.
func (p Promise) Follows(k Kind) bool {
	return CanFollow(p.State, k) && (p.Agency == "" || k == WasToldBack)
}

// Untold reports whether the young person has not been told of the last thing that happened.
func (p Promise) Untold() bool { return p.State != Open && p.ToldAt.IsZero() }

// The most one promise may hold, in characters and in outcomes.
const (
	maxText  = 4000
	maxOwner = 200
	maxItems = 50
)

// Check says what is wrong with a new promise, field by field. ed is the edition its outcomes are of; nil when there is
// no such edition.
func (p Promise) Check(ed *framework.Edition) error {
	var c problem.Check
	c.Require(db.IsID(p.ID), "what", "problem.stale_form")
	known := ed != nil && ed.ID == p.EditionID
	c.Require(known, "items", "conversation.unknown_edition")
	for _, code := range p.Items {
		ok := known
		if known {
			_, ok = ed.Outcome(code)
		}
		c.Require(ok || db.IsID(code), "items", "problem.not_a_choice") // an id is a topic of their own
	}
	c.Require(p.Text.What != "", "what", "promise.needs_what")
	c.Require(utf8.RuneCountInString(p.Text.What) <= maxText, "what", "problem.too_long", "max", maxText)
	c.Require(p.Text.Owner != "", "owner", "promise.needs_owner")
	c.Require(utf8.RuneCountInString(p.Text.WhatForYoung) <= maxText, "what_for_young", "problem.too_long", "max", maxText)
	_, err := time.Parse(time.DateOnly, p.DueOn)
	c.Require(p.DueOn != "", "due", "promise.needs_a_day")
	c.Require(p.DueOn == "" || err == nil, "due", "problem.not_a_date", "example", "27 3 2027")
	c.Require(slices.Contains([]string{"yes", "no", "not_asked"}, p.Agreed), "agreed", "promise.needs_agreed")
	c.Require(utf8.RuneCountInString(p.Text.Owner) <= maxOwner, "owner", "problem.too_long", "max", maxOwner)
	c.Require(len(p.Items) <= maxItems, "items", "problem.too_many", "max", maxItems)
	return c.Err()
}

// Settlement is what somebody says became of a promise.
type Settlement struct {
	EventID string // made by the client, so that a repeat is harmless
	Seen    string // Promise.Seen of what was looked at; "" settles whatever has happened since
	Kind    Kind
	DueOn   string // the new day, for Changed
	Text    EventText
}

// Check says what is wrong with a settlement, field by field.
func (s Settlement) Check() error {
	var c problem.Check
	switch s.Kind {
	case WasKept:
		c.Require(s.Text.Evidence != "", "evidence", "promise.needs_evidence")
	case Changed:
		c.Require(s.Text.Reason != "", "reason", "promise.needs_a_reason")
		_, err := time.Parse(time.DateOnly, s.DueOn)
		c.Require(s.DueOn != "" && err == nil, "due", "promise.needs_a_day")
	case WasHanded:
		c.Require(s.Text.Body != "", "body", "promise.needs_a_body")
	case WasBroken:
		c.Require(s.Text.Reason != "", "reason", "promise.needs_a_reason")
	case WasToldBack:
		c.Require(s.Text.How != "", "how", "promise.needs_how")
	default:
		c.Add("kind", "promise.needs_kind")
	}
	for name, t := range map[string]string{"evidence": s.Text.Evidence, "reason": s.Text.Reason, "body": s.Text.Body, "how": s.Text.How} {
		c.Require(utf8.RuneCountInString(t) <= maxText, name, "problem.too_long", "max", maxText)
	}
	return c.Err()
}

// after gives the state a promise is in after an event, and false when the event cannot follow it. A promise that was
// broken can still be kept late. One that was kept stays kept, unless it turns out that it was not. There is nothing to
// tell back of a promise that still waits.
func after(now State, k Kind) (State, bool) {
	switch k {
	case Changed:
		return Open, now == Open || now == Broken
	case WasKept:
		return Kept, now != Kept
	case WasHanded:
		return HandedOver, now == Open || now == Broken
	case WasBroken:
		return Broken, now != Broken
	case WasToldBack:
		return now, now != Open
	}
	return now, false
}

// CanFollow reports whether an event of this kind can follow a state: what a page offers.
func CanFollow(now State, k Kind) bool {
	_, ok := after(now, k)
	return ok
}

// follow brings what is derived from the events (state, day, told) one event further: while saving, and again when
// "rebuild" replays them. An event that cannot follow is a Conflict.
func (p *Promise) follow(e Event) error {
	if e.Kind == Made {
		p.State, p.StateAt, p.DueOn, p.ToldAt = Open, e.At, e.DueOn, time.Time{}
		return nil
	}
	next, ok := after(p.State, e.Kind)
	if !ok {
		return problem.New(problem.Conflict, "promise.already_settled")
	}
	if e.Kind == WasToldBack {
		p.ToldAt = e.At
		return nil
	}
	p.State, p.StateAt, p.ToldAt = next, e.At, time.Time{}
	if e.Kind == Changed {
		p.DueOn = e.DueOn
	}
	return nil
}

// LastEvent gives the last thing that happened, without being told back; the making when nothing did.
func (p Promise) LastEvent() Event {
	for _, e := range slices.Backward(p.Events) {
		if e.Kind != WasToldBack {
			return e
		}
	}
	return Event{Kind: Made, At: p.MadeAt, Author: p.MadeBy, DueOn: p.DueOn}
}

// Seen names the last event of a promise that was opened: a form carries it, so that nobody settles what has moved on.
func (p Promise) Seen() string {
	if len(p.Events) == 0 {
		return ""
	}
	return p.Events[len(p.Events)-1].ID
}

var london = sync.OnceValue(func() *time.Location {
	at, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC
	}
	return at
})

// Day gives the day a moment belongs to where the promises are kept: a promise due today is overdue tomorrow in London,
// not at one in the morning in summer.
func Day(t time.Time) string { return t.In(london()).Format(time.DateOnly) }
