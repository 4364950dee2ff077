package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// MarkKind says what must not be forgotten of a sitting.
type MarkKind string

// The kinds of mark.
const (
	Elsewhere MarkKind = "elsewhere" // something was said that must be recorded elsewhere (R-5-3)
	Unsafe    MarkKind = "unsafe"    // the young person pressed "I am not safe now"
)

// Mark says that something happened in a sitting, and nothing of what it was: the account belongs in the case system.
type Mark struct {
	ID      string
	Sitting string
	Author  string
	Kind    MarkKind
	At      time.Time // when it was pressed; zero for now
	About   string    // the mark that this one says the outcome of, or ""
	Text    MarkText
}

// MarkText is the sealed part of a mark.
type MarkText struct {
	Version   int    `json:"v"`
	Reference string `json:"reference,omitempty"` // where it was recorded: a number in another system, never an account
	Mistake   bool   `json:"mistake,omitempty"`   // it was touched by mistake
}

// Empty reports whether nothing was said of what came of it.
func (t MarkText) Empty() bool { return t.Reference == "" && !t.Mistake }

// NoteElsewhere notes within a use case that is already decided that something was said in a sitting which must be
// recorded elsewhere. m.ID is made by whoever noticed it: the same again changes nothing.
func NoteElsewhere(ctx context.Context, w *access.Work, recordID string, m Mark) error {
	m.Kind = Elsewhere
	return note(ctx, w, recordID, m)
}

// NoteUnsafe notes in the same way that the young person pressed "I am not safe now".
func NoteUnsafe(ctx context.Context, w *access.Work, recordID string, m Mark) error {
	m.Kind = Unsafe
	return note(ctx, w, recordID, m)
}

func note(ctx context.Context, w *access.Work, recordID string, m Mark) error {
	var c problem.Check
	c.Require(db.IsID(m.ID) && (m.About == "" || db.IsID(m.About)), "mark", "problem.stale_form")
	checkLine(&c, "reference", m.Text.Reference)
	if err := c.Err(); err != nil {
		return err
	}
	if m.At.IsZero() {
		m.At = w.At
	}
	m.Author, m.Text.Version = w.Who.ID, 1
	w.Note(m.Sitting, m.ID, string(m.Kind))
	have, err := findMark(ctx, w.Tx, m.ID)
	if err == nil {
		return sameMark(w, recordID, have, m)
	}
	if !problem.Is(err, problem.NotFound) {
		return err
	}
	if _, err := findSitting(ctx, w.Tx, recordID, m.Sitting); err != nil {
		return err
	}
	document, err := json.Marshal(m.Text)
	if err != nil {
		return fmt.Errorf("write mark: %w", err)
	}
	return insertMark(ctx, w.Tx, markRow{id: m.ID, sitting: m.Sitting, record: recordID, author: m.Author, kind: string(m.Kind),
		at: db.Time(m.At), about: m.About, document: w.Key.Seal(document, markPlace(m.ID))})
}

// sameMark refuses a mark whose id is taken by another one. Pressed twice, it was pressed: the first moment holds.
func sameMark(w *access.Work, recordID string, have markRow, m Mark) error {
	if have.record != recordID || have.sitting != m.Sitting || have.kind != string(m.Kind) || have.about != m.About {
		return problem.New(problem.Conflict, "problem.duplicate")
	}
	kept, err := openMark(w, have)
	if err == nil && kept.Text != m.Text {
		err = problem.New(problem.Conflict, "problem.duplicate")
	}
	return err
}

func markPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_marks", Row: id, Column: "document"}
}

func openMark(w *access.Work, row markRow) (Mark, error) {
	m := Mark{ID: row.id, Sitting: row.sitting, Author: row.author, Kind: MarkKind(row.kind), About: row.about}
	var err error
	if m.At, err = db.ParseTime(row.at); err != nil {
		return m, err
	}
	plain, err := w.Key.Open(row.document, markPlace(row.id))
	if err != nil {
		return m, fmt.Errorf("open mark: %w", err)
	}
	return m, json.Unmarshal(plain, &m.Text)
}

// MarkSitting notes at one touch what must not be forgotten of a sitting. It works after the sitting's end too: what was
// said at the door counts.
func (s *Service) MarkSitting(ctx context.Context, who permit.Actor, recordID, sittingID, id string, kind MarkKind) error {
	if kind != Elsewhere && kind != Unsafe {
		return problem.New(problem.Invalid, "problem.not_a_choice")
	}
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		return note(ctx, w, recordID, Mark{ID: id, Sitting: sittingID, Kind: kind})
	})
}

// SettleMark says what came of a mark: where it is recorded, or that it was a mistake. Said again it stands beside what
// was said before, and the last holds.
func (s *Service) SettleMark(ctx context.Context, who permit.Actor, recordID, markID, id string, text MarkText) error {
	var c problem.Check
	c.Require(!text.Empty(), "reference", "conversation.needs_reference")
	c.Require(text.Reference == "" || !text.Mistake, "reference", "conversation.mistake_or_reference")
	if err := c.Err(); err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		first, err := findMark(ctx, w.Tx, markID)
		if err != nil {
			return err
		}
		if first.record != recordID || first.about != "" {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return note(ctx, w, recordID, Mark{ID: id, Sitting: first.sitting, Kind: MarkKind(first.kind), About: markID, Text: text})
	})
}

// Marks gives every mark of a record, the oldest first: for rooms below, within a use case that is already decided.
func Marks(ctx context.Context, w *access.Work, recordID string) ([]Mark, error) {
	rows, err := listMarks(ctx, w.Tx, recordID)
	if err != nil {
		return nil, fmt.Errorf("list marks: %w", err)
	}
	list := make([]Mark, len(rows))
	for i, row := range rows {
		if list[i], err = openMark(w, row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Marked is a mark with what was last said of it.
type Marked struct {
	Mark
	Outcome Mark // zero while nobody has said what came of it
}

// Open reports whether nobody has said yet what came of it, then or later.
func (m Marked) Open() bool { return m.Last().Empty() }

// Last gives what was last said of it.
func (m Marked) Last() MarkText {
	if m.Outcome.ID != "" {
		return m.Outcome.Text
	}
	return m.Text
}

// MarkedOf brings marks together with what came of each, the oldest first.
func MarkedOf(all []Mark) []Marked {
	var list []Marked
	at := map[string]int{}
	for _, m := range all {
		if m.About == "" {
			at[m.ID] = len(list)
			list = append(list, Marked{Mark: m})
		}
	}
	for _, m := range all {
		if i, ok := at[m.About]; ok && m.About != "" {
			list[i].Outcome = m
		}
	}
	return list
}

// mark takes those of a record's marks that were made in this sitting.
func (s *Summary) mark(all []Mark) {
	s.Marks = nil
	for _, m := range MarkedOf(all) {
		if m.Sitting == s.ID {
			s.Marks = append(s.Marks, m)
		}
	}
}

// OpenMarks gives a record's marks of which nobody has said what came: what its first page says until somebody has.
func (s *Service) OpenMarks(ctx context.Context, who permit.Actor, recordID string) (list []Marked, err error) {
	err = s.door.Read(ctx, who, permit.ReadConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note("marks")
		all, err := Marks(ctx, w, recordID)
		list = nil // a snapshot may be read again
		for _, m := range MarkedOf(all) {
			if m.Open() {
				list = append(list, m)
			}
		}
		return err
	})
	return list, err
}
