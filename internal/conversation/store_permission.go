package conversation

import (
	"context"

	"stablefutures/internal/db"
)

type permissionRow struct {
	id, record, contribution, item, recipient, answer, given, author, at string
	document                                                             []byte
}

const permissionColumns = `id, record_id, contribution_id, item, recipient, answer, given, author_id, at, document`

func (p *permissionRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&p.id, &p.record, &p.contribution, &p.item, &p.recipient, &p.answer, &p.given, &p.author, &p.at, &p.document)
}

func insertPermission(ctx context.Context, tx *db.Tx, p permissionRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_permissions
		(id, record_id, contribution_id, item, recipient, answer, given, author_id, at, document) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.id, p.record, p.contribution, p.item, p.recipient, p.answer, p.given, p.author, p.at, p.document)
	return err
}

// findPermission looks in every record, so that an id that is taken elsewhere is a Conflict and never a second row.
func findPermission(ctx context.Context, tx *db.Tx, id string) (p permissionRow, err error) {
	err = p.scan(tx.QueryRow(ctx, `select `+permissionColumns+` from conversation_permissions where id = $1`, id))
	return p, err
}

func listPermissions(ctx context.Context, tx *db.Tx, record string) ([]permissionRow, error) {
	var rows []permissionRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var p permissionRow
		if err := p.scan(r); err != nil {
			return err
		}
		rows = append(rows, p)
		return nil
	}, `select `+permissionColumns+` from conversation_permissions where record_id = $1 order by at, id`, record)
	return rows, err
}
