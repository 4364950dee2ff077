package loading

import (
	"context"

	"stablefutures/internal/db"
)

type additionRow struct {
	id, month string
	document  []byte
}

// insertAddition keeps an addition once, however often it is sent.
func insertAddition(ctx context.Context, tx *db.Tx, id, organisation, month string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into loading_additions (id, organisation_id, month, document) values ($1, $2, $3, $4)
		on conflict do nothing`, id, organisation, month, document)
	return err
}

func listAdditions(ctx context.Context, tx *db.Tx, organisation string) ([]additionRow, error) {
	var rows []additionRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var a additionRow
		err := r.Scan(&a.id, &a.month, &a.document)
		rows = append(rows, a)
		return err
	}, `select id, month, document from loading_additions where organisation_id = $1 order by month desc, id`, organisation)
	return rows, err
}

type changeRow struct {
	id, addition, kind string
	document           []byte
}

func insertChange(ctx context.Context, tx *db.Tx, addition string, place int, at, author string, c changeRow) error {
	_, err := tx.Exec(ctx, `insert into loading_changes (id, addition_id, place, at, author_id, kind, document)
		values ($1, $2, $3, $4, $5, $6, $7)`, c.id, addition, place, at, author, c.kind, c.document)
	return err
}

func listChanges(ctx context.Context, tx *db.Tx, organisation string) ([]changeRow, error) {
	var rows []changeRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c changeRow
		err := r.Scan(&c.id, &c.addition, &c.kind, &c.document)
		rows = append(rows, c)
		return err
	}, `select c.id, c.addition_id, c.kind, c.document from loading_changes c
		join loading_additions a on a.id = c.addition_id where a.organisation_id = $1 order by c.addition_id, c.place`, organisation)
	return rows, err
}

func findChange(ctx context.Context, tx *db.Tx, addition, id string) (there bool, err error) {
	err = tx.Each(ctx, func(*db.Rows) error { there = true; return nil },
		`select id from loading_changes where addition_id = $1 and id = $2`, addition, id)
	return there, err
}
