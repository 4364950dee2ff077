package frameworkweb

import (
	"slices"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page/kit"
)

// screen is what belongs together on one screen of a young person: the texts and the pictures, by key.
type screen struct {
	ID     string // "card/B2", "answers", "ui/stop", "names"
	Keys   []string
	Places []string
}

// i18n: prefix wording.screen_
var screenNames = []string{"start", "interpreter", "explain", "topics", "card", "words", "else", "matters", "link", "change", "promise", "told",
	"check", "end", "stop", "pause", "safe", "privacy", "copy", "mine", "own", "device", "leave", "listen", "paper", "tool", "view", "nav", "wrong"}

// screensOf lists the screens in the order in which a young person meets them: the cards first.
func screensOf(e *framework.Edition, p *framework.Pack) []*screen {
	var list []*screen
	find := func(key string) *screen {
		id := framework.ScreenOf(key)
		for _, s := range list {
			if s.ID == id {
				return s
			}
		}
		s := &screen{ID: id}
		list = append(list, s)
		return s
	}
	for _, entry := range e.Entries(p) {
		if framework.ForYoung(entry.Key) {
			s := find(entry.Key)
			s.Keys = append(s.Keys, entry.Key)
		}
	}
	for _, at := range e.Places(p) {
		s := find(at.Key)
		s.Places = append(s.Places, at.Key)
	}
	place := func(s *screen) int {
		ui, ok := strings.CutPrefix(s.ID, "ui/")
		if !ok {
			return -1
		}
		if i := slices.Index(screenNames, ui); i >= 0 {
			return i
		}
		return len(screenNames)
	}
	slices.SortStableFunc(list, func(a, b *screen) int { return place(a) - place(b) })
	return list
}

// nameOfScreen is what staff call a screen: a card by its own name.
func nameOfScreen(l i18n.L, p *framework.Pack, id string) kit.Content {
	kind, rest, _ := strings.Cut(id, "/")
	switch {
	case id == "answers":
		return kit.T(l.T("wording.answers"))
	case id == "names":
		return kit.T(l.T("wording.names"))
	case id == "card/something_else":
		return kit.In(p.Lang(), p.Dir(), p.SomethingElse().Name)
	case id == "card/matters_most":
		return kit.In(p.Lang(), p.Dir(), p.MattersMost().Name)
	case kind == "card":
		c, _ := p.Card(rest)
		return kit.Join(kit.T(rest+" "), kit.In(p.Lang(), p.Dir(), c.Name))
	case slices.Contains(screenNames, rest):
		return kit.T(l.T("wording.screen_" + rest)) // i18n: prefix wording.screen_
	}
	return kit.T(rest)
}

// partName says what a text is on its screen.
func partName(l i18n.L, key string) string {
	parts := strings.Split(key, "/")
	switch last := parts[len(parts)-1]; parts[0] {
	case "card":
		return l.T("wording.part_" + last) // i18n: prefix wording.part_
	case "anchor", "answer":
		return l.T("wording.part_"+last) + " · " + strings.ReplaceAll(parts[1], "_", " ")
	case "principle":
		return parts[1]
	case "explain":
		if len(parts) == 3 {
			return l.T("explorer.nation_"+strings.ReplaceAll(parts[1], "-", "_")) + " · " + last // i18n: prefix explorer.nation_
		}
		return strings.ReplaceAll(last, "_", " ")
	default:
		return strings.ReplaceAll(last, "_", " ")
	}
}

// frame shows one screen of a pack. changed marks what differs, by key.
func frame(label string, e *framework.Edition, p *framework.Pack, s *screen, changed map[string]bool) kit.ShownScreen {
	says, pictures := map[string]string{}, map[string]string{}
	for _, entry := range e.Entries(p) {
		says[entry.Key] = entry.Text
	}
	for _, at := range e.Places(p) {
		pictures[at.Key] = at.Picture
	}
	v := kit.ShownScreen{Label: label, Lang: p.Lang(), Dir: p.Dir()}
	if s.ID == "answers" {
		for _, place := range s.Places {
			v.Choices = append(v.Choices, kit.ShownChoice{Drawing: pictures[place], Word: says[place+"/word"], More: says[place+"/more"],
				New: changed[place] || changed[place+"/word"] || changed[place+"/more"]})
		}
		return v
	}
	if len(s.Places) > 0 {
		v.Drawing = pictures[s.Places[0]]
	}
	for _, key := range s.Keys {
		switch {
		case v.Title == "" && (strings.HasSuffix(key, "/name") || strings.HasSuffix(key, ".title")) && !strings.HasPrefix(key, "principle/"):
			v.Title = says[key]
		default:
			v.Lines = append(v.Lines, kit.ShownLine{Text: says[key], New: changed[key]})
		}
	}
	return v
}
