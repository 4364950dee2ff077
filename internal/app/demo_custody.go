package app

import (
	"context"
	"strings"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/sharing"
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
		asks          bool // for what is held about her
		say           func(ctx context.Context, id string) error
	}{
		{"Iveta", "Brightwater", 24, false, func(ctx context.Context, id string) error {
			return s.app.Custody.Say(ctx, manager, id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.NotLookedAfter, Note: "Lived with her aunt throughout."}})
		}},
		{"Nadifa", "Stonecrop", 19, true, func(ctx context.Context, id string) error {
			if err := s.app.Custody.Say(ctx, manager, id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.LookedAfter,
				From: opened.AddDate(-3, 0, 0).Format(time.DateOnly)}}); err != nil {
				return err
			}
			if err := s.app.Custody.Say(ctx, manager, id, custody.Entry{Kind: custody.SaidBasis, Text: custody.Text{Ground: "public_task", Condition: "safeguarding"}}); err != nil {
				return err
			}
			if err := s.app.Custody.Hold(ctx, manager, id, db.NewID(), custody.Text{Reason: "court", Day: s.now.AddDate(0, 2, 0).Format(time.DateOnly), Note: "A claim for compensation is under way."}); err != nil {
				return err
			}
			if err := s.talkWithOthersIn(ctx, manager, id); err != nil {
				return err
			}
			return s.sharedBefore(ctx, manager, id)
		}},
		{"Nadifa", "Stonecrop", 19, false, func(ctx context.Context, id string) error { return s.app.Record.Erase(ctx, manager, id, "duplicate") }},
	} {
		id := db.NewID()
		s.events = append(s.events, demoEvent{opened, func(ctx context.Context) error {
			_, err := s.app.Record.Create(ctx, manager, record.NewPerson{ID: id, Nation: nation.England, Teams: []string{s.teams["larkmoor-past"]},
				Profile: record.Profile{Names: record.Names{Given: y.given, Family: y.family}, Birth: record.Birth{Day: s.now.AddDate(-y.years, -3, 0).Format(time.DateOnly), Accuracy: record.Documented}}})
			return err
		}}, demoEvent{opened.Add(time.Hour), func(ctx context.Context) error { return y.say(ctx, id) }})
		if y.asks {
			s.events = append(s.events, demoEvent{s.now.AddDate(0, -7, 0), func(ctx context.Context) error { return s.answered(ctx, manager, id) }},
				demoEvent{s.now.AddDate(0, 0, -9), func(ctx context.Context) error { return s.askFor(ctx, manager, id) }})
		}
		opened = opened.Add(2 * time.Hour)
	}
	return s.app.Custody.SetPolicy(context.Background(), s.actors["osric"], custody.Policy{After18: 5, AfterLast: 1, LogYears: 25, TrainingYears: 7, AuditYears: 7,
		Source: "Larkmoor retention schedule (invented), 2025"})
}

// talkWithOthersIn is a conversation in which other people are named, with a view and a promise.
func (s *seeder) talkWithOthersIn(ctx context.Context, who permit.Actor, id string) error {
	e := s.editionOf("larkmoor")
	codes := []string{}
	for _, item := range e.Items() {
		if item.Kind == framework.OutcomeItem {
			codes = append(codes, item.Code)
		}
	}
	sitting := db.NewID()
	said := conversation.Content{Language: "en", Chosen: codes[:2], Answers: map[string]conversation.Answer{
		codes[0]: {Choice: "some_of_it", Words: conversation.Words{Text: "I sleep at my friend Hanan Redfern’s. Her mother shouts, but I am not afraid there.", Language: "en", WrittenBy: "worker"}},
		codes[1]: {Choice: "not_there", Words: conversation.Words{Text: "My uncle Dawit knows the man who brought me.", Language: "en", WrittenBy: "young_person"}}}}
	if err := s.app.Conversation.Hold(ctx, who, conversation.Whole{ContributionID: db.NewID(), Content: said,
		Sitting: conversation.NewSitting{ID: sitting, Record: id, EditionID: e.ID, Setup: conversation.Setup{Language: "en", Setting: "office", PresentNote: "Hanan Redfern waited outside.",
			Readers: demoReaders["en"], Explained: []string{"what"}, Interpreter: conversation.Interpreter{Used: "not_needed"}}}}); err != nil {
		return err
	}
	_, err := s.app.Promise.Make(ctx, who, promise.Promise{ID: db.NewID(), Record: id, Sitting: sitting, EditionID: e.ID, Items: codes[:1], Agreed: "yes",
		DueOn: s.app.Custody.Now().AddDate(0, 0, 20).Format(time.DateOnly), Text: promise.Text{What: "Ring Hanan Redfern’s mother and ask how long it can go on.", Owner: "Morgan Tideswell (invented)", Language: "en"}})
	return err
}

// sharedBefore is what was decided about another agency: a share that has passed, and one that was refused.
func (s *seeder) sharedBefore(ctx context.Context, who permit.Actor, id string) error {
	choice, err := s.app.Sharing.Choose(ctx, who, id, s.organisations["kestrel"])
	if err != nil {
		return err
	}
	terms := sharing.Terms{Purpose: "Kestrel House finds her a place to sleep, so that she need not stay with Hanan Redfern.", Gateway: "gdpr-6-1-e", Identifier: "not_needed",
		Asked: "yes", Detriment: "They learn that she has no bed of her own; their worker keeps it to herself."}
	if err := s.app.Sharing.Decide(ctx, who, sharing.Decision{ID: db.NewID(), Record: id, Recipient: s.organisations["kestrel"], Share: true,
		Until: s.app.Custody.Now().AddDate(0, 0, 30), Terms: terms}, someOfEach(choice.Candidates)); err != nil {
		return err
	}
	terms.Purpose, terms.Asked, terms.AskedWhy = "They also asked for what her uncle Dawit did.", "no", "She does not want it told, and nobody is in danger by that."
	return s.app.Sharing.Decide(ctx, who, sharing.Decision{ID: db.NewID(), Record: id, Recipient: s.organisations["kestrel"],
		Terms: sharing.Terms{Purpose: terms.Purpose, Asked: terms.Asked, AskedWhy: terms.AskedWhy, Detriment: terms.Detriment}}, nil)
}

// answered is an earlier request, of her mother with her yes, that was answered to the end.
func (s *seeder) answered(ctx context.Context, who permit.Actor, id string) error {
	c, request, day := s.app.Custody, db.NewID(), s.app.Custody.Now().Format(time.DateOnly)
	if err := c.Ask(ctx, who, id, request, custody.Asked{By: "parent", Name: "Ayan Stonecrop (invented)", Received: day, Language: "en", Scope: "We looked in the whole of the record in Stable Futures."}); err != nil {
		return err
	}
	for _, step := range []custody.Step{
		{Kind: custody.Identity, Text: custody.StepText{How: "document"}},
		{Kind: custody.Authority, Text: custody.StepText{How: "signed", Wish: "agrees"}},
		{Kind: custody.Harm, Text: custody.StepText{Reason: "none", Who: "Ann Larch, psychologist (invented)", Day: day}},
	} {
		if err := c.Step(ctx, who, id, request, step); err != nil {
			return err
		}
	}
	asked, err := c.Case(ctx, who, id, request)
	if err != nil {
		return err
	}
	for _, part := range asked.Sections {
		var marks []string
		for _, item := range part.Items {
			marks = append(marks, item.Mark())
			if strings.Contains(item.Text, "Hanan Redfern") {
				if err := c.Hide(ctx, who, id, request, item.Mark(), "Hanan Redfern", "third_party"); err != nil {
					return err
				}
			}
		}
		if err := c.Read(ctx, who, id, request, part.ID, marks); err != nil {
			return err
		}
	}
	if err := c.MakeBundle(ctx, who, id, request); err != nil {
		return err
	}
	return c.Step(ctx, who, id, request, custody.Step{Kind: custody.Handed, Text: custody.StepText{How: "read_together", Day: day, Offered: true}})
}

// askFor is a request in the middle: who asks is known, the names of others are written down, nothing is read yet.
func (s *seeder) askFor(ctx context.Context, who permit.Actor, id string) error {
	request := db.NewID()
	if err := s.app.Custody.Ask(ctx, who, id, request, custody.Asked{By: "young_person", Received: s.app.Custody.Now().Format(time.DateOnly), Language: "en",
		Scope: "We looked in the whole of your record in Stable Futures. We did not look in other systems; ask us, and we will."}); err != nil {
		return err
	}
	if err := s.app.Custody.Step(ctx, who, id, request, custody.Step{Kind: custody.Identity, Text: custody.StepText{How: "known"}}); err != nil {
		return err
	}
	return s.app.Custody.Step(ctx, who, id, request, custody.Step{Kind: custody.NamesOf, Text: custody.StepText{Names: []string{"Hanan Redfern", "Hanan", "Dawit"}}})
}
