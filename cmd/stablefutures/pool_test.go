package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPool_addsUpWhatOthersDisclosed(t *testing.T) {
	dir := t.TempDir()
	release := func(name, csv string) string {
		t.Helper()
		out := filepath.Join(dir, name+".csv")
		answerOf(t, "disclose", "--in", fileOf(t, csv), "--rules", "research-10", "--out", out)
		return filepath.Join(dir, name+".release.json")
	}
	one := release("one", "place,barrier,count\nx,housing,40\nx,school,30\ny,housing,25\ny,school,20\n")
	two := release("two", "place,barrier,count\nx,housing,41\nx,school,31\ny,housing,26\ny,school,21\n")
	three := release("three", "place,barrier,count\nx,housing,42\nx,school,32\ny,housing,27\ny,school,22\n")
	pool := filepath.Join(dir, "pool.json")
	args := []string{"pool", "combine", "--title", "Barriers", "--part", "A=" + one, "--part", "B=" + two, "--part", "C=" + three}
	v := answerOf(t, append(args, "--out", pool)...)
	first := v["cells"].([]any)[0].(map[string]any)
	if first["figure"].(map[string]any)["value"] != 123.0 || first["shown_by"] != 3.0 {
		t.Errorf("%v", first)
	}
	if again := answerOf(t, "pool", "inspect", pool); again["hash"] != v["hash"] || len(again["contributors"].([]any)) != 3 {
		t.Errorf("read again it is %v", again)
	}
	exit := func(want int, args ...string) {
		t.Helper()
		if code := run(t.Context(), args, io.Discard, io.Discard); code != want {
			t.Errorf("%v: exit %d, want %d", args, code, want)
		}
	}
	exit(exitUsage, append(args, "--out", pool)...) // nothing is written over
	exit(exitNeeds, args[:len(args)-2]...)          // two organisations
	text, err := os.ReadFile(pool)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(dir, "changed.json")
	if err := os.WriteFile(changed, []byte(strings.Replace(string(text), `\"value\":40`, `\"value\":45`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	exit(exitNeeds, "pool", "inspect", changed)
	exit(exitNeeds, "pool", "inspect", one)
}
