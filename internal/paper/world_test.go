package paper

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
)

// drawings reads the page kit's files, which this room may not import.
func drawings(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../page/kit/drawings/*.svg")
	if err != nil || len(files) == 0 {
		t.Fatal("no drawings", err)
	}
	out := map[string]string{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		svg := strings.TrimSpace(string(b))
		out[strings.TrimSuffix(filepath.Base(f), ".svg")] = strings.TrimSuffix(svg[strings.Index(svg, ">")+1:], "</svg>")
	}
	return out
}

func room(t testing.TB) *Room {
	if err := print.Ready(); err != nil {
		t.Skip(err)
	}
	files := drawings(t)
	return New(func(name string) string { return files[name] })
}

func checklist(t testing.TB) *framework.Edition {
	for _, e := range framework.Editions() {
		if e.Set == framework.SetChecklist {
			return e
		}
	}
	t.Fatal("no checklist")
	return nil
}
