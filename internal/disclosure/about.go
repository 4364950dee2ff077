package disclosure

import (
	"errors"
	"slices"
)

// About says what a table counts, of whom, and what its groups are made of. With it a table is held against every other table of the
// same measure, under whatever key; without it, only against those of its own key.
type About struct {
	// Measure names what is counted, of whom. Whatever is told apart by Axes or Where stays out of its name: what young people
	// say and what practitioners see are one measure, with "perspective" among Where.
	Measure string `json:"measure"`
	// State names the state of everything that the measure counts: two tables of one measure with the same State count the same
	// facts. "" where that is not known; then what could be the same is taken to be, and what could be another moment as well.
	State string `json:"state,omitempty"`
	// Axes are those of the rows, then of the columns; of a crossed table, of each direction.
	Axes []Axis `json:"axes"`
	// Where is what the whole table is limited to: by name of an axis, what its groups are made of that are in.
	Where map[string][]string `json:"where,omitempty"`
}

// Axis says what the groups of a direction are made of.
type Axis struct {
	// Name is a code, the same wherever people are told apart in this way: "period" for years and for quarters.
	Name string `json:"name"`
	// Several says that one of whom the table counts can stand in more than one group: who spoke in two years. Then the numbers
	// along it add up to no number of people, and the total is taken for no more than a sum.
	Several bool `json:"several,omitempty"`
	// Whole says that everybody whom the measure counts is in some group.
	Whole bool `json:"whole,omitempty"`
	// Of is what a group is made of, where that is not the group's code alone: the quarters of a year.
	Of map[string][]string `json:"of,omitempty"`
}

// mostAtoms bounds what a table says of its groups.
const mostAtoms = 4000

func (b *About) check(directions int) error {
	if b == nil {
		return nil
	}
	if !code.MatchString(b.Measure) || b.State != "" && !code.MatchString(b.State) {
		return errors.New("what a table counts, or the state of that, is no code")
	}
	if len(b.Axes) != directions || len(b.Where) > 8 {
		return errors.New("a table says of more or fewer axes than it has directions what they are, or is limited by too many")
	}
	atoms, names := 0, map[string]bool{}
	list := func(name string, of []string) error {
		if atoms += len(of); len(of) == 0 || atoms > mostAtoms || !code.MatchString(name) {
			return errors.New("a group is made of nothing, or the groups of too much")
		}
		for i, atom := range of {
			if !code.MatchString(atom) || slices.Contains(of[:i], atom) {
				return errors.New("what a group is made of is no code, or stands there twice")
			}
		}
		return nil
	}
	for _, a := range b.Axes {
		if !code.MatchString(a.Name) || names[a.Name] {
			return errors.New("an axis has no name, or two have the same")
		}
		names[a.Name] = true
		for group, of := range a.Of {
			if err := list(group, of); err != nil {
				return err
			}
		}
	}
	for name, of := range b.Where {
		if err := list(name, of); err != nil {
			return err
		}
		if names[name] {
			return errors.New("a table is limited along an axis that it has")
		}
	}
	return nil
}

// box is whom a figure counts: by axis, what the groups are made of in which somebody must be; an axis that is not there leaves
// everybody in. The lists are sorted.
type box map[string][]string

// boxes gives whom each figure of a view counts. A figure that adds people up more than once counts nobody in particular: nil.
func (v *view) boxes(b *About, key string) []box {
	if b == nil { // what its key says, and no more
		b = &About{Measure: key, Axes: make([]Axis, len(v.directions))}
		for d, dir := range v.directions {
			b.Axes[d].Name = dir.Name
		}
	}
	groups := make([][][]string, len(v.directions)) // by direction and node, its total last
	for d, dir := range v.directions {
		groups[d] = make([][]string, len(dir.Nodes)+1)
		for _, leaf := range dir.Leaves() {
			of := b.Axes[d].Of[dir.Nodes[leaf].Code]
			if of == nil {
				of = []string{dir.Nodes[leaf].Code}
			}
			for n := leaf; ; n = dir.Nodes[n].Parent {
				if n < 0 {
					groups[d][len(dir.Nodes)] = append(groups[d][len(dir.Nodes)], of...)
					break
				}
				groups[d][n] = append(groups[d][n], of...)
			}
		}
		for n := range groups[d] {
			slices.Sort(groups[d][n])
			groups[d][n] = slices.Compact(groups[d][n])
		}
	}
	leaf := make([]map[int]bool, len(v.directions))
	for d, dir := range v.directions {
		leaf[d] = map[int]bool{}
		for _, n := range dir.Leaves() {
			leaf[d][n] = true
		}
	}
	all := make([]box, len(v.known))
	for a, f := range v.lattice.order {
		at, one := v.lattice.at(f), box{}
		for name, of := range b.Where {
			one[name] = slices.Sorted(slices.Values(of))
		}
		for d, i := range at {
			whole := i == len(v.directions[d].Nodes)
			switch {
			case b.Axes[d].Several && !leaf[d][i] && len(v.directions[d].Nodes) > 1:
				one = nil
			case whole && b.Axes[d].Whole:
			case one != nil:
				one[b.Axes[d].Name] = groups[d][i]
			}
			if one == nil {
				break
			}
		}
		all[a] = one
	}
	return all
}
