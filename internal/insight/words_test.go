package insight

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// Every measure, direction and code that an answer can hold has words in every staff language.
func TestWords_everyCodeHasThem(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.talk(h.person(h.north, "england"))
		for _, lang := range []string{"en", "cy"} {
			l := i18n.For(lang)
			for _, m := range Measures() {
				if lang == "en" && m.Title(l) != m.Name {
					t.Errorf("%s is called %q and %q", m.Code, m.Name, m.Title(l))
				}
				names := []string{m.Title(l)}
				for _, a := range m.By {
					names = append(names, a.Title(l))
					if !m.takes([]Axis{a}) {
						continue
					}
					out, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, m.Code, a)
					h.must(err)
					h.must(h.door.Read(t.Context(), h.analyst, permit.ReadReleases, access.Organisation(h.analyst.Organisation), func(w *access.Work) error {
						for _, r := range []Answer{out, {Release: out.CoverageRelease}} {
							named := h.Named(t.Context(), w, l, r.Release)
							for _, code := range slices.Concat(r.Release.Table.Rows, r.Release.Table.Columns) {
								word := Words(l, "", r.Release.Table.Key, code)
								if word == code && !strings.HasPrefix(code, "20") || word == "" || word != named(code) {
									t.Errorf("%s: %s by %s: %s is shown as %q, and as %q", lang, m.Code, a, code, word, named(code))
								}
							}
						}
						return nil
					}))
				}
				if i := slices.IndexFunc(names, func(n string) bool { return n == "" || strings.Contains(n, "⟦") }); i >= 0 {
					t.Errorf("%s: %s: %q", lang, m.Code, names[i])
				}
			}
		}
	})
}

func TestWords_sayOfWhichEdition(t *testing.T) {
	t.Parallel()
	ed, _ := framework.BySet(framework.SetChecklist)
	l := i18n.For("en")
	code := ItemCode(ed.ID, ed.Items()[0].Code)
	for _, one := range []struct{ edition, key, code, want string }{
		{ed.ID, "insight:x:voice:item", code, "Treated like other young people"},
		{"", "insight:x:voice:item", code, "Treated like other young people"},
		{"another-1", "insight:x:voice:item", code, "Treated like other young people (" + ed.Name + ")"},
		{"", "insight:x:voice:item", "nowhere-1:Z9", "Z9"},
		{"", "insight:x:findings:value", "not_asked", "Not asked"},
		{"", "insight:x:findings:coverage", "asked", "Asked, and did not answer"},
		{"", "insight:x:findings:value", "asked", "asked"},
		{"", "insight:x:voice:quarter", "2026-Q3", "2026, quarter 3"},
		{"", "insight:x:voice:year", "2026", "2026"},
	} {
		if got := Words(l, one.edition, one.key, one.code); got != one.want {
			t.Errorf("%+v is %q", one, got)
		}
	}
	if cy := Words(i18n.For("cy"), "", "", code); cy == Words(l, "", "", code) {
		t.Errorf("in Welsh it is %q too", cy)
	}
}
