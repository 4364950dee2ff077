package ledger

import (
	"context"
	"sync"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/testkit"
)

// Every bit of a checkpoint and of its key counts, also the spare ones of base 64 and the case of a hexadecimal digit.
func TestOpenCheckpoint_everyBitCounts(t *testing.T) {
	_, l, ring := bigLog(t, 1)
	signed, err := l.sign(1000, [32]byte{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	s, err := openCheckpoint(signed, ring.Verifier())
	if err != nil || s.size != 1000 || s.root != [32]byte{1, 2, 3} || !s.at.Equal(testkit.Now()) {
		t.Fatalf("the sound one: %+v, %v", s, err)
	}
	for bit := range len(signed) * 8 {
		b := []byte(signed)
		b[bit/8] ^= 1 << (bit % 8)
		if _, err := openCheckpoint(string(b), ring.Verifier()); err == nil {
			t.Errorf("bit %d of the note flipped, and it opens: %q", bit, b)
		}
	}
	for bit := range len(ring.Verifier()) * 8 {
		b := []byte(ring.Verifier())
		b[bit/8] ^= 1 << (bit % 8)
		if _, err := openCheckpoint(signed, string(b)); err == nil {
			t.Errorf("bit %d of the key flipped, and it opens: %q", bit, b)
		}
	}
	if s, err := readUnsigned(signed); err != nil || s.size != 1000 {
		t.Errorf("read without a key: %+v, %v", s, err)
	}
}

// Somebody empties an entry and leaves its leaf: no entry says that it was destroyed.
func TestVerify_findsContentGoneWithoutAWord(t *testing.T) {
	d, l, _ := bigLog(t, 600)
	ctx := context.Background()
	drop := func(block, lo, hi int64) {
		t.Helper()
		if err := d.Write(ctx, func(tx *db.Tx) error { return dropFrom(ctx, tx, block, lo, hi) }); err != nil {
			t.Fatal(err)
		}
	}
	err := d.Write(ctx, func(tx *db.Tx) error { return l.Destroy(ctx, tx, 250, 260, testkit.Now(), "system", "retention") })
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Verify(ctx, d, Options{}); err != nil || !r.OK || r.Destroyed != 11 {
		t.Fatalf("destroyed with an entry that says so: %+v, %v", r, err)
	}
	drop(1, 5, 7) // 261 to 263, beside what was named
	if r, err := Verify(ctx, d, Options{}); err != nil || r.OK || *r.FirstBad != 261 {
		t.Errorf("three more are gone without a word: %+v, %v", r, err)
	}
}

// Many servers place the same waiting entries at once: each has one place, and nobody sees an error.
func TestSettle_manyServersAtOnce(t *testing.T) {
	d := testkit.Postgres(t)
	_, _, ring := bigLog(t, 1)
	ctx := context.Background()
	l := New(d, ring, testkit.Now)
	e := Entry{At: testkit.Now(), Actor: "system", Act: "record.view", Outcome: Done}
	for round := range 4 {
		err := d.Write(ctx, func(tx *db.Tx) error {
			for range 300 {
				if err := Record(ctx, tx, e, ring.System()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var work sync.WaitGroup
		for range 6 {
			work.Go(func() {
				if err := l.Settle(ctx); err != nil {
					t.Errorf("round %d: settle: %v", round, err)
				}
				if err := l.Checkpoint(ctx); err != nil {
					t.Errorf("round %d: checkpoint: %v", round, err)
				}
			})
		}
		work.Wait()
		if r, err := Verify(ctx, d, Options{Ring: ring}); err != nil || !r.OK || r.Entries != int64(300*(round+1)) || r.Pending != 0 {
			t.Fatalf("round %d: %+v, %v", round, r, err)
		}
	}
}
