package app

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
)

// pools lets the council put together what three invented partners had let out, begin another pool
// that waits for a third, and call a round.
func (s *seeder) pools(ctx context.Context) error {
	felix, in := s.actors["felix"], s.app.Insight
	if felix.ID == "" {
		return nil
	}
	partners := []struct {
		name   string
		counts [][]int64
	}{
		{"Harrowfen City Council (invented)", [][]int64{{31, 38, 44, 41}, {22, 27, 25, 30}, {18, 12, 16, 21}, {26, 24, 19, 17}}},
		{"Saltmere County Council (invented)", [][]int64{{24, 29, 35, 37}, {16, 18, 4, 24}, {14, 15, 13, 18}, {21, 17, 15, 14}}},
		{"Brackenholt Trust (invented)", [][]int64{{19, 22, 26, 28}, {13, 15, 17, 16}, {11, 13, 12, 14}, {16, 15, 12, 13}}},
	}
	s.clock.set(s.now.Add(-30 * time.Hour))
	settled, open := db.NewID(), db.NewID()
	for id, title := range map[string]string{settled: "What is in the way, by the system that holds it (invented)", open: "The same, with whoever joins next (invented)"} {
		if err := in.BeginPool(ctx, felix, id, title); err != nil {
			return fmt.Errorf("begin the invented pool: %w", err)
		}
	}
	year := s.now.Year()
	for i, p := range partners {
		document, err := inventedRelease(p.counts, year)
		if err != nil {
			return err
		}
		for _, id := range []string{settled, open} {
			if id == open && i == len(partners)-1 {
				continue
			}
			if err := in.AddPart(ctx, felix, id, db.NewID(), p.name, document); err != nil {
				return fmt.Errorf("fill the invented pool: %w", err)
			}
		}
	}
	if err := in.SettlePool(ctx, felix, settled); err != nil {
		return fmt.Errorf("settle the invented pool: %w", err)
	}
	return s.maskedRound(ctx)
}

// maskedRound lets the council call a round of masked numbers with two others, whose keys it waits for.
func (s *seeder) maskedRound(ctx context.Context) error {
	felix, edith, morgan, welsh := s.actors["felix"], s.actors["edith"], s.actors["morgan"], s.actors["gethin"]
	if _, err := s.knows(ctx, edith, morgan, welsh); err != nil {
		return fmt.Errorf("get to know a partner for the invented round: %w", err)
	}
	with, err := s.app.Insight.PossibleContributors(ctx, felix)
	if err != nil {
		return err
	}
	n := insight.NewRound{ID: db.NewID(), About: "What is in the way, from true numbers (invented)", Measure: "barriers", By: []insight.Axis{insight.BySystem},
		Rules: disclosure.StrictDefault, Least: insight.LeastContributors, Until: s.now.AddDate(0, 1, 0).Format(time.DateOnly)}
	for _, p := range with {
		n.With = append(n.With, p.Key)
	}
	if err := s.app.Insight.BeginRound(ctx, felix, n); err != nil {
		return fmt.Errorf("call the invented round: %w", err)
	}
	return nil
}

// inventedRelease is what an invented organisation let out about the last four years, protected as everything is.
func inventedRelease(counts [][]int64, year int) ([]byte, error) {
	rules, _ := disclosure.Rules(disclosure.EnglandDfE)
	t := disclosure.Table{Key: "insight:" + db.NewID() + ":barriers:system:year", Data: db.NewID(),
		Rows: []string{"system.housing", "system.school", "system.health", "system.asylum"}, Counts: counts}
	for y := year - 3; y <= year; y++ {
		t.Columns = append(t.Columns, fmt.Sprintf("%04d", y))
	}
	r, err := disclosure.Protect(rules, t, nil)
	if err != nil {
		return nil, fmt.Errorf("protect the invented figures: %w", err)
	}
	return r.Document()
}
