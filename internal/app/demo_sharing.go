package app

import (
	"context"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/sharing"
)

// planShares lets a manager decide about another agency in a few stories: a share that is open, with words the young
// person said yes to; one whose day has passed; and a decision not to share.
func (l *demoLife) planShares(place int) {
	kestrel, morgan := l.organisations["kestrel"], l.actors["morgan"]
	at := l.workday(l.now.AddDate(0, 0, -12), 11)
	terms := sharing.Terms{Purpose: "Kestrel House helps with college; they need to know what makes mornings hard.", Request: "The college worker asked how best to help.",
		Asked: "yes", Detriment: "Kestrel House learns that the young person is in care; their worker is bound to keep it to herself."}
	share := func(until time.Time, keys func([]sharing.Shown) []string) func(context.Context) error {
		return func(ctx context.Context) error {
			c, err := l.app.Sharing.Choose(ctx, morgan, l.id, kestrel)
			if err != nil {
				return err
			}
			for _, x := range c.Candidates {
				if x.Kind == sharing.Said {
					if err := l.app.Conversation.SayPermission(ctx, morgan, l.id, conversation.Permission{ID: db.NewID(), Contribution: x.Ref, Item: x.Item,
						Recipient: kestrel, Yes: true, Text: conversation.PermissionText{Language: "en", Note: "Only for college."}}); err != nil {
						return err
					}
					break
				}
			}
			if c, err = l.app.Sharing.Choose(ctx, morgan, l.id, kestrel); err != nil {
				return err
			}
			d := sharing.Decision{ID: db.NewID(), Record: l.id, Recipient: kestrel, Share: true, Until: until, Terms: terms}
			d.Terms.Gateway, d.Terms.Identifier, d.Terms.Response = "ca2004-s10", "not_needed", "Read it as it stands: two of these are opinions."
			return l.app.Sharing.Decide(ctx, morgan, d, keys(c.Candidates))
		}
	}
	switch place {
	case 1:
		l.when(at, share(l.now.AddDate(0, 5, 0), someOfEach))
		l.when(at.AddDate(0, 0, 2), l.answerShare)
		l.planMeetings()
	case 2:
		l.when(at, func(ctx context.Context) error {
			not := terms
			not.Asked, not.AskedWhy = "no", "They do not want the college to know, and nobody is in danger."
			return l.app.Sharing.Decide(ctx, morgan, sharing.Decision{ID: db.NewID(), Record: l.id, Recipient: kestrel, Terms: not}, nil)
		})
	case 3:
		l.when(at, share(l.now.AddDate(0, 0, -2), someOfEach))
	}
}

// answerShare lets the agency's worker read what was shared, say what she sees, and promise something.
func (l *demoLife) answerShare(ctx context.Context) error {
	sunniva := l.actors["sunniva"]
	list, err := l.app.Sharing.SharedWith(ctx, sunniva)
	if err != nil || len(list) == 0 {
		return err
	}
	share := list[0]
	if _, err := l.app.Sharing.Open(ctx, sunniva, share.Record, share.Share); err != nil {
		return err
	}
	err = l.app.Sharing.Say(ctx, sunniva, share.Record, sharing.Reply{ID: db.NewID(), Share: share.Share, Kind: sharing.View,
		Text: sharing.AnswerText{Text: "They come to the breakfast club on most days, and leave early on Thursdays."}})
	if err != nil {
		return err
	}
	return l.app.Sharing.Pledge(ctx, sunniva, share.Record, sharing.Reply{ID: db.NewID(), Share: share.Share},
		sharing.Pledge{What: "Keep a place at the breakfast club until the summer.", Owner: "Kestrel House", Due: l.now.AddDate(0, 2, 0).Format(time.DateOnly)})
}

// someOfEach names the first of each kind that can be shared, and the language.
func someOfEach(list []sharing.Shown) (keys []string) {
	seen := map[sharing.Kind]bool{}
	for _, x := range list {
		if x.Missing == "" && !seen[x.Kind] {
			seen[x.Kind] = true
			keys = append(keys, x.Key())
		}
	}
	return keys
}
