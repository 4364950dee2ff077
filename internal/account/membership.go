package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Membership is somebody's time in a team. A zero Until has no end yet.
type Membership struct {
	ID        string
	AccountID string
	TeamID    string
	From      time.Time
	Until     time.Time
}

// Join puts a person into a team of the organisation from now on; being in it already changes nothing.
func (s *Service) Join(ctx context.Context, who permit.Actor, organisation, account, team string) error {
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("joined", account, team)
		if _, err := openPersonOf(ctx, w, organisation, account); err != nil {
			return err
		}
		return s.join(ctx, w, organisation, account, team)
	})
	if err != nil {
		return fmt.Errorf("join team: %w", err)
	}
	return nil
}

func (s *Service) join(ctx context.Context, w *access.Work, organisation, account, team string) error {
	t, err := findTeam(ctx, w.Tx, team)
	if err != nil {
		return err
	}
	if t.OrganisationID != organisation {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	at := db.Time(w.At)
	n, err := countMemberships(ctx, w.Tx, account, team, at)
	if err != nil || n > 0 {
		return err
	}
	return insertMembership(ctx, w.Tx, db.NewID(), account, team, at)
}

// Leave ends a person's time in a team; what the team opened is shut to them at their next request.
func (s *Service) Leave(ctx context.Context, who permit.Actor, organisation, account, team string) error {
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("left", account, team)
		if _, err := personOf(ctx, w, organisation, account); err != nil {
			return err
		}
		return endMembership(ctx, w.Tx, account, team, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("leave team: %w", err)
	}
	return nil
}

// MembersOf gives the accounts that are in some teams now, by team, inside any work.
func (s *Service) MembersOf(ctx context.Context, w *access.Work, teams []string) (map[string][]string, error) {
	all := map[string][]string{}
	for batch := range slices.Chunk(teams, 200) {
		members, err := listMembers(ctx, w.Tx, batch, db.Time(w.At))
		if err != nil {
			return nil, fmt.Errorf("list members: %w", err)
		}
		maps.Copy(all, members)
	}
	return all, nil
}
