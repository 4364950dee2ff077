package app

import (
	"context"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
)

// planPaper leaves three sheets behind: one that was typed in, one that is being typed in, and one that is nobody's yet.
func (l *demoLife) planPaper() {
	printed := l.workday(l.now.AddDate(0, 0, -12), 9)
	print := func(id, record, picture, word string) {
		l.when(printed, func(ctx context.Context) error {
			_, err := l.app.Conversation.IssuePaper(ctx, l.who, conversation.NewPaper{ID: id, Record: record, EditionID: l.edition.ID, Language: l.cardLanguage(),
				Nation: l.nation, Picture: picture, Word: word})
			return err
		})
	}
	done, going := db.NewID(), db.NewID()
	print(done, l.id, "kite", "Clover")
	print(going, l.id, "shell", "Pebble")
	print(db.NewID(), "", "bell", "Maple")
	held := l.workday(printed.AddDate(0, 0, 2), 14)
	typed := func(at time.Time, paper, choice string, keep bool) {
		l.when(at, func(ctx context.Context) error {
			t := conversation.Typing{Contribution: db.NewID(), Setup: l.setup(), Content: l.onPaper(choice)}
			t.Setup.OnPaper, t.Setup.ReadBack = held.Format(time.DateOnly), "yes"
			if err := l.app.Conversation.SaveTyping(ctx, l.who, l.id, paper, t); err != nil || !keep {
				return err
			}
			if _, _, err := l.app.Conversation.KeepPaper(ctx, l.who, l.id, paper); err != nil {
				return err
			}
			return l.app.Conversation.DropTyping(ctx, l.who, l.id, paper)
		})
	}
	typed(held.Add(3*time.Hour), done, "some_of_it", true)
	typed(held.Add(4*time.Hour), going, "keeps_changing", false)
}

// onPaper is one mark on a sheet.
func (l *demoLife) onPaper(choice string) conversation.Content {
	c := conversation.Content{Language: l.cardLanguage(), Answers: map[string]conversation.Answer{}}
	for _, item := range l.edition.Items() {
		if item.Kind == framework.OutcomeItem {
			c.Answers[item.Code], c.Chosen = conversation.Answer{Choice: choice}, []string{item.Code}
			break
		}
	}
	return c
}
