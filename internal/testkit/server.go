package testkit

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgresScript starts the throwaway server. The Makefile runs the same file,
// through scripts/with-postgres.sh, so that many packages can share one server.
//
//go:embed postgres.sh
var postgresScript string

// server answers with the address of the PostgreSQL of this test process: the one
// named in STABLEFUTURES_TEST_POSTGRES, else one started now, once.
var server = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("STABLEFUTURES_TEST_POSTGRES"); given != "" {
		return given, nil
	}
	return startServer()
})

func startServer() (string, error) {
	command := exec.Command("bash", "-c", postgresScript, "postgres.sh")
	said := new(strings.Builder)
	command.Stderr = said
	if _, err := command.StdinPipe(); err != nil {
		return "", fmt.Errorf("start postgres: %w", err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return "", fmt.Errorf("start postgres: %w", err)
	}
	if err := command.Start(); err != nil {
		return "", fmt.Errorf("start postgres: %w", err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		_ = command.Wait() // so that all it said is in hand
		return "", fmt.Errorf("start postgres: %s", strings.TrimSpace(said.String()))
	}
	// Waiting keeps our end of the server's standard input open. The system closes it when this process ends,
	// however it ends, and the server goes too.
	go func() { _ = command.Wait() }()
	return strings.TrimSpace(line), nil
}

// postgresOrSkip answers with the server's address. Without PostgreSQL it skips the
// test and says why, or fails it where PostgreSQL is required.
func postgresOrSkip(tb testing.TB) string {
	tb.Helper()
	address, err := server()
	if err == nil {
		return address
	}
	if required() {
		tb.Fatalf("PostgreSQL is required here and not to be had: %v", err)
	}
	tb.Skipf("without PostgreSQL: %v", err)
	return ""
}

// required tells whether a missing PostgreSQL is a failure instead of a skip.
func required() bool {
	return os.Getenv("STABLEFUTURES_REQUIRE_POSTGRES") == "1" || os.Getenv("CI") == "true"
}

// onServer runs one statement in the server's own database (create or drop another).
func onServer(address, statement string) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("reach test server: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("run on test server: %w", err)
	}
	return nil
}

// databaseAddress is the server's address with another database's name in it.
func databaseAddress(address, name string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("read test server address: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}
