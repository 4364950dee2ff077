package extract

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The levels that Suggest proposes.
const (
	Principle = "principle"
	Outcome   = "outcome"
	Indicator = "indicator"
	Ignore    = "ignore" // a title, a number by itself, something hidden
)

// Suggestion proposes what a piece may be. It changes nothing and may be wrong; Why is the message key of its only reason.
type Suggestion struct {
	PieceID string
	Level   string // Principle, Outcome, Indicator, Ignore, or "" where there is no reason for any
	Code    string // the number that stands before the text or in the cell beside it: "1.2", "F1"; "" when there is none
	After   int    // how many bytes of the piece's Text the number or bullet and its blanks take; 0 when it is apart
	Parent  string // the PieceID of the outcome an indicator seems to stand under; "" when none
	Why     string
}

// coded splits a number from the text after it; bulleted a bullet.
var (
	coded    = regexp.MustCompile(`^\(?((?:([A-Z]{1,4})[ .-]?)?(\d{1,3}(?:\.\d{1,3}){0,3}))([.):]?)\s+`)
	bulleted = regexp.MustCompile(`^(?:[•▪◦‣●○■□*]\s*|[–—-]\s+)`)
	alone    = regexp.MustCompile(`^\(?((?:([A-Z]{1,4})[ .-]?)?(\d{1,3}(?:\.\d{1,3}){0,3}))[.):]?$`)
)

// candidate is a piece being thought about.
type candidate struct {
	Piece
	code, letters string
	depth         int // of the code: 1 for "1", 2 for "1.2"; 0 when there is none
	after         int
	bullet        bool
}

// Suggest proposes a level for every piece, in their order: by numbers, else by bullets, the columns of a table, and the
// sizes of letters.
func Suggest(pieces []Piece) []Suggestion {
	all := make([]candidate, len(pieces))
	for i, p := range pieces {
		all[i] = consider(p)
	}
	cells(all)
	out := make([]Suggestion, len(all))
	for i, c := range all {
		out[i] = Suggestion{PieceID: c.ID, Code: c.code, After: c.after}
	}
	levels, by := ladder(all), styles(all)
	for i, c := range all {
		s := &out[i]
		switch {
		case c.Hidden:
			s.Level, s.Why = Ignore, "extract.why.hidden"
		case alone.MatchString(strings.TrimSpace(c.Text)):
			s.Level, s.Why = Ignore, "extract.why.number_alone"
		case c.depth > 0 && levels[c.rung()] != "":
			s.Level, s.Why = levels[c.rung()], "extract.why.number"
		case c.bullet:
			s.Level, s.Why = Indicator, "extract.why.bullet"
		case c.Column > 0 && by.columns[c.Sheet][c.Column] != "":
			s.Level, s.Why = by.columns[c.Sheet][c.Column], "extract.why.column"
		case by.levels[c.look()] != "":
			s.Level, s.Why = by.levels[c.look()], "extract.why.size"
		}
	}
	principles(all, out)
	parents(all, out)
	return out
}

// consider looks for a number or bullet.
func consider(p Piece) candidate {
	c := candidate{Piece: p}
	text := p.Text
	if p.Bullet != "" {
		text = p.Bullet + " "
	}
	m := coded.FindStringSubmatch(text)
	if m != nil && (strings.Contains(m[3], ".") || m[2] != "" || m[4] != "" || p.Bullet != "" || startsFresh(text[len(m[0]):])) {
		c.code, c.letters, c.depth = m[1], m[2], 1+strings.Count(m[3], ".")
		c.after = len(m[0])
	} else if b := bulleted.FindString(text); b != "" {
		c.bullet, c.after = true, len(b)
	}
	if p.Bullet != "" {
		c.after = 0
	}
	return c
}

// startsFresh reports a text that does not go on in lower case, as "15 metres of hose" does.
func startsFresh(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r != utf8.RuneError && strings.ToLower(string(r)) != string(r) || r > unicodeLatin
}

// unicodeLatin is where letters begin that have no capitals, or whose capitals say nothing here.
const unicodeLatin = 0x0590

// rung is where a code stands in its kind of numbering.
func (c candidate) rung() string { return c.letters + strings.Repeat(".", c.depth) }

// look is how a piece is set, for pieces without a number.
func (c candidate) look() [3]int {
	bold := 0
	if c.Bold {
		bold = 1
	}
	return [3]int{int(math.Round(c.Size * 2)), bold, c.Heading}
}

// cells gives the text beside a number in a table row that number.
func cells(all []candidate) {
	type rowOf struct {
		sheet     string
		page, row int
	}
	numbers := map[rowOf]candidate{}
	for _, c := range all {
		if m := alone.FindStringSubmatch(strings.TrimSpace(c.Text)); m != nil && c.Row > 0 && !c.Hidden {
			at := rowOf{c.Sheet, c.Page, c.Row}
			if _, taken := numbers[at]; !taken {
				numbers[at] = candidate{Piece: c.Piece, code: m[1], letters: m[2], depth: 1 + strings.Count(m[3], ".")}
			}
		}
	}
	for i, c := range all {
		if n, ok := numbers[rowOf{c.Sheet, c.Page, c.Row}]; ok && c.Row > 0 && c.code == "" && c.Column > n.Column {
			all[i].code, all[i].letters, all[i].depth = n.code, n.letters, n.depth
		}
	}
}

// ladder says which level each rung of numbering is. Two depths are outcomes and indicators, three principles as well;
// several kinds of one depth ("P1", "O1", "I1") go by how many there are, the fewest first.
func ladder(all []candidate) map[string]string {
	type rung struct {
		name  string
		depth int
		count int
	}
	counts := map[string]*rung{}
	for _, c := range all {
		if c.depth > 0 && !c.Hidden && !alone.MatchString(strings.TrimSpace(c.Text)) {
			if counts[c.rung()] == nil {
				counts[c.rung()] = &rung{name: c.rung(), depth: c.depth}
			}
			counts[c.rung()].count++
		}
	}
	var rungs []*rung
	for _, r := range counts {
		rungs = append(rungs, r)
	}
	slices.SortFunc(rungs, func(a, b *rung) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.count, b.count), cmp.Compare(a.name, b.name))
	})
	out := map[string]string{}
	names := []string{Principle, Outcome, Indicator}
	switch len(rungs) {
	case 0:
		return out
	case 1:
		names = []string{Outcome}
	case 2:
		names = []string{Outcome, Indicator}
	}
	for i, r := range rungs {
		out[r.name] = names[min(i, len(names)-1)]
	}
	return out
}

// looks is what the sizes of letters and the columns of tables suggest.
type looks struct {
	levels  map[[3]int]string
	columns map[string]map[int]string
}

// styles guesses from how pieces without a number or bullet are set: the look of most pieces is that of indicators, if
// a larger one comes at least three times it is that of outcomes, and one that comes once or twice is a title.
func styles(all []candidate) looks {
	out := looks{levels: map[[3]int]string{}, columns: map[string]map[int]string{}}
	counts := map[[3]int]int{}
	inColumns := map[string]map[int]int{}
	numbered := false
	for _, c := range all {
		numbered = numbered || c.depth > 0 && c.Row == 0
		switch {
		case c.Hidden || c.depth > 0 || c.bullet:
		case c.Column > 0:
			if inColumns[c.Sheet] == nil {
				inColumns[c.Sheet] = map[int]int{}
			}
			inColumns[c.Sheet][c.Column]++
		case c.Size > 0 || c.Heading > 0:
			counts[c.look()]++
		}
	}
	for sheet, columns := range inColumns {
		if len(columns) == 2 {
			order := slices.Sorted(keys(columns))
			if columns[order[0]] < columns[order[1]] {
				out.columns[sheet] = map[int]string{order[0]: Outcome, order[1]: Indicator}
			}
		}
	}
	var order [][3]int
	for look, n := range counts {
		if n < 3 {
			out.levels[look] = Ignore
			continue
		}
		order = append(order, look)
	}
	// From the most emphatic to the least: headings, then size, then weight.
	slices.SortFunc(order, func(a, b [3]int) int {
		return cmp.Or(cmp.Compare(headingRank(a), headingRank(b)), cmp.Compare(b[0], a[0]), cmp.Compare(b[1], a[1]))
	})
	if numbered || len(order) < 2 {
		return out
	}
	out.levels[order[len(order)-1]] = Indicator
	out.levels[order[len(order)-2]] = Outcome
	for _, look := range order[:len(order)-2] {
		out.levels[look] = Principle
	}
	return out
}

func headingRank(look [3]int) int {
	if look[2] == 0 {
		return 100
	}
	return look[2]
}

// principles proposes pieces without a number that stand before the first outcome and look alike: two to eight of them.
func principles(all []candidate, out []Suggestion) {
	first := slices.IndexFunc(out, func(s Suggestion) bool { return s.Level == Outcome })
	if first < 0 {
		return
	}
	counts := map[[3]int]int{}
	for i, c := range all {
		if c.depth == 0 && !c.bullet && c.Row == 0 && (i < first || out[i].Level == "") {
			counts[c.look()]++
		}
	}
	for i, c := range all {
		n := counts[c.look()]
		if c.depth == 0 && !c.bullet && !c.Hidden && c.Row == 0 && n >= 2 && n <= 8 && (out[i].Level == "" || i < first && out[i].Level == Ignore) {
			out[i].Level, out[i].Why = Principle, "extract.why.before"
		}
	}
}

// parents says which outcome each indicator seems to stand under: the one its number names, else the last one before it.
func parents(all []candidate, out []Suggestion) {
	byCode := map[string]string{}
	for i, c := range all {
		if out[i].Level == Outcome && c.code != "" {
			if _, taken := byCode[c.code]; !taken {
				byCode[c.code] = c.ID
			}
		}
	}
	last := ""
	for i, c := range all {
		switch out[i].Level {
		case Outcome:
			last = c.ID
		case Indicator:
			out[i].Parent = last
			if at := strings.LastIndexByte(c.code, '.'); at > 0 {
				out[i].Parent = byCode[c.code[:at]]
			}
		}
	}
}
