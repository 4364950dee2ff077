package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"stablefutures/internal/problem"
)

// cause keeps an engine's error for errors.As but shows only its code: its text can quote a row.
type cause struct {
	err  error
	text string
}

// Error gives the engine and the code.
func (c *cause) Error() string { return c.text }

// Unwrap gives the engine's own error.
func (c *cause) Unwrap() error { return c.err }

// mapError turns an engine's error code into a kind. It never reads an error's text.
func mapError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return problem.Wrap(err, problem.NotFound, "problem.not_found")
	}
	var p *problem.Error
	if errors.As(err, &p) {
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return mapPostgres(err, pg)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return mapSQLite(err, lite.Code())
	}
	return err
}

func mapPostgres(err error, pg *pgconn.PgError) error {
	c := &cause{err, fmt.Sprintf("postgres %s %s %s", pg.Code, pg.TableName, pg.ConstraintName)}
	switch pg.Code {
	case "23505":
		return problem.Wrap(c, problem.Conflict, "problem.duplicate")
	case "23503":
		return problem.Wrap(c, problem.Conflict, "problem.conflict")
	case "23514", "23502", "22021", "22P05":
		return problem.Wrap(c, problem.Invalid, "problem.invalid")
	case "53100":
		return problem.Wrap(c, problem.Internal, "problem.disk_full")
	case "42601", "42P01", "42703", "42883", "42804", "42803": // our own SQL is wrong: the text is ours and harmless
		return fmt.Errorf("postgres %s: %s", pg.Code, pg.Message)
	}
	return c
}

func mapSQLite(err error, code int) error {
	c := &cause{err, fmt.Sprintf("sqlite code %d", code)}
	switch code {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID:
		return problem.Wrap(c, problem.Conflict, "problem.duplicate")
	case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return problem.Wrap(c, problem.Conflict, "problem.conflict")
	case lib.SQLITE_CONSTRAINT_CHECK, lib.SQLITE_CONSTRAINT_NOTNULL:
		return problem.Wrap(c, problem.Invalid, "problem.invalid")
	}
	switch code & 0xff {
	case lib.SQLITE_FULL:
		return problem.Wrap(c, problem.Internal, "problem.disk_full")
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return problem.Wrap(c, problem.Conflict, "problem.busy")
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return problem.Wrap(c, problem.Internal, "problem.damaged")
	case lib.SQLITE_ERROR: // our own SQL is wrong: the text names our tables, no row
		return fmt.Errorf("sqlite: %s", err)
	}
	return c
}
