package record

import (
	"context"

	"stablefutures/internal/db"
)

type safetyRow struct {
	id, record, part, at, author string
	document                     []byte
}

func insertSafety(ctx context.Context, tx *db.Tx, r safetyRow) error {
	_, err := tx.Exec(ctx, `insert into record_safety (id, record_id, part, at, author_id, document) values ($1, $2, $3, $4, $5, $6)`,
		r.id, r.record, r.part, r.at, r.author, r.document)
	return err
}

// findSafety looks in every record, so that an id that is taken elsewhere is a Conflict.
func findSafety(ctx context.Context, tx *db.Tx, id string) (r safetyRow, err error) {
	err = tx.QueryRow(ctx, `select id, record_id, part, at, author_id, document from record_safety where id = $1`, id).
		Scan(&r.id, &r.record, &r.part, &r.at, &r.author, &r.document)
	return r, err
}

// listSafety gives everything that was ever written on the page, the oldest first.
func listSafety(ctx context.Context, tx *db.Tx, record string) ([]safetyRow, error) {
	var rows []safetyRow
	err := tx.Each(ctx, func(found *db.Rows) error {
		var r safetyRow
		if err := found.Scan(&r.id, &r.record, &r.part, &r.at, &r.author, &r.document); err != nil {
			return err
		}
		rows = append(rows, r)
		return nil
	}, `select id, record_id, part, at, author_id, document from record_safety where record_id = $1 order by at, id`, record)
	return rows, err
}
