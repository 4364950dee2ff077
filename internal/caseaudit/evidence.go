package caseaudit

import (
	"context"

	"stablefutures/internal/access"
)

// AllReviews gives the self-reviews of the actor's organisation with their answers and editions, the latest first, within
// the work of another room's use case.
func AllReviews(ctx context.Context, w *access.Work) (list []Page, err error) {
	reviews, err := listReviews(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, r := range reviews {
		var p Page
		if p.Review, p.Edition, err = find(ctx, w, r.ID); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// AllProgrammes gives the programmes of the actor's organisation with their cases, the latest first, within the work of
// another room's use case.
func AllProgrammes(ctx context.Context, w *access.Work) ([]Programme, error) {
	list, err := listProgrammes(ctx, w)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Cases, err = casesOf(ctx, w, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}
