package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// seeder fills an empty demonstration through the services, as people would, on a clock that walks from a year and a
// half ago to now.
type seeder struct {
	app           *App
	clock         *demoClock
	data          demoData
	now           time.Time
	organisations map[string]string // by key: id
	teams         map[string]string
	actors        map[string]permit.Actor // by a colleague's key
	readFor       []string                // codes of the outcomes that audits read for
	initiative    string                  // id of a change that the council thinks about
	events        []demoEvent
}

func newSeeder(a *App, clock *demoClock, data demoData) *seeder {
	return &seeder{app: a, clock: clock, data: data, now: time.Now().UTC().Truncate(time.Minute),
		organisations: map[string]string{}, teams: map[string]string{}, actors: map[string]permit.Actor{}}
}

// demoPast is how far back the demonstration begins.
const demoPast = 560 * 24 * time.Hour

// fill makes everything and sets the clock going.
func (s *seeder) fill(ctx context.Context) error {
	defer s.clock.run()
	s.clock.set(s.now.Add(-demoPast))
	for _, step := range []func(context.Context) error{s.makeOrganisations, s.invitePeople, s.chooseFrameworks, s.keeping, s.ownDevices, s.history, s.offline, s.crosswalks, s.editions, s.translations, s.wordings, s.watching, s.together, s.reviews, s.pilots, s.auditRecords, s.auditReports, s.twice, s.rounds, s.auditWay, s.inspections, s.seeing, s.initiatives, s.evaluations, s.briefings, s.nameContacts, s.deployments, s.pools} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	s.clock.run()
	if err := s.app.Ledger.Settle(ctx); err != nil {
		return err
	}
	return s.app.Ledger.Checkpoint(ctx)
}

// makeOrganisations makes each organisation with its first administrator, and its teams.
func (s *seeder) makeOrganisations(ctx context.Context) error {
	for _, o := range s.data.staff.Organisations {
		for _, c := range s.data.staff.People {
			if c.Organisation != o.Key || !c.is(permit.Administrator) || s.organisations[o.Key] != "" {
				continue
			}
			i, err := s.app.Account.CreateFirstAdministrator(ctx, permit.System,
				account.Organisation{Name: o.Name, Kind: o.Kind, Nation: o.Nation}, account.NewPerson{Name: c.Name, Email: c.Email})
			if err != nil {
				return err
			}
			if err := s.findOrganisation(ctx, o); err != nil {
				return err
			}
			if err := s.enrol(ctx, c, i); err != nil {
				return err
			}
			for _, t := range o.Teams {
				if s.teams[t.Key], err = s.app.Account.CreateTeam(ctx, s.actors[c.Key], s.organisations[o.Key], t.Name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *seeder) findOrganisation(ctx context.Context, o demoOrganisation) error {
	all, err := s.app.Account.AllOrganisations(ctx, permit.System)
	if err != nil {
		return err
	}
	for _, have := range all {
		if have.Name == o.Name {
			s.organisations[o.Key] = have.ID
			return nil
		}
	}
	return fmt.Errorf("organisation %s was not made", o.Key)
}

// enrol goes through setting up a sign-in, so that the account is in use. What it is set up with is thrown away:
// signIns makes the ones that are shown.
func (s *seeder) enrol(ctx context.Context, c demoColleague, i account.Invitation) error {
	if _, err := s.app.Account.EnrolTOTP(ctx, i.Code, rand.Text()); err != nil {
		return fmt.Errorf("enrol %s: %w", c.Key, err)
	}
	actor := permit.Actor{ID: i.AccountID, Organisation: s.organisations[c.Organisation], Roles: c.Roles}
	for _, t := range c.Teams {
		actor.Teams = append(actor.Teams, s.teams[t])
	}
	s.actors[c.Key] = actor
	return nil
}

func (s *seeder) administrator(organisation string) permit.Actor {
	for _, c := range s.data.staff.People {
		if c.Organisation == organisation && c.is(permit.Administrator) {
			return s.actors[c.Key]
		}
	}
	return permit.Nobody
}

func (s *seeder) invitePeople(ctx context.Context) error {
	for _, c := range s.data.staff.People {
		if _, there := s.actors[c.Key]; there || c.is(permit.Inspector) {
			continue // a visitor's account is made with the visit
		}
		p := account.NewPerson{Name: c.Name, Email: c.Email, Roles: c.Roles}
		for _, t := range c.Teams {
			p.Teams = append(p.Teams, s.teams[t])
		}
		i, err := s.app.Account.Invite(ctx, s.administrator(c.Organisation), s.organisations[c.Organisation], p)
		if err != nil {
			return err
		}
		if err := s.enrol(ctx, c, i); err != nil {
			return err
		}
		if err := s.letJoin(ctx, c.Organisation); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) chooseFrameworks(ctx context.Context) error {
	for _, o := range s.data.staff.Organisations {
		choice := framework.None
		if e, ok := framework.BySet(o.Framework); ok {
			choice = e.ID
		}
		if o.Framework == "" {
			continue // left open, so that the first choice can be tried
		}
		if err := s.app.Framework.Choose(ctx, s.administrator(o.Key), framework.Children, choice); err != nil {
			return err
		}
	}
	return nil
}

// nameContacts names the local safety contacts, the last thing of all: complete looks for the first one. Every
// organisation stays in trial mode, so that leaving it can be tried.
func (s *seeder) nameContacts(ctx context.Context) error {
	for i := len(s.data.staff.Organisations) - 1; i >= 0; i-- {
		o := s.data.staff.Organisations[i]
		if o.Contact.Name == "" {
			continue
		}
		err := s.app.Account.SaveSettings(ctx, s.administrator(o.Key), account.Settings{Mode: account.Trial,
			Contact: account.Contact{Name: o.Contact.Name, Phone: o.Contact.Phone, OutOfHours: o.Contact.OutOfHours,
				Tested: s.now.AddDate(0, 0, -20).Format(time.DateOnly)}})
		if err != nil {
			return err
		}
	}
	return nil
}

// signIns sets up, on the real clock, the sign-in of everybody whom a tester can be: a new password and a new
// authenticator app at every start.
func (d *Demo) signIns(ctx context.Context, data demoData) error {
	names := map[string]demoOrganisation{}
	for _, o := range data.staff.Organisations {
		names[o.Key] = o
	}
	for _, c := range data.staff.People {
		if c.ShownAs == "" {
			continue
		}
		i, err := d.Account.ResetBySystem(ctx, permit.System, c.Email)
		if problem.Is(err, problem.NotFound) {
			continue // closed in the demonstration by somebody who tried that
		}
		if err != nil {
			return err
		}
		password := demoPassword()
		e, err := d.Account.EnrolTOTP(ctx, i.Code, password)
		if c.is(permit.Inspector) && problem.Is(err, problem.NotFound) {
			continue // their visit is over
		}
		if err != nil {
			return err
		}
		o := names[c.Organisation]
		d.People = append(d.People, DemoPerson{Key: c.ShownAs, AccountID: e.AccountID, Name: c.Name, Organisation: o.Name,
			Nation: o.Nation, Email: c.Email, Password: password, Secret: e.Secret, RecoveryCodes: e.RecoveryCodes})
	}
	return nil
}

// passwordWords make passwords that a tester can type.
var passwordWords = strings.Fields("amber brook candle dune ember ferry glade jetty kettle ladder nettle orchard pebble quarry " +
	"ribbon saddle timber umbrella valley yarrow zephyr anchor basket cobble fathom gazelle hazel inkwell juniper lagoon")

func demoPassword() string {
	words := make([]string, 4)
	for i := range words {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(passwordWords))))
		if err != nil {
			panic(err) // the system has no randomness: nothing can go on
		}
		words[i] = passwordWords[n.Int64()]
	}
	n, _ := rand.Int(rand.Reader, big.NewInt(9000))
	return strings.Join(words, "-") + fmt.Sprintf("-%d", 1000+n.Int64())
}
