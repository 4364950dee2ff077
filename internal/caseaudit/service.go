package caseaudit

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Service is how an organisation looks at its own practice. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	accounts *account.Service
}

// New makes the service.
func New(door *access.Door, accounts *account.Service) *Service { return &Service{door, accounts} }

func (s *Service) read(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Read(ctx, who, permit.ReadReviews, access.Organisation(who.Organisation), f)
}

func (s *Service) hold(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.HoldReviews, access.Organisation(who.Organisation), f)
}

// sealed writes v under the system key: it is about a service, and no one person's.
func sealed(w *access.Work, table, row string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return w.System().Seal(plain, place(table, row)), nil
}

func opened(w *access.Work, table, row string, document []byte, v any) error {
	plain, err := w.System().Open(document, place(table, row))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, v)
}

func place(table, row string) seal.Place {
	return seal.Place{Table: table, Row: row, Column: "document"}
}

// text notes a field that is empty, though it must not be, or too long.
func text(c *problem.Check, field, value string, most int, required bool) {
	n := utf8.RuneCountInString(value)
	switch {
	case required && strings.TrimSpace(value) == "":
		c.Add(field, "problem.required")
	case n > most:
		c.Add(field, "problem.too_long", "max", most)
	}
}
