package voice

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

type cardRow struct {
	id, record, code, madeBy, madeAt, endedBy, endedAt string
	document                                           []byte
}

const cardColumns = `id, record_id, code, made_by, made_at, ended_by, ended_at, document`

func (c *cardRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&c.id, &c.record, &c.code, &c.madeBy, &c.madeAt, &c.endedBy, &c.endedAt, &c.document)
}

func insertCard(ctx context.Context, tx *db.Tx, c cardRow) error {
	_, err := tx.Exec(ctx, `insert into voice_cards (id, record_id, code, made_by, made_at, document) values ($1, $2, $3, $4, $5, $6)`,
		c.id, c.record, c.code, c.madeBy, c.madeAt, c.document)
	return err
}

// findCard looks in every record: a code is all that somebody new has. One that was cancelled is found too.
func findCard(ctx context.Context, tx *db.Tx, code string) (c cardRow, err error) {
	err = c.scan(tx.QueryRow(ctx, `select `+cardColumns+` from voice_cards where code = $1`, code))
	return c, err
}

func listCards(ctx context.Context, tx *db.Tx, record string) ([]cardRow, error) {
	var rows []cardRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c cardRow
		err := c.scan(r)
		rows = append(rows, c)
		return err
	}, `select `+cardColumns+` from voice_cards where record_id = $1 order by made_at desc, id desc`, record)
	return rows, err
}

func endCard(ctx context.Context, tx *db.Tx, record, id, by, at string) error {
	return tx.ExecOne(ctx, `update voice_cards set ended_by = $1, ended_at = $2 where id = $3 and record_id = $4 and ended_at = ''`, by, at, id, record)
}

type askRow struct {
	id, record, card, by, organisation, at        string
	answer, decidedBy, decidedAt                  string
	grant, until, read, backBy, backAt, ownRecord string
	document, decision                            []byte
}

const askColumns = `id, record_id, card_id, asked_by, organisation_id, asked_at, document, answer, decided_by, decided_at, decision,
	grant_id, until_at, read_at, taken_back_by, taken_back_at, own_record_id`

func (a *askRow) scan(r interface{ Scan(...any) error }) error {
	return r.Scan(&a.id, &a.record, &a.card, &a.by, &a.organisation, &a.at, &a.document, &a.answer, &a.decidedBy, &a.decidedAt, &a.decision,
		&a.grant, &a.until, &a.read, &a.backBy, &a.backAt, &a.ownRecord)
}

func insertAsk(ctx context.Context, tx *db.Tx, a askRow) error {
	_, err := tx.Exec(ctx, `insert into voice_asks (id, record_id, card_id, asked_by, organisation_id, asked_at, document, own_record_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.id, a.record, a.card, a.by, a.organisation, a.at, a.document, a.ownRecord)
	return err
}

func findAsk(ctx context.Context, tx *db.Tx, id string) (a askRow, err error) {
	err = a.scan(tx.QueryRow(ctx, `select `+askColumns+` from voice_asks where id = $1`, id))
	return a, err
}

func countAsks(ctx context.Context, tx *db.Tx, by, since string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from voice_asks where asked_by = $1 and asked_at > $2`, by, since).Scan(&n)
	return n, err
}

func scanAsks(rows *[]askRow) func(*db.Rows) error {
	return func(r *db.Rows) error {
		var a askRow
		err := a.scan(r)
		*rows = append(*rows, a)
		return err
	}
}

func listAsks(ctx context.Context, tx *db.Tx, record string) (rows []askRow, err error) {
	err = tx.Each(ctx, scanAsks(&rows), `select `+askColumns+` from voice_asks where record_id = $1 order by asked_at desc, id desc`, record)
	return rows, err
}

func listAsked(ctx context.Context, tx *db.Tx, by, since string) (rows []askRow, err error) {
	err = tx.Each(ctx, scanAsks(&rows), `select `+askColumns+` from voice_asks where asked_by = $1 and asked_at > $2 order by asked_at desc, id desc`, by, since)
	return rows, err
}

func listToldBefore(ctx context.Context, tx *db.Tx, by, ownRecord string) (rows []askRow, err error) {
	err = tx.Each(ctx, scanAsks(&rows), `select `+askColumns+` from voice_asks where own_record_id = $1 and own_record_id <> '' and asked_by = $2
		order by asked_at desc, id desc`, ownRecord, by)
	return rows, err
}

// waitingAsks are those that nobody decided yet, on records that a fragment lets through.
func waitingAsks(ctx context.Context, tx *db.Tx, f access.Fragment, since string) (rows []askRow, err error) {
	err = tx.Each(ctx, scanAsks(&rows), `select `+askColumns+` from voice_asks where answer = '' and record_id <> '' and `+f.SQL+
		` and asked_at > `+db.In(f.Next, 1)+` order by asked_at, id`, append(f.Args, since)...)
	return rows, err
}

func decideAsk(ctx context.Context, tx *db.Tx, a askRow) error {
	return tx.ExecOne(ctx, `update voice_asks set answer = $1, decided_by = $2, decided_at = $3, decision = $4, grant_id = $5, until_at = $6
		where id = $7 and record_id = $8 and answer = ''`, a.answer, a.decidedBy, a.decidedAt, a.decision, a.grant, a.until, a.id, a.record)
}

func readAsk(ctx context.Context, tx *db.Tx, id, at string) error {
	_, err := tx.Exec(ctx, `update voice_asks set read_at = $1 where id = $2 and read_at = ''`, at, id)
	return err
}

func takeBackAsk(ctx context.Context, tx *db.Tx, record, id, by, at string) error {
	return tx.ExecOne(ctx, `update voice_asks set taken_back_by = $1, taken_back_at = $2 where id = $3 and record_id = $4 and taken_back_at = ''`, by, at, id, record)
}

func placeAsk(ctx context.Context, tx *db.Tx, id, by, ownRecord string) error {
	return tx.ExecOne(ctx, `update voice_asks set own_record_id = $1 where id = $2 and asked_by = $3`, ownRecord, id, by)
}

func insertAskWord(ctx context.Context, tx *db.Tx, ask, record string, place int, contribution, item string) error {
	_, err := tx.Exec(ctx, `insert into voice_ask_words (id, ask_id, record_id, place, contribution_id, item) values ($1, $2, $3, $4, $5, $6)`,
		db.NewID(), ask, record, place, contribution, item)
	return err
}

func listAskWords(ctx context.Context, tx *db.Tx, ask string) (list []Chosen, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var c Chosen
		err := r.Scan(&c.Contribution, &c.Item)
		list = append(list, c)
		return err
	}, `select contribution_id, item from voice_ask_words where ask_id = $1 order by place`, ask)
	return list, err
}

// deleteCarry deletes what the room holds of a destroyed record: what somebody asked from elsewhere for a record of theirs
// stays theirs, without it. What nobody answered becomes what a code on no card leaves: whoever asked would tell the one from
// the other by its being gone.
func deleteCarry(ctx context.Context, tx *db.Tx, record string) error {
	if _, err := tx.Exec(ctx, `update voice_asks set record_id = '', card_id = '', document = $1 where record_id = $2 and answer = '' and taken_back_at = ''`,
		[]byte{}, record); err != nil {
		return err
	}
	for _, statement := range []string{`delete from voice_ask_words where record_id = $1`, `delete from voice_asks where record_id = $1`,
		`delete from voice_cards where record_id = $1`, `update voice_asks set own_record_id = '' where own_record_id = $1`} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}
