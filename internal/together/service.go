package together

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Service is what an organisation's young people say and decide together. It is safe for concurrent use.
type Service struct {
	door *access.Door
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

func (s *Service) read(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Read(ctx, who, permit.ReadTogether, access.Organisation(who.Organisation), f)
}

func (s *Service) hold(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.HoldTogether, access.Organisation(who.Organisation), f)
}

// day notes a field that is no day.
func day(c *problem.Check, field, value string, required bool) {
	if value == "" && !required {
		return
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		c.Add(field, "problem.not_a_date", "example", "27 3 2027")
	}
}

func today(w *access.Work) string { return db.Day(w.At) }

// Now gives the moment by the service's clock.
func (s *Service) Now() time.Time { return s.door.Now() }
