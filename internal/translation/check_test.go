package translation

import (
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
)

func TestCheck(t *testing.T) {
	name := Text{Key: "card/F1/name", Source: "Fair for {who}", Max: 12}
	count := Text{Key: "record.files", Form: "one", Source: "{{.count}} file", Max: 100}
	for _, c := range []struct {
		text       Text
		lang, said string
		key        string
	}{
		{name, "ar", "{who} عدل", ""},
		{name, "ar", "عدل", "translation.fault.placeholder_missing"},
		{name, "ar", "{who}{who} ع", "translation.fault.placeholder_extra"},
		{name, "ar", "{whom} عد", "translation.fault.placeholder_missing"},
		{name, "ar", "{who} عدل عدل عدل", "translation.fault.too_long"},
		{name, "ar", " ", "translation.fault.empty"},
		{name, "ar", "{who} \u202eعدل", "translation.fault.character"},
		{name, "ar", "{who} ع\x00ل", "translation.fault.character"},
		{name, "fa", "{who} می\u200cشود", ""},
		{name, "ar", "{who} عpدل", "translation.fault.script"},
		{name, "ar", "{who} Home", ""},
		{name, "sq", "{who} дрейт", "translation.fault.script"},
		{name, "ti", "{who} ፍትሒ", ""},
		{name, "ti", "{who} عدل", "translation.fault.script"},
		{name, "vi", "{who} Công", ""},
		{name, "cy", "{who} } teg", "translation.fault.braces"},
		{name, "cy", "{who} \xff", "translation.fault.not_text"},
		{count, "cy", "un ffeil", ""},
		{count, "cy", "{{ .count }} ffeil", ""},
		{count, "cy", "{{.counts}} ffeil", "translation.fault.placeholder_extra"},
	} {
		faults := check(c.text, c.lang, c.said)
		got := ""
		if len(faults) > 0 {
			got = faults[0].Key
		}
		if got != c.key {
			t.Errorf("%s %q: %v, not %q", c.lang, c.said, faults, c.key)
		}
	}
}

// What is in the program must pass the rules that a translator's file has to.
func TestCheck_takesEveryTextInTheProgram(t *testing.T) {
	for _, e := range framework.Editions() {
		for _, lang := range e.Languages {
			pack, _ := e.Pack(lang)
			have := packTexts(e, pack)
			for _, text := range Texts(e) {
				if said, ok := have[text.Key]; ok {
					for _, f := range check(text, lang, said) {
						t.Errorf("%s %s: %s %v: %s", e.ID, lang, f.Key, f.Args, text.Key)
					}
				} else if text.Group != "items" {
					t.Errorf("%s %s has no %s", e.ID, lang, text.Key)
				}
			}
		}
	}
	for _, lang := range i18n.Languages() {
		have := staffTexts(lang)
		for _, text := range StaffTexts(lang) {
			if said, ok := have[text.ID()]; ok {
				for _, f := range check(text, lang, said) {
					t.Errorf("staff %s: %s %v: %s", lang, f.Key, f.Args, text.ID())
				}
			}
		}
	}
}
