package stats

import "math"

// alpha computes Krippendorff's alpha over pairable values (Krippendorff 2011; 2019, chapter 12): one less the share of
// disagreement observed in disagreement expected.
type alpha struct {
	rows   []row
	level  Level
	values []float64 // of the categories, for interval and ratio
	q      int
}

// ratioLimit bounds the different values at ratio level, whose expected disagreement takes time with their square.
const ratioLimit = 20_000

func newAlpha(rows []row, level Level, r *Ratings) *alpha {
	a := &alpha{level: level, values: r.values, q: len(r.Categories)}
	for _, x := range rows {
		if x.n >= 2 {
			a.rows = append(a.rows, x)
		}
	}
	return a
}

// use is how often each category stands among the pairable values.
func (a *alpha) use(times []float64) (use []float64, all float64) {
	use = make([]float64, a.q)
	for i, x := range a.rows {
		for j, k := range x.places {
			use[k] += times[i] * float64(x.counts[j])
		}
		all += times[i] * float64(x.n)
	}
	return use, all
}

// scores turn ordinal differences into differences of numbers: a category's middle rank among all values.
func (a *alpha) scores(use []float64) []float64 {
	if a.level != Ordinal {
		return a.values
	}
	scores, below := make([]float64, a.q), 0.0
	for k, n := range use {
		scores[k] = below + n/2
		below += n
	}
	return scores
}

// delta is the squared difference of two categories at nominal and ratio level.
func (a *alpha) delta(k, l int32) float64 {
	if k == l {
		return 0
	}
	if a.level == Ratio {
		x, y := a.values[k], a.values[l]
		if x+y == 0 {
			return 0
		}
		return (x - y) * (x - y) / ((x + y) * (x + y))
	}
	return 1
}

// bySquares reports whether differences are squared differences of scores, for which sums of squares are enough.
func (a *alpha) bySquares() bool { return a.level == Ordinal || a.level == Interval }

// within is the disagreement of one unit: over ordered pairs of its values, divided by their number less one.
func (a *alpha) within(x row, g []float64) float64 {
	n, sum := float64(x.n), 0.0
	if a.bySquares() {
		var s, mean float64
		for i, k := range x.places {
			mean += float64(x.counts[i]) * g[k] / n
		}
		for i, k := range x.places {
			s += float64(x.counts[i]) * (g[k] - mean) * (g[k] - mean)
		}
		return 2 * n * s / (n - 1)
	}
	for i, k := range x.places {
		for j, l := range x.places {
			sum += float64(x.counts[i]) * float64(x.counts[j]) * a.delta(k, l)
		}
	}
	return sum / (n - 1)
}

// far gives, for each category, its mean squared difference from all values.
func (a *alpha) far(use []float64, all float64, g []float64) []float64 {
	far := make([]float64, a.q)
	switch {
	case a.bySquares():
		var mean, spread float64
		for k, n := range use {
			mean += n * g[k] / all
		}
		for k, n := range use {
			spread += n * (g[k] - mean) * (g[k] - mean) / all
		}
		for k := range far {
			far[k] = spread + (g[k]-mean)*(g[k]-mean)
		}
	case a.level == Nominal:
		for k := range far {
			far[k] = 1 - use[k]/all
		}
	default:
		for k := range far {
			for l, n := range use {
				if n > 0 {
					far[k] += n / all * a.delta(int32(k), int32(l))
				}
			}
		}
	}
	return far
}

// sums gives the disagreement observed and expected, both as means over values (the expected one with replacement).
func (a *alpha) sums(times []float64) (observed, expected, all float64, far, within []float64) {
	use, all := a.use(times)
	g := a.scores(use)
	far, within = a.far(use, all, g), make([]float64, len(a.rows))
	for k, n := range use {
		expected += n / all * far[k]
	}
	for i, x := range a.rows {
		within[i] = a.within(x, g)
		observed += times[i] * within[i] / all
	}
	return observed, expected, all, far, within
}

func (a *alpha) value(times []float64) (float64, string) {
	observed, expected, all, _, _ := a.sums(times)
	switch {
	case all == 0:
		return 0, "no unit has two ratings"
	case expected <= 1e-14*max(1, observed):
		return 0, "all pairable values are the same, so that there is no variation to agree about"
	}
	return 1 - observed*(all-1)/(expected*all), ""
}

// stderr is by linearisation with the differences taken as fixed (Gwet 2014, chapter 5, carried from weights to squared
// differences: a unit's part in what was observed, in what was expected, and in how many values it has).
func (a *alpha) stderr(times []float64) float64 {
	observed, expected, all, far, within := a.sums(times)
	n := 0.0
	for i := range a.rows {
		n += times[i]
	}
	mean, prime, sum := all/n, 1-observed/expected, 0.0
	for i, x := range a.rows {
		size, own := float64(x.n)/mean, 0.0
		for j, k := range x.places {
			own += float64(x.counts[j]) * far[k] / mean
		}
		u := 1 + (observed*(size-1)-within[i]/mean)/expected - 2*(1-prime)*(size-own/expected)
		sum += times[i] * (u - prime) * (u - prime)
	}
	return math.Sqrt(sum / (n * (n - 1)))
}
