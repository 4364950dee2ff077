package insight

import (
	"errors"
	"fmt"
	"slices"
)

// Axis is one of the ways in which facts differ.
type Axis string

// The axes. Groups are told apart by the name of their Group.
const (
	ByPlace       Axis = "place"
	ByPeriod      Axis = "period"
	ByItem        Axis = "item"
	ByPerspective Axis = "perspective"
	ByValue       Axis = "value"
)

// Direction is one way in which a question counts. Without classes every code of its axis is a class of its own, in the
// frame's order; with them, codes are put together (quarters into years, places into a region) and a code of none is left out.
type Direction struct {
	Axis    Axis    `json:"axis"`
	Classes []Class `json:"classes,omitempty"`
}

// Class is codes that are counted as one.
type Class struct {
	Code string   `json:"code"`
	Of   []string `json:"of"`
}

// Condition leaves only facts whose code on an axis is one of these.
type Condition struct {
	Axis Axis     `json:"axis"`
	In   []string `json:"in"`
}

// Question is what a cube is asked.
type Question struct {
	By    []Direction `json:"by,omitempty"`
	Where []Condition `json:"where,omitempty"`
	// InPlaces counts a person once in each place, and not once in all: people within places.
	InPlaces bool `json:"in_places,omitempty"`
	// AtEndOf, a period, takes of each person, item and perspective the latest fact up to its end; with InPlaces, the latest
	// in each place. Conditions on place, groups and value then say which of those latest facts count.
	AtEndOf string `json:"at_end_of,omitempty"`
	// Facts also counts facts, and how many of them are of one person at most.
	Facts bool `json:"facts,omitempty"`
}

// mostDirections bounds a question. What leaves has three at most; the fourth is for whoever goes on to add up.
const mostDirections = 4

// MostCells bounds an answer.
const MostCells = 1 << 23

// Cells are the true answer to a question, the last direction running fastest. They are for disclosure, and for nobody's eyes.
type Cells struct {
	Directions [][]string // codes of the classes along each direction
	People     []uint32   // how many different people; with InPlaces, people within places
	Facts      []uint32   // nil unless asked for
	Largest    []uint32   // how many facts of one person at most; nil unless asked for
}

// Questions that cannot be asked.
var (
	errDirections = fmt.Errorf("a question has at most %d directions, each once, with as many classes as %d cells allow", mostDirections, MostCells)
	errAxis       = errors.New("there is no such axis")
	errCode       = errors.New("there is no such code on that axis, or it stands in two classes")
	errLatest     = errors.New("what is latest at the end of a period is not asked by period")
)

// out is an offset that keeps a fact out, whatever is added to it: seven of them stay within 32 bits.
const out = -1 << 28

// offsets are, for each code of an axis, what it adds to a cell's number; out where it keeps a fact out.
type offsets []int32

// plan is a question made ready for a cube: tables small enough to stay beside the processor.
type plan struct {
	item   [MostItems]int32
	period [MostPeriods]int32
	said   [MostPerspectives * MostValues]int32
	place  offsets
	groups [MostGroups]offsets

	first, last uint8 // periods that any fact that counts can have
	none        bool  // no fact counts
	cells       int
	order       []int // sizes of directions as cells are numbered, the last running fastest
	from        []int // which of the question's directions each of those is
	inPlaces    bool
	merges      bool // a cell may hold facts of several places
	facts       bool
	latest      bool
	at          uint8
}

// axes gives the codes of every axis of a frame.
func (f *Frame) axes() map[Axis][]string {
	m := map[Axis][]string{ByPlace: f.Places, ByPeriod: f.Periods, ByPerspective: f.Perspectives}
	for _, it := range f.Items {
		m[ByItem] = append(m[ByItem], it.Code)
	}
	for _, v := range f.Values {
		m[ByValue] = append(m[ByValue], v.Code)
	}
	for _, g := range f.Groups {
		m[Axis(g.Name)] = g.Codes
	}
	return m
}

// classesOf gives the codes of a direction's classes, and the class of each code of its axis, -1 for none.
func classesOf(d Direction, codes []string) (names []string, class []int, err error) {
	class = make([]int, len(codes))
	if len(d.Classes) == 0 {
		for i := range class {
			class[i] = i
		}
		return codes, class, nil
	}
	number := make(map[string]int, len(codes))
	for i, c := range codes {
		class[i], number[c] = -1, i
	}
	for k, c := range d.Classes {
		if !code.MatchString(c.Code) || slices.Contains(names, c.Code) {
			return nil, nil, errCode
		}
		names = append(names, c.Code)
		for _, of := range c.Of {
			i, ok := number[of]
			if !ok || class[i] >= 0 {
				return nil, nil, errCode
			}
			class[i] = k
		}
	}
	return names, class, nil
}

// layout gives in which order directions are laid out as cells: what a run holds first, so that one run's cells lie together.
func layout(by []Direction) []int {
	rank := func(i int) int {
		switch by[i].Axis {
		case ByPlace:
			return 0
		case ByItem, ByPeriod, ByPerspective, ByValue:
			return 2
		}
		return 1
	}
	order := make([]int, len(by))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(a) - rank(b) })
	return order
}

// prepare makes a question ready, with the codes of its answer's directions.
func (c *Cube) prepare(q Question) (*plan, [][]string, error) {
	axes := c.frame.axes()
	p := &plan{cells: 1, inPlaces: q.InPlaces, facts: q.Facts, merges: true, last: MostPeriods - 1}
	per := map[Axis]offsets{}
	for axis, codes := range axes {
		per[axis] = make(offsets, len(codes))
	}
	names := make([][]string, len(q.By))
	if len(q.By) > mostDirections {
		return nil, nil, errDirections
	}
	p.from = layout(q.By)
	for k := len(p.from) - 1; k >= 0; k-- {
		if err := p.direct(q, p.from[k], axes, per, names); err != nil {
			return nil, nil, err
		}
	}
	for _, i := range p.from {
		p.order = append(p.order, len(names[i]))
	}
	for _, w := range q.Where {
		if err := condition(w, axes, per); err != nil {
			return nil, nil, err
		}
	}
	if q.AtEndOf != "" {
		i := slices.Index(c.frame.Periods, q.AtEndOf)
		if i < 0 {
			return nil, nil, errCode
		}
		if slices.ContainsFunc(q.By, func(d Direction) bool { return d.Axis == ByPeriod }) ||
			slices.ContainsFunc(q.Where, func(w Condition) bool { return w.Axis == ByPeriod }) {
			return nil, nil, errLatest
		}
		p.latest, p.at = true, uint8(i)
	}
	p.fill(&c.frame, per)
	return p, names, nil
}

// direct adds one of the question's directions to the tables. Directions come from the one that runs fastest.
func (p *plan) direct(q Question, i int, axes map[Axis][]string, per map[Axis]offsets, names [][]string) error {
	d := q.By[i]
	codes, ok := axes[d.Axis]
	if !ok {
		return errAxis
	}
	if slices.ContainsFunc(q.By[:i], func(other Direction) bool { return other.Axis == d.Axis }) {
		return errDirections
	}
	classes, class, err := classesOf(d, codes)
	if err != nil {
		return err
	}
	if p.cells*len(classes) > MostCells {
		return errDirections
	}
	for at, k := range class {
		if k < 0 {
			per[d.Axis][at] = out
		} else {
			per[d.Axis][at] = int32(k * p.cells)
		}
	}
	if d.Axis == ByPlace && len(d.Classes) == 0 {
		p.merges = false
	}
	names[i] = classes
	p.cells *= len(classes)
	return nil
}

func condition(w Condition, axes map[Axis][]string, per map[Axis]offsets) error {
	codes, ok := axes[w.Axis]
	if !ok {
		return errAxis
	}
	in := make([]bool, len(codes))
	for _, want := range w.In {
		i := slices.Index(codes, want)
		if i < 0 {
			return errCode
		}
		in[i] = true
	}
	for i, ok := range in {
		if !ok {
			per[w.Axis][i] = out
		}
	}
	return nil
}

// fill spreads the tables over every code that a word can hold.
func (p *plan) fill(f *Frame, per map[Axis]offsets) {
	spread(p.item[:], per[ByItem])
	spread(p.period[:], per[ByPeriod])
	for i := range p.said {
		perspective, value := i%MostPerspectives, i/MostPerspectives
		p.said[i] = out
		if perspective < len(per[ByPerspective]) && value < len(per[ByValue]) {
			p.said[i] = max(per[ByPerspective][perspective], out) + per[ByValue][value]
		}
	}
	p.place = per[ByPlace]
	for i := range p.groups {
		p.groups[i] = offsets{0}
		if i < len(f.Groups) {
			p.groups[i] = per[Axis(f.Groups[i].Name)]
		}
	}
	wanted := func(t []int32) bool { return slices.ContainsFunc(t, func(n int32) bool { return n >= 0 }) }
	for p.first < p.last && p.period[p.first] < 0 {
		p.first++
	}
	for p.last > p.first && p.period[p.last] < 0 {
		p.last--
	}
	open := 0
	for _, n := range p.place {
		if n >= 0 {
			open++
		}
	}
	p.merges = p.merges && open > 1
	p.none = !wanted(p.item[:]) || !wanted(p.period[:]) || !wanted(p.said[:]) || open == 0
}

func spread(into []int32, from offsets) {
	for i := range into {
		into[i] = out
	}
	copy(into, from)
}

// base gives what a run's place and groups add to a cell's number; below 0 where they keep it out.
func (p *plan) base(r *run) int32 {
	n := p.place[r.place]
	for i, g := range r.groups {
		n += p.groups[i][g]
	}
	return n
}
