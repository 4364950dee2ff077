package disclosure

// view is a released table as whoever reads it sees it, of any number of directions. Its lists are by number of the lattice.
type view struct {
	key, data  string
	about      *About
	rules      Pack
	national   bool
	directions []Direction
	lattice    lattice
	known      []span // what is said of each number
	hidden     []bool
	groups     []box   // whom each number counts; nil where that is nobody in particular
	values     []int64 // of a table that was rounded so that it adds up: what is shown; nil of others
	byValue    bool    // the threshold was held against the numbers themselves
	adds       bool    // it was rounded so that it adds up
	exact      func() ([]span, error)
	bounded    []span // what exact gave
	found      *index // what index gave
}

// Before is what was released earlier, of any form: what a new table must withstand together with.
type Before struct {
	Tables  []Released
	Crossed []CrossedRelease
	// Key draws the lots of random rounding; rules that round otherwise need none.
	Key []byte
}

func (e Before) views() (list []*view) {
	for _, r := range e.Tables {
		if r.withheld == "" && r.Made() {
			list = append(list, r.view())
		}
	}
	for _, r := range e.Crossed {
		if r.withheld == "" && len(r.figures) > 0 {
			list = append(list, r.view())
		}
	}
	return list
}

func (r CrossedRelease) view() *view {
	v := &view{key: r.Key, data: r.Data, about: r.About, byValue: true, rules: r.rules, national: r.national, directions: r.Directions, lattice: r.lattice, known: r.known()}
	v.hidden = make([]bool, len(v.known))
	for f, p := range r.figures {
		v.hidden[r.lattice.number[f]] = !p.shown
	}
	if v.adds = r.rules.rounding() == Controlled; v.adds {
		v.values = make([]int64, len(v.known))
		for f, p := range r.figures {
			v.values[r.lattice.number[f]] = p.value
		}
	}
	v.exact = func() ([]span, error) {
		byFigure, err := r.lattice.bounds(v.known, func(int) bool { return true })
		all := make([]span, len(byFigure))
		for f, b := range byFigure {
			all[r.lattice.number[f]] = b
		}
		return all, err
	}
	v.groups = v.boxes(r.About, r.Key)
	return v
}

// view lays a table of one or two directions out as one of any number.
func (r Released) view() *view {
	directions := flatDirections(r.Rows, r.Columns)
	v := &view{key: r.Key, data: r.Data, about: r.About, byValue: !r.byPeople, rules: r.rules, national: r.national, directions: directions, lattice: newLattice(directions)}
	arcs, known := r.form.numbers(v.lattice), r.known()
	v.known, v.hidden = make([]span, len(arcs)), make([]bool, len(arcs))
	v.adds = r.rules.rounding() == Controlled
	for a, arc := range arcs {
		v.known[a], v.hidden[a] = known[arc], !r.figures[arc].shown
		if v.adds {
			v.values = append(v.values, r.figures[arc].value)
		}
	}
	v.exact = func() ([]span, error) {
		byArc, err := bounds([]Released{r})
		if err != nil {
			return nil, err
		}
		all := make([]span, len(arcs))
		for a, arc := range arcs {
			all[a] = byArc[arc]
		}
		return all, nil
	}
	v.groups = v.boxes(r.About, r.Key)
	return v
}

// flatDirections are the rows and columns of a table as directions without wholes.
func flatDirections(rows, columns []string) (list []Direction) {
	add := func(name string, codes []string) {
		d := Direction{Name: name}
		for _, c := range codes {
			d.Nodes = append(d.Nodes, Node{c, -1})
		}
		list = append(list, d)
	}
	if len(rows) > 0 {
		add("rows", rows)
	}
	add("columns", columns)
	return list
}

// numbers gives, by number of a lattice of the same form, the arc of the network.
func (f form) numbers(l lattice) []int {
	arcs := make([]int, len(l.number))
	for figure, a := range l.number {
		at := l.at(figure)
		i, j := 0, at[len(at)-1]
		if f.rows > 0 {
			i = at[0]
		}
		switch {
		case j == f.columns && (f.rows == 0 || i == f.rows):
			arcs[a] = f.total()
		case j == f.columns:
			arcs[a] = f.rowTotal(i)
		case f.rows > 0 && i == f.rows:
			arcs[a] = f.columnTotal(j)
		default:
			arcs[a] = f.cell(i, j)
		}
	}
	return arcs
}

// all gives the exact bounds of every number, from what this table alone shows.
func (v *view) all() ([]span, error) {
	if v.bounded == nil {
		b, err := v.exact()
		if err != nil {
			return nil, err
		}
		v.bounded = b
	}
	return v.bounded, nil
}

// measure is what a table counts, as far as it says.
func (v *view) measure() string {
	if v.about == nil {
		return "\x00" + v.key // no measure of anybody's
	}
	return v.about.Measure
}

// kin reports whether two tables count the same, and so have to be held against each other.
func (v *view) kin(o *view) bool { return v.key == o.key || v.measure() == o.measure() }

// sameState reports whether two tables are known to be over the same data.
func (v *view) sameState(o *view) bool {
	return v.key == o.key && v.data == o.data || v.about != nil && o.about != nil && v.about.State != "" && v.about.State == o.about.State
}

// otherState reports whether two tables are known to be over different data.
func (v *view) otherState(o *view) bool {
	return v.key == o.key && v.data != o.data || !v.sameState(o) && v.about != nil && o.about != nil && v.about.State != "" && o.about.State != ""
}
