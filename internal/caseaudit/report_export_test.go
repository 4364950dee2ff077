package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// ReadAndLock writes a whole reading of a case as whoever was given it, and locks it.
func (s *Service) ReadAndLock(ctx context.Context, who permit.Actor, caseID string, r Reading) error {
	id := ""
	err := s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		mine, err := w.MyRatings(ctx)
		for _, one := range mine {
			if one.Case == caseID && one.Waits() {
				id = one.ID
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.RateCase, access.Rating(id), func(w *access.Work) error {
		if err := saveReading(ctx, w, id, caseID, r); err != nil {
			return err
		}
		return w.LockRating(ctx)
	})
}

// GiveSecond lets a second auditor read a case apart from the first.
func (s *Service) GiveSecond(ctx context.Context, who permit.Actor, caseID, auditor string) error {
	return s.plan(ctx, who, func(w *access.Work) error {
		_, err := w.GiveRating(ctx, caseID, auditor, access.RatingSecond)
		return err
	})
}

// Tells is tells.
var Tells = tells
