package disclosure

import (
	"errors"
	"slices"
	"testing"
)

// Two tables that count the same people are one set of numbers to the attack: it stays as large as one, the stricter rules of the two
// hold for what both tell of others, and what one hides stays hidden in the other. Tables of other people are no twins.
func TestPuzzle_tablesOfTheSamePeopleAreTwins(t *testing.T) {
	strict, _ := Rules(StrictDefault)
	loose, _ := Rules(EnglandDfE)
	about := func(where string, axis string) *About {
		return &About{Measure: "m", State: "s", Axes: []Axis{{Name: axis, Whole: true}, {Name: "y"}}, Where: map[string][]string{"only": {where}}}
	}
	table := func(key string, b *About) Table {
		return Table{Key: key, Data: "d" + key, About: b, Rows: []string{"a", "b", "c"}, Columns: []string{"d", "e", "f"}, Counts: [][]int64{{40, 3, 60}, {70, 80, 90}, {33, 44, 55}}}
	}
	let := func(p Pack, of Table, before ...Released) Released {
		t.Helper()
		r, err := Protect(p, of, before)
		if err != nil || r.Withheld() != "" {
			t.Fatal(r.Withheld(), err)
		}
		return r
	}
	first := let(strict, table("one", about("x", "r")))
	again := let(loose, table("one.again", about("x", "r")), first)
	p, err := newPuzzle([]*view{again.view(), first.view(), let(strict, table("two", about("y", "r"))).view(), let(strict, table("three", about("x", "q"))).view()})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.twin, []int{0, 0, 2, 3}) {
		t.Fatalf("twins are %v", p.twin)
	}
	for a := range first.view().known {
		if p.number(at{0, a}) != p.number(at{1, a}) || p.number(at{0, a}) == p.number(at{2, a}) {
			t.Fatalf("number %d of twins is two, or of others one", a)
		}
		if first.view().hidden[a] && !again.view().hidden[a] {
			t.Errorf("number %d was hidden, and is shown under looser rules", a)
		}
	}
	if few, width := p.few(link{more: []at{{0, 0}}}); few != strict.Threshold || width != min(strict.MustStayOpen(), loose.MustStayOpen()) {
		t.Errorf("of few people are fewer than %d, %d open", few, width)
	}
	lie := table("one.lie", about("x", "r"))
	lie.Counts[1][1] = 400
	if _, err := Protect(loose, lie, []Released{first}); !errors.Is(err, errNotSame) {
		t.Errorf("another number under the same name: %v", err)
	}
}
