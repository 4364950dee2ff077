package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// Names gives the people of the ids, inside any work, so that a page can say who did what. An id that is nobody's is
// not in the answer; a closed account is, with its name.
func (s *Service) Names(ctx context.Context, w *access.Work, ids []string) (map[string]Person, error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		if db.IsID(id) {
			wanted[id] = true
		}
	}
	people := make(map[string]Person, len(wanted))
	organisations := map[string]string{}
	unique := make([]string, 0, len(wanted))
	for id := range wanted {
		unique = append(unique, id)
	}
	for batch := range slices.Chunk(unique, 200) {
		rows, err := listPeopleByID(ctx, w.Tx, batch)
		if err != nil {
			return nil, fmt.Errorf("find names: %w", err)
		}
		if err := s.openPeople(ctx, w, rows, organisations, people); err != nil {
			return nil, fmt.Errorf("find names: %w", err)
		}
	}
	return people, nil
}

// openPeople opens rows into people, by id.
func (s *Service) openPeople(ctx context.Context, w *access.Work, rows []personRow, organisations map[string]string, into map[string]Person) error {
	ids := make([]string, len(rows))
	for i, p := range rows {
		ids[i] = p.id
	}
	roles, err := listRoles(ctx, w.Tx, ids)
	if err != nil {
		return err
	}
	for _, p := range rows {
		if _, ok := organisations[p.organisation]; !ok {
			o, err := s.Organisation(ctx, w, p.organisation)
			if err != nil {
				return err
			}
			organisations[p.organisation] = o.Name
		}
		name, err := s.openName(ctx, w, p)
		if err != nil {
			return err
		}
		into[p.id] = Person{ID: p.id, Name: name, OrganisationID: p.organisation, OrganisationName: organisations[p.organisation],
			Roles: inOrder(roles[p.id]), State: p.state}
	}
	return nil
}

// inOrder puts roles into the order in which people read them.
func inOrder(roles []permit.Role) []permit.Role {
	slices.SortFunc(roles, func(a, b permit.Role) int {
		return slices.Index(permit.Roles, a) - slices.Index(permit.Roles, b)
	})
	return roles
}

func (s *Service) openName(ctx context.Context, w *access.Work, p personRow) (string, error) {
	if name, ok := s.names.find(p.revision); ok {
		return name, nil
	}
	key, err := w.AccountKey(ctx, p.id)
	if err != nil {
		return "", err
	}
	name, err := key.OpenText(p.name, namePlace(p.id))
	if err == nil {
		s.names.keep(p.revision, name)
	}
	return name, err
}

// Colleagues lists the people of one's own organisation whose account is open, by name: to choose who does something.
func (s *Service) Colleagues(ctx context.Context, who permit.Actor) ([]Person, error) {
	var people []Person
	err := s.door.Read(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) (err error) {
		w.Note("colleagues")
		people, err = s.ColleaguesIn(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list colleagues: %w", err)
	}
	return people, nil
}

// ColleaguesIn is Colleagues for any organisation, inside any work.
func (s *Service) ColleaguesIn(ctx context.Context, w *access.Work, organisation string) ([]Person, error) {
	rows, err := listPeople(ctx, w.Tx, organisation)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(p personRow) bool { return p.state == Closed })
	return s.opened(ctx, w, rows)
}

// LeftIn lists the people of an organisation whose account is closed, inside any work.
func (s *Service) LeftIn(ctx context.Context, w *access.Work, organisation string) ([]Person, error) {
	rows, err := listPeople(ctx, w.Tx, organisation)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(p personRow) bool { return p.state != Closed })
	return s.opened(ctx, w, rows)
}

// OwnName gives the name of who acts, inside any work; "" for nobody.
func (s *Service) OwnName(ctx context.Context, w *access.Work) (string, error) {
	names, err := s.Names(ctx, w, []string{w.Who.ID})
	return names[w.Who.ID].Name, err
}

func (s *Service) opened(ctx context.Context, w *access.Work, rows []personRow) ([]Person, error) {
	by := map[string]Person{}
	organisations := map[string]string{}
	for batch := range slices.Chunk(rows, 200) {
		if err := s.openPeople(ctx, w, batch, organisations, by); err != nil {
			return nil, err
		}
	}
	people := make([]Person, 0, len(by))
	for _, p := range by {
		people = append(people, p)
	}
	slices.SortFunc(people, func(a, b Person) int {
		if c := byName(a.Name, b.Name); c != 0 {
			return c
		}
		return byName(a.ID, b.ID)
	})
	return people, nil
}

// Staff is an organisation as its administrator sees it.
type Staff struct {
	People      []Person
	Teams       []Team
	Memberships []Membership
	// Waiting says, for each account with an open one-time code, until when it is good.
	Waiting map[string]time.Time
}

// Staff reads the people, teams and memberships of an organisation, for its administrator or the command line.
func (s *Service) Staff(ctx context.Context, who permit.Actor, organisation string) (Staff, error) {
	var staff Staff
	err := s.door.Read(ctx, who, permit.ManageAccounts, access.Organisation(organisation), func(w *access.Work) error {
		w.Note("staff")
		rows, err := listPeople(ctx, w.Tx, organisation)
		if err != nil {
			return err
		}
		if staff.People, err = s.opened(ctx, w, rows); err != nil {
			return err
		}
		if staff.Teams, err = s.TeamsOf(ctx, w, organisation); err != nil {
			return err
		}
		if staff.Memberships, err = listMemberships(ctx, w.Tx, organisation, db.Time(w.At)); err != nil {
			return err
		}
		staff.Waiting, err = listOpenInvitations(ctx, w.Tx, organisation, db.Time(w.At))
		return err
	})
	if err != nil {
		return Staff{}, fmt.Errorf("read staff: %w", err)
	}
	return staff, nil
}

// EmailOf gives a person's address to their administrator, who wrote it.
func (s *Service) EmailOf(ctx context.Context, who permit.Actor, organisation, account string) (email string, err error) {
	err = s.door.Read(ctx, who, permit.ManageAccounts, access.Organisation(organisation), func(w *access.Work) error {
		w.Note("email", account)
		p, err := personOf(ctx, w, organisation, account)
		if err != nil {
			return err
		}
		key, err := w.AccountKey(ctx, account)
		if err != nil {
			return err
		}
		email, err = key.OpenText(p.email, emailPlace(account))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read address: %w", err)
	}
	return email, nil
}
