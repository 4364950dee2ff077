package conversation

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// Erase deletes a record's conversations; record calls it while destroying the record.
func Erase(ctx context.Context, w *access.Work, recordID string) error {
	return deleteRecord(ctx, w.Tx, recordID)
}

// Now gives the room's clock.
func (s *Service) Now() time.Time { return s.door.Now() }

// NewID makes an identifier for a form to carry, so that sending it twice saves once.
func NewID() string { return db.NewID() }
