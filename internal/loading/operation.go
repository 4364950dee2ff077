package loading

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// Bounds of what one operation may hold.
const (
	maxSteps     = 2000
	maxText      = 4000   // characters of one item
	maxCode      = 24     // as framework has it
	mostPieces   = 5000   // of one draft, whatever was typed and split
	mostLoadings = 20_000 // operations of one draft
)

// Operation is one thing the steward did: several steps that hold and are undone together.
type Operation struct {
	ID string    `json:"-"` // made by the client: the same one again changes nothing
	At time.Time `json:"-"`

	Steps []Step `json:"steps,omitempty"`
	Undo  bool   `json:"undo,omitempty"`
	Redo  bool   `json:"redo,omitempty"`
	File  string `json:"file,omitempty"`  // from here on the pieces are this file's; what was typed stays
	About *About `json:"about,omitempty"` // what the publishing form says
	Goal  *Goal  `json:"goal,omitempty"`  // how many of each the steward expects
}

// Goal is what a draft is for: the set, and how many of each level its printed copy says it has.
type Goal struct {
	Set      string           `json:"set"`
	Name     string           `json:"name"`
	Expected framework.Totals `json:"expected"`
}

// The things a step can do.
const (
	Assign = "assign" // say what a piece is, its code, and what it stands under
	Join   = "join"   // put a piece at the end of the one named in With
	Split  = "split"  // cut a piece in two
	Rejoin = "rejoin" // say anew how its lines are joined
	Move   = "move"   // put it before another one
	Type   = "type"   // type an item in by hand
	Retype = "retype" // type a piece anew; the printed lines stay beside it
)

// Step is one change to one piece.
type Step struct {
	Do     string   `json:"do"`
	Piece  string   `json:"piece,omitempty"`
	Role   Role     `json:"role,omitempty"`
	Code   string   `json:"code,omitempty"`
	Under  string   `json:"under,omitempty"`  // a piece's id
	Prefix string   `json:"prefix,omitempty"` // Assign: the printed number in front, which is no part of the text
	With   string   `json:"with,omitempty"`   // Join: the piece it is put to
	How    Joiner   `json:"how,omitempty"`    // Join: what stands between the two
	Joins  []Joiner `json:"joins,omitempty"`  // Rejoin: one fewer than the piece has lines
	Line   int      `json:"line,omitempty"`   // Split: this many lines stay, and
	Char   int      `json:"char,omitempty"`   // this many characters of the next
	Page   int      `json:"page,omitempty"`   // Type: the page it was typed beside
	Near   string   `json:"near,omitempty"`   // Move: the piece it comes before; Type: the one it comes after. "" is the end of the page
	Text   string   `json:"text,omitempty"`   // Type, Retype
}

// Check says what could never be right, whatever the draft holds.
func (o Operation) Check() error {
	if len(o.Steps) > maxSteps {
		return problem.New(problem.Invalid, "loading.too_much")
	}
	kinds := 0
	for _, is := range []bool{len(o.Steps) > 0, o.Undo, o.Redo, o.File != "", o.About != nil, o.Goal != nil} {
		if is {
			kinds++
		}
	}
	if kinds != 1 {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	for _, s := range o.Steps {
		if err := s.check(); err != nil {
			return err
		}
	}
	if o.Goal != nil {
		return o.Goal.Check()
	}
	return nil
}

func (s Step) check() error {
	var c problem.Check
	checkLine(&c, "code", s.Code, maxCode)
	if s.Do == Type || s.Do == Retype {
		c.Require(strings.TrimSpace(s.Text) != "", "text", "problem.required")
		checkWords(&c, "text", s.Text)
	}
	if err := c.Err(); err != nil {
		return err
	}
	known := s.Role == Undecided || s.Role.Counted() || s.Role == Ignored
	switch {
	case !known, s.Do == Type && !s.Role.Counted():
		return problem.New(problem.Invalid, "problem.stale_form")
	case s.Do == Join && !s.How.known(), s.Line < 0, s.Char < 0:
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	for _, j := range s.Joins {
		if !j.known() {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
	}
	return nil
}

func (j Joiner) known() bool { return j == Space || j == Nothing || j == Break }

// checkLine refuses what is no single line of text.
func checkLine(c *problem.Check, name, text string, most int) {
	switch {
	case !utf8.ValidString(text), strings.ContainsFunc(text, unicode.IsControl):
		c.Add(name, "problem.not_text")
	case utf8.RuneCountInString(text) > most:
		c.Add(name, "problem.too_long", "max", most)
	}
}

// checkWords refuses what is no text of an item; line breaks are part of one.
func checkWords(c *problem.Check, name, text string) {
	odd := func(r rune) bool { return r != '\n' && unicode.IsControl(r) }
	switch {
	case !utf8.ValidString(text), strings.ContainsFunc(text, odd):
		c.Add(name, "problem.not_text")
	case utf8.RuneCountInString(text) > maxText:
		c.Add(name, "problem.too_long", "max", maxText)
	}
}

// Check says what is missing from a goal.
func (g Goal) Check() error {
	var c problem.Check
	c.Require(strings.TrimSpace(g.Name) != "", "name", "problem.required")
	checkLine(&c, "name", g.Name, 200)
	c.Require(setName.MatchString(g.Set), "set", "loading.set_shape")
	for _, n := range []struct {
		name string
		have int
	}{{"principles", g.Expected.Principles}, {"outcomes", g.Expected.Outcomes}, {"indicators", g.Expected.Indicators}} {
		c.Require(n.have >= 0 && n.have <= 1000, n.name, "problem.number_range", "min", 0, "max", 1000)
	}
	return c.Err()
}

// errGone is what a step gets whose piece is no longer there: joined to another, or of a file that was replaced.
func errGone(step string) error {
	return problem.Wrap(fmt.Errorf("%s: no such piece", step), problem.Conflict, "loading.moved_on")
}
