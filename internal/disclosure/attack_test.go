package disclosure

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/disclosure/linear"
)

// This attacker shares nothing with the one that a table must withstand before it leaves, but the simplex method. It has papers: the JSON
// documents of released tables, read by a hand of its own. It knows that there are people behind them, each in one place of every axis, and
// writes down anew what each figure says of how many are in each place; of hidden figures it asks how few and how many they can be.

// paper is a released table as it lies on the street.
type paper struct {
	Key, Data    string
	National     bool
	ByPeople     bool `json:"by_people"`
	About        *paperAbout
	Rules        paperRules
	Rows         []string
	Columns      []string
	Withheld     string
	Cells        [][]paperFigure
	RowTotals    []paperFigure `json:"row_totals"`
	ColumnTotals []paperFigure `json:"column_totals"`
	Total        *paperFigure
	Directions   []paperDirection
	Figures      []paperFigure

	state   string          // of which moment it is; the attacker knows it also where the document is silent
	claims  []claim         // what it says, figure by figure
	largest map[int]int64   // of a claim, what the attacker itself holds of it, being the largest there
	percent map[int]float64 // of a claim, what is shown of it as a percentage of its row
}

type paperAbout struct {
	Measure string
	State   string
	Axes    []struct {
		Name           string
		Several, Whole bool
		Of             map[string][]string
	}
	Where map[string][]string
}

type paperRules struct {
	Threshold      int64
	Round          int64
	RoundNational  int64 `json:"round_national"`
	Width          int64
	ClassBelow     int64 `json:"class_below"`
	MinCohort      int64 `json:"min_cohort"`
	MinDenominator int64 `json:"min_denominator"`
	Dominance      int64 `json:"dominance_percent"`
	ZeroShown      bool  `json:"zero_shown"`
	Rounding       string
}

type paperFigure struct{ Value *int64 }

type paperDirection struct {
	Name  string
	Nodes []struct {
		Code   string
		Parent int
	}
}

// claim is a figure of a paper: how many are in a group along each axis.
type claim struct {
	at     []int      // its node along each direction; as many as there are nodes for the total
	parts  [][]string // along each direction, the smallest groups that it adds up
	value  *int64     // nil: hidden
	leaves []int      // the claims of smallest groups that it adds up, itself if it is one
}

// pickUp reads a paper. what is any released table's document.
func pickUp(t testing.TB, doc []byte, state string) *paper {
	t.Helper()
	p := &paper{state: state}
	if err := json.Unmarshal(doc, p); err != nil {
		t.Fatal(err)
	}
	if p.Withheld != "" {
		return p
	}
	if p.Directions == nil {
		p.flat()
	}
	leaf := map[string]int{}
	var walk func(at []int)
	walk = func(at []int) {
		if d := len(at); d < len(p.Directions) {
			for i := range len(p.Directions[d].Nodes) + 1 {
				walk(append(slices.Clone(at), i))
			}
			return
		}
		c := claim{at: at, value: p.Figures[len(p.claims)].Value}
		small := true
		for d, i := range at {
			of := p.Directions[d].under(i)
			c.parts = append(c.parts, of)
			small = small && i < len(p.Directions[d].Nodes) && len(of) == 1 && of[0] == p.Directions[d].Nodes[i].Code
		}
		if small {
			leaf[fmt.Sprint(c.parts)] = len(p.claims)
		}
		p.claims = append(p.claims, c)
	}
	walk(nil)
	for i := range p.claims {
		cross(p.claims[i].parts, nil, func(one [][]string) { p.claims[i].leaves = append(p.claims[i].leaves, leaf[fmt.Sprint(one)]) })
	}
	return p
}

func cross(parts, one [][]string, f func([][]string)) {
	if len(one) == len(parts) {
		f(one)
		return
	}
	for _, code := range parts[len(one)] {
		cross(parts, append(slices.Clone(one), []string{code}), f)
	}
}

// flat lays rows and columns out as directions; its figures stand row by row, the row's total last, the line of totals last of all.
func (p *paper) flat() {
	add := func(name string, codes []string) {
		d := paperDirection{Name: name}
		for _, c := range codes {
			d.Nodes = append(d.Nodes, struct {
				Code   string
				Parent int
			}{c, -1})
		}
		p.Directions = append(p.Directions, d)
	}
	if len(p.Rows) == 0 {
		add("columns", p.Columns)
		p.Figures = append(slices.Clone(p.Cells[0]), *p.Total)
		return
	}
	add("rows", p.Rows)
	add("columns", p.Columns)
	for i, line := range p.Cells {
		p.Figures = append(append(p.Figures, line...), p.RowTotals[i])
	}
	p.Figures = append(append(p.Figures, p.ColumnTotals...), *p.Total)
}

// under lists the smallest groups in a node; of the total, all.
func (d paperDirection) under(node int) (list []string) {
	whole := true
	for i, n := range d.Nodes {
		if n.Parent == node || node == len(d.Nodes) && n.Parent < 0 {
			whole = false
			list = append(list, d.under(i)...)
		}
	}
	if whole {
		return []string{d.Nodes[node].Code}
	}
	return list
}

// width is how wide what is hidden must stay.
func (p *paper) width() int64 { return min(p.Rules.Width, p.Rules.Threshold-2) }

func (p *paper) base() int64 {
	if p.National {
		return p.Rules.RoundNational
	}
	return p.Rules.Round
}

// says gives between which numbers lies what a figure stands for.
func (p *paper) says(c claim) linear.Bound {
	if c.value == nil {
		return linear.Bound{High: math.Inf(1)}
	}
	v, b := *c.value, p.base()
	low, high := v-b/2, v+(b-1)/2 // to the nearest, halves up
	if p.Rules.Rounding != "" {
		low, high = v-b+1, v+b-1 // to either side
	}
	switch {
	case p.ByPeople:
		low = max(low, 0)
	case v == 0:
		low, high = 0, 0 // a small number would be hidden
	default:
		low = max(low, p.Rules.Threshold)
	}
	return linear.Bound{Low: float64(low), High: float64(high)}
}

// group is what the people of a claim have in common along an axis: by kind of person, how often one is counted.
func (p *paper) group(c claim, d int) (of []string, several, everybody bool) {
	list := c.parts[d]
	if p.About == nil {
		return list, false, c.at[d] == len(p.Directions[d].Nodes)
	}
	a := p.About.Axes[d]
	for _, code := range list {
		if atoms := a.Of[code]; atoms != nil {
			of = append(of, atoms...)
		} else {
			of = append(of, code)
		}
	}
	return of, a.Several, a.Whole && !a.Several && c.at[d] == len(p.Directions[d].Nodes)
}

func (p *paper) axis(d int) string {
	if p.About == nil {
		return p.Directions[d].Name
	}
	return p.About.Axes[d].Name
}

// street is all papers of one moment, and the kinds of people that are told apart by them.
type street struct {
	papers []*paper
	axes   []string
	kinds  map[string][][]string // by axis, what each kind of person is part of: one thing, several, or nothing that is named
	cells  int
}

const nowhere = "~"

func onStreet(papers []*paper) street {
	s := street{papers: papers, kinds: map[string][][]string{}, cells: 1}
	atoms, several, whole := map[string]map[string]bool{}, map[string]bool{}, map[string]bool{}
	note := func(axis string, of []string) {
		if atoms[axis] == nil {
			atoms[axis] = map[string]bool{}
		}
		for _, a := range of {
			atoms[axis][a] = true
		}
	}
	for _, p := range papers {
		for d := range p.Directions {
			all := claim{parts: make([][]string, len(p.Directions)), at: make([]int, len(p.Directions))}
			all.parts[d] = p.Directions[d].under(len(p.Directions[d].Nodes))
			of, many, _ := p.group(all, d)
			note(p.axis(d), of)
			several[p.axis(d)] = several[p.axis(d)] || many
			whole[p.axis(d)] = whole[p.axis(d)] || p.About == nil || p.About.Axes[d].Whole
		}
		if p.About != nil {
			for axis, of := range p.About.Where {
				note(axis, of)
			}
		}
	}
	s.axes = slices.Sorted(maps.Keys(atoms))
	for _, axis := range s.axes {
		list := slices.Sorted(maps.Keys(atoms[axis]))
		if several[axis] {
			for set := 1; set < 1<<len(list); set++ {
				var kind []string
				for i, a := range list {
					if set>>i&1 == 1 {
						kind = append(kind, a)
					}
				}
				s.kinds[axis] = append(s.kinds[axis], kind)
			}
		} else {
			for _, a := range list {
				s.kinds[axis] = append(s.kinds[axis], []string{a})
			}
		}
		if !whole[axis] {
			s.kinds[axis] = append(s.kinds[axis], []string{nowhere})
		}
		s.cells *= len(s.kinds[axis])
	}
	return s
}

// counts gives, by axis and kind of person, how often a claim counts one.
func (s street) counts(p *paper, c claim) map[string][]int {
	by := map[string][]int{}
	for _, axis := range s.axes {
		by[axis] = slices.Repeat([]int{1}, len(s.kinds[axis]))
	}
	limit := func(axis string, of []string, several bool) {
		for k, kind := range s.kinds[axis] {
			n := 0
			for _, atom := range kind {
				if slices.Contains(of, atom) {
					n++
				}
			}
			if !several {
				n = min(n, 1)
			}
			by[axis][k] = n
		}
	}
	for d := range p.Directions {
		if of, several, everybody := p.group(c, d); !everybody {
			limit(p.axis(d), of, several)
		}
	}
	if p.About != nil {
		for axis, of := range p.About.Where {
			limit(axis, of, false)
		}
	}
	return by
}

// row lists the cells that a claim adds up, one that it counts twice twice.
func (s street) row(counts map[string][]int) (list []int) {
	var walk func(i, cell, times int)
	walk = func(i, cell, times int) {
		if times == 0 {
			return
		}
		if i == len(s.axes) {
			list = append(list, slices.Repeat([]int{cell}, times)...)
			return
		}
		for k, n := range counts[s.axes[i]] {
			walk(i+1, cell*len(s.kinds[s.axes[i]])+k, times*n)
		}
	}
	walk(0, 0, 1)
	return list
}

// watched is a number that must not come out.
type watched struct {
	number int
	width  int64
	few    int64 // of a group that nobody counted: only where it is so few; 0: always
	what   string
}

func (w watched) out(low, high int64) bool {
	return high-low < w.width && (w.few == 0 || low < w.few && high > 0)
}

// puzzleOnStreet is what the attacker works out.
type puzzleOnStreet struct {
	street
	system  *linear.System
	known   []linear.Bound
	last    []bool // what only the last paper says
	number  [][]int
	watched []watched
}

// layOut writes everything down that the papers say.
func (s street) layOut() puzzleOnStreet {
	z := puzzleOnStreet{street: s, number: make([][]int, len(s.papers))}
	leaves := s.cells
	shadow := map[int]int{} // where the rounded leaves of a paper begin that adds up as it is shown
	for i, p := range s.papers {
		if p.Rules.Rounding == "controlled" && p.base() > 1 {
			shadow[i] = leaves
			leaves += len(p.leafClaims())
		}
	}
	var rows [][]int
	z.known, z.last = slices.Repeat([]linear.Bound{{High: math.Inf(1)}}, leaves), make([]bool, leaves)
	add := func(row []int, b linear.Bound, last bool) int {
		rows, z.known, z.last = append(rows, row), append(z.known, b), append(z.last, last)
		return leaves + len(rows) - 1
	}
	by := make([][]map[string][]int, len(s.papers))
	for i, p := range s.papers {
		last := i == len(s.papers)-1
		at := map[int]int{} // of a leaf claim, its place
		for n, c := range p.leafClaims() {
			at[c] = n
		}
		for _, c := range p.claims {
			counts := s.counts(p, c)
			row := s.row(counts)
			n := add(row, p.says(c), last)
			by[i], z.number[i] = append(by[i], counts), append(z.number[i], n)
			if c.value == nil {
				z.watched = append(z.watched, watched{n, p.width(), 0, fmt.Sprintf("paper %d, figure %v", i, c.at)})
			}
			if from, adds := shadow[i]; adds {
				var sum, apart []int
				for _, l := range c.leaves {
					sum, apart = append(sum, from+at[l]), append(apart, ^(from+at[l]))
				}
				shown := linear.Bound{High: math.Inf(1)}
				if c.value != nil {
					shown = linear.Bound{Low: float64(*c.value), High: float64(*c.value)}
				}
				add(sum, shown, last)
				near := float64(p.base() - 1)
				add(append(slices.Clone(row), apart...), linear.Bound{Low: -near, High: near}, false)
			}
		}
	}
	z.uncounted(by, add)
	z.system = linear.NewSystem(leaves, rows)
	return z
}

func (p *paper) leafClaims() (list []int) {
	for i, c := range p.claims {
		if len(c.leaves) == 1 && c.leaves[0] == i {
			list = append(list, i)
		}
	}
	return list
}

// uncounted watches the groups of people that nobody counted, and that the last paper tells of together with another: one group less one
// that is part of it along one axis.
func (z *puzzleOnStreet) uncounted(by [][]map[string][]int, add func([]int, linear.Bound, bool) int) {
	last := len(z.papers) - 1
	if last < 1 {
		return
	}
	whole := func(p *paper, counts map[string][]int) bool { // counts nobody twice
		for _, list := range counts {
			if slices.Max(list) > 1 {
				return false
			}
		}
		return true
	}
	key := func(counts map[string][]int) string {
		var b strings.Builder
		for _, axis := range z.axes {
			fmt.Fprint(&b, counts[axis])
		}
		return b.String()
	}
	has := make([]map[string]bool, len(z.papers))
	for i := range z.papers {
		has[i] = map[string]bool{}
		for _, c := range by[i] {
			has[i][key(c)] = true
		}
	}
	seen := map[string]bool{}
	for other := range last {
		for _, pair := range [][2]int{{last, other}, {other, last}} {
			for a, more := range by[pair[0]] {
				for b, less := range by[pair[1]] {
					if !whole(z.papers[pair[0]], more) || !whole(z.papers[pair[1]], less) || !z.part(less, more) || has[pair[0]][key(less)] || has[pair[1]][key(more)] {
						continue
					}
					if name := key(more) + "-" + key(less); !seen[name] {
						seen[name] = true
						row := slices.Clone(z.row(more))
						for _, cell := range z.row(less) {
							row = slices.Delete(row, slices.Index(row, cell), slices.Index(row, cell)+1)
						}
						n := add(row, linear.Bound{High: math.Inf(1)}, false)
						p, o := z.papers[pair[0]], z.papers[pair[1]]
						z.watched = append(z.watched, watched{n, min(p.width(), o.width()), max(p.Rules.Threshold, o.Rules.Threshold),
							fmt.Sprintf("paper %d, %v, without paper %d, %v", pair[0], p.claims[a].at, pair[1], o.claims[b].at)})
					}
				}
			}
		}
	}
}

// part reports whether one group is part of another along one axis, and the same along the others.
func (s street) part(less, more map[string][]int) bool {
	differ := 0
	for _, axis := range s.axes {
		if slices.Equal(less[axis], more[axis]) {
			continue
		}
		differ++
		for k, n := range less[axis] {
			if n > more[axis][k] {
				return false
			}
		}
	}
	return differ == 1
}

// bounds gives how few and how many each number of a list can be, no farther than where nothing more is asked of it.
func (z *puzzleOnStreet) bounds(known []linear.Bound, list []watched) (low, high []int64, err error) {
	st, err := z.system.Start(known, nil)
	if err != nil {
		return nil, nil, err
	}
	least, most := st.Point(), st.Point()
	note := func() {
		for a, v := range st.Point() {
			least[a], most[a] = min(least[a], v), max(most[a], v)
		}
	}
	for _, w := range list {
		seen := func() (int64, int64) {
			return inside(least[w.number], math.Ceil, -1), inside(most[w.number], math.Floor, 1)
		}
		open := func() bool { l, h := seen(); return h-l >= w.width }
		if !open() {
			v, err := st.Least(w.number, most[w.number]-float64(w.width)-1)
			if err != nil {
				return nil, nil, err
			}
			note()
			least[w.number] = min(least[w.number], v)
		}
		if !open() {
			v, err := st.Most(w.number, least[w.number]+float64(w.width)+1)
			if err != nil {
				return nil, nil, err
			}
			note()
			most[w.number] = max(most[w.number], v)
		}
		l, h := seen()
		low, high = append(low, l), append(high, h)
	}
	return low, high, nil
}

// inside gives the whole number inside a bound.
func inside(v float64, to func(float64) float64, sign float64) int64 {
	if math.IsInf(v, 0) {
		return int64(sign * (1 << 50))
	}
	return int64(to(v - sign*-1e-6))
}

// lookInto gives what comes out of papers, the last of which came last, that did not come out of the others.
func lookInto(papers []*paper) (found []string, err error) {
	last := papers[len(papers)-1]
	if last.Withheld != "" {
		return nil, nil
	}
	now := map[string][]*paper{}
	for _, p := range papers {
		if p.Withheld == "" {
			now[p.state] = append(now[p.state], p)
		}
	}
	if found = plainly(last); len(found) > 0 {
		return found, nil
	}
	z := onStreet(now[last.state]).layOut()
	low, high, err := z.bounds(z.known, z.watched)
	if err != nil {
		return nil, err
	}
	var out []watched
	for i, w := range z.watched {
		if w.out(low[i], high[i]) {
			out = append(out, w)
		}
	}
	if len(out) > 0 {
		before := slices.Clone(z.known)
		for n, only := range z.last {
			if only {
				before[n] = linear.Bound{High: math.Inf(1)}
			}
		}
		low, high, err := z.bounds(before, out)
		if err != nil {
			return nil, err
		}
		for i, w := range out {
			if !w.out(low[i], high[i]) {
				found = append(found, fmt.Sprintf("%s comes out, %d wide at least", w.what, w.width))
			}
		}
	}
	for state, others := range now {
		if state == last.state {
			continue
		}
		more, err := differences(z, onStreet(others).layOut())
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// plainly gives what anybody sees on a paper without working anything out: that it shows what its own rules hide.
func plainly(p *paper) (found []string) {
	of := map[string]int{}
	for a, c := range p.claims {
		of[fmt.Sprint(c.at)] = a
	}
	up := func(c claim, d int) (whole claim, siblings int) {
		nodes := p.Directions[d].Nodes
		parent := nodes[c.at[d]].Parent
		for _, n := range nodes {
			if n.Parent == parent {
				siblings++
			}
		}
		if parent < 0 {
			parent = len(nodes)
		}
		at := slices.Clone(c.at)
		at[d] = parent
		return p.claims[of[fmt.Sprint(at)]], siblings
	}
	for a, c := range p.claims {
		if c.value == nil {
			continue
		}
		v := *c.value
		if !p.ByPeople && int64(p.says(c).High) < p.Rules.Threshold && (v > 0 || !p.Rules.ZeroShown) {
			found = append(found, fmt.Sprintf("%v is %d, and small", c.at, v))
		}
		if mine := p.largest[a]; p.Rules.Dominance > 0 && mine*100 > p.Rules.Dominance*int64(p.says(c).High) {
			found = append(found, fmt.Sprintf("%v is %d, of which one holds %d", c.at, v, mine))
		}
		for d, i := range c.at {
			if i == len(p.Directions[d].Nodes) {
				continue
			}
			whole, siblings := up(c, d)
			if whole.value == nil || p.ByPeople {
				continue
			}
			if n := p.says(whole); siblings > 1 && n.High > 0 && n.High < float64(p.Rules.ClassBelow) && (v == 0 || n == p.says(c) && n.Low == n.High) {
				found = append(found, fmt.Sprintf("%v is %d, of %d in its group", c.at, v, *whole.value))
			}
			if _, shown := p.percent[a]; shown && d == len(c.at)-1 && p.says(whole).High < float64(p.Rules.MinDenominator) {
				found = append(found, fmt.Sprintf("%v is a percentage of %d", c.at, *whole.value))
			}
		}
	}
	if all := p.claims[len(p.claims)-1]; all.value != nil && !p.ByPeople && p.says(all).High < float64(p.Rules.MinCohort) {
		found = append(found, fmt.Sprintf("%d are all there are, and a table is made of them", *all.value))
	}
	return found
}

// exactly asks for the bounds of every claim.
func (z *puzzleOnStreet) exactly() (low, high [][]int64, err error) {
	st, err := z.system.Start(z.known, nil)
	if err != nil {
		return nil, nil, err
	}
	for i := range z.papers {
		low, high = append(low, nil), append(high, nil)
		for _, n := range z.number[i] {
			least, err := st.Least(n, math.Inf(-1))
			if err != nil {
				return nil, nil, err
			}
			most, err := st.Most(n, math.Inf(1))
			if err != nil {
				return nil, nil, err
			}
			low[i], high[i] = append(low[i], inside(least, math.Ceil, -1)), append(high[i], inside(most, math.Floor, 1))
		}
	}
	return low, high, nil
}

// differences looks at what came and went between two moments: of the same people, and of a group and a part of it, in the last paper and in
// those of the other moment.
func differences(z, then puzzleOnStreet) (found []string, err error) {
	low, high, err := z.exactly()
	if err != nil {
		return nil, err
	}
	before, after, err := then.exactly()
	if err != nil {
		return nil, err
	}
	both := onStreet(append(slices.Clone(z.papers), then.papers...))
	last := len(z.papers) - 1
	p := z.papers[last]
	for a, c := range p.claims {
		mine := both.counts(p, c)
		for i, o := range then.papers {
			few, width := max(p.Rules.Threshold, o.Rules.Threshold), min(p.width(), o.width())
			for b, d := range o.claims {
				other := both.counts(o, d)
				if fmt.Sprint(mine) != fmt.Sprint(other) {
					continue
				}
				l, h := low[last][a]-after[i][b], high[last][a]-before[i][b]
				if some := l < few && h > 0 || h > -few && l < 0; some && h-l < width {
					found = append(found, fmt.Sprintf("%v, and %v of paper %d of %s, differ by %d to %d", c.at, d.at, i, o.state, l, h))
				}
			}
		}
	}
	return found, nil
}
