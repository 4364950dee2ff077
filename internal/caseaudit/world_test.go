package caseaudit_test

import (
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// world is a deployment without one record: an organisation that chose a framework, its people, and somebody of another.
type world struct {
	*testing.T
	db                                   *db.DB
	time                                 atomic.Int64
	audits                               *caseaudit.Service
	accounts                             *account.Service
	edition                              *framework.Edition
	admin, lead, second, third, stranger permit.Actor
	reader                               permit.Actor
	door                                 *access.Door
	ring                                 *seal.Ring
	records                              *record.Service
}

func each(t *testing.T, f func(*world)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, db: d}
		ring, err := seal.NewRing()
		w.must(err)
		now := func() time.Time { return testkit.Now().Add(time.Duration(w.time.Load())) }
		door := access.New(d, ring, now, func() error { return nil }).WithLedger(ledger.New(d, ring, now))
		w.must(door.CheckRing(t.Context()))
		w.accounts, err = account.New(door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
		w.must(err)
		w.audits = caseaudit.New(door, w.accounts)
		w.door, w.ring, w.records = door, ring, record.New(door)
		w.records.OnErase(caseaudit.Erase)
		ed, ok := framework.BySet(framework.SetChecklist)
		if !ok {
			t.Fatal("no edition")
		}
		w.edition = ed
		here, elsewhere := w.organisation("Fernmouth Council"), w.organisation("Hollin School")
		w.admin = permit.Actor{ID: db.NewID(), Organisation: here, Roles: []permit.Role{permit.Administrator}}
		w.lead, w.second, w.third = w.person(here, "Lead", permit.Auditor), w.person(here, "Second", permit.Auditor), w.person(here, "Third", permit.Manager)
		w.reader, w.stranger = w.person(here, "Reader", permit.Analyst), w.person(elsewhere, "Stranger", permit.Auditor)
		for _, organisation := range []string{here, elsewhere} {
			who := permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
			w.must(framework.New(door).Choose(t.Context(), who, framework.Children, ed.ID))
		}
		f(w)
	})
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

// rowsOf is how many rows a table has.
func (w *world) rowsOf(table string) (n int) {
	w.Helper()
	w.must(w.db.Read(w.Context(), func(tx *db.Tx) error { return tx.QueryRow(w.Context(), "select count(*) from "+table).Scan(&n) }))
	return n
}

func (w *world) clock() time.Time { return testkit.Now().Add(time.Duration(w.time.Load())) }
