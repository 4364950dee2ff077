package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"stablefutures/internal/db"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// Our frontier comes to the same root as tlog's own tree, however it grows.
func TestFrontier_agreesWithTlog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stored []tlog.Hash
		reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
			var out []tlog.Hash
			for _, i := range indexes {
				out = append(out, stored[i])
			}
			return out, nil
		})
		var f frontier
		n := rapid.IntRange(1, 700).Draw(t, "n")
		leaves := make([]tlog.Hash, n)
		for i := range leaves {
			leaves[i] = sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
			more, err := tlog.StoredHashesForRecordHash(int64(i), leaves[i], reader)
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, more...)
		}
		at := 0
		for ; n-at >= blockSize && rapid.Bool().Draw(t, "whole block"); at += blockSize {
			f.addFull(fullTop(append([]tlog.Hash(nil), leaves[at:at+blockSize]...)), blockSize)
		}
		f = f.with(leaves[at:])
		want, err := tlog.TreeHash(int64(n), reader)
		if err != nil {
			t.Fatal(err)
		}
		if f.root() != want {
			t.Fatalf("root of %d leaves differs from tlog's", n)
		}
		again, err := parseFrontier(int64(n), f.bytes())
		if err != nil || again.root() != want {
			t.Fatalf("the stored edge of %d leaves does not come back: %v", n, err)
		}
	})
}

// bigLog appends n entries straight through appendItems, in batches.
func bigLog(tb testing.TB, n int) (*db.DB, *Log, *seal.Ring) {
	tb.Helper()
	d := testkit.SQLite(tb)
	ring, err := seal.NewRing()
	if err != nil {
		tb.Fatal(err)
	}
	l := New(d, ring, testkit.Now)
	key, _, err := ring.NewKey(seal.ClassRecord, "0198c0de-0000-7000-8000-00000000000a")
	if err != nil {
		tb.Fatal(err)
	}
	e := Entry{At: testkit.Now(), Actor: "0198c0de-0000-7000-8000-000000000001", Act: "record.view",
		Subject: "0198c0de-0000-7000-8000-00000000000a", Outcome: Done, Reason: "allocation"}
	for done := 0; done < n; {
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			items := make([][]byte, min(8192, n-done))
			for i := range items {
				items[i] = encode(e, key, nil)
			}
			done += len(items)
			return appendItems(context.Background(), tx, items)
		})
		if err != nil {
			tb.Fatal(err)
		}
		if done == n || done%(8192*5) == 0 {
			if err := l.Checkpoint(context.Background()); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return d, l, ring
}

// Beyond one tile (65,536 entries) everything still holds together.
func TestTiles_verifyAndProve(t *testing.T) {
	d, l, ring := bigLog(t, 2*tileSize+700)
	ctx := context.Background()
	verify := func(opts Options) Report {
		t.Helper()
		r, err := Verify(ctx, d, opts)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, opts := range []Options{{}, {Ring: ring}, {SinceLast: true}} {
		if r := verify(opts); !r.OK || r.Entries != 2*tileSize+700 {
			t.Fatalf("%+v", r)
		}
	}
	for _, entry := range []int64{0, 255, tileSize - 1, tileSize, 2*tileSize - 1, 2 * tileSize, 2*tileSize + 699} {
		err := d.Read(ctx, func(tx *db.Tx) error { _, err := l.Prove(ctx, tx, entry); return err })
		if err != nil {
			t.Errorf("entry %d: %v", entry, err)
		}
	}
	alter := func(column string, at int) {
		t.Helper()
		err := d.Write(ctx, func(tx *db.Tx) error {
			row, err := findTile(ctx, tx, 1)
			if err != nil {
				return err
			}
			if column == "top" {
				row.top[at] ^= 1
			} else {
				row.tops[at] ^= 1
			}
			_, err = tx.Exec(ctx, "update ledger_tiles set top = $1, tops = $2 where tile = 1", row.top, row.tops)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for column, want := range map[string]int64{"top": tileSize, "tops": tileSize + 5*blockSize} {
		alter(column, 5*hashSize%(map[string]int{"top": hashSize, "tops": tileSize}[column]))
		if r := verify(Options{}); r.OK || *r.FirstBad != want {
			t.Errorf("a tile's %s altered: %+v, want first bad %d", column, r, want)
		}
		alter(column, 5*hashSize%(map[string]int{"top": hashSize, "tops": tileSize}[column]))
	}
	for _, change := range []string{"delete from ledger_tiles where tile = 0", "update ledger_tiles set tile = 7 where tile = 1"} {
		err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, change); return err })
		if err != nil {
			t.Fatal(err)
		}
		if r := verify(Options{}); r.OK || *r.FirstBad != 0 && *r.FirstBad != tileSize {
			t.Errorf("%s: %+v", change, r)
		}
	}
}

func BenchmarkVerifyMillion(b *testing.B) {
	d, _, _ := bigLog(b, 1_000_000)
	b.ResetTimer()
	for b.Loop() {
		if r, err := Verify(context.Background(), d, Options{}); err != nil || !r.OK {
			b.Fatal(err, r)
		}
	}
}

func BenchmarkProve(b *testing.B) {
	d, l, _ := bigLog(b, 1_000_000)
	entry := int64(0)
	b.ResetTimer()
	for b.Loop() {
		entry = (entry + 77_777) % 1_000_000
		err := d.Read(context.Background(), func(tx *db.Tx) error { _, err := l.Prove(context.Background(), tx, entry); return err })
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerifySinceLast(b *testing.B) {
	d, _, ring := bigLog(b, 1_000_000)
	key := ring.System()
	e := Entry{At: testkit.Now(), Actor: "system", Act: "record.view", Outcome: Done}
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for range 10_000 {
			if err := Record(context.Background(), tx, e, key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		if r, err := Verify(context.Background(), d, Options{SinceLast: true}); err != nil || !r.OK {
			b.Fatal(err, r)
		}
	}
}

func BenchmarkRecord(b *testing.B) {
	d, _, ring := bigLog(b, 1)
	key := ring.System()
	e := Entry{At: testkit.Now(), Actor: "system", Act: "record.view", Outcome: Done}
	b.ResetTimer()
	for b.Loop() {
		err := d.Write(context.Background(), func(tx *db.Tx) error { return Record(context.Background(), tx, e, key) })
		if err != nil {
			b.Fatal(err)
		}
	}
}
