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

// Held is a grant with the names of whom it is about. A name is "" where nobody is known by the id.
type Held struct {
	access.Grant
	HolderName    string
	DecidedByName string
	EndedByName   string
	EndAskedName  string // of a guardian's right: who asks that it end
	OpenNow       bool
	Suspended     bool     // the record is restricted, and does not name them
	Within        []string // the record is restricted: whom of the team or organisation it names; nil when it opens to all of them
}

// Team lists who may open a record, why and until when, and who could before; newest first. people gives the names.
func (s *Service) Team(ctx context.Context, who permit.Actor, people *account.Service, id string) (held []Held, err error) {
	err = s.door.Read(ctx, who, permit.ReadGrants, access.Record(id), func(w *access.Work) (err error) {
		held, err = team(ctx, w, people)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list who may open a record: %w", err)
	}
	return held, nil
}

func team(ctx context.Context, w *access.Work, people *account.Service) ([]Held, error) {
	grants, err := w.Grants(ctx)
	if err != nil {
		return nil, err
	}
	names, err := namesIn(ctx, w, people, grants)
	if err != nil {
		return nil, err
	}
	inside, err := newCircle(ctx, w, people, grants)
	if err != nil {
		return nil, err
	}
	held := make([]Held, 0, len(grants))
	for _, g := range grants {
		h := Held{Grant: g, HolderName: names[g.Holder].name, DecidedByName: names[g.DecidedBy].name,
			EndedByName: names[g.EndedBy].name, EndAskedName: names[g.EndAskedBy].name, OpenNow: g.Open(w.At)}
		open := inside.open(g)
		h.Suspended = len(open) == 0
		for _, o := range open {
			if o.ID != g.Holder {
				h.Within = append(h.Within, inside.persons[o.ID].Name)
			}
		}
		slices.Sort(h.Within)
		held = append(held, h)
	}
	return held, nil
}

// called is what a page says of somebody that a grant speaks of.
type called struct {
	name, organisation string
	roles              []permit.Role
}

// namesIn finds what every person, team and organisation that grants speak of is called.
func namesIn(ctx context.Context, w *access.Work, people *account.Service, grants []access.Grant) (map[string]called, error) {
	var ids []string
	names := map[string]called{}
	for _, g := range grants {
		ids = append(ids, g.Holder, g.DecidedBy, g.EndedBy, g.EndAskedBy)
		if _, known := names[g.Holder]; known {
			continue
		}
		var err error
		switch g.HolderKind {
		case access.HolderTeam:
			names[g.Holder], err = teamCalled(ctx, w, people, g.Holder)
		case access.HolderOrganisation:
			var o account.Organisation
			o, err = people.Organisation(ctx, w, g.Holder)
			names[g.Holder] = called{name: o.Name}
		}
		if err != nil && !problem.Is(err, problem.NotFound) {
			return nil, err
		}
	}
	persons, err := people.Names(ctx, w, ids)
	if err != nil {
		return nil, err
	}
	for id, p := range persons {
		names[id] = called{p.Name, p.OrganisationName, p.Roles}
	}
	return names, nil
}

func teamCalled(ctx context.Context, w *access.Work, people *account.Service, id string) (called, error) {
	t, err := people.Team(ctx, w, id)
	if err != nil {
		return called{}, err
	}
	o, err := people.Organisation(ctx, w, t.OrganisationID)
	return called{name: t.Name, organisation: o.Name}, err
}

// Give lets somebody, or a team, open a record or its sealed details from now on. g's Part, HolderKind, Holder, Reason
// and Until are read. It returns the grant's id.
func (s *Service) Give(ctx context.Context, who permit.Actor, id string, g access.Grant) (grant string, err error) {
	err = s.door.Do(ctx, who, permit.GiveGrant, access.Record(id), func(w *access.Work) (err error) {
		grant, err = w.Give(ctx, g)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("give access: %w", err)
	}
	return grant, nil
}

// GiveParts gives several parts to one holder in one decision: all of them or none.
func (s *Service) GiveParts(ctx context.Context, who permit.Actor, id string, g access.Grant, parts []string) error {
	err := s.door.Do(ctx, who, permit.GiveGrant, access.Record(id), func(w *access.Work) error {
		for _, part := range parts {
			g.Part = permit.Part(part)
			if _, err := w.Give(ctx, g); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("give access: %w", err)
	}
	return nil
}

// EndGrant ends a grant now and says why. The last open grant of a record cannot be ended (access.last_grant), and one
// that is over already is a Conflict. A guardian's right is asked to end, and ends when somebody else says so
// (SettleEnd): asked says that it waits.
func (s *Service) EndGrant(ctx context.Context, who permit.Actor, id, grant string, why access.EndReason) (asked bool, err error) {
	err = s.door.Do(ctx, who, permit.GiveGrant, access.Record(id), func(w *access.Work) error {
		asked = false
		err := w.End(ctx, grant, why)
		if problem.KeyOf(err) == "access.guardian_second" {
			asked = true
			return w.AskEnd(ctx, grant, why)
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("end access: %w", err)
	}
	return asked, nil
}

// SettleEnd decides over what a colleague asked: yes ends a guardian's right, no lets it stand.
func (s *Service) SettleEnd(ctx context.Context, who permit.Actor, id, grant string, yes bool) error {
	err := s.door.Do(ctx, who, permit.GiveGrant, access.Record(id), func(w *access.Work) error { return w.SettleEnd(ctx, grant, yes) })
	if err != nil {
		return fmt.Errorf("end a guardian's right: %w", err)
	}
	return nil
}
