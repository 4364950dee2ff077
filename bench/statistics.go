//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"stablefutures/internal/stats"
)

// What the agreement of auditors is measured on (issue 6): a region's years of doubly read cases.
const (
	ratedUnits   = 100_000
	ratedBy      = 5
	ratedDraws   = 1000
	ratedSeconds = 2.0
)

// measureStatistics times coefficients of agreement with a bootstrap interval. Their bound is the plainest bootstrap there
// can be: as many draws of as many units, each with two random numbers' worth of work and nothing reckoned.
func measureStatistics(t *table, wanted *regexp.Regexp) error {
	coefficients := []stats.Request{{Metric: "alpha", Level: stats.Ordinal}, {Metric: "kappa"}, {Metric: "ac2", Level: stats.Ordinal}, {Metric: "fleiss"}, {Metric: "icc"}}
	what := func(q stats.Request) string {
		return fmt.Sprintf("agreement (%s), %d units x %d raters, %d draws", q.Metric, ratedUnits, ratedBy, ratedDraws)
	}
	if !slices.ContainsFunc(coefficients, func(q stats.Request) bool { return wanted.MatchString(what(q)) }) {
		return nil
	}
	ratings, err := stats.NewRatings(invented(), nil)
	if err != nil {
		return err
	}
	for _, q := range coefficients {
		if !wanted.MatchString(what(q)) {
			continue
		}
		q.Boot, q.Seed = ratedDraws, 1
		var ours, bare []float64
		for range 3 {
			began := time.Now()
			if _, err := stats.Agreement(ratings, q); err != nil {
				return err
			}
			ours = append(ours, time.Since(began).Seconds())
			began = time.Now()
			drawOnly()
			bare = append(bare, time.Since(began).Seconds())
		}
		slices.Sort(ours)
		slices.Sort(bare)
		t.add(row{what: what(q), unit: "s", ours: ours[1], bound: bare[1], cpu: "–", goal: "< 2 s", met: ours[1] < ratedSeconds})
	}
	return nil
}

// invented is ratings of five categories that agree two times in three or so.
func invented() []stats.Rating {
	source := rand.New(rand.NewPCG(1, 2))
	list := make([]stats.Rating, 0, ratedUnits*ratedBy)
	for u := range ratedUnits {
		truth := source.IntN(5)
		for g := range ratedBy {
			x := truth
			if source.Float64() < .3 {
				x = source.IntN(5)
			}
			list = append(list, stats.Rating{Unit: strconv.Itoa(u), Rater: strconv.Itoa(g), Value: strconv.Itoa(x + 1)})
		}
	}
	return list
}

// drawOnly draws units with replacement on two cores and adds up which were drawn.
func drawOnly() {
	var wait sync.WaitGroup
	for half := range 2 {
		wait.Go(func() {
			source := rand.New(rand.NewPCG(1, uint64(half)))
			times := make([]uint16, ratedUnits)
			for range ratedDraws / 2 {
				for range ratedUnits {
					times[source.IntN(ratedUnits)]++
				}
			}
		})
	}
	wait.Wait()
}
