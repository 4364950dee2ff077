package app

import (
	"context"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// pilots lets the council try the framework four times: planned, under way with a stop that waits, over and to be closed, and
// closed with a report that says not to continue.
func (s *seeder) pilots(ctx context.Context) error {
	for _, make := range []func(context.Context) error{s.pilotClosed, s.pilotOver, s.pilotPlanned, s.pilotRunning} {
		if err := make(ctx); err != nil {
			return err
		}
	}
	return nil
}

// pilotPlan is an invented plan that begins some weeks from now, or did.
func (s *seeder) pilotPlan(question string, weeks int) caseaudit.PilotPlan {
	plan := caseaudit.PilotPlan{Question: question, Lead: s.actors["morgan"].ID, First: db.Day(s.clock.Now().AddDate(0, 0, 7*weeks)), Weeks: 12, Each: 3,
		Told:  "Their worker tells them before the first conversation, with an interpreter where they need one.",
		SayNo: "At any time, to anybody, without a reason. Their help stays the same.",
		Rules: []caseaudit.StopRule{
			{Code: caseaudit.RuleHarm, Words: "A young person was harmed or frightened by a conversation, or says so.", Decides: "The head of service", Days: 1, Pause: true},
			{Code: caseaudit.RuleTime, Words: "It takes a worker more than three hours a week.", Decides: "The manager of the team", Days: 7, Minutes: 180},
			{Code: caseaudit.RuleAgain, Words: "Fewer than half of the young people say that they would do it again.", Decides: "The manager of the team", Days: 14},
			{Code: "interpreter", Words: "We hold conversations without an interpreter whom the young person needs.", Decides: "The manager of the team", Days: 7, Pause: true},
		}}
	for _, key := range []string{"rowan", "priya", "beatrix", "astrid"} {
		plan.Workers = append(plan.Workers, s.actors[key].ID)
	}
	return plan
}

func (s *seeder) pilotBegun(ctx context.Context, question string, weeks int) (string, error) {
	id, morgan := db.NewID(), s.actors["morgan"]
	if err := s.app.Audits.SetUpPilot(ctx, morgan, id, s.pilotPlan(question, weeks)); err != nil {
		return "", err
	}
	return id, s.app.Audits.BeginPilot(ctx, morgan, id)
}

func (s *seeder) pilotPlanned(ctx context.Context) error {
	return s.app.Audits.SetUpPilot(ctx, s.actors["morgan"], db.NewID(), s.pilotPlan("Could the virtual school use it too? (invented)", 3))
}

// pilotWorked lets each of some people note conversations and a sentence.
func (s *seeder) pilotWorked(ctx context.Context, pilot string, sentences map[string]string) error {
	for _, key := range []string{"rowan", "priya", "beatrix", "astrid"} {
		sentence, works := sentences[key]
		if !works {
			continue
		}
		notes := []caseaudit.WorkNote{{Kind: caseaudit.NoteReady}, {Kind: caseaudit.NoteHeld, Preparing: 20, Holding: 45, Writing: 25},
			{Kind: caseaudit.NoteHeld, Preparing: 15, Holding: 50, Writing: 20, Interpreter: true},
			{Kind: caseaudit.NoteWeek, Helped: "Looking through the cards with a colleague first.", InWay: "The room was taken twice.", Quote: sentence}}
		for _, n := range notes {
			n.ID = db.NewID()
			if err := s.app.Audits.NoteWork(ctx, s.actors[key], pilot, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// pilotSaid lets young people answer: how many said yes, a bit and no to each question.
func (s *seeder) pilotSaid(ctx context.Context, pilot string, yes, bit, no int64, words ...string) error {
	g := caseaudit.PilotGiven{Form: db.NewID(), Sheets: yes + bit + no, Counts: map[string]map[string]int64{}, Words: words, Lang: "en"}
	for _, question := range caseaudit.Questions {
		g.Counts[question] = map[string]int64{caseaudit.AnswerYes: yes, caseaudit.AnswerBit: bit, caseaudit.AnswerNo: no}
	}
	return s.app.Audits.GiveVerdict(ctx, s.actors["rowan"], pilot, g)
}

func (s *seeder) pilotRunning(ctx context.Context) error {
	id, err := s.pilotBegun(ctx, "Do young people find it easier to say what matters? (invented)", -4)
	if err != nil {
		return err
	}
	if err := s.pilotWorked(ctx, id, map[string]string{"rowan": "It was easier to listen.", "priya": ""}); err != nil {
		return err
	}
	return s.app.Audits.SayStop(ctx, s.actors["priya"], id, db.NewID(), caseaudit.RuleTime, "Writing up took two evenings, and a visit was put off for it.")
}

func (s *seeder) pilotOver(ctx context.Context) error {
	id, err := s.pilotBegun(ctx, "Does it help to plan together? (invented)", -14)
	if err != nil {
		return err
	}
	if err := s.pilotWorked(ctx, id, map[string]string{"rowan": "We planned with them and not about them.", "priya": "", "beatrix": ""}); err != nil {
		return err
	}
	if err := s.pilotSaid(ctx, id, 21, 11, 12, "I could say stop, and we stopped."); err != nil {
		return err
	}
	return s.app.Audits.CountPilot(ctx, s.actors["morgan"], id)
}

func (s *seeder) pilotClosed(ctx context.Context) error {
	audits, morgan := s.app.Audits, s.actors["morgan"]
	id, err := s.pilotBegun(ctx, "Can we do it in the time we have? (invented)", -30)
	if err != nil {
		return err
	}
	if err := s.pilotReview(ctx, id, morgan); err != nil {
		return err
	}
	if err := s.pilotWorked(ctx, id, map[string]string{"rowan": "I would like to, but not beside everything else.", "priya": "The pictures helped more than the words.", "astrid": ""}); err != nil {
		return err
	}
	if err := audits.AddToPilot(ctx, morgan, id, db.NewID(), "Two weeks longer", "The interpreter for Tigrinya was away."); err != nil {
		return err
	}
	if err := s.pilotSaid(ctx, id, 14, 13, 18, "It was long.", "Nice pictures. I was tired."); err != nil {
		return err
	}
	stop := db.NewID()
	if err := audits.SayStop(ctx, s.actors["rowan"], id, stop, caseaudit.RuleTime, "Preparing and writing up take longer than the conversation."); err != nil {
		return err
	}
	if err := audits.AnswerStop(ctx, morgan, id, stop, db.NewID(), caseaudit.StopHere, "We agreed a limit, and it is passed every week."); err != nil {
		return err
	}
	if err := audits.CountPilot(ctx, morgan, id); err != nil {
		return err
	}
	p, err := audits.Pilot(ctx, morgan, id)
	if err != nil {
		return err
	}
	for _, w := range p.Counted.Waiting {
		if err := audits.CheckPilotWords(ctx, morgan, id, w.ID, true, caseaudit.PilotChecklist); err != nil {
			return err
		}
	}
	return audits.ClosePilot(ctx, morgan, id, db.NewID(), caseaudit.PilotReport{Recommend: caseaudit.NotContinue,
		Reasons: "Fewer than half would do it again, and it takes time that other young people then miss. We try again once there is somebody to write up.",
		Young:   "The Thursday group talked about it: good to be asked, too long in one go."})
}

// pilotReview looks at one outcome at the start of a pilot and again at its end.
func (s *seeder) pilotReview(ctx context.Context, pilot string, who permit.Actor) error {
	audits := s.app.Audits
	list, err := audits.Reviews(ctx, who)
	if err != nil {
		return err
	}
	before := list[len(list)-1] // the first one, which is finished
	if err := audits.LinkBaseline(ctx, who, pilot, before.ID); err != nil {
		return err
	}
	after, err := audits.RepeatBaseline(ctx, who, pilot, db.NewID())
	if err != nil {
		return err
	}
	p, err := audits.Review(ctx, who, after)
	if err != nil {
		return err
	}
	for _, code := range p.Review.Scope.Outcomes {
		o, _ := p.Edition.Outcome(code)
		if err := audits.Say(ctx, who, after, code, "", invented(o, true, caseaudit.InPlace)); err != nil {
			return err
		}
	}
	return audits.Finish(ctx, who, after)
}
