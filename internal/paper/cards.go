package paper

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
)

// layout is how many cards a sheet holds.
type layout struct{ columns, rows int }

// cardLayouts: a card is about 9 × 8 cm, and twice that in large print.
var cardLayouts = map[string]map[bool]layout{
	"a3": {false: {3, 4}, true: {2, 2}},
	"a4": {false: {2, 3}, true: {1, 2}},
	"a5": {false: {1, 2}, true: {1, 1}},
}

// cards are the whole deck: how they are used and where they come from, something
// else, each outcome, what matters most, at least two of the young person's own;
// then the anchors and answers.
func (w *work) cards() print.Doc {
	lay := cardLayouts[w.order.Size][w.large]
	fronts := []print.Panel{w.intro(), w.front(loose(w.pack.SomethingElse()))}
	backs := []print.Panel{{}, w.back(loose(w.pack.SomethingElse()))}
	add := func(t topic) { fronts, backs = append(fronts, w.front(t)), append(backs, w.back(t)) }
	for _, t := range w.topics() {
		add(t)
	}
	add(loose(w.pack.MattersMost()))
	// Cards of their own fill the page, so that the answers begin another.
	own := func(least int) {
		for n := 0; n < least || len(fronts)%(lay.columns*lay.rows) != 0; n++ {
			fronts, backs = append(fronts, w.blank()), append(backs, print.Panel{})
		}
	}
	own(2)
	for _, c := range slices.Concat(w.pack.Anchors(), w.pack.Answers()) {
		fronts, backs = append(fronts, w.choice(c)), append(backs, print.Panel{})
	}
	own(0)
	panels := fronts
	if w.order.Back {
		panels = duplex(fronts, backs, lay)
	}
	return print.Doc{Title: w.pack.Text("paper.cards_how"), Lang: w.pack.Lang(), Paper: w.order.paper(), Footer: w.short(), Header: w.header(), PageLabel: w.pageLabel(),
		Blocks: []print.Block{print.Board{Columns: lay.columns, Rows: lay.rows, Panels: panels, Cut: true, Pad: 14, Least: w.least(10)}}}
}

// duplex puts the backs behind the fronts: each second page is the back of the
// one before it, turned over its long edge. Both come in whole pages.
func duplex(fronts, backs []print.Panel, lay layout) []print.Panel {
	each := lay.columns * lay.rows
	var out []print.Panel
	for from := 0; from < len(fronts); from += each {
		out = append(out, fronts[from:from+each]...)
		for row := from; row < from+each; row += lay.columns {
			line := slices.Clone(backs[row : row+lay.columns])
			slices.Reverse(line)
			out = append(out, line...)
		}
	}
	return out
}

// loose is a card that stands under no outcome.
func loose(c framework.Card) topic {
	return topic{picture: c.Picture, name: c.Name, ask: c.Ask, simpler: c.Simpler, example: c.Example}
}

// least is the smallest words allowed: 16 points in large print.
func (w *work) least(normal float64) float64 {
	if w.large {
		return 16
	}
	return normal
}

// pick gives the normal or the large size.
func (w *work) pick(normal, large float64) float64 {
	if w.large {
		return large
	}
	return normal
}

func (w *work) front(t topic) print.Panel {
	parts := []print.Part{
		w.picture(t.picture, t.name, w.pick(78, 140)),
		print.Words{Text: strong(w.in(t.name)), Size: w.pick(18, 28), Level: 1, Above: 4},
	}
	if t.ask != "" {
		parts = append(parts, print.Words{Text: w.in(t.ask), Size: w.pick(14, 22), Above: 5})
	}
	if t.code != "" {
		parts = append(parts, print.Words{Text: print.Say(t.code), Size: 8, Fixed: true, Soft: true, Above: 6})
	}
	return print.Panel{Parts: parts}
}

func (w *work) back(t topic) print.Panel {
	var parts []print.Part
	for _, s := range []string{t.simpler, t.example} {
		if s != "" {
			parts = append(parts, print.Words{Text: w.in(s), Size: w.pick(15, 22), Above: 10})
		}
	}
	if len(parts) == 0 {
		return print.Panel{}
	}
	if t.code != "" {
		parts = append(parts, print.Words{Text: print.Say(t.code), Size: 8, Fixed: true, Soft: true, Above: 6})
	}
	return print.Panel{Parts: parts}
}

// choice is one anchor or answer: a word that somebody can put down beside a card.
func (w *work) choice(c framework.Choice) print.Panel {
	return print.Panel{Parts: []print.Part{
		w.picture(c.Picture, c.Word, w.pick(78, 140)),
		print.Words{Text: strong(w.in(c.Word)), Size: w.pick(18, 28), Level: 1, Above: 4},
		print.Words{Text: w.in(c.More), Size: w.pick(13, 20), Above: 5},
	}}
}

// blank is a card for a topic of their own.
func (w *work) blank() print.Panel {
	return print.Panel{Parts: []print.Part{
		print.Words{Text: strong(w.say("paper.blank_card")), Size: w.pick(16, 24), Level: 1},
		print.Words{Text: w.say("paper.write_here"), Size: w.pick(12, 18), Soft: true, Above: 3},
		print.Room{Lines: int(w.pick(4, 6)), Gap: w.pick(30, 36)},
	}}
}

// intro says what to do with the cards, and what they were made from.
func (w *work) intro() print.Panel {
	parts := []print.Part{print.Words{Text: strong(w.say("paper.cards_how")), Size: w.pick(16, 24), Level: 1}}
	return print.Panel{Parts: append(parts, w.made(7.5)...)}
}

// pageLabel is the page number in the pack's language.
func (w *work) pageLabel() string { return w.pack.Text("paper.page", "number", "{page}") }
