package extract

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// row is one text of the invented set: 4 principles, 25 outcomes, 86 indicators.
type row struct{ code, text string }

func garden(t *testing.T) []row {
	t.Helper()
	var out []row
	for _, l := range strings.Split(strings.TrimSpace(string(sample(t, "garden.txt"))), "\n") {
		if code, text, ok := strings.Cut(l, "\t"); ok && !strings.HasPrefix(l, "#") {
			out = append(out, row{code, text})
		}
	}
	if len(out) != 4+25+86 {
		t.Fatalf("garden.txt has %d texts", len(out))
	}
	return out
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustRead(t testing.TB, name string, b []byte) *Extract {
	t.Helper()
	x, err := Read(context.Background(), name, b)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return x
}

// Every one of the 115 texts is one piece, to the character, behind nothing but its own number; and no piece holds
// anything besides, but for a title.
func TestRead_findsEveryTextToTheCharacter(t *testing.T) {
	for _, name := range []string{"poster.pdf", "list.pdf", "wheel.pdf", "garden.docx", "garden.xlsx", "garden.ods", "garden.csv", "garden-list.txt"} {
		t.Run(name, func(t *testing.T) {
			x := mustRead(t, name, sample(t, name))
			found := map[string]int{}
			for _, p := range x.Pieces() {
				found[strings.TrimSpace(p.Text)]++
				if p.Lines == nil || p.ID == "" || p.Page < 1 {
					t.Errorf("incomplete: %+v", p)
				}
			}
			for _, r := range garden(t) {
				n := 0
				for _, s := range []string{r.text, r.code + " " + r.text, r.code + ". " + r.text} {
					n += found[s]
					delete(found, s)
				}
				if n != 1 {
					t.Errorf("%s is there %d times: %q", r.code, n, r.text)
				}
				delete(found, r.code)
			}
			for s := range found {
				if s != "What we want for the garden" && s != "The garden: a list" && s != "code" && s != "text" {
					t.Errorf("a piece that is none of the texts: %q", s)
				}
			}
		})
	}
}

// Boxes in which nothing but the ends of sentences tells one text from the next.
func TestRead_findsTextsWithoutNumbersOrSpaceBetween(t *testing.T) {
	found := map[string]string{}
	pieces := mustRead(t, "bare.pdf", sample(t, "bare.pdf")).Pieces()
	for i, s := range Suggest(pieces) {
		found[pieces[i].Text] = s.Level
	}
	for _, r := range garden(t) {
		want := Indicator
		switch {
		case strings.HasPrefix(r.code, "P"):
			continue
		case !strings.Contains(r.code, "."):
			want = Outcome
		}
		if got, ok := found[r.text]; !ok || got != want {
			t.Errorf("%s, there %v, seems %q: %q", r.code, ok, got, r.text)
		}
	}
	if len(pieces) != 1+25+86 {
		t.Errorf("%d pieces", len(pieces))
	}
}
