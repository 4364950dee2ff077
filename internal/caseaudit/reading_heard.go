package caseaudit

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// HeardHere is what a record kept here holds that an auditor reads for: what the young person said of each outcome, in their own
// words, and what can be pointed at as evidence.
type HeardHere struct {
	Record   string
	Way      WayIn
	Outcomes map[string]*conversation.Outcome // by code; what the young person raised themselves
	Sittings []conversation.Summary           // without what was said in them
	Promises []promise.Promise                // empty where the auditor was not let into promises
}

// Heard opens, for the rater of a rating, what their case's record holds. Without a record here, or where the team has not let
// them in, it says how it stands and opens nothing: the audit goes on from paper.
func (s *Service) Heard(ctx context.Context, who permit.Actor, p RatingPage) (h HeardHere, err error) {
	h.Way = WayElsewhere
	if p.Rater != who.ID || p.Case.Record == "" {
		return h, nil
	}
	if h.Way, err = s.myWay(ctx, who, p); err != nil || h.Way != WayOpen {
		return h, err
	}
	err = s.door.Read(ctx, who, permit.ReadConversation, access.Record(p.Case.Record), func(w *access.Work) error {
		picture, err := conversation.FindPicture(ctx, w, p.Case.Record)
		if err != nil {
			return err
		}
		if h.Sittings, err = conversation.Summaries(ctx, w, p.Case.Record); err != nil {
			return err
		}
		for i := range h.Sittings {
			h.Sittings[i].Contributions, h.Sittings[i].Marks = nil, nil
		}
		h.Record, h.Outcomes = p.Case.Record, picture.Outcomes(p.Edition, true)
		return nil
	})
	if notOpen(err) {
		return HeardHere{Way: WayEnded}, nil // let into something else than what was said
	}
	if err != nil {
		return HeardHere{}, fmt.Errorf("read what was said: %w", err)
	}
	err = s.door.Read(ctx, who, permit.ReadPromises, access.Record(p.Case.Record), func(w *access.Work) error {
		h.Promises, err = promise.List(ctx, w, p.Case.Record)
		return err
	})
	if err != nil && !notOpen(err) {
		return HeardHere{}, fmt.Errorf("read what was promised: %w", err)
	}
	return h, nil
}

func notOpen(err error) bool {
	return problem.Is(err, problem.NotFound) || problem.Is(err, problem.Forbidden)
}

// myWay is how the rater of a page stands to the record that their case is.
func (s *Service) myWay(ctx context.Context, who permit.Actor, p RatingPage) (WayIn, error) {
	all, err := s.Lettings(ctx, who, p.Programme.ID)
	if problem.Is(err, problem.Forbidden) {
		return WayTeam, nil // an agency's own part is read through the team
	}
	if err != nil {
		return "", err
	}
	for _, l := range all[p.Case.ID] {
		if l.Auditor == who.ID {
			return l.Way, nil
		}
	}
	return WayWaits, nil
}
