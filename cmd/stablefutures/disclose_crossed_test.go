package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

const places = "column,label,parent\nplace,Ashby,North\nplace,Birch,North\nplace,Calder,South\nplace,Dunmore,South\nplace,North,Total\nplace,South,Total\n"

// threeWays is a table by place (in two regions), barrier and quarter, in long form, with some places that hardly anybody is in.
func threeWays(r *rand.Rand, columns int) string {
	var b strings.Builder
	b.WriteString(strings.Join([]string{"place", "barrier", "quarter"}[:columns], ",") + ",count\n")
	for _, place := range []string{"Ashby", "Birch", "Calder", "Dunmore"} {
		for _, barrier := range []string{"housing", "school", "health"} {
			for q := range 3 {
				if columns == 2 && q > 0 {
					continue
				}
				fmt.Fprintf(&b, "%s,%s", place, barrier)
				if columns == 3 {
					fmt.Fprintf(&b, ",Q%d", q+1)
				}
				fmt.Fprintf(&b, ",%d\n", int(r.ExpFloat64()*15))
			}
		}
	}
	return b.String()
}

// What disclose lets go of a table of three directions, or with a hierarchy, attack sees nothing in; and it finds the hole where
// one symbol is put alone.
func TestDisclose_crossedWithstandsItsOwnAttack(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 4))
	tree := fileOf(t, places)
	looked := 0
	for n := range 24 {
		table := fileOf(t, threeWays(random, 2+n%2))
		out := filepath.Join(t.TempDir(), "out.csv")
		args := []string{"disclose", "--in", table, "--rules", "england-dfe", "--hierarchy", tree, "--out", out}
		v := answerOf(t, args...)
		if v["withheld"] != nil || v["loss"] == 0.0 {
			continue
		}
		looked++
		a := answerOf(t, "disclose", "attack", "--in", out, "--rules", "england-dfe", "--hierarchy", tree)
		if len(a["recovered"].([]any)) != 0 || a["hidden"] != v["loss"] {
			t.Fatalf("recovered %v, hidden %v of %v", a["recovered"], a["hidden"], v["loss"])
		}
		again := answerOf(t, "disclose", "--in", table, "--rules", "england-dfe", "--hierarchy", tree, "--previous", filepath.Dir(out))
		if again["compared"] != 1.0 {
			t.Fatalf("the earlier release was not looked at: %v", again["compared"])
		}
	}
	if looked < 8 {
		t.Errorf("only %d tables had anything hidden", looked)
	}
}

func TestDisclose_crossedFindsAHole(t *testing.T) {
	text := "place,barrier,count\nAshby,housing,c\nAshby,school,20\nBirch,housing,30\nBirch,school,25\nNorth,housing,33\nNorth,school,45\nCalder,housing,40\nCalder,school,41\n"
	a := answerOf(t, "disclose", "attack", "--in", fileOf(t, text), "--hierarchy", fileOf(t, "label,parent\nAshby,North\nBirch,North\n"))
	holes := a["recovered"].([]any)
	if len(holes) != 1 || holes[0].(map[string]any)["low"] != 3.0 || holes[0].(map[string]any)["high"] != 3.0 {
		t.Errorf("33 less 30 is 3: %v", holes)
	}
	if without := answerOf(t, "disclose", "attack", "--in", fileOf(t, strings.Replace(text, "North,housing,33\nNorth,school,45\n", "", 1))); len(without["recovered"].([]any)) != 0 {
		t.Errorf("without the region nothing is known: %v", without)
	}
}

func TestDisclose_crossedRefuses(t *testing.T) {
	table := threeWays(rand.New(rand.NewPCG(1, 1)), 3)
	for name, c := range map[string]struct{ table, tree, rules string }{
		"three directions under the strict default": {table, "", "strict-default"},
		"a hierarchy that goes round":               {table, "column,label,parent\nplace,Ashby,Birch\nplace,Birch,Ashby\n", "england-dfe"},
		"a hierarchy of no column":                  {table, "column,label,parent\nregion,Ashby,North\n", "england-dfe"},
		"two parents":                               {table, "column,label,parent\nplace,Ashby,North\nplace,Ashby,South\n", "england-dfe"},
		"a margin that does not add up":             {table + "Total,Total,Total,3\n", "", "england-dfe"},
		"no number":                                 {table + "Ashby,housing,Q9,many\n", "", "england-dfe"},
		"a hierarchy of four columns":               {table, "a,b,c,d\n1,2,3,4\n", "england-dfe"},
	} {
		args := []string{"disclose", "--in", fileOf(t, c.table), "--rules", c.rules}
		if c.tree != "" {
			args = append(args, "--hierarchy", fileOf(t, c.tree))
		}
		var said strings.Builder
		if code := run(t.Context(), args, io.Discard, &said); code == exitHolds || said.Len() == 0 {
			t.Errorf("%s: exit %d, %q", name, code, said.String())
		}
	}
}
