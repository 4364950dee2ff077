package insight

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Course asks how the same thing went on for the same person: what was said of it from one perspective at one time, beside what was
// said from another, or at another. Cells are different people, by what became of it.
type Course struct {
	By    []Direction // of items, places and groups; a fact of no class is left out, as by a condition
	Where []Condition // of items, places and groups

	// Answers are the answers that can be compared; those in one class are the same. InWords are values that answer, and cannot be
	// compared. Whoever was asked and said anything else did not answer.
	Answers []Class
	InWords []string

	From, To Moment
	As       []Axis // what is told apart: one or more of those below, each once
}

// Moment is whose answers are looked at, and in which periods; the latest of them counts.
type Moment struct {
	Perspective string
	Periods     []string
}

// What a course tells apart. The first three are of the answers of From alone.
const (
	ByPath    Axis = "path"    // how the answers went on
	ByFirst   Axis = "first"   // the first answer
	ByLatest  Axis = "latest"  // the latest answer
	ByWas     Axis = "was"     // the answer of From
	ByIs      Axis = "is"      // the answer of To
	ByBetween Axis = "between" // whether the two are the same
)

// What an answer is beside the classes of answers.
const (
	inWords  = "words_only"
	noAnswer = "no_answer" // asked
	noAsking = "no_asking"
)

// How answers go on, and what two of them say together.
var (
	pathCodes    = []string{"path.stayed", "path.changed", "path.returned", "path.once", "path.no_answer_since", "path.never"}
	betweenCodes = []string{"between.agree", "between.differ", "between.only_young", "between.only_worker", "between.words"}
)

// aspects gives the codes that a course can tell apart in one way, nil where there is no such way.
func (q Course) aspects(a Axis) []string {
	var answers []string
	for _, c := range q.Answers {
		answers = append(answers, c.Code)
	}
	answers = append(answers, inWords, noAnswer)
	switch a {
	case ByPath:
		return pathCodes
	case ByBetween:
		return betweenCodes
	case ByFirst, ByLatest:
		return answers
	case ByWas, ByIs:
		return append(answers, noAsking)
	}
	return nil
}

// steps is what one person said of one item so far. An answer is the number of its class, from 1; then come words alone, then none.
type steps struct {
	who                 uint32
	cell                int32
	first, latest       uint8 // answers of From that can be compared
	firstAny, latestAny uint8 // answers of From in words too
	answers             uint8 // how many of those can be compared, 2 for more
	since               bool  // it was asked after the latest of them
	changed             bool
	from, to            uint8 // the latest of From, and of To
}

// follower counts the courses of people.
type follower struct {
	c        *Cube
	p        *plan
	q        Course
	step     [MostValues]uint8
	from, to [MostPerspectives][MostPeriods]bool
	words    uint8 // the step of an answer in words
	sizes    []int

	who     uint32
	count   []cell
	steps   []steps // by item
	touched []uint16
	runs    []int
}

// Follow answers a course exactly, on all cores.
func (c *Cube) Follow(q Course) (Cells, error) {
	p, names, err := c.prepare(Question{By: q.By, Where: q.Where, AtEndOf: c.frame.Periods[len(c.frame.Periods)-1]})
	if err != nil {
		return Cells{}, fmt.Errorf("follow: %w", err)
	}
	model := &follower{c: c, p: p, q: q}
	if err := model.ready(&c.frame); err != nil {
		return Cells{}, fmt.Errorf("follow: %w", err)
	}
	each := 1
	for _, a := range q.As {
		names = append(names, q.aspects(a))
		model.sizes = append(model.sizes, len(q.aspects(a)))
		each *= len(q.aspects(a))
	}
	if p.cells*each > MostCells || len(names) > mostDirections {
		return Cells{}, fmt.Errorf("follow: %w", errDirections)
	}
	model.count = make([]cell, p.cells*each)
	if !p.none {
		model.all()
	}
	t := &tally{c: c, p: p, count: model.count}
	t.p = &plan{cells: len(model.count), order: append(slices.Clone(p.order), model.sizes...), from: slices.Clone(p.from)}
	for i := range model.sizes {
		t.p.from = append(t.p.from, len(p.from)+i)
	}
	return t.cells(names), nil
}

// ready holds a course against the frame, and makes its tables.
func (f *follower) ready(in *Frame) error {
	for _, d := range f.q.By {
		if d.Axis == ByPerspective || d.Axis == ByValue {
			return errAxis
		}
	}
	for _, w := range f.q.Where {
		if w.Axis == ByPerspective || w.Axis == ByValue {
			return errAxis
		}
	}
	if len(f.q.As) == 0 {
		return errDirections
	}
	for i, a := range f.q.As {
		if f.q.aspects(a) == nil {
			return errAxis
		}
		if slices.Contains(f.q.As[:i], a) {
			return errDirections
		}
	}
	var values []string
	for _, v := range in.Values {
		values = append(values, v.Code)
	}
	names, class, err := classesOf(Direction{ByValue, append(slices.Clone(f.q.Answers), Class{inWords, f.q.InWords})}, values)
	if err != nil {
		return err
	}
	f.words = uint8(len(names))
	for i, v := range in.Values {
		switch {
		case class[i] >= 0:
			f.step[i] = uint8(class[i] + 1)
		case v.Asked:
			f.step[i] = f.words + 1
		}
	}
	for _, m := range []struct {
		of   Moment
		into *[MostPerspectives][MostPeriods]bool
	}{{f.q.From, &f.from}, {f.q.To, &f.to}} {
		if m.of.Perspective == "" {
			continue // nothing is looked at
		}
		k := slices.Index(in.Perspectives, m.of.Perspective)
		if k < 0 {
			return errCode
		}
		for _, p := range m.of.Periods {
			i := slices.Index(in.Periods, p)
			if i < 0 {
				return errCode
			}
			m.into[k][i] = true
		}
	}
	return nil
}

// all counts everybody, and adds up what the cores counted.
func (f *follower) all() {
	work := f.c.chunks(f.p)
	workers := max(1, min(runtime.GOMAXPROCS(0), len(work)))
	parts := make([]*follower, workers)
	var next atomic.Int64
	var wait sync.WaitGroup
	for i := range parts {
		wait.Go(func() {
			one := *f
			one.count, one.steps = make([]cell, len(f.count)), make([]steps, len(f.c.frame.Items))
			for n := next.Add(1) - 1; n < int64(len(work)); n = next.Add(1) - 1 {
				one.take(work[n])
			}
			parts[i] = &one
		})
	}
	wait.Wait()
	for _, one := range parts {
		for i, n := range one.count {
			f.count[i].people += n.people
		}
	}
}

func (f *follower) take(w chunk) {
	if w.movers {
		for _, runs := range f.c.movers[w.from:w.until] {
			f.person(runs)
		}
		return
	}
	across := f.p.across()
	for i := w.from; i < w.until; {
		person := f.c.runs[i].person
		f.runs = f.runs[:0]
		for ; i < w.until && f.c.runs[i].person == person; i++ {
			f.runs = append(f.runs, i)
		}
		if !across || !f.c.moved(person) {
			f.person(f.runs)
		}
	}
}

// person follows one person through their runs, which are in the order of time.
func (f *follower) person(runs []int) {
	f.who++
	f.touched = f.touched[:0]
	for _, i := range runs {
		r := &f.c.runs[i]
		base := f.p.base(r)
		if base < 0 {
			continue
		}
		for _, w := range f.c.words[r.start : r.start+r.n] {
			item, step := w&(MostItems-1), f.step[w>>valueAt&(MostValues-1)]
			if step == 0 || f.p.item[item] < 0 {
				continue
			}
			perspective, period := w>>perspectiveAt&(MostPerspectives-1), w>>periodAt&(MostPeriods-1)
			from, to := f.from[perspective][period], f.to[perspective][period]
			if !from && !to {
				continue
			}
			s := &f.steps[item]
			if s.who != f.who {
				*s = steps{who: f.who}
				f.touched = append(f.touched, uint16(item))
			}
			s.cell = base + f.p.item[item]
			if from {
				s.take(step, f.words)
			}
			if to {
				s.to = step
			}
		}
	}
	for _, item := range f.touched {
		f.end(&f.steps[item])
	}
}

// take is the next answer of From.
func (s *steps) take(step, words uint8) {
	s.from = step
	if step <= words {
		if s.firstAny == 0 {
			s.firstAny = step
		}
		s.latestAny = step
	}
	if step >= words {
		s.since = true
		return
	}
	s.since = false
	if s.answers == 0 {
		s.first = step
	}
	s.changed = s.changed || s.answers > 0 && s.latest != step
	s.latest, s.answers = step, min(s.answers+1, 2)
}

// end counts one item of one person.
func (f *follower) end(s *steps) {
	n := int(s.cell)
	for i, a := range f.q.As {
		k := f.aspect(s, a)
		if k < 0 {
			return
		}
		n = n*f.sizes[i] + k
	}
	if x := &f.count[n]; x.seen != f.who {
		x.seen = f.who
		x.people++
	}
}

// aspect gives the place of what became of an item among the codes of one way to tell it apart; -1 where it says nothing.
func (f *follower) aspect(s *steps, a Axis) int {
	none := int(f.words) // the place of no answer
	said := func(step uint8) int {
		if step == 0 {
			return none
		}
		return int(step) - 1
	}
	switch a {
	case ByPath:
		return s.path()
	case ByBetween:
		return f.between(s)
	case ByFirst, ByLatest:
		if s.from == 0 {
			return -1
		}
		if a == ByFirst {
			return said(s.firstAny)
		}
		return said(s.latestAny)
	}
	step := s.from
	if a == ByIs {
		step = s.to
	}
	if step == 0 {
		return none + 1
	}
	return int(step) - 1
}

// path gives the place among pathCodes.
func (s *steps) path() int {
	switch {
	case s.from == 0:
		return -1
	case s.answers == 0:
		return 5
	case s.answers == 1 && s.since:
		return 4
	case s.answers == 1:
		return 3
	case !s.changed:
		return 0
	case s.first != s.latest:
		return 1
	}
	return 2
}

// between gives the place among betweenCodes.
func (f *follower) between(s *steps) int {
	one, two := s.from > 0 && s.from <= f.words, s.to > 0 && s.to <= f.words // who answered
	switch {
	case one && !two:
		return 2
	case two && !one:
		return 3
	case !one:
		return -1
	case s.from == f.words || s.to == f.words:
		return 4
	case s.from == s.to:
		return 0
	}
	return 1
}
