package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// small makes an L over messages written in the test.
func small(t testing.TB, tag string, texts map[string]string) L {
	t.Helper()
	files := fstest.MapFS{}
	for lang, json := range texts {
		files["messages/"+lang+"/x.json"] = &fstest.MapFile{Data: []byte(json)}
	}
	all, err := loadCatalogues(files)
	if err != nil {
		t.Fatal(err)
	}
	return L{all[tag]}
}

func TestT_fillsPlacesAndMarksWhatIsMissing(t *testing.T) {
	l := small(t, "en", map[string]string{"en": `{"x.plain":"Save","x.due":"Due {{.date}} for {{ .who }}","x.count":{"one":"{{.count}} day","other":"{{.count}} days"}}`})
	var heard []string
	OnMissing(func(what string) { heard = append(heard, what) })
	defer OnMissing(nil)
	for _, c := range []struct{ got, want string }{
		{l.T("x.plain"), "Save"},
		{l.T("x.due", "date", "today", "who", "Sam"), "Due today for Sam"},
		{l.T("x.due", "date", 12345, "who", "محمد"), "Due 12,345 for \u2068محمد\u2069"},
		{l.N("x.count", 1), "1 day"},
		{l.N("x.count", 1200), "1,200 days"},
		{l.T("x.nothing"), "⟦x.nothing⟧"},
		{l.T("x.due", "date", "today"), "Due today for ⟦x.due: who⟧"},
		{l.T("x.count"), "⟦x.count⟧"},
		{l.N("x.plain", 2), "⟦x.plain⟧"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if len(heard) != 4 {
		t.Errorf("OnMissing heard %q, want four things", heard)
	}
}

func TestT_valueIsNeverReadAsATemplate(t *testing.T) {
	l := small(t, "en", map[string]string{"en": `{"x.a":"Hello {{.name}} {{.other}}"}`})
	if got := l.T("x.a", "name", "{{.other}}", "other", "<b>"); got != "Hello {{.other}} <b>" {
		t.Errorf("got %q", got)
	}
}

func TestFor_fallsBack(t *testing.T) {
	for tag, want := range map[string]string{"": "en", "en": "en", "en-GB": "en", "cy-GB": "cy", "xx": "en", "<script>": "en", "ar-SD": "apd", "AR-eg": "ar",
		"prs": "fa-AF", "fa_AF": "fa-AF", "zh-TW": "zh-Hant", "zh-Hans-CN": "zh-Hans", "so-SO": "so", "-": "en"} {
		if got := For(tag).Tag(); got != want {
			t.Errorf("For(%q) is %s, want %s", tag, got, want)
		}
	}
	if (L{}).T("page.save") != "Save" || For("ar").T("page.save") != "Save" || For("cy").T("page.save") != "Cadw" {
		t.Error("a language without messages reads English, Welsh reads Welsh")
	}
	if For("ar").HasMessages() || !For("cy").HasMessages() || For("ar").Dir() != "rtl" {
		t.Error("Arabic has a direction but no staff messages")
	}
	if !For("cy").Has("page.save") || For("cy").Has("page.nothing_of_the_kind") {
		t.Error("Has is wrong")
	}
}

func TestDir(t *testing.T) {
	for tag, want := range map[string]string{"ar": "rtl", "apd": "rtl", "ckb": "rtl", "ps": "rtl", "fa": "rtl", "fa-AF": "rtl", "ur": "rtl", "he": "rtl", "ar-Latn": "ltr",
		"ku": "ltr", "ku-Arab": "rtl", "ti": "ltr", "en": "ltr", "": "ltr", "uz-Arab-AF": "rtl", "en-x-arab": "ltr", "sd": "rtl", "zh-Hant": "ltr"} {
		if got := Dir(tag); got != want {
			t.Errorf("Dir(%q) is %s, want %s", tag, got, want)
		}
	}
}

func TestDayMomentList(t *testing.T) {
	at := time.Date(2026, 7, 1, 19, 5, 0, 0, time.UTC) // summer: London is an hour ahead
	for _, c := range []struct{ got, want string }{
		{For("en").Day("2026-11-22"), "22 November 2026"},
		{For("cy").Day("2026-11-22"), "22 Tachwedd 2026"},
		{For("ar").Day("2026-11-22"), "22 نوفمبر 2026"},
		{For("ti").Day("2026-11-22"), "ሕዳር 22, 2026"},
		{For("zh-Hans").Day("2026-11-22"), "2026年11月22日"},
		{For("en").Day(""), ""},
		{For("en").Day("spring"), "spring"},
		{For("en").Moment(at), "1 July 2026 at 8:05pm"},
		{For("cy").Moment(at), "1 Gorffennaf 2026 am 8:05pm"},
		{For("ar").Moment(at), "1 يوليو 2026 في 20:05"},
		{For("en").Moment(time.Date(2026, 11, 22, 0, 30, 0, 0, time.UTC)), "22 November 2026 at 12:30am"},
		{For("en").Moment(time.Time{}), ""},
		{For("en").List(nil), ""},
		{For("en").List([]string{"a"}), "a"},
		{For("en").List([]string{"a", "b"}), "a and b"},
		{For("en").List([]string{"a", "b", "c", "{0}"}), "a, b, c and {0}"},
		{For("cy").List([]string{"Alun", "Beti", "Éirinn"}), "Alun, Beti ac Éirinn"},
		{For("cy").List([]string{"Alun", "Beti"}), "Alun a Beti"},
		{For("ar").List([]string{"أ", "ب", "ج"}), "أ وب وج"},
		{For("ti").List([]string{"ሀ", "ለ"}), "ሀን ለን"},
		{For("en").Number(-1234567), "−1,234,567"},
		{For("en").Number(999), "999"},
		{For("tr").Number(1000), "1.000"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestKnown_isTheListOfTheDomainNote(t *testing.T) {
	if len(Known()) != 21 {
		t.Errorf("%d languages, want 21", len(Known()))
	}
	for _, k := range Known() {
		own, english := LanguageName(k.Tag)
		if own != k.Own || english != k.English || k.Dir != Dir(k.Tag) {
			t.Errorf("%s is not at one with itself", k.Tag)
		}
		if k.Dir != Dir("x-"+k.Tag) && k.Dir == "ltr" {
			t.Errorf("%s: private use must not decide", k.Tag)
		}
	}
	if own, english := LanguageName("xx"); own != "xx" || english != "xx" {
		t.Error("an unknown language is its tag")
	}
}

// Translators may use go-i18n's tools: it must read our plurals as we do, in every language we know.
func TestN_agreesWithGoI18n(t *testing.T) {
	const forms = `{"zero":"zero","one":"one","two":"two","few":"few","many":"many","other":"other"}`
	texts := map[string]string{}
	for _, k := range Known() {
		texts[k.Tag] = `{"x.n":` + forms + `}`
	}
	for _, k := range Known() {
		if k.Tag == "vi" {
			continue // newer CLDR data in go-i18n has a form "one" for 0 and 1; no staff text is Vietnamese
		}
		tag := language.Make(k.Tag)
		if k.Tag == "apd" {
			tag = language.Arabic
		}
		b := goi18n.NewBundle(tag)
		if err := b.AddMessages(tag, &goi18n.Message{ID: "x.n", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}); err != nil {
			t.Fatal(k.Tag, err)
		}
		theirs := goi18n.NewLocalizer(b, tag.String())
		ours := small(t, strings.ToLower(k.Tag), texts)
		for n := 0; n <= 205; n++ {
			want, err := theirs.Localize(&goi18n.LocalizeConfig{MessageID: "x.n", PluralCount: n})
			if err != nil {
				t.Fatal(k.Tag, n, err)
			}
			if got := ours.N("x.n", n); got != want {
				t.Errorf("%s, %d: %s, go-i18n says %s", k.Tag, n, got, want)
			}
		}
	}
}

func TestLoad_refusesWhatTranslatorsGetWrong(t *testing.T) {
	for name, json := range map[string]string{
		"logic":      `{"x.a":"{{if .x}}a{{end}}"}`,
		"open":       `{"x.a":"{{.name"}`,
		"close":      `{"x.a":"name}}"}`,
		"capital":    `{"x.a":"{{.Name}}"}`,
		"form":       `{"x.a":{"singular":"a","other":"b"}}`,
		"no other":   `{"x.a":{"one":"a"}}`,
		"number":     `{"x.a":3}`,
		"list":       `{"x.a":["b"]}`,
		"no JSON":    `{"x.a":`,
		"not a list": `["x.a"]`,
	} {
		if _, err := loadCatalogues(fstest.MapFS{"messages/en/x.json": {Data: []byte(json)}}); err == nil {
			t.Errorf("%s: %s was taken", name, json)
		}
	}
	twice := fstest.MapFS{"messages/en/x.json": {Data: []byte(`{"x.a":"b"}`)}, "messages/en/y.json": {Data: []byte(`{"x.a":"c"}`)}}
	if _, err := loadCatalogues(twice); err == nil {
		t.Error("a key in two files was taken")
	}
}

func BenchmarkT(b *testing.B) {
	l := For("cy")
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			l.T("page.save_continue")
		}
	})
	b.Run("placeholder", func(b *testing.B) {
		for b.Loop() {
			l.T("problem.number_range", "min", 1, "max", 20)
		}
	})
	b.Run("plural", func(b *testing.B) {
		for b.Loop() {
			l.N("page.results", 3)
		}
	})
}
