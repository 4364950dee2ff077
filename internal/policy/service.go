package policy

import "stablefutures/internal/access"

// Service is the room's use cases. It is safe for concurrent use.
type Service struct {
	door *access.Door
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }
