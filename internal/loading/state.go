package loading

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// State is what a draft's operations make, folded in their order.
type State struct {
	Goal    Goal
	About   About
	File    string  // the file whose pieces these are; "" before there is one
	Pages   []Page  // as printed
	Pieces  []Piece // in the order of the edition
	Seen    int     // how many operations these are: what a form sends back
	CanUndo bool
	CanRedo bool
}

// fold makes the state of operations. pieces gives what was read from a file.
func fold(operations []Operation, pieces func(file string) ([]Page, error)) (*State, error) {
	s := &State{Seen: len(operations)}
	done, undone := standing(operations)
	s.CanUndo, s.CanRedo = len(done) > 0 && operations[done[len(done)-1]].File == "", len(undone) > 0
	last := -1 // the last file that stands
	for at, i := range done {
		if operations[i].File != "" {
			last = at
		}
	}
	for _, o := range operations {
		if o.Goal != nil {
			s.Goal = *o.Goal
		}
		if o.About != nil {
			s.About = *o.About
		}
	}
	for at, i := range done {
		if operations[i].File != "" {
			if at != last {
				continue
			}
			if err := s.take(operations[i].File, pieces); err != nil {
				return nil, err
			}
			continue
		}
		for n, step := range operations[i].Steps {
			if at < last {
				if !s.typed(step) {
					continue // about a file that was replaced
				}
				step = s.loosen(step)
			}
			if err := s.apply(step, fmt.Sprintf("n%d.%d", i+1, n+1)); err != nil {
				return nil, fmt.Errorf("operation %d: %w", i+1, err)
			}
		}
	}
	return s, nil
}

// standing gives the places of the operations that hold, and of those that were undone and can be done again. What the
// forms say of the draft as a whole is not among them: it is replaced, not undone.
func standing(operations []Operation) (done, undone []int) {
	for i, o := range operations {
		switch {
		case o.Goal != nil || o.About != nil:
		case o.Undo:
			if n := len(done); n > 0 && operations[done[n-1]].File == "" {
				undone, done = append(undone, done[n-1]), done[:n-1]
			}
		case o.Redo:
			if n := len(undone); n > 0 {
				done, undone = append(done, undone[n-1]), undone[:n-1]
			}
		default:
			done, undone = append(done, i), nil
		}
	}
	return done, undone
}

// take puts the pieces of a file in front of what was typed.
func (s *State) take(file string, pieces func(string) ([]Page, error)) error {
	pages, err := pieces(file)
	if err != nil {
		return err
	}
	var fresh []Piece
	for _, page := range pages {
		for _, f := range page.Pieces {
			fresh = append(fresh, pieceOf(page.Number, f))
		}
	}
	s.File, s.Pages, s.Pieces = file, pages, append(fresh, s.Pieces...)
	slices.SortStableFunc(s.Pieces, func(a, b Piece) int { return a.Page - b.Page })
	return nil
}

// typed reports whether a step is about something typed in by hand, which outlives a replaced file.
func (s *State) typed(step Step) bool {
	if step.Do == Type {
		return true
	}
	i := s.index(step.Piece)
	return i >= 0 && len(s.Pieces[i].From) == 0 && (step.With == "" || s.index(step.With) >= 0)
}

// loosen takes out of a step what points at a piece of a replaced file.
func (s *State) loosen(step Step) Step {
	if step.Near != "" && s.index(step.Near) < 0 {
		step.Near = ""
	}
	if step.Under != "" && s.index(step.Under) < 0 {
		step.Under = ""
	}
	return step
}

func (s *State) index(id string) int {
	return slices.IndexFunc(s.Pieces, func(p Piece) bool { return p.ID == id })
}

// Piece finds a piece by its id.
func (s *State) Piece(id string) (Piece, bool) {
	if i := s.index(id); i >= 0 && id != "" {
		return s.Pieces[i], true
	}
	return Piece{}, false
}

// On gives the pieces of a page in their order.
func (s *State) On(page int) []Piece {
	var list []Piece
	for _, p := range s.Pieces {
		if p.Page == page {
			list = append(list, p)
		}
	}
	return list
}

// apply changes one piece. made is the id of a piece that comes into being.
func (s *State) apply(step Step, made string) error {
	if step.Do == Type {
		return s.typeIn(step, made)
	}
	i := s.index(step.Piece)
	if i < 0 {
		return errGone(step.Do)
	}
	p := &s.Pieces[i]
	switch step.Do {
	case Assign:
		return s.assign(p, step)
	case Join:
		return s.join(i, step)
	case Split:
		return s.split(i, step, made)
	case Rejoin:
		if len(step.Joins) != len(p.Joins) {
			return errGone(step.Do)
		}
		p.Joins = slices.Clone(step.Joins)
		if !strings.HasPrefix(p.Printed(), p.Prefix) {
			p.Prefix = ""
		}
	case Retype:
		p.Lines, p.Joins, p.Typed, p.Prefix = []string{strings.TrimFunc(step.Text, unicode.IsSpace)}, nil, true, ""
	case Move:
		return s.move(i, step.Near)
	default:
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	return nil
}

func (s *State) assign(p *Piece, step Step) error {
	if step.Under != "" && (step.Under == p.ID || s.index(step.Under) < 0) {
		return errGone(step.Do)
	}
	if !strings.HasPrefix(p.Printed(), step.Prefix) || strings.TrimSpace(p.Printed()) == strings.TrimSpace(step.Prefix) {
		return errGone(step.Do)
	}
	p.Role, p.Code, p.Under, p.Prefix = step.Role, strings.TrimSpace(step.Code), step.Under, step.Prefix
	return nil
}

// join puts the whole of piece i at the end of another; whatever stood under it stands under that one.
func (s *State) join(i int, step Step) error {
	at := s.index(step.With)
	if at < 0 || at == i {
		return errGone(step.Do)
	}
	to, p := &s.Pieces[at], s.Pieces[i]
	to.Lines = append(slices.Clone(to.Lines), p.Lines...)
	to.Joins = append(append(slices.Clone(to.Joins), step.How), p.Joins...)
	to.From = append(slices.Clone(to.From), p.From...)
	to.Typed = to.Typed || p.Typed
	to.Split = to.Split || p.Split
	for k := range s.Pieces {
		if s.Pieces[k].Under == p.ID {
			s.Pieces[k].Under = to.ID
		}
	}
	if to.Under == to.ID {
		to.Under = ""
	}
	s.Pieces = slices.Delete(s.Pieces, i, i+1)
	return nil
}

// split cuts piece i after a number of lines and characters. The second half comes next, undecided.
func (s *State) split(i int, step Step, made string) error {
	p := s.Pieces[i]
	if step.Line > len(p.Lines) || len(s.Pieces) >= mostPieces {
		return errGone(step.Do)
	}
	first, second := slices.Clone(p.Lines[:step.Line]), slices.Clone(p.Lines[step.Line:])
	joinsBefore, joinsAfter := max(step.Line-1, 0), step.Line
	if step.Char > 0 {
		if len(second) == 0 || step.Char >= utf8.RuneCountInString(second[0]) {
			return errGone(step.Do)
		}
		line := []rune(second[0])
		first = append(first, string(line[:step.Char]))
		second[0] = string(line[step.Char:])
		joinsBefore = step.Line
	}
	if len(first) == 0 || len(second) == 0 {
		return errGone(step.Do)
	}
	rest := Piece{ID: made, Page: p.Page, Lines: second, Joins: slices.Clone(p.Joins[min(joinsAfter, len(p.Joins)):]),
		From: slices.Clone(p.From), Typed: p.Typed, Split: true}
	p.Lines, p.Joins, p.Split = first, slices.Clone(p.Joins[:joinsBefore]), true
	if !strings.HasPrefix(p.Printed(), p.Prefix) {
		p.Prefix = ""
	}
	if p.Text() == "" || rest.Text() == "" {
		return errGone(step.Do)
	}
	s.Pieces[i] = p
	s.Pieces = slices.Insert(s.Pieces, i+1, rest)
	return nil
}

// move puts piece i before another one, or at the end of its page.
func (s *State) move(i int, before string) error {
	p := s.Pieces[i]
	if before == p.ID {
		return errGone(Move)
	}
	rest := slices.Delete(slices.Clone(s.Pieces), i, i+1)
	at := slices.IndexFunc(rest, func(o Piece) bool { return o.ID == before })
	if before == "" {
		at = endOf(rest, p.Page)
	}
	if at < 0 {
		return errGone(Move)
	}
	s.Pieces = slices.Insert(rest, at, p)
	return nil
}

// endOf is the place after the last piece of a page, or of the pages before it.
func endOf(pieces []Piece, page int) int {
	at := 0
	for i, p := range pieces {
		if p.Page <= page {
			at = i + 1
		}
	}
	return at
}

func (s *State) typeIn(step Step, made string) error {
	if len(s.Pieces) >= mostPieces {
		return problem.New(problem.Invalid, "loading.too_much")
	}
	p := Piece{ID: made, Page: step.Page, Lines: []string{strings.TrimFunc(step.Text, unicode.IsSpace)}, Typed: true, Role: step.Role,
		Code: strings.TrimSpace(step.Code), Under: step.Under}
	at := endOf(s.Pieces, p.Page)
	if step.Near != "" {
		at = s.index(step.Near) + 1
		if at == 0 {
			return errGone(step.Do)
		}
		p.Page = s.Pieces[at-1].Page
	}
	if p.Under != "" && s.index(p.Under) < 0 {
		return errGone(step.Do)
	}
	s.Pieces = slices.Insert(s.Pieces, at, p)
	return nil
}

// Have counts what has a role.
func (s *State) Have() (t framework.Totals) {
	for _, p := range s.Pieces {
		switch p.Role {
		case Principle:
			t.Principles++
		case Outcome:
			t.Outcomes++
		case Indicator:
			t.Indicators++
		}
	}
	return t
}

// Open counts the pieces of a page that nobody has said anything about; of all pages with page 0.
func (s *State) Open(page int) (n int) {
	for _, p := range s.Pieces {
		if p.Role == Undecided && (page == 0 || p.Page == page) {
			n++
		}
	}
	return n
}

// With gives the state as it would be after some steps; the state itself stays as it is. A step that cannot be taken is
// an error, as it would be of Act.
func (s *State) With(steps []Step) (*State, error) {
	after := *s
	after.Pieces = slices.Clone(s.Pieces)
	for n, step := range steps {
		if err := after.apply(step, fmt.Sprintf("w%d", n+1)); err != nil {
			return nil, err
		}
	}
	return &after, nil
}
