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

// Same is what a form sends for "for adults, the same as for children".
const Same = "same"

// Whom says with whom an edition is used. Somebody whose age is disputed, estimated or not known counts as a child
// (record.Person.EditionFor), so every caller has decided that before it asks.
type Whom string

// With whom. Before there was a choice by age, a row said neither: it stands for both.
const (
	Children Whom = "children"
	Adults   Whom = "adults"
	everyone Whom = ""
)

// Choosing is one row of the history: an organisation chose to work with an edition.
type Choosing struct {
	ID           string
	Organisation string
	Edition      string // id of an edition; "" for adults: the same as for children
	Whom         Whom
	ChosenBy     string // account id
	ChosenAt     time.Time
}

// Choose makes an edition the one that the actor's organisation works with from now on, with children or with adults;
// records keep theirs. It takes an edition's id, None, or for adults Same. Nothing is ever chosen by itself. Choosing what
// already stands changes nothing. An edition for adults alone is refused for children.
func (s *Service) Choose(ctx context.Context, who permit.Actor, whom Whom, edition string) error {
	if whom != Children && whom != Adults {
		return problem.New(problem.Invalid, "problem.not_a_choice")
	}
	err := s.door.Do(ctx, who, permit.ChooseFramework, access.Organisation(who.Organisation), func(w *access.Work) error {
		id, err := choosable(ctx, w, whom, edition)
		if err != nil {
			return err
		}
		w.Note(id, string(whom))
		list, err := listChoices(ctx, w.Tx, who.Organisation)
		if err != nil {
			return err
		}
		last := slices.IndexFunc(list, func(c Choosing) bool { return c.Whom == whom })
		if last >= 0 && list[last].Edition == id {
			return nil
		}
		return insertChoice(ctx, w.Tx, Choosing{
			ID: db.NewID(), Organisation: who.Organisation, Edition: id, Whom: whom, ChosenBy: who.ID, ChosenAt: w.At,
		})
	})
	if err != nil {
		return fmt.Errorf("choose framework: %w", err)
	}
	return nil
}

// choosable finds the id of what was chosen and refuses what this organisation cannot work with.
func choosable(ctx context.Context, w *access.Work, whom Whom, edition string) (string, error) {
	switch {
	case edition == None:
		e, _ := BySet(SetWhatMatters)
		return e.ID, nil
	case edition == Same && whom == Adults:
		return "", nil
	}
	e, err := Find(ctx, w, edition)
	if problem.Is(err, problem.NotFound) {
		return "", problem.New(problem.Invalid, "framework.unknown_edition")
	}
	if err != nil {
		return "", err
	}
	if err := e.workable(w.Who); err != nil {
		return "", err
	}
	if !e.Suits(whom) {
		return "", problem.New(problem.Invalid, "framework.adults_only")
	}
	return e.ID, nil
}

// Suits reports whether the edition may be used with them: one for adults alone is never used with a child.
func (e *Edition) Suits(whom Whom) bool { return whom == Adults || !e.ForAdults() }

// Choosable lists the editions that the actor's organisation can choose now for children or for adults: those in the
// program in the order of Editions, then those published here.
func (s *Service) Choosable(ctx context.Context, who permit.Actor, whom Whom) ([]*Edition, error) {
	all, err := s.Readable(ctx, who)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e *Edition) bool { return e.workable(who) != nil || !e.Suits(whom) }), nil
}

// Chosen is the edition that the actor's organisation works with; NotFound (framework.not_chosen) before the first choice.
func (s *Service) Chosen(ctx context.Context, who permit.Actor, whom Whom) (*Edition, error) {
	var e *Edition
	err := s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		e, err = ChosenBy(ctx, w, who.Organisation, whom)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read chosen framework: %w", err)
	}
	return s.worded(e), nil
}

// ChosenBy is Chosen within the work of another room's use case, which has decided and records for itself.
func ChosenBy(ctx context.Context, w *access.Work, organisation string, whom Whom) (*Edition, error) {
	list, err := listChoices(ctx, w.Tx, organisation)
	if err != nil {
		return nil, err
	}
	if whom == Adults {
		e, err := adultsOwn(ctx, w, list)
		if e != nil || err != nil {
			return e, err
		}
	}
	for _, c := range list { // the latest first: it stands
		if c.Whom == Adults {
			continue
		}
		e, err := found(ctx, w, c.Edition)
		if err != nil || e.Suits(Children) {
			return e, err
		}
	}
	return nil, problem.New(problem.NotFound, "framework.not_chosen")
}

// adultsOwn is the edition for adults that stands beside the children's; nil when it is the same. An edition for adults
// that was chosen before there was a choice by age stands for them until somebody chooses for them.
func adultsOwn(ctx context.Context, w *access.Work, list []Choosing) (*Edition, error) {
	if i := slices.IndexFunc(list, func(c Choosing) bool { return c.Whom == Adults }); i >= 0 {
		if list[i].Edition == "" {
			return nil, nil
		}
		return found(ctx, w, list[i].Edition)
	}
	i := slices.IndexFunc(list, func(c Choosing) bool { return c.Whom == everyone })
	if i < 0 {
		return nil, nil
	}
	e, err := found(ctx, w, list[i].Edition)
	if err != nil || !e.ForAdults() {
		return nil, err
	}
	return e, nil
}

// found is Find for what was chosen: an edition that is not here any more is a fault of the service, not of whoever asks.
func found(ctx context.Context, w *access.Work, id string) (*Edition, error) {
	e, err := Find(ctx, w, id)
	if problem.Is(err, problem.NotFound) {
		return nil, fmt.Errorf("edition %s was chosen and is not here", id)
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
