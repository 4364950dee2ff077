package conversation

import (
	"context"

	"stablefutures/internal/db"
)

type unfinishedRow struct {
	sitting, paper, author, perspective, at string
	document                                []byte
}

// listUnfinished gives every author's drafts and half-typed sheets of a record, the oldest first.
func listUnfinished(ctx context.Context, tx *db.Tx, record string) ([]unfinishedRow, error) {
	var rows []unfinishedRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var u unfinishedRow
		if err := r.Scan(&u.sitting, &u.paper, &u.author, &u.perspective, &u.at, &u.document); err != nil {
			return err
		}
		rows = append(rows, u)
		return nil
	}, `select sitting_id, '', author_id, perspective, updated_at, document from conversation_drafts where record_id = $1
		union all
		select '', paper_id, author_id, '', updated_at, document from conversation_paper_drafts where record_id = $2
		order by 5, 3, 1, 2, 4`, record, record)
	return rows, err
}
