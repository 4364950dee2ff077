package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the default engine, in pure Go

	"stablefutures/internal/problem"
)

// groupLimit is how many waiting saves one commit carries; beyond about 64 the sync is no longer what costs.
const groupLimit = 64

// sqliteDSN puts every setting where each new connection gets it: a PRAGMA run once would hold for one connection only.
func sqliteDSN(path string, readOnly bool) string {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	dsn := "file:" + escaped + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=cache_size(-16384)&_pragma=trusted_schema(0)"
	if readOnly {
		dsn += "&_pragma=query_only(1)"
	}
	return dsn
}

func openSQLite(ctx context.Context, path string) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := makePrivate(abs); err != nil {
		return nil, err
	}
	w, err := sql.Open("sqlite", sqliteDSN(abs, false))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	w.SetMaxOpenConns(1)
	wc, err := w.Conn(ctx)
	if err != nil {
		w.Close()
		return nil, fmt.Errorf("open database: %w", mapError(err))
	}
	r, err := sql.Open("sqlite", sqliteDSN(abs, true))
	if err != nil {
		w.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	d := &DB{engine: SQLite, address: abs}
	wconn := &conn{c: wc, stmts: map[string]*sql.Stmt{}}
	d.writer = newWriter(d, wconn)
	d.readers = newReaders(r, max(4, 2*runtime.GOMAXPROCS(0)))
	d.close = func() error {
		d.writer.stop()
		d.readers.stop()
		return errors.Join(r.Close(), wconn.close(), w.Close()) // the writer last: it folds the WAL into the file
	}
	return d, nil
}

// makePrivate creates the file for its owner alone, before SQLite would create it for everybody.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return problem.Wrap(err, problem.Invalid, "db.cannot_open")
	}
	return f.Close()
}

// conn is one SQLite connection with its prepared statements. One goroutine uses it at a time.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

// stmt prepares once. The map is bounded because lists of placeholders make new texts.
func (c *conn) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	if len(c.stmts) >= 400 {
		for q, s := range c.stmts {
			s.Close()
			delete(c.stmts, q)
		}
	}
	s, err := c.c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = s
	return s, nil
}

// ExecContext runs a statement on this connection.
func (c *conn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext runs a query on this connection.
func (c *conn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// close finalises the statements first: while one is open SQLite keeps the file, and leaves the WAL beside it.
func (c *conn) close() error {
	for _, s := range c.stmts {
		s.Close()
	}
	clear(c.stmts)
	return c.c.Close()
}

func (c *conn) exec(query string) error {
	_, err := c.ExecContext(context.Background(), query)
	return err
}

// readers are connections that see snapshots and cannot write.
type readers struct {
	pool *sql.DB
	free chan *conn
	quit chan struct{}
	mu   sync.Mutex
	open int // how many there are, free or at work
	max  int
}

func newReaders(pool *sql.DB, n int) *readers {
	pool.SetMaxOpenConns(n)
	return &readers{pool: pool, free: make(chan *conn, n), quit: make(chan struct{}), max: n}
}

func (r *readers) take(ctx context.Context) (*conn, error) {
	select {
	case <-r.quit:
		return nil, ErrClosed
	case c := <-r.free:
		return c, nil
	default:
	}
	r.mu.Lock()
	grow := r.open < r.max
	if grow {
		r.open++ // hold the place while opening
	}
	r.mu.Unlock()
	if grow {
		return r.grow(ctx)
	}
	select {
	case c := <-r.free:
		return c, nil
	case <-r.quit:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (r *readers) grow(ctx context.Context) (*conn, error) {
	sc, err := r.pool.Conn(context.WithoutCancel(ctx))
	if err != nil {
		r.mu.Lock()
		r.open--
		r.mu.Unlock()
		return nil, err
	}
	return &conn{c: sc, stmts: map[string]*sql.Stmt{}}, nil
}

func (r *readers) do(ctx context.Context, heard *func(string), f func(*Tx) error) error {
	c, err := r.take(ctx)
	if err != nil {
		return mapError(err)
	}
	defer func() { r.free <- c }()
	if err := c.exec("begin"); err != nil {
		return mapError(err)
	}
	err = safely(f, &Tx{run: c, engine: SQLite, readOnly: true, group: &Group{}, heard: heard})
	if end := c.exec("rollback"); err == nil {
		err = mapError(end)
	}
	return err
}

// stop lets reads under way finish and closes every connection.
func (r *readers) stop() {
	close(r.quit)
	r.mu.Lock()
	n := r.open
	r.mu.Unlock()
	for range n {
		(<-r.free).close()
	}
}
