package paper

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
)

// own is how many topics of their own there is room for on the sheet; more go on another one.
const own = 2

// answers is the sheet to mark: for something else and for each card the anchors and full answers with their pictures,
// room for own words, and who can change it. Every part may stay empty. What the marks say in the worker's language stands
// once, on the worker's page: the letters lead there.
func (p *sittingPages) answers(stamp *print.Stamp) print.Board {
	board := print.Board{Columns: 1, Rows: 2, Gap: 10, Pad: 10, Least: p.least(9),
		Head: append([]print.Part{print.Words{Text: strong(p.say("paper.sheet_title")), Size: p.pick(20, 26), Level: 1, Start: true}}, p.both("paper.sheet_how", p.pick(12, 16), 2, false)...)}
	for range own {
		board.Panels = append(board.Panels, p.panel(loose(p.pack.SomethingElse())))
	}
	for _, t := range p.chosen() {
		board.Panels = append(board.Panels, p.panel(t))
	}
	if p.large || !p.fits(board, stamp) {
		board.Rows = 1 // a page for each
	}
	return board
}

// panel is one topic on the sheet.
func (p *sittingPages) panel(t topic) print.Panel {
	name := []print.Words{{Text: strong(p.in(t.name)), Size: p.pick(15, 22), Level: 2}}
	switch {
	case t.code == "":
		name = append(name, print.Words{Text: p.tell("else.name_it"), Size: p.pick(11.5, 17)})
	case t.ask != "":
		name = append(name, print.Words{Text: p.in(t.ask), Size: p.pick(11.5, 17)})
	}
	under := t.code
	if s, ok := p.beneath(p.pack, p.staffName(t)); ok {
		under = s.Runs[0].Text
		if t.code != "" {
			under = t.code + " · " + under
		}
	}
	if under != "" {
		name = append(name, print.Words{Text: print.SayIn(p.staff.Lang(), under), Size: p.pick(9.5, 16), Soft: true})
	}
	parts := []print.Part{print.Beside{Drawing: p.picture(t.picture, t.name, p.pick(40, 60)), Words: name}}
	if t.code == "" {
		parts = append(parts, print.Room{Lines: 1, Gap: 24})
	}
	parts = append(parts, p.marks(slices.Concat(p.pack.Anchors(), p.pack.Answers())))
	parts = append(parts, print.Words{Text: p.tell("words.only_what"), Size: p.pick(11.5, 17), Start: true, Above: 5})
	lines := 2
	if p.large {
		lines = 3
	}
	parts = append(parts, print.Room{Lines: lines, Gap: p.pick(22, 30)})
	parts = append(parts, print.Words{Text: strong(p.tell("change.title")), Size: p.pick(11.5, 17), Start: true, Above: 4})
	return print.Panel{Edge: print.Framed, Top: true, Parts: append(parts, p.whoCanChange())}
}

// marks are the boxes for how it is. The letter after each is what whoever types it in presses, and the same on every sheet.
func (p *sittingPages) marks(choices []framework.Choice) print.Tiles {
	tiles := print.Tiles{Columns: 2, Gap: p.pick(5, 9), Above: 7}
	for i, c := range choices {
		words := []print.Words{{Text: print.Text{Lang: p.pack.Lang(), Runs: []print.Run{{Text: c.Word + "  ", Bold: true}, {Text: string(rune('a' + i)), Lang: "en"}}}, Size: p.pick(12.5, 19)}}
		tiles.Items = append(tiles.Items, print.Beside{Box: p.pick(21, 28), Drawing: p.picture(c.Picture, c.Word, p.pick(30, 42)), Words: words})
	}
	return tiles
}

// whoCanChange are the answers to "who can change this?" in the order of the screens.
var whoCanChange = []string{"me_with_help", "person", "service", "rule", "not_known"}

// whoCanChange are the boxes for who can change it, as the screens ask.
func (p *sittingPages) whoCanChange() print.Tiles {
	tiles := print.Tiles{Columns: 3, Gap: 4, Above: 4}
	if p.large {
		tiles.Columns = 2
	}
	for _, key := range whoCanChange {
		tiles.Items = append(tiles.Items, print.Beside{Box: p.pick(14, 22), Words: []print.Words{{Text: p.tell("change."+key, "who", "……"), Size: p.pick(10.5, 16)}}})
	}
	return tiles
}

// promisesOnPaper is how many promises there is room for; more go on the back.
const promisesOnPaper = 2

// ending is the last page of theirs: what matters most, what was promised, and whether it is right.
func (p *sittingPages) ending() []print.Block {
	size := p.pick(13, 18)
	heading := func(key string) print.Block { return print.Heading{Level: 1, Text: p.tell(key)} }
	room := func(lines int) print.Part { return print.Room{Lines: lines, Gap: p.pick(26, 34)} }
	blocks := []print.Block{heading("matters.title"), print.Group{Parts: append(p.both("matters.hint", size, 0, false), room(2))}, heading("promise.title"),
		print.Group{Parts: p.both("promise.hint", size, 0, false)}}
	for range promisesOnPaper {
		parts := append(p.both("promise.what", size, 0, true), room(1))
		parts = append(append(parts, p.both("promise.who", size, 4, true)...), room(1))
		parts = append(append(parts, p.both("promise.when", size, 4, true)...), room(1))
		blocks = append(blocks, print.Group{Edge: print.Framed, Parts: append(parts, p.boxes("promise.agree_yes", "promise.agree_no"))})
	}
	return append(blocks, heading("check.title"), print.Group{Parts: append(p.both("check.hint", size, 0, false), p.boxes("check.right"))},
		print.Para{Text: p.tell("end.thanks")})
}

// boxes are screen texts to mark.
func (p *sittingPages) boxes(keys ...string) print.Tiles {
	tiles := print.Tiles{Columns: 2, Gap: 4, Above: 8}
	for _, key := range keys {
		one := print.Beside{Box: p.pick(18, 28)}
		for _, part := range p.both(key, p.pick(13, 18), 0, false) {
			one.Words = append(one.Words, part.(print.Words))
		}
		tiles.Items = append(tiles.Items, one)
	}
	return tiles
}
