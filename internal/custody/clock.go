package custody

import (
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/nation"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Status is what somebody said of a young person's care.
type Status string

// The statuses. Whoever was looked after once was looked after. What nobody said is reckoned as looked after: that keeps
// the record longer.
const (
	LookedAfter    Status = "looked_after"
	NotLookedAfter Status = "not_looked_after"
	NotSaid        Status = ""
)

// Statuses lists what can be said.
var Statuses = []Status{LookedAfter, NotLookedAfter}

// Rule is what a record's time is reckoned by.
type Rule string

// The rules: the nation's from birth, the nation's from a death before 18, and the organisation's own.
const (
	FromBirth Rule = "birth"
	FromDeath Rule = "death"
	ByPolicy  Rule = "policy"
)

// Life is what a clock is reckoned from. Days are YYYY-MM-DD.
type Life struct {
	Nation   string
	Births   []record.Birth // every one that was ever written; the last holds
	OpenedOn string         // the day on which the record was opened
	LastOn   string         // the day of the last conversation, "" before the first
	Status   Status
	Died     string // "" while nobody said so
}

// Clock is how long a record is kept, and by which rule.
type Clock struct {
	Rule   Rule
	Due    string // the first day on which its time is over: it may be looked at, and destroyed by two people
	Born   string // the day that was reckoned from
	Sure   bool   // false: the date is disputed, estimated or not known, and the latest reading was taken
	Status Status
	Died   string
	Source nation.Rule // of the nation; of a policy, what the nation says of records like this one
	Pack   string      // version of the nation's pack
}

// IsDue reports whether the record's time is over at a moment, by the calendar of the place it is kept in.
func (c Clock) IsDue(at time.Time) bool { return c.Due != "" && c.Due <= promise.Day(at) }

// Reckon gives a record's clock by the rules in force on a day.
func Reckon(l Life, packs nation.Packs, p Policy, today string) (Clock, error) {
	pack := packs.For(l.Nation)
	c := Clock{Status: l.Status, Died: l.Died, Pack: pack.Version()}
	c.Born, c.Sure = l.born()
	key, from := nation.RuleRetentionBirth, c.Born
	switch {
	case l.Status == NotLookedAfter:
		c.Rule, key = ByPolicy, nation.RuleRetentionOther
	case l.Died != "" && c.Sure && under18(c.Born, l.Died):
		c.Rule, key, from = FromDeath, nation.RuleRetentionDeath, l.Died
	default:
		c.Rule = FromBirth
	}
	var err error
	if c.Source, err = pack.Rule(key, today); err != nil {
		return c, fmt.Errorf("reckon a clock: %w", err)
	}
	if c.Rule == ByPolicy {
		c.Due, err = p.due(c.Born, max(l.OpenedOn, l.LastOn, l.Died))
	} else {
		c.Due, err = c.Source.Value.After(from)
	}
	if err != nil {
		return c, fmt.Errorf("reckon a clock: %w", err)
	}
	return c, nil
}

// born gives the day of birth to reckon from, and whether it is sure. Of several readings it takes the latest, and of
// none the day on which the record was opened: nobody is born later than that, so nothing goes too early.
func (l Life) born() (day string, sure bool) {
	if len(l.Births) == 0 {
		return l.OpenedOn, false
	}
	b := l.Births[len(l.Births)-1]
	if b.Day != "" && slices.Contains([]record.Accuracy{record.Stated, record.Documented, record.Assessed}, b.Accuracy) {
		return b.Day, true
	}
	for _, other := range l.Births {
		day = max(day, other.Day)
	}
	if day == "" {
		day = l.OpenedOn
	}
	return day, false
}

// under18 reports whether somebody born on one day had not turned 18 on another.
func under18(born, on string) bool {
	eighteen, err := yearsAfter(born, 18)
	return err == nil && on < eighteen
}

// yearsAfter counts as nation.Value.After does: a 29 February becomes 1 March where the year has none.
func yearsAfter(day string, years int) (string, error) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", fmt.Errorf("count years: %w", err)
	}
	return t.AddDate(years, 0, 0).Format(time.DateOnly), nil
}
