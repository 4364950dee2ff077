package nation

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// TestAppraisalTemplates_eachNationHasOne holds that every nation is offered one, that the parts the product has are all in it,
// and that whatever is marked P was read somewhere that has an address.
func TestAppraisalTemplates_eachNationHasOne(t *testing.T) {
	offered := map[string]int{}
	for _, one := range AppraisalTemplates() {
		for _, n := range one.Nations {
			offered[n]++
		}
		parts := map[string]bool{}
		for _, stage := range one.Stages {
			for _, s := range stage.Sections {
				parts[s.Part] = true
				source := one.Sources[s.SourceID]
				if s.Evidence == Primary && (source.URL == "" || source.Read == NotRead) {
					t.Errorf("%s: %s is marked P, and nobody read it", one.Code, s.Code)
				}
				for _, text := range []Text{s.Title, s.Guidance} {
					if text.En == text.Cy {
						t.Errorf("%s: %s is not in Welsh: %q", one.Code, s.Code, text.En)
					}
				}
			}
		}
		if !parts[PartSummaries] {
			t.Errorf("%s tells young people nothing", one.Code)
		}
	}
	for _, n := range Codes() {
		if offered[n] == 0 {
			t.Errorf("%s has no template", n)
		}
	}
	scotland, wales := AppraisalTemplates()[0], AppraisalTemplates()[1]
	if len(scotland.Stages) != 2 || !scotland.Stages[0].Screening || scotland.Stages[1].Screening {
		t.Error("Scotland has two stages, of which the first is a first look")
	}
	if n := strings.Count(titles(wales), "Step "); n < 6 {
		t.Errorf("Wales has %d steps", n)
	}
}

func titles(one AppraisalTemplate) string {
	var b strings.Builder
	for _, stage := range one.Stages {
		for _, s := range stage.Sections {
			b.WriteString(s.Title.En + "\n")
		}
	}
	return b.String()
}

// templateFile gives the template for everybody with something in it changed.
func templateFile(t testing.TB, change func(f map[string]any)) []byte {
	t.Helper()
	data, err := appraisalFiles.ReadFile("appraisals/generic-cria.json")
	if err != nil {
		t.Fatal(err)
	}
	var f map[string]any
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	change(f)
	if data, err = json.Marshal(f); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLoadAppraisalTemplate_refusesAndSaysWhere(t *testing.T) {
	type file = map[string]any
	stage := func(f file, n int) file { return f["stages"].([]any)[n].(file) }
	section := func(f file, n, m int) file { return stage(f, n)["sections"].([]any)[m].(file) }
	question := func(f file) file { return section(f, 0, 0)["questions"].([]any)[0].(file) }
	for _, c := range []struct {
		says   string
		change func(f file)
	}{
		{"format", func(f file) { f["format"] = "other/1" }},
		{"unknown field", func(f file) { f["weight"] = 3 }},
		{"code must be", func(f file) { f["code"] = "../../etc" }},
		{"version a day", func(f file) { f["version"] = "soon" }},
		{"not a nation", func(f file) { f["nations"] = []any{"cornwall"} }},
		{"empty", func(f file) { f["title"] = file{"en": " ", "cy": ""} }},
		{"control", func(f file) { f["about"] = file{"en": "a\u202eb", "cy": "x"} }},
		{"web address", func(f file) { f["sources"].(file)["unicef"].(file)["url"] = "javascript:alert(1)" }},
		{"read must be", func(f file) { f["sources"].(file)["unicef"].(file)["read"] = "perhaps" }},
		{"one to three stages", func(f file) { f["stages"] = []any{} }},
		{"a full stage", func(f file) { f["stages"] = f["stages"].([]any)[:1] }},
		{"wrong stage", func(f file) { stage(f, 0)["screening"] = false }},
		{"part screening", func(f file) { stage(f, 0)["sections"] = stage(f, 0)["sections"].([]any)[:2] }},
		{"wrong stage", func(f file) { stage(f, 1)["screening"] = true }},
		{"stand once", func(f file) { stage(f, 1)["code"] = "screen" }},
		{"stand once", func(f file) { section(f, 0, 1)["code"] = "what" }},
		{"no source", func(f file) { section(f, 0, 0)["source"] = "nobody" }},
		{"evidence", func(f file) { section(f, 0, 0)["evidence"] = "X" }},
		{"the part", func(f file) { section(f, 1, 0)["part"] = "score" }},
		{"a section has", func(f file) { section(f, 0, 0)["questions"] = []any{} }},
		{"stand once", func(f file) { question(f)["code"] = "A b" }},
		{"empty", func(f file) { question(f)["ask"] = file{} }},
		{"larger than", func(f file) { f["about"] = file{"en": strings.Repeat("a", MostAppraisalBytes), "cy": "x"} }},
	} {
		if _, err := LoadAppraisalTemplate(templateFile(t, c.change)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v does not say %q", err, c.says)
		}
	}
	good := templateFile(t, func(map[string]any) {})
	for name, bad := range map[string][]byte{"nothing": nil, "two": append(bytes.Clone(good), good...), "twice": []byte(`{"format":"x","Format":"y"}`), "no text": {0xff, 0xfe}, "deep": []byte(strings.Repeat("[", 5000))} {
		if _, err := LoadAppraisalTemplate(bad); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	one, err := LoadAppraisalTemplate(templateFile(t, func(f file) { f["title"] = file{"en": "Ours", "cy": ""} }))
	if err != nil || one.Title.In("cy") != "Ours" {
		t.Errorf("a template in English alone: %v, %+v", err, one.Title)
	}
}

// FuzzLoadAppraisalTemplate holds that no file breaks the reader.
func FuzzLoadAppraisalTemplate(f *testing.F) {
	f.Add([]byte(`{"format":"stablefutures-appraisal-template/1","stages":[null]}`))
	f.Add(templateFile(f, func(map[string]any) {}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if one, err := LoadAppraisalTemplate(data); err == nil && (len(one.Stages) == 0 || one.Title.En == "") {
			t.Errorf("%+v", one)
		}
	})
}
