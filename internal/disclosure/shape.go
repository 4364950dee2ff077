package disclosure

import (
	"encoding/json"
	"errors"
	"maps"
)

// Shape is what a table asks: what it counts, along which groups, and no number. Questions are held against each other by it.
type Shape struct {
	Key        string      `json:"key"`
	About      *About      `json:"about,omitempty"`
	Directions []Direction `json:"directions"`
}

// Shape gives what the table asks.
func (t Table) Shape() Shape { return Shape{t.Key, t.About, flatDirections(t.Rows, t.Columns)} }

// Shape gives what the table asks.
func (c Crossed) Shape() Shape { return Shape{c.Key, c.About, c.Directions} }

// ReadShape reads a shape again that was written as JSON.
func ReadShape(doc []byte) (s Shape, err error) {
	if err := strictly(doc, maxDocument, &s); err != nil {
		return s, err
	}
	return s, errors.Join(checkDirections(s.Key, "d", s.Directions), s.About.check(len(s.Directions)))
}

// JSON writes a shape.
func (s Shape) JSON() ([]byte, error) { return json.Marshal(s) }

func (s Shape) view() *view {
	v := &view{key: s.Key, about: s.About, directions: s.Directions, lattice: newLattice(s.Directions)}
	v.known = make([]span, len(v.lattice.number))
	v.groups = v.boxes(s.About, s.Key)
	return v
}

// axes are the names of the axes that the table is spread out along.
func (s Shape) axes() map[string]bool {
	names := map[string]bool{}
	for d, dir := range s.Directions {
		if s.About != nil {
			names[s.About.Axes[d].Name] = true
		} else {
			names[dir.Name] = true
		}
	}
	return names
}

// Near reports whether two questions ask almost the same: they count the same along the same axes, and a group of the one is part of a
// group of the other. Somebody who asks for a group, and then for all of it but one, wants the one.
func (s Shape) Near(o Shape) bool {
	v, w := s.view(), o.view()
	if !v.kin(w) || !maps.Equal(s.axes(), o.axes()) {
		return false
	}
	for _, l := range linksOf(v, w, 0, 1) {
		if l.apart {
			return true
		}
	}
	return false
}

// Refuse is a table of which nothing is shown because of how it was asked: its answer, under a state of data of its own.
func Refuse(rules Pack, t Table, data string) (Released, error) {
	t.Data = data
	if err := errors.Join(rules.check(), t.check()); err != nil {
		return Released{}, err
	}
	return newReleased(rules, t).withhold(Asked), nil
}

// RefuseCrossed is Refuse for a crossed table.
func RefuseCrossed(rules Pack, c Crossed, data string) (CrossedRelease, error) {
	c.Data = data
	if err := errors.Join(rules.check(), c.check()); err != nil {
		return CrossedRelease{}, err
	}
	return newCrossedRelease(rules, c).withhold(Asked), nil
}
