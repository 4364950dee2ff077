package caseaudit

import (
	"context"

	"stablefutures/internal/access"
)

// SettledCase is what holds of one case once everybody who reads it has locked what they found.
type SettledCase struct {
	Case     string
	Outcomes map[string]OutcomeFound
}

// settledCases gives what holds of the cases of a programme that were read: what one reading says, what two agree on, or what
// was settled. waiting reports whether something is read that is not settled yet; it stays out of every figure.
func settledCases(ctx context.Context, w *access.Work, p Programme) (list []SettledCase, waiting bool, err error) {
	var cases []Case
	for _, c := range p.Cases {
		if c.In() {
			cases = append(cases, c)
		}
	}
	talks, err := talksOf(ctx, w, p, cases)
	if err != nil {
		return nil, false, err
	}
	for _, t := range talks {
		switch {
		case t.Gone || len(t.Readings) == 0:
		case len(t.Left()) > 0:
			waiting = true
		default:
			list = append(list, t.holds())
		}
	}
	return list, waiting, nil
}

// holds is what holds of everything that is counted of a case of which nothing is left to settle.
func (t Talk) holds() SettledCase {
	one := SettledCase{Case: t.Case.ID, Outcomes: map[string]OutcomeFound{}}
	for _, m := range t.Matters {
		o, ok := one.Outcomes[m.Outcome]
		if !ok {
			o = OutcomeFound{Heard: t.heard(m.Outcome), Items: map[string]ItemFound{}}
		}
		value, _ := t.Holds(m)
		switch {
		case m.Item == "":
			o.Grade = value
		case value != "":
			o.Items[m.Item] = ItemFound{Found: Found(value)}
		}
		one.Outcomes[m.Outcome] = o
	}
	return one
}

// heard is how the young person was heard on an outcome; "" where two readings say different things of it.
func (t Talk) heard(outcome string) string {
	said := t.Readings[0].Reading.Outcomes[outcome].Heard
	for _, r := range t.Readings[1:] {
		if r.Reading.Outcomes[outcome].Heard != said {
			return ""
		}
	}
	return said
}
