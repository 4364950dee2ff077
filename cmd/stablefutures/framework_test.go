package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bench is a folder to run commands in, with what they printed.
type bench struct {
	t      *testing.T
	folder string
}

func (b bench) path(name string) string { return filepath.Join(b.folder, name) }

// run runs a command line; words that begin with @ are files of the folder. It gives what was printed.
func (b bench) run(want int, words ...string) string {
	b.t.Helper()
	args := append([]string{"framework"}, words...)
	for i, w := range args {
		if name, ok := strings.CutPrefix(w, "@"); ok {
			args[i] = b.path(name)
		}
	}
	var out, errOut bytes.Buffer
	if got := run(b.t.Context(), args, &out, &errOut); got != want {
		b.t.Errorf("%v: exit %d, want %d\n%s%s", words, got, want, &out, &errOut)
	}
	return out.String() + errOut.String()
}

func (b bench) says(text string, parts ...string) {
	b.t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			b.t.Errorf("it does not say %q:\n%s", p, text)
		}
	}
}

// change makes a file of another with something replaced.
func (b bench) change(from, to, old, now string) {
	b.t.Helper()
	content, err := os.ReadFile(b.path(from))
	if err != nil || !bytes.Contains(content, []byte(old)) {
		b.t.Fatalf("%s has no %q: %v", from, old, err)
	}
	if err := os.WriteFile(b.path(to), bytes.Replace(content, []byte(old), []byte(now), 1), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// garden makes garden.json of the placeholder: an edition of a set that is not in the program.
func (b bench) garden() {
	b.t.Helper()
	b.run(exitHolds, "export", "placeholder-25-86", "--out", "@plain.json")
	b.change("plain.json", "1.json", `"placeholder-25-86-1"`, `"garden-1"`)
	b.change("1.json", "2.json", `"set": "placeholder-25-86"`, `"set": "garden"`)
	b.change("2.json", "3.json", `"uses": "public"`, `"uses": "organisation"`)
	b.change("3.json", "garden.json", `Outcome 1 (placeholder)`, "Plot 1 has =water \u200f“ماء”  ")
}

func TestFramework_filesNeedNoDatabase(t *testing.T) {
	b := bench{t, t.TempDir()}
	b.garden()
	for _, kind := range []string{"csv", "xlsx", "ods"} {
		b.run(exitHolds, "export", "@garden.json", "--format", kind, "--out", "@garden."+kind)
		b.says(b.run(exitHolds, "validate", "@garden."+kind), "25 outcomes, 86 indicators")
		b.says(b.run(exitHolds, "diff", "@garden.json", "@garden."+kind), "the same, to the character")
	}
	b.change("garden.json", "24.json", `"outcomes": 25`, `"outcomes": 24`)
	b.says(b.run(exitBroken, "validate", "@24.json"), "/principles", "There are 25 outcomes; 24 are expected.")
	b.change("garden.csv", "alone.csv", "indicator,O1.1,O1,", "indicator,O1.1,O77,")
	b.says(b.run(exitBroken, "validate", "@alone.csv"), "C21: the indicator O1.1 stands under no outcome (“O77”)")
	b.change("garden.csv", "twice.csv", "outcome,O2,", "outcome,O1,")
	b.says(b.run(exitBroken, "validate", "@twice.csv"), "B25: the code O1 is used twice")
	b.change("garden.json", "word.json", "Indicator 7 ", "Indicator 7  ")
	b.says(b.run(exitBroken, "diff", "@garden.json", "@word.json"), "reworded: indicator O2.3", "  - Indicator 7 (", "  + Indicator 7  (")
	b.says(b.run(exitBroken, "validate", "@24.json", "--json"), `"pointer":"/principles"`, `"line":25`)
	b.says(b.run(exitNeeds, "validate", "@nothing.json"), "cannot be read")
	b.says(b.run(exitUsage, "show", "nothing"), "no edition and no file")
	b.says(b.run(exitUsage, "diff", "csf-pof"), "needs two editions")
	b.says(b.run(exitNeeds, "export", "csf-pof", "--format", "doc"), "not csv, xlsx or ods")
	b.says(b.run(exitNeeds, "export", "csf-pof", "--out", "@garden.json"), "garden.json") // nothing is written over
}

func TestFramework_signing(t *testing.T) {
	b := bench{t, t.TempDir()}
	b.garden()
	public := strings.TrimPrefix(strings.SplitN(b.run(exitHolds, "key", "gardeners.example", "--out", "@private"), "\n", 2)[0], "public key: ")
	if info, err := os.Stat(b.path("private")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the private key's file: %v, %v", info.Mode(), err)
	}
	b.run(exitHolds, "sign", "@garden.json", "--key", "@private", "--out", "@signed.json")
	b.says(b.run(exitHolds, "verify", "@signed.json", "--key", public), "nothing was changed")
	b.change("signed.json", "forged.json", "Plot 1", "Plot 2")
	b.says(b.run(exitBroken, "verify", "@forged.json", "--key", public), "NOT signed")
	b.says(b.run(exitBroken, "verify", "@garden.json", "--key", public), "NOT signed")
	for _, bad := range []string{"@garden.json", "PRIVATE+KEY+x+00000000+AAAA"} {
		if text := b.run(exitNeeds, "sign", "@garden.json", "--key", bad); strings.Contains(text, "AAAA") {
			t.Errorf("it prints the key: %s", text)
		}
	}
	b.run(exitUsage, "sign", "@garden.json")
	b.run(exitUsage, "key", "x")
}

func TestFramework_load(t *testing.T) {
	b := bench{t, t.TempDir()}
	b.garden()
	at := []string{"--database", b.path("s.db"), "--keys", b.path("s.keys")}
	var out, errOut bytes.Buffer
	add := append([]string{"user", "add", "--organisation", "Plot Council", "--kind", "council", "--nation", "england", "--name", "A", "--email", "a@plot.example"}, at...)
	if code := run(t.Context(), add, &out, &errOut); code != exitHolds {
		t.Fatalf("exit %d: %s", code, &errOut)
	}
	on := func(want int, words ...string) string { return b.run(want, append(words, at...)...) }
	b.says(on(exitUsage, "load", "@garden.json"), "--obtained")
	b.says(on(exitUsage, "load", "@garden.json", "--organisation", "Nobody", "--obtained", "2026-04-27"), "Plot Council")
	b.says(on(exitHolds, "load", "@garden.json", "--obtained", "2026-04-27"), "published: garden-1", "do not pass it on")
	b.says(on(exitHolds, "list"), "garden-1", "25 outcomes")
	b.says(on(exitHolds, "diff", "@garden.json", "garden-1"), "to the character")
	for _, kind := range []string{"csv", "xlsx", "ods"} {
		on(exitHolds, "export", "garden-1", "--format", kind, "--out", "@back."+kind)
		b.says(on(exitHolds, "diff", "garden-1", "@back."+kind), "to the character")
		b.says(on(exitHolds, "load", "@back."+kind), "published: garden-1") // the same edition, once more
	}
	b.change("garden.json", "other.json", "Plot 1", "Plot 2")
	b.says(on(exitNeeds, "load", "@other.json", "--obtained", "2026-04-27"), "never changes")
	b.says(on(exitHolds, "load", "@other.json", "--obtained", "2026-04-27", "--id", "garden-2", "--version", "2", "--follows", "garden-1"), "published: garden-2")
	b.change("garden.json", "24.json", `"outcomes": 25`, `"outcomes": 24`)
	b.says(on(exitBroken, "load", "@24.json", "--obtained", "2026-04-27"), "nothing is published", "24 are expected")
	if err := os.WriteFile(b.path("own.csv"), []byte("Our outcomes\n1,Water\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.says(on(exitHolds, "load", "@own.csv", "--name", "Ours"), "draft", "/loading/")
	var shown struct {
		Draft  string
		Faults []shownFault
	}
	if err := os.WriteFile(b.path("locked.xlsx"), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not much of one"), 0o600); err != nil {
		t.Fatal(err)
	}
	text := on(exitBroken, "load", "@locked.xlsx", "--json")
	if err := json.Unmarshal([]byte(text), &shown); err != nil || shown.Draft == "" || len(shown.Faults) != 1 {
		t.Errorf("a file that cannot be read: %v\n%s", err, text)
	}
	on(exitHolds, "recall", "garden-1", "--notice", "Plot 7 was dug up.", "--by", "The society", "--date", "2026-09-01", "--out", "@recall.json")
	b.says(on(exitHolds, "load", "@recall.json"), "called back: garden-1")
	b.says(on(exitHolds, "show", "garden-1"), "CALLED BACK", "Plot 7 was dug up.", "=water")
}
