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

// Typing is what is being typed in from a sheet: everything that the page asks. It is sealed and seen by its author alone.
type Typing struct {
	Version      int            `json:"v"`
	Contribution string         `json:"contribution"` // the id under which it will be kept
	Setup        Setup          `json:"setup"`
	Content      Content        `json:"content"`
	Promises     []PaperPromise `json:"promises,omitempty"`
	Elsewhere    string         `json:"elsewhere,omitempty"` // the id of the mark that something must be recorded elsewhere
	Reference    string         `json:"reference,omitempty"` // where it was recorded
}

// PaperPromise is a promise as it stands on a sheet; promise holds its rules.
type PaperPromise struct {
	ID           string   `json:"id"`
	What         string   `json:"what"`
	Owner        string   `json:"owner"`
	OwnerIsSelf  bool     `json:"owner_is_worker,omitempty"`
	WhatForYoung string   `json:"what_for_young,omitempty"`
	Due          string   `json:"due"`
	Agreed       string   `json:"agreed"`
	Items        []string `json:"items,omitempty"`
}

// maxPaperPromises is the most promises of one sheet.
const maxPaperPromises = 20

// check says what of it cannot be kept as a draft. What is missing is asked only once it is kept.
func (t Typing) check() error {
	var c problem.Check
	c.Require(db.IsID(t.Contribution) && (t.Elsewhere == "" || db.IsID(t.Elsewhere)), "contribution", "problem.stale_form")
	c.Require(len(t.Promises) <= maxPaperPromises, "promises", "problem.too_many", "max", maxPaperPromises)
	checkLine(&c, "reference", t.Reference)
	return c.Err()
}

func typingPlace(paper, author string) seal.Place {
	return seal.Place{Table: "conversation_paper_drafts", Row: paper + "/" + author, Column: "document"}
}

// paperFor finds a ticket that may be typed in to a record: one of it, or one of one's organisation for nobody yet.
func paperFor(ctx context.Context, w *access.Work, recordID, paperID string) (paperRow, error) {
	row, err := findPaper(ctx, w.Tx, paperID)
	if err != nil {
		return row, err
	}
	if row.record != recordID && (row.record != "" || row.organisation != w.Who.Organisation) {
		return row, problem.New(problem.NotFound, "problem.not_found")
	}
	return row, nil
}

// Typing opens a ticket for typing in to a record, with what the actor has typed already; begun is false before that.
func (s *Service) Typing(ctx context.Context, who permit.Actor, recordID, paperID string) (p Paper, t Typing, begun bool, err error) {
	err = s.door.Read(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(paperID)
		row, err := paperFor(ctx, w, recordID, paperID)
		if err != nil {
			return err
		}
		if p, err = openPaper(w, row); err != nil {
			return err
		}
		t, begun, err = s.typing(ctx, w, recordID, paperID)
		return err
	})
	return p, t, begun, err
}

func (s *Service) typing(ctx context.Context, w *access.Work, recordID, paperID string) (t Typing, begun bool, err error) {
	sealed, err := findPaperDraft(ctx, w.Tx, recordID, paperID, w.Who.ID)
	if problem.Is(err, problem.NotFound) {
		return t, false, nil
	}
	if err != nil {
		return t, false, err
	}
	plain, err := w.Key.Open(sealed, typingPlace(paperID, w.Who.ID))
	if err != nil {
		return t, false, fmt.Errorf("open typing: %w", err)
	}
	return t, true, json.Unmarshal(plain, &t)
}

// SaveTyping saves what was typed so far, as every Next and every autosave does.
func (s *Service) SaveTyping(ctx context.Context, who permit.Actor, recordID, paperID string, t Typing) error {
	if err := t.check(); err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(paperID)
		row, err := paperFor(ctx, w, recordID, paperID)
		if err != nil {
			return err
		}
		if row.usedAt != "" {
			return problem.New(problem.Conflict, "conversation.paper_used")
		}
		ed, err := edition(ctx, w, row.edition)
		if err != nil {
			return err
		}
		if err := t.Content.Check(ed); err != nil {
			return err
		}
		t.Version = 1
		plain, err := json.Marshal(t)
		if err != nil {
			return fmt.Errorf("write typing: %w", err)
		}
		return upsertPaperDraft(ctx, w.Tx, recordID, paperID, who.ID, db.Time(w.At), w.Key.Seal(plain, typingPlace(paperID, who.ID)))
	})
}

// DropTyping destroys what the actor began to type in: it was the wrong young person, or nothing is to be kept of it.
func (s *Service) DropTyping(ctx context.Context, who permit.Actor, recordID, paperID string) error {
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(paperID)
		if _, err := paperFor(ctx, w, recordID, paperID); err != nil {
			return err
		}
		return deletePaperDraft(ctx, w.Tx, recordID, paperID, who.ID)
	})
}

// KeepPaper keeps what the actor typed in from a sheet as a sitting held on the day that the sheet says, of equal standing
// with any other. A sheet that was typed in already is a Conflict. The draft stays until its promises are made and
// DropTyping destroys it, so that the same press again completes what a fault has cut off; all others' drafts of the sheet
// are destroyed at once.
func (s *Service) KeepPaper(ctx context.Context, who permit.Actor, recordID, paperID string) (Paper, Typing, error) {
	p, t, begun, err := s.Typing(ctx, who, recordID, paperID)
	switch {
	case err != nil:
		return p, t, err
	case p.Used() && !begun:
		return p, t, problem.New(problem.Conflict, "conversation.paper_used")
	case !begun:
		return p, t, problem.New(problem.Invalid, "problem.stale_form")
	}
	now := s.door.Now().UTC()
	if err := t.Ready(p, now); err != nil {
		return p, t, err
	}
	t.Setup.TypedIn, t.Setup.Wording = now.Format(time.DateOnly), p.Wording
	whole := Whole{Paper: p.ID, ContributionID: t.Contribution, Content: t.Content,
		Sitting: NewSitting{ID: p.Sitting, Record: recordID, EditionID: p.EditionID, Setup: t.Setup, HeldAt: heldAt(t.Setup.OnPaper, now)}}
	if t.Elsewhere != "" {
		whole.Marks = []Mark{{ID: t.Elsewhere, Text: MarkText{Reference: t.Reference}}}
	}
	return p, t, s.Hold(ctx, who, whole)
}

// Ready says what is missing before it can be kept: the day, which is not to come and not before the sheet was printed,
// whether it was read back, and what every sitting is asked.
func (t Typing) Ready(p Paper, now time.Time) error {
	var c problem.Check
	now = now.UTC()
	day := t.Setup.OnPaper
	c.Require(day != "", "held", "conversation.needs_held")
	// One hour and one day of grace: summer time here, and a printer's day elsewhere.
	c.Require(day == "" || day <= now.Add(time.Hour).Format(time.DateOnly), "held", "conversation.held_to_come")
	c.Require(day == "" || !p.Printed || day >= p.IssuedAt.AddDate(0, 0, -1).Format(time.DateOnly), "held", "conversation.held_before_printed")
	c.Require(t.Setup.ReadBack != "", "read_back", "problem.required_choice")
	if err := c.Err(); err != nil {
		return err
	}
	return t.Setup.Check()
}

// heldAt is the moment that a sitting of a day is given: now for today's, noon for an earlier one.
func heldAt(day string, now time.Time) time.Time {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil || day == now.Format(time.DateOnly) {
		return time.Time{}
	}
	return at.Add(12 * time.Hour)
}

// closePaper marks the sheet as typed in and destroys every other draft of it, within the use case that keeps what it said.
func closePaper(ctx context.Context, w *access.Work, h Whole) error {
	row, err := paperFor(ctx, w, h.Sitting.Record, h.Paper)
	if err != nil {
		return err
	}
	if row.usedAt != "" || row.sitting != h.Sitting.ID {
		return problem.New(problem.Conflict, "conversation.paper_used")
	}
	if err := usePaper(ctx, w.Tx, h.Paper, h.Sitting.Record, db.Time(w.At)); err != nil {
		return err
	}
	w.Note(h.Paper, "paper:typed_in")
	return deletePaperDrafts(ctx, w.Tx, h.Paper, w.Who.ID)
}
