package app

import (
	"net/http"
	"strings"
	"testing"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/insight"
)

// What was asked over all records stands in a pack in words, also where its table is wider than paper, and only where it says
// something.
func TestEvidence_whatWasAskedOverAllRecords(t *testing.T) {
	w := newWalker(t)
	who := w.actors["manager"]
	for _, by := range [][]insight.Axis{{insight.ByValue, insight.ByQuarter}, {insight.ByItem}, {insight.ByQuarter}} {
		if _, err := w.demo.Insight.Answer(t.Context(), who, disclosure.StrictDefault, "voice", by...); err != nil {
			t.Fatal(err)
		}
	}
	packs, err := w.demo.Inspection.Packs(t.Context(), who)
	if err != nil || len(packs) == 0 {
		t.Fatal(err)
	}
	last := packs[0].Version.ID
	if err := w.demo.Inspection.GatherAgain(t.Context(), who, packs[0].ID, last, i18n.For("en")); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"", "/pdf", "/docx"} {
		got := w.ask("GET", "/inspection/packs/"+packs[0].ID+form+"?under=england-self-evaluation", w.tokens["manager"], "en")
		if got.Code != http.StatusOK {
			t.Errorf("%s: %d", form, got.Code)
		}
		if form == "" && strings.Contains(got.Body.String(), "insight:") {
			t.Error("a key stands where words should")
		}
	}
}
