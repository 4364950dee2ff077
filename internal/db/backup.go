package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"

	"stablefutures/internal/problem"
)

// Backup writes a copy of the whole database to a new file while work goes on: for SQLite a database file of its own,
// for PostgreSQL what pg_dump makes (custom format). The key ring is no part of it. An existing file is never touched.
func Backup(ctx context.Context, d *DB, path string) error {
	if _, err := os.Stat(path); err == nil {
		return problem.New(problem.Conflict, "db.file_exists")
	}
	if d.engine == Postgres {
		return postgresTool(ctx, d.address, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file="+path)
	}
	pool, err := sql.Open("sqlite", sqliteDSN(d.address, false))
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(ctx, "vacuum into $1", path); err != nil {
		os.Remove(path)
		return fmt.Errorf("back up: %w", mapError(err))
	}
	return syncFile(path)
}

// Restore puts a backup into a database that does not exist yet (SQLite) or is empty (PostgreSQL).
func Restore(ctx context.Context, backup, address string) error {
	if IsPostgres(address) {
		return postgresTool(ctx, address, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
			"--no-privileges", "--dbname="+postgresName(address), backup)
	}
	// A log left behind by the database that was here before would be played onto this one, and ruin it.
	for _, part := range []string{"", "-wal", "-shm", "-journal"} {
		if _, err := os.Stat(address + part); err == nil {
			return problem.New(problem.Conflict, "db.file_exists")
		}
	}
	content, err := os.ReadFile(backup)
	if err != nil {
		return problem.Wrap(err, problem.Invalid, "db.cannot_open")
	}
	if !strings.HasPrefix(string(content[:min(len(content), 16)]), "SQLite format 3\x00") {
		return problem.New(problem.Invalid, "db.not_a_backup")
	}
	if err := os.WriteFile(address, content, 0o600); err != nil {
		os.Remove(address)
		return problem.Wrap(err, problem.Internal, "db.cannot_write")
	}
	return syncFile(address)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("sync file: %w", err)
	}
	return errors.Join(f.Chmod(0o600), f.Sync(), f.Close())
}

// postgresTool runs one of PostgreSQL's own tools. The address goes by the environment: a command line can be read by
// everybody on the machine.
func postgresTool(ctx context.Context, address, tool string, args ...string) error {
	path, err := exec.LookPath(tool)
	if err != nil {
		return problem.New(problem.Invalid, "db.tool_missing", "tool", tool)
	}
	env, err := postgresEnv(address)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return problem.Wrap(fmt.Errorf("%s: %w: %s", tool, err, firstLine(string(out))), problem.Internal, "db.tool_failed", "tool", tool)
	}
	return nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

func postgresEnv(address string) ([]string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, problem.New(problem.Invalid, "db.bad_address")
	}
	password, _ := u.User.Password()
	env := map[string]string{"PGHOST": u.Hostname(), "PGPORT": u.Port(), "PGUSER": u.User.Username(),
		"PGPASSWORD": password, "PGDATABASE": strings.TrimPrefix(u.Path, "/")}
	for key, name := range map[string]string{"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
		"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"} {
		if v := u.Query().Get(key); v != "" {
			env[name] = v
		}
	}
	var list []string
	for name, value := range env {
		if value != "" {
			list = append(list, name+"="+value)
		}
	}
	return list, nil
}

func postgresName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if name := u.Query().Get("dbname"); name != "" {
		return name
	}
	return strings.TrimPrefix(u.Path, "/")
}
