package caseaudit

import (
	"slices"
	"time"
)

// UsualClocks are those of a programme that has none of its own.
var UsualClocks = Clocks{Reflect: 10, Feedback: 10, Escalate: 5}

// ClocksOf gives a programme's clocks.
func (p Programme) ClocksOf() Clocks {
	if p.Plan.Clocks == nil {
		return UsualClocks
	}
	return *p.Plan.Clocks
}

// MostClock is the longest that a clock can be set to, in working days.
const MostClock = 60

// Fits reports whether every clock is set to something that can be kept.
func (c Clocks) Fits() bool {
	for _, n := range []int{c.Reflect, c.Feedback, c.Escalate} {
		if n < 1 || n > MostClock {
			return false
		}
	}
	return true
}

// wait puts a thing that is waited for on the clock. The clock stands while a concern is open, and what is due moves on by the
// working days on which it stood.
func (k Clocks) wait(what, due string, from time.Time, about string, concerns []span, now time.Time) Wait {
	w := Wait{For: what, About: about}
	day, err := time.Parse(time.DateOnly, due)
	if err != nil {
		return w
	}
	stands := slices.ContainsFunc(concerns, func(s span) bool { return s.to.IsZero() })
	if n := stood(concerns, from, now); n > 0 {
		day = workday(day, n)
	}
	today := now.UTC().Truncate(24 * time.Hour)
	w.Due = day.Format(time.DateOnly)
	w.Late = !stands && today.After(day)
	w.Escalated = w.Late && today.After(workday(day, k.Escalate))
	return w
}

// stood counts the working days since a day on which at least one concern was open.
func stood(concerns []span, from, now time.Time) (n int) {
	for _, day := range workdays(from, now) {
		if slices.ContainsFunc(concerns, func(s span) bool {
			return !day.Before(s.from.UTC().Truncate(24*time.Hour)) && (s.to.IsZero() || !day.After(s.to))
		}) {
			n++
		}
	}
	return n
}

// workdays lists the days from Monday to Friday from one day to another, at most some years of them. Bank holidays are not known
// here: they differ by nation and by year, and a day too many does no harm to anybody.
func workdays(from, to time.Time) (list []time.Time) {
	for d := from.UTC().Truncate(24 * time.Hour); !d.After(to) && len(list) < 2000; d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			list = append(list, d)
		}
	}
	return list
}

// workday gives the nth working day after a day.
func workday(day time.Time, n int) time.Time {
	for day = day.UTC().Truncate(24 * time.Hour); n > 0; {
		day = day.AddDate(0, 0, 1)
		if day.Weekday() != time.Saturday && day.Weekday() != time.Sunday {
			n--
		}
	}
	return day
}

func afterDays(from time.Time, n int) string { return workday(from, n).Format(time.DateOnly) }

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
