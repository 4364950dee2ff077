package stats

import "math"

// pairs computes the coefficients that set observed agreement in pairs against agreement by chance: percent agreement,
// Fleiss' kappa, Gwet's AC1 and AC2, and Conger's kappa. Formulas: Gwet (2014), chapters 2, 3 and 5.
type pairs struct {
	rows   []row
	w      [][]float64
	q, r   int
	chance string      // "percent", "fleiss", "ac", "conger"
	steep  float64     // the factor of AC1 and AC2: the sum of the weights over q(q-1)
	agree  []float64   // by row: weighted share of agreeing pairs
	share  [][]float64 // by row: share of its ratings by category (fleiss, ac)
}

func newPairs(rows []row, w [][]float64, raters int, chance string) *pairs {
	p := &pairs{rows: rows, w: w, q: len(w), r: raters, chance: chance}
	for _, row := range w {
		for _, x := range row {
			p.steep += x / float64(p.q*(p.q-1))
		}
	}
	p.agree = make([]float64, len(rows))
	p.share = make([][]float64, len(rows))
	for i, x := range rows {
		sum := 0.0
		p.share[i] = make([]float64, p.q)
		for a, k := range x.places {
			p.share[i][k] = float64(x.counts[a]) / float64(x.n)
			near := 0.0
			for b, l := range x.places {
				near += w[k][l] * float64(x.counts[b])
			}
			sum += float64(x.counts[a]) * (near - 1)
		}
		if x.n >= 2 {
			p.agree[i] = sum / float64(x.n*(x.n-1))
		}
	}
	return p
}

// margins are what an estimate needs of the whole table.
type margins struct {
	n, n2  float64     // units rated, and rated by two or more
	pa, pe float64     // agreement observed and by chance
	pi     []float64   // use of the categories, each unit counting alike
	by     [][]float64 // use of the categories by rater (conger)
	rated  []float64   // units each rater rated (conger)
}

func (p *pairs) margins(times []float64) margins {
	m := margins{pi: make([]float64, p.q)}
	for i, x := range p.rows {
		t := times[i]
		if t == 0 {
			continue
		}
		m.n += t
		if x.n >= 2 {
			m.n2 += t
			m.pa += t * p.agree[i]
		}
		if p.chance == "fleiss" || p.chance == "ac" {
			for _, k := range x.places {
				m.pi[k] += t * p.share[i][k]
			}
		}
	}
	m.pa /= m.n2
	for k := range m.pi {
		m.pi[k] /= m.n
	}
	switch p.chance {
	case "fleiss":
		for k := range p.w {
			for l := range p.w {
				m.pe += p.w[k][l] * m.pi[k] * m.pi[l]
			}
		}
	case "ac":
		for _, x := range m.pi {
			m.pe += p.steep * x * (1 - x)
		}
	case "conger":
		p.byRater(&m, times)
	}
	return m
}

// byRater gives Conger's (1980) chance agreement: the mean over pairs of different raters.
func (p *pairs) byRater(m *margins, times []float64) {
	m.by, m.rated = make([][]float64, p.r), make([]float64, p.r)
	for g := range m.by {
		m.by[g] = make([]float64, p.q)
	}
	for i, x := range p.rows {
		for g, k := range x.code {
			if k != missing {
				m.by[g][k] += times[i]
				m.rated[g] += times[i]
			}
		}
	}
	sum := make([]float64, p.q)
	for g := range m.by {
		for k := range m.by[g] {
			if m.rated[g] > 0 {
				m.by[g][k] /= m.rated[g]
			}
			sum[k] += m.by[g][k]
		}
	}
	for k := range p.w {
		for l := range p.w {
			both := sum[k] * sum[l]
			for g := range m.by {
				both -= m.by[g][k] * m.by[g][l]
			}
			m.pe += p.w[k][l] * both / float64(p.r*(p.r-1))
		}
	}
}

// value is the coefficient when each row stands for so many units; not ok where there is none, with the reason.
func (p *pairs) value(times []float64) (x float64, none string) {
	m := p.margins(times)
	switch {
	case m.n2 == 0:
		return 0, "no unit has two ratings"
	case p.chance == "percent":
		return m.pa, ""
	case p.q < 2:
		return 0, "only one category was used, and the scale was not given: there is nothing to set chance against"
	case 1-m.pe < 1e-12:
		return 0, "everybody always used the same category, so that chance alone explains all agreement"
	}
	return (m.pa - m.pe) / (1 - m.pe), ""
}

// error gives the standard error by linearisation, as Gwet (2008; 2014, chapter 5) does: units with one rating count
// among the n units, and share in what is known of chance.
func (p *pairs) stderr(times []float64) float64 {
	m := p.margins(times)
	if p.chance == "percent" {
		m.pe = 0
	}
	kappa := (m.pa - m.pe) / (1 - m.pe)
	var sum, n float64
	for i, x := range p.rows {
		n += times[i]
		seen := 0.0
		if x.n >= 2 {
			seen = m.n / m.n2 * (p.agree[i] - m.pe)
		}
		u := seen/(1-m.pe) - 2*(1-kappa)*(p.chanceOf(i, m)-m.pe)/(1-m.pe)
		sum += times[i] * (u - kappa) * (u - kappa)
	}
	return math.Sqrt(sum / (n * (n - 1)))
}

// chanceOf is one unit's part in the agreement by chance.
func (p *pairs) chanceOf(i int, m margins) float64 {
	x, pe := p.rows[i], 0.0
	switch p.chance {
	case "ac":
		for _, k := range x.places {
			pe += p.steep * p.share[i][k] * (1 - m.pi[k])
		}
	case "fleiss":
		for _, k := range x.places {
			for l := range m.pi {
				pe += p.share[i][k] * p.w[k][l] * m.pi[l]
			}
		}
	case "conger":
		return p.congerOf(x, m)
	}
	return pe
}

func (p *pairs) congerOf(x row, m margins) float64 {
	sum := make([]float64, p.q)
	for g := range m.by {
		for k := range sum {
			sum[k] += m.by[g][k]
		}
	}
	pe := 0.0
	for g, code := range x.code {
		if m.rated[g] == 0 {
			continue
		}
		here := 0.0
		if code != missing {
			here = 1
		}
		for l := range sum {
			d := -(here - m.rated[g]/m.n) * m.by[g][l]
			if int(code) == l {
				d++
			}
			for k := range sum {
				pe += p.w[k][l] * d * m.n / m.rated[g] * (sum[k] - m.by[g][k])
			}
		}
	}
	return pe / float64(p.r*(p.r-1))
}
