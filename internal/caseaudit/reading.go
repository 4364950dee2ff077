package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// RatingPage is a rating with what is needed to write it, or to read it.
type RatingPage struct {
	Rating
	Programme Programme // without its other cases: who rates one need not know of them
	Case      Case
	Edition   *framework.Edition
	Template  *Template // nil where the programme has none
}

// The kinds of steps of a reading. The young person comes first: what they said, then what life is like for them, and only then
// what is found (R-1-4).
const (
	StepWords = "words"
	StepLife  = "life"
	StepFound = "found"
	StepExtra = "extra"
	StepCheck = "check"
)

// ReadingStep is one page of a reading.
type ReadingStep struct {
	Kind    string
	Outcome string // code; of words and of what is found
}

// Code names a step in an address.
func (st ReadingStep) Code() string {
	if st.Outcome == "" {
		return st.Kind
	}
	return st.Kind + "-" + st.Outcome
}

// Steps lists the steps of the reading in their order.
func (p RatingPage) Steps() (list []ReadingStep) {
	for _, code := range p.Programme.Plan.Outcomes {
		list = append(list, ReadingStep{StepWords, code})
	}
	list = append(list, ReadingStep{Kind: StepLife})
	for _, code := range p.Programme.Plan.Outcomes {
		list = append(list, ReadingStep{StepFound, code})
	}
	if p.Template != nil && len(p.Template.Questions) > 0 {
		list = append(list, ReadingStep{Kind: StepExtra})
	}
	return append(list, ReadingStep{Kind: StepCheck})
}

// Step finds a step by its code.
func (p RatingPage) Step(code string) (ReadingStep, bool) {
	steps := p.Steps()
	i := slices.IndexFunc(steps, func(st ReadingStep) bool { return st.Code() == code })
	if i < 0 {
		return ReadingStep{}, false
	}
	return steps[i], true
}

// Next is the step after one; the last is its own next.
func (p RatingPage) Next(st ReadingStep) ReadingStep {
	steps := p.Steps()
	return steps[min(slices.Index(steps, st)+1, len(steps)-1)]
}

// First is the first step of which something is missing: where to go on.
func (p RatingPage) First() ReadingStep {
	steps := p.Steps()
	for _, st := range steps {
		if st.Kind == StepCheck || p.Missing(st) != nil {
			return st
		}
	}
	return steps[len(steps)-1]
}

// May reports whether a step can be written: nothing is found before what the young person said and what life is like for them
// was written down.
func (p RatingPage) May(st ReadingStep) bool {
	if st.Kind == StepWords || st.Kind == StepLife {
		return true
	}
	return !slices.ContainsFunc(p.Steps(), func(one ReadingStep) bool {
		return (one.Kind == StepWords || one.Kind == StepLife) && p.Missing(one) != nil
	})
}

// Missing says what still has to be written in a step; nil where nothing does.
func (p RatingPage) Missing(st ReadingStep) error {
	var c problem.Check
	switch st.Kind {
	case StepWords:
		o := p.Reading.Outcomes[st.Outcome]
		c.Require(slices.Contains(HeardOf, o.Heard), "heard", "problem.required_choice")
		c.Require(o.Heard != "heard" || p.Case.Record != "" || strings.TrimSpace(o.Words) != "", "words", "reading.needs_words")
	case StepLife:
		c.Text("life", p.Reading.Life, maxReading, true)
		c.Text("know", p.Reading.Know, maxReading, true)
	case StepFound:
		p.missingFound(&c, st.Outcome)
	case StepExtra:
		for _, q := range p.Template.Questions {
			c.Require(!q.Required || strings.TrimSpace(p.Reading.Extra[q.Code]) != "", "extra_"+q.Code, "problem.required")
		}
	}
	return c.Err()
}

func (p RatingPage) missingFound(c *problem.Check, outcome string) {
	o, _ := p.Edition.Outcome(outcome)
	said := p.Reading.Outcomes[outcome]
	evidenced := false
	for _, code := range ItemsOf(o) {
		item := said.Items[code]
		c.Require(slices.Contains(Founds, item.Found), "found_"+code, "problem.required_choice")
		if item.Found == FoundInPlace || item.Found == FoundContradicted {
			evidenced = true
			c.Require(len(item.Evidence) > 0, "where_"+code, "reading.needs_evidence")
		}
	}
	if scale := p.Scale(); scale.Graded() {
		c.Require(said.NoGrade || scale.Place(said.Grade) > 0, "grade", "problem.required_choice")
		c.Require(said.Grade == "" || evidenced, "grade", "reading.grade_without_evidence")
		c.Text("why", said.Why, maxReading, true)
	}
}

// Scale is how the programme grades: not at all, where nothing else was planned.
func (p RatingPage) Scale() Scale {
	if p.Programme.Plan.Scale == nil {
		return Scale{ID: NoScale, Version: 1}
	}
	return *p.Programme.Plan.Scale
}

// MyRating gives the rating that who acts was given of a case, the latest; found is false where there is none.
func (s *Service) MyRating(ctx context.Context, who permit.Actor, programme, caseID string) (r access.RatingHead, found bool, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		if _, _, err := s.caseOf(ctx, w, programme, caseID); err != nil {
			return err
		}
		r, found, err = mine(ctx, w, caseID)
		return err
	})
	if err != nil {
		return access.RatingHead{}, false, fmt.Errorf("find one's rating: %w", err)
	}
	return r, found, nil
}

func mine(ctx context.Context, w *access.Work, caseID string) (access.RatingHead, bool, error) {
	all, err := w.MyRatings(ctx)
	i := slices.IndexFunc(all, func(r access.RatingHead) bool { return r.Case == caseID && r.WithdrawnAt.IsZero() })
	if err != nil || i < 0 {
		return access.RatingHead{}, false, err
	}
	return all[i], true, nil
}

// BeginReading gives the id of the rating of whoever accepted a case. A case that was accepted before there were ratings gets
// its rating now. A programme without outcomes has nothing to read for.
func (s *Service) BeginReading(ctx context.Context, who permit.Actor, programme, caseID string) (rating string, err error) {
	err = s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		p, c, err := s.caseOf(ctx, w, programme, caseID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(c.Readers(), func(r Reader) bool { return r.Account == who.ID })
		if i < 0 {
			return problem.New(problem.Conflict, "audit.not_yours")
		}
		if len(p.Plan.Outcomes) == 0 {
			return problem.New(problem.Conflict, "reading.no_outcomes")
		}
		if head, found, err := mine(ctx, w, caseID); err != nil || found {
			rating = head.ID
			return err
		}
		kind := access.RatingMain
		if c.Readers()[i].Second {
			kind = access.RatingSecond
		}
		rating, err = w.GiveRating(ctx, caseID, who.ID, kind)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("begin to read a case: %w", err)
	}
	return rating, nil
}

// Reading gives a rating that who acts may read: their own; or, once every rating of the case is locked, anybody's.
func (s *Service) Reading(ctx context.Context, who permit.Actor, rating string) (p RatingPage, err error) {
	err = s.door.Read(ctx, who, permit.ReadRating, access.Rating(rating), func(w *access.Work) error {
		p, err = s.ratingPage(ctx, w, rating)
		return err
	})
	if err != nil {
		return RatingPage{}, fmt.Errorf("read a rating: %w", err)
	}
	return p, nil
}

// ratingPage opens the rating that the work is on.
func (s *Service) ratingPage(ctx context.Context, w *access.Work, rating string) (p RatingPage, err error) {
	if p.RatingHead, err = w.RatingHead(ctx); err != nil {
		return RatingPage{}, err
	}
	programme, err := programmeOfCase(ctx, w, p.RatingHead.Case)
	if err != nil {
		return RatingPage{}, err
	}
	w.Note(programme, p.RatingHead.Case)
	if p.Programme, err = findProgrammeOf(ctx, w, p.Organisation, programme); err != nil {
		return RatingPage{}, err
	}
	i := slices.IndexFunc(p.Programme.Cases, func(c Case) bool { return c.ID == p.RatingHead.Case })
	if i < 0 {
		return RatingPage{}, problem.New(problem.NotFound, "problem.not_found")
	}
	p.Case, p.Programme.Cases = p.Programme.Cases[i], nil
	if p.Edition, err = framework.Find(ctx, w, p.Programme.Plan.Edition); err != nil {
		return RatingPage{}, err
	}
	if id := p.Programme.Plan.Template; id != "" {
		t, err := findTemplate(ctx, w, p.Organisation, id)
		if err != nil {
			return RatingPage{}, err
		}
		p.Template = &t
	}
	p.Reading, err = readingOf(ctx, w, rating)
	return p, err
}
