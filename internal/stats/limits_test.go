package stats_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"stablefutures/internal/stats"
)

// Newcombe (1998), Statistics in Medicine 17, 857-872, table I: methods 3 and 5.
func TestProportion_Newcombe1998(t *testing.T) {
	for _, c := range []struct{ events, of, low, high, exactLow, exactHigh float64 }{
		{81, 263, .2553, .3662, .2527, .3676}, {15, 148, .0624, .1605, .0578, .1617}, {0, 20, 0, .1611, 0, .1684}, {1, 29, .0061, .1718, .0009, .1776},
	} {
		for method, want := range map[string][2]float64{"wilson": {c.low, c.high}, "exact": {c.exactLow, c.exactHigh}} {
			s, err := stats.Proportion(c.events, c.of, method, .95)
			if err != nil {
				t.Fatal(err)
			}
			near(t, method+" low", &s.Low, want[0], 4)
			near(t, method+" high", &s.High, want[1], 4)
		}
	}
}

// Newcombe (1998), Statistics in Medicine 17, 873-890, table II (a): 56/70 against 48/80, method 10.
func TestDifference_Newcombe1998(t *testing.T) {
	s, err := stats.Difference(56, 70, 48, 80, .95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "low", &s.Low, .0524, 4)
	near(t, "high", &s.High, .3339, 4)
}

// Limits of a Poisson count of ten, and of none: tables of Garwood (1936), to two digits.
func TestRate_Garwood1936(t *testing.T) {
	for events, want := range map[float64][2]float64{10: {4.80, 18.39}, 0: {0, 3.69}, 1: {.03, 5.57}} {
		s, err := stats.Rate(events, 1, "exact", .95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", &s.Low, want[0], 2)
		near(t, "high", &s.High, want[1], 2)
		b, err := stats.Rate(events, 1, "byar", .95)
		if err != nil || math.Abs(b.High-s.High) > .05*s.High {
			t.Errorf("byar of %v: %+v %v", events, b, err)
		}
	}
}

// Flow rates of ten batches: NIST/SEMATECH e-Handbook, 6.3.2.2.
func TestXmR_NIST(t *testing.T) {
	values := []float64{49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1}
	c, err := stats.XmR(make([]string, 10), values, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean", &c.Mean, 50.81, 2)
	near(t, "range", &c.MeanRange, 1.8778, 4)
	near(t, "high", &c.High, 55.8041, 4)
	near(t, "low", &c.Low, 45.8159, 4)
}

func TestXmR_rules(t *testing.T) {
	values := []float64{5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 20, 5.6, 5.6, 5.6, 5.6, 5.6, 5.6, 5.6, 5.6}
	c, err := stats.XmR(make([]string, len(values)), values, 12)
	if err != nil {
		t.Fatal(err)
	}
	marks := map[string]int{}
	for _, p := range c.Points {
		for _, r := range p.Rules {
			marks[r]++
		}
	}
	if marks["outside"] != 1 || marks["run"] != 10 || marks["range"] != 2 {
		t.Errorf("%v", marks)
	}
}

// TestFunnel_limitsHoldWhatChanceGives: places that differ by chance alone lie outside as often as the limits say.
func TestFunnel_limitsHoldWhatChanceGives(t *testing.T) {
	source := rand.New(rand.NewPCG(6, 6))
	for _, kind := range []string{"proportion", "rate"} {
		var places []stats.Place
		for i := range 4000 {
			p := stats.Place{Name: strconv.Itoa(i), Of: float64(20 + source.IntN(200))}
			if kind == "rate" {
				p.Events = poisson(source, .2*p.Of)
			} else {
				for range int(p.Of) {
					if source.Float64() < .2 {
						p.Events++
					}
				}
			}
			places = append(places, p)
		}
		f, err := stats.Funnel(places, kind, false)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]int{}
		for _, p := range f.Points {
			out[p.Outside]++
		}
		if beyond := out["95"] + out["99.8"]; beyond < 4000*36/1000 || beyond > 4000*64/1000 || out["99.8"] > 24 {
			t.Errorf("%s: %v", kind, out)
		}
		if math.Abs(f.Dispersion-.75) > .15 { // drawing the outermost tenths in takes about a quarter off
			t.Errorf("%s: dispersion %v", kind, f.Dispersion)
		}
	}
}
