package policy_test

import (
	"bytes"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
)

func htmlOf(t *testing.T, blocks []print.Block, lang string) string {
	t.Helper()
	var b, pdf, docx bytes.Buffer
	d := print.Doc{Title: "An appraisal", Lang: lang, Blocks: blocks}
	for _, err := range []error{print.WriteHTML(&b, d), print.WritePDF(&pdf, d), print.WriteDOCX(&docx, d)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(b.String(), "⟦") {
		t.Errorf("a text is missing: %.80s", b.String()[strings.Index(b.String(), "⟦"):])
	}
	return b.String()
}

// TestBlocks_sayEverything holds that the full report leaves nothing out that was said, counts what is not known, adds nothing up,
// and says whether somebody signed; that each language can be printed; and that a lens left untouched stands with its reason.
func TestBlocks_sayEverything(t *testing.T) {
	each(t, func(w *world) {
		ctx := w.Context()
		w.frameworkInUse()
		id := w.begun("generic-cria")
		w.must(w.policy.Say(ctx, w.analyst, id, policy.PartScreening, "", policy.Screening{Full: "yes", Why: "It touches many of them"}))
		w.fill(id, w.analyst)
		lens := w.appraisal(id).AllLenses()[5]
		part := policy.LensPart(lens.Code)
		w.must(w.policy.Say(ctx, w.analyst, id, part, w.appraisal(id).Said[part].ID, policy.Untouched(w.appraisal(id).Options, "It is about schools alone")))
		english := i18n.For("en")
		draft := htmlOf(t, w.appraisal(id).Blocks(english), "en")
		for _, must := range []string{"It touches many of them", "No move before a school has said yes", "Weeks without school", "Lessons at home meanwhile", "waiting was the hardest", "It is about schools alone", lens.Text,
			"33 of 68 effects are not known", "On 1 of 34 rights", "This is a draft", "not added up", "unicef.org.uk"} {
			if !strings.Contains(draft, must) {
				t.Errorf("the report does not say %q", must)
			}
		}
		w.must(w.policy.Send(ctx, w.analyst, id))
		w.must(w.policy.Sign(ctx, w.lead, id, w.appraisal(id).Hash(), "Head of service", db.Day(w.now().AddDate(0, 3, 0))))
		w.must(w.policy.Publish(ctx, w.lead, id, policy.Published{What: []string{"child"}, Where: "On the wall of the virtual school", Day: db.Day(w.now()), Yes: "The board"}))
		w.must(w.policy.LookAgain(ctx, w.analyst, id, "", policy.Look{Option: "a", Lenses: map[string]string{"art6": "otherwise"}, Came: "Nobody waited", Unexpected: "Some stayed longer", Young: "It is better", Next: "We go on"}))
		for _, tag := range []string{"en", "cy"} {
			l := i18n.For(tag)
			a := w.appraisal(id)
			signed := htmlOf(t, a.Blocks(l), tag)
			for _, must := range []string{"Head of service", a.Hash(), "On the wall of the virtual school", "Nobody waited", "Some stayed longer", "We go on"} {
				if !strings.Contains(signed, must) {
					t.Errorf("in %s it does not say %q", tag, must)
				}
			}
			if strings.Contains(signed, "draft") || strings.Contains(signed, "Drafft yw hwn") {
				t.Errorf("in %s what is signed says that it is a draft", tag)
			}
			if text := htmlOf(t, a.ChildBlocks(l), tag); !strings.Contains(text, "You get a school first") {
				t.Errorf("%s", text)
			}
			easy := a.EasyBlocks(l, func(string) string { return `<path d="M4 4h40v40H4z"/>` })
			htmlOf(t, easy, tag)
			if line, ok := easy[2].(print.Group).Parts[0].(print.Beside); len(easy) != 4 || !ok || line.Words[0].Text.Runs[0].Text != "Then you move." || line.Drawing.Alt != policy.PictureWord(l, "home") {
				t.Errorf("%+v", easy)
			}
		}
	})
}

// TestReadingAge_ofTheSummary holds that what is written for a young person is told apart from what is written for an office.
func TestReadingAge_ofTheSummary(t *testing.T) {
	easy := policy.ChildWords{Lang: "en", Texts: map[string]string{"what": "You get a school first. Then you move.", "you": "You can say what you want."}}
	hard := policy.ChildWords{Lang: "en", Texts: map[string]string{"what": "The local authority is considering the introduction of mandatory educational placement confirmation preceding accommodation transitions."}}
	if age, ok := easy.ReadingAge(); !ok || age > policy.MostReadingAge {
		t.Errorf("easy: %v %t", age, ok)
	}
	if age, ok := hard.ReadingAge(); !ok || age < 15 {
		t.Errorf("hard: %v %t", age, ok)
	}
	for _, unknown := range []policy.ChildWords{{}, {Lang: "cy", Texts: easy.Texts}} {
		if age, ok := unknown.ReadingAge(); ok {
			t.Errorf("%v for %+v", age, unknown)
		}
	}
}
