package conversationweb

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// showWords shows the words and pictures of a sitting as they were shown, whatever has changed since.
func (web *Web) showWords(r *page.Request) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	sum, list, err := web.Conversation.WordsShown(r.Context(), r.Who, record, sitting)
	if err != nil {
		return nil, err
	}
	ed, err := web.editionOf(r, sum.Sitting)
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffPage{Title: l.T("wording.shown"), Parts: []kit.Content{paragraph(l.T("wording.shown_lead"))}}
	if len(list) == 0 || ed.Withheld() { // codes stand for words that this reader may not read
		v.Parts = append(v.Parts, kit.InsetText{Text: kit.T(l.T("wording.shown_none"))})
		return v.answer(listURL(record) + "/" + sitting), nil
	}
	for _, w := range list {
		_, english := i18n.LanguageName(w.Lang)
		version := l.T("wording.published")
		if w.Number > 0 {
			version = l.T("wording.shown_version", "number", w.Number)
		}
		v.Parts = append(v.Parts, section(kit.T(english+" · "+version), web.wordsOf(l, ed, w)))
	}
	return v.answer(listURL(record) + "/" + sitting).Style("wording.css"), nil
}

// wordsOf are the screens of one wording: the cards open, the rest to be opened.
func (web *Web) wordsOf(l i18n.L, ed *framework.Edition, w framework.Wording) []kit.Content {
	byScreen := map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(w.Texts)) {
		id := framework.ScreenOf(key)
		byScreen[id] = append(byScreen[id], key)
	}
	ids := slices.SortedFunc(maps.Keys(byScreen), func(a, b string) int {
		place := func(id string) int {
			code, ok := strings.CutPrefix(id, "card/")
			if i, known := ed.Index(code); ok && known {
				return i
			}
			return len(ed.Items())
		}
		return cmp.Or(place(a)-place(b), cmp.Compare(a, b))
	})
	var cards, rest []kit.Content
	for _, id := range ids {
		if strings.HasPrefix(id, "card/") || id == "answers" {
			cards = append(cards, wordsFrame(w, id, byScreen[id]))
		} else {
			rest = append(rest, wordsFrame(w, id, byScreen[id]))
		}
	}
	return []kit.Content{framed(cards), kit.Details{Summary: kit.T(l.T("wording.screens")), Body: framed(rest)}}
}

// wordsFrame is one screen of a wording.
func wordsFrame(w framework.Wording, id string, keys []string) kit.ShownScreen {
	v := kit.ShownScreen{Label: strings.TrimPrefix(strings.TrimPrefix(id, "ui/"), "card/"), Lang: w.Lang, Dir: w.Dir}
	v.Label = strings.ReplaceAll(v.Label, "_", " ")
	if id == "answers" {
		for _, key := range keys {
			if place, ok := strings.CutSuffix(key, "/word"); ok {
				v.Choices = append(v.Choices, kit.ShownChoice{Drawing: drawnAs(w, place), Word: w.Texts[key], More: w.Texts[place+"/more"]})
			}
		}
		return v
	}
	place := id
	if name, ok := strings.CutPrefix(id, "ui/"); ok {
		place = "screen/" + name
	}
	v.Drawing = drawnAs(w, place)
	for _, part := range []string{"/name", "/ask", "/simpler", "/example"} {
		text, ok := w.Texts[id+part]
		switch {
		case ok && part == "/name":
			v.Title = text
		case ok:
			v.Lines = append(v.Lines, kit.ShownLine{Text: text})
		}
	}
	if v.Title == "" {
		for _, key := range keys {
			v.Lines = append(v.Lines, kit.ShownLine{Text: w.Texts[key]})
		}
	}
	return v
}

// drawnAs names the drawing that stood in a place, as it was drawn then: where ours is another by now, the strokes that
// were kept are read like any that somebody brings.
func drawnAs(w framework.Wording, place string) string {
	name := w.Pictures[place]
	strokes := w.Drawings[name]
	if strokes == "" || strokes == kit.DrawingBody(name) {
		return name
	}
	d, err := framework.ReadStrokes(strokes)
	if err != nil {
		return ""
	}
	kit.LendDrawing(d.Name, d.Strokes)
	return d.Name
}
