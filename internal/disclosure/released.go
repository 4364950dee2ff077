package disclosure

// Released is a table that may be shown: every figure in it is Protected. It is made by Protect, and read again by Reopen.
type Released struct {
	Key     string
	Data    string
	Rows    []string
	Columns []string
	About   *About // what the table says of itself; nil for nothing

	rules    Pack
	national bool
	byPeople bool // the threshold was held against people, not against the numbers
	form     form
	figures  []Protected
	withheld Reason
}

func newReleased(rules Pack, t Table) Released {
	f := newForm(len(t.Rows), len(t.Columns))
	return Released{Key: t.Key, Data: t.Data, About: t.About, Rows: t.Rows, Columns: t.Columns, rules: rules, national: t.National, byPeople: t.People != nil,
		form: f, figures: make([]Protected, len(f.net.arcs))}
}

func (r Released) withhold(why Reason) Released {
	r.withheld = why
	r.figures = make([]Protected, len(r.figures))
	for a := range r.figures {
		r.figures[a] = hidden(why)
	}
	return r
}

// Withheld says why nothing of the table is shown; "" where something is.
func (r Released) Withheld() Reason { return r.withheld }

// Rules are those that the table was protected by.
func (r Released) Rules() Pack { return r.rules }

// Made reports whether it is a release at all, and not the zero value.
func (r Released) Made() bool { return len(r.figures) > 0 }

// Cell is the figure of a row and column; row 0 of a table of one direction is the only one.
func (r Released) Cell(i, j int) Protected {
	if i < 0 || i >= max(len(r.Rows), 1) || j < 0 || j >= len(r.Columns) || !r.Made() {
		return Protected{}
	}
	return r.figures[r.form.cell(i, j)]
}

// RowTotal is a row's total.
func (r Released) RowTotal(i int) Protected {
	switch {
	case !r.Made() || i < 0 || i >= max(len(r.Rows), 1):
		return Protected{}
	case len(r.Rows) == 0:
		return r.Total()
	}
	return r.figures[r.form.rowTotal(i)]
}

// ColumnTotal is a column's total.
func (r Released) ColumnTotal(j int) Protected {
	if len(r.Rows) == 0 {
		return r.Cell(0, j)
	}
	if !r.Made() || j < 0 || j >= len(r.Columns) {
		return Protected{}
	}
	return r.figures[r.form.columnTotal(j)]
}

// Total is the grand total.
func (r Released) Total() Protected {
	if !r.Made() {
		return Protected{}
	}
	return r.figures[r.form.total()]
}

// Hides reports whether any figure is hidden.
func (r Released) Hides() bool {
	for _, p := range r.figures {
		if !p.shown {
			return true
		}
	}
	return false
}

// Percent is a cell's part of its row's total. It is worked out from what is shown, so that it says no more than that.
func (r Released) Percent(i, j int) Protected { return r.rules.Part(r.Cell(i, j), r.RowTotal(i)) }

func (r Released) sameForm(o Released) bool {
	return equal(r.Rows, o.Rows) && equal(r.Columns, o.Columns)
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// known is all that somebody who reads the table knows of each number in it.
func (r Released) known() []span {
	k := make([]span, len(r.figures))
	for a, p := range r.figures {
		k[a] = span{0, far}
		if p.shown {
			k[a] = r.rules.saidBy(p.value, r.national, !r.byPeople)
		}
	}
	return k
}
