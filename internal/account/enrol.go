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
)

// Enrolment says how far somebody is with setting up their sign-in.
type Enrolment struct {
	Name     string
	Email    string
	Password bool   // chosen
	Factor   bool   // one at least is proven
	Secret   string // of the authenticator app to be proven, in base 32
	URI      string // the same for the square code
	Codes    []string
	Until    time.Time
}

// Redeem opens an invitation by its one-time code and begins setting up. Whoever begins again with the same code takes
// over from whoever had begun before; the code is used up when the sign-in is set up.
func (s *Service) Redeem(ctx context.Context, typed string, from From) (Entry, error) {
	wait, forgive := s.throttle.try(countCode, Network(from.Network), paceDevice)
	if wait > 0 {
		return Entry{}, throttled(wait)
	}
	code, token := readCode(typed, invitationLetters), newToken()
	refused := false
	var until time.Time
	err := s.door.Do(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		refused = false
		i, err := findInvitation(ctx, w.Tx, w.Blind("account.invitation", code), db.Time(w.At))
		if problem.Is(err, problem.NotFound) {
			refused = true
			w.Note("invitation_refused")
			return nil
		}
		if err != nil {
			return err
		}
		w.Note("enrolment_begun", i.account)
		if err := deleteSessionsOf(ctx, w.Tx, i.account, ""); err != nil {
			return err
		}
		if err := updatePassword(ctx, w.Tx, i.account, nil); err != nil {
			return err
		}
		if err := deleteFactors(ctx, w.Tx, i.account); err != nil {
			return err
		}
		until = w.At.Add(enrolmentLasts)
		return begin(ctx, w, sessionRow{account: i.account, stage: StageEnrol, invitation: i.id, endsAt: until}, token, from)
	})
	if err != nil {
		forgive()
		return Entry{}, fmt.Errorf("open invitation: %w", err)
	}
	if refused {
		return Entry{}, wrongCode("invitation")
	}
	forgive()
	return Entry{Token: token, Stage: StageEnrol, Until: until}, nil
}

// act is the action under which a session's person works on their own account: while setting up they are not signed in.
func (r sessionRow) act() permit.Action {
	if r.stage == StageFull {
		return permit.Self
	}
	return permit.SignIn
}

// changing gives a session in which the account's guards may be changed: one that sets up a sign-in, or a full one
// whose person gave the password a short while ago.
func (s *Service) changing(ctx context.Context, token string) (sessionRow, error) {
	row, err := s.session(ctx, token, StageEnrol, StageFull)
	if err == nil && row.stage == StageFull {
		return s.proven(ctx, token)
	}
	return row, err
}

// EnrolmentOf reads how far the person of an enrolment (or of a full session, adding a factor or new codes) is.
func (s *Service) EnrolmentOf(ctx context.Context, token string) (Enrolment, error) {
	row, err := s.changing(ctx, token)
	if err != nil {
		return Enrolment{}, err
	}
	var e Enrolment
	err = s.door.Read(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		w.Note("enrolment")
		e, err = s.readEnrolment(ctx, w, row)
		return err
	})
	if err != nil {
		return Enrolment{}, fmt.Errorf("read enrolment: %w", err)
	}
	return e, nil
}

func (s *Service) readEnrolment(ctx context.Context, w *access.Work, row sessionRow) (Enrolment, error) {
	p, err := findPerson(ctx, w.Tx, row.account)
	if err != nil {
		return Enrolment{}, err
	}
	e := Enrolment{Password: p.password != nil, Until: row.endsAt}
	if e.Name, err = w.Key.OpenText(p.name, namePlace(row.account)); err != nil {
		return e, err
	}
	if e.Email, err = w.Key.OpenText(p.email, emailPlace(row.account)); err != nil {
		return e, err
	}
	factors, err := listFactors(ctx, w.Tx, row.account)
	if err != nil {
		return e, err
	}
	for _, f := range factors {
		if f.state == "active" {
			e.Factor = true
			continue
		}
		if e.Secret, err = w.Key.OpenText(f.secret, factorPlace(f.id)); err != nil {
			return e, err
		}
		e.URI = totpURI(s.issuer, e.Email, e.Secret)
	}
	shown, err := listShown(ctx, w.Tx, row.account)
	if err != nil {
		return e, err
	}
	for _, c := range shown {
		code, err := w.Key.OpenText(c.sealed, shownPlace(c.id))
		if err != nil {
			return e, err
		}
		e.Codes = append(e.Codes, spaced(code))
	}
	return e, nil
}

// ChoosePassword sets the password while a sign-in is set up, and makes the secret of an authenticator app for the next
// step. A password that cannot be taken is Invalid on field "password".
func (s *Service) ChoosePassword(ctx context.Context, token, password string) error {
	row, err := s.session(ctx, token, StageEnrol)
	if err != nil {
		return err
	}
	hash, err := s.newPassword(ctx, row, password)
	if err != nil {
		return fmt.Errorf("choose password: %w", err)
	}
	err = s.door.Do(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		w.Note("password_chosen")
		if err := s.stillEnrols(ctx, w, row); err != nil {
			return err
		}
		if err := updatePassword(ctx, w.Tx, row.account, w.Key.SealText(hash, passwordPlace(row.account))); err != nil {
			return err
		}
		return freshTOTP(ctx, w, row.account)
	})
	if err != nil {
		return fmt.Errorf("choose password: %w", err)
	}
	return nil
}

// newPassword checks a password against the lists and the person's own texts, and hashes it.
func (s *Service) newPassword(ctx context.Context, row sessionRow, password string) (string, error) {
	var own []string
	err := s.door.Read(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		w.Note("own_texts")
		k, err := holder(ctx, w, row.account)
		if err != nil {
			return err
		}
		o, err := s.Organisation(ctx, w, row.organisation)
		own = []string{k.name, k.email, o.Name, s.issuer}
		return err
	})
	if err != nil {
		return "", err
	}
	if err := checkPassword(password, own...); err != nil {
		return "", err
	}
	return s.hasher.hash(ctx, password)
}

// stillEnrols refuses a step of an enrolment that another, or the finished one, has replaced.
func (s *Service) stillEnrols(ctx context.Context, w *access.Work, row sessionRow) error {
	if _, err := findSessionByID(ctx, w.Tx, row.id); problem.Is(err, problem.NotFound) {
		return errNoSession()
	} else if err != nil {
		return err
	}
	return nil
}

// freshTOTP makes a new secret to be proven, in place of any that was not.
func freshTOTP(ctx context.Context, w *access.Work, account string) error {
	if err := deleteFreshFactors(ctx, w.Tx, account); err != nil {
		return err
	}
	id := db.NewID()
	return insertFactor(ctx, w.Tx, factorRow{id: id, account: account, kind: TOTP, state: "fresh",
		secret: w.Key.SealText(newTOTPSecret(), factorPlace(id))}, db.Time(w.At))
}

// BeginTOTP makes the secret of another authenticator app for a person who is signed in; EnrolmentOf then shows it.
func (s *Service) BeginTOTP(ctx context.Context, token string) error {
	row, err := s.proven(ctx, token)
	if err != nil {
		return err
	}
	err = s.door.Do(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		w.Note("factor_begun", string(TOTP))
		if err := s.refusesFactor(ctx, w, row.organisation, string(TOTP)); err != nil {
			return err
		}
		return freshTOTP(ctx, w, row.account)
	})
	if err != nil {
		return fmt.Errorf("begin authenticator app: %w", err)
	}
	return nil
}

// ProveTOTP activates the fresh authenticator app with a code it shows. The first factor brings recovery codes.
func (s *Service) ProveTOTP(ctx context.Context, token, code string) error {
	row, err := s.changing(ctx, token)
	if err != nil {
		return err
	}
	refused := false
	err = s.door.Do(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		refused = false
		if err := s.stillEnrols(ctx, w, row); err != nil {
			return err
		}
		if err := s.refusesFactor(ctx, w, row.organisation, string(TOTP)); err != nil {
			return err
		}
		factors, err := listFactors(ctx, w.Tx, row.account)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(factors, func(f factorRow) bool { return f.state == "fresh" })
		if i < 0 {
			return problem.New(problem.Conflict, "account.begin_again")
		}
		f := factors[i]
		secret, err := w.Key.OpenText(f.secret, factorPlace(f.id))
		if err != nil {
			return err
		}
		step, err := matchTOTP(secret, code, w.At)
		if err != nil {
			return err
		}
		if step == 0 {
			refused = true
			w.Note("second_factor_refused", "totp")
			return nil
		}
		w.Note("factor_added", string(TOTP), f.id)
		if _, err := useStep(ctx, w.Tx, f.id, step, db.Time(w.At)); err != nil {
			return err
		}
		if err := activateFactor(ctx, w.Tx, row.account, f.id); err != nil {
			return err
		}
		return firstRecovery(ctx, w, row.account)
	})
	if err != nil {
		return fmt.Errorf("prove authenticator app: %w", err)
	}
	if refused {
		return wrongCode("totp")
	}
	return nil
}

// FinishEnrolment says that the recovery codes are kept: the invitation is used up, the account is active and its
// person signed in.
func (s *Service) FinishEnrolment(ctx context.Context, token string, from From) (Entry, error) {
	row, err := s.session(ctx, token, StageEnrol)
	if err != nil {
		return Entry{}, err
	}
	full, device := newToken(), newToken()
	var entry Entry
	err = s.door.Do(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		w.Note("enrolled")
		e, err := s.readEnrolment(ctx, w, row)
		if err != nil {
			return err
		}
		if !e.Password || !e.Factor || len(e.Codes) != RecoveryCodes {
			return problem.New(problem.Conflict, "account.begin_again")
		}
		if err := useInvitation(ctx, w.Tx, row.invitation, db.Time(w.At)); err != nil {
			return err
		}
		if err := deleteFreshFactors(ctx, w.Tx, row.account); err != nil {
			return err
		}
		if _, err := keepRecovery(ctx, w.Tx, row.account); err != nil {
			return err
		}
		if err := updateState(ctx, w.Tx, row.account, Active); err != nil {
			return err
		}
		entry, err = s.enter(ctx, w, row, full, device, from)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("finish enrolment: %w", err)
	}
	return entry, nil
}
