package account

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// InviteVisitor makes the account of a visiting inspector in the actor's organisation, within the work of planning a visit,
// and gives the one-time code. From ends on nothing opens to it, whoever forgets to close it.
func (s *Service) InviteVisitor(ctx context.Context, w *access.Work, p NewPerson, ends time.Time) (Invitation, error) {
	p.Roles, p.Teams = []permit.Role{permit.Inspector}, nil
	var c problem.Check
	p.Name = checkName(&c, "name", p.Name, maxName)
	email, ok := checkEmail(p.Email)
	c.Require(ok, "email", "problem.not_an_email")
	p.Email = email
	if err := c.Err(); err != nil {
		return Invitation{}, err
	}
	invitation := newInvitation(w.At)
	invitation.AccountID = db.NewID()
	w.Note("invited", invitation.AccountID)
	if err := s.addPerson(ctx, w, w.Who.Organisation, invitation.AccountID, p, invitation); err != nil {
		return Invitation{}, err
	}
	return invitation.shown(), updateEnds(ctx, w.Tx, invitation.AccountID, db.Time(ends))
}

// VisitorCode gives a visiting inspector who has not set up their sign-in yet a new code; those given before stop working.
func (s *Service) VisitorCode(ctx context.Context, w *access.Work, account string) (Invitation, error) {
	p, err := s.visitor(ctx, w, account)
	if err != nil {
		return Invitation{}, err
	}
	if p.state != Invited {
		return Invitation{}, problem.New(problem.Conflict, "account.not_waiting")
	}
	invitation := newInvitation(w.At)
	invitation.AccountID = account
	if err := deleteSessionsOf(ctx, w.Tx, account, ""); err != nil {
		return Invitation{}, err
	}
	w.Note("invited_again", account)
	return invitation.shown(), issue(ctx, w, account, invitation)
}

// EndVisitor closes a visiting inspector's account: no sign-in and no session is left of it. One that is closed stays so.
func (s *Service) EndVisitor(ctx context.Context, w *access.Work, account string) error {
	p, err := s.visitor(ctx, w, account)
	if err != nil || p.state == Closed {
		return err
	}
	w.Note("closed", account)
	if err := clearSignIn(ctx, w.Tx, account, db.Time(w.At)); err != nil {
		return err
	}
	return closePerson(ctx, w.Tx, account, db.Time(w.At))
}

// visitor finds an account of the actor's organisation that is a visiting inspector's and nothing else; any other is
// NotFound: planning a visit is no way to end a colleague's account.
func (s *Service) visitor(ctx context.Context, w *access.Work, account string) (personRow, error) {
	p, err := personOf(ctx, w, w.Who.Organisation, account)
	if err != nil {
		return p, err
	}
	roles, err := listRoles(ctx, w.Tx, []string{account})
	if err == nil && !slices.Equal(roles[account], []permit.Role{permit.Inspector}) {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	return p, err
}
