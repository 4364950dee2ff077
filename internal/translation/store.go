package translation

import (
	"context"
	"fmt"

	"stablefutures/internal/db"
)

func insertText(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.Exec(ctx, `insert into translation_texts (id, edition_id, lang, key, form, source, text, back, status, role, dialect,
		account_id, organisation_id, via, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		r.id, r.edition, r.lang, r.key, r.form, r.source, r.text, r.back, r.status, r.role, r.dialect, r.account, r.organisation, r.via, db.Time(r.at))
	return err
}

// eachStanding gives the latest row of every text. Ids are time-ordered, so they settle what one microsecond leaves open.
func eachStanding(ctx context.Context, tx *db.Tx, f func(row)) error {
	return tx.Each(ctx, scanText(f), `select t.id, t.edition_id, t.lang, t.key, t.form, t.source, t.text, t.back, t.status, t.role, t.dialect,
		t.account_id, t.organisation_id, t.via, t.at from translation_texts t
		where not exists (select 1 from translation_texts later where later.edition_id = t.edition_id and later.lang = t.lang
		and later.key = t.key and later.form = t.form and (later.at > t.at or later.at = t.at and later.id > t.id))`)
}

// listHistory gives all rows of one text, latest first.
func listHistory(ctx context.Context, tx *db.Tx, edition, lang, key string) ([]row, error) {
	var list []row
	err := tx.Each(ctx, scanText(func(r row) { list = append(list, r) }),
		`select id, edition_id, lang, key, form, source, text, back, status, role, dialect, account_id, organisation_id, via, at
		from translation_texts where edition_id = $1 and lang = $2 and key = $3 order by at desc, id desc`, edition, lang, key)
	return list, err
}

func scanText(f func(row)) func(*db.Rows) error {
	return func(rows *db.Rows) error {
		var r row
		var at string
		if err := rows.Scan(&r.id, &r.edition, &r.lang, &r.key, &r.form, &r.source, &r.text, &r.back, &r.status, &r.role, &r.dialect,
			&r.account, &r.organisation, &r.via, &at); err != nil {
			return err
		}
		var err error
		if r.at, err = db.ParseTime(at); err != nil {
			return fmt.Errorf("read time of text: %w", err)
		}
		f(r)
		return nil
	}
}

const proposalColumns = `id, edition_id, lang, key, form, source, text, back, note, kind, role, dialect, account_id, organisation_id, at,
	state, decided_by, decided_at, reason`

func insertProposal(ctx context.Context, tx *db.Tx, p Proposal) error {
	_, err := tx.Exec(ctx, `insert into translation_proposals (id, edition_id, lang, key, form, source, text, back, note, kind, role, dialect,
		account_id, organisation_id, at, state) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		on conflict do nothing`,
		p.ID, p.Set, p.Lang, p.Key, p.Form, p.Source, p.Text, p.Back, p.Note, p.Kind, p.Role, p.Dialect, p.Account, p.Organisation, db.Time(p.At), Waiting)
	return err
}

func findProposal(ctx context.Context, tx *db.Tx, id string) (Proposal, error) {
	return scanProposal(tx.QueryRow(ctx, `select `+proposalColumns+` from translation_proposals where id = $1`, id))
}

func listProposals(ctx context.Context, tx *db.Tx, state string) ([]Proposal, error) {
	var list []Proposal
	err := tx.Each(ctx, func(r *db.Rows) error {
		p, err := scanProposal(r)
		list = append(list, p)
		return err
	}, `select `+proposalColumns+` from translation_proposals where state = $1 order by at desc, id desc limit 500`, state)
	return list, err
}

func scanProposal(r interface{ Scan(...any) error }) (Proposal, error) {
	var p Proposal
	var at, decided string
	err := r.Scan(&p.ID, &p.Set, &p.Lang, &p.Key, &p.Form, &p.Source, &p.Text, &p.Back, &p.Note, &p.Kind, &p.Role, &p.Dialect, &p.Account,
		&p.Organisation, &at, &p.State, &p.DecidedBy, &decided, &p.Reason)
	if err != nil {
		return p, err
	}
	if p.At, err = db.ParseTime(at); err != nil {
		return p, fmt.Errorf("read time of proposal: %w", err)
	}
	if decided != "" {
		p.DecidedAt, err = db.ParseTime(decided)
	}
	return p, err
}

// decideProposal is a Conflict when somebody decided already.
func decideProposal(ctx context.Context, tx *db.Tx, p Proposal) error {
	return tx.ExecOne(ctx, `update translation_proposals set state = $1, decided_by = $2, decided_at = $3, reason = $4
		where id = $5 and state = 'waiting'`, p.State, p.DecidedBy, db.Time(p.DecidedAt), p.Reason, p.ID)
}
