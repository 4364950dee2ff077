package app

import (
	"context"
	"time"

	"stablefutures/internal/framework"
)

// wordings lets an advisory group have chosen a picture of their own, and have a draft of simpler words under way: what a
// tester would otherwise have to make up. The group is invented.
func (s *seeder) wordings(ctx context.Context) error {
	f, steward := s.app.Framework, s.actors["solomon"]
	checklist, _ := framework.BySet(framework.SetChecklist)
	ball, err := f.AddDrawing(ctx, steward, []byte(`<svg viewBox="0 0 48 48"><circle cx="24" cy="24" r="17"/><path d="M24 15l8 6-3 9H19l-3-9z"/><path d="M24 15V7M32 21l8-3M29 30l5 7M19 30l-5 7M16 21l-8-3"/></svg>`), "A football")
	if err != nil {
		return err
	}
	v, err := f.ChangeDraft(ctx, steward, checklist, "en", func(c *framework.Changes) { c.Show("card/G7", ball.Name) })
	if err != nil {
		return err
	}
	day := s.clock.Now().Format(time.DateOnly)
	err = f.Decide(ctx, steward, v.ID, v.Digest(), "A football on the card about play", framework.Decision{Group: "Young people’s advisory group, Northwick",
		Decision: framework.GroupYes, Said: "We play football most.", On: day})
	if err != nil {
		return err
	}
	if err := f.Use(ctx, steward, v.ID, v.Digest()); err != nil {
		return err
	}
	_, err = f.ChangeDraft(ctx, steward, checklist, "en", func(c *framework.Changes) {
		c.Say("card/B2/ask", "Do you like the place where you live?")
		c.Say("ui/stop.text", "You can stop. It is fine. It does not change your help.")
	})
	return err
}
