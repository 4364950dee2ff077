package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Place is one body in a funnel plot: events out of a number (proportion), or events against an exposure or an expected
// number (rate).
type Place struct {
	Name       string
	Events, Of float64
}

// FunnelPoint is a place with its limits around the target. Outside says beyond which limits it lies: "", "95" or
// "99.8", above or below. It says where to look, not who is better.
type FunnelPoint struct {
	Name    string  `json:"name"`
	Events  float64 `json:"events"`
	Of      float64 `json:"of"`
	Value   float64 `json:"value"`
	Low95   float64 `json:"low_95"`
	High95  float64 `json:"high_95"`
	Low998  float64 `json:"low_99_8"`
	High998 float64 `json:"high_99_8"`
	Outside string  `json:"outside"`
	Side    string  `json:"side"`
}

// FunnelPlot is the places in the order given, around a target.
type FunnelPlot struct {
	Target     float64       `json:"target"`
	Points     []FunnelPoint `json:"points"`
	Dispersion float64       `json:"dispersion"`
	Method     string        `json:"method"`
	Source     string        `json:"source"`
	Warnings   []string      `json:"warnings"`
}

// Funnel gives control limits at 95 and 99.8 % around the pooled figure, exact and interpolated between counts
// (Spiegelhalter 2005, appendix A.1). kind is "proportion" or "rate". With adjust the limits are those of the normal
// approximation widened by the square root of the dispersion, where that is above 1.
func Funnel(places []Place, kind string, adjust bool) (FunnelPlot, error) {
	out := FunnelPlot{Warnings: []string{}, Source: "Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202"}
	if kind != "proportion" && kind != "rate" {
		return out, fmt.Errorf("%q is no kind of funnel; there are proportion and rate", kind)
	}
	if len(places) < 2 {
		return out, errors.New("a funnel takes two places or more")
	}
	var events, of float64
	for _, p := range places {
		if err := whole(p.Events, p.Of, kind == "proportion"); err != nil {
			return out, fmt.Errorf("%s: %w", p.Name, err)
		}
		events, of = events+p.Events, of+p.Of
	}
	out.Target = events / of
	if events == 0 || kind == "proportion" && events == of {
		return out, errors.New("there is no variation: no events, or nothing but events")
	}
	out.Dispersion = dispersion(places, kind, out.Target)
	out.Method = "limits around the pooled " + kind + ", exact, interpolated between counts"
	widen := 0.0
	if adjust {
		widen = math.Sqrt(max(1, out.Dispersion))
		out.Method = "limits around the pooled " + kind + ", normal approximation times the root of the winsorised dispersion"
	} else if out.Dispersion > 1.5 {
		out.Warnings = append(out.Warnings, fmt.Sprintf("places differ more than chance (dispersion %.2f): many will lie outside for reasons that they share", out.Dispersion))
	}
	for _, p := range places {
		x := FunnelPoint{Name: p.Name, Events: p.Events, Of: p.Of, Value: p.Events / p.Of}
		x.Low95, x.High95 = limits(kind, out.Target, p.Of, .025, widen)
		x.Low998, x.High998 = limits(kind, out.Target, p.Of, .001, widen)
		switch {
		case x.Value < x.Low998 || x.Value > x.High998:
			x.Outside = "99.8"
		case x.Value < x.Low95 || x.Value > x.High95:
			x.Outside = "95"
		}
		if x.Outside != "" {
			x.Side = map[bool]string{true: "above", false: "below"}[x.Value > out.Target]
		}
		out.Points = append(out.Points, x)
	}
	return out, nil
}

// limits gives what a place of this size may show by chance, with tail on each side.
func limits(kind string, target, of, tail, widen float64) (low, high float64) {
	if widen > 0 {
		spread := target
		if kind == "proportion" {
			spread *= 1 - target
		}
		half := distuv.UnitNormal.Quantile(1-tail) * widen * math.Sqrt(spread/of)
		low, high = max(0, target-half), target+half
	} else {
		low, high = countAt(kind, target, of, tail)/of, countAt(kind, target, of, 1-tail)/of
	}
	if kind == "proportion" {
		high = min(1, high)
	}
	return max(0, low), high
}

// countAt is the count at a quantile, interpolated so that limits do not jump from one size to the next.
func countAt(kind string, target, of, p float64) float64 {
	below := func(r float64) float64 {
		switch {
		case r < 0:
			return 0
		case kind == "proportion":
			return distuv.Binomial{N: of, P: target}.CDF(r)
		}
		return distuv.Poisson{Lambda: target * of}.CDF(r)
	}
	low, high := -1.0, 1.0
	for below(high) <= p {
		low, high = high, high*2
	}
	for high-low > 1 {
		if middle := math.Floor((low + high) / 2); below(middle) > p {
			high = middle
		} else {
			low = middle
		}
	}
	at, before := below(high), below(high-1)
	return high - (at-p)/(at-before)
}

// dispersion is the mean square of the places' distances from the target, the outermost tenth on each side drawn in
// (Spiegelhalter 2005, section 4).
func dispersion(places []Place, kind string, target float64) float64 {
	z := make([]float64, len(places))
	for i, p := range places {
		spread := target
		if kind == "proportion" {
			spread *= 1 - target
		}
		z[i] = (p.Events/p.Of - target) / math.Sqrt(spread/p.Of)
	}
	slices.Sort(z)
	cut := len(z) / 10
	sum := 0.0
	for _, x := range z {
		x = min(max(x, z[cut]), z[len(z)-1-cut])
		sum += x * x
	}
	return sum / float64(len(z))
}

// XmRPoint is one value of a chart of individuals, with its moving range and the rules it is part of.
type XmRPoint struct {
	Time  string   `json:"time"`
	Value float64  `json:"value"`
	Range *float64 `json:"range,omitempty"`
	Rules []string `json:"rules"`
}

// XmRChart is values in time with natural process limits.
type XmRChart struct {
	Mean       float64    `json:"mean"`
	MeanRange  float64    `json:"mean_range"`
	Low        float64    `json:"low"`
	High       float64    `json:"high"`
	RangeLimit float64    `json:"range_limit"`
	Points     []XmRPoint `json:"points"`
	Method     string     `json:"method"`
	Source     string     `json:"source"`
	Warnings   []string   `json:"warnings"`
}

// Constants of moving ranges of two: d2 and D4.
const (
	d2 = 1.128
	d4 = 3.267
)

// XmR gives the limits of a chart of individuals: the mean and three times the mean moving range over d2 (Wheeler and
// Chambers 1992). baseline values make the limits; 0 takes all. Rules: "outside" the limits, "run" of eight on one side
// of the mean, "near": three of four in a row nearer to a limit than to the mean, "range" above its own limit.
func XmR(times []string, values []float64, baseline int) (XmRChart, error) {
	out := XmRChart{Warnings: []string{}, Source: "Wheeler and Chambers 1992; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2"}
	if baseline == 0 {
		baseline = len(values)
	}
	switch {
	case len(values) < 3 || baseline < 3 || baseline > len(values):
		return out, fmt.Errorf("%d values, %d of them for the limits: a chart takes three or more", len(values), baseline)
	case slices.ContainsFunc(values, func(x float64) bool { return !finite(x) }):
		return out, errors.New("a value is not a number")
	case baseline < 12:
		out.Warnings = append(out.Warnings, fmt.Sprintf("limits from %d values are loose", baseline))
	}
	for i, x := range values {
		p := XmRPoint{Time: times[i], Value: x, Rules: []string{}}
		if i > 0 {
			r := math.Abs(x - values[i-1])
			p.Range = &r
			if i < baseline {
				out.MeanRange += r / float64(baseline-1)
			}
		}
		if i < baseline {
			out.Mean += x / float64(baseline)
		}
		out.Points = append(out.Points, p)
	}
	half := 3 * out.MeanRange / d2
	out.Low, out.High, out.RangeLimit = out.Mean-half, out.Mean+half, d4*out.MeanRange
	out.Method = "natural process limits: mean, three times the mean moving range over 1.128; range limit 3.267 times the mean moving range"
	out.mark(half)
	return out, nil
}

func (out *XmRChart) mark(half float64) {
	note := func(i int, rule string) {
		if p := &out.Points[i]; !slices.Contains(p.Rules, rule) {
			p.Rules = append(p.Rules, rule)
		}
	}
	side := func(i int) int {
		switch d := out.Points[i].Value - out.Mean; {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	}
	run := 0
	for i, p := range out.Points {
		if p.Value < out.Low || p.Value > out.High {
			note(i, "outside")
		}
		if p.Range != nil && *p.Range > out.RangeLimit {
			note(i, "range")
		}
		if i > 0 && side(i) == side(i-1) && side(i) != 0 {
			run++
		} else {
			run = 1
		}
		for j := i; run >= 8 && j > i-run; j-- {
			note(j, "run")
		}
		out.near(i, half, side, note)
	}
}

// near marks three of the four values that end at i when they lie nearer to one limit than to the mean.
func (out *XmRChart) near(i int, half float64, side func(int) int, note func(int, string)) {
	for _, s := range []int{1, -1} {
		var far []int
		for j := max(0, i-3); j <= i; j++ {
			if side(j) == s && math.Abs(out.Points[j].Value-out.Mean) > half/2 {
				far = append(far, j)
			}
		}
		if i >= 3 && len(far) >= 3 {
			for _, j := range far {
				note(j, "near")
			}
		}
	}
}
