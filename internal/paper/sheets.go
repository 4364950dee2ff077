package paper

import (
	"slices"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
)

// sheet is a staff document: labels in staff's language, the young person's words in theirs.
func (w *work) sheet(title string, fitted func(topic) []print.Block) print.Doc {
	doc := print.Doc{Title: w.l.T(title), Lang: w.l.Tag(), Paper: w.order.paper(), Footer: w.short(), Header: w.header(),
		PageLabel: w.l.T("paper.page_number"), Size: 12, Least: 9.5}
	if w.order.Size == "a3" {
		doc.Size, doc.Least = 16, 11.5
	}
	if w.large {
		doc.Size, doc.Least = 18, 18
	}
	for _, t := range w.asked() {
		doc.Blocks = append(doc.Blocks, print.Fitted{Blocks: fitted(t)})
	}
	return doc
}

// head is the picture with the card's name and question in the young person's language, and
// below it the outcome as staff read it.
func (w *work) head(t topic) []print.Block {
	text, lang := w.item(t.outcome.Code, t.outcome.Text)
	words := []print.Words{{Text: strong(w.in(t.name)), Size: 18, Level: 1}}
	if t.ask != "" {
		words = append(words, print.Words{Text: w.in(t.ask), Size: 12})
	}
	words = append(words, print.Words{Text: print.SayIn(w.l.Tag(), t.code+" · "+w.under(t.principle)), Size: 11, Soft: true})
	blocks := []print.Block{print.Group{Parts: []print.Part{print.Beside{Drawing: w.picture(t.picture, t.name, 52), Words: words}}}}
	if text != t.name {
		blocks = append(blocks, print.Para{Text: strong(print.SayIn(lang, text))})
	}
	return blocks
}

// under is the principle as the edition names it.
func (w *work) under(p framework.Principle) string {
	if p.Article == "" {
		return p.Name
	}
	return p.Name + " (" + p.Article + ")"
}

// item is the text of an outcome or indicator in the pack's language where it
// was translated, else as it was published, with the language it is in.
func (w *work) item(code, published string) (text, lang string) {
	if i, ok := w.edition.Index(code); ok {
		if t, translated := w.pack.ItemText(w.edition.Items()[i]); translated {
			return t, w.pack.Lang()
		}
	}
	return published, w.original()
}

// original is the language the edition was published in.
func (w *work) original() string {
	if w.english != nil {
		return "en"
	}
	if len(w.edition.Languages) > 0 {
		return w.edition.Languages[0]
	}
	return "en"
}

// findings are the words for what is in place. They are words to ring, in no
// order of merit, and never boxes to add up.
func (w *work) findings() string {
	var words []string
	for _, key := range []string{"in_place", "partly", "not_in_place", "not_known", "not_asked"} {
		words = append(words, w.l.T("paper.finding."+key)) // i18n: prefix paper.finding.
	}
	return strings.Join(words, "     ")
}

func (w *work) small(key string, args ...any) print.Para {
	return print.Para{Small: true, Text: w.label(key, args...)}
}

// checklist is one page for each outcome: what must be in place, what that rests
// on in one nation, what to ask and who must act.
func (w *work) checklist() print.Doc {
	return w.sheet("paper.title.checklist", func(t topic) []print.Block {
		blocks := w.head(t)
		blocks = append(blocks, w.rests(w.edition.Citations(t.code, w.order.Nation))...)
		blocks = append(blocks, print.Heading{Level: 2, Text: w.label("paper.checks")}, w.small("paper.ring"))
		for _, ind := range t.outcome.Indicators {
			text, lang := w.item(ind.Code, ind.Text)
			blocks = append(blocks, print.Para{Text: print.Text{Lang: lang, Runs: []print.Run{{Text: ind.Code + "  ", Bold: true}, {Text: text}}}})
			blocks = append(blocks, w.rests(w.edition.Citations(ind.Code, w.order.Nation))...)
			blocks = append(blocks, print.Group{Parts: []print.Part{print.Words{Text: print.SayIn(w.l.Tag(), w.findings()), Size: 11, Start: true}, print.Room{Lines: 1, Gap: 15}}})
		}
		blocks = append(blocks, w.ask(t.outcome)...)
		if w.starred(t) {
			blocks = append(blocks, w.small("paper.not_read"))
		}
		return append(blocks, w.foot()...)
	})
}

// rests says what an item rests on: title, pinpoint, force, and whether it was
// read at its source.
func (w *work) rests(cs []framework.Citation) []print.Block {
	if len(cs) == 0 {
		return nil
	}
	var parts []string
	for _, c := range cs {
		s := c.Title + ", " + c.Pinpoint + " (" + w.force(c.Force) + ")"
		if w.unread(c) {
			s += " *"
		}
		parts = append(parts, s)
	}
	return []print.Block{print.Para{Small: true, Text: print.SayIn(w.l.Tag(), w.l.T("paper.rests", "on", strings.Join(parts, "; ")))}}
}

// unread reports a citation that nobody has read at its source; our own view has none.
func (w *work) unread(c framework.Citation) bool {
	return c.Read == "not read" && w.edition.Sources()[c.Source].Kind != "own"
}

// starred reports whether the sheet of an outcome has such a citation.
func (w *work) starred(t topic) bool {
	cs := slices.Clone(w.edition.Citations(t.code, w.order.Nation))
	for _, ind := range t.outcome.Indicators {
		cs = append(cs, w.edition.Citations(ind.Code, w.order.Nation)...)
	}
	return slices.ContainsFunc(cs, w.unread)
}

// force is how binding a source is.
//
// i18n: prefix paper.force.
func (w *work) force(f string) string {
	return w.l.T("paper.force." + map[string]string{framework.ForceLaw: "law", framework.ForceGuidance: "guidance",
		framework.ForceTreaty: "treaty", framework.ForceOurView: "own"}[f])
}

func (w *work) ask(o framework.Outcome) []print.Block {
	if _, ok := o.Ask[w.order.Nation]; !ok {
		return []print.Block{print.Heading{Level: 2, Text: w.label("paper.notes")}, print.Group{Parts: []print.Part{print.Room{Lines: 3, Gap: 20}}}}
	}
	lang := w.original()
	a, translated := w.pack.AskText(o, w.order.Nation)
	if translated {
		lang = w.pack.Lang()
	}
	line := func(key, s string) print.Block {
		return print.Para{Text: print.Text{Lang: w.l.Tag(), Runs: []print.Run{{Text: w.l.T(key) + " ", Bold: true}, {Text: s, Lang: lang}}}}
	}
	return []print.Block{print.Heading{Level: 2, Text: w.label("paper.ask_in", "nation", w.nationName())},
		line("paper.ask_what", a.What), line("paper.ask_who", a.WhoMustAct), line("paper.ask_how", a.How)}
}

// foot is the colophon at the end of each sheet.
func (w *work) foot() []print.Block {
	lines := w.colophon()
	if w.pack.Lang() != w.original() && w.pack.Lang() != w.l.Tag() {
		lines = append([]string{w.l.T("paper.items_not_translated")}, lines...)
	}
	return []print.Block{print.Para{Small: true, Text: print.SayIn(w.l.Tag(), strings.Join(lines, " · "))}}
}

// observation is one page for each outcome of what an auditor of one case writes
// down: what the young person said first, then what is in place and how it is known.
func (w *work) observation() print.Doc {
	return w.sheet("paper.title.observation", func(t topic) []print.Block {
		room := func(n int) print.Block { return print.Group{Parts: []print.Part{print.Room{Lines: n, Gap: 20}}} }
		blocks := append([]print.Block{}, w.head(t)...)
		blocks = append(blocks, w.small("paper.observe_how"),
			print.Para{Text: w.label("paper.observe_case")},
			print.Heading{Level: 2, Text: w.label("paper.observe_said")}, w.small("paper.observe_said_hint"), room(3),
			print.Heading{Level: 2, Text: w.label("paper.observe_place")}, w.small("paper.ring"))
		for _, ind := range t.outcome.Indicators {
			text, lang := w.item(ind.Code, ind.Text)
			blocks = append(blocks, print.Para{Text: print.Text{Lang: lang, Runs: []print.Run{{Text: ind.Code + "  ", Bold: true}, {Text: text}}}},
				print.Group{Parts: []print.Part{print.Words{Text: print.SayIn(w.l.Tag(), w.findings()), Size: 11, Start: true},
					print.Words{Text: w.label("paper.evidence"), Size: 11, Start: true, Soft: true, Above: 4}, print.Room{Lines: 1, Gap: 12}}})
		}
		blocks = append(blocks, print.Heading{Level: 2, Text: w.label("paper.observe_way")}, room(2),
			print.Heading{Level: 2, Text: w.label("paper.observe_promised")}, room(2))
		return append(blocks, w.foot()...)
	})
}
