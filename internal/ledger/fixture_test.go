package ledger_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// house is a database with its ledger, a ring and two records' keys.
type house struct {
	t        testing.TB
	d        *db.DB
	log      *ledger.Log
	ring     *seal.Ring
	amber    seal.Key // the key of record "amber"
	birch    seal.Key
	recorded int
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, d: d, ring: ring, log: ledger.New(d, ring, testkit.Now)}
	h.amber, h.birch = h.newKey("amber"), h.newKey("birch")
	return h
}

func (h *house) newKey(owner string) seal.Key {
	h.t.Helper()
	key, _, err := h.ring.NewKey(seal.ClassRecord, owner)
	if err != nil {
		h.t.Fatal(err)
	}
	return key
}

func (h *house) write(f func(tx *db.Tx) error) {
	h.t.Helper()
	if err := h.d.Write(context.Background(), f); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) read(f func(tx *db.Tx) error) {
	h.t.Helper()
	if err := h.d.Read(context.Background(), f); err != nil {
		h.t.Fatal(err)
	}
}

// entry makes the i-th entry: by turns about amber, about birch, about nobody, and a list that showed both.
func (h *house) entry(i int) (ledger.Entry, seal.Key) {
	e := ledger.Entry{
		At: testkit.Now().Add(time.Duration(i) * time.Second), Actor: "0198c0de-0000-7000-8000-000000000001",
		Act: "record.view", Subject: "amber", Detail: []string{fmt.Sprintf("n%d", i)}, Outcome: ledger.Done, Reason: "allocation",
	}
	switch i % 4 {
	case 1:
		e.Subject, e.Act, e.Outcome = "birch", "record.edit", ledger.Refused
		return e, h.birch
	case 2:
		e.Subject, e.Act, e.Actor = "", "framework.view", "system"
		return e, h.ring.System()
	case 3:
		e.Subject, e.Act, e.Shown = "", "record.list", []seal.Key{h.amber, h.birch}
		return e, h.ring.System()
	}
	return e, h.amber
}

// record adds n entries, in transactions of up to group entries, and lets them find their places.
func (h *house) record(n, group int) {
	h.t.Helper()
	for n > 0 {
		k := min(n, group)
		h.write(func(tx *db.Tx) error {
			for i := range k {
				e, key := h.entry(h.recorded + i)
				if err := ledger.Record(context.Background(), tx, e, key); err != nil {
					return err
				}
			}
			return nil
		})
		h.recorded += k
		n -= k
	}
	h.settle()
}

func (h *house) settle() {
	h.t.Helper()
	if err := h.log.Settle(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

// checkpoint signs the log and returns the signed text.
func (h *house) checkpoint() []byte {
	h.t.Helper()
	if err := h.log.Checkpoint(context.Background()); err != nil {
		h.t.Fatal(err)
	}
	var text []byte
	h.read(func(tx *db.Tx) (err error) {
		text, err = h.log.NewestCheckpoint(context.Background(), tx)
		return err
	})
	return text
}

func (h *house) verify(opts ledger.Options) ledger.Report {
	h.t.Helper()
	report, err := ledger.Verify(context.Background(), h.d, opts)
	if err != nil {
		h.t.Fatal(err)
	}
	return report
}

// whole fails the test unless the ledger holds, with and without keys.
func (h *house) whole() ledger.Report {
	h.t.Helper()
	for _, opts := range []ledger.Options{{}, {Ring: h.ring, Keys: []seal.Key{h.amber, h.birch}}, {SinceLast: true}} {
		if r := h.verify(opts); !r.OK {
			h.t.Fatalf("a sound ledger: bad from entry %d: %s", *r.FirstBad, r.What)
		}
	}
	return h.verify(ledger.Options{Ring: h.ring, Keys: []seal.Key{h.amber, h.birch}})
}

// list shows the log through a filter.
func (h *house) list(f ledger.Filter) (lines []ledger.Line, more bool) {
	h.t.Helper()
	h.read(func(tx *db.Tx) (err error) {
		lines, more, err = h.log.List(context.Background(), tx, f)
		return err
	})
	return lines, more
}
