package conversation

import (
	"context"

	"stablefutures/internal/db"
)

// findArrivalOf gives the arrival that a record's sitting was taken in from: the first, where corrections came after it.
func findArrivalOf(ctx context.Context, tx *db.Tx, record, sitting string) (Arrival, error) {
	return scanArrival(tx.QueryRow(ctx, `select `+arrivalColumns+` from conversation_arrivals
		where sitting_id = $1 and settled_record = $2 and state = 'taken_in' order by settled_at, id limit 1`, sitting, record))
}

func insertMisplaced(ctx context.Context, tx *db.Tx, sitting, record, at, author string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into conversation_misplaced (sitting_id, record_id, at, author_id, document)
		values ($1, $2, $3, $4, $5)`, sitting, record, at, author, document)
	return err
}

func listMisplaced(ctx context.Context, tx *db.Tx, record string) (list []Mislaid, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var m Mislaid
		var at string
		if err := r.Scan(&m.Sitting, &m.Record, &at, &m.By); err != nil {
			return err
		}
		var err error
		m.At, err = db.ParseTime(at)
		list = append(list, m)
		return err
	}, `select sitting_id, record_id, at, author_id from conversation_misplaced where record_id = $1 order by at, sitting_id`, record)
	return list, err
}

// blankRows takes the rows of a sitting off its record and every word out of them.
func blankRows(ctx context.Context, tx *db.Tx, record, sitting string, note []byte) error {
	for _, statement := range []string{
		`update conversation_talks set record_id = '', document = $1 where record_id = $2 and contribution_id in
			(select id from conversation_contributions where sitting_id = $3)`,
		`update conversation_permissions set record_id = '', document = $1 where record_id = $2 and contribution_id in
			(select id from conversation_contributions where sitting_id = $3)`,
		`update conversation_contributions set record_id = '', facts = $1, matters = '[]', links = '[]', barriers = '[]', document = $1
			where record_id = $2 and sitting_id = $3`,
		`update conversation_marks set record_id = '', document = $1 where record_id = $2 and sitting_id = $3`,
		`update conversation_sittings set record_id = '', document = $1 where record_id = $2 and id = $3`,
	} {
		if _, err := tx.Exec(ctx, statement, note, record, sitting); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `delete from conversation_drafts where record_id = $1 and sitting_id = $2`, record, sitting)
	return err
}

// detachArrivals says of what was taken in for a sitting, or waits beside it, that it belongs to no record any more.
func detachArrivals(ctx context.Context, tx *db.Tx, record, sitting, ticket string) error {
	_, err := tx.Exec(ctx, `update conversation_arrivals set record_id = '', settled_record = '', sitting_id = ''
		where sitting_id = $1 and (settled_record = $2 or record_id = $2)`, sitting, record)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update conversation_tickets set record_id = '' where id = $1`, ticket)
	return err
}

// lastEnded gives when the last of a record's sittings ended or was opened, "" when there is none.
func lastEnded(ctx context.Context, tx *db.Tx, record string) (at string, err error) {
	err = tx.QueryRow(ctx, `select coalesce(max(case when ended_at = '' then opened_at else ended_at end), '')
		from conversation_sittings where record_id = $1`, record).Scan(&at)
	return at, err
}
