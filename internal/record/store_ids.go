package record

import (
	"context"

	"stablefutures/internal/db"
)

func listIDs(ctx context.Context, tx *db.Tx, after string, limit int) (ids []string, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
		return nil
	}, `select id from record_people where id > $1 order by id limit $2`, after, limit)
	return ids, err
}

func listIDsOf(ctx context.Context, tx *db.Tx, organisation string) (ids []string, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select id from record_people where organisation_id = $1 order by id`, organisation)
	return ids, err
}

// listKept reads only what stands open beside a record: its id, its nation and when it was begun.
func listKept(ctx context.Context, tx *db.Tx, organisation string) (rows []personRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var p personRow
		err := r.Scan(&p.id, &p.nation, &p.openedAt)
		rows = append(rows, p)
		return err
	}, `select id, nation, opened_at from record_people where organisation_id = $1 order by id`, organisation)
	return rows, err
}
