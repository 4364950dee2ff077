package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Check is the effect looked at in another way. Low and High are its interval; of "rounding" they bound what rounding alone
// could have made of it. Of a kind whose effect should be near none, Placebo is true.
type Check struct {
	Name     string  `json:"name"`    // lag, errors, without, placebo_time, placebo_place, rounding
	Setting  string  `json:"setting"` // which lag, errors, time or unit
	Estimate float64 `json:"estimate"`
	Low      float64 `json:"ci_low"`
	High     float64 `json:"ci_high"`
	Placebo  bool    `json:"placebo"`
	Interval bool    `json:"interval"` // the interval is to be used; it is not where one unit stood alone
}

// draws is how often figures are drawn anew within what they were rounded to.
const draws = 400

// EffectTerm names the term that is the effect of a change.
func EffectTerm(points []Point) string {
	if slices.ContainsFunc(points, func(p Point) bool { return p.Control }) {
		return "group:level"
	}
	return "level"
}

// Checks looks at the effect of a change in other ways: begun one time later, with other errors, without each time in turn (the
// least and the greatest), at a time when nothing happened, in the series where nothing happened, and, where figures were
// rounded to a multiple, drawn anew within it. What cannot be computed is left out. The same points give the same checks.
func Checks(points []Point, q Interruption, rounded float64) ([]Check, error) {
	planned, err := ITS(points, q)
	if err != nil {
		return nil, err
	}
	var list []Check
	try := func(name, setting string, points []Point, q Interruption, placebo bool) {
		if s, err := ITS(points, q); err == nil {
			t := s.term(EffectTerm(points))
			list = append(list, Check{name, setting, t.Estimate, t.Low, t.High, placebo, true})
		}
	}
	later := q
	later.Lag += stepOf(points)
	try("lag", plain(later.Lag), points, later, false)
	if q.Lag > 0 {
		at := q
		at.Lag = 0
		try("lag", "0", points, at, false)
	}
	for _, kind := range otherErrors(q, planned) {
		other := q
		other.Errors = kind
		try("errors", kind, points, other, false)
	}
	list = append(list, without(points, q)...)
	if before, at, ok := earlier(points, q); ok {
		try("placebo_time", plain(at.At), before, at, true)
	}
	if control := slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return !p.Control }); len(control) > 0 {
		for i := range control {
			control[i].Control = false
		}
		try("placebo_place", "control", control, q, true)
	}
	if rounded > 0 {
		if c, ok := roundings(points, q, rounded); ok {
			c.Estimate = planned.term(EffectTerm(points)).Estimate
			list = append(list, c)
		}
	}
	return list, nil
}

func plain(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// stepOf is the least time between two points.
func stepOf(points []Point) float64 {
	step := math.Inf(1)
	for i := 1; i < len(points); i++ {
		if d := math.Abs(points[i].Time - points[i-1].Time); d > 0 {
			step = min(step, d)
		}
	}
	if math.IsInf(step, 1) {
		return 1
	}
	return step
}

func (s Series) term(name string) (t Term) {
	for _, t := range s.Terms {
		if t.Name == name {
			return t
		}
	}
	return t
}

// otherErrors lists the kinds of standard error that were not planned.
func otherErrors(q Interruption, s Series) (list []string) {
	n := s.Diagnostics["before"] + s.Diagnostics["after"]
	kinds := []string{"ols", fmt.Sprintf("hac:%d:small", max(1, int(math.Floor(4*math.Pow(n/100, 2./9)))))}
	if q.Model == "" || q.Model == "ols" {
		kinds = append(kinds, "ar1")
	}
	for _, k := range kinds {
		if k != q.Errors && (k != "ols" || q.Errors != "") {
			list = append(list, k)
		}
	}
	return list
}

// without leaves out each time in turn and gives the least and the greatest effect.
func without(points []Point, q Interruption) []Check {
	var least, greatest *Check
	term := EffectTerm(points)
	seen := map[float64]bool{}
	for _, p := range points {
		if seen[p.Time] {
			continue
		}
		seen[p.Time] = true
		rest := slices.DeleteFunc(slices.Clone(points), func(o Point) bool { return o.Time == p.Time })
		s, err := ITS(rest, q)
		if err != nil {
			continue
		}
		t := s.term(term)
		c := Check{"without", plain(p.Time), t.Estimate, t.Low, t.High, false, true}
		if least == nil || c.Estimate < least.Estimate {
			least = &c
		}
		if greatest == nil || c.Estimate > greatest.Estimate {
			greatest = &c
		}
	}
	if least == nil {
		return nil
	}
	return []Check{*least, *greatest}
}

// earlier moves the change into the middle of the time before it, when nothing happened, and leaves out what came after.
func earlier(points []Point, q Interruption) ([]Point, Interruption, bool) {
	before := slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return p.Time >= q.At })
	var times []float64
	for _, p := range before {
		times = append(times, p.Time)
	}
	slices.Sort(times)
	if times = slices.Compact(times); len(times) < 2*fewestPoints {
		return nil, q, false
	}
	q.At, q.Lag = times[len(times)/2], 0
	return before, q, true
}

// roundings draws every figure anew, evenly within what it was rounded to, and bounds the middle 95 in 100 of the effects.
func roundings(points []Point, q Interruption, rounded float64) (Check, bool) {
	source := rand.New(rand.NewPCG(1, 1))
	var found []float64
	drawn := slices.Clone(points)
	for range draws {
		for i, p := range points {
			drawn[i].Value = p.Value + (source.Float64()-.5)*rounded
			if q.Model != "" && q.Model != "ols" {
				drawn[i].Value = max(0, drawn[i].Value)
			}
		}
		if s, err := ITS(drawn, q); err == nil {
			found = append(found, s.term(EffectTerm(points)).Estimate)
		}
	}
	if len(found) < draws/2 {
		return Check{}, false
	}
	slices.Sort(found)
	return Check{Name: "rounding", Setting: plain(rounded), Low: found[len(found)*25/1000], High: found[len(found)*975/1000], Interval: true}, true
}

// DIDChecks looks at the overall effect in other ways: without each unit in turn (the least and the greatest), and each unit never
// treated as though it had been treated when the first group was, against the others never treated.
func DIDChecks(list []Observation, compare Comparison) (checks []Check, err error) {
	planned, err := DID(list, compare)
	if err != nil {
		return nil, err
	}
	first, last := math.Inf(1), math.Inf(-1)
	for _, g := range planned.Groups {
		first = min(first, g.Group)
	}
	var units []string
	never := map[string]bool{}
	for _, o := range list {
		last = max(last, o.Time)
		if !slices.Contains(units, o.Unit) {
			units = append(units, o.Unit)
		}
	}
	for _, o := range list {
		never[o.Unit] = o.First > last
	}
	var least, greatest *Check
	for _, u := range units[:min(len(units), mostLeftOut)] {
		d, err := DID(slices.DeleteFunc(slices.Clone(list), func(o Observation) bool { return o.Unit == u }), compare)
		if err != nil {
			continue
		}
		c := Check{"without", u, d.ATT, d.Low, d.High, false, !d.NoInterval}
		if least == nil || c.Estimate < least.Estimate {
			least = &c
		}
		if greatest == nil || c.Estimate > greatest.Estimate {
			greatest = &c
		}
	}
	if least != nil {
		checks = append(checks, *least, *greatest)
	}
	others := slices.DeleteFunc(slices.Clone(list), func(o Observation) bool { return !never[o.Unit] })
	for _, u := range units[:min(len(units), mostLeftOut)] {
		if !never[u] {
			continue
		}
		moved := slices.Clone(others)
		for i := range moved {
			if moved[i].Unit == u {
				moved[i].First = first
			}
		}
		if d, err := DID(moved, Never); err == nil {
			checks = append(checks, Check{"placebo_place", u, d.ATT, d.Low, d.High, true, !d.NoInterval})
		}
	}
	return checks, nil
}

// mostLeftOut bounds how many units are looked at one by one.
const mostLeftOut = 200

// pretest is the p-value of all effects before treatment being none at once (Wald's statistic from the influences).
func (p *panel) pretest(groups []GroupTime) *float64 {
	var before []GroupTime
	for _, g := range groups {
		if g.Before {
			before = append(before, g)
		}
	}
	k := len(before)
	if k == 0 || k >= p.clusters || p.alone {
		return nil
	}
	v, effect := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
	for a := range before {
		effect.SetVec(a, before[a].ATT)
		for b := a; b < k; b++ {
			v.SetSym(a, b, p.covariance(before[a].psi, before[b].psi))
		}
	}
	var factor mat.Cholesky
	if !factor.Factorize(v) || factor.Cond() > 1e12 {
		return nil
	}
	var solved mat.VecDense
	if err := factor.SolveVecTo(&solved, effect); err != nil {
		return nil
	}
	x := distuv.ChiSquared{K: float64(k)}.Survival(mat.Dot(effect, &solved))
	return &x
}

// covariance is that of two effects, from the influences within clusters.
func (p *panel) covariance(a, b []float64) float64 {
	x, y := make([]float64, p.clusters), make([]float64, p.clusters)
	for u := range a {
		x[p.cluster[u]] += a[u]
		y[p.cluster[u]] += b[u]
	}
	sum := 0.0
	for c := range x {
		sum += x[c] * y[c]
	}
	n := float64(len(p.units))
	return sum / (n * n)
}
