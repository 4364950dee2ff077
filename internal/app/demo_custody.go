package app

import (
	"context"
	"time"

	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/record"
)

// keeping plans three records that the law of the record is shown by: one whose time has ended, of somebody who was never
// looked after and is grown up, one on legal hold, and one that was made twice and is destroyed. All are of the manager's
// own organisation.
func (s *seeder) keeping(context.Context) error {
	manager := s.actors["morgan"]
	opened := s.now.Add(-demoPast).Add(30 * time.Hour)
	for _, y := range []struct {
		given, family string
		years         int
		say           func(ctx context.Context, id string) error
	}{
		{"Iveta", "Brightwater", 24, func(ctx context.Context, id string) error {
			return s.app.Custody.Say(ctx, manager, id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.NotLookedAfter, Note: "Lived with her aunt throughout."}})
		}},
		{"Nadifa", "Stonecrop", 19, func(ctx context.Context, id string) error {
			if err := s.app.Custody.Say(ctx, manager, id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.LookedAfter,
				From: opened.AddDate(-3, 0, 0).Format(time.DateOnly)}}); err != nil {
				return err
			}
			if err := s.app.Custody.Say(ctx, manager, id, custody.Entry{Kind: custody.SaidBasis, Text: custody.Text{Ground: "public_task", Condition: "safeguarding"}}); err != nil {
				return err
			}
			return s.app.Custody.Hold(ctx, manager, id, db.NewID(), custody.Text{Reason: "court", Day: s.now.AddDate(0, 2, 0).Format(time.DateOnly), Note: "A claim for compensation is under way."})
		}},
		{"Nadifa", "Stonecrop", 19, func(ctx context.Context, id string) error { return s.app.Record.Erase(ctx, manager, id, "duplicate") }},
	} {
		id := db.NewID()
		s.events = append(s.events, demoEvent{opened, func(ctx context.Context) error {
			_, err := s.app.Record.Create(ctx, manager, record.NewPerson{ID: id, Nation: nation.England, Teams: []string{s.teams["larkmoor-past"]},
				Profile: record.Profile{Names: record.Names{Given: y.given, Family: y.family}, Birth: record.Birth{Day: s.now.AddDate(-y.years, -3, 0).Format(time.DateOnly), Accuracy: record.Documented}}})
			return err
		}}, demoEvent{opened.Add(time.Hour), func(ctx context.Context) error { return y.say(ctx, id) }})
		opened = opened.Add(2 * time.Hour)
	}
	return s.app.Custody.SetPolicy(context.Background(), s.actors["osric"], custody.Policy{After18: 5, AfterLast: 1, LogYears: 25, TrainingYears: 7, AuditYears: 7,
		Source: "Larkmoor retention schedule (invented), 2025"})
}
