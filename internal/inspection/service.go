package inspection

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Service is how an organisation gets ready for an inspectorate, and lets one in. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	accounts *account.Service
	sources  []namedSource
}

// New makes the service.
func New(door *access.Door, accounts *account.Service) *Service {
	return &Service{door: door, accounts: accounts}
}

// Today is the day by the door's clock.
func (s *Service) Today() string { return db.Day(s.door.Now()) }

// May reports whether who may do act on a record now: what a page offers.
func (s *Service) May(ctx context.Context, who permit.Actor, act permit.Action, recordID string) bool {
	return s.door.May(ctx, who, act, recordID)
}

func (s *Service) read(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Read(ctx, who, permit.ReadInspection, access.Organisation(who.Organisation), f)
}

func (s *Service) make(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.MakeInspection, access.Organisation(who.Organisation), f)
}

// Frameworks lists the frameworks that the organisation can lay evidence under: those that came with the program, and
// those it loaded. A file that it loaded later stands in place of one with the same id.
func (s *Service) Frameworks(ctx context.Context, who permit.Actor) (list []Framework, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = frameworks(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list inspectorates’ frameworks: %w", err)
	}
	return list, nil
}

// Framework gives one of them.
func (s *Service) Framework(ctx context.Context, who permit.Actor, id string) (f Framework, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		f, err = s.frameworkOf(ctx, w, id)
		return err
	})
	if err != nil {
		return Framework{}, fmt.Errorf("read an inspectorate’s framework: %w", err)
	}
	return f, nil
}

func frameworks(ctx context.Context, w *access.Work) ([]Framework, error) {
	list := slices.Clone(BuiltIn())
	loaded, err := listFrameworks(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, f := range loaded { // the earliest first
		list = append(slices.DeleteFunc(list, func(o Framework) bool { return o.ID == f.ID }), f)
	}
	return inNationOrder(list), nil
}

func (s *Service) frameworkOf(ctx context.Context, w *access.Work, id string) (Framework, error) {
	list, err := frameworks(ctx, w)
	if err != nil {
		return Framework{}, err
	}
	i := slices.IndexFunc(list, func(f Framework) bool { return f.ID == id })
	if i < 0 {
		return Framework{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return list[i], nil
}

// Load takes in a framework file. The same file again changes nothing; another with the same id is its next version, and
// packs that were made keep the one they were made with.
func (s *Service) Load(ctx context.Context, who permit.Actor, file []byte) (f Framework, err error) {
	err = s.make(ctx, who, func(w *access.Work) error {
		if f, err = ReadFramework(file); err != nil {
			return err
		}
		w.Note(f.ID, f.hash)
		list, err := listFrameworks(ctx, w)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(list, func(o Framework) bool { return o.ID == f.ID }); len(list) >= mostLoaded && i < 0 {
			return problem.New(problem.Conflict, "inspection.too_many_frameworks", "max", mostLoaded)
		}
		if n := len(list); n > 0 && slices.ContainsFunc(list, func(o Framework) bool { return o.hash == f.hash }) && latestOf(list, f.ID).hash == f.hash {
			return nil
		}
		f.loaded = true
		return insertFramework(ctx, w, f, file)
	})
	if err != nil {
		return Framework{}, fmt.Errorf("load an inspectorate’s framework: %w", err)
	}
	return f, nil
}

// mostLoaded bounds the frameworks that an organisation loads.
const mostLoaded = 100

func latestOf(list []Framework, id string) (f Framework) {
	for _, one := range list {
		if one.ID == id {
			f = one
		}
	}
	return f
}
