package disclosure

import (
	"slices"
	"testing"

	"stablefutures/internal/disclosure/linear"
)

// A number is looked at again once its total is shown, whether something bounded it before or nothing did: then no table was found that
// shows how much it can be.
func TestSearch_looksAgainOnceMoreIsShown(t *testing.T) {
	one := need{low: 20, high: 20, width: 10}
	for _, most := range []int64{40, far} {
		s := &crossedSearch{lattice: lattice{system: linear.NewSystem(2, [][]int{{0, 1}})}, x: []float64{20, 5, 25},
			open: []span{{18, most}, {0, far}, {0, far}}, said: []span{{20, 20}, {5, 5}, {23, 27}}, need: []need{one, {low: 5, high: 5}, {low: 25, high: 25}}}
		hide := []bool{true, true, true}
		if a, found, err := s.weakest(hide); err != nil || a >= 0 {
			t.Fatalf("with its total hidden, number %d lies between %v: %v", a, found, err)
		}
		hide[2] = false
		if a, found, err := s.weakest(hide); err != nil || a != 0 || found != (span{18, 27}) {
			t.Errorf("with its total shown, number %d lies between %v: %v", a, found, err)
		}
	}
}

// A group that must not come out where it is few people is not taken for safe because of the first table that comes by.
func TestSearch_fewAreOpenOnlyWhereEveryTableSaysSo(t *testing.T) {
	s := &crossedSearch{lattice: lattice{system: linear.NewSystem(2, [][]int{{0, ^1}})}, x: []float64{9, 9, 0},
		open: []span{{9, 12}, {9, 9}, {0, far}}, said: []span{{9, 12}, {9, 9}, {0, far}},
		need: []need{{low: far, high: -far}, {low: far, high: -far}, {low: far, high: -far, width: 8, few: 10}}}
	if a, found, err := s.weakest([]bool{true, true, true}); err != nil || a != 2 || found != (span{0, 3}) {
		t.Errorf("number %d lies between %v: %v", a, found, err)
	}
}

// The proof takes from tables that it is handed nothing that is not so: they must add up, and agree with what is shown.
func TestAttack_believesNoTable(t *testing.T) {
	rules, _ := Rules(StrictDefault)
	r, err := Protect(rules, Table{Key: "k", Data: "d", Columns: []string{"a", "b", "c"}, Counts: [][]int64{{40, 3, 4}}}, nil)
	if err != nil || r.Withheld() != "" {
		t.Fatal(r.Withheld(), err)
	}
	p, err := newPuzzle([]*view{r.view()})
	if err != nil {
		t.Fatal(err)
	}
	known := p.known()
	known[0], known[1], known[2], known[3] = span{10, 12}, span{0, far}, span{10, 12}, span{32, 34}
	guards := []guard{{number: 1, width: 8}}
	honest, err := p.attack(known, guards)
	if err != nil || len(honest) != 1 {
		t.Fatalf("%v, %v", honest, err)
	}
	for name, lies := range map[string][][]float64{
		"that do not add up":         {{11, 0, 11, 32}, {11, 30, 11, 32}},
		"outside what is shown":      {{10, 2, 20, 32}, {10, 14, 10, 34}},
		"of which one alone is true": {{11, 10, 11, 32}, {11, 90, 11, 112}},
	} {
		if found, err := p.attack(known, guards, lies...); err != nil || !slices.Equal(found, honest) {
			t.Errorf("tables %s were believed: %v, %v", name, found, err)
		}
	}
}
