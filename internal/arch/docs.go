package arch

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// parts are what every room's doc.go says, in this order.
var parts = []string{"what it is for", "words it owns", "tables it owns", "what it relies on", "what it never does"}

// undocumented finds rooms without a doc.go in five parts, rooms that do not name
// their tables there (one by one, or as room_*), and page folders without a package comment.
func (b *building) undocumented() []finding {
	owned := b.roomTables()
	var found []finding
	for _, p := range b.packages {
		name := b.roomOf(p.PkgPath)
		folder := strings.TrimPrefix(p.PkgPath, b.module+"/")
		if name == "" || !strings.HasPrefix(folder, "internal/") || len(p.GoFiles) == 0 {
			continue
		}
		where := token.Position{Filename: folder + "/doc.go", Line: 1}
		if isWeb(folder) || strings.TrimPrefix(folder, "internal/") != strings.TrimPrefix(name, "-internal/") {
			if !slices.ContainsFunc(p.Syntax, func(f *ast.File) bool { return f.Doc != nil }) {
				found = append(found, finding{"docs", b.folderPosition(p), "a folder says in a package comment what it is for"})
			}
			continue
		}
		text := b.packageComment(folder)
		if text == "" {
			found = append(found, finding{"docs", where, "a room begins with doc.go"})
			continue
		}
		for _, why := range incomplete(text, owned[name]) {
			found = append(found, finding{"docs", where, why})
		}
	}
	return found
}

// incomplete says what a room's package comment leaves out.
func incomplete(text string, tables []string) []string {
	var why []string
	lower, at := strings.ToLower(text), 0
	for _, part := range parts {
		i := strings.Index(lower[at:], part)
		if i < 0 {
			why = append(why, "doc.go does not say, in its turn, "+part)
			continue
		}
		at += i + len(part)
	}
	for _, table := range tables {
		room, _, _ := strings.Cut(table, "_")
		if !strings.Contains(text, table) && !strings.Contains(text, room+"_*") {
			why = append(why, "doc.go does not name the table "+table)
		}
	}
	return why
}

func (b *building) packageComment(folder string) string {
	for _, p := range b.packages {
		if p.PkgPath != b.module+"/"+folder {
			continue
		}
		for _, file := range p.Syntax {
			if filepath.Base(b.fset.Position(file.Pos()).Filename) == "doc.go" {
				return file.Doc.Text()
			}
		}
	}
	return ""
}

// uncommented finds exported names without a comment.
func (b *building) uncommented() []finding {
	var found []finding
	for _, p := range b.packages {
		for _, file := range p.Syntax {
			if generated(file) {
				continue
			}
			for _, decl := range file.Decls {
				for _, id := range bareNames(decl) {
					found = append(found, finding{"docs", b.at(id.Pos()), id.Name + " is exported and does not say what it promises"})
				}
			}
		}
	}
	return found
}

// bareNames lists the exported names of a declaration that no comment covers. A
// comment over a group of constants or variables covers the group.
func bareNames(decl ast.Decl) []*ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || receiverExported(d)) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && (d.Doc == nil || d.Lparen.IsValid()) {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				if d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, slices.DeleteFunc(slices.Clone(s.Names), func(id *ast.Ident) bool { return !id.IsExported() })...)
				}
			}
		}
		return names
	}
	return nil
}

func receiverExported(d *ast.FuncDecl) bool {
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if index, ok := t.(*ast.IndexExpr); ok {
		t = index.X
	}
	id, ok := t.(*ast.Ident)
	return ok && id.IsExported()
}
