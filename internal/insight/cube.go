package insight

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Fact is one fact about one person, as places in the lists of a frame.
type Fact struct {
	Place       uint16
	Groups      [MostGroups]uint8
	Period      uint8
	Item        uint16
	Perspective uint8
	Value       uint8
}

// word packs what differs from fact to fact.
func (f Fact) word() uint32 {
	return uint32(f.Item) | uint32(f.Period)<<periodAt | uint32(f.Perspective)<<perspectiveAt | uint32(f.Value)<<valueAt
}

func (f Fact) fits(in *Frame) bool {
	for i, g := range f.Groups {
		if i < len(in.Groups) && int(g) >= len(in.Groups[i].Codes) || i >= len(in.Groups) && g != 0 {
			return false
		}
	}
	return int(f.Place) < len(in.Places) && int(f.Period) < len(in.Periods) && int(f.Item) < len(in.Items) &&
		int(f.Perspective) < len(in.Perspectives) && int(f.Value) < len(in.Values)
}

// run is a stretch of the column: the facts of one person, in the order of time, while they are in one place and the same
// groups. What holds for the whole stretch stands here once, with its least and greatest period; that is what makes a fact
// four bytes, and lets a question pass over what it does not ask for.
type run struct {
	person      uint32
	start, n    uint32
	turn        uint16 // which of the person's stretches, in the order of time
	place       uint16
	groups      [MostGroups]uint8
	first, last uint8 // periods
}

func (r run) before(other run) int {
	return cmp.Or(cmp.Compare(r.place, other.place), cmp.Compare(r.person, other.person), cmp.Compare(r.turn, other.turn))
}

// Cube holds facts without identity as packed columns. It never changes once it is made, so that any number of questions may
// read it at once; Change makes the next one.
type Cube struct {
	frame   Frame
	runs    []run    // by place, person and turn
	words   []uint32 // the facts of the runs, one after the other
	at      []int    // at[p] is the first run of place p; one more than there are places
	people  int      // how many different people
	movers  [][]int  // runs of each person who is in more than one place, by turn
	moves   []uint64 // bits of their numbers
	largest uint32   // number of a person
}

// mostFacts keeps the column's places within 32 bits.
const mostFacts = 1 << 31

// Frame says what the cube's codes mean. Nobody may change it.
func (c *Cube) Frame() Frame { return c.frame }

// Facts is how many facts there are.
func (c *Cube) Facts() int { return len(c.words) }

// Bytes is what the cube takes of the memory.
func (c *Cube) Bytes() int {
	n := 4*cap(c.words) + 28*cap(c.runs) + 8*cap(c.at) + 8*cap(c.moves)
	for _, m := range c.movers {
		n += 24 + 8*cap(m)
	}
	return n
}

// piece is a run with its facts, wherever they are.
type piece struct {
	run
	words []uint32
}

// Builder gathers people for a cube. Add each once.
type Builder struct {
	frame  Frame
	pieces []piece
	seen   map[uint32]bool
	block  []uint32
	facts  int
}

// NewBuilder starts a cube with a frame.
func NewBuilder(f Frame) (*Builder, error) {
	if err := f.Check(); err != nil {
		return nil, fmt.Errorf("make cube: %w", err)
	}
	return &Builder{frame: f, seen: map[uint32]bool{}}, nil
}

var (
	errTwice    = errors.New("a person is added twice")
	errNoFact   = errors.New("a fact has a code that the frame does not have")
	errOrder    = errors.New("a person's facts are not in the order of time")
	errTooLarge = errors.New("more people, facts or moves than a cube holds")
)

// Add adds all facts of a person, in the order of time. The number is theirs in this cube alone.
func (b *Builder) Add(person uint32, facts []Fact) error {
	switch {
	case person >= MostPeople || b.facts+len(facts) > mostFacts:
		return errTooLarge
	case b.seen[person]:
		return errTwice
	}
	b.seen[person] = true
	b.facts += len(facts)
	pieces, err := b.split(person, facts)
	b.pieces = append(b.pieces, pieces...)
	return err
}

// split cuts a person's facts where their place or groups change.
func (b *Builder) split(person uint32, facts []Fact) (pieces []piece, err error) {
	words := b.room(len(facts))
	from := 0
	for i, f := range facts {
		if !f.fits(&b.frame) {
			return nil, errNoFact
		}
		if i > 0 && f.Period < facts[i-1].Period {
			return nil, errOrder
		}
		words[i] = f.word()
		if next := i + 1; next == len(facts) || facts[next].Place != f.Place || facts[next].Groups != f.Groups {
			if len(pieces) > 1<<16-1 {
				return nil, errTooLarge
			}
			pieces = append(pieces, piece{run{person: person, n: uint32(next - from), turn: uint16(len(pieces)), place: f.Place,
				groups: f.Groups, first: facts[from].Period, last: f.Period}, words[from:next:next]})
			from = next
		}
	}
	return pieces, nil
}

// room gives space for so many words out of large blocks, so that millions of people are no millions of allocations.
func (b *Builder) room(n int) []uint32 {
	if len(b.block) < n {
		b.block = make([]uint32, max(n, 1<<18))
	}
	out := b.block[:n:n]
	b.block = b.block[n:]
	return out
}

// Cube gives what was gathered.
func (b *Builder) Cube() *Cube {
	slices.SortFunc(b.pieces, func(x, y piece) int { return x.before(y.run) })
	return assemble(b.frame, b.pieces)
}

// assemble lays pieces, in their order, into columns.
func assemble(f Frame, pieces []piece) *Cube {
	n := 0
	for _, p := range pieces {
		n += len(p.words)
	}
	c := &Cube{frame: f, runs: make([]run, len(pieces)), words: make([]uint32, 0, n)}
	for i, p := range pieces {
		p.start = uint32(len(c.words))
		c.runs[i] = p.run
		c.words = append(c.words, p.words...)
	}
	c.index()
	return c
}

// index finds where places begin, how many people there are, and who is in more than one place.
func (c *Cube) index() {
	c.at = make([]int, len(c.frame.Places)+1)
	place := 0
	for i, r := range c.runs {
		for ; place <= int(r.place); place++ {
			c.at[place] = i
		}
		c.largest = max(c.largest, r.person)
	}
	for ; place < len(c.at); place++ {
		c.at[place] = len(c.runs)
	}
	in := make([]int32, c.largest+1) // 1 + the place a person was seen in
	c.moves = make([]uint64, c.largest/64+1)
	for _, r := range c.runs {
		if in[r.person] == 0 {
			c.people++
		} else if in[r.person] != int32(r.place)+1 {
			c.moves[r.person/64] |= 1 << (r.person % 64)
		}
		in[r.person] = int32(r.place) + 1
	}
	of := map[uint32]int{}
	for i, r := range c.runs {
		if !c.moved(r.person) {
			continue
		}
		m, ok := of[r.person]
		if !ok {
			m = len(c.movers)
			of[r.person] = m
			c.movers = append(c.movers, nil)
		}
		c.movers[m] = append(c.movers[m], i)
	}
	for _, m := range c.movers {
		slices.SortFunc(m, func(x, y int) int { return cmp.Compare(c.runs[x].turn, c.runs[y].turn) })
	}
}

// moved reports whether a person is in more than one place.
func (c *Cube) moved(person uint32) bool { return c.moves[person/64]>>(person%64)&1 == 1 }

// Change gives the cube in which what is known of some people is what is given, and nothing where that is empty: those who
// were destroyed are gone. The frame may have grown since. The cube itself stays as it is.
func (c *Cube) Change(f Frame, people map[uint32][]Fact) (*Cube, error) {
	if !f.grownFrom(c.frame) {
		return nil, errors.New("change cube: the frame is not the one it was made with, grown")
	}
	b, err := NewBuilder(f)
	if err != nil {
		return nil, err
	}
	for person, facts := range people {
		if err := b.Add(person, facts); err != nil {
			return nil, fmt.Errorf("change cube: %w", err)
		}
	}
	if c.Facts()+b.facts > mostFacts {
		return nil, fmt.Errorf("change cube: %w", errTooLarge)
	}
	slices.SortFunc(b.pieces, func(x, y piece) int { return x.before(y.run) })
	all := make([]piece, 0, len(c.runs)+len(b.pieces))
	added := b.pieces
	for _, r := range c.runs {
		if _, gone := people[r.person]; gone {
			continue
		}
		for len(added) > 0 && added[0].before(r) < 0 {
			all, added = append(all, added[0]), added[1:]
		}
		all = append(all, piece{r, c.words[r.start : r.start+r.n]})
	}
	return assemble(f, append(all, added...)), nil
}

// Each calls f with every fact: place by place, person by person, and there in the order of time.
func (c *Cube) Each(f func(person uint32, x Fact)) {
	for _, r := range c.runs {
		for _, w := range c.words[r.start : r.start+r.n] {
			f(r.person, Fact{Place: r.place, Groups: r.groups, Period: uint8(w >> periodAt), Item: uint16(w & (MostItems - 1)),
				Perspective: uint8(w >> perspectiveAt & (MostPerspectives - 1)), Value: uint8(w >> valueAt)})
		}
	}
}
