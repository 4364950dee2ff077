package account

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Enrolled is a sign-in that a program has set up for an invented person.
type Enrolled struct {
	AccountID     string
	Secret        string // of the authenticator app, in base 32
	RecoveryCodes []string
}

// EnrolTOTP goes through every step of setting up a sign-in with an authenticator app, as a person would, and signs out
// again. It is for the demonstration and for tests: a program then knows what only the person should. The app is proven
// with the code before the present one, so that the present one can still be used.
func (s *Service) EnrolTOTP(ctx context.Context, code, password string) (Enrolled, error) {
	from := From{Network: "127.0.0.1"}
	entry, err := s.Redeem(ctx, code, from)
	if err != nil {
		return Enrolled{}, err
	}
	row, err := s.session(ctx, entry.Token, StageEnrol)
	if err != nil {
		return Enrolled{}, err
	}
	if err := s.ChoosePassword(ctx, entry.Token, password); err != nil {
		return Enrolled{}, err
	}
	e, err := s.EnrolmentOf(ctx, entry.Token)
	if err != nil {
		return Enrolled{}, err
	}
	before, err := totpAt(e.Secret, totpStep(s.door.Now())-1)
	if err != nil {
		return Enrolled{}, err
	}
	if err := s.ProveTOTP(ctx, entry.Token, before); err != nil {
		return Enrolled{}, err
	}
	done, err := s.EnrolmentOf(ctx, entry.Token)
	if err != nil {
		return Enrolled{}, err
	}
	in, err := s.FinishEnrolment(ctx, entry.Token, from)
	if err != nil {
		return Enrolled{}, err
	}
	if err := s.SignOut(ctx, in.Token); err != nil {
		return Enrolled{}, err
	}
	return Enrolled{AccountID: row.account, Secret: e.Secret, RecoveryCodes: done.Codes}, nil
}

// DemoEntry signs in without a password, as the demonstration's one button does. It is a type of its own so that
// nothing can do this by accident: app makes one only where it has seen that this is a demonstration, and asks it only
// for requests from the machine itself.
type DemoEntry struct{ service *Service }

// NewDemoEntry makes the demonstration's way in. Only the demonstration may.
func NewDemoEntry(s *Service) *DemoEntry { return &DemoEntry{s} }

// SignInAs gives a full session of an active account. The ledger says that it was the demonstration's button.
func (d *DemoEntry) SignInAs(ctx context.Context, account string, from From) (Entry, error) {
	token := newToken()
	var until time.Time
	err := d.service.door.Do(ctx, permit.Actor{ID: account}, permit.SignIn, access.Account(account), func(w *access.Work) error {
		w.Note("signed_in", "demonstration")
		p, err := findPerson(ctx, w.Tx, account)
		if err != nil {
			return err
		}
		if p.state != Active {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		until = w.At.Add(sessionMost)
		return begin(ctx, w, sessionRow{account: account, stage: StageFull, endsAt: until}, token, from)
	})
	if err != nil {
		return Entry{}, fmt.Errorf("sign in by the demonstration: %w", err)
	}
	return Entry{Token: token, Stage: StageFull, Until: until}, nil
}
