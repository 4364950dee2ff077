package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"stablefutures/internal/problem"
)

// A write is tried again when PostgreSQL found that two of them could not both have been first: crowded times beside
// this process's other writes, then with them held back, so that a crowd around one row loses time and not a save.
// Another process may still be in the way then, hence more than one try.
const (
	crowded = 6
	retries = 12
)

func openPostgres(ctx context.Context, address string) (*DB, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		// pgx quotes the address in its error, and the address may hold a password
		return nil, problem.Wrap(errors.New("the postgres:// address cannot be read"), problem.Invalid, "db.bad_address")
	}
	if inClear(&config.ConnConfig.Config) {
		return nil, problem.New(problem.Invalid, "db.needs_tls")
	}
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", mapError(err))
	}
	d := &DB{engine: Postgres, address: address, pool: stdlib.OpenDBFromPool(pool)}
	d.close = func() error {
		err := d.pool.Close()
		pool.Close()
		return err
	}
	if err := d.pool.PingContext(ctx); err != nil {
		d.close()
		return nil, fmt.Errorf("open database: %w", mapError(err))
	}
	return d, nil
}

// inClear reports whether the connection would go, or could fall back to going, unencrypted to another machine: ids, times
// and who did what would be read on the way, and the password with some ways of signing in.
func inClear(c *pgconn.Config) bool {
	if c.TLSConfig == nil && !onThisMachine(c.Host) {
		return true
	}
	for _, f := range c.Fallbacks {
		if f.TLSConfig == nil && !onThisMachine(f.Host) {
			return true
		}
	}
	return false
}

// onThisMachine reports whether a PostgreSQL host is a socket in a folder, or this machine by name or number.
func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || host == "localhost" || ip != nil && ip.IsLoopback()
}

// writePostgres gives the same promise as SQLite's single writer: writes behave as if one came after another. Where
// PostgreSQL cannot keep that for two at once it refuses one, which is tried again.
func (d *DB) writePostgres(ctx context.Context, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	var err error
	for try := range retries {
		if try < crowded {
			d.turn.RLock()
			err = d.tryPostgres(ctx, f)
			d.turn.RUnlock()
		} else {
			d.turn.Lock()
			err = d.tryPostgres(ctx, f)
			d.turn.Unlock()
		}
		if !mustRetry(err) {
			return err
		}
		time.Sleep(time.Duration(rand.Int64N(int64(time.Millisecond) << min(try, 7))))
	}
	return problem.Wrap(err, problem.Conflict, "problem.busy")
}

func (d *DB) tryPostgres(ctx context.Context, f func(*Tx) error) error {
	sqlTx, err := d.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return mapError(err)
	}
	defer sqlTx.Rollback()
	tx := &Tx{run: sqlTx, engine: Postgres, group: &Group{}, heard: d.heard.Load()}
	if err := safely(f, tx); err != nil {
		return err
	}
	for _, hook := range d.hooks() {
		if err := hook(ctx, tx); err != nil {
			return fmt.Errorf("before commit: %w", err)
		}
	}
	return mapError(sqlTx.Commit())
}

func (d *DB) readPostgres(ctx context.Context, f func(*Tx) error) error {
	sqlTx, err := d.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return mapError(err)
	}
	defer sqlTx.Rollback()
	return safely(f, &Tx{run: sqlTx, engine: Postgres, readOnly: true, group: &Group{}, heard: d.heard.Load()})
}

func mustRetry(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
