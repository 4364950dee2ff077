package conversation

import (
	"context"

	"stablefutures/internal/access"
)

// Held is nil when the record has a sitting of this id, NotFound otherwise: for rooms below, whose rows point at one.
func Held(ctx context.Context, w *access.Work, recordID, id string) error {
	_, err := findSitting(ctx, w.Tx, recordID, id)
	return err
}
