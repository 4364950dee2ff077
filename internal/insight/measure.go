package insight

import (
	"bytes"
	_ "embed" // the measures
	"encoding/json"
	"slices"
	"sync"
)

// Measure is something that an organisation can ask of its own people. What can be asked is a list, and not any question: two
// questions that differ by one condition would show whom the condition is about.
type Measure struct {
	Code        string `json:"code"`
	Name        string `json:"name"` // in plain English
	Kind        Kind   `json:"kind"`
	Perspective string `json:"perspective"` // "" for all
	Answered    bool   `json:"-"`           // whoever was asked and did not answer is left out: in all that is not asked by the answer itself
	Course      string `json:"course"`      // paths, flows, difference: it follows people, one thing at a time; "" for all else
	By          []Axis `json:"by"`          // what it can be asked by

	beside bool // it is asked by more than one direction: then each is shorter
}

// What an answer can be asked by, beside what a cube has for axes. Each puts codes of one of those together.
const (
	ByYear    Axis = "year"    // the last years
	ByQuarter Axis = "quarter" // the last quarters
	BySystem  Axis = "system"  // which holds what is in the way
	ByOutcome Axis = "outcome" // which something stands in the way of, or was promised about
	ByWho     Axis = "who"     // can change what is in the way
	ByKind    Axis = "kind"    // of what is in the way
	ByOwner   Axis = "owner"   // of a promise
	ByState   Axis = "state"   // what became of a promise
	ByTold    Axis = "told"    // whether that was told to the young person
	ByYoung   Axis = "young"   // what the young person says, beside
	ByWorker  Axis = "worker"  // what the practitioner sees
)

// How many years and quarters an answer shows, and how many quarters stand against as many before them.
const (
	mostYears    = 6
	mostQuarters = 24
	flowQuarters = 4
)

// mostSide is how many rows or columns a table can have. Beside another direction, outcomes and quarters are fewer: a larger table of
// one organisation shows nothing, and takes long to be sure of it.
const (
	mostSide       = 60
	besideSide     = 32
	besideQuarters = 12
)

// mostBy is by how many directions a measure can be asked at once, where a rule pack lets out so many.
const mostBy = 3

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

// measureOf finds a measure that can be asked by these directions.
func measureOf(measure string, by []Axis) (Measure, bool) {
	i := slices.IndexFunc(Measures(), func(m Measure) bool { return m.Code == measure })
	if i < 0 || len(by) == 0 || len(by) > mostBy {
		return Measure{}, false
	}
	m := Measures()[i]
	m.Answered, m.beside = !slices.Contains(by, ByValue), len(by) > 1
	return m, m.takes(by)
}

// takes reports whether a measure can be asked by all of these at once: each is one of its own, and stands there once. Years do not stand
// beside their quarters, nor outcomes beside quarters: so many numbers of one organisation's people are too small to be shown, and
// take long to be sure of.
func (m Measure) takes(by []Axis) bool {
	for i, a := range by {
		if !slices.Contains(m.By, a) || slices.Contains(by[:i], a) {
			return false
		}
	}
	if m.Course != "" && !slices.ContainsFunc(by, func(a Axis) bool { return a == ByYoung || a == ByWorker || Course{}.aspects(a) != nil }) {
		return false // it says how something went on, and never of what alone
	}
	if !slices.Contains(by, ByQuarter) {
		return true
	}
	return !slices.Contains(by, ByYear) && !slices.Contains(by, ByItem) && !slices.Contains(by, ByOutcome)
}

// Ways lists by what a measure can be asked: by one direction, then by two.
func (m Measure) Ways() (ways [][]Axis) {
	for _, a := range m.By {
		if one := []Axis{a}; m.takes(one) {
			ways = append(ways, one)
		}
	}
	for i, a := range m.By {
		for _, b := range m.By[i+1:] {
			if two := []Axis{a, b}; m.takes(two) {
				ways = append(ways, two)
			}
		}
	}
	return ways
}
