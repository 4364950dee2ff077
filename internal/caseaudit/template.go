package caseaudit

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Template is one version of what an organisation's audits read for. A version never changes: whoever changes a template makes
// its next version.
type Template struct {
	ID      string // of this version
	Of      string // of the template, the same in every version
	Version int
	MadeAt  time.Time
	Content
}

// Content is what a template holds. It is about a service, and never about a young person.
type Content struct {
	Name      string             `json:"name"`
	Edition   string             `json:"edition"`            // id of the framework's edition
	Outcomes  []string           `json:"outcomes"`           // at most MostOutcomes codes
	Questions []TemplateQuestion `json:"questions"`          // the organisation's own
	Guidance  string             `json:"guidance,omitempty"` // what auditors read beside every page
	Scale     Scale              `json:"scale"`
	Minutes   int                `json:"minutes"` // time budget of one case
}

// TemplateQuestion is a question of the organisation's own about its practice.
type TemplateQuestion struct {
	Code     string `json:"code"`
	Text     string `json:"text"`
	Required bool   `json:"required"`
}

// mostQuestions bounds a template: what is asked beside the outcomes is little.
const mostQuestions = 10

var questionCode = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

func (t Content) check(ed *framework.Edition) error {
	var c problem.Check
	c.Text("name", t.Name, maxName, true)
	c.Text("guidance", t.Guidance, maxReading, false)
	checkContent(&c, ed, t.Outcomes, &t.Scale, t.Minutes)
	c.Require(len(t.Questions) <= mostQuestions, "questions", "reading.too_many_questions", "max", mostQuestions)
	seen := map[string]bool{}
	for _, q := range t.Questions {
		c.Require(questionCode.MatchString(q.Code) && !seen[q.Code], "questions", "reading.question_code")
		c.Text("questions", q.Text, maxText, true)
		seen[q.Code] = true
	}
	return c.Err()
}

// checkContent checks what programmes and templates have in common.
func checkContent(c *problem.Check, ed *framework.Edition, outcomes []string, scale *Scale, minutes int) {
	c.Require(len(outcomes) > 0, "outcomes", "reading.needs_outcomes")
	c.Require(len(outcomes) <= MostOutcomes, "outcomes", "reading.too_many_outcomes", "max", MostOutcomes)
	if sorted, err := inOrder(ed, outcomes); err != nil || len(sorted) != len(outcomes) {
		c.Add("outcomes", "problem.stale_form")
	}
	if scale == nil || scale.check() != nil {
		c.Add("scale", "problem.required_choice")
	}
	c.Require(minutes >= 10 && minutes <= MaxMinutes, "minutes", "reading.needs_minutes", "max", MaxMinutes)
}

// KeepTemplate keeps a template: a new one where of is "", else its next version. id is that of the version, made by whoever
// asks, so that a form sent twice makes one. The outcomes are those of the edition that the organisation works with.
func (s *Service) KeepTemplate(ctx context.Context, who permit.Actor, id, of string, t Content) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.plan(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findTemplate(ctx, w, who.Organisation, id); err == nil {
			return nil
		}
		ed, err := framework.ChosenBy(ctx, w, who.Organisation, framework.Children)
		if err != nil {
			return err
		}
		if t.Edition == "" {
			t.Edition = ed.ID
		}
		if ed, err = framework.Find(ctx, w, t.Edition); err != nil {
			return problem.New(problem.Invalid, "reading.other_edition")
		}
		if err := t.check(ed); err != nil {
			return err
		}
		if err := ownScale(ctx, w, t.Scale); err != nil {
			return err
		}
		t.Outcomes, _ = inOrder(ed, t.Outcomes) // checked before
		all, err := listTemplates(ctx, w)
		if err != nil {
			return err
		}
		one := Template{ID: id, Of: id, Version: 1, Content: t}
		if of != "" {
			i := slices.IndexFunc(all, func(t Template) bool { return t.Of == of })
			if i < 0 {
				return problem.New(problem.NotFound, "problem.not_found")
			}
			one.Of, one.Version = of, versionOf(all, of)+1
		}
		return insertTemplate(ctx, w, one)
	})
	if err != nil {
		return fmt.Errorf("keep a template: %w", err)
	}
	return nil
}

func versionOf(all []Template, of string) (last int) {
	for _, t := range all {
		if t.Of == of {
			last = max(last, t.Version)
		}
	}
	return last
}

// Templates lists the organisation's templates, the latest version of each, the latest first.
func (s *Service) Templates(ctx context.Context, who permit.Actor) (list []Template, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = latestTemplates(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	return list, nil
}

func latestTemplates(ctx context.Context, w *access.Work) (list []Template, err error) {
	all, err := listTemplates(ctx, w)
	for _, t := range all {
		if t.Version == versionOf(all, t.Of) {
			list = append(list, t)
		}
	}
	return list, err
}

// TemplatePage is a version of a template with what is needed to read it.
type TemplatePage struct {
	Template
	Edition *framework.Edition
	Latest  bool
}

// Template gives one version of a template.
func (s *Service) Template(ctx context.Context, who permit.Actor, id string) (p TemplatePage, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if p.Template, err = findTemplate(ctx, w, who.Organisation, id); err != nil {
			return err
		}
		all, err := listTemplates(ctx, w)
		if err != nil {
			return err
		}
		p.Latest = p.Version == versionOf(all, p.Of)
		p.Edition, err = framework.Find(ctx, w, p.Content.Edition)
		return err
	})
	if err != nil {
		return TemplatePage{}, fmt.Errorf("read a template: %w", err)
	}
	return p, nil
}
