package promise

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"stablefutures/internal/db"
)

func listStanding(ctx context.Context, tx *db.Tx, records []string) (map[string][]Standing, error) {
	args := make([]any, len(records))
	for i, id := range records {
		args[i] = id
	}
	all := map[string][]Standing{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var record, made, agency, items, told string
		var s Standing
		if err := r.Scan(&record, &made, &agency, &s.EditionID, &items, &s.State, &told); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(items), &s.Items); err != nil {
			return fmt.Errorf("read what a promise is about: %w", err)
		}
		var err error
		s.MadeAt, err = db.ParseTime(made)
		s.Agency, s.Told = agency != "", told != ""
		all[record] = append(all[record], s)
		return err
	}, `select record_id, made_at, agency_id, edition_id, items, state, told_at from promise_promises where record_id in `+db.In(1, len(records))+
		` order by record_id, made_at, id`, args...)
	return all, err
}

// listStood goes by how many promises stand in each state, and by what happened to them: promises that came with a sitting on the
// wrong record go with it.
func listStood(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	stamps := map[string]string{}
	for _, q := range []string{
		`select record_id, count(*), state from promise_promises group by record_id, state order by record_id, state`,
		`select record_id, count(*), max(at) from promise_events group by record_id order by record_id`,
	} {
		err := tx.Each(ctx, func(r *db.Rows) error {
			var record, last string
			var n int64
			err := r.Scan(&record, &n, &last)
			stamps[record] += "/" + strconv.FormatInt(n, 10) + last
			return err
		}, q)
		if err != nil {
			return nil, err
		}
	}
	return stamps, nil
}
