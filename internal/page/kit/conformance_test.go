package kit_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"stablefutures/internal/page/kit"
)

var update = flag.Bool("update", false, "write testdata/conformance.txt anew")

const (
	upstream = "../../../node_modules/govuk-frontend/dist/govuk/components"
	ledger   = "testdata/conformance.txt"
)

type fixture struct {
	Name    string
	Options map[string]any
	HTML    string
}

// requireModules lets a laptop without the packages go on, and CI not.
func requireModules(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(upstream); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("node_modules is absent: run npm ci before the tests")
	}
	t.Skip("node_modules is absent, so the GOV.UK fixtures cannot be read: run npm ci")
}

func readFixtures(t *testing.T, component string) []fixture {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(upstream, component, "fixtures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Fixtures []fixture }
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	return file.Fixtures
}

func render(t *testing.T, c kit.Content) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestConformance renders every upstream fixture whose options our components
// offer and compares the HTML. What is not held is listed, with the option that
// we do not offer, in testdata/conformance.txt; a held fixture whose HTML
// differs fails, whatever that file says.
func TestConformance(t *testing.T) {
	requireModules(t)
	names := make([]string, 0, len(mappers))
	for name := range mappers {
		names = append(names, name)
	}
	sort.Strings(names)
	var account strings.Builder
	account.WriteString(accountHead)
	for _, name := range names {
		t.Run(name, func(t *testing.T) { holdComponent(t, name, &account) })
	}
	if *update {
		if err := os.WriteFile(ledger, []byte(account.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	if account.String() != string(want) && !t.Failed() {
		t.Errorf("what is held has changed; look at the difference, then run: go test ./internal/page/kit -run Conformance -update\n%s",
			firstDifference(string(want), account.String()))
	}
}

const accountHead = `# GOV.UK Frontend fixtures that our components hold, and those they do not, with
# the option we do not offer. Written by: go test ./internal/page/kit -run Conformance -update
`

func holdComponent(t *testing.T, name string, account *strings.Builder) {
	fixtures := readFixtures(t, name)
	held, missed := 0, []string{}
	for _, f := range fixtures {
		o := newOptions(f.Options)
		component := mappers[name](o)
		if why := o.unmet(); len(why) > 0 {
			missed = append(missed, fmt.Sprintf("    %s: %s\n", f.Name, strings.Join(why, ", ")))
			continue
		}
		got, want := normalise(t, render(t, component)), normalise(t, f.HTML)
		if got != want {
			t.Errorf("%s / %s\n%s", name, f.Name, firstDifference(want, got))
			continue
		}
		held++
	}
	if held == 0 {
		t.Errorf("%s: not one fixture is held", name)
	}
	fmt.Fprintf(account, "\n%s: %d of %d\n%s", name, held, len(fixtures), strings.Join(missed, ""))
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for n := 0; n < max(len(w), len(g)); n++ {
		if n >= len(w) || n >= len(g) || w[n] != g[n] {
			show := func(lines []string) string {
				return strings.Join(lines[min(max(n-2, 0), len(lines)):min(n+4, len(lines))], "\n")
			}
			return fmt.Sprintf("line %d\nwant:\n%s\ngot:\n%s", n+1, show(w), show(g))
		}
	}
	return "no difference"
}
