package paper

import "stablefutures/internal/print"

// booklet is the young person's own: one idea on a page, a big picture, few words.
func (w *work) booklet() print.Doc {
	k := w.order.scale()
	big, words, small := 180*k/a5, w.pick(17, 22), w.pick(13, 17)
	if w.order.Size != "a5" {
		words, small = w.pick(22, 28), w.pick(16, 20)
	}
	title := words * 1.45
	page := func(parts ...print.Part) print.Panel { return print.Panel{Parts: parts} }
	cover := []print.Part{w.picture("sun", w.plainTitle("paper.book_title"), big),
		print.Words{Text: strong(w.title("paper.book_title")), Size: title * 1.4, Level: 1, Above: 16}}
	if w.ours() {
		cover = append(cover, print.Words{Text: w.say("paper.book_about"), Size: words, Above: 14})
	}
	panels := []print.Panel{
		page(cover...),
		page(w.picture("book", w.pack.Text("paper.book_how"), big*0.7),
			print.Words{Text: w.say("paper.book_how"), Size: words, Above: 14},
			print.Words{Text: w.say("paper.you_can_ask"), Size: words, Above: 14}),
	}
	for _, t := range w.topics() {
		parts := []print.Part{
			print.Words{Text: w.in(w.pack.PrincipleName(t.principle)), Size: small, Soft: true},
			above(w.picture(t.picture, t.name, big), small),
			print.Words{Text: strong(w.in(t.name)), Size: title, Level: 2, Above: 14},
		}
		if t.simpler != "" {
			parts = append(parts, print.Words{Text: w.in(t.simpler), Size: words, Above: 12})
		} else if t.ask != "" {
			parts = append(parts, print.Words{Text: w.in(t.ask), Size: words, Above: 12})
		}
		panels = append(panels, page(parts...))
	}
	panels = append(panels, w.bookletEnd(words, title)...)
	return print.Doc{Title: w.plainTitle("paper.book_title"), Lang: w.pack.Lang(), Paper: w.order.paper(), Header: w.header(), PageLabel: w.pageLabel(),
		Blocks: []print.Block{print.Board{Columns: 1, Rows: 1, Panels: panels, Pad: 8, Least: w.least(12)}}}
}

// above leaves space before a picture.
func above(d print.Drawing, space float64) print.Drawing {
	d.Above = space
	return d
}

// a5 is how wide A5 is beside A4.
const a5 = 0.7047

// bookletEnd: who helps me, room for my own, and where the book comes from.
func (w *work) bookletEnd(words, title float64) []print.Panel {
	who := []print.Part{
		w.picture("guardian", w.pack.Text("paper.who_helps"), 90),
		print.Words{Text: strong(w.say("paper.who_helps")), Size: title, Level: 2, Above: 10},
	}
	if h := w.helpers(); h != "" {
		who = append(who, print.Words{Text: w.in(h), Size: words, Above: 10})
	}
	who = append(who, print.Room{Lines: 4, Gap: 36})
	own := print.Panel{Top: true, Parts: []print.Part{print.Words{Text: strong(w.say("paper.write_here")), Size: title, Level: 2}}}
	from := append([]print.Part{w.picture("document", w.pack.Text("paper.made_from", "edition", w.edition.Name), 60),
		print.Words{Text: w.say("paper.made_from", "edition", w.edition.Name), Size: words, Above: 10}}, w.made(9)...)
	return []print.Panel{{Parts: who}, own, {Parts: from}}
}
