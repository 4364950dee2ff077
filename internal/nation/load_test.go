package nation

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func england(t testing.TB) []byte {
	t.Helper()
	data, err := packFiles.ReadFile("packs/england.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// changed gives the English pack with something in it changed.
func changed(t *testing.T, change func(f map[string]any)) []byte {
	t.Helper()
	var f map[string]any
	if err := json.Unmarshal(england(t), &f); err != nil {
		t.Fatal(err)
	}
	change(f)
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func ruleAt(f map[string]any, key string) map[string]any {
	for _, r := range f["rules"].([]any) {
		if r.(map[string]any)["key"] == key {
			return r.(map[string]any)
		}
	}
	panic("no rule " + key)
}

// again adds a copy of a rule with other days.
func again(f map[string]any, key, from, to string) {
	next := map[string]any{}
	for k, v := range ruleAt(f, key) {
		next[k] = v
	}
	next["effective_from"], next["effective_to"] = from, to
	f["rules"] = append(f["rules"].([]any), next)
}

func TestLoadFile_refusesAndSaysWhere(t *testing.T) {
	type file = map[string]any
	for _, c := range []struct {
		name, says string
		change     func(f file)
	}{
		{"format", "format", func(f file) { f["format"] = "other/1" }},
		{"nation", "not a nation", func(f file) { f["nation"] = "cornwall" }},
		{"version", "not a day", func(f file) { f["version"] = "2026-02-30" }},
		{"title", "title", func(f file) { f["title"] = file{"en": "x", "cy": " "} }},
		{"unknown field", "unknown field", func(f file) { f["script"] = "x" }},
		{"unknown field in a rule", "unknown field", func(f file) { ruleAt(f, "record_age")["weight"] = 3 }},
		{"unknown term", `unknown term "boss"`, func(f file) { f["terms"].(file)["boss"] = file{"en": "a", "cy": "b", "evidence": "U"} }},
		{"missing term", `term "police" is missing`, func(f file) { delete(f["terms"].(file), "police") }},
		{"term without Welsh", `term "police"`, func(f file) { f["terms"].(file)["police"] = file{"en": "police", "evidence": "P"} }},
		{"term without evidence", `term "police": evidence`, func(f file) { f["terms"].(file)["police"] = file{"en": "police", "cy": "heddlu"} }},
		{"unknown rule", `unknown rule "curfew"`, func(f file) { ruleAt(f, "record_age")["key"] = "curfew" }},
		{"missing rule", `"record_age" has no value`, func(f file) { ruleAt(f, "record_age")["effective_to"] = "2020-01-01" }},
		{"wrong type", `type "number"`, func(f file) { ruleAt(f, "record_age")["value"] = file{"type": "flag", "flag": true} }},
		{"two values in one", "nothing else", func(f file) { ruleAt(f, "record_age")["value"].(file)["flag"] = true }},
		{"number of nothing", "above zero", func(f file) { ruleAt(f, "record_age")["value"].(file)["number"] = -1 }},
		{"unit", "above zero", func(f file) { ruleAt(f, "record_age")["value"].(file)["unit"] = "moons" }},
		{"number as text", "number", func(f file) { ruleAt(f, "record_age")["value"].(file)["number"] = "25" }},
		{"duration", "duration", func(f file) { ruleAt(f, "retention_birth")["value"].(file)["duration"] = "75 years" }},
		{"empty duration", "duration", func(f file) { ruleAt(f, "retention_birth")["value"].(file)["duration"] = "P" }},
		{"duration from", "birth or death", func(f file) { ruleAt(f, "retention_birth")["value"].(file)["from"] = "today" }},
		{"table row", "cells", func(f file) {
			v := ruleAt(f, "emergency_numbers")["value"].(file)
			v["rows"] = []any{[]any{file{"en": "a", "cy": "b"}}}
		}},
		{"source", `no source "rumour"`, func(f file) { ruleAt(f, "record_age")["source"] = "rumour" }},
		{"address", "web address", func(f file) { f["sources"].(file)["msa"].(file)["url"] = "javascript:alert(1)" }},
		{"address with a password", "web address", func(f file) { f["sources"].(file)["msa"].(file)["url"] = "https://a:b@example.org/" }},
		{"source without title", "must be filled", func(f file) { f["sources"].(file)["msa"].(file)["title"] = "" }},
		{"evidence", `evidence "A"`, func(f file) { ruleAt(f, "record_age")["evidence"] = "A" }},
		{"primary without address", "needs a source with an address", func(f file) { ruleAt(f, "record_age")["evidence"] = "P" }},
		{"read day", "read_on", func(f file) { ruleAt(f, "record_age")["read_on"] = "yesterday" }},
		{"read in the future", "after the pack", func(f file) { ruleAt(f, "record_age")["checked_on"] = "2031-01-01" }},
		{"effective day", "must be days", func(f file) { ruleAt(f, "record_age")["effective_from"] = "2026" }},
		{"ends before it begins", "before it begins", func(f file) {
			ruleAt(f, "record_age")["effective_from"], ruleAt(f, "record_age")["effective_to"] = "2027-01-02", "2027-01-01"
		}},
		{"nations without this one", `do not hold "england"`, func(f file) { ruleAt(f, "record_age")["nations"] = []any{"wales"} }},
		{"nations unknown", `"mars" is not a nation`, func(f file) { ruleAt(f, "record_age")["nations"] = []any{"england", "mars"} }},
		{"direction override", "control character", func(f file) {
			ruleAt(f, "health_identifier")["value"] = file{"type": "text", "text": file{"en": "a\u202eb", "cy": "c"}}
		}},
		{"overlong", "longer than", func(f file) {
			ruleAt(f, "health_identifier")["value"] = file{"type": "text", "text": file{"en": strings.Repeat("a", 5000), "cy": "c"}}
		}},
		{"overlap, both open", "two values", func(f file) { again(f, "record_age", "", "") }},
		{"overlap by a day", "two values", func(f file) {
			ruleAt(f, "record_age")["effective_to"] = "2027-01-01"
			again(f, "record_age", "2027-01-01", "")
		}},
		{"overlap inside", "two values", func(f file) { again(f, "record_age", "2030-01-01", "2030-12-31") }},
	} {
		_, err := LoadFile(changed(t, c.change))
		if err == nil {
			t.Errorf("%s: taken", c.name)
		} else if !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "read nation pack: ") {
			t.Errorf("%s: %q does not say %q", c.name, err, c.says)
		}
	}
}

func TestLoadFile_refusesBadBytes(t *testing.T) {
	good := string(england(t))
	for _, c := range []struct{ name, says, data string }{
		{"nothing", "EOF", ""},
		{"no object", "cannot unmarshal", "[]"},
		{"cut off", "EOF", good[:len(good)/2]},
		{"more after", "after the end", good + "{}"},
		{"not UTF-8", "UTF-8", strings.Replace(good, "England", "Engl\xffnd", 1)},
		{"twice", `"nation" is given twice`, strings.Replace(good, `"nation": "england"`, `"nation": "england", "nation": "england"`, 1)},
		{"twice, Case", `"Nation" is given twice`, strings.Replace(good, `"nation": "england"`, `"nation": "england", "Nation": "england"`, 1)},
		{"nested lists", "nested too deeply", strings.Repeat("[", 5000)},
		{"nested objects", "nested too deeply", `{"format":` + strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 51)},
		{"too large", "larger than", good + strings.Repeat(" ", MostBytes)},
	} {
		if _, err := LoadFile([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v does not say %q", c.name, err, c.says)
		}
	}
}

func TestWith_onlyANewerPack(t *testing.T) {
	ps := packs(t)
	load := func(version string) Pack {
		p, err := LoadFile(changed(t, func(f map[string]any) {
			f["version"] = version
			ruleAt(f, "record_age")["effective_to"] = "2027-03-31"
			again(f, "record_age", "2027-04-01", "")
			ruleAt(f, "record_age")["value"] = map[string]any{"type": "number", "number": 24, "unit": "years"}
		}))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	newer, err := ps.With(load("2027-01-05"))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]int{"2027-03-31": 24, "2027-04-01": 25} {
		if r, err := newer.For(England).Rule(RuleRecordAge, day); err != nil || r.Value.Number != want {
			t.Errorf("on %s: %d, %v", day, r.Value.Number, err)
		}
	}
	if r, _ := ps.For(England).Rule(RuleRecordAge, "2027-03-31"); r.Value.Number != 25 {
		t.Error("the packs it came from changed")
	}
	if newer.For(Wales).Version() != ps.For(Wales).Version() {
		t.Error("another nation changed")
	}
	for _, old := range []string{"2026-11-28"} {
		if _, err := ps.With(load(old)); err == nil {
			t.Errorf("version %s took the place of the same", old)
		}
	}
	if _, err := ps.With(Pack{}); err == nil {
		t.Error("an empty pack was taken")
	}
}

func FuzzLoadFile(f *testing.F) {
	f.Add(england(f))
	f.Add([]byte(`{"format":"stablefutures-nation-pack/1","nation":"wales","version":"2026-11-22","title":{"en":"a","cy":"b"},"terms":{},"rules":[]}`))
	f.Add([]byte(fmt.Sprintf(`{"sources":{"a":{"url":%q}}}`, "http://[::1")))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := LoadFile(data)
		if err != nil {
			if p.Nation() != "" {
				t.Error("an error, and a pack besides")
			}
			return
		}
		for _, key := range TermKeys() {
			if strings.TrimSpace(p.Term(key, "cy")) == "" {
				t.Errorf("term %s is empty", key)
			}
		}
		for _, key := range RuleKeys() {
			if _, err := p.Rule(key, p.Version()); err != nil {
				t.Error(err)
			}
		}
	})
}
