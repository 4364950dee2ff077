package policy

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Template is a template that an appraisal can be begun with.
type Template struct {
	Name string // by which an appraisal is begun: the code of one inside the program, the id of one's own
	Own  bool
	nation.AppraisalTemplate
}

// mostOwnTemplates bounds how many an organisation keeps of its own.
const mostOwnTemplates = 40

// Templates lists the templates: those inside the program that are for the nation first, then the others, then the
// organisation's own, the latest first.
func (s *Service) Templates(ctx context.Context, who permit.Actor, nationCode string) (list []Template, err error) {
	for _, first := range []bool{true, false} {
		for _, t := range nation.AppraisalTemplates() {
			if slices.Contains(t.Nations, nationCode) == first {
				list = append(list, Template{Name: t.Code, AppraisalTemplate: t})
			}
		}
	}
	err = s.read(ctx, who, func(w *access.Work) error {
		own, err := listTemplates(ctx, w)
		list = append(list, own...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list appraisal templates: %w", err)
	}
	return list, nil
}

// templateNamed finds a template by its name.
func templateNamed(ctx context.Context, w *access.Work, name string) (nation.AppraisalTemplate, bool, error) {
	for _, t := range nation.AppraisalTemplates() {
		if t.Code == name {
			return t, true, nil
		}
	}
	own, err := listTemplates(ctx, w)
	for _, t := range own {
		if t.Name == name {
			return t.AppraisalTemplate, true, err
		}
	}
	return nation.AppraisalTemplate{}, false, err
}

// LoadTemplate keeps a template of the organisation's own, from a file as nation/FORMAT.md has it. id is made by whoever asks.
func (s *Service) LoadTemplate(ctx context.Context, who permit.Actor, id string, data []byte) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	t, err := nation.LoadAppraisalTemplate(data)
	if err != nil {
		return problem.Wrap(err, problem.Invalid, "appraisal.no_template")
	}
	err = s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		own, err := listTemplates(ctx, w)
		switch {
		case err != nil:
			return err
		case slices.ContainsFunc(own, func(t Template) bool { return t.Name == id }):
			return nil // sent twice
		case len(own) >= mostOwnTemplates:
			return problem.New(problem.Invalid, "appraisal.too_many_templates", "max", mostOwnTemplates)
		}
		return insertTemplate(ctx, w, id, t)
	})
	if err != nil {
		return fmt.Errorf("load an appraisal template: %w", err)
	}
	return nil
}
