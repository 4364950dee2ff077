package disclosure

import (
	"errors"
	"slices"

	"stablefutures/internal/disclosure/linear"
)

// sought is what the search for what to hide in one table knows and found, by number of its lattice.
type sought struct {
	x, rounded []int64
	open, said []span
	need       []need
	must, hide []bool
	cost       []float64
}

// beside is a new table among what was released earlier of the same measure.
type beside struct {
	t      *view
	same   []*view  // earlier ones over the same data
	groups []*group // earlier ones that are, or could be, over the same data, as they are attacked together with t
	past   []*view  // those that are, or could be, of another moment
}

// group is earlier tables as one puzzle with a new one, which stands first.
type group struct {
	puzzle *puzzle
	truth  []float64   // a point of it in which the new table has its true numbers; nil where that is not known
	tables [][]float64 // points that the search came by
}

// around sorts earlier releases by how they stand to a new table with these true numbers.
func around(t *view, q *sought, before Before) (b beside, err error) {
	b.t = t
	var maybe []*view
	for _, e := range before.views() {
		switch {
		case !t.kin(e):
		case t.otherState(e):
			b.past = append(b.past, e)
		case t.sameState(e):
			b.same = append(b.same, e)
		default:
			b.past, maybe = append(b.past, e), append(maybe, e)
		}
	}
	agree := func(with ...*view) (*group, error) { // nil: they do not
		// what tables say of their groups may not be all of it: over the crossings of all axes they can contradict each other, and not by links
		for _, join := range []func([]*view) (*puzzle, error){newPuzzle, linkedPuzzle} {
			p, err := join(append([]*view{t}, with...))
			if err != nil {
				return nil, err
			}
			truth, err := p.truth(q)
			if errors.Is(err, linear.ErrInfeasible) && p.of != nil {
				continue
			}
			if errors.Is(err, linear.ErrInfeasible) {
				return nil, nil
			}
			return &group{puzzle: p, truth: truth}, err
		}
		return nil, nil
	}
	add := func(with []*view, must bool) error {
		g, err := agree(with...)
		if errors.Is(err, errTooLarge) && len(with) > 1 { // each by itself, then
			for _, e := range with {
				if g, err = agree(e); err != nil {
					return err
				}
				if g == nil && must {
					return errNotSame
				}
				if g != nil {
					b.groups = append(b.groups, g)
				}
			}
			return nil
		}
		switch {
		case err != nil:
			return err
		case g != nil:
			b.groups = append(b.groups, g)
		case must:
			return errNotSame
		}
		return nil
	}
	if t.adds { // it is attacked together with what is shown of it: also alone, whatever others told
		if err := add(nil, true); err != nil {
			return b, err
		}
	}
	if len(maybe) > 0 {
		if g, err := agree(append(slices.Clone(b.same), maybe...)...); err == nil && g != nil { // as far as anybody sees, all of it is one moment
			b.groups = append(b.groups, g)
			return b, nil
		}
	}
	if len(b.same) > 0 {
		if err := add(b.same, true); err != nil {
			return b, err
		}
	}
	for _, e := range maybe {
		if err := add(append(slices.Clone(b.same), e), false); err != nil {
			return b, err
		}
	}
	return b, nil
}

// truth gives a point of the puzzle in which the first table has its true numbers; linear.ErrInfeasible says that the others are not
// of the same data.
func (p *puzzle) truth(q *sought) ([]float64, error) {
	known := p.known(p.firsts()...)
	for a, n := range q.x {
		to := p.number(at{0, a})
		known[to] = known[to].and(span{n, n})
		if s, there := p.shadow[0]; there {
			known[p.number(at{s, a})] = span{q.rounded[a], q.rounded[a]}
		}
	}
	limits := make([]linear.Bound, len(known))
	for a, k := range known {
		limits[a] = k.bound()
	}
	state, err := p.system.Start(limits, nil)
	if err != nil {
		return nil, err
	}
	return state.Point(), nil
}

// pattern hides more of a table, until it withstands together with every group of earlier ones. ok is false where hiding does not help.
func (b beside) pattern(q *sought) (ok bool, err error) {
	for _, g := range b.groups {
		if ok, err := b.hideFor(q, g); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

func (b beside) hideFor(q *sought, g *group) (ok bool, err error) {
	p := g.puzzle
	s := &crossedSearch{lattice: b.t.lattice, x: g.truth}
	s.join(p, q)
	s.told = p.teller(s)
	hide := slices.Repeat([]bool{true}, len(s.x))
	for a, h := range q.hide {
		to := p.number(at{0, a})
		hide[to] = h || s.must[to]
	}
	hide, ok, err = s.patternFrom(hide)
	g.tables = s.tables
	if err != nil || !ok {
		return false, err
	}
	for a := range q.hide {
		q.hide[a] = hide[p.number(at{0, a})]
	}
	return true, nil
}

// join sets a search out over a puzzle: of the first table it may hide numbers, of the others and of links it may not, and those that
// must stay open are looked after.
func (s *crossedSearch) join(p *puzzle, q *sought) {
	n := len(s.x)
	s.open, s.said, s.need = p.known(), make([]span, n), make([]need, n)
	s.must, s.cost = slices.Repeat([]bool{true}, n), make([]float64, n)
	for a := range s.need {
		s.said[a] = s.open[a]
		s.need[a] = need{low: far, high: -far} // met by anything
	}
	for i, v := range p.views[1:] {
		for a, h := range v.hidden {
			if h {
				s.need[p.number(at{i + 1, a})].width = v.rules.MustStayOpen()
			}
		}
	}
	for i, l := range p.links {
		if l.apart && p.tells(l, 0) {
			few, width := p.few(l)
			s.need[p.ends+i] = need{low: far, high: -far, width: width, few: few}
		}
	}
	order, number := slices.Repeat([]int{-1}, n), make([]int, len(s.number))
	for f, a := range s.number {
		to := p.number(at{0, a})
		number[f], order[to] = to, f
		hidden := s.need[to].width // by a table of the same numbers
		s.open[to], s.said[to], s.need[to], s.must[to], s.cost[to] = s.open[to].and(q.open[a]), q.said[a], q.need[a], q.must[a] || hidden > 0, q.cost[a]
		s.need[to].width = max(s.need[to].width, hidden)
	}
	s.system, s.order, s.number = p.system, order, number
	shadow, there := p.shadow[0]
	if !there {
		return
	}
	s.owner = slices.Repeat([]int{-1}, n)
	for a, shown := range q.rounded { // what is shown of a number is hidden with it
		to := p.number(at{shadow, a})
		s.owner[to] = p.number(at{0, a})
		s.open[to], s.said[to], s.cost[to] = span{0, far}, span{shown, shown}, q.cost[a]
	}
}

// prove attacks a table as it would be shown, with each group of earlier ones, and takes the differences from those of another moment.
func (b beside) prove() (why Reason, err error) {
	for _, g := range b.groups {
		p := g.puzzle.first(b.t)
		found, err := p.attack(p.known(), p.guards(0), append(g.tables, g.truth)...)
		if err != nil {
			return "", err
		}
		if found, err = p.fresh(found); err != nil {
			return "", err
		}
		if len(found) > 0 {
			return Earlier, nil
		}
	}
	ok, err := b.standsBesidePast()
	if err == nil && !ok {
		why = Difference
	}
	return why, err
}
