package translation

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"stablefutures/internal/framework"
)

// The names of XLIFF 2.1 (OASIS Standard, 13 February 2018).
const (
	xliffSpace   = "urn:oasis:names:tc:xliff:document:2.0"
	xliffVersion = "2.1"
)

// stateOf maps our statuses to the four states of XLIFF; subState keeps ours exactly.
var stateOf = map[string]string{"": "initial", framework.StatusMachineDraft: "initial", framework.StatusSourceChanged: "initial", framework.StatusHuman: "translated",
	framework.StatusBackTranslated: "reviewed", framework.StatusReviewed: "final", framework.StatusOriginal: "final"}

// statusOfState is the highest status that a state in a file can claim.
var statusOfState = map[string]string{"": "", "initial": "", "translated": framework.StatusHuman, "reviewed": framework.StatusBackTranslated, "final": framework.StatusReviewed}

// Set is one set of texts to write into a file: an edition's, or Staff.
type Set struct {
	ID      string
	Lang    string
	Entries []Entry
}

// WriteXLIFF writes sets in one language as one XLIFF 2.1 document, one <file> for each set. Equal input gives equal
// bytes, so that two files can be compared line by line.
func WriteXLIFF(lang string, sets []Set) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=%q version=%q srcLang=%q trgLang=%s>\n", xliffSpace, xliffVersion, original, attr(lang))
	for i, s := range sets {
		fmt.Fprintf(&b, "  <file id=\"f%d\" original=%s canResegment=\"no\">\n", i+1, attr(s.ID))
		group := ""
		for _, e := range s.Entries {
			if e.Group != group {
				if group != "" {
					b.WriteString("    </group>\n")
				}
				group = e.Group
				fmt.Fprintf(&b, "    <group id=\"g-%s\" name=%s>\n", group, attr(appears[group]))
			}
			writeUnit(&b, s, e)
		}
		if group != "" {
			b.WriteString("    </group>\n")
		}
		b.WriteString("  </file>\n")
	}
	b.WriteString("</xliff>\n")
	return b.Bytes()
}

func writeUnit(b *bytes.Buffer, s Set, e Entry) {
	fmt.Fprintf(b, "      <unit id=%s name=%s>\n        <notes>\n", attr(unitID(e.ID())), attr(e.ID()))
	note := func(category, more, text string) {
		if text != "" {
			fmt.Fprintf(b, "          <note category=%q%s>%s</note>\n", category, more, escaped(text))
		}
	}
	note("context", "", strings.Join(e.context(), " "))
	if e.Picture != "" {
		note("picture", "", e.Picture)
	}
	note("length", "", e.limit())
	note("link", "", e.link(s.ID, s.Lang))
	if e.Target != "" {
		note("back-translation", ` appliesTo="target"`, e.Back)
	}
	b.WriteString("        </notes>\n")
	found := framework.Placeholders(e.Source + e.Target)
	refs := map[string]int{}
	for _, p := range found {
		if _, ok := refs[p]; !ok {
			refs[p] = len(refs) + 1
		}
	}
	if len(refs) > 0 {
		b.WriteString("        <originalData>\n")
		for i := 1; i <= len(refs); i++ {
			for p, n := range refs {
				if n == i {
					fmt.Fprintf(b, "          <data id=\"d%d\">%s</data>\n", n, escaped(p))
				}
			}
		}
		b.WriteString("        </originalData>\n")
	}
	sub := ""
	if e.Status != "" {
		sub = fmt.Sprintf(" subState=\"sf:%s\"", strings.ReplaceAll(e.Status, " ", "-"))
	}
	fmt.Fprintf(b, "        <segment state=%q%s>\n          <source>%s</source>\n", stateOf[e.Status], sub, inline(e.Source, refs))
	if e.Target != "" {
		fmt.Fprintf(b, "          <target>%s</target>\n", inline(e.Target, refs))
	}
	b.WriteString("        </segment>\n      </unit>\n")
}

// inline writes text with its placeholders as <ph>, which tools protect. The n-th use of one has the same id in source
// and target, as the standard wants of codes that correspond.
func inline(text string, refs map[string]int) string {
	var b strings.Builder
	at, uses := 0, map[string]int{}
	for _, m := range framework.Slots.FindAllStringIndex(text, -1) {
		b.WriteString(escaped(text[at:m[0]]))
		p := strings.ReplaceAll(text[m[0]:m[1]], " ", "")
		uses[p]++
		fmt.Fprintf(&b, `<ph id="p%d-%d" dataRef="d%d" equiv=%s disp=%s/>`, refs[p], uses[p], refs[p], attr(p), attr(p))
		at = m[1]
	}
	b.WriteString(escaped(text[at:]))
	return b.String()
}

// unitID makes a key a name token, which a unit's id must be; the unit's name keeps it as it is.
func unitID(id string) string {
	return strings.NewReplacer("/", ":", "#", "::").Replace(id)
}

// keyOfUnit is the inverse of unitID.
func keyOfUnit(id string) string {
	id = strings.ReplaceAll(id, "::", "#")
	return strings.ReplaceAll(id, ":", "/")
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer never fails
	// EscapeText writes what is right anywhere; between tags the quotes may stand, and a translator reads them.
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&#xA;", "\n", "&#x9;", "\t").Replace(b.String())
}

func attr(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return `"` + b.String() + `"`
}
