package framework

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// insertWording keeps the first of equal ones.
func insertWording(ctx context.Context, w *access.Work, shown Wording, checksum string, document []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into framework_wordings (checksum, edition_id, lang, document, kept_at)
		values ($1, $2, $3, $4, $5) on conflict do nothing`, checksum, shown.Edition, shown.Lang, document, db.Time(w.At))
	return err
}

func findWording(ctx context.Context, tx *db.Tx, checksum string) (document []byte, err error) {
	err = tx.QueryRow(ctx, `select document from framework_wordings where checksum = $1`, checksum).Scan(&document)
	return document, err
}
