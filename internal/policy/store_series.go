package policy

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

func insertSeries(ctx context.Context, w *access.Work, s Series) (hash string, err error) {
	document, err := s.Table.Document()
	if err != nil {
		return "", err
	}
	hash = disclosure.Hash(document)
	_, err = w.Tx.Exec(ctx, `insert into policy_series (id, organisation_id, root_id, place, added_at, added_by, hash, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, s.ID, w.Who.Organisation, s.Root, s.Place, db.Time(w.At), w.Who.ID, hash, string(document))
	return hash, err
}

const seriesColumns = `id, root_id, place, added_at, added_by, hash, document`

// scanSeries takes no row's word for it: a document that is not its hash's, or shows what the rules hide, is refused.
func scanSeries(row interface{ Scan(...any) error }) (s Series, err error) {
	var at, document string
	if err := row.Scan(&s.ID, &s.Root, &s.Place, &at, &s.By, &s.Hash, &document); err != nil {
		return s, err
	}
	if disclosure.Hash([]byte(document)) != s.Hash {
		return s, errChanged
	}
	if s.At, err = db.ParseTime(at); err != nil {
		return s, err
	}
	s.Table, err = disclosure.ReopenPublished([]byte(document))
	return s, err
}

func findSeries(ctx context.Context, w *access.Work, id string) (Series, error) {
	if !db.IsID(id) {
		return Series{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanSeries(w.Tx.QueryRow(ctx, `select `+seriesColumns+` from policy_series where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func latestSeries(ctx context.Context, w *access.Work, root string) (Series, error) {
	if !db.IsID(root) {
		return Series{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanSeries(w.Tx.QueryRow(ctx, `select `+seriesColumns+` from policy_series where root_id = $1 and organisation_id = $2 order by place desc limit 1`, root, w.Who.Organisation))
}

// listSeries gives each root's latest.
func listSeries(ctx context.Context, w *access.Work) (list []Series, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		s, err := scanSeries(row)
		list = append(list, s)
		return err
	}, `select `+seriesColumns+` from policy_series s where organisation_id = $1
		and place = (select max(l.place) from policy_series l where l.root_id = s.root_id) order by added_at desc, id desc limit 500`, w.Who.Organisation)
	return list, err
}
