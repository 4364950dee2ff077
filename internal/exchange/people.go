package exchange

import (
	"cmp"
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/problem"
)

// people names everybody that the whole record points at by an id: those who wrote, decided, promised or looked. It
// gives names and nothing else of them.
func (s *Service) people(ctx context.Context, w *access.Work, whole Whole, more []Part) ([]Named, error) {
	list := []Named{}
	ids := whole.accounts()
	for _, p := range more {
		ids = append(ids, p.Accounts...)
	}
	accounts, err := s.accounts.Names(ctx, w, ids)
	if err != nil {
		return nil, err
	}
	for id, p := range accounts {
		list = append(list, Named{ID: id, Kind: "account", Name: p.Name, Organisation: p.OrganisationName})
	}
	seen := map[string]bool{}
	add := func(kind, id string) error {
		if seen[id] {
			return nil
		}
		seen[id] = true
		n := Named{ID: id, Kind: kind}
		if kind == "team" {
			t, err := s.accounts.Team(ctx, w, id)
			if n.Name = t.Name; err != nil {
				return unknown(err)
			}
		} else {
			o, err := s.accounts.Organisation(ctx, w, id)
			if n.Name = o.Name; err != nil {
				return unknown(err)
			}
		}
		list = append(list, n)
		return nil
	}
	if err := add("organisation", whole.Record.Organisation); err != nil {
		return nil, err
	}
	for _, g := range whole.Grants {
		if g.HolderKind == string(access.HolderAccount) || g.HolderKind == string(access.HolderYoungPerson) {
			continue
		}
		if err := add(g.HolderKind, g.Holder); err != nil {
			return nil, err
		}
	}
	for _, id := range whole.recipients() {
		if err := add("organisation", id); err != nil {
			return nil, err
		}
	}
	for _, p := range more {
		for _, id := range p.Bodies {
			if err := add("organisation", id); err != nil {
				return nil, err
			}
		}
	}
	for _, r := range whole.Restrictions {
		for _, n := range r.Named {
			if n.HolderKind == string(access.HolderAccount) {
				continue
			}
			if err := add(n.HolderKind, n.Holder); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(list, func(a, b Named) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

// recipients lists the organisations that the young person was asked about.
func (whole Whole) recipients() (ids []string) {
	for _, s := range whole.Sittings {
		for _, c := range s.Contributions {
			for _, p := range c.Permissions {
				if conversation.IsOrganisation(p.Recipient) {
					ids = append(ids, p.Recipient)
				}
			}
		}
	}
	return ids
}

// unknown forgives that nobody is known by an id any more: the id itself stays in the record.
func unknown(err error) error {
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	return err
}

// accounts lists every id of an account in the record; what is none of an account is looked for in vain.
func (whole Whole) accounts() []string {
	ids := []string{whole.Made.By, whole.Record.OpenedBy}
	for _, p := range whole.Profiles {
		ids = append(ids, p.Author)
	}
	for _, s := range whole.Sittings {
		ids = append(ids, s.OpenedBy)
		for _, o := range s.Setup.TakenOver {
			ids = append(ids, o.From, o.By)
		}
		for _, c := range s.Contributions {
			ids = append(ids, c.Author)
			for _, t := range c.Talks {
				ids = append(ids, t.By)
			}
			for _, p := range c.Permissions {
				ids = append(ids, p.Author)
			}
		}
		for _, m := range s.Marks {
			ids = append(ids, m.Author)
		}
	}
	for _, t := range whole.Tickets {
		ids = append(ids, t.Worker)
	}
	for _, a := range whole.Arrivals {
		ids = append(ids, a.Worker, a.SettledBy)
	}
	for _, m := range whole.Misplaced {
		ids = append(ids, m.By)
	}
	for _, p := range whole.Papers {
		ids = append(ids, p.Worker)
	}
	for _, p := range whole.Promises {
		ids = append(ids, p.MadeBy, p.Owner)
		for _, e := range p.Events {
			ids = append(ids, e.Author)
		}
	}
	ids = append(ids, whole.remarkAccounts()...)
	for _, g := range whole.Grants {
		ids = append(ids, g.Holder, g.DecidedBy, g.EndedBy, g.EndAskedBy)
	}
	for _, r := range whole.Restrictions {
		ids = append(ids, r.By, r.LiftAskedBy, r.LiftedBy)
		for _, n := range r.Named {
			ids = append(ids, n.Holder, n.By, n.EndedBy)
		}
	}
	for _, e := range whole.Emergencies {
		ids = append(ids, e.Account, e.ReviewedBy)
	}
	for _, f := range whole.Files {
		ids = append(ids, f.Author)
	}
	for _, l := range whole.Ledger {
		ids = append(ids, l.Actor)
	}
	return ids
}
