package framework

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the checksums of released editions into editions/released.json")

// changedAfterRelease compares editions with the checksums they were released with.
func changedAfterRelease(editions []*Edition, golden map[string]string) []error {
	var errs []error
	seen := map[string]bool{}
	for _, e := range editions {
		want, known := golden[e.ID]
		seen[e.ID] = true
		switch {
		case known && want != e.Checksum():
			errs = append(errs, fmt.Errorf("edition %s was released and has changed: put the text back and make a new edition", e.ID))
		case known && !e.Released:
			errs = append(errs, fmt.Errorf("edition %s was released and cannot be taken back", e.ID))
		case !known && e.Released:
			errs = append(errs, fmt.Errorf("edition %s says it is released, but its checksum is not in released.json", e.ID))
		}
	}
	for id := range golden {
		if !seen[id] {
			errs = append(errs, fmt.Errorf("edition %s was released and is gone: records still need it", id))
		}
	}
	return errs
}

func TestReleasedEditionsNeverChange(t *testing.T) {
	file := filepath.Join("editions", "released.json")
	golden := map[string]string{}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := decodeStrict(b, &golden); err != nil {
		t.Fatal(err)
	}
	if *update {
		for _, e := range Editions() {
			if _, known := golden[e.ID]; e.Released && !known {
				golden[e.ID] = e.Checksum()
			}
		}
		b, _ := json.MarshalIndent(golden, "", "  ")
		if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range changedAfterRelease(Editions(), golden) {
		t.Error(err)
	}
}

// The golden file may be empty, so the rule itself is tried on a changed byte.
func TestChangedByteOfReleasedEditionIsFound(t *testing.T) {
	before := onDisk(t)
	e := mustBuild(t, before)
	e.Released = true
	golden := map[string]string{e.ID: e.Checksum()}
	if errs := changedAfterRelease([]*Edition{e}, golden); len(errs) != 0 {
		t.Fatalf("unchanged edition: %v", errs)
	}
	name := "items/art2.json"
	changed := onDisk(t)
	changed[name] = bytes.Replace(changed[name], []byte("same care"), []byte("same  care"), 1)
	c := mustBuild(t, changed)
	c.Released = true
	if errs := changedAfterRelease([]*Edition{c}, golden); len(errs) != 1 {
		t.Errorf("a changed byte was not found: %v", errs)
	}
	spaced := onDisk(t)
	spaced[name] = append([]byte("\n\n "), spaced[name]...)
	if got := mustBuild(t, spaced).Checksum(); got != e.Checksum() {
		t.Error("white space between JSON values changed the checksum")
	}
	if errs := changedAfterRelease(nil, golden); len(errs) != 1 || !strings.Contains(errs[0].Error(), "gone") {
		t.Errorf("a removed edition was not found: %v", errs)
	}
	e.Released = false
	if errs := changedAfterRelease([]*Edition{e}, golden); len(errs) != 1 {
		t.Errorf("an edition taken back was not found: %v", errs)
	}
}

func onDisk(t *testing.T) files {
	t.Helper()
	f, err := readFiles(os.DirFS(checklist))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func mustBuild(t *testing.T, f files) *Edition {
	t.Helper()
	e, err := build(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
