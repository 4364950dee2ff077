package linear

// Cheapest looks for the cheapest way in which number a could stand by higher than it does in point (lower where by is below
// 0): the sum of costs times how far each number goes is least. It gives the numbers that go anywhere, a among them.
// ErrInfeasible says that a cannot go so far. Point keeps all bounds and adds up; costs are not below 0.
//
// It is the heuristic of Kelly, Golden and Assad (1992) for hiding cells of a table: what goes anywhere is what has to be hidden.
func (s *System) Cheapest(bounds []Bound, point, cost []float64, a int, by float64) ([]int, error) {
	m := s.moves(bounds, point)
	goal, back := m.rise(a), m.fall(a)
	if by < 0 {
		goal, back, by = back, goal, -by
	}
	m.bounds[back].High = 0 // it goes one way
	if m.bounds[goal].High < by-slack {
		return nil, ErrInfeasible
	}
	m.bounds[goal].High = by // and no farther, so that there is a point to go on from
	reached, err := m.Most(goal, by)
	if err != nil {
		return nil, err
	}
	if reached < by-slack {
		return nil, ErrInfeasible
	}
	m.bounds[goal].Low = min(by, m.x[goal])
	m.objective(func(b int) float64 { return cost[m.of(b)] })
	if _, err := m.minimise(func() bool { return false }); err != nil {
		return nil, err
	}
	var moved []int
	for b := range s.Size() {
		if m.x[m.rise(b)] > slack || m.x[m.fall(b)] > slack {
			moved = append(moved, b)
		}
	}
	return moved, nil
}

// moves is how far numbers go from a point: each has a rise and a fall. Those of leaves and the falls of sums are free; the rise
// of a sum is what these make of it.
type moves struct {
	*State
	leaves, sums int
}

func (s *System) moves(bounds []Bound, point []float64) moves {
	m := moves{leaves: s.leaves, sums: len(s.sums)}
	free := 2*m.leaves + m.sums
	m.State = &State{bounds: make([]Bound, free+m.sums), x: make([]float64, free+m.sums), basic: make([]int, m.sums), others: make([]int, free), cost: make([]float64, free)}
	for b := range s.Size() {
		m.bounds[m.rise(b)] = Bound{0, max(0, bounds[b].High-point[b])}
		m.bounds[m.fall(b)] = Bound{0, max(0, point[b]-bounds[b].Low)}
	}
	for j := range m.others {
		m.others[j] = j
	}
	for i, part := range s.sums {
		row := make([]float64, free)
		for _, j := range part {
			if j < 0 {
				row[^j]--
				row[m.leaves+^j]++
				continue
			}
			row[j]++
			row[m.leaves+j]--
		}
		row[2*m.leaves+i]++
		m.rows, m.basic[i] = append(m.rows, row), free+i
	}
	return m
}

// rise and fall number the two moves of a number; of is the number whose move one is.
func (m moves) rise(b int) int {
	if b < m.leaves {
		return b
	}
	return 2*m.leaves + m.sums + b - m.leaves
}

func (m moves) fall(b int) int { return m.leaves + b }

func (m moves) of(move int) int {
	switch {
	case move < m.leaves:
		return move
	case move < 2*m.leaves+m.sums:
		return move - m.leaves
	}
	return move - m.leaves - m.sums
}
