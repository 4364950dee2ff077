package framework

import (
	"strings"
	"testing"
	"unicode"
)

// On a screen nothing is written after "A person:", so nothing may be left hanging there, in any script.
func TestWhoCanChangeItIsAWholePhrase(t *testing.T) {
	ed, _ := BySet(SetChecklist)
	for _, lang := range ed.Languages {
		p, _ := ed.Pack(lang)
		for _, who := range []string{"me_with_help", "person", "service", "rule", "not_known"} {
			got := []rune(p.Changer(who))
			if len(got) < 2 || string(got) == "change."+who || strings.ContainsAny(string(got), "{}…") || !unicode.In(got[len(got)-1], unicode.Letter, unicode.Mark, unicode.Pe) {
				t.Errorf("%s: %s is %q", lang, who, string(got))
			}
		}
	}
}
