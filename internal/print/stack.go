package print

import "strconv"

// stack is parts laid out in a frame, one below another: everything measured
// from its top.
type stack struct {
	pieces []piece
	lines  []rule
	height float64
	cut    bool // a word had to be cut in the middle
	heads  []*heading
}

// lay sets parts in a frame at a scale. Without a parent it only measures.
func (s *setter) lay(parts []Part, in frame, scale float64, parent *element) stack {
	st := stack{}
	for i, part := range parts {
		switch part := part.(type) {
		case Words:
			st.words(s, part, in, scale, parent, i == 0)
		case Drawing:
			size := part.Size * max(scale, smallestPicture)
			if i > 0 {
				st.height += part.Above * scale
			}
			st.picture(s, part, frame{in.x + (in.width-size)/2, size}, st.height, parent)
			st.height += size + 0.14*size
		case Room:
			for range part.Lines {
				st.height += part.Gap * min(1, max(scale, closest))
				st.lines = append(st.lines, rule{frame: in, thick: 0.6, colour: softInk, down: st.height})
			}
			st.height += 4
		case Beside:
			st.beside(s, part, in, scale, parent)
		case Tiles:
			if i > 0 {
				st.height += part.Above * scale
			}
			st.tiles(s, part, in, scale, parent)
		}
	}
	return st
}

func (st *stack) picture(s *setter, d Drawing, at frame, down float64, parent *element) {
	f := &figure{vector: d.vector, size: at.width, down: down, flip: d.Flip}
	if parent != nil {
		f.tag = parent.child("Figure", Text{}, s.lang)
		f.tag.alt = d.Alt
	}
	st.pieces = append(st.pieces, piece{frame: at, colour: deep, figure: f})
}

// airy are the scripts whose letters need more room between lines.
func airy(t Text) bool {
	for _, r := range t.Runs {
		for _, c := range r.Text {
			if f := home(c); f == famArabic || f == famEthiopic || f == famBengali || f == famHan {
				return true
			}
		}
	}
	return false
}

func (st *stack) words(s *setter, w Words, in frame, scale float64, parent *element, first bool) {
	if w.Text.empty() {
		return
	}
	how := look{size: w.Size, leading: 1.3, colour: ink}
	if airy(w.Text) {
		how.leading = 1.5
	}
	if w.Soft {
		how.colour = softInk
	}
	if w.Level > 0 {
		how.colour = deep
	}
	if !w.Fixed {
		how.size = max(how.size*scale, s.floor)
	}
	if !first {
		st.height += w.Above * scale
	}
	if w.Start { // beside a picture, whatever the words' own direction
		how.side = s.dir()
	}
	how = how.of(w.Text)
	owners := []*element{nil}
	if parent != nil {
		role := "P"
		if w.Level > 0 {
			role = "H" + strconv.Itoa(w.Level)
		}
		tag := parent.child(role, w.Text, s.lang)
		owners = tag.leaves(w.Text)
		if w.Level > 0 {
			st.heads = append(st.heads, &heading{level: w.Level, text: w.Text.plain(), tag: tag, top: st.height})
		}
	}
	s.press.paragraph(w.Text, s.balanced(w, how, in), func(l line) {
		if n := len(l.atoms); n > 0 && !l.atoms[n-1].brk && !l.atoms[n-1].blank {
			st.cut = true
		}
		p := piece{line: l, frame: in, size: how.size, colour: how.colour, toRight: how.side == RTL, owners: owners,
			down: st.height + how.size*(how.leading/2+0.36)}
		if !w.Start {
			wide := float64(l.width) * how.size / 1000
			p.frame, p.toRight = frame{in.x + (in.width-wide)/2, wide}, false
		}
		st.pieces = append(st.pieces, p)
		st.height += how.size * how.leading
	})
}

// balanced is the width, in thousandths of the size, that a text is set in: for
// centred words the narrowest that needs no more lines, so that no word is left alone.
func (s *setter) balanced(w Words, how look, in frame) int {
	width := int(in.width / how.size * 1000)
	count := func(width int) (n int) {
		s.press.paragraph(w.Text, width, func(line) { n++ })
		return n
	}
	lines := 1
	if !w.Start {
		lines = count(width)
	}
	if lines < 2 || lines > 4 {
		return width
	}
	least, most := width/lines, width
	for most-least > width/50 {
		if half := (least + most) / 2; count(half) > lines {
			least = half
		} else {
			most = half
		}
	}
	return most
}

// join puts another stack into this one, down points below its top.
func (st *stack) join(other stack, down float64) {
	for _, p := range other.pieces {
		if p.figure != nil {
			f := *p.figure
			f.down += down
			p.figure = &f
		}
		p.down += down
		st.pieces = append(st.pieces, p)
	}
	for _, l := range other.lines {
		l.down += down
		st.lines = append(st.lines, l)
	}
	for _, h := range other.heads {
		h.top += down
		st.heads = append(st.heads, h)
	}
	st.cut = st.cut || other.cut
}

// emptyBox is the square that somebody marks by hand. It says nothing by itself, so nobody is read it.
var emptyBox = func() vector {
	s := shape{stroke: pictureStroke * 1.4}
	s.rect(map[string]float64{"x": 3, "y": 3, "width": 42, "height": 42, "rx": 6})
	return vector{s}
}()

// beside puts the picture where reading starts and the words after it, the
// smaller of the two in the middle of the other.
func (st *stack) beside(s *setter, b Beside, in frame, scale float64, parent *element) {
	box := b.Box * max(scale, closest)
	whole := in
	in = in.inset(box*1.4, 0, s.rtl)
	size := b.Drawing.Size * max(scale, smallestPicture)
	inner := in.inset(size*1.25, 0, s.rtl)
	at := frame{in.x, size}
	if s.rtl {
		at.x = in.x + in.width - size
	}
	parts := make([]Part, len(b.Words))
	for i, w := range b.Words {
		w.Start = true
		parts[i] = w
	}
	measured := s.lay(parts, inner, scale, nil)
	tall := max(size, measured.height, box)
	if box > 0 {
		mark := whole.inset(0, whole.width-box, s.rtl)
		st.pieces = append(st.pieces, piece{frame: mark, colour: ink, figure: &figure{vector: emptyBox, size: box, down: st.height + (tall-box)/2}})
	}
	if size > 0 {
		st.picture(s, b.Drawing, at, st.height+(tall-size)/2, parent)
	}
	words := measured
	if parent != nil {
		words = s.lay(parts, inner, scale, parent)
	}
	st.join(words, st.height+(tall-words.height)/2)
	st.height += tall
}

func (st *stack) tiles(s *setter, t Tiles, in frame, scale float64, parent *element) {
	gap := 12 * scale
	width := (in.width - gap*float64(t.Columns-1)) / float64(t.Columns)
	var list *element
	if parent != nil {
		list = parent.child("L", Text{}, s.lang)
		list.attributes = "<</O/List/ListNumbering/None>>"
	}
	for i := 0; i < len(t.Items); i += t.Columns {
		if i > 0 {
			st.height += t.Gap * scale
		}
		tall := 0.0
		for k := 0; k < t.Columns && i+k < len(t.Items); k++ {
			at := in.inset((width+gap)*float64(k), in.width-(width+gap)*float64(k)-width, s.rtl)
			var body *element
			if list != nil {
				body = list.child("LI", Text{}, s.lang).child("LBody", Text{}, s.lang)
			}
			one := stack{}
			one.beside(s, t.Items[i+k], at, scale, body)
			st.join(one, st.height)
			tall = max(tall, one.height)
		}
		st.height += tall
	}
}
