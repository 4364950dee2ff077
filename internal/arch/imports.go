package arch

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// order finds imports that the list of rooms does not allow, folders without a row,
// and rows that name a room which does not stand above them.
func (b *building) order() []finding {
	found := b.rowOrder()
	for _, p := range b.packages {
		name := b.roomOf(p.PkgPath)
		if name == "" {
			found = append(found, finding{"order", b.folderPosition(p), "this folder has no row in the list of rooms"})
			continue
		}
		for _, file := range p.Syntax {
			for _, spec := range file.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				if err != nil || !b.ours(path) {
					continue
				}
				if why := b.refuses(name, b.roomOf(path)); why != "" {
					found = append(found, finding{"order", b.at(spec.Pos()), why})
				}
			}
		}
	}
	return found
}

// refuses says why one room may not import another, or "".
func (b *building) refuses(from, to string) string {
	switch {
	case from == to || strings.HasPrefix(from, "-"):
		return ""
	case to == "":
		return "imports a folder that has no row"
	case strings.HasPrefix(to, "-"):
		return from + " may not import " + to[1:] + ", which is no part of the product"
	}
	at := func(name string) int { return slices.IndexFunc(b.rooms, func(r room) bool { return r.path == name }) }
	row := b.rooms[at(from)]
	if at(to) > at(from) {
		return from + " may not import " + to + ", which stands below it"
	}
	if row.may != everything && !slices.Contains(strings.Fields(row.may), to) {
		return "the row of " + from + " does not name " + to
	}
	return ""
}

// rowOrder holds the list against itself.
func (b *building) rowOrder() []finding {
	var found []finding
	above := map[string]bool{}
	for _, r := range b.rooms {
		where := token.Position{Filename: "internal/arch/rooms.go"}
		if above[r.path] {
			found = append(found, finding{"order", where, "two rows for " + r.path})
		}
		for _, name := range strings.Fields(r.may) {
			switch {
			case name == everything:
			case !above[name]:
				found = append(found, finding{"order", where, "the row of " + r.path + " names " + name + ", which does not stand above it"})
			case strings.HasSuffix(name, "web"):
				found = append(found, finding{"order", where, "the row of " + r.path + " names the pages " + name + "; only app may"})
			}
		}
		above[r.path] = true
	}
	return found
}

// folders finds folders of internal/ that hold files and have no row, even when no Go
// file is in them yet.
func (b *building) folders() []finding {
	entries, err := os.ReadDir(filepath.Join(b.root, "internal"))
	if err != nil {
		return []finding{{"order", token.Position{Filename: "internal"}, err.Error()}}
	}
	var found []finding
	for _, e := range entries {
		if e.IsDir() && b.roomOf(b.module+"/internal/"+e.Name()) == "" {
			found = append(found, finding{"order", token.Position{Filename: "internal/" + e.Name()}, "this folder has no row in the list of rooms"})
		}
	}
	return found
}

func (b *building) folderPosition(p *packages.Package) token.Position {
	if len(p.GoFiles) > 0 {
		return token.Position{Filename: b.relative(p.GoFiles[0]), Line: 1}
	}
	return token.Position{Filename: p.PkgPath}
}

// misplaced finds libraries used outside their place.
func (b *building) misplaced(places map[string]string) []finding {
	var found []finding
	b.product(func(name string, _ *packages.Package, file *ast.File) {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			for library, allowed := range places {
				if path != library && !strings.HasPrefix(path, library+"/") {
					continue
				}
				where := b.at(spec.Pos())
				if !inPlace(name, where.Filename, allowed) {
					found = append(found, finding{"place", where, library + " belongs in: " + strings.Join(strings.Fields(allowed), ", ")})
				}
			}
		}
	})
	return found
}

func inPlace(name, filename, allowed string) bool {
	for _, a := range strings.Fields(allowed) {
		switch {
		case a == name, a == "*web" && strings.HasSuffix(name, "web"), a == "store*.go" && isStore(filename):
			return true
		}
	}
	return false
}

// databaseHolders finds rooms that name *db.DB and may not.
func (b *building) databaseHolders(allowed []string) []finding {
	var found []finding
	b.product(func(name string, p *packages.Package, file *ast.File) {
		if slices.Contains(allowed, name) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "DB" {
				return true
			}
			if obj, ok := p.TypesInfo.Uses[sel.Sel].(*types.TypeName); ok && obj.Pkg() != nil && obj.Pkg().Path() == b.module+"/internal/db" {
				found = append(found, finding{"holder", b.at(sel.Pos()), name + " may not hold the database: ask the door (access) for a transaction"})
			}
			return true
		})
	})
	return found
}
