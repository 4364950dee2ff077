package caseaudit

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// WriteReading writes a reading as its rater, and locks it where that is asked: what a test needs of reading a case.
func (s *Service) WriteReading(ctx context.Context, who permit.Actor, rating string, r Reading, lock bool) error {
	return s.door.Do(ctx, who, permit.RateCase, access.Rating(rating), func(w *access.Work) error {
		head, err := w.RatingHead(ctx)
		if err == nil {
			err = saveReading(ctx, w, rating, head.Case, r)
		}
		if err == nil && lock {
			err = w.LockRating(ctx)
		}
		return err
	})
}

// RatingsOfMine lists the ratings that somebody was given.
func (s *Service) RatingsOfMine(ctx context.Context, who permit.Actor) (list []access.RatingHead, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = w.MyRatings(ctx)
		return err
	})
	return list, err
}

// WayAt follows a case whose ratings were all locked at a time, and of which nothing was left to settle at another, without
// concerns and actions.
func WayAt(p Programme, c Case, completed, moderated, now time.Time) Way {
	return p.wayOf(c, wayFacts{completed: completed, moderated: moderated}, now)
}
