package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// Sitting is what the paper for one sitting is made of. It names nobody: the label and the code are how it finds its way
// back to the record it belongs to.
type Sitting struct {
	Edition *framework.Edition
	Pack    *framework.Pack // what the young person reads
	Guard   *framework.Pack // the same for what must not be a machine's draft: agreement, safety, stopping, privacy
	Staff   i18n.L          // the worker's language
	Nation  nation.Pack
	Numbers []Number // whom to ring at once
	Cards   []string // codes of outcomes; none is all of them
	Large   bool
	Label   Label
	Code    string // to type
	Scan    string // the address that the squares stand for
}

// Label is the picture and the word by which two sheets are not mixed up.
type Label struct{ Picture, Word string }

// Number is somebody to ring, and when.
type Number struct{ Name, Phone string }

// sittingPages is the paper for one sitting in the making.
type sittingPages struct {
	*work
	s     Sitting
	staff *framework.Pack // of the same edition, in the worker's language
}

// Sitting makes the paper for one sitting: the explanation, the cards, the sheet for answers, and a page for the worker.
// Nothing of it is remembered here. Errors: problem.Invalid for a code that the edition does not have and for words that
// do not fit the page (paper.too_long, at the field "large"); ctx's own when the wait is given up.
func (r *Room) Sitting(ctx context.Context, s Sitting) (Sheet, error) {
	select {
	case r.making <- struct{}{}:
		defer func() { <-r.making }()
	case <-ctx.Done():
		return Sheet{}, fmt.Errorf("wait for the press: %w", ctx.Err())
	}
	doc, err := r.SittingDoc(s)
	if err != nil {
		return Sheet{}, err
	}
	var b bytes.Buffer
	if err := print.WritePDF(&b, doc); errors.Is(err, print.ErrOverflow) {
		var check problem.Check
		check.Add("large", "paper.too_long")
		return Sheet{}, check.Err()
	} else if err != nil {
		return Sheet{}, fmt.Errorf("make paper: %w", err)
	}
	return Sheet{Name: "cards.pdf", PDF: b.Bytes()}, nil
}

// SittingDoc is what Sitting prints, for those who look before they print.
func (r *Room) SittingDoc(s Sitting) (print.Doc, error) {
	var check problem.Check
	for _, code := range s.Cards {
		_, ok := s.Edition.Outcome(code)
		check.Require(ok, "cards", "problem.not_a_choice")
	}
	check.Require(len(s.Edition.Principles) == 0 || s.Edition.Loaded().Outcomes <= maxOutcomes, "cards", "paper.too_many", "max", maxOutcomes)
	if err := check.Err(); err != nil {
		return print.Doc{}, err
	}
	w := &work{room: r, edition: s.Edition, pack: s.Pack, order: Order{Product: Cards, Lang: s.Pack.Lang(), Size: "a4", Nation: s.Nation.Nation()}, large: s.Large}
	w.find()
	w.l = s.Staff
	p := &sittingPages{work: w, s: s, staff: w.english}
	if own, ok := s.Edition.Pack(s.Staff.Tag()); ok && own.Trusted() {
		p.staff = own
	}
	if p.staff == nil {
		p.staff = s.Guard
	}
	scan, err := print.SquaresOf(s.Scan)
	if err != nil {
		return print.Doc{}, fmt.Errorf("make paper: %w", err)
	}
	doc := print.Doc{Title: w.l.T("paper.sitting_title"), Lang: s.Pack.Lang(), Paper: print.A4, Footer: w.short(), Header: w.header(), PageLabel: w.pageLabel(),
		Size: w.pick(14, 18), Least: w.least(12),
		Stamp: &print.Stamp{Picture: w.picture(s.Label.Picture, s.Label.Word, 44), Word: print.SayIn(w.l.Tag(), s.Label.Word), Scan: scan, Code: s.Code}}
	doc.Blocks = append(doc.Blocks, p.explanation(doc.Stamp), p.table())
	doc.Blocks = append(doc.Blocks, p.answers(doc.Stamp), print.Fitted{Blocks: p.ending()}, print.Fitted{Blocks: p.workers(), Dir: p.staffDir()})
	return doc, nil
}

// staffDir is the direction of the worker's pages.
func (p *sittingPages) staffDir() print.Direction {
	if p.l.Dir() == "rtl" {
		return print.RTL
	}
	return print.LTR
}

// voice is the pack that may say a screen text.
func (p *sittingPages) voice(key string) *framework.Pack {
	if framework.Guarded(key) {
		return p.s.Guard
	}
	return p.pack
}

// tell is a screen text as the young person reads it, marked with its own language.
func (p *sittingPages) tell(key string, slots ...string) print.Text {
	v := p.voice(key)
	return print.SayIn(v.Lang(), v.Text(key, slots...))
}

// beneath is what stands under a text of theirs in the worker's language; nothing where that is the same.
func (p *sittingPages) beneath(in *framework.Pack, text string) (print.Text, bool) {
	if in.Lang() == p.staff.Lang() || text == "" {
		return print.Text{}, false
	}
	return print.SayIn(p.staff.Lang(), text), true
}

// both are a text of theirs and, softer and smaller, the worker's under it.
func (p *sittingPages) both(key string, size, above float64, bold bool) []print.Part {
	text := p.tell(key)
	if bold {
		text = strong(text)
	}
	parts := []print.Part{print.Words{Text: text, Size: size, Start: true, Above: above}}
	if t, ok := p.beneath(p.voice(key), p.staff.Text(key)); ok {
		parts = append(parts, print.Words{Text: t, Size: size * 0.75, Start: true, Soft: true})
	}
	return parts
}

// explanation is told before the first card, point by point, each in both languages: on one page where it fits one.
func (p *sittingPages) explanation(stamp *print.Stamp) print.Block {
	points := func(pack *framework.Pack) []framework.Point {
		if list := pack.Explanation(p.s.Nation.Nation()); list != nil {
			return list
		}
		return pack.Explanation(framework.Nations[0])
	}
	size := p.pick(14, 18)
	parts := []print.Part{print.Words{Text: strong(p.tell("explain.title")), Size: size * 1.6, Level: 1, Start: true}}
	mine := points(p.staff)
	for i, point := range points(p.s.Guard) {
		parts = append(parts, print.Words{Text: print.SayIn(p.s.Guard.Lang(), point.Text), Size: size, Start: true, Above: 9})
		if t, ok := p.beneath(p.s.Guard, mine[i].Text); ok {
			parts = append(parts, print.Words{Text: t, Size: size * 0.75, Start: true, Soft: true})
		}
	}
	parts = append(append(parts, p.both("check.readers", size, 14, true)...), print.Room{Lines: 1, Gap: 26})
	if d := p.draft(); d != "" {
		parts = append(parts, print.Words{Text: p.in(d), Size: size * 0.8, Start: true, Soft: true, Above: 8})
	}
	board := print.Board{Columns: 1, Rows: 1, Panels: []print.Panel{{Parts: parts, Top: true}}, Least: p.least(9.5)}
	if p.fits(board, stamp) {
		return board
	}
	return print.Fitted{Blocks: flowing(parts)}
}

// flowing are parts over as many pages as they take, each whole.
func flowing(parts []print.Part) []print.Block {
	var blocks []print.Block
	for _, part := range parts {
		if room, ok := part.(print.Room); ok && len(blocks) > 0 { // lines stay with what they are for
			last := blocks[len(blocks)-1].(print.Group)
			last.Parts = append(last.Parts, room)
			blocks[len(blocks)-1] = last
			continue
		}
		if words, ok := part.(print.Words); ok {
			words.Size *= 12.0 / 18 // a group grows with its page's letters, which are large
			part = words
		}
		blocks = append(blocks, print.Group{Parts: []print.Part{part}})
	}
	return blocks
}

// fits reports whether a block fits the pages of this document as it is.
func (p *sittingPages) fits(b print.Block, stamp *print.Stamp) bool {
	return print.Fits(print.Doc{Title: p.l.T("paper.sitting_title"), Lang: p.pack.Lang(), Paper: print.A4, Header: p.header(), Stamp: stamp, Blocks: []print.Block{b}})
}

// chosen are the topics of this sitting, in the edition's order.
func (p *sittingPages) chosen() []topic {
	all := p.topics()
	if len(p.s.Cards) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(t topic) bool { return !slices.Contains(p.s.Cards, t.code) })
}

// staffName is a card's name in the worker's language.
func (p *sittingPages) staffName(t topic) string {
	if t.code == "" {
		return p.staff.SomethingElse().Name
	}
	c, ok := p.staff.Card(t.code)
	if !ok {
		return t.name
	}
	return c.Name
}

// table are the cards to lay out and choose from: something else first, then the others.
func (p *sittingPages) table() print.Board {
	lay := cardLayouts["a4"][p.large]
	var panels []print.Panel
	card := func(t topic, staffName string) {
		parts := []print.Part{p.picture(t.picture, t.name, p.pick(84, 150)),
			print.Words{Text: strong(p.in(t.name)), Size: p.pick(19, 28), Level: 2, Above: 4}}
		if t.ask != "" {
			parts = append(parts, print.Words{Text: p.in(t.ask), Size: p.pick(13, 21), Above: 4})
		}
		if s, ok := p.beneath(p.pack, staffName); ok {
			parts = append(parts, print.Words{Text: s, Size: p.pick(11, 16), Soft: true, Above: 5})
		}
		panels = append(panels, print.Panel{Parts: parts})
	}
	card(loose(p.pack.SomethingElse()), p.staff.SomethingElse().Name)
	for _, t := range p.chosen() {
		card(t, p.staffName(t))
	}
	card(loose(p.pack.MattersMost()), p.staff.MattersMost().Name)
	return print.Board{Columns: lay.columns, Rows: lay.rows, Panels: panels, Cut: true, Pad: 12, Least: p.least(10),
		Head: []print.Part{print.Words{Text: strong(p.tell("topics.title")), Size: p.pick(20, 26), Level: 1}, print.Words{Text: p.tell("topics.hint"), Size: p.pick(13, 18)}}}
}
