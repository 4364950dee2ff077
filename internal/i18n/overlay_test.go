package i18n

import "testing"

func TestOverlay(t *testing.T) {
	t.Cleanup(func() { _ = Overlay("cy", nil) })
	before := For("cy").T("page.back")
	if err := Overlay("cy", []Message{{Key: "page.back", Text: "Nôl eto"}}); err != nil {
		t.Fatal(err)
	}
	if got := For("cy").T("page.back"); got != "Nôl eto" {
		t.Errorf("after: %q", got)
	}
	if got := For("en").T("page.back"); got != "Back" {
		t.Errorf("English changed too: %q", got)
	}
	for what, m := range map[string]Message{
		"unknown key": {Key: "page.no_such_thing", Text: "x"}, "broken braces": {Key: "page.back", Text: "{{.a"},
		"no other form": {Key: "page.back", Forms: map[string]string{"one": "x"}},
	} {
		if err := Overlay("cy", []Message{m}); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	if got := For("cy").T("page.back"); got != "Nôl eto" {
		t.Errorf("a refused overlay changed something: %q", got)
	}
	if err := Overlay("cy", nil); err != nil {
		t.Fatal(err)
	}
	if got := For("cy").T("page.back"); got != before {
		t.Errorf("taken away again: %q, not %q", got, before)
	}
	if len(Messages("en")) < 500 || len(Messages("ar")) != 0 {
		t.Errorf("%d English and %d Arabic messages", len(Messages("en")), len(Messages("ar")))
	}
}
