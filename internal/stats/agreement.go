package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Metrics are the coefficients that Agreement knows.
var Metrics = []string{"percent", "kappa", "wkappa", "fleiss", "alpha", "ac1", "ac2", "icc"}

// Request says which coefficient is wanted, and how.
type Request struct {
	Metric     string
	Level      Level   // of alpha, and what weights AC2 and weighted kappa take when none are named; nominal when empty
	Weights    Weights // of weighted kappa, Fleiss' kappa, AC2 and percent agreement
	Form       string  // of the intraclass correlation; "2,1" when empty
	Confidence float64 // 0.95 when zero
	Interval   string  // "t" or "normal"; "" takes what the source of the coefficient takes
	Boot       int     // resamples of units; 0 for the analytic interval
	Seed       uint64
}

// Result is one coefficient with what is needed to judge it. Estimate is nil where none exists, and Undefined says why;
// StdErr, Low and High are nil where they cannot be had. Pairable counts ratings of units that have two or more.
type Result struct {
	Metric        string   `json:"metric"`
	Level         Level    `json:"level"`
	Weights       string   `json:"weights"`
	Form          string   `json:"form,omitempty"`
	Estimate      *float64 `json:"estimate,omitempty"`
	Undefined     string   `json:"undefined,omitempty"`
	StdErr        *float64 `json:"se,omitempty"`
	Low           *float64 `json:"ci_low,omitempty"`
	High          *float64 `json:"ci_high,omitempty"`
	Confidence    float64  `json:"confidence"`
	Units         int      `json:"units"`
	Raters        int      `json:"raters"`
	Pairable      int      `json:"pairable"`
	PairableUnits int      `json:"pairable_units"`
	Used          int      `json:"units_used"`
	Boot          int      `json:"boot,omitempty"`
	Seed          uint64   `json:"seed,omitempty"`
	Method        string   `json:"method"`
	Source        string   `json:"source"`
	Prevalence    []Share  `json:"prevalence,omitempty"`
	Warnings      []string `json:"warnings,omitempty"`
}

// coefficient is what every metric can do; times says for how many units each of its rows stands.
type coefficient interface {
	value(times []float64) (x float64, none string)
	stderr(times []float64) float64
}

// Agreement computes one coefficient. What cannot be asked of these ratings (a level that the categories do not have,
// weights that do not fit) is an error; what the ratings do not determine is a Result with Undefined.
func Agreement(r *Ratings, q Request) (Result, error) {
	if q.Confidence == 0 {
		q.Confidence = 0.95
	}
	if q.Level == "" {
		q.Level = Nominal
	}
	if err := q.check(r); err != nil {
		return Result{}, err
	}
	out := Result{Metric: q.Metric, Level: q.Level, Weights: "none", Confidence: q.Confidence, Raters: len(r.Raters)}
	out.count(r)
	c, times, err := q.coefficient(r, &out)
	if err != nil {
		return Result{}, err
	}
	for _, t := range times {
		out.Used += int(t)
	}
	x, none := 0.0, "no unit has two ratings"
	if len(times) > 0 {
		x, none = c.value(times)
	}
	if none != "" {
		out.Undefined = none
		return out, nil
	}
	out.Estimate = &x
	if out.Used < 2 {
		out.Warnings = append(out.Warnings, "one unit gives no interval")
		return out, nil
	}
	if q.Boot > 0 {
		out.bootstrap(c, times, q)
		return out, nil
	}
	out.analytic(c, times, q)
	return out, nil
}

func (q Request) check(r *Ratings) error {
	switch {
	case !slices.Contains(Metrics, q.Metric):
		return fmt.Errorf("%q is no metric; there are %v", q.Metric, Metrics)
	case !slices.Contains([]Level{Nominal, Ordinal, Interval, Ratio}, q.Level):
		return fmt.Errorf("%q is no level of measurement", q.Level)
	case q.Confidence <= 0 || q.Confidence >= 1:
		return fmt.Errorf("a confidence of %v is not between 0 and 1", q.Confidence)
	case !slices.Contains([]string{"", "t", "normal"}, q.Interval):
		return fmt.Errorf("%q is no kind of interval", q.Interval)
	case q.Boot < 0 || q.Boot == 1 || q.Boot > 1_000_000:
		return errors.New("a bootstrap takes 2 to 1,000,000 draws")
	case len(r.Raters) < 2:
		return errors.New("agreement takes two raters or more")
	case (q.Level == Interval || q.Level == Ratio) && r.values == nil && q.Metric == "alpha":
		return fmt.Errorf("the %s level needs categories that are numbers", q.Level)
	case q.Metric == "alpha" && q.Weights.Name != "":
		return errors.New("alpha takes its differences from the level, not from weights")
	}
	if q.Metric == "alpha" && q.Level == Ratio {
		if len(r.Categories) > ratioLimit {
			return fmt.Errorf("the ratio level takes at most %d different values", ratioLimit)
		}
		if slices.ContainsFunc(r.values, func(x float64) bool { return x < 0 }) {
			return errors.New("the ratio level has no values below zero")
		}
	}
	return nil
}

// count fills in the numbers of units and of pairable ratings.
func (out *Result) count(r *Ratings) {
	for u := range r.Units {
		n := 0
		for g := range r.Raters {
			if r.at(u, g) != missing {
				n++
			}
		}
		if n > 0 {
			out.Units++
		}
		if n > 1 {
			out.PairableUnits++
			out.Pairable += n
		}
	}
	if len(r.Categories) <= 50 {
		out.Prevalence = r.Prevalence()
	}
}

// matrixLimit bounds the scale of what takes a matrix of weights.
const matrixLimit = 1000

// coefficient makes the metric's arithmetic and says in the result what it is.
func (q Request) coefficient(r *Ratings, out *Result) (coefficient, []float64, error) {
	switch q.Metric {
	case "icc":
		if q.Form == "" {
			q.Form = "2,1"
		}
		c, times, err := newICC(r.rows(true), r, q.Form)
		out.Level, out.Form = Interval, q.Form
		out.Method, out.Source = iccMethod(q.Form)
		return c, times, err
	case "alpha":
		c := newAlpha(r.rows(false), q.Level, r)
		out.Method = "Krippendorff's alpha, " + string(q.Level) + " differences, pairable values only"
		out.Source = "Krippendorff 2011, Computing Krippendorff's alpha-reliability"
		return c, timesOf(c.rows), nil
	}
	if len(r.Categories) > matrixLimit {
		return nil, nil, fmt.Errorf("%s takes at most %d categories", q.Metric, matrixLimit)
	}
	weights := q.weights()
	if weights.By == "" {
		weights.By = map[bool]string{true: "place", false: "value"}[q.Metric == "wkappa" || r.values == nil]
	}
	w, err := weights.matrix(r)
	if err != nil {
		return nil, nil, err
	}
	out.Weights = weights.Name
	c, times, err := q.fromPairs(r, w, out)
	switch weights.Name {
	case "ordinal", "ratio", "file":
		out.Method += ", " + weights.Name + " weights"
	case "linear", "quadratic":
		out.Method += ", " + weights.Name + " weights by the " + weights.By + " of categories on the scale"
	}
	return c, times, err
}

// weights are those named, or those that go with the metric and the level.
func (q Request) weights() Weights {
	switch {
	case q.Metric == "kappa" || q.Metric == "ac1":
		return Weights{Name: "none"}
	case q.Weights.Name != "":
		return q.Weights
	case q.Metric == "wkappa":
		return Weights{Name: "linear"}
	case q.Metric == "ac2":
		return Weights{Name: map[Level]string{Nominal: "none", Ordinal: "ordinal", Interval: "quadratic", Ratio: "ratio"}[q.Level]}
	}
	return Weights{Name: "none"}
}

func (q Request) fromPairs(r *Ratings, w [][]float64, out *Result) (coefficient, []float64, error) {
	switch q.Metric {
	case "kappa", "wkappa":
		name := map[bool]string{true: "kappa", false: "weighted kappa"}[q.Metric == "kappa"]
		if len(r.Raters) == 2 {
			c := newCohen(r.rows(true), w)
			out.Method = "Cohen's " + name + " over units rated by both"
			out.Source = "Cohen 1960 and 1968; standard error of Fleiss, Cohen and Everitt 1969"
			return c, timesOf(c.rows), nil
		}
		rows := r.rows(true)
		out.Method = "Conger's " + name + " for several raters: chance agreement is the mean over pairs of different raters"
		out.Source = "Conger 1980; Gwet 2014, Handbook of inter-rater reliability, 4th edition, chapters 2 and 5"
		return newPairs(rows, w, len(r.Raters), "conger"), timesOf(rows), nil
	}
	rows := r.rows(false)
	chance := map[string]string{"percent": "percent", "fleiss": "fleiss", "ac1": "ac", "ac2": "ac"}[q.Metric]
	switch q.Metric {
	case "percent":
		out.Method = "share of agreeing pairs of raters, mean over units with two ratings or more"
		out.Source = "Gwet 2014, Handbook of inter-rater reliability, 4th edition, chapter 2"
	case "fleiss":
		out.Method = "Fleiss' kappa, with any number of ratings for a unit; units with one rating inform chance alone"
		out.Source = "Fleiss 1971; Gwet 2014, Handbook of inter-rater reliability, 4th edition, chapters 2 and 5"
	case "ac1":
		out.Method = "Gwet's AC1"
		out.Source = "Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, 29-48"
	case "ac2":
		out.Method = "Gwet's AC2"
		out.Source = "Gwet 2014, Handbook of inter-rater reliability, 4th edition, chapters 3 and 5"
	}
	return newPairs(rows, w, len(r.Raters), chance), timesOf(rows), nil
}

func iccMethod(form string) (method, source string) {
	model := map[byte]string{'1': "one-way random", '2': "two-way random, absolute agreement", '3': "two-way mixed, consistency"}[form[0]]
	of := map[byte]string{'1': "one rater", 'k': "the mean of all raters"}[form[2]]
	return "intraclass correlation (" + form + "): " + model + ", reliability of " + of + ", units rated by all",
		"Shrout and Fleiss 1979; McGraw and Wong 1996"
}

func timesOf(rows []row) []float64 {
	times := make([]float64, len(rows))
	for i, x := range rows {
		times[i] = x.times
	}
	return times
}

// analytic fills in standard error and interval by formula.
func (out *Result) analytic(c coefficient, times []float64, q Request) {
	se := c.stderr(times)
	if math.IsNaN(se) || math.IsInf(se, 0) {
		out.Warnings = append(out.Warnings, "the standard error does not exist for these ratings")
		return
	}
	out.StdErr = &se
	var low, high float64
	if i, ok := c.(*icc); ok {
		low, high = i.interval(times, q.Confidence)
		out.Method += "; interval from the distribution of F, standard error by jackknife over units"
	} else {
		low, high = out.around(c, se, q)
	}
	if math.IsNaN(low) || math.IsNaN(high) {
		out.Warnings = append(out.Warnings, "the interval does not exist for these ratings")
		return
	}
	low, high = max(low, -1), min(high, 1)
	if c, ok := c.(*icc); ok && c.form[2] == 'k' {
		low, _ = c.interval(times, q.Confidence) // the mean of k raters has no lower bound
	}
	out.Low, out.High = &low, &high
}

// around is the symmetric interval: by the normal distribution for Cohen's kappa, whose standard error is one of large
// samples, by Student's t with units less one degrees of freedom for the others, as their sources have it.
func (out *Result) around(c coefficient, se float64, q Request) (low, high float64) {
	kind := q.Interval
	if kind == "" {
		kind = "t"
		if _, ok := c.(*cohen); ok {
			kind = "normal"
		}
	}
	p, z := 1-(1-q.Confidence)/2, 0.0
	if kind == "normal" {
		z = distuv.UnitNormal.Quantile(p)
		out.Method += "; interval from the normal distribution"
	} else {
		z = distuv.StudentsT{Sigma: 1, Nu: float64(out.Units - 1)}.Quantile(p)
		out.Method += "; interval from Student's t"
	}
	return *out.Estimate - z*se, *out.Estimate + z*se
}
