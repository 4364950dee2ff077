package disclosure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// plant protects a crossed table with one protection switched off, which off does to the search for what to hide.
func plant(t testing.TB, p Pack, c Crossed, off func(s *crossedSearch) (hide []bool)) (out CrossedRelease, s *crossedSearch) {
	t.Helper()
	s, err := newCrossedSearch(p, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	hide := off(s)
	if hide == nil {
		var ok bool
		if hide, ok, err = s.pattern(); err != nil || !ok {
			return CrossedRelease{}, s
		}
	}
	out = newCrossedRelease(p, c)
	for f, a := range s.number {
		if out.figures[f] = hidden(Small); !hide[a] {
			out.figures[f] = shown(int64(s.x[a]))
		}
	}
	return out, s
}

func crossedPaper(t testing.TB, out CrossedRelease, state string) *paper {
	t.Helper()
	doc, err := out.Document()
	if err != nil {
		t.Fatal(err)
	}
	return pickUp(t, doc, state)
}

func flatPaper(t testing.TB, out Released, state string) *paper {
	t.Helper()
	doc, err := out.Document()
	if err != nil {
		t.Fatal(err)
	}
	return pickUp(t, doc, state)
}

// alone protects a table as if nothing had been released before it.
func alone(t testing.TB, p Pack, table Table) Released {
	t.Helper()
	out, err := Protect(p, table, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// exact are packs that do not round, and let three directions out.
func exact(t testing.TB, r *rand.Rand) Pack {
	return rules(t, []string{EnglandDfE, Research10}[r.IntN(2)])
}

func value(p Protected) int64 { v, _, _ := p.Value(); return v }

// boxed gives the figures of a table by whom they count.
func boxed(v *view, figure func(a int) Protected) map[string]Protected {
	by := map[string]Protected{}
	for a, b := range v.groups {
		if b != nil {
			by[b.key()] = figure(a)
		}
	}
	return by
}

func (r Released) byBox() map[string]Protected {
	v := r.view()
	arcs := r.form.numbers(v.lattice)
	return boxed(v, func(a int) Protected { return r.figures[arcs[a]] })
}

// protections are what is switched off, one at a time. Each gives papers in which that tells something for certain, by a reason that is
// plain without any attack; nil where in this table it tells nothing.
var protections = []struct {
	name string
	off  func(t testing.TB, r *rand.Rand) []*paper
}{
	{"the threshold", func(t testing.TB, r *rand.Rand) []*paper {
		p, c := exact(t, r), randomCrossed(r)
		out, s := plant(t, p, c, func(s *crossedSearch) []bool {
			for a, x := range s.x {
				if int64(x) < p.Threshold && x > 0 {
					s.must[a], s.need[a] = false, need{low: int64(x), high: int64(x), width: p.Width}
				}
			}
			return nil
		})
		for f, figure := range out.figures {
			if x := int64(s.x[s.number[f]]); figure.Shown() && x > 0 && x < p.Threshold {
				return []*paper{crossedPaper(t, out, "d")}
			}
		}
		return nil
	}},
	{"all and none of a small group", func(t testing.TB, r *rand.Rand) []*paper {
		p, c := exact(t, r), randomCrossed(r)
		out, s := plant(t, p, c, func(s *crossedSearch) []bool {
			for a, x := range s.x {
				s.must[a] = s.must[a] && int64(x) < p.Threshold && x > 0
			}
			return nil
		})
		if !out.Made() {
			return nil
		}
		for _, g := range s.groups {
			whole := int64(s.x[s.number[g[0]]])
			for _, f := range g[1:] {
				x := int64(s.x[s.number[f]])
				if len(g) > 2 && whole > 0 && whole < p.ClassBelow && (x == 0 || x == whole) && out.figures[f].Shown() && out.figures[g[0]].Shown() {
					return []*paper{crossedPaper(t, out, "d")}
				}
			}
		}
		return nil
	}},
	{"one who holds most of it", func(t testing.TB, r *rand.Rand) []*paper {
		p, table := rules(t, Research10), random(r)
		out := alone(t, p, table)
		if out.Withheld() != "" || len(table.Rows) == 0 {
			return nil
		}
		i, j := r.IntN(len(table.Rows)), r.IntN(len(table.Columns))
		n := table.Counts[i][j]
		mine := n - n/4
		if !out.Cell(i, j).Shown() || n == 0 || mine*100 <= p.Dominance*n {
			return nil
		}
		got := flatPaper(t, out, "now")
		got.largest = map[int]int64{i*(len(table.Columns)+1) + j: mine}
		return []*paper{got}
	}},
	{"percentages of few", func(t testing.TB, r *rand.Rand) []*paper {
		p, table := exact(t, r), random(r)
		out := alone(t, p, table)
		out.rules.MinDenominator, out.rules.ClassBelow = 1, 0
		for i := range table.Rows {
			for j := range table.Columns {
				if v, _, ok := out.Percent(i, j).Value(); ok && value(out.RowTotal(i)) < p.MinDenominator {
					out.rules = p
					got := flatPaper(t, out, "now")
					got.percent = map[int]float64{i*(len(table.Columns)+1) + j: float64(v) / 10}
					return []*paper{got}
				}
			}
		}
		return nil
	}},
	{"too few for any table", func(t testing.TB, r *rand.Rand) []*paper {
		p := rules(t, EnglandDfE)
		c := Crossed{Key: "k", Data: "d", Directions: []Direction{flat("a", 2), flat("b", 2)}, Counts: []int64{r.Int64N(4), r.Int64N(4), r.Int64N(4), r.Int64N(4)}}
		out, s := plant(t, p, c, func(*crossedSearch) []bool { return nil })
		if !out.Made() || int64(s.x[s.number[s.total()]]) >= p.MinCohort || !out.figures[s.total()].Shown() {
			return nil
		}
		return []*paper{crossedPaper(t, out, "d")}
	}},
	{"what is hidden for others, in a table of one or two ways", func(t testing.TB, r *rand.Rand) []*paper {
		return onlyThemselves(t, r, flat("a", 2+r.IntN(4)), flat("b", 2+r.IntN(4)))
	}},
	{"what is hidden for others, in a table of three ways", func(t testing.TB, r *rand.Rand) []*paper { return onlyThemselves(t, r, sides3(r)...) }},
	{"what is hidden for others, in wholes within wholes", func(t testing.TB, r *rand.Rand) []*paper { return onlyThemselves(t, r, tall(r)...) }},
	{"that places add up to regions", func(t testing.TB, r *rand.Rand) []*paper {
		f, p := randomFacts(r, false, deep(r, "a", 1), flat("b", 2)), exact(t, r)
		c := f.crossed("d", false, 0, 1)
		whole, places := f.directions[0], Direction{Name: "a"}
		for _, i := range whole.Leaves() {
			places.Nodes = append(places.Nodes, Node{whole.Nodes[i].Code, -1})
		}
		flatly, s := plant(t, p, Crossed{Key: "k", Data: "d", Directions: []Direction{places, f.directions[1]}, Counts: c.Counts}, func(*crossedSearch) []bool { return nil })
		top := f.flat("d", 0, -1, nil, 0, 1)
		top.About = nil
		regions := alone(t, p, top)
		if !flatly.Made() || regions.Withheld() != "" {
			return nil
		}
		out, tells := newCrossedRelease(p, c), false
		for i, n := range append(slices.Clone(whole.Nodes), Node{}) {
			for j := range len(f.directions[1].Nodes) + 1 {
				at := out.lattice.figure([]int{i, j})
				leaf, region := slices.Index(whole.Leaves(), i), slices.Index(top.Rows, n.Code)
				switch {
				case i == len(whole.Nodes):
					out.figures[at] = flatly.figures[s.figure([]int{len(places.Nodes), j})]
				case leaf >= 0:
					out.figures[at] = flatly.figures[s.figure([]int{leaf, j})]
				case j < len(f.directions[1].Nodes):
					out.figures[at] = regions.Cell(region, j)
				default:
					out.figures[at] = regions.RowTotal(region)
				}
			}
		}
		for _, g := range out.lattice.groups {
			tells = tells || oneHidden(out, g) && out.lattice.at(g[0])[0] < len(whole.Nodes)
		}
		if !tells {
			return nil
		}
		return []*paper{crossedPaper(t, out, "d")}
	}},
	{"tables that share a margin", func(t testing.TB, r *rand.Rand) []*paper {
		w, p := randomWorld(r), exact(t, r)
		return saysWhatOtherHides(t, alone(t, p, w.by(0, 1)), alone(t, p, w.by(0, 2)))
	}},
	{"the same table under other rules", func(t testing.TB, r *rand.Rand) []*paper {
		w := randomWorld(r)
		return saysWhatOtherHides(t, alone(t, rules(t, Research10), w.by(0, 1)), alone(t, rules(t, EnglandDfE), w.by(0, 1)))
	}},
	{"the difference from an earlier moment", func(t testing.TB, r *rand.Rand) []*paper {
		w, p := randomWorld(r), exact(t, r)
		first := w.by(0, 1)
		w.counts[r.IntN(len(w.counts))] += 1 + r.Int64N(3)
		second := w.by(0, 1)
		second.Data, second.About.State = "later", "later"
		a, b := alone(t, p, first), alone(t, p, second)
		if a.Withheld() != "" || b.Withheld() != "" {
			return nil
		}
		for i, f := range a.figures {
			if f.Shown() && b.figures[i].Shown() && value(f) != value(b.figures[i]) {
				return []*paper{flatPaper(t, a, "now"), flatPaper(t, b, "later")}
			}
		}
		return nil
	}},
	{"questions near each other", func(t testing.TB, r *rand.Rand) []*paper {
		f, p := randomFacts(r, false, flat("place", 4), flat("item", 2)), exact(t, r)
		all, but := f.flat("now", -1, 0, []int{0, 1, 2}, 1), f.flat("now", -1, 0, []int{0, 1}, 1)
		a, b := alone(t, p, all), alone(t, p, but)
		if !all.Shape().Near(but.Shape()) {
			t.Fatal("two questions that differ by one place are not near each other")
		}
		for j := range all.Columns {
			if d := value(a.Cell(0, j)) - value(b.Cell(0, j)); a.Cell(0, j).Shown() && b.Cell(0, j).Shown() && d > 0 && d < p.Threshold {
				return []*paper{flatPaper(t, a, "now"), flatPaper(t, b, "now")}
			}
		}
		return nil
	}},
	{"that what is shown adds up", func(t testing.TB, r *rand.Rand) []*paper {
		p := rounding(t, Research10, Controlled)
		c := Crossed{Key: "k", Data: "d", Directions: []Direction{flat("a", 4+r.IntN(3))}}
		for range Crossings(c.Directions) {
			c.Counts = append(c.Counts, []int64{r.Int64N(6), 10 + r.Int64N(40)}[r.IntN(2)])
		}
		out, s := plant(t, p, c, func(s *crossedSearch) []bool { return nil }) // each number as if it were rounded by itself
		if !out.Made() || int64(s.x[s.number[s.total()]]) < p.MinCohort {
			return nil
		}
		x := make([]int64, len(s.x))
		for a, n := range s.x {
			x[a] = int64(n)
		}
		rounded, err := s.controlled(x, 5)
		if err != nil {
			t.Fatal(err)
		}
		left, few := int64(0), 0
		for f, figure := range out.figures {
			if figure.Shown() {
				v := rounded[s.number[f]]
				if out.figures[f] = shown(v); f == s.total() {
					left += v
				} else {
					left -= v
				}
			} else {
				few++
			}
		}
		if left != 0 || few == 0 || !out.figures[s.total()].Shown() {
			return nil // what is hidden is not rounded to nothing
		}
		return []*paper{crossedPaper(t, out, "d")}
	}},
}

// onlyThemselves shows everything that is not hidden for itself; it gives a table in which one of a sum is hidden and the others are not.
func onlyThemselves(t testing.TB, r *rand.Rand, directions ...Direction) []*paper {
	t.Helper()
	c := randomFacts(r, false, directions...).crossed("d", false, everyOne(len(directions))...)
	out, s := plant(t, exact(t, r), c, func(s *crossedSearch) []bool { return s.must })
	if slices.ContainsFunc(s.groups, func(g []int) bool { return oneHidden(out, g) }) && int64(s.x[s.number[s.total()]]) >= out.rules.MinCohort {
		return []*paper{crossedPaper(t, out, "d")}
	}
	return nil
}

func oneHidden(out CrossedRelease, group []int) bool {
	n := 0
	for _, f := range group {
		if !out.figures[f].Shown() {
			n++
		}
	}
	return n == 1
}

// saysWhatOtherHides gives two tables of which the second shows a number of the same people that the first hides.
func saysWhatOtherHides(t testing.TB, first, second Released) []*paper {
	t.Helper()
	if first.Withheld() != "" || second.Withheld() != "" {
		return nil
	}
	other := second.byBox()
	for box, f := range first.byBox() {
		if o, same := other[box]; same && !f.Shown() && o.Shown() {
			return []*paper{flatPaper(t, first, "now"), flatPaper(t, second, "now")}
		}
	}
	return nil
}

// TestAttacker_findsEveryPlantedHole switches one protection off at a time, and lets the attacker of the ten thousand tables look at 100
// tables of each kind in which that tells something.
func TestAttacker_findsEveryPlantedHole(t *testing.T) {
	for k, one := range protections {
		t.Run(one.name, func(t *testing.T) {
			planted := 0
			for seed := uint64(0); planted < 100 && seed < 40_000; seed++ {
				papers := one.off(t, rand.New(rand.NewPCG(uint64(200+k), seed)))
				if papers == nil {
					continue
				}
				planted++
				found, err := lookInto(papers)
				if err != nil || len(found) == 0 {
					t.Fatalf("seed %d: nothing is found (%v)", seed, err)
				}
			}
			if planted < 100 {
				t.Errorf("only %d tables told anything", planted)
			}
		})
	}
}

// Whoever draws new lots for every question gives away what was rounded: the mean of many answers is the number. With one key each
// answer is the same, and the mean of many is what one says.
func TestAttacker_averagesNothingAwayButNewLots(t *testing.T) {
	r := rand.New(rand.NewPCG(300, 1))
	p := rounding(t, Research10, Random)
	for range 100 {
		n := 20 + r.Int64N(80)
		if n%5 == 0 {
			n++
		}
		mean := func(key func(i int) []byte) float64 {
			sum := int64(0)
			for i := range 900 {
				out, err := ProtectBeside(p, Table{Key: "k", Data: "d", Columns: names("c", 2), Counts: [][]int64{{n, 50}}}, Before{Key: key(i)})
				if err != nil || !out.Cell(0, 0).Shown() {
					t.Fatal(err)
				}
				sum += value(out.Cell(0, 0))
			}
			return float64(sum) / 900
		}
		if m := mean(func(i int) []byte { return []byte(strings.Repeat(fmt.Sprintf("%05d", i), 8)) }); int64(math.Round(m)) != n {
			t.Fatalf("the mean of new lots is %.2f, and the number %d: the attacker has lost its hand", m, n)
		}
		if m := mean(func(int) []byte { return aKey }); math.Mod(m, 5) != 0 {
			t.Fatalf("the mean of one lot is %.2f", m)
		}
	}
}
