package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// TakenOver says that somebody else went on with a sitting, or ended it, because whoever held it could not. The server
// alone writes it.
type TakenOver struct {
	From   string    `json:"from"` // who held it
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`          // of TakeOverReasons
	Ended  bool      `json:"ended,omitempty"` // what was written was kept as it stood, and not read back
}

// TakeOverReasons are why somebody takes over what a colleague left open: the colleague is ill, works here no longer,
// cannot be reached, has lost the device, or opened it by mistake.
var TakeOverReasons = []string{"ill", "left", "unreachable", "device", "mistake"}

// TakeOverAfter is how long nothing was written in a sitting before somebody else may take it over: nobody takes a
// conversation away from two people who are having it.
const TakeOverAfter = 30 * time.Minute

// LeftOpen is a sitting that a colleague opened and did not end, as somebody sees it who may take it over: nothing of what
// is said in it.
type LeftOpen struct {
	Sitting Sitting
	Written time.Time // when something was last written in it; zero when nothing was
}

// LeftOpen gives a colleague's open sitting. One's own, or one that ended, is a Conflict.
func (s *Service) LeftOpen(ctx context.Context, who permit.Actor, recordID, sittingID string) (l LeftOpen, err error) {
	err = s.door.Read(ctx, who, permit.TakeOver, access.Record(recordID), func(w *access.Work) error {
		l, err = s.leftOpen(ctx, w, recordID, sittingID)
		return err
	})
	return l, err
}

func (s *Service) leftOpen(ctx context.Context, w *access.Work, recordID, sittingID string) (l LeftOpen, err error) {
	w.Note(sittingID)
	row, err := findSitting(ctx, w.Tx, recordID, sittingID)
	if err != nil {
		return l, err
	}
	switch {
	case row.endedAt != "":
		return l, problem.New(problem.Conflict, "conversation.ended")
	case row.openedBy == w.Who.ID:
		return l, problem.New(problem.Conflict, "conversation.take_over_own")
	}
	if l.Sitting, err = openSitting(w, row); err != nil {
		return l, err
	}
	_, at, err := findDraft(ctx, w.Tx, recordID, sittingID, row.openedBy, string(YoungPerson))
	if problem.Is(err, problem.NotFound) {
		return l, nil
	}
	if err == nil {
		l.Written, err = db.ParseTime(at)
	}
	return l, err
}

// quiet reports whether a sitting was left alone long enough to be taken over.
func (l LeftOpen) quiet(now time.Time) bool {
	last := l.Sitting.OpenedAt
	if l.Written.After(last) {
		last = l.Written
	}
	return now.Sub(last) >= TakeOverAfter
}

// TakeOver makes a colleague's open sitting one's own, with everything that was written in it, to go on with it with the
// young person. What the colleague still sends from a page of it is refused, as anybody else's would be; what a device of
// theirs sends belongs to a sitting of its own, and waits for somebody as ever.
func (s *Service) TakeOver(ctx context.Context, who permit.Actor, recordID, sittingID, reason string) error {
	err := s.takingOver(ctx, who, recordID, sittingID, "", TakenOver{Reason: reason}, func(w *access.Work, l LeftOpen) error {
		c, err := s.draftOf(ctx, w, recordID, sittingID, l.Sitting.OpenedBy, YoungPerson)
		if err != nil {
			return err
		}
		if !l.Written.IsZero() {
			if err := s.saveDraft(ctx, w, recordID, sittingID, YoungPerson, c); err != nil {
				return err
			}
			if err := deleteDraft(ctx, w.Tx, recordID, sittingID, l.Sitting.OpenedBy, string(YoungPerson)); err != nil {
				return err
			}
		}
		return updateOpenedBy(ctx, w.Tx, recordID, sittingID, w.Who.ID)
	})
	if err != nil {
		return fmt.Errorf("take over sitting: %w", err)
	}
	return nil
}

// EndLeft ends a colleague's open sitting. What was written in it is kept under contributionID as the colleague wrote it,
// and says that it was not read back: nobody else knows whether the young person would have had it forgotten, and they can
// still say so. The same once more changes nothing.
func (s *Service) EndLeft(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID, reason string) error {
	if !db.IsID(contributionID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.takingOver(ctx, who, recordID, sittingID, contributionID, TakenOver{Reason: reason, Ended: true}, func(w *access.Work, l LeftOpen) error {
		from := l.Sitting.OpenedBy
		c, err := s.draftOf(ctx, w, recordID, sittingID, from, YoungPerson)
		if err != nil {
			return err
		}
		if err := endSitting(ctx, w.Tx, recordID, sittingID, db.Time(w.At), "stopped"); err != nil {
			return err
		}
		if c.Complete() {
			if err := s.keep(ctx, w, Contribution{ID: contributionID, Sitting: sittingID, Record: recordID, Author: from, At: w.At,
				Perspective: YoungPerson, EditionID: l.Sitting.EditionID, Content: c}); err != nil {
				return err
			}
		}
		if err := deleteDraft(ctx, w.Tx, recordID, sittingID, from, string(YoungPerson)); err != nil {
			return err
		}
		return record.NoteSitting(ctx, w, recordID)
	})
	if err != nil {
		return fmt.Errorf("end a colleague's sitting: %w", err)
	}
	return nil
}

// takingOver notes in a sitting's frame what becomes of it and why, and then does it; not again where contribution, if any,
// is kept already.
func (s *Service) takingOver(ctx context.Context, who permit.Actor, recordID, sittingID, contribution string, t TakenOver, f func(*access.Work, LeftOpen) error) error {
	var c problem.Check
	c.Require(slices.Contains(TakeOverReasons, t.Reason), "why", "problem.required_choice")
	if err := c.Err(); err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.TakeOver, access.Record(recordID), func(w *access.Work) error {
		if contribution != "" {
			if done, err := repeated(ctx, w, recordID, sittingID, contribution); done || err != nil {
				return err
			}
		}
		l, err := s.leftOpen(ctx, w, recordID, sittingID)
		if err != nil {
			return err
		}
		if !l.quiet(w.At) {
			return problem.New(problem.Conflict, "conversation.being_held")
		}
		w.Note("from", l.Sitting.OpenedBy, "reason:"+t.Reason)
		t.From, t.By, t.At = l.Sitting.OpenedBy, w.Who.ID, w.At.UTC().Truncate(time.Microsecond)
		setup := l.Sitting.Setup
		setup.TakenOver = append(slices.Clone(setup.TakenOver), t)
		if t.Ended {
			setup.ReadBack = "no"
		}
		document, err := json.Marshal(setup)
		if err != nil {
			return fmt.Errorf("write setup: %w", err)
		}
		if err := updateSetup(ctx, w.Tx, recordID, sittingID, w.Key.Seal(document, sittingPlace(sittingID))); err != nil {
			return err
		}
		return f(w, l)
	})
}
