package app

import (
	"context"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/voice"
)

// demoRemarks are what young people in the demonstration say about what is written, in their languages.
var demoRemarks = map[string]conversation.Words{
	"ar": {Text: "قلت إن الباب لا يغلق في الليل، وليس أنه مكسور.", Language: "ar", WrittenBy: "young_person",
		Translation: "I said that the door does not shut at night, not that it is broken.", TranslatedTo: "en", TranslatedBy: "interpreter"},
	"ti": {Text: "ምስ ኣሰልጣኒየይ እየ ክዛረብ ዝደሊ።", Language: "ti", WrittenBy: "young_person",
		Translation: "It is my coach that I want to talk to.", TranslatedTo: "en", TranslatedBy: "interpreter"},
	"en": {Text: "I want it to say that I asked for this myself.", Language: "en", WrittenBy: "young_person"},
}

// planRemarks lets a young person say something about what was kept of a sitting, and ask for somebody. The first is
// answered; the request waits.
func (l *demoLife) planRemarks(at time.Time, contribution string) {
	words, ok := demoRemarks[l.cardLanguage()]
	if !ok {
		return
	}
	said, read := db.NewID(), at.AddDate(0, 0, 1)
	l.when(at, func(ctx context.Context) error {
		if err := l.permit(ctx, contribution); err != nil {
			return err
		}
		return l.app.Voice.Say(ctx, l.who, l.id, conversation.Remark{ID: said, Kind: conversation.Amend, About: contribution, Words: words})
	})
	l.when(read, func(ctx context.Context) error {
		return l.app.Voice.Reply(ctx, l.who, l.id, conversation.Reply{ID: db.NewID(), Remark: said, Answer: true,
			Text: conversation.ReplyText{Text: "Thank you. It stands beside it now, and I told the team."}})
	})
	l.when(read.Add(time.Hour), func(ctx context.Context) error {
		return l.app.Voice.Say(ctx, l.who, l.id, conversation.Remark{ID: db.NewID(), Kind: conversation.AskFor, Whom: "advocate"})
	})
}

// permit lets a charity that works with them have what they put into words in one conversation.
func (l *demoLife) permit(ctx context.Context, contribution string) error {
	list, err := l.app.Conversation.Statements(ctx, l.who, l.id)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.Contribution != contribution {
			continue
		}
		err := l.app.Conversation.SayPermission(ctx, l.who, l.id, conversation.Permission{ID: db.NewID(), Contribution: one.Contribution, Item: one.Item,
			Recipient: l.actors["sunniva"].Organisation, Yes: true, Text: conversation.PermissionText{Language: l.cardLanguage(), Note: "asked with the interpreter there"}})
		if err != nil {
			return err
		}
	}
	return nil
}

// ownDevices lets young people of the first organisation have their place on a phone of theirs, as its data protection
// officer writes it down. Nobody has one yet: that is for a worker and a young person together.
func (s *seeder) ownDevices(ctx context.Context) error {
	return s.app.Voice.AllowOwnDevices(ctx, s.actors["osric"], voice.Allowed{On: true, By: "Osric Fenwood (invented), with the head of service",
		Day: s.now.Add(-demoPast).Format(time.DateOnly), Reference: "Impact assessment 7, own devices (invented)"})
}
