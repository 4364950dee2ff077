package disclosure

import (
	"errors"
	"math"
	"slices"

	"stablefutures/internal/disclosure/linear"
)

// errTooLarge says that tables are too large to be attacked together; nothing is let out that was not.
var errTooLarge = errors.New("the tables are too large to be attacked together")

// mostPuzzle bounds the tableau of a puzzle: its sums times its leaves.
const mostPuzzle = 3_000_000

// mostCrossings bounds a puzzle over the crossings of all axes, as mostPuzzle does one of links.
const mostCrossings = 250_000

// puzzle is several tables of the same people over the same data as one linear system: the numbers of every view, then one number for
// each link. Leaves of all views come first, as the system wants them. Where all axes together have few crossings these are the
// leaves, and every number of a table is the sum of some: then whatever three tables tell together is known too.
type puzzle struct {
	views  []*view
	links  []link
	leaf   []int       // of each view, where its leaves begin
	sum    []int       // of each view, where its sums begin
	ends   int         // where links begin
	twin   []int       // of each view, the first that counts the same people in the same places: they are the same numbers
	of     [][][]int   // of each view and number, which crossings of all axes it adds up; nil where the leaves are those of the views
	shadow map[int]int // of a view that was rounded so that it adds up, the view that is what is shown of it
	system *linear.System
}

// newPuzzle joins views over the crossings of all their axes, or where these are too many over their links.
func newPuzzle(views []*view) (*puzzle, error) {
	if of, crossings := crossings(views); of != nil {
		if p, err := layOut(views, of, crossings, mostCrossings); !errors.Is(err, errTooLarge) {
			return p, err
		}
	}
	return linkedPuzzle(views)
}

// linkedPuzzle joins views; links are those between every two of them.
func linkedPuzzle(views []*view) (*puzzle, error) { return layOut(views, nil, 0, mostPuzzle) }

func layOut(views []*view, of [][][]int, crossings, most int) (*puzzle, error) {
	p := &puzzle{of: of, views: slices.Clone(views), shadow: map[int]int{}}
	for i, v := range views {
		if v.adds {
			p.shadow[i] = len(p.views)
			p.views = append(p.views, v.shadow())
		}
	}
	views = p.views
	leaves, sums := crossings, 0
	for i, v := range views {
		p.twin = append(p.twin, i)
		if j := slices.IndexFunc(views[:i], v.twins); j >= 0 {
			p.twin[i], p.leaf = j, append(p.leaf, p.leaf[j])
			continue
		}
		if p.leaf = append(p.leaf, leaves); i >= len(of) {
			leaves += v.lattice.leaves
		}
	}
	for i, v := range views {
		if p.twin[i] < i {
			p.sum = append(p.sum, p.sum[p.twin[i]])
			continue
		}
		if p.sum = append(p.sum, leaves+sums); i < len(of) {
			sums += len(v.known)
		} else {
			sums += len(v.lattice.sums)
		}
	}
	p.ends = leaves + sums
	for i, v := range views {
		for j := range i {
			if p.twin[i] == i && p.twin[j] == j {
				p.links = append(p.links, linksOf(v, views[j], i, j)...)
			}
		}
	}
	for i, v := range views {
		if s, there := p.shadow[i]; there {
			for a := range v.known {
				p.links = append(p.links, link{more: []at{{i, a}}, less: []at{{s, a}}, within: v.rules.base(v.national) - 1})
			}
		}
	}
	if (sums+len(p.links))*leaves > most {
		return nil, errTooLarge
	}
	var rows [][]int
	for i, v := range views {
		if p.twin[i] < i {
			continue
		}
		if i < len(of) {
			rows = append(rows, of[i]...)
			continue
		}
		for _, part := range v.lattice.sums {
			rows = append(rows, shift(part, p.leaf[i]))
		}
	}
	for _, l := range p.links {
		var row []int
		for _, a := range l.more {
			row = append(row, p.leavesOf(a)...)
		}
		for _, a := range l.less {
			for _, j := range p.leavesOf(a) {
				row = append(row, ^j)
			}
		}
		rows = append(rows, row)
	}
	p.system = linear.NewSystem(leaves, rows)
	return p, nil
}

// firsts is the views of the first table, and of what is shown of it.
func (p *puzzle) firsts() []int {
	if s, there := p.shadow[0]; there {
		return []int{0, s}
	}
	return []int{0}
}

// first gives the same puzzle with its first table as it is shown, or is to be. What tables say of each other is said by whom they count,
// so that it stays.
func (p *puzzle) first(t *view) *puzzle {
	o := *p
	o.views = slices.Clone(p.views)
	o.views[0] = t
	if s, there := p.shadow[0]; there {
		o.views[s] = t.shadow()
	}
	return &o
}

func shift(list []int, by int) []int {
	out := make([]int, len(list))
	for i, n := range list {
		out[i] = n + by
	}
	return out
}

// number is a view's number as the system knows it.
func (p *puzzle) number(a at) int {
	if a.view < len(p.of) {
		return p.sum[a.view] + a.number
	}
	if own := p.views[a.view].lattice.leaves; a.number >= own {
		return p.sum[a.view] + a.number - own
	}
	return p.leaf[a.view] + a.number
}

func (p *puzzle) leavesOf(a at) []int {
	if a.view < len(p.of) {
		return p.of[a.view][a.number]
	}
	l := p.views[a.view].lattice
	if a.number < l.leaves {
		return []int{p.leaf[a.view] + a.number}
	}
	return shift(l.sums[a.number-l.leaves], p.leaf[a.view])
}

// twins reports whether two tables have the same numbers: each counts the same people.
func (v *view) twins(o *view) bool {
	if !sameDirections(v.directions, o.directions) {
		return false
	}
	mine, other := v.index(), o.index()
	for a := range v.lattice.leaves {
		if mine.key[a] == "" || mine.key[a] != other.key[a] {
			return false
		}
	}
	return true
}

// known gives what is known of every number of the system, but from some views. A group that is part of another has no more people
// than it.
func (p *puzzle) known(but ...int) []span {
	all := slices.Repeat([]span{{0, far}}, p.system.Size())
	for i, v := range p.views {
		if slices.Contains(but, i) {
			continue
		}
		for a, k := range v.known {
			n := p.number(at{i, a})
			all[n] = all[n].and(k)
		}
	}
	for n, l := range p.links {
		switch all[p.ends+n] = (span{0, far}); {
		case l.equal:
			all[p.ends+n] = span{0, 0}
		case !l.apart && !l.least:
			all[p.ends+n] = span{-l.within, l.within}
		}
	}
	return all
}

// few is below how many people a group that nobody counted must not come out: the strictest of the rules of the tables that tell of it.
func (p *puzzle) few(l link) (few, width int64) {
	width = far
	for _, a := range append(append([]at{}, l.more...), l.less...) {
		for i, v := range p.views {
			if p.twin[i] == p.twin[a.view] {
				few, width = max(few, v.rules.Threshold), min(width, v.rules.MustStayOpen())
			}
		}
	}
	return few, width
}

// guard is a number of the system that must stay open: it is hidden, or it is a group that must not come out where it is few people.
type guard struct {
	number int
	width  int64
	few    int64 // 0: it is hidden, and open whatever it is
}

func (g guard) met(s span) bool {
	if s.width() >= g.width {
		return true
	}
	return g.few > 0 && (s.lo >= g.few || s.hi <= 0)
}

// guards are those of the tables that are hidden and, where the first table tells of it, of the groups that were not counted.
func (p *puzzle) guards(only int) (list []guard) {
	for i, v := range p.views {
		for a, h := range v.hidden {
			if h {
				list = append(list, guard{number: p.number(at{i, a}), width: v.rules.MustStayOpen()})
			}
		}
	}
	for n, l := range p.links {
		if l.apart && (only < 0 || p.tells(l, only)) {
			few, width := p.few(l)
			list = append(list, guard{number: p.ends + n, width: width, few: few})
		}
	}
	return list
}

// tells reports whether a link is between a view and others.
func (p *puzzle) tells(l link, view int) bool {
	for _, a := range append(append([]at{}, l.more...), l.less...) {
		if a.view == view {
			return true
		}
	}
	return false
}

// breach is a guard that the attack got past, and between what the number lies.
type breach struct {
	guard
	span
}

// attack gives every guard that does not hold against all that is known, with exact bounds by linear programming. It looks no
// farther into those that hold: every point on the way is a table that could be the true one. So are those of tables that agree with all
// that is known, wherever they come from. Each is looked through before anything is taken from it, whoever it comes from.
func (p *puzzle) attack(known []span, guards []guard, tables ...[]float64) (found []breach, err error) {
	limits := make([]linear.Bound, len(known))
	for a, k := range known {
		limits[a] = k.bound()
	}
	tables = slices.DeleteFunc(slices.Clone(tables), func(t []float64) bool { return t == nil || !stands(t, limits) || !p.system.AddsUp(t) })
	var from []float64
	if len(tables) > 0 {
		from = tables[0]
	}
	state, err := p.system.Start(limits, from)
	if errors.Is(err, linear.ErrInfeasible) {
		return nil, ErrContradiction
	}
	if err != nil {
		return nil, err
	}
	seen := reached{state.Point(), state.Point()}
	for _, t := range tables {
		seen.note(t)
	}
	note := func() error {
		at := state.Point()
		if !stands(at, limits) || !p.system.AddsUp(at) {
			return linear.ErrLost
		}
		seen.note(at)
		return nil
	}
	for _, g := range guards {
		if seen.span(g.number).width() >= g.width {
			continue
		}
		enough := seen.high[g.number] - float64(g.width) - 1
		least, err := state.Least(g.number, enough)
		if err := errors.Join(err, note()); err != nil {
			return nil, err
		}
		if math.IsInf(least, -1) || seen.span(g.number).width() >= g.width {
			continue
		}
		most, err := state.Most(g.number, seen.low[g.number]+float64(g.width)+1)
		if err := errors.Join(err, note()); err != nil {
			return nil, err
		}
		if math.IsInf(most, 1) {
			continue
		}
		if s := (span{whole(least, math.Ceil), whole(most, math.Floor)}); !g.met(s) {
			found = append(found, breach{g, s})
		}
	}
	return found, nil
}
