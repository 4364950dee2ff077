package ledger_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/testkit"
)

// tables lists every table of the ledger with its columns, the key first.
var tables = map[string][]string{
	"ledger_head":        {"id", "size", "frontier", "checkpoints"},
	"ledger_blocks":      {"block", "top", "leaves"},
	"ledger_payloads":    {"block", "payload"},
	"ledger_tags":        {"block", "tags"},
	"ledger_tiles":       {"tile", "top", "tops"},
	"ledger_tail":        {"place", "payload", "leaves"},
	"ledger_checkpoints": {"number", "size", "note", "verifier"},
	"ledger_pending":     {"id", "payload", "digest"},
}

func (h *house) exec(query string, args ...any) {
	h.t.Helper()
	h.write(func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), query, args...)
		return err
	})
}

// dump reads every value of every table.
func (h *house) dump() map[string][][]any {
	h.t.Helper()
	out := map[string][][]any{}
	h.read(func(tx *db.Tx) error {
		for table, columns := range tables {
			query := "select " + columns[0]
			for _, c := range columns[1:] {
				query += ", " + c
			}
			err := tx.Each(context.Background(), func(rows *db.Rows) error {
				row, into := make([]any, len(columns)), make([]any, len(columns))
				for i := range row {
					into[i] = &row[i]
				}
				err := rows.Scan(into...)
				out[table] = append(out[table], row)
				return err
			}, query+" from "+table+" order by "+columns[0])
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out
}

// full fills every table that an engine uses but the tiles: three blocks, a tail, checkpoints, destroyed entries.
func (h *house) full() {
	h.t.Helper()
	h.record(200, 40)
	h.checkpoint()
	h.record(500, 40)
	h.checkpoint()
	h.write(func(tx *db.Tx) error {
		return h.log.Destroy(context.Background(), tx, 20, 60, testkit.Now(), "system", "retention")
	})
	h.settle()
	h.record(100, 9)
	h.checkpoint()
	h.record(40, 7)
	if h.d.Engine() == db.Postgres {
		h.write(func(tx *db.Tx) error {
			for i := range 5 {
				e, key := h.entry(i)
				if err := ledger.Record(context.Background(), tx, e, key); err != nil {
					return err
				}
			}
			return nil
		})
	}
	h.whole()
}

// One bit flipped in any column of any row of any table is found, and mended again the ledger holds.
func TestVerify_findsAnyAlteredValue(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.full()
		random := rand.New(rand.NewPCG(1, uint64(len(d.Engine()))))
		sound := h.dump()
		tried := 0
		for table, columns := range tables {
			rows := sound[table]
			if len(rows) == 0 && table != "ledger_tiles" && (table != "ledger_pending" || d.Engine() == db.Postgres) {
				t.Errorf("%s is empty: this test looks past it", table)
			}
			for n := 0; n < 14 && len(rows) > 0; n++ {
				row := rows[random.IntN(len(rows))]
				for c, column := range columns {
					if table == "ledger_head" && column == "id" {
						continue // the database allows no other
					}
					spoilt, at := flip(random, row[c])
					if c == 0 && slices.ContainsFunc(rows, func(r []any) bool { return r[0] == spoilt }) {
						continue
					}
					h.exec("update "+table+" set "+column+" = $1 where "+columns[0]+" = $2", spoilt, row[0])
					r := h.verify(ledger.Options{})
					if r.OK {
						t.Errorf("%s.%s of row %v altered at byte %d, and nothing found", table, column, row[0], at)
					} else {
						h.placed(r, table, column, row, at)
					}
					key := row[0]
					if c == 0 {
						key = spoilt
					}
					h.exec("update "+table+" set "+column+" = $1 where "+columns[0]+" = $2", row[c], key)
					tried++
				}
			}
		}
		if tried < 150 {
			t.Errorf("only %d values were altered", tried)
		}
		h.whole()
	})
}

// flip changes one bit, and says in which byte.
func flip(random *rand.Rand, value any) (any, int) {
	switch v := value.(type) {
	case int64:
		return v ^ 1<<random.IntN(12), 0
	case string:
		b := []byte(v)
		for {
			i := random.IntN(len(b))
			if b[i] < 128 { // leave it UTF-8, or PostgreSQL will not have it
				b[i] ^= 1 << random.IntN(7)
				if b[i] != 0 {
					return string(b), i
				}
				b[i] = v[i]
			}
		}
	case []byte:
		b := slices.Clone(v)
		i := random.IntN(len(b))
		b[i] ^= 1 << random.IntN(8)
		return b, i
	}
	panic(fmt.Sprintf("a column of type %T", value))
}

// placed checks that the first bad entry is the one that was hit, where one was.
func (h *house) placed(r ledger.Report, table, column string, row []any, at int) {
	h.t.Helper()
	base := int64(-1)
	switch {
	case table == "ledger_payloads" || table == "ledger_blocks":
		base = row[0].(int64) * 256
	case table == "ledger_tail":
		base = r.Entries/256*256 + row[0].(int64)
	}
	want := int64(-1)
	switch {
	case base >= 0 && column == "payload":
		want = base + itemAt(row[1].([]byte), at)
	case base >= 0 && column == "leaves":
		want = base + int64(at/32)
	case table == "ledger_blocks" && column == "top":
		want = base
	}
	if destroyed := want >= 20 && want <= 60 && column == "leaves"; destroyed {
		want = base // with its content gone, nothing says which of the block's destroyed leaves it was
	}
	if want >= 0 && *r.FirstBad != want {
		h.t.Errorf("%s.%s of row %v altered at byte %d: first bad is %d (%s), want %d", table, column, row[0], at, *r.FirstBad, r.What, want)
	}
	if *r.FirstBad < 0 || *r.FirstBad > r.Entries+r.Pending {
		h.t.Errorf("%s.%s: first bad is %d of %d", table, column, *r.FirstBad, r.Entries)
	}
}

// itemAt says in which of a payload's items byte at lies.
func itemAt(payload []byte, at int) int64 {
	for i, begin := int64(0), 0; ; i++ {
		n := int(payload[begin])<<24 | int(payload[begin+1])<<16 | int(payload[begin+2])<<8 | int(payload[begin+3])
		begin += 4 + n
		if at < begin {
			return i
		}
	}
}

func TestVerify_findsRowsMissingSwappedAndDoubled(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.full()
		sound := h.dump()
		restore := func(table string) {
			h.exec("delete from " + table)
			for _, row := range sound[table] {
				h.insert(table, row)
			}
		}
		for table, columns := range tables {
			rows := sound[table]
			if len(rows) == 0 || table == "ledger_pending" {
				continue // what waits is covered byte by byte, but it has no place yet that could be missed
			}
			for _, row := range rows {
				h.exec("delete from "+table+" where "+columns[0]+" = $1", row[0])
				h.notOK(table, "row missing", row[0])
				h.insert(table, row)
			}
			h.exec("delete from " + table)
			h.notOK(table, "all rows missing", nil)
			restore(table)
			if table == "ledger_head" {
				continue
			}
			doubled := slices.Clone(rows[len(rows)-1])
			for _, key := range []int64{doubled[0].(int64) + 1, 100000} {
				doubled[0] = key
				h.insert(table, doubled)
				h.notOK(table, "row doubled", key)
				h.exec("delete from "+table+" where "+columns[0]+" = $1", key)
			}
			if len(rows) > 1 {
				a, b := slices.Clone(rows[0]), slices.Clone(rows[1])
				a[0], b[0] = b[0], a[0]
				h.exec("delete from "+table+" where "+columns[0]+" in ($1, $2)", a[0], b[0])
				h.insert(table, a)
				h.insert(table, b)
				h.notOK(table, "rows swapped", nil)
				restore(table)
			}
		}
		h.whole()
	})
}

func (h *house) insert(table string, row []any) {
	h.t.Helper()
	query, places := "insert into "+table+" (", ""
	for i, c := range tables[table] {
		if i > 0 {
			query, places = query+", ", places+", "
		}
		query, places = query+c, places+fmt.Sprintf("$%d", i+1)
	}
	h.exec(query+") values ("+places+")", row...)
}

func (h *house) notOK(table, deed string, row any) {
	h.t.Helper()
	r := h.verify(ledger.Options{})
	if r.OK || r.FirstBad == nil || r.What == "" {
		h.t.Errorf("%s, %s (%v): nothing found", table, deed, row)
	}
}

// Somebody who holds the database puts back an older state of all tables, head and all. Only the checkpoint that was
// kept elsewhere finds it.
func TestVerify_findsATruncatedLog(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.record(300, 50)
		h.checkpoint()
		h.record(70, 50)
		older := h.dump()
		h.record(330, 50)
		kept := h.checkpoint()
		for table := range tables {
			h.exec("delete from " + table)
			for _, row := range older[table] {
				h.insert(table, row)
			}
		}
		if r := h.verify(ledger.Options{Ring: h.ring}); !r.OK {
			t.Errorf("the cut is clean, so without the checkpoint there is nothing to find; yet: %s", r.What)
		}
		for _, opts := range []ledger.Options{{Checkpoint: kept}, {Checkpoint: kept, Ring: h.ring}, {Checkpoint: kept, SinceLast: true}} {
			if r := h.verify(opts); r.OK || *r.FirstBad != 370 {
				t.Errorf("a log cut at 370 passes, or is placed wrong: %+v", r)
			}
		}
		h.record(500, 50) // and writes other entries in their place
		for _, opts := range []ledger.Options{{Checkpoint: kept}, {Checkpoint: kept, Ring: h.ring}} {
			if r := h.verify(opts); r.OK || *r.FirstBad != 300 {
				t.Errorf("a log rewritten from 370 passes, or is not placed at the last checkpoint that holds: %+v", r)
			}
		}
	})
}

// … even if the cut takes every entry and every checkpoint.
func TestVerify_findsAnEmptiedLog(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	h.record(300, 50)
	kept := h.checkpoint()
	for table := range tables {
		h.exec("delete from " + table)
	}
	for _, opts := range []ledger.Options{{Checkpoint: kept}, {Checkpoint: kept, Ring: h.ring}, {Checkpoint: kept, Verifier: h.ring.Verifier()}} {
		if r := h.verify(opts); r.OK || *r.FirstBad != 0 {
			t.Errorf("an emptied log passes: %+v", r)
		}
	}
}

// A bit flipped anywhere in the file: either verify says no, or no value of the ledger has changed.
func TestVerify_findsAFlippedBitInTheFile(t *testing.T) {
	path := testkit.SQLiteAddress(t)
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, d)
	h.full()
	h.record(1500, 60)
	sound := h.dump()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 7))
	found := 0
	const tries = 250
	for range tries {
		at, bit := random.IntN(len(file)), random.IntN(8)
		spoilt := slices.Clone(file)
		spoilt[at] ^= 1 << bit
		if h.flipFound(spoilt, sound, at, bit) {
			found++
		}
	}
	if found < tries/8 { // the other rooms have pages in the file too
		t.Errorf("only %d of %d flips were found: are they in the ledger's pages at all?", found, tries)
	}
}

// flipFound reports whether verify refuses a spoilt file. If it does not, every value must be as before.
func (h *house) flipFound(spoilt []byte, sound map[string][][]any, at, bit int) bool {
	h.t.Helper()
	path := testkit.EmptySQLiteAddress(h.t)
	if err := os.WriteFile(path, spoilt, 0o600); err != nil {
		h.t.Fatal(err)
	}
	d, err := db.Open(context.Background(), path)
	if err != nil {
		return true
	}
	defer d.Close()
	r, err := ledger.Verify(context.Background(), d, ledger.Options{})
	if err != nil {
		h.t.Errorf("bit %d of byte %d flipped: an error in place of a report: %v", bit, at, err)
		return true
	}
	if !r.OK {
		return true
	}
	other := &house{t: h.t, d: d}
	if !reflect.DeepEqual(other.dump(), sound) {
		h.t.Errorf("bit %d of byte %d flipped: verify holds, and the tables differ", bit, at)
	}
	return false
}
