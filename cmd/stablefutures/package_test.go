package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPackage_inspectSaysWhatAnOutsiderKnows, and refuses with its reason what is no package, was cut, or is not there.
func TestPackage_inspectSaysWhatAnOutsiderKnows(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content string
		exit    int
		says    string
	}{
		"good":  {"age-encryption.org/v1\n-> X25519 abc\ndef\n--- mac\nxyz", exitHolds, "recipients:  1"},
		"cut":   {"age-encryption.org/v1\n-> X25519 abc\n", exitNeeds, "changed or cut"},
		"other": {"hello", exitNeeds, "no package"},
		"huge":  {"age-encryption.org/v1\n" + strings.Repeat("x", mostOfPackage), exitNeeds, "larger than any package"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errOut bytes.Buffer
		got := run(t.Context(), []string{"package", "inspect", path}, &out, &errOut)
		if got != c.exit || !strings.Contains(out.String()+errOut.String(), c.says) {
			t.Errorf("%s: exit %d, says %s%s", name, got, &out, &errOut)
		}
	}
	var out, errOut bytes.Buffer
	if got := run(t.Context(), []string{"package", "inspect", filepath.Join(dir, "nothing")}, &out, &errOut); got != exitNeeds {
		t.Errorf("a file that is not there: exit %d", got)
	}
	if got := run(t.Context(), []string{"package", "inspect"}, &out, &errOut); got != exitUsage {
		t.Errorf("no file: exit %d", got)
	}
}
