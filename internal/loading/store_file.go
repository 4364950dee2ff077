package loading

import (
	"context"

	"stablefutures/internal/db"
)

type fileRow struct {
	id, draft, at, state, sha256 string
	size                         int64
	document, header             []byte
}

// The two parts of a file that lie in chunks.
const (
	partContent = "content"
	partPieces  = "pieces"
)

const fileColumns = `id, draft_id, at, state, sha256, size, document, header`

func scanFile(r interface{ Scan(...any) error }) (f fileRow, err error) {
	err = r.Scan(&f.id, &f.draft, &f.at, &f.state, &f.sha256, &f.size, &f.document, &f.header)
	return f, err
}

func insertFile(ctx context.Context, tx *db.Tx, author string, f fileRow) error {
	_, err := tx.Exec(ctx, `insert into loading_files (id, draft_id, at, author_id, state, sha256, size, document, header)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.id, f.draft, f.at, author, f.state, f.sha256, f.size, f.document, f.header)
	return err
}

// updateFile says what came of reading a file; one that was read already is a Conflict.
func updateFile(ctx context.Context, tx *db.Tx, f fileRow) error {
	return tx.ExecOne(ctx, `update loading_files set state = $1, document = $2 where id = $3 and draft_id = $4 and state = 'reading'`,
		f.state, f.document, f.id, f.draft)
}

func findFile(ctx context.Context, tx *db.Tx, draft, id string) (fileRow, error) {
	return scanFile(tx.QueryRow(ctx, `select `+fileColumns+` from loading_files where id = $1 and draft_id = $2`, id, draft))
}

func listFiles(ctx context.Context, tx *db.Tx, draft string) ([]fileRow, error) {
	var rows []fileRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		f, err := scanFile(r)
		rows = append(rows, f)
		return err
	}, `select `+fileColumns+` from loading_files where draft_id = $1 order by at desc, id desc`, draft)
	return rows, err
}

func insertChunk(ctx context.Context, tx *db.Tx, file, part string, position int, content []byte) error {
	_, err := tx.Exec(ctx, `insert into loading_chunks (file_id, part, position, content) values ($1, $2, $3, $4)`, file, part, position, content)
	return err
}

func listChunks(ctx context.Context, tx *db.Tx, file, part string) ([][]byte, error) {
	var chunks [][]byte
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c []byte
		err := r.Scan(&c)
		chunks = append(chunks, c)
		return err
	}, `select content from loading_chunks where file_id = $1 and part = $2 order by position`, file, part)
	return chunks, err
}
