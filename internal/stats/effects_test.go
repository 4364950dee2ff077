package stats_test

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"stablefutures/internal/stats"
)

func number(t testing.TB, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func table(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func sicily(t testing.TB) (points []stats.Point) {
	for _, r := range table(t, "sicily.csv") {
		points = append(points, stats.Point{Time: number(t, r[3]), Value: number(t, r[2]), Exposure: number(t, r[6])})
	}
	return points
}

func series(t testing.TB, points []stats.Point, q stats.Interruption) stats.Series {
	t.Helper()
	s, err := stats.ITS(points, q)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func term(t testing.TB, s stats.Series, name string) stats.Term {
	t.Helper()
	for _, x := range s.Terms {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no term %s", name)
	return stats.Term{}
}

// Lopez Bernal, Cummins and Gasparrini (2017), steps 4 and 5, as R prints them (Cleland's rendering of the tutorial's
// code): Poisson, quasi-Poisson, and quasi-Poisson with two pairs of seasons; rate ratios to three digits.
func TestITS_SicilySmokingBan(t *testing.T) {
	for _, c := range []struct {
		q                    stats.Interruption
		estimate, se         float64
		ratio, low, high     float64
		dispersion, deviance float64
	}{
		{stats.Interruption{At: 37, Model: "poisson", Exposure: true}, -.1116284, .0172248, .894, .865, .925, 3.559, 197.31},
		{stats.Interruption{At: 37, Model: "quasipoisson", Exposure: true}, -.1116284, .0324959, .894, .839, .953, 3.559, 197.31},
		{stats.Interruption{At: 37, Model: "quasipoisson", Period: 12, Pairs: 2, Exposure: true}, -.1220868, .0270311, .885, .839, .933, 2.262, 0},
	} {
		s := series(t, sicily(t), c.q)
		x := term(t, s, "level")
		near(t, "level", &x.Estimate, c.estimate, 7)
		near(t, "se", &x.StdErr, c.se, 6) // R stops iterating a little earlier, which the quasi-Poisson dispersion shows in its sixth digit
		near(t, "ratio", &x.Ratio.Estimate, c.ratio, 3)
		near(t, "low", &x.Ratio.Low, c.low, 3)
		near(t, "high", &x.Ratio.High, c.high, 3)
		near(t, "dispersion", &s.Dispersion, c.dispersion, 3)
		if c.deviance > 0 {
			d := s.Diagnostics["deviance"]
			near(t, "deviance", &d, c.deviance, 2)
		}
	}
}

// The same tutorial's model with a change of slope has its level at time zero (-0.1852194, slope 0.0014822). Ours has it
// at the change: 37 months on.
func TestITS_theLevelIsReadAtTheChange(t *testing.T) {
	s := series(t, sicily(t), stats.Interruption{At: 37, Model: "quasipoisson", Period: 12, Pairs: 2, Exposure: true, Slope: true})
	level, slope := term(t, s, "level"), term(t, s, "slope")
	near(t, "slope", &slope.Estimate, .0014822, 7)
	near(t, "slope se", &slope.StdErr, .0018546, 7)
	atZero := level.Estimate - 37*slope.Estimate
	near(t, "level at time zero", &atZero, -.1852194, 6)
}

// california is packs of cigarettes per head sold in California, 1970 to 2000 (Abadie, Diamond and Hainmueller 2010).
var california = strings.Fields("123.0 121.0 123.5 124.4 126.7 127.1 128.0 126.4 126.1 121.9 120.2 118.6 115.4 110.8 104.8 102.8 99.7 97.5 90.1 82.4 77.8 68.7 67.5 63.4 58.6 56.4 54.5 53.8 52.3 47.2 41.6")

// Linden (2015), Stata Journal 15, 480-500: Proposition 99, Newey's standard errors at lag 1 with Stata's small-sample
// factor.
func TestITS_Proposition99(t *testing.T) {
	var points []stats.Point
	for i, v := range california {
		points = append(points, stats.Point{Time: float64(1970 + i), Value: number(t, v), Exposure: 1})
	}
	s := series(t, points, stats.Interruption{At: 1989, Slope: true, Errors: "hac:1:small"})
	for name, want := range map[string][2]float64{"trend": {-1.779, .383}, "level": {-20.058, 4.724}, "slope": {-1.495, .437}} {
		x := term(t, s, name)
		near(t, name, &x.Estimate, want[0], 3)
		near(t, name+" se", &x.StdErr, want[1], 3)
	}
}

// A control series that runs alike leaves the difference to the affected one; a lag moves where the level is read.
func TestITS_controlAndLagFindWhatWasPutIn(t *testing.T) {
	var points []stats.Point
	source := rand.New(rand.NewPCG(1, 1))
	for i := range 60 {
		shared := 50 + .5*float64(i) + source.NormFloat64()
		after := 0.0
		if i >= 36 {
			after = 1
		}
		shared += 6 * after // something else happened to both
		points = append(points, stats.Point{Time: float64(i), Value: shared + source.NormFloat64()*.2, Exposure: 1, Control: true},
			stats.Point{Time: float64(i), Value: shared + 10 - 8*after - .3*after*float64(i-36) + source.NormFloat64()*.2, Exposure: 1})
	}
	s := series(t, points, stats.Interruption{At: 30, Lag: 6, Slope: true, Errors: "hac:2"})
	level, slope := term(t, s, "group:level"), term(t, s, "group:slope")
	if math.Abs(level.Estimate+8) > .3 || math.Abs(slope.Estimate+.3) > .03 || level.Low > -8 || level.High < -8 {
		t.Errorf("level %+v, slope %+v", level, slope)
	}
}

// TestITS_intervalsCover: errors that carry over make plain intervals too narrow; those that allow for it hold better.
func TestITS_intervalsCover(t *testing.T) {
	source := rand.New(rand.NewPCG(3, 9))
	held := map[string]int{}
	const studies = 400
	for range studies {
		var points []stats.Point
		e := source.NormFloat64()
		for i := range 120 {
			e = .5*e + source.NormFloat64()*math.Sqrt(.75)
			v := 10 + .1*float64(i) + e
			if i >= 60 {
				v += 2
			}
			points = append(points, stats.Point{Time: float64(i), Value: v, Exposure: 1})
		}
		for _, kind := range []string{"ols", "hac:8:small", "ar1"} {
			if x := term(t, series(t, points, stats.Interruption{At: 60, Slope: true, Errors: kind}), "level"); x.Low <= 2 && 2 <= x.High {
				held[kind]++
			}
		}
	}
	t.Log(held)
	if held["ols"] > studies*80/100 || held["hac:8:small"] <= held["ols"] || held["ar1"] < studies*91/100 || held["ar1"] > studies*98/100 {
		t.Errorf("of %d: %v", studies, held)
	}
}

func TestITS_negativeBinomialFindsItsSize(t *testing.T) {
	source := rand.New(rand.NewPCG(4, 4))
	var points []stats.Point
	for i := range 3000 {
		mean := math.Exp(2 + .0002*float64(i))
		if i >= 1500 {
			mean *= .7
		}
		points = append(points, stats.Point{Time: float64(i), Value: poisson(source, mean*gamma(source, 4)/4), Exposure: 1})
	}
	s := series(t, points, stats.Interruption{At: 1500, Model: "negbin"})
	level := term(t, s, "level")
	if theta := s.Diagnostics["theta"]; theta < 3.5 || theta > 4.6 || math.Abs(level.Ratio.Estimate-.7) > .05 || math.Abs(s.Dispersion-1) > .12 {
		t.Errorf("theta %v, %+v, dispersion %v", theta, level.Ratio, s.Dispersion)
	}
}

// gamma draws with a whole shape: a sum of exponentials.
func gamma(r *rand.Rand, shape int) (sum float64) {
	for range shape {
		sum += r.ExpFloat64()
	}
	return sum
}

// poisson counts arrivals within a span.
func poisson(r *rand.Rand, mean float64) (n float64) {
	for at := r.ExpFloat64(); at < mean; at += r.ExpFloat64() {
		n++
	}
	return n
}

func TestITS_refuses(t *testing.T) {
	few := []stats.Point{{Time: 1, Exposure: 1}, {Time: 2, Exposure: 1}, {Time: 3, Exposure: 1}, {Time: 4, Exposure: 1}}
	long := sicily(t)
	for name, c := range map[string]struct {
		points []stats.Point
		q      stats.Interruption
	}{
		"few points": {few, stats.Interruption{At: 3}}, "nothing after": {long, stats.Interruption{At: 60}}, "no model": {long, stats.Interruption{At: 37, Model: "arima"}},
		"twice": {append(long, long[3]), stats.Interruption{At: 37}}, "errors": {long, stats.Interruption{At: 37, Errors: "hac:x"}}, "long lag": {long, stats.Interruption{At: 37, Errors: "hac:80"}},
		"ar1 of counts": {long, stats.Interruption{At: 37, Model: "poisson", Errors: "ar1"}}, "below zero": {append(long, stats.Point{Time: 99, Value: -1, Exposure: 1}), stats.Interruption{At: 37, Model: "poisson"}},
		"no exposure": {append(long, stats.Point{Time: 99, Value: 1}), stats.Interruption{At: 37, Model: "poisson"}}, "not a number": {append(long, stats.Point{Time: 99, Value: math.NaN(), Exposure: 1}), stats.Interruption{At: 37}},
	} {
		if s, err := stats.ITS(c.points, c.q); err == nil {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func minimumWage(t testing.TB) (list []stats.Observation) {
	for _, r := range table(t, "mpdta.csv") {
		o := stats.Observation{Time: number(t, r[0]), Unit: r[1], Value: number(t, r[2]), First: number(t, r[3])}
		if o.First == 0 {
			o.First = math.Inf(1)
		}
		list = append(list, o)
	}
	return list
}

// Callaway and Sant'Anna (2021) without covariates, as the R package did computes it: effects by group and time to four
// digits (its vignette), and aggregations with analytic standard errors to thirteen (reference tables of csdid).
func TestDID_minimumWages(t *testing.T) {
	for compare, want := range map[stats.Comparison][2]float64{
		stats.Never: {-.0399512751551763, .0120340127701854}, stats.NotYet: {-.0397636256230437, .0120524247873419},
	} {
		d, err := stats.DID(minimumWage(t), compare)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "att", &d.ATT, want[0], 13)
		near(t, "se", &d.StdErr, want[1], 13)
	}
	d, err := stats.DID(minimumWage(t), "")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{-.0105, -.0704, -.1373, -.1008, .0065, -.0028, -.0046, -.0412, .0305, -.0027, -.0311, -.0261} {
		near(t, "group-time", &d.Groups[i].ATT, want, 4)
	}
	for i, want := range [][2]float64{{.0305066555832928, .01503356028013}, {-.000563084626385429, .01329164473655}, {-.0244587449711696, .0142364022105193},
		{-.0199318167892593, .0118263640580582}, {-.0509573670651939, .016893476268678}, {-.137258738889403, .0364356642876865}, {-.100811363085404, .0343592258346733}} {
		near(t, "event", &d.Events[i].ATT, want[0], 13)
		near(t, "event se", &d.Events[i].StdErr, want[1], 13)
	}
}

// Two groups, two times: the plain difference of differences.
func TestDID_twoByTwo(t *testing.T) {
	var list []stats.Observation
	var treated []string
	for u, row := range [][3]float64{{1, 3, 1}, {2, 5, 1}, {2, 3, 0}, {4, 4, 0}, {6, 8, 0}} {
		for at := range 2 {
			list = append(list, stats.Observation{Unit: string(rune('a' + u)), Time: float64(at), Value: row[at]})
			treated = append(treated, strconv.Itoa(int(row[2])))
		}
	}
	if err := stats.FirstOf(list, treated); err != nil {
		t.Fatal(err)
	}
	d, err := stats.DID(list, "")
	if err != nil {
		t.Fatal(err)
	}
	near(t, "att", &d.ATT, 2.5-1, 12)
	// variance of the change in each group over its size, summed: 0.25/2 + (2/3)/3
	near(t, "se", &d.StdErr, math.Sqrt(.25/2+2./9), 4)
}

func TestDID_refuses(t *testing.T) {
	inf := math.Inf(1)
	for name, list := range map[string][]stats.Observation{
		"nobody treated":    {{Unit: "a", Time: 1, First: inf}, {Unit: "a", Time: 2, First: inf}, {Unit: "b", Time: 1, First: inf}, {Unit: "b", Time: 2, First: inf}},
		"nobody to compare": {{Unit: "a", Time: 1, First: 2}, {Unit: "a", Time: 2, First: 2}, {Unit: "b", Time: 1, First: 2}, {Unit: "b", Time: 2, First: 2}},
		"one time":          {{Unit: "a", Time: 1, First: inf}, {Unit: "b", Time: 1, First: 1}},
		"twice":             {{Unit: "a", Time: 1, First: inf}, {Unit: "a", Time: 1, First: inf}, {Unit: "a", Time: 2, First: inf}},
		"two beginnings":    {{Unit: "a", Time: 1, First: 2}, {Unit: "a", Time: 2, First: 3}},
		"no number":         {{Unit: "a", Time: 1, Value: math.NaN(), First: 2}, {Unit: "a", Time: 2, First: 2}},
	} {
		if d, err := stats.DID(list, ""); err == nil {
			t.Errorf("%s: %+v", name, d)
		}
	}
}
