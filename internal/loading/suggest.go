package loading

import (
	"regexp"
	"strings"
	"unicode"

	"stablefutures/internal/extract"
)

// printedCode is how sets number their items in front of the text: "P2", "7", "7.", "F1.2)", "Outcome 7:" is not one.
var printedCode = regexp.MustCompile(`^([A-Za-z]{0,2}[0-9]+(?:\.[0-9]+)*)[.):]?[ \x{00a0}\t]+\S`)

// PrintedCode finds the number or code printed in front of a text, and all of what stands in front of it; both "" where
// there is none.
func PrintedCode(text string) (code, prefix string) {
	m := printedCode.FindStringSubmatchIndex(text)
	if m == nil {
		return "", ""
	}
	rest := text[m[3]:]
	prefix = text[:len(text)-len(strings.TrimLeft(strings.TrimLeft(rest, ".):"), " \u00a0\t"))]
	return text[m[2]:m[3]], prefix
}

// suggestionsOf is what the file's reader takes each piece for, by the piece's id.
func suggestionsOf(x *extract.Extract) map[string]*Suggestion {
	roles := map[string]Role{extract.Principle: Principle, extract.Outcome: Outcome, extract.Indicator: Indicator, extract.Ignore: Ignored}
	list := map[string]*Suggestion{}
	pieces := x.Pieces()
	for i, s := range extract.Suggest(pieces) {
		role, ok := roles[s.Level]
		if !ok {
			continue
		}
		g := &Suggestion{Role: role, Why: s.Why}
		if role.Counted() {
			g.Code, g.Under = strings.Join(strings.Fields(s.Code), ""), s.Parent
			g.Prefix = strings.TrimLeftFunc(pieces[i].Text[:s.After], unicode.IsSpace)
		}
		list[s.PieceID] = g
	}
	return list
}
