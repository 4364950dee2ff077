package app

import (
	"context"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
)

// reviews lets the council look at its own practice with two outcomes, and begin to do so again.
func (s *seeder) reviews(ctx context.Context) error {
	who, audits := s.actors["morgan"], s.app.Audits
	ed, err := s.app.Framework.Chosen(ctx, who, framework.Children)
	if err != nil {
		return err
	}
	var outcomes []framework.Outcome
	for _, p := range ed.Principles {
		outcomes = append(outcomes, p.Outcomes()[0])
	}
	outcomes = outcomes[:2]
	first, second := db.NewID(), db.NewID()
	scope := caseaudit.Scope{Service: "Leaving care team (invented)", Together: "Two social workers, a personal adviser, the virtual school",
		Outcomes: []string{outcomes[0].Code, outcomes[1].Code}}
	if err := audits.Begin(ctx, who, first, scope); err != nil {
		return err
	}
	for i, o := range outcomes {
		if err := audits.Say(ctx, who, first, o.Code, "", invented(o, i == 0, caseaudit.Partly)); err != nil {
			return err
		}
	}
	if err := audits.Finish(ctx, who, first); err != nil {
		return err
	}
	scope.Again = db.Day(s.clock.Now().AddDate(0, 6, 0))
	if err := audits.Repeat(ctx, who, second, first, scope); err != nil {
		return err
	}
	return audits.Say(ctx, who, second, outcomes[0].Code, "", invented(outcomes[0], true, caseaudit.InPlace))
}

// invented is what a team might say of an outcome.
func invented(o framework.Outcome, heard bool, last caseaudit.Finding) caseaudit.Answer {
	a := caseaudit.Answer{Items: map[string]caseaudit.Said{}, Young: caseaudit.NotAsked}
	items := caseaudit.ItemsOf(o)
	for i, code := range items {
		a.Items[code] = caseaudit.Said{Finding: caseaudit.InPlace, Evidence: "Checked in the team’s own list every month."}
		switch i % 3 {
		case 1:
			a.Items[code] = caseaudit.Said{Finding: caseaudit.NotInPlace, Act: "others", Who: "The housing service"}
		case 2:
			a.Items[code] = caseaudit.Said{Finding: caseaudit.NotKnown}
		}
	}
	a.Items[items[0]] = caseaudit.Said{Finding: last, Act: "us"}
	if heard {
		a.Young, a.Words, a.Apart = caseaudit.Heard, "In the group they said that nobody asks before things are changed.", true
	}
	return a
}
