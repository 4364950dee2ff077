package loading_test

import (
	"fmt"
	"testing"

	"stablefutures/internal/loading"
	"stablefutures/internal/testkit"
)

// A code that is printed is kept as it is printed, even where counting would give another.
func TestSuggestions_keepThePrintedCode(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	id := w.start(goal)
	o := w.put(id, loading.TextName, []byte("7. Bees\n7.2 A hive\n7.9 Flowers\n9. Trees\n9.1 An apple\n"))
	var steps []loading.Step
	for _, p := range o.Pieces {
		g := p.Suggestion()
		if g == nil {
			t.Fatalf("no suggestion for %q", p.Text())
		}
		if p.Role != loading.Undecided {
			t.Errorf("%q is taken for something before anybody said so", p.Text())
		}
		steps = append(steps, loading.Step{Do: loading.Assign, Piece: p.ID, Role: g.Role, Code: g.Code, Prefix: g.Prefix, Under: g.Under})
	}
	w.act(id, steps...)
	o = w.open(id)
	got := ""
	for _, p := range o.Pieces {
		got += fmt.Sprintf("%s %s %s|", p.Role, p.Code, p.Text())
	}
	if want := "outcome 7 Bees|indicator 7.2 A hive|indicator 7.9 Flowers|outcome 9 Trees|indicator 9.1 An apple|"; got != want {
		t.Errorf("%s", got)
	}
}

func TestPrintedCode(t *testing.T) {
	for text, want := range map[string][2]string{
		"7. Bees": {"7", "7. "}, "F1.2) Bees": {"F1.2", "F1.2) "}, "P2\u00a0Bees": {"P2", "P2\u00a0"}, "15metres": {}, "Bees 7": {}, "7": {}, "": {}, "3.1 ": {},
	} {
		if code, prefix := loading.PrintedCode(text); code != want[0] || prefix != want[1] {
			t.Errorf("%q: %q, %q", text, code, prefix)
		}
	}
}
