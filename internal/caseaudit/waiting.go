package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// Waiting is what waits in one programme.
type Waiting struct {
	Programme Programme // without its cases
	Ways      []Way     // of the cases that wait for something
	Actions   []Wait    // what is to be done of the programme as a whole
}

// Waiting lists what waits in the organisation's programmes, the latest first: by case, and never counted by person.
func (s *Service) Waiting(ctx context.Context, who permit.Actor) (list []Waiting, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		heads, err := listProgrammes(ctx, w)
		if err != nil {
			return err
		}
		for _, head := range heads {
			if !head.Drawn {
				continue
			}
			w.Note(head.ID)
			one, err := s.waitingIn(ctx, w, head)
			if err != nil {
				return err
			}
			if len(one.Ways) > 0 || len(one.Actions) > 0 {
				list = append(list, one)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what waits in audits: %w", err)
	}
	return list, nil
}

// CountEscalated counts what a manager of the organisation has to look at: open concerns, and what has been late for long. It is
// 0 for everybody else.
func (s *Service) CountEscalated(ctx context.Context, who permit.Actor) (n int, err error) {
	if !slices.Contains(who.Roles, permit.Manager) || !permit.Could(who, permit.ReadAudits) {
		return 0, nil
	}
	list, err := s.Waiting(ctx, who)
	for _, one := range list {
		waits := slices.Clone(one.Actions)
		for _, way := range one.Ways {
			waits = append(waits, way.Waits...)
		}
		for _, w := range waits {
			if w.Escalated {
				n++
			}
		}
	}
	return n, err
}

func (s *Service) waitingIn(ctx context.Context, w *access.Work, head Programme) (Waiting, error) {
	head.Draw.Apart = "" // from which anybody could tell which cases are read twice
	one := Waiting{Programme: head}
	p, err := seeProgramme(ctx, w, head.ID)
	if err != nil {
		return one, err
	}
	ways, err := s.waysOf(ctx, w, p)
	if err != nil {
		return one, err
	}
	for _, way := range ways {
		if len(way.Waits) > 0 {
			one.Ways = append(one.Ways, way)
		}
	}
	actions, err := listActions(ctx, w, p.ID, "")
	for _, a := range actions {
		if wait, ok := p.ClocksOf().waitFor(a, nil, w.At); ok && a.Case == "" {
			one.Actions = append(one.Actions, wait)
		}
	}
	return one, err
}

// waitFor is what an action waits for; false where it is confirmed or not to be done any more.
func (k Clocks) waitFor(a Action, concerns []span, now time.Time) (Wait, bool) {
	switch a.State() {
	case ActionOpen:
		return k.wait(WaitAction, a.Due, a.GivenAt, a.ID, concerns, now), true
	case ActionDone:
		return k.wait(WaitConfirm, afterDays(a.since(), k.Feedback), a.since(), a.ID, concerns, now), true
	}
	return Wait{}, false
}
