package stats

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// block is how many draws share one stream of random numbers, so that the same seed gives the same interval whatever
// the number of processors.
const block = 16

// bootstrap fills in standard error and percentile interval (Efron and Tibshirani 1993, chapter 13) from resamples of
// units.
func (out *Result) bootstrap(c coefficient, times []float64, q Request) {
	draws := resample(c, times, q.Boot, q.Seed)
	out.Boot, out.Seed = q.Boot, q.Seed
	out.Method += "; interval from percentiles of resampled units"
	if lost := q.Boot - len(draws); lost > 0 {
		out.Warnings = append(out.Warnings, "in some resamples the coefficient does not exist; they are left out")
	}
	if len(draws) < 2 {
		return
	}
	slices.Sort(draws)
	mean, sum := 0.0, 0.0
	for _, x := range draws {
		mean += x / float64(len(draws))
	}
	for _, x := range draws {
		sum += (x - mean) * (x - mean)
	}
	se := math.Sqrt(sum / float64(len(draws)-1))
	low, high := quantile(draws, (1-q.Confidence)/2), quantile(draws, 1-(1-q.Confidence)/2)
	out.StdErr, out.Low, out.High = &se, &low, &high
}

// quantile interpolates between ordered values (definition 7 of Hyndman and Fan 1996).
func quantile(ordered []float64, p float64) float64 {
	at := p * float64(len(ordered)-1)
	i := int(at)
	if i+1 >= len(ordered) {
		return ordered[len(ordered)-1]
	}
	return ordered[i] + (at-float64(i))*(ordered[i+1]-ordered[i])
}

// resample gives the coefficient of each resample in which it exists, in the order drawn.
func resample(c coefficient, times []float64, draws int, seed uint64) []float64 {
	blocks := (draws + block - 1) / block
	results := make([][]float64, blocks)
	var next sync.Mutex
	at := 0
	var wait sync.WaitGroup
	for range min(blocks, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			drawn := newDrawer(times)
			for {
				next.Lock()
				b := at
				at++
				next.Unlock()
				if b >= blocks {
					return
				}
				source := rand.NewPCG(seed, uint64(b))
				for range min(block, draws-b*block) {
					if x, none := c.value(drawn.draw(source)); none == "" && !math.IsNaN(x) {
						results[b] = append(results[b], x)
					}
				}
			}
		})
	}
	wait.Wait()
	return slices.Concat(results...)
}

// drawer draws as many units as there are, with replacement, and says how often each row was drawn.
type drawer struct {
	times, drawn []float64
	total        float64
	fold         bool    // few rows stand for many units: draw a number for each row instead of a row for each unit
	owner        []int32 // unit -> row, when not folded
}

func newDrawer(times []float64) *drawer {
	d := &drawer{times: times, drawn: make([]float64, len(times))}
	for _, t := range times {
		d.total += t
	}
	if d.fold = float64(len(times))*8 < d.total; !d.fold {
		for i, t := range times {
			for range int(t) {
				d.owner = append(d.owner, int32(i))
			}
		}
	}
	return d
}

func (d *drawer) draw(source rand.Source) []float64 {
	if d.fold {
		left, units := d.total, d.total
		for i, t := range d.times {
			switch {
			case left == 0:
				d.drawn[i] = 0
			case t >= units:
				d.drawn[i] = left
			default:
				d.drawn[i] = distuv.Binomial{N: left, P: t / units, Src: source}.Rand()
			}
			left -= d.drawn[i]
			units -= t
		}
		return d.drawn
	}
	clear(d.drawn)
	r := rand.New(source)
	n := uint32(len(d.owner))
	for range d.owner {
		d.drawn[d.owner[r.Uint32N(n)]]++
	}
	return d.drawn
}
