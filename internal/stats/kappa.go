package stats

import "math"

// cohen computes kappa of two raters (Cohen 1960), weighted where weights are given (Cohen 1968), over the units that
// both rated.
type cohen struct {
	rows []row
	w    [][]float64
	q    int
}

// newCohen keeps the rows that both rated.
func newCohen(rows []row, w [][]float64) *cohen {
	c := &cohen{w: w, q: len(w)}
	for _, x := range rows {
		if x.n == 2 {
			c.rows = append(c.rows, x)
		}
	}
	return c
}

func (c *cohen) table(times []float64) (p [][]float64, first, second []float64, n float64) {
	p, first, second = make([][]float64, c.q), make([]float64, c.q), make([]float64, c.q)
	for k := range p {
		p[k] = make([]float64, c.q)
	}
	for i, x := range c.rows {
		n += times[i]
		p[x.code[0]][x.code[1]] += times[i]
	}
	for k := range p {
		for l := range p {
			p[k][l] /= n
			first[k] += p[k][l]
			second[l] += p[k][l]
		}
	}
	return p, first, second, n
}

func (c *cohen) chance(p [][]float64, first, second []float64) (po, pe float64) {
	for k := range p {
		for l := range p {
			po += c.w[k][l] * p[k][l]
			pe += c.w[k][l] * first[k] * second[l]
		}
	}
	return po, pe
}

func (c *cohen) value(times []float64) (float64, string) {
	p, first, second, n := c.table(times)
	if n == 0 {
		return 0, "no unit was rated by both"
	}
	po, pe := c.chance(p, first, second)
	if 1-pe < 1e-12 {
		return 0, "both always used the same category, so that chance alone explains all agreement"
	}
	return (po - pe) / (1 - pe), ""
}

// stderr is the large-sample standard error of Fleiss, Cohen and Everitt (1969), not that under no agreement.
func (c *cohen) stderr(times []float64) float64 {
	p, first, second, n := c.table(times)
	po, pe := c.chance(p, first, second)
	kappa, sum := (po-pe)/(1-pe), 0.0
	for k := range p {
		for l := range p {
			var a, b float64
			for i := range p {
				a += c.w[k][i] * second[i]
				b += c.w[i][l] * first[i]
			}
			d := c.w[k][l] - (1-kappa)*(a+b)
			sum += p[k][l] * d * d
		}
	}
	rest := po - 2*(1-kappa)*pe
	return math.Sqrt(max(0, sum-rest*rest)/n) / (1 - pe)
}
