package inspection_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// The same choice stands under England's questions and under Scotland's domains; nothing is typed twice.
func TestPack_theSameEvidenceUnderTwoFrameworks(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.pack()
		w.must(w.in.Begin(ctx, w.lead, inspection.NewPack{ID: id, Title: "Spring", Framework: "england-self-evaluation", Span: span()}, i18n.For("en"))) // sent twice
		p := w.last(id)
		if p.Version.Place != 1 || len(p.Content.Evidence) != 2 {
			w.Fatalf("%+v", p)
		}
		w.must(w.in.Say(ctx, w.lead, id, p.Version.ID, inspection.Sentence{ID: db.NewID(), Text: "We listen.", Topics: []string{"voice"}}))
		w.must(w.in.LayUnder(ctx, w.auditor, id, w.last(id).Version.ID, "scotland-quality-framework"))
		p = w.last(id)
		under := func(framework, heading string) (ids []string) {
			for _, e := range p.Content.Below(framework, heading) {
				ids = append(ids, e.ID)
			}
			return ids
		}
		if !slices.Contains(under("england-self-evaluation", "know"), "release:one") || !slices.Contains(under("scotland-quality-framework", "outcomes"), "release:one") ||
			!slices.Contains(under("england-self-evaluation", "how"), "review:one") || !slices.Contains(under("scotland-quality-framework", "management"), "review:one") ||
			len(under("scotland-quality-framework", "needs")) != 1 {
			w.Error("evidence does not stand under the headings that its topics are proposed for")
		}

		w.must(w.in.Arrange(ctx, w.lead, id, p.Version.ID, "scotland-quality-framework", inspection.Arranged{Places: map[string][]string{"review:one": {"leadership"}},
			Gaps: map[string]string{"capacity": "We will plan it by May."}}))
		p = w.last(id)
		if !slices.Contains(under("scotland-quality-framework", "leadership"), "review:one") || len(under("scotland-quality-framework", "management")) != 0 ||
			!slices.Contains(under("england-self-evaluation", "how"), "review:one") {
			w.Error("what was moved in one framework did not move, or moved in the other")
		}
		var text bytes.Buffer
		doc, ok := p.Doc("scotland-quality-framework", i18n.For("en"))
		if !ok {
			w.Fatal("no document")
		}
		w.must(print.WriteText(&text, doc))
		for _, want := range []string{"We have no evidence for this", "We will plan it by May.", "It has not been said yet", "to support self-evaluation and a pilot", "E1: from the register of what left"} {
			if !strings.Contains(text.String(), want) {
				w.Errorf("the pack does not say %q:\n%s", want, text.String())
			}
		}
		first, err := w.in.Pack(ctx, w.analyst, id, 1)
		w.must(err)
		if len(first.Versions) != 4 || len(first.Content.Evidence) != 2 {
			w.Errorf("an earlier version is not as it was: %d versions", len(first.Versions))
		}
	})
}

func TestPack_aNumberInASentenceIsSaidToBeAboutNobody(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.pack()
		say := func(s inspection.Sentence) error {
			s.ID = db.NewID()
			return w.in.Say(ctx, w.lead, id, w.last(id).Version.ID, s)
		}
		for _, text := range []string{"We have 3 young people.", "We have ٣ young people.", "½ of them"} {
			if err := say(inspection.Sentence{Text: text, Topics: []string{"voice"}}); !problem.Is(err, problem.Invalid) {
				w.Errorf("%q: %v", text, err)
			}
		}
		w.must(say(inspection.Sentence{Text: "Section 47 of the Act.", Topics: []string{"protection"}, NoPeople: true}))
		for _, s := range []inspection.Sentence{{Text: "No topic."}, {Topics: []string{"voice"}}, {Text: "x", Topics: []string{"gossip"}}, {Text: strings.Repeat("x", 2001), Topics: []string{"voice"}}} {
			if err := say(s); !problem.Is(err, problem.Invalid) {
				w.Errorf("%+v: %v", s, err)
			}
		}
	})
}

func TestPack_isTheOrganisationsOwn(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.pack()
		if _, err := w.in.Pack(ctx, w.stranger, id, 0); !problem.Is(err, problem.NotFound) {
			w.Errorf("a stranger reads a pack: %v", err)
		}
		if err := w.in.LayUnder(ctx, w.stranger, id, w.last(id).Version.ID, "scotland-wellbeing"); !problem.Is(err, problem.NotFound) {
			w.Errorf("a stranger changes a pack: %v", err)
		}
		if list, err := w.in.Packs(ctx, w.stranger); err != nil || len(list) != 0 {
			w.Errorf("a stranger’s list: %d, %v", len(list), err)
		}
		for _, who := range []permit.Actor{w.worker, w.admin} {
			if _, err := w.in.Pack(ctx, who, id, 0); !problem.Is(err, problem.Forbidden) {
				w.Errorf("%v reads a pack: %v", who.Roles, err)
			}
		}
		if err := w.in.LayUnder(ctx, w.analyst, id, w.last(id).Version.ID, "scotland-wellbeing"); !problem.Is(err, problem.Forbidden) {
			w.Errorf("an analyst changes a pack: %v", err)
		}
		old := w.last(id).Version.ID
		w.must(w.in.LayUnder(ctx, w.lead, id, old, "scotland-wellbeing"))
		if err := w.in.LayUnder(ctx, w.other, id, old, "wales-performance-review"); problem.KeyOf(err) != "inspection.changed_meanwhile" {
			w.Errorf("somebody writes over a colleague: %v", err)
		}
		for _, bad := range []inspection.Arranged{{Out: []string{"release:two"}}, {Places: map[string][]string{"release:one": {"nowhere"}}}, {Gaps: map[string]string{"nowhere": "x"}}} {
			if err := w.in.Arrange(ctx, w.lead, id, w.last(id).Version.ID, "scotland-wellbeing", bad); !problem.Is(err, problem.Invalid) {
				w.Errorf("%+v: %v", bad, err)
			}
		}
		for _, place := range []int{-1, 99} {
			if _, err := w.in.Pack(ctx, w.lead, id, place); place > 0 && !problem.Is(err, problem.NotFound) {
				w.Errorf("version %d: %v", place, err)
			}
		}
	})
}

// What was moved and said stays when everything is gathered once more.
func TestGatherAgain_keepsWhatAPersonDid(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.pack()
		w.must(w.in.Say(ctx, w.lead, id, w.last(id).Version.ID, inspection.Sentence{ID: db.NewID(), Text: "We listen.", Topics: []string{"voice"}}))
		w.must(w.in.Arrange(ctx, w.lead, id, w.last(id).Version.ID, "england-self-evaluation", inspection.Arranged{Places: map[string][]string{"review:one": {"plans"}}, Out: []string{"release:one"}}))
		w.must(w.in.GatherAgain(ctx, w.lead, id, w.last(id).Version.ID, i18n.For("cy")))
		c := w.last(id).Content
		if len(c.Evidence) != 3 || len(c.In()) != 2 || len(c.Below("england-self-evaluation", "plans")) != 1 || c.Lang != "cy" {
			w.Errorf("%+v", c)
		}
	})
}

// A number that disclosure control hides is in no form of a pack, and a document of a pack that somebody changed is not read.
func TestPack_hasNoFigureButProtectedOnes(t *testing.T) {
	each(t, func(w *world) {
		w.counts = [][]int64{{4111, 3222, 6}}
		p := w.last(w.pack())
		f := p.Content.Evidence[0].Figures[0]
		if f.Table().Cell(0, 2).Shown() || bytes.Contains(f.Document, []byte(":6}")) || bytes.Contains(f.Document, []byte("4111")) {
			w.Errorf("%s", f.Document)
		}
		doc, _ := p.Doc("england-self-evaluation", i18n.For("en"))
		var text bytes.Buffer
		w.must(print.WriteText(&text, doc))
		for _, n := range []string{"4111", "4,111", "3222", "3,222", "7339", "7,339"} {
			if strings.Contains(text.String(), n) {
				w.Errorf("%s is in the pack:\n%s", n, text.String())
			}
		}
		if !strings.Contains(text.String(), "\tc") && !strings.Contains(text.String(), " c") {
			w.Errorf("nothing says that a number is hidden:\n%s", text.String())
		}
	})
}
