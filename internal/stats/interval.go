package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Span is a figure with its interval.
type Span struct {
	Estimate float64 `json:"estimate"`
	Low      float64 `json:"ci_low"`
	High     float64 `json:"ci_high"`
	Method   string  `json:"method"`
	Source   string  `json:"source"`
}

// whole reports whether counts can be counts: whole, not below zero, and events not above what they are out of.
func whole(events, of float64, bounded bool) error {
	switch {
	case !finite(events) || events < 0 || events != math.Trunc(events):
		return fmt.Errorf("%v is no count", events)
	case !finite(of) || of <= 0:
		return fmt.Errorf("%v is nothing that a count can be out of", of)
	case bounded && (of != math.Trunc(of) || events > of):
		return fmt.Errorf("%v cannot be out of %v", events, of)
	}
	return nil
}

// Proportion gives a share of events with its interval: "wilson" (Wilson 1927; Newcombe 1998, method 3) or "exact"
// (Clopper and Pearson 1934).
func Proportion(events, of float64, method string, confidence float64) (Span, error) {
	if err := whole(events, of, true); err != nil {
		return Span{}, err
	}
	p := events / of
	switch method {
	case "", "wilson":
		z := distuv.UnitNormal.Quantile(1 - (1-confidence)/2)
		middle, half := 2*events+z*z, z*math.Sqrt(z*z+4*events*(1-p))
		s := Span{p, (middle - half) / (2 * (of + z*z)), (middle + half) / (2 * (of + z*z)), "Wilson score interval, without continuity correction", "Wilson 1927; Newcombe 1998, Statistics in Medicine 17, 857-872"}
		if events == 0 {
			s.Low = 0
		}
		if events == of {
			s.High = 1
		}
		return s, nil
	case "exact":
		tail := (1 - confidence) / 2
		s := Span{p, 0, 1, "exact interval of Clopper and Pearson", "Clopper and Pearson 1934"}
		if events > 0 {
			s.Low = distuv.Beta{Alpha: events, Beta: of - events + 1}.Quantile(tail)
		}
		if events < of {
			s.High = distuv.Beta{Alpha: events + 1, Beta: of - events}.Quantile(1 - tail)
		}
		return s, nil
	}
	return Span{}, fmt.Errorf("%q is no interval of a proportion; there are wilson and exact", method)
}

// Rate gives events per unit of exposure with its interval: "exact" (Garwood 1936) or "byar" (Breslow and Day 1987).
func Rate(events, exposure float64, method string, confidence float64) (Span, error) {
	if err := whole(events, exposure, false); err != nil {
		return Span{}, err
	}
	tail := (1 - confidence) / 2
	s := Span{Estimate: events / exposure}
	switch method {
	case "", "exact":
		if events > 0 {
			s.Low = distuv.Gamma{Alpha: events, Beta: 1}.Quantile(tail) / exposure
		}
		s.High = distuv.Gamma{Alpha: events + 1, Beta: 1}.Quantile(1-tail) / exposure
		s.Method, s.Source = "exact Poisson interval", "Garwood 1936"
	case "byar":
		z := distuv.UnitNormal.Quantile(1 - tail)
		if events > 0 {
			s.Low = events * math.Pow(1-1/(9*events)-z/(3*math.Sqrt(events)), 3) / exposure
		}
		s.High = (events + 1) * math.Pow(1-1/(9*(events+1))+z/(3*math.Sqrt(events+1)), 3) / exposure
		s.Method, s.Source = "Byar's approximation", "Breslow and Day 1987, volume II"
	default:
		return Span{}, fmt.Errorf("%q is no interval of a rate; there are exact and byar", method)
	}
	return s, nil
}

// Difference gives the difference of two shares, the first less the second, with Newcombe's interval (1998, method 10),
// which is made of the two Wilson intervals.
func Difference(events1, of1, events2, of2, confidence float64) (Span, error) {
	a, err := Proportion(events1, of1, "wilson", confidence)
	b, err2 := Proportion(events2, of2, "wilson", confidence)
	if err := errors.Join(err, err2); err != nil {
		return Span{}, err
	}
	d := a.Estimate - b.Estimate
	return Span{d, d - math.Hypot(a.Estimate-a.Low, b.High-b.Estimate), d + math.Hypot(a.High-a.Estimate, b.Estimate-b.Low),
		"difference of proportions, Newcombe's method 10", "Newcombe 1998, Statistics in Medicine 17, 873-890"}, nil
}
