package paper

import (
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// work is one order in the making.
type work struct {
	room    *Room
	edition *framework.Edition
	pack    *framework.Pack
	english *framework.Pack // nil where the edition has none
	order   Order
	large   bool
	l       i18n.L // labels of staff's sheets: Welsh for Welsh, English for all else
}

func (w *work) find() {
	w.l = i18n.For("en")
	if w.order.Lang == "cy" {
		w.l = i18n.For("cy")
	}
	w.english, _ = w.edition.Pack("en")
}

// say is a screen text of the pack in the young person's language.
func (w *work) say(key string, slots ...string) print.Text {
	return w.in(w.pack.Text(key, slots...))
}

// in is words in the pack's language.
func (w *work) in(s string) print.Text { return print.SayIn(w.pack.Lang(), s) }

// label is a label in staff's language.
func (w *work) label(key string, args ...any) print.Text {
	return print.SayIn(w.l.Tag(), w.l.T(key, args...))
}

// strong is a text in bold.
func strong(t print.Text) print.Text {
	runs := make([]print.Run, len(t.Runs))
	for i, r := range t.Runs {
		r.Bold = true
		runs[i] = r
	}
	t.Runs = runs
	return t
}

// picture is a drawing by name, with words for those who cannot see it. An
// edition loaded from elsewhere may name none, or one we do not have; then an
// open book stands for it rather than nothing.
func (w *work) picture(name, alt string, size float64) print.Drawing {
	strokes := w.room.drawing(name)
	if strokes == "" {
		strokes = w.room.drawing("book")
	}
	if strings.TrimSpace(alt) == "" {
		alt = name
	}
	return print.Drawing{Strokes: strokes, Alt: alt, Size: size, Flip: name == "not-today" && w.pack.Dir() == "rtl"}
}

// ours reports whether the edition is our own checklist, whose items are rights.
// What another framework's outcomes are is for its authors to say, so on paper
// they go by their framework's name.
func (w *work) ours() bool { return w.edition.Set == framework.SetChecklist }

// title is a product's title: ours in the young person's language, another
// framework's own name.
func (w *work) title(key string) print.Text {
	if w.ours() {
		return w.say(key)
	}
	return print.SayIn(w.original(), w.edition.Name)
}

// plainTitle is title for a file's metadata.
func (w *work) plainTitle(key string) string {
	if w.ours() {
		return w.pack.Text(key)
	}
	return w.edition.Name
}

// topic is what a young person is shown of one outcome.
type topic struct {
	code, picture               string
	name, ask, simpler, example string
	principle                   framework.Principle
	outcome                     framework.Outcome
}

// topics are the outcomes in order. Where an edition came without cards, the
// outcome's own words are the card, and are not said twice.
func (w *work) topics() []topic {
	var out []topic
	for _, p := range w.edition.Principles {
		for _, o := range p.Outcomes() {
			out = append(out, w.topic(p, o))
		}
	}
	return out
}

func (w *work) topic(p framework.Principle, o framework.Outcome) topic {
	t := topic{code: o.Code, picture: w.pack.OutcomePicture(o), principle: p, outcome: o}
	if c, ok := w.pack.Card(o.Code); ok {
		t.name, t.ask, t.simpler, t.example = c.Name, c.Ask, c.Simpler, c.Example
	}
	if t.name == "" {
		t.name = o.Text
	}
	seen := map[string]bool{t.name: true}
	for _, s := range []*string{&t.ask, &t.simpler, &t.example} {
		if seen[*s] {
			*s = ""
		}
		seen[*s] = true
	}
	return t
}

// asked are the topics of an order for one outcome, or all.
func (w *work) asked() []topic {
	all := w.topics()
	if w.order.Outcome == "" {
		return all
	}
	for _, t := range all {
		if t.code == w.order.Outcome {
			return []topic{t}
		}
	}
	return nil
}

// short is the edition's name and version, for the foot of every page.
func (w *work) short() string {
	return w.edition.Name + " · " + w.edition.Version
}

// draft is what must be said of a translation that nobody has checked; "" when
// there is nothing to say.
func (w *work) draft() string {
	if w.pack.Trusted() {
		return ""
	}
	return w.pack.Text("explain.draft")
}

// colophon is what every product says about itself: edition, version, language
// and how far its translation can be trusted, source, and what the rights-holder
// asks to have said.
func (w *work) colophon() []string {
	e := w.edition
	lang := w.pack.Name()
	if y, ok := i18n.Young(w.pack.Lang()); ok && y.English != lang {
		lang = y.English + " (" + lang + ")"
	}
	lines := []string{
		w.l.T("paper.colophon.edition", "name", e.Name, "version", e.Version, "id", e.ID),
		lang + ": " + w.status(),
		w.l.T("paper.colophon.source", "source", e.Source),
	}
	if e.Permission.Attribution != "" {
		lines = append(lines, e.Permission.Attribution)
	}
	if e.Permission.Licence != "" {
		lines = append(lines, w.l.T("paper.colophon.licence", "licence", e.Permission.Licence))
	}
	if e.Recall != nil {
		lines = append(lines, w.l.T("paper.colophon.recall", "notice", e.Recall.Notice))
	}
	return lines
}

// i18n: prefix paper.status.
func (w *work) status() string {
	return w.l.T("paper.status." + strings.ReplaceAll(strings.ReplaceAll(w.pack.Status(), " ", "_"), "-", "_"))
}

// made are the colophon's lines as small words: the last thing on a product for
// young people, preceded by the warning in their own language.
func (w *work) made(size float64) []print.Part {
	var parts []print.Part
	if d := w.draft(); d != "" {
		parts = append(parts, print.Words{Text: w.in(d), Size: size + 2, Fixed: true, Above: 12})
	}
	for i, line := range w.colophon() {
		above := 0.0
		if i == 0 {
			above = 8
		}
		parts = append(parts, print.Words{Text: print.Text{Lang: w.l.Tag(), Dir: print.LTR, Runs: []print.Run{{Text: line}}}, Size: size, Fixed: true, Soft: true, Above: above})
	}
	return parts
}

// header stands on every page of a translation that is only a draft.
func (w *work) header() string {
	if w.pack.Trusted() {
		return ""
	}
	return w.l.T("paper.header_draft")
}

// helpers is who can help, in one nation's terms and the pack's language; "" without a nation.
func (w *work) helpers() string {
	for _, p := range w.pack.Explanation(w.order.Nation) {
		if p.Key == "nation.helpers" {
			return p.Text
		}
	}
	return ""
}

// nationName is the nation as staff read it.
//
// i18n: prefix paper.nation.
func (w *work) nationName() string {
	if w.order.Nation == "" {
		return ""
	}
	return w.l.T("paper.nation." + strings.ReplaceAll(w.order.Nation, "-", "_"))
}
