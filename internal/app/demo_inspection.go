package app

import (
	"context"
	"fmt"

	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
)

// inspections lets the council lay what it has to show under England’s three questions, and the same under Scotland’s
// domains.
func (s *seeder) inspections(ctx context.Context) error {
	morgan, in, id, l := s.actors["morgan"], s.app.Inspection, db.NewID(), i18n.For("en")
	now := s.clock.Now()
	n := inspection.NewPack{ID: id, Title: "Self-evaluation, spring (invented)", Framework: "england-self-evaluation",
		Span: inspection.Span{From: db.Day(now.AddDate(0, -12, 0)), To: db.Day(now)}}
	if err := in.Begin(ctx, morgan, n, l); err != nil {
		return fmt.Errorf("make up an evidence pack: %w", err)
	}
	version := func() (string, error) {
		p, err := in.Pack(ctx, morgan, id, 0)
		return p.Version.ID, err
	}
	for _, step := range []func(last string) error{
		func(last string) error {
			return in.Say(ctx, morgan, id, last, inspection.Sentence{ID: db.NewID(), Topics: []string{"voice"},
				Text: "We ask young people in the language they choose, and tell them what came of it. (invented)"})
		},
		func(last string) error { return in.LayUnder(ctx, morgan, id, last, "scotland-quality-framework") },
		func(last string) error {
			return in.Arrange(ctx, morgan, id, last, "scotland-quality-framework", inspection.Arranged{
				Gaps: map[string]string{"leadership": "The board looks at the first audit report in the summer and answers it in writing. (invented)"}})
		},
	} {
		last, err := version()
		if err == nil {
			err = step(last)
		}
		if err != nil {
			return fmt.Errorf("make up an evidence pack: %w", err)
		}
	}
	return nil
}
