package conversation

import (
	"context"

	"stablefutures/internal/db"
)

type sittingRow struct {
	id, record, edition, openedAt, openedBy, endedAt, ending string
	document                                                 []byte
}

const sittingColumns = `id, record_id, edition_id, opened_at, opened_by, ended_at, ending, document`

func (s *sittingRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&s.id, &s.record, &s.edition, &s.openedAt, &s.openedBy, &s.endedAt, &s.ending, &s.document)
}

func insertSitting(ctx context.Context, tx *db.Tx, s sittingRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_sittings
		(id, record_id, edition_id, opened_at, opened_by, ended_at, ending, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		s.id, s.record, s.edition, s.openedAt, s.openedBy, s.endedAt, s.ending, s.document)
	return err
}

func findSitting(ctx context.Context, tx *db.Tx, record, id string) (s sittingRow, err error) {
	err = s.scan(tx.QueryRow(ctx, `select `+sittingColumns+` from conversation_sittings
		where id = $1 and record_id = $2`, id, record))
	return s, err
}

func updateSetup(ctx context.Context, tx *db.Tx, record, id string, document []byte) error {
	return tx.ExecOne(ctx, `update conversation_sittings set document = $1
		where id = $2 and record_id = $3 and ended_at = ''`, document, id, record)
}

func listSittings(ctx context.Context, tx *db.Tx, record string) ([]sittingRow, error) {
	var rows []sittingRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var s sittingRow
		if err := s.scan(r); err != nil {
			return err
		}
		rows = append(rows, s)
		return nil
	}, `select `+sittingColumns+` from conversation_sittings where record_id = $1 order by opened_at desc, id desc`, record)
	return rows, err
}

func updateOpenedBy(ctx context.Context, tx *db.Tx, record, id, by string) error {
	return tx.ExecOne(ctx, `update conversation_sittings set opened_by = $1 where id = $2 and record_id = $3 and ended_at = ''`, by, id, record)
}

func endSitting(ctx context.Context, tx *db.Tx, record, id, at, ending string) error {
	return tx.ExecOne(ctx, `update conversation_sittings set ended_at = $1, ending = $2
		where id = $3 and record_id = $4 and ended_at = ''`, at, ending, id, record)
}

type contributionRow struct {
	id, sitting, record, author, perspective, at, edition, corrects string
	facts                                                           []byte
	matters, links, barriers                                        string
	document                                                        []byte
}

const contributionColumns = `id, sitting_id, record_id, author_id, perspective, at, edition_id, corrects, document`

func (c *contributionRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&c.id, &c.sitting, &c.record, &c.author, &c.perspective, &c.at, &c.edition, &c.corrects, &c.document)
}

func insertContribution(ctx context.Context, tx *db.Tx, c contributionRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_contributions
		(id, sitting_id, record_id, author_id, perspective, at, edition_id, corrects, facts, matters, links, barriers, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		c.id, c.sitting, c.record, c.author, c.perspective, c.at, c.edition, c.corrects, c.facts, c.matters, c.links,
		c.barriers, c.document)
	return err
}

func findContribution(ctx context.Context, tx *db.Tx, record, id string) (c contributionRow, err error) {
	err = c.scan(tx.QueryRow(ctx, `select `+contributionColumns+` from conversation_contributions
		where id = $1 and record_id = $2`, id, record))
	return c, err
}

func listContributions(ctx context.Context, tx *db.Tx, record string) ([]contributionRow, error) {
	var rows []contributionRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c contributionRow
		if err := c.scan(r); err != nil {
			return err
		}
		rows = append(rows, c)
		return nil
	}, `select `+contributionColumns+` from conversation_contributions where record_id = $1 order by at, id`, record)
	return rows, err
}

type talkRow struct {
	id, contribution, record, at, author, outcome string
	document                                      []byte
}

func insertTalk(ctx context.Context, tx *db.Tx, t talkRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_talks (id, contribution_id, record_id, at, author_id, outcome, document)
		values ($1, $2, $3, $4, $5, $6, $7)`, t.id, t.contribution, t.record, t.at, t.author, t.outcome, t.document)
	return err
}

func listTalks(ctx context.Context, tx *db.Tx, record string) ([]talkRow, error) {
	var rows []talkRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var t talkRow
		if err := r.Scan(&t.id, &t.contribution, &t.record, &t.at, &t.author, &t.outcome, &t.document); err != nil {
			return err
		}
		rows = append(rows, t)
		return nil
	}, `select id, contribution_id, record_id, at, author_id, outcome, document from conversation_talks
		where record_id = $1 order by at, id`, record)
	return rows, err
}

func findDraft(ctx context.Context, tx *db.Tx, record, sitting, author, perspective string) (document []byte, updatedAt string, err error) {
	err = tx.QueryRow(ctx, `select document, updated_at from conversation_drafts
		where sitting_id = $1 and author_id = $2 and perspective = $3 and record_id = $4`,
		sitting, author, perspective, record).Scan(&document, &updatedAt)
	return document, updatedAt, err
}

func upsertDraft(ctx context.Context, tx *db.Tx, record, sitting, author, perspective, at string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into conversation_drafts
		(sitting_id, author_id, perspective, record_id, updated_at, revision, document) values ($1, $2, $3, $4, $5, 1, $6)
		on conflict (sitting_id, author_id, perspective) do update set
		updated_at = excluded.updated_at, revision = conversation_drafts.revision + 1, document = excluded.document`,
		sitting, author, perspective, record, at, document)
	return err
}

func deleteDraft(ctx context.Context, tx *db.Tx, record, sitting, author, perspective string) error {
	_, err := tx.Exec(ctx, `delete from conversation_drafts
		where sitting_id = $1 and author_id = $2 and perspective = $3 and record_id = $4`, sitting, author, perspective, record)
	return err
}

// listDraftSittings gives the sittings in which an author has unfinished work on a record.
func listDraftSittings(ctx context.Context, tx *db.Tx, record, author string) (map[string]string, error) {
	found := map[string]string{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var sitting, perspective string
		if err := r.Scan(&sitting, &perspective); err != nil {
			return err
		}
		found[sitting] = perspective
		return nil
	}, `select sitting_id, perspective from conversation_drafts where record_id = $1 and author_id = $2`, record, author)
	return found, err
}

func findPictureDocument(ctx context.Context, tx *db.Tx, record string) (document []byte, err error) {
	err = tx.QueryRow(ctx, `select document from conversation_pictures where record_id = $1`, record).Scan(&document)
	return document, err
}

func upsertPicture(ctx context.Context, tx *db.Tx, record, at string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into conversation_pictures (record_id, updated_at, document) values ($1, $2, $3)
		on conflict (record_id) do update set updated_at = excluded.updated_at, document = excluded.document`,
		record, at, document)
	return err
}

// listRecords gives every record that has a contribution, for rebuild.
func listRecords(ctx context.Context, tx *db.Tx, after string, limit int) ([]string, error) {
	var ids []string
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
		return nil
	}, `select distinct record_id from conversation_contributions where record_id > $1 order by record_id limit $2`, after, limit)
	return ids, err
}

func deleteRecord(ctx context.Context, tx *db.Tx, record string) error {
	for _, statement := range []string{
		`delete from conversation_paper_drafts where record_id = $1`,
		`delete from conversation_papers where record_id = $1`,
		`delete from conversation_pictures where record_id = $1`,
		`delete from conversation_drafts where record_id = $1`,
		`delete from conversation_talks where record_id = $1`,
		`delete from conversation_marks where record_id = $1`,
		`delete from conversation_permissions where record_id = $1`,
		`delete from conversation_remark_replies where record_id = $1`,
		`delete from conversation_remarks where record_id = $1`,
		`delete from conversation_contributions where record_id = $1`,
		`delete from conversation_sittings where record_id = $1`,
		`delete from conversation_talks where contribution_id in (select c.id from conversation_contributions c
			join conversation_misplaced m on m.sitting_id = c.sitting_id where m.record_id = $1)`,
		`delete from conversation_permissions where contribution_id in (select c.id from conversation_contributions c
			join conversation_misplaced m on m.sitting_id = c.sitting_id where m.record_id = $1)`,
		`delete from conversation_marks where sitting_id in (select sitting_id from conversation_misplaced where record_id = $1)`,
		`delete from conversation_contributions where sitting_id in (select sitting_id from conversation_misplaced where record_id = $1)`,
		`delete from conversation_sittings where id in (select sitting_id from conversation_misplaced where record_id = $1)`,
		`delete from conversation_misplaced where record_id = $1`,
		`delete from conversation_arrivals where record_id = $1 or settled_record = $1`,
		`delete from conversation_tickets where record_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}
