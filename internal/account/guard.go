package account

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// freshRecovery makes recovery codes to be shown; those that are in use stay good until the new ones are kept.
func freshRecovery(ctx context.Context, w *access.Work, account string) error {
	if err := deleteShown(ctx, w.Tx, account); err != nil {
		return err
	}
	for place := range RecoveryCodes {
		id, code := db.NewID(), newCode(recoveryLetters)
		if err := insertRecovery(ctx, w.Tx, id, account, place, recoveryIndex(w, account, code), w.Key.SealText(code, shownPlace(id))); err != nil {
			return err
		}
	}
	return nil
}

// firstRecovery makes recovery codes for an account that has none, neither in use nor shown.
func firstRecovery(ctx context.Context, w *access.Work, account string) error {
	shown, err := listShown(ctx, w.Tx, account)
	if err != nil {
		return err
	}
	n, err := countRecovery(ctx, w.Tx, account)
	if err != nil || n > 0 || len(shown) > 0 {
		return err
	}
	return freshRecovery(ctx, w, account)
}

// NewRecoveryCodes makes ten new recovery codes for a person who is signed in; EnrolmentOf shows them until
// KeepRecoveryCodes says they are kept, and until then the old ones stay good.
func (s *Service) NewRecoveryCodes(ctx context.Context, token string) error {
	return s.change(ctx, token, "recovery_codes_made", func(w *access.Work, row sessionRow) error {
		return freshRecovery(ctx, w, row.account)
	})
}

// KeepRecoveryCodes puts the shown recovery codes in the place of the old ones.
func (s *Service) KeepRecoveryCodes(ctx context.Context, token string) error {
	return s.change(ctx, token, "recovery_codes_kept", func(w *access.Work, row sessionRow) error {
		shown, err := listShown(ctx, w.Tx, row.account)
		if err != nil {
			return err
		}
		if len(shown) != RecoveryCodes {
			return problem.New(problem.Conflict, "account.begin_again")
		}
		_, err = keepRecovery(ctx, w.Tx, row.account)
		return err
	})
}

// change runs one change of what guards the own account.
func (s *Service) change(ctx context.Context, token, code string, f func(*access.Work, sessionRow) error) error {
	row, err := s.proven(ctx, token)
	if err != nil {
		return err
	}
	err = s.door.Do(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		w.Note(code)
		return f(w, row)
	})
	if err != nil {
		return fmt.Errorf("change own sign-in: %w", err)
	}
	return nil
}

// Prove takes the password again before what guards the account is changed; that then stays open for 15 minutes. A
// wrong one is Invalid on field "password", and counts like a wrong one at sign-in.
func (s *Service) Prove(ctx context.Context, token, password string) error {
	row, err := s.session(ctx, token, StageFull)
	if err != nil {
		return err
	}
	wait, forgive := s.throttle.try(countDevice, "own "+row.account, paceDevice)
	if wait > 0 {
		return throttled(wait)
	}
	hash, err := s.ownHash(ctx, row)
	if err != nil {
		forgive()
		return fmt.Errorf("prove password: %w", err)
	}
	if len(password) > 8*MaxPassword {
		password = ""
	}
	ok, err := s.hasher.check(ctx, hash, password)
	if err != nil {
		forgive()
		return fmt.Errorf("prove password: %w", err)
	}
	err = s.door.Do(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		if !ok {
			w.Note("password_refused")
			return nil
		}
		w.Note("password_given_again")
		return setProved(ctx, w.Tx, row.id, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("prove password: %w", err)
	}
	if !ok {
		var c problem.Check
		c.Add("password", "account.password_wrong")
		return c.Err()
	}
	forgive()
	return nil
}

func (s *Service) ownHash(ctx context.Context, row sessionRow) (hash string, err error) {
	err = s.door.Read(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		w.Note("own_password")
		p, err := findPerson(ctx, w.Tx, row.account)
		if err != nil || p.password == nil {
			return err
		}
		hash, err = w.Key.OpenText(p.password, passwordPlace(row.account))
		return err
	})
	return hash, err
}

// ChangePassword sets a new password for a person who is signed in and has given the old one a short while ago. Every
// other session ends and every known browser is forgotten; this one goes on under the new token that is returned.
func (s *Service) ChangePassword(ctx context.Context, token, password string, from From) (Entry, error) {
	row, err := s.proven(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	hash, err := s.newPassword(ctx, row, password)
	if err != nil {
		return Entry{}, fmt.Errorf("change password: %w", err)
	}
	full, device := newToken(), newToken()
	var entry Entry
	err = s.door.Do(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		w.Note("password_changed")
		if err := updatePassword(ctx, w.Tx, row.account, w.Key.SealText(hash, passwordPlace(row.account))); err != nil {
			return err
		}
		if err := deleteDevices(ctx, w.Tx, row.account); err != nil {
			return err
		}
		if err := deleteSessionsOf(ctx, w.Tx, row.account, row.id); err != nil {
			return err
		}
		entry, err = s.enter(ctx, w, row, full, device, from)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("change password: %w", err)
	}
	return entry, nil
}
