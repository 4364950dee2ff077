package i18n

import (
	"slices"
	"testing"
)

func TestYoungLanguages(t *testing.T) {
	list := YoungLanguages()
	if len(list) != 20 {
		t.Fatalf("%d languages, not 20", len(list))
	}
	seen := map[string]bool{}
	for _, l := range list {
		if l.Own == "" || l.English == "" || l.Script == "" || (l.Dir != "rtl") != (l.Dir == "ltr") || len(l.Voices) == 0 {
			t.Errorf("%+v is not whole", l)
		}
		if seen[l.Own] || l.Own == l.Tag {
			t.Errorf("%s: the name %q is not its own", l.Tag, l.Own)
		}
		seen[l.Own] = true
		for _, tag := range []string{l.Tag, l.Stored} {
			if found, ok := Young(tag); !ok || found.Tag != l.Tag {
				t.Errorf("%s is found as %+v", tag, found)
			}
		}
	}
	for tag, want := range map[string]string{"ku": "kmr", "kmr": "kmr", "fa-AF": "prs", "fa": "fa", "zh-CN": "zh-Hans", "so-SO": "so", "ar-SD": "apd"} {
		if got, ok := Young(tag); !ok || got.Tag != want {
			t.Errorf("%s is %q", tag, got.Tag)
		}
	}
	for _, tag := range []string{"xx", "zh-Hant", ""} {
		if got, ok := Young(tag); ok {
			t.Errorf("%q is %s, though it is none of the twenty", tag, got.Tag)
		}
	}
}

func TestPluralForms(t *testing.T) {
	for tag, want := range map[string][]string{
		"en": {"one", "other"}, "cy": {"zero", "one", "two", "few", "many", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"},
		"vi": {"other"}, "ro": {"one", "few", "other"},
	} {
		if got := PluralForms(tag); !slices.Equal(got, want) {
			t.Errorf("%s: %v", tag, got)
		}
	}
	for n, want := range map[int]string{0: "zero", 1: "one", 2: "two", 3: "few", 6: "many", 7: "other"} {
		if got := PluralForm("cy", n); got != want {
			t.Errorf("cy %d: %s", n, got)
		}
	}
}
