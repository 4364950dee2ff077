package framework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// editionRow is one published edition as it stands in the table, with what later rows say about it.
type editionRow struct {
	id, owner, digest, checksum string
	signatures                  []Signature
	recall                      *Recall
	copies                      []copyRow
}

type copyRow struct {
	organisation string
	copied       Copy
}

func insertEdition(ctx context.Context, w *access.Work, e *Edition, digest string, document []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into framework_editions
		(id, set_id, owner_id, version, follows_id, uses, source, checksum, digest, document, published_by, published_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		e.ID, e.Set, e.Owner, e.Version, e.Follows, e.Permission.Uses, e.Source, e.Checksum(), digest, document, w.Who.ID, db.Time(w.At))
	return err
}

// insertCopy says that an organisation holds a copy; saying it again changes nothing.
func insertCopy(ctx context.Context, w *access.Work, edition, organisation string, c Copy) error {
	_, err := w.Tx.Exec(ctx, `insert into framework_copies (id, edition_id, organisation_id, obtained_on, original, held_by, held_at)
		values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
		db.NewID(), edition, organisation, c.Obtained, c.Original, w.Who.ID, db.Time(w.At))
	return err
}

// insertSignature keeps the first signature of a key: a second one would say the same.
func insertSignature(ctx context.Context, w *access.Work, edition string, s Signature) error {
	_, err := w.Tx.Exec(ctx, `insert into framework_signatures (id, edition_id, public_key, signature, added_at)
		values ($1, $2, $3, $4, $5) on conflict do nothing`, db.NewID(), edition, s.Key, s.Signature, db.Time(w.At))
	return err
}

func insertRecall(ctx context.Context, w *access.Work, r Recall) error {
	signatures, err := json.Marshal(r.Signatures)
	if err != nil {
		return fmt.Errorf("write signatures: %w", err)
	}
	_, err = w.Tx.Exec(ctx, `insert into framework_recalls
		(id, edition_id, notice, recalled_on, recalled_by, signatures, added_by, added_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		db.NewID(), r.Edition, r.Notice, r.Date, r.By, string(signatures), w.Who.ID, db.Time(w.At))
	return err
}

func listEditions(ctx context.Context, tx *db.Tx) ([]editionRow, error) {
	var rows []editionRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var e editionRow
		err := r.Scan(&e.id, &e.owner, &e.digest, &e.checksum)
		rows = append(rows, e)
		return err
	}, `select id, owner_id, digest, checksum from framework_editions order by set_id, published_at, id`)
	for i := range rows {
		if err == nil {
			err = fillRow(ctx, tx, &rows[i])
		}
	}
	return rows, err
}

// findEdition gives one published edition's row, or NotFound.
func findEdition(ctx context.Context, tx *db.Tx, id string) (editionRow, error) {
	var e editionRow
	err := tx.QueryRow(ctx, `select id, owner_id, digest, checksum from framework_editions where id = $1`, id).
		Scan(&e.id, &e.owner, &e.digest, &e.checksum)
	if err == nil {
		err = fillRow(ctx, tx, &e)
	}
	return e, err
}

func findDocument(ctx context.Context, tx *db.Tx, id string) ([]byte, error) {
	var b []byte
	err := tx.QueryRow(ctx, `select document from framework_editions where id = $1`, id).Scan(&b)
	return b, err
}

// fillRow adds what later rows say: signatures, who holds a copy, and whether it was called back.
func fillRow(ctx context.Context, tx *db.Tx, e *editionRow) error {
	err := tx.Each(ctx, func(r *db.Rows) error {
		var s Signature
		err := r.Scan(&s.Key, &s.Signature)
		e.signatures = append(e.signatures, s)
		return err
	}, `select public_key, signature from framework_signatures where edition_id = $1 order by added_at, id`, e.id)
	if err != nil {
		return err
	}
	err = tx.Each(ctx, func(r *db.Rows) error {
		var c copyRow
		err := r.Scan(&c.organisation, &c.copied.Obtained, &c.copied.Original)
		e.copies = append(e.copies, c)
		return err
	}, `select organisation_id, obtained_on, original from framework_copies where edition_id = $1 order by held_at, id`, e.id)
	if err != nil {
		return err
	}
	return tx.Each(ctx, func(r *db.Rows) error { // the latest is read last, and stands
		recall := Recall{Format: FormatRecall, Edition: e.id, Checksum: e.checksum}
		var signatures string
		if err := r.Scan(&recall.Notice, &recall.Date, &recall.By, &signatures); err != nil {
			return err
		}
		e.recall = &recall
		return json.Unmarshal([]byte(signatures), &recall.Signatures)
	}, `select notice, recalled_on, recalled_by, signatures from framework_recalls where edition_id = $1 order by added_at, id`, e.id)
}

func insertKey(ctx context.Context, w *access.Work, organisation, key string, trusted bool) error {
	_, err := w.Tx.Exec(ctx, `insert into framework_keys (id, organisation_id, public_key, trusted, decided_by, decided_at)
		values ($1, $2, $3, $4, $5, $6)`, db.NewID(), organisation, key, trusted, w.Who.ID, db.Time(w.At))
	return err
}

// decidedKeys gives every key that the organisation or the whole service decided about, with the decision that stands: the
// latest, an organisation's own before the service's.
func decidedKeys(ctx context.Context, tx *db.Tx, organisation string) ([]Key, error) {
	list := []Key{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var k Key
		var by, at string
		if err := r.Scan(&k.Key, &k.Trusted, &by, &at); err != nil {
			return err
		}
		k.Name, k.ForAll = Signature{Key: k.Key}.Name(), by == ""
		i := slices.IndexFunc(list, func(have Key) bool { return have.Key == k.Key })
		if i < 0 {
			i = len(list)
			list = append(list, k)
		}
		list[i] = k // the latest is read last, an organisation's own after the service's
		var err error
		list[i].At, err = db.ParseTime(at)
		return err
	}, `select public_key, trusted, organisation_id, decided_at from framework_keys where organisation_id = '' or organisation_id = $1
		order by organisation_id, decided_at, id`, organisation)
	return list, err
}

// listKeys gives the public keys trusted by the organisation or by the whole service.
func listKeys(ctx context.Context, tx *db.Tx, organisation string) (map[string]bool, error) {
	list, err := decidedKeys(ctx, tx, organisation)
	trusted := map[string]bool{}
	for _, k := range list {
		trusted[k.Key] = k.Trusted
	}
	return trusted, err
}
