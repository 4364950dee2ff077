package inspection_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/inspection"
	"stablefutures/internal/nation"
	"stablefutures/internal/problem"
)

func TestBuiltIn_sayWhereTheyComeFrom(t *testing.T) {
	nations := map[string]bool{}
	for _, f := range inspection.BuiltIn() {
		nations[f.Nation] = true
		if len(f.Sources) == 0 || len(f.NotRead) == 0 || len(f.Facts) == 0 {
			t.Errorf("%s does not say where it comes from, and what was not read", f.ID)
		}
	}
	if len(nations) != len(nation.Codes()) {
		t.Errorf("frameworks of %v", nations)
	}
	for id, graded := range map[string]bool{"england-ilacs-2026": true, "england-self-evaluation": false, "scotland-quality-framework": true, "wales-performance-review": false, "northern-ireland-joint": false} {
		i := slices.IndexFunc(inspection.BuiltIn(), func(f inspection.Framework) bool { return f.ID == id })
		if i < 0 || (inspection.BuiltIn()[i].Scale != nil) != graded {
			t.Errorf("%s is not there, or is graded otherwise than its inspectorate grades", id)
		}
	}
}

func builtInFile(t *testing.T) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("frameworks", "england-ilacs-2026.json"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// changed gives a built-in file with one thing in it changed.
func changed(t *testing.T, change func(map[string]any)) []byte {
	t.Helper()
	var d map[string]any
	if err := json.Unmarshal(builtInFile(t), &d); err != nil {
		t.Fatal(err)
	}
	change(d)
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func heading(d map[string]any) map[string]any { return d["headings"].([]any)[0].(map[string]any) }

func TestReadFramework_takesNothingOnTrust(t *testing.T) {
	if _, err := inspection.ReadFramework(builtInFile(t)); err != nil {
		t.Fatal(err)
	}
	for what, file := range map[string][]byte{
		"no JSON":             []byte("<html>"),
		"nothing":             nil,
		"two documents":       append(builtInFile(t), []byte("{}")...),
		"too large":           bytes.Repeat([]byte(" "), inspection.MaxFramework+1),
		"bad bytes":           {'{', 0xff, '}'},
		"an unknown field":    changed(t, func(d map[string]any) { d["weight"] = 3 }),
		"another format":      changed(t, func(d map[string]any) { d["format"] = "other/1" }),
		"an id with a path":   changed(t, func(d map[string]any) { d["id"] = "../england" }),
		"no nation":           changed(t, func(d map[string]any) { d["nation"] = "france" }),
		"ends before it does": changed(t, func(d map[string]any) { d["to"] = "2020-01-01" }),
		"no headings":         changed(t, func(d map[string]any) { d["headings"] = []any{} }),
		"a heading twice":     changed(t, func(d map[string]any) { d["headings"] = append(d["headings"].([]any), heading(d)) }),
		"an unknown topic":    changed(t, func(d map[string]any) { heading(d)["takes"] = []string{"gossip"} }),
		"turned-around text":  changed(t, func(d map[string]any) { heading(d)["text"] = "abc \u202e def" }),
		"a long heading":      changed(t, func(d map[string]any) { heading(d)["text"] = strings.Repeat("x", 301) }),
		"a fact of nowhere":   changed(t, func(d map[string]any) { d["facts"].([]any)[0].(map[string]any)["source"] = 9 }),
		"a script address":    changed(t, func(d map[string]any) { d["sources"].([]any)[0].(map[string]any)["url"] = "javascript:alert(1)" }),
		"a quote in one":      changed(t, func(d map[string]any) { d["sources"].([]any)[0].(map[string]any)["url"] = `https://x"onclick=` }),
		"no day of reading":   changed(t, func(d map[string]any) { d["sources"].([]any)[0].(map[string]any)["read"] = "yesterday" }),
	} {
		if _, err := inspection.ReadFramework(file); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// The framework of 2027 comes as a file: no program is changed for it.
func TestLoad_aFrameworkThatIsNotThereYet(t *testing.T) {
	each(t, func(w *world) {
		ctx := w.Context()
		next := changed(w.T, func(d map[string]any) { d["id"], d["from"], d["scale"] = "england-2027", "2027-04-01", nil })
		f, err := w.in.Load(ctx, w.lead, next)
		w.must(err)
		if !f.Loaded() || f.Scale != nil {
			w.Errorf("%+v", f)
		}
		_, err = w.in.Load(ctx, w.lead, next)
		w.must(err)
		list, err := w.in.Frameworks(ctx, w.analyst)
		w.must(err)
		if len(list) != len(inspection.BuiltIn())+1 {
			w.Errorf("%d frameworks after the same file was loaded twice", len(list))
		}
		id := w.pack()
		w.must(w.in.LayUnder(ctx, w.lead, id, w.last(id).Version.ID, "england-2027"))

		better := changed(w.T, func(d map[string]any) {
			d["id"], d["from"] = "england-2027", "2027-04-01"
			heading(d)["text"] = "Worded anew"
		})
		_, err = w.in.Load(ctx, w.lead, better)
		w.must(err)
		now, err := w.in.Framework(ctx, w.lead, "england-2027")
		w.must(err)
		if now.Headings[0].Text != "Worded anew" || w.last(id).Content.Under["england-2027"].Framework.Headings[0].Text == "Worded anew" {
			w.Error("the file loaded last does not hold, or changed a pack that was made with the one before")
		}

		if _, err := w.in.Load(ctx, w.analyst, next); !problem.Is(err, problem.Forbidden) {
			w.Errorf("an analyst loads a framework: %v", err)
		}
		if _, err := w.in.Framework(ctx, w.stranger, "england-2027"); !problem.Is(err, problem.NotFound) {
			w.Errorf("another organisation’s framework: %v", err)
		}
	})
}
