package app

import (
	"context"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/permit"
	"stablefutures/internal/together"
)

// putOnBoard lets what a case audit tells young people onto the board that they read: the first time as something that was
// heard, then as the next step of the same. The two rooms do not know each other.
func (a *App) putOnBoard(ctx context.Context, who permit.Actor, id string, t caseaudit.Told) error {
	step := together.Step{State: together.State(t.State), Who: t.Who, By: t.Day, Texts: map[string]together.Texts{t.Lang: {Heard: t.Heard, Did: t.Did}}}
	board, err := a.Together.Board(ctx, who)
	if err != nil {
		return err
	}
	for _, item := range board {
		if item.ID == id {
			return a.Together.TakeStep(ctx, who, id, step)
		}
	}
	return a.Together.Hear(ctx, who, id, "", step)
}
