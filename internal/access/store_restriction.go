package access

import (
	"context"
	"time"

	"stablefutures/internal/db"
)

func insertRestriction(ctx context.Context, tx *db.Tx, record string, r Restriction) error {
	_, err := tx.Exec(ctx, `insert into access_restrictions (id, record_id, reason, restricted_by, restricted_at) values ($1, $2, $3, $4, $5)`,
		r.ID, record, r.Reason, r.By, db.Time(r.At))
	return err
}

func insertNamed(ctx context.Context, tx *db.Tx, record, restriction string, n Named) error {
	_, err := tx.Exec(ctx, `insert into access_named (id, restriction_id, record_id, holder_kind, holder_id, named_by, named_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, n.ID, restriction, record, string(n.Holder.Kind), n.Holder.ID, n.By, db.Time(n.At))
	return err
}

func endNamed(ctx context.Context, tx *db.Tx, id, by, at string) error {
	return tx.ExecOne(ctx, `update access_named set ended_by = $1, ended_at = $2 where id = $3 and ended_at = ''`, by, at, id)
}

func updateLiftAsked(ctx context.Context, tx *db.Tx, id, by, at string) error {
	return tx.ExecOne(ctx, `update access_restrictions set lift_asked_by = $1, lift_asked_at = $2 where id = $3 and lifted_at = ''`, by, at, id)
}

func updateLifted(ctx context.Context, tx *db.Tx, id, by, at string) error {
	return tx.ExecOne(ctx, `update access_restrictions set lifted_by = $1, lifted_at = $2 where id = $3 and lifted_at = ''`, by, at, id)
}

func listRestrictions(ctx context.Context, tx *db.Tx, record string) ([]Restriction, error) {
	var list []Restriction
	err := tx.Each(ctx, func(r *db.Rows) error {
		var one Restriction
		var at, asked, lifted string
		if err := r.Scan(&one.ID, &one.Reason, &one.By, &at, &one.LiftAskedBy, &asked, &one.LiftedBy, &lifted); err != nil {
			return err
		}
		err := parseTimes(stored{at, &one.At}, stored{asked, &one.LiftAskedAt}, stored{lifted, &one.LiftedAt})
		list = append(list, one)
		return err
	}, `select id, reason, restricted_by, restricted_at, lift_asked_by, lift_asked_at, lifted_by, lifted_at
		from access_restrictions where record_id = $1 order by restricted_at desc, id desc`, record)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list, tx.Each(ctx, func(r *db.Rows) error {
		var n Named
		var of, at, ended string
		if err := r.Scan(&of, &n.ID, &n.Holder.Kind, &n.Holder.ID, &n.By, &at, &n.EndedBy, &ended); err != nil {
			return err
		}
		err := parseTimes(stored{at, &n.At}, stored{ended, &n.EndedAt})
		for i := range list {
			if list[i].ID == of {
				list[i].Named = append(list[i].Named, n)
			}
		}
		return err
	}, `select restriction_id, id, holder_kind, holder_id, named_by, named_at, ended_by, ended_at
		from access_named where record_id = $1 order by named_at, id`, record)
}

// stored is a time as it is written, and where it is read into.
type stored struct {
	text string
	into *time.Time
}

// parseTimes reads stored times into their places; what never came stays zero.
func parseTimes(times ...stored) error {
	for _, t := range times {
		if t.text == "" {
			continue
		}
		at, err := db.ParseTime(t.text)
		if err != nil {
			return err
		}
		*t.into = at
	}
	return nil
}

func deleteRestrictions(ctx context.Context, tx *db.Tx, record string) error {
	if _, err := tx.Exec(ctx, `delete from access_named where record_id = $1`, record); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from access_restrictions where record_id = $1`, record)
	return err
}
