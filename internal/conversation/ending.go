package conversation

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// Finish ends the young person's part: what they said, as they heard it read back, is kept under contributionID and
// the draft is destroyed. With nothing said the sitting ends and nothing is kept, which is as good an end. The same
// contributionID again changes nothing.
func (s *Service) Finish(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID string) error {
	return s.end(ctx, who, recordID, sittingID, contributionID, "finished", true)
}

// Stop ends the sitting at one touch. keep says whether what was said so far is kept or forgotten, as the young person
// chose.
func (s *Service) Stop(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID string, keep bool) error {
	return s.end(ctx, who, recordID, sittingID, contributionID, "stopped", keep)
}

func (s *Service) end(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID, ending string, keep bool) error {
	if !db.IsID(contributionID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		row, err := findSitting(ctx, w.Tx, recordID, sittingID)
		if err != nil {
			return err
		}
		if done, err := s.ended(ctx, w, row, contributionID, keep); done || err != nil {
			return err
		}
		c, err := s.draft(ctx, w, recordID, sittingID, YoungPerson)
		if err != nil {
			return err
		}
		if err := endSitting(ctx, w.Tx, recordID, sittingID, db.Time(w.At), ending); err != nil {
			return err
		}
		if keep && c.Complete() {
			err := s.keep(ctx, w, Contribution{ID: contributionID, Sitting: sittingID, Record: recordID,
				Perspective: YoungPerson, EditionID: row.edition, Content: c})
			if err != nil {
				return err
			}
		}
		if err := deleteDraft(ctx, w.Tx, recordID, sittingID, who.ID, string(YoungPerson)); err != nil {
			return err
		}
		return record.NoteSitting(ctx, w, recordID)
	})
}

// ended reports whether this ending has happened already, so that a button pressed twice does no harm. Asking to keep
// what was forgotten, or to forget what was kept, is a Conflict: it would not be true.
func (s *Service) ended(ctx context.Context, w *access.Work, row sittingRow, contributionID string, keep bool) (bool, error) {
	if err := mine(w, row); err != nil {
		return false, err
	}
	if done, err := repeated(ctx, w, row.record, row.id, contributionID); done || err != nil || row.endedAt == "" {
		if done && !keep {
			return true, problem.New(problem.Conflict, "conversation.ended")
		}
		return done, err
	}
	if all, err := listContributions(ctx, w.Tx, row.record); err != nil {
		return false, err
	} else if !keep && !slices.ContainsFunc(all, func(c contributionRow) bool {
		return c.sitting == row.id && c.perspective == string(YoungPerson)
	}) {
		return true, nil
	}
	return true, problem.New(problem.Conflict, "conversation.ended")
}

// repeated reports whether this contribution is already kept in this sitting; elsewhere it is a Conflict.
func repeated(ctx context.Context, w *access.Work, recordID, sittingID, contributionID string) (bool, error) {
	have, err := findContribution(ctx, w.Tx, recordID, contributionID)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if have.sitting != sittingID {
		return false, problem.New(problem.Conflict, "problem.duplicate")
	}
	return true, nil
}

// Whole is a conversation that is saved at once: one that was held on paper or elsewhere, or comes from a program.
type Whole struct {
	Sitting        NewSitting
	ContributionID string
	Content        Content
	Paper          string // id of the ticket on paper that it was typed in from, or ""
	Marks          []Mark // that something was said which must be recorded elsewhere
}

// Hold saves a whole conversation: sitting, what the young person said, ledger entry, picture, in one durable step.
// The same ids again change nothing.
func (s *Service) Hold(ctx context.Context, who permit.Actor, h Whole) error {
	if err := h.Sitting.Setup.Check(); err != nil {
		return err
	}
	if !db.IsID(h.Sitting.ID) || !db.IsID(h.ContributionID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.door.Do(ctx, who, permit.HoldConversation, access.Record(h.Sitting.Record), func(w *access.Work) error {
		w.Note(h.Sitting.ID)
		if done, err := held(ctx, w, h); done || err != nil {
			return err
		}
		if err := choosable(ctx, w, h.Sitting.Record, h.Sitting.EditionID); err != nil {
			return err
		}
		if err := s.insert(ctx, w, h.Sitting, db.Time(h.Sitting.at(w)), "finished"); err != nil {
			return err
		}
		if c := h.Content; c.Complete() {
			err := s.keep(ctx, w, Contribution{ID: h.ContributionID, Sitting: h.Sitting.ID, Record: h.Sitting.Record, Author: w.Who.ID, At: h.Sitting.at(w),
				Perspective: YoungPerson, EditionID: h.Sitting.EditionID, Content: c})
			if err != nil {
				return err
			}
		}
		if err := s.besides(ctx, w, h); err != nil {
			return err
		}
		return record.NoteSitting(ctx, w, h.Sitting.Record)
	})
	if err != nil {
		return fmt.Errorf("hold conversation: %w", err)
	}
	return nil
}

// besides keeps what comes with a whole conversation, and closes the sheet it stood on.
func (s *Service) besides(ctx context.Context, w *access.Work, h Whole) error {
	for _, m := range h.Marks {
		m.Sitting, m.At = h.Sitting.ID, h.Sitting.at(w)
		if err := NoteElsewhere(ctx, w, h.Sitting.Record, m); err != nil {
			return err
		}
	}
	if h.Paper == "" {
		return nil
	}
	return closePaper(ctx, w, h)
}

// held reports whether this whole conversation is here already. One with nothing said left only its sitting.
func held(ctx context.Context, w *access.Work, h Whole) (bool, error) {
	if done, err := repeated(ctx, w, h.Sitting.Record, h.Sitting.ID, h.ContributionID); done || err != nil {
		return done, err
	}
	_, err := findSitting(ctx, w.Tx, h.Sitting.Record, h.Sitting.ID)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err == nil && h.Content.Complete() {
		err = problem.New(problem.Conflict, "problem.duplicate")
	}
	return true, err
}
