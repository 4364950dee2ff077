package access_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// house is a door to a fresh database, with a clock that the test moves.
type house struct {
	*testing.T
	db   *db.DB
	ring *seal.Ring
	log  *ledger.Log
	door *access.Door
	time atomic.Int64 // seconds after testkit.Now
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ring := newRing(t)
	h := &house{T: t, db: d, ring: ring}
	now := func() time.Time { return testkit.Now().Add(time.Duration(h.time.Load()) * time.Second) }
	h.log = ledger.New(d, ring, now)
	h.door = access.New(d, ring, now, nil).WithLedger(h.log)
	return h
}

func newRing(t *testing.T) *seal.Ring {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// wait moves the clock on.
func (h *house) wait(d time.Duration) { h.time.Add(int64(d / time.Second)) }

var organisationA, organisationB = db.NewID(), db.NewID()

func worker(roles ...permit.Role) permit.Actor {
	return permit.Actor{ID: db.NewID(), Organisation: organisationA, Roles: roles}
}

// record opens a record with a first grant to who.
func (h *house) record(who permit.Actor) string {
	h.Helper()
	id := db.NewID()
	err := h.door.Do(h.Context(), who, permit.CreateRecord, access.Organisation(who.Organisation), func(w *access.Work) error {
		if err := w.NewRecord(h.Context(), id); err != nil {
			return err
		}
		_, err := w.Give(h.Context(), access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: who.ID,
			Reason: access.ReasonAllocation})
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return id
}

// give lets a holder open a part of the record, by somebody who may give.
func (h *house) give(by permit.Actor, record string, g access.Grant) (id string) {
	h.Helper()
	if g.Part == "" {
		g.Part = permit.PartRecord
	}
	if g.HolderKind == "" {
		g.HolderKind = access.HolderAccount
	}
	if g.Reason == "" {
		g.Reason = access.ReasonTeam
	}
	err := h.door.Do(h.Context(), by, permit.GiveGrant, access.Record(record), func(w *access.Work) (err error) {
		id, err = w.Give(h.Context(), g)
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return id
}

// open is a single read of a record, as a page would do it.
func (h *house) open(who permit.Actor, record string) error {
	return h.door.Read(h.Context(), who, permit.OpenRecord, access.Record(record), func(w *access.Work) error { return nil })
}

// trail reads the record's log, after everything that waits has its place.
func (h *house) trail(who permit.Actor, record string) (traces []access.Trace) {
	h.Helper()
	if err := h.log.Settle(h.Context()); err != nil {
		h.Fatal(err)
	}
	err := h.door.Read(h.Context(), who, permit.ReadLedger, access.Record(record), func(w *access.Work) (err error) {
		traces, _, err = w.Trail(h.Context(), 0, 500)
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return traces
}

// entries counts all entries of the ledger.
func (h *house) entries() int64 {
	h.Helper()
	if err := h.log.Settle(h.Context()); err != nil {
		h.Fatal(err)
	}
	r, err := ledger.Verify(context.Background(), h.db, ledger.Options{Ring: h.ring})
	if err != nil || !r.OK {
		h.Fatal(r, err)
	}
	return r.Entries
}

func eachHouse(t *testing.T, f func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newHouse(t, d)) })
}
