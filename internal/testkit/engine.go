package testkit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/db"
)

// EachEngine runs f twice, as subtests "sqlite" and "postgres", each on a fresh
// database with every migration applied; both are gone when f returns.
// Without PostgreSQL that half is skipped with the reason, or fails where it is
// required (see the package comment).
func EachEngine(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite opens a fresh migrated SQLite file, closed and removed with the test.
func SQLite(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, SQLiteAddress(tb))
}

// Postgres opens a fresh migrated PostgreSQL database, closed and dropped with the
// test. It skips or fails as EachEngine does when there is no PostgreSQL.
func Postgres(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, PostgresAddress(tb))
}

// SQLiteAddress names a fresh migrated SQLite file, for tests that start the program
// itself or open the database more than once.
func SQLiteAddress(tb testing.TB) string {
	tb.Helper()
	content, err := migratedFile()
	if err != nil {
		tb.Fatal(err)
	}
	path := EmptySQLiteAddress(tb)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// EmptySQLiteAddress names a SQLite file that does not exist yet, for tests of the
// migrations themselves.
func EmptySQLiteAddress(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "test.db")
}

// PostgresAddress names a fresh migrated PostgreSQL database, dropped with the test.
func PostgresAddress(tb testing.TB) string {
	tb.Helper()
	at := postgresOrSkip(tb)
	template, err := migratedTemplate()
	if err != nil {
		tb.Fatal(err)
	}
	return createDatabase(tb, at, template)
}

// EmptyPostgresAddress names a PostgreSQL database without a single table, dropped
// with the test, for tests of the migrations themselves.
func EmptyPostgresAddress(tb testing.TB) string {
	tb.Helper()
	return createDatabase(tb, postgresOrSkip(tb), "template0")
}

// Now is the moment at which every test happens: Monday 2 March 2026, ten in the
// morning, UTC. Pass it where a room asks for its clock.
func Now() time.Time {
	return time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)
}

func open(tb testing.TB, address string) *db.DB {
	tb.Helper()
	d, err := db.Open(tb.Context(), address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Errorf("close test database: %v", err)
		}
	})
	return d
}

// migratedFile is the content of a migrated SQLite file: made once, copied per test.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "stablefutures-template-")
	if err != nil {
		return nil, fmt.Errorf("prepare sqlite template: %w", err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate(path); err != nil {
		return nil, fmt.Errorf("prepare sqlite template: %w", err)
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil, fmt.Errorf("prepare sqlite template: %d bytes still in the write-ahead log after close", log.Size())
	}
	return os.ReadFile(path)
})

// migratedTemplate is the name of a migrated PostgreSQL database that no one is
// connected to: made once per test process, copied per test.
var migratedTemplate = sync.OnceValues(func() (string, error) {
	at, err := server()
	if err != nil {
		return "", err
	}
	name := uniqueName("template")
	if err := onServer(at, "create database "+name+" template template0"); err != nil {
		return "", err
	}
	address, err := databaseAddress(at, name)
	if err != nil {
		return "", err
	}
	if err := migrate(address); err != nil {
		return "", fmt.Errorf("prepare postgres template: %w", err)
	}
	return name, nil
})

func migrate(address string) (err error) {
	ctx := context.Background()
	d, err := db.Open(ctx, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return db.Migrate(ctx, d)
}

func createDatabase(tb testing.TB, at, template string) string {
	tb.Helper()
	name := uniqueName("test")
	if err := onServer(at, "create database "+name+" template "+template); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := onServer(at, "drop database "+name+" with (force)"); err != nil {
			tb.Errorf("drop test database: %v", err)
		}
	})
	address, err := databaseAddress(at, name)
	if err != nil {
		tb.Fatal(err)
	}
	return address
}

var counter struct {
	sync.Mutex
	n int
}

// uniqueName is fit for a database name and differs between processes on one server.
func uniqueName(of string) string {
	counter.Lock()
	defer counter.Unlock()
	counter.n++
	return fmt.Sprintf("%s_%d_%d", of, os.Getpid(), counter.n)
}
