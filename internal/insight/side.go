package insight

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/promise"
)

// side is one direction of an answer: an axis of the cube, and the classes into which it puts that axis's codes. Several sides may
// be of one axis: system and outcome are two readings of the same item.
type side struct {
	of     Axis
	codes  []string                 // of the classes, in the order shown
	class  func(code string) string // of a code of the axis; one that is not among codes is left out
	course *Course                  // what is followed, where the side tells apart what became of it
}

// sideOf gives a measure's direction.
func (m Measure) sideOf(a Axis, f *growing) side {
	same := func(code string) string { return code }
	item := func(begins, before string, second bool) func(string) string {
		return func(code string) string {
			one, two := paired(code, begins, on)
			if second {
				one = two
			}
			return before + one
		}
	}
	value := func(begins, before string, second bool) func(string) string {
		return func(code string) string {
			one, two := paired(code, begins, ".")
			if second {
				one = two
			}
			return before + one
		}
	}
	switch a {
	case ByYear:
		return yearSide(f.Periods)
	case ByQuarter:
		most := mostQuarters
		if m.beside {
			most = besideQuarters
		}
		return side{of: ByPeriod, codes: f.Periods[max(0, len(f.Periods)-most):], class: same}
	case BySystem:
		return side{of: ByItem, codes: before("system.", systems), class: item(barrierOf, "system.", false)}
	case ByOutcome:
		switch m.Kind {
		case Indicator:
			return side{of: ByItem, codes: m.outcomes(f), class: outcomeOfIndicator(f)}
		case Barrier:
			return side{of: ByItem, codes: m.outcomes(f), class: item(barrierOf, "", true)}
		}
		return side{of: ByItem, codes: m.outcomes(f), class: item(promiseOf, "", true)}
	case ByOwner:
		return side{of: ByItem, codes: before("owner.", PromiseOwners), class: item(promiseOf, "owner.", false)}
	case ByWho:
		return side{of: ByValue, codes: before("who.", conversation.WhoCanChange), class: value(barrierOf, "who.", false)}
	case ByKind:
		return side{of: ByValue, codes: before("kind.", kinds), class: value(barrierOf, "kind.", true)}
	case ByState:
		return side{of: ByValue, codes: before("state.", []string{string(promise.Kept), string(promise.Open), string(promise.HandedOver), string(promise.Broken)}), class: value(promiseOf, "state.", false)}
	case ByTold:
		return side{of: ByValue, codes: before("told.", []string{told, notTold, nothingYet}), class: value(promiseOf, "told.", true)}
	case ByItem:
		return side{of: ByItem, codes: m.outcomes(f), class: same}
	case ByYoung:
		return m.aspect(ByWas, f.Periods)
	case ByWorker:
		return m.aspect(ByIs, f.Periods)
	case ByValue:
		var codes []string
		for _, v := range f.Values {
			if valueKind(v.Code) == m.Kind {
				codes = append(codes, v.Code)
			}
		}
		return side{of: ByValue, codes: codes, class: same}
	}
	if s := m.aspect(a, f.Periods); s.codes != nil {
		return s
	}
	return side{of: a, codes: f.axes()[a], class: same}
}

func (m Measure) aspect(a Axis, periods []string) side {
	q := m.course(periods)
	return side{of: a, codes: q.aspects(a), course: &q}
}

// ofPeople reports whether the side is of people or time: then it says of each class how many people there could have been.
func (s side) ofPeople() bool { return ofPeople(s.of) && s.course == nil }

// course gives what a measure follows. Answers are taken as they are: they are never put on a scale.
func (m Measure) course(periods []string) Course {
	var q Course
	for _, a := range []framework.Fact{framework.ThereForMe, framework.SomeOfIt, framework.NotThere, framework.KeepsChanging, framework.NotSure} {
		q.Answers = append(q.Answers, Class{a.Key(), []string{a.Key()}})
	}
	q.InWords = []string{framework.WordsOnly.Key()}
	young := string(conversation.YoungPerson)
	switch m.Course {
	case "flows":
		now := max(0, len(periods)-flowQuarters)
		q.From = Moment{young, periods[max(0, now-flowQuarters):now]}
		q.To = Moment{young, periods[now:]}
	case "difference":
		q.From, q.To = Moment{young, periods}, Moment{string(conversation.Practitioner), periods}
	default:
		q.From = Moment{young, periods}
	}
	return q
}

// follow asks a cube what became of the same thing for the same person, by sides, under a question's conditions on things, places and
// groups.
func follow(c *Cube, q Course, where []Condition, sides []side) (Cells, error) {
	var order []int
	for _, w := range where {
		if w.Axis == ByItem || ofPeople(w.Axis) && w.Axis != ByPeriod {
			q.Where = append(q.Where, w)
		}
	}
	for i, s := range sides {
		if s.course == nil {
			order = append(order, i)
			q.By = append(q.By, together(s.of, c.frame.axes()[s.of], sides, []int{i}))
		}
	}
	for i, s := range sides {
		if s.course != nil {
			order = append(order, i)
			q.As = append(q.As, s.of)
		}
	}
	cells, err := c.Follow(q)
	if err != nil {
		return Cells{}, err
	}
	return turned(cells, sides, order), nil
}

// outcomeOfIndicator gives under which outcome each indicator of the editions that are used here stands.
func outcomeOfIndicator(f *growing) func(code string) string {
	under := map[string]string{}
	for _, ed := range f.editions {
		for _, it := range ed.Items() {
			if it.Kind == framework.IndicatorItem {
				under[ItemCode(ed.ID, it.Code)] = ItemCode(ed.ID, it.Outcome)
			}
		}
	}
	return func(code string) string { return under[code] }
}

func before(word string, codes []string) []string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = word + c
	}
	return list
}

// yearSide puts quarters together into the last years.
func yearSide(periods []string) side {
	now, _, _ := parseQuarter(periods[len(periods)-1]) // a quarter of our own making
	s := side{of: ByPeriod, class: func(code string) string { return code[:4] }}
	first, _, _ := parseQuarter(periods[0])
	for y := max(first, now-mostYears+1); y <= now; y++ {
		s.codes = append(s.codes, fmt.Sprintf("%04d", y))
	}
	return s
}

// outcomes gives the outcomes that a measure can be asked by: those of the editions that are used here, the newest edition first
// where a table cannot hold all.
func (m Measure) outcomes(f *growing) (codes []string) {
	if m.Course != "" {
		m.Kind = "" // topics of their own are all one item: they cannot be followed
	}
	last := map[Kind][]string{Outcome: {OwnTopic}, Barrier: {OwnTopic}, Promised: {OwnTopic, NoOutcome}}[m.Kind]
	most := mostSide
	if m.beside {
		most = besideSide
	}
	editions := slices.Clone(f.editions)
	slices.SortStableFunc(editions, func(a, b *framework.Edition) int { return strings.Compare(b.Date, a.Date) })
	for _, ed := range editions {
		var own []string
		for _, it := range ed.Items() {
			if it.Kind == framework.OutcomeItem {
				own = append(own, ItemCode(ed.ID, it.Code))
			}
		}
		if len(codes)+len(own)+len(last) <= most {
			codes = append(codes, own...)
		}
	}
	if codes = append(codes, last...); len(codes) == 0 {
		return []string{NoOutcome} // nothing was said by any edition yet
	}
	return codes
}

// ask asks a cube by sides, and gives the cells with the sides in their order.
func ask(c *Cube, q Question, sides []side) (Cells, error) {
	if i := slices.IndexFunc(sides, func(s side) bool { return s.course != nil }); i >= 0 {
		return follow(c, *sides[i].course, q.Where, sides)
	}
	var axes []Axis
	var order []int // the sides as the cube's answer has them
	for _, s := range sides {
		if !slices.Contains(axes, s.of) {
			axes = append(axes, s.of)
		}
	}
	all := c.frame.axes()
	for _, a := range axes {
		var own []int
		for i, s := range sides {
			if s.of == a {
				own = append(own, i)
			}
		}
		order = append(order, own...)
		q.By = append(q.By, together(a, all[a], sides, own))
	}
	cells, err := c.Ask(q)
	if err != nil {
		return Cells{}, err
	}
	return turned(cells, sides, order), nil
}

// together makes one direction of the sides that are of one axis: a class for each of their crossings.
func together(a Axis, codes []string, sides []side, own []int) Direction {
	n := 1
	for _, i := range own {
		n *= len(sides[i].codes)
	}
	d := Direction{Axis: a, Classes: make([]Class, n)}
	for k := range d.Classes {
		d.Classes[k].Code = "c" + strconv.Itoa(k)
	}
	for _, code := range codes {
		at := 0
		for _, i := range own {
			k := slices.Index(sides[i].codes, sides[i].class(code))
			if k < 0 {
				at = -1
				break
			}
			at = at*len(sides[i].codes) + k
		}
		if at >= 0 {
			d.Classes[at].Of = append(d.Classes[at].Of, code)
		}
	}
	return d
}

// turned puts cells whose directions stand in one order into the order of the sides.
func turned(cells Cells, sides []side, order []int) Cells {
	out := Cells{People: make([]uint32, len(cells.People))}
	stride := make([]int, len(sides))
	n := 1
	for i := len(sides) - 1; i >= 0; i-- {
		stride[i] = n
		n *= len(sides[i].codes)
	}
	for _, s := range sides {
		out.Directions = append(out.Directions, s.codes)
	}
	for i, people := range cells.People {
		to, rest := 0, i
		for k := len(order) - 1; k >= 0; k-- {
			size := len(sides[order[k]].codes)
			to += rest % size * stride[order[k]]
			rest /= size
		}
		out.People[to] = people
	}
	return out
}
