package framework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// None is what a form sends for "start from what matters": no list at all. It chooses the edition without items.
const None = "none"

// Choosing is one row of the history: an organisation chose to work with an edition.
type Choosing struct {
	ID           string
	Organisation string
	Edition      string // id of an edition
	ChosenBy     string // account id
	ChosenAt     time.Time
}

// Service is the shelf: the editions in the program and those published here, who may read them, and which one an
// organisation works with. It is safe for concurrent use. What is in the program alone needs no service (Editions,
// ByID, BySet).
type Service struct {
	door    *access.Door
	overlay Overlay
	shelf   shelf
	walks   walks
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

// Choose makes an edition the one that the actor's organisation works with from now on; records keep theirs. It takes
// an edition's id or None. Nothing is ever chosen by itself. Choosing what already stands changes nothing.
func (s *Service) Choose(ctx context.Context, who permit.Actor, edition string) (*Edition, error) {
	var e *Edition
	err := s.door.Do(ctx, who, permit.ChooseFramework, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		if e, err = choosable(ctx, w, edition); err != nil {
			return err
		}
		w.Note(e.ID)
		now, err := findChoice(ctx, w.Tx, who.Organisation)
		if err == nil && now.Edition == e.ID {
			return nil
		}
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		return insertChoice(ctx, w.Tx, Choosing{
			ID: db.NewID(), Organisation: who.Organisation, Edition: e.ID, ChosenBy: who.ID, ChosenAt: w.At,
		})
	})
	if err != nil {
		return nil, fmt.Errorf("choose framework: %w", err)
	}
	return e, nil
}

// choosable finds what was chosen and refuses what this organisation cannot work with.
func choosable(ctx context.Context, w *access.Work, edition string) (*Edition, error) {
	if edition == None {
		e, _ := BySet(SetWhatMatters)
		return e, nil
	}
	e, err := Find(ctx, w, edition)
	if problem.Is(err, problem.NotFound) {
		return nil, problem.New(problem.Invalid, "framework.unknown_edition")
	}
	if err != nil {
		return nil, err
	}
	return e, e.workable(w.Who)
}

// workable refuses what nobody can work with (the empty slot, the placeholder that is for tests of shape, an edition
// called back) and what this reader may not read.
func (e *Edition) workable(who permit.Actor) error {
	switch {
	case e.Empty != "":
		return problem.New(problem.Invalid, "framework.not_loaded")
	case e.Set == SetPlaceholder:
		return problem.New(problem.Invalid, "framework.only_for_tests")
	case e.Recall != nil:
		return problem.New(problem.Invalid, "framework.recalled")
	case e.Withheld() || !e.Readable(who):
		return problem.New(problem.Invalid, "framework.unknown_edition")
	}
	return nil
}

// Choosable lists the editions that the actor's organisation can choose now: those in the program in the order of
// Editions, then those published here.
func (s *Service) Choosable(ctx context.Context, who permit.Actor) ([]*Edition, error) {
	all, err := s.Readable(ctx, who)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e *Edition) bool { return e.workable(who) != nil }), nil
}

// Chosen is the edition that the actor's organisation works with; NotFound (framework.not_chosen) before the first choice.
func (s *Service) Chosen(ctx context.Context, who permit.Actor) (*Edition, error) {
	var e *Edition
	err := s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		e, err = ChosenBy(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read chosen framework: %w", err)
	}
	return e, nil
}

// ChosenBy is Chosen within the work of another room's use case, which has decided and records for itself.
func ChosenBy(ctx context.Context, w *access.Work, organisation string) (*Edition, error) {
	c, err := findChoice(ctx, w.Tx, organisation)
	if problem.Is(err, problem.NotFound) {
		return nil, problem.Wrap(err, problem.NotFound, "framework.not_chosen")
	}
	if err != nil {
		return nil, err
	}
	e, err := Find(ctx, w, c.Edition)
	if problem.Is(err, problem.NotFound) {
		return nil, fmt.Errorf("edition %s was chosen and is not here", c.Edition)
	}
	return e, err
}

// History lists what the actor's organisation has chosen, latest first.
func (s *Service) History(ctx context.Context, who permit.Actor) ([]Choosing, error) {
	var list []Choosing
	err := s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		list, err = listChoices(ctx, w.Tx, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read history of choices: %w", err)
	}
	return list, nil
}
