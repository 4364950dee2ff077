package promise

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
)

// Standing is where one promise stands, as codes alone.
type Standing struct {
	MadeAt    time.Time
	Agency    bool // it is an agency's own, and not of those who hold the record
	EditionID string
	Items     []string // codes of the edition, or ids of topics of the young person's own
	State     State
	Told      bool // the young person was told of the last thing that happened
}

// StandingOf gives where the promises of some records stand, the oldest first, without opening any, within a work that is already
// decided. For what is reckoned over all records and goes to disclosure control.
func StandingOf(ctx context.Context, w *access.Work, records []string) (map[string][]Standing, error) {
	all, err := listStanding(ctx, w.Tx, records)
	if err != nil {
		return nil, fmt.Errorf("list promises: %w", err)
	}
	return all, nil
}

// Stood gives, for each record with promises, a text that is another one once anything that StandingOf gives of it is.
func Stood(ctx context.Context, w *access.Work) (map[string]string, error) {
	stamps, err := listStood(ctx, w.Tx)
	if err != nil {
		return nil, fmt.Errorf("list records with promises: %w", err)
	}
	return stamps, nil
}
