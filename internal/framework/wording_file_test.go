package framework_test

import (
	"bytes"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func TestWordingFile_travelsAndWaitsForAYes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		ctx := t.Context()
		lent := map[string]string{}
		w.UseDrawings(func(name string) string { return lent[name] }, func(name, strokes string) { lent[name] = strokes })
		if _, err := w.ExportWording(ctx, w.steward, w.checklist, "en", false); !problem.Is(err, problem.NotFound) {
			t.Errorf("nothing to export: %v", err)
		}
		ball, err := w.AddDrawing(ctx, w.steward, []byte(svgHead+`<circle cx="24" cy="24" r="16"/></svg>`), "A ball")
		must(t, err)
		v, err := w.ChangeDraft(ctx, w.steward, w.checklist, "en", func(c *framework.Changes) {
			c.Say("card/B2/ask", "Do you like it there?")
			c.Show("card/G7", ball.Name)
		})
		must(t, err)
		w.use(t, v)
		file, err := w.ExportWording(ctx, w.steward, w.checklist, "en", false)
		must(t, err)
		back, err := w.Back(ctx, w.steward, w.checklist, "en", "")
		must(t, err)
		_, err = w.ImportWording(ctx, w.steward, file)
		asks(t, err, "", "framework.wording.draft_open")
		w.now = w.now.Add(1e9)
		w.use(t, back)
		came, err := w.ImportWording(ctx, w.steward, file)
		must(t, err)
		if came.Digest() != v.Digest() || came.State != framework.VersionDraft || ask(w.pack(t, "en"), "B2") == "Do you like it there?" {
			t.Errorf("%+v", came)
		}
		must(t, w.PutAway(ctx, w.steward, came.ID, came.Digest()))
		for bad, key := range map[string]string{
			"{}": "framework.wording.file", "nonsense": "framework.wording.file",
			strings.Replace(string(file), `"what"`, `"who"`, 1):                                 "framework.wording.file",
			strings.Replace(string(file), w.checklist.ID, "another-edition", 1):                 "framework.wording.other_edition",
			strings.Replace(string(file), `r=\"16\"`, `r=\"16\" onclick=\"x\"`, 1):              "framework.drawing.attribute",
			strings.Replace(string(file), `r=\"16\"`, `r=\"15\"`, 1):                            "framework.wording.no_drawing",
			strings.Replace(string(file), "Do you like it there?", "Do you like it, {who}?", 1): "problem.invalid",
		} {
			if bad == string(file) {
				t.Fatal("nothing was spoilt")
			}
			if _, err := w.ImportWording(ctx, w.steward, []byte(bad)); problem.KeyOf(err) != key {
				t.Errorf("%s: %v", key, err)
			}
		}
		if _, err := w.ImportWording(ctx, w.worker, file); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner brought it: %v", err)
		}
	})
}

func FuzzImportWording(f *testing.F) {
	f.Add([]byte(`{"format":"stable-futures/wording-file/1","number":1,"what":"x","group":"","changes":{"format":"stable-futures/wording-changes/1","edition":"rights-checklist-2026-11","lang":"en","texts":{"card/B2/ask":{"text":"Do you like it?"}}}}`))
	w := newWorded(f, testkit.SQLite(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		v, err := w.ImportWording(t.Context(), w.steward, file)
		if err != nil {
			if problem.KindOf(err) == problem.Internal {
				t.Fatalf("%q: %v", file, err)
			}
			return
		}
		must(t, w.PutAway(t.Context(), w.steward, v.ID, v.Digest()))
		if bytes.Contains(file, []byte("in_use")) && v.State != framework.VersionDraft {
			t.Fatal("a file came into use")
		}
	})
}
