package app

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/together"
)

// together asks an invented group a few things, writes up what was heard and what became of it, and lets one answer be
// known where enough people gave one and stay unknown where few did.
func (s *seeder) together(ctx context.Context) error {
	rowan, morgan, t := s.actors["rowan"], s.actors["morgan"], s.app.Together
	tell := s.clock.Now().AddDate(0, 0, 30).Format(time.DateOnly)
	asked := func(question, lang string, options ...string) together.Asked {
		return together.Asked{Question: question, Lang: lang, Options: options, Words: true, Why: "The council plans the spring from it.",
			Reader: "The manager of the team", TellBy: tell}
	}
	bus, helped, small := db.NewID(), db.NewID(), db.NewID()
	for _, r := range []struct {
		id    string
		asked together.Asked
		given together.Given
	}{
		{bus, asked("Can you get to college when you want to?", "en", "Yes", "Sometimes", "No"), together.Given{Counts: map[string]int64{"o1": 12, "o2": 21, "o3": 17, "skip": 4},
			Words: []string{"The bus is too dear.", "I walk, it is a long way in the rain."}}},
		{helped, asked("Did the bus pass help?", "en", "Yes", "A little", "No"), together.Given{Counts: map[string]int64{"o1": 31, "o2": 12, "o3": 3}}},
		{small, asked("Is the new kitchen good?", "en", "Yes", "No"), together.Given{Counts: map[string]int64{"o1": 4, "o2": 2}}},
	} {
		r.given.Form, r.given.Lang = db.NewID(), "en"
		if err := t.Begin(ctx, rowan, r.id, r.asked); err != nil {
			return err
		}
		if err := t.Answer(ctx, rowan, r.id, r.given); err != nil {
			return err
		}
		if _, err := t.Close(ctx, morgan, r.id); err != nil {
			return err
		}
	}
	open := db.NewID()
	if err := t.Begin(ctx, rowan, open, asked("ماذا تريد أن نفعل معًا في الربيع؟", "ar", "كرة القدم", "الطبخ", "الموسيقى")); err != nil {
		return err
	}
	if err := t.Answer(ctx, rowan, open, together.Given{Form: db.NewID(), Lang: "ar", Counts: map[string]int64{"o1": 3, "o3": 2}}); err != nil {
		return err
	}
	seen, err := t.Round(ctx, rowan, bus)
	if err != nil {
		return err
	}
	if err := t.CheckWords(ctx, rowan, bus, seen.Waiting[0].ID, true, together.Checklist); err != nil {
		return err
	}
	if err := s.board(ctx, bus, helped); err != nil {
		return err
	}
	return s.advisoryGroup(ctx)
}

// advisoryGroup gives the council an advisory group that met once, made two proposals, and has a draft before it.
func (s *seeder) advisoryGroup(ctx context.Context) error {
	rowan, t, group, first, second := s.actors["rowan"], s.app.Together, db.NewID(), db.NewID(), db.NewID()
	day := s.clock.Now().Format(time.DateOnly)
	for _, step := range []func() error{
		func() error {
			return t.BeginGroup(ctx, rowan, group, together.GroupText{Name: "The Thursday group (invented)", Deal: "No word and no picture on young people’s screens changes without our yes."})
		},
		func() error {
			return t.Meet(ctx, rowan, group, db.NewID(), day, together.MeetingText{Explained: "What the group decides, who reads what is written here, and that anybody can leave.",
				Talked: "The card about play, and that some words sound like school.", Told: "The football is on the card now."})
		},
		func() error {
			return t.Propose(ctx, rowan, group, first, "picture", together.ProposalText{About: "The card about play", Wish: "A football in place of the swing.", Why: "We are not small children."})
		},
		func() error {
			return t.Propose(ctx, rowan, group, second, "rule", together.ProposalText{About: "How many cards", Wish: "Never more than three cards in one talk."})
		},
		func() error {
			return t.Reply(ctx, rowan, group, first, together.Reply{State: "done", Said: "The football is there since today."})
		},
		func() error {
			sp, err := t.Space(ctx, rowan, group)
			if err != nil || len(sp.Drafts) == 0 {
				return err
			}
			return t.Decide(ctx, rowan, group, together.Decision{Version: sp.Drafts[0].ID, Digest: sp.Drafts[0].Digest(), Decision: "not_yet", On: day, Said: "Say: do you feel at home."})
		},
	} {
		if err := step(); err != nil {
			return fmt.Errorf("make up the advisory group: %w", err)
		}
	}
	return s.works(ctx, group)
}

// board writes up three things that were heard: one was done and did help, one will be done, one could not be.
func (s *seeder) board(ctx context.Context, bus, helped string) error {
	rowan, t := s.actors["rowan"], s.app.Together
	type texts = map[string]together.Texts
	passes, kitchen, phones := db.NewID(), db.NewID(), db.NewID()
	for _, h := range []struct {
		id, round string
		steps     []together.Step
	}{
		{passes, bus, []together.Step{
			{State: together.Heard, Texts: texts{"en": {Heard: "The bus to college costs too much."}}},
			{State: together.Done, Who: "The council", Texts: texts{"en": {Heard: "The bus to college costs too much.", Did: "Everybody who studies gets a bus pass."},
				"ar": {Heard: "الحافلة إلى الكلية غالية جدًا.", Did: "كل من يدرس يحصل على بطاقة حافلة."},
				"cy": {Heard: "Mae’r bws i’r coleg yn costio gormod.", Did: "Mae pawb sy’n astudio yn cael tocyn bws."}}}}},
		{kitchen, "", []together.Step{{State: together.WillDo, Who: "The house on the hill (invented)", By: s.clock.Now().AddDate(0, 2, 0).Format(time.DateOnly),
			Texts: texts{"en": {Heard: "We want to cook our own food.", Did: "The kitchen will be open in the evening."},
				"ar": {Heard: "نريد أن نطبخ طعامنا.", Did: "سيكون المطبخ مفتوحًا في المساء."}}}}},
		{phones, "", []together.Step{{State: together.Cannot, Texts: texts{"en": {Heard: "Answers about staying here take too long.",
			Did: "Another office decides that. We have written to it and told it what you say."}}}}},
	} {
		if err := t.Hear(ctx, rowan, h.id, h.round, h.steps[0]); err != nil {
			return err
		}
		for _, next := range h.steps[1:] {
			if err := t.TakeStep(ctx, rowan, h.id, next); err != nil {
				return fmt.Errorf("write up %s: %w", h.id, err)
			}
		}
	}
	return t.AskWhetherHelped(ctx, rowan, passes, helped)
}
