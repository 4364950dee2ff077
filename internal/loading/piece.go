package loading

import (
	"slices"
	"strings"
	"unicode"
)

// Role is what a piece is in the edition.
type Role string

// The roles. Undecided is where every piece begins; nothing takes a role by itself.
const (
	Undecided Role = ""
	Principle Role = "principle"
	Outcome   Role = "outcome"
	Indicator Role = "indicator"
	Ignored   Role = "ignore" // printed, and no part of the edition: a title, a page number
)

// Roles lists the roles a steward can give, in the order people meet them.
var Roles = []Role{Principle, Outcome, Indicator, Ignored}

// Counted reports whether a piece of the role becomes part of the edition.
func (r Role) Counted() bool { return r == Principle || r == Outcome || r == Indicator }

// Joiner says what stands between two printed lines when they become one text.
type Joiner string

// The joiners.
const (
	Space   Joiner = "space"   // one space: a sentence that ran on
	Nothing Joiner = "nothing" // nothing: a word that was broken
	Break   Joiner = "break"   // a line break that belongs to the text
)

// Joiners lists them in the order people meet them.
var Joiners = []Joiner{Space, Nothing, Break}

func (j Joiner) text() string {
	switch j {
	case Nothing:
		return ""
	case Break:
		return "\n"
	default:
		return " "
	}
}

// Printed is one piece as it was read from the file: never changed. Measures are points from the page's upper left
// corner; a piece of a spreadsheet has a sheet, row and column instead.
type Printed struct {
	ID         string      `json:"id"`
	X          float64     `json:"x,omitempty"`
	Y          float64     `json:"y,omitempty"`
	W          float64     `json:"w,omitempty"`
	H          float64     `json:"h,omitempty"`
	Text       string      `json:"text"`
	Lines      []string    `json:"lines,omitempty"`
	Row        int         `json:"row,omitempty"`
	Column     int         `json:"column,omitempty"`
	Sheet      string      `json:"sheet,omitempty"`
	Hidden     bool        `json:"hidden,omitempty"`
	Merged     bool        `json:"merged,omitempty"`
	Formula    bool        `json:"formula,omitempty"`
	Number     bool        `json:"number,omitempty"`  // formatted from a number: it may look otherwise in the file
	Hyphen     bool        `json:"hyphen,omitempty"`  // a line ends in a hyphen, which may or may not belong to the word
	Bullet     string      `json:"bullet,omitempty"`  // what a list prints in front of it, which is no part of the text
	Heading    bool        `json:"heading,omitempty"` // larger or bolder than what most of the file is set in
	Suggestion *Suggestion `json:"suggestion,omitempty"`
}

// Suggestion is what the reader of the file takes a piece for. It is offered, never applied by itself.
type Suggestion struct {
	Role   Role   `json:"role"`
	Code   string `json:"code,omitempty"`
	Prefix string `json:"prefix,omitempty"` // what is printed in front of the text, from which the code was read
	Under  string `json:"under,omitempty"`  // id of the piece it stands under
	Why    string `json:"why,omitempty"`    // message key of the reason
}

// Page is one page, or one sheet, of what was read.
type Page struct {
	Number     int       `json:"number"`
	Width      float64   `json:"width,omitempty"` // points
	Height     float64   `json:"height,omitempty"`
	Outlined   bool      `json:"outlined,omitempty"`   // there is something to see and no text to take
	Scanned    bool      `json:"scanned,omitempty"`    // it is a photograph or a scan
	Unreadable int       `json:"unreadable,omitempty"` // characters of which the file does not say the letter
	Name       string    `json:"name,omitempty"`       // of a sheet
	Pieces     []Printed `json:"pieces"`
}

// Piece is a piece as the steward's operations have made it: lines as printed or typed, and how they are joined.
type Piece struct {
	ID    string
	Page  int
	Lines []string
	Joins []Joiner // one fewer than Lines
	// From are the printed pieces it was made of; none when it was typed.
	From  []Printed
	Typed bool // typed in by hand, or typed anew
	Split bool // cut from a longer printed piece
	Role  Role
	Code  string // as the steward gave it; "" to be numbered by place
	// Prefix is the printed number or code in front of the text, where the steward said that it is no part of it.
	Prefix string
	Under  string // id of the piece it was put under; "" for the one before it
}

// Text is what the edition will say: what is printed, without the number in front of it that was taken as its code.
func (p Piece) Text() string {
	return strings.TrimLeftFunc(strings.TrimPrefix(p.Printed(), p.Prefix), unicode.IsSpace)
}

// Printed is the lines and what was said to stand between them, without blanks at either end.
func (p Piece) Printed() string {
	var b strings.Builder
	for i, line := range p.Lines {
		if i > 0 {
			b.WriteString(p.Joins[i-1].text())
		}
		b.WriteString(line)
	}
	return strings.TrimFunc(b.String(), unicode.IsSpace)
}

// Hidden, Merged and Formula say what a reader of the original would not see at once.
func (p Piece) Hidden() bool {
	return slices.ContainsFunc(p.From, func(f Printed) bool { return f.Hidden })
}

// Merged reports whether a merged cell is among what it was made of.
func (p Piece) Merged() bool {
	return slices.ContainsFunc(p.From, func(f Printed) bool { return f.Merged })
}

// Formula reports whether its text is the result of a formula.
func (p Piece) Formula() bool {
	return slices.ContainsFunc(p.From, func(f Printed) bool { return f.Formula })
}

// Number reports whether it was formatted from a number.
func (p Piece) Number() bool {
	return slices.ContainsFunc(p.From, func(f Printed) bool { return f.Number })
}

// Hyphen reports whether a printed line ends in a hyphen that only a reader can judge.
func (p Piece) Hyphen() bool {
	return !p.Typed && slices.ContainsFunc(p.From, func(f Printed) bool { return f.Hyphen })
}

// Bullet is what a list prints in front of it, which is no part of its text.
func (p Piece) Bullet() string {
	if len(p.From) == 0 {
		return ""
	}
	return p.From[0].Bullet
}

// Heading reports whether it begins with something printed as a heading.
func (p Piece) Heading() bool { return len(p.From) > 0 && p.From[0].Heading }

// Suggestion is what the file's reader takes the whole piece for; none once it was cut, joined or typed.
func (p Piece) Suggestion() *Suggestion {
	if p.Typed || p.Split || len(p.From) != 1 {
		return nil
	}
	return p.From[0].Suggestion
}

// pieceOf makes the piece that a printed one begins as. Its lines are taken apart only where putting them together
// again gives exactly the text that was read.
func pieceOf(page int, f Printed) Piece {
	p := Piece{ID: f.ID, Page: page, From: []Printed{f}, Lines: []string{f.Text}}
	if joins, ok := joinsOf(f.Text, f.Lines); ok {
		p.Lines, p.Joins = f.Lines, joins
	}
	return p
}

// joinsOf finds the joiners with which lines make text.
func joinsOf(text string, lines []string) ([]Joiner, bool) {
	if len(lines) < 2 {
		return nil, false
	}
	rest, ok := strings.CutPrefix(text, lines[0])
	if !ok {
		return nil, false
	}
	var joins []Joiner
	for _, line := range lines[1:] {
		found := false
		for _, j := range []Joiner{Space, Break, Nothing} { // nothing fits everywhere, so it is asked last
			if after, ok := strings.CutPrefix(rest, j.text()+line); ok {
				joins, rest, found = append(joins, j), after, true
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	return joins, rest == ""
}
