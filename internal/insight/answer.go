package insight

import (
	"bytes"
	"context"
	_ "embed" // the measures
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// Measure is something that an organisation can ask of its own people. What can be asked is a list, and not any question: two
// questions that differ by one condition would show whom the condition is about.
type Measure struct {
	Code        string `json:"code"`
	Name        string `json:"name"` // in plain English
	Kind        Kind   `json:"kind"`
	Perspective string `json:"perspective"` // "" for all
	By          []Axis `json:"by"`          // what it can be asked by; year stands for the last years
}

// ByYear puts quarters together into the last years; ByQuarter takes the last quarters one by one.
const (
	ByYear    Axis = "year"
	ByQuarter Axis = "quarter"
)

// How many years and quarters an answer shows.
const (
	mostYears    = 6
	mostQuarters = 24
)

// mostSide is how many rows or columns a table can have.
const mostSide = 60

//go:embed measures.json
var measures []byte

// Measures lists what can be asked.
var Measures = sync.OnceValue(func() []Measure {
	var list []Measure
	d := json.NewDecoder(bytes.NewReader(measures))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		panic("measures.json: " + err.Error()) // a file of the program itself, held by a test
	}
	return list
})

// Answer is what an organisation may be shown: how many different people, and how that is covered. A person can stand in
// several cells of Table, so its totals are no numbers of people; in Coverage everybody stands once.
type Answer struct {
	Measure  Measure
	By       []Axis
	Table    disclosure.Released
	Coverage disclosure.Released // columns answered, asked (and did not answer), not_asked

	Release, CoverageRelease release.Release // as they stand in the register: to be cited by
}

// state is a table's true numbers, and the name under which disclosure knows them.
type state struct {
	cells Cells
	data  string
}

// Answer answers a measure for the actor's own organisation, by one or two directions, under a rule pack. Everything is as it is
// recorded now. What is asked twice gets the same answer while nothing changed, and is held against the earlier one when it did.
func (s *Service) Answer(ctx context.Context, who permit.Actor, rules, measure string, by ...Axis) (Answer, error) {
	out := Answer{By: by}
	var tables [2]disclosure.Table // of this organisation, whoever asks: they are given to nobody before it is decided
	m, ok := measureOf(measure, by)
	if ok {
		var err error
		if tables, err = s.tables(ctx, who.Organisation, m, by); err != nil {
			return Answer{}, fmt.Errorf("answer: %w", err)
		}
	}
	out.Measure = m
	err := s.door.Do(ctx, who, permit.MakeRelease, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		if !ok || len(tables[0].Rows) > mostSide || len(tables[0].Columns) > mostSide {
			return problem.New(problem.Invalid, "problem.not_a_choice")
		}
		w.Note(measure)
		if out.Release, err = release.Keep(ctx, w, rules, tables[0]); err != nil {
			return err
		}
		out.CoverageRelease, err = release.Keep(ctx, w, rules, tables[1])
		out.Table, out.Coverage = out.Release.Table, out.CoverageRelease.Table
		return err
	})
	if err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	return out, nil
}

// measureOf finds a measure that can be asked by these directions.
func measureOf(measure string, by []Axis) (Measure, bool) {
	i := slices.IndexFunc(Measures(), func(m Measure) bool { return m.Code == measure })
	if i < 0 || len(by) == 0 || len(by) > 2 || len(by) == 2 && by[0] == by[1] {
		return Measure{}, false
	}
	m := Measures()[i]
	return m, !slices.ContainsFunc(by, func(a Axis) bool { return !slices.Contains(m.By, a) })
}

// tables asks the cube: the table of a measure, and its coverage.
func (s *Service) tables(ctx context.Context, organisation string, m Measure, by []Axis) (out [2]disclosure.Table, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.refresh(ctx); err != nil {
		return out, err
	}
	q := s.question(organisation, m, by)
	cells, err := s.cube.Ask(q)
	if err != nil {
		return out, err
	}
	q.By = nil
	c, err := s.cube.Coverage(q)
	if err != nil {
		return out, err
	}
	key := "insight:" + organisation + ":" + m.Code
	covered := Cells{Directions: [][]string{{"answered", "asked", "not_asked"}},
		People: []uint32{c.Answered[0], c.Asked[0] - c.Answered[0], c.Could[0] - c.Asked[0]}}
	out[1] = s.table(key+":coverage", covered)
	for _, a := range by {
		key += ":" + string(a)
	}
	out[0] = s.table(key, cells)
	return out, nil
}

// question puts a measure as a question to the cube.
func (s *Service) question(organisation string, m Measure, by []Axis) Question {
	f := s.cube.Frame()
	items := Condition{Axis: ByItem}
	for _, it := range f.Items {
		if it.Kind == m.Kind {
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
	for _, a := range by {
		d := Direction{Axis: a}
		switch a {
		case ByYear:
			d = years(f)
		case ByQuarter:
			d = Direction{ByPeriod, each(f.Periods[max(0, len(f.Periods)-mostQuarters):])}
		case ByItem:
			d.Classes = each(items.In)
		case ByValue:
			d.Classes = each(m.values(f))
		}
		q.By = append(q.By, d)
	}
	return q
}

// each makes a class of each code.
func each(codes []string) (list []Class) {
	for _, c := range codes {
		list = append(list, Class{c, []string{c}})
	}
	return list
}

// years puts the quarters of a frame together into its last years.
func years(f Frame) Direction {
	d := Direction{Axis: ByPeriod}
	now, _, _ := parseQuarter(f.Periods[len(f.Periods)-1])
	first := fmt.Sprintf("%04d", now-mostYears+1)
	for _, p := range f.Periods {
		year := p[:4]
		if year < first {
			continue
		}
		if n := len(d.Classes); n == 0 || d.Classes[n-1].Code != year {
			d.Classes = append(d.Classes, Class{Code: year})
		}
		last := &d.Classes[len(d.Classes)-1]
		last.Of = append(last.Of, p)
	}
	return d
}

// values gives what facts of a measure's kind can say.
func (m Measure) values(f Frame) (codes []string) {
	for _, v := range f.Values {
		fact, said := framework.FactByKey(v.Code)
		of := Promised
		switch {
		case v.Code == PresentItem:
			of = Present
		case strings.HasPrefix(v.Code, whoCan):
			of = Barrier
		case said && fact.IsFinding():
			of = Indicator
		case said:
			of = Outcome
		}
		if of == m.Kind {
			codes = append(codes, v.Code)
		}
	}
	return codes
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
