package caseaudit

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// What is offered where whoever plans says nothing else.
const (
	UsualMinutes = 180
	UsualTwice   = 20
)

// Planning is what somebody needs to say what a programme reads for.
type Planning struct {
	Edition   *framework.Edition
	Raised    map[string]string // what young people say of an outcome, as the latest self-review wrote it down
	Scales    []Scale           // that can be chosen: shipped ones, and the latest version of the organisation's own
	Templates []Template
	Earlier   []Programme // drawn ones, that another can follow
}

// Planning gives what a plan can choose from.
func (s *Service) Planning(ctx context.Context, who permit.Actor) (p Planning, err error) {
	err = s.door.Read(ctx, who, permit.PlanAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		if p.Edition, err = framework.ChosenBy(ctx, w, who.Organisation, framework.Children); err != nil {
			return err
		}
		own, err := latestScales(ctx, w)
		if err != nil {
			return err
		}
		p.Scales = append(Scales(), own...)
		if p.Templates, err = latestTemplates(ctx, w); err != nil {
			return err
		}
		all, err := listProgrammes(ctx, w)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.Drawn {
				p.Earlier = append(p.Earlier, one)
			}
		}
		p.Raised, err = raised(ctx, w, p.Edition.ID)
		return err
	})
	if err != nil {
		return Planning{}, fmt.Errorf("look at what can be planned: %w", err)
	}
	return p, nil
}

// raised gives what young people say of outcomes as self-reviews in the edition wrote it down, the latest of each.
func raised(ctx context.Context, w *access.Work, edition string) (map[string]string, error) {
	said := map[string]string{}
	reviews, err := listReviews(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, r := range reviews {
		if r.Edition != edition {
			continue
		}
		answers, err := answersOf(ctx, w, r.ID)
		if err != nil {
			return nil, err
		}
		for outcome, a := range answers {
			if _, have := said[outcome]; !have && a.Young == Heard {
				said[outcome] = a.Words
			}
		}
	}
	return said, nil
}

// settleContent completes what a plan reads for: from its template, where it has one; in the edition that the organisation works
// with; and refuses a plan that reads for nothing.
func settleContent(ctx context.Context, w *access.Work, plan *Plan) error {
	if err := checkBefore(ctx, w, plan.Before); err != nil {
		return err
	}
	var clocks problem.Check
	clocks.Require(plan.Clocks == nil || plan.Clocks.Fits(), "reflect", "problem.number_range", "min", 1, "max", MostClock)
	if err := clocks.Err(); err != nil {
		return err
	}
	if plan.Template != "" {
		t, err := findTemplate(ctx, w, w.Who.Organisation, plan.Template)
		if err != nil {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
		scale := t.Scale
		plan.Edition, plan.Outcomes, plan.Scale, plan.Minutes = t.Content.Edition, t.Outcomes, &scale, t.Minutes
	}
	if plan.Edition == "" {
		ed, err := framework.ChosenBy(ctx, w, w.Who.Organisation, framework.Children)
		if err != nil {
			return err
		}
		plan.Edition = ed.ID
	}
	ed, err := framework.Find(ctx, w, plan.Edition)
	if err != nil {
		return err
	}
	if plan.Scale == nil {
		plan.Scale = &Scale{ID: NoScale, Version: 1}
	}
	if plan.Minutes == 0 {
		plan.Minutes = UsualMinutes
	}
	var c problem.Check
	checkContent(&c, ed, plan.Outcomes, plan.Scale, plan.Minutes)
	c.Require(plan.Twice >= 0 && plan.Twice <= 100, "twice", "problem.not_a_choice")
	if err := c.Err(); err != nil {
		return err
	}
	if plan.Outcomes, err = inOrder(ed, plan.Outcomes); err != nil {
		return err
	}
	return ownScale(ctx, w, *plan.Scale)
}

// ownScale refuses a scale that is neither shipped nor a version of one of the organisation's own.
func ownScale(ctx context.Context, w *access.Work, scale Scale) error {
	if _, shipped := ShippedScale(scale.ID); shipped {
		return nil
	}
	all, err := listScales(ctx, w)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.ID == scale.ID && one.Version == scale.Version {
			return nil
		}
	}
	return problem.New(problem.Invalid, "problem.stale_form")
}
