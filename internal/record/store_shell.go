package record

import (
	"context"

	"stablefutures/internal/db"
)

func listShells(ctx context.Context, tx *db.Tx, after string, limit int) (list []personRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var p personRow
		err := r.Scan(&p.id, &p.organisation, &p.nation, &p.openedAt)
		list = append(list, p)
		return err
	}, `select id, organisation_id, nation, opened_at from record_people where id > $1 order by id limit $2`, after, limit)
	return list, err
}
