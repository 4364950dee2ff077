package record

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// Shell is what stands of a record in clear: nothing that tells of anybody.
type Shell struct {
	ID, Organisation, Nation string
	OpenedAt                 time.Time
}

// Shells lists records in the order of their ids, after one, within a work that is already decided: for what the program
// reckons over all of them and opens none.
func Shells(ctx context.Context, w *access.Work, after string, limit int) ([]Shell, error) {
	rows, err := listShells(ctx, w.Tx, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list records: %w", err)
	}
	list := make([]Shell, len(rows))
	for i, r := range rows {
		list[i] = Shell{ID: r.id, Organisation: r.organisation, Nation: r.nation}
		if list[i].OpenedAt, err = db.ParseTime(r.openedAt); err != nil {
			return nil, fmt.Errorf("list records: %w", err)
		}
	}
	return list, nil
}
