package access

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/db"
)

func insertLook(ctx context.Context, tx *db.Tx, k lookKey, organisation string, way Reason, at string) error {
	_, err := tx.Exec(ctx, `insert into access_looks (actor_id, day, kind, record_id, hour, organisation_id, way, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (actor_id, day, kind, record_id, hour) do nothing`,
		k.actor, k.day, k.kind, k.record, k.hour, organisation, string(way), at)
	return err
}

// wayIn gives the reason of the grant that somebody's look at a record came by: the first of ways that they hold.
func wayIn(ctx context.Context, tx *db.Tx, record string, holders []string, at string) (Reason, error) {
	args := []any{record}
	for _, h := range holders {
		args = append(args, h)
	}
	args = append(args, at)
	best := Reason("")
	err := tx.Each(ctx, func(r *db.Rows) error {
		var reason Reason
		if err := r.Scan(&reason); err != nil {
			return err
		}
		if i := slices.Index(ways, reason); i >= 0 && (best == "" || i < slices.Index(ways, best)) {
			best = reason
		}
		return nil
	}, wayQuery(len(holders)), args...)
	return best, err
}

// wayQuery is a statement per number of holders, so the texts stay few and can be prepared.
func wayQuery(holders int) string {
	at := db.In(holders+2, 1)
	return "select reason from access_grants where record_id = $1 and holder_id in " + db.In(2, holders) +
		" and starts_at <= " + at + " and ends_at > " + at + " and ended_by = ''"
}

func listLooks(ctx context.Context, tx *db.Tx, since string) ([]Look, error) {
	var looks []Look
	err := tx.Each(ctx, func(r *db.Rows) error {
		var l Look
		var at string
		err := r.Scan(&l.Actor, &l.Organisation, &l.Kind, &l.Record, &l.Way, &at)
		if err == nil {
			l.At, err = db.ParseTime(at)
		}
		looks = append(looks, l)
		return err
	}, `select actor_id, organisation_id, kind, record_id, way, at from access_looks where day >= $1 order by at, actor_id, record_id`, since)
	return looks, err
}

func deleteLooks(ctx context.Context, tx *db.Tx, record string) error {
	_, err := tx.Exec(ctx, `delete from access_looks where record_id = $1`, record)
	return err
}

func deleteLooksBefore(ctx context.Context, tx *db.Tx, day string) error {
	_, err := tx.Exec(ctx, `delete from access_looks where day < $1`, day)
	return err
}

// listHolding gives those of some accounts that an open grant names.
func listHolding(ctx context.Context, tx *db.Tx, accounts []string, at string) (map[string]bool, error) {
	args := []any{at}
	for _, id := range accounts {
		args = append(args, id)
	}
	found := map[string]bool{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		found[id] = true
		return err
	}, `select distinct holder_id from access_grants where starts_at <= $1 and ends_at > $1 and ended_by = '' and holder_id in `+
		db.In(2, len(accounts)), args...)
	return found, err
}

func listAnswering(ctx context.Context, tx *db.Tx, held string, f Fragment) (map[string]time.Time, error) {
	since := map[string]time.Time{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id, at string
		err := r.Scan(&id, &at)
		if err == nil {
			since[id], err = db.ParseTime(at)
		}
		return err
	}, `select g.record_id, min(g.starts_at) from access_grants g where `+held+` group by g.record_id`, f.Args...)
	return since, err
}
