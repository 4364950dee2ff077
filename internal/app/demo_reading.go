package app

import (
	"context"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
)

// readings has the manager accept two cases of a programme: one is read and locked, the other half-way.
func (s *seeder) readings(ctx context.Context, programme string) error {
	who, audits := s.actors["morgan"], s.app.Audits
	p, err := audits.Programme(ctx, who, programme)
	if err != nil {
		return err
	}
	ed, err := s.app.Framework.Edition(ctx, p.Plan.Edition)
	if err != nil {
		return err
	}
	scale, none := db.NewID(), caseaudit.Scale{ID: caseaudit.NoScale, Version: 1}
	if err := audits.KeepScale(ctx, who, scale, "", caseaudit.Scale{Name: "Our three words (invented)", Source: "The team’s day in March", Points: []caseaudit.Point{
		{Code: "g1", Name: "Done together", Descriptor: "It was done with the young person, and they say that it helped."},
		{Code: "g2", Name: "Done for them", Descriptor: "It was done, and nobody asked them."},
		{Code: "g3", Name: "Not done", Descriptor: "The evidence shows that it was not done."}}}); err != nil {
		return err
	}
	if err := audits.KeepTemplate(ctx, who, db.NewID(), "", caseaudit.Content{Name: "Plans for leaving care (invented)", Outcomes: p.Plan.Outcomes, Guidance: "Read the young person’s own part of the plan first.", Scale: none, Minutes: 90,
		Questions: []caseaudit.TemplateQuestion{{Code: "q1", Text: "Was the plan given to the young person in a language they read?", Required: true}}}); err != nil {
		return err
	}
	begun := 0
	for _, c := range p.Cases {
		if a, _ := c.Auditor(); a == nil || a.Auditor != who.ID || begun == 2 {
			continue
		}
		begun++
		if err := audits.Declare(ctx, who, programme, c.ID, "", ""); err != nil {
			return err
		}
		rating, err := audits.BeginReading(ctx, who, programme, c.ID)
		if err != nil {
			return err
		}
		if err := s.invent(ctx, who, rating, p.Plan.Outcomes, ed, begun == 1); err != nil {
			return err
		}
	}
	return nil
}

// invent writes a reading: all of it and locked, or as far as what life is like.
func (s *seeder) invent(ctx context.Context, who permit.Actor, rating string, outcomes []string, ed *framework.Edition, whole bool) error {
	write := func(step string, said caseaudit.Reading) error {
		return s.app.Audits.Write(ctx, who, rating, step, said)
	}
	for i, code := range outcomes {
		o := caseaudit.OutcomeFound{Heard: "heard", Words: "“I have asked about a bigger room three times and nobody has written back.” (review of 12 May, page 3)"}
		if i > 0 {
			o = caseaudit.OutcomeFound{Heard: "not_asked"}
		}
		if err := write("words-"+code, caseaudit.Reading{Outcomes: map[string]caseaudit.OutcomeFound{code: o}}); err != nil {
			return err
		}
	}
	if err := write("life", caseaudit.Reading{Life: "They share a room in a flat far from college, cook for themselves, and play football on Sundays. They wait for an answer about their status and sleep badly.",
		Know: "From their own words in two reviews and from the support worker’s notes. Nobody has asked their friends."}); err != nil || !whole {
		return err
	}
	for i, code := range outcomes {
		outcome, _ := ed.Outcome(code)
		said := caseaudit.OutcomeFound{Items: map[string]caseaudit.ItemFound{}, Grade: "requires_improvement", Why: "What they asked for was written down each time, and an answer came only once.", Barriers: "Housing: the provider moves people without notice"}
		if i > 0 {
			said.Grade, said.NoGrade, said.Why, said.Barriers = "", true, "The file does not show enough to say.", ""
		}
		for n, item := range caseaudit.ItemsOf(outcome) {
			said.Items[item] = caseaudit.ItemFound{Found: caseaudit.FoundNotEvidenced}
			if n == 0 {
				said.Items[item] = caseaudit.ItemFound{Found: caseaudit.FoundInPlace, Evidence: []caseaudit.Evidence{{Place: "file", Where: "Plan of 3 March, page 2"}}}
			}
		}
		if err := write("found-"+code, caseaudit.Reading{Outcomes: map[string]caseaudit.OutcomeFound{code: said}}); err != nil {
			return err
		}
	}
	return s.app.Audits.Lock(ctx, who, rating, 150)
}
