package caseaudit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// HeldAudit is what an audit of practice holds about a young person whose record was one of its cases. What was found of the
// service, and how that was graded, is about the service and is not among it.
type HeldAudit struct {
	Case      string // id
	Purpose   string
	DrawnAt   time.Time
	Unit      string // what the case is called in the audit
	LeftOut   bool
	Waits     bool // somebody has not ended their reading: it is theirs alone until all have
	Readings  []HeldReading
	TeamSaid  []HeldWords // about letting an auditor in
	Told      []HeldWords // what they said to somebody for the audit, once all have ended their reading
	Programme string      // id
}

// HeldReading is what one reader wrote of the young person's life, and how they know.
type HeldReading struct {
	ID, By     string
	At         time.Time
	Life, Know string
	Heard      map[string]string // what the young person said of an outcome, as the reader quotes it, by the outcome's code
}

// HeldWords is what somebody of the team wrote.
type HeldWords struct {
	ID, By string
	At     time.Time
	Text   string
}

// AuditsOf gives what audits hold about the young person of the work's record, for whoever gives them what is held, or takes the
// record out. A reading that is still its rater's alone is not opened; that there is one is said.
func (s *Service) AuditsOf(ctx context.Context, w *access.Work, record string) (list []HeldAudit, err error) {
	links, err := linksTo(ctx, w, record)
	if err != nil {
		return nil, fmt.Errorf("find audits of a record: %w", err)
	}
	for _, l := range links {
		p, c, err := s.caseOf(ctx, w, l.programme, l.caseID)
		if problem.Is(err, problem.NotFound) {
			continue // an audit of another organisation, which keeps its own
		}
		if err != nil {
			return nil, fmt.Errorf("find audits of a record: %w", err)
		}
		if !c.In() && c.Out() == nil {
			continue // it only stands in: nobody looked
		}
		held := HeldAudit{Case: c.ID, Programme: p.ID, Purpose: p.Plan.Purpose, DrawnAt: p.Draw.At, Unit: c.Unit.ID, LeftOut: !c.In()}
		if held.Readings, held.Waits, err = heldReadings(ctx, w, c.ID); err != nil {
			return nil, err
		}
		if held.TeamSaid, err = letsOf(ctx, w, c.ID); err != nil {
			return nil, err
		}
		if !held.Waits {
			if held.Told, err = toldBy(ctx, w, c.ID); err != nil {
				return nil, err
			}
		}
		list = append(list, held)
	}
	return list, nil
}

func heldReadings(ctx context.Context, w *access.Work, caseID string) (list []HeldReading, waits bool, err error) {
	open, waits, err := w.HeldRatings(ctx, []string{caseID})
	if err != nil {
		return nil, false, err
	}
	for _, one := range open {
		document, err := findReading(ctx, w, one.ID)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		var r Reading
		if err == nil {
			err = access.OpenDocument(one.Key, "caseaudit_ratings", one.ID, document, &r)
		}
		if err != nil {
			return nil, false, err
		}
		h := HeldReading{ID: one.ID, By: one.Rater, At: one.LockedAt, Life: r.Life, Know: r.Know, Heard: map[string]string{}}
		for code, o := range r.Outcomes {
			if o.Words != "" {
				h.Heard[code] = o.Words
			}
		}
		list = append(list, h)
	}
	return list, waits, nil
}

// toldBy gives what the young person said about their case, for the audit. What carers and others said is theirs, and stays.
func toldBy(ctx context.Context, w *access.Work, caseID string) (list []HeldWords, err error) {
	notes, words, err := opened[HeardWords](ctx, w, caseID, noteHeard)
	for i, n := range notes {
		if words[i].From == "young" {
			list = append(list, HeldWords{ID: n.ID, By: n.By, At: n.At, Text: words[i].Said})
		}
	}
	return list, err
}

// letsOf opens what teams said about letting auditors in.
func letsOf(ctx context.Context, w *access.Work, caseID string) ([]HeldWords, error) {
	key, err := w.CaseKey(ctx, caseID)
	if errors.Is(err, seal.ErrDestroyed) || err == nil && key.IsZero() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return listLets(ctx, w, caseID, key)
}
