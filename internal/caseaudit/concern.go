package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// ConcernWords are what is known of a concern at one moment. None of it has to be known when it is raised.
type ConcernWords struct {
	What     string `json:"what,omitempty"`
	Told     string `json:"told,omitempty"`     // who was told, by their task
	When     string `json:"when,omitempty"`     // when they were told
	Response string `json:"response,omitempty"` // what they said they would do
	Done     string `json:"done,omitempty"`     // of the last one: what was done
}

func (c ConcernWords) check(settles bool) error {
	var p problem.Check
	p.Text("what", c.What, maxText, false)
	p.Text("told", c.Told, maxText, false)
	p.Text("when", c.When, maxName, false)
	p.Text("response", c.Response, maxText, false)
	p.Text("done", c.Done, maxText, settles)
	return p.Err()
}

// ConcernLine is one thing that was written about a concern.
type ConcernLine struct {
	At    time.Time
	By    string
	Words ConcernWords
}

// Concern is somebody's concern, raised while a case was read, that a young person is not safe now (R-1-7).
type Concern struct {
	ID       string
	Case     string
	RaisedAt time.Time
	RaisedBy string
	ClosedAt time.Time // zero while it is open
	Lines    []ConcernLine
	Told     bool // somebody wrote down who was told
	Shown    bool // false where its words are not for who reads: then it has no lines
	MayClose bool
}

// Raise says that somebody may not be safe. It stops the clocks of the case. It can be raised about any case of the programme, at
// any time, by whoever audits; nothing has to be filled in. id is made by whoever asks.
func (s *Service) Raise(ctx context.Context, who permit.Actor, programme, id, concern string, words ConcernWords) error {
	if err := words.check(false); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, c, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		return write(ctx, w, Note{ID: concern, kind: noteConcern}, c.ID, words)
	})
	if err != nil {
		return fmt.Errorf("raise a concern: %w", err)
	}
	return nil
}

// AddToConcern writes down what was not known when the concern was raised: who was told, when, what they answered.
func (s *Service) AddToConcern(ctx context.Context, who permit.Actor, programme, id, concern, note string, words ConcernWords) error {
	if err := words.check(false); err != nil {
		return err
	}
	return s.onConcern(ctx, who, programme, id, concern, func(w *access.Work, c Concern) error {
		if words == (ConcernWords{}) {
			return nil
		}
		return write(ctx, w, Note{ID: note, About: c.ID, kind: noteMore}, c.Case, words)
	})
}

// CloseConcern says what was done. Whoever raised it, and whoever reads the case, cannot close it; nor can anybody while nobody
// wrote down who was told.
func (s *Service) CloseConcern(ctx context.Context, who permit.Actor, programme, id, concern, note string, words ConcernWords) error {
	if err := words.check(true); err != nil {
		return err
	}
	return s.onConcern(ctx, who, programme, id, concern, func(w *access.Work, c Concern) error {
		switch {
		case !c.MayClose:
			return problem.New(problem.Conflict, "auditway.concern_not_alone")
		case !c.Told && words.Told == "":
			var p problem.Check
			p.Add("told", "auditway.concern_needs_told")
			return p.Err()
		}
		return write(ctx, w, Note{ID: note, About: c.ID, kind: noteSettled}, c.Case, words)
	})
}

func (s *Service) onConcern(ctx context.Context, who permit.Actor, programme, id, concern string, f func(*access.Work, Concern) error) error {
	err := s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err := s.concernsOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(c Concern) bool { return c.ID == concern && c.Shown })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if !list[i].ClosedAt.IsZero() {
			return problem.New(problem.Conflict, "auditway.concern_closed")
		}
		return f(w, list[i])
	})
	if err != nil {
		return fmt.Errorf("answer a concern: %w", err)
	}
	return nil
}

// Concerns lists the concerns about a case, the first first. Their words are for those who look after quality; not for somebody
// whom something stands between them and the case, unless they manage; and not for whoever still reads the case apart from
// whoever raised it.
func (s *Service) Concerns(ctx context.Context, who permit.Actor, programme, id string) (list []Concern, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = s.concernsOf(ctx, w, programme, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read concerns: %w", err)
	}
	return list, nil
}

func (s *Service) concernsOf(ctx context.Context, w *access.Work, programme, id string) (list []Concern, err error) {
	_, way, err := s.wayOfCase(ctx, w, programme, id)
	if err != nil {
		return nil, err
	}
	notes, words, err := opened[ConcernWords](ctx, w, id, noteConcern, noteMore, noteSettled)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, n := range notes {
		if n.kind == noteConcern {
			at[n.ID] = len(list)
			list = append(list, Concern{ID: n.ID, Case: id, RaisedAt: n.At, RaisedBy: n.By})
			n.About = n.ID
		}
		c := &list[at[n.About]]
		c.Lines = append(c.Lines, ConcernLine{At: n.At, By: n.By, Words: words[i]})
		c.Told = c.Told || words[i].Told != ""
		if n.kind == noteSettled {
			c.ClosedAt = n.At
		}
	}
	for i := range list {
		c := &list[i]
		if c.Shown = way.hears(w.Who, c.RaisedBy); !c.Shown {
			c.Lines = nil
		}
		c.MayClose = c.Shown && c.ClosedAt.IsZero() && c.RaisedBy != w.Who.ID && !way.Case.Reads(w.Who.ID) && !way.Case.worker(w.Who.ID)
	}
	return list, nil
}

// hears reports whether what somebody wrote about a case is for who reads.
func (w Way) hears(who permit.Actor, by string) bool {
	switch {
	case by == who.ID:
		return true
	case !permit.Could(who, permit.PlanAudits), w.Case.Reads(who.ID) && w.At("completed").IsZero():
		return false
	}
	return !w.Case.Tied(who.ID) || slices.Contains(who.Roles, permit.Manager)
}

// Contact gives whom to ring in the organisation when somebody is not safe; its fields are empty where nobody was named.
func (s *Service) Contact(ctx context.Context, who permit.Actor) (account.Contact, error) {
	return s.accounts.SafetyContact(ctx, who)
}

// People gives the people of some ids, so that a page can say who did what.
func (s *Service) People(ctx context.Context, who permit.Actor, ids []string) (people map[string]account.Person, err error) {
	err = s.door.Read(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) error {
		w.Note("colleagues")
		people, err = s.accounts.Names(ctx, w, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find names: %w", err)
	}
	return people, nil
}
