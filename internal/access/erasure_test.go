package access_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// failing makes a hook that lets no group commit.
func failing(err error) func(context.Context, *db.Tx) error {
	return func(context.Context, *db.Tx) error { return err }
}

func (h *house) destroy(who permit.Actor, record string) error {
	return h.door.Do(h.Context(), who, permit.EraseRecord, access.Record(record), func(w *access.Work) error {
		return w.Destroy(h.Context(), "mistake")
	})
}

func TestDestroy_takesKeysAndGrantsAndLeavesATombstone(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id, kept := h.record(who), h.record(who)
		if err := h.destroy(who, id); err != nil {
			h.Fatal(err)
		}
		if !h.ring.IsDestroyed(id) || h.ring.IsDestroyed(kept) {
			h.Error("the ring does not remember the right one")
		}
		if err := h.open(who, id); !problem.Is(err, problem.NotFound) {
			h.Errorf("opened a destroyed record: %v", err)
		}
		if err := h.open(who, kept); err != nil {
			h.Error(err)
		}
		if total, unreadable, err := h.door.CheckKeys(h.Context()); err != nil || total != 2 || unreadable != 0 {
			h.Errorf("keys left: %d, unreadable: %d, %v", total, unreadable, err)
		}
		h.entries() // and the ledger still verifies
	})
}

func TestDestroy_onlyInItsOwnAct(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id := h.record(who)
		err := h.door.Do(h.Context(), who, permit.EditRecord, access.Record(id), func(w *access.Work) error { return w.Destroy(h.Context(), "mistake") })
		if !problem.Is(err, problem.Forbidden) || h.ring.IsDestroyed(id) {
			h.Errorf("destroyed in another act: %v", err)
		}
	})
}

// A save in the same group fails the first commit; the second try must not stumble over the key that is gone.
func TestDestroy_secondTryEndsIt(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	who := worker(permit.Manager)
	id := h.record(who)
	once := errors.New("once")
	fail := true
	h.db.OnCommit(func(context.Context, *db.Tx) error {
		if fail {
			fail = false
			return once
		}
		return nil
	})
	if err := h.destroy(who, id); !errors.Is(err, once) {
		t.Fatalf("first try: %v", err)
	}
	if err := h.destroy(who, id); err != nil {
		t.Fatalf("second try: %v", err)
	}
	if total, _, err := h.door.CheckKeys(t.Context()); err != nil || total != 0 {
		t.Errorf("%d keys left, %v", total, err)
	}
}

func TestApplyTombstones_afterARestore(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id, kept := h.record(who), h.record(who)
		h.ring.Destroy(id, h.door.Now(), "court") // the ring is newer than this database
		for range 2 {                             // the second time nothing is left, and it still says whom the rooms must look for
			found, err := h.door.ApplyTombstones(h.Context())
			if err != nil || !slices.Equal(found, []string{id}) {
				h.Fatal(found, err)
			}
		}
		if err := h.open(who, id); !problem.Is(err, problem.NotFound) {
			h.Errorf("a restored record opens: %v", err)
		}
		if err := h.open(who, kept); err != nil {
			h.Error(err)
		}
	})
}

func TestRewrapKeys_everythingStillOpens(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		var ids []string
		for range 3 {
			ids = append(ids, h.record(who))
		}
		if err := h.ring.Rotate(); err != nil {
			h.Fatal(err)
		}
		if n, err := h.door.RewrapKeys(h.Context()); err != nil || n != 6 {
			h.Fatal(n, err)
		}
		for _, id := range ids {
			if err := h.open(who, id); err != nil {
				h.Error(err)
			}
		}
	})
}

func TestCheckRing_anotherRingIsAConflict(t *testing.T) {
	eachHouse(t, func(h *house) {
		for range 2 {
			if err := h.door.CheckRing(h.Context()); err != nil {
				h.Fatal(err)
			}
		}
		other := newRing(h.T)
		if err := access.New(h.db, other, testkit.Now, nil).CheckRing(h.Context()); problem.KeyOf(err) != "access.other_ring" {
			h.Errorf("took another ring: %v", err)
		}
	})
}
