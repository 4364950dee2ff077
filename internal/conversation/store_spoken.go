package conversation

import (
	"context"
	"strconv"
	"time"

	"stablefutures/internal/db"
)

type spokenRow struct {
	id, record, perspective, edition, corrects, barriers string
	at                                                   time.Time
	facts                                                []byte
}

func listSpoken(ctx context.Context, tx *db.Tx, records []string) (list []spokenRow, err error) {
	args := make([]any, len(records))
	for i, id := range records {
		args[i] = id
	}
	err = tx.Each(ctx, func(r *db.Rows) error {
		var s spokenRow
		var at string
		if err := r.Scan(&s.id, &s.record, &s.perspective, &at, &s.edition, &s.corrects, &s.facts, &s.barriers); err != nil {
			return err
		}
		var err error
		s.at, err = db.ParseTime(at)
		list = append(list, s)
		return err
	}, `select id, record_id, perspective, at, edition_id, corrects, facts, barriers from conversation_contributions
		where record_id in `+db.In(1, len(records))+` order by record_id, at, id`, args...)
	return list, err
}

// listSpoke counts rows that only ever grow in number, but for contributions that were on the wrong record: each of those
// leaves a row that says so.
func listSpoke(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	counts := map[string]map[string]string{"s": {}, "m": {}}
	for of, q := range map[string]string{
		"s": `select record_id, count(*) from conversation_contributions where record_id <> '' group by record_id`,
		"m": `select record_id, count(*) from conversation_misplaced group by record_id`,
	} {
		err := tx.Each(ctx, func(r *db.Rows) error {
			var record string
			var n int64
			err := r.Scan(&record, &n)
			counts[of][record] = strconv.FormatInt(n, 10)
			return err
		}, q)
		if err != nil {
			return nil, err
		}
	}
	stamps := map[string]string{}
	for record, n := range counts["s"] {
		stamps[record] = n + "/" + counts["m"][record]
	}
	return stamps, nil
}
