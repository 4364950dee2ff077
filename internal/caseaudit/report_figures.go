package caseaudit

import (
	"encoding/json"
	"slices"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/stats"
)

// What a report counts: how many of the list were read, how young people were heard, what was found, and how practice was
// graded.
const (
	FiguresDrawn = "drawn"
	FiguresHeard = "heard"
	FiguresFound = "found"
	FiguresGrade = "grade"
)

// FigureKinds lists them in the order shown.
var FigureKinds = []string{FiguresDrawn, FiguresHeard, FiguresFound, FiguresGrade}

// reportRules are the rules that figures of a report pass: it leaves the organisation.
const reportRules = disclosure.StrictDefault

// Read, NotRead and NotSaid are columns of what a report counts, beside those of a reading.
const (
	Read    = "read"
	NotRead = "not_read"
	NotSaid = "not_said"
)

type reportFigure struct {
	kind  string
	table disclosure.Table
}

// figures counts what was settled. A table's key names the first programme of those that follow one another, and what is
// counted, so that the register holds every version, and every later programme, against those that are out. The state of its
// data is a digest of true numbers, which whoever keeps the table blinds: few numbers are soon guessed.
func figures(g gathered) (list []reportFigure) {
	add := func(kind string, t disclosure.Table) {
		t.Key = "audit-" + kind + ":" + g.root
		state, _ := json.Marshal([]any{t.Rows, t.Columns, t.Counts}) // texts and numbers: it can always be written
		t.Data = g.programme.ID + ":" + disclosure.Hash(state)
		list = append(list, reportFigure{kind, t})
	}
	add(FiguresDrawn, drawnTable(g))
	outcomes := g.programme.Plan.Outcomes
	if len(outcomes) == 0 {
		return list
	}
	add(FiguresHeard, caseTable(g.cases, outcomes, append(slices.Clone(HeardOf), NotSaid), func(o OutcomeFound) string {
		if slices.Contains(HeardOf, o.Heard) {
			return o.Heard
		}
		return NotSaid
	}))
	add(FiguresFound, foundTable(g.cases, outcomes))
	if scale := g.programme.Plan.Scale; scale != nil && scale.Graded() {
		columns := make([]string, len(scale.Points), len(scale.Points)+1)
		for i, p := range scale.Points {
			columns[i] = p.Code
		}
		add(FiguresGrade, caseTable(g.cases, outcomes, append(columns, NotSaid), func(o OutcomeFound) string {
			if scale.Place(o.Grade) > 0 {
				return o.Grade
			}
			return NotSaid
		}))
	}
	return list
}

// drawnTable counts the cases of the list: those read and settled, and the others. Of a census there are no others to speak of.
func drawnTable(g gathered) disclosure.Table {
	all, read := int64(len(g.programme.Frame)), int64(len(g.cases))
	if g.programme.Plan.Method == stats.Census {
		return disclosure.Table{Columns: []string{Read}, Counts: [][]int64{{read}}}
	}
	return disclosure.Table{Columns: []string{Read, NotRead}, Counts: [][]int64{{read, all - read}}}
}

// caseTable counts cases: each stands once in every row.
func caseTable(cases []SettledCase, outcomes, columns []string, of func(OutcomeFound) string) disclosure.Table {
	t := disclosure.Table{Rows: outcomes, Columns: columns, Counts: emptyLines(len(outcomes), len(columns))}
	for i, outcome := range outcomes {
		for _, c := range cases {
			if j := slices.Index(columns, of(c.Outcomes[outcome])); j >= 0 {
				t.Counts[i][j]++
			}
		}
	}
	// Every case stands in every row, so that a column's total counts it as often as there are rows.
	t.People, t.Largest = emptyLines(len(outcomes), len(columns)), emptyLines(len(outcomes), len(columns))
	for i := range t.Counts {
		for j, n := range t.Counts[i] {
			t.People[i][j], t.Largest[i][j] = n, min(n, 1)
		}
	}
	return t
}

// foundTable counts findings: a case has as many in a row as the outcome has items, so that how many cases stand behind each
// number, and how much of it is one case's, is told to disclosure control.
func foundTable(cases []SettledCase, outcomes []string) disclosure.Table {
	columns := make([]string, len(Founds))
	for i, f := range Founds {
		columns[i] = string(f)
	}
	t := disclosure.Table{Rows: outcomes, Columns: columns, Counts: emptyLines(len(outcomes), len(columns)), People: emptyLines(len(outcomes), len(columns)), Largest: emptyLines(len(outcomes), len(columns))}
	for i, outcome := range outcomes {
		for _, c := range cases {
			mine := make([]int64, len(columns))
			for _, item := range c.Outcomes[outcome].Items {
				if j := slices.Index(Founds, item.Found); j >= 0 {
					mine[j]++
				}
			}
			for j, n := range mine {
				t.Counts[i][j] += n
				t.People[i][j] += min(n, 1)
				t.Largest[i][j] = max(t.Largest[i][j], n)
			}
		}
	}
	return t
}

func emptyLines(rows, columns int) [][]int64 {
	all := make([][]int64, rows)
	for i := range all {
		all[i] = make([]int64, columns)
	}
	return all
}

// unsteady names the kind of figures that cannot stand beside the others.
type unsteady string

func (u unsteady) Error() string {
	return "figures of kind " + string(u) + " tell more beside the others than alone"
}

// tells gives the kind of figures that hides in one place what another shows: "" where there is none. Every case stands in
// every row, so that the rows' totals are all one number, or a known multiple of it: what a table hides behind its totals
// would be no secret beside a table that shows them. No attack on one table alone sees that.
func tells(tables map[string]disclosure.Released) string {
	hides, shows := "", false
	for _, kind := range FigureKinds {
		t, ok := tables[kind]
		if !ok || t.Withheld() != "" {
			continue
		}
		totals := []disclosure.Protected{t.Cell(0, 0)}
		if kind != FiguresDrawn {
			totals = totals[:0]
			for i := range t.Rows {
				totals = append(totals, t.RowTotal(i))
			}
		}
		for _, total := range totals {
			if total.Shown() {
				shows = true
			} else if hides == "" {
				hides = kind
			}
		}
	}
	if shows {
		return hides
	}
	return ""
}
