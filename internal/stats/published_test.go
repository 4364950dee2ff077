package stats_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"stablefutures/internal/stats"
)

// wide reads units by raters, "." for a rating not given.
func wide(t testing.TB, text string) *stats.Ratings {
	t.Helper()
	var list []stats.Rating
	for u, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for g, value := range strings.Fields(line) {
			if value == "." {
				value = ""
			}
			list = append(list, stats.Rating{Unit: fmt.Sprint(u + 1), Rater: fmt.Sprint(g + 1), Value: value})
		}
	}
	r, err := stats.NewRatings(list, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// counts reads units by categories: how many raters chose each. Who they were does not matter to what is computed.
func counts(t testing.TB, table [][]int) *stats.Ratings {
	t.Helper()
	var lines []string
	for _, row := range table {
		var line []string
		for k, n := range row {
			for range n {
				line = append(line, fmt.Sprint(k+1))
			}
		}
		lines = append(lines, strings.Join(line, " "))
	}
	return wide(t, strings.Join(lines, "\n"))
}

// crossed reads a table of two raters: cell k,l is how many units the first put into k and the second into l.
func crossed(t testing.TB, table [][]int) *stats.Ratings {
	t.Helper()
	var lines []string
	for k, row := range table {
		for l, n := range row {
			for range n {
				lines = append(lines, fmt.Sprintf("%d %d", k+1, l+1))
			}
		}
	}
	return wide(t, strings.Join(lines, "\n"))
}

func agreement(t testing.TB, r *stats.Ratings, q stats.Request) stats.Result {
	t.Helper()
	out, err := stats.Agreement(r, q)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// near compares to the digits printed.
func near(t *testing.T, what string, got *float64, want float64, digits int) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: none, want %v", what, want)
	} else if half := 0.5000001 * math.Pow(10, -float64(digits)); math.Abs(*got-want) > half {
		t.Errorf("%s: %v, want %.*f", what, *got, digits, want)
	}
}

// Twelve units by four observers: Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C; the same
// data stand in Gwet (2014), table 2.10 and page 120, and come with irrCAC as cac.raw4raters.
const fourObservers = `
1 1 . 1
2 2 3 2
3 3 3 3
3 3 3 3
2 2 2 2
1 2 3 4
4 4 4 4
1 1 2 1
2 2 2 2
. 5 5 5
. . 1 1
. . 3 .`

func TestAlpha_Krippendorff2011(t *testing.T) {
	for level, want := range map[stats.Level]float64{stats.Nominal: .743, stats.Ordinal: .815, stats.Interval: .849, stats.Ratio: .797} {
		got := agreement(t, wide(t, fourObservers), stats.Request{Metric: "alpha", Level: level})
		near(t, string(level), got.Estimate, want, 3)
		if got.Units != 12 || got.Raters != 4 || got.Pairable != 40 || got.PairableUnits != 11 {
			t.Errorf("counts: %+v", got)
		}
	}
}

// Two observers with nominal data, binary and of five categories: Krippendorff (2011), sections A and B.
func TestAlpha_Krippendorff2011TwoObservers(t *testing.T) {
	binary := "0 1\n1 1\n0 1\n0 0\n0 0\n0 1\n0 0\n0 0\n1 0\n0 0"
	near(t, "binary", agreement(t, wide(t, binary), stats.Request{Metric: "alpha"}).Estimate, .095, 3)
	nominal := "a b\na a\nb b\nb b\nd b\nc c\nc c\nc c\ne e\nd d\nd d\na d"
	near(t, "nominal", agreement(t, wide(t, nominal), stats.Request{Metric: "alpha"}).Estimate, .692, 3)
}

// The same four observers as computed by the author of AC1: README of the R package irrCAC (Gwet 2019), section on raw
// ratings, estimates and standard errors to five digits, intervals to three.
func TestRawRatings_irrCAC(t *testing.T) {
	for metric, want := range map[string][3]float64{
		"percent": {.81818, .12561, .542}, "ac1": {.77544, .14295, .461}, "fleiss": {.76117, .15302, .424},
		"alpha": {.74342, .14548, .423}, "kappa": {.76282, .14917, .435},
	} {
		got := agreement(t, wide(t, fourObservers), stats.Request{Metric: metric})
		near(t, metric, got.Estimate, want[0], 5)
		near(t, metric+" se", got.StdErr, want[1], 5)
		near(t, metric+" low", got.Low, want[2], 3)
		near(t, metric+" high", got.High, 1, 3)
	}
}

// Fifteen patients by six psychiatrists: irrCAC's distrib.6raters, from Gwet (2014).
func TestDistribution_irrCAC(t *testing.T) {
	r := counts(t, [][]int{{0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0}, {2, 0, 4, 0, 0},
		{0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6}, {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0},
		{1, 0, 0, 5, 0}, {0, 2, 0, 3, 1}})
	for metric, want := range map[string][4]float64{
		"ac1": {.4448007, .08418757, .264, .625}, "fleiss": {.4139265, .08119291, .24, .588}, "alpha": {.4204384},
	} {
		got := agreement(t, r, stats.Request{Metric: metric})
		near(t, metric, got.Estimate, want[0], 7)
		if metric == "alpha" {
			continue // irrCAC has another standard error of alpha for distributions than for raw ratings; the raw form is ours
		}
		near(t, metric+" se", got.StdErr, want[1], 8)
		near(t, metric+" low", got.Low, want[2], 3)
		near(t, metric+" high", got.High, want[3], 3)
	}
}

// A hundred pregnant women by two abstractors: irrCAC's cont3x3abstractors, from Gwet (2014). It prints intervals by t.
func TestTwoRaters_irrCAC(t *testing.T) {
	r := crossed(t, [][]int{{13, 0, 0}, {0, 20, 7}, {0, 4, 56}})
	for metric, want := range map[string][4]float64{
		"kappa": {.7964094, .05891072, .68, .913}, "ac1": {.8493305, .04321747, .764, .935}, "percent": {.89, .03128898, .828, .952},
	} {
		got := agreement(t, r, stats.Request{Metric: metric, Interval: "t"})
		near(t, metric, got.Estimate, want[0], 7)
		if metric != "kappa" {
			continue // irrCAC divides by n in two-rater tables and by n-1 in raw data; the raw form is ours
		}
		near(t, metric+" se", got.StdErr, want[1], 8)
		near(t, metric+" low", got.Low, want[2], 3)
		near(t, metric+" high", got.High, want[3], 3)
	}
}

// Fleiss, Levin and Paik (2003), Statistical methods for rates and proportions, table 18.1: kappa .68.
func TestKappa_FleissLevinPaik(t *testing.T) {
	got := agreement(t, crossed(t, [][]int{{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}), stats.Request{Metric: "kappa"})
	near(t, "kappa", got.Estimate, .68, 2)
}

// Ten subjects by fourteen raters: Fleiss (1971) as worked in the encyclopaedia article on Fleiss' kappa: .210.
func TestFleiss_tenByFourteen(t *testing.T) {
	r := counts(t, [][]int{{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1}, {7, 7, 0, 0, 0},
		{3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}})
	near(t, "fleiss", agreement(t, r, stats.Request{Metric: "fleiss"}).Estimate, .210, 3)
}

// Six targets by four judges: Shrout and Fleiss (1979), table 4; intervals as the R package psych prints them.
func TestICC_ShroutFleiss1979(t *testing.T) {
	r := wide(t, "9 2 5 8\n6 1 3 2\n8 4 6 8\n7 1 2 6\n10 5 6 9\n6 2 4 7")
	for form, want := range map[string][3]float64{
		"1,1": {.17, -.13, .72}, "2,1": {.29, .02, .76}, "3,1": {.71, .34, .95},
		"1,k": {.44, -.88, .91}, "2,k": {.62, .07, .93}, "3,k": {.91, .68, .99},
	} {
		got := agreement(t, r, stats.Request{Metric: "icc", Form: form})
		near(t, form, got.Estimate, want[0], 2)
		near(t, form+" low", got.Low, want[1], 2)
		near(t, form+" high", got.High, want[2], 2)
	}
}

// Nineteen units by two raters, as SAS prints it; carried by the tests of statsmodels (test_inter_rater.py).
func TestKappa_SAS(t *testing.T) {
	r := crossed(t, [][]int{{0, 4, 1}, {0, 8, 0}, {0, 1, 5}})
	for metric, want := range map[string][4]float64{"kappa": {.4842, .1380, .2137, .7547}, "wkappa": {.4701, .1457, .1845, .7558}} {
		got := agreement(t, r, stats.Request{Metric: metric, Weights: stats.Weights{Name: "linear"}})
		near(t, metric, got.Estimate, want[0], 4)
		near(t, metric+" se", got.StdErr, want[1], 4)
		near(t, metric+" low", got.Low, want[2], 4)
		near(t, metric+" high", got.High, want[3], 4)
	}
}

// Anxiety of twenty people by two raters: the R package irr, kappa2(anxiety[, 2:3]). Nobody was given a 5, and irr goes
// by places: 4 and 6 stand side by side.
func TestWeightedKappa_irr(t *testing.T) {
	second, third := strings.Fields("3 6 4 6 2 4 2 4 3 3 2 3 3 3 2 2 1 3 3 4"),
		strings.Fields("2 1 4 4 3 2 1 6 1 1 1 2 3 3 1 1 3 3 2 2")
	var lines []string
	for i := range second {
		lines = append(lines, second[i]+" "+third[i])
	}
	r := wide(t, strings.Join(lines, "\n"))
	near(t, "kappa", agreement(t, r, stats.Request{Metric: "kappa"}).Estimate, -.006289308, 9)
	near(t, "linear", agreement(t, r, stats.Request{Metric: "wkappa", Weights: stats.Weights{Name: "linear"}}).Estimate, .1459075, 7)
	near(t, "quadratic", agreement(t, r, stats.Request{Metric: "wkappa", Weights: stats.Weights{Name: "quadratic"}}).Estimate, .2520325, 7)
}

// Thirty patients by six psychiatrists, Fleiss (1971): the R package irr, kappam.fleiss(diagnoses).
func TestFleiss_irr(t *testing.T) {
	r := wide(t, `4 4 4 4 4 4
2 2 2 5 5 5
2 3 3 3 3 5
5 5 5 5 5 5
2 2 2 4 4 4
1 1 3 3 3 3
3 3 3 3 5 5
1 1 3 3 3 4
1 1 4 4 4 4
5 5 5 5 5 5
1 4 4 4 4 4
1 2 4 4 4 4
2 2 2 3 3 3
1 4 4 4 4 4
2 2 4 4 4 5
3 3 3 3 3 5
1 1 1 4 5 5
1 1 1 1 1 2
2 2 4 4 4 4
1 3 3 5 5 5
5 5 5 5 5 5
2 4 4 4 4 4
2 2 4 5 5 5
1 1 4 4 4 4
1 4 4 4 4 5
2 2 2 2 2 4
1 1 1 1 5 5
2 2 4 4 4 4
1 3 3 3 3 3
5 5 5 5 5 5`)
	near(t, "fleiss", agreement(t, r, stats.Request{Metric: "fleiss"}).Estimate, .4302445, 7)
}
