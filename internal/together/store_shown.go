package together

import (
	"context"
	"errors"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

func insertShown(ctx context.Context, w *access.Work, key seal.Key, p Shown) error {
	document, err := access.SealDocument(key, "together_published", p.ID, shownText{p.Says, p.Name})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_published (id, organisation_id, kind, places, until_on, published_at, published_by, document, content)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, p.ID, w.Who.Organisation, string(p.Kind), strings.Join(p.Places, " "), p.Until, db.Time(w.At), w.Who.ID,
		document, key.Seal(p.Content, contentPlace("together_published", p.ID)))
	return err
}

func deleteShown(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `delete from together_published where id = $1`, id)
	return err
}

const shownColumns = `id, kind, places, until_on, published_at`

func scanShown(scan func(...any) error, more ...any) (p Shown, err error) {
	var kind, places, at string
	if err = scan(append([]any{&p.ID, &kind, &places, &p.Until, &at}, more...)...); err != nil {
		return p, err
	}
	p.Kind, p.Places = WorkKind(kind), strings.Fields(places)
	on, err := db.ParseTime(at)
	p.On = db.Day(on)
	return p, err
}

// openShown reads a copy's words; false when its key is gone, as after a backup was restored.
func openShown(ctx context.Context, w *access.Work, p *Shown, document []byte) (key seal.Key, there bool, err error) {
	key, err = w.WorkKey(ctx, p.ID)
	if errors.Is(err, seal.ErrDestroyed) || err == nil && key.IsZero() {
		return key, false, nil
	}
	if err != nil {
		return key, false, err
	}
	var t shownText
	err = access.OpenDocument(key, "together_published", p.ID, document, &t)
	p.Says, p.Name = t.WorkText, t.Name
	return key, err == nil, err
}

// listShown lists what is shown today in an organisation, "" for every one.
func listShown(ctx context.Context, w *access.Work, organisation string) (list []Shown, err error) {
	var all []Shown
	var documents [][]byte
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var document []byte
		p, err := scanShown(row.Scan, &document)
		all, documents = append(all, p), append(documents, document)
		return err
	}, `select `+shownColumns+`, document from together_published where ($1 = '' or organisation_id = $1) and until_on >= $2
		order by published_at desc, id desc limit 500`, organisation, today(w))
	for i, p := range all {
		if err != nil {
			return nil, err
		}
		var there bool
		if _, there, err = openShown(ctx, w, &p, documents[i]); there {
			list = append(list, p)
		}
	}
	return list, err
}

// findShownHead finds what is shown today in an organisation, "" for any, without opening it.
func findShownHead(ctx context.Context, w *access.Work, id, organisation string) (Shown, error) {
	return scanShown(w.Tx.QueryRow(ctx, `select `+shownColumns+` from together_published where id = $1 and ($2 = '' or organisation_id = $2) and until_on >= $3`,
		id, organisation, today(w)).Scan)
}

// findShown opens one with its content; NotFound once it was taken down.
func findShown(ctx context.Context, w *access.Work, id, organisation string) (Shown, error) {
	var document, content []byte
	p, err := scanShown(w.Tx.QueryRow(ctx, `select `+shownColumns+`, document, content from together_published
		where id = $1 and ($2 = '' or organisation_id = $2) and until_on >= $3`, id, organisation, today(w)).Scan, &document, &content)
	if err != nil {
		return p, err
	}
	key, there, err := openShown(ctx, w, &p, document)
	if err == nil && !there {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	if err != nil {
		return Shown{}, err
	}
	p.Content, err = key.Open(content, contentPlace("together_published", id))
	return p, err
}

// listUntil gives the day until which each copy may be shown.
func listUntil(ctx context.Context, w *access.Work) (map[string]string, error) {
	all := map[string]string{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var id, until string
		err := row.Scan(&id, &until)
		all[id] = until
		return err
	}, `select id, until_on from together_published`)
	return all, err
}

// tookDown writes in a work's own history that its copy is gone, where there is such a work. It opens nothing of it.
func tookDown(ctx context.Context, w *access.Work, published, kind, code string) error {
	var k Work
	err := w.Tx.QueryRow(ctx, `select id, record_id, group_id from together_works where published_id = $1`, published).Scan(&k.ID, &k.Home.Record, &k.Home.Group)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := setPublished(ctx, w, k.ID, ""); err != nil {
		return err
	}
	return insertWorkStep(ctx, w, seal.Key{}, k.Home, k.ID, WorkStep{ID: db.NewID(), Kind: kind, Code: code})
}

func insertPrinted(ctx context.Context, w *access.Work, published, id string, p Printed) error {
	_, err := w.Tx.Exec(ctx, `insert into together_printed (id, published_id, purpose, copies, author_id, at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
		id, published, p.Purpose, p.Copies, w.Who.ID, db.Time(w.At))
	return err
}

// listShownOf gives the ids under which a record's works are, or were, shown.
func listShownOf(ctx context.Context, w *access.Work, record string) (ids []string, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var id string
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select code from together_work_steps where record_id = $1 and kind = 'published'`, record)
	return ids, err
}
