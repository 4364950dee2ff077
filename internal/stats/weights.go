package stats

import (
	"errors"
	"fmt"
	"math"
)

// Weights says how much of an agreement two categories are: 1 on the diagonal, less elsewhere.
type Weights struct {
	Name   string      // "none", "linear", "quadratic", "ordinal", "ratio" or "file"
	Matrix [][]float64 // only for "file": rows and columns in the order of the scale
	By     string      // linear and quadratic: "value" goes by the categories' numbers, "place" by their places on the scale
}

// matrix gives the weights for a scale. By place is how weighted kappa is computed by most programs (Fleiss, Levin and
// Paik 2003, 18.1), by value how Gwet (2014), chapter 3, has it; words have places alone. Ordinal and ratio are Gwet's.
func (w Weights) matrix(r *Ratings) ([][]float64, error) {
	q := len(r.Categories)
	if w.Name == "file" {
		return w.Matrix, w.fits(q)
	}
	x := r.values
	if x == nil || w.By == "place" {
		if w.Name == "ratio" {
			return nil, errors.New("ratio weights need categories that are numbers")
		}
		x = make([]float64, q)
		for i := range x {
			x[i] = float64(i)
		}
	}
	span := 0.0
	for i := range x {
		for j := range x {
			span = max(span, math.Abs(x[i]-x[j]))
		}
	}
	m := make([][]float64, q)
	for i := range m {
		m[i] = make([]float64, q)
		for j := range m[i] {
			m[i][j] = w.one(i, j, q, x, span)
		}
	}
	if w.Name == "ratio" {
		most := 0.0
		for i := range m {
			for j := range m {
				most = max(most, 1-m[i][j])
			}
		}
		for i := range m {
			for j := range m {
				if most > 0 {
					m[i][j] = 1 - (1-m[i][j])/most
				}
			}
		}
	}
	return m, nil
}

func (w Weights) one(i, j, q int, x []float64, span float64) float64 {
	if i == j {
		return 1
	}
	switch w.Name {
	case "linear":
		return 1 - math.Abs(x[i]-x[j])/span
	case "quadratic":
		return 1 - (x[i]-x[j])*(x[i]-x[j])/(span*span)
	case "ordinal":
		d := float64(max(i, j) - min(i, j) + 1)
		return 1 - d*(d-1)/(float64(q)*float64(q-1))
	case "ratio":
		if x[i]+x[j] == 0 {
			return 1
		}
		return 1 - (x[i]-x[j])*(x[i]-x[j])/((x[i]+x[j])*(x[i]+x[j]))
	}
	return 0
}

// fits makes sure that weights from a file can be used: square, finite, 1 on the diagonal, the same both ways, none
// above 1.
func (w Weights) fits(q int) error {
	if len(w.Matrix) != q {
		return fmt.Errorf("the weights have %d rows, the scale has %d categories", len(w.Matrix), q)
	}
	for i, row := range w.Matrix {
		if len(row) != q {
			return fmt.Errorf("row %d of the weights has %d numbers, the scale has %d categories", i+1, len(row), q)
		}
	}
	for i, row := range w.Matrix {
		for j, x := range row {
			switch {
			case math.IsNaN(x) || math.IsInf(x, 0) || x > 1 || x < 0:
				return fmt.Errorf("weight %d,%d is not a number from 0 to 1", i+1, j+1)
			case i == j && x != 1:
				return fmt.Errorf("weight %d,%d is not 1: a category agrees with itself", i+1, j+1)
			case x != w.Matrix[j][i]:
				return fmt.Errorf("weights %d,%d and %d,%d differ", i+1, j+1, j+1, i+1)
			}
		}
	}
	return nil
}
