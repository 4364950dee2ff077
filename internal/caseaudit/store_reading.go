package caseaudit

import (
	"context"

	"stablefutures/internal/access"
)

// programmeOfCase gives the id of the programme that a case is part of.
func programmeOfCase(ctx context.Context, w *access.Work, caseID string) (id string, err error) {
	err = w.Tx.QueryRow(ctx, `select programme_id from caseaudit_cases where id = $1`, caseID).Scan(&id)
	return id, err
}
