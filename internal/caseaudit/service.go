package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
)

// Service is how an organisation looks at its own practice. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	accounts *account.Service
	board    func(ctx context.Context, who permit.Actor, id string, t Told) error // nil where there is no board
}

// New makes the service.
func New(door *access.Door, accounts *account.Service) *Service {
	return &Service{door: door, accounts: accounts}
}

func (s *Service) read(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Read(ctx, who, permit.ReadReviews, access.Organisation(who.Organisation), f)
}

func (s *Service) hold(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.HoldReviews, access.Organisation(who.Organisation), f)
}
