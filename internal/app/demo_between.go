package app

import (
	"context"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/sharing"
)

// deployments lets two organisations of the demonstration know each other as deployments do, each by two people, and
// sends a share each way, with the receipt that came back. An organisation has keys of its own, so what travels between
// the two is what travels between two councils.
func (s *seeder) deployments(ctx context.Context) error {
	council, guardians := s.actors["morgan"], s.actors["isla"]
	if council.ID == "" || guardians.ID == "" { // a demonstration of fewer people
		return nil
	}
	s.clock.set(s.now.Add(-72 * time.Hour))
	inCouncil, err := s.knows(ctx, s.actors["edith"], council, guardians)
	if err != nil {
		return err
	}
	inGuardians, err := s.knows(ctx, s.actors["catriona"], guardians, council)
	if err != nil {
		return err
	}
	if err := s.passOn(ctx, council, guardians, inCouncil.ID, "Selam", s.teams["thistledown-guardians"]); err != nil {
		return err
	}
	return s.passOn(ctx, guardians, council, inGuardians.ID, "", s.teams["larkmoor-safety"])
}

// passOn sends a share of the first young person of a name to a partner, who takes it in for a team.
func (s *seeder) passOn(ctx context.Context, sender, receiver permit.Actor, partner, name, team string) error {
	rows, _, err := s.app.Record.Caseload(ctx, sender, name)
	if err != nil || len(rows) == 0 {
		return err
	}
	s.clock.set(s.now.Add(-71 * time.Hour))
	picks, err := s.app.Between.Pickable(ctx, sender, rows[0].ID)
	if err != nil {
		return err
	}
	var keys []string
	for _, p := range picks.List {
		if p.Element.Item == "name" || p.Element.Kind == "promise" && len(keys) < 3 || p.Element.Kind == "finding" && len(keys) < 5 {
			keys = append(keys, p.Key)
		}
	}
	n := sharing.NewTransfer{ID: db.NewID(), Record: rows[0].ID, Partner: partner, Terms: sharing.PackageTerms{
		Purpose: "So that somebody is beside her from the first day after the move (invented).", Gateway: "Children Act 2004, sections 10 and 11", Asked: "yes",
		Until: s.now.AddDate(0, 3, 0), DestroyBy: s.now.AddDate(0, 4, 0)}}
	if err := s.app.Between.Share(ctx, sender, n, keys); err != nil {
		return err
	}
	file, err := s.app.Between.Carry(ctx, sender, sharing.SideSent, n.Record, n.ID)
	if err != nil {
		return err
	}
	s.clock.set(s.now.Add(-48 * time.Hour))
	taken, err := s.app.Between.TakeIn(ctx, receiver, file, team)
	if err != nil {
		return err
	}
	receipt, err := s.app.Between.Carry(ctx, receiver, sharing.SideReceived, taken.Record, taken.ID)
	if err != nil {
		return err
	}
	_, err = s.app.Between.TakeIn(ctx, sender, receipt, "")
	return err
}

// knows puts the organisation of other into the register: first adds it, second compares too.
func (s *seeder) knows(ctx context.Context, first, second, other permit.Actor) (sharing.Partner, error) {
	card, err := s.app.Between.OwnCard(ctx, other)
	if err != nil {
		return sharing.Partner{}, err
	}
	p, err := s.app.Between.AddPartner(ctx, first, sharing.NewPartner{Card: string(card.Text()), Fingerprint: card.Fingerprint(),
		Compared: "Read out over the telephone by somebody known from meetings (invented)."})
	if err != nil {
		return p, err
	}
	return p, s.app.Between.ConfirmPartner(ctx, second, p.ID, card.Fingerprint())
}
