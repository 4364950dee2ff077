package promise

import (
	"context"
	"encoding/json"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

const promiseColumns = `id, record_id, sitting_id, edition_id, made_at, made_by, owner_id, agency_id, items, agreed, due_on, state, state_at, told_at, document`

// row is a promise as it is stored, its text still sealed.
type row struct {
	Promise
	document []byte
}

func scan(r interface{ Scan(...any) error }) (p row, err error) {
	var made, items, stateAt, told string
	err = r.Scan(&p.ID, &p.Record, &p.Sitting, &p.EditionID, &made, &p.MadeBy, &p.OwnerID, &p.Agency, &items, &p.Agreed, &p.DueOn,
		&p.State, &stateAt, &told, &p.document)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(items), &p.Items); err != nil {
		return p, err
	}
	for _, t := range []struct {
		text string
		into *time.Time
	}{{made, &p.MadeAt}, {stateAt, &p.StateAt}, {told, &p.ToldAt}} {
		if t.text == "" {
			continue
		}
		if *t.into, err = db.ParseTime(t.text); err != nil {
			return p, err
		}
	}
	return p, nil
}

func insertPromise(ctx context.Context, tx *db.Tx, p Promise, document []byte) error {
	items, err := json.Marshal(append([]string{}, p.Items...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into promise_promises
		(id, record_id, sitting_id, edition_id, made_at, made_by, owner_id, agency_id, items, agreed, due_on, state, state_at, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		p.ID, p.Record, p.Sitting, p.EditionID, db.Time(p.MadeAt), p.MadeBy, p.OwnerID, p.Agency, string(items), p.Agreed, p.DueOn,
		string(p.State), db.Time(p.StateAt), document)
	return err
}

func updateState(ctx context.Context, tx *db.Tx, p Promise, before State) error {
	told := ""
	if !p.ToldAt.IsZero() {
		told = db.Time(p.ToldAt)
	}
	return tx.ExecOne(ctx, `update promise_promises set state = $1, state_at = $2, told_at = $3, due_on = $4
		where id = $5 and record_id = $6 and state = $7`,
		string(p.State), db.Time(p.StateAt), told, p.DueOn, p.ID, p.Record, string(before))
}

func findPromise(ctx context.Context, tx *db.Tx, record, id string) (row, error) {
	return scan(tx.QueryRow(ctx, `select `+promiseColumns+` from promise_promises where id = $1 and record_id = $2`, id, record))
}

func listPromises(ctx context.Context, tx *db.Tx, record string) ([]row, error) {
	var rows []row
	err := tx.Each(ctx, func(r *db.Rows) error {
		p, err := scan(r)
		rows = append(rows, p)
		return err
	}, `select `+promiseColumns+` from promise_promises where record_id = $1 order by made_at, id`, record)
	return rows, err
}

// listWaiting gives, over every record who may open, the promises that are open and those settled but not told back.
func listWaiting(ctx context.Context, l *access.Listing, limit int) ([]row, error) {
	v := l.Visible("p.record_id", 1)
	var rows []row
	err := l.Tx.Each(ctx, func(r *db.Rows) error {
		p, err := scan(r)
		rows = append(rows, p)
		return err
	}, `select `+promiseColumns+` from promise_promises p where `+v.SQL+
		` and (p.state = 'open' or p.told_at = '') order by p.due_on, p.id limit `+db.In(v.Next, 1), append(v.Args, limit)...)
	return rows, err
}

func insertEvent(ctx context.Context, tx *db.Tx, promise, record string, place int, e Event, document []byte) error {
	_, err := tx.Exec(ctx, `insert into promise_events (id, promise_id, place, record_id, at, author_id, kind, due_on, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, promise, place, record, db.Time(e.At), e.Author, string(e.Kind), e.DueOn, document)
	return err
}

type eventRow struct {
	Event
	promise  string
	document []byte
}

func listEvents(ctx context.Context, tx *db.Tx, record string) ([]eventRow, error) {
	var rows []eventRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		e, err := scanEvent(r)
		rows = append(rows, e)
		return err
	}, `select `+eventColumns+` from promise_events where record_id = $1 order by promise_id, place`, record)
	return rows, err
}

const eventColumns = `id, promise_id, at, author_id, kind, due_on, document`

func scanEvent(r *db.Rows) (e eventRow, err error) {
	var at string
	if err := r.Scan(&e.ID, &e.promise, &at, &e.Author, &e.Kind, &e.DueOn, &e.document); err != nil {
		return e, err
	}
	e.At, err = db.ParseTime(at)
	return e, err
}

// findEvent gives one event; of no promise when there is no such event.
func findEvent(ctx context.Context, tx *db.Tx, record, id string) (e eventRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) (err error) {
		e, err = scanEvent(r)
		return err
	}, `select `+eventColumns+` from promise_events where id = $1 and record_id = $2`, id, record)
	return e, err
}

// madeFor gives the day a promise was first made for.
func madeFor(ctx context.Context, tx *db.Tx, record, promise string) (day string, err error) {
	err = tx.QueryRow(ctx, `select due_on from promise_events where promise_id = $1 and record_id = $2 and place = 1`, promise, record).Scan(&day)
	return day, err
}

// lastEvent gives the last event of a promise and its place.
func lastEvent(ctx context.Context, tx *db.Tx, record, promise string) (id string, place int, err error) {
	err = tx.QueryRow(ctx, `select id, place from promise_events where promise_id = $1 and record_id = $2
		order by place desc limit 1`, promise, record).Scan(&id, &place)
	return id, place, err
}

// listRecords gives records that have a promise, in order of their ids, for rebuild.
func listRecords(ctx context.Context, tx *db.Tx, after string, limit int) ([]string, error) {
	var ids []string
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select distinct record_id from promise_promises where record_id > $1 order by record_id limit $2`, after, limit)
	return ids, err
}

func deleteRecord(ctx context.Context, tx *db.Tx, record string) error {
	for _, statement := range []string{
		`delete from promise_events where record_id = $1`,
		`delete from promise_promises where record_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}

func deletePromise(ctx context.Context, tx *db.Tx, record, id string) error {
	for _, statement := range []string{
		`delete from promise_events where record_id = $1 and promise_id = $2`,
		`delete from promise_promises where record_id = $1 and id = $2`,
	} {
		if _, err := tx.Exec(ctx, statement, record, id); err != nil {
			return err
		}
	}
	return nil
}

// stateCount is how many promises of one record stand in one state.
type stateCount struct {
	state State
	n     int64
}

func countStates(ctx context.Context, tx *db.Tx, records []string, from, to time.Time) (list []stateCount, err error) {
	args := []any{db.Time(from), db.Time(to)}
	for _, id := range records {
		args = append(args, id)
	}
	err = tx.Each(ctx, func(r *db.Rows) error {
		var record string
		var c stateCount
		err := r.Scan(&record, &c.state, &c.n)
		list = append(list, c)
		return err
	}, `select record_id, state, count(*) from promise_promises where made_at >= $1 and made_at < $2 and record_id in `+db.In(3, len(records))+
		` group by record_id, state`, args...)
	return list, err
}

func listDue(ctx context.Context, tx *db.Tx, from, to string) (map[string]bool, error) {
	due := map[string]bool{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		due[id] = true
		return err
	}, `select distinct record_id from promise_promises where due_on >= $1 and due_on <= $2`, from, to)
	return due, err
}
