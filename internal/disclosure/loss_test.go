package disclosure

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"stablefutures/internal/testkit"
)

// least is the exact search for what must be hidden for others, by trying every set that costs no more than one that is known: branch and
// bound, the cheapest first. It shares with the search of the product only what it asks of a set (weakest), and what it finds is looked at
// by the attacker of the ten thousand tables.
type least struct {
	s     *crossedSearch
	free  []int // what may be hidden, the cheapest first
	best  []bool
	loss  float64
	tries int
}

func (l *least) look(t testing.TB, hide []bool, from int, spent float64) {
	if l.tries--; l.tries < 0 {
		return
	}
	weak, _, err := l.s.weakest(hide)
	if err != nil {
		t.Fatal(err)
	}
	if weak < 0 {
		if spent < l.loss {
			l.best, l.loss = slices.Clone(hide), spent
		}
		return
	}
	for i := from; i < len(l.free); i++ {
		a := l.free[i]
		if spent+l.s.cost[a] >= l.loss {
			return // those after it cost as much
		}
		hide[a] = true
		l.look(t, hide, i+1, spent+l.s.cost[a])
		hide[a] = false
	}
}

// optimum gives the set of least loss; nil where that takes more tries than there are. ours is one that is known.
func optimum(t testing.TB, s *crossedSearch, ours []bool, tries int) []bool {
	t.Helper()
	l := &least{s: s, tries: tries, loss: s.lost(ours) + 1} // so that it has to find ours, or one as good, by itself
	for a := range s.x {
		if !s.must[a] && s.order[a] >= 0 {
			l.free = append(l.free, a)
		}
	}
	slices.SortStableFunc(l.free, func(a, b int) int { return int(s.cost[a] - s.cost[b]) })
	l.look(t, slices.Clone(s.must), 0, 0)
	if l.tries < 0 {
		return nil
	}
	if l.best == nil {
		t.Fatalf("what is hidden, at %.0f, is not among the sets that withstand", s.lost(ours))
	}
	return l.best
}

// lost is what hiding others costs.
func (s *crossedSearch) lost(hide []bool) (sum float64) {
	for a, h := range hide {
		if h && !s.must[a] {
			sum += s.cost[a]
		}
	}
	return sum
}

func (s *crossedSearch) others(hide []bool) (n int) {
	for a, h := range hide {
		if h && !s.must[a] {
			n++
		}
	}
	return n
}

// measured is how much more is lost than would have to be.
type measured struct {
	tables, unsolved, best  int
	ours, least, worst, sum float64
	hidden, would           int
}

func (m *measured) add(t testing.TB, s *crossedSearch, hide []bool, tries int) (best []bool) {
	t.Helper()
	mine := s.lost(hide)
	if mine == 0 {
		return nil
	}
	if best = optimum(t, s, hide, tries); best == nil {
		m.unsolved++
		return nil
	}
	must := s.lost(best)
	if must > mine {
		t.Fatalf("the least loss is %.0f, and ours %.0f", must, mine)
	}
	m.tables++
	m.ours, m.least, m.sum, m.worst = m.ours+mine, m.least+must, m.sum+mine/must, math.Max(m.worst, mine/must)
	m.hidden, m.would = m.hidden+s.others(hide), m.would+s.others(best)
	if mine == must {
		m.best++
	}
	return best
}

func (m *measured) report(t *testing.T, most float64, enough int) {
	t.Helper()
	t.Logf("%d tables solved exactly (%d more took too many tries): loss %.3f of the least on the whole, %.3f a table on average, %.2f at worst, the least itself in %d; %d figures hidden for others, %d would do",
		m.tables, m.unsolved, m.ours/m.least, m.sum/float64(m.tables), m.worst, m.best, m.hidden, m.would)
	if m.tables < enough || m.ours > most*m.least {
		t.Errorf("too few tables were solved, or more is lost than %.2f of the least", most)
	}
}

// showing is a table as it would be shown with some of it hidden.
func showing(t testing.TB, p Pack, c Crossed, s *crossedSearch, hide []bool, number func(a int) int) *paper {
	t.Helper()
	out := newCrossedRelease(p, c)
	l := newLattice(c.Directions)
	for f, a := range l.number {
		if out.figures[f] = hidden(Small); !hide[number(a)] {
			out.figures[f] = shown(p.round(int64(s.x[number(a)]), false))
		}
	}
	return crossedPaper(t, out, c.Data)
}

// TestLoss_besideTheLeastThatThereIs reports what hiding others loses, beside the least loss with which the table withstands.
func TestLoss_besideTheLeastThatThereIs(t *testing.T) {
	same := func(a int) int { return a }
	crossed := func(directions func(r *rand.Rand) []Direction, seed uint64, most float64) func(t *testing.T) {
		return func(t *testing.T) {
			r, m, seen := rand.New(rand.NewPCG(400, seed)), &measured{}, &tally{withheld: map[Reason]int{}}
			for tried := 0; m.tables < testkit.Rounds(40, 400) && tried < 20_000; tried++ {
				c := Crossed{Key: "k", Data: "d", Directions: directions(r)}
				p := draw(t, r, len(c.Directions))
				if p.Rounding != "" {
					continue
				}
				for range Crossings(c.Directions) {
					c.Counts = append(c.Counts, r.Int64N(40))
				}
				s, err := newCrossedSearch(p, c, nil)
				if err != nil {
					t.Fatal(err)
				}
				hide, ok, err := s.pattern()
				if err != nil {
					t.Fatal(err)
				}
				if !ok || int64(s.x[s.number[s.total()]]) < p.MinCohort {
					continue
				}
				if len(c.Directions) < 3 && !slices.ContainsFunc(c.Directions, func(d Direction) bool { return len(d.Leaves()) < len(d.Nodes) }) {
					hide = s.flatly(t, p, c) // such a table goes by the other door
				}
				best := m.add(t, s, hide, testkit.Rounds(2000, 30_000))
				if best == nil {
					continue
				}
				for _, hide := range [][]bool{hide, best} { // both are held to be safe by another hand
					look := &scene{t: t, name: t.Name(), r: r, seen: seen}
					got := showing(t, p, c, s, hide, same)
					look.papers = []*paper{got}
					found, err := lookInto(look.papers)
					if err != nil || len(found) > 0 {
						t.Fatalf("%+v under %s: %v, %v", c, p.ID, found, err)
					}
					look.asWideAsTheRules(p, got, s.fill(c.Counts))
				}
			}
			m.report(t, most, testkit.Rounds(40, 400))
		}
	}
	t.Run("one and two ways", crossed(func(r *rand.Rand) []Direction {
		if r.IntN(3) == 0 {
			return []Direction{flat("a", 3+r.IntN(4))}
		}
		return []Direction{flat("a", 2+r.IntN(2)), flat("b", 2+r.IntN(2))}
	}, 1, 1.15))
	t.Run("three ways", crossed(func(r *rand.Rand) []Direction {
		return []Direction{flat("a", 2+r.IntN(2)), flat("b", 2), flat("c", 2)}
	}, 2, 1.15))
	t.Run("hierarchies", crossed(func(r *rand.Rand) []Direction {
		if r.IntN(2) == 0 {
			return []Direction{deep(r, "a", 1)}
		}
		return []Direction{{"a", []Node{{"a0", -1}, {"a1", -1}, {"a0.0", 0}, {"a0.1", 0}}}, flat("b", 2)}
	}, 3, 1.15))
	t.Run("linked", linkedLoss)
}

// flatly gives what the door for tables of one or two directions hides, by number of this search.
func (s *crossedSearch) flatly(t testing.TB, p Pack, c Crossed) []bool {
	t.Helper()
	table := facts{directions: c.Directions, counts: c.Counts}.flat("d", -1, -1, nil, everyOne(len(c.Directions))...)
	table.About = nil
	x, _, err := newSearch(p, table, nil)
	if err != nil {
		t.Fatal(err)
	}
	hide, ok := x.pattern()
	if !ok {
		t.Fatal("one search finds a way and the other none")
	}
	arcs, out := x.form.numbers(s.lattice), make([]bool, len(s.x))
	for a, arc := range arcs {
		out[a] = hide[arc]
	}
	return out
}

// linkedLoss is of the second of two tables that share a margin: what it hides for itself and for the first.
func linkedLoss(t *testing.T) {
	r, m := rand.New(rand.NewPCG(400, 4)), &measured{}
	for tried := 0; m.tables < testkit.Rounds(20, 200) && tried < 20_000; tried++ {
		w, p := randomWorld(r), exact(t, r)
		first := alone(t, p, w.by(0, 1))
		if first.Withheld() != "" {
			continue
		}
		table := w.by(0, 2)
		x, total, err := newSearch(p, table, nil)
		if err != nil || total < p.MinCohort {
			continue
		}
		shape := newReleased(p, table).view()
		arcs := x.form.numbers(shape.lattice)
		if _, err := x.roundAll(p, shape, arcs, false, nil); err != nil {
			t.Fatal(err)
		}
		hide, ok := x.pattern()
		if !ok {
			continue
		}
		q := x.sought(arcs, hide)
		b, err := around(shape, q, Before{Tables: []Released{first}})
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := b.pattern(q); err != nil || !ok || len(b.groups) != 1 {
			continue
		}
		pz := b.groups[0].puzzle
		s := &crossedSearch{lattice: shape.lattice, x: b.groups[0].truth}
		s.join(pz, q)
		s.told = pz.teller(s)
		ours := slices.Clone(s.must)
		for a, h := range q.hide {
			ours[pz.number(at{0, a})] = h
		}
		best := m.add(t, s, ours, testkit.Rounds(2000, 30_000))
		if best == nil {
			continue
		}
		c := Crossed{Key: table.Key, Data: table.Data, Directions: flatDirections(table.Rows, table.Columns), About: table.About}
		for _, hide := range [][]bool{ours, best} {
			papers := []*paper{flatPaper(t, first, "now"), showing(t, p, c, s, hide, func(a int) int { return pz.number(at{0, a}) })}
			papers[1].state = "now"
			if found, err := lookInto(papers); err != nil || len(found) > 0 {
				t.Fatalf("%+v under %s: %v, %v", w, p.ID, found, err)
			}
		}
	}
	m.report(t, 1.3, testkit.Rounds(20, 200))
}
