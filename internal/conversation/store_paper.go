package conversation

import (
	"context"

	"stablefutures/internal/db"
)

type paperRow struct {
	id, record, sitting, worker, organisation, edition, language, nation, picture, word, issuedAt, expiresAt, usedAt, printed, code, wording string
}

const paperColumns = `id, record_id, sitting_id, worker_id, organisation_id, edition_id, language, nation, picture, word, issued_at, expires_at, used_at, printed, code, wording`

func (p *paperRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&p.id, &p.record, &p.sitting, &p.worker, &p.organisation, &p.edition, &p.language, &p.nation, &p.picture, &p.word,
		&p.issuedAt, &p.expiresAt, &p.usedAt, &p.printed, &p.code, &p.wording)
}

func insertPaper(ctx context.Context, tx *db.Tx, p paperRow) error {
	_, err := tx.Exec(ctx, `insert into conversation_papers
		(id, record_id, sitting_id, worker_id, organisation_id, edition_id, language, nation, picture, word, issued_at, expires_at, used_at, printed, code, wording)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		p.id, p.record, p.sitting, p.worker, p.organisation, p.edition, p.language, p.nation, p.picture, p.word, p.issuedAt, p.expiresAt, p.usedAt, p.printed, p.code, p.wording)
	return err
}

func findPaper(ctx context.Context, tx *db.Tx, id string) (p paperRow, err error) {
	err = p.scan(tx.QueryRow(ctx, `select `+paperColumns+` from conversation_papers where id = $1`, id))
	return p, err
}

func findPaperByCode(ctx context.Context, tx *db.Tx, code string) (p paperRow, err error) {
	err = p.scan(tx.QueryRow(ctx, `select `+paperColumns+` from conversation_papers where code = $1`, code))
	return p, err
}

// listPapers gives the tickets on paper of a record, the newest first; of record "" those of a worker for nobody yet.
func listPapers(ctx context.Context, tx *db.Tx, record, worker string) ([]paperRow, error) {
	var rows []paperRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var p paperRow
		if err := p.scan(r); err != nil {
			return err
		}
		rows = append(rows, p)
		return nil
	}, `select `+paperColumns+` from conversation_papers where record_id = $1 and (record_id <> '' or worker_id = $2)
		order by issued_at desc, id desc`, record, worker)
	return rows, err
}

// usePaper marks a ticket as typed in, for the record it turned out to be of.
func usePaper(ctx context.Context, tx *db.Tx, id, record, at string) error {
	return tx.ExecOne(ctx, `update conversation_papers set record_id = $1, used_at = $2 where id = $3 and used_at = ''`, record, at, id)
}

func findPaperDraft(ctx context.Context, tx *db.Tx, record, paper, author string) (document []byte, err error) {
	err = tx.QueryRow(ctx, `select document from conversation_paper_drafts where paper_id = $1 and author_id = $2 and record_id = $3`,
		paper, author, record).Scan(&document)
	return document, err
}

// upsertPaperDraft keeps one draft for each ticket and author: of another record it replaces the one before.
func upsertPaperDraft(ctx context.Context, tx *db.Tx, record, paper, author, at string, document []byte) error {
	_, err := tx.Exec(ctx, `insert into conversation_paper_drafts (paper_id, author_id, record_id, updated_at, document) values ($1, $2, $3, $4, $5)
		on conflict (paper_id, author_id) do update set record_id = excluded.record_id, updated_at = excluded.updated_at, document = excluded.document`,
		paper, author, record, at, document)
	return err
}

// deletePaperDrafts destroys what anybody but its author has begun to type in from a sheet.
func deletePaperDrafts(ctx context.Context, tx *db.Tx, paper, author string) error {
	_, err := tx.Exec(ctx, `delete from conversation_paper_drafts where paper_id = $1 and author_id <> $2`, paper, author)
	return err
}

func deletePaperDraft(ctx context.Context, tx *db.Tx, record, paper, author string) error {
	_, err := tx.Exec(ctx, `delete from conversation_paper_drafts where paper_id = $1 and record_id = $2 and author_id = $3`, paper, record, author)
	return err
}
