package app

import (
	"strings"

	"stablefutures/internal/i18n"
	"stablefutures/internal/insight"
)

// releaseKinds are what releases of other rooms than insight are of, by how their keys begin.
var releaseKinds = []struct{ begins, text string }{{"round:", "together.kind_round"}, {"pilot", "together.kind_pilot"}, {"promises.", "together.kind_promises"},
	{"audit", "together.kind_audit"}, {"pool:", "together.kind_pool"}}

// releaseSays gives in words what a release is of, and what its codes mean. What nobody has words for stays as it is.
func releaseSays(l i18n.L, key string) (title string, word func(code string) string) {
	word = func(code string) string {
		if by := "insight.by_" + code; l.Has(by) { // a direction of a table of several
			return l.T(by) // i18n: prefix insight.by_
		}
		return insight.Words(l, "", key, code)
	}
	if said, ok := insight.TitleOf(l, key); ok {
		return said, word
	}
	for _, kind := range releaseKinds {
		if strings.HasPrefix(key, kind.begins) {
			return l.T(kind.text), word // i18n: prefix together.kind_
		}
	}
	return key, word
}
