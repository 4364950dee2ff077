package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/mat"
)

// describe fills in the method, what the fit tells of itself, and what to be careful about.
func (out *Series) describe(d *design, f *fit, q Interruption, theta float64) {
	model := map[string]string{"ols": "least squares", "poisson": "log-linear Poisson regression", "quasipoisson": "log-linear regression, variance in proportion to the mean",
		"negbin": "log-linear negative binomial regression, variance mean + mean^2/theta, theta by maximum likelihood"}[q.Model]
	at := strconv.FormatFloat(q.At+q.Lag, 'g', -1, 64)
	out.Method = "segmented regression by " + model + "; the level is the step at time " + at + ", from which the slope counts"
	out.Source = "Wagner and others 2002; Lopez Bernal, Cummins and Gasparrini 2017"
	if q.Gradual > 0 {
		out.Method = "segmented regression by " + model + "; the level is the whole effect, which grows evenly from time " + at + " over " + strconv.FormatFloat(q.Gradual, 'g', -1, 64)
	}
	if d.group {
		out.Method += "; group terms are the affected series beyond the control"
		out.Source += "; Linden 2015"
	}
	out.Diagnostics["points"], out.Diagnostics["before"], out.Diagnostics["after"] = float64(f.n), float64(d.before), float64(d.after)
	out.Diagnostics["df"], out.Diagnostics["deviance"] = float64(f.n-f.k), f.deviance
	if !math.IsInf(theta, 1) {
		out.Diagnostics["theta"] = theta
	}
	if !d.group {
		residuals := make([]float64, f.n)
		for i, r := range f.residual {
			residuals[i] = r
			if q.Model != "ols" {
				residuals[i] = r / math.Sqrt(f.mean[i]+f.mean[i]*f.mean[i]/theta)
			}
		}
		out.autocorrelation(residuals)
	}
	warn := func(when bool, text string, args ...any) {
		if when {
			out.Warnings = append(out.Warnings, fmt.Sprintf(text, args...))
		}
	}
	warn(d.before < enoughPoints || d.after < enoughPoints, "few points: %d before and %d after the change; with fewer than %d of each a trend is hard to know", d.before, d.after, enoughPoints)
	warn(d.before+d.after < PointsForP, "%d points: with fewer than %d the intervals are too narrow, and no p-value is given", d.before+d.after, PointsForP)
	warn(d.unevenly, "the times are not evenly apart: autocorrelation is that of neighbours")
	warn(!f.converged, "the fit did not settle")
	warn(q.Model == "negbin" && math.IsInf(theta, 1), "the counts vary no more than Poisson: theta has no upper bound")
	warn(q.Model == "poisson" && out.Dispersion > 1.5, "the counts vary more than Poisson (dispersion %.2f): quasipoisson or negbin has honest intervals", out.Dispersion)
	if r, there := out.Diagnostics["autocorrelation_1"]; there && q.Errors == "" {
		warn(math.Abs(r) > 2/math.Sqrt(float64(f.n)), "neighbouring residuals go together (%.2f): --se hac:LAG or ar1 has honest intervals", r)
	}
}

// autocorrelation fills in Durbin and Watson's statistic and the first correlations of the residuals.
func (out *Series) autocorrelation(e []float64) {
	square, steps := 0.0, 0.0
	for i, x := range e {
		square += x * x
		if i > 0 {
			steps += (x - e[i-1]) * (x - e[i-1])
		}
	}
	if square == 0 {
		return
	}
	out.Diagnostics["durbin_watson"] = steps / square
	for lag := 1; lag <= 3 && lag < len(e); lag++ {
		sum := 0.0
		for i := lag; i < len(e); i++ {
			sum += e[i] * e[i-lag]
		}
		out.Diagnostics[fmt.Sprintf("autocorrelation_%d", lag)] = sum / square
	}
}

// autoregressive fits again with errors that carry over to the next time (Prais and Winsten 1954): the first row of
// each series is kept, and the correlation is found anew until it settles.
func (d *design) autoregressive(f *fit, out *Series) (*fit, *mat.Dense, error) {
	rho, residual := 0.0, f.residual
	previous := d.previous()
	for range 500 {
		var both, square float64
		for i, p := range previous {
			if p >= 0 {
				both += residual[i] * residual[p]
				square += residual[p] * residual[p]
			}
		}
		if square == 0 {
			break
		}
		next := both / square
		if math.Abs(next) >= 1 {
			return nil, nil, errors.New("the errors carry over without fading: a first-order model does not fit")
		}
		done := math.Abs(next-rho) < 1e-10
		rho = next
		x, y := mat.NewDense(f.n, f.k, nil), make([]float64, f.n)
		for i, p := range previous {
			keep := math.Sqrt(1 - rho*rho)
			for j := range f.k {
				if p >= 0 {
					x.Set(i, j, d.x.At(i, j)-rho*d.x.At(p, j))
				} else {
					x.Set(i, j, keep*d.x.At(i, j))
				}
			}
			if y[i] = keep * d.y[i]; p >= 0 {
				y[i] = d.y[i] - rho*d.y[p]
			}
		}
		g, err := leastSquares(x, y)
		if err != nil {
			return nil, nil, err
		}
		for i := range residual {
			own := 0.0
			for j, b := range g.beta {
				own += d.x.At(i, j) * b
			}
			residual[i] = d.y[i] - own
		}
		f = g
		if done {
			break
		}
	}
	out.Diagnostics["rho"] = rho
	out.Dispersion = f.deviance / float64(f.n-f.k)
	cov := mat.DenseCopyOf(f.bread)
	cov.Scale(out.Dispersion, cov)
	return f, cov, nil
}

// previous gives each row's row one time earlier in its own series, or -1.
func (d *design) previous() []int {
	last := map[bool]int{true: -1, false: -1}
	list := make([]int, len(d.y))
	for i := range list {
		series := !d.group || d.x.At(i, slices.Index(d.names, "group")) == 1
		list[i], last[series] = last[series], i
	}
	return list
}
