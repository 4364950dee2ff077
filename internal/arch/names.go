package arch

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/packages"
)

// The size budget. Most functions stay under 50 lines; none passes 90; a file has at
// most 400. Generated files and tests are not counted.
const (
	fileLines    = 400
	mostLines    = 50 // what nine functions of ten stay under
	longestLines = 90
)

// namesOfNothing are package names that say nothing about what is inside.
var namesOfNothing = []string{"util", "utils", "common", "helper", "helpers", "shared", "model", "models", "type", "types", "misc", "base", "lib", "tools", "core"}

// filesOfNothing are file names that tell a layer or nothing; files are named by noun.
var filesOfNothing = regexp.MustCompile(`^(utils?|common|helpers?|shared|models?|types?|misc|handlers?|consts?|constants|interfaces?|structs?)(_test)?\.go$`)

// misnamed finds names that hide what is inside, and Get before what is simply given.
func (b *building) misnamed() []finding {
	var found []finding
	for _, p := range b.packages {
		if slices.Contains(namesOfNothing, p.Name) {
			found = append(found, finding{"names", b.folderPosition(p), "a package is named for what it does, not " + p.Name})
		}
		for _, file := range p.Syntax {
			where := b.at(file.Package)
			if filesOfNothing.MatchString(filepath.Base(where.Filename)) {
				found = append(found, finding{"names", where, "a file is named by the noun it is about"})
			}
			if generated(file) {
				continue
			}
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && isGet(f.Name.Name) {
					found = append(found, finding{"names", b.at(f.Name.Pos()), f.Name.Name + ": leave Get out"})
				}
			}
		}
	}
	return found
}

func isGet(name string) bool {
	rest, ok := strings.CutPrefix(name, "Get")
	r, _ := utf8.DecodeRuneInString(rest)
	return ok && unicode.IsUpper(r)
}

// oversized finds files and functions over the budget, and reports what nine of ten
// functions stay under.
func (b *building) oversized() (found []finding, report string) {
	var lengths []int
	files := 0
	measure := func(_ string, _ *packages.Package, file *ast.File) {
		if generated(file) {
			return
		}
		files++
		end := b.at(file.FileEnd)
		if end.Line > fileLines {
			found = append(found, finding{"size", end, fmt.Sprintf("%d lines, where %d is the most: it holds two subjects", end.Line, fileLines)})
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			start := b.at(f.Pos())
			n := b.at(f.End()).Line - start.Line + 1
			lengths = append(lengths, n)
			if n > longestLines {
				found = append(found, finding{"size", start, fmt.Sprintf("%s has %d lines, where %d is the most", f.Name.Name, n, longestLines)})
			}
		}
	}
	for _, p := range b.packages {
		for _, file := range p.Syntax {
			measure("", p, file)
		}
	}
	if len(lengths) == 0 {
		return found, "no functions"
	}
	sort.Ints(lengths)
	p90 := lengths[len(lengths)*9/10]
	report = fmt.Sprintf("%d files, %d functions; median %d lines, nine of ten under %d, longest %d",
		files, len(lengths), lengths[len(lengths)/2], p90+1, lengths[len(lengths)-1])
	if p90 >= mostLines {
		found = append(found, finding{rule: "size", text: "most functions should have fewer than 50 lines: " + report})
	}
	return found, report
}
