package translation

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
)

// sample is a set with everything that could go wrong in a file.
func sample() []Set {
	return []Set{{"rights-checklist-1", "ar", []Entry{
		{Text: Text{Key: "ui/copy.for", Source: `For {who} & "friends" <b>`, Group: "copy", Max: 600}, Target: "لـ{who} & <b>\u200f", Back: "To {who} & co", Status: framework.StatusBackTranslated},
		{Text: Text{Key: "ui/two", Source: "{b} then {a} then {b}", Group: "copy", Max: 600}, Target: "{a} {b} {b}", Status: framework.StatusMachineDraft},
		{Text: Text{Key: "card/F1/name", Source: "Fair\nfor me", Group: "cards", Picture: "fairness", Max: 40, Guarded: true}},
		{Text: Text{Key: "card/F1/ask", Source: `back\slash "quoted" 100%`, Group: "cards", Max: 600}, Target: "مائل\\ \"x\"", Status: framework.StatusReviewed},
	}}, {Staff, "cy", []Entry{
		{Text: Text{Key: "record.gap", Form: "one", Source: "{{.count}} day", Group: "staff", Max: 600}, Target: "{{.count}} diwrnod", Status: framework.StatusHuman},
		{Text: Text{Key: "record.gap", Form: "other", Source: "{{.count}} days", Group: "staff", Max: 600}, Target: "{{.count}} diwrnod", Status: framework.StatusHuman},
	}}}
}

func units(sets []Set) map[string]unit {
	m := map[string]unit{}
	for _, s := range sets {
		for _, e := range s.Entries {
			status := lower(e.Status, framework.StatusReviewed)
			if status == framework.StatusMachineDraft {
				status = "" // a draft claims nothing
			}
			m[e.ID()] = unit{e.ID(), e.Source, e.Target, e.Back, status}
		}
	}
	return m
}

func TestXLIFF_comesBackAsItWent(t *testing.T) {
	sets := sample()
	file := WriteXLIFF("ar", sets)
	list, err := readXLIFF(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].set != "rights-checklist-1" || list[1].set != Staff || list[0].lang != "ar" {
		t.Fatalf("%+v", list)
	}
	want := units(sets)
	for _, b := range list {
		for _, u := range b.units {
			if u != want[u.id] {
				t.Errorf("went %+v\ncame %+v", want[u.id], u)
			}
		}
	}
	if again := WriteXLIFF("ar", sample()); string(again) != string(file) {
		t.Error("equal input gives other bytes")
	}
}

func TestPO_comesBackAsItWent(t *testing.T) {
	b, err := readPO(WritePO(sample()[0]))
	if err != nil {
		t.Fatal(err)
	}
	want := units(sample()[:1])
	if b.set != "rights-checklist-1" || b.lang != "ar" || len(b.units) != len(want) {
		t.Fatalf("%+v", b)
	}
	for _, u := range b.units {
		if u != want[u.id] {
			t.Errorf("went %+v\ncame %+v", want[u.id], u)
		}
	}
}

// The plural rule in a PO file must name the forms that we read from it.
func TestPO_pluralRuleIsCLDRs(t *testing.T) {
	for lang, rule := range pluralRule {
		forms := i18n.PluralForms(lang)
		for n := range 300 {
			if got := forms[gettext(t, rule, n)]; got != i18n.PluralForm(lang, n) {
				t.Fatalf("%s: gettext gives %d the form %s, CLDR %s", lang, n, got, i18n.PluralForm(lang, n))
			}
		}
	}
	for _, lang := range i18n.Languages() {
		if pluralRule[lang] == "" {
			t.Errorf("no plural rule for %s", lang)
		}
	}
}

var term = regexp.MustCompile(`n==(\d+) \? (\d+) : `)

// gettext works out a chain of "n==a ? b : " with a number at its end.
func gettext(t *testing.T, rule string, n int) int {
	t.Helper()
	number := func(s string) int {
		v := 0
		for _, r := range s {
			v = v*10 + int(r-'0')
		}
		return v
	}
	for _, m := range term.FindAllStringSubmatch(rule, -1) {
		if n == number(m[1]) {
			return number(m[2])
		}
	}
	rest := term.ReplaceAllString(rule, "")
	if strings.Trim(rest, "0123456789") != "" {
		t.Fatalf("%q is no chain", rule)
	}
	return number(rest)
}

// What the standard asks beyond well-formed XML: ids are name tokens and unique, codes correspond, a state other than
// initial has a target, a subState has its authority.
func TestXLIFF_keepsTheStandardsConstraints(t *testing.T) {
	type ph struct {
		ID  string `xml:"id,attr"`
		Ref string `xml:"dataRef,attr"`
	}
	type run struct {
		Ph []ph `xml:"ph"`
	}
	var doc struct {
		XMLName xml.Name
		Version string `xml:"version,attr"`
		Files   []struct {
			ID     string `xml:"id,attr"`
			Groups []struct {
				ID    string `xml:"id,attr"`
				Units []struct {
					ID   string `xml:"id,attr"`
					Data []struct {
						ID string `xml:"id,attr"`
					} `xml:"originalData>data"`
					Segment struct {
						State, SubState string
						Attrs           []xml.Attr `xml:",any,attr"`
						Source          run        `xml:"source"`
						Target          *run       `xml:"target"`
					} `xml:"segment"`
				} `xml:"unit"`
			} `xml:"group"`
		} `xml:"file"`
	}
	e, _ := framework.BySet(framework.SetChecklist)
	sets := append(sample(), Set{e.ID, "ar", entriesOf(e, "ar", nil)}, Set{Staff, "cy", entriesOf(nil, "cy", nil)})
	if err := xml.Unmarshal(WriteXLIFF("ar", sets), &doc); err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile(`^[\p{L}\p{N}._:-]+$`)
	seen := 0
	for _, f := range doc.Files {
		ids := map[string]bool{}
		for _, g := range f.Groups {
			for _, u := range g.Units {
				seen++
				if !token.MatchString(u.ID) || ids[u.ID] {
					t.Errorf("unit id %q is no token, or there twice", u.ID)
				}
				ids[u.ID] = true
				state, sub := "", ""
				for _, a := range u.Segment.Attrs {
					switch a.Name.Local {
					case "state":
						state = a.Value
					case "subState":
						sub = a.Value
					}
				}
				if _, ok := statusOfState[state]; !ok || state != "initial" && u.Segment.Target == nil || sub != "" && !strings.HasPrefix(sub, "sf:") {
					t.Errorf("%s: state %q, subState %q, target %v", u.ID, state, sub, u.Segment.Target != nil)
				}
				var inSource []string
				for _, p := range u.Segment.Source.Ph {
					if slices.Contains(inSource, p.ID) {
						t.Errorf("%s: code %s twice", u.ID, p.ID)
					}
					inSource = append(inSource, p.ID)
				}
				if u.Segment.Target != nil {
					for _, p := range u.Segment.Target.Ph {
						if !slices.Contains(inSource, p.ID) {
							t.Errorf("%s: the target has a code %s that its source has not", u.ID, p.ID)
						}
					}
				}
			}
		}
	}
	if doc.XMLName.Space != xliffSpace || doc.Version != "2.1" || seen < 1000 {
		t.Errorf("%v %s: %d units", doc.XMLName, doc.Version, seen)
	}
}

// OASIS's own schema judges, where somebody has it: STABLEFUTURES_XLIFF_SCHEMA names xliff_core_2.0.xsd of version 2.1.
func TestXLIFF_passesTheSchema(t *testing.T) {
	schema := os.Getenv("STABLEFUTURES_XLIFF_SCHEMA")
	xmllint, err := exec.LookPath("xmllint")
	if schema == "" || err != nil {
		t.Skip("no schema, or no xmllint, here")
	}
	e, _ := framework.BySet(framework.SetChecklist)
	path := filepath.Join(t.TempDir(), "a.xlf")
	if err := os.WriteFile(path, WriteXLIFF("ar", append(sample(), Set{e.ID, "ar", entriesOf(e, "ar", nil)}, Set{Staff, "cy", entriesOf(nil, "cy", nil)})), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(xmllint, "--noout", "--nonet", "--schema", schema, path).CombinedOutput(); err != nil {
		t.Errorf("%v\n%.2000s", err, out)
	}
}

const head = `<?xml version="1.0" encoding="UTF-8"?>`

func document(inside string) string {
	return head + `<xliff xmlns="` + xliffSpace + `" version="2.1" srcLang="en" trgLang="ar"><file id="f" original="x">` + inside + `</file></xliff>`
}

func one(inside string) string {
	return document(`<unit id="ui:a" name="ui/a"><segment state="translated"><source>a</source><target>` + inside + `</target></segment></unit>`)
}

func TestXLIFF_refusesWhatCouldHarm(t *testing.T) {
	for what, c := range map[string]struct{ file, key string }{
		"a document type":  {head + `<!DOCTYPE xliff [<!ENTITY a "b">]>` + document("")[len(head):], "translation.file.doctype"},
		"an entity":        {one("&a;"), "translation.file.unreadable"},
		"billion laughs":   {head + `<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>`, "translation.file.doctype"},
		"another encoding": {strings.Replace(one("x"), "UTF-8", "ISO-8859-1", 1), "translation.file.unreadable"},
		"XLIFF 1.2":        {head + `<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>`, "translation.file.not_xliff"},
		"HTML":             {"<html><body/></html>", "translation.file.not_xliff"},
		"cut off":          {one("x")[:200], "translation.file.unreadable"},
		"too deep":         {document(strings.Repeat(`<group id="g">`, 100)), "translation.file.too_deep"},
		"deep in text":     {one(strings.Repeat(`<mrk id="m">`, 100)), "translation.file.too_deep"},
		"a control code":   {one(`<cp hex="0001"/>`), "translation.file.inline"},
		"a paired code":    {one(`<pc id="1">x</pc>`), "translation.file.inline"},
		"no such state":    {strings.Replace(one("x"), "translated", "perfect", 1), "translation.file.state"},
		"not text":         {one("\xff"), "translation.file.unreadable"},
		"two roots":        {one("x") + one("x")[len(head):], "translation.file.not_xliff"},
		"too large":        {strings.Repeat(" ", MaxFile+1), "translation.file.too_large"},
	} {
		if list, err := readXLIFF([]byte(c.file)); problem.KeyOf(err) != c.key || !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %+v, %v", what, list, err)
		}
	}
	if list, err := readXLIFF([]byte(one(`see <ph id="1" equiv="{who}"/> <mrk id="m">now</mrk>`))); err != nil || list[0].units[0].target != "see {who} now" {
		t.Errorf("placeholder and mark: %+v %v", list, err)
	}
	split := document(`<unit id="ui:a"><segment state="final"><source>a. </source><target>x. </target></segment><ignorable><source> </source></ignorable><segment><source>b</source><target>y</target></segment></unit>`)
	if list, err := readXLIFF([]byte(split)); err != nil || list[0].units[0] != (unit{"ui/a", "a.  b", "x.  y", "", ""}) {
		t.Errorf("cut in two: %+v %v", list, err)
	}
}

func TestPO_refusesWhatItCannotRead(t *testing.T) {
	good := string(WritePO(sample()[0]))
	for what, file := range map[string]string{
		"a stray line": good + "\nhello\n", "no closing mark": good + "\nmsgctxt \"a\nmsgid \"b\"\nmsgstr \"c\"\n", "no msgid": good + "\nmsgctxt \"a\"\nmsgstr \"b\"\n",
		"an odd escape": good + "\nmsgctxt \"a\"\nmsgid \"\\x41\"\nmsgstr \"b\"\n", "Latin 1": strings.Replace(good, "charset=UTF-8", "charset=ISO-8859-1", 1),
		"not text": good + "\n# \xff\n", "no header": "msgctxt \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n", "words before": "\"x\"\n" + good,
		"msgid twice": good + "\nmsgctxt \"a\"\nmsgid \"b\"\nmsgid \"c\"\nmsgstr \"d\"\n", "too large": strings.Repeat(" ", MaxFile+1),
	} {
		if b, err := readPO([]byte(file)); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %+v %v", what, b.units, err)
		}
	}
}

func FuzzXLIFF(f *testing.F) {
	f.Add(WriteXLIFF("ar", sample()))
	f.Add([]byte(one(`see <ph id="1" equiv="{who}"/> <mrk id="m">now</mrk>`)))
	f.Add([]byte(head + `<!DOCTYPE xliff [<!ENTITY a "b">]><xliff/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := readXLIFF(data)
		if err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		for _, b := range list {
			for _, u := range b.units {
				check(Text{Key: u.id, Source: u.source, Max: 100}, "ar", u.target)
			}
		}
	})
}

func FuzzPO(f *testing.F) {
	for _, s := range sample() {
		f.Add(WritePO(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := readPO(data)
		if err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		// What was read can be written, and read again as the same.
		s := Set{ID: b.set, Lang: b.lang}
		for _, u := range b.units {
			if strings.Contains(u.id, "#") || u.id == "" || strings.ContainsAny(b.set+b.lang, "\n\r") {
				return
			}
			s.Entries = append(s.Entries, Entry{Text: Text{Key: u.id, Source: u.source, Group: "copy", Max: 600}, Target: u.target})
		}
		again, err := readPO(WritePO(s))
		if err != nil {
			t.Fatalf("written anew: %v", err)
		}
		for n, u := range again.units {
			if u.id != b.units[n].id || u.source != b.units[n].source || u.target != b.units[n].target {
				t.Fatalf("read %+v, then %+v", b.units[n], u)
			}
		}
	})
}
