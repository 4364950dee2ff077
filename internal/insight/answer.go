package insight

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// Answer is what an organisation may be shown: how many different people, and how that is covered. A person can stand in
// several cells of Table, so its totals are no numbers of people. In a row of Coverage everybody stands once.
type Answer struct {
	Measure  Measure
	By       []Axis
	Table    disclosure.Released
	Crossed  disclosure.CrossedRelease // in place of Table, by three directions
	Coverage disclosure.Released       // columns answered, asked (and did not answer), not_asked

	// CoveredBy is the direction of Coverage's rows: years, quarters or groups by which the table is asked; "" when it has no rows.
	CoveredBy Axis

	Release, CoverageRelease release.Release // as they stand in the register: to be cited by
}

// state is a table's true numbers, and the name under which disclosure knows them.
type state struct {
	cells Cells
	data  string
}

// asked is what a cube says to a measure: true numbers, for the register alone. Of three directions they are in crossed.
type asked struct {
	table, coverage disclosure.Table
	crossed         disclosure.Crossed
	coveredBy       Axis
}

// fits reports whether disclosure control takes a table of such a size.
func (a asked) fits() bool {
	figures := 1
	for _, d := range a.crossed.Directions {
		figures *= len(d.Nodes) + 1
	}
	return len(a.table.Rows) <= mostSide && len(a.table.Columns) <= mostSide && figures <= mostFigures
}

// Answer answers a measure for the actor's own organisation, by one or two directions, or three under a rule pack that lets out so
// many. Everything is as it is recorded now. What is asked twice gets the same answer while nothing changed, and is held against the
// earlier one when it did; and each answer is held against all others of the same facts.
func (s *Service) Answer(ctx context.Context, who permit.Actor, rules, measure string, by ...Axis) (Answer, error) {
	out := Answer{By: by}
	var said asked // of this organisation, whoever asks: it is given to nobody before that is decided
	m, ok := measureOf(measure, by)
	if ok {
		var err error
		if said, err = s.tables(ctx, who.Organisation, m, by); err != nil {
			return Answer{}, fmt.Errorf("answer: %w", err)
		}
	}
	out.Measure, out.CoveredBy = m, said.coveredBy
	here, crossed := access.Organisation(who.Organisation), len(by) > 2
	var named asked // said, as the register knows it
	err := s.door.Do(ctx, who, permit.MakeRelease, here, func(w *access.Work) (err error) {
		if !ok || !said.fits() {
			return problem.New(problem.Invalid, "problem.not_a_choice")
		}
		w.Note(measure)
		named = said.blind(w)
		out.CoverageRelease, err = release.Keep(ctx, w, rules, named.coverage) // first: whatever is shown says how it is covered
		return err
	})
	var ahead *release.Ahead
	if err == nil { // beside everybody's saves, not before them
		err = s.door.Read(ctx, who, permit.MakeRelease, here, func(w *access.Work) (err error) {
			if crossed {
				ahead, err = release.ForeseeCrossed(ctx, w, rules, named.crossed)
			} else {
				ahead, err = release.Foresee(ctx, w, rules, named.table)
			}
			return err
		})
	}
	if err == nil {
		err = s.door.Do(ctx, who, permit.MakeRelease, here, func(w *access.Work) (err error) {
			w.Note(measure)
			if crossed {
				out.Release, err = ahead.KeepCrossed(ctx, w, rules, named.crossed)
			} else {
				out.Release, err = ahead.Keep(ctx, w, rules, named.table)
			}
			return err
		})
	}
	if err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	out.Table, out.Crossed, out.Coverage = out.Release.Table, out.Release.Crossed, out.CoverageRelease.Table
	return out, nil
}

// tables asks the cube: the table of a measure, and its coverage.
func (s *Service) tables(ctx context.Context, organisation string, m Measure, by []Axis) (out asked, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.refresh(ctx); err != nil {
		return out, err
	}
	sides := make([]side, len(by))
	for i, a := range by {
		sides[i] = m.sideOf(a, s.frame)
	}
	q := s.question(organisation, m)
	cells, err := ask(s.cube, q, sides)
	if err != nil {
		return out, err
	}
	key := "insight:" + organisation + ":" + m.Code
	covered := key + ":coverage"
	var rows []side
	var rowsBy []Axis
	for i, a := range by { // of two, the first: a table of people by years, groups and how they answered would have three
		if sides[i].ofPeople() && len(rows) == 0 {
			rows, rowsBy, out.coveredBy = append(rows, sides[i]), append(rowsBy, a), a
			covered += ":" + string(a)
		}
		key += ":" + string(a)
	}
	if out.coverage, err = s.coverage(covered, q, rows); err != nil {
		return out, err
	}
	out.coverage.About = s.aboutCoverage(organisation, m, rows, rowsBy)
	if about := s.about(organisation, m, by, sides); len(by) > 2 {
		out.crossed = crossedTable(key, by, cells)
		out.crossed.About = about
	} else {
		out.table = s.table(key, cells)
		out.table.About = about
	}
	return out, nil
}

// coverage asks how many answered, were asked and did not answer, and were not asked: in all, or in each class of one side.
func (s *Service) coverage(key string, q Question, rows []side) (disclosure.Table, error) {
	for _, r := range rows {
		q.By = append(q.By, together(r.of, s.cube.frame.axes()[r.of], rows, []int{0}))
	}
	c, err := s.cube.Coverage(q)
	if err != nil {
		return disclosure.Table{}, err
	}
	cells := Cells{Directions: [][]string{{"answered", "asked", "not_asked"}}}
	for _, r := range rows {
		cells.Directions = [][]string{r.codes, cells.Directions[0]}
	}
	for i, could := range c.Could {
		cells.People = append(cells.People, c.Answered[i], c.Asked[i]-c.Answered[i], could-c.Asked[i])
	}
	return s.table(key, cells), nil
}

// question gives whom and what a measure is about, as a question to the cube.
func (s *Service) question(organisation string, m Measure) Question {
	f := s.cube.Frame()
	items := Condition{Axis: ByItem}
	for _, it := range f.Items {
		if it.Kind == m.Kind && (m.Course == "" || it.Code != OwnTopic) {
			items.In = append(items.In, it.Code)
		}
	}
	here := Condition{Axis: ByPlace}
	if slices.Contains(f.Places, organisation) {
		here.In = []string{organisation}
	}
	q := Question{Where: []Condition{items, here}}
	if m.Perspective != "" {
		q.Where = append(q.Where, Condition{ByPerspective, []string{m.Perspective}})
	}
	if m.Course == "flows" {
		course := m.course(f.Periods)
		q.Where = append(q.Where, Condition{ByPeriod, slices.Concat(course.From.Periods, course.To.Periods)})
	}
	if m.Answered {
		q.Where = append(q.Where, s.cube.values(func(v Value) bool { return v.Answered }))
	}
	return q
}

// table gives cells as disclosure takes them. While the numbers stay the same, so does the name of their state.
func (s *Service) table(key string, cells Cells) disclosure.Table {
	was, ok := s.asked[key]
	if !ok || !slices.Equal(was.cells.People, cells.People) || !slices.EqualFunc(was.cells.Directions, cells.Directions, slices.Equal) {
		was = state{cells, db.NewID()}
		s.asked[key] = was
	}
	t := disclosure.Table{Key: key, Data: was.data, Columns: cells.Directions[len(cells.Directions)-1]}
	if len(cells.Directions) == 2 {
		t.Rows = cells.Directions[0]
	}
	n := len(t.Columns)
	for at := 0; at < len(cells.People); at += n {
		line := make([]int64, n)
		for i := range line {
			line[i] = int64(cells.People[at+i])
		}
		t.Counts = append(t.Counts, line)
	}
	return t
}
