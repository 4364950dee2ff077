package conversation

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
)

// HeardBetween gives the records in which a young person said something in a conversation from one moment on and before
// another, without opening any: for a room below that draws cases by lot, and keeps to the records that it may know of.
func HeardBetween(ctx context.Context, w *access.Work, from, before time.Time) (map[string]bool, error) {
	heard, err := listHeard(ctx, w.Tx, from, before)
	if err != nil {
		return nil, fmt.Errorf("list who was heard: %w", err)
	}
	return heard, nil
}
