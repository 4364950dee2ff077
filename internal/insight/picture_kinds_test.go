package insight

import (
	"fmt"
	"strings"
	"testing"

	"stablefutures/internal/chart"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/release"
)

// let protects an invented table as a release.
func let(t *testing.T, rules disclosure.Pack, rows, columns []string, counts [][]int64) release.Release {
	t.Helper()
	r, err := disclosure.Protect(rules, disclosure.Table{Key: "k", Data: "d", Rows: rows, Columns: columns, Counts: counts}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return release.Release{ID: db.NewID(), Hash: strings.Repeat("a", 64), Table: r}
}

// What is asked decides how it is drawn: two perspectives as flows, two moments as lines between them, quarters with limits where
// enough of them are shown.
func TestPicture_isOfTheKindThatTheQuestionAsksFor(t *testing.T) {
	rules, _ := disclosure.Rules(disclosure.StrictDefault)
	say := func(code string) string { return code }
	covering := []string{"answered", "asked", "not_asked"}
	a := Asked{Question: Asking{"difference", []Axis{ByYoung, ByWorker}, rules.ID}, Say: say,
		Table:    let(t, rules, []string{"there", "not", "hidden"}, []string{"there", "not"}, [][]int64{{40, 60}, {30, 20}, {1, 2}}),
		Coverage: let(t, rules, nil, covering, [][]int64{{100, 30, 20}})}
	p := a.Picture(english(), nil)
	if p.Kind != chart.Flow || len(p.Flows) != 2 || len(p.Axis) != 2 || p.Axis[0] != ByYoung.Title(english()) {
		t.Errorf("two perspectives: %s of %d flows between %q", p.Kind, len(p.Flows), p.Axis)
	}
	if said := strings.Join(p.Notes, "|"); !strings.Contains(said, "hidden ("+p.Axis[0]+")") {
		t.Errorf("a state of which nothing is shown is not named: %s", said)
	}

	years := []string{"2025", "2026"}
	a = Asked{Question: Asking{"voice", []Axis{ByValue, ByYear}, rules.ID}, Say: say, Table: let(t, rules, []string{"there", "not"}, years, [][]int64{{40, 60}, {30, 20}}),
		Coverage: let(t, rules, years, covering, [][]int64{{100, 30, 20}, {120, 40, 30}})}
	if p = a.Picture(english(), nil); p.Kind != chart.Slope || p.Series[0].Low[0].String() != "31" {
		t.Errorf("two moments: %s, %v", p.Kind, p.Series)
	}
	if p = a.Picture(english(), []Note{{Day: "2026-03-01", Text: "A law began"}}); p.Kind != chart.Small || len(p.Marks) != 1 {
		t.Errorf("two moments and something that happened: %s, marks %v", p.Kind, p.Marks)
	}

	var quarters []string
	var counts []int64
	for i := range 13 {
		quarters, counts = append(quarters, fmt.Sprintf("%d-Q%d", 2023+i/4, i%4+1)), append(counts, int64(40+i%3*5))
	}
	a = Asked{Question: Asking{"voice", []Axis{ByQuarter}, rules.ID}, Say: say, Table: let(t, rules, nil, quarters, [][]int64{counts}), Coverage: a.Coverage}
	if p = a.Picture(english(), nil); p.Kind != chart.XmR {
		t.Errorf("thirteen quarters: %s", p.Kind)
	}
	counts[4] = 3
	a.Table = let(t, rules, nil, quarters, [][]int64{counts})
	if p = a.Picture(english(), nil); p.Kind != chart.Run {
		t.Errorf("thirteen quarters, one hidden: %s", p.Kind)
	}
}

// Who answered by group is a funnel of what coverage shows; of a group below the least denominator, or of which it would say the same of
// everybody, there is no part, and for an answer by no groups there is no funnel.
func TestReached_keepsTheRulesOfPercentages(t *testing.T) {
	rules, _ := disclosure.Rules(disclosure.EnglandDfE) // base 20, classes below 12
	nations, covering := []string{"england", "scotland", "wales", "northern-ireland"}, []string{"answered", "asked", "not_asked"}
	a := Asked{Question: Asking{"heard", []Axis{ByPerspective, GroupNation}, rules.ID}, Say: func(code string) string { return "<" + code + ">" },
		Table:    let(t, rules, []string{"young_person"}, nations, [][]int64{{80, 30, 12, 10}}),
		Coverage: let(t, rules, nations, covering, [][]int64{{80, 30, 20}, {30, 20, 10}, {12, 7, 0}, {10, 30, 9}})}
	c, ok := a.Reached(english())
	if !ok || c.Kind != chart.Funnel || len(c.Axis) != 4 || c.Axis[0] != "<england>" || !strings.Contains(c.Title, "nation") {
		t.Fatalf("%v: %+v", ok, c)
	}
	table := c.Table(english())
	want := []string{"61.5", "50.0", "c", "20.4"} // 80 of 130, 30 of 60, 12 of 19: too few, 10 of 49
	for i, row := range table.Rows {
		if row[3].Text != want[i] {
			t.Errorf("%s: %s per cent, not %s", row[0].Text, row[3].Text, want[i])
		}
	}
	if got := table.Rows[2][4]; got.Text != "c" || got.Said == "" {
		t.Errorf("limits beside a part that is not shown: %q (%q)", got.Text, got.Said)
	}
	a.Question.By = []Axis{ByPerspective, ByYear}
	if _, ok := a.Reached(english()); ok {
		t.Error("years are drawn as groups")
	}
	a.Question.By, a.Coverage = []Axis{ByPerspective, GroupNation}, let(t, rules, nations, covering, [][]int64{{80, 30, 20}, {8, 6, 3}, {7, 2, 2}, {8, 2, 7}})
	if c, ok := a.Reached(english()); ok {
		t.Errorf("one group is a picture: %v", c.Table(english()).Rows)
	}
}
