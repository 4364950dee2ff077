package loading

import (
	"context"

	"stablefutures/internal/db"
)

const draftColumns = `id, organisation_id, made_at, last_at, state, edition_id, document`

type draftRow struct {
	Draft
	document []byte
}

func scanDraft(r interface{ Scan(...any) error }) (d draftRow, err error) {
	var made, last string
	if err = r.Scan(&d.ID, &d.Organisation, &made, &last, &d.State, &d.Edition, &d.document); err != nil {
		return d, err
	}
	if d.MadeAt, err = db.ParseTime(made); err != nil {
		return d, err
	}
	d.LastAt, err = db.ParseTime(last)
	return d, err
}

func insertDraft(ctx context.Context, tx *db.Tx, d Draft, by string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into loading_drafts (id, organisation_id, made_at, made_by, last_at, state, document)
		values ($1, $2, $3, $4, $5, $6, $7)`,
		d.ID, d.Organisation, db.Time(d.MadeAt), by, db.Time(d.LastAt), d.State, document)
	return err
}

func findDraft(ctx context.Context, tx *db.Tx, organisation, id string) (draftRow, error) {
	return scanDraft(tx.QueryRow(ctx, `select `+draftColumns+` from loading_drafts where id = $1 and organisation_id = $2`, id, organisation))
}

func listDrafts(ctx context.Context, tx *db.Tx, organisation string) ([]draftRow, error) {
	var rows []draftRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		d, err := scanDraft(r)
		rows = append(rows, d)
		return err
	}, `select `+draftColumns+` from loading_drafts where organisation_id = $1 order by last_at desc, id desc`, organisation)
	return rows, err
}

func countDrafts(ctx context.Context, tx *db.Tx, organisation string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from loading_drafts where organisation_id = $1 and state = 'open'`, organisation).Scan(&n)
	return n, err
}

func touchDraft(ctx context.Context, tx *db.Tx, id, at string, document []byte) error {
	return tx.ExecOne(ctx, `update loading_drafts set last_at = $1, document = $2 where id = $3 and state = 'open'`, at, document, id)
}

func publishDraft(ctx context.Context, tx *db.Tx, id, at, edition string) error {
	return tx.ExecOne(ctx, `update loading_drafts set last_at = $1, state = 'published', edition_id = $2 where id = $3 and state = 'open'`,
		at, edition, id)
}

func deleteDraft(ctx context.Context, tx *db.Tx, id string) error {
	for _, statement := range []string{
		`delete from loading_chunks where file_id in (select id from loading_files where draft_id = $1)`,
		`delete from loading_files where draft_id = $1`,
		`delete from loading_operations where draft_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	return tx.ExecOne(ctx, `delete from loading_drafts where id = $1 and state = 'open'`, id)
}

type operationRow struct {
	id, at   string
	document []byte
}

func insertOperation(ctx context.Context, tx *db.Tx, draft string, place int, author string, o operationRow) error {
	_, err := tx.Exec(ctx, `insert into loading_operations (id, draft_id, place, at, author_id, document) values ($1, $2, $3, $4, $5, $6)`,
		o.id, draft, place, o.at, author, o.document)
	return err
}

func listOperations(ctx context.Context, tx *db.Tx, draft string) ([]operationRow, error) {
	var rows []operationRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var o operationRow
		err := r.Scan(&o.id, &o.at, &o.document)
		rows = append(rows, o)
		return err
	}, `select id, at, document from loading_operations where draft_id = $1 order by place`, draft)
	return rows, err
}
