package app

import (
	"context"
	"time"

	"stablefutures/internal/watch"
)

// watching has two people search for their own family name: one was asked about it, the other not yet.
func (s *seeder) watching(ctx context.Context) error {
	for _, e := range []struct {
		key, name string
		before    time.Duration
	}{{"rowan", "Ashgrove", 8 * 24 * time.Hour}, {"priya", "Fernhill", 26 * time.Hour}} {
		s.clock.set(s.now.Add(-e.before))
		if _, _, err := s.app.Record.Caseload(ctx, s.actors[e.key], e.name); err != nil {
			return err
		}
	}
	s.clock.set(s.now.Add(-25 * time.Hour))
	if err := s.app.Watch.Look(ctx); err != nil {
		return err
	}
	manager := s.actors["morgan"]
	alerts, err := s.app.Watch.Alerts(ctx, manager)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if a.Rule == watch.OwnName && a.About == s.actors["rowan"].ID {
			if err := s.app.Watch.Settle(ctx, manager, a.ID, watch.Explained,
				"A young person on the duty list has the same family name. They are not related; we talked about it."); err != nil {
				return err
			}
		}
	}
	return nil
}
