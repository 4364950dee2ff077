package stats

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// FirstOf reads first times of treatment from a column of 0 and 1: where it changes within a unit, the first time at
// which it is 1; where it never does and there are two times alone, the later of them for units with 1. Anything else
// does not say when treatment began.
func FirstOf(list []Observation, treated []string) error {
	times := map[float64]bool{}
	first := map[string]float64{}
	seen := map[string][2]bool{}
	last := math.Inf(-1)
	for i, o := range list {
		times[o.Time], last = true, max(last, o.Time)
		s := seen[o.Unit]
		switch strings.TrimSpace(treated[i]) {
		case "1", "1.0", "true", "yes":
			if f, ok := first[o.Unit]; !ok || o.Time < f {
				first[o.Unit] = o.Time
			}
			s[1] = true
		case "0", "0.0", "false", "no":
			s[0] = true
		default:
			return fmt.Errorf("row %d: %q says neither treated (1) nor not (0)", i+1, treated[i])
		}
		seen[o.Unit] = s
	}
	changes := false
	for _, s := range seen {
		changes = changes || s[0] && s[1]
	}
	if !changes && len(times) != 2 {
		return errors.New("the column never changes within a unit, so that it does not say when treatment began: give --first")
	}
	for i := range list {
		o := &list[i]
		f, ok := first[o.Unit]
		switch {
		case !ok:
			o.First = math.Inf(1)
		case !changes:
			o.First = last
		default:
			o.First = f
		}
	}
	return nil
}
