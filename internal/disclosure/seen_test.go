package disclosure

import (
	"errors"
	"math/rand/v2"
	"testing"
)

func number(v int64) *int64 { return &v }

// Bounds of a small table are those that trying every table gives.
func TestBounds_areThoseOfTryingEverything(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		var x [2][3]int64
		s := Seen{Rows: []string{"r1", "r2"}, Columns: []string{"c1", "c2", "c3"}, RowTotals: make([]*int64, 2), ColumnTotals: make([]*int64, 3), Cells: [][]*int64{make([]*int64, 3), make([]*int64, 3)}}
		var rows [2]int64
		var columns [3]int64
		for i := range x {
			for j := range x[i] {
				x[i][j] = random.Int64N(5)
				rows[i] += x[i][j]
				columns[j] += x[i][j]
				if random.IntN(2) == 0 {
					s.Cells[i][j] = number(x[i][j])
				}
			}
		}
		for i := range rows {
			s.RowTotals[i] = number(rows[i])
		}
		for j := range columns {
			s.ColumnTotals[j] = number(columns[j])
		}
		got, err := s.Bounds()
		if err != nil {
			t.Fatal(err)
		}
		low, high := tryAll(s, rows, columns)
		for _, h := range got {
			if h.Row == "" || h.Column == "" {
				continue // the grand total, which the rows give
			}
			i, j := int(h.Row[1]-'1'), int(h.Column[1]-'1')
			if h.Low != low[i][j] || h.High != high[i][j] {
				t.Fatalf("%s %s: between %d and %d, and trying all gives %d and %d", h.Row, h.Column, h.Low, h.High, low[i][j], high[i][j])
			}
		}
	}
}

// tryAll goes through every table of numbers up to 12 with these totals.
func tryAll(s Seen, rows [2]int64, columns [3]int64) (low, high [2][3]int64) {
	for i := range low {
		for j := range low[i] {
			low[i][j] = 99
		}
	}
	for a := range rows[0] + 1 {
		for b := range rows[0] - a + 1 {
			t := [2][3]int64{{a, b, rows[0] - a - b}}
			fits := true
			for j := range columns {
				t[1][j] = columns[j] - t[0][j]
			}
			for i := range t {
				for j, v := range t[i] {
					fits = fits && v >= 0 && (s.Cells[i][j] == nil || *s.Cells[i][j] == v)
				}
			}
			if !fits {
				continue
			}
			for i := range t {
				for j, v := range t[i] {
					low[i][j], high[i][j] = min(low[i][j], v), max(high[i][j], v)
				}
			}
		}
	}
	return low, high
}

func TestBounds_saysWhatIsNoTable(t *testing.T) {
	line := func(v ...*int64) []*int64 { return v }
	for name, s := range map[string]Seen{
		"no columns":   {Cells: [][]*int64{{}}},
		"a short line": {Columns: []string{"a", "b"}, Cells: [][]*int64{line(number(1))}},
		"no line":      {Rows: []string{"r"}, Columns: []string{"a"}},
		"below 0":      {Columns: []string{"a"}, Cells: [][]*int64{line(number(-1))}},
		"too large":    {Columns: []string{"a"}, Cells: [][]*int64{line(number(maxCount + 1))}},
		"totals short": {Rows: []string{"r"}, Columns: []string{"a"}, Cells: [][]*int64{line(nil)}, RowTotals: line(nil, nil)},
	} {
		if _, err := s.Bounds(); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	s := Seen{Columns: []string{"a", "b"}, Cells: [][]*int64{line(number(20), number(15))}, Total: number(40)}
	if _, err := s.Bounds(); !errors.Is(err, ErrContradiction) {
		t.Errorf("20 and 15 make 40: %v", err)
	}
	s.Round = 5
	if _, err := s.Bounds(); err != nil {
		t.Errorf("rounded to 5 they may: %v", err)
	}
	open := Seen{Columns: []string{"a", "b"}, Cells: [][]*int64{line(nil, number(15))}}
	if h, err := open.Bounds(); err != nil || len(h) != 2 || !h[0].Unbounded() {
		t.Errorf("without a total everything is possible: %v, %v", h, err)
	}
}
