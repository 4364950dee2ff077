package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// finding is a place that breaks a rule.
type finding struct {
	rule string // short name: order, place, subset, table, docs, names, size, interface, holder
	pos  token.Position
	text string
}

// String gives file:line: rule: text, as compilers do.
func (f finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.pos.Filename, f.pos.Line, f.rule, f.text)
}

// building is a module that was read: the product, or a miniature with planted faults.
type building struct {
	root     string // folder with go.mod
	module   string
	rooms    []room
	packages []*packages.Package // those that compile
	broken   []string            // what keeps others from compiling
	fset     *token.FileSet
}

// read loads and type-checks every package of a module, without its tests.
func read(root string, rooms []room) (*building, error) {
	b := &building{root: root, rooms: rooms, fset: token.NewFileSet()}
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedSyntax |
			packages.NeedTypes | packages.NeedTypesInfo | packages.NeedModule | packages.NeedCompiledGoFiles,
		Dir:  root,
		Fset: b.fset,
	}, "./...")
	if err != nil {
		return nil, fmt.Errorf("read the house: %w", err)
	}
	for _, p := range loaded {
		if p.Module == nil || strings.Contains(p.PkgPath, "/node_modules/") {
			continue
		}
		b.module = p.Module.Path
		if len(p.Errors) > 0 {
			b.broken = append(b.broken, fmt.Sprintf("%s: %v", p.PkgPath, p.Errors[0]))
			continue
		}
		b.packages = append(b.packages, p)
	}
	return b, nil
}

// at turns a position into one that reads from the module's root.
func (b *building) at(pos token.Pos) token.Position {
	p := b.fset.Position(pos)
	p.Filename = b.relative(p.Filename)
	return p
}

func (b *building) relative(file string) string {
	if r, err := filepath.Rel(b.root, file); err == nil {
		return filepath.ToSlash(r)
	}
	return file
}

// roomOf names the row a package belongs to: its own folder, or the nearest one above
// that has a row. Folders outside the product answer with a name that starts with "-";
// a folder without a row answers "".
func (b *building) roomOf(pkgPath string) string {
	folder := strings.TrimPrefix(strings.TrimPrefix(pkgPath, b.module), "/")
	for at := folder; at != "." && at != "/" && at != ""; at = filepath.ToSlash(filepath.Dir(at)) {
		if _, ok := outside[at]; ok {
			return "-" + at
		}
		name := strings.TrimPrefix(at, "internal/")
		if slices.ContainsFunc(b.rooms, func(r room) bool { return r.path == name }) {
			// A web folder is a room of its own and must have its own row.
			if at != folder && isWeb(folder) && !isWeb(at) {
				return ""
			}
			return name
		}
	}
	return ""
}

// ours reports whether an import path is of this module.
func (b *building) ours(path string) bool {
	return path == b.module || strings.HasPrefix(path, b.module+"/")
}

// isWeb reports whether a folder is a room's pages: <room>web.
func isWeb(folder string) bool {
	parent := filepath.Base(filepath.Dir(folder))
	return filepath.Base(folder) == parent+"web"
}

// product calls f for every file of the product's rooms.
func (b *building) product(f func(room string, p *packages.Package, file *ast.File)) {
	for _, p := range b.packages {
		name := b.roomOf(p.PkgPath)
		if name == "" || strings.HasPrefix(name, "-") {
			continue
		}
		for _, file := range p.Syntax {
			f(name, p, file)
		}
	}
}

var generatedMark = regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.?$`)

// generated reports whether a file says that a program wrote it.
func generated(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() < file.Package && generatedMark.MatchString(c.Text) {
				return true
			}
		}
	}
	return false
}

// isStore reports whether a file may hold SQL: store.go, store_grants.go, storefile.go.
func isStore(filename string) bool {
	return strings.HasPrefix(filepath.Base(filename), "store")
}

// unless drops the findings that the list of exemptions covers and says which
// exemptions were of use.
func unless(all []finding, list []exemption) (left []finding, used map[exemption]bool) {
	used = map[exemption]bool{}
	for _, f := range all {
		i := slices.IndexFunc(list, func(e exemption) bool {
			return e.rule == f.rule && strings.HasPrefix(f.pos.Filename, e.where) && strings.Contains(f.text, e.what)
		})
		if i >= 0 {
			used[list[i]] = true
			continue
		}
		left = append(left, f)
	}
	return left, used
}
