package disclosure

import (
	"container/heap"
	"slices"
)

// need is what must stay open about a hidden number: it could be as little as low and as much as high, and between its
// bounds lies at least width.
//
// few is for a group that no table counts: it is open too where it is surely not below few, or surely nobody.
type need struct{ low, high, width, few int64 }

func (n need) met(s span) bool {
	if n.few > 0 && (s.lo >= n.few || s.hi <= 0) {
		return true
	}
	return n.open(s)
}

// open is met by what tables show that were found so far: what else can be had opens it only farther.
func (n need) open(s span) bool { return s.lo <= n.low && s.hi >= n.high && s.width() >= n.width }

// search is the search for what else to hide.
type search struct {
	form form
	x    []int64 // the true numbers
	open []span  // what is known of each number while it is hidden: nothing, or what was released earlier
	said []span  // what its value says once it is shown
	need []need
	must []bool  // hidden for itself
	cost []int64 // of hiding it
}

// within gives what is known of every number when some are hidden.
func (s *search) within(hide []bool) []span {
	w := make([]span, len(s.x))
	for a := range w {
		w[a] = s.open[a]
		if !hide[a] {
			w[a] = w[a].and(s.said[a])
		}
	}
	return w
}

// enough is how far the bounds of a number must be looked for.
func (n need) enough(x int64) int64 { return max(n.width, n.high-x, x-n.low) }

// weakest gives a hidden number of which the attack finds out too much, and its bounds; -1 where there is none.
func (s *search) weakest(hide []bool, onlyMust bool) (int, span) {
	within := s.within(hide)
	for a := range s.x {
		if !hide[a] || onlyMust && !s.must[a] {
			continue
		}
		if found := s.form.net.bound(s.x, within, a, s.need[a].enough(s.x[a])); !s.need[a].met(found) {
			return a, found
		}
	}
	return -1, span{}
}

func (s *search) safe(hide []bool) bool {
	a, _ := s.weakest(hide, false)
	return a < 0
}

// loss is what hiding costs.
func (s *search) loss(hide []bool) (sum int64) {
	for a, h := range hide {
		if h {
			sum += s.cost[a]
		}
	}
	return sum
}

// pattern gives which numbers to hide: as few and as small ones as the search finds. ok is false where nothing that is
// hidden helps.
func (s *search) pattern() (hide []bool, ok bool) {
	hide, ok = s.paths()
	if !ok {
		return nil, false
	}
	s.giveBack(hide)
	if best, done := s.exact(hide, exactTries); done {
		return best, true
	}
	return hide, true
}

// paths hides, for each number of which too much is known, the cheapest ring of numbers through it that lets it move.
func (s *search) paths() (hide []bool, ok bool) {
	hide = slices.Clone(s.must)
	for range len(s.x) + 1 {
		a, found := s.weakest(hide, false)
		if a < 0 {
			return hide, true
		}
		if !s.openUp(hide, a, found) {
			break
		}
	}
	for a := range hide { // the last try: everything
		hide[a] = true
	}
	return hide, s.safe(hide)
}

// openUp hides what lets a number move the way it must; false where no ring does.
func (s *search) openUp(hide []bool, a int, found span) bool {
	n := s.need[a]
	up, down := max(n.high-s.x[a], 0), max(s.x[a]-n.low, 0)
	short := n.width - found.width()
	type way struct{ from, to int }
	arc := s.form.net.arcs[a]
	rising, falling := way{from: arc.to, to: arc.from}, way(arc)
	tries := []struct {
		way
		by int64
	}{{rising, up}, {falling, down}, {rising, n.width}, {falling, n.width}}
	switch {
	case found.hi < n.high:
		tries = tries[:1]
	case found.lo > n.low:
		tries = tries[1:2]
	default:
		tries = tries[2:]
		if found.hi > s.x[a] {
			tries[0].by = found.hi - s.x[a] + short
		}
		if found.lo < s.x[a] {
			tries[1].by = s.x[a] - found.lo + short
		}
	}
	for by := int64(0); ; by++ { // as much as is needed, then half of it, then what can be had
		best, ring := int64(-1), []int(nil)
		for _, t := range tries {
			if price, arcs := s.cheapest(hide, a, t.from, t.to, t.by>>by); arcs != nil && (best < 0 || price < best) {
				best, ring = price, arcs
			}
		}
		fresh := false
		for _, b := range ring {
			fresh = fresh || !hide[b]
			hide[b] = true
		}
		if fresh {
			return true
		}
		if tries[0].by>>by <= 1 {
			return s.neighbour(hide, a)
		}
	}
}

// neighbour hides the cheapest number that is not hidden and touches a node of one.
func (s *search) neighbour(hide []bool, a int) bool {
	best := -1
	for _, node := range []int{s.form.net.arcs[a].from, s.form.net.arcs[a].to} {
		for _, b := range s.form.net.at[node] {
			if !hide[b] && (best < 0 || s.cost[b] < s.cost[best]) {
				best = b
			}
		}
	}
	if best < 0 {
		return false
	}
	hide[best] = true
	return true
}

// cheapest finds the ring of least cost through a number along which by could move if all of it were hidden.
func (s *search) cheapest(hide []bool, without, from, to int, by int64) (int64, []int) {
	if by <= 0 {
		return 0, nil
	}
	n := &s.form.net
	price, cameBy := make([]int64, len(n.at)), make([]int, len(n.at))
	for i := range price {
		price[i], cameBy[i] = far, -1
	}
	price[from] = 0
	queue := &nodes{{from, 0}}
	for queue.Len() > 0 {
		at := heap.Pop(queue).(node)
		if at.price > price[at.id] {
			continue
		}
		for _, a := range n.at[at.id] {
			if a == without || room(n.arcs[a], at.id, s.x[a], s.open[a]) < by {
				continue
			}
			next, step := n.arcs[a].to, s.cost[a]
			if next == at.id {
				next = n.arcs[a].from
			}
			if hide[a] {
				step = 0
			}
			if p := at.price + step; p < price[next] {
				price[next], cameBy[next] = p, a
				heap.Push(queue, node{next, p})
			}
		}
	}
	if price[to] == far {
		return 0, nil
	}
	var ring []int
	n.walk(cameBy, from, to, func(a, _ int) { ring = append(ring, a) })
	return price[to], ring
}

// giveBack shows again, the dearest first, whatever need not be hidden after all.
func (s *search) giveBack(hide []bool) {
	order := s.byCost()
	for _, a := range slices.Backward(order) {
		if hide[a] && !s.must[a] {
			hide[a] = false
			if !s.safe(hide) {
				hide[a] = true
			}
		}
	}
}

func (s *search) byCost() []int {
	order := make([]int, len(s.x))
	for a := range order {
		order[a] = a
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(s.cost[a] - s.cost[b]) })
	return order
}

// exactTries is how many patterns the exact search looks at before it gives up; small tables need fewer.
const exactTries = 300

// exact looks for a pattern of less cost than one that is known; done is false where it gave up.
func (s *search) exact(known []bool, tries int) (best []bool, done bool) {
	best = slices.Clone(known)
	least := s.loss(best)
	var free []int
	for _, a := range s.byCost() {
		if !s.must[a] {
			free = append(free, a)
		}
	}
	hide := slices.Clone(s.must)
	var look func(at int, spent int64) bool
	look = func(at int, spent int64) bool {
		if spent >= least {
			return true
		}
		if tries--; tries < 0 {
			return false
		}
		if s.safe(hide) {
			best, least = slices.Clone(hide), spent
			return true
		}
		for i := at; i < len(free); i++ {
			a := free[i]
			if spent+s.cost[a] >= least {
				break // those after it cost more
			}
			hide[a] = true
			going := look(i+1, spent+s.cost[a])
			hide[a] = false
			if !going {
				return false
			}
		}
		return true
	}
	return best, look(0, s.loss(hide))
}

// node waits in the queue of cheapest.
type node struct {
	id    int
	price int64
}

type nodes []node

func (q nodes) Len() int           { return len(q) }
func (q nodes) Less(i, j int) bool { return q[i].price < q[j].price }
func (q nodes) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *nodes) Push(v any)        { *q = append(*q, v.(node)) }
func (q *nodes) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
