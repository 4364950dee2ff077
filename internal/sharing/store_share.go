package sharing

import (
	"context"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

type shareRow struct {
	Decision
	document []byte
}

const shareColumns = `id, record_id, organisation_id, recipient_id, decision, decided_by, decided_at, ends_at, ended_by, ended_at, grant_id, document`

func (s *shareRow) scan(r interface{ Scan(...any) error }) error {
	var decision, at, ends, ended string
	err := r.Scan(&s.ID, &s.Record, &s.Organisation, &s.Recipient, &decision, &s.By, &at, &ends, &s.EndedBy, &ended, &s.Grant, &s.document)
	if err != nil {
		return err
	}
	s.Share = decision == "share"
	if s.At, err = db.ParseTime(at); err != nil {
		return err
	}
	if ended != "" {
		if s.EndedAt, err = db.ParseTime(ended); err != nil {
			return err
		}
	}
	if ends != db.Forever {
		s.Until, err = db.ParseTime(ends)
	}
	return err
}

func insertShare(ctx context.Context, tx *db.Tx, s shareRow) error {
	decision, until := "not_share", db.Forever
	if s.Share {
		decision, until = "share", db.Time(s.Until)
	}
	_, err := tx.Exec(ctx, `insert into sharing_shares
		(id, record_id, organisation_id, recipient_id, decision, decided_by, decided_at, ends_at, grant_id, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		s.ID, s.Record, s.Organisation, s.Recipient, decision, s.By, db.Time(s.At), until, s.Grant, s.document)
	return err
}

func endShare(ctx context.Context, tx *db.Tx, record, share, by, at string) error {
	return tx.ExecOne(ctx, `update sharing_shares set ended_by = $1, ended_at = $2
		where id = $3 and record_id = $4 and decision = 'share' and ended_by = ''`, by, at, share, record)
}

// findShare looks in every record, so that an id that is taken elsewhere is a Conflict and never a second row.
func findShare(ctx context.Context, tx *db.Tx, id string) (s shareRow, err error) {
	err = s.scan(tx.QueryRow(ctx, `select `+shareColumns+` from sharing_shares where id = $1`, id))
	return s, err
}

func listShares(ctx context.Context, tx *db.Tx, record string) ([]shareRow, error) {
	return shares(ctx, tx, `select `+shareColumns+` from sharing_shares where record_id = $1 order by decided_at desc, id desc`, record)
}

// listSharedWith gives what is shared with an organisation in records that the listing lets through.
func listSharedWith(ctx context.Context, l *access.Listing, organisation string) ([]shareRow, error) {
	f := l.Visible("record_id", 2)
	return shares(ctx, l.Tx, `select `+shareColumns+` from sharing_shares where recipient_id = $1 and decision = 'share' and `+f.SQL+
		` order by decided_at desc, id desc`, append([]any{organisation}, f.Args...)...)
}

func shares(ctx context.Context, tx *db.Tx, query string, args ...any) (rows []shareRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var s shareRow
		if err := s.scan(r); err != nil {
			return err
		}
		rows = append(rows, s)
		return nil
	}, query, args...)
	return rows, err
}

func insertElement(ctx context.Context, tx *db.Tx, share, record string, place int, e Element) error {
	_, err := tx.Exec(ctx, `insert into sharing_elements (id, share_id, record_id, place, kind, ref, item, mark)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, e.ID, share, record, place, string(e.Kind), e.Ref, e.Item, string(e.Mark))
	return err
}

// listElements gives the elements of a record's shares by share, in their order.
func listElements(ctx context.Context, tx *db.Tx, record string) (map[string][]Element, error) {
	by := map[string][]Element{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var e Element
		var share, back string
		if err := r.Scan(&share, &e.ID, &e.Kind, &e.Ref, &e.Item, &e.Mark, &back); err != nil {
			return err
		}
		e.Back = back != ""
		by[share] = append(by[share], e)
		return nil
	}, `select share_id, id, kind, ref, item, mark, taken_back from sharing_elements where record_id = $1 order by share_id, place`, record)
	return by, err
}

func takeBackElement(ctx context.Context, tx *db.Tx, record, element, at string) error {
	return tx.ExecOne(ctx, `update sharing_elements set taken_back = $1 where id = $2 and record_id = $3 and taken_back = ''`, at, element, record)
}

// insertSeen keeps that somebody opened a share, and which elements were there to be read at any time of that day: what
// was read in the morning was read, also when it is gone in the evening.
func insertSeen(ctx context.Context, tx *db.Tx, id, share, record, account, organisation, day, at string, elements []string) error {
	var before string
	err := tx.QueryRow(ctx, `select elements from sharing_seen where share_id = $1 and account_id = $2 and day = $3`, share, account, day).Scan(&before)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	_, err = tx.Exec(ctx, `insert into sharing_seen (id, share_id, record_id, account_id, organisation_id, day, first_at, elements)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (share_id, account_id, day) do update set elements = excluded.elements`,
		id, share, record, account, organisation, day, at, strings.Join(and(elements, before), " "))
	return err
}

// and adds what was noted before to a list.
func and(list []string, before string) []string {
	for _, e := range strings.Fields(before) {
		if !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	return list
}

func listSeen(ctx context.Context, tx *db.Tx, share string) (list []Look, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var l Look
		var at, elements string
		if err := r.Scan(&l.Account, &l.Organisation, &l.Day, &at, &elements); err != nil {
			return err
		}
		var err error
		l.At, err = db.ParseTime(at)
		l.Elements = len(strings.Fields(elements))
		list = append(list, l)
		return err
	}, `select account_id, organisation_id, day, first_at, elements from sharing_seen where share_id = $1 order by first_at, id`, share)
	return list, err
}

type answerRow struct {
	Reply
	record   string
	document []byte
}

const answerColumns = `id, share_id, record_id, author_id, organisation_id, kind, item, ref, corrects, at, document`

func (a *answerRow) scan(r interface{ Scan(...any) error }) error {
	var at string
	err := r.Scan(&a.ID, &a.Share, &a.record, &a.Author, &a.Organisation, &a.Kind, &a.Item, &a.Ref, &a.Corrects, &at, &a.document)
	if err != nil {
		return err
	}
	a.At, err = db.ParseTime(at)
	return err
}

func insertAnswer(ctx context.Context, tx *db.Tx, a answerRow) error {
	_, err := tx.Exec(ctx, `insert into sharing_answers
		(id, share_id, record_id, author_id, organisation_id, kind, item, ref, corrects, at, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.ID, a.Share, a.record, a.Author, a.Organisation, string(a.Kind), a.Item, a.Ref, a.Corrects, db.Time(a.At), a.document)
	return err
}

// findAnswer looks in every record, as findShare does.
func findAnswer(ctx context.Context, tx *db.Tx, id string) (a answerRow, err error) {
	err = a.scan(tx.QueryRow(ctx, `select `+answerColumns+` from sharing_answers where id = $1`, id))
	return a, err
}

func listAnswers(ctx context.Context, tx *db.Tx, record string) (rows []answerRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var a answerRow
		if err := a.scan(r); err != nil {
			return err
		}
		rows = append(rows, a)
		return nil
	}, `select `+answerColumns+` from sharing_answers where record_id = $1 order by at, id`, record)
	return rows, err
}

func deleteShares(ctx context.Context, tx *db.Tx, record string) error {
	for _, statement := range []string{
		`delete from sharing_answers where record_id = $1`,
		`delete from sharing_seen where record_id = $1`,
		`delete from sharing_elements where record_id = $1`,
		`delete from sharing_shares where record_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}
