package testkit_test

import (
	"os"
	"path/filepath"
	"testing"

	"stablefutures/internal/testkit"
)

// complaint is a test that only notes whether it failed.
type complaint struct {
	testing.TB
	failed bool
}

func (c *complaint) Helper()               {}
func (c *complaint) Errorf(string, ...any) { c.failed = true }

func TestDocument_comparesUnlessToldToWrite(t *testing.T) {
	at := filepath.Join(t.TempDir(), "x.md")
	path, err := filepath.Rel(testkit.Root(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("STABLEFUTURES_UPDATE", "")
	missing := &complaint{TB: t}
	testkit.Document(missing, path, "one")
	if !missing.failed {
		t.Error("a missing document passed")
	}
	t.Setenv("STABLEFUTURES_UPDATE", "1")
	testkit.Document(t, path, "one")
	if have, err := os.ReadFile(at); err != nil || string(have) != "one" {
		t.Errorf("wrote %q, %v", have, err)
	}
	t.Setenv("STABLEFUTURES_UPDATE", "")
	testkit.Document(t, path, "one")
	stale := &complaint{TB: t}
	testkit.Document(stale, path, "two")
	if !stale.failed {
		t.Error("a stale document passed")
	}
}

func TestRounds_isManyOnlyWhenAsked(t *testing.T) {
	t.Setenv("STABLEFUTURES_LONG", "")
	if n := testkit.Rounds(3, 100); n != 3 {
		t.Errorf("want 3, got %d", n)
	}
	t.Setenv("STABLEFUTURES_LONG", "1")
	if n := testkit.Rounds(3, 100); n != 100 {
		t.Errorf("want 100, got %d", n)
	}
}
