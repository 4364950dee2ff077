package linear

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// cube gives the sums of a table of some sides: every margin, by the cells it is the sum of.
func cube(sides ...int) (cells int, sums [][]int) {
	cells = 1
	for _, n := range sides {
		cells *= n
	}
	figures := 1
	for _, n := range sides {
		figures *= n + 1
	}
	for f := range figures {
		at, rest, isCell := make([]int, len(sides)), f, true
		for d, n := range sides {
			at[d] = rest % (n + 1)
			rest /= n + 1
			isCell = isCell && at[d] < n
		}
		if isCell {
			continue
		}
		var sum []int
		for c := range cells {
			fits, rest := true, c
			for d, n := range sides {
				fits = fits && (at[d] == n || rest%n == at[d])
				rest /= n
			}
			if fits {
				sum = append(sum, c)
			}
		}
		sums = append(sums, sum)
	}
	return cells, sums
}

// point fills in the sums of some cells.
func point(cells []float64, sums [][]int) []float64 {
	x := append([]float64(nil), cells...)
	for _, parts := range sums {
		sum := 0.0
		for _, j := range parts {
			sum += cells[j]
		}
		x = append(x, sum)
	}
	return x
}

// problem is a table of which some numbers are hidden, others shown, and others known to lie in a range.
func problem(r *rand.Rand, sides ...int) (*System, []Bound, []float64, []int) {
	cells, sums := cube(sides...)
	values := make([]float64, cells)
	for j := range values {
		values[j] = float64(r.IntN(9))
	}
	x := point(values, sums)
	bounds := make([]Bound, len(x))
	var hidden []int
	for a := range x {
		switch r.IntN(4) {
		case 0:
			bounds[a] = Bound{0, math.Inf(1)}
			hidden = append(hidden, a)
		case 1:
			bounds[a] = Bound{max(0, x[a]-2), x[a] + 2}
		default:
			bounds[a] = Bound{x[a], x[a]}
		}
	}
	return NewSystem(cells, sums), bounds, x, hidden
}

// TestBounds_areOfPointsThatKeepAllBounds: the least and the most are reached by numbers that add up and keep all bounds, and are
// the same from a known point, from none, and after other questions.
func TestBounds_areOfPointsThatKeepAllBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		sides := [][]int{{4}, {3, 4}, {2, 3, 2}, {3, 3, 3}, {2, 2, 2, 2}}[round%5]
		s, bounds, x, hidden := problem(r, sides...)
		known, err := s.Start(bounds, x)
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Start(bounds, nil)
		if err != nil {
			t.Fatalf("%v: no point was found where there is one: %v", sides, err)
		}
		for _, a := range hidden {
			for _, ask := range []func(*State) (float64, error){
				func(st *State) (float64, error) { return st.Least(a, math.Inf(-1)) }, func(st *State) (float64, error) { return st.Most(a, math.Inf(1)) },
			} {
				first, err1 := ask(known)
				second, err2 := ask(found)
				if err := errors.Join(err1, err2); err != nil {
					t.Fatal(err)
				}
				if math.Abs(first-second) > 1e-6 && first != second {
					t.Fatalf("%v: %v from a known point, %v from none", sides, first, second)
				}
				keeps(t, s, bounds, known.x)
			}
		}
	}
}

func keeps(t *testing.T, s *System, bounds []Bound, x []float64) {
	t.Helper()
	for a, b := range bounds {
		if x[a] < b.Low-slack || x[a] > b.High+slack {
			t.Fatalf("number %d is %v, outside %v", a, x[a], b)
		}
	}
	for i, parts := range s.sums {
		sum := 0.0
		for _, j := range parts {
			sum += x[j]
		}
		if math.Abs(sum-x[s.leaves+i]) > slack {
			t.Fatalf("sum %d does not add up: %v and %v", i, sum, x[s.leaves+i])
		}
	}
}

// TestBounds_ofSmallTablesAreThoseOfTryingEverything holds the bounds against every table of whole numbers: none lies outside
// them, and in a table of two directions both are reached (its matrix is totally unimodular).
func TestBounds_ofSmallTablesAreThoseOfTryingEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 200 {
		sides := [][]int{{2, 3}, {2, 2, 2}}[round%2]
		cells, sums := cube(sides...)
		values := make([]float64, cells)
		for j := range values {
			values[j] = float64(r.IntN(4))
		}
		x := point(values, sums)
		bounds := make([]Bound, len(x))
		for a := range x {
			bounds[a] = Bound{x[a], x[a]}
			if r.IntN(3) == 0 {
				bounds[a] = Bound{0, max(5, x[a])}
			}
			if a >= cells && r.IntN(2) == 0 {
				bounds[a] = Bound{0, 40}
			}
		}
		low, high := make([]float64, len(x)), make([]float64, len(x))
		for a := range low {
			low[a], high[a] = math.Inf(1), math.Inf(-1)
		}
		try(bounds, sums, make([]float64, 0, cells), cells, func(y []float64) {
			for a := range y {
				low[a], high[a] = min(low[a], y[a]), max(high[a], y[a])
			}
		})
		s := NewSystem(cells, sums)
		st, err := s.Start(bounds, nil)
		if err != nil {
			t.Fatal(err)
		}
		for a := range x {
			least, err1 := st.Least(a, math.Inf(-1))
			most, err2 := st.Most(a, math.Inf(1))
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			if least > low[a]+slack || most < high[a]-slack {
				t.Fatalf("%v: number %d is found between %v and %v, and can be %v and %v", sides, a, least, most, low[a], high[a])
			}
			if len(sides) == 2 && (math.Abs(least-low[a]) > slack || math.Abs(most-high[a]) > slack) {
				t.Fatalf("%v: number %d is found between %v and %v, and is between %v and %v", sides, a, least, most, low[a], high[a])
			}
		}
	}
}

func try(bounds []Bound, sums [][]int, cells []float64, n int, f func([]float64)) {
	if len(cells) == n {
		y := point(cells, sums)
		for a, b := range bounds {
			if y[a] < b.Low || y[a] > b.High {
				return
			}
		}
		f(y)
		return
	}
	b := bounds[len(cells)]
	for v := b.Low; v <= min(b.High, 5); v++ {
		try(bounds, sums, append(cells, v), n, f)
	}
}

func TestStart_saysWhatCannotBe(t *testing.T) {
	cells, sums := cube(2)
	s := NewSystem(cells, sums)
	if _, err := s.Start([]Bound{{1, 1}, {2, 2}, {5, 9}}, nil); !errors.Is(err, ErrInfeasible) {
		t.Errorf("1 and 2 make 5 to 9: %v", err)
	}
	if _, err := s.Start([]Bound{{3, 1}, {2, 2}, {5, 9}}, nil); !errors.Is(err, ErrInfeasible) {
		t.Errorf("from 3 to 1: %v", err)
	}
	st, err := s.Start([]Bound{{0, math.Inf(1)}, {2, 2}, {0, math.Inf(1)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if most, err := st.Most(0, math.Inf(1)); err != nil || !math.IsInf(most, 1) {
		t.Errorf("nothing bounds it: %v, %v", most, err)
	}
}

// TestCheapest_opensWhatItSaysItOpens: when what it names is hidden, and nothing else, the number can move as far as was asked.
func TestCheapest_opensWhatItSaysItOpens(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	opened := 0
	for range 200 {
		cells, sums := cube(3, 3, 2)
		values := make([]float64, cells)
		for j := range values {
			values[j] = float64(r.IntN(12))
		}
		x := point(values, sums)
		free, cost := make([]Bound, len(x)), make([]float64, len(x))
		for a := range x {
			free[a], cost[a] = Bound{0, math.Inf(1)}, 1+float64(r.IntN(9))
		}
		s, a, by := NewSystem(cells, sums), r.IntN(cells), float64(r.IntN(9)-4)
		if by == 0 {
			continue
		}
		moved, err := s.Cheapest(free, x, cost, a, by)
		if errors.Is(err, ErrInfeasible) {
			if x[a]+by >= 0 {
				t.Fatalf("a number of %v cannot move by %v", x[a], by)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		shown := make([]Bound, len(x))
		for b := range x {
			shown[b] = Bound{x[b], x[b]}
		}
		for _, b := range moved {
			shown[b] = Bound{0, math.Inf(1)}
		}
		st, err := s.Start(shown, x)
		if err != nil {
			t.Fatal(err)
		}
		reach, err := st.Most(a, math.Inf(1))
		if by < 0 {
			reach, err = st.Least(a, math.Inf(-1))
		}
		if err != nil || by > 0 && reach < x[a]+by-slack || by < 0 && reach > x[a]+by+slack {
			t.Fatalf("number %d, %v, was to move by %v, and reaches %v with %v hidden: %v", a, x[a], by, reach, moved, err)
		}
		opened++
	}
	if opened < 100 {
		t.Errorf("only %d were tried", opened)
	}
}
