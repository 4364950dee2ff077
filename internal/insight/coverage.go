package insight

import (
	"fmt"
	"slices"
)

// Coverage says how many people could have been asked, were asked, and answered, along those directions of a question that
// are of people and time: place, period, groups. It stands beside every answer: what practitioners and young people said is
// no survey of anybody.
type Coverage struct {
	Directions [][]string
	Could      []uint32 // somebody's record was open, or anything at all is known of them then
	Asked      []uint32
	Answered   []uint32
}

// Coverage answers how a question is covered.
func (c *Cube) Coverage(q Question) (Coverage, error) {
	if _, _, err := c.prepare(q); err != nil {
		return Coverage{}, fmt.Errorf("ask coverage: %w", err)
	}
	anybody := Question{InPlaces: q.InPlaces}
	for _, d := range q.By {
		if ofPeople(d.Axis) {
			anybody.By = append(anybody.By, d)
		}
	}
	asked := anybody
	for _, w := range q.Where {
		if ofPeople(w.Axis) {
			anybody.Where = append(anybody.Where, w)
		}
		if w.Axis != ByValue {
			asked.Where = append(asked.Where, w)
		}
	}
	for _, d := range q.By { // what no class of the question holds was not asked for by it
		if len(d.Classes) > 0 && !ofPeople(d.Axis) && d.Axis != ByValue {
			asked.Where = append(asked.Where, Condition{d.Axis, within(d)})
		}
	}
	if q.AtEndOf != "" {
		at := slices.Index(c.frame.Periods, q.AtEndOf)
		until := Condition{ByPeriod, c.frame.Periods[:at+1]}
		anybody.Where, asked.Where = append(anybody.Where, until), append(asked.Where, until)
	}
	answered := asked
	asked.Where = append(slices.Clone(asked.Where), c.values(func(v Value) bool { return v.Asked }))
	answered.Where = append(slices.Clone(answered.Where), c.values(func(v Value) bool { return v.Answered }))
	var out Coverage
	for _, part := range []struct {
		q    Question
		into *[]uint32
	}{{anybody, &out.Could}, {asked, &out.Asked}, {answered, &out.Answered}} {
		cells, err := c.Ask(part.q)
		if err != nil {
			return Coverage{}, fmt.Errorf("ask coverage: %w", err)
		}
		out.Directions, *part.into = cells.Directions, cells.People
	}
	return out, nil
}

func ofPeople(a Axis) bool {
	return a != ByItem && a != ByPerspective && a != ByValue
}

func within(d Direction) (codes []string) {
	for _, c := range d.Classes {
		codes = append(codes, c.Of...)
	}
	return codes
}

func (c *Cube) values(like func(Value) bool) Condition {
	w := Condition{Axis: ByValue}
	for _, v := range c.frame.Values {
		if like(v) {
			w.In = append(w.In, v.Code)
		}
	}
	return w
}
