package framework

import (
	"maps"
	"strings"

	"stablefutures/internal/i18n"
)

// standIn is the pack for a language of which nothing is here yet: every text is the original's, and says so.
func (p *Pack) standIn(lang string) *Pack {
	c := *p
	name, _ := i18n.LanguageName(lang)
	c.common.Lang, c.common.Name, c.common.Dir = lang, name, i18n.Dir(lang)
	c.common.Status, c.common.Translator, c.common.Note = StatusNone, "", ""
	c.untranslated, c.standsFor = true, p
	return &c
}

// with lays translations over a copy of the pack. A key that the pack does not have is left alone, as is an empty text.
func (p *Pack) with(texts map[string]Translated) *Pack {
	c := *p
	c.cards = maps.Clone(p.cards)
	c.common.Anchors, c.common.Answers = maps.Clone(p.common.Anchors), maps.Clone(p.common.Answers)
	c.common.UI = maps.Clone(p.common.UI)
	c.common.Explain.Points = maps.Clone(p.common.Explain.Points)
	c.common.Explain.Nations = make(map[string]map[string]string, len(p.common.Explain.Nations))
	for n, m := range p.common.Explain.Nations {
		c.common.Explain.Nations[n] = maps.Clone(m)
	}
	c.wording, c.statuses = map[string]string{}, map[string]string{}
	maps.Copy(c.wording, p.wording)
	maps.Copy(c.statuses, p.statuses)
	for key, t := range texts {
		if said := p.said[key]; !said.IsZero() && said.After(t.At) {
			continue
		}
		if t.Text != "" && c.lay(key, t.Text) {
			c.statuses[key] = t.Status
		}
	}
	c.lendTranslated(texts)
	c.settle()
	return &c
}

// settle works out the least status of all that a young person sees.
func (p *Pack) settle() {
	p.least = StatusOriginal
	for _, key := range p.seen() {
		if status := p.StatusOf(key); !AtLeast(status, p.least) {
			p.least = status
		}
	}
}

// lendTranslated lets an outcome's translated text serve as its card, as its own text does in the language it was
// published in, wherever nobody wrote that part of the card.
func (p *Pack) lendTranslated(texts map[string]Translated) {
	if !p.lentCards {
		return
	}
	for code, c := range p.cards {
		t := texts["outcome/"+code+"/text"]
		if t.Text == "" {
			continue
		}
		for _, part := range cardParts {
			key := "card/" + code + "/" + part
			if _, own := p.statuses[key]; !own && c.lay(part, t.Text) {
				p.statuses[key] = t.Status
			}
		}
		p.cards[code] = c
	}
}

// lay puts one text in its place, and reports whether the pack has that place.
func (p *Pack) lay(key, text string) bool {
	kind, rest, _ := strings.Cut(key, "/")
	code, part, _ := strings.Cut(rest, "/")
	switch kind {
	case "card":
		return p.layCard(code, part, text)
	case "anchor":
		return layChoice(p.common.Anchors, code, part, text)
	case "answer":
		return layChoice(p.common.Answers, code, part, text)
	case "explain":
		if part != "" {
			return replace(p.common.Explain.Nations[code], part, text)
		}
		return replace(p.common.Explain.Points, code, text)
	case "ui":
		return replace(p.common.UI, rest, text)
	case "principle", "outcome", "indicator", "ask":
		p.wording[key] = text
		return true
	}
	return false
}

func (p *Pack) layCard(code, part, text string) bool {
	switch code {
	case "something_else":
		return p.common.SomethingElse.lay(part, text)
	case "matters_most":
		return p.common.MattersMost.lay(part, text)
	}
	c, ok := p.cards[code]
	if ok = ok && c.lay(part, text); ok {
		p.cards[code] = c
	}
	return ok
}

func (c *Card) lay(part, text string) bool {
	switch part {
	case "name":
		c.Name = text
	case "ask":
		c.Ask = text
	case "simpler":
		c.Simpler = text
	case "example":
		c.Example = text
	default:
		return false
	}
	return true
}

func layChoice(m map[string]Choice, key, part, text string) bool {
	c, ok := m[key]
	switch {
	case !ok:
		return false
	case part == "word":
		c.Word = text
	case part == "more":
		c.More = text
	default:
		return false
	}
	m[key] = c
	return true
}

func replace(m map[string]string, key, text string) bool {
	if _, ok := m[key]; !ok {
		return false
	}
	m[key] = text
	return true
}

// seen lists the keys of everything a young person sees.
func (p *Pack) seen() []string {
	var keys []string
	for _, code := range append(sortedKeys(p.cards), "something_else", "matters_most") {
		for _, part := range cardParts {
			keys = append(keys, "card/"+code+"/"+part)
		}
	}
	for _, k := range anchorKeys {
		keys = append(keys, "anchor/"+k+"/word", "anchor/"+k+"/more")
	}
	for _, k := range answerKeys {
		keys = append(keys, "answer/"+k+"/word", "answer/"+k+"/more")
	}
	for k := range p.common.Explain.Points {
		keys = append(keys, "explain/"+k)
	}
	for n, m := range p.common.Explain.Nations {
		for k := range m {
			keys = append(keys, "explain/"+n+"/"+k)
		}
	}
	for k := range p.common.UI {
		keys = append(keys, "ui/"+k)
	}
	return keys
}
