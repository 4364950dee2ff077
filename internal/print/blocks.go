package print

import (
	"math"
	"strconv"
)

// setter turns blocks into strips: it knows the press, the flow and the sizes.
type setter struct {
	press *press
	flow  *flow
	root  *element
	size  float64
	least float64
	floor float64 // words of a board are never smaller
	lang  string
	rtl   bool
	doc   Doc
	err   error // the first box that something did not fit into
}

// look is how a text is set.
type look struct {
	size, leading float64
	colour        colour
	side          Direction // where lines begin; Auto is the text's own direction
}

// arabicScale makes letters of the Arabic script as large to the eye as Latin
// ones of the same size.
const arabicScale = 1.08

func (h look) of(t Text) look {
	if h.side == Auto {
		h.side = t.Dir
	}
	if t.Dir == RTL {
		h.size *= arabicScale
	}
	return h
}

func (s *setter) body() look {
	how := look{size: s.size, leading: 1.5, colour: ink}
	if s.least < 12 { // a dense sheet
		how.leading = 1.32
	}
	return how
}

// air is how much of the space between blocks stays: less on a dense sheet.
func (s *setter) air() float64 {
	if s.least < 12 {
		return 0.6
	}
	return 1
}

func (s *setter) small() look {
	how := look{size: math.Max(math.Min(11, s.least*0.9), s.size*0.9), leading: 1.45, colour: softInk}
	if s.least < 12 {
		how.leading = 1.3
	}
	return how
}

// full is the frame between the margins.
func (s *setter) full() frame { return s.flow.sheet.full() }

func (s *setter) block(b Block) {
	switch b := b.(type) {
	case Heading:
		s.heading(b)
	case Para:
		how := s.body()
		if b.Small {
			how = s.small()
		}
		s.text(b.Text, how, s.full(), feed{role: "P", parent: s.root, above: s.size * 0.7 * s.air()})
	case Quote:
		s.quote(b)
	case List:
		s.list(b)
	case Table:
		s.table(b)
	case Notice:
		s.notice(b)
	case Rule:
		f := s.full()
		s.flow.add(strip{above: s.size * 0.8, height: 1, keepNext: false, line: &rule{frame: f, thick: 0.75, colour: hairline}})
	case Spacer:
		s.flow.add(strip{above: b.Lines * s.size * 1.5})
	case Picture:
		s.art(b)
	case Group:
		s.group(b)
	case Board:
		s.board(b)
	case Fitted:
		s.fitted(b)
	}
}

// feed says how the lines of one text go into the flow.
type feed struct {
	role     string
	parent   *element
	above    float64
	box      *box
	keepLast bool // the last line stays with what follows
	heading  int  // level, for bookmarks
	label    func(strip) strip
}

// text sets one text: short ones are kept whole, long ones leave no line alone at
// either side of a page break.
func (s *setter) text(t Text, how look, in frame, f feed) {
	if t.empty() {
		return
	}
	how = how.of(t)
	tag := f.parent.child(f.role, t, s.lang)
	owners := tag.leaves(t)
	var queue []strip
	count := 0
	s.press.paragraph(t, int(in.width/how.size*1000), func(l line) {
		st := s.strip(l, how, in, owners)
		st.box = f.box
		if count == 0 {
			st.above = f.above
			if f.heading > 0 {
				st.heading = &heading{level: f.heading, text: t.plain(), tag: tag}
			}
			if f.label != nil {
				st = f.label(st)
			}
		}
		count++
		if queue = append(queue, st); len(queue) > 6 {
			queue[0].keepNext = count == 7
			s.flow.add(queue[0])
			queue = queue[1:]
		}
	})
	for i, st := range queue {
		last := i == len(queue)-1
		st.keepNext = !last && (count <= 6 || i == len(queue)-2) || last && f.keepLast
		s.flow.add(st)
	}
}

func (s *setter) strip(l line, how look, in frame, owners []*element) strip {
	return strip{
		height:   how.size * how.leading,
		baseline: how.size * (how.leading/2 + 0.36),
		pieces:   []piece{{line: l, frame: in, size: how.size, colour: how.colour, toRight: how.side == RTL, owners: owners}},
	}
}

func (s *setter) heading(h Heading) {
	how := look{size: s.size * []float64{1.85, 1.3, 1.1}[h.Level-1], leading: 1.3, colour: deep}
	above := s.size * []float64{1.5, 1.4, 1.2}[h.Level-1] * s.air()
	s.text(h.Text.bold(), how, s.full(), feed{role: "H" + strconv.Itoa(h.Level), parent: s.root,
		above: above, keepLast: true, heading: h.Level})
}

// inBox opens and closes a tinted box around what set draws.
func (s *setter) inBox(b *box, set func(inner frame)) {
	pad := s.size * 0.7
	s.flow.add(strip{above: s.size * 0.8, height: pad, keepNext: true, box: b})
	set(b.frame.inset(s.size*1.3, s.size*1.1, b.rtl))
	s.flow.add(strip{height: pad, box: b})
}

func (s *setter) quote(q Quote) {
	if q.Words.empty() && q.Translation.empty() && q.Source.empty() {
		return
	}
	tag := s.root.child("BlockQuote", Text{}, s.lang)
	b := &box{frame: s.full(), fill: sand, bar: ochre, rtl: q.Words.Dir == RTL}
	s.inBox(b, func(in frame) {
		words := look{size: s.size * 1.15, leading: 1.5, colour: ink}
		s.text(q.Words, words, in, feed{role: "P", parent: tag, box: b, keepLast: true})
		if !q.Translation.empty() {
			label := Text{Lang: s.lang, Dir: s.dir(), Runs: []Run{{Text: q.TranslationLabel, Lang: s.lang}}}
			if q.TranslationLabel != "" {
				s.text(label, s.small(), in, feed{role: "P", parent: tag, above: s.size * 0.6, box: b, keepLast: true})
			}
			s.text(q.Translation, s.body(), in, feed{role: "P", parent: tag, above: s.size * 0.15, box: b, keepLast: true})
		}
		s.text(q.Source, s.small(), in, feed{role: "P", parent: tag, above: s.size * 0.6, box: b, keepLast: true})
	})
}

func (s *setter) dir() Direction {
	if s.rtl {
		return RTL
	}
	return LTR
}

func (s *setter) notice(n Notice) {
	if n.Title.empty() && len(n.Paras) == 0 {
		return
	}
	tag := s.root.child("Div", Text{}, s.lang)
	b := &box{frame: s.full(), fill: mist, bar: deep, rtl: s.rtl}
	s.inBox(b, func(in frame) {
		how := s.body()
		how.colour = deep
		s.text(n.Title.bold(), how, in, feed{role: "P", parent: tag, box: b, keepLast: true})
		for _, t := range n.Paras {
			s.text(t, s.body(), in, feed{role: "P", parent: tag, above: s.size * 0.35, box: b, keepLast: true})
		}
	})
}

func (s *setter) list(l List) {
	if len(l.Items) == 0 {
		return
	}
	tag := s.root.child("L", Text{}, s.lang)
	tag.attributes = "<</O/List/ListNumbering/Disc>>"
	if l.Ordered {
		tag.attributes = "<</O/List/ListNumbering/Decimal>>"
	}
	for i, it := range l.Items {
		above := s.size * 0.45
		if i == 0 {
			above = s.size * 0.7
		}
		s.item(tag, it, itemMark(l.Ordered, i), above)
	}
}

func itemMark(ordered bool, i int) string {
	if ordered {
		return strconv.Itoa(i+1) + "."
	}
	return "\u2022"
}

func (s *setter) item(list *element, it Item, mark string, above float64) {
	li := list.child("LI", Text{}, s.lang)
	rtl := it.Text.Dir == RTL
	label := Text{Lang: s.lang, Dir: it.Text.Dir, Runs: []Run{{Text: mark, Lang: s.lang, Bold: true}}}
	lbl := li.child("Lbl", label, s.lang)
	body := li.child("LBody", Text{}, s.lang)
	how := s.body()
	room := s.size * 1.5
	if len(mark) > 3 { // two digits or more; a bullet is three bytes
		room = s.size * 2.2
	}
	inner := s.full().inset(room, 0, rtl)
	marked := func(st strip) strip {
		s.press.paragraph(label, 100000, func(ln line) {
			st.pieces = append([]piece{{line: ln, frame: s.full(), size: st.pieces[0].size, colour: deep, toRight: rtl, owners: lbl.leaves(label)}}, st.pieces...)
		})
		return st
	}
	text := it.Text
	if text.empty() { // an item that is only notes still has its mark
		text = Text{Lang: s.lang, Dir: it.Text.Dir, Runs: []Run{{Text: "\u2013", Lang: s.lang}}}
	}
	s.text(text, how, inner, feed{role: "P", parent: body, above: above, label: marked, keepLast: len(it.Notes) > 0})
	small := s.small()
	small.side = it.Text.Dir
	for k, n := range it.Notes {
		s.text(n, small, inner, feed{role: "P", parent: body, above: s.size * 0.1, keepLast: k < len(it.Notes)-1})
	}
}
