package disclosure

import (
	"errors"
	"fmt"

	"stablefutures/internal/disclosure/linear"
)

// Crossed is true numbers of people in a table of any number of directions, each of which may be a hierarchy (places in
// regions in a nation), before they are protected. Only what ProtectCrossed gives back leaves.
type Crossed struct {
	Key, Data  string // as in Table
	Directions []Direction
	Counts     []int64 // of every crossing of leaves, the last direction running fastest; see Crossings
	National   bool
	About      *About // as in Table
}

// Direction is one way in which people are counted. What all its nodes add up to, its total, is not listed.
type Direction struct {
	Name  string `json:"name"` // a code
	Nodes []Node `json:"nodes"`
}

// Node is a group of a direction. A node that no other has for its parent is a leaf.
type Node struct {
	Code   string `json:"code"`
	Parent int    `json:"parent"` // the number of a node before it, or -1 for the total
}

// maxFigures bounds a crossed table, totals among its figures: what is hidden in it is looked at against all the rest.
const maxFigures = 4000

// Leaves lists the numbers of a direction's leaves, in order.
func (d Direction) Leaves() (list []int) {
	inner := map[int]bool{}
	for _, n := range d.Nodes {
		inner[n.Parent] = true
	}
	for i := range d.Nodes {
		if !inner[i] {
			list = append(list, i)
		}
	}
	return list
}

func (d Direction) check() error {
	if !code.MatchString(d.Name) || len(d.Nodes) == 0 {
		return errors.New("a direction has no name, or nothing in it")
	}
	seen := map[string]bool{}
	for i, n := range d.Nodes {
		if !code.MatchString(n.Code) || seen[n.Code] || n.Parent < -1 || n.Parent >= i {
			return fmt.Errorf("%.80q is no code of a group, stands there twice, or before what it is a part of", n.Code)
		}
		seen[n.Code] = true
	}
	return nil
}

// Crossings is how many numbers a table of these directions has: one for each crossing of leaves.
func Crossings(directions []Direction) int {
	n := 1
	for _, d := range directions {
		n *= len(d.Leaves())
	}
	return n
}

func checkDirections(key, data string, directions []Direction) error {
	if !code.MatchString(key) || !code.MatchString(data) {
		return errors.New("the table has no key, or no state of its data")
	}
	if len(directions) == 0 || len(directions) > 8 {
		return errors.New("a table has 1 to 8 directions")
	}
	figures, names := 1, map[string]bool{}
	for _, d := range directions {
		if err := d.check(); err != nil {
			return err
		}
		if names[d.Name] {
			return fmt.Errorf("two directions are called %s", d.Name)
		}
		names[d.Name] = true
		if figures *= len(d.Nodes) + 1; figures > maxFigures {
			return fmt.Errorf("the table has more than %d figures, totals among them", maxFigures)
		}
	}
	return nil
}

func (c Crossed) check() error {
	if err := errors.Join(checkDirections(c.Key, c.Data, c.Directions), c.About.check(len(c.Directions))); err != nil {
		return err
	}
	if len(c.Counts) != Crossings(c.Directions) {
		return errors.New("the table has not as many numbers as crossings")
	}
	for _, n := range c.Counts {
		if n < 0 || n > maxCount {
			return errors.New("a number is out of range")
		}
	}
	return nil
}

// lattice is the shape of a crossed table as the attack sees it. Figures are numbered with the last direction running fastest;
// in a direction its nodes stand in order and its total last. Numbers, which the linear system knows, are the crossings of
// leaves first and then the totals: order and number lead from one to the other.
type lattice struct {
	sides  []int // how many figures along each direction
	order  []int // figure of each number
	number []int // number of each figure
	leaves int
	groups [][]int // a figure and then those that it is the sum of in one direction, for every figure and direction that has some
	sums   [][]int // of each number after the leaves, the leaves that it is the sum of
	system *linear.System
}

func newLattice(directions []Direction) lattice {
	l := lattice{}
	figures := 1
	children := make([][][]int, len(directions))
	for d, dir := range directions {
		l.sides = append(l.sides, len(dir.Nodes)+1)
		figures *= len(dir.Nodes) + 1
		children[d] = make([][]int, len(dir.Nodes)+1)
		for i, n := range dir.Nodes {
			of := n.Parent
			if of < 0 {
				of = len(dir.Nodes)
			}
			children[d][of] = append(children[d][of], i)
		}
	}
	l.number = make([]int, figures)
	var totals []int
	of := make([][]int, figures) // the leaves of each figure, by number
	for f := range figures {
		at, leaf := l.at(f), true
		for d, i := range at {
			if parts := children[d][i]; len(parts) > 0 {
				leaf = false
				group := []int{f}
				for _, part := range parts {
					group = append(group, l.step(f, d, part-i))
				}
				l.groups = append(l.groups, group)
			}
		}
		if !leaf {
			totals = append(totals, f)
			continue
		}
		of[f] = []int{len(l.order)}
		l.number[f] = len(l.order)
		l.order = append(l.order, f)
	}
	l.leaves = len(l.order)
	var expand func(f int) []int
	expand = func(f int) []int {
		if of[f] != nil {
			return of[f]
		}
		for d, i := range l.at(f) {
			if parts := children[d][i]; len(parts) > 0 {
				for _, part := range parts {
					of[f] = append(of[f], expand(l.step(f, d, part-i))...)
				}
				return of[f]
			}
		}
		return nil
	}
	for _, f := range totals {
		l.number[f] = len(l.order)
		l.order = append(l.order, f)
		l.sums = append(l.sums, expand(f))
	}
	l.system = linear.NewSystem(l.leaves, l.sums)
	return l
}

// at gives where a figure stands along each direction; figure is the other way round, step goes along one direction.
func (l lattice) at(f int) []int {
	at := make([]int, len(l.sides))
	for d := len(l.sides) - 1; d >= 0; d-- {
		at[d] = f % l.sides[d]
		f /= l.sides[d]
	}
	return at
}

func (l lattice) figure(at []int) int {
	f := 0
	for d, i := range at {
		f = f*l.sides[d] + i
	}
	return f
}

func (l lattice) step(f, direction, by int) int {
	stride := 1
	for d := len(l.sides) - 1; d > direction; d-- {
		stride *= l.sides[d]
	}
	return f + by*stride
}

// total is the figure that everybody is in.
func (l lattice) total() int { return len(l.number) - 1 }

// fill gives every figure's number from those of the crossings of leaves.
func (l lattice) fill(counts []int64) []int64 {
	x := make([]int64, len(l.number))
	for f := range x {
		x[f] = -1
	}
	for i, n := range counts {
		x[l.order[i]] = n
	}
	parts := map[int][]int{}
	for _, g := range l.groups {
		parts[g[0]] = g[1:]
	}
	var sum func(f int) int64
	sum = func(f int) int64 {
		if x[f] < 0 {
			x[f] = 0
			for _, part := range parts[f] {
				x[f] += sum(part)
			}
		}
		return x[f]
	}
	for f := range x {
		sum(f)
	}
	return x
}
