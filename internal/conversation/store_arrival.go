package conversation

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

const arrivalColumns = `id, ticket_id, record_id, worker_id, organisation_id, device_id, seq, is_last, made_at, offset_seconds, arrived_at,
	key_id, enc, ct, token, state, reason, settled_at, settled_by, settled_record, sitting_id`

func scanArrival(r interface{ Scan(...any) error }) (a Arrival, err error) {
	var arrived string
	err = r.Scan(&a.ID, &a.Ticket, &a.Record, &a.Worker, &a.Organisation, &a.Device, &a.Seq, &a.Last, &a.MadeAt, &a.Offset, &arrived,
		&a.Key, &a.enc, &a.ct, &a.Token, &a.State, &a.Reason, &a.SettledAt, &a.SettledBy, &a.SettledIn, &a.Sitting)
	if err != nil {
		return a, err
	}
	a.ArrivedAt, err = db.ParseTime(arrived)
	return a, err
}

func collectArrivals(rows *[]Arrival) func(*db.Rows) error {
	return func(r *db.Rows) error {
		a, err := scanArrival(r)
		*rows = append(*rows, a)
		return err
	}
}

func insertArrival(ctx context.Context, tx *db.Tx, a Arrival) error {
	_, err := tx.Exec(ctx, `insert into conversation_arrivals (id, ticket_id, record_id, worker_id, organisation_id, device_id, seq,
		is_last, made_at, offset_seconds, arrived_at, key_id, enc, ct, token, state, reason, settled_at, settled_by, settled_record,
		sitting_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		a.ID, a.Ticket, a.Record, a.Worker, a.Organisation, a.Device, a.Seq, a.Last, a.MadeAt, a.Offset, db.Time(a.ArrivedAt),
		a.Key, a.enc, a.ct, a.Token, a.State, a.Reason, a.SettledAt, a.SettledBy, a.SettledIn, a.Sitting)
	return err
}

func findArrival(ctx context.Context, tx *db.Tx, id string) (Arrival, error) {
	return scanArrival(tx.QueryRow(ctx, `select `+arrivalColumns+` from conversation_arrivals where id = $1`, id))
}

func listTicketArrivals(ctx context.Context, tx *db.Tx, ticket string) (rows []Arrival, err error) {
	err = tx.Each(ctx, collectArrivals(&rows), `select `+arrivalColumns+` from conversation_arrivals
		where ticket_id = $1 order by seq, id`, ticket)
	return rows, err
}

// listRecordArrivals gives what came in for a record, the oldest first.
func listRecordArrivals(ctx context.Context, tx *db.Tx, record string) (rows []Arrival, err error) {
	err = tx.Each(ctx, collectArrivals(&rows), `select `+arrivalColumns+` from conversation_arrivals
		where record_id = $1 or settled_record = $1 order by arrived_at, id`, record)
	return rows, err
}

func countUnknown(ctx context.Context, tx *db.Tx, worker string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from conversation_arrivals
		where worker_id = $1 and state = 'quarantined' and reason = 'unknown'`, worker).Scan(&n)
	return n, err
}

func deleteArrival(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `delete from conversation_arrivals where id = $1`, id)
	return err
}

// listKeysInUse gives the receiving keys that something still waits for: an envelope, or a ticket that was not used.
func listKeysInUse(ctx context.Context, tx *db.Tx) (ids []string, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select distinct key_id from conversation_arrivals where state in ('waiting', 'quarantined')`)
	return ids, err
}

// settleArrival empties an envelope for good.
func settleArrival(ctx context.Context, tx *db.Tx, id, state, at, by, record, sitting string) error {
	return tx.ExecOne(ctx, `update conversation_arrivals set state = $1, settled_at = $2, settled_by = $3, settled_record = $4,
		sitting_id = $5, enc = $6, ct = $6, token = ''
		where id = $7 and state in ('waiting', 'quarantined')`, state, at, by, record, sitting, []byte{}, id)
}

func quarantineArrival(ctx context.Context, tx *db.Tx, id, reason string) error {
	_, err := tx.Exec(ctx, `update conversation_arrivals set state = 'quarantined', reason = $1
		where id = $2 and state = 'waiting'`, reason, id)
	return err
}

func sittingExists(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `select count(*) from conversation_sittings where id = $1`, id).Scan(&n)
	return n > 0, err
}

// listLive gives what waits: a worker's own, and for a manager that of the organisation too.
func listLive(ctx context.Context, l *access.Listing) (rows []Arrival, err error) {
	organisation := ""
	if l.Who.Is(permit.Manager) {
		organisation = l.Who.Organisation
	}
	err = l.Tx.Each(ctx, collectArrivals(&rows), `select `+arrivalColumns+` from conversation_arrivals
		where state in ('waiting', 'quarantined') and (worker_id = $1 or ($2 <> '' and organisation_id = $2))
		order by arrived_at, id limit 500`, l.Who.ID, organisation)
	return rows, err
}

func countWaiting(ctx context.Context, tx *db.Tx, worker string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from conversation_arrivals
		where worker_id = $1 and state in ('waiting', 'quarantined')`, worker).Scan(&n)
	return n, err
}
