package account

import (
	"context"

	"stablefutures/internal/db"
)

// singleRow is a row of account_single with its seal shut.
type singleRow struct {
	id, state, passkeysOnly string
	body                    []byte
}

func insertSingle(ctx context.Context, tx *db.Tx, organisation string, r singleRow, by, at string) error {
	_, err := tx.Exec(ctx, `insert into account_single (id, organisation_id, state, passkeys_only, body, changed_by, changed_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, r.id, organisation, r.state, r.passkeysOnly, r.body, by, at)
	return err
}

func findSingle(ctx context.Context, tx *db.Tx, organisation string) (r singleRow, err error) {
	err = tx.QueryRow(ctx, `select id, state, passkeys_only, body from account_single where organisation_id = $1
		order by changed_at desc, id desc limit 1`, organisation).Scan(&r.id, &r.state, &r.passkeysOnly, &r.body)
	return r, err
}

func deleteDomains(ctx context.Context, tx *db.Tx, organisation string) error {
	_, err := tx.Exec(ctx, `delete from account_single_domains where organisation_id = $1`, organisation)
	return err
}

func insertDomain(ctx context.Context, tx *db.Tx, index, organisation string) error {
	_, err := tx.Exec(ctx, `insert into account_single_domains (domain_index, organisation_id) values ($1, $2)`, index, organisation)
	return err
}

func findDomain(ctx context.Context, tx *db.Tx, index string) (organisation string, err error) {
	err = tx.QueryRow(ctx, `select organisation_id from account_single_domains where domain_index = $1`, index).Scan(&organisation)
	return organisation, err
}

func insertLink(ctx context.Context, tx *db.Tx, index, id, account string, subject []byte, at string) error {
	_, err := tx.Exec(ctx, `insert into account_single_links (identity_index, id, account_id, subject, made_at) values ($1, $2, $3, $4, $5)`,
		index, id, account, subject, at)
	return err
}

func findLink(ctx context.Context, tx *db.Tx, index string) (id, account string, err error) {
	err = tx.QueryRow(ctx, `select id, account_id from account_single_links where identity_index = $1`, index).Scan(&id, &account)
	return id, account, err
}

func countLinks(ctx context.Context, tx *db.Tx, account string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from account_single_links where account_id = $1`, account).Scan(&n)
	return n, err
}

// useOnce marks something as used; a Conflict when it was already.
func useOnce(ctx context.Context, tx *db.Tx, hash, until string) error {
	_, err := tx.Exec(ctx, `insert into account_single_used (used_hash, ends_at) values ($1, $2)`, hash, until)
	return err
}

// deleteSessionsBy ends the sessions that came in by a link, or those of one session at its issuer.
func deleteSessionsBy(ctx context.Context, tx *db.Tx, link, sid string) (int64, error) {
	if sid == "" {
		return tx.Exec(ctx, `delete from account_sessions where link_id = $1 and link_id <> ''`, link)
	}
	return tx.Exec(ctx, `delete from account_sessions where link_id = $1 and sid_index = $2 and link_id <> ''`, link, sid)
}

// deleteSidSessions ends the sessions of one session at an issuer, of people of one organisation.
func deleteSidSessions(ctx context.Context, tx *db.Tx, organisation, sid string) (int64, error) {
	return tx.Exec(ctx, `delete from account_sessions where sid_index = $1 and link_id <> ''
		and account_id in (select id from account_people where organisation_id = $2)`, sid, organisation)
}

// deleteSingleSessions ends every session of an organisation's people that came in by single sign-on.
func deleteSingleSessions(ctx context.Context, tx *db.Tx, organisation string) error {
	_, err := tx.Exec(ctx, `delete from account_sessions where link_id <> ''
		and account_id in (select id from account_people where organisation_id = $1)`, organisation)
	return err
}

// listWithoutPasskey gives the active accounts of an organisation that have no passkey.
func listWithoutPasskey(ctx context.Context, tx *db.Tx, organisation string) (ids []string, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select p.id from account_people p where p.organisation_id = $1 and p.state = 'active' and not exists (
		select 1 from account_factors f where f.account_id = p.id and f.kind = 'passkey' and f.state = 'active') order by p.id`, organisation)
	return ids, err
}

// openInvitation gives the id of the account's open invitation, NotFound when it has none.
func openInvitation(ctx context.Context, tx *db.Tx, account, at string) (id string, err error) {
	err = tx.QueryRow(ctx, `select id from account_invitations where account_id = $1 and used_at = '' and ends_at > $2
		order by made_at desc, id desc limit 1`, account, at).Scan(&id)
	return id, err
}

// passkeysOnly says whether an organisation takes nothing but passkeys.
func passkeysOnly(ctx context.Context, tx *db.Tx, organisation string) (bool, error) {
	only := "no"
	err := tx.Each(ctx, func(r *db.Rows) error { return r.Scan(&only) }, `select passkeys_only from account_single where organisation_id = $1
		order by changed_at desc, id desc limit 1`, organisation)
	return only == "yes", err
}
