package policy

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// worded is the kind of a step that says in other words what a change is.
const worded = "worded"

// stepWords is the document of a step.
type stepWords struct {
	Words string `json:"words,omitempty"`
	About *About `json:"about,omitempty"`
}

func insertInitiative(ctx context.Context, w *access.Work, i Initiative) error {
	document, err := w.SealDocument("policy_initiatives", i.ID, i.About)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_initiatives (id, organisation_id, nation, made_at, made_by, document) values ($1, $2, $3, $4, $5, $6)`,
		i.ID, w.Who.Organisation, i.Nation, db.Time(w.At), w.Who.ID, document)
	return err
}

func insertInitiativeStep(ctx context.Context, w *access.Work, initiative, kind, day string, words stepWords) error {
	id := db.NewID()
	document, err := w.SealDocument("policy_initiative_steps", id, words)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_initiative_steps (id, initiative_id, kind, on_day, step_at, step_by, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		id, initiative, kind, day, db.Time(w.At), w.Who.ID, document)
	return err
}

const initiativeColumns = `id, nation, made_at, made_by, document`

func scanInitiative(w *access.Work, row interface{ Scan(...any) error }) (i Initiative, err error) {
	var made string
	var document []byte
	if err := row.Scan(&i.ID, &i.Nation, &made, &i.MadeBy, &document); err != nil {
		return Initiative{}, err
	}
	if i.MadeAt, err = db.ParseTime(made); err != nil {
		return Initiative{}, err
	}
	return i, w.OpenDocument("policy_initiatives", i.ID, document, &i.About)
}

// findInitiative reads a change of the actor's organisation with what became of it.
func findInitiative(ctx context.Context, w *access.Work, id string) (Initiative, error) {
	if !db.IsID(id) {
		return Initiative{}, problem.New(problem.NotFound, "problem.not_found")
	}
	i, err := scanInitiative(w, w.Tx.QueryRow(ctx, `select `+initiativeColumns+` from policy_initiatives where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
	if err != nil {
		return Initiative{}, err
	}
	return i, readInitiativeSteps(ctx, w, &i)
}

func listInitiatives(ctx context.Context, w *access.Work) (list []Initiative, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		i, err := scanInitiative(w, row)
		list = append(list, i)
		return err
	}, `select `+initiativeColumns+` from policy_initiatives where organisation_id = $1 order by made_at desc, id desc`, w.Who.Organisation)
	for n := range list {
		if err == nil {
			err = readInitiativeSteps(ctx, w, &list[n])
		}
	}
	return list, err
}

func readInitiativeSteps(ctx context.Context, w *access.Work, i *Initiative) error {
	return w.Tx.Each(ctx, func(row *db.Rows) error {
		var one InitiativeStep
		var kind, at string
		var document []byte
		var words stepWords
		err := row.Scan(&one.ID, &kind, &one.Day, &at, &one.By, &document)
		if err == nil {
			one.At, err = db.ParseTime(at)
		}
		if err == nil {
			err = w.OpenDocument("policy_initiative_steps", one.ID, document, &words)
		}
		switch {
		case err != nil:
			return err
		case kind == worded:
			i.Worded = one.ID
			if words.About != nil {
				i.About = *words.About
			}
		default:
			one.State, one.Words = State(kind), words.Words
			i.Steps = append(i.Steps, one)
		}
		return nil
	}, `select id, kind, on_day, step_at, step_by, document from policy_initiative_steps where initiative_id = $1 order by step_at, id`, i.ID)
}
