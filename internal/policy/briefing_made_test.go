package policy_test

import (
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// TestBriefing_citesWhatWasMade: a signed appraisal and an evaluation stand in a briefing as they were cited; a draft cannot.
func TestBriefing_citesWhatWasMade(t *testing.T) {
	each(t, func(w *world) {
		ctx, l := w.Context(), i18n.For("en")
		draft, signed := w.begun("generic-cria"), w.begun("generic-cria")
		w.fill(signed, w.analyst)
		w.must(w.policy.Say(ctx, w.analyst, signed, policy.PartScreening, "", policy.Screening{Full: "yes", Why: "It touches school"}))
		w.must(w.policy.Send(ctx, w.analyst, signed))
		w.must(w.policy.Sign(ctx, w.lead, signed, w.appraisal(signed).Hash(), "Head of service", "2030-01-01"))
		found := w.evaluated(w.locked(planOver(w.bring("", quarters(24, 14)))))
		small := w.evaluated(w.locked(planOver(w.bring("", quarters(15, 14)))))

		id := db.NewID()
		w.must(w.policy.BeginBriefing(ctx, w.analyst, id, policy.BriefingDraft{Template: "education-department", Title: "School places", Reader: "A unit", Lang: "en"}))
		material, err := w.policy.MaterialForBriefing(ctx, w.analyst, l)
		w.must(err)
		if len(material.Appraisals) != 1 || material.Appraisals[0].ID != signed || len(material.Evaluations) != 2 {
			t.Fatalf("offered: %+v, %+v", material.Appraisals, material.Evaluations)
		}
		put := func(kind policy.PieceKind, of string) error {
			b, f, err := w.policy.Briefing(ctx, w.analyst, id, l)
			w.must(err)
			for _, s := range f.Template.Sections {
				for _, k := range s.Takes {
					if k == kind {
						return w.policy.PutPiece(ctx, w.analyst, id, b.Revision, policy.Piece{ID: db.NewID(), Section: s.Code, Kind: kind, Of: of})
					}
				}
			}
			t.Fatalf("no section takes %s", kind)
			return nil
		}
		for kind, of := range map[policy.PieceKind]string{policy.PieceAppraisal: draft, policy.PieceEvaluation: signed} {
			if err := put(kind, of); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s that is not there, or not signed, is cited: %v", kind, err)
			}
		}
		w.must(put(policy.PieceAppraisal, signed))
		w.must(put(policy.PieceEvaluation, found.ID))
		w.must(put(policy.PieceEvaluation, small.ID))
		b, _, err := w.policy.Briefing(ctx, w.analyst, id, l)
		w.must(err)
		b.Draft.Short, b.Draft.Unknown = "Places come late.", "How many wait."
		w.must(w.policy.WriteBriefing(ctx, w.analyst, id, b.Revision, b.Draft))
		b, _, err = w.policy.Briefing(ctx, w.analyst, id, l)
		w.must(err)
		w.must(w.policy.MakeVersion(ctx, w.analyst, id, db.NewID(), b.Revision))
		_, _, f, err := w.policy.Version(ctx, w.analyst, id, 1, l)
		w.must(err)
		if len(f.Gone) > 0 || len(f.Appraisals) != 1 || len(f.Evaluations) != 2 {
			t.Fatalf("the version has lost %v", f.Gone)
		}
		for piece, a := range f.Appraisals {
			if f.Cites[piece].Hash != w.appraisal(signed).Hash() {
				t.Error("an appraisal is not cited by what was signed")
			}
			text := textOf(w, a.InShort(l))
			for _, want := range []string{"Lessons at home meanwhile", "waiting was the hardest", "School first"} {
				if !strings.Contains(text, want) {
					t.Errorf("the appraisal in short does not say %q:\n%s", want, text)
				}
			}
		}
		for piece, e := range f.Evaluations {
			text := textOf(w, e.InShort(l))
			if f.Cites[piece].Hash != e.Hash || !strings.Contains(text, "A new code") || !strings.Contains(text, "Those who move") {
				t.Errorf("an evaluation in short does not say of whom, or what else it could be:\n%s", text)
			}
			if number := strings.Contains(text, l.T("evaluation.interval")); number != (e.ID == found.ID) {
				t.Errorf("a number where there is none, or none where there is one:\n%s", text)
			}
		}
	})
}

func textOf(w *world, blocks []print.Block) string {
	w.Helper()
	var text strings.Builder
	w.must(print.WriteText(&text, print.Doc{Title: "x", Lang: "en", Blocks: blocks}))
	return strings.Join(strings.Fields(text.String()), " ")
}
