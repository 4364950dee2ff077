package translation

import (
	"strings"
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

// packTexts gives what a pack says, by key, without asking framework for its list. Items have no translation in the program.
func packTexts(e *framework.Edition, pack *framework.Pack) map[string]string {
	have := map[string]string{}
	for _, k := range pack.Keys() {
		have["ui/"+k] = pack.Text(k)
	}
	for _, n := range framework.Nations {
		for _, p := range pack.Explanation(n) {
			if short, own := strings.CutPrefix(p.Key, "nation."); own {
				have["explain/"+n+"/"+short] = p.Text
			} else {
				have["explain/"+p.Key] = p.Text
			}
		}
	}
	for _, c := range pack.Anchors() {
		have["anchor/"+c.Key+"/word"], have["anchor/"+c.Key+"/more"] = c.Word, c.More
	}
	for _, c := range pack.Answers() {
		have["answer/"+c.Key+"/word"], have["answer/"+c.Key+"/more"] = c.Word, c.More
	}
	card := func(code string, c framework.Card) {
		for name, text := range map[string]string{"name": c.Name, "ask": c.Ask, "simpler": c.Simpler, "example": c.Example} {
			if text != "" {
				have["card/"+code+"/"+name] = text
			}
		}
	}
	card("something_else", pack.SomethingElse())
	card("matters_most", pack.MattersMost())
	for _, p := range e.Principles {
		if name := p.ChildName[pack.Lang()]; name != "" {
			have["principle/"+p.Code+"/name"] = name
		}
		for _, o := range p.Outcomes() {
			if c, ok := pack.Card(o.Code); ok {
				card(o.Code, c)
			}
		}
	}
	return have
}
