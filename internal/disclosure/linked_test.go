package disclosure

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"stablefutures/internal/disclosure/linear"
)

// world is people of one measure, each in one crossing of three axes: what tables of two directions are made of.
type world struct {
	sides  [3]int
	counts []int64
}

var worldAxes = [3]string{"year", "item", "value"}

func randomWorld(r *rand.Rand) world {
	w := world{sides: [3]int{2 + r.IntN(2), 2 + r.IntN(3), 2 + r.IntN(2)}}
	most, empty := []int64{6, 15, 40}[r.IntN(3)], r.IntN(60)
	for range w.sides[0] * w.sides[1] * w.sides[2] {
		n := r.Int64N(most)
		if r.IntN(100) < empty {
			n = 0
		}
		w.counts = append(w.counts, n)
	}
	return w
}

func (w world) at(n int) [3]int {
	return [3]int{n / (w.sides[1] * w.sides[2]), n / w.sides[2] % w.sides[1], n % w.sides[2]}
}

// by is the table of one or two axes.
func (w world) by(axes ...int) Table {
	t := Table{Data: "now", About: &About{Measure: "m", State: "now"}}
	var codes [][]string
	for _, a := range axes {
		t.Key += worldAxes[a] + ":"
		t.About.Axes = append(t.About.Axes, Axis{Name: worldAxes[a], Whole: true})
		codes = append(codes, names(worldAxes[a], w.sides[a]))
	}
	t.Key += "x"
	t.Columns = codes[len(codes)-1]
	if len(axes) == 2 {
		t.Rows = codes[0]
	}
	t.Counts = make([][]int64, max(len(t.Rows), 1))
	for i := range t.Counts {
		t.Counts[i] = make([]int64, len(t.Columns))
	}
	for n, count := range w.counts {
		at := w.at(n)
		i := 0
		if len(axes) == 2 {
			i = at[axes[0]]
		}
		t.Counts[i][at[axes[len(axes)-1]]] += count
	}
	return t
}

// attackPeople attacks tables of a world by another way than the release does: over every crossing of the three axes, as somebody would
// who knows that there are people behind the tables. It gives how many hidden numbers the last of them lets it narrow that the others do not.
func (w world) attackPeople(t testing.TB, tables []Released) (holes int) {
	t.Helper()
	var sums [][]int
	var known, before []linear.Bound
	var least []int64 // of what is hidden; 0 of what is shown
	for range w.counts {
		known, before = append(known, span{0, far}.bound()), append(before, span{0, far}.bound())
	}
	for i, r := range tables {
		if r.Withheld() != "" {
			continue
		}
		v := r.view()
		for a, says := range v.known {
			sums, known = append(sums, w.behind(v, a)), append(known, says.bound())
			if i == len(tables)-1 {
				says = span{0, far}
			}
			before = append(before, says.bound())
			if least = append(least, 0); v.hidden[a] {
				least[len(least)-1] = v.rules.MustStayOpen()
			}
		}
	}
	if len(sums) == 0 || tables[len(tables)-1].Withheld() != "" {
		return 0
	}
	system := linear.NewSystem(len(w.counts), sums)
	now, err := system.Start(known, nil)
	if err != nil {
		t.Fatalf("%+v: %v", w, err)
	}
	then, err := system.Start(before, nil)
	if err != nil {
		t.Fatal(err)
	}
	narrow := func(s *linear.State, n int) bool {
		low, err := s.Least(len(w.counts)+n, -1)
		if err != nil {
			t.Fatal(err)
		}
		high, err := s.Most(len(w.counts)+n, low+1e6)
		if err != nil {
			t.Fatal(err)
		}
		return high-low < float64(least[n])-0.5
	}
	for n := range least {
		if least[n] > 0 && narrow(now, n) && !narrow(then, n) {
			holes++
		}
	}
	return holes
}

// behind gives the crossings of a world that a number of a table counts.
func (w world) behind(v *view, number int) (of []int) {
	at := v.lattice.at(v.lattice.order[number])
	for n := range w.counts {
		in := true
		for d, axis := range v.about.Axes {
			where := w.at(n)[slices.Index(worldAxes[:], axis.Name)]
			in = in && (at[d] == len(v.directions[d].Nodes) || at[d] == where)
		}
		if in {
			of = append(of, n)
		}
	}
	return of
}

func TestProtect_linkedTablesWithstandTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	shown, second, harder, refused := 0, 0, 0, 0
	for i := range rounds(4000) {
		w, p := randomWorld(r), rules(t, Names()[i%4])
		var out []Released
		for _, axes := range [][]int{{0}, {0, 1}, {0, 2}, {1, 2}, {1}} {
			if r.IntN(5) == 0 {
				continue
			}
			table := w.by(axes...)
			alone, err := Protect(p, table, nil)
			if err != nil {
				t.Fatal(err)
			}
			one, err := Protect(p, table, out)
			if err != nil {
				t.Fatalf("%+v by %v under %s: %v", w, axes, p.ID, err)
			}
			if alone.Withheld() == "" && one.Withheld() != "" {
				refused++
			}
			if out = append(out, one); one.Withheld() == "" {
				if shown++; len(out) > 1 {
					second++
				}
				if alone.Hides() != one.Hides() || count(alone) != count(one) {
					harder++
				}
			}
			if holes := w.attackPeople(t, out); holes > 0 {
				t.Errorf("%+v under %s: together %d tables show %d hidden numbers", w, p.ID, len(out), holes)
			}
		}
	}
	t.Logf("%d tables shown, %d of them beside others; of %d more was hidden for the others, and %d were withheld for them", shown, second, harder, refused)
	if second < rounds(4000) || harder+refused < rounds(4000)/25 || refused > harder {
		t.Error("hardly a table had others to be held against")
	}
}

// count is how many figures are hidden.
func count(r Released) (n int) {
	for _, p := range r.figures {
		if !p.shown {
			n++
		}
	}
	return n
}

// Each of two tables is safe alone; together they show what one hides. The attack must see it.
func TestProve_findsWhatLinkedTablesTell(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 1))
	planted := 0
	for tried := 0; planted < 100 && tried < 20_000; tried++ {
		w, p := randomWorld(r), rules(t, []string{EnglandDfE, Research10}[tried%2])
		first, err := Protect(p, w.by(0, 1), nil)
		if err != nil {
			t.Fatal(err)
		}
		second, err := Protect(p, w.by(0, 2), nil) // as if it knew of no other
		if err != nil {
			t.Fatal(err)
		}
		if first.Withheld() != "" || second.Withheld() != "" || w.attackPeople(t, []Released{first, second}) == 0 {
			continue
		}
		planted++
		x := w.by(0, 2)
		v := second.view()
		truth := &sought{}
		for _, arc := range second.form.numbers(v.lattice) {
			truth.x = append(truth.x, second.form.flow(x.Counts)[arc])
		}
		b, err := around(v, truth, Before{Tables: []Released{first}})
		if err != nil {
			t.Fatal(err)
		}
		if why, err := b.prove(); err != nil || why != Earlier {
			t.Fatalf("%+v under %s: what two tables tell together is not found: %v, %q", w, p.ID, err, why)
		}
	}
	if planted < 100 {
		t.Errorf("only %d pairs told anything together", planted)
	}
}

func quarters(counts ...int64) Table {
	return Table{Key: "q", Data: "now", Columns: names("q", len(counts)), Counts: [][]int64{counts}, About: &About{Measure: "m", State: "now", Axes: []Axis{{Name: "period"}}}}
}

// years puts quarters together, four by four.
func years(t Table) Table {
	out := Table{Key: "y", Data: "now", Counts: [][]int64{nil}, About: &About{Measure: "m", State: "now", Axes: []Axis{{Name: "period", Of: map[string][]string{}}}}}
	for i, n := range t.Counts[0] {
		if i%4 == 0 {
			out.Columns, out.Counts[0] = append(out.Columns, "y"+t.Columns[i]), append(out.Counts[0], 0)
		}
		y := out.Columns[len(out.Columns)-1]
		out.About.Axes[0].Of[y] = append(out.About.Axes[0].Of[y], t.Columns[i])
		out.Counts[0][len(out.Counts[0])-1] += n
	}
	return out
}

func TestProtect_cleverQuestions(t *testing.T) {
	p := rules(t, Research10)
	clever := func(name string, first, second Table, want Reason) {
		t.Helper()
		a, err := Protect(p, first, nil)
		if err != nil || a.Withheld() != "" {
			t.Fatalf("%s: the first is not shown: %v %q", name, err, a.Withheld())
		}
		b, err := Protect(p, second, []Released{a})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want == "shown" {
			if b.Withheld() != "" || b.Hides() {
				t.Errorf("%s: %q, %d hidden", name, b.Withheld(), count(b))
			}
			return
		}
		if b.Withheld() == "" && !b.Hides() || want != "" && b.Withheld() != want {
			t.Errorf("%s: all of it is shown (%q)", name, b.Withheld())
		}
	}
	moment := func(t Table, state string) Table {
		about := *t.About
		about.State = state
		t.About, t.Data = &about, state
		return t
	}
	named := func(t Table, key string) Table { t.Key = key; return t }
	four, five := quarters(20, 30, 40, 25), quarters(20, 30, 40, 25, 3)
	clever("one more quarter, hidden in it", four, named(five, "q5"), "")
	two := func(n int64) Table { // everybody in either of two groups
		return Table{Key: "g", Data: "now", Columns: []string{"together", "other"}, Counts: [][]int64{{n, 50}},
			About: &About{Measure: "m", State: "now", Axes: []Axis{{Name: "group", Of: map[string][]string{"together": {"a", "b"}}}}}}
	}
	one := Table{Key: "h", Data: "now", Columns: []string{"a", "other"}, Counts: [][]int64{{60, 50}}, About: &About{Measure: "m", State: "now", Axes: []Axis{{Name: "group"}}}}
	clever("a group within a group, but for two people", two(62), one, "")
	clever("a group within a group, but for many", two(90), one, "shown")
	clever("a group within a group, of the same people", two(60), one, "shown")
	all := Table{Key: "all", Data: "now", Columns: []string{"everybody"}, Counts: [][]int64{{118}}, About: &About{Measure: "m", State: "now", Axes: []Axis{{Name: "all", Whole: true}}}}
	clever("the complement", all, named(quarters(20, 30, 40, 25), "q"), "")
	clever("years, then their quarters", years(five), five, "")
	clever("quarters, then a year that says the hidden one", named(quarters(20, 30, 40, 25, 40, 40, 3, 40), "q8"), years(quarters(20, 30, 40, 25, 40, 40, 3, 40)), "")
	clever("tomorrow, with one person more", four, moment(quarters(20, 31, 40, 25), "later"), Difference)
	clever("tomorrow, with one more quarter of few", four, moment(named(five, "q5"), "later"), "")
	clever("tomorrow, under another key, with one more person", named(quarters(20, 30, 40, 25), "k1"), moment(named(quarters(20, 31, 40, 25), "k2"), "later"), Difference)
	clever("much later", four, moment(quarters(45, 60, 70, 55), "later"), "shown")
	limited := func(t Table, perspective ...string) Table {
		about := *t.About
		about.Where = map[string][]string{"perspective": perspective}
		t.About, t.Key = &about, "w"
		return t
	}
	clever("without whom few speak for", four, limited(quarters(19, 30, 40, 25), "young"), "")
}

func TestProtect_sayingTheSameOfOtherNumbersIsRefused(t *testing.T) {
	p := rules(t, Research10)
	w := world{[3]int{2, 2, 2}, []int64{20, 30, 25, 35, 40, 22, 28, 31}}
	first, err := Protect(p, w.by(0, 1), nil)
	if err != nil || first.Withheld() != "" {
		t.Fatal(err)
	}
	w.counts[0] += 40
	if _, err := Protect(p, w.by(0, 2), []Released{first}); !errors.Is(err, errNotSame) {
		t.Errorf("other people pass for the same: %v", err)
	}
}

// Where people stand in several groups the numbers along an axis add up to nobody, and a total says nothing of another table's.
func TestProtect_severalAddUpToNobody(t *testing.T) {
	p := rules(t, Research10)
	several := Table{Key: "by-year", Data: "now", Columns: names("y", 3), Counts: [][]int64{{40, 35, 30}}, About: &About{Measure: "m", State: "now", Axes: []Axis{{Name: "year", Several: true, Whole: true}}}}
	first, err := Protect(p, several, nil)
	if err != nil || first.Hides() {
		t.Fatal(err)
	}
	once := Table{Key: "by-group", Data: "now", Columns: names("g", 2), Counts: [][]int64{{38, 32}}, About: &About{Measure: "m", State: "now", Axes: []Axis{{Name: "group", Whole: true}}}}
	second, err := Protect(p, once, []Released{first})
	if err != nil || second.Hides() {
		t.Errorf("105 stand in years and 70 are people, and that is taken for a contradiction: %v", err)
	}
	// 41 in a year cannot be, where 40 are people: then it is not the same data
	once.Counts = [][]int64{{20, 19}}
	if _, err := Protect(p, once, []Released{first}); !errors.Is(err, errNotSame) {
		t.Errorf("more people in a year than there are: %v", err)
	}
}
