package insight

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

const poolColumns = `id, made_at, made_by, settled_at, settled_by, hash, document`

func scanPool(w *access.Work, row interface{ Scan(...any) error }) (p Pool, err error) {
	var made, settled string
	var document []byte
	if err = row.Scan(&p.ID, &made, &p.MadeBy, &settled, &p.SettledBy, &p.Hash, &document); err != nil {
		return p, err
	}
	var d poolDocument
	if err = w.OpenDocument("insight_pools", p.ID, document, &d); err != nil {
		return p, err
	}
	p.Title = d.Title
	if p.MadeAt, err = db.ParseTime(made); err != nil {
		return p, err
	}
	p.SettledAt, err = readMoment(settled)
	return p, err
}

func insertPool(ctx context.Context, w *access.Work, id, title string) error {
	document, err := w.SealDocument("insight_pools", id, poolDocument{title})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_pools (id, organisation_id, made_at, made_by, settled_at, settled_by, hash, document)
		values ($1, $2, $3, $4, '', '', '', $5)`, id, w.Who.Organisation, db.Time(w.At), w.Who.ID, document)
	return err
}

func findPool(ctx context.Context, w *access.Work, id string) (Pool, error) {
	return scanPool(w, w.Tx.QueryRow(ctx, `select `+poolColumns+` from insight_pools where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func listPools(ctx context.Context, w *access.Work) (list []Pool, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		p, err := scanPool(w, row)
		list = append(list, p)
		return err
	}, `select `+poolColumns+` from insight_pools where organisation_id = $1 order by made_at desc, id desc limit 200`, w.Who.Organisation)
	return list, err
}

func settlePool(ctx context.Context, w *access.Work, id, hash string) error {
	return w.Tx.ExecOne(ctx, `update insight_pools set settled_at = $1, settled_by = $2, hash = $3 where id = $4 and organisation_id = $5 and settled_at = ''`,
		db.Time(w.At), w.Who.ID, hash, id, w.Who.Organisation)
}

func insertPart(ctx context.Context, w *access.Work, pool string, p PoolPart) error {
	document, err := w.SealDocument("insight_pool_parts", p.ID, partDocument{p.Name, string(p.Document)})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_pool_parts (id, pool_id, added_at, added_by, hash, document) values ($1, $2, $3, $4, $5, $6)`,
		p.ID, pool, db.Time(w.At), w.Who.ID, p.Hash(), document)
	return err
}

func deletePart(ctx context.Context, w *access.Work, pool, id string) error {
	return w.Tx.ExecOne(ctx, `delete from insight_pool_parts where id = $1 and pool_id = $2`, id, pool)
}

// listParts gives a pool's parts in the order in which they were put in, each held against its rules again.
func listParts(ctx context.Context, w *access.Work, pool string) (list []PoolPart, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var id string
		var document []byte
		if err := row.Scan(&id, &document); err != nil {
			return err
		}
		var d partDocument
		if err := w.OpenDocument("insight_pool_parts", id, document, &d); err != nil {
			return err
		}
		part, err := newPart(id, d)
		list = append(list, part)
		return err
	}, `select id, document from insight_pool_parts where pool_id = $1 order by added_at, id`, pool)
	return list, err
}
