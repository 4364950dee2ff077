package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

func TestVerify_holdsAtEverySize(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		if r := h.whole(); r.Entries != 0 {
			t.Fatalf("an empty ledger has %d entries", r.Entries)
		}
		for _, n := range []int{1, 1, 5, 249, 1, 255, 300, 1} { // to both sides of a block's edge
			h.record(n, 7)
			h.checkpoint()
			if r := h.whole(); r.Entries != int64(h.recorded) || r.Opened != int64(h.recorded) {
				t.Fatalf("%d entries and %d opened, want %d of both", r.Entries, r.Opened, h.recorded)
			}
		}
		if r := h.whole(); r.Checkpoints != 8 {
			t.Errorf("%d checkpoints hold, want 8", r.Checkpoints)
		}
		h.checkpoint() // nothing new: nothing signed
		if r := h.whole(); r.Checkpoints != 8 {
			t.Errorf("a checkpoint of nothing new was signed: %d", r.Checkpoints)
		}
	})
}

// What a failed save recorded goes with it; its neighbours in the group stay, in order.
func TestRecord_standsAndFallsWithItsTransaction(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		var work sync.WaitGroup
		for i := range 60 {
			work.Go(func() {
				err := d.Write(context.Background(), func(tx *db.Tx) error {
					e, key := h.entry(0)
					e.Detail = []string{fmt.Sprintf("try%d", i)}
					if err := ledger.Record(context.Background(), tx, e, key); err != nil {
						return err
					}
					if i%3 == 0 {
						return errFellThrough
					}
					return nil
				})
				if (i%3 == 0) != errors.Is(err, errFellThrough) || i%3 != 0 && err != nil {
					t.Errorf("save %d: %v", i, err)
				}
			})
		}
		work.Wait()
		h.settle()
		if r := h.whole(); r.Entries != 40 {
			t.Errorf("%d entries, want the 40 that were saved", r.Entries)
		}
		lines, _ := h.list(ledger.Filter{Keys: []seal.Key{h.amber}, Limit: 100})
		seen := map[string]bool{}
		for _, l := range lines {
			var i int
			if _, err := fmt.Sscanf(l.Detail[0], "try%d", &i); err != nil || i%3 == 0 || seen[l.Detail[0]] {
				t.Errorf("entry %d is %v: failed, doubled or strange", l.Entry, l.Detail)
			}
			seen[l.Detail[0]] = true
		}
	})
}

var errFellThrough = errors.New("the save fell through")

// Two parts of the program that both open the ledger must not write every entry twice.
func TestNew_twiceIsHarmless(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ledger.New(d, h.ring, testkit.Now)
		h.record(10, 3)
		if r := h.whole(); r.Entries != 10 {
			t.Errorf("%d entries of 10", r.Entries)
		}
		h.read(func(tx *db.Tx) error {
			newest, err := ledger.Newest(context.Background(), tx)
			if want, _ := h.entry(9); err != nil || !newest.Equal(want.At) {
				t.Errorf("the newest is of %v, %v; want %v", newest, err, want.At)
			}
			return nil
		})
	})
}

func TestRecord_refusesWhatIsNoEntry(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for name, spoil := range map[string]func(*ledger.Entry, *seal.Key){
			"no time":             func(e *ledger.Entry, _ *seal.Key) { e.At = time.Time{} },
			"no actor":            func(e *ledger.Entry, _ *seal.Key) { e.Actor = "" },
			"no act":              func(e *ledger.Entry, _ *seal.Key) { e.Act = "" },
			"no outcome":          func(e *ledger.Entry, _ *seal.Key) { e.Outcome = 0 },
			"no key":              func(_ *ledger.Entry, k *seal.Key) { *k = seal.Key{} },
			"words in the detail": func(e *ledger.Entry, _ *seal.Key) { e.Detail = []string{"I am afraid"} },
			"a name":              func(e *ledger.Entry, _ *seal.Key) { e.Subject = "Ámbar" },
			"words for a reason":  func(e *ledger.Entry, _ *seal.Key) { e.Reason = "because I say so" },
			"a long code":         func(e *ledger.Entry, _ *seal.Key) { e.Detail = []string{strings.Repeat("x", 201)} },
			"our own act":         func(e *ledger.Entry, _ *seal.Key) { e.Act = "ledger.destroy" },
			"an empty shown key":  func(e *ledger.Entry, _ *seal.Key) { e.Shown = []seal.Key{{}} },
		} {
			e, key := h.entry(0)
			spoil(&e, &key)
			err := d.Write(context.Background(), func(tx *db.Tx) error { return ledger.Record(context.Background(), tx, e, key) })
			if problem.KeyOf(err) != "ledger.bad_entry" {
				t.Errorf("%s: %v, want ledger.bad_entry", name, err)
			} else if strings.Contains(err.Error(), "afraid") || strings.Contains(err.Error(), "Ámbar") {
				t.Errorf("%s: the error quotes it: %v", name, err)
			}
		}
		e, key := h.entry(0)
		err := d.Read(context.Background(), func(tx *db.Tx) error { return ledger.Record(context.Background(), tx, e, key) })
		if problem.KeyOf(err) != "ledger.read_only" {
			t.Errorf("recording on a snapshot: %v", err)
		}
		if r := h.whole(); r.Entries != 0 {
			t.Errorf("%d entries were recorded", r.Entries)
		}
	})
}

func TestList_newestFirstOfOneRecord(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.record(600, 50)
		var got []int64
		f := ledger.Filter{Keys: []seal.Key{h.amber}, Limit: 70}
		for more := true; more; {
			var lines []ledger.Line
			lines, more = h.list(f)
			for _, l := range lines {
				got = append(got, l.Entry)
				want, _ := h.entry(int(l.Entry))
				if !l.Opened || l.Subject != want.Subject || l.Reason != want.Reason || !slices.Equal(l.Detail, want.Detail) ||
					l.Act != want.Act || l.Actor != want.Actor || !l.At.Equal(want.At) || l.Outcome != want.Outcome || l.Shown != (l.Entry%4 == 3) {
					t.Fatalf("entry %d reads %+v, want %+v", l.Entry, l, want)
				}
			}
			f.Before = got[len(got)-1]
		}
		var want []int64
		for i := int64(599); i >= 0; i-- {
			if i%4 == 0 || i%4 == 3 {
				want = append(want, i)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("amber's log has %d lines, want %d; first %v", len(got), len(want), got[:min(9, len(got))])
		}
		lines, more := h.list(ledger.Filter{Actor: "system", Since: testkit.Now().Add(300 * time.Second), Until: testkit.Now().Add(310 * time.Second)})
		if len(lines) != 2 || more || lines[0].Entry != 306 || lines[1].Entry != 302 || !lines[0].Opened {
			t.Errorf("by actor and time: %+v, %v", lines, more)
		}
		lines, _ = h.list(ledger.Filter{Limit: 4})
		if len(lines) != 4 || lines[0].Entry != 599 || lines[3].Opened || lines[3].Subject != "" || !lines[0].Opened {
			t.Errorf("without keys: %+v", lines)
		}
	})
}

// When the key is gone, nothing in the log leads back to the record, and the log still holds.
func TestDestroyedKey_unlinks(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.record(300, 50)
		var stored strings.Builder
		h.read(func(tx *db.Tx) error {
			for _, query := range []string{"select payload from ledger_payloads", "select payload from ledger_tail", "select tags from ledger_tags"} {
				err := tx.Each(context.Background(), func(rows *db.Rows) error {
					var b []byte
					err := rows.Scan(&b)
					stored.Write(b)
					return err
				}, query)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if stored.Len() < 300*100 {
			t.Fatalf("only %d bytes stored: this test looked at nothing", stored.Len())
		}
		for _, secret := range []string{"amber", "birch", "allocation", "n299"} {
			if strings.Contains(stored.String(), secret) {
				t.Errorf("%q can be read in the ledger's tables", secret)
			}
		}
		if r := h.verify(ledger.Options{Ring: h.ring, Keys: []seal.Key{h.birch}}); !r.OK || r.Opened != 225 {
			t.Errorf("without amber's key: ok %v, %d opened, want all but amber's 75", r.OK, r.Opened)
		}
		if lines, _ := h.list(ledger.Filter{Keys: []seal.Key{{}}}); len(lines) != 0 {
			t.Errorf("a destroyed record still has a log of %d lines", len(lines))
		}
	})
}

func TestDestroy_leavesTheTreeStanding(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.record(700, 50)
		kept := h.checkpoint()
		destroy := func(from, to int64) error {
			err := d.Write(context.Background(), func(tx *db.Tx) error {
				return h.log.Destroy(context.Background(), tx, from, to, testkit.Now(), "system", "retention")
			})
			h.settle()
			return err
		}
		if err := destroy(100, 300); err != nil {
			t.Fatal(err)
		}
		r := h.whole()
		if r.Entries != 701 || r.Destroyed != 201 || r.Undestroyed != 0 {
			t.Fatalf("%d entries, %d destroyed, %d undestroyed; want 701, 201, 0", r.Entries, r.Destroyed, r.Undestroyed)
		}
		if r := h.verify(ledger.Options{Checkpoint: kept, Ring: h.ring}); !r.OK {
			t.Errorf("a checkpoint from before no longer holds: %s", r.What)
		}
		lines, _ := h.list(ledger.Filter{Limit: 1000})
		if len(lines) != 500 || lines[0].Act != "ledger.destroy" || lines[0].Reason != "retention" {
			t.Errorf("%d lines are left, the newest %+v", len(lines), lines[0])
		}
		h.record(100, 50)
		if err := destroy(0, 767); err != nil { // over the first, and over the entry that says so
			t.Fatal(err)
		}
		if r := h.whole(); r.Destroyed != 767 || r.Undestroyed != 0 {
			t.Errorf("%d destroyed, %d undestroyed; want 767 (not the entry that destroyed) and 0", r.Destroyed, r.Undestroyed)
		}
		if err := destroy(760, 790); !problem.Is(err, problem.Conflict) {
			t.Errorf("entries of the open block: %v, want Conflict", err)
		}
		if err := destroy(5, 4); !problem.Is(err, problem.Invalid) {
			t.Errorf("a range the wrong way round: %v, want Invalid", err)
		}
		h.whole()
	})
}

// A restored backup brings destroyed content back: verify holds, and says so.
func TestVerify_countsWhatShouldBeGone(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	h.record(300, 50)
	before := h.dump()
	h.write(func(tx *db.Tx) error {
		return h.log.Destroy(context.Background(), tx, 10, 19, testkit.Now(), "system", "retention")
	})
	for _, table := range []string{"ledger_payloads", "ledger_tags"} {
		column := map[string]string{"ledger_payloads": "payload", "ledger_tags": "tags"}[table]
		h.exec("update "+table+" set "+column+" = $1 where block = 0", before[table][0][1])
	}
	if r := h.whole(); r.Destroyed != 0 || r.Undestroyed != 10 {
		t.Errorf("%d destroyed, %d undestroyed; want 0 and 10", r.Destroyed, r.Undestroyed)
	}
}

func TestCheckpoint_fromElsewhere(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.record(100, 50)
		first := h.checkpoint()
		h.record(500, 50)
		second := h.checkpoint()
		h.record(10, 5)
		for name, kept := range map[string][]byte{"first": first, "second": second} {
			for _, opts := range []ledger.Options{{Checkpoint: kept}, {Checkpoint: kept, Ring: h.ring}, {Checkpoint: kept, SinceLast: true}} {
				if r := h.verify(opts); !r.OK {
					t.Errorf("%s: bad from %d: %s", name, *r.FirstBad, r.What)
				}
			}
		}
		other := newHouse(t, testkit.SQLite(t))
		other.record(100, 50)
		foreign := other.checkpoint()
		for name, opts := range map[string]ledger.Options{
			"another ring's": {Checkpoint: foreign, Ring: h.ring},
			"no checkpoint":  {Checkpoint: []byte("hello\n")},
			"no verifier":    {Verifier: "hello"},
			"altered":        {Checkpoint: append(slices.Clone(first), ' '), Ring: h.ring},
			"a forged size":  {Checkpoint: bytes.Replace(first, []byte("\n100\n"), []byte("\n99\n"), 1), Ring: h.ring},
		} {
			if _, err := ledger.Verify(context.Background(), d, opts); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v, want Invalid", name, err)
			}
		}
		if r := h.verify(ledger.Options{Checkpoint: foreign}); r.OK || *r.FirstBad != 0 {
			t.Errorf("the checkpoint of another ledger passes: %+v", r)
		}
		if r := h.verify(ledger.Options{Verifier: other.ring.Verifier()}); r.OK || *r.FirstBad != 0 {
			t.Errorf("checkpoints signed by another key pass: %+v", r)
		}
	})
}

// The sequencer and the writers at once: nothing is lost, doubled or out of the log.
func TestRun_placesAndSigns(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ctx, stop := context.WithCancel(context.Background())
		var servers, writers sync.WaitGroup
		for range 2 {
			servers.Go(func() { h.log.Run(ctx) })
		}
		for w := range 8 {
			writers.Go(func() {
				for i := range 40 {
					err := d.Write(ctx, func(tx *db.Tx) error {
						e, key := h.entry(w*40 + i)
						return ledger.Record(ctx, tx, e, key)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		during := h.verify(ledger.Options{Ring: h.ring})
		if !during.OK || during.Entries+during.Pending != 320 {
			t.Errorf("while it runs: %+v", during)
		}
		stop()
		servers.Wait()
		if r := h.whole(); r.Entries != 320 || r.Pending != 0 || r.Checkpoints < 1 {
			t.Errorf("after it stopped: %+v", r)
		}
		lines, _ := h.list(ledger.Filter{Limit: 400, Keys: []seal.Key{h.amber, h.birch}})
		seen := map[string]bool{}
		for _, l := range lines {
			seen[l.Detail[0]] = true
		}
		if len(seen) != 240 || len(lines) != 240 {
			t.Errorf("%d lines, %d of them different; want 240", len(lines), len(seen))
		}
	})
}
