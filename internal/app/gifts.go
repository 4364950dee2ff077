package app

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/permit"
	"stablefutures/internal/together"
	"stablefutures/internal/voice"
)

// gifts lets a young person's own place show what they gave to be published, and take it back: the two rooms do not know
// each other.
func (a *App) gifts() voice.Gifts {
	return voice.Gifts{
		List: func(ctx context.Context, who permit.Actor, record string) ([]voice.Gave, error) {
			works, err := a.Together.Works(ctx, who, together.Home{Record: record})
			var list []voice.Gave
			for _, k := range works {
				list = append(list, a.gave(k))
			}
			return list, err
		},
		Content: func(ctx context.Context, who permit.Actor, record, id string) (string, []byte, error) {
			k, err := a.Together.Work(ctx, who, together.Home{Record: record}, id)
			return k.Says.Media, k.Content, err
		},
		TakeBack: func(ctx context.Context, who permit.Actor, record, id string) error {
			return a.Together.Withdraw(ctx, who, together.Home{Record: record}, id)
		},
	}
}

func (a *App) gave(k together.Work) voice.Gave {
	did := func(kind string) bool {
		return slices.ContainsFunc(k.Steps, func(s together.WorkStep) bool { return s.Kind == kind })
	}
	g := voice.Gave{ID: k.ID, Kind: string(k.Kind), Title: k.Says.Title, Words: k.Says.Words, Lang: k.Says.Lang, Media: k.Says.Media,
		State: string(k.State(a.Together.Now().UTC().Format(time.DateOnly))), WasShown: did("published"), TakenBack: did("published")}
	if answer, ok := k.Answer(); ok && answer.Yes {
		g.Places, g.Until = answer.Says.Places, answer.Says.Until
	}
	if len(k.Printed) > 0 {
		g.Printed = k.Printed[0].At.Format(time.DateOnly)
	}
	return g
}
