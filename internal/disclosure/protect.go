package disclosure

import (
	"errors"
	"fmt"
)

// errNotSame says that two tables claim to hold the same data and do not.
var errNotSame = errors.New("it says that its data are those of an earlier release, and they are not")

// Protect gives what may be shown of a table under a pack's rules, given all that was released of it earlier: it is ProtectBeside
// for those who have tables of one or two directions alone.
func Protect(rules Pack, t Table, earlier []Released) (Released, error) {
	return ProtectBeside(rules, t, Before{Tables: earlier})
}

// protectBeside is ProtectBeside where the attack may lose its footing: then it says so, and nothing is proven.
func protectBeside(rules Pack, t Table, before Before) (Released, error) {
	if err := rules.check(); err != nil {
		return Released{}, fmt.Errorf("protect table: rules: %w", err)
	}
	if err := t.check(); err != nil {
		return Released{}, fmt.Errorf("protect table: %w", err)
	}
	out := newReleased(rules, t)
	s, total, err := newSearch(rules, t, before.Tables)
	if err != nil {
		return Released{}, fmt.Errorf("protect table: %w", err)
	}
	if total < rules.MinCohort {
		return out.withhold(Cohort), nil
	}
	shape := out.view()
	arcs := s.form.numbers(shape.lattice)
	rounded, err := s.roundAll(rules, shape, arcs, t.National, before.Key)
	if errors.Is(err, errNotControlled) {
		return out.withhold(Small), nil
	}
	if err != nil {
		return Released{}, fmt.Errorf("protect table: %w", err)
	}
	hide, ok := s.pattern()
	if !ok {
		return out.withhold(before.whyWithheld()), nil
	}
	q := s.sought(arcs, hide)
	q.rounded = rounded
	b, err := around(shape, q, before)
	if errors.Is(err, errTooLarge) {
		return out.withhold(Earlier), nil
	}
	if err != nil {
		return Released{}, fmt.Errorf("protect table: %w", err)
	}
	if ok, err := b.pattern(q); err != nil {
		return Released{}, fmt.Errorf("protect table: %w", err)
	} else if !ok {
		return out.withhold(Earlier), nil
	}
	left := false
	for a, h := range q.hide {
		if h {
			out.figures[arcs[a]] = hidden(Small)
			continue
		}
		left = true
		out.figures[arcs[a]] = shown(q.rounded[a])
	}
	if !left {
		return out.withhold(Nothing), nil
	}
	return out.prove(b, before.Tables)
}

// roundAll rounds every number, and lets the search know what each would say.
func (s *search) roundAll(rules Pack, shape *view, arcs []int, national bool, key []byte) ([]int64, error) {
	x := make([]int64, len(arcs))
	for a, arc := range arcs {
		x[a] = s.x[arc]
	}
	rounded, err := rules.rounded(shape, x, national, key)
	for a, v := range rounded {
		s.said[arcs[a]] = rules.saidBy(v, national, shape.byValue)
	}
	return rounded, err
}

// sought gives what the search found by number of a lattice of the same form.
func (s *search) sought(arcs []int, hide []bool) *sought {
	q := &sought{}
	for _, arc := range arcs {
		q.x, q.open, q.said, q.need = append(q.x, s.x[arc]), append(q.open, s.open[arc]), append(q.said, s.said[arc]), append(q.need, s.need[arc])
		q.must, q.hide, q.cost = append(q.must, s.must[arc]), append(q.hide, hide[arc]), append(q.cost, float64(s.cost[arc]))
	}
	return q
}

// prove attacks what is about to be shown, as anybody could: with what is shown alone.
func (r Released) prove(b beside, earlier []Released) (Released, error) {
	holes, err := Attack(append([]Released{r}, same(r, earlier)...)...)
	if err != nil {
		return Released{}, fmt.Errorf("prove release: %w", err)
	}
	if len(holes) > 0 {
		return r.withhold(Small), nil // the search and the attack disagree: nobody is shown anything
	}
	b.t = r.view()
	why, err := b.prove()
	if err != nil {
		return Released{}, fmt.Errorf("prove release: %w", err)
	}
	if why != "" {
		return r.withhold(why), nil
	}
	return r, nil
}

// same gives the earlier releases of the same table over the same data.
func same(r Released, earlier []Released) (list []Released) {
	for _, e := range earlier {
		if e.withheld == "" && e.Key == r.Key && e.Data == r.Data && e.sameForm(r) {
			list = append(list, e)
		}
	}
	return list
}

// newSearch sets out what is to be hidden, what it needs, and what is known of it.
func newSearch(rules Pack, t Table, earlier []Released) (*search, int64, error) {
	f := newForm(len(t.Rows), len(t.Columns))
	n := len(f.net.arcs)
	s := &search{form: f, x: f.flow(t.Counts), open: make([]span, n), said: make([]span, n), need: make([]need, n), must: make([]bool, n), cost: make([]int64, n)}
	people, total := s.x, s.x[f.total()]
	if t.People != nil {
		people = f.greatest(t.People) // at least so many different people; the sum would count one person twice
		total = people[f.total()]
	}
	var largest []int64
	if t.Largest != nil {
		largest = f.flow(t.Largest) // at most so much: one person may stand in several cells
	}
	byValue := t.People == nil
	for a := range s.x {
		s.open[a] = span{0, far}
		s.said[a] = rules.saidBy(rules.round(s.x[a], t.National), t.National, byValue)
		s.need[a] = need{low: s.x[a], high: s.x[a], width: rules.Width}
		if people[a] < rules.Threshold && (people[a] > 0 || !rules.ZeroShown) {
			s.must[a] = true
			if byValue {
				s.need[a] = rules.smallNeed()
			}
		}
		if largest != nil && rules.Dominance > 0 && s.x[a] > 0 && largest[a]*100 > rules.Dominance*s.x[a] {
			s.must[a] = true
			s.need[a].width = max(s.need[a].width, largest[a])
		}
		s.cost[a] = s.price(a)
	}
	s.classes(rules)
	for _, e := range same(newReleased(rules, t), earlier) {
		for a, known := range e.known() {
			if s.x[a] < known.lo || s.x[a] > known.hi {
				return nil, 0, errNotSame
			}
			s.open[a] = s.open[a].and(known)
		}
	}
	return s, total, nil
}

// smallNeed is what must stay open about a number that is small: that it could be any small number. Somebody who guesses
// that it was hidden for itself learns no more than that.
func (p Pack) smallNeed() need {
	low := int64(0)
	if p.ZeroShown {
		low = 1
	}
	return need{low: low, high: p.Threshold - 1, width: p.Threshold - 2}
}

// price is what hiding a number costs: totals are dearer than cells, large numbers than small ones, and 0 is hidden last,
// for whoever reads a table takes it for what cannot be.
func (s *search) price(a int) int64 {
	value := min(s.x[a], 999)
	switch {
	case a == s.form.total():
		return 50_000 + value
	case a >= s.form.rows*s.form.columns && s.form.rows > 0:
		return 8_000 + value
	case s.x[a] == 0:
		return 4_000
	}
	return 1_000 + value
}

// classes hides "all of them" and "none of them" where the group is small: such a number says something of everybody in it.
func (s *search) classes(rules Pack) {
	f := s.form
	group := func(total int, cells []int) {
		if n := s.x[total]; n == 0 || n >= rules.ClassBelow || len(cells) < 2 {
			return
		}
		for _, a := range cells {
			if s.x[a] == 0 || s.x[a] == s.x[total] {
				if !s.must[a] {
					s.must[a] = true
					s.need[a] = need{low: s.x[a], high: s.x[a], width: rules.Width}
				}
			}
		}
	}
	line := func(n int, at func(int) int) (cells []int) {
		for i := range n {
			cells = append(cells, at(i))
		}
		return cells
	}
	if f.rows == 0 {
		group(f.total(), line(f.columns, func(j int) int { return f.cell(0, j) }))
		return
	}
	for i := range f.rows {
		group(f.rowTotal(i), line(f.columns, func(j int) int { return f.cell(i, j) }))
	}
	for j := range f.columns {
		group(f.columnTotal(j), line(f.rows, func(i int) int { return f.cell(i, j) }))
	}
	group(f.total(), line(f.rows, f.rowTotal))
	group(f.total(), line(f.columns, f.columnTotal))
}
