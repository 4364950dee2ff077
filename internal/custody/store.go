package custody

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

type entryRow struct {
	id, record, kind, about, at, author string
	document                            []byte
}

func insertEntry(ctx context.Context, tx *db.Tx, e entryRow) error {
	_, err := tx.Exec(ctx, `insert into custody_entries (id, record_id, kind, about, at, author_id, document)
		values ($1, $2, $3, $4, $5, $6, $7)`, e.id, e.record, e.kind, e.about, e.at, e.author, e.document)
	return err
}

// listEntries gives everything that was said of a record, the oldest first.
func listEntries(ctx context.Context, tx *db.Tx, record string) ([]entryRow, error) {
	var rows []entryRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var e entryRow
		if err := r.Scan(&e.id, &e.record, &e.kind, &e.about, &e.at, &e.author, &e.document); err != nil {
			return err
		}
		rows = append(rows, e)
		return nil
	}, `select id, record_id, kind, about, at, author_id, document from custody_entries where record_id = $1 order by at, id`, record)
	return rows, err
}

type clockRow struct {
	record, organisation, at string
	document                 []byte
}

func upsertClock(ctx context.Context, tx *db.Tx, c clockRow) error {
	_, err := tx.Exec(ctx, `insert into custody_clocks (record_id, organisation_id, updated_at, document) values ($1, $2, $3, $4)
		on conflict (record_id) do update set organisation_id = excluded.organisation_id, updated_at = excluded.updated_at, document = excluded.document`,
		c.record, c.organisation, c.at, c.document)
	return err
}

// listVisibleClocks gives the clocks of the records that who lists may open.
func listVisibleClocks(ctx context.Context, l *access.Listing) ([]clockRow, error) {
	v := l.Visible("c.record_id", 1)
	return eachClock(ctx, l.Tx, "select c.record_id, c.organisation_id, c.document from custody_clocks c where "+v.SQL+" order by c.record_id", v.Args...)
}

func listClocks(ctx context.Context, tx *db.Tx, organisation string) ([]clockRow, error) {
	return eachClock(ctx, tx, `select record_id, organisation_id, document from custody_clocks where organisation_id = $1 order by record_id`, organisation)
}

func eachClock(ctx context.Context, tx *db.Tx, query string, args ...any) ([]clockRow, error) {
	var rows []clockRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c clockRow
		if err := r.Scan(&c.record, &c.organisation, &c.document); err != nil {
			return err
		}
		rows = append(rows, c)
		return nil
	}, query, args...)
	return rows, err
}

type policyRow struct {
	Policy
	at     string
	source []byte
}

func insertPolicy(ctx context.Context, tx *db.Tx, organisation string, p Policy, source []byte) error {
	_, err := tx.Exec(ctx, `insert into custody_policies (id, organisation_id, at, author_id, after_18, after_last, log_years, training_years, audit_years, source)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, p.ID, organisation, db.Time(p.At), p.Author, p.After18, p.AfterLast, p.LogYears,
		p.TrainingYears, p.AuditYears, source)
	return err
}

// listPolicies gives what an organisation decided, the oldest first.
func listPolicies(ctx context.Context, tx *db.Tx, organisation string) ([]policyRow, error) {
	var rows []policyRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var p policyRow
		if err := r.Scan(&p.ID, &p.at, &p.Author, &p.After18, &p.AfterLast, &p.LogYears, &p.TrainingYears, &p.AuditYears, &p.source); err != nil {
			return err
		}
		rows = append(rows, p)
		return nil
	}, `select id, at, author_id, after_18, after_last, log_years, training_years, audit_years, source
		from custody_policies where organisation_id = $1 order by at, id`, organisation)
	return rows, err
}

func insertCertificate(ctx context.Context, tx *db.Tx, c Certificate) error {
	proposedAt := ""
	if !c.ProposedAt.IsZero() {
		proposedAt = db.Time(c.ProposedAt)
	}
	_, err := tx.Exec(ctx, `insert into custody_certificates (id, record_id, organisation_id, nation, reason, rule, pack, proposed_by, proposed_at, confirmed_by, at, entry)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, c.ID, c.Record, c.Organisation, c.Nation, c.Reason, string(c.Rule), c.Pack,
		c.ProposedBy, proposedAt, c.ConfirmedBy, db.Time(c.At), -1)
	return err
}

func updateCertificate(ctx context.Context, tx *db.Tx, id string, entry int64) error {
	return tx.ExecOne(ctx, `update custody_certificates set entry = $1 where id = $2`, entry, id)
}

const certificateColumns = "id, record_id, organisation_id, nation, reason, rule, pack, proposed_by, proposed_at, confirmed_by, at, entry"

// scanner is one row of either kind of answer.
type scanner interface{ Scan(...any) error }

func scanCertificate(r scanner) (c Certificate, err error) {
	var rule, proposed, at string
	if err = r.Scan(&c.ID, &c.Record, &c.Organisation, &c.Nation, &c.Reason, &rule, &c.Pack, &c.ProposedBy, &proposed, &c.ConfirmedBy, &at, &c.Entry); err != nil {
		return c, err
	}
	c.Rule = Rule(rule)
	if proposed != "" {
		if c.ProposedAt, err = db.ParseTime(proposed); err != nil {
			return c, err
		}
	}
	c.At, err = db.ParseTime(at)
	return c, err
}

func listCertificates(ctx context.Context, tx *db.Tx, organisation string) ([]Certificate, error) {
	var list []Certificate
	err := tx.Each(ctx, func(r *db.Rows) error {
		c, err := scanCertificate(r)
		list = append(list, c)
		return err
	}, "select "+certificateColumns+" from custody_certificates where organisation_id = $1 order by at desc, id desc", organisation)
	return list, err
}

func findCertificate(ctx context.Context, tx *db.Tx, organisation, id string) (Certificate, error) {
	return scanCertificate(tx.QueryRow(ctx, "select "+certificateColumns+" from custody_certificates where organisation_id = $1 and id = $2", organisation, id))
}

// deleteRecord removes what this room holds of a record. Certificates stay: they name nobody.
func deleteRecord(ctx context.Context, tx *db.Tx, record string) error {
	for _, statement := range []string{
		`delete from custody_bundles where record_id = $1`,
		`delete from custody_steps where record_id = $1`,
		`delete from custody_requests where record_id = $1`,
		`delete from custody_entries where record_id = $1`,
		`delete from custody_clocks where record_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}
