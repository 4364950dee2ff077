package app

import (
	"context"
	"fmt"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/stats"
)

// auditWay plans an audit whose cases are at different places of their way: one that was read, whose worker knows what was found
// and whose action waits for somebody else to look; one with an open concern; one whose worker is about to talk with the auditor.
func (s *seeder) auditWay(ctx context.Context) error {
	who, reader, audits, id := s.actors["morgan"], s.actors["astrid"], s.app.Audits, db.NewID()
	now := s.clock.Now()
	var frame []caseaudit.Unit
	for i := range 4 {
		frame = append(frame, caseaudit.Unit{ID: fmt.Sprintf("LC-%02d", i+1), Stratum: "leaving care"})
	}
	scale, _ := caseaudit.ShippedScale("england-4")
	plan := caseaudit.Plan{Outcomes: s.readFor[:1], Scale: &scale, Minutes: 60, Purpose: "Are young people asked before plans change? (invented)", From: db.Day(now.AddDate(0, -6, 0)), To: db.Day(now),
		Population: "Young people whose plan changed in the last half-year", On: db.Day(now), Method: stats.Census}
	if err := audits.Plan(ctx, who, id, plan, frame); err != nil {
		return err
	}
	if err := audits.Sample(ctx, who, id); err != nil {
		return err
	}
	if err := audits.Share(ctx, who, id, []string{reader.ID}, db.Day(now.AddDate(0, 1, 0))); err != nil {
		return err
	}
	p, err := audits.Programme(ctx, who, id)
	if err != nil {
		return err
	}
	for _, c := range p.Cases[:3] {
		if err := audits.Declare(ctx, reader, id, c.ID, "", ""); err != nil {
			return err
		}
		if err := audits.Tell(ctx, who, id, c.ID, s.actors["rowan"].ID); err != nil {
			return err
		}
	}
	if err := s.auditWayRead(ctx, id, p.Cases[0].ID); err != nil {
		return err
	}
	return audits.Raise(ctx, reader, id, p.Cases[1].ID, db.NewID(), caseaudit.ConcernWords{What: "The file says that somebody waits for them after college (invented)",
		Told: "The duty manager", When: "10:40, by phone", Response: "Speaks with them today"})
}

// auditWayRead takes one case as far as an action that was done.
func (s *seeder) auditWayRead(ctx context.Context, programme, id string) error {
	who, reader, worker, audits := s.actors["morgan"], s.actors["astrid"], s.actors["rowan"], s.app.Audits
	now := s.clock.Now()
	action := db.NewID()
	for _, step := range []func() error{
		func() error {
			return audits.Hear(ctx, reader, programme, id, db.NewID(), caseaudit.HeardWords{From: "young", Said: "They changed the day and told me after. (invented)", On: db.Day(now),
				Asked: "Their advocate, at home, after explaining what it is for", Use: "report"})
		},
		func() error {
			return audits.SayInTalk(ctx, worker, id, db.NewID(), caseaudit.TalkWords{Well: "We sat down with the pictures first. (invented)", Hard: "The venue changed twice in a week.",
				Fact: "The plan was written on the 3rd, not on the 13th."})
		},
		func() error {
			return audits.WriteTalk(ctx, reader, programme, id, db.NewID(), caseaudit.TalkWords{Help: "A room that is the team’s own on two afternoons. (invented)"})
		},
		func() error { return audits.HaveMet(ctx, reader, programme, id, db.Day(now)) },
		func() error { return s.readWhole(ctx, reader, programme, id) },
		func() error {
			return audits.FeedBack(ctx, reader, programme, id, db.NewID(), "Plans name what they want, in their words. Two meetings were moved without asking. (invented)")
		},
		func() error {
			return audits.AnswerFeedback(ctx, worker, id, db.NewID(), "That is right. We now ring first. (invented)")
		},
		func() error {
			return audits.Give(ctx, who, caseaudit.Action{ID: action, Programme: programme, Case: id, Owner: worker.ID, Due: db.Day(now.AddDate(0, 1, 0)),
				Words: caseaudit.ActionWords{What: "Ask before a meeting is moved (invented)", Effect: "Young people say that they were asked"}})
		},
		func() error {
			return audits.Give(ctx, who, caseaudit.Action{ID: db.NewID(), Programme: programme, Due: db.Day(now.AddDate(0, 2, 0)),
				Words: caseaudit.ActionWords{What: "Keep one meeting room free on two afternoons (invented)", Effect: "No meeting is moved for want of a room", Body: "The buildings service"}})
		},
		func() error {
			return audits.DoAction(ctx, worker, action, "Rang before each of the last three changes. (invented)")
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// readWhole reads a case and locks what was found.
func (s *seeder) readWhole(ctx context.Context, who permit.Actor, programme, id string) error {
	rating, err := s.app.Audits.BeginReading(ctx, who, programme, id)
	if err != nil {
		return err
	}
	ed, err := s.app.Framework.Chosen(ctx, who, framework.Children)
	if err != nil {
		return err
	}
	return s.invent(ctx, who, rating, s.readFor[:1], ed, true)
}
