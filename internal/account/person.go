package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// State says where an account stands.
type State string

// The states. A closed account stays, so that what the person did keeps their name.
const (
	Invited State = "invited"
	Active  State = "active"
	Closed  State = "closed"
)

// Person is an account as colleagues see it.
type Person struct {
	ID               string
	Name             string
	OrganisationID   string
	OrganisationName string
	Roles            []permit.Role
	State            State
}

// NewPerson is who an administrator lets in.
type NewPerson struct {
	Name  string
	Email string
	Roles []permit.Role
	Teams []string // ids of teams of the same organisation
}

// Invitation is a one-time code for a person to set up, or set up again, their own sign-in. It is shown once to the
// people who make it and stored nowhere in the clear; nothing is sent.
type Invitation struct {
	AccountID string
	Code      string // in groups of four
	Until     time.Time
}

// InvitationLasts is how long a one-time code is good for.
const InvitationLasts = 72 * time.Hour

func namePlace(id string) seal.Place {
	return seal.Place{Table: "account_people", Row: id, Column: "name"}
}
func emailPlace(id string) seal.Place {
	return seal.Place{Table: "account_people", Row: id, Column: "email"}
}
func passwordPlace(id string) seal.Place {
	return seal.Place{Table: "account_people", Row: id, Column: "password"}
}

func (p *NewPerson) check() error {
	var c problem.Check
	p.Name = checkName(&c, "name", p.Name, maxName)
	email, ok := checkEmail(p.Email)
	c.Require(ok, "email", "problem.not_an_email")
	p.Email = email
	checkRoles(&c, p.Roles)
	return c.Err()
}

// checkRoles wants one role at least, each once and known; an administrator holds no other, because whoever looks after
// accounts opens no record.
func checkRoles(c *problem.Check, roles []permit.Role) {
	c.Require(len(roles) > 0, "roles", "problem.required_choices")
	for i, r := range roles {
		if !slices.Contains(permit.Roles, r) || slices.Contains(roles[:i], r) {
			c.Add("roles", "problem.not_a_choice")
			return
		}
	}
	c.Require(len(roles) < 2 || !slices.Contains(roles, permit.Administrator), "roles", "account.administrator_alone")
}

// Invite makes an account in the organisation and gives the one-time code with which its person sets up their sign-in.
// An address that has an account already is a Conflict.
func (s *Service) Invite(ctx context.Context, who permit.Actor, organisation string, p NewPerson) (Invitation, error) {
	if err := p.check(); err != nil {
		return Invitation{}, err
	}
	invitation, id := newInvitation(s.door.Now()), db.NewID()
	invitation.AccountID = id
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("invited", id)
		return s.addPerson(ctx, w, organisation, id, p, invitation)
	})
	if err != nil {
		return Invitation{}, fmt.Errorf("invite person: %w", err)
	}
	return invitation.shown(), nil
}

// CreateAccount is Invite, by the name under which the command line and the demonstration know it.
func (s *Service) CreateAccount(ctx context.Context, who permit.Actor, organisation string, p NewPerson) (Invitation, error) {
	return s.Invite(ctx, who, organisation, p)
}

// CreateFirstAdministrator adds an organisation with its first administrator, by the command line (permit.System), and
// gives the one-time code. Roles of p are not read: a first administrator is an administrator and nothing else.
func (s *Service) CreateFirstAdministrator(ctx context.Context, who permit.Actor, o Organisation, p NewPerson) (Invitation, error) {
	p.Roles, p.Teams = []permit.Role{permit.Administrator}, nil
	if err := o.check(); err != nil {
		return Invitation{}, err
	}
	if err := p.check(); err != nil {
		return Invitation{}, err
	}
	if o.ID == "" {
		o.ID = db.NewID()
	}
	invitation := newInvitation(s.door.Now())
	invitation.AccountID = db.NewID()
	err := s.door.Do(ctx, who, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note("first_administrator", o.ID, invitation.AccountID)
		if err := addOrganisation(ctx, w, o); err != nil {
			return err
		}
		return s.addPerson(ctx, w, o.ID, invitation.AccountID, p, invitation)
	})
	if err != nil {
		return Invitation{}, fmt.Errorf("create first administrator: %w", err)
	}
	return invitation.shown(), nil
}

func newInvitation(now time.Time) Invitation {
	return Invitation{Code: newCode(invitationLetters), Until: now.Add(InvitationLasts)}
}

func (i Invitation) shown() Invitation {
	i.Code = spaced(i.Code)
	return i
}

func (s *Service) addPerson(ctx context.Context, w *access.Work, organisation, id string, p NewPerson, i Invitation) error {
	key, err := w.NewAccountKey(ctx, id)
	if err != nil {
		return err
	}
	row := personRow{id: id, organisation: organisation, state: Invited, revision: db.NewID(),
		name: key.SealText(p.Name, namePlace(id)), email: key.SealText(p.Email, emailPlace(id)),
		emailIndex: w.Blind("account.email", foldEmail(p.Email))}
	if err := insertPerson(ctx, w.Tx, row, db.Time(w.At)); err != nil {
		if problem.Is(err, problem.Conflict) {
			return emailTaken(err)
		}
		return err
	}
	if err := replaceRoles(ctx, w.Tx, id, p.Roles); err != nil {
		return err
	}
	for _, team := range p.Teams {
		if err := s.join(ctx, w, organisation, id, team); err != nil {
			return err
		}
	}
	return issue(ctx, w, id, i)
}

func emailTaken(err error) error {
	return &problem.Error{Kind: problem.Conflict, Key: "account.email_taken", Err: err,
		Fields: []problem.Field{{Name: "email", Key: "account.email_taken"}}}
}

// issue makes the code the account's only one that opens.
func issue(ctx context.Context, w *access.Work, account string, i Invitation) error {
	if err := voidInvitations(ctx, w.Tx, account, db.Time(w.At)); err != nil {
		return err
	}
	return insertInvitation(ctx, w.Tx, db.NewID(), account, w.Blind("account.invitation", i.Code), w.Who.ID, db.Time(w.At), db.Time(i.Until))
}

// InviteAgain gives a new code to somebody who has not set up their sign-in yet; codes given before stop working.
func (s *Service) InviteAgain(ctx context.Context, who permit.Actor, organisation, account string) (Invitation, error) {
	invitation := newInvitation(s.door.Now())
	invitation.AccountID = account
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("invited_again", account)
		p, err := personOf(ctx, w, organisation, account)
		if err != nil {
			return err
		}
		if p.state != Invited {
			return problem.New(problem.Conflict, "account.not_waiting")
		}
		if err := deleteSessionsOf(ctx, w.Tx, account, ""); err != nil {
			return err
		}
		return issue(ctx, w, account, invitation)
	})
	if err != nil {
		return Invitation{}, fmt.Errorf("invite again: %w", err)
	}
	return invitation.shown(), nil
}

// personOf finds an account of the organisation; another organisation's is NotFound.
func personOf(ctx context.Context, w *access.Work, organisation, account string) (personRow, error) {
	p, err := findPerson(ctx, w.Tx, account)
	if err != nil {
		return p, err
	}
	if p.organisation != organisation {
		return personRow{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return p, nil
}

// Rename changes a person's name or address, where it was written wrong or has changed.
func (s *Service) Rename(ctx context.Context, who permit.Actor, organisation, account, name, email string) error {
	var c problem.Check
	name = checkName(&c, "name", name, maxName)
	email, ok := checkEmail(email)
	c.Require(ok, "email", "problem.not_an_email")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("renamed", account)
		p, err := openPersonOf(ctx, w, organisation, account)
		if err != nil {
			return err
		}
		key, err := w.AccountKey(ctx, account)
		if err != nil {
			return err
		}
		p.revision = db.NewID()
		p.name, p.email = key.SealText(name, namePlace(account)), key.SealText(email, emailPlace(account))
		p.emailIndex = w.Blind("account.email", foldEmail(email))
		if err := updateNames(ctx, w.Tx, p); problem.Is(err, problem.Conflict) {
			return emailTaken(err)
		} else if err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("rename person: %w", err)
	}
	return nil
}

// openPersonOf is personOf for an account that is not closed.
func openPersonOf(ctx context.Context, w *access.Work, organisation, account string) (personRow, error) {
	p, err := personOf(ctx, w, organisation, account)
	if err == nil && p.state == Closed {
		return p, problem.New(problem.Conflict, "account.is_closed")
	}
	return p, err
}

// SetRoles gives a person these roles and no others, from their next request on; their sessions end. Nobody changes
// their own, the last administrator stays one, and a visitor's account stays a visitor's.
func (s *Service) SetRoles(ctx context.Context, who permit.Actor, organisation, account string, roles []permit.Role) error {
	var c problem.Check
	checkRoles(&c, roles)
	if err := c.Err(); err != nil {
		return err
	}
	if who.ID == account {
		return problem.New(problem.Forbidden, "account.not_yourself")
	}
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("roles_set", account)
		for _, r := range roles {
			w.Note(string(r))
		}
		p, err := openPersonOf(ctx, w, organisation, account)
		if err == nil && p.endsAt != "" { // a visitor's: what lets them into a case would open the record itself
			err = problem.New(problem.Forbidden, "access.refused")
		}
		if err != nil {
			return err
		}
		if err := replaceRoles(ctx, w.Tx, account, roles); err != nil {
			return err
		}
		if err := someAdministrator(ctx, w, organisation); err != nil {
			return err
		}
		return deleteSessionsOf(ctx, w.Tx, account, "")
	})
	if err != nil {
		return fmt.Errorf("set roles: %w", err)
	}
	return nil
}

// someAdministrator refuses to leave an organisation without anybody who can let people in, if it had one.
func someAdministrator(ctx context.Context, w *access.Work, organisation string) error {
	if w.Who.Is(permit.Operator) {
		return nil
	}
	n, err := countAdministrators(ctx, w.Tx, organisation)
	if err == nil && n == 0 {
		return problem.New(problem.Conflict, "account.last_administrator")
	}
	return err
}

// Close ends an account for good: no sign-in, no sessions, no teams; its factors, codes and password are destroyed. The
// name stays with what the person did, and the address is free for another account. Nobody closes their own.
func (s *Service) Close(ctx context.Context, who permit.Actor, organisation, account string) error {
	if who.ID == account {
		return problem.New(problem.Forbidden, "account.not_yourself")
	}
	err := s.manage(ctx, who, organisation, func(w *access.Work) error {
		w.Note("closed", account)
		if _, err := openPersonOf(ctx, w, organisation, account); err != nil {
			return err
		}
		at := db.Time(w.At)
		if err := clearSignIn(ctx, w.Tx, account, at); err != nil {
			return err
		}
		if err := endMemberships(ctx, w.Tx, account, at); err != nil {
			return err
		}
		if err := closePerson(ctx, w.Tx, account, at); err != nil {
			return err
		}
		return someAdministrator(ctx, w, organisation)
	})
	if err != nil {
		return fmt.Errorf("close account: %w", err)
	}
	return nil
}
