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
	Waits     bool // for a manager of the team to let them in: until then it opens nothing
}

// Join puts a person into a team of the organisation; being in it already changes nothing. Where the team has a manager, it
// waits until that manager lets them in (LetJoin).
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
	// Whoever looks after accounts opens no record by putting somebody into a team: a manager of the team lets them in. A
	// team without a manager has nobody who could.
	managers, err := countManagers(ctx, w.Tx, team, account, at)
	if err != nil {
		return err
	}
	by := w.Who.ID
	if managers > 0 && w.Who.ID != permit.System.ID {
		by = ""
		w.Note("waits")
	}
	return insertMembership(ctx, w.Tx, db.NewID(), account, team, at, by)
}

// Joining is somebody who waits to be let into a team.
type Joining struct {
	Membership
	Name string
	Team string
}

// Joinings lists who waits to be let into the teams that a manager is in.
func (s *Service) Joinings(ctx context.Context, who permit.Actor) (list []Joining, err error) {
	err = s.door.Read(ctx, who, permit.ConfirmMember, access.Organisation(who.Organisation), func(w *access.Work) error {
		list = nil
		waiting, err := s.waiting(ctx, w)
		if err != nil || len(waiting) == 0 {
			return err
		}
		ids := make([]string, len(waiting))
		for i, m := range waiting {
			ids[i] = m.AccountID
		}
		people, err := s.Names(ctx, w, ids)
		if err != nil {
			return err
		}
		for _, m := range waiting {
			t, err := s.Team(ctx, w, m.TeamID)
			if err != nil {
				return err
			}
			list = append(list, Joining{Membership: m, Name: people[m.AccountID].Name, Team: t.Name})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list who waits to join: %w", err)
	}
	return list, nil
}

// waiting gives the memberships that who acts can decide on: of their own teams, and not their own.
func (s *Service) waiting(ctx context.Context, w *access.Work) ([]Membership, error) {
	if len(w.Who.Teams) == 0 {
		return nil, nil
	}
	all, err := listWaitingMembers(ctx, w.Tx, w.Who.Teams, db.Time(w.At))
	return slices.DeleteFunc(all, func(m Membership) bool { return m.AccountID == w.Who.ID }), err
}

// JoiningsWaiting says how many wait for a manager to let them in. It shows none, so it leaves no entry.
func (s *Service) JoiningsWaiting(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.ConfirmMember) || len(who.Teams) == 0 {
		return 0, nil
	}
	err = s.door.Background(ctx, func(w *access.Work) error {
		all, err := listWaitingMembers(ctx, w.Tx, who.Teams, db.Time(w.At))
		n = len(slices.DeleteFunc(all, func(m Membership) bool { return m.AccountID == who.ID }))
		return err
	})
	return n, err
}

// LetJoin decides whether somebody who waits is let into a team: yes, and what the team opens is open to them from their next
// request on; no ends it. It is for a manager of that very team, and never about themselves.
func (s *Service) LetJoin(ctx context.Context, who permit.Actor, membership string, yes bool) error {
	err := s.door.Do(ctx, who, permit.ConfirmMember, access.Organisation(who.Organisation), func(w *access.Work) error {
		waiting, err := s.waiting(ctx, w)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(waiting, func(m Membership) bool { return m.ID == membership })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		m := waiting[i]
		w.Note(m.AccountID, m.TeamID)
		if !yes {
			w.Note("refused")
			return endMembership(ctx, w.Tx, m.AccountID, m.TeamID, db.Time(w.At))
		}
		w.Note("let_in")
		return confirmMembership(ctx, w.Tx, m.ID, who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("let somebody join: %w", err)
	}
	return nil
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
