package disclosure

// span is between which numbers one lies.
type span struct{ lo, hi int64 }

// far is more than any number in a table: a bound that binds nothing.
const far = int64(1) << 40

func (s span) and(o span) span { return span{max(s.lo, o.lo), min(s.hi, o.hi)} }

func (s span) width() int64 { return s.hi - s.lo }

// network holds the numbers of a table as arcs: at every node, what flows in flows out. A table of two directions with
// its margins is such a network, so that the exact bounds of a hidden number, over all tables of whole numbers that agree
// with what is shown, are a largest flow. (The matrix of a network is totally unimodular: the bounds that linear
// programming gives are whole numbers by themselves.)
type network struct {
	arcs []arc
	at   [][]int // the arcs that touch a node
}

type arc struct{ from, to int }

func (n *network) join(from, to int) {
	for len(n.at) <= max(from, to) {
		n.at = append(n.at, nil)
	}
	n.at[from] = append(n.at[from], len(n.arcs))
	n.at[to] = append(n.at[to], len(n.arcs))
	n.arcs = append(n.arcs, arc{from, to})
}

// push moves as much as it can, but at most most, from a node to another without using one arc. x changes and stays
// within the spans.
func (n *network) push(x []int64, within []span, from, to, without int, most int64) (moved int64) {
	cameBy := make([]int, len(n.at))
	queue := make([]int, 0, len(n.at))
	for moved < most {
		for i := range cameBy {
			cameBy[i] = -1
		}
		queue = append(queue[:0], from)
		for len(queue) > 0 && cameBy[to] < 0 {
			at := queue[0]
			queue = queue[1:]
			for _, a := range n.at[at] {
				next := n.arcs[a].to
				if next == at {
					next = n.arcs[a].from
				}
				if a != without && cameBy[next] < 0 && next != from && room(n.arcs[a], at, x[a], within[a]) > 0 {
					cameBy[next] = a
					queue = append(queue, next)
				}
			}
		}
		if cameBy[to] < 0 {
			return moved
		}
		by := most - moved
		n.walk(cameBy, from, to, func(a, at int) { by = min(by, room(n.arcs[a], at, x[a], within[a])) })
		n.walk(cameBy, from, to, func(a, at int) {
			if n.arcs[a].from == at {
				x[a] += by
			} else {
				x[a] -= by
			}
		})
		moved += by
	}
	return moved
}

// room is how much more can leave a node by an arc: along it, or by taking back what comes along it.
func room(a arc, at int, x int64, s span) int64 {
	if a.from == at {
		return s.hi - x
	}
	return x - s.lo
}

// walk goes back over a path that was found; f is given each arc and the node it was left from.
func (n *network) walk(cameBy []int, from, to int, f func(a, at int)) {
	for at := to; at != from; {
		a := cameBy[at]
		before := n.arcs[a].from
		if before == at {
			before = n.arcs[a].to
		}
		f(a, before)
		at = before
	}
}

// bound gives the least and the most that one number can be over all tables within the spans, of which x is one. It looks
// no further than enough below and above x.
func (n *network) bound(x []int64, within []span, a int, enough int64) span {
	try := make([]int64, len(x))
	copy(try, x)
	up := n.push(try, within, n.arcs[a].to, n.arcs[a].from, a, min(within[a].hi-x[a], enough))
	copy(try, x)
	down := n.push(try, within, n.arcs[a].from, n.arcs[a].to, a, min(x[a]-within[a].lo, enough))
	return span{x[a] - down, x[a] + up}
}

// some gives a table within the spans; ok is false where there is none, for they contradict each other.
func (n *network) some(within []span) (x []int64, ok bool) {
	x = make([]int64, len(n.arcs))
	over := make([]int64, len(n.at)) // what a node has too much of
	for a, s := range within {
		if s.lo > s.hi {
			return nil, false
		}
		x[a] = s.lo
		over[n.arcs[a].to] += s.lo
		over[n.arcs[a].from] -= s.lo
	}
	for from := range over {
		for to := range over {
			if over[from] > 0 && over[to] < 0 {
				moved := n.push(x, within, from, to, -2, min(over[from], -over[to]))
				over[from] -= moved
				over[to] += moved
			}
		}
		if over[from] > 0 {
			return nil, false
		}
	}
	return x, true
}
