package record

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// Kept is what can be said of a record without opening it.
type Kept struct {
	ID       string
	Nation   string
	OpenedAt time.Time
}

// KeptBy gives what can be said of each record that the organisation of who acts keeps, restricted ones too, without opening
// any: for a room below that draws cases by lot. It needs no key and reads nothing that is sealed; the use case that asks was
// decided on the organisation.
func KeptBy(ctx context.Context, w *access.Work) (list []Kept, err error) {
	rows, err := listKept(ctx, w.Tx, w.Who.Organisation)
	if err != nil {
		return nil, fmt.Errorf("list what is kept: %w", err)
	}
	for _, row := range rows {
		at, err := db.ParseTime(row.openedAt)
		if err != nil {
			return nil, err
		}
		list = append(list, Kept{row.id, row.nation, at})
	}
	return list, nil
}
