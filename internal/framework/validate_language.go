package framework

import (
	"fmt"
)

// languages judges what a document brings for young people to see.
func (f *faults) languages(d Document) {
	outcomes := map[string]bool{}
	for _, p := range d.Principles {
		for _, o := range p.Outcomes {
			outcomes[o.Code] = true
		}
	}
	items := d.itemKeys()
	lender := lenderOf(d)
	seen := map[string]bool{}
	for i, l := range d.Languages {
		at := fmt.Sprintf("/languages/%d", i)
		f.must(langTag.MatchString(l.Lang), at+"/lang", "lang", "lang", l.Lang)
		f.must(!seen[l.Lang], at+"/lang", "lang_twice", "lang", l.Lang)
		seen[l.Lang] = true
		for j, p := range d.Principles {
			if len(l.Cards) > 0 {
				f.must(filled(p.ChildName[l.Lang]), fmt.Sprintf("/principles/%d/child_name", j), "no_child_name", "lang", l.Lang)
			}
		}
		f.cards(at+"/cards", l.Cards, outcomes)
		f.items(at+"/items", l.Items, items)
		switch {
		case l.Screen != nil:
			f.screen(at+"/screen", l)
		case lender == nil || lender.packs[l.Lang] == nil:
			f.must(false, at+"/lang", "no_screen", "lang", l.Lang)
		}
	}
	for i, p := range d.Principles {
		for _, lang := range sortedKeys(p.ChildName) {
			f.must(seen[lang], fmt.Sprintf("/principles/%d/child_name/%s", i, pointerToken(lang)), "child_name_alone", "lang", lang)
		}
	}
}

// items: translated texts, each of something that the document has.
func (f *faults) items(at string, texts map[string]string, known map[string]bool) {
	for _, key := range sortedKeys(texts) {
		f.must(known[key], at+"/"+pointerToken(key), "item_alone", "key", key)
		f.text(at+"/"+pointerToken(key), texts[key], maxText)
	}
}

// itemKeys are the keys of what can be translated besides cards and screens (see Entry).
func (d Document) itemKeys() map[string]bool {
	keys := map[string]bool{}
	for _, p := range d.Principles {
		for _, o := range p.Outcomes {
			keys["outcome/"+o.Code+"/text"] = true
			for _, ind := range o.Indicators {
				keys["indicator/"+ind.Code+"/text"] = true
			}
			for _, n := range Nations {
				for _, part := range o.Ask[n].parts(o.Code, n) {
					keys[part.Key] = true
				}
			}
		}
	}
	return keys
}

// cards: none at all, or one for each outcome with all four texts.
func (f *faults) cards(at string, cards map[string]Card, outcomes map[string]bool) {
	if len(cards) == 0 {
		return
	}
	for _, code := range sortedKeys(cards) {
		at := at + "/" + pointerToken(code)
		f.must(outcomes[code], at, "card_alone", "code", code)
		c := cards[code]
		for _, part := range []struct{ name, text string }{{"name", c.Name}, {"ask", c.Ask}, {"simpler", c.Simpler}, {"example", c.Example}} {
			f.text(at+"/"+part.name, part.text, maxText)
		}
	}
	for _, code := range sortedKeys(outcomes) {
		_, ok := cards[code]
		f.must(ok, at, "no_card", "code", code)
	}
}

// screen judges screen texts as those in the program are judged: every key of the checklist's English, with its slots.
func (f *faults) screen(at string, l DocumentLanguage) {
	checklist, _ := BySet(SetChecklist)
	c := &checker{}
	p := &Pack{common: *l.Screen, own: true}
	c.pack(l.Lang, p)
	c.sameTexts(l.Lang, p.texts(), checklist.packs["en"].texts(), "the checklist")
	for _, err := range c.errs {
		f.must(false, at, "screen", "what", err.Error())
	}
}
