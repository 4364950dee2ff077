package policy_test

import (
	"encoding/json"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

// TestTemplate_ofTheirOwn holds that a template can be loaded, used by its organisation alone, and that an appraisal keeps the one
// it was begun with.
func TestTemplate_ofTheirOwn(t *testing.T) {
	each(t, func(w *world) {
		ctx, own, id := w.Context(), db.NewID(), db.NewID()
		ours := nation.AppraisalTemplates()[2]
		ours.Code, ours.Title = "ours", nation.Text{En: "As we do it", Cy: "Fel yr ydym ni"}
		file, err := json.Marshal(ours)
		w.must(err)
		w.must(w.policy.LoadTemplate(ctx, w.analyst, own, file))
		w.must(w.policy.LoadTemplate(ctx, w.analyst, own, file)) // sent twice
		list, err := w.policy.Templates(ctx, w.worker, "wales")
		w.must(err)
		if len(list) != 4 || list[0].Code != "wales-cria" || list[3].Name != own || list[3].Title.En != "As we do it" {
			t.Errorf("%d templates, the first is %s", len(list), list[0].Code)
		}
		b := policy.Beginning{Title: "x", Nation: "wales", Template: own}
		w.must(w.policy.BeginAppraisal(ctx, w.analyst, id, b))
		if a := w.appraisal(id); a.Template.Code != "ours" {
			t.Errorf("begun with %s", a.Template.Code)
		}
		if err := w.policy.BeginAppraisal(ctx, w.stranger, db.NewID(), b); !problem.Is(err, problem.Invalid) {
			t.Errorf("somebody elsewhere uses it: %v", err)
		}
		if err := w.policy.LoadTemplate(ctx, w.worker, db.NewID(), file); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner loads one: %v", err)
		}
		for name, bad := range map[string][]byte{"nothing": nil, "another": []byte(`{"format":"x"}`), "twice": append(file, file...)} {
			if err := w.policy.LoadTemplate(ctx, w.analyst, db.NewID(), bad); problem.KeyOf(err) != "appraisal.no_template" {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
