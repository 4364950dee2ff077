package policy

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// Service is the room's use cases. It is safe for concurrent use.
type Service struct {
	door  *access.Door
	hooks hooks
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

func (s *Service) read(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Read(ctx, who, permit.ReadPolicy, access.Organisation(who.Organisation), f)
}

func (s *Service) make(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.MakePolicy, access.Organisation(who.Organisation), f)
}
