package app

import (
	"context"
	"fmt"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
)

// seeing lets the council's analyst ask what its manager wants to know, keep two questions, write down what happened, and plan a
// report that is made at once. The council has about a dozen young people, so nearly nothing can be shown: that is how it is.
func (s *seeder) seeing(ctx context.Context) error {
	felix, in, now := s.actors["felix"], s.app.Insight, s.clock.Now()
	if _, err := in.Ask(ctx, felix, insight.Reach); err != nil { // first: what is asked later hides more
		return fmt.Errorf("ask over all records: %w", err)
	}
	for _, code := range []string{"voice", "barriers"} {
		subject, _ := insight.SubjectByCode(code)
		for _, q := range subject.Questions() {
			if _, err := in.Ask(ctx, felix, q); err != nil {
				return fmt.Errorf("ask over all records: %w", err)
			}
		}
	}
	kept := []insight.Saved{
		{ID: db.NewID(), Title: "What young people say, year by year (invented)", For: "the partnership board (invented)",
			Question: insight.Asking{Measure: "voice", By: []insight.Axis{insight.ByYear}, Rules: disclosure.StrictDefault}},
		{ID: db.NewID(), Title: "Promises, quarter by quarter (invented)", For: "the head of service (invented)",
			Question: insight.Asking{Measure: "promises", By: []insight.Axis{insight.ByQuarter}, Rules: disclosure.StrictDefault}},
	}
	c := insight.Schedule{ID: db.NewID(), Title: "What we learn, quarterly (invented)", For: "the partnership board (invented)", Every: insight.Quarterly,
		First: db.Day(now.AddDate(0, -1, 0)), Lang: "en"}
	for _, q := range kept {
		if err := in.KeepQuestion(ctx, felix, q); err != nil {
			return fmt.Errorf("keep questions: %w", err)
		}
		c.Questions = append(c.Questions, q.ID)
	}
	if err := in.WriteNote(ctx, felix, insight.Note{ID: db.NewID(), Day: db.Day(now.AddDate(0, -5, 0)), Text: "New guidance on age assessment began (invented)",
		Source: "An invented council's public board papers, item 7"}); err != nil {
		return fmt.Errorf("write down what happened: %w", err)
	}
	if err := in.KeepSchedule(ctx, felix, c); err != nil {
		return fmt.Errorf("plan reports: %w", err)
	}
	if _, err := in.MakeReport(ctx, felix, c.ID); err != nil {
		return fmt.Errorf("make a report: %w", err)
	}
	return nil
}
