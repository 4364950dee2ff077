package arch

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A number about people leaves as a disclosure.Protected. Two rules hold it to that, from the code alone.
//
// carried: what holds true numbers of people (carriers) is not so much as seen by what shows things.
//
// number: where figures about people are made or shown, no plain number becomes text, unless plain says what number it is. A
// number that a function was given is asked of whoever gives it.

// shows reports whether a room's business is to show things, or to wire those that do.
func shows(room string) bool {
	return strings.HasSuffix(room, "web") || slices.Contains([]string{"app", "chart", "page", "print", "sheet"}, room)
}

// carried finds where true numbers of people come into the hands of what shows things.
func (b *building) carried(carriers []string) []finding {
	var found []finding
	known, seen := map[types.Type]string{}, map[string]bool{}
	for _, p := range b.packages {
		name := b.roomOf(p.PkgPath)
		if !shows(name) {
			continue
		}
		for e, tv := range p.TypesInfo.Types {
			which, ok := known[tv.Type]
			if !ok {
				which = b.carries(tv.Type, carriers, map[types.Type]bool{})
				known[tv.Type] = which
			}
			if which == "" {
				continue
			}
			f := finding{"carried", b.at(e.Pos()), which + " holds true numbers of people, and " + name + " shows things"}
			if line := fmt.Sprint(f.pos.Filename, f.pos.Line); !seen[line] {
				seen[line] = true
				found = append(found, f)
			}
		}
	}
	return found
}

// carries names the carrier that a type is, or lets somebody reach through what it exports; "" for none.
func (b *building) carries(t types.Type, carriers []string, on map[types.Type]bool) string {
	if t == nil || on[t] {
		return ""
	}
	on[t] = true
	any := func(list ...types.Type) string {
		for _, one := range list {
			if which := b.carries(one, carriers, on); which != "" {
				return which
			}
		}
		return ""
	}
	switch t := t.(type) {
	case *types.Alias:
		return any(types.Unalias(t))
	case *types.Named:
		if o := t.Obj(); o.Pkg() != nil {
			if short := strings.TrimPrefix(o.Pkg().Path(), b.module+"/internal/") + "." + o.Name(); slices.Contains(carriers, short) {
				return short
			}
			if !b.ours(o.Pkg().Path()) {
				return ""
			}
		}
		return any(t.Underlying())
	case *types.Pointer:
		return any(t.Elem())
	case *types.Slice:
		return any(t.Elem())
	case *types.Array:
		return any(t.Elem())
	case *types.Chan:
		return any(t.Elem())
	case *types.Map:
		return any(t.Key(), t.Elem())
	case *types.Tuple:
		for i := range t.Len() {
			if which := any(t.At(i).Type()); which != "" {
				return which
			}
		}
	case *types.Signature:
		return any(t.Params(), t.Results())
	case *types.Struct:
		for i := range t.NumFields() {
			if f := t.Field(i); f.Exported() {
				if which := any(f.Type()); which != "" {
					return which
				}
			}
		}
	}
	return ""
}

// figures looks for plain numbers that become text.
type figures struct {
	*building
	given    map[string]bool    // parameters that become text within their function: function, and place
	counters map[token.Pos]bool // where the first variable of a range stands
	found    []finding
}

// numbers finds, in some rooms, every plain number that becomes text.
func (b *building) numbers(rooms []string) []finding {
	f := &figures{building: b, given: map[string]bool{}, counters: map[token.Pos]bool{}}
	b.product(func(_ string, _ *packages.Package, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if r, ok := n.(*ast.RangeStmt); ok && r.Key != nil {
				f.counters[r.Key.Pos()] = true
			}
			return true
		})
	})
	for before := -1; before < len(f.given); {
		before, f.found = len(f.given), nil
		b.product(func(name string, p *packages.Package, file *ast.File) {
			if !slices.Contains(rooms, name) {
				return
			}
			for _, d := range file.Decls {
				within := "package"
				fn, is := d.(*ast.FuncDecl)
				if is {
					within = fn.Name.Name
				}
				ast.Inspect(d, func(n ast.Node) bool { f.look(p, name, fn, within, n); return true })
			}
		})
	}
	return f.found
}

// look finds the numbers that one expression makes text of.
func (f *figures) look(p *packages.Package, room string, fn *ast.FuncDecl, within string, n ast.Node) {
	become := func(e ast.Expr) { f.number(p, room, fn, within, e) }
	switch n := n.(type) {
	case *ast.CallExpr:
		sig, ok := p.TypesInfo.TypeOf(n.Fun).(*types.Signature)
		if !ok {
			return
		}
		callee := calleeOf(p, n)
		if strings.Contains(callee, "/internal/db.") { // a parameter of a statement stays here
			return
		}
		for i, a := range n.Args {
			if f.makesText(callee, sig, i) {
				become(a)
			}
		}
	case *ast.CompositeLit:
		t := p.TypesInfo.TypeOf(n)
		for _, e := range n.Elts {
			value := e
			kv, keyed := e.(*ast.KeyValueExpr)
			if keyed {
				value = kv.Value
			}
			switch t := t.Underlying().(type) {
			case *types.Slice:
				if types.IsInterface(t.Elem()) {
					become(value)
				}
			case *types.Map:
				if types.IsInterface(t.Elem()) {
					become(value)
				}
			case *types.Struct:
				if f.presents(p.TypesInfo.TypeOf(n)) || keyed && fieldIsFace(t, kv) {
					become(value)
				}
			}
		}
	}
}

// calleeOf is the full name of the function that is called; "" for one that is held in a variable.
func calleeOf(p *packages.Package, c *ast.CallExpr) string {
	var id *ast.Ident
	switch fun := ast.Unparen(c.Fun).(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		return ""
	}
	if o, ok := p.TypesInfo.Uses[id].(*types.Func); ok {
		return o.Origin().FullName()
	}
	return ""
}

func fieldIsFace(t *types.Struct, kv *ast.KeyValueExpr) bool {
	name, ok := kv.Key.(*ast.Ident)
	for i := range t.NumFields() {
		if ok && t.Field(i).Name() == name.Name {
			return types.IsInterface(t.Field(i).Type())
		}
	}
	return false
}

// presents reports whether a type is one that is shown as it is: of the kit, a chart, paper or a workbook.
func (f *figures) presents(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	room := strings.TrimPrefix(named.Obj().Pkg().Path(), f.module+"/internal/")
	return slices.Contains([]string{"page", "page/kit", "page/desk", "page/blocks", "chart", "print", "sheet"}, room)
}

// makesText reports whether a call makes text of its i-th argument: it takes anything, it is there for that, or it was found to.
func (f *figures) makesText(callee string, sig *types.Signature, i int) bool {
	if f.given[fmt.Sprint(callee, " ", i)] {
		return true
	}
	if strings.HasPrefix(callee, "strconv.Format") || strings.HasPrefix(callee, "strconv.Itoa") {
		return i == 0
	}
	if strings.HasPrefix(callee, "strconv.Append") {
		return i == 1
	}
	for _, room := range []string{"i18n.", "page.", "page/kit.", "page/desk.", "page/blocks.", "print.", "sheet."} {
		if strings.Contains(callee, f.module+"/internal/"+room) {
			return true
		}
	}
	last := sig.Params().Len() - 1
	if sig.Variadic() && i >= last {
		s, ok := sig.Params().At(last).Type().(*types.Slice)
		return ok && types.IsInterface(s.Elem())
	}
	return i <= last && types.IsInterface(sig.Params().At(i).Type())
}

// number keeps an expression that is a plain number and not a constant: as one that was given, or as found.
func (f *figures) number(p *packages.Package, room string, fn *ast.FuncDecl, within string, e ast.Expr) {
	tv := p.TypesInfo.Types[e]
	if tv.Value != nil || tv.Type == nil || !plainNumber(tv.Type) || f.counts(p, e) {
		return
	}
	if i := given(p, fn, e); i >= 0 {
		f.given[fmt.Sprint(p.TypesInfo.Defs[fn.Name].(*types.Func).FullName(), " ", i)] = true
		return
	}
	var text bytes.Buffer
	_ = printer.Fprint(&text, token.NewFileSet(), e) // a buffer takes everything
	f.found = append(f.found, finding{"number", f.at(e.Pos()), room + " " + within + ": " + strings.Join(strings.Fields(text.String()), " ")})
}

// plainNumber reports whether a type is a number, or a list of numbers.
func plainNumber(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&types.IsNumeric != 0 && t.Kind() != types.Byte
	case *types.Slice:
		return plainNumber(t.Elem())
	case *types.Array:
		return plainNumber(t.Elem())
	}
	return false
}

// given is the place among its function's parameters of what an expression names; -1 when it is none.
func given(p *packages.Package, fn *ast.FuncDecl, e ast.Expr) int {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok || fn == nil {
		return -1
	}
	params := p.TypesInfo.Defs[fn.Name].Type().(*types.Signature).Params()
	for i := range params.Len() {
		if params.At(i) == p.TypesInfo.Uses[id] {
			return i
		}
	}
	return -1
}

// counts reports whether an expression is the place of something in a list: made of a loop's own counter and constants.
func (f *figures) counts(p *packages.Package, e ast.Expr) bool {
	only, any := true, false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			v, is := p.TypesInfo.Uses[n].(*types.Var)
			if is {
				any, only = true, only && f.counters[v.Pos()]
			}
		case *ast.CallExpr, *ast.SelectorExpr, *ast.IndexExpr:
			only = false
		}
		return only
	})
	return only && any
}

// taken lists the plain numbers among the fields of what a room exports, where a caller could put one that was never protected.
func (b *building) taken(room string) (found []finding) {
	for _, p := range b.packages {
		if b.roomOf(p.PkgPath) != room {
			continue
		}
		for _, name := range p.Types.Scope().Names() {
			o, ok := p.Types.Scope().Lookup(name).(*types.TypeName)
			if !ok || !o.Exported() {
				continue
			}
			s, ok := o.Type().Underlying().(*types.Struct)
			if !ok {
				continue
			}
			for i := range s.NumFields() {
				if f := s.Field(i); f.Exported() && plainNumber(f.Type()) {
					found = append(found, finding{"taken", b.at(f.Pos()), name + "." + f.Name() + " is " + f.Type().String()})
				}
			}
		}
	}
	return found
}
