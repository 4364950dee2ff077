package insight

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Ask answers a question exactly, on all cores. An error says that it is no question of this cube.
func (c *Cube) Ask(q Question) (Cells, error) {
	p, names, err := c.prepare(q)
	if err != nil {
		return Cells{}, fmt.Errorf("ask cube: %w", err)
	}
	sum := newTally(c, p)
	if !p.none {
		sum = c.count(p)
	}
	return sum.cells(names), nil
}

// chunk is a part of the work: runs from to until, or people who are in several places.
type chunk struct {
	from, until int
	movers      bool
}

// chunkFacts is about how many facts are one part of the work.
const chunkFacts = 1 << 19

// chunks cuts the work where a person's runs in one place end.
func (c *Cube) chunks(p *plan) (list []chunk) {
	for place, n := range p.place {
		if n < 0 {
			continue
		}
		from, facts := c.at[place], 0
		for i := from; i < c.at[place+1]; i++ {
			facts += int(c.runs[i].n)
			if end := i + 1; end == c.at[place+1] || facts >= chunkFacts && c.runs[end].person != c.runs[i].person {
				list = append(list, chunk{from: from, until: end})
				from, facts = end, 0
			}
		}
	}
	if p.across() {
		const at = 1 << 10
		for from := 0; from < len(c.movers); from += at {
			list = append(list, chunk{from: from, until: min(from+at, len(c.movers)), movers: true})
		}
	}
	return list
}

// across reports whether people in several places must be looked at in all of them at once: only then is counting within
// places not enough.
func (p *plan) across() bool { return !p.inPlaces && (p.merges || p.latest) }

func (c *Cube) count(p *plan) *tally {
	work := c.chunks(p)
	workers := max(1, min(runtime.GOMAXPROCS(0), len(work)))
	tallies := make([]*tally, workers)
	var next atomic.Int64
	var wait sync.WaitGroup
	for i := range tallies {
		wait.Go(func() {
			t := newTally(c, p)
			for n := next.Add(1) - 1; n < int64(len(work)); n = next.Add(1) - 1 {
				t.take(work[n])
			}
			tallies[i] = t
		})
	}
	wait.Wait()
	for _, t := range tallies[1:] {
		tallies[0].add(t)
	}
	return tallies[0]
}

// cell is a count of different people: seen is who was counted last, so that nobody is counted twice in one go.
type cell struct{ seen, people uint32 }

// heap is a count of facts, beside the cell.
type heap struct{ facts, largest, now uint32 }

// tally counts. Whoever is looked at has a number of their own, and all their facts come one after the other.
type tally struct {
	c     *Cube
	p     *plan
	who   uint32
	count []cell
	heaps []heap
	last  []uint32 // by item and perspective: whose latest fact was met
	runs  []int
}

func newTally(c *Cube, p *plan) *tally {
	t := &tally{c: c, p: p, count: make([]cell, p.cells)}
	if p.facts {
		t.heaps = make([]heap, p.cells)
	}
	if p.latest {
		t.last = make([]uint32, MostItems*MostPerspectives)
	}
	return t
}

func (t *tally) add(other *tally) {
	for i, n := range other.count {
		t.count[i].people += n.people
	}
	for i, h := range other.heaps {
		t.heaps[i].facts += h.facts
		t.heaps[i].largest = max(t.heaps[i].largest, h.largest)
	}
}

func (t *tally) take(w chunk) {
	if w.movers {
		for _, runs := range t.c.movers[w.from:w.until] {
			t.who++
			t.person(runs)
		}
		return
	}
	across := t.p.across()
	for i := w.from; i < w.until; {
		end := i + 1
		for end < w.until && t.c.runs[end].person == t.c.runs[i].person {
			end++
		}
		if across && t.c.moved(t.c.runs[i].person) {
			i = end
			continue
		}
		t.who++
		if t.p.latest {
			t.runs = t.runs[:0]
			for k := i; k < end; k++ {
				t.runs = append(t.runs, k)
			}
			t.person(t.runs)
		} else {
			for ; i < end; i++ {
				t.all(&t.c.runs[i])
			}
		}
		i = end
	}
}

// person counts the runs of one person, which are in the order of time.
func (t *tally) person(runs []int) {
	if !t.p.latest {
		for _, i := range runs {
			t.all(&t.c.runs[i])
		}
		return
	}
	for k := len(runs) - 1; k >= 0; k-- {
		t.latest(&t.c.runs[runs[k]])
	}
}

// all counts every fact of a run that the question asks for.
func (t *tally) all(r *run) {
	p := t.p
	base := p.base(r)
	if base < 0 || r.last < p.first || r.first > p.last {
		return
	}
	words := t.c.words[r.start : r.start+r.n]
	if t.heaps != nil {
		for _, w := range words {
			t.pile(base + p.offset(w))
		}
		return
	}
	who, count := t.who, t.count
	for _, w := range words {
		n := base + p.item[w&(MostItems-1)] + p.period[w>>periodAt&(MostPeriods-1)] + p.said[w>>perspectiveAt&(MostPerspectives*MostValues-1)]
		if n < 0 {
			continue
		}
		if x := &count[n]; x.seen != who {
			x.seen = who
			x.people++
		}
	}
}

// latest counts those facts of a run after which nothing was said of the same item from the same perspective, up to the period
// that is asked for. Runs come from the last to the first.
func (t *tally) latest(r *run) {
	p := t.p
	if r.first > p.at {
		return
	}
	base := p.base(r)
	for k := int(r.n) - 1; k >= 0; k-- {
		w := t.c.words[int(r.start)+k]
		if uint8(w>>periodAt) > p.at {
			continue
		}
		about := w&(MostItems-1) | w>>perspectiveAt&(MostPerspectives-1)<<itemBits
		if t.last[about] == t.who {
			continue
		}
		t.last[about] = t.who
		if base >= 0 {
			t.pile(base + p.offset(w))
		}
	}
}

// offset gives what a fact adds to a cell's number.
func (p *plan) offset(w uint32) int32 {
	return p.item[w&(MostItems-1)] + p.period[w>>periodAt&(MostPeriods-1)] + p.said[w>>perspectiveAt&(MostPerspectives*MostValues-1)]
}

// pile counts one fact in a cell, with people and, if asked, facts.
func (t *tally) pile(n int32) {
	if n < 0 {
		return
	}
	x := &t.count[n]
	fresh := x.seen != t.who
	if fresh {
		x.seen = t.who
		x.people++
	}
	if t.heaps == nil {
		return
	}
	h := &t.heaps[n]
	if fresh {
		h.now = 0
	}
	h.now++
	h.facts++
	h.largest = max(h.largest, h.now)
}

// cells gives the answer in the question's own order of directions.
func (t *tally) cells(names [][]string) Cells {
	out := Cells{Directions: names, People: make([]uint32, len(t.count))}
	if t.p.facts {
		out.Facts, out.Largest = make([]uint32, len(t.count)), make([]uint32, len(t.count))
	}
	stride := make([]int, len(names)) // of the answer
	n := 1
	for i := len(names) - 1; i >= 0; i-- {
		stride[i] = n
		n *= len(names[i])
	}
	at := make([]int, len(t.p.order))
	to := 0
	for i := range t.count {
		out.People[to] = t.count[i].people
		if t.heaps != nil {
			out.Facts[to], out.Largest[to] = t.heaps[i].facts, t.heaps[i].largest
		}
		for k := len(at) - 1; k >= 0; k-- {
			step := stride[t.p.from[k]]
			to += step
			if at[k]++; at[k] < t.p.order[k] {
				break
			}
			to -= at[k] * step
			at[k] = 0
		}
	}
	return out
}
