package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"stablefutures/internal/problem"
)

// runner is what a transaction runs statements on: a SQLite connection with its prepared statements, or a PostgreSQL
// transaction.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Tx is one transaction. It lives only inside Write or Read.
type Tx struct {
	run      runner
	engine   Engine
	readOnly bool
	wrote    bool // SQLite's writer asks whether a failed save left something to undo
	group    *Group
	heard    *func(string) // of OnStatement; nil but in tests
}

func (tx *Tx) hear(query string) {
	if tx.heard != nil {
		(*tx.heard)(query)
	}
}

// Engine says which engine is underneath; only store_sqlite.go and store_postgres.go files have a reason to ask.
func (tx *Tx) Engine() Engine { return tx.engine }

// ReadOnly reports whether this is a snapshot.
func (tx *Tx) ReadOnly() bool { return tx.readOnly }

// Group is what the saves of one commit have in common; the ledger gathers their entries on it. Values noted in a save
// that fails are dropped with it.
type Group struct {
	log []any
}

// Note adds a value to the group, in order.
func (tx *Tx) Note(value any) { tx.group.log = append(tx.group.log, value) }

// Noted gives the values noted so far in this group by the saves that hold.
func (tx *Tx) Noted() []any { return tx.group.log }

// ctx for a write ignores cancellation: an interrupted statement would roll back its whole group in SQLite. For a read
// from SQLite it is asked before each statement only: watching for it within one costs two goroutines a statement, more
// than most statements take.
func (tx *Tx) ctx(ctx context.Context) (context.Context, error) {
	switch {
	case !tx.readOnly:
		return context.WithoutCancel(ctx), nil
	case tx.engine == SQLite:
		return context.WithoutCancel(ctx), ctx.Err()
	}
	return ctx, nil
}

// Exec runs a statement and says how many rows it touched.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	tx.wrote = true
	tx.hear(query)
	ctx, err := tx.ctx(ctx)
	if err != nil {
		return 0, err
	}
	r, err := tx.run.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, mapError(err)
	}
	n, err := r.RowsAffected()
	return n, mapError(err)
}

// ExecOne is Exec for a statement that must touch exactly one row; another count is a Conflict: the row is gone or no
// longer in the state the caller saw.
func (tx *Tx) ExecOne(ctx context.Context, query string, args ...any) error {
	n, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return err
	}
	if n != 1 {
		return problem.Wrap(fmt.Errorf("%d rows, not one", n), problem.Conflict, "problem.conflict")
	}
	return nil
}

// Query runs a query. Rows must be closed before the next statement.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*Rows, error) {
	if !strings.HasPrefix(query, "select") {
		tx.wrote = true // a "with" or a "returning" may have
	}
	tx.hear(query)
	ctx, err := tx.ctx(ctx)
	if err != nil {
		return nil, err
	}
	r, err := tx.run.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, mapError(err)
	}
	return &Rows{r}, nil
}

// QueryRow runs a query that gives at most one row of interest.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *Row {
	rows, err := tx.Query(ctx, query, args...)
	return &Row{rows: rows, err: err}
}

// Each runs a query and calls scan for every row, closing the rows whatever happens.
func (tx *Tx) Each(ctx context.Context, scan func(*Rows) error, query string, args ...any) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Rows is a result being read.
type Rows struct{ rows *sql.Rows }

// Next moves to the next row.
func (r *Rows) Next() bool { return r.rows.Next() }

// Scan reads the row's columns.
func (r *Rows) Scan(dest ...any) error { return mapError(r.rows.Scan(dest...)) }

// Err is what ended the rows early, if anything.
func (r *Rows) Err() error { return mapError(r.rows.Err()) }

// Close frees the rows; twice is harmless.
func (r *Rows) Close() error { return mapError(r.rows.Close()) }

// Row is the first row of a result.
type Row struct {
	rows *Rows
	err  error
}

// Scan reads the row, or gives NotFound when there is none.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.rows.Close()
}

// In gives "($3, $4, $5)" for n values whose first placeholder is number first. With n 0 it gives "(null)", which
// matches nothing on both engines.
func In(first, n int) string {
	if n == 0 {
		return "(null)"
	}
	var b strings.Builder
	b.WriteByte('(')
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	b.WriteByte(')')
	return b.String()
}
