package conversation

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
)

// Talked is one time that a view was talked through or withheld, with the id it is stored under.
type Talked struct {
	ID           string
	Contribution string
	Talk
}

// Talks gives every time that one of a record's views was talked through or withheld, the oldest first: for rooms
// below, within a use case that is already decided. A Contribution knows only its last.
func Talks(ctx context.Context, w *access.Work, recordID string) ([]Talked, error) {
	rows, err := listTalks(ctx, w.Tx, recordID)
	if err != nil {
		return nil, fmt.Errorf("list talks: %w", err)
	}
	list := make([]Talked, len(rows))
	for i, row := range rows {
		list[i] = Talked{ID: row.id, Contribution: row.contribution}
		if list[i].Talk, err = openTalk(w, row); err != nil {
			return nil, fmt.Errorf("open talk: %w", err)
		}
	}
	return list, nil
}
