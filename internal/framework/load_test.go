package framework

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

// Each fault is put into a copy of the real checklist; loading must refuse it and
// say where it is.
func TestLoadRefusesFaults(t *testing.T) {
	cases := []struct {
		name, file, old, new, want string
	}{
		{"a code twice", "items/art2.json", `"code": "F2"`, `"code": "F1"`, "F1"},
		{"a nation missing", "items/art12.json", `"wales"`, `"waels"`, "nothing is cited for wales"},
		{"a source that is not there", "items/art2.json", `"source": "uncrc"`, `"source": "uncrk"`, `no source "uncrk"`},
		{"force stronger than its source", "items/art2.json", `"force": "treaty, not directly enforceable"`, `"force": "law"`, "its force cannot be"},
		{"an unknown force", "items/art2.json", `"force": "law"`, `"force": "must"`, `no force "must"`},
		{"no pinpoint", "items/art2.json", `"pinpoint": "article 2"`, `"pinpoint": " "`, "no pinpoint"},
		{"read without a day", "items/art2.json", `"read_on": "2026-11-22"`, `"read_on": ""`, "needs read_on"},
		{"a day without reading", "items/art2.json", `"read": "excerpt"`, `"read": "not read"`, "so it has no read_on"},
		{"no picture", "items/art2.json", `"picture": "fairness"`, `"picture": ""`, "kebab-case"},
		{"a picture twice", "items/art2.json", `"picture": "ramp"`, `"picture": "fairness"`, "same picture"},
		{"an unknown field", "items/art2.json", `"picture": "ramp"`, `"pictur": "ramp"`, "unknown field"},
		{"the wrong principle", "items/art2.json", `"principle": "art2"`, `"principle": "art6"`, "art6"},
		{"a card missing", "cards/ar/art2.json", `"F1"`, `"F9"`, "ar F1"},
		{"a card for nothing", "cards/ar/art2.json", `"F1"`, `"F9"`, "which is no outcome"},
		{"a card twice", "cards/ti/art2.json", `"F2"`, `"F1"`, "twice"},
		{"an empty question", "cards/en/art12.json", `"simpler": "Do people ask what you think?"`, `"simpler": ""`, "needs name, ask, simpler and example"},
		{"a screen text missing", "cards/ti/common.json", `"stop.button"`, `"stop.buton"`, "stop.button is missing"},
		{"a screen text too many", "cards/ti/common.json", `"stop.button"`, `"stop.buton"`, "stop.buton is not in en"},
		{"a slot lost", "cards/ar/common.json", `إلى {who}`, `إلى`, "other slots"},
		{"an anchor missing", "cards/ar/common.json", `"not_there"`, `"not_here"`, "not_there"},
		{"an unknown status", "cards/ar/common.json", `"machine draft"`, `"good"`, `no status "good"`},
		{"a wrong direction", "cards/ar/common.json", `"rtl"`, `"right"`, "dir"},
		{"the wrong language", "cards/ar/common.json", `"lang": "ar"`, `"lang": "en"`, "lang is"},
		{"a nation without explanation", "cards/en/common.json", `"northern-ireland"`, `"ni"`, "explanation for northern-ireland"},
		{"totals that are not true", "edition.json", `"principles": 4`, `"principles": 5`, "but loaded"},
		{"a date that is none", "edition.json", `"date": "2026-11-22"`, `"date": "2026-22-11"`, "YYYY-MM-DD"},
		{"no permission", "edition.json", `"by": "Our own work`, `"by": "", "x": "`, "unknown field"},
		{"no use permitted", "edition.json", `"uses": "public"`, `"uses": "anybody"`, "permission.uses"},
		{"two values in a file", "edition.json", `{`, `{} {`, "something follows"},
		{"broken UTF-8", "items/art2.json", "fairness", "f\xffirness", "UTF-8"},
		{"an address that is no https", "sources-c1.json", `"url": "https://www.ohchr`, `"url": "http://www.ohchr`, "https"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := onDisk(t)
			if !bytes.Contains(f[c.file], []byte(c.old)) {
				t.Fatalf("%s has no %s any more: mend this test", c.file, c.old)
			}
			f[c.file] = bytes.Replace(f[c.file], []byte(c.old), []byte(c.new), 1)
			_, err := build(f, nil)
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error does not say %q:\n%v", c.want, err)
			}
		})
	}
}

// The program itself reads its editions without judging them, so here they are judged, and must come out the same.
func TestBuiltInEditionsKeepEveryRule(t *testing.T) {
	judged, err := loadBuiltIn(embedded, build)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range Editions() {
		plain := *e
		judged[i].checksum, plain.checksum = nil, nil // functions are never equal; what they work out is read from the rest
		if !reflect.DeepEqual(judged[i], &plain) {
			t.Errorf("edition %s is read differently when it is judged", e.ID)
		}
	}
}

func TestLoadRefusesMissingFiles(t *testing.T) {
	for _, name := range []string{"edition.json", "items/art12.json", "cards/ti/common.json", "cards/ar/art6.json", "sources-c1.json"} {
		f := onDisk(t)
		delete(f, name)
		if _, err := build(f, nil); err == nil {
			t.Errorf("an edition without %s was accepted", name)
		}
	}
}

func TestBuiltInEditions(t *testing.T) {
	want := map[string]struct{ loaded, expected Totals }{
		SetOfficial:    {Totals{}, Totals{4, 25, 86}},
		SetPlaceholder: {Totals{4, 25, 86}, Totals{4, 25, 86}},
		SetWhatMatters: {},
		SetMSCOS:       {Totals{1, 7, 0}, Totals{1, 7, 0}},
	}
	for set, w := range want {
		e, ok := BySet(set)
		if !ok {
			t.Fatalf("no set %s", set)
		}
		if e.Loaded() != w.loaded || e.Expected != w.expected {
			t.Errorf("%s: loaded %+v, expected %+v", set, e.Loaded(), e.Expected)
		}
		same, ok := ByID(e.ID)
		if !ok || same != e {
			t.Errorf("%s: not found by its id %s", set, e.ID)
		}
		for _, lang := range e.Languages {
			p, ok := e.Pack(lang)
			if !ok || p.Text("stop.button") == "stop.button" || len(p.Explanation("scotland")) != len(explainKeys) {
				t.Errorf("%s: screen texts in %s are not there", set, lang)
			}
		}
	}
	c, _ := BySet(SetChecklist)
	if got := c.Loaded(); got.Principles != 4 || got == (Totals{4, 25, 86}) || got.Outcomes == 25 || got.Indicators == 86 {
		t.Errorf("the checklist must not have the shape of the study: %+v", got)
	}
	if _, ok := BySet("nothing"); ok {
		t.Error("a set that is not here was found")
	}
	if official, _ := BySet(SetOfficial); official.Summary() != "0 of 25, 0 of 86: load your copy" {
		t.Errorf("the empty slot says %q", official.Summary())
	}
}

// Results under the checklist must never look like results under the study.
func TestChecklistNamesItsOwnLevels(t *testing.T) {
	e, _ := BySet(SetChecklist)
	for _, word := range []string{e.Levels.Outcome, e.Levels.Indicator} {
		if word == "outcome" || word == "indicator" {
			t.Errorf("the checklist calls a level %q", word)
		}
	}
	for _, it := range e.Items() {
		lower := strings.ToLower(it.Text)
		for _, bad := range []string{"csf", "outcome", "young people said", "young people told", "we said"} {
			if strings.Contains(lower, bad) {
				t.Errorf("%s speaks as if it were the study's: %q", it.Code, it.Text)
			}
		}
	}
}

func TestItemsAreInFixedOrder(t *testing.T) {
	for _, e := range Editions() {
		indicators := false
		for i, it := range e.Items() {
			if it.Kind == IndicatorItem {
				indicators = true
				if o, ok := e.Outcome(it.Outcome); !ok || o.Principle != it.Principle {
					t.Errorf("%s %s stands under no outcome", e.ID, it.Code)
				}
				if ind, ok := e.Indicator(it.Code); !ok || ind.Text != it.Text {
					t.Errorf("%s %s is not found by its code", e.ID, it.Code)
				}
			} else if indicators {
				t.Errorf("%s: outcome %s stands after an indicator", e.ID, it.Code)
			}
			if at, ok := e.Index(it.Code); !ok || at != i {
				t.Errorf("%s %s is at %d, not %d", e.ID, it.Code, at, i)
			}
		}
	}
	c, _ := BySet(SetChecklist)
	if first := c.Items()[0].Code; first != "F1" {
		t.Errorf("the checklist begins with %s", first)
	}
	if _, ok := c.Indicator("F1"); ok {
		t.Error("an outcome was found as an indicator")
	}
}

func TestText(t *testing.T) {
	e, _ := BySet(SetChecklist)
	en, _ := e.Pack("en")
	if got := en.Text("copy.for", "who", "Sample {date} Person"); got != "For Sample {date} Person" {
		t.Errorf("slot filled as %q", got)
	}
	if got := en.Text("no.such"); got != "no.such" {
		t.Errorf("an unknown key became %q", got)
	}
	ti, _ := e.Pack("ti")
	if ti.Trusted() || !en.Trusted() {
		t.Error("a machine draft is not to be trusted, the original is")
	}
	if got := en.Explanation("france"); got != nil {
		t.Errorf("an explanation for a fifth nation: %v", got)
	}
	if c, ok := en.Choice("not_today"); !ok || c.Key != "not_today" || c.Word == "" {
		t.Errorf("choice: %+v %v", c, ok)
	}
}

func TestGuardedTexts(t *testing.T) {
	e, _ := BySet(SetChecklist)
	en, _ := e.Pack("en")
	used := map[string]bool{}
	for _, key := range en.Keys() {
		for _, prefix := range guarded {
			if strings.HasPrefix(key, prefix) {
				used[prefix] = true
			}
		}
	}
	for _, prefix := range guarded {
		if !used[prefix] {
			t.Errorf("no text begins with %s any more", prefix)
		}
	}
	for key, want := range map[string]bool{"stop.button": true, "safe.danger": true, "explain.go_on": true, "copy.readers": true, "card.next": false, "copy.title": false} {
		if Guarded(key) != want {
			t.Errorf("Guarded(%s) is not %v", key, want)
		}
	}
}

func FuzzDecodeStrict(f *testing.F) {
	for _, s := range []string{`{"a":{"name":"x"}}`, `{"a":1,"a":2}`, `[`, `{"a":{"b":[{},[]]}}`, "null", `{"a":{"name":"x","name":"y"}}`, "\xff", `{} {}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var cards map[string]Card
		if decodeStrict(b, &cards) != nil {
			return
		}
		// What was accepted says the same when it is written and read again.
		again, err := indented(cards)
		if err != nil {
			t.Fatal(err)
		}
		var second map[string]Card
		if err := decodeStrict(again, &second); err != nil {
			t.Fatalf("read again: %v", err)
		}
		if len(cards) != len(second) {
			t.Fatalf("%d cards became %d", len(cards), len(second))
		}
	})
}

func FuzzBuildEdition(f *testing.F) {
	f.Add([]byte(`{"id":"x","set":"y","principles":[{"code":"art2"}],"languages":["en"]}`), []byte(`{"principle":"art2","outcomes":[{"code":"F1"}]}`), []byte(`{}`))
	f.Add([]byte(`{"languages":["en","en"]}`), []byte(`null`), []byte(`{"lang":"en"}`))
	f.Fuzz(func(t *testing.T, edition, items, common []byte) {
		// Whatever a steward uploads, the loader answers and never panics.
		_, _ = build(files{
			"edition.json": edition, "items/art2.json": items, "cards/en/common.json": common, "cards/en/art2.json": items, "sources-x.json": common,
		}, func(string) (*Edition, bool) { return nil, false })
	})
}
