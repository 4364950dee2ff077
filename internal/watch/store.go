package watch

import (
	"context"

	"stablefutures/internal/db"
)

// alertRow is an alert with how it was settled, if it was.
type alertRow struct {
	id, about, rule, day, made string
	outcome, by, at            string
	words                      []byte
}

func insertAlert(ctx context.Context, tx *db.Tx, id string, f found, at string) error {
	_, err := tx.Exec(ctx, `insert into watch_alerts (id, organisation_id, about_id, rule, day, made_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (about_id, rule, day) do nothing`, id, f.organisation, f.about, string(f.rule), f.day, at)
	return err
}

// lastOf gives the newest day of a rule's alerts about somebody up to a day, "" for none.
func lastOf(ctx context.Context, tx *db.Tx, about, rule, until string) (day string, err error) {
	err = tx.QueryRow(ctx, `select coalesce(max(day), '') from watch_alerts where about_id = $1 and rule = $2 and day <= $3`, about, rule, until).Scan(&day)
	return day, err
}

const alertColumns = `a.id, a.about_id, a.rule, a.day, a.made_at, coalesce(s.outcome, ''), coalesce(s.settled_by, ''), coalesce(s.settled_at, ''), s.words
	from watch_alerts a left join watch_settlements s on s.alert_id = a.id`

func (a *alertRow) scan(scan func(...any) error) error {
	return scan(&a.id, &a.about, &a.rule, &a.day, &a.made, &a.outcome, &a.by, &a.at, &a.words)
}

// listAlerts gives the alerts of an organisation that are not about somebody, the open ones first, then the newest.
func listAlerts(ctx context.Context, tx *db.Tx, organisation, notAbout string, most int) ([]alertRow, error) {
	var rows []alertRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var a alertRow
		err := a.scan(r.Scan)
		rows = append(rows, a)
		return err
	}, `select `+alertColumns+` where a.organisation_id = $1 and a.about_id <> $2
		order by case when s.alert_id is null then 0 else 1 end, a.day desc, a.id desc limit $3`, organisation, notAbout, most)
	return rows, err
}

// findAlert finds one of an organisation that is not about somebody; NotFound for any other.
func findAlert(ctx context.Context, tx *db.Tx, id, organisation, notAbout string) (a alertRow, err error) {
	err = a.scan(tx.QueryRow(ctx, `select `+alertColumns+` where a.id = $1 and a.organisation_id = $2 and a.about_id <> $3`, id, organisation, notAbout).Scan)
	return a, err
}

func insertSettlement(ctx context.Context, tx *db.Tx, alert, outcome string, words []byte, by, at string) error {
	_, err := tx.Exec(ctx, `insert into watch_settlements (alert_id, outcome, words, settled_by, settled_at) values ($1, $2, $3, $4, $5)`,
		alert, outcome, words, by, at)
	return err
}

func insertReview(ctx context.Context, tx *db.Tx, id, record, by, at string) error {
	_, err := tx.Exec(ctx, `insert into watch_reviews (id, record_id, reviewed_by, reviewed_at) values ($1, $2, $3, $4)`, id, record, by, at)
	return err
}

// listReviewed gives when some records were gone through last.
func listReviewed(ctx context.Context, tx *db.Tx, records []string) (map[string]string, error) {
	args := make([]any, len(records))
	for i, id := range records {
		args[i] = id
	}
	last := map[string]string{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id, at string
		err := r.Scan(&id, &at)
		last[id] = at
		return err
	}, `select record_id, max(reviewed_at) from watch_reviews where record_id in `+db.In(1, len(records))+` group by record_id`, args...)
	return last, err
}

func deleteReviews(ctx context.Context, tx *db.Tx, record string) error {
	_, err := tx.Exec(ctx, `delete from watch_reviews where record_id = $1`, record)
	return err
}
