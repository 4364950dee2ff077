package disclosure

import (
	"errors"
	"fmt"
)

// Seen is a table as anybody sees it who has it before them and nothing else: some figures, and nothing where a symbol
// stands. A table of one direction has no rows and one line of cells. What it has no figure for is nil.
type Seen struct {
	Rows, Columns []string
	Cells         [][]*int64
	RowTotals     []*int64 // nil where the table shows no such margin
	ColumnTotals  []*int64
	Total         *int64
	Round         int64 // figures are rounded to a multiple of it; 0 and 1 are not at all
	UpOrDown      bool  // to either multiple beside it, as controlled and random rounding do, and not to the nearest
}

// Bounds works out for every cell and total the least and the most it can be, exactly, over all tables of whole numbers
// that agree with what is seen: no number is below 0, rows and columns add up, a rounded figure stands for those that round
// to it. Those that are seen are left out. ErrContradiction says that no table agrees; an error that the table is none.
func (s Seen) Bounds() ([]Hole, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	f := newForm(len(s.Rows), len(s.Columns))
	within, seen := make([]span, len(f.net.arcs)), make([]bool, len(f.net.arcs))
	for a := range within {
		within[a] = span{0, far}
	}
	see := func(a int, v *int64) {
		if v != nil {
			within[a], seen[a] = s.span(*v), true
		}
	}
	for i, line := range s.Cells {
		for j, v := range line {
			see(f.cell(i, j), v)
		}
	}
	if len(s.Rows) > 0 {
		for i, v := range s.RowTotals {
			see(f.rowTotal(i), v)
		}
		for j, v := range s.ColumnTotals {
			see(f.columnTotal(j), v)
		}
	}
	see(f.total(), s.Total)
	x, ok := f.net.some(within)
	if !ok {
		return nil, ErrContradiction
	}
	names := Released{Rows: s.Rows, Columns: s.Columns, form: f}
	var all []Hole
	for a := range x {
		if !seen[a] {
			b := f.net.bound(x, within, a, far)
			row, column := names.names(a)
			all = append(all, Hole{row, column, b.lo, b.hi})
		}
	}
	return all, nil
}

// Unbounded reports whether nothing but its being a number is known at the upper end of a bound.
func (h Hole) Unbounded() bool { return h.High > maxCount }

// span is what a figure that is seen may stand for: all that round to it, halves upwards or downwards.
func (s Seen) span(v int64) span {
	if s.Round <= 1 {
		return span{v, v}
	}
	if s.UpOrDown {
		return span{max(v-s.Round+1, 0), v + s.Round - 1}
	}
	return span{max(v-s.Round/2, 0), v + s.Round/2}
}

func (s Seen) check() error {
	if len(s.Columns) == 0 || len(s.Columns) > maxSide || len(s.Rows) > maxSide {
		return fmt.Errorf("a table has 1 to %d columns and at most %d rows", maxSide, maxSide)
	}
	if len(s.Cells) != max(len(s.Rows), 1) {
		return errors.New("the table has not as many lines as rows")
	}
	if s.RowTotals != nil && len(s.RowTotals) != len(s.Rows) || s.ColumnTotals != nil && len(s.ColumnTotals) != len(s.Columns) {
		return errors.New("the table has not as many totals as rows and columns")
	}
	for _, line := range s.Cells {
		if len(line) != len(s.Columns) {
			return errors.New("a line has not as many numbers as there are columns")
		}
	}
	for _, line := range append([][]*int64{s.RowTotals, s.ColumnTotals, {s.Total}}, s.Cells...) {
		for _, v := range line {
			if v != nil && (*v < 0 || *v > maxCount) {
				return errors.New("a number is out of range")
			}
		}
	}
	return nil
}
