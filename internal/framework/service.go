package framework

import (
	"context"
	"sync"
	"sync/atomic"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Service is the shelf: the editions in the program and those published here, who may read them, and which one an
// organisation works with. It is safe for concurrent use. What is in the program alone needs no service (Editions,
// ByID, BySet).
type Service struct {
	door    *access.Door
	overlay Overlay
	shelf   shelf
	walks   walks
	drawing func(name string) string   // strokes; nil where there are no drawings
	lend    func(name, strokes string) // tells the screens of a drawing that was brought here
	words   atomic.Pointer[wordings]
	groups  func(context.Context, *access.Work, Version) error
	kept    sync.Map // *Pack -> checksum of its wording, which is in the table
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

// UseDrawings says where the strokes of a drawing are found, by its name, "" for one that there is not; and who is told of
// those that were brought here. It is called once, before the service is used.
func (s *Service) UseDrawings(find func(name string) string, lend func(name, strokes string)) {
	s.drawing, s.lend = find, lend
}

// UseGroups says who else has a say before a draft comes into use: may is asked within the use case that does it, and its
// refusal stands. An organisation's advisory group decides in a room below. It is called once, before the service is used.
func (s *Service) UseGroups(may func(context.Context, *access.Work, Version) error) { s.groups = may }

func (s *Service) strokes(name string) string {
	if s.drawing == nil || name == "" {
		return ""
	}
	return s.drawing(name)
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
