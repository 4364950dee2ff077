package disclosure

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"stablefutures/internal/testkit"
)

// flat is a direction without a hierarchy; tree one in which every group has parts.
func flat(name string, n int) Direction {
	d := Direction{Name: name}
	for i := range n {
		d.Nodes = append(d.Nodes, Node{fmt.Sprintf("%s%d", name, i), -1})
	}
	return d
}

func tree(r *rand.Rand, name string, groups int) Direction {
	d := Direction{Name: name}
	for g := range groups {
		group := len(d.Nodes)
		d.Nodes = append(d.Nodes, Node{fmt.Sprintf("%s%d", name, g), -1})
		if r.IntN(4) == 0 {
			continue // a group without parts is a leaf itself
		}
		for i := range 2 + r.IntN(2) {
			d.Nodes = append(d.Nodes, Node{fmt.Sprintf("%s%d.%d", name, g, i), group})
		}
	}
	return d
}

// randomCrossed is a table of two or three directions, with and without hierarchies, sparse or full.
func randomCrossed(r *rand.Rand) Crossed {
	c := Crossed{Key: "k", Data: "d"}
	switch r.IntN(4) {
	case 0:
		c.Directions = []Direction{flat("a", 2+r.IntN(3)), flat("b", 2+r.IntN(2)), flat("c", 2+r.IntN(2))}
	case 1:
		c.Directions = []Direction{tree(r, "a", 2+r.IntN(2)), flat("b", 2+r.IntN(3))}
	case 2:
		c.Directions = []Direction{tree(r, "a", 2), tree(r, "b", 2)}
	case 3:
		c.Directions = []Direction{tree(r, "a", 2), flat("b", 2), flat("c", 2)}
	}
	most, empty := []int{4, 12, 40, 200}[r.IntN(4)], r.IntN(4)
	for range Crossings(c.Directions) {
		n := int64(r.IntN(most))
		if r.IntN(5) < empty {
			n = 0
		}
		c.Counts = append(c.Counts, n)
	}
	return c
}

// allowing is a pack that lets three directions out.
func allowing(t testing.TB, name string) Pack {
	p := rules(t, name)
	p.Directions = 3
	return p
}

// rounds is how many random tables are tried: a tenth of what is tried in make test-all.
func rounds(n int) int {
	if os.Getenv("STABLEFUTURES_LONG") != "" {
		return n
	}
	return n / 10
}

func TestProtectCrossed_randomTablesWithstandTheAttack(t *testing.T) {
	r, schema := rand.New(rand.NewPCG(11, 1)), testkit.OpenSchema(t, "release-crossed-1")
	shown, withheld, hiding := 0, 0, 0
	for i := range rounds(10_000) {
		c, p := randomCrossed(r), allowing(t, Names()[i%4])
		out, err := ProtectCrossed(p, c, nil)
		if err != nil {
			t.Fatalf("%+v under %s: %v", c, p.ID, err)
		}
		if out.Withheld() != "" {
			withheld++
			continue
		}
		shown++
		holes, err := AttackCrossed(out)
		if err != nil || len(holes) > 0 {
			t.Fatalf("%+v under %s: %v, %v", c, p.ID, holes, err)
		}
		truth := newLattice(c.Directions).fill(c.Counts)
		hides := false
		for f, figure := range out.figures {
			hides = hides || !figure.Shown()
			if v, _, ok := figure.Value(); ok && truth[f] < p.Threshold && (truth[f] > 0 || !p.ZeroShown) {
				t.Fatalf("%+v under %s: a small number is shown as %d", c, p.ID, v)
			}
		}
		if hides {
			hiding++
		}
		doc, err := out.Document()
		if err != nil {
			t.Fatal(err)
		}
		if wrong := schema.Wrong(doc); wrong != nil {
			t.Fatalf("%s is not what docs/schemas says: %v", doc, wrong)
		}
		again, err := ReopenCrossed(doc)
		if err != nil || !slices.Equal(again.figures, out.figures) {
			t.Fatalf("%+v under %s: its document does not read back: %v", c, p.ID, err)
		}
	}
	t.Logf("%d shown, %d of them with something hidden; %d withheld", shown, hiding, withheld)
	if hiding < rounds(10_000)/4 {
		t.Error("hardly a table had anything to hide")
	}
}

// TestAttackCrossed_ofTwoDirectionsIsExact holds the linear attack against the network, whose bounds are those of whole numbers.
func TestAttackCrossed_ofTwoDirectionsIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 1))
	for range 150 {
		table := random(r)
		if len(table.Rows) == 0 {
			continue
		}
		c := Crossed{Key: "k", Data: "d", Directions: []Direction{flat("a", len(table.Rows)), flat("b", len(table.Columns))}}
		for _, line := range table.Counts {
			c.Counts = append(c.Counts, line...)
		}
		l, f := newLattice(c.Directions), newForm(len(table.Rows), len(table.Columns))
		truth, flow := l.fill(c.Counts), f.flow(table.Counts)
		of := func(at []int) int { // the network's arc
			switch i, j := at[0], at[1]; {
			case i == len(table.Rows) && j == len(table.Columns):
				return f.total()
			case i == len(table.Rows):
				return f.columnTotal(j)
			case j == len(table.Columns):
				return f.rowTotal(i)
			default:
				return f.cell(i, j)
			}
		}
		lines, arcs := make([]span, len(truth)), make([]span, len(flow))
		for fig := range truth {
			a := of(l.at(fig))
			if truth[fig] != flow[a] {
				t.Fatalf("figure %v is %d here and %d there", l.at(fig), truth[fig], flow[a])
			}
			known := span{truth[fig], truth[fig]}
			if r.IntN(3) == 0 {
				known = span{0, far}
			}
			lines[l.number[fig]], arcs[a] = known, known
		}
		got, err := l.bounds(lines, func(int) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		for fig := range truth {
			a := of(l.at(fig))
			if want := f.net.bound(flow, arcs, a, far); got[fig] != want && !(got[fig].hi >= far/2 && want.hi >= far/2 && got[fig].lo == want.lo) {
				t.Fatalf("figure %v lies in %v by lines and in %v by flows", l.at(fig), got[fig], want)
			}
		}
	}
}

// TestAttackCrossed_findsEveryPlantedHole shows one hidden number of each of 100 tables, which its neighbours were hidden for.
func TestAttackCrossed_findsEveryPlantedHole(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	planted := 0
	for range 4000 {
		if planted == 100 {
			break
		}
		c, p := randomCrossed(r), allowing(t, Research10)
		s, err := newCrossedSearch(p, c, nil)
		if err != nil {
			t.Fatal(err)
		}
		out, err := ProtectCrossed(p, c, nil)
		if err != nil || out.Withheld() != "" {
			continue
		}
		must := 0
		for _, m := range s.must {
			if m {
				must++
			}
		}
		if must != 1 {
			continue
		}
		for f := range out.figures { // the protection of a number that stands alone is switched off
			if a := s.number[f]; !s.must[a] {
				out.figures[f] = shown(int64(s.x[a]))
			}
		}
		if holes, err := AttackCrossed(out); err != nil || len(holes) != 1 {
			t.Fatalf("%+v: %v, %v", c, holes, err)
		}
		doc, err := out.Document()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReopenCrossed(doc); err == nil {
			t.Fatal("a document with a hole is read")
		}
		planted++
	}
	if planted < 100 {
		t.Errorf("only %d holes were planted", planted)
	}
}

func TestProtectCrossed_besideEarlierReleases(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 1))
	same, lies, differences := 0, 0, 0
	for i := range rounds(1200) {
		c := randomCrossed(r)
		first, err := ProtectCrossed(allowing(t, EnglandDfE), c, nil)
		if err != nil || first.Withheld() != "" {
			continue
		}
		second, err := ProtectCrossed(allowing(t, Names()[i%4]), c, []CrossedRelease{first})
		if err != nil {
			t.Fatal(err)
		}
		if second.Withheld() == "" {
			same++
			if holes, err := AttackCrossed(second, first); err != nil || len(holes) > 0 {
				t.Fatalf("%+v: two releases together show %v, %v", c, holes, err)
			}
		}
		lie := c
		lie.Counts = slices.Clone(c.Counts)
		lie.Counts[0] += 500
		if _, err := ProtectCrossed(allowing(t, EnglandDfE), lie, []CrossedRelease{first}); first.Figure(sides(c)...).Shown() {
			lies++
			if !errors.Is(err, errNotSame) {
				t.Fatalf("other numbers pass for the same data: %v", err)
			}
		}
		next := c
		next.Data, next.Counts = "e", slices.Clone(c.Counts)
		next.Counts[len(next.Counts)-1]++ // one person more
		third, err := ProtectCrossed(allowing(t, EnglandDfE), next, []CrossedRelease{first})
		if err != nil {
			t.Fatal(err)
		}
		if third.Withheld() == Difference {
			differences++
		}
		if third.Withheld() == "" && first.Figure(sides(c)...).Shown() && third.Figure(sides(next)...).Shown() {
			t.Fatalf("%+v: that one person came in between is shown", c)
		}
	}
	if same == 0 || lies == 0 || differences == 0 {
		t.Errorf("%d second releases, %d lies, %d differences found", same, lies, differences)
	}
}

// sides is where everybody's total stands.
func sides(c Crossed) (at []int) {
	for _, d := range c.Directions {
		at = append(at, len(d.Nodes))
	}
	return at
}

func TestProtectCrossed_rules(t *testing.T) {
	three := Crossed{Key: "k", Data: "d", Directions: []Direction{flat("a", 2), flat("b", 2), flat("c", 2)}, Counts: []int64{20, 30, 40, 25, 30, 35, 22, 28}}
	if _, err := ProtectCrossed(rules(t, StrictDefault), three, nil); !errors.Is(err, ErrDirections) {
		t.Errorf("the strict default lets three directions out: %v", err)
	}
	out, err := ProtectCrossed(rules(t, Research10), three, nil)
	if err != nil || out.Withheld() != "" || out.Figure(2, 2, 2).String() != "230" || out.Figure(0, 1, 0).String() != "40" {
		t.Errorf("large numbers are not shown as they are: %v, %v, %v", err, out.Withheld(), out.Figure(0, 1, 0))
	}
	for name, c := range map[string]Crossed{
		"no direction":      {Key: "k", Data: "d"},
		"too few numbers":   {Key: "k", Data: "d", Directions: three.Directions, Counts: []int64{1}},
		"a negative number": {Key: "k", Data: "d", Directions: []Direction{flat("a", 2)}, Counts: []int64{-1, 40}},
		"a part before":     {Key: "k", Data: "d", Directions: []Direction{{"a", []Node{{"x", 1}, {"y", -1}}}}, Counts: []int64{40}},
		"too many figures":  {Key: "k", Data: "d", Directions: []Direction{flat("a", 70), flat("b", 70)}, Counts: make([]int64, 4900)},
		"a name of a child": {Key: "k", Data: "d", Directions: []Direction{{"a", []Node{{"Amina K", -1}}}}, Counts: []int64{40}},
	} {
		if _, err := ProtectCrossed(rules(t, Research10), c, nil); err == nil {
			t.Errorf("%s is taken for a table", name)
		}
	}
}

func FuzzReopenCrossed(f *testing.F) {
	r := rand.New(rand.NewPCG(15, 1))
	for range 6 {
		if out, err := ProtectCrossed(allowing(f, EnglandDfE), randomCrossed(r), nil); err == nil {
			if doc, err := out.Document(); err == nil {
				f.Add(doc)
			}
		}
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		out, err := ReopenCrossed(doc)
		if err != nil {
			return
		}
		if holes, err := AttackCrossed(out); err != nil || len(holes) > 0 {
			t.Fatalf("a document is read that shows %v, %v", holes, err)
		}
	})
}

// BenchmarkProtectCrossed protects a table of an authority’s size: 12 places in 3 regions, 8 barriers, 4 quarters.
func BenchmarkProtectCrossed(b *testing.B) {
	r := rand.New(rand.NewPCG(16, 1))
	places := Direction{Name: "place"}
	for g := range 3 {
		at := len(places.Nodes)
		places.Nodes = append(places.Nodes, Node{fmt.Sprintf("r%d", g), -1})
		for i := range 4 {
			places.Nodes = append(places.Nodes, Node{fmt.Sprintf("p%d.%d", g, i), at})
		}
	}
	c := Crossed{Key: "k", Data: "d", Directions: []Direction{places, flat("barrier", 8), flat("quarter", 4)}}
	for range Crossings(c.Directions) {
		c.Counts = append(c.Counts, int64(r.ExpFloat64()*20))
	}
	p, _ := Rules(EnglandDfE)
	for b.Loop() {
		out, err := ProtectCrossed(p, c, nil)
		if err != nil || out.Withheld() != "" {
			b.Fatal(out.Withheld(), err)
		}
	}
}

// TestProtectCrossed_losesLittleMoreThanTheBest tries, on tables small enough, every set of numbers that could be hidden with those
// that are hidden for themselves and costs less.
func TestProtectCrossed_losesLittleMoreThanTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 1))
	var ours, least float64
	compared := 0
	for tried := 0; compared < rounds(600) && tried < 4000; tried++ {
		c := Crossed{Key: "k", Data: "d", Directions: []Direction{flat("a", 2), flat("b", 2), flat("c", 2)}}
		if tried%2 == 0 {
			c.Directions = []Direction{{"a", []Node{{"a0", -1}, {"a1", -1}, {"a0.0", 0}, {"a0.1", 0}}}, flat("b", 2)}
		}
		for range Crossings(c.Directions) {
			c.Counts = append(c.Counts, int64(r.IntN(40)))
		}
		s, err := newCrossedSearch(allowing(t, EnglandDfE), c, nil)
		if err != nil {
			t.Fatal(err)
		}
		hide, ok, err := s.pattern()
		if err != nil {
			t.Fatal(err)
		}
		loss := func(hide []bool) (sum float64) {
			for a, h := range hide {
				if h && !s.must[a] {
					sum += s.cost[a]
				}
			}
			return sum
		}
		if mine := loss(hide); ok && mine > 0 {
			best, tries := mine, 3000
			cheapest(s, slices.Clone(s.must), 0, 0, &best, &tries)
			if tries <= 0 {
				continue // too many to try
			}
			compared++
			ours, least = ours+mine, least+best
		}
	}
	t.Logf("%d tables; loss of what is hidden for others %.0f, least %.0f: %.3f", compared, ours, least, ours/least)
	if compared < rounds(300) || ours > 1.15*least {
		t.Errorf("%d tables: %.0f is lost, and %.0f would do", compared, ours, least)
	}
}

func cheapest(s *crossedSearch, hide []bool, from int, spent float64, best *float64, tries *int) {
	if spent >= *best || *tries <= 0 {
		return
	}
	*tries--
	if weak, _, err := s.weakest(hide); err == nil && weak < 0 {
		*best = spent
		return
	}
	for a := from; a < len(hide); a++ {
		if !hide[a] {
			hide[a] = true
			cheapest(s, hide, a+1, spent+s.cost[a], best, tries)
			hide[a] = false
		}
	}
}
