package arch

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

var (
	namedPath = regexp.MustCompile("`((?:internal|cmd|docs|e2e|scripts|bench|assets|tools|\\.ci)/[A-Za-z0-9_.*/-]*)`")
	linked    = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
)

// Documents for newcomers name only files and folders that exist, so that nobody is
// sent to a place that has moved.
func TestDocuments_nameWhatExists(t *testing.T) {
	documents := []string{"README.md", "CONTRIBUTING.md", "e2e/README.md", "bench/README.md"}
	for _, pattern := range []string{"docs/*.md", "docs/adr/*.md"} {
		found, _ := filepath.Glob(filepath.Join(root, pattern)) // a constant pattern cannot be bad
		for _, f := range found {
			relative, _ := filepath.Rel(root, f) // both are absolute
			documents = append(documents, relative)
		}
	}
	for _, document := range documents {
		text, err := os.ReadFile(filepath.Join(root, document))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, gone := range missingPaths(root, document, string(text)) {
			t.Errorf("%s names %s, which does not exist", document, gone)
		}
	}
}

// missingPaths lists paths in backticks (from the root) and links (from the document)
// that lead nowhere. What make builds, and git leaves out, is not looked for.
func missingPaths(root, document, text string) []string {
	var gone []string
	look := func(from, path string) {
		if strings.HasPrefix(path, "e2e/shots") {
			return
		}
		if found, err := filepath.Glob(filepath.Join(from, path)); err != nil || len(found) == 0 {
			gone = append(gone, path)
		}
	}
	for _, m := range namedPath.FindAllStringSubmatch(text, -1) {
		look(root, m[1])
	}
	for _, m := range linked.FindAllStringSubmatch(text, -1) {
		look(filepath.Join(root, filepath.Dir(document)), m[1])
	}
	return gone
}

func TestMissingPaths_findsWhatHasMoved(t *testing.T) {
	text := "`internal/arch/rooms.go`, `internal/arch/*_test.go`, [x](doc.go), `internal/nowhere.go`, [y](nowhere.md#z), [z](https://example.org)"
	if gone := strings.Join(missingPaths(root, "internal/arch/x.md", text), " "); gone != "internal/nowhere.go nowhere.md" {
		t.Errorf("found %q", gone)
	}
}

// Every library, tool and npm package is in the decision record of dependencies with
// its version and a reason, and nothing else is.
func TestDependencies_areJustified(t *testing.T) {
	want := usedModules(t)
	record, err := os.ReadFile(filepath.Join(root, "docs/adr/0002-dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^ |]+) \\| ([^|]+) \\| (.{15,}) \\|$").FindAllStringSubmatch(string(record), -1) {
		have[row[1]] = row[2]
	}
	for name, version := range want {
		if have[name] != version {
			t.Errorf("docs/adr/0002-dependencies.md should have a row for %s %s with licence and reason; it has %q", name, version, have[name])
		}
	}
	for name := range have {
		if want[name] == "" {
			t.Errorf("docs/adr/0002-dependencies.md names %s, which nothing uses", name)
		}
	}
}

// usedModules gives name and version of every module that our code imports, tool that
// go.mod names, and npm package.
func usedModules(t *testing.T) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse("go.mod", content, nil)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]string{}
	use := func(path string) {
		var best module.Version
		for _, r := range mod.Require {
			if (path == r.Mod.Path || strings.HasPrefix(path, r.Mod.Path+"/")) && len(r.Mod.Path) > len(best.Path) {
				best = r.Mod
			}
		}
		if best.Path != "" {
			used[best.Path] = best.Version
		}
	}
	for _, path := range importedPaths(t) {
		use(path)
	}
	for _, tool := range mod.Tool {
		use(tool.Path)
	}
	packages, err := os.ReadFile(filepath.Join(root, "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var npm struct{ DevDependencies map[string]string }
	if err := json.Unmarshal(packages, &npm); err != nil {
		t.Fatal(err)
	}
	for name, version := range npm.DevDependencies {
		used[name] = version
	}
	return used
}

// importedPaths lists every import of our Go files, tests too.
func importedPaths(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, folder := range []string{"cmd", "internal", "bench", "tools"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // a folder that is not there has no imports
			}
			if d.IsDir() && slices.Contains([]string{"testdata", "node_modules"}, d.Name()) {
				return fs.SkipDir
			}
			if !strings.HasSuffix(path, ".go") {
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, spec := range file.Imports {
				if p, err := strconv.Unquote(spec.Path.Value); err == nil {
					paths = append(paths, p)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}
