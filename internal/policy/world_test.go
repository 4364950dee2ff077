package policy_test

import (
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// world is a deployment without one record: an organisation without a framework, its people, and somebody of another.
type world struct {
	*testing.T
	db                                   *db.DB
	time                                 atomic.Int64
	door                                 *access.Door
	policy                               *policy.Service
	accounts                             *account.Service
	admin, analyst, second, lead, worker permit.Actor // an analyst is a policy officer; lead is a manager
	stranger                             permit.Actor // a manager elsewhere
}

func each(t *testing.T, f func(*world)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, db: d}
		ring, err := seal.NewRing()
		w.must(err)
		w.door = access.New(d, ring, w.now, func() error { return nil }).WithLedger(ledger.New(d, ring, w.now))
		w.must(w.door.CheckRing(t.Context()))
		w.accounts, err = account.New(w.door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
		w.must(err)
		w.policy = policy.New(w.door)
		here, elsewhere := w.organisation("Larkmoor Council"), w.organisation("Hollin Council")
		w.admin = permit.Actor{ID: db.NewID(), Organisation: here, Roles: []permit.Role{permit.Administrator}}
		w.analyst, w.second = w.person(here, "Analyst", permit.Analyst), w.person(here, "Second", permit.Analyst)
		w.lead, w.worker = w.person(here, "Lead", permit.Manager), w.person(here, "Worker", permit.Practitioner)
		w.stranger = w.person(elsewhere, "Stranger", permit.Manager)
		f(w)
	})
}

func (w *world) now() time.Time { return testkit.Now().Add(time.Duration(w.time.Load())) }

// later lets time pass.
func (w *world) later(d time.Duration) { w.time.Add(int64(d)) }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) organisation(name string) string {
	w.Helper()
	id, err := w.accounts.CreateOrganisation(w.Context(), permit.System, account.Organisation{Name: name, Kind: "council", Nation: "england"})
	w.must(err)
	return id
}

func (w *world) person(organisation, name string, role permit.Role) permit.Actor {
	w.Helper()
	who := permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
	made, err := w.accounts.Invite(w.Context(), who, organisation, account.NewPerson{Name: name, Email: name + "@example.org", Roles: []permit.Role{role}})
	w.must(err)
	return permit.Actor{ID: made.AccountID, Organisation: organisation, Roles: []permit.Role{role}}
}

// frameworkInUse lets the organisation work with the built-in checklist, and gives it.
func (w *world) frameworkInUse() *framework.Edition {
	w.Helper()
	ed, ok := framework.BySet(framework.SetChecklist)
	if !ok {
		w.Fatal("no edition")
	}
	w.must(framework.New(w.door).Choose(w.Context(), w.admin, framework.Children, ed.ID))
	return ed
}
