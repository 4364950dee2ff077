package record

import (
	"context"

	"stablefutures/internal/db"
)

type blobRow struct {
	id, at, author   string
	size             int64
	document, header []byte
}

func insertBlob(ctx context.Context, tx *db.Tx, record string, b blobRow) error {
	_, err := tx.Exec(ctx, `insert into record_blobs (id, record_id, at, author_id, size, document, header)
		values ($1, $2, $3, $4, $5, $6, $7)`, b.id, record, b.at, b.author, b.size, b.document, b.header)
	return err
}

func insertChunk(ctx context.Context, tx *db.Tx, blob string, position int, content []byte) error {
	_, err := tx.Exec(ctx, `insert into record_blob_chunks (blob_id, position, content) values ($1, $2, $3)`,
		blob, position, content)
	return err
}

func listBlobs(ctx context.Context, tx *db.Tx, record string) ([]blobRow, error) {
	var rows []blobRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var b blobRow
		if err := r.Scan(&b.id, &b.at, &b.author, &b.size, &b.document, &b.header); err != nil {
			return err
		}
		rows = append(rows, b)
		return nil
	}, `select id, at, author_id, size, document, header from record_blobs where record_id = $1 order by at desc, id desc`, record)
	return rows, err
}

func findBlob(ctx context.Context, tx *db.Tx, record, id string) (b blobRow, err error) {
	err = tx.QueryRow(ctx, `select id, at, author_id, size, document, header from record_blobs
		where id = $1 and record_id = $2`, id, record).Scan(&b.id, &b.at, &b.author, &b.size, &b.document, &b.header)
	return b, err
}

func listChunks(ctx context.Context, tx *db.Tx, blob string) ([][]byte, error) {
	var chunks [][]byte
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c []byte
		if err := r.Scan(&c); err != nil {
			return err
		}
		chunks = append(chunks, c)
		return nil
	}, `select content from record_blob_chunks where blob_id = $1 order by position`, blob)
	return chunks, err
}

func countBlobs(ctx context.Context, tx *db.Tx, record string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from record_blobs where record_id = $1`, record).Scan(&n)
	return n, err
}

func deleteBlob(ctx context.Context, tx *db.Tx, blob string) error {
	if _, err := tx.Exec(ctx, `delete from record_blob_chunks where blob_id = $1`, blob); err != nil {
		return err
	}
	return tx.ExecOne(ctx, `delete from record_blobs where id = $1`, blob)
}
