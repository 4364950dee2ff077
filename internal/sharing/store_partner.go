package sharing

import (
	"context"

	"stablefutures/internal/db"
)

type keyRow struct {
	id, madeAt string
	secret     []byte
}

func insertKey(ctx context.Context, tx *db.Tx, organisation string, k keyRow) error {
	_, err := tx.Exec(ctx, `insert into sharing_keys (id, organisation_id, made_at, secret) values ($1, $2, $3, $4)`,
		k.id, organisation, k.madeAt, k.secret)
	return err
}

// listKeys gives an organisation's keys, the newest last.
func listKeys(ctx context.Context, tx *db.Tx, organisation string) (rows []keyRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var k keyRow
		err := r.Scan(&k.id, &k.madeAt, &k.secret)
		rows = append(rows, k)
		return err
	}, `select id, made_at, secret from sharing_keys where organisation_id = $1 order by made_at, id`, organisation)
	return rows, err
}

const partnerColumns = `id, organisation_id, document, added_by, added_at, confirmed_by, confirmed_at, ended_by, ended_at`

type partnerRow struct {
	Partner
	document []byte
}

func scanPartner(r interface{ Scan(...any) error }) (p partnerRow, err error) {
	var added, confirmed, ended string
	if err = r.Scan(&p.ID, &p.Organisation, &p.document, &p.AddedBy, &added, &p.ConfirmedBy, &confirmed, &p.EndedBy, &ended); err != nil {
		return p, err
	}
	return p, readTimes(timeText{added, &p.AddedAt}, timeText{confirmed, &p.ConfirmedAt}, timeText{ended, &p.EndedAt})
}

func insertPartner(ctx context.Context, tx *db.Tx, p Partner, document []byte) error {
	_, err := tx.Exec(ctx, `insert into sharing_partners (id, organisation_id, fingerprint, document, added_by, added_at)
		values ($1, $2, $3, $4, $5, $6)`, p.ID, p.Organisation, p.Card.Fingerprint(), document, p.AddedBy, db.Time(p.AddedAt))
	return err
}

// reopenPartner puts a partner that was struck off back into the register, to be confirmed anew.
func reopenPartner(ctx context.Context, tx *db.Tx, p Partner, document []byte) error {
	return tx.ExecOne(ctx, `update sharing_partners set document = $1, added_by = $2, added_at = $3, confirmed_by = '', confirmed_at = '',
		ended_by = '', ended_at = '' where id = $4 and ended_by <> ''`, document, p.AddedBy, db.Time(p.AddedAt), p.ID)
}

func confirmPartner(ctx context.Context, tx *db.Tx, id, by, at string) error {
	return tx.ExecOne(ctx, `update sharing_partners set confirmed_by = $1, confirmed_at = $2
		where id = $3 and confirmed_by = '' and ended_by = ''`, by, at, id)
}

func endPartner(ctx context.Context, tx *db.Tx, id, by, at string) error {
	return tx.ExecOne(ctx, `update sharing_partners set ended_by = $1, ended_at = $2 where id = $3 and ended_by = ''`, by, at, id)
}

func findPartner(ctx context.Context, tx *db.Tx, organisation, id string) (partnerRow, error) {
	return scanPartner(tx.QueryRow(ctx, `select `+partnerColumns+` from sharing_partners where id = $1 and organisation_id = $2`, id, organisation))
}

func findPartnerByFingerprint(ctx context.Context, tx *db.Tx, organisation, fingerprint string) (partnerRow, error) {
	return scanPartner(tx.QueryRow(ctx, `select `+partnerColumns+` from sharing_partners where organisation_id = $1 and fingerprint = $2`,
		organisation, fingerprint))
}

func listPartners(ctx context.Context, tx *db.Tx, organisation string) (rows []partnerRow, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		p, err := scanPartner(r)
		rows = append(rows, p)
		return err
	}, `select `+partnerColumns+` from sharing_partners where organisation_id = $1 order by added_at, id`, organisation)
	return rows, err
}
