package app

import (
	"context"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/voice"
)

// planCarry lets a few young people carry their words on: one whose new worker reads them and passes on what they say now, one
// whose new worker waits for the answer, and one who was told no.
func (l *demoLife) planCarry(place int) {
	reason := map[int]string{7: "You asked for it, and it saves you telling it all again.", 10: "", 9: "We want to meet her first. We will ask you again next week."}
	why, planned := reason[place]
	if !planned {
		return
	}
	at := l.workday(l.now.AddDate(0, 0, -7), 14)
	ask := db.NewID()
	l.when(at, func(ctx context.Context) error {
		c, err := l.app.Voice.Carry(ctx, l.who, l.id)
		if err != nil || len(c.Statements) == 0 {
			return err
		}
		var chosen []voice.Chosen
		for _, s := range c.Statements[:min(3, len(c.Statements))] {
			chosen = append(chosen, voice.Chosen{Contribution: s.Contribution, Item: s.Item})
		}
		if err := l.app.Voice.Choose(ctx, l.who, l.id, l.cardLanguage(), chosen); err != nil {
			return err
		}
		if err := l.app.Voice.MakeCard(ctx, l.who, l.id, db.NewID()); err != nil {
			return err
		}
		if c, err = l.app.Voice.Carry(ctx, l.who, l.id); err != nil {
			return err
		}
		return l.app.Voice.Ask(ctx, l.actors["eleri"], voice.NewAsk{ID: ask, Code: c.Cards[0].Code,
			Text: voice.AskText{Who: "New social worker, after the move", Why: "So that they need not tell it all again.", Language: "en"}})
	})
	if why == "" {
		return
	}
	l.when(at.AddDate(0, 0, 1), func(ctx context.Context) error {
		err := l.app.Voice.DecideAsk(ctx, l.actors["morgan"], l.id, voice.AskDecision{Ask: ask, Yes: place == 7, Days: 90, Text: voice.AskAnswer{Reason: why}})
		if err != nil || place != 7 {
			return err
		}
		if _, err := l.app.Voice.Received(ctx, l.actors["eleri"], l.id, ask); err != nil {
			return err
		}
		return l.app.Voice.PassOn(ctx, l.actors["eleri"], l.id, ask, conversation.Remark{ID: db.NewID(), Kind: conversation.Addition,
			Words: conversation.Words{Translation: "It is better now that I have moved.", TranslatedTo: "en", WrittenBy: "worker"}})
	})
}
