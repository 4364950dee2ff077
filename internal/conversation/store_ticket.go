package conversation

import (
	"context"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

const ticketColumns = `id, kind, record_id, worker_id, organisation_id, device_id, key_id, picture, word, edition_id, language, nation,
	sitting_id, contribution_id, issued_at, expires_at, state, code`

func scanTicket(r interface{ Scan(...any) error }) (t Ticket, err error) {
	var issued, expires string
	err = r.Scan(&t.ID, &t.Kind, &t.Record, &t.Worker, &t.Organisation, &t.Device, &t.Key, &t.Label.Picture, &t.Label.Word,
		&t.EditionID, &t.Language, &t.Nation, &t.Sitting, &t.Contribution, &issued, &expires, &t.State, &t.Code)
	if err != nil {
		return t, err
	}
	if t.Issued, err = db.ParseTime(issued); err != nil {
		return t, err
	}
	t.Expires, err = db.ParseTime(expires)
	return t, err
}

func insertTicket(ctx context.Context, tx *db.Tx, t Ticket) error {
	_, err := tx.Exec(ctx, `insert into conversation_tickets (id, kind, record_id, worker_id, organisation_id, device_id, key_id,
		picture, word, edition_id, language, nation, sitting_id, contribution_id, issued_at, expires_at, state, code)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		t.ID, t.Kind, t.Record, t.Worker, t.Organisation, t.Device, t.Key, t.Label.Picture, t.Label.Word, t.EditionID, t.Language,
		t.Nation, t.Sitting, t.Contribution, db.Time(t.Issued), db.Time(t.Expires), t.State, t.Code)
	return err
}

func findTicket(ctx context.Context, tx *db.Tx, id string) (Ticket, error) {
	return scanTicket(tx.QueryRow(ctx, `select `+ticketColumns+` from conversation_tickets where id = $1`, id))
}

func collectTickets(rows *[]Ticket) func(*db.Rows) error {
	return func(r *db.Rows) error {
		t, err := scanTicket(r)
		*rows = append(*rows, t)
		return err
	}
}

// listSpare gives a worker's open device tickets that are nobody's yet.
func listSpare(ctx context.Context, tx *db.Tx, worker string) (rows []Ticket, err error) {
	err = tx.Each(ctx, collectTickets(&rows), `select `+ticketColumns+` from conversation_tickets
		where worker_id = $1 and record_id = '' and kind = 'device' and state = 'open' order by issued_at, id`, worker)
	return rows, err
}

// listTakenOut gives a worker's tickets with which a sitting can still be begun, the newest first.
func listTakenOut(ctx context.Context, tx *db.Tx, worker, at string) (rows []Ticket, err error) {
	err = tx.Each(ctx, collectTickets(&rows), `select `+ticketColumns+` from conversation_tickets
		where worker_id = $1 and state = 'open' and expires_at > $2 order by issued_at desc, id desc`, worker, at)
	return rows, err
}

// listRecordTickets gives every ticket ever made for a record, the oldest first.
func listRecordTickets(ctx context.Context, tx *db.Tx, record string) (rows []Ticket, err error) {
	err = tx.Each(ctx, collectTickets(&rows), `select `+ticketColumns+` from conversation_tickets
		where record_id = $1 order by issued_at, id`, record)
	return rows, err
}

func renewTicket(ctx context.Context, tx *db.Tx, t Ticket) error {
	return tx.ExecOne(ctx, `update conversation_tickets set issued_at = $1, expires_at = $2, key_id = $3
		where id = $4 and state = 'open' and record_id = ''`, db.Time(t.Issued), db.Time(t.Expires), t.Key, t.ID)
}

func withdrawTicket(ctx context.Context, tx *db.Tx, id, worker string) error {
	n, err := tx.Exec(ctx, `update conversation_tickets set state = 'withdrawn'
		where id = $1 and worker_id = $2 and state in ('open', 'withdrawn')`, id, worker)
	if err == nil && n == 0 {
		return problem.New(problem.Conflict, "conversation.ticket_used")
	}
	return err
}

// useTicket says that a ticket's sitting was taken in, and into which record. A restored database may not have it.
func useTicket(ctx context.Context, tx *db.Tx, id, record string) error {
	_, err := tx.Exec(ctx, `update conversation_tickets set state = 'used', record_id = $1 where id = $2`, record, id)
	return err
}
