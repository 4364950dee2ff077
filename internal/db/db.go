package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"stablefutures/internal/problem"
)

// Engine names the database underneath. Rooms should not need to ask.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine   Engine
	address  string
	writer   *writer      // SQLite: the one writer
	readers  *readers     // SQLite: snapshots beside it
	pool     *sql.DB      // PostgreSQL
	turn     sync.RWMutex // PostgreSQL: held alone by a write that lost too often
	mu       sync.RWMutex
	onCommit []func(context.Context, *Tx) error
	heard    atomic.Pointer[func(string)] // of OnStatement
	close    func() error
	closing  sync.Once
	closed   error
}

// Open opens a database by its address: a file's path for SQLite, or a postgres:// URL. It does not migrate.
// The address can hold a password, so it never appears in an error.
func Open(ctx context.Context, address string) (*DB, error) {
	if IsPostgres(address) {
		return openPostgres(ctx, address)
	}
	return openSQLite(ctx, address)
}

// IsPostgres reports whether the address names a PostgreSQL server rather than a file.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Engine says which engine is underneath.
func (d *DB) Engine() Engine { return d.engine }

// Path gives the SQLite file's path, and "" on PostgreSQL.
func (d *DB) Path() string {
	if d.engine == SQLite {
		return d.address
	}
	return ""
}

// OnCommit adds a hook that runs inside every group of writes, once, just before it commits. An error from it
// fails the whole group. Add hooks before the first write.
func (d *DB) OnCommit(hook func(context.Context, *Tx) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.onCommit = append(d.onCommit, hook)
}

// OnStatement has f hear every statement's text before it runs, in whatever transaction that begins from now on; nil ends
// that. It is how a test compares what two requests ask of the database. f is called by several at once, and no value
// that a statement is given ever reaches it.
func (d *DB) OnStatement(f func(statement string)) {
	if f == nil {
		d.heard.Store(nil)
		return
	}
	d.heard.Store(&f)
}

func (d *DB) hooks() []func(context.Context, *Tx) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.onCommit
}

// Write runs f in a transaction and returns once what it did is durable, or has left no trace. It may run f more than
// once (another save in the group failed, PostgreSQL asked for a retry), so f must have no effect outside the database
// that a second run would spoil. Once begun, a write is not abandoned half-way because its caller went away.
func (d *DB) Write(ctx context.Context, f func(*Tx) error) error {
	if d.engine == SQLite {
		return d.writer.do(ctx, f)
	}
	return d.writePostgres(ctx, f)
}

// Read runs f on a snapshot: everything f reads is from one moment. Writing in it fails.
func (d *DB) Read(ctx context.Context, f func(*Tx) error) error {
	if d.engine == SQLite {
		return d.readers.do(ctx, d.heard.Load(), f)
	}
	return d.readPostgres(ctx, f)
}

// Close lets waiting writes finish, then closes every connection. Closing twice is harmless.
func (d *DB) Close() error {
	d.closing.Do(func() { d.closed = d.close() })
	return d.closed
}

// Ping answers nil when the database can be read now.
func (d *DB) Ping(ctx context.Context) error {
	return d.Read(ctx, func(tx *Tx) error {
		var one int
		return tx.QueryRow(ctx, "select 1").Scan(&one)
	})
}

// safely runs f and turns a panic into an error, so that one save's bug cannot take the writer down with it.
func safely(f func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a transaction: %v", p)
		}
	}()
	return f(tx)
}

// ErrClosed is what a write gets after Close.
var ErrClosed = problem.Wrap(errors.New("database is closed"), problem.Internal, "problem.internal")
