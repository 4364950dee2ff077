package ledger_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

func (h *house) prove(entry int64, keys ...seal.Key) (p ledger.Proof, err error) {
	err = h.d.Read(context.Background(), func(tx *db.Tx) error {
		p, err = h.log.Prove(context.Background(), tx, entry, keys...)
		return err
	})
	return p, err
}

func TestProve_saysWhatTheKeyOpens(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.record(600, 50)
		h.checkpoint()
		h.record(20, 5)
		for _, i := range []int64{0, 1, 255, 256, 511, 512, 598, 599, 600, 619} { // 600 and later: no checkpoint covers them yet
			want, _ := h.entry(int(i))
			p, err := h.prove(i, h.amber, h.birch)
			if err != nil || p.Says.Subject != want.Subject || p.Says.Act != want.Act || p.Says.Outcome != want.Outcome.String() || p.Verifier != h.ring.Verifier() {
				t.Errorf("entry %d: %+v, %v; want %+v", i, p.Says, err, want)
			}
		}
		closed, err := h.prove(4)
		if err != nil || closed.Opened != nil || closed.Says.Subject != "" || closed.Says.Act != "record.view" {
			t.Errorf("without the record's key: %+v, %v", closed.Says, err)
		}
		for _, i := range []int64{-1, 620} {
			if _, err := h.prove(i); !problem.Is(err, problem.NotFound) {
				t.Errorf("entry %d: %v, want NotFound", i, err)
			}
		}
	})
}

// The stand-alone program accepts what is true and refuses every altered byte that matters.
func TestLedgerproof_checksWithoutTheDatabase(t *testing.T) {
	program := filepath.Join(t.TempDir(), "ledgerproof")
	if out, err := exec.Command("go", "build", "-o", program, "stablefutures/tools/ledgerproof").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	h := newHouse(t, testkit.SQLite(t))
	h.record(600, 50)
	h.checkpoint()
	proof, err := h.prove(301, h.birch)
	if err != nil {
		t.Fatal(err)
	}
	run := func(p ledger.Proof, key string) (string, int) {
		t.Helper()
		file, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "proof.json")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(program, "-verifier", key, path).CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if exit != nil {
			return string(out), exit.ExitCode()
		}
		return string(out), 0
	}
	out, code := run(proof, h.ring.Verifier())
	for _, want := range []string{"entry 301 of 600", "subject: birch", "act:     record.edit", "outcome: refused", "reason:  allocation", "detail:  n301",
		"actor:   0198c0de-0000-7000-8000-000000000001", "at:      2026-03-02T10:05:01Z"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit %d without %q:\n%s", code, want, out)
		}
	}
	closed, err := h.prove(301)
	if err != nil {
		t.Fatal(err)
	}
	if out, code := run(closed, h.ring.Verifier()); code != 0 || !strings.Contains(out, "does not say whom") {
		t.Errorf("without the body: exit %d\n%s", code, out)
	}
	otherRing, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	if out, code := run(proof, otherRing.Verifier()); code != 1 {
		t.Errorf("another ledger's key: exit %d\n%s", code, out)
	}
	for name, spoil := range map[string]func(p *ledger.Proof){
		"format":     func(p *ledger.Proof) { p.Format = "x" },
		"entry":      func(p *ledger.Proof) { p.Entry++ },
		"leaf":       func(p *ledger.Proof) { p.Leaf = altered(p.Leaf, 3) },
		"act":        func(p *ledger.Proof) { p.Leaf = bytes.Replace(p.Leaf, []byte("edit"), []byte("view"), 1) },
		"body":       func(p *ledger.Proof) { p.Opened = bytes.Replace(p.Opened, []byte("birch"), []byte("amber"), 1) },
		"salt":       func(p *ledger.Proof) { p.Opened = altered(p.Opened, 0) },
		"path":       func(p *ledger.Proof) { p.Path = append([]tlog.Hash{{}}, p.Path[1:]...) },
		"checkpoint": func(p *ledger.Proof) { p.Checkpoint = strings.Replace(p.Checkpoint, "\n600\n", "\n601\n", 1) },
	} {
		bad := proof
		spoil(&bad)
		if out, code := run(bad, h.ring.Verifier()); code != 1 {
			t.Errorf("%s altered: exit %d\n%s", name, code, out)
		}
	}
}

func altered(b []byte, at int) []byte {
	out := bytes.Clone(b)
	out[at] ^= 1
	return out
}
