package account

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"golang.org/x/text/unicode/norm"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// Options are what the room needs to know of where it runs.
type Options struct {
	// Origins are the addresses people's browsers see ("https://futures.example.org"). Passkeys are bound to the first
	// one's host; without any, or where the host is a bare address, passkeys are not offered.
	Origins []string
	// Issuer is how an authenticator app and a passkey dialogue name the service; "Stable Futures" when empty.
	Issuer string
	// Hash is the cost of a password hash; DefaultHashCost when zero.
	Hash HashCost
}

// Service is what can be done with accounts. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	gate     gate
	hasher   *hasher
	throttle *throttle
	issuer   string
	origin   string             // the address people's browsers see, "" when it is not known
	passkeys *webauthn.WebAuthn // nil where passkeys cannot work
	names    names
	seen     lastSeen
	modes    modes
}

// New makes the service. The database itself is used for one thing alone, in gate.go: finding out who is asking.
func New(door *access.Door, database *db.DB, o Options) (*Service, error) {
	if o.Issuer == "" {
		o.Issuer = "Stable Futures"
	}
	if o.Hash == (HashCost{}) {
		o.Hash = DefaultHashCost
	}
	s := &Service{door: door, gate: gate{database}, hasher: newHasher(o.Hash), throttle: newThrottle(door.Now), issuer: o.Issuer}
	if len(o.Origins) > 0 {
		s.origin = o.Origins[0]
	}
	var err error
	if s.passkeys, err = newPasskeys(o); err != nil {
		return nil, fmt.Errorf("prepare passkeys: %w", err)
	}
	return s, nil
}

// Now gives the door's clock.
func (s *Service) Now() time.Time { return s.door.Now() }

// Origin is the address people's browsers see, "" when the service does not know it.
func (s *Service) Origin() string { return s.origin }

// manage runs an administrator's act on their own organisation, or the command line's on any.
func (s *Service) manage(ctx context.Context, who permit.Actor, organisation string, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.ManageAccounts, access.Organisation(organisation), f)
}

// names keeps opened names in memory under their revision, which changes with the name, so that none is ever stale and
// a page need not open the same seals again.
type names struct {
	mu     sync.Mutex
	opened map[string]string
}

// namesSize bounds the memory; when it is full everything is forgotten and opened again as needed.
const namesSize = 20_000

func (n *names) find(revision string) (string, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	name, ok := n.opened[revision]
	return name, ok
}

func (n *names) keep(revision, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.opened == nil || len(n.opened) >= namesSize {
		n.opened = map[string]string{}
	}
	n.opened[revision] = name
}

// byName orders names as a list is read: marks and case aside, then as they stand.
func byName(a, b string) int {
	if c := strings.Compare(bare(a), bare(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u0300' && r <= '\u036f' {
			return -1
		}
		return r
	}, norm.NFKD.String(lower(s)))
}

// Sweep deletes sessions that have ended and codes that have run out some days ago. It is safe to run at any time, on
// several servers at once.
func (s *Service) Sweep(ctx context.Context) error {
	err := s.door.Do(ctx, permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note("sweep")
		return sweepGate(ctx, w.Tx, db.Time(w.At), db.Time(w.At.Add(-sessionIdle)), db.Time(w.At.Add(-7*24*time.Hour)))
	})
	if err != nil {
		return fmt.Errorf("sweep sessions: %w", err)
	}
	s.seen.sweep(s.door.Now().Add(-sessionIdle))
	return nil
}
