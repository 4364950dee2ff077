package record

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

type personRow struct {
	id, organisation, nation, openedAt, openedBy, lastSittingAt string
}

func insertPerson(ctx context.Context, tx *db.Tx, p personRow) error {
	_, err := tx.Exec(ctx, `insert into record_people (id, organisation_id, nation, opened_at, opened_by)
		values ($1, $2, $3, $4, $5)`, p.id, p.organisation, p.nation, p.openedAt, p.openedBy)
	return err
}

func findPerson(ctx context.Context, tx *db.Tx, id string) (p personRow, err error) {
	err = tx.QueryRow(ctx, `select id, organisation_id, nation, opened_at, opened_by, last_sitting_at
		from record_people where id = $1`, id).
		Scan(&p.id, &p.organisation, &p.nation, &p.openedAt, &p.openedBy, &p.lastSittingAt)
	return p, err
}

func updateLastSitting(ctx context.Context, tx *db.Tx, id, at string) error {
	_, err := tx.Exec(ctx, `update record_people set last_sitting_at = $1 where id = $2 and last_sitting_at < $1`, at, id)
	return err
}

func setLastSitting(ctx context.Context, tx *db.Tx, id, at string) error {
	return tx.ExecOne(ctx, `update record_people set last_sitting_at = $1 where id = $2`, at, id)
}

func insertProfile(ctx context.Context, tx *db.Tx, id, record, at, author string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into record_profiles (id, record_id, at, author_id, document)
		values ($1, $2, $3, $4, $5)`, id, record, at, author, document)
	return err
}

// profileRow is one version of a profile.
type profileRow struct {
	id       string
	document []byte
}

func findProfile(ctx context.Context, tx *db.Tx, record string) (p profileRow, err error) {
	err = tx.QueryRow(ctx, `select p.id, p.document from record_names n join record_profiles p on p.id = n.revision
		where n.record_id = $1`, record).Scan(&p.id, &p.document)
	return p, err
}

// listVersions gives every version of a profile, the newest first.
func listVersions(ctx context.Context, tx *db.Tx, record string) ([]versionRow, error) {
	var rows []versionRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var v versionRow
		if err := r.Scan(&v.id, &v.at, &v.author, &v.document); err != nil {
			return err
		}
		rows = append(rows, v)
		return nil
	}, `select id, at, author_id, document from record_profiles where record_id = $1 order by at desc, id desc`, record)
	return rows, err
}

// versionRow is one version with who wrote it when.
type versionRow struct {
	profileRow
	at, author string
}

// listProfiles gives the newest profile of each record.
func listProfiles(ctx context.Context, tx *db.Tx, records []string) (map[string]profileRow, error) {
	args := make([]any, len(records))
	for i, id := range records {
		args[i] = id
	}
	found := make(map[string]profileRow, len(records))
	err := tx.Each(ctx, func(r *db.Rows) error {
		var record string
		var p profileRow
		if err := r.Scan(&record, &p.id, &p.document); err != nil {
			return err
		}
		found[record] = p
		return nil
	}, "select n.record_id, p.id, p.document from record_names n join record_profiles p on p.id = n.revision where n.record_id in "+
		db.In(1, len(records)), args...)
	return found, err
}

func upsertNames(ctx context.Context, tx *db.Tx, n nameRow) error {
	_, err := tx.Exec(ctx, `insert into record_names (record_id, revision, updated_at, names, sealed_under) values ($1, $2, $3, $4, 'record')
		on conflict (record_id) do update set revision = excluded.revision, updated_at = excluded.updated_at, names = excluded.names,
		sealed_under = 'record'`,
		n.record, n.revision, n.updatedAt, n.names)
	return err
}

// nameRow is what the search index is made of.
type nameRow struct {
	record, revision, updatedAt string
	names                       []byte
}

// eachChange reads which names changed at or after a moment, the oldest first, without the names themselves.
func eachChange(ctx context.Context, tx *db.Tx, since string, each func(nameRow)) error {
	return tx.Each(ctx, func(r *db.Rows) error {
		var n nameRow
		if err := r.Scan(&n.record, &n.revision, &n.updatedAt); err != nil {
			return err
		}
		each(n)
		return nil
	}, `select record_id, revision, updated_at from record_names where updated_at >= $1 order by updated_at`, since)
}

// listNames gives the sealed names of some records.
func listNames(ctx context.Context, tx *db.Tx, records []nameRow) ([]nameRow, error) {
	args := make([]any, len(records))
	for i, n := range records {
		args[i] = n.record
	}
	var rows []nameRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var n nameRow
		if err := r.Scan(&n.record, &n.revision, &n.names); err != nil {
			return err
		}
		rows = append(rows, n)
		return nil
	}, "select record_id, revision, names from record_names where record_id in "+db.In(1, len(records)), args...)
	return rows, err
}

// listSystemNames gives names that still lie under the ring's own key.
func listSystemNames(ctx context.Context, tx *db.Tx, most int) ([]nameRow, error) {
	var rows []nameRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var n nameRow
		if err := r.Scan(&n.record, &n.names); err != nil {
			return err
		}
		rows = append(rows, n)
		return nil
	}, `select record_id, names from record_names where sealed_under = 'system' order by record_id limit $1`, most)
	return rows, err
}

func updateNamesSeal(ctx context.Context, tx *db.Tx, record string, names []byte) error {
	return tx.ExecOne(ctx, `update record_names set names = $1, sealed_under = 'record' where record_id = $2`, names, record)
}

// listNamed gives the ids of all records that have a name: for taking the erased out of the index.
func listNamed(ctx context.Context, tx *db.Tx) (map[string]bool, error) {
	ids := map[string]bool{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		ids[id] = true
		return err
	}, `select record_id from record_names`)
	return ids, err
}

const personColumns = "p.id, p.organisation_id, p.nation, p.opened_at, p.opened_by, p.last_sitting_at"

// listVisible gives the records who may open, the most lately met first.
func listVisible(ctx context.Context, l *access.Listing, limit int) ([]personRow, error) {
	v := l.Visible("p.id", 1)
	return listPeople(ctx, l.Tx, "select "+personColumns+" from record_people p where "+v.SQL+
		" order by p.last_sitting_at desc, p.opened_at desc, p.id desc limit "+db.In(v.Next, 1), append(v.Args, limit)...)
}

// listVisibleOfMany is listVisible for who may open so many that most rows are theirs.
func listVisibleOfMany(ctx context.Context, l *access.Listing, limit int) ([]personRow, error) {
	v := l.VisibleAmong("p.id", 1)
	return listPeople(ctx, l.Tx, "select "+personColumns+" from record_people p where "+v.SQL+
		" order by p.last_sitting_at desc, p.opened_at desc, p.id desc limit "+db.In(v.Next, 1), append(v.Args, limit)...)
}

// listVisibleAmong gives those of some records that who may open, the most lately met first.
func listVisibleAmong(ctx context.Context, l *access.Listing, ids []string) ([]personRow, error) {
	v := l.VisibleAmong("p.id", len(ids)+1)
	args := make([]any, 0, len(ids)+len(v.Args))
	for _, id := range ids {
		args = append(args, id)
	}
	return listPeople(ctx, l.Tx, "select "+personColumns+" from record_people p where p.id in "+db.In(1, len(ids))+" and "+v.SQL+
		" order by p.last_sitting_at desc, p.opened_at desc, p.id desc", append(args, v.Args...)...)
}

func listPeople(ctx context.Context, tx *db.Tx, query string, args ...any) ([]personRow, error) {
	var people []personRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var p personRow
		if err := r.Scan(&p.id, &p.organisation, &p.nation, &p.openedAt, &p.openedBy, &p.lastSittingAt); err != nil {
			return err
		}
		people = append(people, p)
		return nil
	}, query, args...)
	return people, err
}

// listExisting says which of the records have rows here.
func listExisting(ctx context.Context, tx *db.Tx, records []string) ([]string, error) {
	args := make([]any, len(records))
	for i, id := range records {
		args[i] = id
	}
	var ids []string
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
		return nil
	}, "select id from record_people where id in "+db.In(1, len(records)), args...)
	return ids, err
}

func insertIdentifier(ctx context.Context, tx *db.Tx, record, kind, blind string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into record_identifiers (record_id, kind, blind, document) values ($1, $2, $3, $4)
		on conflict (record_id, kind) do update set blind = excluded.blind, document = excluded.document`,
		record, kind, blind, document)
	return err
}

func deleteIdentifier(ctx context.Context, tx *db.Tx, record, kind string) error {
	_, err := tx.Exec(ctx, `delete from record_identifiers where record_id = $1 and kind = $2`, record, kind)
	return err
}

func findByIdentifier(ctx context.Context, tx *db.Tx, kind, blind string) ([]string, error) {
	var ids []string
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
		return nil
	}, `select record_id from record_identifiers where kind = $1 and blind = $2`, kind, blind)
	return ids, err
}

type sealedRow struct {
	id, class, at, author, replaces string
	document                        []byte
}

func insertSealed(ctx context.Context, tx *db.Tx, record string, s sealedRow) error {
	_, err := tx.Exec(ctx, `insert into record_sealed (id, record_id, class, at, author_id, replaces, document)
		values ($1, $2, $3, $4, $5, $6, $7)`, s.id, record, s.class, s.at, s.author, s.replaces, s.document)
	return err
}

// listSealedHeads lists what sealed details there are, without opening any.
func listSealedHeads(ctx context.Context, tx *db.Tx, record string) ([]sealedRow, error) {
	var rows []sealedRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var s sealedRow
		if err := r.Scan(&s.id, &s.class, &s.at, &s.author, &s.replaces); err != nil {
			return err
		}
		rows = append(rows, s)
		return nil
	}, `select id, class, at, author_id, replaces from record_sealed where record_id = $1 order by at, id`, record)
	return rows, err
}

func findSealed(ctx context.Context, tx *db.Tx, record, id string) (s sealedRow, err error) {
	err = tx.QueryRow(ctx, `select id, class, at, author_id, replaces, document from record_sealed
		where id = $1 and record_id = $2`, id, record).Scan(&s.id, &s.class, &s.at, &s.author, &s.replaces, &s.document)
	return s, err
}

// deletePerson removes every row of the record in this room, children first.
func deletePerson(ctx context.Context, tx *db.Tx, record string) error {
	for _, statement := range []string{
		`delete from record_blob_chunks where blob_id in (select id from record_blobs where record_id = $1)`,
		`delete from record_blobs where record_id = $1`,
		`delete from record_sealed where record_id = $1`,
		`delete from record_safety where record_id = $1`,
		`delete from record_identifiers where record_id = $1`,
		`delete from record_names where record_id = $1`,
		`delete from record_profiles where record_id = $1`,
		`delete from record_people where id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}
