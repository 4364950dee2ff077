package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"stablefutures/internal/problem"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to this program's version. It only goes forward; several app servers may call it at
// once. A database newer than the program is refused and left alone.
func Migrate(ctx context.Context, d *DB) error {
	p, done, err := provider(d)
	if err != nil {
		return err
	}
	defer done()
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", mapError(err))
	}
	if have > want {
		return problem.New(problem.Conflict, "db.newer_schema", "have", have, "want", want)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", mapError(err))
	}
	return nil
}

// Version gives the schema's version and the one this program brings.
func Version(ctx context.Context, d *DB) (have, want int64, err error) {
	p, done, err := provider(d)
	if err != nil {
		return 0, 0, err
	}
	defer done()
	have, want, err = p.GetVersions(ctx)
	return have, want, mapError(err)
}

// provider makes goose's migrator. A migration may be a pair NNNN_x_sqlite.sql and NNNN_x_postgres.sql where the
// engines truly differ; each engine leaves the other's out.
func provider(d *DB) (*goose.Provider, func(), error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, nil, err
	}
	dialect, other := goose.DialectSQLite3, "_postgres.sql"
	if d.engine == Postgres {
		dialect, other = goose.DialectPostgres, "_sqlite.sql"
	}
	leave, err := named(sub, other)
	if err != nil {
		return nil, nil, err
	}
	options := []goose.ProviderOption{goose.WithExcludeNames(leave), goose.WithDisableGlobalRegistry(true)}
	pool := d.pool
	done := func() {}
	if d.engine == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	} else {
		if pool, err = sql.Open("sqlite", sqliteDSN(d.address, false)); err != nil {
			return nil, nil, err
		}
		pool.SetMaxOpenConns(1)
		done = func() { pool.Close() }
	}
	p, err := goose.NewProvider(dialect, pool, sub, options...)
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, done, nil
}

func named(dir fs.FS, suffix string) ([]string, error) {
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffix) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}
