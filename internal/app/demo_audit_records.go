package app

import (
	"context"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/stats"
)

// auditRecords plans two audits of the records kept here: a small census, in which an auditor was let into one record, not into
// another, and waits for a third; and one from which nothing is drawn yet.
func (s *seeder) auditRecords(ctx context.Context) error {
	who, astrid, audits, id := s.actors["morgan"], s.actors["astrid"], s.app.Audits, db.NewID()
	now := s.clock.Now()
	plan := caseaudit.Plan{Purpose: "Is what young people say acted on? (invented)", From: db.Day(now.AddDate(0, -2, 0)), To: db.Day(now), Method: stats.Census, Outcomes: s.readFor,
		Question: &caseaudit.Question{Name: "Young people who spoke with us in the last two months", Group: "promised",
			Asked: map[string]string{"kept": "any", "heard": "yes", "promised": "any"}}}
	if err := audits.PlanFromRecords(ctx, who, id, plan); err != nil {
		return err
	}
	if err := audits.Sample(ctx, who, id); err != nil {
		return err
	}
	if err := audits.Share(ctx, who, id, []string{astrid.ID}, db.Day(now.AddDate(0, 1, 0))); err != nil {
		return err
	}
	if err := s.letAuditorIn(ctx, who, astrid, id); err != nil {
		return err
	}
	plan.Purpose, plan.Method, plan.N = "Was what was promised done in time? (invented)", stats.Simple, 3
	plan.Question = &caseaudit.Question{Name: "Everybody kept here to whom something was promised", Group: "none",
		Asked: map[string]string{"kept": "any", "heard": "any", "promised": "yes"}}
	return audits.PlanFromRecords(ctx, who, db.NewID(), plan)
}

// letAuditorIn has the auditor accept four cases, and the manager decide about two of them.
func (s *seeder) letAuditorIn(ctx context.Context, who, auditor permit.Actor, programme string) error {
	audits := s.app.Audits
	p, err := audits.Programme(ctx, who, programme)
	if err != nil {
		return err
	}
	accepted := 0
	for _, c := range p.Cases {
		if a, _ := c.Auditor(); a == nil || accepted == 4 {
			continue
		}
		accepted++
		if err := audits.Declare(ctx, auditor, programme, c.ID, "", ""); err != nil {
			return err
		}
	}
	waiting, err := audits.Requests(ctx, who)
	if err != nil {
		return err
	}
	decided := 0
	for _, q := range waiting {
		on, err := audits.RequestsOn(ctx, who, q.OfRecord, q.Case)
		if err != nil {
			return err
		}
		if !on[0].Named || decided == 2 {
			continue // a restricted record does not name the auditor: the team of that one has not decided
		}
		decided++
		if decided == 1 {
			err = audits.LetIn(ctx, who, q.OfRecord, q.Case, q.Auditor, []permit.Part{permit.PartOutcomes, permit.PartPromises}, q.Offer)
		} else {
			err = audits.NotLetIn(ctx, who, q.OfRecord, q.Case, q.Auditor, "A hearing is close, and nobody new should come to it now. Priya can go through it with you.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
