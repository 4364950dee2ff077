package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func insertRound(ctx context.Context, w *access.Work, id string, c InventedCase) error {
	document, err := w.SealDocument("caseaudit_rounds", id, c)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_rounds (id, organisation_id, case_code, begun_at, begun_by, closed_at, document) values ($1, $2, $3, $4, $5, '', $6)`,
		id, w.Who.Organisation, c.ID, db.Time(w.At), w.Who.ID, document)
	return err
}

func closeRound(ctx context.Context, w *access.Work, id string) error {
	return w.Tx.ExecOne(ctx, `update caseaudit_rounds set closed_at = $1 where id = $2 and organisation_id = $3 and closed_at = ''`, db.Time(w.At), id, w.Who.Organisation)
}

const roundColumns = `id, begun_at, closed_at, document`

func scanRound(w *access.Work, row interface{ Scan(...any) error }) (r Round, err error) {
	var begun, closed string
	var document []byte
	if err := row.Scan(&r.ID, &begun, &closed, &document); err != nil {
		return Round{}, err
	}
	if err := w.OpenDocument("caseaudit_rounds", r.ID, document, &r.Case); err != nil {
		return Round{}, err
	}
	if r.BegunAt, err = db.ParseTime(begun); err == nil && closed != "" {
		r.ClosedAt, err = db.ParseTime(closed)
	}
	return r, err
}

// findRound reads a round of the actor's organisation.
func findRound(ctx context.Context, w *access.Work, id string) (Round, error) {
	if !db.IsID(id) {
		return Round{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanRound(w, w.Tx.QueryRow(ctx, `select `+roundColumns+` from caseaudit_rounds where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func listRounds(ctx context.Context, w *access.Work) (list []Round, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		r, err := scanRound(w, row)
		list = append(list, r)
		return err
	}, `select `+roundColumns+` from caseaudit_rounds where organisation_id = $1 order by begun_at desc, id desc`, w.Who.Organisation)
	return list, err
}

func insertRoundAnswer(ctx context.Context, w *access.Work, round string, a RoundAnswer) error {
	id := db.NewID()
	document, err := w.SealDocument("caseaudit_round_answers", id, a)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_round_answers (id, round_id, account_id, said_at, document) values ($1, $2, $3, $4, $5)`,
		id, round, w.Who.ID, db.Time(w.At), document)
	return err
}

// answersOfRound gives what one account found of a round's case; everybody's, in the order of their random parts, where account is "".
func answersOfRound(ctx context.Context, w *access.Work, round, account string) (list []RoundAnswer, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var id string
		var document []byte
		var a RoundAnswer
		err := row.Scan(&id, &document)
		if err == nil {
			err = w.OpenDocument("caseaudit_round_answers", id, document, &a)
		}
		list = append(list, a)
		return err
	}, `select id, document from caseaudit_round_answers where round_id = $1 and ($2 = '' or account_id = $2) order by id`, round, account)
	return list, err
}
