package app

import (
	"context"
	"fmt"

	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
	"stablefutures/internal/permit"
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
	return s.visit(ctx)
}

// visit plans a visit of an invented inspectorate, makes one tracked case ready, and lets the visitor into it.
func (s *seeder) visit(ctx context.Context) error {
	morgan, in, id := s.actors["morgan"], s.app.Inspection, db.NewID()
	now := s.clock.Now()
	var who demoColleague
	for _, c := range s.data.staff.People {
		if c.is(permit.Inspector) {
			who = c
		}
	}
	code, err := in.Plan(ctx, morgan, inspection.NewVisit{ID: id, Name: who.Name, Email: who.Email, Inspectorate: "The Inspectorate (invented)",
		Ask: "Morgan Tideswell (invented), 01632 960 103", First: db.Day(now), Last: db.Day(now.AddDate(0, 0, inspection.MostDays-1))})
	if err != nil {
		return fmt.Errorf("plan a visit: %w", err)
	}
	if err := s.enrol(ctx, who, code); err != nil {
		return err
	}
	rows, _, err := s.app.Record.Caseload(ctx, morgan, "Selam")
	if err != nil {
		return err
	}
	record := rows[0].ID
	c, err := in.Track(ctx, morgan, record)
	if err != nil {
		return err
	}
	p := inspection.Preparing{Label: "A", Told: "agrees", Words: map[string][]string{"safety": {"Asmara"}}, Lines: map[string]string{}}
	for i, l := range c.Lines {
		p.Lines[l.ID] = inspection.Show
		if i%9 == 8 {
			p.Lines[l.ID] = inspection.LeaveReasons[i/9%len(inspection.LeaveReasons)]
		}
	}
	if err := in.Prepare(ctx, morgan, record, p, i18n.For("en")); err != nil {
		return fmt.Errorf("make a tracked case ready: %w", err)
	}
	if err := in.Let(ctx, morgan, record, id, true); err != nil {
		return fmt.Errorf("let a visitor in: %w", err)
	}
	return nil
}
