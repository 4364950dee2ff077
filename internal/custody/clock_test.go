package custody_test

import (
	"testing"
	"time"

	"stablefutures/internal/custody"
	"stablefutures/internal/nation"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

func days(t *testing.T, l custody.Life) custody.Clock {
	t.Helper()
	packs, err := nation.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := custody.Reckon(l, packs, custody.DefaultPolicy(), "2026-11-28")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func certain(day string) []record.Birth {
	return []record.Birth{{Day: day, Accuracy: record.Documented}}
}

// Every nation, every rule, the day itself.
func TestReckon_eachNation(t *testing.T) {
	for _, c := range []struct {
		what string
		life custody.Life
		rule custody.Rule
		due  string
	}{
		{"England, looked after", custody.Life{Nation: nation.England, Births: certain("2010-03-05"), Status: custody.LookedAfter}, custody.FromBirth, "2085-03-05"},
		{"Wales, looked after", custody.Life{Nation: nation.Wales, Births: certain("2010-03-05"), Status: custody.LookedAfter}, custody.FromBirth, "2085-03-05"},
		{"Northern Ireland, looked after", custody.Life{Nation: nation.NorthernIreland, Births: certain("2010-03-05"), Status: custody.LookedAfter}, custody.FromBirth, "2085-03-05"},
		{"Scotland, looked after", custody.Life{Nation: nation.Scotland, Births: certain("2010-03-05"), Status: custody.LookedAfter}, custody.FromBirth, "2110-03-05"},
		{"nobody said: as looked after", custody.Life{Nation: nation.England, Births: certain("2010-03-05")}, custody.FromBirth, "2085-03-05"},
		{"29 February, no such day then", custody.Life{Nation: nation.England, Births: certain("2012-02-29"), Status: custody.LookedAfter}, custody.FromBirth, "2087-03-01"},
		{"29 February, Scotland: 2112 has one", custody.Life{Nation: nation.Scotland, Births: certain("2012-02-29"), Status: custody.LookedAfter}, custody.FromBirth, "2112-02-29"},
		{"England, died at 17", custody.Life{Nation: nation.England, Births: certain("2010-03-05"), Status: custody.LookedAfter, Died: "2027-06-01"}, custody.FromDeath, "2042-06-01"},
		{"Scotland, died at 17", custody.Life{Nation: nation.Scotland, Births: certain("2010-03-05"), Status: custody.LookedAfter, Died: "2027-06-01"}, custody.FromDeath, "2052-06-01"},
		{"died the day before 18", custody.Life{Nation: nation.Wales, Births: certain("2010-03-05"), Status: custody.LookedAfter, Died: "2028-03-04"}, custody.FromDeath, "2043-03-04"},
		{"died on the 18th birthday", custody.Life{Nation: nation.Wales, Births: certain("2010-03-05"), Status: custody.LookedAfter, Died: "2028-03-05"}, custody.FromBirth, "2085-03-05"},
		{"died, age in doubt: the longer", custody.Life{Nation: nation.England, Births: []record.Birth{{Day: "2010-03-05", Accuracy: record.Disputed}}, Status: custody.LookedAfter, Died: "2020-01-01"}, custody.FromBirth, "2085-03-05"},
		{"disputed: the latest that was ever said", custody.Life{Nation: nation.England, Births: []record.Birth{{Day: "2011-07-01", Accuracy: record.Stated}, {Day: "2006-01-01", Accuracy: record.Disputed}}, Status: custody.LookedAfter}, custody.FromBirth, "2086-07-01"},
		{"assessed: what was assessed, although later was said", custody.Life{Nation: nation.England, Births: []record.Birth{{Day: "2011-07-01", Accuracy: record.Stated}, {Day: "2008-01-01", Accuracy: record.Assessed}}, Status: custody.LookedAfter}, custody.FromBirth, "2083-01-01"},
		{"not known: the day the record was opened", custody.Life{Nation: nation.England, Births: []record.Birth{{Accuracy: record.NotKnown}}, OpenedOn: "2026-02-03", Status: custody.LookedAfter}, custody.FromBirth, "2101-02-03"},
		{"never looked after: 18 and three years", custody.Life{Nation: nation.England, Births: certain("2010-03-05"), OpenedOn: "2024-01-01", LastOn: "2025-01-01", Status: custody.NotLookedAfter}, custody.ByPolicy, "2031-03-05"},
		{"never looked after: three years of quiet, when later", custody.Life{Nation: nation.England, Births: certain("2000-03-05"), OpenedOn: "2024-01-01", LastOn: "2025-01-01", Status: custody.NotLookedAfter}, custody.ByPolicy, "2028-01-01"},
	} {
		if c.life.OpenedOn == "" {
			c.life.OpenedOn = "2025-01-01"
		}
		got := days(t, c.life)
		if got.Rule != c.rule || got.Due != c.due {
			t.Errorf("%s: %s %s, want %s %s", c.what, got.Rule, got.Due, c.rule, c.due)
		}
		if got.Source.Source.Title == "" {
			t.Errorf("%s: no source", c.what)
		}
	}
}

// Both sides of midnight, by the clocks of the place: in summer London's day ends an hour before UTC's.
func TestIsDue_atMidnight(t *testing.T) {
	place, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"2085-03-05", "2086-07-01"} {
		c := custody.Clock{Due: day}
		midnight, err := time.ParseInLocation(time.DateOnly, day, place)
		if err != nil {
			t.Fatal(err)
		}
		if c.IsDue(midnight.Add(-time.Second)) || !c.IsDue(midnight) {
			t.Errorf("%s does not begin at midnight", day)
		}
		if promise.Day(midnight) != day {
			t.Errorf("%s: the day is another", day)
		}
	}
	if (custody.Clock{}).IsDue(time.Now()) {
		t.Error("a clock that was never reckoned is due")
	}
}
