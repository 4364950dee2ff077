package custody

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// Ask keeps that somebody asked for what is held. The same id again changes nothing.
func (s *Service) Ask(ctx context.Context, who permit.Actor, recordID, id string, a Asked) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if a.By == "young_person" {
		a.Name = ""
	}
	if err := a.check(s.today()); err != nil {
		return fmt.Errorf("keep a request: %w", err)
	}
	a.Version = 1
	document, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("keep a request: %w", err)
	}
	err = s.door.Do(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		w.Note("request", id)
		have, err := requests(ctx, w, recordID)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(have, func(r Request) bool { return r.ID == id }); i >= 0 {
			if have[i].Asked != a {
				return problem.New(problem.Conflict, "problem.duplicate")
			}
			return nil
		}
		return insertRequest(ctx, w.Tx, requestRow{id: id, record: recordID, at: db.Time(w.At), author: who.ID, document: w.Key.Seal(document, requestPlace(id))})
	})
	if err != nil {
		return fmt.Errorf("keep a request: %w", err)
	}
	return nil
}

// Requests lists a record's requests, the newest first.
func (s *Service) Requests(ctx context.Context, who permit.Actor, recordID string) (p record.Person, list []Request, err error) {
	err = s.door.Read(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		w.Note("requests")
		if p, err = record.Find(ctx, w, recordID); err != nil {
			return err
		}
		list, err = requests(ctx, w, recordID)
		slices.Reverse(list)
		return err
	})
	if err != nil {
		return p, nil, fmt.Errorf("list requests: %w", err)
	}
	return p, list, nil
}

func requests(ctx context.Context, w *access.Work, recordID string) ([]Request, error) {
	rows, err := listRequests(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	steps, err := listSteps(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Request, 0, len(rows))
	for _, row := range rows {
		r, err := openRequest(w, row, steps)
		if err != nil {
			return nil, err
		}
		if r.Bundle, err = findBundle(ctx, w.Tx, row.id); err != nil {
			return nil, err
		}
		r.DueOn = r.Due(w.At)
		list = append(list, r)
	}
	return list, nil
}

// Case opens one request with everything that is held, for who answers it.
func (s *Service) Case(ctx context.Context, who permit.Actor, recordID, request string) (c Case, err error) {
	err = s.door.Read(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		w.Note("request", request)
		c, err = s.caseOf(ctx, w, recordID, request)
		return err
	})
	if err != nil {
		return Case{}, fmt.Errorf("open a request: %w", err)
	}
	return c, nil
}

func (s *Service) caseOf(ctx context.Context, w *access.Work, recordID, request string) (c Case, err error) {
	list, err := requests(ctx, w, recordID)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(list, func(r Request) bool { return r.ID == request })
	if i < 0 {
		return c, problem.New(problem.NotFound, "problem.not_found")
	}
	c.Request = list[i]
	if c.Person, err = record.Find(ctx, w, recordID); err != nil {
		return c, err
	}
	if c.Sections, err = s.collect(ctx, w, c.Person, i18n.For(c.Asked.Language)); err != nil {
		return c, err
	}
	if c.Files, err = record.AllFiles(ctx, w, recordID); err != nil {
		return c, err
	}
	age, known := c.Person.Profile.Birth.Age(w.At)
	c.Understood = c.Person.Nation == nation.Scotland && (!known || age >= 12)
	ids := []string{c.Author}
	for _, step := range c.Steps {
		ids = append(ids, step.Author)
	}
	c.Names, err = s.accounts.Names(ctx, w, ids)
	return c, err
}

// Step keeps one thing that was done about a request. Nothing is done about one that is over, and what the bundle rests
// on does not change once it is made. The same id again changes nothing.
func (s *Service) Step(ctx context.Context, who permit.Actor, recordID, request string, step Step) error {
	if step.Kind == Made || step.Kind == Hidden {
		return problem.New(problem.Invalid, "problem.not_a_choice")
	}
	err := s.door.Do(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		c, err := s.caseOf(ctx, w, recordID, request)
		if err != nil {
			return err
		}
		return s.keepStep(ctx, w, c, step)
	})
	if err != nil {
		return fmt.Errorf("keep a step: %w", err)
	}
	return nil
}

// afterBundle are the steps that may follow the bundle.
var afterBundle = []StepKind{Handed, Closed, Extended, Paused, Resumed}

func (s *Service) keepStep(ctx context.Context, w *access.Work, c Case, step Step) error {
	if step.ID == "" {
		step.ID = db.NewID()
	}
	if !db.IsID(step.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if slices.ContainsFunc(c.Steps, func(h Step) bool { return h.ID == step.ID && h.Kind == step.Kind }) {
		return nil // the same form again
	}
	if err := step.check(s.today()); err != nil {
		return err
	}
	if err := fits(c, step); err != nil {
		return err
	}
	step.Text.Version = 1
	document, err := json.Marshal(step.Text)
	if err != nil {
		return fmt.Errorf("keep a step: %w", err)
	}
	w.Note("request", c.ID, string(step.Kind), step.ID)
	return insertStep(ctx, w.Tx, stepRow{id: step.ID, request: c.ID, record: c.Person.ID, kind: string(step.Kind), about: step.About, at: db.Time(w.At),
		author: w.Who.ID, document: w.Key.Seal(document, stepPlace(step.ID))})
}

// fits says whether a step can be done now.
func fits(c Case, step Step) error {
	conflict := func(key string) error { return problem.New(problem.Conflict, key) }
	switch {
	case c.Over():
		return conflict("custody.request_over")
	case c.Bundle != nil && step.Kind != Made && !slices.Contains(afterBundle, step.Kind):
		return conflict("custody.bundle_made")
	case step.Kind == Paused && c.Waits():
		return conflict("custody.waits_already")
	case step.Kind == Resumed && !c.Waits():
		return conflict("custody.waits_not")
	case step.Kind == Handed && c.Bundle == nil:
		return conflict("custody.no_bundle")
	case step.Kind == Unhidden && !slices.ContainsFunc(c.Steps, func(s Step) bool { return s.ID == step.About && s.Kind == Hidden }),
		step.Kind == FileStep && !slices.ContainsFunc(c.Files, func(f record.File) bool { return f.ID == step.About }):
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return nil
}

// Read says that somebody read a section to its end. marks are the texts that were on their page: one that came since, or
// has changed, is not among them and waits to be read.
func (s *Service) Read(ctx context.Context, who permit.Actor, recordID, request, section string, marks []string) error {
	err := s.door.Do(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		c, err := s.caseOf(ctx, w, recordID, request)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(c.Sections, func(s Section) bool { return s.ID == section })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		step := Step{Kind: Read}
		for _, item := range c.Sections[i].Items {
			if slices.Contains(marks, item.Mark()) {
				step.Text.Items = append(step.Text.Items, item.Mark())
			}
		}
		return s.keepStep(ctx, w, c, step)
	})
	if err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	return nil
}

// Hide hides a passage of one text wherever it stands in it, or, with "", the whole text, for a reason that whoever gets
// the bundle will read in its place.
func (s *Service) Hide(ctx context.Context, who permit.Actor, recordID, request, mark, passage, reason string) error {
	err := s.door.Do(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		c, err := s.caseOf(ctx, w, recordID, request)
		if err != nil {
			return err
		}
		item, ok := c.item(mark)
		if !ok {
			return problem.New(problem.Conflict, "problem.conflict")
		}
		places := [][2]int{{0, 0}}
		if passage != "" {
			places = record.Passages(item.Text, passage)
		}
		if len(places) == 0 {
			var check problem.Check
			check.Add("passage", "custody.passage_not_found")
			return check.Err()
		}
		for _, p := range places {
			if err := s.keepStep(ctx, w, c, Step{Kind: Hidden, Text: StepText{Item: mark, From: p[0], To: p[1], Reason: reason}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("hide a passage: %w", err)
	}
	return nil
}

func (c Case) item(mark string) (Item, bool) {
	for _, s := range c.Sections {
		for _, i := range s.Items {
			if i.Mark() == mark {
				return i, true
			}
		}
	}
	return Item{}, false
}

// openRequestOn reports whether somebody waits for what is held in a record.
func openRequestOn(ctx context.Context, w *access.Work, recordID string) (bool, error) {
	list, err := requests(ctx, w, recordID)
	return slices.ContainsFunc(list, func(r Request) bool { return !r.Over() }), err
}
