package app

import (
	"net/http"
	"strings"
	"testing"

	"stablefutures/internal/disclosure"
)

// A release of three directions is a page with a table for each group of the third, under the symbols of the others.
func TestReleases_ofThreeDirectionsAreRead(t *testing.T) {
	w := newWalker(t)
	c := disclosure.Crossed{Key: "invented", Data: "one", Counts: []int64{40, 31, 22, 18, 27, 35, 50, 3}}
	for _, name := range []string{"place", "kind", "quarter"} {
		c.Directions = append(c.Directions, disclosure.Direction{Name: name, Nodes: []disclosure.Node{{Code: name + "-1", Parent: -1}, {Code: name + "-2", Parent: -1}}})
	}
	r, err := w.demo.Releases.MakeCrossed(t.Context(), w.actors["manager"], disclosure.Research10, c)
	if err != nil || r.Withheld() != "" {
		t.Fatal(err, r.Withheld())
	}
	get := func(path string) string {
		t.Helper()
		a := w.ask(http.MethodGet, path, w.tokens["manager"], "en")
		if a.Code != http.StatusOK {
			t.Fatalf("%s is %d", path, a.Code)
		}
		return a.Body.String()
	}
	body := get("/together/releases/" + r.ID)
	for _, says := range []string{"quarter: quarter-1", "quarter: quarter-2", "quarter: all together", "place-2", "kind-1", ">40<", ">c<", r.Hash} {
		if !strings.Contains(body, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if list := get("/together/releases"); !strings.Contains(list, r.Hash[:12]) {
		t.Error("the register does not list it")
	}
	if file := get("/together/releases/" + r.ID + "/table.json"); file != string(r.Document) {
		t.Error("its file is not what was kept")
	}
}
