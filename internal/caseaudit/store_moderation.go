package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

func insertModeration(ctx context.Context, w *access.Work, m Moderation, document []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into caseaudit_moderations (id, case_id, kind, outcome, item, said_at, said_by, before_id, document) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		m.ID, m.Case, string(m.Kind), m.Outcome, m.Item, db.Time(w.At), w.Who.ID, m.Before, document)
	return err
}

// listModerations gives what was said about a case, in its order.
func listModerations(ctx context.Context, w *access.Work, caseID string, key seal.Key) (list []Moderation, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		m := Moderation{Case: caseID}
		var kind, at string
		var document []byte
		err := row.Scan(&m.ID, &kind, &m.Outcome, &m.Item, &at, &m.By, &m.Before, &document)
		if err == nil {
			err = access.OpenDocument(key, "caseaudit_moderations", m.ID, document, &m.Text)
		}
		if err == nil {
			m.At, err = db.ParseTime(at)
		}
		m.Kind = ModerationKind(kind)
		list = append(list, m)
		return err
	}, `select id, kind, outcome, item, said_at, said_by, before_id, document from caseaudit_moderations where case_id = $1 order by said_at, id`, caseID)
	return list, err
}
