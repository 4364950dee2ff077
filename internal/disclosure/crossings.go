package disclosure

import (
	"maps"
	"slices"
)

// crossings gives, of each view and number, which crossings of all axes it counts, and how many there are; nil where a table counts
// somebody more than once, where one stands alone, or where they are too many. Along each axis are the groups that any table tells apart,
// and, unless one says that everybody is in some group, nowhere.
func crossings(views []*view) (of [][][]int, size int) {
	atoms, whole := map[string]map[string]int{}, map[string]bool{}
	for _, v := range views {
		if v.about != nil {
			for _, x := range v.about.Axes {
				if whole[x.Name] = whole[x.Name] || x.Whole; x.Several {
					return nil, 0
				}
			}
		}
		for _, b := range v.groups {
			if b == nil {
				return nil, 0
			}
			for name, list := range b {
				if atoms[name] == nil {
					atoms[name] = map[string]int{}
				}
				for _, atom := range list {
					if _, there := atoms[name][atom]; !there {
						atoms[name][atom] = len(atoms[name])
					}
				}
			}
		}
	}
	axes := slices.Sorted(maps.Keys(atoms))
	sides := make([]int, len(axes))
	size = 1
	for i, name := range axes {
		if sides[i] = len(atoms[name]); !whole[name] {
			sides[i]++ // nowhere
		}
		if size *= sides[i]; size > mostCrossings {
			return nil, 0
		}
	}
	if len(views) < 2 || len(axes) < 2 {
		return nil, 0
	}
	for _, v := range views {
		numbers := make([][]int, len(v.groups))
		for a, b := range v.groups {
			in := []int{0}
			for i, name := range axes {
				var next []int
				for _, at := range in {
					if list, limited := b[name]; limited {
						for _, atom := range list {
							next = append(next, at*sides[i]+atoms[name][atom])
						}
						continue
					}
					for k := range sides[i] {
						next = append(next, at*sides[i]+k)
					}
				}
				in = next
			}
			numbers[a] = in
		}
		of = append(of, numbers)
	}
	return of, size
}
