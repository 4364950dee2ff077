package print

// sheet is the page and its margins, in points.
type sheet struct{ width, height, side, top, bottom, foot float64 }

// full is the frame between the margins.
func (s sheet) full() frame { return frame{s.side, s.width - 2*s.side} }

// colour is red, green, blue from 0 to 1.
type colour [3]float64

// The palette: dark warm ink, a deep green-blue for headings and notices, sand
// and ochre for what somebody said. Ink on sand is 15:1, soft ink on white and
// on sand at least 7:1; nothing is told by colour alone.
var (
	ink       = colour{0.13, 0.12, 0.11}
	softInk   = colour{0.30, 0.28, 0.26}
	deep      = colour{0.06, 0.28, 0.31}
	sand      = colour{0.988, 0.957, 0.902}
	ochre     = colour{0.80, 0.53, 0.14}
	mist      = colour{0.918, 0.953, 0.953}
	hairline  = colour{0.80, 0.78, 0.75}
	tableRule = colour{0.35, 0.33, 0.31}
)

// frame is a horizontal stretch of the page.
type frame struct{ x, width float64 }

// inset narrows a frame at the side where reading starts and where it ends.
func (f frame) inset(start, end float64, rtl bool) frame {
	if rtl {
		start, end = end, start
	}
	return frame{f.x + start, f.width - start - end}
}

// piece is one line of text within a strip.
type piece struct {
	line
	frame
	size    float64
	colour  colour
	toRight bool // aligned at the right of its frame
	// owners has the tag of each run, or one for all.
	owners []*element
	down   float64 // how far below the strip's baseline
	figure *figure // a picture instead of a line; the frame says where it stands
}

// figure is a picture on its way to paper, down points below the top of its strip.
type figure struct {
	vector vector
	size   float64
	down   float64
	flip   bool
	tag    *element
}

// panelEdge is the frame or tint of one part of a strip.
type panelEdge struct {
	frame
	down, height float64
	fill, line   colour
	filled       bool
	lined, cut   bool
}

// box is the tint behind a quote or a notice.
type box struct {
	frame
	fill, bar colour
	rtl       bool
}

// strip is a slice of the page, as wide as the text and never cut: usually a line.
type strip struct {
	above    float64 // space before it, dropped at the top of a page
	height   float64
	baseline float64 // from its top
	pieces   []piece
	keepNext bool // stays on one page with the strip after it
	box      *box
	line     *rule
	heading  *heading
	repeat   []strip // drawn again above this one when it starts a page
	edges    []panelEdge
	lines    []rule     // of room to write, each as far below the top as its down says
	heads    []*heading // of panels, each as far below the top as its top says
	turn     bool       // ends the page
	art      *art
}

// rule is a drawn line at the bottom of a strip.
type rule struct {
	frame
	thick  float64
	colour colour
	down   float64
}

// heading marks the strip a bookmark leads to.
type heading struct {
	level int
	text  string
	tag   *element
	page  int
	top   float64
}

// flow puts strips on pages. A run of strips that keep together goes on one page
// when it fits on one at all.
type flow struct {
	out     *composer
	page    *page
	y       float64
	unit    []strip
	heights float64
	box     *box
	boxTop  float64
	sheet   sheet
	turning bool // the next strip begins a page
}

func newFlow(out *composer) *flow { return &flow{out: out, sheet: out.sheet} }

// add takes the next strip; what is complete goes to paper at once.
func (f *flow) add(s strip) {
	f.unit = append(f.unit, s)
	f.heights += s.above + s.height
	// Beyond a page, keeping together means nothing: let go, and stay small.
	if !s.keepNext || f.heights > f.sheet.height {
		f.settle()
	}
}

func (f *flow) settle() {
	if len(f.unit) == 0 {
		return
	}
	if f.page == nil || f.turning && !f.fresh() {
		f.turn()
	}
	f.turning = false
	need := f.heights
	if f.fresh() {
		need -= f.unit[0].above
	}
	if f.y-need < f.sheet.bottom && !f.fresh() && f.heights-f.unit[0].above <= f.sheet.height-f.sheet.top-f.sheet.bottom {
		f.turn()
	}
	for _, s := range f.unit {
		if f.put(s); s.turn {
			f.turning = true
		}
	}
	f.unit, f.heights = f.unit[:0], 0
}

func (f *flow) fresh() bool { return f.y >= f.sheet.height-f.sheet.top-0.01 }

func (f *flow) put(s strip) {
	if !f.fresh() && f.y-s.above-s.height < f.sheet.bottom-0.01 {
		f.turn()
	}
	if f.fresh() {
		for _, r := range s.repeat {
			f.page.artifact = repeated
			f.draw(r)
			f.page.artifact = ""
		}
	} else {
		f.y -= s.above
	}
	f.draw(s)
}

func (f *flow) draw(s strip) {
	if s.box != f.box {
		f.closeBox(s.above)
		if f.box = s.box; s.box != nil {
			f.boxTop = f.y
		}
	}
	if s.heading != nil {
		s.heading.page, s.heading.top = f.page.number, f.y+6
		f.out.headings = append(f.out.headings, s.heading)
	}
	for _, h := range s.heads {
		h.page, h.top = f.page.number, f.y-h.top+6
		f.out.headings = append(f.out.headings, h)
	}
	for _, e := range s.edges {
		f.page.edge(e, f.y)
	}
	for _, r := range s.lines {
		f.page.bar(r.x, f.y-r.down, r.width, r.thick, r.colour)
	}
	if s.art != nil {
		s.art.draw(f.page, f.y)
	}
	for _, p := range s.pieces {
		if p.figure != nil {
			f.page.picture(p, f.y)
			continue
		}
		f.page.text(p, f.y-s.baseline-p.down)
	}
	f.y -= s.height
	if s.line != nil {
		f.page.bar(s.line.x, f.y, s.line.width, s.line.thick, s.line.colour)
	}
}

// closeBox draws the tint of the open box down to here; after is the space that
// already lies between it and what follows.
func (f *flow) closeBox(after float64) {
	if f.box == nil {
		return
	}
	bottom := f.y
	if f.boxTop > bottom && !f.fresh() {
		bottom += after
	}
	if b := f.box; f.boxTop > bottom {
		f.page.bar(b.x, bottom, b.width, f.boxTop-bottom, b.fill)
		edge := b.x
		if b.rtl {
			edge = b.x + b.width - barWidth
		}
		f.page.bar(edge, bottom, barWidth, f.boxTop-bottom, b.bar)
	}
}

// barWidth is the bar at the reading side of a box.
const barWidth = 4.0

// boxOverlap is how far a box that goes on over the page reaches past its text.
const boxOverlap = 8.0

// turn finishes the page and starts another.
func (f *flow) turn() {
	if f.page != nil {
		f.closeBox(-boxOverlap)
		f.out.finish(f.page)
	}
	f.page = f.out.newPage()
	f.y = f.sheet.height - f.sheet.top
	f.boxTop = f.y + boxOverlap
}

// end settles what is left and finishes the last page.
func (f *flow) end() {
	f.settle()
	if f.page == nil {
		f.turn()
	}
	f.closeBox(0)
	f.out.finish(f.page)
}
