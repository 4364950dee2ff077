package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

// fit is a fitted regression: coefficients, and what their covariance is made of.
type fit struct {
	x         *mat.Dense // n by k
	beta      []float64
	bread     *mat.Dense // inverse of X'WX
	mean      []float64  // fitted values
	residual  []float64  // y - mean
	score     []float64  // each row's residual as it enters the estimating equations
	n, k      int
	deviance  float64
	pearson   float64
	converged bool
}

// errSingular says that the terms cannot be told apart.
var errSingular = errors.New("the terms cannot be told apart with these points: fewer terms or more points are needed")

// solve fits by weighted least squares; weights nil counts every row alike.
func solve(x *mat.Dense, y, weights []float64) (beta []float64, bread *mat.Dense, err error) {
	n, k := x.Dims()
	a, b := mat.NewDense(n, k, nil), mat.NewVecDense(n, nil)
	for i := range n {
		w := 1.0
		if weights != nil {
			w = math.Sqrt(weights[i])
		}
		for j := range k {
			a.Set(i, j, w*x.At(i, j))
		}
		b.SetVec(i, w*y[i])
	}
	// Columns of like size keep the decomposition sound whatever the units of time.
	size := make([]float64, k)
	for j := range k {
		size[j] = mat.Norm(a.ColView(j), 2)
		if size[j] == 0 || math.IsNaN(size[j]) || math.IsInf(size[j], 0) {
			return nil, nil, errSingular
		}
		for i := range n {
			a.Set(i, j, a.At(i, j)/size[j])
		}
	}
	var qr mat.QR
	qr.Factorize(a)
	if c := qr.Cond(); c > 1e10 || math.IsNaN(c) {
		return nil, nil, errSingular
	}
	var solution mat.VecDense
	if err := qr.SolveVecTo(&solution, false, b); err != nil {
		return nil, nil, errSingular
	}
	var r mat.Dense
	qr.RTo(&r)
	var inverse mat.Dense
	if err := inverse.Inverse(r.Slice(0, k, 0, k)); err != nil {
		return nil, nil, errSingular
	}
	bread = mat.NewDense(k, k, nil)
	bread.Mul(&inverse, inverse.T())
	beta = make([]float64, k)
	for j := range k {
		beta[j] = solution.AtVec(j) / size[j]
		for l := range k {
			bread.Set(j, l, bread.At(j, l)/(size[j]*size[l]))
		}
	}
	return beta, bread, nil
}

// leastSquares fits an ordinary regression.
func leastSquares(x *mat.Dense, y []float64) (*fit, error) {
	beta, bread, err := solve(x, y, nil)
	if err != nil {
		return nil, err
	}
	f := &fit{x: x, beta: beta, bread: bread, converged: true}
	f.n, f.k = x.Dims()
	f.mean, f.residual = make([]float64, f.n), make([]float64, f.n)
	for i := range f.n {
		f.mean[i] = f.linear(i)
		f.residual[i] = y[i] - f.mean[i]
		f.deviance += f.residual[i] * f.residual[i]
	}
	f.score, f.pearson = f.residual, f.deviance
	return f, nil
}

func (f *fit) linear(i int) (sum float64) {
	for j, b := range f.beta {
		sum += f.x.At(i, j) * b
	}
	return sum
}

// counts fits a log-linear regression of counts by iterated weighting (McCullagh and Nelder 1989). theta is the size of
// a negative binomial (variance mean + mean^2/theta); +Inf is Poisson. offset is added to the linear predictor.
func counts(x *mat.Dense, y, offset []float64, theta float64) (*fit, error) {
	n, k := x.Dims()
	f := &fit{x: x, n: n, k: k, mean: make([]float64, n), residual: make([]float64, n), score: make([]float64, n)}
	for i := range n {
		f.mean[i] = max(y[i], .1)
	}
	before := math.Inf(1)
	z, w := make([]float64, n), make([]float64, n)
	for range 100 {
		for i, m := range f.mean {
			z[i] = math.Log(m) - offset[i] + (y[i]-m)/m
			w[i] = m / (1 + m/theta)
		}
		var err error
		if f.beta, f.bread, err = solve(x, z, w); err != nil {
			return nil, err
		}
		f.deviance = 0
		for i := range n {
			f.mean[i] = math.Exp(min(f.linear(i)+offset[i], 700))
			f.deviance += devianceOf(y[i], f.mean[i], theta)
		}
		if math.Abs(f.deviance-before) < 1e-12*(math.Abs(f.deviance)+.1) {
			f.converged = true
			break
		}
		before = f.deviance
	}
	for i, m := range f.mean {
		f.residual[i] = y[i] - m
		f.score[i] = f.residual[i] / (1 + m/theta)
		f.pearson += f.residual[i] * f.residual[i] / (m + m*m/theta)
	}
	return f, nil
}

func devianceOf(y, m, theta float64) float64 {
	d := 0.0
	if y > 0 {
		d = y * math.Log(y/m)
	}
	if math.IsInf(theta, 1) {
		return 2 * (d - (y - m))
	}
	return 2 * (d - (y+theta)*math.Log((y+theta)/(m+theta)))
}

// negativeBinomial fits counts with the size found by maximum likelihood, in turns with the coefficients (Venables and
// Ripley 2002, 7.4). Where counts vary no more than Poisson the size grows without bound and theta is +Inf.
func negativeBinomial(x *mat.Dense, y, offset []float64) (f *fit, theta float64, err error) {
	if f, err = counts(x, y, offset, math.Inf(1)); err != nil {
		return nil, 0, err
	}
	theta = math.Inf(1)
	for range 100 {
		next := sizeOf(y, f.mean)
		if math.IsInf(next, 1) {
			f, err = counts(x, y, offset, next)
			return f, next, err
		}
		done := math.Abs(next-theta) < 1e-10*next
		theta = next
		if f, err = counts(x, y, offset, theta); err != nil || done {
			return f, theta, err
		}
	}
	f.converged = false
	return f, theta, nil
}

// sizeOf solves the likelihood equation of the size by Newton's method on its logarithm.
func sizeOf(y, mean []float64) float64 {
	slope := func(theta float64) (first, second float64) {
		for i, m := range mean {
			first += mathext.Digamma(y[i]+theta) - mathext.Digamma(theta) + math.Log(theta/(theta+m)) + 1 - (y[i]+theta)/(m+theta)
			second += mathext.Zeta(2, y[i]+theta) - mathext.Zeta(2, theta) + 1/theta - 2/(m+theta) + (y[i]+theta)/((m+theta)*(m+theta))
		}
		return first, second
	}
	low, high := 1e-6, 1e7
	if first, _ := slope(high); first > 0 {
		return math.Inf(1)
	}
	theta := 1.0
	for range 200 {
		first, second := slope(theta)
		if first > 0 {
			low = theta
		} else {
			high = theta
		}
		next := theta - first/second
		if !(next > low && next < high) || second >= 0 {
			next = math.Sqrt(low * high)
		}
		if math.Abs(next-theta) < 1e-13*theta {
			return next
		}
		theta = next
	}
	return theta
}

// sandwich gives the covariance of the coefficients when errors of neighbouring times go together: Newey and West
// (1987) with Bartlett weights up to lag; lag 0 is White's (1980). times says which rows belong to one time, in order.
// small multiplies by n/(n-k).
func (f *fit) sandwich(times []int, lag int, small bool) *mat.Dense {
	last := 0
	for _, t := range times {
		last = max(last, t)
	}
	g := mat.NewDense(last+1, f.k, nil)
	for i, t := range times {
		for j := range f.k {
			g.Set(t, j, g.At(t, j)+f.x.At(i, j)*f.score[i])
		}
	}
	meat := mat.NewDense(f.k, f.k, nil)
	for l := 0; l <= min(lag, last); l++ {
		weight := 1 - float64(l)/float64(lag+1)
		for t := l; t <= last; t++ {
			for a := range f.k {
				for b := range f.k {
					both := g.At(t, a) * g.At(t-l, b)
					if l > 0 {
						both += g.At(t-l, a) * g.At(t, b)
					}
					meat.Set(a, b, meat.At(a, b)+weight*both)
				}
			}
		}
	}
	var cov mat.Dense
	cov.Mul(f.bread, meat)
	out := mat.NewDense(f.k, f.k, nil)
	out.Mul(&cov, f.bread)
	if small {
		out.Scale(float64(f.n)/float64(f.n-f.k), out)
	}
	return out
}
