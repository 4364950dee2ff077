package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// strictUnused makes a message that nothing uses a failure. Off while rooms are being written side by side.
const strictUnused = false

// call finds keys asked for in templ files, and the comment that announces keys put together at run time.
var (
	call   = regexp.MustCompile(`\.([TN])\(\s*"([^"]+)"\s*[,)]`)
	quoted = regexp.MustCompile(`"([a-z][a-z0-9]*(?:\.[a-z0-9_]+)+)"`)
	prefix = regexp.MustCompile(`//\s*i18n: prefix ([a-z0-9_.]+)`)
)

// uses is what the sources say of keys.
type uses struct {
	asked    map[string]string // key given to T or N: where, first seen
	plural   map[string]bool   // asked for by N
	mentions map[string]string // any string of a key's shape, such as the keys of errors: where
	prefixes map[string]string
}

// readSources walks every Go and templ file below root, tests and generated templ code left out.
func readSources(root string) (uses, error) {
	u := uses{map[string]string{}, map[string]bool{}, map[string]string{}, map[string]string{}}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return err
		}
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		isGo, isTempl := strings.HasSuffix(name, ".go"), strings.HasSuffix(name, ".templ")
		if !isGo && !isTempl {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		source := string(data)
		for _, m := range prefix.FindAllStringSubmatch(source, -1) {
			u.prefixes[m[1]] = name
		}
		for _, m := range quoted.FindAllStringSubmatch(source, -1) {
			u.mentions[m[1]] = name
		}
		if isGo && u.readGo(name, source) {
			return nil
		}
		for _, m := range call.FindAllStringSubmatch(source, -1) {
			u.ask(m[1], m[2], name)
		}
		return nil
	})
	return u, err
}

func (u uses) ask(method, key, where string) {
	if _, seen := u.asked[key]; !seen {
		u.asked[key] = where
	}
	if method == "N" {
		u.plural[key] = true
	}
}

// readGo finds the calls in a Go file by its syntax, so that comments do not count; false when it does not parse,
// which happens to a file being written at this moment.
func (u uses) readGo(name, source string) bool {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
	if err != nil {
		return false
	}
	ast.Inspect(file, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok || len(c.Args) == 0 {
			return true
		}
		method, ok := c.Fun.(*ast.SelectorExpr)
		lit, isLit := c.Args[0].(*ast.BasicLit)
		if ok && isLit && lit.Kind == token.STRING && (method.Sel.Name == "T" || method.Sel.Name == "N") {
			if key, err := strconv.Unquote(lit.Value); err == nil {
				u.ask(method.Sel.Name, key, name)
			}
		}
		return true
	})
	return true
}

func (u uses) isUsed(key string) bool {
	if _, ok := u.asked[key]; ok || u.mentions[key] != "" {
		return true
	}
	for p := range u.prefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

func TestKeys_everyKeyAskedForExists(t *testing.T) {
	u, err := readSources("..")
	if err != nil {
		t.Fatal(err)
	}
	have := texts(t, "en")
	for key, where := range u.asked {
		forms, ok := have[key]
		if !ok {
			t.Errorf("%s asks for %q, which no message has", where, key)
			continue
		}
		if _, plain := forms[""]; plain == u.plural[key] {
			t.Errorf("%s: %q is plain=%v but asked for by N=%v", where, key, plain, u.plural[key])
		}
	}
	for p, where := range u.prefixes {
		found := false
		for key := range have {
			found = found || strings.HasPrefix(key, p)
		}
		if !found {
			t.Errorf("%s announces keys from %q, but there are none", where, p)
		}
	}
	// Errors carry their key as a plain string; other rooms' keys look like names of actions, these do not.
	for key, where := range u.mentions {
		if _, ok := have[key]; !ok && strings.HasPrefix(key, "problem.") {
			t.Errorf("%s names the problem %q, which no message has", where, key)
		}
	}
	var unused []string
	for key := range have {
		if !u.isUsed(key) {
			unused = append(unused, key)
		}
	}
	if strictUnused && len(unused) > 0 {
		t.Errorf("%d messages nothing uses: %q", len(unused), unused)
	} else {
		t.Logf("%d of %d messages are not used yet", len(unused), len(have))
	}
}

func TestKeys_theWalkSeesCallsPrefixesAndMentions(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go":       "package a\n// l.T(\"x.in_comment\")\nfunc f(l L) { l.T(\"x.asked\"); l.N(`x.many`, 2); New(\"x.error\") }\n// i18n: prefix x.state.\n",
		"b.templ":    `package a` + "\n" + `templ P(l L) { <p>{ l.T("x.templ", "a", 1) } { l.N("x.few", n) }</p> }`,
		"c_test.go":  "package a\nvar _ = l.T(\"x.from_test\")\n",
		"d_templ.go": "package a\nvar _ = l.T(\"x.generated\")\n",
		"broken.go":  "package a\nfunc { l.T(\"x.broken\") }",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	u, err := readSources(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"x.asked", "x.many", "x.templ", "x.few", "x.broken"} {
		if u.asked[key] == "" {
			t.Errorf("%s was not seen", key)
		}
	}
	for _, key := range []string{"x.in_comment", "x.from_test", "x.generated"} {
		if u.asked[key] != "" {
			t.Errorf("%s is no use", key)
		}
	}
	if !u.plural["x.many"] || !u.plural["x.few"] || u.plural["x.asked"] {
		t.Errorf("plurals: %v", u.plural)
	}
	if !u.isUsed("x.error") || !u.isUsed("x.state.kept") || u.isUsed("x.nothing") {
		t.Error("used or not is wrong")
	}
}
