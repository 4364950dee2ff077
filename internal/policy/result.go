package policy

import (
	"math"
	"strconv"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/stats"
)

// Refusal says why no model is fitted: a code, which pages have words for under evaluation.refused_CODE.
type Refusal string

// The refusals.
const (
	NotYetAfter Refusal = "not_yet"  // no figure from the change on, or too few of them
	TooFew      Refusal = "few"      // fewer than LeastPoints before and after together
	TooHidden   Refusal = "hidden"   // more than one in ten of the figures is hidden
	AllWithheld Refusal = "withheld" // nothing is shown at all
	NoPlaces    Refusal = "places"   // no place with the change, or none without, has all its figures
	RunAlone    Refusal = "run_only" // the plan asks for no model
	NotFitted   Refusal = "fit"      // the figures do not bear the model
)

// Number is a figure worked out from the figures of a plan: rounded as it is shown, and to six digits as files have it.
type Number struct{ Shown, Exact disclosure.Protected }

// Came is what a change came with, with its interval. In numbers of people by a counting model it is a ratio.
type Came struct {
	Estimate, Low, High, P Number
	Ratio                  bool
	Bounded                bool // the interval is to be used
}

// Looked is the effect looked at in another way.
type Looked struct {
	Name, Setting       string
	Placebo             bool
	Bounded             bool // the interval is to be used
	Estimate, Low, High Number
}

// Moment is the effect so many periods after the change, or before it, where it should be near none.
type Moment struct {
	Since               int
	Estimate, Low, High Number
}

// Result is what the figures say under one design.
type Result struct {
	Design  Design
	Refused Refusal // "" where there is a result
	Before  int     // periods
	After   int
	Left    int // periods, or places, left out since a figure is hidden
	Places  int
	Effect  Came
	Slope   *Came // the change of trend, by period
	Checks  []Looked
	Moments []Moment
	Pretest Number // of no effects before
	Carried bool   // neighbouring residuals go together, and the errors that were planned do not allow for it
	Alone   bool   // one place stands alone
	Rounded int64
	Verdict string // expected, against, none, unsaid
	Command string // that gives the same numbers from the data of the bundle
	Method  string // in the words of the program's statistics, English
	Source  string
	codes   map[string]string // of periods, by their place in time, and of the second series
}

// String is what is shown.
func (n Number) String() string { return n.Shown.String() }

// maker makes numbers that come from shown figures alone.
type maker struct {
	from     []disclosure.Protected
	decimals int
}

func (m maker) number(pick func(v []float64) float64) Number {
	return Number{disclosure.Worked(m.decimals, m.from, pick), disclosure.Worked(6, m.from, pick)}
}

// p gives a p-value with three decimals.
func (m maker) p(pick func(v []float64) float64) Number { return maker{m.from, 3}.number(pick) }

// within says whether a period is in the window.
func (p PlanContent) within(one disclosure.Period) bool {
	from, _ := disclosure.ParsePeriod(p.From)
	to, _ := disclosure.ParsePeriod(p.To)
	return from.Place <= one.Place && one.Place <= to.Place
}

// Carry carries a design out over the figures of a plan. The same figures give the same result.
func (p PlanContent) Carry(d Design, f Figures) Result {
	if d.Model == Places {
		return p.carryPlaces(d, f)
	}
	return p.carrySeries(d, f)
}

// seriesData is what a series is fitted by.
type seriesData struct {
	times          []float64
	codes          []string
	value, control []disclosure.Protected
	before, after  int
	hidden         int
}

func (p PlanContent) seriesData(d Design, f Figures) (s seriesData) {
	at, _ := disclosure.ParsePeriod(p.At)
	line, other := f.Line(p.Line), f.Line(p.Control)
	for i, one := range f.Periods {
		if !p.within(one) {
			continue
		}
		v, c := f.Cell(i, line), f.Cell(i, other)
		if !v.Shown() || d.Model == WithOther && !c.Shown() {
			s.hidden++
			continue
		}
		s.times, s.codes, s.value = append(s.times, float64(one.Place)), append(s.codes, one.Code), append(s.value, v)
		if d.Model == WithOther {
			s.control = append(s.control, c)
		}
		if one.Place >= at.Place {
			s.after++
		} else {
			s.before++
		}
	}
	return s
}

// points are the data with values in place of figures.
func (s seriesData) points(v []float64) (points []stats.Point) {
	for i, t := range s.times {
		points = append(points, stats.Point{Time: t, Value: v[i], Exposure: 1})
	}
	for i := range s.control {
		points = append(points, stats.Point{Time: s.times[i], Value: v[len(s.times)+i], Exposure: 1, Control: true})
	}
	return points
}

func (s seriesData) from() []disclosure.Protected {
	return append(append([]disclosure.Protected{}, s.value...), s.control...)
}

func numbersOf(list []disclosure.Protected) []float64 {
	v := make([]float64, len(list))
	for i, p := range list {
		v[i] = p.Number()
	}
	return v
}

// decimals is how finely an effect is shown: one digit finer than the figures.
func decimals(list []disclosure.Protected) int {
	most := 0
	for _, p := range list {
		_, d, _ := p.Value()
		most = max(most, d)
	}
	return min(most+1, 6)
}

// lagOf is the lag of Newey and West's errors for so many points: the whole part of 4(n/100)^(2/9), at least 1.
func lagOf(n int) int { return max(1, int(math.Floor(4*math.Pow(float64(n)/100, 2./9)))) }

// interruption is a design as stats has it.
func (p PlanContent) interruption(d Design, n int, every string) stats.Interruption {
	at, _ := disclosure.ParsePeriod(p.At)
	q := stats.Interruption{At: float64(at.Place), Lag: float64(d.Lag), Gradual: float64(d.Gradual), Slope: d.Slope, Model: d.Family, Errors: d.Errors}
	if d.Errors == "hac" {
		q.Errors = "hac:" + strconv.Itoa(lagOf(n)) + ":small"
	}
	if d.Seasonal {
		q.Period, q.Pairs = 4, 1
		if every == "month" {
			q.Period, q.Pairs = 12, 2
		}
	}
	return q
}

func (p PlanContent) carrySeries(d Design, f Figures) Result {
	s := p.seriesData(d, f)
	r := Result{Design: d, Before: s.before, After: s.after, Left: s.hidden, Rounded: f.Rounded, Verdict: "unsaid"}
	switch all := len(s.times) + s.hidden; {
	case len(s.times) == 0 && s.hidden > 0:
		r.Refused = AllWithheld
	case d.Model == RunOnly:
		r.Refused = RunAlone
	case s.hidden*10 > all:
		r.Refused = TooHidden
	case s.after < 3:
		r.Refused = NotYetAfter
	case len(s.times) < LeastPoints || s.before < 3:
		r.Refused = TooFew
	}
	if r.Refused != "" {
		return r
	}
	q := p.interruption(d, len(s.times), f.Periods[0].Every)
	fitted := &fitting{q: q, s: s, rounded: float64(f.Rounded)}
	if f.Rounded <= 1 {
		fitted.rounded = 0
	}
	from := s.from()
	if !fitted.do(numbersOf(from)) {
		r.Refused = NotFitted
		return r
	}
	r.fill(fitted, maker{from, decimals(from)}, p)
	r.Command = command(q, d.Model == WithOther, fitted.rounded)
	return r
}

// fitting fits once for the same values.
type fitting struct {
	q       stats.Interruption
	s       seriesData
	rounded float64

	values []float64
	ok     bool
	out    stats.Series
}

func (f *fitting) do(v []float64) bool {
	if f.values != nil && same(f.values, v) {
		return f.ok
	}
	f.values = append([]float64{}, v...)
	points := f.s.points(v)
	var err error
	if f.out, err = stats.ITS(points, f.q); err == nil {
		f.out.Checks, err = stats.Checks(points, f.q, f.rounded)
	}
	f.ok = err == nil
	return f.ok
}

func same(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// pick takes one number of the fit over the values given, and of nothing else.
func (f *fitting) pick(one func(stats.Series) float64) func([]float64) float64 {
	return func(v []float64) float64 {
		if !f.do(v) {
			return math.NaN()
		}
		return one(f.out)
	}
}

func termOf(s stats.Series, name string) stats.Term {
	for _, t := range s.Terms {
		if t.Name == name {
			return t
		}
	}
	return stats.Term{Estimate: math.NaN(), Low: math.NaN(), High: math.NaN()}
}

func (r *Result) fill(f *fitting, m maker, p PlanContent) {
	group := ""
	if f.s.control != nil {
		group = "group:"
	}
	r.codes = map[string]string{"control": p.Control}
	for i, t := range f.s.times {
		r.codes[strconv.FormatFloat(t, 'g', -1, 64)] = f.s.codes[i]
	}
	r.Effect = f.effect(m, group+"level", r.Design.Family)
	if r.Design.Slope {
		slope := f.effect(maker{m.from, min(m.decimals+1, 6)}, group+"slope", r.Design.Family)
		r.Slope = &slope
	}
	for i, c := range f.out.Checks {
		one := Looked{Name: c.Name, Setting: c.Setting, Placebo: c.Placebo, Bounded: c.Interval}
		get := func(of func(stats.Check) float64) Number {
			return m.number(f.pick(func(s stats.Series) float64 {
				if i >= len(s.Checks) {
					return math.NaN()
				}
				if x := of(s.Checks[i]); r.Effect.Ratio {
					return math.Exp(x)
				} else {
					return x
				}
			}))
		}
		one.Estimate, one.Low, one.High = get(func(c stats.Check) float64 { return c.Estimate }), get(func(c stats.Check) float64 { return c.Low }), get(func(c stats.Check) float64 { return c.High })
		r.Checks = append(r.Checks, one)
	}
	carried := f.out.Diagnostics["autocorrelation_1"]
	r.Carried = r.Design.Errors == "ols" && math.Abs(carried) > 2/math.Sqrt(float64(len(f.s.times)))
	r.Method, r.Source = f.out.Method, f.out.Source
	r.judge(p)
}

func (f *fitting) effect(m maker, term, family string) Came {
	e := Came{Ratio: family != "ols", Bounded: true}
	if e.Ratio {
		m.decimals = 3
	}
	get := func(of func(stats.Term) float64) Number {
		return m.number(f.pick(func(s stats.Series) float64 {
			if x := of(termOf(s, term)); e.Ratio {
				return math.Exp(x)
			} else {
				return x
			}
		}))
	}
	e.Estimate, e.Low, e.High = get(func(t stats.Term) float64 { return t.Estimate }), get(func(t stats.Term) float64 { return t.Low }), get(func(t stats.Term) float64 { return t.High })
	e.P = m.p(f.pick(func(s stats.Series) float64 {
		if t := termOf(s, term); t.P != nil {
			return *t.P
		}
		return math.NaN()
	}))
	return e
}

// judge says how the interval stands to what was expected. It says nothing about what caused it.
func (r *Result) judge(p PlanContent) {
	none := 0.0
	if r.Effect.Ratio {
		none = 1
	}
	low, high := r.Effect.Low.Exact.Number(), r.Effect.High.Exact.Number()
	switch {
	case !r.Effect.Bounded || math.IsNaN(low) || math.IsNaN(high):
		r.Verdict = "unsaid"
	case low <= none && high >= none:
		r.Verdict = "none"
	case p.Direction == "either" || (low > none) == (p.Direction == "up"):
		r.Verdict = "expected"
	default:
		r.Verdict = "against"
	}
}

// command is how anybody gets the same numbers from the data of the bundle.
func command(q stats.Interruption, control bool, rounded float64) string {
	plain := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	c := "stablefutures stats its --in data.csv --y value --time time --at " + plain(q.At) + " --model " + q.Model + " --se " + q.Errors
	if q.Slope {
		c += " --slope"
	}
	if q.Lag > 0 {
		c += " --lag " + plain(q.Lag)
	}
	if q.Gradual > 0 {
		c += " --gradual " + plain(q.Gradual)
	}
	if q.Pairs > 0 {
		c += " --season " + plain(q.Period) + ":" + strconv.Itoa(q.Pairs)
	}
	if control {
		c += " --control control"
	}
	c += " --checks"
	if rounded > 0 {
		c += " --rounded " + plain(rounded)
	}
	return c + " --json"
}
