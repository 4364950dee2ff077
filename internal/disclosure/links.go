package disclosure

import (
	"maps"
	"slices"
	"strings"
)

// link is what two tables of one measure say of each other: a sum of numbers of the one less a sum of numbers of the other, which
// is 0 (the same people), at least 0 (one group is part of the other, or everybody is in some group of several), or a group that no table shows (apart).
type link struct {
	more, less []at
	equal      bool
	// within is how far the two lie apart at most, of a number and what is shown of it; 0 of every other link.
	within int64
	// least says that the one is at least the other, and that the difference is nobody in particular.
	least bool
	// apart says that the difference is a group of people whom nobody counted by themselves, and that it must not come out.
	apart bool
}

// at is a number of a view.
type at struct{ view, number int }

// key names a box, so that the same people have the same name; "" where it is nobody in particular.
func (b box) key() string { return b.without("\x00") }

// without names a box as if an axis were not there.
func (b box) without(axis string) string {
	if b == nil {
		return ""
	}
	var s strings.Builder
	s.WriteString("{")
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if name != axis {
			s.WriteString(name + "=" + strings.Join(b[name], ",") + ";")
		}
	}
	return s.String()
}

// index finds the numbers of a view by whom they count. It is kept with the view, which meets many others.
type index struct {
	key  []string         // of each number
	by   map[string]int   // number by box
	rest map[string]*rest // by axis
}

// rest is the boxes of a view as if an axis were not there.
type rest struct {
	keys    []string // sorted
	numbers map[string][]int
}

func (v *view) index() *index {
	if v.found == nil {
		x := &index{make([]string, len(v.groups)), map[string]int{}, map[string]*rest{}}
		for a, b := range v.groups {
			if x.key[a] = b.key(); b == nil {
				continue
			}
			if _, there := x.by[x.key[a]]; !there {
				x.by[x.key[a]] = a
			}
		}
		v.found = x
	}
	return v.found
}

func (v *view) without(axis string) *rest {
	x := v.index()
	if x.rest[axis] == nil {
		r := &rest{numbers: map[string][]int{}}
		for a, b := range v.groups {
			if b == nil {
				continue
			}
			key := x.key[a]
			if _, has := b[axis]; has {
				key = b.without(axis)
			}
			r.numbers[key] = append(r.numbers[key], a)
		}
		r.keys = slices.Sorted(maps.Keys(r.numbers))
		x.rest[axis] = r
	}
	return x.rest[axis]
}

func axesOf(views ...*view) (names []string) {
	seen := map[string]bool{}
	for _, v := range views {
		for _, b := range v.groups {
			for name := range b {
				seen[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// linksOf finds what view number i and view number j say of each other.
func linksOf(v, o *view, i, j int) (list []link) {
	mine, other := v.index(), o.index()
	if v.key != "" && v.key == o.key && sameDirections(v.directions, o.directions) { // number by number, also where one does not say what it counts
		for a := range v.known {
			list = append(list, link{more: []at{{i, a}}, less: []at{{j, a}}, equal: true})
		}
	} else {
		for _, key := range slices.Sorted(maps.Keys(mine.by)) {
			if b, same := other.by[key]; same {
				list = append(list, link{more: []at{{i, mine.by[key]}}, less: []at{{j, b}}, equal: true})
			}
		}
	}
	for _, axis := range axesOf(v, o) {
		list = append(list, nested(v, o, i, j, axis)...)
		list = append(list, nested(o, v, j, i, axis)...)
	}
	return list
}

// nested finds the numbers of v that hold numbers of o along an axis: which parts of o put together make a number of v, and which
// leave a group over.
func nested(v, o *view, i, j int, axis string) (list []link) {
	mine, other := v.index(), o.index()
	for _, key := range v.without(axis).keys {
		inside := o.without(axis).numbers[key]
		if inside == nil {
			continue
		}
		for _, a := range v.without(axis).numbers[key] {
			whole := v.groups[a]
			if _, same := other.by[mine.key[a]]; same {
				continue // o has that number itself, and what it says of its parts
			}
			var parts []at
			made := 0
			for _, b := range inside {
				part := o.groups[b]
				if !within(part[axis], whole[axis]) {
					continue
				}
				if o.leafAlong(b, axis) {
					parts, made = append(parts, at{j, b}), made+len(part[axis])
				}
				if _, same := mine.by[other.key[b]]; !same {
					list = append(list, link{more: []at{{i, a}}, less: []at{{j, b}}, apart: true})
				}
			}
			switch several := o.several(axis); {
			case len(parts) < 2:
			case several && (whole[axis] == nil && o.whole(axis) || whole[axis] != nil && made == len(whole[axis])): // each of them in one at least
				list = append(list, link{more: parts, less: []at{{i, a}}, least: true})
			case !several && whole[axis] != nil && made == len(whole[axis]):
				list = append(list, link{more: []at{{i, a}}, less: parts, equal: true})
			}
		}
	}
	return list
}

// within reports whether a group is part of another and not the same; nil is everybody.
func within(part, whole []string) bool {
	if part == nil || len(part) >= len(whole) && whole != nil {
		return false
	}
	return whole == nil || !slices.ContainsFunc(part, func(atom string) bool { _, in := slices.BinarySearch(whole, atom); return !in })
}

func (v *view) direction(axis string) int {
	if v.about != nil {
		return slices.IndexFunc(v.about.Axes, func(x Axis) bool { return x.Name == axis })
	}
	return slices.IndexFunc(v.directions, func(d Direction) bool { return d.Name == axis })
}

// several reports whether somebody can stand in several groups of an axis of this table.
func (v *view) several(axis string) bool {
	d := v.direction(axis)
	return d >= 0 && v.about != nil && v.about.Axes[d].Several
}

// whole reports whether everybody is in some group of an axis of this table.
func (v *view) whole(axis string) bool {
	d := v.direction(axis)
	return d >= 0 && v.about != nil && v.about.Axes[d].Whole
}

// leafAlong reports whether a number is of a smallest group along an axis.
func (v *view) leafAlong(number int, axis string) bool {
	d := v.direction(axis)
	return d >= 0 && slices.Contains(v.leaves(d), v.lattice.at(v.lattice.order[number])[d])
}

func (v *view) leaves(d int) []int { return v.directions[d].Leaves() }
