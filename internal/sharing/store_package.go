package sharing

import (
	"context"
	"time"

	"stablefutures/internal/db"
)

// timeText is a moment as it is stored, ” for never, and where it goes.
type timeText struct {
	text string
	into *time.Time
}

func readTimes(list ...timeText) (err error) {
	for _, t := range list {
		if t.text == "" {
			continue
		}
		if *t.into, err = db.ParseTime(t.text); err != nil {
			return err
		}
	}
	return nil
}

func timeOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return db.Time(t)
}

const transferColumns = `id, organisation_id, partner_id, side, share_id, record_id, state, started_at, started_by, ends_at, destroy_at, ended_at, sent_last, received_last`

func scanTransfer(r interface{ Scan(...any) error }) (t Transfer, err error) {
	var started, ends, destroy, ended string
	err = r.Scan(&t.ID, &t.Organisation, &t.PartnerID, &t.Side, &t.Share, &t.Record, &t.State, &started, &t.StartedBy, &ends, &destroy, &ended,
		&t.sentLast, &t.receivedLast)
	if err != nil {
		return t, err
	}
	return t, readTimes(timeText{started, &t.StartedAt}, timeText{ends, &t.EndsAt}, timeText{destroy, &t.DestroyAt}, timeText{ended, &t.EndedAt})
}

func insertTransfer(ctx context.Context, tx *db.Tx, t Transfer) error {
	_, err := tx.Exec(ctx, `insert into sharing_transfers (`+transferColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.ID, t.Organisation, t.PartnerID, string(t.Side), t.Share, t.Record, string(t.State), db.Time(t.StartedAt), t.StartedBy,
		timeOf(t.EndsAt), timeOf(t.DestroyAt), timeOf(t.EndedAt), t.sentLast, t.receivedLast)
	return err
}

// updateTransfer writes what changes: the state, when it ended, and the numbers of the last packages. Whoever counted from
// another state is a Conflict.
func updateTransfer(ctx context.Context, tx *db.Tx, before, t Transfer) error {
	return tx.ExecOne(ctx, `update sharing_transfers set state = $1, ended_at = $2, record_id = $3, sent_last = $4, received_last = $5
		where id = $6 and state = $7 and sent_last = $8 and received_last = $9`,
		string(t.State), timeOf(t.EndedAt), t.Record, t.sentLast, t.receivedLast, t.ID, string(before.State), before.sentLast, before.receivedLast)
}

func findTransferByShare(ctx context.Context, tx *db.Tx, partner string, side Side, share string) (Transfer, error) {
	return scanTransfer(tx.QueryRow(ctx, `select `+transferColumns+` from sharing_transfers where partner_id = $1 and side = $2 and share_id = $3`,
		partner, string(side), share))
}

func findTransfer(ctx context.Context, tx *db.Tx, record, id string) (Transfer, error) {
	return scanTransfer(tx.QueryRow(ctx, `select `+transferColumns+` from sharing_transfers where id = $1 and record_id = $2`, id, record))
}

// listTransfersOf gives a record's transfers of one side, the newest first.
func listTransfersOf(ctx context.Context, tx *db.Tx, record string, side Side) (list []Transfer, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		t, err := scanTransfer(r)
		list = append(list, t)
		return err
	}, `select `+transferColumns+` from sharing_transfers where record_id = $1 and side = $2 order by started_at desc, id desc`, record, string(side))
	return list, err
}

func listTransfers(ctx context.Context, tx *db.Tx, organisation string, side Side, limit int) (list []Transfer, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		t, err := scanTransfer(r)
		list = append(list, t)
		return err
	}, `select `+transferColumns+` from sharing_transfers where organisation_id = $1 and side = $2
		order by started_at desc, id desc limit $3`, organisation, string(side), limit)
	return list, err
}

// listDue gives transfers that a day has come for: their end, or their destruction.
func listDue(ctx context.Context, tx *db.Tx, now string, limit int) (list []Transfer, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		t, err := scanTransfer(r)
		list = append(list, t)
		return err
	}, `select `+transferColumns+` from sharing_transfers where (state = 'open' and ends_at <= $1)
		or (side = 'received' and state <> 'destroyed' and record_id <> '' and destroy_at <= $1) order by ends_at, id limit $2`, now, limit)
	return list, err
}

// listHeldRecords gives the records behind what was taken in and is not destroyed yet.
func listHeldRecords(ctx context.Context, tx *db.Tx) (ids []string, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select record_id from sharing_transfers where side = 'received' and record_id <> '' order by record_id`)
	return ids, err
}

const packageColumns = `id, transfer_id, partner_id, direction, package_id, kind, sequence, hash, at, by_id, document, file`

type packageRow struct {
	Sent
	transfer, partner string
	document, file    []byte
}

func insertPackage(ctx context.Context, tx *db.Tx, p packageRow) error {
	_, err := tx.Exec(ctx, `insert into sharing_packages (`+packageColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.Row, p.transfer, p.partner, string(p.Direction), p.ID, string(p.Kind), p.Sequence, p.Hash, db.Time(p.At), p.By, p.document, p.file)
	return err
}

func listPackages(ctx context.Context, tx *db.Tx, transfer string) (list []packageRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var p packageRow
		var at string
		err := r.Scan(&p.Row, &p.transfer, &p.partner, &p.Direction, &p.ID, &p.Kind, &p.Sequence, &p.Hash, &at, &p.By, &p.document, &p.file)
		if err != nil {
			return err
		}
		list = append(list, p)
		return readTimes(timeText{at, &list[len(list)-1].At})
	}, `select `+packageColumns+` from sharing_packages where transfer_id = $1 order by at, id`, transfer)
	return list, err
}

func countPackages(ctx context.Context, tx *db.Tx, partner, id string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from sharing_packages where partner_id = $1 and direction = 'in' and package_id = $2`, partner, id).Scan(&n)
	return n, err
}

// listWithWords gives the open shares with other deployments that hold words of the young person's which nobody took back.
func listWithWords(ctx context.Context, tx *db.Tx) (list []Transfer, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		t, err := scanTransfer(r)
		list = append(list, t)
		return err
	}, `select `+transferColumns+` from sharing_transfers t where side = 'sent' and state = 'open' and record_id <> '' and exists
		(select 1 from sharing_elements e where e.share_id = t.id and e.kind = 'words' and e.taken_back = '')
		and exists (select 1 from sharing_partners p where p.id = t.partner_id and p.confirmed_by <> '' and p.ended_by = '') order by id`)
	return list, err
}

// insertPledge keeps which promise an element made. An answer that brings one element's id again is a Conflict.
func insertPledge(ctx context.Context, tx *db.Tx, promise string, t Transfer, element string) error {
	_, err := tx.Exec(ctx, `insert into sharing_pledges (promise_id, record_id, transfer_id, element_id) values ($1, $2, $3, $4)`, promise, t.Record, t.ID, element)
	return err
}

func findPledge(ctx context.Context, tx *db.Tx, transfer, element string) (promise string, err error) {
	err = tx.QueryRow(ctx, `select promise_id from sharing_pledges where transfer_id = $1 and element_id = $2`, transfer, element).Scan(&promise)
	return promise, err
}

// updatePackage writes a document anew, from which something was taken back.
func updatePackage(ctx context.Context, tx *db.Tx, row string, document []byte) error {
	return tx.ExecOne(ctx, `update sharing_packages set document = $1 where id = $2`, document, row)
}

// emptyPackages takes what packages said out of them; that they were stays.
func emptyPackages(ctx context.Context, tx *db.Tx, record string) error {
	_, err := tx.Exec(ctx, `update sharing_packages set document = $1 where transfer_id in (select id from sharing_transfers where record_id = $2)`,
		[]byte{}, record)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update sharing_packages set file = $1 where kind <> 'receipt'
		and transfer_id in (select id from sharing_transfers where record_id = $2)`, []byte{}, record)
	return err
}

func destroyTransfers(ctx context.Context, tx *db.Tx, record, at string) error {
	if _, err := tx.Exec(ctx, `delete from sharing_pledges where record_id = $1`, record); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `update sharing_transfers set state = 'destroyed', record_id = '', ended_at = case when ended_at = '' then $1 else ended_at end
		where record_id = $2`, at, record)
	return err
}

// listTracks gives what stands open of every package, the oldest first.
func listTracks(ctx context.Context, tx *db.Tx) (list []Track, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var l Track
		var at string
		if err := r.Scan(&l.Transfer, &l.Partner, &l.Direction, &l.Kind, &l.Sequence, &l.Hash, &at); err != nil {
			return err
		}
		list = append(list, l)
		return readTimes(timeText{at, &list[len(list)-1].At})
	}, `select transfer_id, partner_id, direction, kind, sequence, hash, at from sharing_packages order by at, id`)
	return list, err
}
