package frameworkweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
)

// loaded is what an organisation loaded into the empty slot: invented words of a small shape.
func loaded(t *testing.T) (doc framework.Document, public string) {
	t.Helper()
	private, public, err := framework.NewKey("allotments.example")
	if err != nil {
		t.Fatal(err)
	}
	doc = framework.Document{
		Format: framework.FormatEdition, ID: "csf-pof-own-copy", Set: framework.SetOfficial, Name: "Our loaded copy", Version: "first & only", Date: "2026-01-01",
		Source: "The allotment society", Permission: framework.Permission{Uses: framework.UsesOrganisation, By: "A letter", Licence: "for plots", Attribution: "Thank the society"},
		Levels: framework.Levels{Principle: "bed", Outcome: "plot", Indicator: "tool"}, Expected: framework.Totals{Principles: 1, Outcomes: 1, Indicators: 1},
		Principles: []framework.DocumentPrinciple{{Code: "b", Name: "Bed by the wall", Outcomes: []framework.Outcome{
			{Code: "P1", Text: "The plot is watered.", Indicators: []framework.Indicator{{Code: "P1.1", Text: "There is a can <b>."}}}}}},
	}
	if doc, err = doc.Sign(private); err != nil {
		t.Fatal(err)
	}
	doc.Copy = &framework.Copy{Obtained: "2026-01-02", Original: strings.Repeat("ab", 32)}
	return doc, public
}

func TestPublishedEdition(t *testing.T) {
	steward := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	who := steward
	h, service := shelf(t, &who)
	doc, public := loaded(t)
	e, err := service.Publish(t.Context(), steward, doc)
	if err != nil {
		t.Fatal(err)
	}
	holds := func(path string, want int, parts ...string) string {
		t.Helper()
		status, body := send(t, h, "GET", path, "en", nil)
		if status != want {
			t.Errorf("%s: %d", path, status)
		}
		for _, p := range parts {
			if !strings.Contains(body, p) {
				t.Errorf("%s lacks %q", path, p)
			}
		}
		return body
	}
	list := holds("/frameworks", http.StatusOK, "Our loaded copy", "first &amp; only", "Only organisations that hold a copy")
	if slot, own, after := strings.Index(list, "load your copy"), strings.Index(list, "Our loaded copy"), strings.Index(list, "Modern Slavery"); slot < 0 || own < slot || after < own {
		t.Errorf("it does not stand beside the slot: %d, %d, %d", slot, own, after)
	}
	holds("/frameworks/"+e.ID, http.StatusOK, "Bed by the wall", "Thank the society", "for plots", e.Checksum(), doc.Copy.Original, "Nobody here has checked", "P1 ")
	holds("/frameworks/"+e.ID+"/P1", http.StatusOK, "The plot is watered.", "There is a can &lt;b&gt;.", "P1.1 ")
	holds("/frameworks/choose", http.StatusOK, `value="csf-pof-own-copy"`)
	if err := service.Trust(t.Context(), steward, public, true); err != nil {
		t.Fatal(err)
	}
	holds("/frameworks/"+e.ID, http.StatusOK, "The key was checked here")
	if status, _ := send(t, h, "POST", "/frameworks/choose", "en", url.Values{"edition": {e.ID}}); status != http.StatusSeeOther {
		t.Errorf("choosing it: %d", status)
	}
	who = stranger
	for _, path := range []string{"/frameworks", "/frameworks/choose", "/frameworks/" + e.ID, "/frameworks/" + e.ID + "/P1"} {
		body := holds(path, http.StatusOK)
		for _, words := range []string{"watered", "by the wall", "There is a can", doc.Copy.Original} {
			if strings.Contains(body, words) {
				t.Errorf("a stranger reads %q at %s", words, path)
			}
		}
	}
	holds("/frameworks/"+e.ID, http.StatusOK, "your organisation holds no copy", "The allotment society")
	who = steward
	recall := framework.Recall{Format: framework.FormatRecall, Edition: e.ID, Checksum: e.Checksum(), Notice: "The plot was sold.", Date: "2026-05-05", By: "The society"}
	if err := service.CallBack(t.Context(), steward, recall); err != nil {
		t.Fatal(err)
	}
	holds("/frameworks", http.StatusOK, "The plot was sold.")
	holds("/frameworks/"+e.ID, http.StatusOK, "The plot was sold.", "Called back by The society", "keep standing")
	if body := holds("/frameworks/choose", http.StatusOK); strings.Contains(body, e.ID) {
		t.Error("what was called back is still offered")
	}
}
