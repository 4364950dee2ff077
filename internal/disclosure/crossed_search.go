package disclosure

import (
	"errors"
	"math"
	"slices"

	"stablefutures/internal/disclosure/linear"
)

// crossedSearch is the search for what else to hide in a crossed table. All its lists are by number of the linear system.
type crossedSearch struct {
	lattice
	x      []float64 // the true numbers
	open   []span    // what is known of each while it is hidden
	said   []span    // what its value says once it is shown
	need   []need
	must   []bool
	cost   []float64
	tables [][]float64               // found on the way: each could be the true one while what it agrees with is all that is known
	told   func(a int) (bool, error) // whether what a number needs was told away before; nil where nothing was told
	owner  []int                     // the number that another is what is shown of, and hidden with; -1 for itself; nil where all are
}

func newCrossedSearch(rules Pack, c Crossed, earlier []CrossedRelease) (*crossedSearch, error) {
	l := newLattice(c.Directions)
	n := len(l.number)
	s := &crossedSearch{lattice: l, x: make([]float64, n), open: make([]span, n), said: make([]span, n), need: make([]need, n), must: make([]bool, n),
		cost: make([]float64, n)}
	for f, count := range l.fill(c.Counts) {
		a := l.number[f]
		s.x[a] = float64(count)
		s.open[a] = span{0, far}
		s.said[a] = rules.saidBy(rules.round(count, c.National), c.National, true)
		s.need[a] = need{low: count, high: count, width: rules.Width}
		if count < rules.Threshold && (count > 0 || !rules.ZeroShown) {
			s.must[a], s.need[a] = true, rules.smallNeed()
		}
		s.cost[a] = s.price(f, count)
	}
	s.classes(rules)
	for _, e := range earlier {
		for a, known := range e.known() {
			if int64(s.x[a]) < known.lo || int64(s.x[a]) > known.hi {
				return nil, errNotSame
			}
			s.open[a] = s.open[a].and(known)
		}
	}
	return s, nil
}

// price is what hiding a figure costs, as in search.price: totals are dearer than crossings, the one of everybody dearest.
func (s *crossedSearch) price(f int, count int64) float64 {
	value := float64(min(count, 999))
	switch {
	case f == s.total():
		return 50_000 + value
	case s.number[f] >= s.leaves:
		return 8_000 + value
	case count == 0:
		return 4_000
	}
	return 1_000 + value
}

// classes hides "all of them" and "none of them" where the group is small.
func (s *crossedSearch) classes(rules Pack) {
	for _, g := range s.groups {
		whole := s.x[s.number[g[0]]]
		if whole == 0 || int64(whole) >= rules.ClassBelow || len(g) < 3 {
			continue
		}
		for _, f := range g[1:] {
			if a := s.number[f]; (s.x[a] == 0 || s.x[a] == whole) && !s.must[a] {
				s.must[a], s.need[a] = true, need{low: int64(s.x[a]), high: int64(s.x[a]), width: rules.Width}
			}
		}
	}
}

// bound is a span as the linear system takes it.
func (s span) bound() linear.Bound {
	b := linear.Bound{Low: float64(s.lo), High: float64(s.hi)}
	if s.hi >= far {
		b.High = math.Inf(1)
	}
	if s.lo <= -far {
		b.Low = math.Inf(-1)
	}
	return b
}

// within gives what is known of every number when some are hidden.
func (s *crossedSearch) within(hide []bool) []linear.Bound {
	w := make([]linear.Bound, len(s.x))
	for a := range w {
		known := s.open[a]
		if !hide[s.of(a)] {
			known = known.and(s.said[a])
		}
		w[a] = known.bound()
	}
	return w
}

// of gives the number that one is hidden with.
func (s *crossedSearch) of(a int) int {
	if s.owner != nil && s.owner[a] >= 0 {
		return s.owner[a]
	}
	return a
}

// stands reports whether a table agrees with what is known.
func stands(point []float64, within []linear.Bound) bool {
	for a, b := range within {
		if point[a] < b.Low-1e-6 || point[a] > b.High+1e-6 {
			return false
		}
	}
	return true
}

// weakest gives a hidden number of which the attack finds out too much, and between which numbers it lies; -1 where there is
// none. It looks for nothing that tables which it found already show.
func (s *crossedSearch) weakest(hide []bool) (int, span, error) {
	within := s.within(hide)
	seen := reached{slices.Clone(s.x), slices.Clone(s.x)}
	for _, table := range s.tables {
		if stands(table, within) {
			seen.note(table)
		}
	}
	var state *linear.State
	for a := range s.x {
		if n := s.need[a]; n.low >= far && n.width == 0 {
			continue // nothing is asked of it
		}
		if !hide[a] || s.need[a].open(seen.span(a)) {
			continue
		}
		if state == nil {
			var err error
			if state, err = s.system.Start(within, s.x); err != nil {
				return 0, span{}, err
			}
		}
		found, tables, err := s.reach(state, a, seen)
		if err != nil {
			return 0, span{}, err
		}
		if !s.need[a].met(found) {
			if s.told != nil {
				told, err := s.told(a)
				if err != nil {
					return 0, span{}, err
				}
				if told {
					s.need[a] = need{low: far, high: -far}
					continue
				}
			}
			return a, found, nil
		}
		for _, table := range tables {
			seen.note(table)
		}
		s.tables = append(s.tables, tables...)
	}
	return -1, span{}, nil
}

// reach gives between what a number lies, as far as need be known, and the tables that show it. It does not look for what was seen.
func (s *crossedSearch) reach(state *linear.State, a int, seen reached) (span, [][]float64, error) {
	reach := float64(s.need[a].enough(int64(s.x[a])))
	low, high := seen.low[a], seen.high[a]
	var tables [][]float64
	var err error
	if low > s.x[a]-reach {
		if low, err = state.Least(a, s.x[a]-reach); err != nil {
			return span{}, nil, err
		}
		tables = append(tables, state.Point())
	}
	if high < s.x[a]+reach {
		if high, err = state.Most(a, s.x[a]+reach); err != nil {
			return span{}, nil, err
		}
		tables = append(tables, state.Point())
	}
	return span{whole(low, math.Ceil), whole(high, math.Floor)}, tables, nil
}

// reached is how little and how much each number is in some tables that could be the true one.
type reached struct{ low, high []float64 }

func (r reached) note(table []float64) {
	for a, v := range table {
		r.low[a], r.high[a] = min(r.low[a], v), max(r.high[a], v)
	}
}

func (r reached) span(a int) span {
	return span{whole(r.low[a], math.Ceil), whole(r.high[a], math.Floor)}
}

// whole gives the whole number at or inside a bound.
func whole(v float64, to func(float64) float64) int64 {
	if math.Abs(v) >= float64(far) {
		return int64(math.Copysign(float64(far), v))
	}
	if near := math.Round(v); math.Abs(v-near) < 1e-6 {
		return int64(near)
	}
	return int64(to(v))
}

// pattern gives which numbers to hide; ok is false where nothing that is hidden helps.
func (s *crossedSearch) pattern() (hide []bool, ok bool, err error) {
	hide, ok, err = s.patternFrom(slices.Clone(s.must))
	if err != nil || !ok || len(s.x) > smallCrossed {
		return hide, ok, err
	}
	best, err := s.exact(hide, exactTries)
	return best, true, err
}

// smallCrossed is how many figures a crossed table has at most of which the exact search is tried.
const smallCrossed = 48

// exact looks for a set of less cost than one that is known, the cheapest first; it gives the best that it came upon before it gave up.
func (s *crossedSearch) exact(known []bool, tries int) (best []bool, err error) {
	var free []int
	least := 0.0
	for a, must := range s.must {
		if !must {
			free = append(free, a)
			if known[a] {
				least += s.cost[a]
			}
		}
	}
	slices.SortStableFunc(free, func(a, b int) int { return int(s.cost[a] - s.cost[b]) })
	hide := slices.Clone(s.must)
	best = known
	var look func(from int, spent float64) error
	look = func(from int, spent float64) error {
		if tries--; tries < 0 || spent >= least {
			return nil
		}
		weak, _, err := s.weakest(hide)
		if err != nil {
			return err
		}
		if weak < 0 {
			best, least = slices.Clone(hide), spent
			return nil
		}
		for i := from; i < len(free) && tries > 0 && spent+s.cost[free[i]] < least; i++ {
			hide[free[i]] = true
			err := look(i+1, spent+s.cost[free[i]])
			hide[free[i]] = false
			if err != nil {
				return err
			}
		}
		return nil
	}
	return best, look(0, 0)
}

// patternFrom is pattern for those of which some are hidden already.
func (s *crossedSearch) patternFrom(hide []bool) ([]bool, bool, error) {
	for range len(s.x) + 1 {
		a, found, err := s.weakest(hide)
		if err != nil {
			return nil, false, err
		}
		if a < 0 {
			return hide, true, s.giveBack(hide)
		}
		fresh, err := s.openUp(hide, a, found)
		if err != nil {
			return nil, false, err
		}
		if !fresh {
			break
		}
	}
	for a := range hide { // the last try: everything
		hide[a] = true
	}
	a, _, err := s.weakest(hide)
	if err != nil || a >= 0 {
		return nil, false, err
	}
	return hide, true, s.giveBack(hide)
}

// openUp hides the cheapest numbers that let one move the way it must; false where that hides nothing new.
func (s *crossedSearch) openUp(hide []bool, a int, found span) (bool, error) {
	n, x := s.need[a], int64(s.x[a])
	var ways []int64
	switch {
	case found.hi < n.high:
		ways = []int64{n.high - x}
	case found.lo > n.low:
		ways = []int64{n.low - x}
	default:
		ways = []int64{n.width - (x - found.lo), -(n.width - (found.hi - x))}
	}
	cost, free := slices.Clone(s.cost), make([]linear.Bound, len(s.x))
	for b := range free {
		free[b] = s.open[b].bound()
		if hide[s.of(b)] {
			cost[b] = 0
		}
	}
	var best []int
	least := math.Inf(1)
	for _, by := range ways {
		for by != 0 {
			moved, err := s.system.Cheapest(free, s.x, cost, a, float64(by))
			if errors.Is(err, linear.ErrInfeasible) {
				by /= 2 // what can be had
				continue
			}
			if err != nil {
				return false, err
			}
			price := 0.0
			for _, b := range moved {
				price += cost[b]
			}
			if price > 0 && price < least {
				best, least = moved, price
			}
			break
		}
	}
	fresh := false
	for _, b := range best {
		b = s.of(b)
		fresh = fresh || !hide[b]
		hide[b] = true
	}
	if fresh {
		return true, nil
	}
	return s.neighbour(hide, a), nil
}

// neighbour hides the cheapest number that is not hidden and is in one sum with a.
func (s *crossedSearch) neighbour(hide []bool, a int) bool {
	best := -1
	for _, g := range s.groups {
		if !slices.Contains(g, s.order[a]) {
			continue
		}
		for _, f := range g {
			if b := s.number[f]; !hide[b] && (best < 0 || s.cost[b] < s.cost[best]) {
				best = b
			}
		}
	}
	if best < 0 {
		return false
	}
	hide[best] = true
	return true
}

// giveBack shows again, the dearest first, whatever need not be hidden after all.
func (s *crossedSearch) giveBack(hide []bool) error {
	var order []int
	for a, h := range hide {
		if h && !s.must[a] {
			order = append(order, a)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(s.cost[b] - s.cost[a]) })
	for _, a := range order {
		hide[a] = false
		weak, _, err := s.weakest(hide)
		if err != nil {
			return err
		}
		if weak >= 0 {
			hide[a] = true
		}
	}
	return nil
}
