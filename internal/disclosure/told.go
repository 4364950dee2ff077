package disclosure

import (
	"errors"

	"stablefutures/internal/disclosure/linear"
)

// What the earlier releases have told by themselves, with nothing known of the first table, cannot be mended any more: hiding more of the
// first table would take nothing back. It is asked only of what an attack got past, since that is rare and asking takes as long.

// fresh gives those breaches that are not the earlier releases' own.
func (p *puzzle) fresh(found []breach) (left []breach, err error) {
	if len(found) == 0 {
		return nil, nil
	}
	guards := make([]guard, len(found))
	for i, f := range found {
		guards[i] = f.guard
	}
	told, err := p.attack(p.known(p.firsts()...), guards)
	if errors.Is(err, ErrContradiction) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	own := map[int]bool{}
	for _, f := range told {
		own[f.number] = true
	}
	for _, f := range found {
		if !own[f.number] {
			left = append(left, f)
		}
	}
	return left, nil
}

// teller gives what says of a number whether the earlier releases alone leave it less open than the search needs. All its answers are
// of one state, begun when it is first asked.
func (p *puzzle) teller(s *crossedSearch) func(a int) (bool, error) {
	var state *linear.State
	return func(a int) (bool, error) {
		if state == nil {
			known := p.known(p.firsts()...)
			limits := make([]linear.Bound, len(known))
			for b, k := range known {
				limits[b] = k.bound()
			}
			var err error
			if state, err = p.system.Start(limits, s.x); err != nil {
				return false, err
			}
		}
		found, _, err := s.reach(state, a, reached{s.x, s.x})
		return !s.need[a].met(found), err
	}
}
