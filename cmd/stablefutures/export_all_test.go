package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/app"
)

// The command says what it lacks, writes a folder once, and never over one.
func TestExportAll_writesAFolderOnce(t *testing.T) {
	dir := t.TempDir()
	database, keys, out := filepath.Join(dir, "a.db"), filepath.Join(dir, "a.keys"), filepath.Join(dir, "out")
	do := func(want int, args ...string) string {
		t.Helper()
		var said bytes.Buffer
		if code := run(t.Context(), args, &said, &said); code != want {
			t.Errorf("%v: exit code %d, want %d: %s", args, code, want, said.String())
		}
		return said.String()
	}
	export := []string{"export-all", "--database", database, "--keys", keys, "--out", out, "--reason", "archive"}
	do(exitUsage, export[:7]...)
	do(exitUsage, "export-all", "--database", database, "--keys", keys, "--reason", "archive")
	do(exitNeeds, export...)
	a, err := app.Open(t.Context(), app.Options{Database: database, Keys: keys, Create: true, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if said := do(exitHolds, export...); !strings.Contains(said, "README.txt") {
		t.Errorf("it says %q", said)
	}
	if said := do(exitNeeds, export...); !strings.Contains(said, "something in this folder") {
		t.Errorf("over a whole one it says %q", said)
	}
	if said := do(exitHolds, append(export[:5:5], "--out", out+"2", "--reason", "court", "--sealed", "--json")...); !strings.Contains(said, `"sealed":true`) {
		t.Errorf("as JSON it says %q", said)
	}
	if _, err := os.Stat(filepath.Join(out, "manifest.json")); err != nil {
		t.Error(err)
	}
	do(exitNeeds, append(export[:5:5], "--out", out+"3", "--reason", "curious")...)
}
