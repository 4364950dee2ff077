package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Observation is one unit at one time. First is when its group is treated first; +Inf is never.
type Observation struct {
	Unit, Cluster      string
	Time, Value, First float64
}

// Comparison says whom treated groups are held against.
type Comparison string

// The comparisons: units never treated, or those not treated by then.
const (
	Never  Comparison = "never"
	NotYet Comparison = "notyet"
)

// GroupTime is the effect on one group at one time. Before its first treatment it is a placebo, against the time before;
// after it, against the last time before treatment.
type GroupTime struct {
	Group  float64 `json:"group"`
	Time   float64 `json:"time"`
	ATT    float64 `json:"att"`
	StdErr float64 `json:"se"`
	Low    float64 `json:"ci_low"`
	High   float64 `json:"ci_high"`
	Before bool    `json:"placebo"`
	Units  int     `json:"units"`
	psi    []float64
}

// EventTime is the mean effect so many times after first treatment.
type EventTime struct {
	Event  float64 `json:"event"`
	ATT    float64 `json:"att"`
	StdErr float64 `json:"se"`
	Low    float64 `json:"ci_low"`
	High   float64 `json:"ci_high"`
}

// Differences is what a difference in differences tells.
type Differences struct {
	ATT      float64     `json:"att"`
	StdErr   float64     `json:"se"`
	Low      float64     `json:"ci_low"`
	High     float64     `json:"ci_high"`
	Groups   []GroupTime `json:"groups"`
	Events   []EventTime `json:"events"`
	Units    int         `json:"units"`
	Clusters int         `json:"clusters"`
	Method   string      `json:"method"`
	Source   string      `json:"source"`
	Warnings []string    `json:"warnings"`

	// NoInterval says that one unit alone is treated, or compared with, at some time: nothing tells how it varies by chance, and
	// standard errors and intervals are not to be used.
	NoInterval bool `json:"no_interval,omitempty"`
	// Pretest is the p-value of there being no effects before treatment at all; none where there are no such times, or they
	// cannot be told apart.
	Pretest *float64 `json:"pretest_p,omitempty"`
	Checks  []Check  `json:"checks,omitempty"`
}

// panel is observations as a table: units by times.
type panel struct {
	units    []string
	times    []float64
	first    []float64
	cluster  []int
	clusters int
	value    [][]float64
	alone    bool // one unit stood alone on one side of a comparison
}

// DID computes group-time effects without covariates and their mean over groups and times after treatment, weighted by
// the size of groups (Callaway and Sant'Anna 2021). With two times and one group it is the plain difference in
// differences. Standard errors come from the influence of each unit, or cluster. A unit that is not seen at every time
// is left out, with a warning; no treated group, nobody to compare with, and a unit whose first treatment changes are
// errors.
func DID(list []Observation, compare Comparison) (Differences, error) {
	out := Differences{Warnings: []string{}}
	p, dropped, err := newPanel(list)
	if err != nil {
		return out, err
	}
	if dropped > 0 {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%d units are not seen at every time and are left out", dropped))
	}
	if compare == "" {
		compare = NotYet
		if slices.ContainsFunc(p.first, func(g float64) bool { return g > p.times[len(p.times)-1] }) {
			compare = Never
		}
	}
	if compare != Never && compare != NotYet {
		return out, fmt.Errorf("%q is no comparison; there are never and notyet", compare)
	}
	if already := p.dropTreated(); already > 0 {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%d units are treated from the first time on and are left out", already))
	}
	out.Units, out.Clusters = len(p.units), p.clusters
	if out.Groups, err = p.groupTimes(compare); err != nil {
		return out, err
	}
	p.summarise(&out)
	out.Pretest = p.pretest(out.Groups)
	if out.NoInterval = p.alone; p.alone {
		out.Warnings = append(out.Warnings, "one unit alone is treated, or compared with: how far it varies by chance cannot be known, and the standard errors and intervals are not to be used")
	}
	with := map[Comparison]string{Never: "units never treated", NotYet: "units not treated yet"}[compare]
	out.Method = "group-time effects against " + with + ", the last time before treatment as base; overall: mean over times after treatment, weighted by group size; " +
		"standard errors from influence functions by " + map[bool]string{true: "unit", false: "cluster"}[p.clusters == len(p.units)] + "; normal 95 % intervals, each by itself"
	out.Source = "Callaway and Sant'Anna 2021, Journal of Econometrics 225, 200-230"
	if out.Clusters < 30 {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%d clusters: large-sample intervals are too narrow with so few", out.Clusters))
	}
	return out, nil
}

func newPanel(list []Observation) (*panel, int, error) {
	p := &panel{}
	known := map[string]int{}
	timeOf := map[float64]int{}
	for i, o := range list {
		if o.Unit == "" || !finite(o.Time) || !finite(o.Value) || math.IsNaN(o.First) {
			return nil, 0, fmt.Errorf("row %d has no unit, or something that is not a number", i+1)
		}
		if _, ok := timeOf[o.Time]; !ok {
			timeOf[o.Time] = 0
			p.times = append(p.times, o.Time)
		}
	}
	if len(p.times) < 2 {
		return nil, 0, errors.New("a difference in differences takes two times or more")
	}
	slices.Sort(p.times)
	for i, t := range p.times {
		timeOf[t] = i
	}
	var clusters []string
	for _, o := range list {
		u, ok := known[o.Unit]
		if !ok {
			u = len(p.units)
			known[o.Unit] = u
			p.units, p.first, clusters = append(p.units, o.Unit), append(p.first, o.First), append(clusters, o.Cluster)
			p.value = append(p.value, slices.Repeat([]float64{math.NaN()}, len(p.times)))
		}
		switch {
		case p.first[u] != o.First:
			return nil, 0, fmt.Errorf("unit %q has two first times of treatment", o.Unit)
		case clusters[u] != o.Cluster:
			return nil, 0, fmt.Errorf("unit %q is in two clusters", o.Unit)
		case !math.IsNaN(p.value[u][timeOf[o.Time]]):
			return nil, 0, fmt.Errorf("unit %q stands twice at time %v", o.Unit, o.Time)
		}
		p.value[u][timeOf[o.Time]] = o.Value
	}
	dropped := p.keep(clusters, func(u int) bool { return !slices.ContainsFunc(p.value[u], math.IsNaN) })
	return p, dropped, nil
}

// keep leaves the units that hold, numbers their clusters, and says how many it left out.
func (p *panel) keep(clusters []string, holds func(int) bool) (dropped int) {
	number := map[string]int{}
	q := panel{times: p.times}
	for u := range p.units {
		if !holds(u) {
			dropped++
			continue
		}
		name := p.units[u]
		if clusters[u] != "" {
			name = "cluster " + clusters[u]
		}
		if _, ok := number[name]; !ok {
			number[name] = len(number)
		}
		q.units, q.first, q.value = append(q.units, p.units[u]), append(q.first, p.first[u]), append(q.value, p.value[u])
		q.cluster = append(q.cluster, number[name])
	}
	q.clusters = len(number)
	*p = q
	return dropped
}

// dropTreated leaves out units treated from the first time on: nothing is known of them before.
func (p *panel) dropTreated() int {
	names := make([]string, len(p.units))
	for u, c := range p.cluster {
		names[u] = fmt.Sprint(c)
	}
	return p.keep(names, func(u int) bool { return p.first[u] > p.times[0] })
}

// groupTimes gives every group's effect at every time but the first, in order.
func (p *panel) groupTimes(compare Comparison) (list []GroupTime, err error) {
	last := p.times[len(p.times)-1]
	groups := slices.Compact(slices.Sorted(slices.Values(p.first)))
	groups = slices.DeleteFunc(groups, func(g float64) bool { return g > last })
	if len(groups) == 0 {
		return nil, errors.New("no unit is treated after the first time")
	}
	for _, g := range groups {
		base := 0
		for i, t := range p.times {
			if t < g {
				base = i
			}
		}
		for t := 1; t < len(p.times); t++ {
			from := base
			if p.times[t] < g {
				from = t - 1
			}
			x := GroupTime{Group: g, Time: p.times[t], Before: p.times[t] < g}
			until := max(p.times[t], p.times[from])
			if !p.effect(&x, from, t, func(first float64) bool {
				return first > last || compare == NotYet && first > until && first != g
			}) {
				continue
			}
			list = append(list, x)
		}
	}
	if !slices.ContainsFunc(list, func(x GroupTime) bool { return !x.Before }) {
		return nil, errors.New("there is nobody to compare the treated with")
	}
	return list, nil
}

// effect fills in one effect and each unit's influence on it; false when there is nobody to compare with.
func (p *panel) effect(x *GroupTime, from, to int, compared func(first float64) bool) bool {
	var sum [2]float64
	var n [2]int
	side := func(u int) int {
		switch {
		case p.first[u] == x.Group:
			return 0
		case compared(p.first[u]):
			return 1
		}
		return -1
	}
	for u := range p.units {
		if s := side(u); s >= 0 {
			sum[s] += p.value[u][to] - p.value[u][from]
			n[s]++
		}
	}
	if n[0] == 0 || n[1] == 0 {
		return false
	}
	p.alone = p.alone || n[0] < 2 || n[1] < 2
	mean := [2]float64{sum[0] / float64(n[0]), sum[1] / float64(n[1])}
	x.ATT, x.Units = mean[0]-mean[1], n[0]
	x.psi = make([]float64, len(p.units))
	for u := range p.units {
		if s := side(u); s >= 0 {
			d := p.value[u][to] - p.value[u][from] - mean[s]
			x.psi[u] = float64(len(p.units)) / float64(n[s]) * d * float64(1-2*s)
		}
	}
	x.StdErr = p.stderr(x.psi)
	x.Low, x.High = around(x.ATT, x.StdErr)
	return true
}

// stderr is the standard error that influences add up to, within clusters first.
func (p *panel) stderr(psi []float64) float64 {
	by := make([]float64, p.clusters)
	for u, x := range psi {
		by[p.cluster[u]] += x
	}
	sum := 0.0
	for _, x := range by {
		sum += x * x
	}
	return math.Sqrt(sum) / float64(len(p.units))
}

func around(x, se float64) (low, high float64) {
	z := distuv.UnitNormal.Quantile(.975)
	return x - z*se, x + z*se
}

// mean averages effects by the size of their groups; the influences include that the sizes are themselves seen in a
// sample.
func (p *panel) mean(list []GroupTime) (att, se float64) {
	share := map[float64]float64{}
	total := 0.0
	for _, x := range list {
		share[x.Group] = float64(x.Units) / float64(len(p.units))
	}
	for _, x := range list {
		total += share[x.Group]
	}
	psi := make([]float64, len(p.units))
	for _, x := range list {
		w := share[x.Group] / total
		att += w * x.ATT
		for u := range psi {
			psi[u] += w * x.psi[u]
		}
	}
	for _, x := range list {
		for u := range psi {
			here := 0.0
			if p.first[u] == x.Group {
				here = 1
			}
			psi[u] += (here - share[x.Group]) / total * (x.ATT - att)
		}
	}
	return att, p.stderr(psi)
}

// summarise fills in the overall effect and those by time since treatment.
func (p *panel) summarise(out *Differences) {
	var after []GroupTime
	events := map[float64][]GroupTime{}
	for _, x := range out.Groups {
		if !x.Before {
			after = append(after, x)
		}
		e := p.since(x)
		events[e] = append(events[e], x)
	}
	out.ATT, out.StdErr = p.mean(after)
	out.Low, out.High = around(out.ATT, out.StdErr)
	order := make([]float64, 0, len(events))
	for e := range events {
		order = append(order, e)
	}
	slices.Sort(order)
	for _, e := range order {
		x := EventTime{Event: e}
		x.ATT, x.StdErr = p.mean(events[e])
		x.Low, x.High = around(x.ATT, x.StdErr)
		out.Events = append(out.Events, x)
	}
}

// since is how long after first treatment an effect is, in the units of time.
func (p *panel) since(x GroupTime) float64 { return x.Time - x.Group }
