package promise

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// Rebuild derives every promise's state, day and told-back anew from its events, and says how many promises it read.
// What it finds right it leaves alone, so that it is safe to stop and start again.
func (s *Service) Rebuild(ctx context.Context) (n int, err error) {
	after := ""
	for {
		var ids []string
		err := s.door.Background(ctx, func(w *access.Work) (err error) {
			ids, err = listRecords(ctx, w.Tx, after, 100)
			return err
		})
		if err != nil || len(ids) == 0 {
			return n, err
		}
		for _, id := range ids {
			read, err := s.remake(ctx, id)
			if err != nil {
				return n, fmt.Errorf("remake promises: %w", err)
			}
			n += read
		}
		after = ids[len(ids)-1]
	}
}

func (s *Service) remake(ctx context.Context, recordID string) (n int, err error) {
	err = s.door.Do(ctx, permit.System, permit.Operate, access.Record(recordID), func(w *access.Work) error {
		rows, err := listPromises(ctx, w.Tx, recordID)
		if err != nil {
			return err
		}
		events, err := listEvents(ctx, w.Tx, recordID)
		if err != nil {
			return err
		}
		n = len(rows)
		for _, r := range rows {
			was, now := r.Promise, r.Promise
			for _, e := range events {
				if e.promise != r.ID {
					continue
				}
				if err := now.follow(e.Event); err != nil {
					return fmt.Errorf("replay event %s: %w", e.ID, err)
				}
			}
			if now.State == was.State && now.DueOn == was.DueOn && now.StateAt.Equal(was.StateAt) && now.ToldAt.Equal(was.ToldAt) {
				continue
			}
			w.Note(r.ID)
			if err := updateState(ctx, w.Tx, now, was.State); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}
