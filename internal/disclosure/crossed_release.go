package disclosure

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"stablefutures/internal/disclosure/linear"
)

// ErrDirections says that a rule pack lets no table of so many directions out.
var ErrDirections = errors.New("the rules allow no table of so many directions")

// CrossedRelease is a crossed table that may be shown: every figure in it is Protected. It is made by ProtectCrossed, and read
// again by ReopenCrossed.
type CrossedRelease struct {
	Key, Data  string
	Directions []Direction
	About      *About // what the table says of itself; nil for nothing

	rules    Pack
	national bool
	lattice  lattice
	figures  []Protected // in the order of figures
	withheld Reason
}

// ProtectCrossed gives what may be shown of a crossed table under a pack's rules, as Protect does for tables of two directions
// or one. The attack that it must withstand works out bounds over all numbers, whole or not, that agree with what is shown:
// in such tables whole numbers alone can be narrower in rare cases, which docs/disclosure.md tells. ErrDirections says that
// the pack allows no such table.
func ProtectCrossed(rules Pack, c Crossed, earlier []CrossedRelease) (CrossedRelease, error) {
	return ProtectCrossedBeside(rules, c, Before{Crossed: earlier})
}

// protectCrossedBeside is ProtectCrossedBeside where the attack may lose its footing: then it says so, and nothing is proven.
func protectCrossedBeside(rules Pack, c Crossed, before Before) (CrossedRelease, error) {
	if err := rules.check(); err != nil {
		return CrossedRelease{}, fmt.Errorf("protect table: rules: %w", err)
	}
	if err := c.check(); err != nil {
		return CrossedRelease{}, fmt.Errorf("protect table: %w", err)
	}
	if len(c.Directions) > rules.MostDirections() {
		return CrossedRelease{}, fmt.Errorf("protect table: %w: %d, and %s allows %d", ErrDirections, len(c.Directions), rules.ID, rules.MostDirections())
	}
	out := newCrossedRelease(rules, c)
	same := out.same(before.Crossed)
	s, err := newCrossedSearch(rules, c, same)
	if err != nil {
		return CrossedRelease{}, fmt.Errorf("protect table: %w", err)
	}
	if int64(s.x[s.number[s.total()]]) < rules.MinCohort {
		return out.withhold(Cohort), nil
	}
	q := &sought{open: s.open, said: s.said, need: s.need, must: s.must, cost: s.cost}
	for _, n := range s.x {
		q.x = append(q.x, int64(n))
	}
	shape := out.view()
	if q.rounded, err = rules.rounded(shape, q.x, c.National, before.Key); errors.Is(err, errNotControlled) {
		return out.withhold(Small), nil
	}
	if err != nil {
		return CrossedRelease{}, fmt.Errorf("protect table: %w", err)
	}
	for a, v := range q.rounded {
		s.said[a] = rules.saidBy(v, c.National, true)
	}
	hide, ok, err := s.pattern()
	if err != nil {
		return CrossedRelease{}, fmt.Errorf("protect table: %w", err)
	}
	if !ok {
		return out.withhold(before.whyWithheld()), nil
	}
	q.hide = hide
	b, err := around(shape, q, before)
	if errors.Is(err, errTooLarge) {
		return out.withhold(Earlier), nil
	}
	if err != nil {
		return CrossedRelease{}, fmt.Errorf("protect table: %w", err)
	}
	if ok, err := b.pattern(q); err != nil {
		return CrossedRelease{}, fmt.Errorf("protect table: %w", err)
	} else if !ok {
		return out.withhold(Earlier), nil
	}
	left := false
	for f, a := range s.number {
		if out.figures[f] = hidden(Small); !q.hide[a] {
			left, out.figures[f] = true, shown(q.rounded[a])
		}
	}
	if !left {
		return out.withhold(Nothing), nil
	}
	return out.prove(b, same)
}

func newCrossedRelease(rules Pack, c Crossed) CrossedRelease {
	out := CrossedRelease{Key: c.Key, Data: c.Data, Directions: c.Directions, About: c.About, rules: rules, national: c.National, lattice: newLattice(c.Directions)}
	out.figures = make([]Protected, len(out.lattice.number))
	return out
}

// same gives the earlier releases of the same table over the same data.
func (r CrossedRelease) same(earlier []CrossedRelease) (list []CrossedRelease) {
	for _, e := range earlier {
		if e.withheld == "" && e.Key == r.Key && e.Data == r.Data && sameDirections(e.Directions, r.Directions) {
			list = append(list, e)
		}
	}
	return list
}

func (r CrossedRelease) prove(b beside, same []CrossedRelease) (CrossedRelease, error) {
	holes, err := AttackCrossed(append([]CrossedRelease{r}, same...)...)
	if err != nil {
		return CrossedRelease{}, fmt.Errorf("prove release: %w", err)
	}
	if len(holes) > 0 {
		return r.withhold(Small), nil
	}
	b.t = r.view()
	why, err := b.prove()
	if err != nil {
		return CrossedRelease{}, fmt.Errorf("prove release: %w", err)
	}
	if why != "" {
		return r.withhold(why), nil
	}
	return r, nil
}

func sameDirections(a, b []Direction) bool {
	return slices.EqualFunc(a, b, func(x, y Direction) bool { return x.Name == y.Name && slices.Equal(x.Nodes, y.Nodes) })
}

func (r CrossedRelease) withhold(why Reason) CrossedRelease {
	r.withheld = why
	r.figures = make([]Protected, len(r.figures))
	for f := range r.figures {
		r.figures[f] = hidden(why)
	}
	return r
}

// Withheld says why nothing of the table is shown; "" where something is.
func (r CrossedRelease) Withheld() Reason { return r.withheld }

// Made reports whether it is a release at all, and not the zero value.
func (r CrossedRelease) Made() bool { return len(r.figures) > 0 }

// Hides reports whether any figure is hidden.
func (r CrossedRelease) Hides() bool {
	return slices.ContainsFunc(r.figures, func(p Protected) bool { return !p.shown })
}

// Rules are those that the table was protected by.
func (r CrossedRelease) Rules() Pack { return r.rules }

// Figure is the figure where a node of each direction crosses; len(Nodes) is a direction's total.
func (r CrossedRelease) Figure(at ...int) Protected {
	if len(at) != len(r.Directions) || len(r.figures) == 0 {
		return Protected{}
	}
	for d, i := range at {
		if i < 0 || i > len(r.Directions[d].Nodes) {
			return Protected{}
		}
	}
	return r.figures[r.lattice.figure(at)]
}

// Each gives every figure with where it stands along each direction, the last running fastest.
func (r CrossedRelease) Each(f func(at []int, p Protected)) {
	for i, p := range r.figures {
		f(r.lattice.at(i), p)
	}
}

// known is what the release says of each number.
func (r CrossedRelease) known() []span {
	within := make([]span, len(r.figures))
	for f, p := range r.figures {
		a := r.lattice.number[f]
		if within[a] = (span{0, far}); p.shown {
			within[a] = r.rules.saidBy(p.value, r.national, true)
		}
	}
	return within
}

// CrossedHole is a figure of a crossed table of which an attack found out that it lies between Low and High.
type CrossedHole struct {
	At        []int // as in CrossedRelease.Figure
	Low, High int64
}

// Unbounded reports whether nothing but its being a number is known at the upper end.
func (h CrossedHole) Unbounded() bool { return h.High > maxCount }

// AttackCrossed does what Attack does: it is given releases of one table over the same data, the one in question first, and
// gives every hidden figure that lies between bounds narrower than its rules allow, by linear programming over all figures.
func AttackCrossed(releases ...CrossedRelease) ([]CrossedHole, error) {
	if len(releases) == 0 || releases[0].withheld != "" {
		return nil, nil
	}
	first := releases[0]
	within := first.known()
	for _, r := range releases[1:] {
		if r.withheld != "" || !sameDirections(r.Directions, first.Directions) {
			continue
		}
		for a, k := range r.known() {
			within[a] = within[a].and(k)
		}
	}
	bounds, err := first.lattice.bounds(within, func(f int) bool { return !first.figures[f].shown })
	if err != nil {
		return nil, err
	}
	var holes []CrossedHole
	for f, b := range bounds {
		if !first.figures[f].shown && b.width() < first.rules.MustStayOpen() {
			holes = append(holes, CrossedHole{first.lattice.at(f), b.lo, b.hi})
		}
	}
	return holes, nil
}

// bounds gives, by figure, between which whole numbers each lies that is asked for; the others are left as they are known.
// within is by number.
func (l lattice) bounds(within []span, asked func(f int) bool) ([]span, error) {
	limits := make([]linear.Bound, len(within))
	for a, w := range within {
		limits[a] = w.bound()
	}
	state, err := l.system.Start(limits, nil)
	if errors.Is(err, linear.ErrInfeasible) {
		return nil, ErrContradiction
	}
	if err != nil {
		return nil, err
	}
	all := make([]span, len(within))
	for f, a := range l.number {
		if all[f] = within[a]; !asked(f) {
			continue
		}
		low, err := state.Least(a, math.Inf(-1))
		if err != nil {
			return nil, err
		}
		high, err := state.Most(a, math.Inf(1))
		if err != nil {
			return nil, err
		}
		all[f] = span{whole(low, math.Ceil), whole(high, math.Floor)}
	}
	return all, nil
}

// SeenCrossed is a crossed table as anybody sees it: some figures, and nothing where a symbol stands.
type SeenCrossed struct {
	Directions []Direction
	Figures    map[string]int64 // by the codes of the nodes, joined by a NUL; "" for a direction's total
	Round      int64
	UpOrDown   bool // as in Seen
}

// Bounds works out for every figure that is not seen the least and the most it can be, by linear programming.
func (s SeenCrossed) Bounds() ([]CrossedHole, error) {
	if err := checkDirections("k", "d", s.Directions); err != nil {
		return nil, err
	}
	l := newLattice(s.Directions)
	within, seen := make([]span, len(l.number)), make([]bool, len(l.number))
	for f, a := range l.number {
		within[a] = span{0, far}
		if v, ok := s.Figures[s.key(l.at(f))]; ok {
			if v < 0 || v > maxCount {
				return nil, errors.New("a number is out of range")
			}
			within[a], seen[f] = Seen{Round: s.Round, UpOrDown: s.UpOrDown}.span(v), true
		}
	}
	bounds, err := l.bounds(within, func(f int) bool { return !seen[f] })
	if err != nil {
		return nil, err
	}
	var holes []CrossedHole
	for f, b := range bounds {
		if !seen[f] {
			holes = append(holes, CrossedHole{l.at(f), b.lo, b.hi})
		}
	}
	return holes, nil
}

func (s SeenCrossed) key(at []int) string { return CrossedKey(s.Directions, at) }

// CrossedKey names a figure of a crossed table by the codes of its nodes, joined by a NUL; "" stands for a total.
func CrossedKey(directions []Direction, at []int) string {
	var key []byte
	for d, i := range at {
		if d > 0 {
			key = append(key, 0)
		}
		if i < len(directions[d].Nodes) {
			key = append(key, directions[d].Nodes[i].Code...)
		}
	}
	return string(key)
}
