package caseaudit

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Moderated is a programme with what there is to talk about.
type Moderated struct {
	Programme Programme
	Edition   *framework.Edition // nil for a programme that was planned without one
	Talks     []Talk
}

// Talks gives, for whoever moderates, every case of a programme that everybody who reads it has locked. A case that somebody still
// reads is not among them, whether it is read once or twice.
func (s *Service) Talks(ctx context.Context, who permit.Actor, programme string) (m Moderated, err error) {
	err = s.door.Read(ctx, who, permit.ModerateCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme)
		m, err = moderated(ctx, w, programme)
		return err
	})
	if err != nil {
		return Moderated{}, fmt.Errorf("read what is to be settled: %w", err)
	}
	return m, nil
}

func moderated(ctx context.Context, w *access.Work, programme string) (m Moderated, err error) {
	if m.Programme, err = seeProgramme(ctx, w, programme); err != nil {
		return Moderated{}, err
	}
	if m.Edition, err = editionOf(ctx, w, m.Programme.Plan.Edition); err != nil {
		return Moderated{}, err
	}
	in := slices.DeleteFunc(slices.Clone(m.Programme.Cases), func(c Case) bool { return !c.In() })
	m.Talks, err = talksOf(ctx, w, m.Programme, in)
	return m, err
}

// Talk gives one case that everybody who reads it has locked, to those who read it and to those who moderate. One that is still
// read is NotFound, as one that is not there.
func (s *Service) Talk(ctx context.Context, who permit.Actor, programme, id string) (m Moderated, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		m, err = s.talk(ctx, w, programme, id)
		return err
	})
	if err != nil {
		return Moderated{}, fmt.Errorf("read what two people found: %w", err)
	}
	return m, nil
}

func (s *Service) talk(ctx context.Context, w *access.Work, programme, id string) (m Moderated, err error) {
	w.Note(programme, id)
	if m.Programme, err = seeProgramme(ctx, w, programme); err != nil {
		return Moderated{}, err
	}
	i := slices.IndexFunc(m.Programme.Cases, func(c Case) bool { return c.ID == id })
	if i < 0 {
		return Moderated{}, problem.New(problem.NotFound, "problem.not_found")
	}
	if m.Talks, err = talksOf(ctx, w, m.Programme, m.Programme.Cases[i:i+1]); err != nil {
		return Moderated{}, err
	}
	if len(m.Talks) == 0 {
		return Moderated{}, problem.New(problem.NotFound, "problem.not_found")
	}
	m.Edition, err = editionOf(ctx, w, m.Programme.Plan.Edition)
	return m, err
}

// MayModerate reports whether somebody can settle what is said of a case: they read it neither now nor before, and nothing
// stands between them and it.
func (t Talk) MayModerate(who permit.Actor) bool {
	return permit.Could(who, permit.ModerateCases) && !t.Reader(who.ID) && !t.Case.Tied(who.ID) &&
		!slices.ContainsFunc(t.Case.Steps, func(s Step) bool { return s.Auditor == who.ID })
}

// Settlement is what a moderator settles of one matter.
type Settlement struct {
	Item  string // "" for the grade
	Value string
	Why   string
	Last  string // id of the settlement that they had before them; "" for none
}

// Settle writes down what holds of some matters of an outcome, and why. Both readings stay as they are, and so does what was settled
// before. free says that nothing stands between the moderator and the case.
func (s *Service) Settle(ctx context.Context, who permit.Actor, programme, id, outcome string, list []Settlement, free bool) error {
	var c problem.Check
	c.Require(len(list) > 0, "settle", "twice.needs_settlement")
	c.Require(free, "free", "twice.needs_free")
	for _, one := range list {
		c.Text("why-"+one.Item, one.Why, maxText, true)
	}
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ModerateCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		m, err := s.talk(ctx, w, programme, id)
		if err != nil {
			return err
		}
		t := m.Talks[0]
		w.Note(outcome)
		if !t.MayModerate(who) {
			return problem.New(problem.Forbidden, "twice.not_you")
		}
		if err := t.Case.goesOn(); err != nil {
			return err
		}
		if err := s.standsApart(ctx, w, t.Case); err != nil {
			return err
		}
		for _, one := range list {
			if err := t.settle(ctx, w, m.Programme.Plan, outcome, one); err != nil {
				return err
			}
		}
		if m, err = s.talk(ctx, w, programme, id); err != nil || len(m.Talks[0].Left()) > 0 {
			return err
		}
		return caseOver(ctx, w, t.Case)
	})
	if err != nil {
		return fmt.Errorf("settle findings: %w", err)
	}
	return nil
}

// standsApart refuses a moderator whom the database knows to hold the record that a case is, or to supervise whoever does.
func (s *Service) standsApart(ctx context.Context, w *access.Work, c Case) error {
	h, err := s.hands(ctx, w)
	if err != nil {
		return err
	}
	free, err := s.independent(ctx, w, c, []string{w.Who.ID}, h)
	if err == nil && len(free) == 0 {
		return problem.New(problem.Forbidden, "twice.not_you")
	}
	return err
}

func (t Talk) settle(ctx context.Context, w *access.Work, plan Plan, outcome string, one Settlement) error {
	p := Matter{outcome, one.Item}
	if !slices.Contains(t.Matters, p) {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if !plan.values(p, one.Value) {
		var c problem.Check
		c.Add("value-"+one.Item, "problem.required_choice")
		return c.Err()
	}
	last := ""
	if s := t.Settled(p); s != nil {
		last = s.ID
	}
	if last != one.Last {
		return problem.New(problem.Conflict, "twice.settled_meanwhile")
	}
	return Moderation{ID: db.NewID(), Case: t.Case.ID, Kind: ModerationSettled, Outcome: outcome, Item: one.Item, Before: last,
		Text: ModerationText{Value: one.Value, Why: one.Why}}.say(ctx, w)
}

// values reports whether a matter can be settled so.
func (p Plan) values(at Matter, value string) bool {
	if at.Item != "" {
		return slices.Contains(Founds, Found(value))
	}
	return value == "" || p.Scale != nil && p.Scale.Place(value) > 0
}

// AnswerSettled is what somebody who read the case says to a settlement.
func (s *Service) AnswerSettled(ctx context.Context, who permit.Actor, programme, id, settlement, words string) error {
	return s.sayAsReader(ctx, who, programme, id, words, func(t Talk) (Moderation, error) {
		i := slices.IndexFunc(t.Said, func(m Moderation) bool { return m.ID == settlement && m.Kind == ModerationSettled })
		if i < 0 {
			return Moderation{}, problem.New(problem.NotFound, "problem.not_found")
		}
		return Moderation{Kind: ModerationAnswered, Outcome: t.Said[i].Outcome, Item: t.Said[i].Item, Before: settlement}, nil
	})
}

// AskTalk asks, as whoever read the case, that it be talked about, also where nobody else read it.
func (s *Service) AskTalk(ctx context.Context, who permit.Actor, programme, id, why string) error {
	return s.sayAsReader(ctx, who, programme, id, why, func(Talk) (Moderation, error) { return Moderation{Kind: ModerationAsked}, nil })
}

func (s *Service) sayAsReader(ctx context.Context, who permit.Actor, programme, id, words string, what func(Talk) (Moderation, error)) error {
	var c problem.Check
	c.Text("words", words, maxText, true)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		m, err := s.talk(ctx, w, programme, id)
		if err != nil {
			return err
		}
		t := m.Talks[0]
		if !t.Reader(who.ID) {
			return problem.New(problem.Forbidden, "twice.readers_only")
		}
		said, err := what(t)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(t.Said, func(m Moderation) bool {
			return m.By == who.ID && m.Kind == said.Kind && m.Before == said.Before && m.Text.Why == words
		}) {
			return nil // sent twice
		}
		said.ID, said.Case, said.Text = db.NewID(), t.Case.ID, ModerationText{Why: words}
		return said.say(ctx, w)
	})
	if err != nil {
		return fmt.Errorf("answer as whoever read a case: %w", err)
	}
	return nil
}
