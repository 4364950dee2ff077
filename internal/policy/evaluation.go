package policy

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Another is a way of looking that was not planned, with why somebody looked that way. It is always shown as not planned.
type Another struct {
	Why     string `json:"why"`
	Design  Design `json:"design"`
	Control string `json:"control,omitempty"` // of a design with a second series; "" is the plan's
}

// Instead is the plan with another way of looking in place of its own.
func (p PlanContent) Instead(o Another) PlanContent {
	p.Design, p.Compared = o.Design, o.Why
	if o.Control != "" {
		p.Control = o.Control
	}
	return p
}

// Evaluation is a locked plan that was carried out over figures, and what somebody says about it. Its numbers are worked out
// again whenever it is opened.
type Evaluation struct {
	ID      string
	Plan    Plan
	Figures Figures
	At      time.Time
	By      string
	Hash    string
	Found   string // in words: against what the plan said would be no effect
	Other   []Another
}

// Result is what the figures say under the locked design.
func (e Evaluation) Result() Result { return e.Plan.Content.Carry(e.Plan.Content.Design, e.Figures) }

// mostAnother bounds how many ways that were not planned stand in one evaluation.
const mostAnother = 6

// Carrying is what carrying out a plan needs.
type Carrying struct {
	ID    string
	Found string
	Other []Another
}

// Evaluate carries out a locked plan over the figures as they stand now, and keeps which they were and what somebody says about
// the result. A plan that is not locked is not carried out. A form sent twice makes one.
func (s *Service) Evaluate(ctx context.Context, who permit.Actor, plan string, c Carrying) error {
	if !db.IsID(c.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.door.Do(ctx, who, permit.LockPlan, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(plan, c.ID)
		p, err := findPlan(ctx, w, plan)
		if err != nil {
			return err
		}
		if !p.Locked() {
			return problem.New(problem.Conflict, "evaluation.not_locked")
		}
		if list, err := listEvaluations(ctx, w, "", c.ID); err != nil || len(list) > 0 {
			return err // sent twice
		}
		f, err := findFigures(ctx, w, p.Content.Kind, p.Content.Source, true)
		if err != nil {
			return err
		}
		var check problem.Check
		check.Text("found", c.Found, maxText, true)
		check.Require(len(c.Other) <= mostAnother, "found", "evaluation.too_many")
		for _, o := range c.Other {
			check.Text("other_why", o.Why, maxText, true)
			o.Design.check(&check, f)
			p.Content.Instead(o).checkComparison(&check, f)
		}
		if err := check.Err(); err != nil {
			return err
		}
		hash, err := insertEvaluation(ctx, w, Evaluation{ID: c.ID, Plan: p, Figures: f, Found: c.Found, Other: c.Other})
		w.Note(f.ID, hash)
		return err
	})
	if err != nil {
		return fmt.Errorf("carry out a plan: %w", err)
	}
	return nil
}

// Standing is a plan with all that belongs to it, for one page.
type Standing struct {
	Plan        Plan
	Versions    []Plan       // of the same root, the latest first
	Now         Figures      // as they stand
	Evaluations []Evaluation // the latest first
}

// Plan gives one plan with what became of it.
func (s *Service) Plan(ctx context.Context, who permit.Actor, id string) (one Standing, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if one.Plan, err = findPlan(ctx, w, id); err != nil {
			return err
		}
		if one.Versions, err = listPlans(ctx, w, one.Plan.Root); err != nil {
			return err
		}
		if one.Now, err = findFigures(ctx, w, one.Plan.Content.Kind, one.Plan.Content.Source, true); err != nil {
			return err
		}
		one.Evaluations, err = evaluations(ctx, w, id, "")
		return err
	})
	if err != nil {
		return Standing{}, fmt.Errorf("read a plan: %w", err)
	}
	return one, nil
}

// Evaluations lists what the organisation found with its plans, the latest first.
func (s *Service) Evaluations(ctx context.Context, who permit.Actor) (list []Evaluation, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = evaluations(ctx, w, "", "")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list evaluations: %w", err)
	}
	return list, nil
}

// Evaluation gives one of them.
func (s *Service) Evaluation(ctx context.Context, who permit.Actor, id string) (e Evaluation, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		e, err = FindEvaluation(ctx, w, id)
		return err
	})
	if err != nil {
		return Evaluation{}, fmt.Errorf("read an evaluation: %w", err)
	}
	return e, nil
}

// FindEvaluation gives an evaluation of the actor's organisation, within a use case that was decided.
func FindEvaluation(ctx context.Context, w *access.Work, id string) (Evaluation, error) {
	if !db.IsID(id) {
		return Evaluation{}, problem.New(problem.NotFound, "problem.not_found")
	}
	list, err := evaluations(ctx, w, "", id)
	if err != nil {
		return Evaluation{}, err
	}
	if len(list) == 0 {
		return Evaluation{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return list[0], nil
}

func evaluations(ctx context.Context, w *access.Work, plan, id string) (list []Evaluation, err error) {
	rows, err := listEvaluations(ctx, w, plan, id)
	for _, row := range rows {
		e := row.Evaluation
		if err == nil {
			e.Plan, err = findPlan(ctx, w, row.plan)
		}
		if err == nil {
			e.Figures, err = findFigures(ctx, w, e.Plan.Content.Kind, row.source, false)
		}
		if err == nil && e.Figures.Hash != row.sourceHash {
			err = errChanged
		}
		list = append(list, e)
	}
	return list, err
}
