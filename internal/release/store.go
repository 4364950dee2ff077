package release

import (
	"context"
	"fmt"
	"strings"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
)

const columns = `id, organisation_id, rules, hash, compared, document, made_by, made_at`

// scan reads a release and its table again. It takes no row's word for it: a document that is not its hash's, or that shows
// what its rules hide, is refused.
func scan(row interface{ Scan(...any) error }) (r Release, err error) {
	var compared, document, at string
	if err = row.Scan(&r.ID, &r.Organisation, &r.Rules, &r.Hash, &compared, &document, &r.By, &at); err != nil {
		return r, err
	}
	r.Compared, r.Document = strings.Fields(compared), []byte(document)
	if disclosure.Hash(r.Document) != r.Hash {
		return r, fmt.Errorf("read release %s: %w", r.ID, errChanged)
	}
	if disclosure.IsCrossed(r.Document) {
		r.Crossed, err = disclosure.ReopenCrossed(r.Document)
	} else {
		r.Table, err = disclosure.Reopen(r.Document)
	}
	if err != nil {
		return r, fmt.Errorf("read release %s: %w", r.ID, err)
	}
	r.At, err = db.ParseTime(at)
	return r, err
}

func insertRelease(ctx context.Context, tx *db.Tx, r Release, s subject) error {
	_, err := tx.Exec(ctx, `insert into release_tables (id, organisation_id, table_key, data_id, measure, withheld, rules, hash, compared, document, made_by, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, r.ID, r.Organisation, s.key, s.data, s.measure(), string(r.Withheld()), r.Rules, r.Hash,
		strings.Join(r.Compared, " "), string(r.Document), r.By, db.Time(r.At))
	return err
}

func findRelease(ctx context.Context, tx *db.Tx, organisation, id string) (Release, error) {
	return scan(tx.QueryRow(ctx, `select `+columns+` from release_tables where id = $1 and organisation_id = $2`, id, organisation))
}

// listReleases gives all, the latest first.
func listReleases(ctx context.Context, tx *db.Tx, organisation string, most int) (list []Release, err error) {
	err = tx.Each(ctx, func(row *db.Rows) error {
		r, err := scan(row)
		list = append(list, r)
		return err
	}, `select `+columns+` from release_tables where organisation_id = $1 order by made_at desc, id desc limit $2`, organisation, most)
	return list, err
}

// findSame gives the release of a table over the same data under the same rules; db.ErrNoRows where there is none.
func findSame(ctx context.Context, tx *db.Tx, organisation string, s subject, rules string) (Release, error) {
	return scan(tx.QueryRow(ctx, `select `+columns+` from release_tables where organisation_id = $1 and table_key = $2 and data_id = $3 and rules = $4`,
		organisation, s.key, s.data, rules))
}

// listKin gives those of one table, and those of other tables that count the same, of which something is shown, the latest first.
func listKin(ctx context.Context, tx *db.Tx, organisation string, s subject, most int) (list []Release, err error) {
	err = tx.Each(ctx, func(row *db.Rows) error {
		r, err := scan(row)
		list = append(list, r)
		return err
	}, `select `+columns+` from release_tables where organisation_id = $1 and (table_key = $2 or measure <> '' and measure = $3) and withheld = ''
		order by made_at desc, id desc limit $4`, organisation, s.key, s.measure(), most)
	return list, err
}

// insertQuestion keeps what somebody asked, and forgets what anybody here asked on days before.
func insertQuestion(ctx context.Context, tx *db.Tx, r Release, s subject, shape []byte) error {
	if _, err := tx.Exec(ctx, `delete from release_questions where organisation_id = $1 and asked_on < $2`, r.Organisation, db.Day(r.At)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into release_questions (id, organisation_id, asked_by, asked_on, table_key, measure, shape, release_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, db.NewID(), r.Organisation, r.By, db.Day(r.At), s.key, s.measure(), string(shape), r.ID)
	return err
}

// listQuestions gives the shapes of what somebody asked on a day of one table, or of tables that count the same; each once.
func listQuestions(ctx context.Context, tx *db.Tx, r Release, s subject) (shapes []disclosure.Shape, err error) {
	err = tx.Each(ctx, func(row *db.Rows) error {
		var doc string
		if err := row.Scan(&doc); err != nil {
			return err
		}
		shape, err := disclosure.ReadShape([]byte(doc))
		shapes = append(shapes, shape)
		return err
	}, `select distinct shape from release_questions where organisation_id = $1 and asked_by = $2 and asked_on = $3 and (table_key = $4 or measure <> '' and measure = $5)`,
		r.Organisation, r.By, db.Day(r.At), s.key, s.measure())
	return shapes, err
}
