package app

import (
	"strings"
	"testing"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
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
	get := func(path string) string { return w.page(t, path, w.tokens["manager"]) }
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

// The register says in words what each release is of, and so does a release's table: no key and no code of ours.
func TestReleases_speakInWords(t *testing.T) {
	w := newWalker(t)
	get := func(path string) string { return w.page(t, path, w.tokens["manager"]) }
	list, err := w.demo.Releases.List(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	register, seen := get("/together/releases"), 0
	for _, bad := range []string{"insight:", "round:", "strict-default"} {
		if strings.Contains(register, bad) {
			t.Errorf("the register says %q", bad)
		}
	}
	for _, r := range list {
		title, word := releaseSays(i18n.For("en"), r.Key())
		if !strings.HasPrefix(r.Key(), "insight:") || r.Withheld() != "" || seen == 3 {
			continue
		}
		seen++
		body := get("/together/releases/" + r.ID)
		if !strings.Contains(register, title) || !strings.Contains(body, title) {
			t.Errorf("%q is on neither page", title)
		}
		for _, code := range r.Table.Columns {
			if word(code) != code && strings.Contains(body, ">"+code+"<") {
				t.Errorf("%s shows its code %s", title, code)
			}
		}
	}
	if seen == 0 {
		t.Error("the demonstration has no release of insight that shows anything")
	}
}
