package print

import "math"

const cellPad = 6.0

func (s *setter) table(t Table) {
	columns := len(t.Head)
	if columns == 0 && len(t.Rows) > 0 {
		columns = len(t.Rows[0])
	}
	if columns == 0 {
		return
	}
	frames := s.columns(t, columns)
	tag := s.root.child("Table", Text{}, s.lang)
	var head []strip
	if len(t.Head) > 0 {
		row := tag.child("TR", Text{}, s.lang)
		head = s.row(row, t.Head, frames, func(int) string { return "Column" }, tableRule, 1.2)
		head[0].above = s.size * 0.9
		for i, st := range head {
			st.keepNext = true
			head[i] = st
			s.flow.add(st)
		}
	}
	again, tall := head, 0.0
	for _, st := range head {
		tall += st.height
	}
	if tall > s.flow.sheet.height/4 { // no room to say it again on every page
		again = nil
	}
	scope := func(i int) string {
		if t.RowHead && i == 0 {
			return "Row"
		}
		return ""
	}
	for i, cells := range t.Rows {
		row := tag.child("TR", Text{}, s.lang)
		strips := s.row(row, cells, frames, scope, hairline, 0.75)
		if i == 0 && head == nil {
			strips[0].above = s.size * 0.9
		}
		for k, st := range strips {
			st.keepNext = k < len(strips)-1 && len(strips) <= 12
			if st.repeat = again; i == 0 && k == 0 {
				st.repeat = nil
			}
			s.flow.add(st)
		}
	}
}

// row sets the cells of one row side by side: strip k holds line k of each.
func (s *setter) row(row *element, cells []Text, frames []frame, scope func(int) string, c colour, thick float64) []strip {
	plain := s.body()
	plain.leading, plain.side = 1.4, s.dir()
	var strips []strip
	for i, t := range cells {
		role := "TD"
		if scope(i) != "" {
			role, t = "TH", t.bold()
		}
		tag := row.child(role, t, s.lang)
		if role == "TH" {
			tag.attributes = "<</O/Table/Scope/" + scope(i) + ">>"
		}
		how, owners := plain.of(t), tag.leaves(t)
		k := 0
		s.press.paragraph(t, int(frames[i].width/how.size*1000), func(l line) {
			st := s.strip(l, how, frames[i], owners)
			if k == len(strips) {
				strips = append(strips, st)
			} else {
				strips[k].pieces = append(strips[k].pieces, st.pieces...)
				strips[k].height = math.Max(strips[k].height, st.height)
				strips[k].baseline = math.Max(strips[k].baseline, st.baseline)
			}
			k++
		})
	}
	if len(strips) == 0 {
		strips = []strip{{height: plain.size * plain.leading}}
	}
	last := len(strips) - 1
	strips[0].height += cellPad
	strips[0].baseline += cellPad
	strips[last].height += cellPad
	strips[last].line = &rule{frame: s.full(), thick: thick, colour: c}
	return strips
}

// columns shares the width out by what the cells hold: each column gets at least
// its fair minimum, the rest in proportion to its longest line.
func (s *setter) columns(t Table, n int) []frame {
	wish := make([]float64, n)
	measure := func(cells []Text) {
		for i, c := range cells {
			s.press.paragraph(c.bold(), 60000, func(l line) {
				wish[i] = math.Max(wish[i], float64(l.width)*s.size*arabicScale/1000)
			})
		}
	}
	measure(t.Head)
	for i, row := range t.Rows {
		if i == 200 { // enough to know; the rest wraps
			break
		}
		measure(row)
	}
	all := s.full()
	gap := s.size
	room := all.width - gap*float64(n-1)
	least := math.Min(s.size*5, room/float64(n))
	total := 0.0
	for i := range wish {
		wish[i] = math.Min(math.Max(wish[i]+2, least), room*0.6)
		total += wish[i]
	}
	spare := room - least*float64(n)
	frames := make([]frame, n)
	x := all.x
	for i := range wish {
		w := least
		if total > least*float64(n) {
			w += spare * (wish[i] - least) / (total - least*float64(n))
		} else {
			w = room / float64(n)
		}
		frames[i] = frame{x, w}
		if s.rtl {
			frames[i].x = 2*all.x + all.width - x - w
		}
		x += w + gap
	}
	return frames
}
