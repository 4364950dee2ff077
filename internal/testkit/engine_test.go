package testkit_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/testkit"
)

func TestEachEngine_runsBothOnFreshMigratedDatabases(t *testing.T) {
	seen := map[string]bool{}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		seen[filepath.Base(t.Name())] = true
		if err := db.Migrate(t.Context(), d); err != nil {
			t.Fatalf("migrating a migrated database is harmless, yet: %v", err)
		}
	})
	if !seen["sqlite"] {
		t.Error("sqlite did not run")
	}
	if !seen["postgres"] && os.Getenv("CI") == "true" {
		t.Error("postgres did not run")
	}
}

func TestPostgres_missingIsAFailureWhereRequired(t *testing.T) {
	if os.Getenv("TESTKIT_CHILD") == "1" {
		testkit.Postgres(t)
		return
	}
	dir := t.TempDir() // a PATH with bash and what the script needs, but no initdb
	for _, tool := range []string{"bash", "id", "ls", "sort", "dirname", "readlink"} {
		at, err := exec.LookPath(tool)
		if err != nil {
			t.Skipf("this test needs %s: %v", tool, err)
		}
		if err := os.Symlink(at, filepath.Join(dir, tool)); err != nil {
			t.Fatal(err)
		}
	}
	run := func(extra ...string) (string, error) {
		command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestPostgres_missingIsAFailureWhereRequired$", "-test.v")
		command.Env = append([]string{"PATH=" + dir, "TESTKIT_CHILD=1", "STABLEFUTURES_POSTGRES_HOMES=" + dir, "TMPDIR=" + t.TempDir()}, extra...)
		out, err := command.CombinedOutput()
		return string(out), err
	}
	if out, err := run(); err != nil || !strings.Contains(out, "--- SKIP") || !strings.Contains(out, "no initdb") {
		t.Errorf("want a skip that gives the reason; got %v\n%s", err, out)
	}
	for _, required := range []string{"CI=true", "STABLEFUTURES_REQUIRE_POSTGRES=1"} {
		if out, err := run(required); err == nil || !strings.Contains(out, "is required here") {
			t.Errorf("with %s want a failure that gives the reason; got %v\n%s", required, err, out)
		}
	}
}

// A test process that is killed leaves neither a server nor its folder behind.
func TestThrowawayServer_endsWithItsProcess(t *testing.T) {
	if at := os.Getenv("TESTKIT_CHILD_FILE"); at != "" {
		address := testkit.PostgresAddress(t)
		if err := os.WriteFile(at+".part", []byte(address), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(at+".part", at); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute) // until killed
		return
	}
	testkit.PostgresAddress(t) // skips, or fails, where there is no PostgreSQL
	file := filepath.Join(t.TempDir(), "address")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestThrowawayServer_endsWithItsProcess$")
	child.Env = append(os.Environ(), "TESTKIT_CHILD_FILE="+file, "STABLEFUTURES_TEST_POSTGRES=")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var address []byte
	within(t, 30*time.Second, "the child's server to start", func() (done bool) {
		var err error
		address, err = os.ReadFile(file)
		return err == nil
	})
	_, dir, _ := strings.Cut(string(address), "host=")
	if _, err := os.Stat(dir); err != nil {
		t.Fatalf("the child's server has no folder: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed: an error by design
	within(t, 30*time.Second, "the server of a killed process to go", func() bool {
		_, err := os.Stat(dir)
		return os.IsNotExist(err)
	})
}

func within(t *testing.T, limit time.Duration, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("waited %v for %s", limit, what)
}
