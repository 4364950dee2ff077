package conversation

import (
	"context"
	"time"

	"stablefutures/internal/access"
)

// NewSitting is what opening a sitting needs. ID may be made by the client, so that a repeat is harmless.
type NewSitting struct {
	ID        string
	Record    string
	EditionID string
	Setup     Setup
	HeldAt    time.Time // when it was held, where that was before it came here; zero for now
}

// at is when a sitting began: never after now.
func (n NewSitting) at(w *access.Work) time.Time {
	if n.HeldAt.IsZero() || n.HeldAt.After(w.At) {
		return w.At
	}
	return n.HeldAt
}

// Held is nil when the record has a sitting of this id, NotFound otherwise: for rooms below, whose rows point at one.
func Held(ctx context.Context, w *access.Work, recordID, id string) error {
	_, err := findSitting(ctx, w.Tx, recordID, id)
	return err
}
