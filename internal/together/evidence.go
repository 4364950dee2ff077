package together

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/release"
)

// ClosedRounds gives the closed rounds of the actor's organisation with their figures and without anybody's words, within
// the work of another room's use case.
func ClosedRounds(ctx context.Context, w *access.Work) (list []Result, err error) {
	rounds, err := listRounds(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, r := range rounds {
		if !r.Closed {
			continue
		}
		kept, err := release.Find(ctx, w, r.Release)
		if err != nil {
			return nil, err
		}
		list = append(list, Result{Round: r, Figures: kept.Table, Hash: kept.Hash, Hidden: kept.Table.Withheld() == disclosure.Cohort})
	}
	return list, nil
}

// Items gives what was heard from young people of the actor's organisation, and what became of it, within the work of
// another room's use case.
func Items(ctx context.Context, w *access.Work) ([]Item, error) { return listItems(ctx, w) }
