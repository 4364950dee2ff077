//go:build unix

package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"
)

// row is one measurement: the product's figure, its bound's in the same run, and what the ratio should be.
type row struct {
	what        string
	unit        string
	ours, bound float64 // bound is 0 where the goal is a figure, not a ratio
	cpu         string  // processor time of one act, ours and bound's: steadier than the clock on a busy machine
	goal        string
	met         bool
}

type table struct{ w *tabwriter.Writer }

func newTable(out io.Writer) *table {
	t := &table{tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
	fmt.Fprintln(t.w, "what\tours\tbound\tratio\tgoal\tmet\tcpu of one, ours / bound")
	return t
}

func (t *table) add(r row) {
	bound, ratio := "–", "–"
	if r.bound > 0 {
		bound, ratio = figure(r.bound, r.unit), fmt.Sprintf("%.2f", r.ours/r.bound)
	}
	met := "no"
	if r.met {
		met = "yes"
	}
	fmt.Fprintf(t.w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.what, figure(r.ours, r.unit), bound, ratio, r.goal, met, r.cpu)
}

func (t *table) close() { t.w.Flush() }

func figure(x float64, unit string) string {
	if x >= 100 {
		return fmt.Sprintf("%.0f %s", x, unit)
	}
	return fmt.Sprintf("%.1f %s", x, unit)
}

// rate is how often a second something ran, and the processor time (user and system) that one took.
type rate struct {
	perSecond float64
	cpu       time.Duration
	elapsed   time.Duration // for how long it was measured
}

// atLeast is a row for a rate, with a ratio as goal.
func atLeast(what string, ours, bound rate, ratio float64) row {
	return row{what, "/s", ours.perSecond, bound.perSecond, fmt.Sprintf("%.2f / %.2f ms", ms(ours.cpu), ms(bound.cpu)),
		fmt.Sprintf("≥ %.1f ×", ratio), ours.perSecond >= ratio*bound.perSecond}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// atMost is a row for something of which less is better, with a figure as goal. The bound is shown for comparison.
func atMost(what, unit string, ours, bound, most float64) row {
	return row{what, unit, ours, bound, "", fmt.Sprintf("≤ %.0f %s", most, unit), ours <= most}
}

// inTurns takes three measurements of each of two rates, in turns, and gives the medians.
func inTurns(ours, bound func() (rate, error)) (a, b rate, err error) {
	var as, bs []rate
	for range 3 {
		for _, m := range []struct {
			f   func() (rate, error)
			all *[]rate
		}{{ours, &as}, {bound, &bs}} {
			x, err := m.f()
			if err != nil {
				return rate{}, rate{}, err
			}
			*m.all = append(*m.all, x)
		}
	}
	return median(as), median(bs), nil
}

func median(all []rate) rate {
	slices.SortFunc(all, func(x, y rate) int { return cmp.Compare(x.perSecond, y.perSecond) })
	speed := all[len(all)/2].perSecond
	slices.SortFunc(all, func(x, y rate) int { return cmp.Compare(x.cpu, y.cpu) })
	return rate{speed, all[len(all)/2].cpu, all[0].elapsed}
}

// perSecond runs f from so many callers at once for a while.
func perSecond(callers int, each time.Duration, f func(caller int) error) (rate, error) {
	type result struct {
		n   int
		err error
	}
	results := make(chan result)
	start, used := time.Now(), cpuTime()
	for c := range callers {
		go func() {
			var r result
			for r.err == nil && time.Since(start) < each {
				if r.err = f(c); r.err == nil {
					r.n++
				}
			}
			results <- r
		}()
	}
	total := 0
	var firstErr error
	for range callers {
		r := <-results
		total += r.n
		if firstErr == nil {
			firstErr = r.err
		}
	}
	elapsed := time.Since(start)
	return rate{float64(total) / elapsed.Seconds(), (cpuTime() - used) / time.Duration(max(total, 1)), elapsed}, firstErr
}

// cpuTime is what this process has used of the processors so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
