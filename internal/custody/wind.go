package custody

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// windAtOnce is how many records are looked through at a time for those without a clock.
const windAtOnce = 200

// WindMissing reckons the clock of every record that has none and says how many it wound: records from before there were
// clocks, which nobody has saved since. Each leaves an entry, as everything done to a record does. It is safe to stop, to
// start again and to run on several servers; a record that is destroyed meanwhile is passed over.
func (s *Service) WindMissing(ctx context.Context) (n int, err error) {
	for after := ""; ; {
		var ids, missing []string
		err := s.door.Background(ctx, func(w *access.Work) (err error) {
			if ids, err = record.IDs(ctx, w, after, windAtOnce); err != nil || len(ids) == 0 {
				return err
			}
			missing, err = listWithoutClock(ctx, w.Tx, ids)
			return err
		})
		if err != nil || len(ids) == 0 {
			return n, err
		}
		for _, id := range missing {
			err := s.door.Do(ctx, permit.System, permit.Operate, access.Record(id), func(w *access.Work) error {
				w.Note("clock")
				return s.Wind(ctx, w, id)
			})
			if problem.Is(err, problem.NotFound) {
				continue
			}
			if err != nil {
				return n, fmt.Errorf("wind a clock: %w", err)
			}
			n++
		}
		after = ids[len(ids)-1]
	}
}
