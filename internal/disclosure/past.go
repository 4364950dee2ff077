package disclosure

import (
	"errors"
	"math"
	"slices"

	"stablefutures/internal/disclosure/linear"
)

// moment is tables over the same data, and how far each number of them was seen to reach, whatever of them is held together.
type moment struct {
	views     []*view
	puzzle    *puzzle // nil where one table stands alone, or they are too large to be held together
	state     *linear.State
	low, high []float64
}

func newMoment(views []*view) (m *moment, err error) {
	if len(views) < 2 {
		return &moment{views: views}, nil
	}
	if m, err = momentBy(newPuzzle, views); errors.Is(err, linear.ErrInfeasible) { // what they say of their groups is not all of it
		return momentBy(linkedPuzzle, views)
	}
	return m, err
}

func momentBy(join func([]*view) (*puzzle, error), views []*view) (m *moment, err error) {
	m = &moment{views: views}
	if m.puzzle, err = join(views); errors.Is(err, errTooLarge) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	known := m.puzzle.known()
	limits := make([]linear.Bound, len(known))
	for a, k := range known {
		limits[a] = k.bound()
	}
	if m.state, err = m.puzzle.system.Start(limits, nil); err != nil {
		return nil, err
	}
	m.low, m.high = m.state.Point(), m.state.Point()
	return m, nil
}

// span gives between which numbers one lies; where it is enough wide no farther than that.
func (m *moment) span(a at, enough int64) (span, error) {
	if m.puzzle == nil {
		alone, err := m.views[a.view].all()
		if err != nil {
			return span{}, err
		}
		return alone[a.number], nil
	}
	n := m.puzzle.number(a)
	seen := func() span { return span{whole(m.low[n], math.Ceil), whole(m.high[n], math.Floor)} }
	for _, ask := range []func() (float64, error){
		func() (float64, error) { return m.state.Least(n, m.high[n]-float64(enough)-1) },
		func() (float64, error) { return m.state.Most(n, m.low[n]+float64(enough)+1) },
	} {
		if seen().width() >= enough {
			break
		}
		end, err := ask()
		if err != nil {
			return span{}, err
		}
		for i, v := range m.state.Point() { // every point on the way is a table that could be the true one
			m.low[i], m.high[i] = min(m.low[i], v), max(m.high[i], v)
		}
		m.low[n], m.high[n] = min(m.low[n], end), max(m.high[n], end)
	}
	return seen(), nil
}

// standsBesidePast reports whether a table may be shown beside earlier ones over other data: whether a difference, which anybody can take,
// shows what a few people answered, or that a few came or went. Nothing ties two moments to each other, so that the bounds of a
// difference are those of its numbers, each over all that was shown of its moment. Tables that do not say of which moment they are are
// looked at one by one.
func (b beside) standsBesidePast() (bool, error) {
	if len(b.past) == 0 {
		return true, nil
	}
	now, err := newMoment(append([]*view{b.t}, b.same...))
	if err != nil {
		return false, err
	}
	for _, views := range moments(b.past) {
		then, err := newMoment(views)
		if err != nil {
			return false, err
		}
		for i := range views {
			if ok, err := now.standsBeside(then, i); err != nil || !ok {
				return false, err
			}
		}
	}
	return true, nil
}

// moments puts tables together that are known to be over the same data.
func moments(views []*view) (list [][]*view) {
	for _, v := range views {
		at := slices.IndexFunc(list, func(with []*view) bool {
			return !slices.ContainsFunc(with, func(o *view) bool { return !v.sameState(o) })
		})
		if at < 0 {
			list = append(list, []*view{v})
		} else {
			list[at] = append(list[at], v)
		}
	}
	return list
}

// standsBeside holds the first table of a moment against one of another.
func (m *moment) standsBeside(then *moment, i int) (bool, error) {
	v, before := m.views[0], then.views[i]
	few := max(v.rules.Threshold, before.rules.Threshold)
	width := min(v.rules.MustStayOpen(), before.rules.MustStayOpen())
	sum := func(list []at) (s span, err error) {
		for _, a := range list {
			of := m
			if a.view == 1 {
				of, a.view = then, i
			}
			one, err := of.span(a, width)
			if err != nil {
				return s, err
			}
			s = span{s.lo + one.lo, s.hi + one.hi}
		}
		return s, nil
	}
	for _, l := range linksOf(v, before, 0, 1) {
		if l.least {
			continue
		}
		more, err := sum(l.more)
		if err != nil {
			return false, err
		}
		less, err := sum(l.less)
		if err != nil {
			return false, err
		}
		d := span{more.lo - less.hi, more.hi - less.lo}
		some := d.lo < few && d.hi > 0 || d.hi > -few && d.lo < 0
		if some && d.width() < width {
			return false, nil
		}
	}
	return true, nil
}
