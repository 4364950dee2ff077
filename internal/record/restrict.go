package record

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Sight is all there is to say of who can see a record.
type Sight struct {
	Seers        []Seer
	Held         []Held               // every grant ever given, the newest first
	Restrictions []access.Restriction // the newest first
	Names        map[string]string    // of those that restrictions speak of
}

// Restriction gives the one that holds now; one whose Holds is false where there is none.
func (s Sight) Restriction() access.Restriction {
	if len(s.Restrictions) > 0 && s.Restrictions[0].Holds() {
		return s.Restrictions[0]
	}
	return access.Restriction{}
}

// Sight reads who can see a record, why, and who could before. people gives the names.
func (s *Service) Sight(ctx context.Context, who permit.Actor, people *account.Service, id string) (sight Sight, err error) {
	err = s.door.Read(ctx, who, permit.ReadGrants, access.Record(id), func(w *access.Work) (err error) {
		if sight.Seers, err = WhoCanSee(ctx, w, people); err != nil {
			return err
		}
		if sight.Held, err = team(ctx, w, people); err != nil {
			return err
		}
		if sight.Restrictions, err = w.Restrictions(ctx); err != nil {
			return err
		}
		sight.Names, err = namedIn(ctx, w, people, sight.Restrictions)
		return err
	})
	if err != nil {
		return Sight{}, fmt.Errorf("read who can see a record: %w", err)
	}
	return sight, nil
}

func namedIn(ctx context.Context, w *access.Work, people *account.Service, restrictions []access.Restriction) (map[string]string, error) {
	var spoken []access.Grant
	for _, r := range restrictions {
		spoken = append(spoken, access.Grant{DecidedBy: r.By, EndedBy: r.LiftedBy}, access.Grant{DecidedBy: r.LiftAskedBy})
		for _, n := range r.Named {
			spoken = append(spoken, access.Grant{HolderKind: n.Holder.Kind, Holder: n.Holder.ID, DecidedBy: n.By, EndedBy: n.EndedBy})
		}
	}
	all, err := namesIn(ctx, w, people, spoken)
	names := make(map[string]string, len(all))
	for id, n := range all {
		names[id] = n.name
	}
	return names, err
}

// Restrict shuts a record to all but those named, and who acts. From the next request on it is to everybody else as if
// it were not there, whatever they hold on it. At least two people must be left who can open it, so that one can lift
// what the other asks to be lifted.
func (s *Service) Restrict(ctx context.Context, who permit.Actor, people *account.Service, id, reason string, named []access.Holder) error {
	named = append([]access.Holder{{Kind: access.HolderAccount, ID: who.ID}}, named...)
	err := s.door.Do(ctx, who, permit.RestrictRecord, access.Record(id), func(w *access.Work) error {
		if err := w.Restrict(ctx, reason, named); err != nil {
			return err
		}
		return twoCanOpen(ctx, w, people)
	})
	if err != nil {
		return fmt.Errorf("restrict record: %w", err)
	}
	return nil
}

// twoCanOpen makes sure that two people of open accounts can open the whole record.
func twoCanOpen(ctx context.Context, w *access.Work, people *account.Service) error {
	seers, err := WhoCanSee(ctx, w, people)
	if err != nil {
		return err
	}
	var able, teams []string
	for _, s := range seers {
		switch {
		case !slices.Contains(s.Parts, permit.PartRecord):
		case s.HolderKind == access.HolderTeam:
			teams = append(teams, s.Holder)
		case s.HolderKind == access.HolderAccount:
			able = append(able, s.Holder)
		}
	}
	members, err := people.MembersOf(ctx, w, teams)
	if err != nil {
		return err
	}
	for _, list := range members {
		able = append(able, list...)
	}
	persons, err := people.Names(ctx, w, able)
	if err != nil {
		return err
	}
	n := 0
	for _, p := range persons {
		if p.State != account.Closed {
			n++
		}
	}
	if n < 2 {
		var c problem.Check
		c.Add("named", "record.restrict_two")
		return c.Err()
	}
	return nil
}

// Name names one more who may open a restricted record, if they hold anything on it.
func (s *Service) Name(ctx context.Context, who permit.Actor, id string, h access.Holder) error {
	err := s.door.Do(ctx, who, permit.RestrictRecord, access.Record(id), func(w *access.Work) error { return w.Name(ctx, h) })
	if err != nil {
		return fmt.Errorf("name who may open a record: %w", err)
	}
	return nil
}

// Unname takes a name off a restricted record.
func (s *Service) Unname(ctx context.Context, who permit.Actor, people *account.Service, id, named string) error {
	err := s.door.Do(ctx, who, permit.RestrictRecord, access.Record(id), func(w *access.Work) error {
		if err := w.Unname(ctx, named); err != nil {
			return err
		}
		return twoCanOpen(ctx, w, people)
	})
	if err != nil {
		return fmt.Errorf("take a name off a record: %w", err)
	}
	return nil
}

// AskLift asks that a restriction be lifted.
func (s *Service) AskLift(ctx context.Context, who permit.Actor, id string) error {
	err := s.door.Do(ctx, who, permit.RestrictRecord, access.Record(id), func(w *access.Work) error { return w.AskLift(ctx) })
	if err != nil {
		return fmt.Errorf("ask to lift a restriction: %w", err)
	}
	return nil
}

// Lift decides over what somebody else asked: yes lifts the restriction, and everything that was given opens again.
func (s *Service) Lift(ctx context.Context, who permit.Actor, id string, yes bool) error {
	err := s.door.Do(ctx, who, permit.LiftRestriction, access.Record(id), func(w *access.Work) error { return w.Lift(ctx, yes) })
	if err != nil {
		return fmt.Errorf("lift a restriction: %w", err)
	}
	return nil
}
