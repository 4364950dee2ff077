package together

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

func contentPlace(table, row string) seal.Place {
	return seal.Place{Table: table, Row: row, Column: "content"}
}

func insertWork(ctx context.Context, w *access.Work, key seal.Key, k Work) error {
	document, err := access.SealDocument(key, "together_works", k.ID, k.Says)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_works (id, organisation_id, record_id, group_id, kind, given_at, given_by, document, content)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, k.ID, w.Who.Organisation, k.Home.Record, k.Home.Group, string(k.Kind), db.Time(w.At), w.Who.ID,
		document, key.Seal(k.Content, contentPlace("together_works", k.ID)))
	return err
}

func updateWork(ctx context.Context, w *access.Work, key seal.Key, k Work) error {
	document, err := access.SealDocument(key, "together_works", k.ID, k.Says)
	if err != nil {
		return err
	}
	return w.Tx.ExecOne(ctx, `update together_works set document = $1, content = $2 where id = $3`,
		document, key.Seal(k.Content, contentPlace("together_works", k.ID)), k.ID)
}

func setPublished(ctx context.Context, w *access.Work, work, published string) error {
	return w.Tx.ExecOne(ctx, `update together_works set published_id = $1 where id = $2`, published, work)
}

const workColumns = `id, record_id, group_id, kind, given_at, given_by, published_id, document`

func scanWork(key seal.Key, scan func(...any) error, more ...any) (k Work, err error) {
	var kind, at string
	var document []byte
	if err = scan(append([]any{&k.ID, &k.Home.Record, &k.Home.Group, &kind, &at, &k.GivenBy, &k.Published, &document}, more...)...); err != nil {
		return k, err
	}
	k.Kind = WorkKind(kind)
	if k.GivenAt, err = db.ParseTime(at); err != nil {
		return k, err
	}
	return k, access.OpenDocument(key, "together_works", k.ID, document, &k.Says)
}

// findWork opens one with its content and everything that became of it; NotFound for one of another home.
func findWork(ctx context.Context, w *access.Work, key seal.Key, home Home, id string) (Work, error) {
	var content []byte
	k, err := scanWork(key, w.Tx.QueryRow(ctx, `select `+workColumns+`, content from together_works where id = $1 and record_id = $2 and group_id = $3`,
		id, home.Record, home.Group).Scan, &content)
	if err != nil {
		return k, err
	}
	if k.Content, err = key.Open(content, contentPlace("together_works", id)); err != nil {
		return k, err
	}
	return k, fillWork(ctx, w, key, &k)
}

func listWorks(ctx context.Context, w *access.Work, key seal.Key, home Home) (list []Work, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		k, err := scanWork(key, row.Scan)
		list = append(list, k)
		return err
	}, `select `+workColumns+` from together_works where record_id = $1 and group_id = $2 order by given_at desc, id desc`, home.Record, home.Group)
	for i := range list {
		if err == nil {
			err = fillWork(ctx, w, key, &list[i])
		}
	}
	return list, err
}

// fillWork reads what was answered, what became of a work, and what was printed of it.
func fillWork(ctx context.Context, w *access.Work, key seal.Key, k *Work) error {
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var a WorkAnswer
		var answer, at string
		var document []byte
		err := row.Scan(&a.ID, &answer, &a.Given, &a.By, &at, &document)
		if err == nil {
			a.At, err = db.ParseTime(at)
		}
		if err == nil {
			err = access.OpenDocument(key, "together_work_answers", a.ID, document, &a.Says)
		}
		a.Yes = answer == "yes"
		k.Answers = append(k.Answers, a)
		return err
	}, `select id, answer, given, author_id, at, document from together_work_answers where work_id = $1 order by at, id`, k.ID)
	if err != nil {
		return err
	}
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var s WorkStep
		var at string
		var document []byte
		err := row.Scan(&s.ID, &s.Kind, &s.Code, &s.By, &at, &document)
		if err == nil {
			s.At, err = db.ParseTime(at)
		}
		if err == nil && document != nil {
			err = access.OpenDocument(key, "together_work_steps", s.ID, document, &s.Says)
		}
		k.Steps = append(k.Steps, s)
		return err
	}, `select id, kind, code, author_id, at, document from together_work_steps where work_id = $1 order by at, id`, k.ID)
	if err != nil {
		return err
	}
	return w.Tx.Each(ctx, func(row *db.Rows) error {
		var p Printed
		var at string
		err := row.Scan(&p.Purpose, &p.Copies, &p.By, &at)
		if err == nil {
			p.At, err = db.ParseTime(at)
		}
		k.Printed = append(k.Printed, p)
		return err
	}, `select p.purpose, p.copies, p.author_id, p.at from together_printed p
		where p.published_id in (select s.code from together_work_steps s where s.work_id = $1 and s.kind = 'published') order by p.at, p.id`, k.ID)
}

func insertWorkAnswer(ctx context.Context, w *access.Work, key seal.Key, home Home, work string, a WorkAnswer) error {
	if a.Given == "" {
		a.Given = conversation.Beside
	}
	document, err := access.SealDocument(key, "together_work_answers", a.ID, a.Says)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_work_answers (id, work_id, record_id, answer, given, author_id, at, document) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.ID, work, home.Record, yesOrNo(a.Yes), a.Given, w.Who.ID, db.Time(w.At), document)
	return err
}

func insertWorkStep(ctx context.Context, w *access.Work, key seal.Key, home Home, work string, s WorkStep) error {
	var document []byte
	if s.Kind == "checked" {
		var err error
		if document, err = access.SealDocument(key, "together_work_steps", s.ID, s.Says); err != nil {
			return err
		}
	}
	_, err := w.Tx.Exec(ctx, `insert into together_work_steps (id, work_id, record_id, kind, code, author_id, at, document) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		s.ID, work, home.Record, s.Kind, s.Code, w.Who.ID, db.Time(w.At), document)
	return err
}

// recordsWithWorks gives the records with works that who lists may check, those given last first.
func recordsWithWorks(ctx context.Context, l *access.Listing) (ids []string, err error) {
	f := l.Visible("record_id", 1)
	err = l.Tx.Each(ctx, func(row *db.Rows) error {
		var id, last string
		err := row.Scan(&id, &last)
		ids = append(ids, id)
		return err
	}, `select record_id, max(given_at) as last from together_works where record_id <> '' and `+f.SQL+` group by record_id order by last desc, record_id limit 200`, f.Args...)
	return ids, err
}

func deleteWorks(ctx context.Context, tx *db.Tx, record string) error {
	for _, statement := range []string{
		`delete from together_printed where published_id in (select s.code from together_work_steps s where s.record_id = $1 and s.kind = 'published')`,
		`delete from together_work_steps where record_id = $1`,
		`delete from together_work_answers where record_id = $1`,
		`delete from together_works where record_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}
