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
	Waits     bool // to be let in: until then it opens nothing

	putBy string
}

// Join puts a person into a team of the organisation; being in it already changes nothing. Where the team has a manager, or
// can open anything, it waits until somebody else lets them in (LetJoin).
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
	waits, err := s.waits(ctx, w, account, team)
	if err != nil {
		return err
	}
	by := w.Who.ID
	if waits {
		by = ""
		w.Note("waits")
	}
	return insertMembership(ctx, w.Tx, db.NewID(), account, team, at, w.Who.ID, by)
}

// waits says whether somebody who is put into a team has to be let in. Whoever looks after accounts opens no record by
// putting somebody into a team, nor by taking its manager out first: only a team that has no manager and opens nothing
// takes its people in at once. The command line, which is on the machine itself, needs nobody else.
func (s *Service) waits(ctx context.Context, w *access.Work, account, team string) (bool, error) {
	if w.Who.ID == permit.System.ID {
		return false, nil
	}
	managers, err := countManagers(ctx, w.Tx, team, account, db.Time(w.At))
	if err != nil || managers > 0 {
		return managers > 0, err
	}
	return w.Opens(ctx, team)
}

// Joining is somebody who waits to be let into a team.
type Joining struct {
	Membership
	Name string
	Team string
}

// Joinings lists those who wait and whom who asks can let in.
func (s *Service) Joinings(ctx context.Context, who permit.Actor) (list []Joining, err error) {
	err = s.door.Read(ctx, who, permit.ConfirmMember, access.Organisation(who.Organisation), func(w *access.Work) error {
		list = nil
		waiting, err := s.waiting(ctx, w, who)
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

// SecondAfter is how old an account is before its holder may let somebody into a team that has no manager: whoever looks
// after accounts makes themselves no second person for the purpose.
const SecondAfter = 30 * 24 * time.Hour

// waiting gives the memberships that who acts can decide on, never their own: as a manager those of their own teams; as a
// protection officer or an administrator those of teams without a manager, unless they put them there themselves.
func (s *Service) waiting(ctx context.Context, w *access.Work, who permit.Actor) ([]Membership, error) {
	teams, at := map[string]bool{}, db.Time(w.At) // and whether they are its manager
	if who.Is(permit.Manager) {
		for _, team := range who.Teams {
			teams[team] = true
		}
	}
	second, err := s.second(ctx, w, who)
	if err != nil {
		return nil, err
	}
	if second {
		all, err := listTeams(ctx, w.Tx, who.Organisation)
		if err != nil {
			return nil, err
		}
		for _, t := range all {
			if _, own := teams[t.ID]; !own {
				teams[t.ID] = false
			}
		}
	}
	var list []Membership
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(teams)), 200) {
		some, err := listWaitingMembers(ctx, w.Tx, batch, at)
		if err != nil {
			return nil, err
		}
		for _, m := range some {
			may := m.AccountID != who.ID
			if may && !teams[m.TeamID] {
				managers, err := countManagers(ctx, w.Tx, m.TeamID, m.AccountID, at)
				if err != nil {
					return nil, err
				}
				may = managers == 0 && m.putBy != who.ID
			}
			if may {
				list = append(list, m)
			}
		}
	}
	return list, nil
}

// second reports whether somebody can be the second person for a team that has no manager.
func (s *Service) second(ctx context.Context, w *access.Work, who permit.Actor) (bool, error) {
	if !who.Is(permit.ProtectionOfficer) && !who.Is(permit.Administrator) {
		return false, nil
	}
	made, err := findMadeAt(ctx, w.Tx, who.ID)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	return err == nil && w.At.Sub(made) >= SecondAfter, err
}

// JoiningsWaiting says how many wait for somebody to let them in. It shows none, so it leaves no entry.
func (s *Service) JoiningsWaiting(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.ConfirmMember) {
		return 0, nil
	}
	err = s.door.Background(ctx, func(w *access.Work) error {
		all, err := s.waiting(ctx, w, who)
		n = len(all)
		return err
	})
	return n, err
}

// LetJoin decides whether somebody who waits is let into a team: yes, and what the team opens is open to them from their next
// request on; no ends it. It is for a manager of that very team; where it has none any more, for a protection officer or
// another administrator than who put them there, whose account is older than SecondAfter. It is never about themselves.
func (s *Service) LetJoin(ctx context.Context, who permit.Actor, membership string, yes bool) error {
	err := s.door.Do(ctx, who, permit.ConfirmMember, access.Organisation(who.Organisation), func(w *access.Work) error {
		waiting, err := s.waiting(ctx, w, who)
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
