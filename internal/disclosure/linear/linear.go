package linear

import (
	"errors"
	"math"
)

// ErrInfeasible says that no numbers keep all bounds.
var ErrInfeasible = errors.New("no numbers keep all bounds")

// ErrLost says that the method lost its footing: too many steps, or rounding that adds up. Its caller takes nothing for
// proven.
var ErrLost = errors.New("the simplex method did not end")

const (
	tiny  = 1e-9 // a coefficient or a reduced cost below it is none
	slack = 1e-6 // how far a number may lie outside its bounds
)

// System says which numbers are sums of others. Those that are none are its leaves.
type System struct {
	leaves int
	sums   [][]int // of each number after the leaves, the leaves that it is the sum of; ^leaf is taken away
}

// NewSystem makes a system of so many leaves, numbered from 0; each of sums lists the leaves of one further number, which is
// numbered on from there. A leaf j that is listed as ^j is taken away instead: such a number is a difference.
func NewSystem(leaves int, sums [][]int) *System { return &System{leaves, sums} }

// Size is how many numbers there are.
func (s *System) Size() int { return s.leaves + len(s.sums) }

// AddsUp reports whether every number that is a sum is the sum of its leaves.
func (s *System) AddsUp(point []float64) bool {
	for i, leaves := range s.sums {
		sum := -point[s.leaves+i]
		for _, j := range leaves {
			if j < 0 {
				sum -= point[^j]
			} else {
				sum += point[j]
			}
		}
		if math.Abs(sum) > slack {
			return false
		}
	}
	return true
}

// Bound is between what a number lies. Low may be -Inf and High +Inf.
type Bound struct{ Low, High float64 }

// State is a point that keeps all bounds, with the basis that the method stands on. It is not safe for concurrent use.
type State struct {
	bounds []Bound
	x      []float64   // of every number
	rows   [][]float64 // basic number = what it was + sum of coefficients times the moves of the others
	basic  []int       // by row
	others []int       // by column
	cost   []float64   // of the current objective, by column
	spare  []int32
}

// Start gives a state. from is a point that keeps all bounds and adds up, or nil where none is known: then one is looked for,
// and ErrInfeasible says that there is none.
func (s *System) Start(bounds []Bound, from []float64) (*State, error) {
	n := s.Size()
	st := &State{bounds: bounds, x: make([]float64, n), basic: make([]int, len(s.sums)), others: make([]int, s.leaves), cost: make([]float64, s.leaves)}
	for j := range st.others {
		st.others[j] = j
		if from == nil {
			st.x[j] = min(max(0, bounds[j].Low), bounds[j].High)
		}
	}
	if from != nil {
		copy(st.x, from)
	}
	cells := make([]float64, len(s.sums)*s.leaves)
	for i, leaves := range s.sums {
		row := cells[i*s.leaves : (i+1)*s.leaves]
		sum := 0.0
		for _, j := range leaves {
			if j < 0 {
				row[^j]--
				sum -= st.x[^j]
				continue
			}
			row[j]++
			sum += st.x[j]
		}
		st.rows = append(st.rows, row)
		st.basic[i] = s.leaves + i
		st.x[s.leaves+i] = sum
	}
	for j := range bounds {
		if bounds[j].Low > bounds[j].High+slack {
			return nil, ErrInfeasible
		}
	}
	return st, st.feasible()
}

// feasible walks to a point that keeps all bounds, by making what is broken less.
func (st *State) feasible() error {
	for range st.most() {
		clear(st.cost)
		broken := false
		for i, b := range st.basic {
			by := 0.0
			switch {
			case st.x[b] < st.bounds[b].Low-slack/10:
				by = -1
			case st.x[b] > st.bounds[b].High+slack/10:
				by = 1
			default:
				continue
			}
			broken = true
			for j, a := range st.rows[i] {
				st.cost[j] += by * a
			}
		}
		if !broken {
			return nil
		}
		column, way := st.enter(false)
		if column < 0 {
			return ErrInfeasible
		}
		if _, err := st.move(column, way, true); err != nil {
			return err
		}
	}
	return ErrLost
}

// most is how many steps are taken before the method is taken to be lost.
func (st *State) most() int { return 200 + 40*(len(st.rows)+len(st.others)) }

// Point gives the numbers where the state stands.
func (st *State) Point() []float64 { return append([]float64(nil), st.x...) }

// Least gives the least that number a can be, Most the most. enough ends the search once the number lies beyond it: what it gives
// then is a value that can be had, and no bound. -Inf and +Inf say that nothing bounds it.
func (st *State) Least(a int, enough float64) (float64, error) { return st.best(a, 1, enough) }

// Most is described with Least.
func (st *State) Most(a int, enough float64) (float64, error) { return st.best(a, -1, enough) }

func (st *State) best(a int, sign float64, enough float64) (float64, error) {
	st.objective(func(b int) float64 {
		if b == a {
			return sign
		}
		return 0
	})
	bounded, err := st.minimise(func() bool { return sign > 0 && st.x[a] <= enough || sign < 0 && st.x[a] >= enough })
	switch {
	case err != nil:
		return 0, err
	case !bounded:
		return -sign * math.Inf(1), nil
	}
	return st.x[a], nil
}

// Minimise walks to a point at which the sum of costs times numbers is least. Where nothing bounds that, the state stands where the walk
// ended.
func (st *State) Minimise(cost []float64) error {
	st.objective(func(b int) float64 { return cost[b] })
	_, err := st.minimise(func() bool { return false })
	return err
}

// minimise walks until the objective is least, or until it is enough. bounded is false where nothing bounds it.
func (st *State) minimise(enough func() bool) (bounded bool, err error) {
	still := 0
	for range st.most() {
		if enough() {
			return true, nil
		}
		column, way := st.enter(still > 20)
		if column < 0 {
			return true, nil
		}
		step, err := st.move(column, way, false)
		if err != nil {
			return false, err
		}
		if math.IsInf(step, 1) {
			return false, nil
		}
		if still++; step > tiny {
			still = 0
		}
	}
	return false, ErrLost
}

// objective sets the reduced costs of minimising the sum of costs times numbers.
func (st *State) objective(cost func(int) float64) {
	for j, b := range st.others {
		st.cost[j] = cost(b)
	}
	for i, b := range st.basic {
		if c := cost(b); c != 0 {
			for j, a := range st.rows[i] {
				st.cost[j] += c * a
			}
		}
	}
}

// enter chooses which number moves, and which way: the steepest, or the first (Bland 1977), which goes round no circle. -1
// says that none betters the objective.
func (st *State) enter(first bool) (column int, way float64) {
	column, steep := -1, tiny
	for j, d := range st.cost {
		b := st.others[j]
		if st.fixed(b) {
			continue
		}
		up, down := st.x[b] < st.bounds[b].High-tiny, st.x[b] > st.bounds[b].Low+tiny
		if d < -tiny && up && -d > steep || d > tiny && down && d > steep {
			if first && column >= 0 && b > st.others[column] {
				continue
			}
			column, way = j, -math.Copysign(1, d)
			if !first {
				steep = math.Abs(d)
			}
		}
	}
	return column, way
}

// move lets a number go its way until it, or another with it, meets a bound, and changes the basis where it is another. It
// gives how far it went; +Inf says that nothing stops it. In the search for a first point, what lies outside its bounds stops
// where it comes in.
func (st *State) move(column int, way float64, outside bool) (float64, error) {
	b := st.others[column]
	step, row := st.bounds[b].High-st.x[b], -1
	if way < 0 {
		step = st.x[b] - st.bounds[b].Low
	}
	grip := 0.0
	for i, a := range st.basic {
		c := st.rows[i][column] * way
		if math.Abs(c) < tiny {
			continue
		}
		low, high := st.bounds[a].Low, st.bounds[a].High
		if outside && st.x[a] < low-slack/10 {
			low, high = math.Inf(-1), low
		} else if outside && st.x[a] > high+slack/10 {
			low, high = high, math.Inf(1)
		}
		var far float64
		if c > 0 {
			far = max(0, high-st.x[a]) / c
		} else {
			far = max(0, st.x[a]-low) / -c
		}
		if far < step-tiny || far <= step+tiny && row >= 0 && math.Abs(c) > grip {
			step, row, grip = min(step, far), i, math.Abs(c)
		}
	}
	if math.IsInf(step, 1) {
		if outside {
			return step, ErrLost
		}
		return step, nil
	}
	st.x[b] += way * step
	for i, a := range st.basic {
		st.x[a] += st.rows[i][column] * way * step
	}
	if row >= 0 {
		st.pivot(row, column)
	}
	return step, nil
}

// fixed reports whether a number cannot move. Outside the basis it stays there, so that its column is not kept.
func (st *State) fixed(a int) bool { return st.bounds[a].Low == st.bounds[a].High }

// pivot lets the number of a column take the place of the number of a row in the basis.
func (st *State) pivot(row, column int) {
	r := st.rows[row]
	p := r[column]
	for j := range r {
		r[j] = -r[j] / p
	}
	r[column] = 1 / p
	st.spare = st.spare[:0]
	for j, a := range r {
		if math.Abs(a) < 1e-12 || j != column && st.fixed(st.others[j]) {
			r[j] = 0
			continue
		}
		st.spare = append(st.spare, int32(j))
	}
	for i, other := range st.rows {
		if i != row && other[column] != 0 {
			add(other, r, column, st.spare)
		}
	}
	if st.cost[column] != 0 {
		add(st.cost, r, column, st.spare)
	}
	st.basic[row], st.others[column] = st.others[column], st.basic[row]
}

// add puts the row of the number that enters in the place of that number.
func add(into, r []float64, column int, filled []int32) {
	by := into[column]
	into[column] = 0
	for _, j := range filled {
		if v := into[j] + by*r[j]; v > 1e-12 || v < -1e-12 {
			into[j] = v
		} else {
			into[j] = 0
		}
	}
}
