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

// FactorKind says what sort of second factor it is.
type FactorKind string

// The kinds of second factor.
const (
	TOTP    FactorKind = "totp"
	Passkey FactorKind = "passkey"
)

// RecoveryCodes is how many recovery codes a person has.
const RecoveryCodes = 10

// factorTries is how many second factors may be tried before the password is asked for again.
const factorTries = 5

func factorPlace(id string) seal.Place {
	return seal.Place{Table: "account_factors", Row: id, Column: "secret"}
}
func shownPlace(id string) seal.Place {
	return seal.Place{Table: "account_recovery", Row: id, Column: "shown"}
}

// Waiting is a sign-in between password and second factor.
type Waiting struct {
	Kinds []FactorKind // the factors the person has
	Until time.Time
}

// WaitingFactor says which second factors a password-stage token may be completed with; NotFound when it is over.
func (s *Service) WaitingFactor(ctx context.Context, token string) (Waiting, error) {
	row, err := s.session(ctx, token, StagePassword)
	if err != nil {
		return Waiting{}, err
	}
	kinds, err := s.gate.factorKinds(ctx, row.account)
	if err != nil {
		return Waiting{}, fmt.Errorf("find second factors: %w", err)
	}
	return Waiting{Kinds: kinds, Until: row.endsAt}, nil
}

// prove checks one kind of second factor inside the deciding work. It answers whether it was right.
type prove func(ctx context.Context, w *access.Work, row sessionRow) (bool, error)

// SignInTOTP completes a sign-in with a one-time password. A wrong one, or one that was used before, is Invalid.
func (s *Service) SignInTOTP(ctx context.Context, token, code string, from From) (Entry, error) {
	return s.complete(ctx, token, "totp", from, func(ctx context.Context, w *access.Work, row sessionRow) (bool, error) {
		return useTOTP(ctx, w, row.account, code)
	})
}

// SignInRecovery completes a sign-in with a recovery code, which is then used up.
func (s *Service) SignInRecovery(ctx context.Context, token, code string, from From) (Entry, error) {
	code = readCode(code, recoveryLetters)
	return s.complete(ctx, token, "recovery", from, func(ctx context.Context, w *access.Work, row sessionRow) (bool, error) {
		if code == "" {
			return false, nil
		}
		n, err := useRecovery(ctx, w.Tx, row.account, recoveryIndex(w, row.account, code), db.Time(w.At))
		return n == 1, err
	})
}

func recoveryIndex(w *access.Work, account, code string) string {
	return w.Blind("account.recovery", account+" "+code)
}

// useTOTP checks a code against every active app of the account and uses its step up, so that nobody who looked over a
// shoulder can send it again.
func useTOTP(ctx context.Context, w *access.Work, account, code string) (bool, error) {
	factors, err := listFactors(ctx, w.Tx, account)
	if err != nil {
		return false, err
	}
	for _, f := range factors {
		if f.kind != TOTP || f.state != "active" {
			continue
		}
		secret, err := w.Key.OpenText(f.secret, factorPlace(f.id))
		if err != nil {
			return false, err
		}
		step, err := matchTOTP(secret, code, w.At)
		if err != nil {
			return false, err
		}
		if step == 0 {
			continue
		}
		n, err := useStep(ctx, w.Tx, f.id, step, db.Time(w.At))
		return n == 1, err
	}
	return false, nil
}

// outcome is what a try at the second factor came to.
type outcome struct {
	entry Entry
	wait  time.Duration
	wrong bool
	over  bool // too many wrong: the password is asked for again
}

// complete checks a second factor and enters, or counts the failure. All of it is one transaction, so that a code used
// twice at once works once.
func (s *Service) complete(ctx context.Context, token, kind string, from From, p prove) (Entry, error) {
	row, err := s.session(ctx, token, StagePassword)
	if err != nil {
		return Entry{}, err
	}
	known, err := s.knownFor(ctx, from)
	if err != nil {
		return Entry{}, err
	}
	// Whoever shares a computer with a colleague and knows the password could else guess six digits there at leisure.
	forgive, ofBrowser := func() {}, "totp "+hashToken(from.Device)
	if kind == "totp" && known == row.account {
		wait, undo := s.throttle.try(countDevice, ofBrowser, paceDevice)
		if wait > 0 {
			return Entry{}, throttled(wait)
		}
		forgive = undo
	}
	full, device := newToken(), newToken()
	var o outcome
	err = s.door.Do(ctx, row.actor(), permit.SignIn, access.Account(row.account), func(w *access.Work) (err error) {
		o, err = s.tryFactor(ctx, w, row, kind, known == row.account, p, func() (Entry, error) {
			return s.enter(ctx, w, row, full, device, from)
		})
		return err
	})
	switch {
	case err != nil:
		forgive()
		return Entry{}, fmt.Errorf("complete sign-in: %w", err)
	case o.wait > 0:
		return Entry{}, throttled(o.wait)
	case o.over:
		return Entry{}, problem.New(problem.NotFound, "account.begin_again")
	case o.wrong:
		return Entry{}, wrongCode(kind)
	}
	s.throttle.forget(countDevice, hashToken(from.Device))
	forgive()
	return o.entry, nil
}

// wrongCode says on the form's field that a second factor was not right.
func wrongCode(kind string) error {
	var c problem.Check
	c.Add("code", "account."+kind+"_wrong")
	return c.Err()
}

func (s *Service) tryFactor(ctx context.Context, w *access.Work, row sessionRow, kind string, known bool, p prove, enter func() (Entry, error)) (outcome, error) {
	person, err := findPerson(ctx, w.Tx, row.account)
	if err != nil {
		return outcome{}, err
	}
	current, err := findSessionByID(ctx, w.Tx, row.id)
	if problem.Is(err, problem.NotFound) || err == nil && person.state != Active {
		w.Note("session_over")
		return outcome{over: true}, nil
	}
	if err != nil {
		return outcome{}, err
	}
	if left := factorWait(person, w.At); kind == "totp" && !known && left > 0 {
		w.Note("second_factor_throttled")
		return outcome{wait: left}, nil
	}
	if err := s.refusesFactor(ctx, w, row.organisation, kind); err != nil {
		return outcome{}, err
	}
	ok, err := p(ctx, w, current)
	if err != nil {
		return outcome{}, err
	}
	if !ok {
		w.Note("second_factor_refused", kind)
		return s.factorFailed(ctx, w, current, kind)
	}
	w.Note("signed_in", kind)
	entry, err := enter()
	return outcome{entry: entry}, err
}

func (s *Service) factorFailed(ctx context.Context, w *access.Work, row sessionRow, kind string) (outcome, error) {
	if kind == "totp" {
		if err := countFailure(ctx, w.Tx, row.account, db.Time(w.At)); err != nil {
			return outcome{}, err
		}
	}
	if row.tries+1 >= factorTries {
		_, err := deleteSession(ctx, w.Tx, row.account, row.id)
		return outcome{over: true}, err
	}
	return outcome{wrong: true}, setChallenge(ctx, w.Tx, row.id, newToken(), row.tries+1)
}

// factorWait is how long one-time passwords from unknown browsers must wait, after failures anywhere.
func factorWait(p personRow, now time.Time) time.Duration {
	if p.factorFailedAt == "" {
		return 0
	}
	last, err := db.ParseTime(p.factorFailedAt)
	if err != nil || now.Sub(last) > paceFactor.forgetAfter {
		return 0
	}
	return last.Add(paceFactor.wait(p.factorFailures)).Sub(now)
}

// Factor is one of the person's own second factors.
type Factor struct {
	ID    string
	Kind  FactorKind
	Added time.Time
	Used  time.Time // zero when never
}

// Guard is what guards the person's own account.
type Guard struct {
	Email    string
	Factors  []Factor
	Recovery int  // unused recovery codes
	Proven   bool // the password was given a short while ago, so that changes are open
}

// OwnGuard reads what guards the account of a full session.
func (s *Service) OwnGuard(ctx context.Context, token string) (Guard, error) {
	row, err := s.session(ctx, token, StageFull)
	if err != nil {
		return Guard{}, err
	}
	var g Guard
	err = s.door.Read(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		w.Note("guard")
		g = Guard{Proven: w.At.Sub(row.provedAt) < provenLasts}
		if g.Email, err = openEmail(ctx, w, row.account); err != nil {
			return err
		}
		stored, err := listFactors(ctx, w.Tx, row.account)
		if err != nil {
			return err
		}
		for _, f := range stored {
			if f.state == "active" {
				g.Factors = append(g.Factors, f.Factor())
			}
		}
		g.Recovery, err = countRecovery(ctx, w.Tx, row.account)
		return err
	})
	if err != nil {
		return Guard{}, fmt.Errorf("read own sign-in: %w", err)
	}
	return g, nil
}

func openEmail(ctx context.Context, w *access.Work, account string) (string, error) {
	p, err := findPerson(ctx, w.Tx, account)
	if err != nil {
		return "", err
	}
	return w.Key.OpenText(p.email, emailPlace(account))
}

// RemoveFactor takes one of the person's own factors away; the last one stays.
func (s *Service) RemoveFactor(ctx context.Context, token, id string) error {
	row, err := s.proven(ctx, token)
	if err != nil {
		return err
	}
	err = s.door.Do(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		w.Note("factor_removed", id)
		stored, err := listFactors(ctx, w.Tx, row.account)
		if err != nil {
			return err
		}
		stored = slices.DeleteFunc(stored, func(f factorRow) bool { return f.state != "active" })
		if !slices.ContainsFunc(stored, func(f factorRow) bool { return f.id == id }) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if len(stored) == 1 {
			return problem.New(problem.Conflict, "account.last_factor")
		}
		if only, err := passkeysOnly(ctx, w.Tx, row.organisation); err != nil {
			return err
		} else if only && lastPasskey(stored, id) {
			return problem.New(problem.Conflict, "account.last_factor")
		}
		return deleteFactor(ctx, w.Tx, row.account, id)
	})
	if err != nil {
		return fmt.Errorf("remove factor: %w", err)
	}
	return nil
}

// lastPasskey reports whether no passkey is left among the factors without one of them.
func lastPasskey(factors []factorRow, without string) bool {
	return !slices.ContainsFunc(factors, func(f factorRow) bool { return f.kind == Passkey && f.id != without })
}

// proven gives a full session whose person has given the password a short while ago, else a Forbidden problem
// "account.prove_first".
func (s *Service) proven(ctx context.Context, token string) (sessionRow, error) {
	row, err := s.session(ctx, token, StageFull)
	if err != nil {
		return row, err
	}
	if s.door.Now().Sub(row.provedAt) >= provenLasts {
		return row, problem.New(problem.Forbidden, "account.prove_first")
	}
	return row, nil
}
