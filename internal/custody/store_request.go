package custody

import (
	"context"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

type requestRow struct {
	id, record, at, author string
	document               []byte
}

func insertRequest(ctx context.Context, tx *db.Tx, r requestRow) error {
	_, err := tx.Exec(ctx, `insert into custody_requests (id, record_id, at, author_id, document) values ($1, $2, $3, $4, $5)`,
		r.id, r.record, r.at, r.author, r.document)
	return err
}

// listRequests gives a record's requests, the oldest first.
func listRequests(ctx context.Context, tx *db.Tx, record string) ([]requestRow, error) {
	var rows []requestRow
	err := tx.Each(ctx, func(found *db.Rows) error {
		r := requestRow{record: record}
		if err := found.Scan(&r.id, &r.at, &r.author, &r.document); err != nil {
			return err
		}
		rows = append(rows, r)
		return nil
	}, `select id, at, author_id, document from custody_requests where record_id = $1 order by at, id`, record)
	return rows, err
}

type stepRow struct {
	id, request, record, kind, about, at, author string
	document                                     []byte
}

func insertStep(ctx context.Context, tx *db.Tx, s stepRow) error {
	_, err := tx.Exec(ctx, `insert into custody_steps (id, request_id, record_id, kind, about, at, author_id, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, s.id, s.request, s.record, s.kind, s.about, s.at, s.author, s.document)
	return err
}

// listSteps gives what was done about all of a record's requests, the oldest first.
func listSteps(ctx context.Context, tx *db.Tx, record string) ([]stepRow, error) {
	var rows []stepRow
	err := tx.Each(ctx, func(found *db.Rows) error {
		var s stepRow
		if err := found.Scan(&s.id, &s.request, &s.kind, &s.about, &s.at, &s.author, &s.document); err != nil {
			return err
		}
		rows = append(rows, s)
		return nil
	}, `select id, request_id, kind, about, at, author_id, document from custody_steps where record_id = $1 order by at, id`, record)
	return rows, err
}

func insertBundle(ctx context.Context, tx *db.Tx, request, record, author string, b Bundle, content []byte) error {
	_, err := tx.Exec(ctx, `insert into custody_bundles (id, request_id, record_id, at, author_id, sha256, content)
		values ($1, $2, $3, $4, $5, $6, $7)`, b.ID, request, record, db.Time(b.At), author, b.SHA256, content)
	return err
}

// findBundle gives what was made for a request, without its content; nil when nothing was.
func findBundle(ctx context.Context, tx *db.Tx, request string) (*Bundle, error) {
	var b Bundle
	var at string
	err := tx.QueryRow(ctx, `select id, at, sha256 from custody_bundles where request_id = $1`, request).Scan(&b.ID, &at, &b.SHA256)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b.At, err = db.ParseTime(at)
	return &b, err
}

func findBundleContent(ctx context.Context, tx *db.Tx, id string) (content []byte, err error) {
	err = tx.QueryRow(ctx, `select content from custody_bundles where id = $1`, id).Scan(&content)
	return content, err
}
