package caseaudit

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

const learntTable = "caseaudit_learnt"

func insertLearnt(ctx context.Context, w *access.Work, programme, item, kind string, v any) error {
	id := db.NewID()
	document, err := w.SealDocument(learntTable, id, v)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_learnt (id, item_id, programme_id, kind, written_at, written_by, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		id, item, programme, kind, db.Time(w.At), w.Who.ID, document)
	return err
}

// lastLearnt gives the version of an item that holds; the zero one where nothing was written yet. An item of another
// programme is not there.
func lastLearnt(ctx context.Context, w *access.Work, programme, item string) (last Written, err error) {
	var of, at string
	err = w.Tx.QueryRow(ctx, `select id, programme_id, kind, written_at, written_by from caseaudit_learnt where item_id = $1 order by written_at desc, id desc limit 1`, item).
		Scan(&last.Row, &of, &last.Sort, &at, &last.By)
	switch {
	case problem.Is(err, problem.NotFound):
		return Written{}, nil
	case err != nil:
		return Written{}, err
	case of != programme:
		return Written{}, problem.New(problem.NotFound, "problem.not_found")
	}
	last.ID = item
	last.At, err = db.ParseTime(at)
	return last, err
}

// eachLearnt gives every version of one kind, in the order written; open reads its document.
func eachLearnt(ctx context.Context, w *access.Work, programme, kind string, each func(at Written, open func(any) error) error) error {
	return w.Tx.Each(ctx, func(row *db.Rows) error {
		at := Written{Sort: kind}
		var written string
		var document []byte
		err := row.Scan(&at.Row, &at.ID, &written, &at.By, &document)
		if err == nil {
			at.At, err = db.ParseTime(written)
		}
		if err != nil {
			return err
		}
		return each(at, func(v any) error { return w.OpenDocument(learntTable, at.Row, document, v) })
	}, `select id, item_id, written_at, written_by, document from caseaudit_learnt where programme_id = $1 and kind = $2 order by written_at, id`, programme, kind)
}

// standing puts a version of an item where the one before it stood.
func standing[T any](list []T, one T, id func(T) string) []T {
	if i := slices.IndexFunc(list, func(have T) bool { return id(have) == id(one) }); i >= 0 {
		list[i] = one
		return list
	}
	return append(list, one)
}

func themesOf(ctx context.Context, w *access.Work, programme string) (list []Theme, err error) {
	err = eachLearnt(ctx, w, programme, "theme", func(at Written, open func(any) error) error {
		var t Theme
		if err := open(&t); err != nil {
			return err
		}
		t.Written = at
		list = standing(list, t, func(t Theme) string { return t.ID })
		return nil
	})
	return slices.DeleteFunc(list, func(t Theme) bool { return t.Dropped }), err
}

func toldOf(ctx context.Context, w *access.Work, programme string) (list []Told, err error) {
	err = eachLearnt(ctx, w, programme, "told", func(at Written, open func(any) error) error {
		var t Told
		if err := open(&t); err != nil {
			return err
		}
		t.Written = at
		list = standing(list, t, func(t Told) string { return t.ID })
		return nil
	})
	return list, err
}

func wordsOf(ctx context.Context, w *access.Work, programme string) (r ReportWords, err error) {
	err = eachLearnt(ctx, w, programme, "words", func(at Written, open func(any) error) error {
		r = ReportWords{}
		if err := open(&r); err != nil {
			return err
		}
		r.Written = at
		return nil
	})
	return r, err
}
