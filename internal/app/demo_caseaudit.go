package app

import (
	"context"
	"fmt"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/stats"
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
	s.readFor = []string{outcomes[0].Code, outcomes[1].Code}
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
	if err := audits.Say(ctx, who, second, outcomes[0].Code, "", invented(outcomes[0], true, caseaudit.InPlace)); err != nil {
		return err
	}
	return s.programme(ctx)
}

// programme plans an audit of an invented list, draws from it in two groups, and shares the cases out.
func (s *seeder) programme(ctx context.Context) error {
	who, audits, id := s.actors["morgan"], s.app.Audits, db.NewID()
	var frame []caseaudit.Unit
	for i := range 34 {
		frame = append(frame, caseaudit.Unit{ID: fmt.Sprintf("CLA-%03d", i+1), Stratum: []string{"in care", "leaving care"}[i%3/2]})
	}
	frame[4].LeftOut = "A court asked for the file this month"
	now := s.clock.Now()
	scale, _ := caseaudit.ShippedScale("england-4")
	plan := caseaudit.Plan{Purpose: "Do plans say what young people want, and does it happen? (invented)", From: db.Day(now.AddDate(0, -6, 0)), To: db.Day(now),
		Population: "Young people in care or leaving care who came without family", On: db.Day(now), Method: stats.Stratified, N: 6, Allocation: "proportional",
		Outcomes: s.readFor, Scale: &scale, Minutes: 120, Twice: 20}
	if err := audits.Plan(ctx, who, id, plan, frame); err != nil {
		return err
	}
	if err := audits.Sample(ctx, who, id); err != nil {
		return err
	}
	auditors, err := audits.Auditors(ctx, who)
	if err != nil {
		return err
	}
	if err := audits.Share(ctx, who, id, []string{who.ID, auditors[0].ID}, db.Day(now.AddDate(0, 1, 0))); err != nil {
		return err
	}
	if err := s.readings(ctx, id); err != nil {
		return err
	}
	return audits.Plan(ctx, who, db.NewID(), caseaudit.Plan{Purpose: "Is the way to an advocate known? (invented)", From: plan.From, To: plan.To, Population: plan.Population,
		On: plan.On, Method: stats.Census, Outcomes: s.readFor[:1]}, frame[:12])
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
