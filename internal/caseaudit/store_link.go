package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
)

// known is how the name of a record in a frame is written, until cases are drawn from it.
type known struct {
	Unit string `json:"unit"`
}

func insertKnown(ctx context.Context, w *access.Work, programme, record, unit string) error {
	id := db.NewID()
	document, err := w.SealDocument("caseaudit_known", id, known{unit})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_known (id, programme_id, record_id, document) values ($1, $2, $3, $4)`, id, programme, record, document)
	return err
}

// knownIn gives the records behind the names of a frame that was not drawn from yet, by name.
func knownIn(ctx context.Context, w *access.Work, programme string) (map[string]string, error) {
	records := map[string]string{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var id, record string
		var document []byte
		var k known
		err := row.Scan(&id, &record, &document)
		if err == nil {
			err = w.OpenDocument("caseaudit_known", id, document, &k)
		}
		records[k.Unit] = record
		return err
	}, `select id, record_id, document from caseaudit_known where programme_id = $1`, programme)
	return records, err
}

func deleteKnown(ctx context.Context, w *access.Work, programme string) error {
	_, err := w.Tx.Exec(ctx, `delete from caseaudit_known where programme_id = $1`, programme)
	return err
}

// link is a case that is a record, and whose audit it is part of.
type link struct{ caseID, record, programme string }

const linkColumns = `l.case_id, l.record_id, c.programme_id`

// linksHere gives the organisation's cases that are records, the latest programme first.
func linksHere(ctx context.Context, w *access.Work) ([]link, error) {
	return eachLink(ctx, w, `select `+linkColumns+` from caseaudit_links l
		join caseaudit_cases c on c.id = l.case_id join caseaudit_programmes p on p.id = c.programme_id where p.organisation_id = $1 order by p.planned_at desc, p.id, c.place`, w.Who.Organisation)
}

// linksTo gives the cases that one record is, the oldest programme first.
func linksTo(ctx context.Context, w *access.Work, record string) ([]link, error) {
	return eachLink(ctx, w, `select `+linkColumns+` from caseaudit_links l
		join caseaudit_cases c on c.id = l.case_id join caseaudit_programmes p on p.id = c.programme_id where l.record_id = $1 order by p.planned_at, p.id`, record)
}

// visibleLinks gives the cases of an organisation whose records who acts could let an auditor into.
func visibleLinks(ctx context.Context, w *access.Work, who permit.Actor) ([]link, error) {
	v := access.Visible(who, permit.LetAuditorIn, w.At, "l.record_id", 2)
	return eachLink(ctx, w, `select `+linkColumns+` from caseaudit_links l
		join caseaudit_cases c on c.id = l.case_id join caseaudit_programmes p on p.id = c.programme_id where p.organisation_id = $1 and `+v.SQL, append([]any{who.Organisation}, v.Args...)...)
}

func eachLink(ctx context.Context, w *access.Work, query string, args ...any) (list []link, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var l link
		err := row.Scan(&l.caseID, &l.record, &l.programme)
		list = append(list, l)
		return err
	}, query, args...)
	return list, err
}

func insertLet(ctx context.Context, w *access.Work, caseID, auditor string, said LetWords) error {
	id := db.NewID()
	key, err := w.MakeCaseKey(ctx, caseID)
	if err != nil {
		return err
	}
	document, err := access.SealDocument(key, "caseaudit_lets", id, said)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_lets (id, case_id, auditor_id, said_at, said_by, document) values ($1, $2, $3, $4, $5, $6)`,
		id, caseID, auditor, db.Time(w.At), w.Who.ID, document)
	return err
}

// deleteOf removes what this room holds of a case whose record is destroyed. What was written about the case lies under its key
// and its ratings' keys, which are destroyed before; a table that holds more of it is added here.
func deleteOf(ctx context.Context, w *access.Work, caseID string) error {
	for _, statement := range []string{
		`delete from caseaudit_ratings where case_id = $1`,
		`delete from caseaudit_lets where case_id = $1`,
		`delete from caseaudit_moderations where case_id = $1`,
		`delete from caseaudit_links where case_id = $1`,
		`delete from caseaudit_notes where case_id = $1`,
		`delete from caseaudit_action_steps where action_id in (select id from caseaudit_actions where case_id = $1)`,
		`delete from caseaudit_actions where case_id = $1`,
	} {
		if _, err := w.Tx.Exec(ctx, statement, caseID); err != nil {
			return err
		}
	}
	return nil
}

// forgetStepWords takes out of a case's steps why it was left out, and what stood between an auditor and it.
func forgetStepWords(ctx context.Context, w *access.Work, caseID string) error {
	texts := map[string]StepText{}
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var id string
		var document []byte
		var text StepText
		err := row.Scan(&id, &document)
		if err == nil {
			err = w.OpenDocument("caseaudit_steps", id, document, &text)
		}
		if text.Why != "" {
			text.Why = ""
			texts[id] = text
		}
		return err
	}, `select id, document from caseaudit_steps where case_id = $1`, caseID)
	for id, text := range texts {
		if err != nil {
			return err
		}
		var document []byte
		if document, err = w.SealDocument("caseaudit_steps", id, text); err == nil {
			err = w.Tx.ExecOne(ctx, `update caseaudit_steps set document = $1 where id = $2`, document, id)
		}
	}
	return err
}

func deleteKnownRecord(ctx context.Context, w *access.Work, record string) error {
	_, err := w.Tx.Exec(ctx, `delete from caseaudit_known where record_id = $1`, record)
	return err
}

// lastLet finds what a team said last about one auditor.
func lastLet(ctx context.Context, w *access.Work, caseID, auditor string) (id string, document []byte, err error) {
	err = w.Tx.QueryRow(ctx, `select id, document from caseaudit_lets where case_id = $1 and auditor_id = $2 order by said_at desc, id desc limit 1`, caseID, auditor).Scan(&id, &document)
	return id, document, err
}

func listLets(ctx context.Context, w *access.Work, caseID string, key seal.Key) (list []HeldWords, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var h HeldWords
		var said LetWords
		var at string
		var document []byte
		err := row.Scan(&h.ID, &h.By, &at, &document)
		if err == nil {
			err = access.OpenDocument(key, "caseaudit_lets", h.ID, document, &said)
		}
		if err == nil {
			h.At, err = db.ParseTime(at)
		}
		h.Text = said.Why
		list = append(list, h)
		return err
	}, `select id, said_by, said_at, document from caseaudit_lets where case_id = $1 order by said_at, id`, caseID)
	return list, err
}
