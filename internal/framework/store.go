package framework

import (
	"context"
	"fmt"

	"stablefutures/internal/db"
)

func insertChoice(ctx context.Context, tx *db.Tx, c Choosing) error {
	_, err := tx.Exec(ctx, `insert into framework_choices (id, organisation_id, edition_id, whom, chosen_by, chosen_at)
		values ($1, $2, $3, $4, $5, $6)`, c.ID, c.Organisation, c.Edition, string(c.Whom), c.ChosenBy, db.Time(c.ChosenAt))
	return err
}

// listChoices gives every choice, latest first. Ids are time-ordered, so they settle what one microsecond leaves open.
func listChoices(ctx context.Context, tx *db.Tx, organisation string) ([]Choosing, error) {
	choices := []Choosing{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		c, err := scanChoice(r)
		choices = append(choices, c)
		return err
	}, `select id, organisation_id, edition_id, whom, chosen_by, chosen_at from framework_choices
		where organisation_id = $1 order by chosen_at desc, id desc`, organisation)
	return choices, err
}

func scanChoice(row interface{ Scan(dest ...any) error }) (Choosing, error) {
	var c Choosing
	var at, whom string
	if err := row.Scan(&c.ID, &c.Organisation, &c.Edition, &whom, &c.ChosenBy, &at); err != nil {
		return Choosing{}, err
	}
	var err error
	c.Whom = Whom(whom)
	if c.ChosenAt, err = db.ParseTime(at); err != nil {
		return Choosing{}, fmt.Errorf("read time of choice: %w", err)
	}
	return c, nil
}
