package custody

import (
	"context"
	"slices"

	"stablefutures/internal/db"
)

// listWithoutClock gives those of records, which are in order of their ids, that have no clock.
func listWithoutClock(ctx context.Context, tx *db.Tx, records []string) (missing []string, err error) {
	have := map[string]bool{}
	err = tx.Each(ctx, func(r *db.Rows) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		have[id] = true
		return nil
	}, `select record_id from custody_clocks where record_id >= $1 and record_id <= $2`, records[0], records[len(records)-1])
	return slices.DeleteFunc(slices.Clone(records), func(id string) bool { return have[id] }), err
}
