package conversation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Correction sets an earlier contribution right, in whole: Content is all of it as it should have been, Why says what was
// wrong with the earlier one.
type Correction struct {
	Record   string
	Corrects string
	ID       string // of the contribution that it becomes; the same once more changes nothing
	Content  Content
	Why      string
}

// Correct keeps a contribution that sets an earlier one of the same perspective right. The earlier one stays as it was.
// What the young person said can be set right by anybody who holds conversations with them, as they say; a view only by
// its author. What was corrected already is a Conflict: correct the correction. One that says why and changes nothing is
// Invalid.
func (s *Service) Correct(ctx context.Context, who permit.Actor, c Correction) error {
	if !db.IsID(c.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	var p problem.Check
	p.Require(strings.TrimSpace(c.Why) != "", "why", "problem.reason_required")
	checkWords(&p, "why", c.Why)
	if err := p.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.HoldConversation, access.Record(c.Record), func(w *access.Work) error {
		w.Note("corrected", c.Corrects)
		before, done, err := s.correctable(ctx, w, c)
		if done || err != nil {
			return err
		}
		again, err := same(before.Content, c.Content)
		if err != nil {
			return err
		}
		if p.Require(!again, "why", "conversation.same_as_before"); again {
			return p.Err()
		}
		kept := Contribution{ID: c.ID, Sitting: before.Sitting, Record: c.Record, Perspective: before.Perspective,
			EditionID: before.EditionID, Corrects: c.Corrects, Why: c.Why, Content: c.Content}
		if kept.Perspective == YoungPerson {
			return s.keep(ctx, w, kept)
		}
		row, err := findSitting(ctx, w.Tx, c.Record, before.Sitting)
		if err != nil {
			return err
		}
		return s.keepView(ctx, w, row, kept)
	})
	if err != nil {
		return fmt.Errorf("correct contribution: %w", err)
	}
	return nil
}

// MayCorrect reports whether somebody may set a contribution right; nil when so. A page asks it before it offers a form.
func (s *Service) MayCorrect(ctx context.Context, who permit.Actor, recordID, contribution string) error {
	return s.door.Read(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(contribution)
		_, _, err := s.correctable(ctx, w, Correction{Record: recordID, Corrects: contribution, ID: db.NewID()})
		return err
	})
}

// correctable gives what is to be set right; done says that this correction is kept already.
func (s *Service) correctable(ctx context.Context, w *access.Work, c Correction) (before Contribution, done bool, err error) {
	row, err := findContribution(ctx, w.Tx, c.Record, c.Corrects)
	if err != nil {
		return before, false, err
	}
	if done, err = repeated(ctx, w, c.Record, row.sitting, c.ID); done || err != nil {
		return before, done, err
	}
	if row.perspective != string(YoungPerson) && row.author != w.Who.ID {
		return before, false, problem.New(problem.Forbidden, "conversation.not_your_view")
	}
	all, err := listContributions(ctx, w.Tx, c.Record)
	if err != nil {
		return before, false, err
	}
	if slices.ContainsFunc(all, func(r contributionRow) bool { return r.corrects == c.Corrects }) {
		return before, false, problem.New(problem.Conflict, "conversation.corrected")
	}
	before, err = openContribution(w, row)
	return before, false, err
}

// same reports whether two contents say the same, however they were written down.
func same(a, b Content) (bool, error) {
	a.tidy()
	b.tidy()
	one, err := json.Marshal(a)
	if err != nil {
		return false, fmt.Errorf("write contribution: %w", err)
	}
	other, err := json.Marshal(b)
	return bytes.Equal(one, other), err
}
