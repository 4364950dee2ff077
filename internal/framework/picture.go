package framework

import "strings"

// Place is one place where a picture stands on a young person's screens. Keys are for ever:
//
//	card/<outcome>, card/something_else, card/matters_most
//	anchor/<key>, answer/<key>
//	screen/<name>
type Place struct{ Key, Picture string }

// screens are the screens that have a picture of their own, in the order in which they are met, and what they show as
// long as nobody has chosen another.
var screens = []Place{{"explain", "open-hand"}, {"check", "listening"}, {"end", "sun"}, {"pause", "pause"}, {"stop", "stop"}, {"safe", "shield"}, {"privacy", "who-can-see"}}

// OutcomePicture names the drawing on an outcome's card.
func (p *Pack) OutcomePicture(o Outcome) string {
	if own, ok := p.pictures["card/"+o.Code]; ok {
		return own
	}
	return o.Picture
}

// ScreenPicture names the drawing on one of the screens; "" for a screen that has none.
func (p *Pack) ScreenPicture(name string) string {
	if own, ok := p.pictures["screen/"+name]; ok {
		return own
	}
	for _, s := range screens {
		if s.Key == name {
			return s.Picture
		}
	}
	return ""
}

// Places lists where pictures stand, and which, in the order in which they are met.
func (e *Edition) Places(p *Pack) []Place {
	var list []Place
	add := func(key, picture string) { list = append(list, Place{key, picture}) }
	for _, pr := range e.Published().Principles { // the pack knows what was chosen since
		for _, o := range pr.outcomes {
			add("card/"+o.Code, p.OutcomePicture(o))
		}
	}
	add("card/something_else", p.SomethingElse().Picture)
	add("card/matters_most", p.MattersMost().Picture)
	for _, c := range p.Anchors() {
		add("anchor/"+c.Key, c.Picture)
	}
	for _, c := range p.Answers() {
		add("answer/"+c.Key, c.Picture)
	}
	for _, s := range screens {
		add("screen/"+s.Key, p.ScreenPicture(s.Key))
	}
	return list
}

// ScreenOf says which screen a text or a picture belongs to, by its key: "card/B2",
// "answers", "names" (of the groups of cards), "ui/stop".
func ScreenOf(key string) string {
	kind, rest, _ := strings.Cut(key, "/")
	code, _, _ := strings.Cut(rest, "/")
	switch kind {
	case "card":
		return "card/" + code
	case "anchor", "answer":
		return "answers"
	case "principle":
		return "names"
	case "explain":
		return "ui/explain"
	case "screen":
		return "ui/" + code
	}
	first, _, _ := strings.Cut(rest, ".")
	return "ui/" + first
}
