package policy_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

func TestBriefingTemplates_shipped(t *testing.T) {
	list := policy.ShippedBriefingTemplates()
	if len(list) != 8 {
		t.Fatalf("%d templates", len(list))
	}
	for _, one := range list {
		if one.Hash() == "" || len(one.NotGiven) < 4 || len(one.NotRead) == 0 {
			t.Errorf("%s is not whole", one.ID)
		}
		for _, s := range one.Sections {
			if _, lang := s.Heading.In("cy"); lang != "cy" {
				t.Errorf("%s, %s has no Welsh heading", one.ID, s.Code)
			}
		}
	}
}

// TestBriefingTemplates_hostile holds that a file is refused for each thing that is wrong with it.
func TestBriefingTemplates_hostile(t *testing.T) {
	good, err := os.ReadFile("briefings/inspectorate.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := policy.ReadBriefingTemplate(good); err != nil {
		t.Fatal(err)
	}
	change := func(f func(map[string]any)) []byte {
		var m map[string]any
		if err := json.Unmarshal(good, &m); err != nil {
			t.Fatal(err)
		}
		f(m)
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	section := func(m map[string]any) map[string]any { return m["sections"].([]any)[0].(map[string]any) }
	for name, file := range map[string][]byte{
		"no JSON":             []byte("{"),
		"two documents":       append(append([]byte{}, good...), good...),
		"too large":           []byte(strings.Repeat(" ", policy.MaxBriefingTemplate+1)),
		"no text":             {0xff, 0xfe},
		"another format":      change(func(m map[string]any) { m["format"] = "x" }),
		"an unknown field":    change(func(m map[string]any) { m["script"] = "x" }),
		"a path as id":        change(func(m map[string]any) { m["id"] = "../../etc" }),
		"no English":          change(func(m map[string]any) { m["title"] = map[string]any{"cy": "x"} }),
		"a turned line":       change(func(m map[string]any) { m["ask"] = map[string]any{"en": "x\u202ey"} }),
		"two lines":           change(func(m map[string]any) { m["ask"] = map[string]any{"en": "x\ny"} }),
		"too long a line":     change(func(m map[string]any) { m["ask"] = map[string]any{"en": strings.Repeat("x", 601)} }),
		"a nation of nowhere": change(func(m map[string]any) { m["nations"] = []any{"mars"} }),
		"a day that is none":  change(func(m map[string]any) { m["version"] = "2026-02-30" }),
		"no end of words":     change(func(m map[string]any) { m["words"] = 1 << 30 }),
		"no sections":         change(func(m map[string]any) { m["sections"] = []any{} }),
		"a section twice":     change(func(m map[string]any) { m["sections"] = append(m["sections"].([]any), section(m)) }),
		"an unknown piece":    change(func(m map[string]any) { section(m)["takes"] = []any{"score"} }),
		"nothing withheld":    change(func(m map[string]any) { m["not_given"] = []any{} }),
		"no source":           change(func(m map[string]any) { m["sources"] = []any{} }),
		"an address to run":   change(func(m map[string]any) { m["sources"].([]any)[0].(map[string]any)["url"] = "javascript:alert(1)" }),
		"not read, no line":   change(func(m map[string]any) { m["not_read"] = []any{""} }),
	} {
		if _, err := policy.ReadBriefingTemplate(file); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBriefingTemplates_own(t *testing.T) {
	eachBrief(t, func(b *brief) {
		ctx := b.Context()
		good, err := os.ReadFile("briefings/inspectorate.json")
		b.must(err)
		own := []byte(strings.Replace(string(good), `"words": 900`, `"words": 300`, 1))
		id := db.NewID()
		b.must(b.policy.BeginBriefing(ctx, b.analyst, id, policy.BriefingDraft{Template: "inspectorate", Title: "A pilot", Reader: "Head of the inspectorate", Lang: "en"}))
		for range 2 {
			_, err = b.policy.LoadBriefingTemplate(ctx, b.analyst, own)
			b.must(err)
		}
		list, err := b.policy.BriefingTemplates(ctx, b.worker)
		if err != nil || len(list) != 8 {
			t.Fatalf("%v %d", err, len(list))
		}
		if one, err := b.policy.BriefingTemplate(ctx, b.worker, "inspectorate"); err != nil || one.Words != 300 || !one.Loaded() {
			t.Errorf("%v %+v", err, one)
		}
		if one, err := b.policy.BriefingTemplate(ctx, b.stranger, "inspectorate"); err != nil || one.Words != 900 {
			t.Errorf("another organisation's file: %v %+v", err, one)
		}
		_, err = b.policy.LoadBriefingTemplate(ctx, b.worker, own)
		b.is(err, problem.Forbidden, "a practitioner")
		b.is(b.policy.BeginBriefing(ctx, b.analyst, db.NewID(), policy.BriefingDraft{Template: "none", Title: "x", Reader: "y", Lang: "en"}), problem.Invalid, "a template that is not there")
	})
}
