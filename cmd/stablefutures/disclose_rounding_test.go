package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDisclose_controlledRoundingAddsUp(t *testing.T) {
	v := answerOf(t, "disclose", "--in", fileOf(t, "barrier,count\nhousing,66\nschool,41\nhealth,23\nwork,32\n"), "--rules", "strict-default", "--round", "controlled")
	figures, hidden := shownOf(t, v, "barrier")
	sum := 0.0
	for name, n := range figures {
		if name != "Total" {
			sum += n.(float64)
		}
	}
	if hidden > 0 || sum != figures["Total"] || v["rules"].(map[string]any)["rounding"] != "controlled" {
		t.Errorf("%v add up to %v (%v)", figures, sum, v["rules"])
	}
}

func TestDisclose_randomRoundingIsTheSameEachTime(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte(strings.Repeat("k", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(in string) map[string]any {
		v := answerOf(t, "disclose", "--in", fileOf(t, in), "--rules", "strict-default", "--round", "random", "--key", key, "--measure", "heard")
		figures, _ := shownOf(t, v, strings.Split(in, ",")[0])
		return figures
	}
	one, two := ask("barrier,count\nhousing,66\nschool,41\n"), ask("place,count\nNorth,58\nSouth,49\n")
	if one["Total"] != two["Total"] || one["housing"] == 66.0 {
		t.Errorf("the same people are %v and %v", one, two)
	}
	for _, wrong := range [][]string{{"--round", "random"}, {"--round", "sideways"}, {"--round", "random", "--key", fileOf(t, "short")}} {
		if code := run(t.Context(), append([]string{"disclose", "--in", fileOf(t, "a,count\nb,66\nc,50\n")}, wrong...), io.Discard, io.Discard); code == exitHolds {
			t.Errorf("%v is taken", wrong)
		}
	}
}

// Two tables of one measure under other columns: the second hides what the first would tell.
func TestDisclose_tablesOfOneMeasureAreHeldTogether(t *testing.T) {
	folder := t.TempDir()
	first := "place,count\nNorth,40\nSouth,31\nWest,13\n"
	second := "year,count\nearlier,70\nnow,12\n" // two people fewer: it cannot be the same people
	answerOf(t, "disclose", "--in", fileOf(t, first), "--rules", "research-10", "--measure", "heard", "--state", "one", "--out", filepath.Join(folder, "a.csv"))
	var stderr strings.Builder
	if code := run(t.Context(), []string{"disclose", "--in", fileOf(t, second), "--rules", "research-10", "--measure", "heard", "--state", "one", "--previous", folder}, io.Discard, &stderr); code == exitHolds ||
		!strings.Contains(stderr.String(), "data") {
		t.Errorf("other people pass for the same: %d %s", code, stderr.String())
	}
	v := answerOf(t, "disclose", "--in", fileOf(t, second), "--rules", "research-10", "--measure", "heard", "--state", "two", "--previous", folder)
	if v["withheld"] != "difference" || v["compared"] != 1.0 {
		t.Errorf("two people came in between, and it is %v", v["withheld"])
	}
}
