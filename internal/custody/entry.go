package custody

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Kind is what an entry says of a record's keeping.
type Kind string

// The kinds.
const (
	SaidStatus Kind = "status"
	SaidDeath  Kind = "death"
	SaidBasis  Kind = "basis"
	Held       Kind = "hold"
	Lifted     Kind = "lifted" // about a hold
	Proposed   Kind = "proposed"
	Withdrawn  Kind = "withdrawn" // about a proposal
	KeptLonger Kind = "kept_longer"
)

// Entry is one thing that was said, by whom and when. It never changes; one of the same kind that names it in About sets
// it right.
type Entry struct {
	ID     string
	Kind   Kind
	About  string
	At     time.Time
	Author string
	Text   Text
}

// Text is the sealed part of an entry. Each kind fills its own fields.
type Text struct {
	Version   int    `json:"v"`
	Status    Status `json:"status,omitempty"`
	From      string `json:"from,omitempty"`      // the first day of a status
	Day       string `json:"day,omitempty"`       // of a death; until when to keep longer; when a hold is looked at again
	Ground    string `json:"ground,omitempty"`    // of Grounds
	Condition string `json:"condition,omitempty"` // of Conditions
	Reason    string `json:"reason,omitempty"`    // of HoldReasons or LongerReasons
	Note      string `json:"note,omitempty"`
}

// Grounds are the lawful grounds for holding (UK GDPR, Article 6), and Conditions what allows the sensitive part (Article
// 9 with Schedule 1 of the Data Protection Act 2018). Consent is not among them, on purpose: a child who is asked "may
// we?" by those who decide about them is not free to say no.
var (
	Grounds    = []string{"public_task", "legal_obligation", "recognised_interest", "legitimate_interest"}
	Conditions = []string{"safeguarding", "social_care", "statutory", "vital"}
)

// HoldReasons say why a record must not be destroyed now; LongerReasons why it is kept beyond its time.
var (
	HoldReasons   = []string{"court", "inquiry", "police", "complaint", "redress", "other"}
	LongerReasons = []string{"asked", "in_contact", "claim", "history", "other"}
)

const longestNote = 1000

func (e Entry) check(today string) error {
	var c problem.Check
	t := e.Text
	need := func(ok bool, field, key string) { c.Require(ok, field, key) }
	switch e.Kind {
	case SaidStatus:
		need(slices.Contains(Statuses, t.Status), "status", "custody.needs_status")
		need(t.From == "" || isDay(t.From) && t.From <= today, "from", "custody.not_in_future")
	case SaidDeath:
		need(t.Day == "" || isDay(t.Day) && t.Day <= today, "day", "custody.not_in_future")
	case SaidBasis:
		need(slices.Contains(Grounds, t.Ground), "ground", "custody.needs_ground")
		need(slices.Contains(Conditions, t.Condition), "condition", "custody.needs_condition")
	case Held:
		need(slices.Contains(HoldReasons, t.Reason), "reason", "custody.needs_reason")
		need(isDay(t.Day) && t.Day > today, "day", "custody.needs_review_day")
	case KeptLonger:
		need(slices.Contains(LongerReasons, t.Reason), "reason", "custody.needs_reason")
		need(isDay(t.Day) && t.Day > today, "day", "custody.needs_review_day")
	case Lifted, Withdrawn:
		need(t.Note != "", "note", "custody.needs_why")
	case Proposed:
	default:
		need(false, "kind", "problem.not_a_choice")
	}
	need(utf8.RuneCountInString(t.Note) <= longestNote && utf8.ValidString(t.Note), "note", "custody.note_too_long")
	return c.Err()
}

func isDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() >= 1900 && t.Year() <= 2200
}

func entryPlace(id string) seal.Place {
	return seal.Place{Table: "custody_entries", Row: id, Column: "document"}
}

// Say keeps what somebody says of a record's care status, a death, or the basis for holding it, and reckons the clock
// anew. id may come from the client: the same again changes nothing.
func (s *Service) Say(ctx context.Context, who permit.Actor, recordID string, e Entry) error {
	if !slices.Contains([]Kind{SaidStatus, SaidDeath, SaidBasis}, e.Kind) {
		return problem.New(problem.Invalid, "problem.not_a_choice")
	}
	return s.say(ctx, who, permit.NoteKeeping, recordID, e, e.setsRight)
}

// setsRight refuses a death without a day where none was recorded that it could set right: an empty form says nothing.
func (e Entry) setsRight(_ context.Context, _ *access.Work, have []Entry) error {
	var c problem.Check
	c.Require(e.Kind != SaidDeath || e.Text.Day != "" || diedOn(have) != "", "day", "custody.needs_death_day")
	return c.Err()
}

// say checks an entry, asks may (which sees the record's entries) and keeps it.
func (s *Service) say(ctx context.Context, who permit.Actor, act permit.Action, recordID string, e Entry, may func(context.Context, *access.Work, []Entry) error) error {
	if e.ID == "" {
		e.ID = db.NewID()
	}
	if !db.IsID(e.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if err := e.check(s.today()); err != nil {
		return fmt.Errorf("keep what is said: %w", err)
	}
	e.Text.Version = 1
	document, err := json.Marshal(e.Text)
	if err != nil {
		return fmt.Errorf("keep what is said: %w", err)
	}
	err = s.door.Do(ctx, who, act, access.Record(recordID), func(w *access.Work) error {
		w.Note(string(e.Kind), e.ID)
		have, err := entries(ctx, w, recordID)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(have, func(h Entry) bool { return h.ID == e.ID }); i >= 0 {
			return sameEntry(have[i], e)
		}
		if may != nil {
			if err := may(ctx, w, have); err != nil {
				return err
			}
		}
		if err := insertEntry(ctx, w.Tx, entryRow{id: e.ID, record: recordID, kind: string(e.Kind), about: e.About, at: db.Time(w.At),
			author: who.ID, document: w.Key.Seal(document, entryPlace(e.ID))}); err != nil {
			return err
		}
		return s.Wind(ctx, w, recordID)
	})
	if err != nil {
		return fmt.Errorf("keep what is said: %w", err)
	}
	return nil
}

// sameEntry lets the same form come twice, and nothing else under its id.
func sameEntry(have, e Entry) error {
	if have.Kind != e.Kind || have.About != e.About || have.Text != e.Text {
		return problem.New(problem.Conflict, "problem.duplicate")
	}
	return nil
}

// entries reads what was said of a record, the oldest first.
func entries(ctx context.Context, w *access.Work, recordID string) ([]Entry, error) {
	rows, err := listEntries(ctx, w.Tx, recordID)
	if err != nil {
		return nil, fmt.Errorf("list keeping: %w", err)
	}
	list := make([]Entry, 0, len(rows))
	for _, r := range rows {
		e := Entry{ID: r.id, Kind: Kind(r.kind), About: r.about, Author: r.author}
		if e.At, err = db.ParseTime(r.at); err != nil {
			return nil, err
		}
		plain, err := w.Key.Open(r.document, entryPlace(r.id))
		if err != nil {
			return nil, fmt.Errorf("open keeping: %w", err)
		}
		if err := json.Unmarshal(plain, &e.Text); err != nil {
			return nil, fmt.Errorf("read keeping: %w", err)
		}
		list = append(list, e)
	}
	return list, nil
}

// standing gives the entries of a kind that nothing later names: neither one that sets it right nor one that ends it.
func standing(list []Entry, kind Kind) []Entry {
	var left []Entry
	for _, e := range list {
		answered := slices.ContainsFunc(list, func(o Entry) bool { return o.About == e.ID })
		if e.Kind == kind && !answered {
			left = append(left, e)
		}
	}
	return left
}

// statusOf is what all that was said of care comes to.
func statusOf(list []Entry) Status {
	status := NotSaid
	for _, e := range standing(list, SaidStatus) {
		if status != LookedAfter {
			status = e.Text.Status
		}
	}
	return status
}

// diedOn is the day of death that holds, "" for none.
func diedOn(list []Entry) string {
	if said := standing(list, SaidDeath); len(said) > 0 {
		return said[len(said)-1].Text.Day
	}
	return ""
}

// keptUntil is the last day until which somebody decided to keep the record beyond its time, "" for none.
func keptUntil(list []Entry) string {
	day := ""
	for _, e := range standing(list, KeptLonger) {
		day = max(day, e.Text.Day)
	}
	return day
}
