package stats_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stablefutures/internal/stats"
)

// every is each coefficient in each of its kinds.
var every = []stats.Request{
	{Metric: "percent"}, {Metric: "kappa"}, {Metric: "wkappa"}, {Metric: "wkappa", Weights: stats.Weights{Name: "quadratic"}}, {Metric: "fleiss"},
	{Metric: "ac1"}, {Metric: "ac2", Level: stats.Ordinal}, {Metric: "alpha"}, {Metric: "alpha", Level: stats.Ordinal},
	{Metric: "alpha", Level: stats.Interval}, {Metric: "alpha", Level: stats.Ratio},
	{Metric: "icc", Form: "1,1"}, {Metric: "icc", Form: "2,1"}, {Metric: "icc", Form: "3,k"},
}

func drawTable(t *rapid.T) [][]string {
	units, raters, q := rapid.IntRange(1, 12).Draw(t, "units"), rapid.IntRange(2, 4).Draw(t, "raters"), rapid.IntRange(1, 4).Draw(t, "categories")
	table := make([][]string, units)
	for u := range table {
		table[u] = make([]string, raters)
		for g := range table[u] {
			if x := rapid.IntRange(0, q+1).Draw(t, "rating"); x > 0 && x <= q {
				table[u][g] = fmt.Sprint(x)
			}
		}
	}
	return table
}

// of names raters and units so that the order given is that of the table.
func of(table [][]string, categories []string) (*stats.Ratings, error) {
	var list []stats.Rating
	for u, row := range table {
		for g, value := range row {
			list = append(list, stats.Rating{Unit: fmt.Sprint("u", u), Rater: fmt.Sprint("r", g), Value: value})
		}
	}
	return stats.NewRatings(list, categories)
}

func alike(a, b *float64) bool {
	return a == nil && b == nil || a != nil && b != nil && math.Abs(*a-*b) <= 1e-9*max(1, math.Abs(*a))
}

func TestAgreement_doesNotDependOnTheOrderOfUnitsOrRaters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		a, err := of(table, nil)
		if err != nil {
			t.Fatal(err)
		}
		turned := make([][]string, len(table))
		columns := rapid.Permutation([]int{0, 1, 2, 3}[:len(table[0])]).Draw(t, "columns")
		for u, row := range rapid.Permutation(table).Draw(t, "rows") {
			for _, g := range columns {
				turned[u] = append(turned[u], row[g])
			}
		}
		b, err := of(turned, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range every {
			x, err := stats.Agreement(a, q)
			y, err2 := stats.Agreement(b, q)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if !alike(x.Estimate, y.Estimate) || !alike(x.StdErr, y.StdErr) || !alike(x.Low, y.Low) || x.Pairable != y.Pairable {
				t.Errorf("%+v: %s becomes %s", q, show(x), show(y))
			}
		}
	})
}

func TestAgreement_namesOfCategoriesDoNotMatterAtTheNominalLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		other := make([][]string, len(table))
		names := rapid.Permutation([]string{"", "pear", "fig", "plum", "sloe"}[1:]).Draw(t, "names")
		for u, row := range table {
			for _, v := range row {
				if v != "" {
					v = names[v[0]-'1']
				}
				other[u] = append(other[u], v)
			}
		}
		a, err := of(table, nil)
		b, err2 := of(other, nil)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for _, metric := range []string{"percent", "kappa", "fleiss", "alpha", "ac1"} {
			x, _ := stats.Agreement(a, stats.Request{Metric: metric})
			y, _ := stats.Agreement(b, stats.Request{Metric: metric})
			if !alike(x.Estimate, y.Estimate) || !alike(x.StdErr, y.StdErr) {
				t.Errorf("%s: %s becomes %s", metric, show(x), show(y))
			}
		}
	})
}

// TestAgreement_isOneOnlyWhenAllAgree: and never NaN, never beyond 1, and undefined only with a reason.
func TestAgreement_isOneOnlyWhenAllAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		r, err := of(table, nil)
		if err != nil {
			t.Fatal(err)
		}
		all := true
		for _, row := range table {
			given := slices.DeleteFunc(slices.Clone(row), func(s string) bool { return s == "" })
			all = all && len(slices.Compact(slices.Sorted(slices.Values(given)))) <= 1
		}
		for _, q := range every {
			x, err := stats.Agreement(r, q)
			if err != nil {
				t.Fatal(err)
			}
			if (x.Estimate == nil) == (x.Undefined == "") {
				t.Fatalf("%+v: neither a figure nor a reason: %+v", q, x)
			}
			for _, f := range []*float64{x.Estimate, x.StdErr, x.Low, x.High} {
				if f != nil && (math.IsNaN(*f) || math.IsInf(*f, 0) && f != x.Low) {
					t.Fatalf("%+v: %s", q, show(x))
				}
			}
			if x.Estimate == nil {
				continue
			}
			if *x.Estimate > 1+1e-9 {
				t.Errorf("%+v: %s is beyond 1", q, show(x))
			}
			one := *x.Estimate > 1-1e-9
			if q.Metric != "icc" && q.Metric != "ac2" && q.Metric != "kappa" && q.Metric != "wkappa" && one != all {
				t.Errorf("%+v: %s, and all agree: %v", q, show(x), all)
			}
			if one && q.Metric == "alpha" && !all {
				t.Errorf("alpha is 1 though not all agree")
			}
		}
	})
}

func show(x stats.Result) string {
	f := func(p *float64) string {
		if p == nil {
			return "none"
		}
		return fmt.Sprint(*p)
	}
	return strings.Join([]string{f(x.Estimate), f(x.StdErr), f(x.Low), f(x.High), x.Undefined}, " ")
}

// TestIntervals_coverAtTheirNominalRate draws many studies from a population whose coefficient is known, and counts how
// often the interval holds it. The population: a true category for each unit, and raters who see it or guess.
func TestIntervals_coverAtTheirNominalRate(t *testing.T) {
	const studies, units, raters = 400, 60, 3
	source := rand.New(rand.NewPCG(7, 11))
	study := func(units int) *stats.Ratings {
		var list []stats.Rating
		for u := range units {
			truth := 1 + source.IntN(10)/4 // 1 and 2 four times in ten, 3 twice
			for g := range raters {
				x := truth
				if source.Float64() < .3 {
					x = 1 + source.IntN(3)
				}
				list = append(list, stats.Rating{Unit: fmt.Sprint(u), Rater: fmt.Sprint(g), Value: fmt.Sprint(x)})
			}
		}
		r, err := stats.NewRatings(list, []string{"1", "2", "3"})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	population := study(200_000)
	kinds := []stats.Request{{Metric: "percent"}, {Metric: "kappa"}, {Metric: "fleiss"}, {Metric: "ac1"}, {Metric: "ac2", Level: stats.Ordinal}, {Metric: "alpha"},
		{Metric: "alpha", Level: stats.Interval}, {Metric: "fleiss", Boot: 200, Seed: 3}}
	truth, held := make([]float64, len(kinds)), make([]int, len(kinds))
	for i, q := range kinds {
		q.Boot = 0
		truth[i] = *agreement(t, population, q).Estimate
	}
	for range studies {
		r := study(units)
		for i, q := range kinds {
			x := agreement(t, r, q)
			if *x.Low <= truth[i] && truth[i] <= *x.High {
				held[i]++
			}
		}
	}
	for i, q := range kinds {
		rate := float64(held[i]) / studies
		t.Logf("%s %s boot %d: %.3f", q.Metric, q.Level, q.Boot, rate)
		if rate < .91 || rate > .985 { // 95 in 100, give or take what 400 studies and 60 units leave open
			t.Errorf("%s %s boot %d: the interval holds the truth in %.3f of studies", q.Metric, q.Level, q.Boot, rate)
		}
	}
}

// TestICC_coversAtItsNominalRate does the same for the intraclass correlation, whose interval takes units, raters and
// errors to be normal: each study has raters of its own.
func TestICC_coversAtItsNominalRate(t *testing.T) {
	const studies, units, raters, betweenUnits, betweenRaters, noise = 600, 40, 5, 2.0, .3, 1.0
	source := rand.New(rand.NewPCG(5, 8))
	truth := map[string]float64{}
	one, ofThree := betweenUnits/(betweenUnits+betweenRaters+noise), betweenUnits/(betweenUnits+noise)
	truth["2,1"], truth["3,1"] = one, ofThree
	truth["2,k"], truth["3,k"] = raters*one/(1+(raters-1)*one), raters*ofThree/(1+(raters-1)*ofThree)
	held := map[string]int{}
	for range studies {
		var list []stats.Rating
		bias := make([]float64, raters)
		for g := range bias {
			bias[g] = math.Sqrt(betweenRaters) * source.NormFloat64()
		}
		for u := range units {
			x := math.Sqrt(betweenUnits) * source.NormFloat64()
			for g := range raters {
				list = append(list, stats.Rating{Unit: fmt.Sprint(u), Rater: fmt.Sprint(g), Value: fmt.Sprintf("%.4f", x+bias[g]+math.Sqrt(noise)*source.NormFloat64())})
			}
		}
		r, err := stats.NewRatings(list, nil)
		if err != nil {
			t.Fatal(err)
		}
		for form, want := range truth {
			if x := agreement(t, r, stats.Request{Metric: "icc", Form: form}); *x.Low <= want && want <= *x.High {
				held[form]++
			}
		}
	}
	for form, n := range held {
		if rate := float64(n) / studies; rate < .92 || rate > .98 {
			t.Errorf("%s: the interval holds the truth in %.3f of studies", form, rate)
		}
	}
}

func TestBootstrap_theSameSeedGivesTheSame(t *testing.T) {
	r := wide(t, fourObservers)
	for _, q := range every {
		q.Boot, q.Seed = 100, 42
		a, b := agreement(t, r, q), agreement(t, r, q)
		if show(a) != show(b) {
			t.Errorf("%+v: %s, then %s", q, show(a), show(b))
		}
		q.Seed = 43
		if c := agreement(t, r, q); a.StdErr != nil && show(a) == show(c) {
			t.Errorf("%+v: another seed gives the same", q)
		}
	}
}

func TestAgreement_saysWhyThereIsNone(t *testing.T) {
	for text, metrics := range map[string][]string{
		"1 1\n1 1":     {"kappa", "fleiss", "alpha", "ac1", "ac2"}, // one category
		"1 .\n. 2":     {"percent", "kappa", "fleiss", "alpha", "ac1", "icc"},
		"3 3\n3 3":     {"icc"},
		"1 2 .\n1 . 2": {"icc"},
	} {
		for _, m := range metrics {
			x := agreement(t, wide(t, text), stats.Request{Metric: m})
			if x.Estimate != nil || x.Undefined == "" {
				t.Errorf("%s of %q: %s", m, text, show(x))
			}
		}
	}
}

func TestNewRatings_refusesWhatItCannotRead(t *testing.T) {
	for name, list := range map[string][]stats.Rating{
		"twice":     {{Unit: "a", Rater: "x", Value: "1"}, {Unit: "a", Rater: "x", Value: "2"}},
		"no unit":   {{Rater: "x", Value: "1"}},
		"nothing":   nil,
		"off scale": {{Unit: "a", Rater: "x", Value: "9"}},
	} {
		if _, err := stats.NewRatings(list, []string{"1", "2"}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func BenchmarkAgreement_bootstrap(b *testing.B) {
	source := rand.New(rand.NewPCG(1, 2))
	var list []stats.Rating
	for u := range 100_000 {
		truth := source.IntN(5)
		for g := range 5 {
			x := truth
			if source.Float64() < .3 {
				x = source.IntN(5)
			}
			list = append(list, stats.Rating{Unit: fmt.Sprint(u), Rater: fmt.Sprint(g), Value: fmt.Sprint(x + 1)})
		}
	}
	r, err := stats.NewRatings(list, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range []stats.Request{{Metric: "alpha", Level: stats.Ordinal}, {Metric: "kappa"}, {Metric: "ac2", Level: stats.Ordinal}, {Metric: "fleiss"}, {Metric: "icc"}} {
		b.Run(q.Metric, func(b *testing.B) {
			for b.Loop() {
				q.Boot, q.Seed = 1000, 1
				if _, err := stats.Agreement(r, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
