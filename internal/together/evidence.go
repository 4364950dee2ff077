package together

import (
	"context"
	"slices"

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

// Quotable gives the words that may be quoted on a day in a paper that leaves the actor's organisation, within the work of another
// room's use case: those that are shown now, and whose permission covers paper and being read by those who work here.
func Quotable(ctx context.Context, w *access.Work) ([]Shown, error) {
	list, err := listShown(ctx, w, w.Who.Organisation)
	return slices.DeleteFunc(list, func(p Shown) bool {
		return p.Kind != WorkWords || !p.In("paper") || !p.In("staff") || p.Until < today(w)
	}), err
}

// QuotedInBriefing writes down that words shown now left with a briefing, within the work of another room's use case, so that whoever gave
// them can be told. id is made by whoever asks.
func QuotedInBriefing(ctx context.Context, w *access.Work, shown, id string) error {
	return insertPrinted(ctx, w, shown, id, Printed{Purpose: "briefing", Copies: 1})
}
