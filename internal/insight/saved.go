package insight

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Bounds on what an organisation keeps.
const (
	mostSaved    = 100
	longestTitle = 120
	longestWords = 600
)

// Saved is a question that somebody keeps to ask again.
type Saved struct {
	ID       string
	Question Asking
	Title    string
	For      string // for whom it is asked
	At       time.Time
	By       string
	Taken    bool // away from the list; reports that name it stay as they are
}

type savedText struct {
	Title string `json:"title"`
	For   string `json:"for"`
}

func (q Saved) check() error {
	if !db.IsID(q.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if err := q.Question.check(); err != nil {
		return err
	}
	var c problem.Check
	c.Text("title", q.Title, longestTitle, true)
	c.Text("for", q.For, longestTitle, true)
	return c.Err()
}

// KeepQuestion keeps a question, or changes one that is kept. A form sent twice keeps it once.
func (s *Service) KeepQuestion(ctx context.Context, who permit.Actor, q Saved) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(q.ID)
		if err := q.check(); err != nil {
			return err
		}
		before, err := findSaved(ctx, w, q.ID)
		switch {
		case err == nil && before.Taken:
			return problem.New(problem.NotFound, "problem.not_found")
		case err == nil:
			return updateSaved(ctx, w, q)
		case !problem.Is(err, problem.NotFound):
			return err
		}
		all, err := listSaved(ctx, w)
		if err != nil {
			return err
		}
		if len(all) >= mostSaved {
			return problem.New(problem.Conflict, "seeing.too_many_saved", "most", mostSaved)
		}
		return insertSaved(ctx, w, q)
	})
	if err != nil {
		return fmt.Errorf("keep question: %w", err)
	}
	return nil
}

// TakeQuestion takes a saved question away. Nothing that was answered goes with it.
func (s *Service) TakeQuestion(ctx context.Context, who permit.Actor, id string) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findSaved(ctx, w, id); err != nil {
			return err
		}
		return takeSaved(ctx, w, id)
	})
	if err != nil {
		return fmt.Errorf("take question away: %w", err)
	}
	return nil
}

// Questions lists the saved questions of the actor's organisation, in the order in which they were kept.
func (s *Service) Questions(ctx context.Context, who permit.Actor) (list []Saved, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listSaved(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	return list, nil
}

// Question gives one saved question with what was last answered to it.
func (s *Service) Question(ctx context.Context, who permit.Actor, l i18n.L, id string) (q Saved, last Last, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if q, err = findSaved(ctx, w, id); err != nil {
			return err
		}
		last, err = s.LastIn(ctx, w, l, q)
		return err
	})
	if err != nil {
		return Saved{}, Last{}, fmt.Errorf("read question: %w", err)
	}
	return q, last, nil
}

// LastIn gives what was last answered to a saved question, within another room's use case that was decided: a briefing names one.
func (s *Service) LastIn(ctx context.Context, w *access.Work, l i18n.L, q Saved) (Last, error) {
	return s.lastOf(ctx, w, l, q.Question)
}

// QuestionsIn is Questions within another room's use case that was decided.
func QuestionsIn(ctx context.Context, w *access.Work) ([]Saved, error) { return listSaved(ctx, w) }

func (s *Service) hold(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.HoldInsight, access.Organisation(who.Organisation), f)
}
