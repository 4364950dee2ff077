package access

import (
	"context"
	"slices"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// listOpenParts gives the parts of a record that some holders hold at a moment, and those of them that more than an audit opens.
func listOpenParts(ctx context.Context, tx *db.Tx, record string, holders []string, at string) (parts, lasting []permit.Part, err error) {
	args := []any{record}
	for _, h := range holders {
		args = append(args, h)
	}
	args = append(args, at)
	err = tx.Each(ctx, func(r *db.Rows) error {
		var p permit.Part
		var why Reason
		if err := r.Scan(&p, &why); err != nil {
			return err
		}
		if !slices.Contains(parts, p) { // "distinct" would make SQLite open a table for two words
			parts = append(parts, p)
		}
		if why != ReasonAudit && !slices.Contains(lasting, p) {
			lasting = append(lasting, p)
		}
		return nil
	}, openPartsQuery(len(holders)), args...)
	return parts, lasting, err
}

// openPartsQuery is a statement per number of holders, so the texts stay few and can be prepared.
func openPartsQuery(holders int) string {
	at := db.In(holders+2, 1)
	return "select g.part, g.reason from access_grants g where g.record_id = $1 and g.holder_id in " + db.In(2, holders) +
		" and g.starts_at <= " + at + " and g.ends_at > " + at + " and g.ended_by = '' and " + notShutOut(db.In(2, holders))
}

// notShutOut is the condition that a grant g is on no restricted record, or on one that names one of the holders. A young
// person's own place is theirs, whoever is named.
func notShutOut(holders string) string {
	return "(g.part = 'own' or not exists (select 1 from access_restrictions r where r.record_id = g.record_id and r.lifted_at = ''" +
		" and not exists (select 1 from access_named n where n.restriction_id = r.id and n.ended_at = '' and n.holder_id in " + holders + ")))"
}

func insertGrant(ctx context.Context, tx *db.Tx, g Grant) error {
	until := db.Forever
	if !g.Until.IsZero() {
		until = db.Time(g.Until)
	}
	_, err := tx.Exec(ctx, `insert into access_grants
		(id, record_id, part, holder_kind, holder_id, reason, decided_by, starts_at, ends_at, given_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		g.ID, g.Record, string(g.Part), string(g.HolderKind), g.Holder, string(g.Reason), g.DecidedBy,
		db.Time(g.From), until, db.Time(g.GivenAt))
	return err
}

func endGrant(ctx context.Context, tx *db.Tx, record, grant, by, at string, why EndReason) error {
	return tx.ExecOne(ctx, `update access_grants set ends_at = $1, ended_by = $2, ended_at = $1, end_reason = $3
		where id = $4 and record_id = $5 and ends_at > $1 and ended_by = ''`, at, by, string(why), grant, record)
}

// askEndGrant notes who asks that a grant end, and why; with nobody it takes that back.
func askEndGrant(ctx context.Context, tx *db.Tx, record, grant, by, at string, why EndReason) error {
	return tx.ExecOne(ctx, `update access_grants set end_asked_by = $1, end_asked_at = $2, end_reason = $3
		where id = $4 and record_id = $5 and ended_by = ''`, by, at, string(why), grant, record)
}

// countHeldBy says how many grants name a holder and open something at a moment.
func countHeldBy(ctx context.Context, tx *db.Tx, holder, at string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from access_grants
		where holder_id = $1 and ends_at > $2 and ended_by = ''`, holder, at).Scan(&n)
	return n, err
}

// countOpen says whether one grant is open at a moment: 1 or 0.
func countOpen(ctx context.Context, tx *db.Tx, grant, at string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from access_grants where id = $1 and starts_at <= $2 and ends_at > $2 and ended_by = ''`, grant, at).Scan(&n)
	return n, err
}

func endPlaces(ctx context.Context, tx *db.Tx, places []string, by, at string) error {
	args := []any{at, by}
	for _, id := range places {
		args = append(args, id)
	}
	_, err := tx.Exec(ctx, `update access_grants set ends_at = $1, ended_by = $2, ended_at = $1
		where part = 'own' and ends_at > $1 and ended_by = '' and holder_id in `+db.In(3, len(places)), args...)
	return err
}

func endVisit(ctx context.Context, tx *db.Tx, account, by, at string) error {
	_, err := tx.Exec(ctx, `update access_grants set ends_at = $1, ended_by = $2, ended_at = $1
		where holder_id = $3 and reason = 'inspection' and ends_at > $1 and ended_by = ''`, at, by, account)
	return err
}

func countOpenGrants(ctx context.Context, tx *db.Tx, record, at string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from access_grants
		where record_id = $1 and part = 'record' and starts_at <= $2 and ends_at > $2 and ended_by = ''
		and reason in ('allocation', 'team', 'guardian')`, record, at).Scan(&n)
	return n, err
}

func listGrants(ctx context.Context, tx *db.Tx, record string) ([]Grant, error) {
	var grants []Grant
	err := tx.Each(ctx, func(r *db.Rows) error {
		var g Grant
		var from, until, given, asked string
		if err := r.Scan(&g.ID, &g.Record, &g.Part, &g.HolderKind, &g.Holder, &g.Reason, &g.DecidedBy,
			&from, &until, &given, &g.EndedBy, &g.EndReason, &g.EndAskedBy, &asked); err != nil {
			return err
		}
		var err error
		if asked != "" {
			if g.EndAskedAt, err = db.ParseTime(asked); err != nil {
				return err
			}
		}
		if g.From, err = db.ParseTime(from); err != nil {
			return err
		}
		if g.GivenAt, err = db.ParseTime(given); err != nil {
			return err
		}
		if until != db.Forever {
			if g.Until, err = db.ParseTime(until); err != nil {
				return err
			}
		}
		grants = append(grants, g)
		return nil
	}, `select id, record_id, part, holder_kind, holder_id, reason, decided_by, starts_at, ends_at, given_at, ended_by,
		end_reason, end_asked_by, end_asked_at from access_grants where record_id = $1 order by given_at desc, id desc`, record)
	return grants, err
}

func insertKey(ctx context.Context, tx *db.Tx, class seal.Class, owner string, wrapped []byte) error {
	_, err := tx.Exec(ctx, `insert into access_keys (owner_id, class, wrapped) values ($1, $2, $3)`,
		owner, string(class), wrapped)
	return err
}

// findKey gives nil when the owner has no key of the class, or no longer has one.
func findKey(ctx context.Context, tx *db.Tx, class seal.Class, owner string) ([]byte, error) {
	var wrapped []byte
	err := tx.QueryRow(ctx, `select wrapped from access_keys where owner_id = $1 and class = $2`,
		owner, string(class)).Scan(&wrapped)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	return wrapped, err
}

// listRecordKeys gives the wrapped keys of some records, by their ids.
func listRecordKeys(ctx context.Context, tx *db.Tx, records []string) (map[string][]byte, error) {
	args := []any{string(seal.ClassRecord)}
	for _, id := range records {
		args = append(args, id)
	}
	found := make(map[string][]byte, len(records))
	err := tx.Each(ctx, func(r *db.Rows) error {
		var owner string
		var wrapped []byte
		if err := r.Scan(&owner, &wrapped); err != nil {
			return err
		}
		found[owner] = wrapped
		return nil
	}, "select owner_id, wrapped from access_keys where class = $1 and owner_id in "+db.In(2, len(records)), args...)
	return found, err
}

func deleteKeys(ctx context.Context, tx *db.Tx, owner string) error {
	_, err := tx.Exec(ctx, `delete from access_keys where owner_id = $1`, owner)
	return err
}

func deleteGrants(ctx context.Context, tx *db.Tx, record string) error {
	_, err := tx.Exec(ctx, `delete from access_grants where record_id = $1`, record)
	return err
}

func updateKey(ctx context.Context, tx *db.Tx, class seal.Class, owner string, wrapped []byte) error {
	return tx.ExecOne(ctx, `update access_keys set wrapped = $1 where owner_id = $2 and class = $3`,
		wrapped, owner, string(class))
}

// storedKey is one row of access_keys.
type storedKey struct {
	owner   string
	class   seal.Class
	wrapped []byte
}

func listKeys(ctx context.Context, tx *db.Tx, after storedKey, limit int) ([]storedKey, error) {
	var keys []storedKey
	err := tx.Each(ctx, func(r *db.Rows) error {
		var k storedKey
		if err := r.Scan(&k.owner, &k.class, &k.wrapped); err != nil {
			return err
		}
		keys = append(keys, k)
		return nil
	}, `select owner_id, class, wrapped from access_keys
		where owner_id > $1 or (owner_id = $1 and class > $2) order by owner_id, class limit $3`,
		after.owner, string(after.class), limit)
	return keys, err
}

// listHeld gives the records that grants open, each once, and stops when it has more than most.
func listHeld(ctx context.Context, tx *db.Tx, held string, f Fragment, most int) ([]string, error) {
	seen := map[string]bool{}
	var records []string
	rows, err := tx.Query(ctx, "select g.record_id from access_grants g where "+held, f.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for len(records) <= most && rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		if !seen[id] {
			seen[id] = true
			records = append(records, id)
		}
	}
	return records, rows.Err()
}

// visibleKeys gives the wrapped key of each of the records that pass the visible condition; a record whose key was
// destroyed is there with nil.
func visibleKeys(ctx context.Context, tx *db.Tx, visible func(string, int) Fragment, records []string) (map[string][]byte, error) {
	v := visible("k.owner_id", len(records)+1)
	args := make([]any, 0, len(records)+len(v.Args))
	for _, id := range records {
		args = append(args, id)
	}
	found := map[string][]byte{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		var wrapped []byte
		if err := r.Scan(&id, &wrapped); err != nil {
			return err
		}
		found[id] = wrapped
		return nil
	}, "select k.owner_id, k.wrapped from access_keys k where k.class = 'record' and k.owner_id in "+
		db.In(1, len(records))+" and "+v.SQL, append(args, v.Args...)...)
	return found, err
}

// findRing gives the id of the database's key ring, "" before the first.
func findRing(ctx context.Context, tx *db.Tx) (id string, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error { return r.Scan(&id) },
		`select ring_id from access_rings order by since desc limit 1`)
	return id, err
}

func insertRing(ctx context.Context, tx *db.Tx, id, since string) error {
	_, err := tx.Exec(ctx, `insert into access_rings (ring_id, since) values ($1, $2)`, id, since)
	return err
}
