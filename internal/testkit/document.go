package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// Document holds a generated document (path from the module's root, such as
// docs/config.md) against what is committed, and fails the test when it is out of date.
// With STABLEFUTURES_UPDATE=1, as in `make generate`, it writes the document instead;
// for make to find them, such tests have names that end in _isDocumented.
func Document(tb testing.TB, path, want string) {
	tb.Helper()
	path = filepath.Join(Root(), path)
	if os.Getenv("STABLEFUTURES_UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			tb.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(path)
	if err != nil || string(have) != want {
		tb.Errorf("%s is out of date; write it anew with: make generate", filepath.Base(path))
	}
}

// Root is the module's folder, where go.mod is.
func Root() string { return root }

// root is looked for once, before any test changes the folder it is in. (The program does not know where its source lies:
// everything is built with -trimpath.)
var root = above("go.mod")

// above is the nearest folder, from where the test starts upwards, that holds a file of this name; "." if none does.
func above(name string) string {
	here, err := os.Getwd()
	if err != nil {
		return "."
	}
	for folder := here; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			return "."
		}
	}
}

// Rounds is how often a test with chance in it repeats: few in `make test`, many in
// `make test-all`, which sets STABLEFUTURES_LONG=1.
func Rounds(few, many int) int {
	if os.Getenv("STABLEFUTURES_LONG") == "1" {
		return many
	}
	return few
}
