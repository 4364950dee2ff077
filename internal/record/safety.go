package record

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// SafetyParts are the parts of a young person's own page of what keeps them safe: what helps, whom they trust, what they
// do when somebody follows, moves or presses them, and what they want done if they go missing.
var SafetyParts = []string{"helps", "trust", "pressed", "missing"}

// SafetyCarry is the part that says what of the page goes on a card to carry.
const SafetyCarry = "carry"

// SafetyText is one part as the young person said it, beside the translation; of SafetyCarry, what they chose.
type SafetyText struct {
	Version      int      `json:"v"`
	Text         string   `json:"text,omitempty"`
	Language     string   `json:"language,omitempty"`
	WrittenBy    string   `json:"written_by,omitempty"` // young_person, worker, interpreter
	Translation  string   `json:"translation,omitempty"`
	TranslatedTo string   `json:"translated_to,omitempty"`
	TranslatedBy string   `json:"translated_by,omitempty"` // interpreter, worker, translator
	Card         bool     `json:"card,omitempty"`          // of SafetyCarry: they want a card
	OnCard       []string `json:"on_card,omitempty"`       // the parts that go on it
}

// Empty reports whether nothing is said in a part.
func (t SafetyText) Empty() bool { return t.Text == "" && t.Translation == "" }

// SafetyVersion is one part as it was written at one time.
type SafetyVersion struct {
	ID       string
	Part     string
	At       time.Time
	AuthorID string
	Text     SafetyText
}

// SafetyPage is the page with everything it was before.
type SafetyPage struct {
	Now    map[string]SafetyVersion // by part, as it holds
	Before []SafetyVersion          // all versions, the oldest first
}

// Empty reports whether nobody has written anything that still holds.
func (p SafetyPage) Empty() bool {
	return !slices.ContainsFunc(SafetyParts, func(part string) bool { return !p.Now[part].Text.Empty() })
}

// SafetyReasons are the reasons for which the page may be opened: those of sealed details, and "theirs": the young person
// asks to see their own page.
var SafetyReasons = append([]string{"theirs"}, SealedReasons...)

func safetyPlace(id string) seal.Place {
	return seal.Place{Table: "record_safety", Row: id, Column: "document"}
}

// OpenSafety opens the page for a stated reason, which lands in the ledger. One that nobody made is an empty page.
func (s *Service) OpenSafety(ctx context.Context, who permit.Actor, record, reason string) (p SafetyPage, err error) {
	err = s.door.Read(ctx, who, permit.OpenSealed, access.Record(record), func(w *access.Work) error {
		p, err = FindSafety(ctx, w, record, reason)
		return err
	})
	if err != nil {
		return SafetyPage{}, fmt.Errorf("open safety page: %w", err)
	}
	return p, nil
}

// FindSafety is OpenSafety for rooms below, within a use case that opens sealed details and is already decided.
func FindSafety(ctx context.Context, w *access.Work, record, reason string) (SafetyPage, error) {
	var c problem.Check
	c.Require(slices.Contains(SafetyReasons, reason), "reason", "record.needs_a_reason")
	if err := c.Err(); err != nil {
		return SafetyPage{}, err
	}
	w.Note("safety", "reason:"+reason)
	if err := mayOpenSafety(w); err != nil {
		return SafetyPage{}, err
	}
	rows, err := listSafety(ctx, w.Tx, record)
	p := SafetyPage{Now: map[string]SafetyVersion{}}
	for _, r := range rows {
		v := SafetyVersion{ID: r.id, Part: r.part, AuthorID: r.author}
		if v.At, err = db.ParseTime(r.at); err != nil {
			return p, err
		}
		plain, err := w.Sealed.Open(r.document, safetyPlace(r.id))
		if err != nil {
			return p, err
		}
		if err := json.Unmarshal(plain, &v.Text); err != nil {
			return p, err
		}
		p.Now[v.Part], p.Before = v, append(p.Before, v)
	}
	return p, err
}

// mayOpenSafety refuses those who hold some classes of sealed detail and not all: the page may speak of any.
func mayOpenSafety(w *access.Work) error {
	if !w.May(permit.OpenSafety) {
		return problem.New(problem.Forbidden, "access.refused")
	}
	return nil
}

// SafetyMade says when the page was last written on, without opening it; zero when nobody made one.
func (s *Service) SafetyMade(ctx context.Context, who permit.Actor, record string) (at time.Time, err error) {
	err = s.door.Read(ctx, who, permit.OpenSealed, access.Record(record), func(w *access.Work) error {
		w.Note("safety", "list")
		if err := mayOpenSafety(w); err != nil {
			return err
		}
		rows, err := listSafety(ctx, w.Tx, record)
		at = time.Time{}
		if err != nil || len(rows) == 0 {
			return err
		}
		at, err = db.ParseTime(rows[len(rows)-1].at)
		return err
	})
	return at, err
}

// HasSafety reports whether a page was ever written, and opens nothing of it: for rooms below, within a use case that is
// already decided.
func HasSafety(ctx context.Context, w *access.Work, record string) (bool, error) {
	rows, err := listSafety(ctx, w.Tx, record)
	return len(rows) > 0, err
}

func (t SafetyText) check(part string) error {
	var c problem.Check
	c.Require(slices.Contains(SafetyParts, part) || part == SafetyCarry, "part", "problem.not_a_choice")
	checkText(&c, "words", t.Text, maxNotes)
	checkText(&c, "translation", t.Translation, maxNotes)
	c.Require(len(t.Language) <= 35 && len(t.TranslatedTo) <= 35, "language", "problem.not_a_language")
	c.Require(slices.Contains([]string{"", "young_person", "worker", "interpreter"}, t.WrittenBy), "written_by", "problem.not_a_choice")
	c.Require(slices.Contains([]string{"", "interpreter", "worker", "translator"}, t.TranslatedBy), "translated_by", "problem.not_a_choice")
	c.Require(part == SafetyCarry && t.Empty() || !t.Card && len(t.OnCard) == 0, "part", "problem.not_a_choice")
	for _, on := range t.OnCard {
		c.Require(slices.Contains(SafetyParts, on), "on_card", "problem.not_a_choice")
	}
	return c.Err()
}

// sameSafety refuses an id that is taken by something else.
func sameSafety(w *access.Work, have safetyRow, record, part string, document []byte) error {
	if have.record != record || have.part != part {
		return problem.New(problem.Conflict, "problem.duplicate")
	}
	plain, err := w.Sealed.Open(have.document, safetyPlace(have.id))
	if err == nil && !bytes.Equal(plain, document) {
		err = problem.New(problem.Conflict, "problem.duplicate")
	}
	return err
}

// WriteSafety writes one part of the page as it holds from now on; what it was stays behind it. The same id again
// changes nothing.
func (s *Service) WriteSafety(ctx context.Context, who permit.Actor, record, id, part string, text SafetyText) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if err := text.check(part); err != nil {
		return fmt.Errorf("write safety page: %w", err)
	}
	text.Version = 1
	document, err := json.Marshal(text)
	if err != nil {
		return fmt.Errorf("write safety page: %w", err)
	}
	err = s.door.Do(ctx, who, permit.EditSealed, access.Record(record), func(w *access.Work) error {
		w.Note("safety", part)
		if err := mayOpenSafety(w); err != nil {
			return err
		}
		have, err := findSafety(ctx, w.Tx, id)
		if err == nil {
			return sameSafety(w, have, record, part, document)
		}
		if !problem.Is(err, problem.NotFound) {
			return err
		}
		return insertSafety(ctx, w.Tx, safetyRow{id: id, record: record, part: part, at: db.Time(w.At), author: who.ID,
			document: w.Sealed.Seal(document, safetyPlace(id))})
	})
	if err != nil {
		return fmt.Errorf("write safety page: %w", err)
	}
	return nil
}
