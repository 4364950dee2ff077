package caseaudit

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Bounds of what an auditor writes.
const (
	maxReading  = 5000 // characters in one field
	maxEvidence = 12   // places that one finding rests on
	MaxMinutes  = 6000
)

// Draft keeps what was written in a step as far as it is, whether or not something is missing: nothing that was typed is lost.
// Only the rating's own rater can, and only until it is locked.
func (s *Service) Draft(ctx context.Context, who permit.Actor, rating, step string, said Reading) error {
	_, err := s.draft(ctx, who, rating, step, said)
	return err
}

// Write is Draft by somebody who wants to go on: what was written is kept, and an Invalid error says what is missing.
func (s *Service) Write(ctx context.Context, who permit.Actor, rating, step string, said Reading) error {
	p, err := s.draft(ctx, who, rating, step, said)
	if err != nil {
		return err
	}
	st, _ := p.Step(step)
	return p.Missing(st)
}

func (s *Service) draft(ctx context.Context, who permit.Actor, rating, step string, said Reading) (p RatingPage, err error) {
	err = s.door.Do(ctx, who, permit.RateCase, access.Rating(rating), func(w *access.Work) error {
		if p, err = s.ratingPage(ctx, w, rating); err != nil {
			return err
		}
		st, ok := p.Step(step)
		if !ok || st.Kind == StepCheck {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if !p.May(st) {
			return problem.New(problem.Conflict, "reading.words_first")
		}
		if err := p.put(st, said); err != nil {
			return err
		}
		return saveReading(ctx, w, rating, p.Case.ID, p.Reading)
	})
	if err != nil {
		return RatingPage{}, fmt.Errorf("write a reading: %w", err)
	}
	return p, nil
}

// put lays what was said in one step into the reading, and nothing of another step.
func (p *RatingPage) put(st ReadingStep, said Reading) error {
	var c problem.Check
	if p.Reading.Outcomes == nil {
		p.Reading.Outcomes = map[string]OutcomeFound{}
	}
	in, o := said.Outcomes[st.Outcome], p.Reading.Outcomes[st.Outcome]
	switch st.Kind {
	case StepWords:
		c.Require(in.Heard == "" || slices.Contains(HeardOf, in.Heard), "heard", "problem.not_a_choice")
		c.Text("words", in.Words, maxReading, false)
		o.Heard, o.Words = in.Heard, in.Words
		if in.Heard != "heard" {
			o.Words = ""
		}
		p.Reading.Outcomes[st.Outcome] = o
	case StepLife:
		c.Text("life", said.Life, maxReading, false)
		c.Text("know", said.Know, maxReading, false)
		p.Reading.Life, p.Reading.Know = said.Life, said.Know
	case StepFound:
		p.checkFound(&c, st.Outcome, in)
		o.Items, o.Grade, o.NoGrade, o.Why, o.Barriers = in.Items, in.Grade, in.NoGrade && in.Grade == "", in.Why, in.Barriers
		p.Reading.Outcomes[st.Outcome] = o
	case StepExtra:
		p.Reading.Extra = map[string]string{}
		for _, q := range p.Template.Questions {
			c.Text("extra_"+q.Code, said.Extra[q.Code], maxReading, false)
			p.Reading.Extra[q.Code] = said.Extra[q.Code]
		}
	}
	return c.Err()
}

func (p *RatingPage) checkFound(c *problem.Check, outcome string, in OutcomeFound) {
	o, _ := p.Edition.Outcome(outcome)
	items := ItemsOf(o)
	for code, item := range in.Items {
		c.Require(slices.Contains(items, code), "found_"+items[0], "problem.stale_form")
		c.Require(item.Found == "" || slices.Contains(Founds, item.Found), "found_"+code, "problem.not_a_choice")
		c.Text("note_"+code, item.Note, maxReading, false)
		c.Require(len(item.Evidence) <= maxEvidence, "where_"+code, "reading.too_much_evidence", "max", maxEvidence)
		for _, e := range item.Evidence {
			c.Require(slices.Contains(EvidencePlaces, e.Place), "where_"+code, "problem.stale_form")
			c.Require(e.Ref == "" || db.IsID(e.Ref), "where_"+code, "problem.stale_form")
			c.Text("where_"+code, e.Where, maxText, e.Ref == "")
		}
	}
	c.Require(in.Grade == "" || p.Scale().Place(in.Grade) > 0, "grade", "problem.not_a_choice")
	c.Text("why", in.Why, maxReading, false)
	c.Text("barriers", in.Barriers, maxReading, false)
}

// Lock ends a reading of which nothing is missing: from then on it stands as it is, for good. minutes is how long it took, as
// its rater says; it is kept of the audit, and shown by nobody's name.
func (s *Service) Lock(ctx context.Context, who permit.Actor, rating string, minutes int) error {
	err := s.door.Do(ctx, who, permit.RateCase, access.Rating(rating), func(w *access.Work) error {
		p, err := s.ratingPage(ctx, w, rating)
		if err != nil {
			return err
		}
		var c problem.Check
		c.Require(minutes >= 1 && minutes <= MaxMinutes, "minutes", "reading.needs_minutes", "max", MaxMinutes)
		if err := c.Err(); err != nil {
			return err
		}
		if st := p.First(); st.Kind != StepCheck {
			return problem.New(problem.Conflict, "reading.not_whole")
		}
		p.Reading.Minutes = minutes
		if err := saveReading(ctx, w, rating, p.Case.ID, p.Reading); err != nil {
			return err
		}
		if err := w.LockRating(ctx); err != nil {
			return err
		}
		return readOver(ctx, w, p.Case, who.ID)
	})
	if err != nil {
		return fmt.Errorf("lock a reading: %w", err)
	}
	return nil
}
