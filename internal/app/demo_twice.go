package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/stats"
)

// twice has two people read the same seven invented cases apart from each other. Six both have finished, of which they differ on some;
// one of these a third person settled. The seventh one of them still reads, so that nothing of it is to be seen.
func (s *seeder) twice(ctx context.Context) error {
	lead, audits, id := s.actors["morgan"], s.app.Audits, db.NewID()
	ed, err := s.app.Framework.Chosen(ctx, lead, framework.Children)
	if err != nil {
		return err
	}
	var frame []caseaudit.Unit
	for i := range 7 {
		frame = append(frame, caseaudit.Unit{ID: fmt.Sprintf("TWO-%02d", i+1)})
	}
	now := s.clock.Now()
	scale, _ := caseaudit.ShippedScale("england-4")
	plan := caseaudit.Plan{Purpose: "Is help there soon enough, and does everybody see it alike? (invented)", From: db.Day(now.AddDate(0, -6, 0)), To: db.Day(now),
		Population: "Young people who came to us this year", On: db.Day(now), Method: stats.Census, Edition: ed.ID, Scale: &scale, Minutes: 60, Twice: 100}
	for _, p := range ed.Principles[:2] {
		plan.Outcomes = append(plan.Outcomes, p.Outcomes()[0].Code)
	}
	readers := []permit.Actor{s.actors["astrid"], s.actors["beatrix"]}
	if err := audits.Plan(ctx, lead, id, plan, frame); err != nil {
		return err
	}
	if err := audits.Sample(ctx, lead, id); err != nil {
		return err
	}
	if err := audits.Share(ctx, lead, id, []string{readers[0].ID, readers[1].ID}, db.Day(now.AddDate(0, 0, 20))); err != nil {
		return err
	}
	for g, who := range readers {
		p, err := audits.Programme(ctx, who, id)
		if err != nil {
			return err
		}
		slices.SortFunc(p.Cases, func(a, b caseaudit.Case) int { return strings.Compare(a.Unit.ID, b.Unit.ID) }) // the order drawn is another each time
		for i, c := range p.Cases {
			if err := s.readBeside(ctx, who, p, c.ID, foundBeside(ed, plan.Outcomes, i, g), i < 6 || g == 0); err != nil {
				return err
			}
		}
	}
	return s.settleOne(ctx, lead, id)
}

// readBeside accepts a case and writes a reading of it, step by step; and locks it, where it is finished.
func (s *seeder) readBeside(ctx context.Context, who permit.Actor, p caseaudit.Programme, id string, r caseaudit.Reading, finished bool) error {
	audits := s.app.Audits
	if err := audits.Declare(ctx, who, p.ID, id, "", ""); err != nil {
		return err
	}
	rating, err := audits.BeginReading(ctx, who, p.ID, id)
	if err != nil {
		return err
	}
	at, err := audits.Reading(ctx, who, rating)
	if err != nil {
		return err
	}
	for _, step := range at.Steps() {
		if step.Kind == caseaudit.StepCheck {
			continue
		}
		if err := audits.Write(ctx, who, rating, step.Code(), r); err != nil {
			return err
		}
	}
	if !finished {
		return nil
	}
	return audits.Lock(ctx, who, rating, 40)
}

// foundBeside is what one of two readers might find of an invented case: mostly the same as the other, and now and then not.
func foundBeside(ed *framework.Edition, outcomes []string, i, reader int) caseaudit.Reading {
	r := caseaudit.Reading{Life: "He shares a room with a friend, goes to college on four days, and waits for a decision (invented).",
		Know: "From two conversations that are written down, and the college’s letter.", Outcomes: map[string]caseaudit.OutcomeFound{}}
	grades := []string{"good", "requires_improvement", "good", "outstanding", "good", "inadequate", "good"}
	for j, code := range outcomes {
		o, _ := ed.Outcome(code)
		one := caseaudit.OutcomeFound{Heard: "heard", Words: "“They asked me, and then it took three months.” (invented)", Items: map[string]caseaudit.ItemFound{}, Grade: grades[i%7],
			Why: "It was asked and written down, and what followed came within the month."}
		if (i+j)%3 == 1 && reader == 1 {
			one.Grade, one.Why = "requires_improvement", "It was asked, but nobody wrote down what became of it for ten weeks."
		}
		for k, item := range caseaudit.ItemsOf(o) {
			found := caseaudit.ItemFound{Found: caseaudit.FoundInPlace, Evidence: []caseaudit.Evidence{{Place: "file", Where: "Visit of the second week, page 3"}}}
			switch {
			case (i+k)%4 == 3:
				found = caseaudit.ItemFound{Found: caseaudit.FoundNotEvidenced, Note: "Nothing about it in the notes of six months."}
			case (i+j+k)%5 == 2 && reader == 1:
				found = caseaudit.ItemFound{Found: caseaudit.FoundContradicted, Note: "The review says that it was never done.", Evidence: []caseaudit.Evidence{{Place: "file", Where: "Minutes of the review, point 4"}}}
			}
			one.Items[item] = found
		}
		r.Outcomes[code] = one
	}
	return r
}

// settleOne settles the first outcome of the first case on which the two readings differ, and one of them answers.
func (s *seeder) settleOne(ctx context.Context, lead permit.Actor, programme string) error {
	audits := s.app.Audits
	m, err := audits.Talks(ctx, lead, programme)
	if err != nil {
		return err
	}
	for _, t := range m.Talks {
		left := t.Left()
		if len(left) == 0 {
			continue
		}
		var list []caseaudit.Settlement
		for _, one := range left {
			if one.Outcome == left[0].Outcome {
				list = append(list, caseaudit.Settlement{Item: one.Item, Value: t.Readings[0].Reading.Value(one), Why: "Both looked at page 3 together: the date of the visit decides it."})
			}
		}
		if err := audits.Settle(ctx, lead, programme, t.Case.ID, left[0].Outcome, list, true); err != nil {
			return err
		}
		if m, err = audits.Talk(ctx, s.actors["astrid"], programme, t.Case.ID); err != nil {
			return err
		}
		return audits.AnswerSettled(ctx, s.actors["astrid"], programme, t.Case.ID, m.Talks[0].Said[0].ID, "I had taken the letter’s date for the visit’s. I agree.")
	}
	return nil
}

// rounds has the three who audit read one invented case and look at their answers, and begin with another.
func (s *seeder) rounds(ctx context.Context) error {
	lead, audits, cases := s.actors["morgan"], s.app.Audits, caseaudit.InventedCases()
	done := db.NewID()
	if err := audits.BeginRound(ctx, lead, done, cases[0].ID); err != nil {
		return err
	}
	for i, who := range []permit.Actor{lead, s.actors["astrid"], s.actors["beatrix"]} {
		a := caseaudit.RoundAnswer{Items: map[string]caseaudit.ItemFound{}}
		for j, m := range cases[0].Items() {
			found := cases[0].Answers[m.Outcome].Items[m.Item].Found
			if (i+j)%4 == 0 {
				found = caseaudit.FoundInPlace
			}
			a.Items[m.Item] = caseaudit.ItemFound{Found: found, Note: "The worker’s notes of March (invented)"}
		}
		if err := audits.AnswerRound(ctx, who, done, a); err != nil {
			return err
		}
	}
	if err := audits.CloseRound(ctx, lead, done); err != nil {
		return err
	}
	return audits.BeginRound(ctx, lead, db.NewID(), cases[1].ID)
}
