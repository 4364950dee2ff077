package account

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Kind says what sort of body an organisation is.
type Kind string

// The kinds of organisation.
const (
	Council         Kind = "council"
	HealthTrust     Kind = "health-trust"
	Charity         Kind = "charity"
	GuardianService Kind = "guardian-service"
	Agency          Kind = "agency"
)

// Kinds lists the kinds in the order people read them.
var Kinds = []Kind{Council, HealthTrust, Charity, GuardianService, Agency}

// Nations lists the nations an organisation can work in; its terms and rules follow from it.
var Nations = []string{"england", "scotland", "wales", "northern-ireland"}

// Organisation is a body that people work for.
type Organisation struct {
	ID     string
	Name   string
	Kind   Kind
	Nation string // one of Nations

	revision string
	sealed   []byte
}

// Team is a group of people in one organisation; a grant can name it.
type Team struct {
	ID             string
	OrganisationID string
	Name           string

	revision string
	sealed   []byte
}

const maxName = 200

func (o *Organisation) check() error {
	var c problem.Check
	o.Name = checkName(&c, "organisation", o.Name, maxName)
	c.Require(slices.Contains(Kinds, o.Kind), "kind", "problem.not_a_choice")
	c.Require(slices.Contains(Nations, o.Nation), "nation", "problem.not_a_choice")
	return c.Err()
}

func organisationPlace(id string) seal.Place {
	return seal.Place{Table: "account_organisations", Row: id, Column: "name"}
}
func teamPlace(id string) seal.Place {
	return seal.Place{Table: "account_teams", Row: id, Column: "name"}
}

// CreateOrganisation adds a body. Only the machine's own command line (permit.System) may. ID is made when empty; one
// that exists is a Conflict. It returns the id.
func (s *Service) CreateOrganisation(ctx context.Context, who permit.Actor, o Organisation) (string, error) {
	if err := o.check(); err != nil {
		return "", err
	}
	if o.ID == "" {
		o.ID = db.NewID()
	}
	err := s.door.Do(ctx, who, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note(o.ID)
		return addOrganisation(ctx, w, o)
	})
	if err != nil {
		return "", fmt.Errorf("create organisation: %w", err)
	}
	return o.ID, nil
}

func addOrganisation(ctx context.Context, w *access.Work, o Organisation) error {
	o.revision, o.sealed = db.NewID(), w.System().SealText(o.Name, organisationPlace(o.ID))
	return insertOrganisation(ctx, w.Tx, o, db.Time(w.At))
}

// Organisations lists every body that this service knows, by name: whoever is signed in may hand something on to one.
func (s *Service) Organisations(ctx context.Context, who permit.Actor) ([]Organisation, error) {
	var all []Organisation
	err := s.door.Read(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) (err error) {
		w.Note("organisations")
		all, err = openOrganisations(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list organisations: %w", err)
	}
	return all, nil
}

// AllOrganisations is Organisations for the command line (permit.System).
func (s *Service) AllOrganisations(ctx context.Context, who permit.Actor) ([]Organisation, error) {
	var all []Organisation
	err := s.door.Read(ctx, who, permit.Operate, access.Nothing, func(w *access.Work) (err error) {
		all, err = openOrganisations(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list organisations: %w", err)
	}
	return all, nil
}

// OrganisationsIn lists every organisation of the deployment within a use case that is already decided.
func (s *Service) OrganisationsIn(ctx context.Context, w *access.Work) ([]Organisation, error) {
	return openOrganisations(ctx, w)
}

func openOrganisations(ctx context.Context, w *access.Work) ([]Organisation, error) {
	all, err := listOrganisations(ctx, w.Tx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name, err = w.System().OpenText(all[i].sealed, organisationPlace(all[i].ID)); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b Organisation) int { return byName(a.Name, b.Name) })
	return all, nil
}

// Organisation gives one body, inside any work; NotFound when there is none.
func (s *Service) Organisation(ctx context.Context, w *access.Work, id string) (Organisation, error) {
	o, err := findOrganisation(ctx, w.Tx, id)
	if err != nil {
		return Organisation{}, fmt.Errorf("find organisation: %w", err)
	}
	o.Name, err = w.System().OpenText(o.sealed, organisationPlace(id))
	return o, err
}

// CreateTeam adds a team to an organisation: one's own for an administrator, any for the command line.
func (s *Service) CreateTeam(ctx context.Context, who permit.Actor, organisation, name string) (string, error) {
	var c problem.Check
	name = checkName(&c, "team", name, maxName)
	if err := c.Err(); err != nil {
		return "", err
	}
	t := Team{ID: db.NewID(), OrganisationID: organisation}
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("team_made", t.ID)
		t.revision, t.sealed = db.NewID(), w.System().SealText(name, teamPlace(t.ID))
		return insertTeam(ctx, w.Tx, t, db.Time(w.At))
	})
	if err != nil {
		return "", fmt.Errorf("create team: %w", err)
	}
	return t.ID, nil
}

// RenameTeam gives a team of the organisation another name.
func (s *Service) RenameTeam(ctx context.Context, who permit.Actor, organisation, team, name string) error {
	var c problem.Check
	name = checkName(&c, "team", name, maxName)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("team_renamed", team)
		return updateTeam(ctx, w.Tx, Team{ID: team, OrganisationID: organisation, revision: db.NewID(),
			sealed: w.System().SealText(name, teamPlace(team))})
	})
	if err != nil {
		return fmt.Errorf("rename team: %w", err)
	}
	return nil
}

// Teams lists the teams of one's own organisation by name.
func (s *Service) Teams(ctx context.Context, who permit.Actor) ([]Team, error) {
	var teams []Team
	err := s.door.Read(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) (err error) {
		w.Note("teams")
		teams, err = s.TeamsOf(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list teams: %w", err)
	}
	return teams, nil
}

// TeamsOf lists an organisation's teams by name, inside any work.
func (s *Service) TeamsOf(ctx context.Context, w *access.Work, organisation string) ([]Team, error) {
	teams, err := listTeams(ctx, w.Tx, organisation)
	if err != nil {
		return nil, err
	}
	for i := range teams {
		if teams[i].Name, err = w.System().OpenText(teams[i].sealed, teamPlace(teams[i].ID)); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(teams, func(a, b Team) int { return byName(a.Name, b.Name) })
	return teams, nil
}

// Team gives one team, inside any work; NotFound when there is none.
func (s *Service) Team(ctx context.Context, w *access.Work, id string) (Team, error) {
	t, err := findTeam(ctx, w.Tx, id)
	if err != nil {
		return Team{}, fmt.Errorf("find team: %w", err)
	}
	t.Name, err = w.System().OpenText(t.sealed, teamPlace(id))
	return t, err
}
