package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Point is one time of a series. Exposure (1 where there is none) is what a count is out of; Control marks a series in
// which the change did not happen.
type Point struct {
	Time, Value, Exposure float64
	Control               bool
}

// Interruption says what changed when, and how the series is modelled.
type Interruption struct {
	At       float64 // the first time after the change
	Lag      float64 // how much later its effect begins
	Gradual  float64 // over how much time its effect grows to the whole of the level; 0 is at once
	Slope    bool    // the trend may change as well as the level
	Model    string  // ols, poisson, quasipoisson, negbin
	Period   float64 // of the seasons, in units of time; 0 has none
	Pairs    int     // of sine and cosine
	Errors   string  // "", ols, hac:LAG, hac:LAG:small, hc0, ar1
	Exposure bool    // the points have one
}

// Term is one coefficient with its interval; Ratio is its exponential, for counts.
type Term struct {
	Name     string   `json:"name"`
	Estimate float64  `json:"estimate"`
	StdErr   float64  `json:"se"`
	Low      float64  `json:"ci_low"`
	High     float64  `json:"ci_high"`
	Ratio    *Ratios  `json:"ratio,omitempty"`
	P        *float64 `json:"p,omitempty"` // of no effect; none where there are fewer than PointsForP points
}

// Ratios are a rate ratio and its interval.
type Ratios struct {
	Estimate float64 `json:"estimate"`
	Low      float64 `json:"ci_low"`
	High     float64 `json:"ci_high"`
}

// Series is what an interrupted time series tells.
type Series struct {
	Terms       []Term             `json:"terms"`
	Dispersion  float64            `json:"dispersion"`
	Diagnostics map[string]float64 `json:"diagnostics"`
	Method      string             `json:"method"`
	Source      string             `json:"source"`
	Warnings    []string           `json:"warnings"`
	Checks      []Check            `json:"checks,omitempty"`
}

// PointsForP is how many points before and after a change there are at least for a p-value: with fewer, intervals are too narrow
// whatever one does (Turner and others 2021).
const PointsForP = 12

// fewest points before and after, without which nothing is computed, and below which the answer carries a warning.
const (
	fewestPoints = 3
	enoughPoints = 8
)

// ITS fits a segmented regression (Wagner and others 2002; Lopez Bernal and others 2017). The level is the step at the
// change itself, not at time zero; the slope is the change of trend per unit of time. With control points the terms of
// the change are those of the affected series beyond the control's (Linden 2015): "group", "group:trend", "group:level",
// "group:slope". Too few points, times that stand twice in a series, and counts below zero are errors.
func ITS(points []Point, q Interruption) (Series, error) {
	if q.Model == "" {
		q.Model = "ols"
	}
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b Point) int {
		switch {
		case a.Time < b.Time:
			return -1
		case a.Time > b.Time:
			return 1
		case a.Control == b.Control:
			return 0
		case a.Control:
			return 1
		}
		return -1
	})
	d, err := q.design(points)
	if err != nil {
		return Series{}, err
	}
	return d.fit(q)
}

// design is the table that a series is fitted by.
type design struct {
	names    []string
	x        *mat.Dense
	y        []float64
	offset   []float64
	times    []int // rows of one time have one number
	group    bool
	before   int
	after    int
	unevenly bool
}

func (q Interruption) design(points []Point) (*design, error) {
	if err := q.check(points); err != nil {
		return nil, err
	}
	d := &design{names: []string{"intercept", "trend", "level"}}
	start, step := q.At+q.Lag, stepOf(points)
	if q.Slope {
		d.names = append(d.names, "slope")
	}
	d.group = slices.ContainsFunc(points, func(p Point) bool { return p.Control })
	if d.group {
		for _, name := range slices.Clone(d.names)[1:] {
			d.names = append(d.names, "group:"+name)
		}
		d.names = slices.Insert(d.names, len(d.names)/2+1, "group")
	}
	for k := range q.Pairs {
		d.names = append(d.names, fmt.Sprintf("sin_%d", k+1), fmt.Sprintf("cos_%d", k+1))
	}
	d.x = mat.NewDense(len(points), len(d.names), nil)
	for i, p := range points {
		row := []float64{1, p.Time, 0}
		if p.Time >= start {
			row[2] = 1
			if q.Gradual > 0 {
				row[2] = min(1, (p.Time-start+step)/q.Gradual)
			}
		}
		if q.Slope {
			row = append(row, row[2]*(p.Time-start))
		}
		if d.group {
			affected := 1.0
			if p.Control {
				affected = 0
			}
			for _, v := range slices.Clone(row) {
				row = append(row, affected*v)
			}
		}
		for k := range q.Pairs {
			angle := 2 * math.Pi * float64(k+1) * p.Time / q.Period
			row = append(row, math.Sin(angle), math.Cos(angle))
		}
		d.x.SetRow(i, row)
		d.add(points, i, p.Time >= start)
	}
	if d.before < fewestPoints || d.after < fewestPoints {
		return nil, fmt.Errorf("%d points before the change and %d after it: at least %d of each are needed", d.before, d.after, fewestPoints)
	}
	if len(points) <= len(d.names) {
		return nil, fmt.Errorf("%d points cannot carry %d terms", len(points), len(d.names))
	}
	return d, nil
}

// add takes one point's value, exposure and place in time.
func (d *design) add(points []Point, i int, after bool) {
	p := points[i]
	d.y, d.offset = append(d.y, p.Value), append(d.offset, math.Log(p.Exposure))
	switch {
	case i == 0:
		d.times = append(d.times, 0)
	case p.Time == points[i-1].Time:
		d.times = append(d.times, d.times[i-1])
	default:
		d.times = append(d.times, d.times[i-1]+1)
		if step := p.Time - points[i-1].Time; i > 1 && d.times[i] > 1 {
			first := 0.0
			for j := 1; j < i; j++ {
				if points[j].Time != points[j-1].Time {
					first = points[j].Time - points[j-1].Time
					break
				}
			}
			d.unevenly = d.unevenly || math.Abs(step-first) > 1e-9*math.Abs(first)
		}
	}
	if !p.Control {
		if after {
			d.after++
		} else {
			d.before++
		}
	}
}

func (q Interruption) check(points []Point) error {
	switch {
	case !slices.Contains([]string{"ols", "poisson", "quasipoisson", "negbin"}, q.Model):
		return fmt.Errorf("%q is no model; there are ols, poisson, quasipoisson, negbin", q.Model)
	case q.Pairs < 0 || q.Pairs > 6 || q.Pairs > 0 && !(q.Period > 1):
		return errors.New("seasons take a period above 1 and one to six pairs")
	case q.Lag < 0 || q.Gradual < 0:
		return errors.New("a lag, and the time an effect takes to grow, are not below zero")
	case q.Gradual > 0 && q.Slope:
		return errors.New("an effect that grows gradually takes no change of slope beside it")
	case q.Exposure && q.Model == "ols":
		return errors.New("an offset goes with counts (poisson, quasipoisson, negbin)")
	}
	for i, p := range points {
		switch {
		case !finite(p.Time) || !finite(p.Value) || !finite(p.Exposure):
			return fmt.Errorf("point %d is not a number", i+1)
		case q.Model != "ols" && p.Value < 0:
			return fmt.Errorf("point %d: a count is not below zero", i+1)
		case p.Exposure <= 0:
			return fmt.Errorf("point %d: the offset is what a count is out of, and above zero", i+1)
		case i > 0 && p.Time == points[i-1].Time && p.Control == points[i-1].Control:
			return fmt.Errorf("time %v stands twice", p.Time)
		}
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// errorsOf reads how standard errors are wanted.
func (q Interruption) errorsOf() (kind string, lag int, small bool, err error) {
	parts := strings.Split(q.Errors, ":")
	bad := fmt.Errorf("%q is no kind of standard error; there are ols, hac:LAG, hac:LAG:small, hc0, ar1", q.Errors)
	switch {
	case q.Errors == "" || q.Errors == "ols":
		return "model", 0, false, nil
	case q.Errors == "ar1":
		if q.Model != "ols" {
			return "", 0, false, errors.New("ar1 goes with ols; for counts take hac:LAG")
		}
		return "ar1", 0, false, nil
	case q.Errors == "hc0" || q.Errors == "hc1":
		return "hac", 0, q.Errors == "hc1", nil
	case parts[0] != "hac" || len(parts) < 2 || len(parts) > 3 || len(parts) == 3 && parts[2] != "small":
		return "", 0, false, bad
	}
	if lag, err = strconv.Atoi(parts[1]); err != nil || lag < 0 {
		return "", 0, false, bad
	}
	return "hac", lag, len(parts) == 3, nil
}

func (d *design) fit(q Interruption) (Series, error) {
	kind, lag, small, err := q.errorsOf()
	if err != nil {
		return Series{}, err
	}
	if kind == "hac" && lag >= d.times[len(d.times)-1] {
		return Series{}, fmt.Errorf("a lag of %d is too long for %d times", lag, d.times[len(d.times)-1]+1)
	}
	out := Series{Diagnostics: map[string]float64{}, Warnings: []string{}}
	var f *fit
	theta := math.Inf(1)
	switch q.Model {
	case "ols":
		f, err = leastSquares(d.x, d.y)
	case "negbin":
		f, theta, err = negativeBinomial(d.x, d.y, d.offset)
	default:
		f, err = counts(d.x, d.y, d.offset, theta)
	}
	if err != nil {
		return Series{}, err
	}
	df := float64(f.n - f.k)
	out.Dispersion = f.pearson / df
	out.describe(d, f, q, theta)
	var cov *mat.Dense
	switch {
	case kind == "ar1":
		if f, cov, err = d.autoregressive(f, &out); err != nil {
			return Series{}, err
		}
		out.Method += "; errors of first order, Prais and Winsten's transformation, iterated"
	case kind == "hac":
		cov = f.sandwich(d.times, lag, small)
		out.Method += fmt.Sprintf("; standard errors robust to autocorrelation up to lag %d (Newey and West, Bartlett weights)", lag)
		if small {
			out.Method += ", times n/(n-k)"
		}
	default:
		cov = mat.DenseCopyOf(f.bread)
		if q.Model == "ols" || q.Model == "quasipoisson" {
			cov.Scale(out.Dispersion, cov)
		}
		out.Method += "; standard errors of the model"
	}
	out.terms(d, f, cov, q)
	return out, nil
}

// terms fills in coefficients and intervals: Student's t for least squares, the normal distribution for counts.
func (out *Series) terms(d *design, f *fit, cov *mat.Dense, q Interruption) {
	z, beyond := distuv.UnitNormal.Quantile(.975), distuv.UnitNormal.Survival
	if q.Model == "ols" {
		t := distuv.StudentsT{Sigma: 1, Nu: float64(f.n - f.k)}
		z, beyond = t.Quantile(.975), t.Survival
		out.Method += "; 95 % intervals from Student's t with n - k degrees of freedom"
	} else {
		out.Method += "; 95 % intervals from the normal distribution"
	}
	for j, name := range d.names {
		se := math.Sqrt(max(0, cov.At(j, j)))
		t := Term{Name: name, Estimate: f.beta[j], StdErr: se, Low: f.beta[j] - z*se, High: f.beta[j] + z*se}
		if se > 0 && d.before+d.after >= PointsForP {
			p := 2 * beyond(math.Abs(t.Estimate)/se)
			t.P = &p
		}
		if q.Model != "ols" {
			if r := (Ratios{math.Exp(t.Estimate), math.Exp(t.Low), math.Exp(t.High)}); finite(r.High) {
				t.Ratio = &r
			} else {
				out.Warnings = append(out.Warnings, "the counts do not bound "+name+": no ratio can be given")
			}
		}
		out.Terms = append(out.Terms, t)
	}
}
