package app

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// planWhoCanSee plans what else can be said of who may open a record: a part of one that was given by itself, a record that
// is restricted, and a colleague who let herself in, twice: one of these somebody has looked at.
func (s *seeder) planWhoCanSee() {
	at := func(days, hour int, do func(context.Context) error) {
		day := s.now.AddDate(0, 0, days)
		s.events = append(s.events, demoEvent{time.Date(day.Year(), day.Month(), day.Day(), hour, 7, 0, 0, time.UTC), do})
	}
	at(-18, 3, func(ctx context.Context) error {
		return s.letIn(ctx, "health", "The hospital rang in the night. She had fainted on the bus, and nobody of her team was on duty.", "emergency")
	})
	at(-17, 9, s.reviewLetIn)
	at(-4, 8, s.givePart)
	at(-3, 22, func(ctx context.Context) error {
		return s.letIn(ctx, "missing", "She had not come home by ten. I was on duty and needed to know whom she trusts.", "")
	})
	at(-2, 11, s.restrictOne)
	at(-1, 9, s.askJoin)
}

// named finds somebody's record by name.
func (s *seeder) named(ctx context.Context, who permit.Actor, name string) (string, error) {
	rows, _, err := s.app.Record.Caseload(ctx, who, name)
	if err == nil && len(rows) == 0 {
		err = fmt.Errorf("nobody is called %s", name)
	}
	if err != nil {
		return "", err
	}
	return rows[0].ID, nil
}

func (s *seeder) givePart(ctx context.Context) error {
	id, err := s.named(ctx, s.actors["priya"], "Tyrese")
	if err != nil {
		return err
	}
	return s.app.Record.GiveParts(ctx, s.actors["morgan"], id, access.Grant{HolderKind: access.HolderAccount, Holder: s.actors["sunniva"].ID,
		Reason: access.ReasonTeam, Until: s.now.AddDate(0, 3, 0)}, []string{string(permit.PartOutcomes), string(permit.PartPromises), string(permit.PartPhone)})
}

func (s *seeder) restrictOne(ctx context.Context) error {
	id, err := s.named(ctx, s.actors["priya"], "Amara")
	if err != nil {
		return err
	}
	return s.app.Record.Restrict(ctx, s.actors["morgan"], s.app.Account, id, "close", []access.Holder{{Kind: access.HolderAccount, ID: s.actors["priya"].ID}})
}

// letIn has Priya open the record of a young person of another team.
func (s *seeder) letIn(ctx context.Context, reason, why, sealed string) error {
	id, err := s.named(ctx, s.actors["rowan"], "Selam")
	if err != nil {
		return err
	}
	p, err := s.app.Record.Person(ctx, s.actors["rowan"], id)
	if err != nil {
		return err
	}
	_, err = s.app.Record.LetIn(ctx, s.actors["priya"], s.app.Account, record.Emergency{Name: p.Profile.Names.Given + " " + p.Profile.Names.Family,
		Born: p.Profile.Birth.Day, Reason: reason, Why: why, SealedReason: sealed, Hours: access.EmergencyHours})
	return err
}

func (s *seeder) reviewLetIn(ctx context.Context) error {
	mine, _, err := s.app.Record.Emergencies(ctx, s.actors["morgan"], s.app.Account)
	if err != nil || len(mine) == 0 {
		return err
	}
	return s.app.Record.ReviewEmergency(ctx, s.actors["morgan"], mine[0].Record, mine[0].ID, "justified", "Priya rang me in the morning. Selam is well, and I have told her who opened her page and why.")
}

// letJoin has the managers of an organisation let in whom their administrator put into their teams.
func (s *seeder) letJoin(ctx context.Context, organisation string) error {
	for _, c := range s.data.staff.People {
		who, there := s.actors[c.Key]
		if c.Organisation != organisation || !c.is(permit.Manager) || !there {
			continue
		}
		waiting, err := s.app.Account.Joinings(ctx, who)
		if err != nil {
			return err
		}
		for _, j := range waiting {
			if err := s.app.Account.LetJoin(ctx, who, j.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// askJoin has an administrator put Rowan into a second team, whose manager has not let him in yet.
func (s *seeder) askJoin(ctx context.Context) error {
	return s.app.Account.Join(ctx, s.administrator("larkmoor"), s.organisations["larkmoor"], s.actors["rowan"].ID, s.teams["larkmoor-leaving"])
}
