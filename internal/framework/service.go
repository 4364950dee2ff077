package framework

import (
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
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

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
