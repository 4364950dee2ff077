package handover_test

import (
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// crosswalk lets the steward put the home of the checklist beside the housing of the adult set.
func (w *world) crosswalk(links ...framework.Link) (adult *framework.Edition) {
	w.Helper()
	adult, _ = framework.BySet(framework.SetMSCOS)
	steward := w.tam
	steward.Roles = []permit.Role{permit.Steward}
	_, err := w.frameworks.SaveCrosswalk(w.Context(), steward, w.ed.ID, adult.ID, "Wendmoor Council", framework.UsesOrganisation, links)
	w.must(err)
	return adult
}

// grown makes Selam an adult whose age is settled.
func (w *world) grown() {
	w.Helper()
	p, err := w.records.Person(w.Context(), w.tam, w.selam)
	w.must(err)
	profile := p.Profile
	profile.Birth.Day, profile.Birth.Accuracy = "2000-01-01", record.Documented
	w.must(w.records.UpdateProfile(w.Context(), w.tam, w.selam, p.Revision, profile))
}

func TestPicture_earlierWordsStandBesideALaterEdition(t *testing.T) {
	eachWorld(t, func(w *world) {
		both := answers(w.home, said("not_there", "ገዛ"))
		both.Answers[w.college] = said("some_of_it", "")
		w.hold("ti", both)
		adult := w.crosswalk(framework.Link{From: w.home, To: "C1", Relation: framework.Narrower, Note: "a home is more"},
			framework.Link{From: w.college, To: "C7", Relation: framework.NoRelation})
		if p := w.picture(false); len(p.Beside) > 0 || len(p.Earlier) > 0 {
			t.Errorf("an edition for adults is offered for a child: %v", p.Beside)
		}
		w.grown()
		now := w.picture(false)
		if now.Edition.ID != w.ed.ID || len(now.Beside) != 1 || now.Beside[0].ID != adult.ID || len(now.Earlier) > 0 {
			t.Fatalf("shown under %s, beside %v", now.Edition.ID, now.Beside)
		}
		later, err := w.Picture(w.Context(), w.tam, w.selam, adult.ID, false)
		w.must(err)
		if later.Edition.ID != adult.ID || len(later.Others) != 1 || later.Others[0].ID != w.ed.ID || len(later.Beside) > 0 {
			t.Fatalf("shown under %s, others %v", later.Edition.ID, later.Others)
		}
		e := later.Earlier["C1"]
		if len(e) != 1 || e[0].Said.Answer.Words.Text != "ገዛ" || e[0].Edition.ID != w.ed.ID || e[0].Item.Code != w.home ||
			e[0].Relation != framework.Narrower || e[0].Maker != "Wendmoor Council" || e[0].Note != "a home is more" {
			t.Errorf("beside housing: %+v", e)
		}
		if len(later.Earlier["C7"]) > 0 {
			t.Error("two that do not belong together were put together")
		}
		// never an answer: nothing is said under the later edition, no path, nothing that matters
		if o := find(later, "C1"); o.Young != nil || len(o.Path) > 0 || o.Matters || o.Differ {
			t.Errorf("earlier words became an answer: %+v", o)
		}
		young, err := w.Picture(w.Context(), w.tam, w.selam, adult.ID, true)
		w.must(err)
		if young.Edition.ID != w.ed.ID || len(young.Earlier) > 0 {
			t.Error("the young person's own reading shows somebody's crosswalk")
		}
	})
}
