package policy

import (
	"math"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/stats"
)

// fewPlaces is how many places there are at least for an interval: with fewer it is too narrow.
const fewPlaces = 10

// placesData is what a difference in differences is made from: a place's figures at every period of the window.
type placesData struct {
	list  []stats.Observation // with no values
	codes []string            // of periods, row by row
	from  []disclosure.Protected
	units int
	treat int
	left  int
}

func (p PlanContent) placesData(f Figures) (d placesData) {
	for j, line := range f.Lines {
		first := math.Inf(1)
		if code, ok := p.Treated[line]; ok {
			one, _ := disclosure.ParsePeriod(code)
			first = float64(one.Place)
		}
		var rows []stats.Observation
		var codes []string
		var cells []disclosure.Protected
		hidden := false
		for i, one := range f.Periods {
			if p.within(one) {
				c := f.Cell(i, j)
				hidden = hidden || !c.Shown()
				rows, codes, cells = append(rows, stats.Observation{Unit: line, Time: float64(one.Place), First: first}), append(codes, one.Code), append(cells, c)
			}
		}
		if hidden || len(rows) == 0 {
			d.left++
			continue
		}
		d.list, d.codes, d.from = append(d.list, rows...), append(d.codes, codes...), append(d.from, cells...)
		d.units++
		if !math.IsInf(first, 1) {
			d.treat++
		}
	}
	return d
}

// with gives the observations their values.
func (d placesData) with(v []float64) []stats.Observation {
	list := append([]stats.Observation{}, d.list...)
	for i := range list {
		list[i].Value = v[i]
	}
	return list
}

// placing fits once for the same values.
type placing struct {
	d      placesData
	values []float64
	ok     bool
	out    stats.Differences
}

func (f *placing) do(v []float64) bool {
	if f.values != nil && same(f.values, v) {
		return f.ok
	}
	f.values = append([]float64{}, v...)
	list := f.d.with(v)
	var err error
	if f.out, err = stats.DID(list, ""); err == nil {
		f.out.Checks, err = stats.DIDChecks(list, "")
	}
	f.ok = err == nil
	return f.ok
}

func (f *placing) pick(one func(stats.Differences) float64) func([]float64) float64 {
	return func(v []float64) float64 {
		if !f.do(v) {
			return math.NaN()
		}
		return one(f.out)
	}
}

func (p PlanContent) carryPlaces(d Design, f Figures) Result {
	data := p.placesData(f)
	r := Result{Design: d, Left: data.left, Places: data.units, Rounded: f.Rounded, Verdict: "unsaid"}
	at, _ := disclosure.ParsePeriod(p.At)
	for _, one := range f.Periods {
		if p.within(one) && one.Place >= at.Place {
			r.After++
		} else if p.within(one) {
			r.Before++
		}
	}
	switch {
	case data.units == 0:
		r.Refused = AllWithheld
	case data.treat == 0 || data.treat == data.units:
		r.Refused = NoPlaces
	case r.After == 0 || r.Before == 0:
		r.Refused = NotYetAfter
	case len(data.from) < LeastPoints:
		r.Refused = TooFew
	}
	if r.Refused != "" {
		return r
	}
	fitted := &placing{d: data}
	if !fitted.do(numbersOf(data.from)) {
		r.Refused = NotFitted
		return r
	}
	m := maker{data.from, decimals(data.from)}
	r.Alone = fitted.out.NoInterval
	r.Effect = Came{Bounded: !r.Alone && data.units >= fewPlaces,
		Estimate: m.number(fitted.pick(func(x stats.Differences) float64 { return x.ATT })),
		Low:      m.number(fitted.pick(func(x stats.Differences) float64 { return x.Low })),
		High:     m.number(fitted.pick(func(x stats.Differences) float64 { return x.High }))}
	r.Pretest = m.p(fitted.pick(func(x stats.Differences) float64 {
		if x.Pretest == nil {
			return math.NaN()
		}
		return *x.Pretest
	}))
	r.placeMoments(fitted, m)
	r.placeChecks(fitted, m)
	r.Method, r.Source = fitted.out.Method, fitted.out.Source
	r.Command = "stablefutures stats did --in data.csv --y value --unit place --time time --first first --checks --json"
	r.judge(p)
	return r
}

func (r *Result) placeMoments(f *placing, m maker) {
	for i, e := range f.out.Events {
		get := func(of func(stats.EventTime) float64) Number {
			return m.number(f.pick(func(x stats.Differences) float64 { return of(x.Events[i]) }))
		}
		r.Moments = append(r.Moments, Moment{int(e.Event), get(func(e stats.EventTime) float64 { return e.ATT }), get(func(e stats.EventTime) float64 { return e.Low }),
			get(func(e stats.EventTime) float64 { return e.High })})
	}
}

func (r *Result) placeChecks(f *placing, m maker) {
	for i, c := range f.out.Checks {
		get := func(of func(stats.Check) float64) Number {
			return m.number(f.pick(func(x stats.Differences) float64 { return of(x.Checks[i]) }))
		}
		r.Checks = append(r.Checks, Looked{c.Name, c.Setting, c.Placebo, c.Interval && r.Effect.Bounded, get(func(c stats.Check) float64 { return c.Estimate }), get(func(c stats.Check) float64 { return c.Low }),
			get(func(c stats.Check) float64 { return c.High })})
	}
}
