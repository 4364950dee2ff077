package caseaudit

import (
	"context"

	"stablefutures/internal/access"
)

// SettledCase is what stands of one case once everybody who reads it has locked what they found.
type SettledCase struct {
	Case     string
	Outcomes map[string]OutcomeFound
}

// settledCases gives what stands of the cases of a programme that were read: the one reading, or what was settled of two. waiting
// reports whether something is read that is not settled yet; it stays out of every figure.
func settledCases(ctx context.Context, w *access.Work, p Programme) (list []SettledCase, waiting bool, err error) {
	var ids []string
	for _, c := range p.Cases {
		if c.In() && !w.CaseDestroyed(c.ID) {
			ids = append(ids, c.ID)
		}
	}
	ratings, err := ratingsOf(ctx, w, ids)
	if err != nil {
		return nil, false, err
	}
	first, second := map[string]Reading{}, map[string]Reading{}
	for _, r := range ratings {
		switch {
		case r.LockedAt.IsZero():
		case r.Kind == access.RatingMain:
			first[r.Case] = r.Reading
		case r.Kind == access.RatingSecond:
			second[r.Case] = r.Reading
		}
	}
	for _, id := range ids {
		one, ok := first[id]
		if !ok {
			continue
		}
		other, twice := second[id]
		if twice && !findsSame(one, other) {
			waiting = true
			continue
		}
		list = append(list, SettledCase{Case: id, Outcomes: one.Outcomes})
	}
	return list, waiting, nil
}

// findsSame reports whether two readings find the same of everything that is counted.
func findsSame(a, b Reading) bool {
	if len(a.Outcomes) != len(b.Outcomes) {
		return false
	}
	for code, one := range a.Outcomes {
		other, ok := b.Outcomes[code]
		if !ok || one.Grade != other.Grade || one.Heard != other.Heard || len(one.Items) != len(other.Items) {
			return false
		}
		for item, found := range one.Items {
			if other.Items[item].Found != found.Found {
				return false
			}
		}
	}
	return true
}
