package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

const makeTable = `create table things (id text primary key, n integer not null check (n >= 0))`

func withTable(t *testing.T, f func(*testing.T, context.Context, *db.DB)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		must(t, d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, makeTable); return err }))
		f(t, ctx, d)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func add(ctx context.Context, id string, n int) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `insert into things (id, n) values ($1, $2)`, id, n)
		return err
	}
}

func count(t *testing.T, ctx context.Context, d *db.DB) (n int) {
	t.Helper()
	must(t, d.Read(ctx, func(tx *db.Tx) error { return tx.QueryRow(ctx, `select count(*) from things`).Scan(&n) }))
	return n
}

func TestWrite_aFailureTakesNobodyElseWithIt(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		var wait sync.WaitGroup
		failed := make([]error, 100)
		for i := range failed {
			wait.Go(func() {
				failed[i] = d.Write(ctx, func(tx *db.Tx) error {
					if err := add(ctx, fmt.Sprint(i), i)(tx); err != nil {
						return err
					}
					switch i % 10 {
					case 3:
						return errors.New("changed my mind")
					case 7:
						panic("a bug in one save")
					}
					return nil
				})
			})
		}
		wait.Wait()
		bad := 0
		for i, err := range failed {
			if (err != nil) != (i%10 == 3 || i%10 == 7) {
				t.Errorf("save %d: %v", i, err)
			}
			if err != nil {
				bad++
			}
		}
		if got := count(t, ctx, d); got != 100-bad {
			t.Fatalf("%d rows, want %d", got, 100-bad)
		}
	})
}

func TestWrite_aFailingHookFailsTheSaveAndLeavesNothing(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		d.OnCommit(func(ctx context.Context, tx *db.Tx) error {
			for _, v := range tx.Noted() {
				if v == "poison" {
					return errors.New("no")
				}
			}
			return nil
		})
		var wait sync.WaitGroup
		var poisoned error
		good := make([]error, 20)
		wait.Go(func() {
			poisoned = d.Write(ctx, func(tx *db.Tx) error { tx.Note("poison"); return add(ctx, "bad", 1)(tx) })
		})
		for i := range good {
			wait.Go(func() {
				good[i] = d.Write(ctx, func(tx *db.Tx) error { tx.Note("fine"); return add(ctx, fmt.Sprint(i), i)(tx) })
			})
		}
		wait.Wait()
		if poisoned == nil {
			t.Error("the poisoned save was acknowledged")
		}
		for i, err := range good {
			if err != nil {
				t.Errorf("save %d suffered for another: %v", i, err)
			}
		}
		if got := count(t, ctx, d); got != 20 {
			t.Fatalf("%d rows, want 20", got)
		}
	})
}

func TestNoted_dropsWhatAFailedSaveNoted(t *testing.T) {
	d := testkit.SQLite(t)
	ctx := context.Background()
	var seen []any
	d.OnCommit(func(_ context.Context, tx *db.Tx) error { seen = append(seen, tx.Noted()...); return nil })
	_ = d.Write(ctx, func(tx *db.Tx) error { tx.Note("lost"); return errors.New("no") })
	must(t, d.Write(ctx, func(tx *db.Tx) error { tx.Note("kept"); return nil }))
	if len(seen) != 1 || seen[0] != "kept" {
		t.Fatalf("the hook saw %v", seen)
	}
}

func TestWrite_refusesWhatNobodyWouldHear(t *testing.T) {
	d := testkit.SQLite(t)
	if err := d.Write(context.Background(), func(tx *db.Tx) error { tx.Note("an entry"); return nil }); err == nil {
		t.Fatal("a noted entry was lost in silence")
	}
}

func TestWrite_isSerial(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		must(t, d.Write(ctx, add(ctx, "counter", 0)))
		var wait sync.WaitGroup
		for range 20 {
			wait.Go(func() {
				err := d.Write(ctx, func(tx *db.Tx) error {
					var n int
					if err := tx.QueryRow(ctx, `select n from things where id = 'counter'`).Scan(&n); err != nil {
						return err
					}
					return tx.ExecOne(ctx, `update things set n = $1 where id = 'counter'`, n+1)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		var n int
		must(t, d.Read(ctx, func(tx *db.Tx) error { return tx.QueryRow(ctx, `select n from things`).Scan(&n) }))
		if n != 20 {
			t.Fatalf("20 additions made %d: some were lost", n)
		}
	})
}

// Every save of this crowd reads what every other one writes, and holds it a moment: more often in each other's way than
// a save is tried again beside the others.
func TestWrite_aCrowdAroundOneRowLosesTimeNotASave(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		must(t, d.Write(ctx, add(ctx, "one", 0)))
		const callers, each = 40, 3
		var wait sync.WaitGroup
		for range callers {
			wait.Go(func() {
				for range each {
					if err := d.Write(ctx, func(tx *db.Tx) error {
						var n int
						if err := tx.QueryRow(ctx, `select n from things where id = 'one'`).Scan(&n); err != nil {
							return err
						}
						time.Sleep(20 * time.Millisecond)
						return tx.ExecOne(ctx, `update things set n = $1 where id = 'one'`, n+1)
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		var n int
		must(t, d.Read(ctx, func(tx *db.Tx) error {
			return tx.QueryRow(ctx, `select n from things where id = 'one'`).Scan(&n)
		}))
		if n != callers*each {
			t.Errorf("%d of %d saves are there", n, callers*each)
		}
	})
}

func TestErrors_haveKinds(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		must(t, d.Write(ctx, add(ctx, "one", 1)))
		for _, c := range []struct {
			name string
			f    func(*db.Tx) error
			want problem.Kind
		}{
			{"same id again", add(ctx, "one", 1), problem.Conflict},
			{"a check", add(ctx, "two", -1), problem.Invalid},
			{"no row", func(tx *db.Tx) error {
				var n int
				return tx.QueryRow(ctx, `select n from things where id = 'none'`).Scan(&n)
			}, problem.NotFound},
			{"not one row", func(tx *db.Tx) error { return tx.ExecOne(ctx, `update things set n = 2 where id = 'none'`) }, problem.Conflict},
		} {
			err := d.Write(ctx, c.f)
			if !problem.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "values") {
				t.Errorf("%s: the error quotes SQL: %v", c.name, err)
			}
		}
	})
}

func TestRead_seesOneMomentAndCannotWrite(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		must(t, d.Write(ctx, add(ctx, "a", 1)))
		must(t, d.Read(ctx, func(tx *db.Tx) error {
			var before, after int
			if err := tx.QueryRow(ctx, `select count(*) from things`).Scan(&before); err != nil {
				return err
			}
			if err := d.Write(ctx, add(ctx, "b", 1)); err != nil {
				return err
			}
			if err := tx.QueryRow(ctx, `select count(*) from things`).Scan(&after); err != nil {
				return err
			}
			if before != 1 || after != 1 {
				t.Errorf("the snapshot moved: %d then %d", before, after)
			}
			return nil
		}))
		if err := d.Read(ctx, add(ctx, "c", 1)); err == nil {
			t.Error("a read wrote")
		}
		if got := count(t, ctx, d); got != 2 {
			t.Errorf("%d rows, want 2", got)
		}
	})
}

func TestWrite_afterItsCallerGaveUp(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if err := d.Write(gone, add(gone, "late", 1)); err == nil {
			t.Error("a write whose caller was gone was acknowledged")
		}
		midway, cancel := context.WithCancel(ctx)
		err := d.Write(midway, func(tx *db.Tx) error {
			cancel()
			return add(midway, "begun", 1)(tx)
		})
		if err != nil {
			t.Errorf("a write that had begun was abandoned: %v", err)
		}
		if got := count(t, ctx, d); got != 1 {
			t.Errorf("%d rows, want the one that had begun", got)
		}
	})
}

func TestClose_letsWaitingWritesFinish(t *testing.T) {
	path := testkit.SQLiteAddress(t)
	ctx := context.Background()
	d, err := db.Open(ctx, path)
	must(t, err)
	must(t, d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, makeTable); return err }))
	var wait sync.WaitGroup
	acknowledged := make(chan string, 200)
	for i := range 200 {
		wait.Go(func() {
			if d.Write(ctx, add(ctx, fmt.Sprint(i), i)) == nil {
				acknowledged <- fmt.Sprint(i)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	must(t, d.Close())
	wait.Wait()
	close(acknowledged)
	d, err = db.Open(ctx, path)
	must(t, err)
	defer d.Close()
	for id := range acknowledged {
		must(t, d.Read(ctx, func(tx *db.Tx) error {
			var n int
			return tx.QueryRow(ctx, `select n from things where id = $1`, id).Scan(&n)
		}))
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := d.Write(ctx, add(ctx, "after", 1)); err == nil {
		t.Error("a closed database took a write")
	}
}

func TestOpen_makesTheFileItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a name with ? and # and %.db")
	d, err := db.Open(context.Background(), path)
	must(t, err)
	defer d.Close()
	must(t, d.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(context.Background(), makeTable); return err }))
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o, want 600", info.Mode().Perm())
	}
}

func TestOpen_neverShowsThePassword(t *testing.T) {
	_, err := db.Open(context.Background(), "postgres://u:verysecret@[::1:bad/x")
	if err == nil || strings.Contains(err.Error(), "verysecret") {
		t.Fatalf("got %v", err)
	}
}

func TestMigrate_refusesANewerSchemaAndIsHarmlessTwice(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		must(t, db.Migrate(ctx, d))
		must(t, d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `insert into goose_db_version (version_id, is_applied) values (9999, true)`)
			return err
		}))
		if err := db.Migrate(ctx, d); !problem.Is(err, problem.Conflict) {
			t.Fatalf("a newer schema: %v", err)
		}
	})
}

func TestTime_orderIsTextOrder(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 5, 3, 7000, time.FixedZone("", 3600))
	if got := db.Time(at); got != "2026-11-22T08:05:03.000007Z" {
		t.Fatal(got)
	}
	back, err := db.ParseTime(db.Time(at))
	if err != nil || !back.Equal(at) {
		t.Fatal(back, err)
	}
	if db.Time(at) >= db.Forever || len(db.Time(at)) != len(db.Forever) {
		t.Fatal("forever must come last")
	}
}

func TestIn(t *testing.T) {
	for n, want := range map[int]string{0: "(null)", 1: "($3)", 3: "($3, $4, $5)"} {
		if got := db.In(3, n); got != want {
			t.Errorf("In(3, %d) = %s, want %s", n, got, want)
		}
	}
}

func TestBackup_whileWorkGoesOn(t *testing.T) {
	d := testkit.SQLite(t)
	ctx := context.Background()
	must(t, d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, makeTable); return err }))
	stop := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				must(t, d.Write(ctx, add(ctx, fmt.Sprint(i), i)))
			}
		}
	})
	time.Sleep(20 * time.Millisecond)
	to := filepath.Join(t.TempDir(), "backup")
	err := db.Backup(ctx, d, to)
	close(stop)
	wait.Wait()
	must(t, err)
	if err := db.Backup(ctx, d, to); !problem.Is(err, problem.Conflict) {
		t.Errorf("an existing file: %v", err)
	}
	restored := filepath.Join(t.TempDir(), "restored.db")
	must(t, db.Restore(ctx, to, restored))
	r, err := db.Open(ctx, restored)
	must(t, err)
	defer r.Close()
	if count(t, ctx, r) == 0 {
		t.Error("the restored database is empty")
	}
	if err := db.Restore(ctx, to, restored); !problem.Is(err, problem.Conflict) {
		t.Errorf("over an existing database: %v", err)
	}
	beside := filepath.Join(t.TempDir(), "gone.db")
	for _, left := range []string{"-wal", "-shm", "-journal"} {
		must(t, os.WriteFile(beside+left, []byte("of a database that was removed"), 0o600))
		if err := db.Restore(ctx, to, beside); !problem.Is(err, problem.Conflict) {
			t.Errorf("beside a %s that was left behind: %v", left, err)
		}
		_ = os.Remove(beside)
		must(t, os.Remove(beside+left))
	}
	junk := filepath.Join(t.TempDir(), "junk")
	must(t, os.WriteFile(junk, []byte("not a database"), 0o600))
	if err := db.Restore(ctx, junk, filepath.Join(t.TempDir(), "x.db")); !problem.Is(err, problem.Invalid) {
		t.Errorf("junk: %v", err)
	}
}

// To another machine PostgreSQL is spoken to over TLS or not at all, and nothing falls back. The refusal comes before
// anything is sent, so that these addresses need not exist.
func TestOpen_neverInClearToAnotherMachine(t *testing.T) {
	t.Setenv("PGSSLMODE", "")
	for address, refused := range map[string]bool{
		"postgres://f:secret-word@db.invalid/f":                                   true, // prefer: would fall back
		"postgres://f:secret-word@db.invalid/f?sslmode=disable":                   true,
		"postgres://f:secret-word@db.invalid/f?sslmode=allow":                     true,
		"postgres://f@localhost,db.invalid/f?sslmode=prefer":                      true,
		"postgres://f:secret-word@db.invalid/f?sslmode=require&connect_timeout=1": false,
		"postgres://f@127.0.0.1:1/f?sslmode=disable":                              false,
		"postgres://f@/f?host=/nowhere":                                           false,
	} {
		_, err := db.Open(t.Context(), address)
		if got := problem.KeyOf(err) == "db.needs_tls"; got != refused || err == nil || strings.Contains(err.Error(), "secret-word") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestTables_sayWhatThereIs(t *testing.T) {
	withTable(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		must(t, d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `create table secrets (id text primary key, sealed bytea not null)`)
			return err
		}))
		all, err := d.Tables(ctx)
		must(t, err)
		for _, table := range all {
			if table.Name == "secrets" && len(table.Columns) == 2 && table.Columns[1] == (db.Column{Name: "sealed", Bytes: true}) && !table.Columns[0].Bytes {
				return
			}
		}
		t.Errorf("%+v", all)
	})
}
