//go:build unix

package main

import (
	"bytes"
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the bound of the cube

	"stablefutures/internal/insight"
)

const (
	nationPeople  = 60_000 // some 50 million facts
	placePeople   = 600    // some 500,000
	nationGoal    = 1.0    // second
	dashboardGoal = 100.0  // milliseconds
	cubeGoal      = 500.0  // MB
)

// besidePeople is over how many people SQLite is asked a nation's table too: with all of them (-whole) it takes minutes.
var besidePeople = 3_000

// measureCube times the cube of facts: a nation's table, and an organisation's dashboard. Its bound is SQLite with a covering,
// sorted table of the same facts, asked the same questions in the same run, and it must answer the same.
func measureCube(t *table, dir string, wanted *regexp.Regexp) error {
	return firstError(
		func() error { return measureNation(t, wanted) },
		func() error { return measureBeside(t, dir, wanted) },
		func() error { return measureDashboard(t, dir, wanted) },
	)
}

// national is outcome x quarter x place x age, with different people in each cell.
func national(f insight.Frame) insight.Question {
	outcomes := insight.Direction{Axis: insight.ByItem}
	for _, it := range f.Items {
		if it.Kind == insight.Outcome {
			outcomes.Classes = append(outcomes.Classes, insight.Class{Code: it.Code, Of: []string{it.Code}})
		}
	}
	return insight.Question{By: []insight.Direction{outcomes, {Axis: insight.ByPeriod}, {Axis: insight.ByPlace}, {Axis: insight.GroupAge}}}
}

func measureNation(t *table, wanted *regexp.Regexp) error {
	const what = "cube: a nation"
	if !wanted.MatchString(what) {
		return nil
	}
	made, err := insight.Generate(nationPeople, 1)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := made.Write(&file); err != nil {
		return err
	}
	made = nil
	began := time.Now()
	c, err := insight.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		return err
	}
	load := time.Since(began).Seconds()
	millions := fmt.Sprintf("%s of %d million facts", what, c.Facts()/1_000_000)
	t.add(atMost(millions+": load its file", "s", load, 0, 10))
	t.add(atMost(millions+": in memory", "MB", float64(c.Bytes())/1e6, 0, cubeGoal))
	took, err := middle(func() error { _, err := c.Ask(national(c.Frame())); return err })
	if err != nil {
		return err
	}
	t.add(row{what: millions + ": outcome x quarter x place x age, people", unit: "s", ours: took, cpu: "–", goal: "< 1 s", met: took < nationGoal})
	return nil
}

// middle is the median of three times, in seconds.
func middle(f func() error) (float64, error) {
	var all []float64
	for range 3 {
		began := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		all = append(all, time.Since(began).Seconds())
	}
	slices.Sort(all)
	return all[1], nil
}

func measureBeside(t *table, dir string, wanted *regexp.Regexp) error {
	what := "cube: the same table"
	if !wanted.MatchString(what) {
		return nil
	}
	c, err := insight.Generate(besidePeople, 1)
	if err != nil {
		return err
	}
	ours, bound, err := beside(c, filepath.Join(dir, "nation.db"), []insight.Question{national(c.Frame())})
	if err != nil {
		return err
	}
	t.add(row{what: fmt.Sprintf("%s over %.1f million facts", what, float64(c.Facts())/1e6), unit: "ms", ours: ours, bound: bound, cpu: "–",
		goal: "≤ 0.1 ×", met: ours <= bound/10})
	return nil
}

// dashboard is what an organisation would look at first, as one page of questions.
func dashboard(f insight.Frame) (list []insight.Question) {
	end := f.Periods[len(f.Periods)-1]
	of := func(kinds ...insight.Kind) insight.Condition {
		w := insight.Condition{Axis: insight.ByItem}
		for _, it := range f.Items {
			if slices.Contains(kinds, it.Kind) {
				w.In = append(w.In, it.Code)
			}
		}
		return w
	}
	by := func(kind insight.Kind, axes ...insight.Axis) {
		q := insight.Question{Where: []insight.Condition{of(kind)}}
		for _, a := range axes {
			q.By = append(q.By, insight.Direction{Axis: a})
		}
		list = append(list, q)
	}
	by(insight.Present, insight.ByPeriod)
	by(insight.Outcome, insight.ByItem, insight.ByPeriod)
	by(insight.Outcome, insight.ByItem, insight.ByPerspective, insight.ByValue)
	by(insight.Outcome, insight.ByItem, insight.GroupAge)
	by(insight.Indicator, insight.ByItem, insight.ByValue)
	by(insight.Barrier, insight.ByItem, insight.ByValue)
	by(insight.Promised, insight.ByItem, insight.ByValue, insight.ByPeriod)
	list = append(list, insight.Question{By: []insight.Direction{{Axis: insight.ByItem}, {Axis: insight.ByValue}}, AtEndOf: end,
		Where: []insight.Condition{of(insight.Outcome)}})
	return list
}

func measureDashboard(t *table, dir string, wanted *regexp.Regexp) error {
	const what = "cube: an organisation's dashboard"
	if !wanted.MatchString(what) {
		return nil
	}
	c, err := insight.Generate(placePeople, 1)
	if err != nil {
		return err
	}
	questions := dashboard(c.Frame())
	ours, bound, err := beside(c, filepath.Join(dir, "place.db"), questions)
	if err != nil {
		return err
	}
	t.add(atMost(fmt.Sprintf("%s, %d questions over %d thousand facts", what, len(questions), c.Facts()/1000), "ms", ours, bound, dashboardGoal))
	return nil
}

// beside times questions asked of the cube and of SQLite over the same facts, in milliseconds; their answers must be the same.
func beside(c *insight.Cube, file string, questions []insight.Question) (ours, bound float64, err error) {
	e, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=cache_size(-65536)")
	if err != nil {
		return 0, 0, err
	}
	defer e.Close()
	if err := fillFacts(e, c); err != nil {
		return 0, 0, err
	}
	answers := make([]insight.Cells, len(questions))
	ours, err = middle(func() (err error) {
		for i, q := range questions {
			if answers[i], err = c.Ask(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	for i, q := range questions {
		cells, err := askSQLite(e, c.Frame(), q)
		if err != nil {
			return 0, 0, err
		}
		if !slices.Equal(cells, answers[i].People) {
			return 0, 0, errors.New("SQLite and the cube do not answer the same")
		}
	}
	return ours * 1000, float64(time.Since(began).Microseconds()) / 1000, nil
}

// placed is a fact as it lies in the table.
type placed struct {
	insight.Fact
	person, seq uint32
}

func (a placed) compare(b placed) int {
	return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Groups[0], b.Groups[0]),
		cmp.Compare(a.person, b.person), cmp.Compare(a.seq, b.seq))
}

// fillFacts writes the facts as a table that is its own index, in the order in which the national table asks for them; sorted, so
// that SQLite writes each page of it once.
func fillFacts(e *sql.DB, c *insight.Cube) error {
	tx, err := e.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	if _, err := tx.Exec(`create table facts (place int, item int, period int, age int, nation int, perspective int, value int, person int, seq int,
		primary key (place, item, period, age, person, seq)) without rowid`); err != nil {
		return err
	}
	insert, err := tx.Prepare(`insert into facts (place, item, period, age, nation, perspective, value, person, seq) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	all := make([]placed, 0, c.Facts())
	c.Each(func(person uint32, f insight.Fact) { all = append(all, placed{f, person, uint32(len(all) + 1)}) })
	slices.SortFunc(all, placed.compare)
	for _, f := range all {
		if _, err := insert.Exec(f.Place, f.Item, f.Period, f.Groups[0], f.Groups[1], f.Perspective, f.Value, f.person, f.seq); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// askSQLite asks the same in SQL. It knows the questions of this file: classes of one code each, and conditions. Invented people
// move between quarters alone, so quarter and seq are the order of time.
func askSQLite(e *sql.DB, f insight.Frame, q insight.Question) ([]uint32, error) {
	codes := map[insight.Axis][]string{insight.ByPeriod: f.Periods, insight.ByPlace: f.Places, insight.ByPerspective: f.Perspectives}
	for _, it := range f.Items {
		codes[insight.ByItem] = append(codes[insight.ByItem], it.Code)
	}
	for _, v := range f.Values {
		codes[insight.ByValue] = append(codes[insight.ByValue], v.Code)
	}
	for _, g := range f.Groups {
		codes[insight.Axis(g.Name)] = g.Codes
	}
	from, where := "facts", []string{"1 = 1"}
	if q.AtEndOf != "" {
		from = "(select * from (select *, row_number() over (partition by person, item, perspective order by period desc, seq desc) as back from facts) where back = 1)"
	}
	for _, w := range q.Where {
		where = append(where, fmt.Sprintf("%s in (%s)", w.Axis, numbers(codes[w.Axis], w.In)))
	}
	var by []string
	size, classes := 1, make([]map[int]int, len(q.By))
	for i, d := range q.By {
		by = append(by, string(d.Axis))
		classes[i] = map[int]int{}
		for k, c := range d.Classes {
			classes[i][slices.Index(codes[d.Axis], c.Of[0])] = k
		}
		if len(d.Classes) == 0 {
			for k := range codes[d.Axis] {
				classes[i][k] = k
			}
		}
		size *= len(classes[i])
	}
	columns := strings.Join(by, ", ")
	rows, err := e.Query("select " + columns + ", count(distinct person) from " + from + " where " + strings.Join(where, " and ") + " group by " + columns)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cells := make([]uint32, size)
	at := make([]int, len(by)+1)
	into := make([]any, len(at))
	for i := range at {
		into[i] = &at[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		if cell, ok := cellOf(at, classes); ok {
			cells[cell] = uint32(at[len(by)])
		}
	}
	return cells, rows.Err()
}

func cellOf(at []int, classes []map[int]int) (cell int, ok bool) {
	for i, m := range classes {
		k, ok := m[at[i]]
		if !ok {
			return 0, false
		}
		cell = cell*len(m) + k
	}
	return cell, true
}

func numbers(codes, in []string) string {
	var list []string
	for _, c := range in {
		list = append(list, fmt.Sprint(slices.Index(codes, c)))
	}
	return strings.Join(list, ", ")
}
