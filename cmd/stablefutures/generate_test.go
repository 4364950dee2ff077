package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"stablefutures/internal/insight"
)

func TestGenerate_writesACubeThatReadsBack(t *testing.T) {
	out := filepath.Join(t.TempDir(), "facts.cube")
	v := answerOf(t, "generate", "--people", "60", "--seed", "4", "--out", out)
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	cube, err := insight.Read(bytes.NewReader(written), int64(len(written)))
	if err != nil {
		t.Fatal(err)
	}
	if v["people"] != 60.0 || v["facts"] != float64(cube.Facts()) || v["bytes"] != float64(len(written)) {
		t.Errorf("it says %v of %d facts in %d bytes", v, cube.Facts(), len(written))
	}
	if left, _ := filepath.Glob(out + ".*"); len(left) > 0 {
		t.Errorf("%v was left", left)
	}
	for _, args := range [][]string{{"generate"}, {"generate", "--out", out, "--people", "0"}, {"generate", "--out", out, "--people", "9999999999"}, {"generate", "--out", out, "--seed", "x"}} {
		if code := run(t.Context(), args, io.Discard, io.Discard); code != exitUsage {
			t.Errorf("%v: %d", args, code)
		}
	}
	if code := run(t.Context(), []string{"generate", "--out", filepath.Join(out, "below-a-file")}, io.Discard, io.Discard); code == exitHolds {
		t.Error("a file below a file was written")
	}
}
