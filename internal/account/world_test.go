package account

import (
	"context"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// clock is a clock that moves when a test says so.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is a database with a door, a service and one organisation with its administrator.
type world struct {
	*Service
	t     testing.TB
	db    *db.DB
	ring  *seal.Ring
	log   *ledger.Log
	clock *clock
	org   string
	admin permit.Actor
	chief Enrolled
}

const (
	goodPassword = "marmalade tractor lighthouse"
	chiefEmail   = "orla.quill@wendmoor.example"
)

// cheap is a real argon2id that costs a test little.
var cheap = HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	ok(t, err)
	w := &world{t: t, db: d, ring: ring, clock: &clock{at: testkit.Now()}, org: db.NewID()}
	w.log = ledger.New(d, ring, w.clock.now)
	w.Service = w.restart()
	i, err := w.CreateFirstAdministrator(t.Context(), permit.System,
		Organisation{ID: w.org, Name: "Wendmoor Council", Kind: Council, Nation: "england"},
		NewPerson{Name: "Orla Quill", Email: chiefEmail})
	ok(t, err)
	w.chief, err = w.EnrolTOTP(t.Context(), i.Code, goodPassword)
	ok(t, err)
	w.admin = permit.Actor{ID: w.chief.AccountID, Organisation: w.org, Roles: []permit.Role{permit.Administrator}}
	return w
}

// restart gives a service with an empty memory on the same database.
func (w *world) restart() *Service {
	w.t.Helper()
	s, err := New(access.New(w.db, w.ring, w.clock.now, nil), w.db,
		Options{Origins: []string{"https://futures.wendmoor.example"}, Hash: cheap})
	ok(w.t, err)
	return s
}

// person invites and enrols somebody.
func (w *world) person(name, email string, roles ...permit.Role) (permit.Actor, Enrolled) {
	w.t.Helper()
	i, err := w.Invite(w.t.Context(), w.admin, w.org, NewPerson{Name: name, Email: email, Roles: roles})
	ok(w.t, err)
	e, err := w.EnrolTOTP(w.t.Context(), i.Code, goodPassword)
	ok(w.t, err)
	return permit.Actor{ID: e.AccountID, Organisation: w.org, Roles: roles}, e
}

var office = From{Network: "192.0.2.10", Agent: "Firefox Windows"}

// code gives the authenticator app's code of this moment, after moving on to a step that was not used yet.
func (w *world) code(e Enrolled) string {
	w.t.Helper()
	w.clock.pass(totpSeconds * time.Second)
	code, err := totpAt(e.Secret, totpStep(w.clock.now()))
	ok(w.t, err)
	return code
}

// signIn goes all the way in.
func (w *world) signIn(email string, e Enrolled, from From) Entry {
	w.t.Helper()
	half, err := w.SignIn(w.t.Context(), email, goodPassword, from)
	ok(w.t, err)
	full, err := w.SignInTOTP(w.t.Context(), half.Token, w.code(e), from)
	ok(w.t, err)
	return full
}

// acts gives the details of the ledger's entries of an act, oldest first.
func (w *world) acts(act permit.Action) []ledger.Line {
	w.t.Helper()
	ok(w.t, w.log.Settle(w.t.Context()))
	var lines []ledger.Line
	ok(w.t, w.db.Read(w.t.Context(), func(tx *db.Tx) error {
		all, _, err := w.log.List(w.t.Context(), tx, ledger.Filter{Limit: 10_000})
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Act == string(act) {
				lines = append(lines, all[i])
			}
		}
		return err
	}))
	return lines
}

// noted reports whether an entry of the act has the code among its details, and gives the newest such.
func (w *world) noted(act permit.Action, code string) (ledger.Line, bool) {
	w.t.Helper()
	lines := w.acts(act)
	for i := len(lines) - 1; i >= 0; i-- {
		for _, d := range lines[i].Detail {
			if d == code {
				return lines[i], true
			}
		}
	}
	return ledger.Line{}, false
}

// inside runs f in some work of the administrator's, as another room would.
func (w *world) inside(f func(ctx context.Context, work *access.Work) error) {
	w.t.Helper()
	ok(w.t, w.door.Read(w.t.Context(), w.admin, permit.ManageAccounts, access.Organisation(w.org), func(work *access.Work) error {
		return f(w.t.Context(), work)
	}))
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused wants an error of the kind with the key, or with a field that has the key.
func refused(t testing.TB, err error, kind problem.Kind, key string) {
	t.Helper()
	if err == nil {
		t.Fatalf("went through; want %v %s", kind, key)
	}
	if problem.KindOf(err) == kind && (problem.KeyOf(err) == key || fieldKey(err) == key) {
		return
	}
	t.Fatalf("got %v, want %v %s", err, kind, key)
}
