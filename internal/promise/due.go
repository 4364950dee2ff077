package promise

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
)

// DueBetween gives the records with a promise that was due on one of some days, the first and the last among them, without
// opening any: for a room below that draws cases by lot, and keeps to the records that it may know of.
func DueBetween(ctx context.Context, w *access.Work, from, to string) (map[string]bool, error) {
	due, err := listDue(ctx, w.Tx, from, to)
	if err != nil {
		return nil, fmt.Errorf("list where promises were due: %w", err)
	}
	return due, nil
}
