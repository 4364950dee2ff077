package stats_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"stablefutures/internal/stats"
)

// steady makes a series with a step of 6 at time 24 that grows over grow times.
func steady(seed uint64, n int, grow float64) (points []stats.Point) {
	r := rand.New(rand.NewPCG(seed, 2))
	for i := range n {
		v := 40 + .2*float64(i) + r.NormFloat64()
		if i >= 24 {
			v += 6 * min(1, float64(i-24+1)/max(grow, 1))
		}
		points = append(points, stats.Point{Time: float64(i), Value: v, Exposure: 1})
	}
	return points
}

func TestITS_gradualEffectIsReadWhole(t *testing.T) {
	points := steady(5, 48, 6)
	grown := term(t, series(t, points, stats.Interruption{At: 24, Gradual: 6}), "level")
	if grown.Low > 6 || grown.High < 6 || math.Abs(grown.Estimate-6) > 1 {
		t.Errorf("%+v", grown)
	}
	sudden := series(t, points, stats.Interruption{At: 24})
	if a, b := series(t, points, stats.Interruption{At: 24, Gradual: 6}).Dispersion, sudden.Dispersion; a >= b {
		t.Errorf("the model that made the figures fits worse: %v, %v", a, b)
	}
	if _, err := stats.ITS(points, stats.Interruption{At: 24, Gradual: 6, Slope: true}); err == nil {
		t.Error("gradual and slope together")
	}
}

func TestITS_noPBelowTwelvePoints(t *testing.T) {
	points := steady(1, 30, 0)
	if x := term(t, series(t, points[18:29], stats.Interruption{At: 24}), "level"); x.P != nil {
		t.Errorf("eleven points have p %v", *x.P)
	}
	x := term(t, series(t, points[18:30], stats.Interruption{At: 24}), "level")
	if x.P == nil || *x.P < 0 || *x.P > 1 {
		t.Errorf("%+v", x)
	}
	// p and interval say the same
	long := term(t, series(t, steady(9, 48, 0), stats.Interruption{At: 24}), "level")
	if *long.P > .05 != (long.Low <= 0 && long.High >= 0) {
		t.Errorf("%+v", long)
	}
}

func checksBy(list []stats.Check) map[string][]stats.Check {
	by := map[string][]stats.Check{}
	for _, c := range list {
		by[c.Name] = append(by[c.Name], c)
	}
	return by
}

func TestChecks_lookInEveryOtherWay(t *testing.T) {
	points := steady(3, 48, 0)
	for i := range 48 {
		points = append(points, stats.Point{Time: float64(i), Value: 40 + .2*float64(i) + math.Sin(float64(i)), Exposure: 1, Control: true})
	}
	list, err := stats.Checks(points, stats.Interruption{At: 24, Lag: 1, Errors: "hac:2"}, 5)
	if err != nil {
		t.Fatal(err)
	}
	by := checksBy(list)
	for name, n := range map[string]int{"lag": 2, "errors": 3, "without": 2, "placebo_time": 1, "placebo_place": 1, "rounding": 1} {
		if len(by[name]) != n {
			t.Errorf("%s: %+v", name, by[name])
		}
	}
	for _, name := range []string{"placebo_time", "placebo_place"} {
		if c := by[name][0]; !c.Placebo || math.Abs(c.Estimate) > 2 {
			t.Errorf("%s finds an effect: %+v", name, c)
		}
	}
	if r := by["rounding"][0]; r.High-r.Low <= 0 || r.High-r.Low > 5 || r.Estimate < r.Low || r.Estimate > r.High {
		t.Errorf("%+v", r)
	}
	if w := by["without"]; w[0].Estimate > w[1].Estimate {
		t.Errorf("%+v", w)
	}
	again, _ := stats.Checks(points, stats.Interruption{At: 24, Lag: 1, Errors: "hac:2"}, 5)
	for i := range list {
		if list[i] != again[i] {
			t.Errorf("asked again %s is another", list[i].Name)
		}
	}
}

// panelOf makes units with a step of 3 in those treated.
func panelOf(treated, never int) (list []stats.Observation) {
	r := rand.New(rand.NewPCG(8, 8))
	for u := range treated + never {
		own := r.NormFloat64() * 4
		for at := range 8 {
			o := stats.Observation{Unit: strconv.Itoa(u), Time: float64(at), First: math.Inf(1), Value: own + float64(at) + r.NormFloat64()*.3}
			if u < treated {
				if o.First = 5; at >= 5 {
					o.Value += 3
				}
			}
			list = append(list, o)
		}
	}
	return list
}

func TestDIDChecks_placesWithoutItShowNone(t *testing.T) {
	list := panelOf(3, 9)
	d, err := stats.DID(list, "")
	if err != nil || d.NoInterval || math.Abs(d.ATT-3) > .6 || d.Pretest == nil {
		t.Fatalf("%v %+v", err, d)
	}
	checks, err := stats.DIDChecks(list, "")
	if err != nil {
		t.Fatal(err)
	}
	by := checksBy(checks)
	if len(by["placebo_place"]) != 9 || len(by["without"]) != 2 {
		t.Errorf("%+v", by)
	}
	for _, c := range by["placebo_place"] {
		if math.Abs(c.Estimate) > 1.5 {
			t.Errorf("%+v", c)
		}
	}
}

func TestDID_oneUnitAloneHasNoInterval(t *testing.T) {
	d, err := stats.DID(panelOf(1, 4), "")
	if err != nil || !d.NoInterval || d.Pretest != nil || len(d.Warnings) < 2 {
		t.Errorf("%v %+v", err, d)
	}
}

// Callaway and Sant'Anna's vignette for the R package did prints, without covariates, the p-value of its pre-test of parallel
// trends as 0.16812, and the overall effect by time since treatment as -0.0772.
func TestDID_pretestOfMinimumWages(t *testing.T) {
	d, err := stats.DID(minimumWage(t), stats.Never)
	if err != nil || d.Pretest == nil {
		t.Fatalf("%v %+v", err, d)
	}
	near(t, "pre-test", d.Pretest, .16812, 5)
	sum, n := 0.0, 0.0
	for _, e := range d.Events {
		if e.Event >= 0 {
			sum, n = sum+e.ATT, n+1
		}
	}
	mean := sum / n
	near(t, "by time since treatment", &mean, -.0772, 4)
}
