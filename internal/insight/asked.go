package insight

import (
	"context"
	"fmt"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// Asking is a question as somebody puts it: a measure, by one or two directions, under a rule pack.
type Asking struct {
	Measure string
	By      []Axis
	Rules   string
}

// Key is the question as one text: equal for equal questions, and for no others.
func (q Asking) Key() string { return q.Measure + "/" + q.directions() + "/" + q.Rules }

func (q Asking) directions() string {
	list := make([]string, len(q.By))
	for i, a := range q.By {
		list[i] = string(a)
	}
	return strings.Join(list, " ")
}

// Of gives the question's measure.
func (q Asking) Of() Measure {
	for _, m := range Measures() {
		if m.Code == q.Measure {
			return m
		}
	}
	return Measure{Code: q.Measure, Name: q.Measure}
}

func (q Asking) check() error {
	var c problem.Check
	_, ok := measureOf(q.Measure, q.By)
	c.Require(ok, "measure", "seeing.not_asked_so")
	_, ok = disclosure.Rules(q.Rules)
	c.Require(ok, "rules", "release.no_rules")
	return c.Err()
}

// Asked is a question that was answered, with what may be shown of it.
type Asked struct {
	ID       string
	Question Asking
	At       time.Time
	By       string // the account that asked
	Table    release.Release
	Coverage release.Release
	Say      Saying // the words of the table's codes

	release, coverage string
	withheld          disclosure.Reason
}

// Withheld says why nothing of the answer is shown; "" where something is.
func (a Asked) Withheld() disclosure.Reason { return a.withheld }

// whyNothing says why no cell of a table is shown, whatever its margins say; "" where one is.
func whyNothing(t disclosure.Released) disclosure.Reason {
	if why := t.Withheld(); why != "" {
		return why
	}
	for i := range max(len(t.Rows), 1) {
		for j := range t.Columns {
			if t.Cell(i, j).Shown() {
				return ""
			}
		}
	}
	return disclosure.Small
}

// Ask asks a question of the actor's own organisation, and keeps that it was asked. Where nothing changed since it was asked last,
// it is the answer that is there.
func (s *Service) Ask(ctx context.Context, who permit.Actor, q Asking) (id string, err error) {
	if err := q.check(); err != nil {
		return "", fmt.Errorf("ask: %w", err)
	}
	answer, err := s.Answer(ctx, who, q.Rules, q.Measure, q.By...)
	if err != nil {
		return "", fmt.Errorf("ask: %w", err)
	}
	a := Asked{ID: db.NewID(), Question: q, release: answer.Release.ID, coverage: answer.CoverageRelease.ID, withheld: whyNothing(answer.Table)}
	err = s.door.Do(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(a.release, a.coverage)
		id = a.ID
		last, err := findLast(ctx, w, q, false)
		if err == nil && last.release == a.release && last.coverage == a.coverage {
			id = last.ID
			return nil
		}
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		return insertAsked(ctx, w, a)
	})
	if err != nil {
		return "", fmt.Errorf("ask: %w", err)
	}
	return id, nil
}

// Asked gives one answer of the actor's organisation.
func (s *Service) Asked(ctx context.Context, who permit.Actor, l i18n.L, id string) (a Asked, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		a, err = s.AskedIn(ctx, w, l, id)
		return err
	})
	if err != nil {
		return Asked{}, fmt.Errorf("read answer: %w", err)
	}
	return a, nil
}

// AskedIn is Asked within a use case that was decided.
func (s *Service) AskedIn(ctx context.Context, w *access.Work, l i18n.L, id string) (Asked, error) {
	if !db.IsID(id) {
		return Asked{}, problem.New(problem.NotFound, "problem.not_found")
	}
	a, err := findAsked(ctx, w, id)
	if err != nil {
		return Asked{}, err
	}
	return a, s.open(ctx, w, l, &a)
}

// open reads the releases of an answer, and finds the words of its codes.
func (s *Service) open(ctx context.Context, w *access.Work, l i18n.L, a *Asked) (err error) {
	if a.Table, err = release.Find(ctx, w, a.release); err != nil {
		return err
	}
	a.Say = s.Named(ctx, w, l, a.Table)
	a.Coverage, err = release.Find(ctx, w, a.coverage)
	return err
}

// Last is what was last answered to a question. Where that is withheld, Before is the last answer that shows something.
type Last struct {
	Question Asking
	Now      Asked // the zero value when nobody asked yet
	Before   *Asked
}

// Any reports whether the question was ever asked.
func (l Last) Any() bool { return l.Now.ID != "" }

// Shown is the answer to show: the last one, or the last that shows something.
func (l Last) Shown() Asked {
	if l.Before != nil {
		return *l.Before
	}
	return l.Now
}

// Lasts gives what was last answered to each of these questions. It asks nothing: to look is to change nothing.
func (s *Service) Lasts(ctx context.Context, who permit.Actor, l i18n.L, questions []Asking) (list []Last, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		list = list[:0]
		for _, q := range questions {
			last, err := s.lastOf(ctx, w, l, q)
			if err != nil {
				return err
			}
			if last.Any() {
				w.Note(last.Now.ID)
			}
			list = append(list, last)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	return list, nil
}

func (s *Service) lastOf(ctx context.Context, w *access.Work, l i18n.L, q Asking) (last Last, err error) {
	last.Question = q
	if last.Now, err = findLast(ctx, w, q, false); problem.Is(err, problem.NotFound) {
		return Last{Question: q}, nil
	}
	if err == nil {
		err = s.open(ctx, w, l, &last.Now)
	}
	if err != nil || last.Now.withheld == "" {
		return last, err
	}
	before, err := findLast(ctx, w, q, true)
	if problem.Is(err, problem.NotFound) {
		return last, nil
	}
	if err == nil {
		last.Before = &before
		err = s.open(ctx, w, l, &before)
	}
	return last, err
}

// Earlier lists when a question was answered, the latest first; the figures are not read.
func (s *Service) Earlier(ctx context.Context, who permit.Actor, q Asking) (list []Asked, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listAsked(ctx, w, q)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list answers: %w", err)
	}
	return list, nil
}
