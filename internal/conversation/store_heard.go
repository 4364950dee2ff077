package conversation

import (
	"context"
	"time"

	"stablefutures/internal/db"
)

func listHeard(ctx context.Context, tx *db.Tx, from, before time.Time) (map[string]bool, error) {
	heard := map[string]bool{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		heard[id] = true
		return err
	}, `select distinct record_id from conversation_contributions where perspective = 'young_person' and at >= $1 and at < $2`, db.Time(from), db.Time(before))
	return heard, err
}
