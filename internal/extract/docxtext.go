package extract

import (
	"encoding/xml"
	"strconv"
	"strings"

	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// paragraphXML is one paragraph being read.
type paragraphXML struct {
	*docx
	m       *sheet.Markup
	at      cellPlace
	style   style
	text    strings.Builder // what is printed
	secret  strings.Builder // letters that are hidden
	letters int             // printed ones
	bold    int             // of them bold
	size    float64         // of the first printed letter that says its size
}

// paragraph reads a w:p to its end and makes a piece of it, and one of its hidden letters if it has any. Text boxes that
// hang on it follow it.
func (d *docx) paragraph(m *sheet.Markup, at cellPlace) error {
	p := &paragraphXML{docx: d, m: m, at: at}
	before := len(d.page.Pieces)
	if err := children(m, p.inside); err != nil {
		return err
	}
	boxes := append([]Piece(nil), d.page.Pieces[before:]...)
	d.page.Pieces = d.page.Pieces[:before]
	p.keep(p.text.String(), false)
	p.keep(p.secret.String(), true)
	d.page.Pieces = append(d.page.Pieces, boxes...)
	if len(d.page.Pieces) > MaxPieces {
		return problem.New(problem.Invalid, "extract.pieces", "page", 1, "max", MaxPieces)
	}
	return nil
}

// keep makes a piece of a text, if there is any.
func (p *paragraphXML) keep(text string, hidden bool) {
	if strings.TrimSpace(text) == "" {
		return
	}
	one := Piece{
		Size: p.size, Bold: p.bold*2 > p.letters, Hidden: hidden, Heading: p.style.heading,
		Row: p.at.row, Column: p.at.column, Sheet: p.at.table, Merged: p.at.merged,
	}
	if one.Size == 0 {
		one.Size = p.style.size
	}
	if !hidden {
		one.Bullet = p.lists.next(p.style.list, p.style.level)
	}
	for _, l := range strings.Split(text, "\n") {
		if l = strings.Trim(l, " \t"); l != "" {
			if len(one.Lines) > 0 {
				between, doubtful := joint(one.Lines[len(one.Lines)-1], l)
				one.Text += between
				one.Hyphen = one.Hyphen || doubtful
			}
			one.Text += l
			one.Lines = append(one.Lines, l)
		}
	}
	p.page.Pieces = append(p.page.Pieces, one)
}

// inside reads what stands in a paragraph: properties, runs, and whatever runs may be wrapped in.
func (p *paragraphXML) inside(e xml.StartElement) error {
	switch e.Name.Local {
	case "pPr":
		return p.properties()
	case "r":
		return p.run()
	case "del", "moveFrom":
		p.deletions = true
		return p.m.Skip()
	case "Fallback", "instrText", "rt":
		return p.m.Skip()
	}
	return children(p.m, p.inside) // w:ins, w:hyperlink, w:sdt, w:smartTag, mc:AlternateContent
}

func (p *paragraphXML) properties() error {
	inNumbers := false
	var read func(xml.StartElement) error
	read = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			p.style = p.styleOf(sheet.Attr(e, "val"))
		case "outlineLvl":
			if n := whole(e); n < 9 {
				p.style.heading = n + 1
			}
		case "numPr":
			inNumbers = true
			p.style.level = 0
			err := children(p.m, read)
			inNumbers = false
			return err
		case "numId":
			if inNumbers {
				p.style.list = sheet.Attr(e, "val")
			}
		case "ilvl":
			if inNumbers {
				p.style.level = whole(e)
			}
		case "sectPr":
			return children(p.m, func(e xml.StartElement) error {
				p.notes = p.notes || strings.HasSuffix(e.Name.Local, "erReference")
				return p.m.Skip()
			})
		}
		return p.m.Skip()
	}
	return children(p.m, read)
}

// run reads a w:r: letters of one look.
func (p *paragraphXML) run() error {
	bold, hidden, size := p.style.bold, false, p.style.size
	out := &p.text
	write := func(s string) error {
		if p.docx.size += len(s); p.docx.size > MaxText {
			return problem.New(problem.Invalid, "extract.text", "page", 1, "max", MaxText>>20)
		}
		out.WriteString(s)
		if n := len(strings.TrimSpace(s)); n > 0 && !hidden {
			p.letters += n
			if bold {
				p.bold += n
			}
			if p.size == 0 {
				p.size = size
			}
		}
		return nil
	}
	var inside func(xml.StartElement) error
	inside = func(e xml.StartElement) error {
		text := ""
		switch e.Name.Local {
		case "rPr":
			return children(p.m, func(e xml.StartElement) error {
				switch e.Name.Local {
				case "b":
					bold = on(e)
				case "vanish":
					if hidden = on(e); hidden {
						out = &p.secret
					}
				case "sz":
					size = float64(whole(e)) / 2
				}
				return p.m.Skip()
			})
		case "t":
			s, err := p.m.Text()
			if err != nil {
				return err
			}
			if sheet.Attr(e, "space") != "preserve" {
				s = strings.Trim(s, " \t\r\n")
			}
			return write(s)
		case "tab":
			text = "\t"
		case "br", "cr":
			text = "\n"
		case "noBreakHyphen":
			text = "\u2011"
		case "softHyphen":
			text = "\u00ad"
		case "sym":
			text = p.symbol(sheet.Attr(e, "char"))
		case "footnoteReference", "endnoteReference", "commentReference":
			p.notes = true
		case "delText":
			p.deletions = true
		case "instrText", "Fallback", "rt":
		case "txbxContent":
			return children(p.m, p.box)
		default: // pictures and shapes, which may hold text boxes
			return children(p.m, inside)
		}
		if text != "" {
			if err := write(text); err != nil {
				return err
			}
		}
		return p.m.Skip()
	}
	return children(p.m, inside)
}

// box reads what stands in a text box.
func (p *paragraphXML) box(e xml.StartElement) error {
	switch e.Name.Local {
	case "p", "tbl", "del", "moveFrom", "Fallback":
		return p.block(p.m, e, cellPlace{})
	}
	return children(p.m, p.box)
}

// symbol is a letter of a picture font: the bullets we know, else a place that says something was there.
func (p *paragraphXML) symbol(hex string) string {
	n, _ := strconv.ParseUint(hex, 16, 32)
	switch n {
	case 0xF0B7:
		return "•"
	case 0xF0A7:
		return "▪"
	}
	p.page.Unreadable++
	return "\uFFFD"
}

// lists counts the numbers that Word prints in front of list paragraphs.
type lists struct {
	levels   map[string]map[int]listLevel // by abstract list
	abstract map[string]string            // by list
	counts   map[string][]int             // by abstract list
}

type listLevel struct {
	start  int
	format string
	text   string // with %1, %2 for the numbers
}

func newLists() *lists {
	return &lists{levels: map[string]map[int]listLevel{}, abstract: map[string]string{}, counts: map[string][]int{}}
}

// maxListText bounds what a list may print around its numbers.
const maxListText = 100

// maxLevel is the deepest level a Word list can have.
const maxLevel = 9

func (l *lists) read(m *sheet.Markup) error {
	kind, level, list := "", 0, ""
	return m.Elements(func(e xml.StartElement) error {
		one := l.levels[kind][level]
		switch e.Name.Local {
		case "abstractNum":
			if kind = sheet.Attr(e, "abstractNumId"); len(l.levels) < 2000 {
				l.levels[kind] = map[int]listLevel{}
			}
			return nil
		case "num":
			kind, list = "", sheet.Attr(e, "numId")
			return nil
		case "abstractNumId":
			if len(l.abstract) < 20_000 {
				l.abstract[list] = sheet.Attr(e, "val")
			}
			return nil
		case "lvl":
			level, _ = strconv.Atoi(sheet.Attr(e, "ilvl"))
			one = listLevel{start: 1}
		case "start":
			one.start = whole(e)
		case "numFmt":
			one.format = sheet.Attr(e, "val")
		case "lvlText":
			if one.text = sheet.Attr(e, "val"); len(one.text) > maxListText {
				one.text = ""
			}
		default:
			return nil
		}
		if l.levels[kind] != nil && level >= 0 && level < maxLevel {
			l.levels[kind][level] = one
		}
		return nil
	})
}

// next counts one paragraph on and gives what is printed before it; "" when that cannot be derived.
func (l *lists) next(list string, level int) string {
	kind, ok := l.abstract[list]
	levels := l.levels[kind]
	if !ok || level < 0 || level >= maxLevel || list == "0" {
		return ""
	}
	counts := l.counts[kind]
	for len(counts) <= level {
		counts = append(counts, levels[len(counts)].start-1)
	}
	counts = counts[:level+1] // deeper levels begin again
	counts[level]++
	l.counts[kind] = counts
	if levels[level].format == "bullet" {
		return "•"
	}
	text := levels[level].text
	for i := range counts {
		shown, ok := inFormat(counts[i], levels[i].format)
		mark := "%" + strconv.Itoa(i+1)
		if !ok && strings.Contains(text, mark) {
			return ""
		}
		text = strings.ReplaceAll(text, mark, shown)
	}
	return text
}

// inFormat writes a number as Word does, in the formats that are certain.
func inFormat(n int, format string) (string, bool) {
	switch {
	case n < 0 || n > 3000:
		return "", false
	case format == "decimal" || format == "":
		return strconv.Itoa(n), true
	case format == "decimalZero":
		return (map[bool]string{true: "0"})[n < 10] + strconv.Itoa(n), true
	case n < 1:
		return "", false
	case format == "lowerLetter", format == "upperLetter":
		first := map[string]byte{"lowerLetter": 'a', "upperLetter": 'A'}[format]
		return strings.Repeat(string(first+byte((n-1)%26)), (n-1)/26+1), true
	case format == "lowerRoman":
		return strings.ToLower(roman(n)), true
	case format == "upperRoman":
		return roman(n), true
	}
	return "", false
}

func roman(n int) string {
	var b strings.Builder
	for _, step := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= step.value; n -= step.value {
			b.WriteString(step.text)
		}
	}
	return b.String()
}
