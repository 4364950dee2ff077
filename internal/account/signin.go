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

// From says where a try comes from. Nothing of it but the agent's short name is stored as it stands.
type From struct {
	Network string // the peer's address
	Agent   string // a short name of the browser, for the person's own list
	Device  string // the device cookie's value, "" when there is none
}

// Keys of the throttle's counts.
const (
	countNetwork = "network"
	countAccount = "account"
	countDevice  = "device"
	countCode    = "code"
)

// wrong is the one answer to a sign-in that does not succeed, whyever: no such address, wrong password, closed account.
func wrong() error { return problem.New(problem.Invalid, "account.sign_in_wrong") }

// SignIn checks address and password. On success the entry's token is good for the second factor alone, for ten
// minutes. An unknown address and a wrong password are the same Invalid problem after the same time; too many tries are
// a Conflict that says how long to wait.
func (s *Service) SignIn(ctx context.Context, email, password string, from From) (Entry, error) {
	folded := foldEmail(email)
	if len(email) > 1024 || len(password) > 8*MaxPassword {
		folded, password = "", "" // nobody's: it takes the same way to the same answer
	}
	c, forgive, err := s.takePassword(ctx, folded, from)
	if err != nil {
		return Entry{}, err
	}
	ok, err := s.hasher.check(ctx, c.hash, password)
	if err != nil {
		forgive()
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	if !ok {
		if err := s.refuse(ctx, c.id, "password_refused"); err != nil {
			return Entry{}, fmt.Errorf("sign in: %w", err)
		}
		return Entry{}, wrong()
	}
	entry, err := s.passwordRight(ctx, c, password, from)
	if err == nil {
		forgive()
	}
	return entry, err
}

// takePassword looks the address up and counts a try for it, and answers how to forgive the try. A browser known for
// this very account has a count of its own, which nobody else's tries touch; for any other account it counts as
// unknown, so that it is no licence to try them all. Unknown browsers are counted before anything is looked up.
func (s *Service) takePassword(ctx context.Context, folded string, from From) (candidate, func(), error) {
	known, err := s.knownFor(ctx, from)
	if err != nil {
		return candidate{}, nil, err
	}
	var c candidate
	if known != "" {
		if c, err = s.candidate(ctx, folded); err != nil {
			return c, nil, fmt.Errorf("sign in: %w", err)
		}
		if c.id == known {
			wait, forgive := s.throttle.try(countDevice, hashToken(from.Device), paceDevice)
			if wait > 0 {
				return c, nil, throttled(wait)
			}
			return c, forgive, nil
		}
	}
	forgive, err := s.takeUnknown(folded, from)
	if err == nil && known == "" {
		if c, err = s.candidate(ctx, folded); err != nil {
			forgive()
			err = fmt.Errorf("sign in: %w", err)
		}
	}
	return c, forgive, err
}

// takeUnknown counts a try per network, and per address on that network.
func (s *Service) takeUnknown(folded string, from From) (func(), error) {
	net := Network(from.Network)
	wait, forgiveNetwork := s.throttle.try(countNetwork, net, paceNetwork)
	if wait > 0 {
		return nil, throttled(wait)
	}
	wait, forgiveAccount := s.throttle.try(countAccount, net+" "+folded, paceAccount)
	if wait > 0 {
		forgiveNetwork()
		return nil, throttled(wait)
	}
	return func() { forgiveNetwork(); forgiveAccount() }, nil
}

// knownFor gives the account for which the browser is known, "" when for none.
func (s *Service) knownFor(ctx context.Context, from From) (string, error) {
	hash := hashToken(from.Device)
	if hash == "" {
		return "", nil
	}
	account, err := s.gate.device(ctx, hash)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find device: %w", err)
	}
	return account, nil
}

// candidate is the account an address may belong to; its zero value stands for none.
type candidate struct {
	id, hash, revision string
}

// candidate looks an address up. What is read of an account is the hash to check against, and only while it is active.
func (s *Service) candidate(ctx context.Context, folded string) (c candidate, err error) {
	err = s.door.Read(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		c = candidate{}
		p, err := findPersonByEmail(ctx, w.Tx, w.Blind("account.email", folded))
		if problem.Is(err, problem.NotFound) {
			w.Note("address_unknown")
			return nil
		}
		if err != nil {
			return err
		}
		w.Note("address_known", p.id)
		c.id, c.revision = p.id, p.revision
		if p.state != Active || p.password == nil || p.over(db.Time(w.At)) {
			return nil
		}
		key, err := w.AccountKey(ctx, p.id)
		if err != nil {
			return err
		}
		c.hash, err = key.OpenText(p.password, passwordPlace(p.id))
		return err
	})
	return c, err
}

// refuse leaves an entry of a failed try.
func (s *Service) refuse(ctx context.Context, account string, codes ...string) error {
	on := access.Nothing
	if account != "" {
		on = access.Account(account)
	}
	return s.door.Do(ctx, permit.Nobody, permit.SignIn, on, func(w *access.Work) error {
		w.Note(codes...)
		return nil
	})
}

// passwordRight begins the wait for the second factor. The account is looked at again: it may have been closed, or its
// password changed, while the hash was being made.
func (s *Service) passwordRight(ctx context.Context, c candidate, password string, from From) (Entry, error) {
	fresh := ""
	if s.hasher.outdated(c.hash) {
		var err error
		if fresh, err = s.hasher.hash(ctx, password); err != nil {
			return Entry{}, fmt.Errorf("sign in: %w", err)
		}
	}
	token, refused := newToken(), false
	var until time.Time
	err := s.door.Do(ctx, permit.Nobody, permit.SignIn, access.Account(c.id), func(w *access.Work) error {
		refused = false
		p, err := findPerson(ctx, w.Tx, c.id)
		if err != nil {
			return err
		}
		stored := ""
		if p.state == Active && p.password != nil && !p.over(db.Time(w.At)) {
			if stored, err = w.Key.OpenText(p.password, passwordPlace(c.id)); err != nil {
				return err
			}
		}
		if stored != c.hash || stored == "" {
			refused = true
			w.Note("password_refused")
			return nil
		}
		w.Note("password_accepted")
		if fresh != "" {
			if err := updatePassword(ctx, w.Tx, c.id, w.Key.SealText(fresh, passwordPlace(c.id))); err != nil {
				return err
			}
		}
		until = w.At.Add(passwordLasts)
		return begin(ctx, w, sessionRow{account: c.id, stage: StagePassword, endsAt: until}, token, from)
	})
	if err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	if refused {
		return Entry{}, wrong()
	}
	return Entry{Token: token, Stage: StagePassword, Until: until}, nil
}

// begin writes a session of any stage that starts now.
func begin(ctx context.Context, w *access.Work, r sessionRow, token string, from From) error {
	r.id, r.challenge, r.madeAt, r.provedAt = db.NewID(), newToken(), w.At, w.At
	return insertSession(ctx, w.Tx, r, hashToken(token), agent(from.Agent))
}

// agent keeps the browser's name short and printable, whoever gives it.
func agent(s string) string {
	if !cleanLine(s) || len(s) > 60 {
		return ""
	}
	return s
}

// enter turns proof of both factors into a session: the old token dies, a new one is given, the browser is known from
// here on, and earlier failures are forgotten.
func (s *Service) enter(ctx context.Context, w *access.Work, old sessionRow, token, device string, from From) (Entry, error) {
	n, err := deleteSession(ctx, w.Tx, old.account, old.id)
	if err != nil {
		return Entry{}, err
	}
	if n != 1 {
		return Entry{}, errNoSession() // the same step was taken twice at once: one of them has gone in
	}
	entry := Entry{Token: token, Stage: StageFull, Until: w.At.Add(sessionMost)}
	if err := begin(ctx, w, sessionRow{account: old.account, stage: StageFull, endsAt: entry.Until}, token, from); err != nil {
		return Entry{}, err
	}
	if err := clearFailures(ctx, w.Tx, old.account); err != nil {
		return Entry{}, err
	}
	known := int64(0)
	if hash := hashToken(from.Device); hash != "" {
		if known, err = touchDevice(ctx, w.Tx, old.account, hash, db.Time(w.At)); err != nil {
			return Entry{}, err
		}
	}
	if known == 0 {
		entry.Device = device
		err = insertDevice(ctx, w.Tx, db.NewID(), old.account, hashToken(device), db.Time(w.At))
	}
	return entry, err
}
