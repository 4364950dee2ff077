package caseaudit

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (s *Service) holdPilot(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.HoldPilot, access.Organisation(who.Organisation), f)
}

// SetUpPilot keeps the plan of a pilot. id is made by whoever asks; until the pilot begins, the same id with another plan
// changes it.
func (s *Service) SetUpPilot(ctx context.Context, who permit.Actor, id string, plan PilotPlan) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if err := plan.check(); err != nil {
		return err
	}
	err := s.holdPilot(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if err := s.mayPilot(ctx, w, plan); err != nil {
			return err
		}
		known, err := findPilot(ctx, w, id)
		switch {
		case problem.Is(err, problem.NotFound):
			return insertPilot(ctx, w, id, plan)
		case err != nil:
			return err
		case known.State() != PilotPlanned:
			return problem.New(problem.Conflict, "pilot.locked")
		}
		return updatePilotPlan(ctx, w, id, plan)
	})
	if err != nil {
		return fmt.Errorf("set up pilot: %w", err)
	}
	return nil
}

// mayPilot refuses people who are not of the organisation, or whose work it is not.
func (s *Service) mayPilot(ctx context.Context, w *access.Work, plan PilotPlan) error {
	known, err := s.accounts.ColleaguesIn(ctx, w, w.Who.Organisation)
	if err != nil {
		return err
	}
	could := func(id string, act permit.Action) bool {
		return slices.ContainsFunc(known, func(p account.Person) bool { return p.ID == id && couldPilot(p, act) })
	}
	for _, id := range plan.Workers {
		if !could(id, permit.JoinPilot) {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
	}
	if !could(plan.Lead, permit.HoldPilot) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	return nil
}

func couldPilot(p account.Person, act permit.Action) bool {
	return permit.Could(permit.Actor{ID: p.ID, Organisation: p.OrganisationID, Roles: p.Roles}, act)
}

// PilotPeople are those of an organisation who may have a part in a pilot.
type PilotPeople struct{ Leads, Workers []account.Person }

// PilotPeople lists whom a plan may name.
func (s *Service) PilotPeople(ctx context.Context, who permit.Actor) (list PilotPeople, err error) {
	err = s.door.Read(ctx, who, permit.HoldPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		all, err := s.accounts.ColleaguesIn(ctx, w, who.Organisation)
		for _, p := range all {
			if couldPilot(p, permit.HoldPilot) {
				list.Leads = append(list.Leads, p)
			}
			if couldPilot(p, permit.JoinPilot) {
				list.Workers = append(list.Workers, p)
			}
		}
		return err
	})
	if err != nil {
		return PilotPeople{}, fmt.Errorf("list people for a pilot: %w", err)
	}
	return list, nil
}

// BeginPilot locks the plan: its hash stands in the ledger, and from now on nothing of it is changed.
func (s *Service) BeginPilot(ctx context.Context, who permit.Actor, id string) error {
	err := s.holdPilot(ctx, who, func(w *access.Work) error {
		p, err := findPilot(ctx, w, id)
		if err != nil {
			return err
		}
		hash, err := p.Plan.hash()
		if err != nil {
			return err
		}
		w.Note(id, "plan", hash)
		if p.State() != PilotPlanned {
			return nil // pressed twice
		}
		if err := s.mayPilot(ctx, w, p.Plan); err != nil {
			return problem.New(problem.Conflict, "pilot.people_left")
		}
		return beginPilot(ctx, w, id, hash)
	})
	if err != nil {
		return fmt.Errorf("begin pilot: %w", err)
	}
	return nil
}

// AddToPilot adds a line to a plan that is locked, with why.
func (s *Service) AddToPilot(ctx context.Context, who permit.Actor, pilot, id, words, why string) error {
	var c problem.Check
	c.Text("words", words, maxText, true)
	c.Text("why", why, maxText, true)
	c.Require(db.IsID(id), "words", "problem.stale_form")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.holdPilot(ctx, who, func(w *access.Work) error {
		w.Note(pilot, id)
		p, err := findPilot(ctx, w, pilot)
		if err != nil {
			return err
		}
		switch {
		case slices.ContainsFunc(p.Added, func(l PilotLine) bool { return l.ID == id }):
			return nil // sent twice
		case p.State() == PilotPlanned:
			return problem.New(problem.Conflict, "pilot.not_begun")
		case p.State() == PilotClosed:
			return problem.New(problem.Conflict, "pilot.closed_already")
		}
		return insertPilotLine(ctx, w, pilot, id, "added", "", PilotLine{Words: words, Why: why})
	})
	if err != nil {
		return fmt.Errorf("add to a pilot's plan: %w", err)
	}
	return nil
}

// LinkBaseline makes a self-review of the house the one that a pilot begins with.
func (s *Service) LinkBaseline(ctx context.Context, who permit.Actor, pilot, review string) error {
	err := s.holdPilot(ctx, who, func(w *access.Work) error {
		w.Note(pilot, review)
		p, err := findPilot(ctx, w, pilot)
		if err != nil {
			return err
		}
		if _, err := findReview(ctx, w, review); err != nil {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
		switch {
		case p.Before == review:
			return nil // sent twice
		case p.Before != "":
			return problem.New(problem.Conflict, "pilot.baseline_already")
		case p.State() == PilotCounted || p.State() == PilotClosed:
			return problem.New(problem.Conflict, "pilot.closed_already")
		}
		return linkPilotReview(ctx, w, pilot, "before", review)
	})
	if err != nil {
		return fmt.Errorf("link a pilot's baseline: %w", err)
	}
	return nil
}

// RepeatBaseline begins the self-review at the end of a pilot: the same outcomes, asked of the same people. It gives its id.
func (s *Service) RepeatBaseline(ctx context.Context, who permit.Actor, pilot, id string) (string, error) {
	p, err := s.Pilot(ctx, who, pilot)
	switch {
	case err != nil:
		return "", err
	case p.After != "":
		return p.After, nil // pressed twice
	case p.State() == PilotClosed:
		return "", problem.New(problem.Conflict, "pilot.closed_already")
	case p.Baseline == nil || p.Baseline.Review.Open():
		return "", problem.New(problem.Conflict, "pilot.baseline_open")
	}
	scope := p.Baseline.Review.Scope
	scope.Again = ""
	if err := s.Repeat(ctx, who, id, p.Before, scope); err != nil {
		return "", err
	}
	err = s.holdPilot(ctx, who, func(w *access.Work) error {
		w.Note(pilot, id)
		have, err := findPilot(ctx, w, pilot)
		if err != nil || have.After != "" {
			return err // somebody else was quicker; both self-reviews stand in the list
		}
		return linkPilotReview(ctx, w, pilot, "after", id)
	})
	if err != nil {
		return "", fmt.Errorf("repeat a pilot's baseline: %w", err)
	}
	return id, nil
}
