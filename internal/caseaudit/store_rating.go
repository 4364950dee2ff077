package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

func upsertReading(ctx context.Context, w *access.Work, rating, caseID string, document []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into caseaudit_ratings (id, case_id, saved_at, document) values ($1, $2, $3, $4)
		on conflict (id) do update set saved_at = excluded.saved_at, document = excluded.document`, rating, caseID, db.Time(w.At), document)
	return err
}

func findReading(ctx context.Context, w *access.Work, rating string) (document []byte, err error) {
	err = w.Tx.QueryRow(ctx, `select document from caseaudit_ratings where id = $1`, rating).Scan(&document)
	return document, err
}

// linksOf gives the records that cases of a programme are, by case; none for a case whose file is elsewhere.
func linksOf(ctx context.Context, w *access.Work, programme string) (map[string]string, error) {
	links := map[string]string{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var id, record string
		err := row.Scan(&id, &record)
		links[id] = record
		return err
	}, `select l.case_id, l.record_id from caseaudit_links l join caseaudit_cases c on c.id = l.case_id where c.programme_id = $1`, programme)
	return links, err
}

func insertLink(ctx context.Context, w *access.Work, caseID, record string) error {
	_, err := w.Tx.Exec(ctx, `insert into caseaudit_links (case_id, record_id) values ($1, $2)`, caseID, record)
	return err
}
