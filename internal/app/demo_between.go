package app

import (
	"context"
	"time"

	"stablefutures/internal/conversation"
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
	c, err := s.app.Sharing.Choose(ctx, sender, rows[0].ID, partner)
	if err != nil {
		return err
	}
	if err := s.sayYes(ctx, sender, c, partner); err != nil {
		return err
	}
	if c, err = s.app.Sharing.Choose(ctx, sender, rows[0].ID, partner); err != nil {
		return err
	}
	d := sharing.Decision{ID: db.NewID(), Record: rows[0].ID, Recipient: partner, Share: true, Until: s.now.AddDate(0, 3, 0), DestroyBy: s.now.AddDate(0, 4, 0),
		Terms: sharing.Terms{Purpose: "So that somebody is beside her from the first day after the move (invented).", Gateway: "dpa-sch1-18", Asked: "yes",
			Response: "Two of these are opinions; what she said stands as she said it.", Detriment: "Another service learns of her; it is bound to keep it to itself.", Identifier: "not_needed"}}
	file, err := s.app.Between.Send(ctx, sender, d, someOfEach(c.Candidates))
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

// sayYes lets the young person say yes to one statement reaching a partner.
func (s *seeder) sayYes(ctx context.Context, sender permit.Actor, c sharing.Choice, partner string) error {
	for _, x := range c.Candidates {
		if x.Kind != sharing.Said {
			continue
		}
		return s.app.Conversation.SayPermission(ctx, sender, c.Person.ID, conversation.Permission{ID: db.NewID(), Contribution: x.Ref, Item: x.Item,
			Recipient: partner, Yes: true, Text: conversation.PermissionText{Language: "en", To: "another service (invented)", Note: "Only to those who come to meet me."}})
	}
	return nil
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
