package conversation

import (
	"context"

	"stablefutures/internal/db"
)

type markRow struct {
	id, sitting, record, author, kind, at, about string
	document                                     []byte
}

const markColumns = `id, sitting_id, record_id, author_id, kind, at, about, document`

func (m *markRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&m.id, &m.sitting, &m.record, &m.author, &m.kind, &m.at, &m.about, &m.document)
}

func insertMark(ctx context.Context, tx *db.Tx, m markRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_marks
		(id, sitting_id, record_id, author_id, kind, at, about, document) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.id, m.sitting, m.record, m.author, m.kind, m.at, m.about, m.document)
	return err
}

// findMark looks in every record, so that an id that is taken elsewhere is a Conflict and never a second row.
func findMark(ctx context.Context, tx *db.Tx, id string) (m markRow, err error) {
	err = m.scan(tx.QueryRow(ctx, `select `+markColumns+` from conversation_marks where id = $1`, id))
	return m, err
}

func listMarks(ctx context.Context, tx *db.Tx, record string) ([]markRow, error) {
	var rows []markRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var m markRow
		if err := m.scan(r); err != nil {
			return err
		}
		rows = append(rows, m)
		return nil
	}, `select `+markColumns+` from conversation_marks where record_id = $1 order by at, id`, record)
	return rows, err
}
