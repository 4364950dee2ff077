package stats_test

import (
	"math"
	"testing"

	"stablefutures/internal/stats"
)

// Card and Krueger (1994), American Economic Review 84, 772-793, table 3, row 4, stores with both interviews: 0.47 in New Jersey,
// -2.28 in Pennsylvania, so 2.75. Their standard error is 1.34, with n - 1 in each state; influence functions divide by n.
func TestDID_CardKrueger1994(t *testing.T) {
	var list []stats.Observation
	sum, n := map[float64]float64{}, map[float64]float64{}
	for _, r := range table(t, "card_krueger.csv") {
		o := stats.Observation{Unit: r[0], Time: number(t, r[1]), Value: number(t, r[3]), First: math.Inf(1)}
		nj := number(t, r[2])
		if nj == 1 {
			o.First = 1
		}
		sum[nj] += o.Value * (2*o.Time - 1)
		n[nj] += .5
		list = append(list, o)
	}
	d, err := stats.DID(list, "")
	if err != nil {
		t.Fatal(err)
	}
	for nj, want := range map[float64]float64{0: -2.28, 1: .47} {
		change := sum[nj] / n[nj]
		near(t, "change", &change, want, 2)
	}
	near(t, "effect", &d.ATT, 2.75, 2)
	near(t, "standard error over n", &d.StdErr, 1.33, 2)
	if n[0] != 75 || n[1] != 309 || d.NoInterval || d.Pretest != nil {
		t.Errorf("%v stores, %+v", n, d.Warnings)
	}
}

// Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10: all eight rows.
func TestDifference_Newcombe1998tableII(t *testing.T) {
	for _, c := range [][6]float64{{56, 70, 48, 80, .0524, .3339}, {9, 10, 3, 10, .1705, .8090}, {6, 7, 2, 7, .0582, .8062}, {5, 56, 0, 29, -.0381, .1926},
		{0, 10, 0, 20, -.1611, .2775}, {0, 10, 0, 10, -.2775, .2775}, {10, 10, 0, 20, .6791, 1}, {10, 10, 0, 10, .6075, 1}} {
		s, err := stats.Difference(c[0], c[1], c[2], c[3], .95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", &s.Low, c[4], 4)
		near(t, "high", &s.High, c[5], 4)
	}
}

// Exact limits of a Poisson count (Garwood 1936), as tables have them to two digits; Byar's approximation is near from two on.
func TestRate_tablesOfGarwood(t *testing.T) {
	for events, want := range map[float64][2]float64{2: {.24, 7.22}, 3: {.62, 8.77}, 4: {1.09, 10.24}, 5: {1.62, 11.67}, 6: {2.20, 13.06}, 7: {2.81, 14.42}, 8: {3.45, 15.76}, 9: {4.12, 17.08},
		15: {8.40, 24.74}, 20: {12.22, 30.89}, 25: {16.18, 36.90}, 30: {20.24, 42.83}, 40: {28.58, 54.47}, 50: {37.11, 65.92}, 100: {81.36, 121.63}} {
		s, err := stats.Rate(events, 1, "exact", .95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", &s.Low, want[0], 2)
		near(t, "high", &s.High, want[1], 2)
		b, err := stats.Rate(events, 1, "byar", .95)
		if err != nil || math.Abs(b.Low-s.Low) > .02 || math.Abs(b.High-s.High) > .01*s.High {
			t.Errorf("byar of %v: %+v %v", events, b, err)
		}
	}
}

// Montgomery, Introduction to Statistical Quality Control, chart of individuals: viscosity of aircraft primer paint.
func TestXmR_Montgomery(t *testing.T) {
	values := []float64{33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84}
	c, err := stats.XmR(make([]string, len(values)), values, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean", &c.Mean, 33.52, 2)
	near(t, "range", &c.MeanRange, .48, 2)
	near(t, "high", &c.High, 34.80, 2)
	near(t, "low", &c.Low, 32.24, 2)
	near(t, "limit of ranges", &c.RangeLimit, 1.57, 2)
	for _, p := range c.Points {
		if len(p.Rules) > 0 {
			t.Errorf("%v is marked %v", p.Value, p.Rules)
		}
	}
}
