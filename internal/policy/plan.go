package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// errChanged says that a document is not the one that was kept.
var errChanged = errors.New("the document is not the one that was kept")

// The models that a plan may name.
const (
	RunOnly    = "run"  // a run chart and nothing else
	OneSeries  = "its"  // interrupted time series
	WithOther  = "cits" // with a series in which nothing changed
	Places     = "did"  // places with the change against places without
	leastShift = 12     // points before and after together, with fewer of which there is a run chart only
)

// The lists that forms offer.
var (
	Models     = []string{OneSeries, WithOther, Places, RunOnly}
	Directions = []string{"up", "down", "either"}
	Families   = []string{"ols", "quasipoisson", "negbin"}
	ErrorKinds = []string{"hac", "ar1", "ols"}
	Threats    = []string{"concurrent", "cohort", "recording", "migration"}
)

// LeastPoints is how many points before and after together a model needs.
const LeastPoints = leastShift

// Theory says how a change should bring about what is hoped of it.
type Theory struct {
	Inputs      string `json:"inputs"`
	Changes     string `json:"changes"`
	Whom        string `json:"whom"`
	When        string `json:"when"`
	Assumptions string `json:"assumptions"`
}

// Design is how the figures will be looked at.
type Design struct {
	Model    string `json:"model"`
	Family   string `json:"family"` // ols, quasipoisson, negbin
	Errors   string `json:"errors"` // hac, ar1, ols
	Slope    bool   `json:"slope"`
	Lag      int    `json:"lag"`     // how many periods later the effect begins
	Gradual  int    `json:"gradual"` // over how many periods it grows; 0 at once
	Seasonal bool   `json:"seasonal"`
}

// Amendment says why a locked plan was written anew, and what had been seen by then.
type Amendment struct {
	Why  string `json:"why"`
	Seen string `json:"seen"`
}

// Seen says which figures were there when a plan was locked, so that anybody here could have looked at them.
type Seen struct {
	Until string `json:"until"` // the last period; "" where there were none
	Since string `json:"since"` // the day they came
	After int    `json:"after"` // how many periods from the change on were among them
}

// PlanContent is what a plan says. Once locked it is never changed.
type PlanContent struct {
	Version    int               `json:"v"`
	Question   string            `json:"question"`
	Hypothesis string            `json:"hypothesis"`
	Direction  string            `json:"direction"`
	Theory     Theory            `json:"theory"`
	Kind       string            `json:"kind"`    // of the figures
	Source     string            `json:"source"`  // their id
	Line       string            `json:"line"`    // which of them is the outcome
	Outcome    string            `json:"outcome"` // what it measures, defined before
	Control    string            `json:"control,omitempty"`
	Treated    map[string]string `json:"treated,omitempty"` // of places: from which period the change holds there
	Compared   string            `json:"compared"`          // why the comparison is one
	At         string            `json:"at"`                // the first period after the change
	From       string            `json:"from"`
	To         string            `json:"to"`
	Design     Design            `json:"design"`
	NoEffect   string            `json:"no_effect"`
	Threats    map[string]string `json:"threats"`
	More       string            `json:"more,omitempty"`
	Looked     string            `json:"looked"` // what whoever plans had looked at
	Amends     *Amendment        `json:"amends,omitempty"`
	Seen       *Seen             `json:"seen,omitempty"` // written when it is locked
}

// Plan is how an organisation will know what a change did.
type Plan struct {
	ID, Root       string
	Place          int
	Initiative     string // "" for none
	MadeAt         time.Time
	MadeBy         string
	ChangedAt      string // what a form is held against
	LockedAt       time.Time
	LockedBy, Hash string
	Content        PlanContent
}

// Locked reports whether it can be changed no more.
func (p Plan) Locked() bool { return p.LockedBy != "" }

// period reads one of the plan's periods, which must be as long as those of the figures.
func period(c *problem.Check, field, code string, f Figures) (p disclosure.Period) {
	p, ok := disclosure.ParsePeriod(code)
	c.Require(ok, field, "evaluation.needs_period")
	c.Require(!ok || len(f.Periods) == 0 || p.Every == f.Periods[0].Every, field, "evaluation.other_period")
	return p
}

// check holds a plan against the figures that it rests on.
func (p PlanContent) check(f Figures) error {
	var c problem.Check
	for _, text := range []struct{ field, value string }{{"question", p.Question}, {"hypothesis", p.Hypothesis}, {"outcome", p.Outcome}, {"no_effect", p.NoEffect}, {"looked", p.Looked},
		{"inputs", p.Theory.Inputs}, {"changes", p.Theory.Changes}, {"whom", p.Theory.Whom}, {"when", p.Theory.When}, {"assumptions", p.Theory.Assumptions}} {
		c.Text(text.field, text.value, maxText, true)
	}
	for _, threat := range Threats {
		c.Text("threat_"+threat, p.Threats[threat], maxText, true)
	}
	c.Require(len(p.Threats) <= len(Threats), "question", "problem.stale_form")
	c.Text("more", p.More, maxText, false)
	c.Require(slices.Contains(Directions, p.Direction), "direction", "problem.required_choice")
	c.Require(f.Line(p.Line) >= 0, "line", "problem.required_choice")
	at, from, to := period(&c, "at", p.At, f), period(&c, "from", p.From, f), period(&c, "to", p.To, f)
	c.Require(from.Place < at.Place && at.Place <= to.Place, "at", "evaluation.at_within")
	if p.Amends != nil {
		c.Text("why", p.Amends.Why, maxText, true)
		c.Text("seen", p.Amends.Seen, maxText, true)
	}
	p.Design.check(&c, f)
	p.checkComparison(&c, f)
	return c.Err()
}

func (d Design) check(c *problem.Check, f Figures) {
	c.Require(slices.Contains(Models, d.Model), "model", "problem.required_choice")
	c.Require(slices.Contains(Families, d.Family), "family", "problem.required_choice")
	c.Require(slices.Contains(ErrorKinds, d.Errors), "errors", "problem.required_choice")
	c.Require(d.Family == "ols" || f.People, "family", "evaluation.counts_only")
	c.Require(d.Family == "ols" || d.Errors != "ar1", "errors", "evaluation.ar1_needs_ols")
	c.Require(d.Lag >= 0 && d.Lag <= 24, "lag", "evaluation.lag_range")
	c.Require(d.Gradual >= 0 && d.Gradual <= 48, "gradual", "evaluation.gradual_range")
	c.Require(d.Gradual == 0 || !d.Slope, "gradual", "evaluation.gradual_or_slope")
	c.Require(!d.Seasonal || len(f.Periods) == 0 || f.Periods[0].Every != "year", "seasonal", "evaluation.years_have_no_season")
}

func (p PlanContent) checkComparison(c *problem.Check, f Figures) {
	switch p.Design.Model {
	case WithOther:
		c.Require(f.Line(p.Control) >= 0 && p.Control != p.Line, "control", "evaluation.needs_control")
		c.Text("compared", p.Compared, maxText, true)
	case Places:
		c.Text("compared", p.Compared, maxText, true)
		c.Require(len(p.Treated) > 0 && len(p.Treated) < len(f.Lines), "treated", "evaluation.needs_places")
		for line, code := range p.Treated {
			one, ok := disclosure.ParsePeriod(code)
			c.Require(ok && f.Line(line) >= 0 && (len(f.Periods) == 0 || one.Every == f.Periods[0].Every), "treated", "evaluation.treated_when")
		}
	}
}

// Draft writes a plan that is not locked yet; id is made by whoever asks. changed is Plan.ChangedAt as they had it before them,
// "" for a new one.
func (s *Service) Draft(ctx context.Context, who permit.Actor, id, initiative, changed string, content PlanContent) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	content.Version, content.Seen = 1, nil
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		f, err := findFigures(ctx, w, content.Kind, content.Source, false)
		if problem.Is(err, problem.NotFound) || errors.Is(err, errChanged) {
			err = problem.New(problem.Invalid, "evaluation.no_figures")
		}
		if err != nil {
			return err
		}
		if initiative != "" {
			if _, err := findInitiative(ctx, w, initiative); err != nil {
				return problem.New(problem.Invalid, "problem.stale_form")
			}
		}
		p, err := findPlan(ctx, w, id)
		switch {
		case problem.Is(err, problem.NotFound):
			if err := content.check(f); err != nil {
				return err
			}
			return insertPlan(ctx, w, Plan{ID: id, Root: id, Place: 1, Initiative: initiative, Content: content})
		case err != nil:
			return err
		case changed == "":
			return nil // sent twice
		case p.Locked():
			return problem.New(problem.Conflict, "evaluation.locked_already")
		case p.ChangedAt != changed:
			return problem.New(problem.Conflict, "evaluation.changed_meanwhile")
		}
		if p.Content.Amends != nil && content.Amends == nil {
			content.Amends = p.Content.Amends
		}
		if err := content.check(f); err != nil {
			return err
		}
		p.Content, p.Initiative = content, initiative
		return updatePlan(ctx, w, p)
	})
	if err != nil {
		return fmt.Errorf("draft a plan: %w", err)
	}
	return nil
}

// Lock ends the writing of a plan: from then on it is what it is, and the ledger has its hash. What figures were there by then
// is written into it. changed is Plan.ChangedAt as whoever locks it had it before them.
func (s *Service) Lock(ctx context.Context, who permit.Actor, id, changed string) error {
	err := s.door.Do(ctx, who, permit.LockPlan, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		p, err := findPlan(ctx, w, id)
		if err != nil {
			return err
		}
		if p.Locked() {
			return nil // sent twice
		}
		if p.ChangedAt != changed {
			return problem.New(problem.Conflict, "evaluation.changed_meanwhile")
		}
		f, err := findFigures(ctx, w, p.Content.Kind, p.Content.Source, true)
		if err != nil {
			return err
		}
		if err := p.Content.check(f); err != nil {
			return err
		}
		p.Content.Seen = seenOf(f, p.Content.At)
		if p.Hash, err = lockPlan(ctx, w, p); err != nil {
			return err
		}
		w.Note(p.Hash)
		return nil
	})
	if err != nil {
		return fmt.Errorf("lock a plan: %w", err)
	}
	return nil
}

// seenOf says which figures are there, so that anybody here can look at them.
func seenOf(f Figures, at string) *Seen {
	seen := &Seen{Until: f.Until(), Since: db.Day(f.At)}
	last, ok := disclosure.ParsePeriod(seen.Until)
	first, _ := disclosure.ParsePeriod(at)
	for _, p := range f.Periods {
		if ok && p.Place >= first.Place && p.Place <= last.Place {
			seen.After++
		}
	}
	return seen
}

// Amend begins the next version of a locked plan, as a draft with an id of its own that says why.
func (s *Service) Amend(ctx context.Context, who permit.Actor, id, next string, a Amendment) error {
	if !db.IsID(next) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id, next)
		p, err := findPlan(ctx, w, id)
		if err != nil {
			return err
		}
		if _, err := findPlan(ctx, w, next); err == nil {
			return nil // sent twice
		}
		var c problem.Check
		c.Text("why", a.Why, maxText, true)
		c.Text("seen", a.Seen, maxText, true)
		if err := c.Err(); err != nil {
			return err
		}
		last, err := lastPlan(ctx, w, p.Root)
		if err != nil {
			return err
		}
		if !last.Locked() || last.ID != p.ID {
			return problem.New(problem.Conflict, "evaluation.changed_meanwhile")
		}
		p.Content.Amends, p.Content.Seen = &a, nil
		return insertPlan(ctx, w, Plan{ID: next, Root: p.Root, Place: p.Place + 1, Initiative: p.Initiative, Content: p.Content})
	})
	if err != nil {
		return fmt.Errorf("amend a plan: %w", err)
	}
	return nil
}

// Plans lists the organisation's plans, each version, the latest first.
func (s *Service) Plans(ctx context.Context, who permit.Actor) (list []Plan, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listPlans(ctx, w, "")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	return list, nil
}
