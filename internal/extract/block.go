package extract

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// marker is a number or bullet by itself; marked is a line that begins with one. A number has a dot, a bracket or a
// letter to it, or stands before a capital: "1.", "1.2", "(a)", "F1.2", "12 Decisions".
var (
	marker = regexp.MustCompile(`^(?:[•▪◦‣·●○■□–—*-]|\(?(?:[A-Z]{1,4}[ .-]?)?\d{1,3}(?:\.\d{1,3}){0,3}[.):]?|\(?[a-zA-Z][.)]|\(?[ivxlc]{1,5}[.)])$`)
	marked = regexp.MustCompile(`^(?:[•▪◦‣●○■□*]\s*\S|[–—-]\s+\S|\(?[A-Z]{1,4}[ .-]?\d{1,3}(?:\.\d{1,3}){0,3}[.):]?\s+\S|\(?\d{1,3}(?:\.\d{1,3}){1,3}[.):]?\s+\S|\(?\d{1,3}[.):]\s+\S|\d{1,3}\s+\p{Lu}|\(?[a-zA-Z][.)]\s+\S|\(?[ivxlc]{1,5}[.)]\s+\S)`)
)

// compose makes pieces of letters: lines, then paragraphs, in the order of the file, which for nearly every producer
// is the order of reading.
func compose(all []glyph) []Piece {
	byAngle := map[int][]line{}
	var blocks [][]line
	for _, l := range lines(all) {
		switch {
		case l.text == "":
		case curved(l.glyphs):
			blocks = append(blocks, []line{l})
		default:
			byAngle[degrees(l.glyphs)] = append(byAngle[degrees(l.glyphs)], l)
		}
	}
	for _, angle := range slices.Sorted(keys(byAngle)) {
		blocks = append(blocks, paragraphs(byAngle[angle])...)
	}
	slices.SortStableFunc(blocks, func(a, b []line) int { return cmp.Compare(earliest(a), earliest(b)) })
	pieces := make([]Piece, 0, len(blocks))
	for _, b := range blocks {
		pieces = append(pieces, piece(b))
	}
	return pieces
}

func earliest(block []line) int {
	first := math.MaxInt
	for _, l := range block {
		first = min(first, l.first)
	}
	return first
}

// paragraphs puts lines of one direction together that read on from one to the next.
func paragraphs(all []line) [][]line {
	slices.SortStableFunc(all, func(a, b line) int { return cmp.Or(cmp.Compare(a.v, b.v), cmp.Compare(a.u0, b.u0)) })
	var blocks [][]line
	dense := crowded(all)
	for _, l := range all {
		best := -1
		for i := len(blocks) - 1; i >= 0 && i >= len(blocks)-400; i-- {
			last := blocks[i][len(blocks[i])-1]
			if below(last, l) && (best < 0 || last.v > blocks[best][len(blocks[best])-1].v) {
				best = i
			}
		}
		if best >= 0 && readsOn(blocks[best], l, all) && !(dense[l.look()] && endsSentence(blocks[best], l)) {
			blocks[best] = append(blocks[best], l)
		} else {
			blocks = append(blocks, []line{l})
		}
	}
	return blocks
}

// below reports whether b stands under a, close enough to be its next line.
func below(a, b line) bool {
	shared := min(a.u1, b.u1) - max(a.u0, b.u0)
	gap := b.v - a.v
	return gap > 0.4*b.size && gap < 2*max(a.size, b.size) && shared > 0.3*min(a.u1-a.u0, b.u1-b.u0)
}

// readsOn reports whether a line goes on with the sentence of the block above it.
func readsOn(block []line, l line, all []line) bool {
	last := block[len(block)-1]
	gap := l.v - last.v
	switch {
	case l.hidden != last.hidden, l.bold != last.bold, l.size > 1.12*last.size, last.size > 1.12*l.size:
		return false
	case marked.MatchString(l.text) && !runsOn(last, l, all):
		return false
	case len(block) > 1 && math.Abs(gap-(last.v-block[len(block)-2].v)) > 0.25*l.size:
		return false
	case gap > 1.75*l.size:
		return false
	}
	r, _ := utf8.DecodeRuneInString(l.text)
	if unicode.IsLower(r) {
		return true
	}
	return !endsShort(last, l, all)
}

// runsOn reports whether a line that begins with a dash only goes on with the sentence above it.
func runsOn(last, l line, all []line) bool {
	dash, n := utf8.DecodeRuneInString(l.text)
	next, _ := utf8.DecodeRuneInString(strings.TrimSpace(l.text[n:]))
	return strings.ContainsRune("–—-", dash) && unicode.IsLower(next) && !sentenceEnd.MatchString(last.text) && !endsShort(last, l, all)
}

// sentenceEnd is how a sentence ends.
var sentenceEnd = regexp.MustCompile(`[.!?;:؟។။。][”’"')\]»]*$`)

// look tells lines apart that are set differently.
func (l line) look() [2]int {
	if l.bold {
		return [2]int{int(math.Round(l.size * 2)), 1}
	}
	return [2]int{int(math.Round(l.size * 2)), 0}
}

// crowded says for each look whether its lines follow each other without a mark for where a text ends: no wider gaps
// and no numbers or bullets. Then the end of a sentence at the end of a line is the only mark there is.
func crowded(all []line) map[[2]int]bool {
	type count struct{ lines, wide, marked int }
	counts := map[[2]int]*count{}
	gaps := map[[2]int][]float64{}
	for i, l := range all {
		k := l.look()
		if counts[k] == nil {
			counts[k] = &count{}
		}
		counts[k].lines++
		if marked.MatchString(l.text) {
			counts[k].marked++
		}
		for j := i - 1; j >= 0 && j > i-60 && l.v-all[j].v < 2*l.size; j-- {
			if all[j].look() == k && below(all[j], l) {
				gaps[k] = append(gaps[k], (l.v-all[j].v)/max(l.size, 0.1))
				break
			}
		}
	}
	out := map[[2]int]bool{}
	for k, c := range counts {
		if len(gaps[k]) == 0 {
			continue
		}
		least := slices.Min(gaps[k])
		for _, g := range gaps[k] {
			if g > least+0.2 {
				c.wide++
			}
		}
		out[k] = c.marked*20 < c.lines && c.wide*20 < len(gaps[k])
	}
	return out
}

// endsSentence reports whether the block ends a sentence and the line begins one.
func endsSentence(block []line, l line) bool {
	first := strings.TrimLeft(l.text, "“‘\"'«(¿¡")
	r, _ := utf8.DecodeRuneInString(first)
	return sentenceEnd.MatchString(block[len(block)-1].text) && !unicode.IsLower(r) && unicode.IsLetter(r)
}

// endsShort reports whether the next line's first word would have had room on the last one, in a column whose lines
// begin at one edge: then whoever set it wanted a new line there.
func endsShort(last, next line, all []line) bool {
	leftAligned := math.Abs(last.u0-next.u0) < 1.5*next.size
	rightAligned := math.Abs(last.u1-next.u1) < 0.3*next.size
	if !leftAligned && !rightAligned {
		return false // centred: every line may be short
	}
	edge, start := math.Inf(-1), math.Inf(1)
	for _, l := range all {
		if math.Abs(l.v-last.v) < 12*last.size && min(l.u1, last.u1)-max(l.u0, last.u0) > 0.3*(last.u1-last.u0) {
			edge, start = max(edge, l.u1), min(start, l.u0)
		}
	}
	room := edge - last.u1
	if !leftAligned {
		room = last.u0 - start
	}
	word, _, _ := strings.Cut(next.text, " ")
	width := (next.u1 - next.u0) * float64(utf8.RuneCountInString(word)+1) / float64(max(utf8.RuneCountInString(next.text), 1))
	return room > width+0.6*next.size
}

// piece makes a Piece of a block of lines.
func piece(block []line) Piece {
	p := Piece{Size: round(block[0].size), Bold: block[0].bold, Hidden: block[0].hidden}
	p.Angle = round(block[0].angle * 180 / math.Pi)
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i, l := range block {
		p.Lines = append(p.Lines, l.text)
		if i > 0 {
			joint, doubtful := joint(block[i-1].text, l.text)
			p.Text += joint
			p.Hyphen = p.Hyphen || doubtful
		}
		p.Text += l.text
		for _, g := range l.glyphs {
			for _, at := range [][2]float64{{0, -0.8}, {0, 0.2}, {g.w / max(g.size, 0.1), -0.8}, {g.w / max(g.size, 0.1), 0.2}} {
				x := g.x + g.size*(at[0]*g.dx-at[1]*g.dy)
				y := g.y + g.size*(at[0]*g.dy+at[1]*g.dx)
				x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
			}
		}
	}
	p.X, p.Y, p.W, p.H = round(x0), round(y0), round(x1-x0), round(y1-y0)
	return p
}

func round(f float64) float64 { return math.Round(f*100) / 100 }

// joint is what stands between two printed lines of one text, and whether a reader must look: a hyphen or dash at the
// end may belong to the word, or only to the line.
func joint(a, b string) (string, bool) {
	last, n := utf8.DecodeLastRuneInString(a)
	before, _ := utf8.DecodeLastRuneInString(a[:len(a)-n])
	first, _ := utf8.DecodeRuneInString(b)
	switch {
	case strings.ContainsRune("-‐\u00ad–—/", last) && before != utf8.RuneError && !unicode.IsSpace(before):
		return "", true
	case unbroken(last) && unbroken(first):
		return "", false
	}
	return " ", false
}

// unbroken reports a letter of a script that puts no blanks between words.
func unbroken(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		strings.ContainsRune("，。、；：？！「」《》（）", r)
}
