package nation

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func packs(t testing.TB) Packs {
	t.Helper()
	ps, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

const today = "2026-11-22"

func TestLoad_everyTermAndRuleOfEveryNation(t *testing.T) {
	for _, code := range Codes() {
		p := packs(t).For(code)
		if p.Nation() != code || p.Version() < "2026-11-22" || p.Title("en") == p.Title("cy") {
			t.Errorf("%s: head %q %q %q", code, p.Nation(), p.Version(), p.Title("en"))
		}
		for _, key := range TermKeys() {
			if en, cy := p.Term(key, "en"), p.Term(key, "cy-GB"); en == "" || cy == "" || strings.Contains(en+cy, "⟦") {
				t.Errorf("%s, %s: %q, %q", code, key, en, cy)
			}
		}
		for _, key := range RuleKeys() {
			r, err := p.Rule(key, today)
			if err != nil {
				t.Errorf("%s: %v", code, err)
				continue
			}
			if r.Source.Title == "" || r.Value.Type != ruleTypes[key] {
				t.Errorf("%s, %s: no source, or of type %q", code, key, r.Value.Type)
			}
			if r.Evidence == Primary && r.ReadOn == NotRead && r.Note == "" {
				t.Errorf("%s, %s: marked P but not read, and no note says who read it", code, key)
			}
			if r.Evidence == Primary && r.Source.Publisher == "Stable Futures" {
				t.Errorf("%s, %s: our own note is no primary source", code, key)
			}
		}
	}
}

// The list of keys and the constants are written side by side; this keeps them one.
func TestKeys_listsHoldEveryConstant(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "keys.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var terms, rules []string
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if kind, ok := v.Type.(*ast.Ident); ok {
			value := strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`)
			if kind.Name == "TermKey" {
				terms = append(terms, value)
			} else if kind.Name == "RuleKey" {
				rules = append(rules, value)
			}
		}
		return true
	})
	if len(terms) < 31 || len(rules) < 23 {
		t.Fatalf("found %d terms and %d rules in keys.go", len(terms), len(rules))
	}
	for i, key := range terms {
		if i >= len(TermKeys()) || string(TermKeys()[i]) != key {
			t.Errorf("term %d is %s in the constants", i, key)
		}
	}
	for i, key := range rules {
		if i >= len(RuleKeys()) || string(RuleKeys()[i]) != key || ruleTypes[RuleKey(key)] == "" {
			t.Errorf("rule %d is %s in the constants", i, key)
		}
	}
	if len(ruleTypes) != len(rules) {
		t.Errorf("%d rules have types, %d exist", len(ruleTypes), len(rules))
	}
}

// A guardian in Edinburgh reads Scottish words, a social worker in Derry reads Trust.
func TestTerm_eachNationInItsOwnWords(t *testing.T) {
	ps := packs(t)
	for _, c := range []struct {
		code string
		key  TermKey
		lang string
		want string
	}{
		{England, TermGuardian, "en", "Independent Child Trafficking Guardian"},
		{Scotland, TermGuardian, "en", "independent child trafficking guardian"},
		{Scotland, TermGuardianService, "en", "Guardianship Scotland"},
		{Scotland, TermUrgentDiscussion, "en", "inter-agency referral discussion (IRD)"},
		{NorthernIreland, TermGuardian, "en", "Independent Guardian"},
		{NorthernIreland, TermAuthority, "en", "Health and Social Care Trust"},
		{Wales, TermAuthority, "cy", "awdurdod lleol"},
		{Wales, TermCarePlan, "cy", "cynllun gofal a chymorth"},
		{Wales, TermCommissioner, "cy", "Comisiynydd Plant Cymru"},
		{England, TermCarePlan, "ar", "care plan"},
	} {
		if got := ps.For(c.code).Term(c.key, c.lang); got != c.want {
			t.Errorf("%s, %s, %s: %q, want %q", c.code, c.key, c.lang, got, c.want)
		}
	}
	if got := ps.For("atlantis").Term(TermPolice, "en"); !strings.Contains(got, "⟦") {
		t.Errorf("a nation that is none speaks: %q", got)
	}
	if term, ok := ps.For(Wales).TermSource(TermAllegationsOfficer); !ok || term.Evidence != Secondary || term.Note == "" {
		t.Errorf("the source of a term: %+v, %v", term, ok)
	}
	if Name(Scotland, "cy") != "Yr Alban" || Name(NorthernIreland, "en") != "Northern Ireland" || Name("x", "en") != "x" {
		t.Error("names of nations")
	}
}

func TestRule_isTheOneOfTheDay(t *testing.T) {
	ps := packs(t)
	on := func(code string, key RuleKey, day string) string {
		r, err := ps.For(code).Rule(key, day)
		if err != nil {
			return err.Error()
		}
		return r.EffectiveFrom
	}
	for _, c := range []struct{ code, day, want string }{
		{Scotland, "2024-07-15", "1992-01-15"},
		{Scotland, "2024-07-16", "2024-07-16"},
		{Wales, "2014-04-30", "2012-05-01"},
		{Wales, "2014-05-01", "2014-05-01"},
		{Wales, today, "2014-05-01"},
	} {
		if got := on(c.code, RuleUNCRCStatus, c.day); got != c.want {
			t.Errorf("%s on %s: the rule from %q, want %q", c.code, c.day, got, c.want)
		}
	}
	if _, err := ps.For(Scotland).Rule(RuleGuardianEligibility, "2023-03-31"); !errors.Is(err, ErrNoRule) {
		t.Errorf("the day before the duty began: %v", err)
	}
	if _, err := ps.For(Scotland).Rule(RuleGuardianEligibility, "2023-02-30"); err == nil || errors.Is(err, ErrNoRule) {
		t.Errorf("no such day: %v", err)
	}
	if _, err := (Pack{}).Rule(RuleRecordAge, today); !errors.Is(err, ErrNoRule) {
		t.Errorf("an empty pack: %v", err)
	}
	if h := ps.For(Scotland).History(RuleUNCRCStatus); len(h) != 2 || h[0].EffectiveTo != "2024-07-15" {
		t.Errorf("history: %d periods", len(h))
	}
}

func TestRule_whatThisProductLeansOn(t *testing.T) {
	ps := packs(t)
	value := func(code string, key RuleKey) Value {
		r, err := ps.For(code).Rule(key, today)
		if err != nil {
			t.Fatal(err)
		}
		return r.Value
	}
	keep := map[string][2]string{England: {"P75Y", "P15Y"}, Wales: {"P75Y", "P15Y"}, Scotland: {"P100Y", "P25Y"}, NorthernIreland: {"P75Y", "P15Y"}}
	for _, code := range Codes() {
		birth, death := value(code, RuleRetentionBirth), value(code, RuleRetentionDeath)
		if birth.Duration != keep[code][0] || birth.From != "birth" || death.Duration != keep[code][1] || death.From != "death" {
			t.Errorf("%s keeps %s from %s and %s from %s", code, birth.Duration, birth.From, death.Duration, death.From)
		}
		if v := value(code, RuleRecordAge); v.Number != 25 || v.Unit != "years" {
			t.Errorf("%s: a record is worked with to %d %s", code, v.Number, v.Unit)
		}
		if value(code, RuleChildConsent).Is() {
			t.Errorf("%s asks a child to consent to a referral", code)
		}
		absent := code == England || code == Wales
		if value(code, RuleGuardianMayBeAbsent).Is() != absent {
			t.Errorf("%s: a guardian may be absent is not %v", code, absent)
		}
		numbers := value(code, RuleEmergencyNumbers)
		if numbers.Rows[0][1].En != "999" || numbers.Rows[0][1].Cy != "999" {
			t.Errorf("%s: the first number is %q", code, numbers.Rows[0][1])
		}
	}
}

func TestValue_After(t *testing.T) {
	for _, c := range []struct{ duration, day, want string }{
		{"P75Y", "2010-02-28", "2085-02-28"},
		{"P75Y", "2008-02-29", "2083-03-01"},
		{"P1M", "2026-01-15", "2026-02-15"},
		{"P1Y2M3D", "2026-01-01", "2027-03-04"},
	} {
		if got, err := (Value{Type: TypeDuration, Duration: c.duration}).After(c.day); err != nil || got != c.want {
			t.Errorf("%s after %s: %q, %v; want %q", c.duration, c.day, got, err, c.want)
		}
	}
	if _, err := (Value{Type: TypeText}).After("2026-01-01"); err == nil {
		t.Error("a text is no duration")
	}
	if _, err := (Value{Duration: "P1Y"}).After("soon"); err == nil {
		t.Error("soon is no day")
	}
}

// A Welsh text that is the English one was never translated; names and numbers are the exception.
func TestPacks_welshIsWelsh(t *testing.T) {
	names := []string{"Guardianship Scotland", "Police Scotland", "Ofsted", "Birmingham", "Southwark", "Childline", "999", "101", "0800 1111", "08000 121 700"}
	for _, code := range Codes() {
		p := packs(t).For(code)
		check := func(where string, text Text) {
			if text.En == text.Cy && !slices.Contains(names, text.En) {
				t.Errorf("%s, %s: %q in both languages", code, where, text.En)
			}
			if strings.ContainsAny(text.En+text.Cy, "'<>&") {
				t.Errorf("%s, %s: straight apostrophe or markup in %q / %q", code, where, text.En, text.Cy)
			}
		}
		for _, key := range TermKeys() {
			term, _ := p.TermSource(key)
			check(string(key), term.Text)
		}
		for _, key := range RuleKeys() {
			for _, r := range p.History(key) {
				if r.Value.Type == TypeText {
					check(string(key), r.Value.Text)
				}
				for _, x := range slices.Concat(append([][]Text{r.Value.List, r.Value.Columns}, r.Value.Rows...)...) {
					check(string(key), x)
				}
			}
		}
	}
}
