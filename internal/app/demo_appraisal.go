package app

import (
	"context"

	"stablefutures/internal/db"
	"stablefutures/internal/policy"
)

// initiatives has the council's policy officer think about two changes in education.
func (s *seeder) initiatives(ctx context.Context) error {
	who, p, day := s.actors["felix"], s.app.Policy, db.Day(s.clock.Now().AddDate(0, 4, 0))
	s.initiative = db.NewID()
	about := policy.About{Title: "A school place before the move (invented)", Decides: "The lead member for children", From: day, Groups: []string{"in_care", "unaccompanied", "little_english"},
		Changes: "Today a young person moves first, and waits for a school for weeks. Then, nobody would move before a school or college has said yes and named a first day."}
	if err := p.Think(ctx, who, s.initiative, "england", about); err != nil {
		return err
	}
	begun := db.NewID()
	about = policy.About{Title: "An English class in the first week (invented)", Decides: "The virtual school’s board", Groups: []string{"unaccompanied", "trafficked", "little_english"},
		Changes: "Today a class is looked for once there is a school. Then, a class would be offered in the first week, wherever somebody lives."}
	if err := p.Think(ctx, who, begun, "england", about); err != nil {
		return err
	}
	one, err := p.Initiative(ctx, who, begun)
	if err != nil {
		return err
	}
	return p.Move(ctx, who, begun, one.Stands().ID, policy.Decided, db.Day(s.clock.Now()), "The board agreed, for a year.")
}
