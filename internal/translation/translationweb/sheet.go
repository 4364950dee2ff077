package translationweb

import (
	"slices"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type sheetView struct {
	Title, For, Made string
	Language         kit.Content
	Guide            kit.Content
	Choose           []kit.Content
	Button, Print    kit.Content
	Sections         []sheetSection
}

type sheetSection struct {
	ID, Title string
	Blocks    []sheetBlock
}

// sheetBlock is a card with its drawing, or a run of texts that belong together.
type sheetBlock struct {
	Drawing string
	Start   string
	Lines   []sheetLine
}

type sheetLine struct{ Number, Text string }

// said are the groups an interpreter speaks from, in the order of a sitting; stop and safe stand where a hand finds them.
var said = []string{"opening", "explain", "stop", "safe", "topics", "cards", "answers", "words", "matters", "promises", "ending", "privacy"}

// showSheet is the interpreter's sheet. It works for any edition and any language, for it is in English: what an
// interpreter needs is the meaning, the order, and room for their own words.
func (web *Web) showSheet(r *page.Request) (*page.Answer, error) {
	e, err := web.edition(r, "edition")
	if err != nil {
		return nil, err
	}
	l := r.L
	nation := r.Form.Choice("nation", framework.Nations...)
	if nation == "" {
		nation = framework.Nations[0]
		if slices.Contains(framework.Nations, r.Session.Nation) {
			nation = r.Session.Nation
		}
	}
	cards := cardChoices(e)
	chosen := r.Form.Choices("card", codes(cards)...)
	entries, err := web.service.Entries(r.Context(), r.Who, e.ID, "en")
	if err != nil {
		return nil, err
	}
	v := sheetView{Title: l.T("translation.sheet.title"), For: l.T("translation.sheet.for"), Language: kit.T(l.T("translation.sheet.any")),
		Made: e.Name + " " + e.Version, Guide: kit.Join(kit.T(l.T("translation.sheet.lead")), bullets([]kit.Content{kit.T(l.T("translation.sheet.guide_meaning")),
			kit.T(l.T("translation.sheet.guide_first")), kit.T(l.T("translation.sheet.guide_nothing")), kit.T(l.T("translation.sheet.guide_ask")),
			kit.T(l.T("translation.sheet.guide_stop"))})),
		Print: kit.Button{Text: kit.T(l.T("page.print")), Type: "button", Kind: kit.Secondary, Attrs: map[string]any{"data-print": true, "hidden": true}}}
	if y, ok := i18n.Young(r.Form.Line("lang", 35)); ok {
		v.Language = named(y)
	}
	number := 0
	for _, group := range said {
		s := sheetSection{ID: group, Title: groupName(l, group)}
		for _, one := range entries {
			if one.Group != group || elsewhere(one.Key, nation) || group == "cards" && !wanted(one.Key, chosen) {
				continue
			}
			number++
			s.add(block(one.Key), one.Picture, number, one.Source)
		}
		if len(s.Blocks) > 0 {
			v.Sections = append(v.Sections, s)
		}
	}
	v.Choose = append(sheetChoices(l, nation, cards, chosen), hiddenField("edition", e.ID), hiddenField("lang", r.Form.Line("lang", 35)))
	v.Button = kit.Button{Text: kit.T(l.T("translation.show")), Kind: kit.Secondary}
	return page.Show(v.Title, sheetBody(v)).In(page.Document).Style("han.css").Back(at("", "edition", e.ID)), nil
}

// block names what a text stands together with: its card, its answer; other texts stand by themselves.
func block(key string) string {
	if kind, rest, _ := strings.Cut(key, "/"); kind == "card" || kind == "anchor" || kind == "answer" {
		code, _, _ := strings.Cut(rest, "/")
		return kind + "/" + code
	}
	return "ui"
}

func (s *sheetSection) add(block, drawing string, number int, text string) {
	line := sheetLine{i18n.For("en").Number(number), text}
	if last := len(s.Blocks) - 1; last >= 0 && s.Blocks[last].Drawing == drawing {
		s.Blocks[last].Lines = append(s.Blocks[last].Lines, line)
		return
	}
	s.Blocks = append(s.Blocks, sheetBlock{Drawing: drawing, Start: line.Number, Lines: []sheetLine{line}})
}

// elsewhere reports a text of the explanation in another nation's terms.
func elsewhere(key, nation string) bool {
	rest, ok := strings.CutPrefix(key, "explain/")
	n, _, own := strings.Cut(rest, "/")
	return ok && own && n != nation
}

// wanted reports whether a card was chosen; with none chosen all are. The cards without an outcome always are.
func wanted(key string, chosen []string) bool {
	rest, ok := strings.CutPrefix(key, "card/")
	if !ok || len(chosen) == 0 {
		return true
	}
	code, _, _ := strings.Cut(rest, "/")
	return code == "something_else" || code == "matters_most" || slices.Contains(chosen, code)
}

type cardChoice struct{ code, name string }

func cardChoices(e *framework.Edition) []cardChoice {
	var list []cardChoice
	pack, ok := e.Pack("en")
	if !ok {
		return nil
	}
	for _, p := range e.Principles {
		for _, o := range p.Outcomes() {
			if c, ok := pack.Card(o.Code); ok {
				list = append(list, cardChoice{o.Code, c.Name})
			}
		}
	}
	return list
}

func codes(list []cardChoice) []string {
	var all []string
	for _, c := range list {
		all = append(all, c.code)
	}
	return all
}

// i18n: prefix translation.nation.
func sheetChoices(l i18n.L, nation string, cards []cardChoice, chosen []string) []kit.Content {
	nations := kit.Select{Name: "nation", Label: kit.Label{Text: kit.T(l.T("translation.sheet.nation"))}, Value: nation}
	for _, n := range framework.Nations {
		nations.Items = append(nations.Items, kit.Option{Value: n, Text: l.T("translation.nation." + strings.ReplaceAll(n, "-", "_"))})
	}
	boxes := kit.Checkboxes{Name: "card", Legend: kit.Legend{Text: kit.T(l.T("translation.sheet.cards")), Size: "s"}, Hint: kit.T(l.T("translation.sheet.cards_hint")),
		Class: "govuk-checkboxes--small", Values: chosen}
	for _, c := range cards {
		boxes.Items = append(boxes.Items, kit.Choice{Value: c.code, Text: kit.In("en", "ltr", c.name)})
	}
	return []kit.Content{nations, kit.Details{Summary: kit.T(l.T("translation.sheet.cards")), Body: boxes, Open: len(chosen) > 0}}
}
