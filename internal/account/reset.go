package account

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// ResetLasts is how long a second person has to approve.
const ResetLasts = 24 * time.Hour

// StandsAlone is how long after somebody was let in by another the two do not count as two people for a reset: otherwise
// one administrator could invite an invented manager and approve their own request.
const StandsAlone = 14 * 24 * time.Hour

// Reset is a request to let somebody set up their sign-in again. Until a second person approves it, nothing changes.
type Reset struct {
	ID        string
	AccountID string
	AskedBy   string
	AskedAt   time.Time
	Until     time.Time
	// Mine says that the reader asked for it, so that another must approve.
	Mine bool

	organisation, askedAs string
}

// AskReset asks for a person's sign-in to be set up again; a second person must approve within a day. Nobody asks for
// their own.
func (s *Service) AskReset(ctx context.Context, who permit.Actor, account string) (string, error) {
	if who.ID == account {
		return "", problem.New(problem.Forbidden, "account.not_yourself")
	}
	id := db.NewID()
	err := s.door.Do(ctx, who, permit.ResetSignIn, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("reset_asked", account, id)
		if _, err := openPersonOf(ctx, w, who.Organisation, account); err != nil {
			return err
		}
		open, err := listResets(ctx, w.Tx, who.Organisation, db.Time(w.At))
		if err != nil {
			return err
		}
		for _, r := range open {
			if r.AccountID == account {
				return problem.New(problem.Conflict, "account.reset_asked_already")
			}
		}
		return insertReset(ctx, w.Tx, Reset{ID: id, AccountID: account, organisation: who.Organisation, AskedBy: who.ID,
			askedAs: standing(who), AskedAt: w.At, Until: w.At.Add(ResetLasts)})
	})
	if err != nil {
		return "", fmt.Errorf("ask for reset: %w", err)
	}
	return id, nil
}

// standing says as what somebody takes part in a reset.
func standing(who permit.Actor) string {
	if who.Is(permit.Administrator) {
		return "administrator"
	}
	return "manager"
}

// OpenResets lists the requests of one's own organisation that wait for a second person.
func (s *Service) OpenResets(ctx context.Context, who permit.Actor) ([]Reset, error) {
	var open []Reset
	err := s.door.Read(ctx, who, permit.ResetSignIn, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		w.Note("resets")
		open, err = listResets(ctx, w.Tx, who.Organisation, db.Time(w.At))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list resets: %w", err)
	}
	for i := range open {
		open[i].Mine = open[i].AskedBy == who.ID
	}
	return open, nil
}

// ApproveReset is the second person's word: the old password, factors, codes, browsers and sessions are destroyed and a
// one-time code is given for the person to set up anew. Whoever asked cannot approve, nor can the person concerned, and
// one of the two is an administrator. Whom the other has let in within StandsAlone does not count as a second person.
func (s *Service) ApproveReset(ctx context.Context, who permit.Actor, id string) (Invitation, error) {
	invitation := newInvitation(s.door.Now())
	err := s.door.Do(ctx, who, permit.ResetSignIn, access.Organisation(who.Organisation), func(w *access.Work) error {
		r, err := findReset(ctx, w.Tx, id, who.Organisation, db.Time(w.At))
		if err != nil {
			return err
		}
		w.Note("reset_approved", r.AccountID, id)
		switch {
		case r.AskedBy == who.ID:
			return problem.New(problem.Forbidden, "account.second_person")
		case r.AccountID == who.ID:
			return problem.New(problem.Forbidden, "account.not_yourself")
		case standing(who) != "administrator" && r.askedAs != "administrator":
			return problem.New(problem.Forbidden, "account.one_administrator")
		}
		if let, err := letIn(ctx, w.Tx, r.AskedBy, who.ID, db.Time(w.At.Add(-StandsAlone))); err != nil {
			return err
		} else if let {
			return problem.New(problem.Forbidden, "account.let_in_lately", "days", int(StandsAlone.Hours()/24))
		}
		if _, err := openPersonOf(ctx, w, who.Organisation, r.AccountID); err != nil {
			return err
		}
		if err := settleReset(ctx, w.Tx, id, "approved", who.ID, db.Time(w.At)); err != nil {
			return err
		}
		invitation.AccountID = r.AccountID
		return resetSignIn(ctx, w, invitation)
	})
	if err != nil {
		return Invitation{}, fmt.Errorf("approve reset: %w", err)
	}
	return invitation.shown(), nil
}

func resetSignIn(ctx context.Context, w *access.Work, i Invitation) error {
	if err := clearSignIn(ctx, w.Tx, i.AccountID, db.Time(w.At)); err != nil {
		return err
	}
	if err := updateState(ctx, w.Tx, i.AccountID, Invited); err != nil {
		return err
	}
	return issue(ctx, w, i.AccountID, i)
}

// WithdrawReset takes a request back, or declines it: anybody who could approve may.
func (s *Service) WithdrawReset(ctx context.Context, who permit.Actor, id string) error {
	err := s.door.Do(ctx, who, permit.ResetSignIn, access.Organisation(who.Organisation), func(w *access.Work) error {
		r, err := findReset(ctx, w.Tx, id, who.Organisation, db.Time(w.At))
		if err != nil {
			return err
		}
		w.Note("reset_withdrawn", r.AccountID, id)
		return settleReset(ctx, w.Tx, id, "withdrawn", who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("withdraw reset: %w", err)
	}
	return nil
}

// ResetBySystem is the reset by the machine's own command line (permit.System), for when there is nobody else: whoever
// can run it could change the machine anyway, and the ledger says that it was run. NotFound when no account that is
// open has the address.
func (s *Service) ResetBySystem(ctx context.Context, who permit.Actor, email string) (Invitation, error) {
	invitation := newInvitation(s.door.Now())
	err := s.door.Do(ctx, who, permit.Operate, access.Nothing, func(w *access.Work) error {
		p, err := findPersonByEmail(ctx, w.Tx, w.Blind("account.email", foldEmail(email)))
		if err != nil {
			return err
		}
		w.Note("reset_by_system", p.id)
		invitation.AccountID = p.id
		return resetSignIn(ctx, w, invitation)
	})
	if err != nil {
		return Invitation{}, fmt.Errorf("reset by command line: %w", err)
	}
	return invitation.shown(), nil
}
