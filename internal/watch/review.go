package watch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// Due is a record with when somebody last went through who may open it.
type Due struct {
	Record string
	Last   time.Time // zero: never
	Over   bool      // it is time again
}

// reviewedMost is how many records a list of reviews goes through at once.
const reviewedMost = 200

// Reviews lists the records that who decides over, those that were never gone through first, then the oldest.
func (s *Service) Reviews(ctx context.Context, who permit.Actor) (due []Due, err error) {
	err = s.door.List(ctx, who, permit.ReviewAccess, func(l *access.Listing) error {
		ids, err := l.Mine(ctx, reviewedMost)
		if err != nil || len(ids) == 0 {
			return err
		}
		last := map[string]string{}
		for batch := range slices.Chunk(ids, 200) {
			part, err := listReviewed(ctx, l.Tx, batch)
			if err != nil {
				return err
			}
			for id, at := range part {
				last[id] = at
			}
		}
		due = due[:0]
		for _, id := range ids {
			d := Due{Record: id, Over: true}
			if at := last[id]; at != "" {
				if d.Last, err = db.ParseTime(at); err != nil {
					return err
				}
				d.Over = !l.At.Before(d.Last.AddDate(0, ReviewAfter, 0))
			}
			due = append(due, d)
		}
		slices.SortFunc(due, func(a, b Due) int {
			if c := a.Last.Compare(b.Last); c != 0 {
				return c
			}
			return strings.Compare(a.Record, b.Record)
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list reviews: %w", err)
	}
	return due, nil
}

// Reviewed says that who went through everybody who may open a record, and kept or ended each.
func (s *Service) Reviewed(ctx context.Context, who permit.Actor, record string) error {
	err := s.door.Do(ctx, who, permit.GiveGrant, access.Record(record), func(w *access.Work) error {
		id := db.NewID()
		w.Note("reviewed", id)
		return insertReview(ctx, w.Tx, id, record, who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("say that a record was gone through: %w", err)
	}
	return nil
}

// Erase forgets that a record was ever gone through: record.OnErase calls it.
func Erase(ctx context.Context, w *access.Work, record string) error {
	return deleteReviews(ctx, w.Tx, record)
}
