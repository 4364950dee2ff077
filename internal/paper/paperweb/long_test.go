package paperweb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/paper"
	"stablefutures/internal/permit"
)

// A loaded edition of the size of the official one, with whole sentences and no
// cards or pictures, comes out in every product and size; what is too long even
// for that is said, not cut.
func TestLoadedEditionWithLongSentences(t *testing.T) {
	who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	h, s := site(t, &who)
	e := garden(t, s, who, 25, "The gardeners of every bed know where the watering can stands, whose turn it is this week, and what to do when a late frost is forecast for the night.")
	for _, p := range paper.Products() {
		for _, size := range p.Sizes() {
			for _, large := range []string{"", "&large=1"} {
				path := fmt.Sprintf("/paper/%s/%s.pdf?size=%s%s", e.ID, p, size, large)
				if w := get(t, h, path, signedIn); w.Code != 200 {
					t.Errorf("%s: %d", path, w.Code)
				}
			}
		}
	}
	huge := garden(t, s, who, 3, strings.Repeat("The gardeners know where the watering can stands. ", 40))
	w := get(t, h, "/paper/"+huge.ID+"/cards.pdf?size=a4", signedIn)
	if w.Code != 422 || !strings.Contains(w.Body.String(), "too long for this size") {
		t.Errorf("a page of words on a card: %d", w.Code)
	}
	many := garden(t, s, who, 200, "A bed is watered.")
	start := time.Now()
	if w := get(t, h, "/paper/"+many.ID+"/cards.pdf", signedIn); w.Code != 422 || time.Since(start) > 5*time.Second {
		t.Errorf("200 outcomes: %d after %v", w.Code, time.Since(start))
	}
}

// garden publishes an invented edition with so many outcomes of one text each.
func garden(t *testing.T, s *framework.Service, who permit.Actor, outcomes int, text string) *framework.Edition {
	t.Helper()
	from, _ := framework.BySet(framework.SetMSCOS)
	d := from.Document()
	d.ID, d.Set, d.Name, d.Version, d.Source, d.Slots, d.Languages = "", "gardens", "Gardens", fmt.Sprint(outcomes), "an invented list about gardens", nil, nil
	d.Permission = framework.Permission{Uses: framework.UsesOrganisation, By: "nobody: it is invented"}
	d.Copy = &framework.Copy{Obtained: "2026-11-01"}
	d.Principles = nil
	for n := range 4 {
		d.Principles = append(d.Principles, framework.DocumentPrinciple{Code: fmt.Sprint("p", n), Article: "none", Name: fmt.Sprint("Beds ", n), ChildName: map[string]string{}})
	}
	for i := range outcomes {
		o := framework.Outcome{Code: fmt.Sprint("C", i+1), Text: fmt.Sprintf("%s (bed %d)", text, i+1)}
		for k := range 3 {
			o.Indicators = append(o.Indicators, framework.Indicator{Code: fmt.Sprintf("C%d.%d", i+1, k+1), Text: fmt.Sprintf("There is a label on pot %d of bed %d, and somebody reads it.", k, i)})
			d.Expected.Indicators++
		}
		at := &d.Principles[i%4]
		at.Outcomes = append(at.Outcomes, o)
	}
	d.Expected = framework.Totals{Principles: 4, Outcomes: outcomes, Indicators: 3 * outcomes}
	e, err := s.Publish(t.Context(), who, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
