package together

import (
	"context"
	"math/rand/v2"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

const roundColumns = `id, state, begun_on, closed_on, release_id, document`

func scanRound(w *access.Work, row interface{ Scan(...any) error }) (r Round, err error) {
	var state string
	var document []byte
	if err = row.Scan(&r.ID, &state, &r.BegunOn, &r.ClosedOn, &r.Release, &document); err != nil {
		return r, err
	}
	r.Closed = state == "closed"
	return r, w.OpenDocument("together_rounds", r.ID, document, &r.Asked)
}

func insertRound(ctx context.Context, w *access.Work, id string, document, sums []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into together_rounds (id, organisation_id, state, begun_on, begun_by, closed_on, closed_by, release_id, document)
		values ($1, $2, 'open', $3, $4, '', '', '', $5)`, id, w.Who.Organisation, today(w), w.Who.ID, document)
	if err == nil {
		_, err = w.Tx.Exec(ctx, `insert into together_tallies (round_id, document) values ($1, $2)`, id, sums)
	}
	return err
}

func findRound(ctx context.Context, w *access.Work, id string) (Round, error) {
	return scanRound(w, w.Tx.QueryRow(ctx, `select `+roundColumns+` from together_rounds where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func listRounds(ctx context.Context, w *access.Work) (list []Round, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		r, err := scanRound(w, row)
		list = append(list, r)
		return err
	}, `select `+roundColumns+` from together_rounds where organisation_id = $1 order by begun_on desc, id desc`, w.Who.Organisation)
	return list, err
}

func findTally(ctx context.Context, w *access.Work, round string) (t tally, err error) {
	var document []byte
	if err = w.Tx.QueryRow(ctx, `select document from together_tallies where round_id = $1`, round).Scan(&document); err != nil {
		return t, err
	}
	return t, w.OpenDocument("together_tallies", round, document, &t)
}

func updateTally(ctx context.Context, tx *db.Tx, round string, document []byte) error {
	return tx.ExecOne(ctx, `update together_tallies set document = $1 where round_id = $2`, document, round)
}

// closeRound ends a round and destroys its sums.
func closeRound(ctx context.Context, w *access.Work, round, release string) error {
	err := w.Tx.ExecOne(ctx, `update together_rounds set state = 'closed', closed_on = $1, closed_by = $2, release_id = $3 where id = $4 and state = 'open'`,
		today(w), w.Who.ID, release, round)
	if err != nil {
		return err
	}
	return w.Tx.ExecOne(ctx, `delete from together_tallies where round_id = $1`, round)
}

func insertWords(ctx context.Context, w *access.Work, id, round string, s said) error {
	document, err := w.SealDocument("together_words", id, s)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_words (id, round_id, state, checked_by, checked_on, document) values ($1, $2, 'waiting', '', '', $3)`,
		id, round, document)
	return err
}

// shuffleWords lays a round's words down anew, in no order: a table may keep rows as they came.
func shuffleWords(ctx context.Context, w *access.Work, round string) error {
	_, waiting, err := listWords(ctx, w, round)
	if err != nil {
		return err
	}
	if _, err := w.Tx.Exec(ctx, `delete from together_words where round_id = $1`, round); err != nil {
		return err
	}
	for _, i := range rand.Perm(len(waiting)) {
		if err := insertWords(ctx, w, unordered(), round, said{waiting[i].Words, waiting[i].Lang}); err != nil {
			return err
		}
	}
	return nil
}

func listWords(ctx context.Context, w *access.Work, round string) (kept, waiting []Said, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var s Said
		var state string
		var document []byte
		var in said
		if err := row.Scan(&s.ID, &state, &document); err != nil {
			return err
		}
		if err := w.OpenDocument("together_words", s.ID, document, &in); err != nil {
			return err
		}
		s.Words, s.Lang = in.Words, in.Lang
		if state == "kept" {
			kept = append(kept, s)
		} else {
			waiting = append(waiting, s)
		}
		return nil
	}, `select id, state, document from together_words where round_id = $1 order by id`, round)
	return kept, waiting, err
}

func keepWords(ctx context.Context, w *access.Work, round, id string) error {
	return w.Tx.ExecOne(ctx, `update together_words set state = 'kept', checked_by = $1, checked_on = $2 where id = $3 and round_id = $4 and state = 'waiting'`,
		w.Who.ID, today(w), id, round)
}

func deleteWords(ctx context.Context, tx *db.Tx, round, id string) error {
	return tx.ExecOne(ctx, `delete from together_words where id = $1 and round_id = $2`, id, round)
}
