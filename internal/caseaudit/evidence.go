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

// LatestReport gives the latest version of a programme's report with its figures, within the work of another room's use case;
// found is false where it was not reported yet.
func LatestReport(ctx context.Context, w *access.Work, programme string) (r Report, found bool, err error) {
	heads, err := listReports(ctx, w, programme)
	if err != nil || len(heads) == 0 {
		return Report{}, false, err
	}
	if r, err = findReport(ctx, w, programme, heads[0].ID); err != nil {
		return Report{}, false, err
	}
	r.Figures, err = releasesOf(ctx, w, r.Kept.Figures)
	return r, true, err
}

// LatestReports gives the latest version of the report of each programme of the actor's organisation that was reported, the latest
// programme first, within the work of another room's use case.
func LatestReports(ctx context.Context, w *access.Work) (list []Report, err error) {
	programmes, err := listProgrammes(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, p := range programmes {
		r, found, err := LatestReport(ctx, w, p.ID)
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, r)
		}
	}
	return list, nil
}
