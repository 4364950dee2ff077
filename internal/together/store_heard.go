package together

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

func insertHeard(ctx context.Context, w *access.Work, id, round string) error {
	_, err := w.Tx.Exec(ctx, `insert into together_heard (id, organisation_id, round_id, help_round_id, heard_on, heard_by) values ($1, $2, $3, '', $4, $5)`,
		id, w.Who.Organisation, round, today(w), w.Who.ID)
	return err
}

func insertStep(ctx context.Context, w *access.Work, heard string, s Step) error {
	id := newStepID()
	document, err := w.SealDocument("together_steps", id, s)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_steps (id, heard_id, state, taken_at, taken_by, document) values ($1, $2, $3, $4, $5, $6)`,
		id, heard, string(s.State), db.Time(w.At), w.Who.ID, document)
	return err
}

func tieHelp(ctx context.Context, w *access.Work, id, round string) error {
	return w.Tx.ExecOne(ctx, `update together_heard set help_round_id = $1 where id = $2 and organisation_id = $3`, round, id, w.Who.Organisation)
}

const heardColumns = `id, round_id, help_round_id, heard_on`

func scanItem(row interface{ Scan(...any) error }) (i Item, err error) {
	err = row.Scan(&i.ID, &i.Round, &i.Help, &i.HeardOn)
	return i, err
}

func findItem(ctx context.Context, w *access.Work, id string) (Item, error) {
	i, err := scanItem(w.Tx.QueryRow(ctx, `select `+heardColumns+` from together_heard where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
	if err == nil {
		i.Steps, err = listSteps(ctx, w, id)
	}
	return i, err
}

func listItems(ctx context.Context, w *access.Work) (list []Item, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		i, err := scanItem(row)
		list = append(list, i)
		return err
	}, `select `+heardColumns+` from together_heard where organisation_id = $1 order by heard_on desc, id desc`, w.Who.Organisation)
	for n := range list {
		if err == nil {
			list[n].Steps, err = listSteps(ctx, w, list[n].ID)
		}
	}
	return list, err
}

func listSteps(ctx context.Context, w *access.Work, heard string) (list []Step, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var id, state, at string
		var document []byte
		if err := row.Scan(&id, &state, &at, &document); err != nil {
			return err
		}
		var s Step
		if err := w.OpenDocument("together_steps", id, document, &s); err != nil {
			return err
		}
		taken, err := db.ParseTime(at)
		s.State, s.On = State(state), db.Day(taken)
		list = append(list, s)
		return err
	}, `select id, state, taken_at, document from together_steps where heard_id = $1 order by taken_at desc, id desc`, heard)
	return list, err
}
