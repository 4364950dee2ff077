package disclosure

import "errors"

// Hole is a hidden number that an attack narrowed down: it lies between Low and High. Row and Column are "" for a total.
type Hole struct {
	Row, Column string
	Low, High   int64
}

// ErrContradiction says that no table agrees with what is shown: it is not a release of ours, or was changed.
var ErrContradiction = errors.New("no table agrees with the figures that are shown")

// Attack does what somebody could who wants to know what is hidden. It is given releases of one table over the same data,
// the one in question first, and works out for every number that is hidden in it the least and the most it can be, exactly,
// from all that is shown, from the rows and columns adding up, from rounding, from no number being below 0, and from a
// number that is shown not being small. Those narrower than the first release's rules allow are holes.
func Attack(releases ...Released) ([]Hole, error) {
	if len(releases) == 0 || releases[0].withheld != "" {
		return nil, nil
	}
	first := releases[0]
	bounds, err := bounds(releases)
	if err != nil {
		return nil, err
	}
	var holes []Hole
	for a, b := range bounds {
		if !first.figures[a].shown && b.width() < first.least() {
			row, column := first.names(a)
			holes = append(holes, Hole{row, column, b.lo, b.hi})
		}
	}
	return holes, nil
}

// least is how wide the bounds of what is hidden stay. A number that is small for itself may be bounded by the threshold,
// as the symbol says.
func (r Released) least() int64 { return r.rules.MustStayOpen() }

// bounds gives exact bounds of every number over all tables that agree with the releases.
func bounds(releases []Released) ([]span, error) {
	f := releases[0].form
	within := releases[0].known()
	for _, r := range releases[1:] {
		if r.withheld != "" || !r.sameForm(releases[0]) {
			continue
		}
		for a, k := range r.known() {
			within[a] = within[a].and(k)
		}
	}
	x, ok := f.net.some(within)
	if !ok {
		return nil, ErrContradiction
	}
	all := make([]span, len(x))
	for a := range x {
		all[a] = f.net.bound(x, within, a, far)
	}
	return all, nil
}

// names gives the row and column of a number.
func (r Released) names(a int) (row, column string) {
	cells := max(len(r.Rows), 1) * len(r.Columns)
	switch {
	case a == r.form.total():
		return "", ""
	case a < cells && len(r.Rows) == 0:
		return "", r.Columns[a]
	case a < cells:
		return r.Rows[a/len(r.Columns)], r.Columns[a%len(r.Columns)]
	case a < cells+len(r.Rows):
		return r.Rows[a-cells], ""
	}
	return "", r.Columns[a-cells-len(r.Rows)]
}
