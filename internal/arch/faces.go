package arch

import (
	"fmt"
	"go/types"
	"strings"
)

// lonely finds interfaces with fewer than two real implementations: those say nothing
// that the one concrete type does not say better. An implementation is a concrete type
// of the product, or one that the declaring package imports (*sql.Tx, *os.File).
func (b *building) lonely() []finding {
	var concrete []*types.TypeName
	for _, p := range b.packages {
		if name := b.roomOf(p.PkgPath); p.Types != nil && !strings.HasPrefix(name, "-") {
			concrete = append(concrete, typesOf(p.Types)...)
		}
	}
	var found []finding
	for _, p := range b.packages {
		if p.Types == nil || strings.HasPrefix(b.roomOf(p.PkgPath), "-") {
			continue
		}
		candidates := concrete
		for _, imported := range p.Types.Imports() {
			if !b.ours(imported.Path()) {
				candidates = append(candidates[:len(candidates):len(candidates)], typesOf(imported)...)
			}
		}
		for _, declared := range typesOf(p.Types) {
			face, ok := declared.Type().Underlying().(*types.Interface)
			if !ok || face.NumMethods() == 0 || !face.IsMethodSet() || declared.IsAlias() {
				continue
			}
			if n := implementations(face, declared, candidates); n < 2 {
				found = append(found, finding{"interface", b.at(declared.Pos()), fmt.Sprintf("%s has %d real implementations; an interface needs two", declared.Name(), n)})
			}
		}
	}
	return found
}

func implementations(face *types.Interface, declared *types.TypeName, candidates []*types.TypeName) int {
	n := 0
	for _, c := range candidates {
		named, ok := c.Type().(*types.Named)
		if c == declared || c.IsAlias() || !ok || named.TypeParams().Len() > 0 || types.IsInterface(named) {
			continue
		}
		if types.Implements(named, face) || types.Implements(types.NewPointer(named), face) {
			n++
		}
	}
	return n
}

func typesOf(p *types.Package) []*types.TypeName {
	var all []*types.TypeName
	for _, name := range p.Scope().Names() {
		if t, ok := p.Scope().Lookup(name).(*types.TypeName); ok {
			all = append(all, t)
		}
	}
	return all
}
