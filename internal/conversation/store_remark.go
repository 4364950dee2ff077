package conversation

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

type remarkRow struct {
	id, record, kind, about, whom, adult, author, place, at string
	document                                                []byte
}

const remarkColumns = `id, record_id, kind, about, whom, adult_id, author_id, place, at, document`

func (m *remarkRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&m.id, &m.record, &m.kind, &m.about, &m.whom, &m.adult, &m.author, &m.place, &m.at, &m.document)
}

func insertRemark(ctx context.Context, tx *db.Tx, m remarkRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_remarks
		(id, record_id, kind, about, whom, adult_id, author_id, place, at, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.id, m.record, m.kind, m.about, m.whom, m.adult, m.author, m.place, m.at, m.document)
	return err
}

// findRemark looks in every record, so that an id that is taken elsewhere is a Conflict and never a second row.
func findRemark(ctx context.Context, tx *db.Tx, id string) (m remarkRow, err error) {
	err = m.scan(tx.QueryRow(ctx, `select `+remarkColumns+` from conversation_remarks where id = $1`, id))
	return m, err
}

func listRemarks(ctx context.Context, tx *db.Tx, record string) ([]remarkRow, error) {
	var rows []remarkRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var m remarkRow
		err := m.scan(r)
		rows = append(rows, m)
		return err
	}, `select `+remarkColumns+` from conversation_remarks where record_id = $1 order by at, id`, record)
	return rows, err
}

type replyRow struct {
	id, remark, record, author, kind, at string
	document                             []byte
}

func insertReply(ctx context.Context, tx *db.Tx, a replyRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_remark_replies
		(id, remark_id, record_id, author_id, kind, at, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		a.id, a.remark, a.record, a.author, a.kind, a.at, a.document)
	return err
}

func listReplies(ctx context.Context, tx *db.Tx, record string) ([]replyRow, error) {
	var rows []replyRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var a replyRow
		err := r.Scan(&a.id, &a.remark, &a.record, &a.author, &a.kind, &a.at, &a.document)
		rows = append(rows, a)
		return err
	}, `select id, remark_id, record_id, author_id, kind, at, document from conversation_remark_replies
		where record_id = $1 order by at, id`, record)
	return rows, err
}

// listOpenRemarks gives those without an answer on records that who lists may open.
func listOpenRemarks(ctx context.Context, l *access.Listing) (list []OpenRemark, err error) {
	v := l.Visible("m.record_id", 1)
	err = l.Tx.Each(ctx, func(r *db.Rows) error {
		var m OpenRemark
		var at string
		var read int
		if err := r.Scan(&m.ID, &m.Record, &m.Adult, &m.Kind, &m.Whom, &at, &read); err != nil {
			return err
		}
		m.Read = read > 0
		m.At, err = db.ParseTime(at)
		list = append(list, m)
		return err
	}, `select m.id, m.record_id, m.adult_id, m.kind, m.whom, m.at,
		(select count(*) from conversation_remark_replies a where a.remark_id = m.id)
		from conversation_remarks m where `+v.SQL+notAnswered+`
		order by m.at, m.id limit 500`, v.Args...)
	return list, err
}

// notAnswered leaves out what has an answer.
const notAnswered = ` and not exists
		(select 1 from conversation_remark_replies a where a.remark_id = m.id and a.kind = 'answered')`

func countOpenRemarks(ctx context.Context, tx *db.Tx, v access.Fragment) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from conversation_remarks m where `+v.SQL+notAnswered, v.Args...).Scan(&n)
	return n, err
}
