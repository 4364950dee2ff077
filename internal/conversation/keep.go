package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/seal"
)

// keep writes a contribution for good and adds it to the record's picture. Its author and moment are who acts and now,
// unless it was said before and elsewhere.
func (s *Service) keep(ctx context.Context, w *access.Work, c Contribution) error {
	if c.Author == "" {
		c.Author, c.At = w.Who.ID, w.At
	}
	c.At = c.At.UTC().Truncate(time.Microsecond) // as the row will give it back
	ed, err := edition(ctx, w, c.EditionID)
	if err != nil {
		return err
	}
	c.Content.tidy()
	if err := c.Content.Check(ed); err != nil {
		return err
	}
	row, err := s.row(w, ed, c)
	if err != nil {
		return err
	}
	if err := insertContribution(ctx, w.Tx, row); err != nil {
		return fmt.Errorf("keep contribution: %w", err)
	}
	w.Note(c.ID)
	return addToPicture(ctx, w, c.Record, section{Contribution: &c})
}

// stored is the document of a contribution as it is sealed: its content and, of a correction, why it was made.
type stored struct {
	Content
	Why string `json:"why,omitempty"`
}

func contributionPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_contributions", Row: id, Column: "document"}
}

func (s *Service) row(w *access.Work, ed *framework.Edition, c Contribution) (contributionRow, error) {
	facts, err := pack(ed, &c.Content)
	if err != nil {
		return contributionRow{}, err
	}
	matters, links, barriers, err := lists(&c.Content)
	if err != nil {
		return contributionRow{}, err
	}
	document, err := json.Marshal(stored{c.Content, c.Why})
	if err != nil {
		return contributionRow{}, fmt.Errorf("write contribution: %w", err)
	}
	return contributionRow{id: c.ID, sitting: c.Sitting, record: c.Record, author: c.Author, perspective: string(c.Perspective),
		at: db.Time(c.At), edition: c.EditionID, corrects: c.Corrects, facts: facts, matters: matters, links: links,
		barriers: barriers, document: w.Key.Seal(document, contributionPlace(c.ID))}, nil
}
