package insight

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

const mostNotes = 200

// Note is something that happened on a day, which whoever reads figures in time should know. It is from a public source, and about
// nobody.
type Note struct {
	ID     string
	Day    string
	Text   string
	Source string
	At     time.Time
	By     string
}

type noteText struct {
	Text   string `json:"text"`
	Source string `json:"source"`
}

func (n Note) check(today string) error {
	if !db.IsID(n.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	var c problem.Check
	_, err := time.Parse(time.DateOnly, n.Day)
	c.Require(err == nil, "day", "problem.required")
	c.Require(err != nil || n.Day >= "1990-01-01" && n.Day <= today, "day", "seeing.note_day")
	c.Text("text", n.Text, longestTitle, true)
	c.Text("source", n.Source, longestWords, true)
	return c.Err()
}

// WriteNote writes down what happened when. A form sent twice writes it once.
func (s *Service) WriteNote(ctx context.Context, who permit.Actor, n Note) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(n.ID)
		if err := n.check(db.Day(w.At)); err != nil {
			return err
		}
		if there, err := hasNote(ctx, w, n.ID); err != nil || there {
			return err
		}
		all, err := listNotes(ctx, w)
		if err != nil {
			return err
		}
		if len(all) >= mostNotes {
			return problem.New(problem.Conflict, "seeing.too_many_notes", "most", mostNotes)
		}
		return insertNote(ctx, w, n)
	})
	if err != nil {
		return fmt.Errorf("write note: %w", err)
	}
	return nil
}

// TakeNote takes a note away. Reports that have it stay as they are.
func (s *Service) TakeNote(ctx context.Context, who permit.Actor, id string) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		there, err := hasNote(ctx, w, id)
		if err == nil && !there {
			err = problem.New(problem.NotFound, "problem.not_found")
		}
		if err != nil {
			return err
		}
		return takeNote(ctx, w, id)
	})
	if err != nil {
		return fmt.Errorf("take note away: %w", err)
	}
	return nil
}

// Notes lists the notes of the actor's organisation, the earliest day first.
func (s *Service) Notes(ctx context.Context, who permit.Actor) (list []Note, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listNotes(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list notes: %w", err)
	}
	return list, nil
}

// NotesIn is Notes within another room's use case that was decided.
func NotesIn(ctx context.Context, w *access.Work) ([]Note, error) { return listNotes(ctx, w) }

// On gives the place of a note on an axis of quarters (2026-Q1) or years; ok is false where it is on neither, or beyond the axis.
func (n Note) On(axis []string) (place int, ok bool) {
	t, err := time.Parse(time.DateOnly, n.Day)
	if err != nil {
		return 0, false
	}
	for _, period := range []string{quarterOf(t), n.Day[:4]} {
		if i := slices.Index(axis, period); i >= 0 {
			return i, true
		}
	}
	return 0, false
}
