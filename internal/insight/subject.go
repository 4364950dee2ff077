package insight

import (
	"slices"

	"stablefutures/internal/disclosure"
)

// Subject is what a page is about: measures that belong together.
type Subject struct {
	Code     string
	Measures []Measure
}

// subjectOf says under which subject a measure stands where its kind alone would put it elsewhere.
var subjectOf = map[string]string{"views": "around", "guardians": "around", "paths": "paths", "flows": "paths", "difference": "differences"}

// subjects are in the order of the page.
var subjects = []string{"voice", "promises", "barriers", "paths", "differences", "equality", "eighteen", "interpreters", "around"}

// Subjects lists the subjects of which something can be asked. Every measure stands under one.
func Subjects() (list []Subject) {
	under := map[string][]Measure{}
	for _, m := range Measures() {
		under[m.subject()] = append(under[m.subject()], m)
	}
	for _, code := range subjects {
		if len(under[code]) > 0 {
			list = append(list, Subject{code, under[code]})
		}
	}
	return list
}

// Unasked lists the subjects of which nothing can be asked: what is known of them stands sealed in each record.
func Unasked() (codes []string) {
	for _, code := range subjects {
		if _, ok := SubjectByCode(code); !ok {
			codes = append(codes, code)
		}
	}
	return codes
}

// SubjectByCode finds a subject.
func SubjectByCode(code string) (Subject, bool) {
	list := Subjects()
	i := slices.IndexFunc(list, func(s Subject) bool { return s.Code == code })
	if i < 0 {
		return Subject{}, false
	}
	return list[i], true
}

func (m Measure) subject() string {
	if s, ok := subjectOf[m.Code]; ok {
		return s
	}
	switch m.Kind {
	case Promised:
		return "promises"
	case Barrier:
		return "barriers"
	case Indicator:
		return "around"
	}
	return "voice"
}

// Reach is the question whose coverage says how far everything else reaches: what young people say, at any time.
var Reach = Asking{Measure: "voice", By: []Axis{ByValue}, Rules: disclosure.StrictDefault}

// shownBy are the ways in which a subject's page asks a measure, in the order in which they are looked for: what became of it over
// the years, and what it is about.
var shownBy = [][]Axis{{ByValue, ByYear}, {ByState, ByYear}, {ByTold, ByYear}, {ByItem, ByValue}, {ByOutcome, BySystem}, {ByWho, ByYear}, {ByOutcome, ByState},
	{ByOutcome, ByValue}, {ByPerspective, ByYear}, {ByPerspective, GroupNation}, {ByWas, ByIs}, {ByItem, ByPath}, {ByItem, ByBetween}, {ByYoung, ByWorker}}

// mostShown is how many of them a page asks of one measure: every table more is one more that all others are held against.
const mostShown = 3

// Questions are what a subject's page asks, under the strictest rules.
func (s Subject) Questions() (list []Asking) {
	for _, m := range s.Measures {
		var ways [][]Axis
		for _, by := range shownBy {
			if len(ways) < mostShown && !slices.ContainsFunc(by, func(a Axis) bool { return !slices.Contains(m.By, a) }) {
				ways = append(ways, by)
			}
		}
		if len(ways) == 0 { // a measure that the list does not know yet: by what it names first
			ways = [][]Axis{m.By[:min(2, len(m.By))]}
		}
		for _, by := range ways {
			list = append(list, Asking{m.Code, by, disclosure.StrictDefault})
		}
	}
	return list
}
