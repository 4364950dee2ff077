package stats

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Forms are the six intraclass correlations of Shrout and Fleiss (1979): the model (1 one-way, 2 two-way random, 3
// two-way mixed), and one rater's word or the mean of k.
var Forms = []string{"1,1", "2,1", "3,1", "1,k", "2,k", "3,k"}

// icc computes an intraclass correlation over the units that every rater rated.
type icc struct {
	rows []iccRow
	k    float64
	form string
}

type iccRow struct {
	values []float64 // by rater, the grand mean taken off so that nothing is lost to rounding
	sum    float64
	square float64
}

// newICC keeps the complete rows and says which they are.
func newICC(rows []row, r *Ratings, form string) (*icc, []float64, error) {
	if r.values == nil {
		return nil, nil, fmt.Errorf("an intraclass correlation needs ratings that are numbers")
	}
	if !slices.Contains(Forms, form) {
		return nil, nil, fmt.Errorf("%q is no form of the intraclass correlation", form)
	}
	c := &icc{k: float64(len(r.Raters)), form: form}
	var times []float64
	var sum, n float64
	for _, x := range rows {
		if x.n == len(r.Raters) {
			for _, k := range x.code {
				sum += x.times * r.values[k]
				n += x.times
			}
		}
	}
	for _, x := range rows {
		if x.n != len(r.Raters) {
			continue
		}
		y := iccRow{values: make([]float64, len(x.code))}
		for g, k := range x.code {
			v := r.values[k] - sum/n
			y.values[g], y.sum, y.square = v, y.sum+v, y.square+v*v
		}
		c.rows, times = append(c.rows, y), append(times, x.times)
	}
	return c, times, nil
}

// moments are sums to which every unit adds its part, so that one can be taken away again.
type moments struct {
	n, sum, square, rows float64
	by                   []float64
}

func (m *moments) add(x iccRow, times, k float64) {
	m.n += times
	m.sum += times * x.sum
	m.square += times * x.square
	m.rows += times * x.sum * x.sum / k
	if m.by == nil {
		m.by = make([]float64, len(x.values))
	}
	for g, v := range x.values {
		m.by[g] += times * v
	}
}

// variance is the analysis of variance: mean squares between units, between raters, of error, and within units.
type variance struct{ n, k, units, raters, err, within float64 }

func (c *icc) variance(m moments) variance {
	v := variance{n: m.n, k: c.k}
	base := m.sum * m.sum / (m.n * c.k)
	between, total, columns := m.rows-base, m.square-base, -base
	for _, s := range m.by {
		columns += s * s / m.n
	}
	v.units = between / (m.n - 1)
	v.within = max(0, (total-between)/(m.n*(c.k-1)))
	v.raters = columns / (c.k - 1)
	v.err = max(0, (total-between-columns)/((m.n-1)*(c.k-1)))
	return v
}

func (c *icc) sums(times []float64) (m moments) {
	for i, x := range c.rows {
		if times[i] > 0 {
			m.add(x, times[i], c.k)
		}
	}
	return m
}

func (c *icc) value(times []float64) (float64, string) { return c.of(c.sums(times)) }

func (c *icc) of(m moments) (float64, string) {
	if m.n < 2 {
		return 0, "fewer than two units were rated by every rater"
	}
	v := c.variance(m)
	var x, below float64
	switch c.form {
	case "1,1":
		x, below = v.units-v.within, v.units+(c.k-1)*v.within
	case "1,k":
		x, below = v.units-v.within, v.units
	case "2,1":
		x, below = v.units-v.err, v.units+(c.k-1)*v.err+c.k*(v.raters-v.err)/v.n
	case "2,k":
		x, below = v.units-v.err, v.units+(v.raters-v.err)/v.n
	case "3,1":
		x, below = v.units-v.err, v.units+(c.k-1)*v.err
	case "3,k":
		x, below = v.units-v.err, v.units
	}
	if scale := m.square / (m.n * c.k); below <= 1e-12*scale || scale == 0 {
		return 0, "the units do not differ, so that there is no variation to share out"
	}
	return x / below, ""
}

// stderr is by the jackknife over units: no closed form is in common use.
func (c *icc) stderr(times []float64) float64 {
	all := c.sums(times)
	n, mean := all.n, 0.0
	left := make([]float64, len(c.rows))
	for i, x := range c.rows {
		m := all
		m.by = slices.Clone(all.by)
		m.add(x, -1, c.k)
		left[i], _ = c.of(m)
		mean += times[i] * left[i] / n
	}
	sum := 0.0
	for i := range left {
		sum += times[i] * (left[i] - mean) * (left[i] - mean)
	}
	return math.Sqrt(sum * (n - 1) / n)
}

// interval is the interval of Shrout and Fleiss (1979) and McGraw and Wong (1996, table 7), from the distribution of F.
func (c *icc) interval(times []float64, confidence float64) (low, high float64) {
	v := c.variance(c.sums(times))
	p := 1 - (1-confidence)/2
	f := func(a, b float64) float64 {
		if !(a > 0 && b > 0) || math.IsInf(a, 0) || math.IsInf(b, 0) {
			return math.NaN() // no variation left from which degrees of freedom could come
		}
		return distuv.F{D1: a, D2: b}.Quantile(p)
	}
	if c.form[0] == '2' {
		return c.random(v, f)
	}
	noise, df := v.within, v.n*(v.k-1)
	if c.form[0] == '3' {
		noise, df = v.err, (v.n-1)*(v.k-1)
	}
	if noise == 0 {
		return 1, 1
	}
	ratio := v.units / noise
	low, high = ratio/f(v.n-1, df), ratio*f(df, v.n-1)
	if c.form[2] == 'k' {
		return 1 - 1/low, 1 - 1/high
	}
	return (low - 1) / (low + v.k - 1), (high - 1) / (high + v.k - 1)
}

// random is the interval of the two-way random model, with Satterthwaite's degrees of freedom.
func (c *icc) random(v variance, f func(a, b float64) float64) (low, high float64) {
	one := (v.units - v.err) / (v.units + (v.k-1)*v.err + v.k*(v.raters-v.err)/v.n)
	if v.err == 0 {
		v.err = 1e-15 * (v.units + v.raters) // so small that it only keeps the division from failing
	}
	j := v.raters / v.err
	rest := v.n*(1+(v.k-1)*one) - v.k*one
	top := v.k*one*j + rest
	df := (v.k - 1) * (v.n - 1) * top * top / ((v.n-1)*v.k*v.k*one*one*j*j + rest*rest)
	upper, lower := f(v.n-1, df), f(df, v.n-1)
	mix := v.k*v.raters + (v.k*v.n-v.k-v.n)*v.err
	low = v.n * (v.units - upper*v.err) / (upper*mix + v.n*v.units)
	high = v.n * (lower*v.units - v.err) / (mix + v.n*lower*v.units)
	if c.form[2] == 'k' {
		return low * v.k / (1 + (v.k-1)*low), high * v.k / (1 + (v.k-1)*high)
	}
	return low, high
}
