package framework

import (
	"context"
	"fmt"
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

// Service is what can be done with the choice of a framework. It is safe for concurrent use. Reading the editions
// themselves needs no service: they are in the program (Editions, ByID, BySet).
type Service struct {
	door *access.Door
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

// Choose makes an edition the one that the actor's organisation works with from now on; records keep theirs. It takes
// an edition's id or None. Nothing is ever chosen by itself. Choosing what already stands changes nothing.
func (s *Service) Choose(ctx context.Context, who permit.Actor, edition string) (*Edition, error) {
	e, err := choosable(edition)
	if err != nil {
		return nil, fmt.Errorf("choose framework: %w", err)
	}
	err = s.door.Do(ctx, who, permit.ChooseFramework, access.Organisation(who.Organisation), func(w *access.Work) error {
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

// choosable refuses what nobody can work with: the empty slot, and the placeholder that is for tests of shape.
func choosable(edition string) (*Edition, error) {
	e, ok := ByID(edition)
	if edition == None {
		e, ok = BySet(SetWhatMatters)
	}
	switch {
	case !ok:
		return nil, problem.New(problem.Invalid, "framework.unknown_edition")
	case e.Empty != "":
		return nil, problem.New(problem.Invalid, "framework.not_loaded")
	case e.Set == SetPlaceholder:
		return nil, problem.New(problem.Invalid, "framework.only_for_tests")
	}
	return e, nil
}

// Choosable lists the editions that an organisation can choose now, in the order of Editions.
func Choosable() []*Edition {
	var list []*Edition
	for _, e := range Editions() {
		if _, err := choosable(e.ID); err == nil {
			list = append(list, e)
		}
	}
	return list
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
	e, ok := ByID(c.Edition)
	if !ok {
		return nil, fmt.Errorf("edition %s was chosen and is not in this program", c.Edition)
	}
	return e, nil
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
