package caseaudit

import (
	"context"
	"math/rand/v2"

	"github.com/google/uuid"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

func findPilotTally(ctx context.Context, w *access.Work, pilot string) (t pilotTally, err error) {
	var document []byte
	if err = w.Tx.QueryRow(ctx, `select document from caseaudit_pilot_tallies where pilot_id = $1`, pilot).Scan(&document); err != nil {
		return t, err
	}
	return t, w.OpenDocument("caseaudit_pilot_tallies", pilot, document, &t)
}

func updatePilotTally(ctx context.Context, w *access.Work, pilot string, t pilotTally) error {
	document, err := w.SealDocument("caseaudit_pilot_tallies", pilot, t)
	if err != nil {
		return err
	}
	return w.Tx.ExecOne(ctx, `update caseaudit_pilot_tallies set document = $1 where pilot_id = $2`, document, pilot)
}

func insertPilotWords(ctx context.Context, w *access.Work, id, pilot string, s saidWords) error {
	document, err := w.SealDocument("caseaudit_pilot_words", id, s)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into caseaudit_pilot_words (id, pilot_id, state, document) values ($1, $2, 'waiting', $3)`, id, pilot, document)
	return err
}

func listPilotWords(ctx context.Context, w *access.Work, pilot string) (kept, waiting []PilotWords, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var one PilotWords
		var says saidWords
		var state string
		var document []byte
		if err := row.Scan(&one.ID, &state, &document); err != nil {
			return err
		}
		if err := w.OpenDocument("caseaudit_pilot_words", one.ID, document, &says); err != nil {
			return err
		}
		one.Words, one.Lang = says.Words, says.Lang
		if state == "kept" {
			kept = append(kept, one)
		} else {
			waiting = append(waiting, one)
		}
		return nil
	}, `select id, state, document from caseaudit_pilot_words where pilot_id = $1 order by id`, pilot)
	return kept, waiting, err
}

// shufflePilotWords lays words down anew, in no order: a table may keep rows as they came.
func shufflePilotWords(ctx context.Context, w *access.Work, pilot string) error {
	_, waiting, err := listPilotWords(ctx, w, pilot)
	if err != nil {
		return err
	}
	if err := forgetPilotWords(ctx, w, pilot); err != nil {
		return err
	}
	for _, i := range rand.Perm(len(waiting)) {
		if err := insertPilotWords(ctx, w, uuid.NewString(), pilot, saidWords{waiting[i].Words, waiting[i].Lang}); err != nil {
			return err
		}
	}
	return nil
}

func forgetPilotWords(ctx context.Context, w *access.Work, pilot string) error {
	_, err := w.Tx.Exec(ctx, `delete from caseaudit_pilot_words where pilot_id = $1`, pilot)
	return err
}

func keepPilotWords(ctx context.Context, w *access.Work, pilot, id string) error {
	return w.Tx.ExecOne(ctx, `update caseaudit_pilot_words set state = 'kept' where id = $1 and pilot_id = $2 and state = 'waiting'`, id, pilot)
}

func deletePilotWords(ctx context.Context, w *access.Work, pilot, id string) error {
	return w.Tx.ExecOne(ctx, `delete from caseaudit_pilot_words where id = $1 and pilot_id = $2 and state = 'waiting'`, id, pilot)
}

// countPilot ends the answering, keeps what may be shown, and destroys the sums.
func countPilot(ctx context.Context, w *access.Work, pilot string, counted pilotCounted) error {
	err := w.Tx.ExecOne(ctx, `update caseaudit_pilots set counted_at = $1 where id = $2 and organisation_id = $3 and begun_at <> '' and counted_at = ''`,
		db.Time(w.At), pilot, w.Who.Organisation)
	if err != nil {
		return err
	}
	if err := w.Tx.ExecOne(ctx, `delete from caseaudit_pilot_tallies where pilot_id = $1`, pilot); err != nil {
		return err
	}
	return insertPilotLine(ctx, w, pilot, db.NewID(), "counted", "", counted)
}

func closePilot(ctx context.Context, w *access.Work, pilot, id string, report PilotReport) error {
	err := w.Tx.ExecOne(ctx, `update caseaudit_pilots set closed_at = $1 where id = $2 and organisation_id = $3 and counted_at <> '' and closed_at = ''`,
		db.Time(w.At), pilot, w.Who.Organisation)
	if err != nil {
		return err
	}
	return insertPilotLine(ctx, w, pilot, id, "closed", "", report)
}
