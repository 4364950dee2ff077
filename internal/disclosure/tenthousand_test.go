package disclosure

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"stablefutures/internal/testkit"
)

// facts are people, each in one smallest group of every direction: what all tables of a scene are made of.
type facts struct {
	directions []Direction
	counts     []int64 // of every crossing of leaves, the last direction running fastest
}

// deep is a direction of so many levels above its leaves.
func deep(r *rand.Rand, name string, levels int) Direction {
	d := Direction{Name: name}
	var grow func(parent, level int, code string)
	grow = func(parent, level int, code string) {
		at := len(d.Nodes)
		d.Nodes = append(d.Nodes, Node{code, parent})
		if level == 0 || r.IntN(6) == 0 && parent >= 0 {
			return
		}
		for i := range 2 + r.IntN(2) {
			grow(at, level-1, fmt.Sprintf("%s.%d", code, i))
		}
	}
	for i := range 2 + r.IntN(2)*(1-levels/2) {
		grow(-1, levels, fmt.Sprintf("%s%d", name, i))
	}
	return d
}

func randomFacts(r *rand.Rand, sparse bool, directions ...Direction) facts {
	f := facts{directions: directions}
	most, empty := []int64{6, 15, 40, 300}[r.IntN(4)], r.IntN(50)
	if sparse {
		empty = 60 + r.IntN(36)
	}
	for range Crossings(directions) {
		n := r.Int64N(most)
		if r.IntN(12) == 0 {
			n *= 8
		}
		if r.IntN(100) < empty {
			n = 0
		}
		f.counts = append(f.counts, n)
	}
	return f
}

// sum adds people up along some directions, those of whom in says so.
func (f facts) sum(along []int, in func(at []int) bool) []int64 {
	of := make([][]int, len(f.directions))
	size := 1
	for d, dir := range f.directions {
		of[d] = dir.Leaves()
	}
	for _, d := range along {
		size *= len(of[d])
	}
	out := make([]int64, size)
	at := make([]int, len(f.directions))
	for n, count := range f.counts {
		for d := len(at) - 1; d >= 0; d-- {
			at[d] = n % len(of[d])
			n /= len(of[d])
		}
		to := 0
		for _, d := range along {
			to = to*len(of[d]) + at[d]
		}
		if in == nil || in(at) {
			out[to] += count
		}
	}
	return out
}

// crossed is the table of some directions; about says whether it says what it counts.
func (f facts) crossed(state string, about bool, along ...int) Crossed {
	c := Crossed{Key: "k", Data: state, Counts: f.sum(along, nil)}
	for _, d := range along {
		c.Directions = append(c.Directions, f.directions[d])
		c.Key += ":" + f.directions[d].Name
	}
	if about {
		c.About = &About{Measure: "m", State: state}
		for _, d := range along {
			c.About.Axes = append(c.About.Axes, Axis{Name: f.directions[d].Name, Whole: true})
		}
	}
	return c
}

// flat is the table of one or two directions, one of them perhaps by the groups at the top of its hierarchy alone, and perhaps limited to
// some leaves of a third.
func (f facts) flat(state string, coarse int, limited int, to []int, along ...int) Table {
	c := f.crossed(state, true, along...)
	if limited >= 0 {
		c.Counts = f.sum(along, func(at []int) bool { return slices.Contains(to, at[limited]) })
		c.About.Where = map[string][]string{}
		leaves := f.directions[limited].Leaves()
		for _, i := range to {
			c.About.Where[f.directions[limited].Name] = append(c.About.Where[f.directions[limited].Name], f.directions[limited].Nodes[leaves[i]].Code)
			c.Key += ":" + f.directions[limited].Nodes[leaves[i]].Code
		}
	}
	t := Table{Key: c.Key, Data: state, About: c.About}
	codes, place := make([][]string, len(along)), make([][]int, len(along)) // of each leaf, its row or column
	for i, d := range along {
		dir := f.directions[d]
		for _, leaf := range dir.Leaves() {
			top := leaf
			if d == coarse {
				for dir.Nodes[top].Parent >= 0 {
					top = dir.Nodes[top].Parent
				}
			}
			at := slices.Index(codes[i], dir.Nodes[top].Code)
			if at < 0 {
				at = len(codes[i])
				codes[i] = append(codes[i], dir.Nodes[top].Code)
			}
			place[i] = append(place[i], at)
			if top != leaf {
				a := &t.About.Axes[i]
				if a.Of == nil {
					a.Of, t.Key = map[string][]string{}, t.Key+":top"
				}
				a.Of[dir.Nodes[top].Code] = append(a.Of[dir.Nodes[top].Code], dir.Nodes[leaf].Code)
			}
		}
	}
	t.Columns = codes[len(codes)-1]
	if len(along) == 2 {
		t.Rows = codes[0]
	}
	t.Counts = make([][]int64, max(len(t.Rows), 1))
	for i := range t.Counts {
		t.Counts[i] = make([]int64, len(t.Columns))
	}
	wide := len(place[len(place)-1])
	for n, count := range c.Counts {
		i := 0
		if len(along) == 2 {
			i = place[0][n/wide]
		}
		t.Counts[i][place[len(place)-1][n%wide]] += count
	}
	return t
}

// scene is tables that leave one after the other, and what the attacker picked up.
type scene struct {
	t      testing.TB
	name   string // how it can be made again
	r      *rand.Rand
	before Before
	papers []*paper
	story  []string
	seen   *tally
	about  bool // whether tables say of what moment they are
}

// tally is what became of the tables of all scenes of a kind.
type tally struct {
	sync.Mutex
	tables, shown, hiding, beside, tried int
	withheld                             map[Reason]int
}

// draw chooses rules that allow so many directions, and a way of rounding.
func draw(t testing.TB, r *rand.Rand, directions int) Pack {
	p := rules(t, Names()[r.IntN(4)])
	for p.MostDirections() < directions {
		p = rules(t, Names()[r.IntN(4)])
	}
	if way := []string{"", "", Controlled, Random}[r.IntN(4)]; way != "" {
		if p.Round == 1 && r.IntN(4) > 0 {
			p.Round, p.RoundNational = 5, 5
		}
		p = p.Rounded(way)
	}
	return p
}

func (s *scene) fatal(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("%s: %s\n%s", s.name, fmt.Sprintf(format, args...), strings.Join(s.story, "\n"))
}

// table lets a table of one or two directions out by the door that the product uses.
func (s *scene) table(p Pack, t Table) {
	s.t.Helper()
	told, _ := json.Marshal(t)
	s.story = append(s.story, fmt.Sprintf("under %s %s: %s", p.ID, p.Rounding, told))
	out, err := ProtectBeside(p, t, s.before)
	if err != nil {
		s.fatal("%v", err)
	}
	doc, err := out.Document()
	if err != nil {
		s.fatal("%v", err)
	}
	again, err := Reopen(doc)
	if err != nil {
		s.fatal("%v: %s", err, doc)
	}
	s.before.Tables = append(s.before.Tables, again)
	var truth []int64
	for _, line := range t.Counts {
		sum := int64(0)
		for _, n := range line {
			truth, sum = append(truth, n), sum+n
		}
		if len(t.Rows) > 0 {
			truth = append(truth, sum)
		}
	}
	columns := make([]int64, len(t.Columns)+1)
	for _, line := range t.Counts {
		for j, n := range line {
			columns[j] += n
			columns[len(t.Columns)] += n
		}
	}
	if truth = append(truth, columns...); len(t.Rows) == 0 {
		truth = columns
	}
	s.attack(p, doc, t.Data, out.Withheld(), truth, t.People != nil || t.Largest != nil)
}

// crossed is table for a crossed table.
func (s *scene) crossed(p Pack, c Crossed) {
	s.t.Helper()
	told, _ := json.Marshal(c)
	s.story = append(s.story, fmt.Sprintf("under %s %s: %s", p.ID, p.Rounding, told))
	out, err := ProtectCrossedBeside(p, c, s.before)
	if err != nil {
		s.fatal("%v", err)
	}
	doc, err := out.Document()
	if err != nil {
		s.fatal("%v", err)
	}
	again, err := ReopenCrossed(doc)
	if err != nil {
		s.fatal("%v: %s", err, doc)
	}
	s.before.Crossed = append(s.before.Crossed, again)
	s.attack(p, doc, c.Data, out.Withheld(), newLattice(c.Directions).fill(c.Counts), false)
}

// attack lays a paper to the others, and lets the attacker see it. truth is the number behind each figure, which only the test knows.
func (s *scene) attack(p Pack, doc []byte, state string, withheld Reason, truth []int64, answers bool) {
	s.t.Helper()
	s.story = append(s.story, string(doc))
	got := pickUp(s.t, doc, state)
	s.papers = append(s.papers, got)
	s.seen.Lock()
	defer s.seen.Unlock()
	if s.seen.tables++; withheld != "" {
		s.seen.withheld[withheld]++
		return
	}
	s.seen.shown++
	if len(s.papers) > 1 {
		s.seen.beside++
	}
	if slices.ContainsFunc(got.claims, func(c claim) bool { return c.value == nil }) {
		s.seen.hiding++
	}
	s.seen.Unlock()
	defer s.seen.Lock()
	found, err := lookInto(s.papers)
	if err != nil {
		s.fatal("the attacker: %v", err)
	}
	if len(found) > 0 {
		s.fatal("it comes out:\n%s\n", strings.Join(found, "\n"))
	}
	if !answers {
		s.rulesKept(p, got, truth)
	}
	if len(s.papers) == 1 && !answers {
		s.asWideAsTheRules(p, got, truth)
	}
}

// rulesKept holds what is shown against the numbers behind it: none is small, none says "all of them" or "none of them" of a small group, and
// each lies where its figure says.
func (s *scene) rulesKept(p Pack, got *paper, truth []int64) {
	s.t.Helper()
	of := map[string]int{}
	for a, c := range got.claims {
		of[fmt.Sprint(c.at)] = a
	}
	for a, c := range got.claims {
		if c.value == nil {
			continue
		}
		if b := got.says(c); float64(truth[a]) < b.Low || float64(truth[a]) > b.High {
			s.fatal("%v is shown as %d, and is %d", c.at, *c.value, truth[a])
		}
		if truth[a] < p.Threshold && (truth[a] > 0 || !p.ZeroShown) {
			s.fatal("%v is shown as %d, and is %d", c.at, *c.value, truth[a])
		}
		for d, i := range c.at {
			nodes := got.Directions[d].Nodes
			if i == len(nodes) {
				continue
			}
			up, siblings := nodes[i].Parent, 0
			for _, n := range nodes {
				if n.Parent == up {
					siblings++
				}
			}
			if up < 0 {
				up = len(nodes)
			}
			at := slices.Clone(c.at)
			at[d] = up
			if n := truth[of[fmt.Sprint(at)]]; siblings > 1 && n > 0 && n < p.ClassBelow && (truth[a] == 0 || truth[a] == n) {
				s.fatal("%v is shown as %d, of %d in its group", c.at, *c.value, n)
			}
		}
	}
}

// asWideAsTheRules asks more of a paper that lies there alone: what is small could be any small number, and what is hidden beside it is no
// narrower than the rules' width.
func (s *scene) asWideAsTheRules(p Pack, got *paper, truth []int64) {
	s.t.Helper()
	z := onStreet([]*paper{got}).layOut()
	low, high, err := z.exactly()
	if err != nil {
		s.fatal("%v", err)
	}
	for a, c := range got.claims {
		l, h := low[0][a], high[0][a]
		least := int64(0)
		if p.ZeroShown {
			least = 1
		}
		small := truth[a] < p.Threshold && (truth[a] > 0 || !p.ZeroShown)
		if truth[a] < l || truth[a] > h {
			s.fatal("%v lies between %d and %d, and is %d", c.at, l, h, truth[a])
		}
		if c.value == nil && (small && (l > least || h < p.Threshold-1) || !small && h-l < p.Width) {
			s.fatal("%v, %d, comes out as %d to %d", c.at, truth[a], l, h)
		}
	}
	if s.tryAll(z, got, low[0], high[0]) {
		s.seen.Lock()
		s.seen.tried++
		s.seen.Unlock()
	}
}

// tryAll holds the bounds against every table of whole numbers that could be shown as the paper is, where there are few enough.
func (s *scene) tryAll(z puzzleOnStreet, got *paper, low, high []int64) bool {
	s.t.Helper()
	leaves := got.leafClaims()
	tables := 1.0
	for _, l := range leaves {
		tables *= float64(min(high[l], 1000)-low[l]) + 1
	}
	if tables > 3000 || len(leaves) > 8 {
		return false
	}
	least, most := slices.Repeat([]int64{1 << 40}, len(got.claims)), slices.Repeat([]int64{-1}, len(got.claims))
	at := map[int]int{}
	for i, l := range leaves {
		at[l] = i
	}
	x, sums := make([]int64, len(leaves)), make([]int64, len(got.claims))
	var try func(i int)
	try = func(i int) {
		if i < len(leaves) {
			for x[i] = low[leaves[i]]; x[i] <= high[leaves[i]]; x[i]++ {
				try(i + 1)
			}
			return
		}
		for a, c := range got.claims {
			sums[a] = 0
			for _, l := range c.leaves {
				sums[a] += x[at[l]]
			}
			if b := got.says(c); float64(sums[a]) < b.Low || float64(sums[a]) > b.High {
				return
			}
		}
		if got.Rules.Rounding == Controlled && !couldBeShown(got, sums, leaves) {
			return
		}
		for a, n := range sums {
			least[a], most[a] = min(least[a], n), max(most[a], n)
		}
	}
	try(0)
	network := len(got.Directions) < 3 && got.Rules.Rounding != Controlled && !slices.ContainsFunc(got.Directions, func(d paperDirection) bool {
		return slices.ContainsFunc(d.Nodes, func(n struct {
			Code   string
			Parent int
		}) bool {
			return n.Parent >= 0
		})
	})
	for a, c := range got.claims {
		switch {
		case least[a] < low[a] || most[a] > high[a], network && (least[a] != low[a] || most[a] != high[a]):
			s.fatal("%v lies between %d and %d; trying every table gives %d to %d", c.at, low[a], high[a], least[a], most[a])
		case c.value == nil && most[a]-least[a] < got.width():
			s.fatal("%v comes out as %d to %d to whoever tries every table of whole numbers", c.at, least[a], most[a])
		}
	}
	return true
}

// couldBeShown reports whether some rounding of a table that adds up shows what the paper shows.
func couldBeShown(got *paper, sums []int64, leaves []int) bool {
	b, at := got.base(), map[int]int{}
	for i, l := range leaves {
		at[l] = i
	}
	up := make([]int64, len(leaves))
	var way func(i int) bool
	way = func(i int) bool {
		if i < len(leaves) {
			for up[i] = sums[leaves[i]] / b * b; up[i] < sums[leaves[i]]+b; up[i] += b {
				if v := got.claims[leaves[i]].value; v != nil && *v != up[i] {
					continue
				}
				if way(i + 1) {
					return true
				}
				if sums[leaves[i]]%b == 0 {
					break
				}
			}
			return false
		}
		for a, c := range got.claims {
			n := int64(0)
			for _, l := range c.leaves {
				n += up[at[l]]
			}
			if c.value != nil && *c.value != n || n <= sums[a]-b || n >= sums[a]+b || sums[a]%b == 0 && n != sums[a] {
				return false
			}
		}
		return true
	}
	return way(0)
}

// kinds are the kinds of scenes: how each is made, and how many of the ten thousand.
var kinds = []struct {
	name      string
	few, many int
	make      func(s *scene)
}{
	{"one and two ways", 30, 2500, oneOrTwo},
	{"three ways", 20, 1500, threeWays},
	{"hierarchies", 20, 1500, hierarchies},
	{"sparse", 20, 1000, sparse},
	{"linked", 30, 1500, linkedTables},
	{"across releases", 30, 2000, acrossReleases},
}

func oneOrTwo(s *scene) {
	t := random(s.r)
	t.National = s.r.IntN(4) == 0
	if s.r.IntN(6) == 0 { // not of people: of what people said
		t.People, t.Largest = make([][]int64, len(t.Counts)), make([][]int64, len(t.Counts))
		for i, line := range t.Counts {
			for _, n := range line {
				people := n - s.r.Int64N(n/2+1)
				t.People[i], t.Largest[i] = append(t.People[i], people), append(t.Largest[i], min(n, n-people+1))
			}
		}
	}
	s.table(draw(s.t, s.r, 2), t)
}

func sides3(r *rand.Rand) []Direction {
	return []Direction{flat("a", 2+r.IntN(3)), flat("b", 2+r.IntN(2)), flat("c", 2+r.IntN(2))}
}

func threeWays(s *scene) {
	s.crossed(draw(s.t, s.r, 3), randomFacts(s.r, false, sides3(s.r)...).crossed("now", false, 0, 1, 2))
}

func tall(r *rand.Rand) []Direction {
	switch r.IntN(6) {
	case 0:
		return []Direction{deep(r, "a", 1)}
	case 1:
		return []Direction{deep(r, "a", 2), flat("b", 2+r.IntN(2))}
	case 2:
		return []Direction{deep(r, "a", 1), flat("b", 2+r.IntN(3))}
	case 3:
		return []Direction{deep(r, "a", 1), deep(r, "b", 1)}
	case 4:
		return []Direction{deep(r, "a", 2)}
	default:
		return []Direction{deep(r, "a", 1), flat("b", 2), flat("c", 2)}
	}
}

func everyOne(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

func hierarchies(s *scene) {
	d := tall(s.r)
	s.crossed(draw(s.t, s.r, len(d)), randomFacts(s.r, false, d...).crossed("now", false, everyOne(len(d))...))
}

func sparse(s *scene) {
	d := tall(s.r)
	if s.r.IntN(2) == 0 {
		d = sides3(s.r)
	}
	s.crossed(draw(s.t, s.r, len(d)), randomFacts(s.r, true, d...).crossed("now", false, everyOne(len(d))...))
}

// people are facts of places in regions, things said, and quarters.
func people(r *rand.Rand) facts {
	return randomFacts(r, r.IntN(4) == 0, deep(r, "place", 1), flat("item", 2+r.IntN(2)), flat("period", 2+r.IntN(2)))
}

// cut is some table of facts.
func (s *scene) cut(f facts, state string) {
	s.t.Helper()
	silent := func(a *About) {
		if s.about {
			a.State = ""
		}
	}
	switch s.r.IntN(7) {
	case 0, 1:
		along := [][]int{{0, 1}, {0, 2}}[s.r.IntN(2)]
		c := f.crossed(state, true, along...)
		silent(c.About)
		s.crossed(draw(s.t, s.r, 2), c)
	default:
		along := [][]int{{0, 1}, {0, 2}, {1, 2}, {0}, {1}, {2}}[s.r.IntN(6)]
		coarse, limited, to := -1, -1, []int(nil)
		if s.r.IntN(3) == 0 {
			coarse = 0
		}
		if s.r.IntN(4) == 0 && !slices.Contains(along, 1) {
			limited, to = 1, []int{s.r.IntN(2)}
		}
		t := f.flat(state, coarse, limited, to, along...)
		silent(t.About)
		s.table(draw(s.t, s.r, 2), t)
	}
}

func linkedTables(s *scene) {
	if s.r.IntN(5) == 0 {
		severalYears(s)
		return
	}
	f := people(s.r)
	s.about = s.r.IntN(4) == 0
	for range 2 + s.r.IntN(3) {
		s.cut(f, "now")
	}
}

// severalYears is tables of people who can stand in more than one year.
func severalYears(s *scene) {
	years, items := 2+s.r.IntN(2), 2+s.r.IntN(2)
	kinds := 1<<years - 1
	most := []int64{8, 20, 60}[s.r.IntN(3)]
	by := make([][]int64, years) // year by item
	each := make([]int64, items) // people, once
	for y := range by {
		by[y] = make([]int64, items)
	}
	for kind := 1; kind <= kinds; kind++ {
		for i := range items {
			n := s.r.Int64N(most)
			each[i] += n
			for y := range years {
				if kind>>y&1 == 1 {
					by[y][i] += n
				}
			}
		}
	}
	axis := map[string]Axis{"year": {Name: "year", Several: true, Whole: true}, "item": {Name: "item", Whole: true}}
	about := func(names ...string) *About {
		a := &About{Measure: "m", State: "now"}
		for _, n := range names {
			a.Axes = append(a.Axes, axis[n])
		}
		return a
	}
	sums := make([]int64, years)
	for y, line := range by {
		for _, n := range line {
			sums[y] += n
		}
	}
	tables := []Table{
		{Key: "year-item", Data: "now", Rows: names("y", years), Columns: names("i", items), Counts: by, About: about("year", "item")},
		{Key: "item", Data: "now", Columns: names("i", items), Counts: [][]int64{each}, About: about("item")},
		{Key: "year", Data: "now", Columns: names("y", years), Counts: [][]int64{sums}, About: about("year")},
	}
	p := draw(s.t, s.r, 2)
	for _, i := range s.r.Perm(3) {
		s.table(p, tables[i])
	}
}

func acrossReleases(s *scene) {
	switch s.r.IntN(4) {
	case 0: // the same table, again under other rules, and again
		c := randomCrossed(s.r)
		for range 2 + s.r.IntN(2) {
			s.crossed(draw(s.t, s.r, len(c.Directions)), c)
		}
	case 1:
		t := random(s.r)
		for range 2 + s.r.IntN(2) {
			s.table(draw(s.t, s.r, 2), t)
		}
	case 2: // the same question, a little later
		f := randomFacts(s.r, false, tall(s.r)...)
		for _, state := range []string{"then", "now", "later"}[:2+s.r.IntN(2)] {
			s.crossed(draw(s.t, s.r, len(f.directions)), f.crossed(state, s.r.IntN(2) == 0, everyOne(len(f.directions))...))
			f = f.later(s.r)
		}
	default: // other cuts, of this moment and of another
		f := people(s.r)
		s.cut(f, "then")
		s.cut(f, "then")
		f = f.later(s.r)
		s.cut(f, "now")
		s.cut(f, "now")
	}
}

// later is the same place after a while: a few came, moved or went, or many did.
func (f facts) later(r *rand.Rand) facts {
	f.counts = slices.Clone(f.counts)
	changes, most := 1+r.IntN(3), int64(3)
	if r.IntN(3) == 0 {
		changes, most = len(f.counts), 30
	}
	for range changes {
		i := r.IntN(len(f.counts))
		f.counts[i] = max(0, f.counts[i]+r.Int64N(2*most+1)-most)
	}
	return f
}

// TestAttacker_findsNothingInTenThousandTables makes tables as they come, lets each out by the door that the product uses, and lets an
// attacker loose on all that was let out. Ten thousand scenes with STABLEFUTURES_LONG=1; each has one table or several.
func TestAttacker_findsNothingInTenThousandTables(t *testing.T) {
	for k, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			seen := &tally{withheld: map[Reason]int{}}
			n := testkit.Rounds(kind.few, kind.many)
			for i := range n {
				kind.make(newScene(t, k, uint64(i), seen))
			}
			var why []string
			for _, reason := range slices.Sorted(maps.Keys(seen.withheld)) {
				why = append(why, fmt.Sprintf("%s %d", reason, seen.withheld[reason]))
			}
			t.Logf("%d scenes, %d tables: %d shown, %d with something hidden, %d beside others; %d held against every whole table; withheld: %s",
				n, seen.tables, seen.shown, seen.hiding, seen.beside, seen.tried, strings.Join(why, ", "))
			if seen.shown < n/4 || seen.hiding < n/5 {
				t.Error("hardly a table had anything to hide")
			}
		})
	}
}

func newScene(t testing.TB, kind int, seed uint64, seen *tally) *scene {
	return &scene{t: t, name: fmt.Sprintf("%s, seed %d", kinds[kind].name, seed), r: rand.New(rand.NewPCG(uint64(100+kind), seed)), seen: seen, before: Before{Key: aKey}}
}
