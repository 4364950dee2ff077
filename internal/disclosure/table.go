package disclosure

import (
	"errors"
	"fmt"
	"regexp"
)

// Table is true numbers before they are protected: how many people, of each column, in each row. A table of one
// direction has no rows and one line of counts. Only what Protect gives back leaves.
type Table struct {
	// Key names what the table counts. Two tables with the same key count the same thing, perhaps at different times.
	Key string
	// Data names the state of the data. Two tables with the same key and data hold the same true numbers.
	Data string

	Rows    []string // codes, not words of people
	Columns []string
	Counts  [][]int64

	// People are how many different people stand behind each count, where a count is not of people (answers, promises).
	People [][]int64
	// Largest is what one person, or one body, holds of each count at most.
	Largest [][]int64
	// National says that the table is of a nation or a region.
	National bool
	// About says what the table counts, so that it is held against other tables of the same; nil: only against those of its key.
	About *About
}

// maxSide bounds a table's rows and columns: the attack looks at every hidden number against all others.
const maxSide = 60

// maxCount is the largest number a table may hold.
const maxCount = 1 << 32

var code = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$`)

func checkNames(key, data string, rows, columns []string) error {
	if !code.MatchString(key) || !code.MatchString(data) {
		return errors.New("the table has no key, or no state of its data")
	}
	if len(columns) == 0 || len(columns) > maxSide || len(rows) > maxSide {
		return fmt.Errorf("a table has 1 to %d columns and at most %d rows", maxSide, maxSide)
	}
	for _, names := range [][]string{rows, columns} {
		seen := map[string]bool{}
		for _, n := range names {
			if !code.MatchString(n) || seen[n] {
				return fmt.Errorf("%.80q is no code of a row or column, or stands there twice", n)
			}
			seen[n] = true
		}
	}
	return nil
}

// directionsOf says how many directions a table with these rows has.
func directionsOf(rows []string) int {
	if len(rows) == 0 {
		return 1
	}
	return 2
}

func (t Table) check() error {
	if err := errors.Join(checkNames(t.Key, t.Data, t.Rows, t.Columns), t.About.check(directionsOf(t.Rows))); err != nil {
		return err
	}
	for _, part := range [][][]int64{t.Counts, t.People, t.Largest} {
		if part == nil && t.Counts != nil {
			continue
		}
		if len(part) != max(len(t.Rows), 1) {
			return errors.New("the table has not as many lines as rows")
		}
		for _, line := range part {
			if len(line) != len(t.Columns) {
				return errors.New("a line has not as many numbers as there are columns")
			}
			for _, n := range line {
				if n < 0 || n > maxCount {
					return errors.New("a number is out of range")
				}
			}
		}
	}
	return nil
}

// form is the shape of a table as the attack sees it: every number is an arc of a network in which whatever flows in
// flows out, which is what "the rows and columns add up" says. Arcs are the cells row by row, then the totals of rows,
// then those of columns, then the grand total; a table of one direction has cells and the grand total.
type form struct {
	rows, columns int // rows is 0 for one direction
	net           network
}

func newForm(rows, columns int) form {
	f := form{rows: rows, columns: columns}
	source, sink := 0, 1
	if rows == 0 {
		for range columns {
			f.net.join(source, sink)
		}
	} else {
		sink = rows + columns + 1
		for i := range rows {
			for j := range columns {
				f.net.join(1+i, 1+rows+j)
			}
		}
		for i := range rows {
			f.net.join(source, 1+i)
		}
		for j := range columns {
			f.net.join(1+rows+j, sink)
		}
	}
	f.net.join(sink, source)
	return f
}

func (f form) cell(i, j int) int { return i*f.columns + j }

func (f form) rowTotal(i int) int { return f.rows*f.columns + i }

func (f form) columnTotal(j int) int { return f.rows*f.columns + f.rows + j }

func (f form) total() int { return len(f.net.arcs) - 1 }

// flow gives the table's numbers, totals among them, in the order of arcs.
func (f form) flow(cells [][]int64) []int64 {
	x := make([]int64, len(f.net.arcs))
	for i, line := range cells {
		for j, n := range line {
			x[f.cell(i, j)] = n
			if f.rows > 0 {
				x[f.rowTotal(i)] += n
				x[f.columnTotal(j)] += n
			}
			x[f.total()] += n
		}
	}
	return x
}

// greatest is flow with the largest cell in place of a sum.
func (f form) greatest(cells [][]int64) []int64 {
	x := make([]int64, len(f.net.arcs))
	for i, line := range cells {
		for j, n := range line {
			x[f.cell(i, j)] = n
			if f.rows > 0 {
				x[f.rowTotal(i)] = max(x[f.rowTotal(i)], n)
				x[f.columnTotal(j)] = max(x[f.columnTotal(j)], n)
			}
			x[f.total()] = max(x[f.total()], n)
		}
	}
	return x
}
