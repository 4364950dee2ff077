package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/disclosure"
)

const barriers = "place,barrier,count\nNorth,housing,23\nNorth,school,3\nNorth,health,14\nSouth,housing,31\nSouth,school,18\nSouth,health,2\nWest,housing,12\nWest,school,9\nWest,health,16\n"

// shownOf gives the figures of an answer by their labels, and how many are hidden.
func shownOf(t *testing.T, v map[string]any, columns ...string) (figures map[string]any, hidden int) {
	t.Helper()
	figures = map[string]any{}
	for _, c := range v["cells"].([]any) {
		cell := c.(map[string]any)
		var key []string
		for _, column := range columns {
			key = append(key, cell["labels"].(map[string]any)[column].(string))
		}
		figures[strings.Join(key, "/")] = cell["value"]
		if cell["value"] == nil {
			hidden++
			if cell["symbol"] != "c" || cell["reason"] == nil {
				t.Errorf("%v is hidden without symbol and reason", cell)
			}
		}
	}
	return figures, hidden
}

func TestDisclose_hidesSmallNumbersAndTheirNeighbours(t *testing.T) {
	v := answerOf(t, "disclose", "--in", fileOf(t, barriers), "--rules", "england-dfe")
	figures, hidden := shownOf(t, v, "place", "barrier")
	if figures["North/school"] != nil || figures["South/health"] != nil {
		t.Errorf("a small number is shown: %v", figures)
	}
	if hidden < 4 || v["loss"] != float64(hidden) || figures["Total/Total"] != 128.0 || figures["West/Total"] != 37.0 {
		t.Errorf("%d hidden, loss %v, total %v", hidden, v["loss"], figures["Total/Total"])
	}
	rules := v["rules"].(map[string]any)
	if rules["name"] != "england-dfe" || rules["threshold"] != 6.0 || rules["round"] != 1.0 {
		t.Errorf("rules %v", rules)
	}
	one := answerOf(t, "disclose", "--in", fileOf(t, "barrier,count\nhousing,66\nschool,41\nhealth,2\n"), "--rules", "england-dfe")
	if figures, hidden := shownOf(t, one, "barrier"); figures["health"] != nil || hidden < 2 || figures["Total"] == nil && figures["housing"] == nil {
		t.Errorf("one direction: %v", figures)
	}
}

// What disclose lets go, attack sees nothing in; and it finds the hole where one symbol is put alone.
func TestDisclose_withstandsItsOwnAttack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for n := range 60 {
		table := "place,barrier,count\n"
		rows, columns := 2+random.IntN(4), 2+random.IntN(4)
		for i := range rows {
			for j := range columns {
				table += fmt.Sprintf("p%d,b%d,%d\n", i, j, random.IntN(3)*random.IntN(40)+random.IntN(9))
			}
		}
		for _, rules := range disclosure.Names() {
			out := filepath.Join(t.TempDir(), "released.csv")
			answerOf(t, "disclose", "--in", fileOf(t, table), "--rules", rules, "--out", out)
			if v := answerOf(t, "disclose", "attack", "--in", out, "--rules", rules); len(v["recovered"].([]any)) > 0 {
				t.Errorf("table %d under %s: %v\n%s", n, rules, v, table)
			}
		}
	}
	hole := answerOf(t, "disclose", "attack", "--in", fileOf(t, "place,barrier,count\nNorth,school,c\nNorth,health,14\nNorth,Total,17\nSouth,school,9\nSouth,health,8\nSouth,Total,17\n"))
	found := hole["recovered"].([]any)
	if len(found) != 1 || found[0].(map[string]any)["low"] != 3.0 || found[0].(map[string]any)["high"] != 3.0 {
		t.Errorf("the hole is seen as %v", hole)
	}
}

func TestDisclose_standsBesideWhatWasReleased(t *testing.T) {
	folder := t.TempDir()
	first := filepath.Join(folder, "may.csv")
	answerOf(t, "disclose", "--in", fileOf(t, barriers), "--rules", "england-dfe", "--out", first)
	more := strings.Replace(barriers, "North,housing,23", "North,housing,24", 1)
	if v := answerOf(t, "disclose", "--in", fileOf(t, more), "--rules", "england-dfe", "--previous", folder); v["withheld"] != "difference" || v["compared"] != 1.0 {
		t.Errorf("one more person than in May: %v", v["withheld"])
	}
	if v := answerOf(t, "disclose", "--in", fileOf(t, barriers), "--rules", "england-dfe", "--previous", folder); v["withheld"] != nil {
		t.Errorf("the same again: %v", v["withheld"])
	}
	kept, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"disclose", "--in", fileOf(t, more), "--rules", "england-dfe", "--out", first}, io.Discard, io.Discard); code == exitHolds {
		t.Error("a release is written over")
	}
	if now, _ := os.ReadFile(first); string(now) != string(kept) {
		t.Error("what was released changed")
	}
	release := filepath.Join(folder, "may.release.json")
	doc, err := os.ReadFile(release)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(release, []byte(strings.Replace(string(doc), `"value":31`, `"value":3`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"disclose", "--in", fileOf(t, barriers), "--rules", "england-dfe", "--previous", folder}, io.Discard, io.Discard); code == exitHolds {
		t.Error("a release that was changed is taken for one")
	}
}

func TestDisclose_refusesWhatIsNoTable(t *testing.T) {
	for name, text := range map[string]string{
		"a number alone":      "count\n3\n",
		"three directions":    "a,b,c,count\nx,y,z,3\n",
		"a row twice":         "a,count\nx,12\nx,13\n",
		"no number":           "a,count\nx,many\n",
		"below nothing":       "a,count\nx,-3\n",
		"half a person":       "a,count\nx,1.5\n",
		"a label missing":     "a,count\n,12\n",
		"two columns alike":   "a,a,count\nx,y,12\n",
		"totals that do not":  "a,count\nx,12\ny,13\nTotal,26\n",
		"nothing but a total": "a,count\nTotal,26\n",
		"not text":            "a,count\n\xff\xfe,12\n",
	} {
		var said strings.Builder
		if code := run(t.Context(), []string{"disclose", "--in", fileOf(t, text)}, io.Discard, &said); code == exitHolds || said.Len() == 0 {
			t.Errorf("%s: exit %d, %q", name, code, said.String())
		}
	}
	for name, args := range map[string][]string{"no file": {"disclose"}, "no rules of ours": {"disclose", "--in", "x", "--rules", "mine"}, "attack on nothing": {"disclose", "attack"}} {
		if code := run(t.Context(), args, io.Discard, io.Discard); code == exitHolds {
			t.Errorf("%s: exit %d", name, code)
		}
	}
	// rounded figures that are taken for exact ones contradict each other, and that is said
	var said strings.Builder
	if code := run(t.Context(), []string{"disclose", "attack", "--in", fileOf(t, "a,count\nx,20\ny,15\nTotal,40\n")}, io.Discard, &said); code == exitHolds || !strings.Contains(said.String(), "agrees") {
		t.Errorf("a contradiction: exit %d, %q", code, said.String())
	}
}

func TestDisclose_writesNoFormula(t *testing.T) {
	out := filepath.Join(t.TempDir(), "released.csv")
	answerOf(t, "disclose", "--in", fileOf(t, "=cmd|x,count\n@SUM(A1),40\n-2+3,50\nplain,60\n"), "--rules", "england-dfe", "--out", out)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.ContainsRune("=+-@", rune(line[0])) {
			t.Errorf("a spreadsheet would reckon %q", line)
		}
	}
}
